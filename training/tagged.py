"""Openly annotated texts → training examples of tags, names and who stands for whom.

Universal Dependencies (EWT, GUM): Penn tags; GUM: entities with coreference; UNER on EWT, CrossNER politics: names;
LitBank: coreference; GAP: whose pronoun. docs/training.md tells their licenses. Texts of the gold corpus's test and dev
parts are left out of all of them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sayso.reader.labels import NAME_KINDS, TAGS
from sayso.reader.pieces import Pieces
from sayso.reader.words import Words, split_words
from training.data import Example

Ints = NDArray[np.int64]
HELD_OUT = frozenset(
    "asylum hackers homeopathic ie9 questionnaire warming clock crane flag stampede".split()
)  # news of GUM that the gold corpus's test and dev parts hold
_NO_SPACE_BEFORE = frozenset(".,;:!?)]}%’”…'") | {"'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "’s", "''"}
_NO_SPACE_AFTER = frozenset("([{“‘$") | {"``"}
_AFTER_HEAD = frozenset({"of", "who", "which", "that", ",", "in", "with", "at"})
_TITLES = frozenset(
    """mr mrs ms dr prof professor sir lord lady president minister prime secretary senator sen rep representative
    congressman congresswoman governor gov general gen colonel col major maj captain capt lieutenant lt sergeant sgt
    king queen prince princess pope judge justice ambassador chancellor chairman vice deputy foreign defense defence
    state attorney mayor director ceo chief commander admiral former the a an""".split()
)
_KIND = {"person": "person", "organization": "organisation", "place": "place"}
_CROSSNER = {
    "person": "person", "politician": "person", "country": "place", "location": "place",
    "organisation": "organisation", "politicalparty": "organisation", "event": "other", "election": "other",
    "misc": "other",
}  # fmt: skip
_UNER = {"PER": "person", "ORG": "organisation", "LOC": "place"}


@dataclass(slots=True)
class Token:
    """start, end: code points of the text. head: number of the token that governs it within its sentence, -1 none."""

    form: str
    start: int
    end: int
    tag: str
    sentence: int
    number: int
    head: int


@dataclass(slots=True)
class Mention:
    """Tokens, half-open, by their numbers in the document; who they are, and what kind of thing."""

    start: int
    end: int
    cluster: str
    kind: str


@dataclass(slots=True)
class Document:
    name: str
    text: str = ""
    tokens: list[Token] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


def conllu(path: Path) -> Iterator[Document]:
    """The documents of a CoNLL-U file, with running text, tokens and (GUM) entities."""
    doc = Document("")
    pending = ""
    open_mentions: list[tuple[str, int, str]] = []
    sentence, covered, paragraph = 0, 0, False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            if line.startswith("# newdoc"):
                if doc.tokens:
                    yield doc
                doc, pending, open_mentions, sentence = Document(line.split("=")[-1].strip()), "", [], 0
            paragraph |= line.startswith("# newpar")
            continue
        if not line:
            sentence += 1
            covered = 0
            continue
        number, form, _, _, tag, _, head, _, _, misc = line.split("\t")
        if "." in number:
            continue
        if paragraph and doc.tokens:
            pending = "\n"
        paragraph = False
        glued = "SpaceAfter=No" in misc
        if "-" in number:
            doc.text += pending
            pending = "" if glued else " "
            covered = int(number.split("-")[1])
            inside = len(doc.text)
            doc.text += form
            continue
        if int(number) <= covered:
            start = doc.text.find(form, inside)
            start = inside if start < 0 else start
            inside = end = min(len(doc.text), start + len(form))
        else:
            doc.text += pending
            pending = "" if glued else " "
            start = len(doc.text)
            doc.text += form
            end = len(doc.text)
        index = len(doc.tokens)
        doc.tokens.append(Token(form, start, end, tag, sentence, int(number), int(head) if head.isdigit() else -1))
        entity = re.search(r"Entity=([^|]*)", misc)
        for part in re.findall(r"\([^()]+\)?|[^()]+\)", entity.group(1)) if entity else ():
            if part.startswith("("):
                told = part.strip("()").split("-")
                open_mentions.append((told[0], index, told[1] if len(told) > 1 else ""))
            if part.endswith(")"):
                name = part.strip("()").split("-")[0]
                for k in range(len(open_mentions) - 1, -1, -1):
                    if open_mentions[k][0] == name:
                        cluster, first, kind = open_mentions.pop(k)
                        doc.mentions.append(Mention(first, index + 1, cluster, kind))
                        break
    if doc.tokens:
        yield doc


def head_token(doc: Document, mention: Mention) -> int:
    """The token of a mention that nothing within it governs; of a name its last ("Donald *Trump*")."""
    inside = range(mention.start, mention.end)
    numbers = {doc.tokens[t].number for t in inside}
    head = next((t for t in inside if doc.tokens[t].head not in numbers), mention.end - 1)
    while doc.tokens[head].tag.startswith("NNP") and head + 1 < mention.end:
        if not doc.tokens[head + 1].tag.startswith("NNP"):
            break
        head += 1
    return head


def tag_labels(words: Words, tokens: list[Token]) -> Ints:
    """The tag of each word: that of the token over its first character; -1 where no token with a known tag stands."""
    starts = np.array([t.start for t in tokens])
    out = np.full(len(words), -1, np.int64)
    for i, at in enumerate(words.start.tolist()):
        k = int(np.searchsorted(starts, at, side="right")) - 1
        if k >= 0 and at < tokens[k].end and tokens[k].tag in TAGS:
            out[i] = TAGS.index(tokens[k].tag)
    return out


def word_at(words: Words, place: int) -> int:
    """The word over a code point, or the next."""
    return min(int(np.searchsorted(words.end, place, side="right")), len(words) - 1)


def _name_labels(words: Words, spans: list[tuple[int, int, str]]) -> Ints:
    """0 outside, 1 + 2 k where a name of kind k begins, 2 + 2 k where it goes on."""
    out = np.zeros(len(words), np.int64)
    for start, end, kind in spans:
        i, j = word_at(words, start), int(np.searchsorted(words.start, end, side="left"))
        k = NAME_KINDS.index(kind)
        out[i:j] = 2 + 2 * k
        out[i : i + 1] = 1 + 2 * k
    return out


def _gum_name(doc: Document, mention: Mention) -> tuple[int, int, str] | None:
    """The proper name in a mention whose head is one: from its first to its last capital before any comma."""
    head = head_token(doc, mention)
    if not doc.tokens[head].tag.startswith("NNP") or mention.kind == "time":
        return None
    start, end = head, head + 1
    joiner = {"of", "and", "the", "for", "de", "von", "van", "al", "-", "&", "’s", "'s", "."}
    while start > mention.start and (
        doc.tokens[start - 1].tag.startswith("NNP") or doc.tokens[start - 1].form.lower() in joiner
    ):
        start -= 1
    while end < mention.end and (doc.tokens[end].tag.startswith("NNP") or doc.tokens[end].form.lower() in joiner):
        end += 1
    while end > head + 1 and not doc.tokens[end - 1].tag.startswith("NNP"):
        end -= 1
    person = mention.kind == "person"
    while start < head and (
        not doc.tokens[start].tag.startswith("NNP") or (person and doc.tokens[start].form.lower().strip(".") in _TITLES)
    ):
        start += 1
    return doc.tokens[start].start, doc.tokens[end - 1].end, _KIND.get(mention.kind, "other")


def gum_example(doc: Document, pieces: Pieces) -> Example:
    words = split_words(doc.text)
    taken: list[tuple[int, int, str]] = []
    for mention in sorted(doc.mentions, key=lambda m: m.start - m.end):
        name = _gum_name(doc, mention)
        if name and not any(a < name[1] and name[0] < b for a, b, _ in taken):
            taken.append(name)
    who: dict[int, str] = {}
    for mention in sorted(doc.mentions, key=lambda m: m.end - m.start):
        who.setdefault(word_at(words, doc.tokens[head_token(doc, mention)].start), mention.cluster)
    return _example(doc, pieces, words, names=_name_labels(words, taken), mentions=sorted(who.items()))


def _example(
    doc: Document,
    pieces: Pieces,
    words: Words,
    names: Ints | None = None,
    mentions: list[tuple[int, str]] | None = None,
    *,
    tagged: bool = True,
) -> Example:
    surfaces = [doc.text[a:b] for a, b in zip(words.start.tolist(), words.end.tolist(), strict=True)]
    return Example(
        words=words,
        pieces=[pieces.of(s) for s in surfaces],
        attributions=None,
        tags=tag_labels(words, doc.tokens) if tagged else None,
        names=names,
        mentions=mentions,
    )


def detokenized(sentences: list[list[tuple[str, str]]]) -> tuple[str, list[tuple[int, int, str]]]:
    """Running text of (word, label) sentences, a paragraph each, and each word's place with its label."""
    text, places = "", []
    for sentence in sentences:
        glue = True
        double = False
        for form, label in sentence:
            mark = form == '"'
            closing = form in _NO_SPACE_BEFORE or (mark and double)
            if not glue and not closing:
                text += " "
            places.append((len(text), len(text) + len(form), label))
            text += form
            glue = form in _NO_SPACE_AFTER or (mark and not double)
            double = double != mark
        text += "\n"
    return text, places


def iob(path: Path, column: int, word: int, separator: str = "\t") -> list[list[tuple[str, str]]]:
    sentences: list[list[tuple[str, str]]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            continue
        if not line.strip():
            if sentences[-1]:
                sentences.append([])
            continue
        parts = line.split(separator)
        sentences[-1].append((parts[word], parts[column]))
    return [s for s in sentences if s]


def named_examples(
    sentences: list[list[tuple[str, str]]], kinds: dict[str, str], pieces: Pieces, together: int = 25
) -> Iterator[Example]:
    for i in range(0, len(sentences), together):
        text, places = detokenized(sentences[i : i + together])
        spans: list[tuple[int, int, str]] = []
        for start, end, label in places:
            kind = kinds.get(label[2:])
            if kind and label.startswith("I-") and spans and spans[-1][2] == kind:
                spans[-1] = (spans[-1][0], end, kind)
            elif kind:
                spans.append((start, end, kind))
        words = split_words(text)
        yield _example(Document("", text), pieces, words, names=_name_labels(words, spans), tagged=False)


def litbank_examples(folder: Path, pieces: Pieces) -> Iterator[Example]:
    """Fiction. A mention's head is guessed: the word before its first preposition, comma or relative, else its last."""
    for path in sorted(folder.glob("*.conll")):
        doc = Document(path.stem)
        sentences: list[list[tuple[str, str]]] = [[]]
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                continue
            if not line.strip():
                sentences.append([])
                continue
            parts = line.split("\t")
            sentences[-1].append((parts[3], parts[-1].strip()))
        doc.text, places = detokenized([s for s in sentences if s])
        doc.text = doc.text.replace("\n", " ")
        words = split_words(doc.text)
        open_at: dict[str, list[int]] = {}
        who: dict[int, str] = {}
        found = []
        for index, (_, _, label) in enumerate(places):
            for part in label.split("|") if label != "_" else ():
                cluster = part.strip("()")
                if part.startswith("("):
                    open_at.setdefault(cluster, []).append(index)
                if part.endswith(")") and open_at.get(cluster):
                    found.append((open_at[cluster].pop(), index + 1, cluster))
        for start, end, cluster in sorted(found, key=lambda m: m[1] - m[0]):
            head = end - 1
            for k in range(start + 1, end):
                if doc.text[places[k][0] : places[k][1]].lower() in {
                    "of",
                    "who",
                    "which",
                    "that",
                    ",",
                    "in",
                    "with",
                    "at",
                }:
                    head = k - 1
                    break
            who.setdefault(word_at(words, places[head][0]), cluster)
        yield _example(doc, pieces, words, mentions=sorted(who.items()), tagged=False)


def gap_examples(path: Path, pieces: Pieces) -> Iterator[Example]:
    """A pronoun and two names that it may stand for; whether it does."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            text = row["Text"]
            words = split_words(text)
            at = word_at(words, int(row["Pronoun-offset"]))
            heads, right = [], -1
            for side in "AB":
                end = int(row[f"{side}-offset"]) + len(row[side])
                heads.append(word_at(words, end - 1))
                if row[f"{side}-coref"] == "TRUE":
                    right = len(heads) - 1
            if right < 0 or heads[0] == heads[1]:
                continue
            one = _example(Document("", text), pieces, words, tagged=False)
            one.choices = [(at, heads, right)]
            yield one


def all_examples(folder: Path, pieces: Pieces) -> list[Example]:
    """Everything that trains tags, names and links, from the unpacked sets under one folder."""
    out: list[Example] = []
    for path in sorted((folder / "gum" / "dep").glob("*.conllu")):
        if path.stem.split("_")[-1] not in HELD_OUT:
            out += [gum_example(doc, pieces) for doc in conllu(path)]
    for name in ("train.rebuilt", "dev", "test"):
        for doc in conllu(folder / "ud_ewt" / f"en_ewt-ud-{name}.conllu"):
            out.append(_example(doc, pieces, split_words(doc.text)))
    for name in ("train", "dev"):
        out += named_examples(iob(folder / "crossner" / "politics" / f"{name}.txt", 1, 0), _CROSSNER, pieces)
    for name in ("dev", "test"):
        out += named_examples(iob(folder / "uner_ewt" / f"en_ewt-ud-{name}.iob2", 2, 1), _UNER, pieces)
    out += litbank_examples(folder / "litbank" / "coref" / "conll", pieces)
    for name in ("development", "validation"):
        out += gap_examples(folder / "gap" / f"gap-{name}.tsv", pieces)
    return out
