"""Finite verbs and what they tell of time, read off the tags of a stretch of words without a parser.

A wrong or missing tag costs at most the verb that it stands on: auxiliaries are known by their form, and a word
without a tag is guessed from its ending.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from sayso.reader.lemmas import verb_lemma
from sayso.records import Claim
from sayso.understand.scene import Range, Scene

Kind = Literal["past", "present", "modal", "base", "participle", "gerund", "to", "adverb", "other"]
Role = Literal["main", "coordinate", "subordinate"]

_BE = {"is": "present", "are": "present", "am": "present", "was": "past", "were": "past", "isn": "present"}
_BE |= {"aren": "present", "wasn": "past", "weren": "past", "been": "participle", "being": "gerund", "be": "base"}
_HAVE = {"has": "present", "have": "present", "had": "past", "hasn": "present", "haven": "present", "hadn": "past"}
_DO = {"does": "present", "do": "present", "did": "past", "doesn": "present", "don": "present", "didn": "past"}
_MODALS = frozenset(
    """will would shall should can could may might must ought won wouldn shan shouldn couldn mightn mustn ca wo
    cannot""".split()
)
_NOUNS_TOO = frozenset("may will might can must".split())
# What may stand between "'" and the rest of the word: 've, 're …
_CLITICS = {"re": "present", "m": "present", "ve": "present", "ll": "modal", "d": "modal"}
_ADVERBS = frozenset("not never also still already only just even now t n ever yet always often again".split())
_FIXED: dict[str, Kind] = {}
for _table in (_BE, _HAVE, _DO):
    _FIXED |= _table  # type: ignore[arg-type]
_FIXED |= dict.fromkeys(_MODALS, "modal")
_AUXILIARIES = frozenset(_FIXED) | frozenset(_CLITICS) | {"s", "used"}
_BY_TAG: dict[str, Kind] = {
    "VBD": "past", "VBZ": "present", "VBP": "present", "MD": "modal", "VB": "base", "VBN": "participle",
    "VBG": "gerund", "TO": "to", "RB": "adverb", "RBR": "adverb", "RBS": "adverb",
}  # fmt: skip

_RELATIVE = frozenset("who whom whose which what where why how when whether whoever whatever wherever whenever".split())
_SUBORDINATORS = frozenset(
    """because although though while whereas unless if lest once since after before until till as than like whilst
    provided""".split()
)
_PREPOSITIONS_TOO = frozenset("since after before until till as than like once".split())
_SUBJECTS = frozenset("he she they we i it you".split())
_COORDINATORS = frozenset({"and", "but", "or", ";", "nor", "yet"})
_PARTICIPLE_ENDINGS = ("ed", "gone", "done", "wn", "tten", "ken", "ven")  # where the tag missed a perfect
_SKIPPED = frozenset("' \" “ ” ‘ ’ either both".split())
_ENDS = frozenset(".!?…")
_THERE = frozenset("it he she that there what who here this where how".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A finite verb with what belongs to it. words: its words in lower case, from the finite one on, adverbs left out.

    head: index in the scene of its first word. tail: of its last. kind: past, present or modal.
    """

    head: int
    tail: int
    kind: Kind
    words: tuple[str, ...]
    kinds: tuple[Kind, ...]
    role: Role


@cache
def word_list(name: str) -> frozenset[str]:
    """The entries of a lexicon of one a line; a line that opens with # is a remark."""
    text = (files("sayso.understand") / "lexicon" / name).read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def kind_of(scene: Scene, i: int) -> Kind:
    """What kind of verb form, or neither, the word is."""
    word = scene.lower[i]
    tag = scene.tags[i]
    if i and scene.lower[i - 1] == "'" and not scene.words.gap[i]:
        return _clitic(scene, i, word, tag)
    fixed = _FIXED.get(word)
    noun = word in _NOUNS_TOO and (tag.startswith("NN") or _is_name(scene, i))
    if fixed and not noun:
        return "base" if word == "have" and i and scene.lower[i - 1] == "to" else fixed
    if word == "to":
        return "to"
    return _by_tag(scene, i, word, tag) if tag else _guess(scene, i, word)


def _by_tag(scene: Scene, i: int, word: str, tag: str) -> Kind:
    """By the tag, where the word's form and the word before agree: "froze" is no present, "had lost" one perfect."""
    known = _BY_TAG.get(tag, "other")
    if tag == "VBD" and _follows_auxiliary(scene, i):
        return "participle"
    if tag == "VBN" and i and scene.lower[i - 1] in _SUBJECTS:
        return "past"
    if tag == "VBP" and (lemma := verb_lemma(word)) and lemma != word:
        return "past"
    return known


def _is_name(scene: Scene, i: int) -> bool:
    """Whether "May" or "Will" is a month or a person: a capital inside a sentence, or a number beside it."""
    if not scene.tokens[i][0].isupper():
        return False
    beside = [scene.tokens[j] for j in (i - 1, i + 1) if 0 <= j < len(scene.tokens)]
    return not scene.words.first[i] or any(b[0].isdigit() for b in beside) or scene.tags[i].startswith("NN")


def _clitic(scene: Scene, i: int, word: str, tag: str) -> Kind:
    if word in _CLITICS:
        return _CLITICS[word]  # type: ignore[return-value]
    if word == "t":
        return "adverb"
    if word == "s" and tag != "POS" and (tag.startswith("VB") or scene.lower[i - 2] in _THERE):
        return "present"
    return "other"


def _follows_auxiliary(scene: Scene, i: int) -> bool:
    """Whether a form of "be" or "have" comes right before, adverbs aside."""
    for j in range(i - 1, max(-1, i - 4), -1):
        word = scene.lower[j]
        if word in _BE or word in _HAVE or word in ("ve", "having"):
            return True
        if word not in _ADVERBS and word not in _SKIPPED and not word.endswith("ly"):
            return False
    return False


def _guess(scene: Scene, i: int, word: str) -> Kind:
    """For a word without a tag."""
    if word.endswith("ly") or word in _ADVERBS:
        return "adverb"
    lemma = verb_lemma(word)
    if lemma is None or not word.isalpha() or scene.tokens[i][0].isupper():
        return "other"
    before = scene.lower[i - 1] if i else ""
    if word.endswith("ing"):
        return "gerund"
    if word == lemma:
        led = before == "to" or before in _MODALS
        return "base" if led else "present" if before in _SUBJECTS else "other"
    done: Kind = "participle" if _follows_auxiliary(scene, i) else "past"
    return "other" if word.endswith("s") else done


def content_words(scene: Scene, claim: Claim, nested: Sequence[Claim] = ()) -> list[int]:
    """Indexes of the words of a claim's content, without the contents of the claims nested in it.

    Where nothing else than those would be left, or only marks, all words of the content.
    """
    own = [i for span in claim.content for i in range(*scene.range_of(span))]
    inner = _covered(scene, claim, nested)
    rest = [i for i in own if i not in inner]
    return rest if any(scene.tokens[i][0].isalnum() for i in rest) else own


def _covered(scene: Scene, claim: Claim, nested: Sequence[Claim]) -> set[int]:
    spans = [s for c in nested if c.parent == claim.id for s in c.content]
    return {i for span in spans for i in range(*scene.range_of(span))}


def opening(scene: Scene, words: Sequence[int]) -> int:
    """Position of the first word that is no mark and no opening "that"; the length where there is none."""
    for k, i in enumerate(words):
        if scene.tokens[i][0].isalnum() and scene.lower[i] != "that":
            return k
        if scene.lower[i] == "that" and k + 1 < len(words) and kind_of(scene, words[k + 1]) in ("past", "present"):
            return k
    return len(words)


def groups(scene: Scene, words: Sequence[int]) -> list[Group]:
    """The finite verb groups among the words, in order, each with its role in its sentence."""
    return list(_Reader(scene, words).read())


class _Reader:
    """One pass over the words that keeps count of the subordinate clauses still without their verb."""

    def __init__(self, scene: Scene, words: Sequence[int]) -> None:
        self.scene = scene
        self.words = words
        self.sure = self.maybe = 0
        self.mains = 0
        self.joined = False

    def read(self) -> Iterator[Group]:
        start = opening(self.scene, self.words)
        k = start
        while k < len(self.words):
            i = self.words[k]
            word = self.scene.lower[i]
            if self._breaks(k, i):
                self.sure = self.maybe = self.mains = 0
                self.joined = False
            kind = kind_of(self.scene, i)
            if kind in ("past", "present", "modal") and not self._reduced(k, i, kind):
                after, group = self._group(k, kind)
                yield group
                k = after
                continue
            self._note(k, i, word, start)
            k += 1

    def _breaks(self, k: int, i: int) -> bool:
        return bool(self.scene.words.first[i]) or (k > 0 and self.scene.lower[self.words[k - 1]] in _ENDS)

    def _note(self, k: int, i: int, word: str, start: int) -> None:
        if word == ",":
            self.maybe = 0  # "While neutral, it is …", "After the attack, he left"
        elif word in _COORDINATORS:
            self.joined = True
        elif k == start and word in _RELATIVE | {"if", "that"}:
            return
        elif word in _RELATIVE:
            self.sure += 1
        elif word == "that":
            self.sure += self._subordinates(k, i)
        elif word in _SUBORDINATORS:
            if word not in _PREPOSITIONS_TOO or self.mains or self._opens_clause(k, start):
                self.maybe += 1
        elif word in _SUBJECTS and k > start and self.scene.tags[self.words[k - 1]] in ("NN", "NNS"):
            self.sure += not self.sure and not self.maybe  # "the clock he made"

    def _opens_clause(self, k: int, start: int) -> bool:
        before = self.scene.lower[self.words[k - 1]] if k > start else ","
        return before in _COORDINATORS or before in (",", "that") or not before[0].isalnum()

    def _subordinates(self, k: int, i: int) -> bool:
        before = self.scene.lower[self.words[k - 1]] if k else ""
        return before not in _COORDINATORS and self.scene.tags[i] != "DT"

    def _reduced(self, k: int, i: int, kind: Kind) -> bool:
        """Whether a "past" form is a participle after all: "the men killed in the attack were …"."""
        word = self.scene.lower[i]
        if kind != "past" or word in _FIXED or not word.endswith(("ed", "n", "t")) or k + 1 >= len(self.words):
            return False
        return self.scene.lower[self.words[k + 1]] == "by"

    def _group(self, k: int, kind: Kind) -> tuple[int, Group]:
        head = tail = self.words[k]
        parts: list[str] = [self.scene.lower[head]]
        kinds: list[Kind] = [kind]
        after = k + 1
        reach = k + 9 if parts[0] in _AUXILIARIES else k
        for j in range(k + 1, min(len(self.words), reach)):
            i = self.words[j]
            word = self.scene.lower[i]
            next_kind = kind_of(self.scene, i)
            if next_kind in ("base", "participle", "gerund", "to") or (
                kinds[-1] in ("to", "modal") and next_kind in ("present", "past")
            ):
                parts.append(word)
                kinds.append("base" if next_kind in ("present", "past") else next_kind)
                tail, after = i, j + 1
                if next_kind not in ("to",) and word not in _FIXED and word != "going":
                    break
            elif len(kinds) == 1 and parts[0] in _HAVE and word.endswith(_PARTICIPLE_ENDINGS):
                parts.append(word)
                kinds.append("participle")
                tail, after = i, j + 1
                break
            elif next_kind != "adverb" and word not in _SKIPPED and not (j == k + 1 and word in _SUBJECTS):
                break
        if kinds[-1] == "to" and len(kinds) > 1 and parts[-2] != "going":
            after, parts, kinds = after - 1, parts[:-1], kinds[:-1]
        return after, Group(head=head, tail=tail, kind=kind, words=tuple(parts), kinds=tuple(kinds), role=self._role())

    def _role(self) -> Role:
        if self.sure:
            self.sure -= 1
            return "subordinate"
        if self.maybe:
            self.maybe -= 1
            return "subordinate"
        self.mains += 1
        if self.mains == 1:
            return "main"
        role: Role = "coordinate" if self.joined else "subordinate"
        self.joined = False
        return role


def next_words(scene: Scene, i: int, count: int) -> tuple[str, ...]:
    """Up to `count` words after the word, in lower case, adverbs left out."""
    out: list[str] = []
    for j in range(i + 1, min(len(scene.lower), i + 1 + 2 * count)):
        if kind_of(scene, j) != "adverb" and scene.lower[j] != "'":
            out.append(scene.lower[j])
        if len(out) == count:
            break
    return tuple(out)


def cue_range(scene: Scene, claim: Claim) -> Range:
    """The words of the cue; empty where the claim has none."""
    return scene.range_of(claim.cue.span) if claim.cue else (0, 0)
