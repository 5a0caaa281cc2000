"""The lexicon of cues (lexicon/cues.tsv) and the search for its entries in the words of a cue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, cast, get_args

from sayso.reader.lemmas import verb_lemma
from sayso.records import Force
from sayso.understand.scene import Scene

Commitment = Literal["factive", "implicative", "non-committal", "counter"]
COMMITMENTS: tuple[str, ...] = get_args(Commitment)
FORCES: tuple[str, ...] = get_args(Force)

# Words that may stand between two words of an entry, and of the content that an entry's last words may reach into.
_GAP = 3
_AHEAD = 2
# No cue has more; a longer span is read from its first words, so that time stays linear.
_LONGEST = 24
_NEGATIONS = {"won": "will", "wo": "will", "ca": "can", "shan": "shall", "cannot": "can"}
_STEMS = (
    ("ies", "y"), ("ied", "y"), ("ying", "ie"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", ""),
    ("s", ""),
)  # fmt: skip
# Irregular forms that the reader's list of verbs lacks.
_IRREGULAR = dict(
    pair.split(":")
    for pair in """upheld:uphold withheld:withhold foresaw:foresee foreseen:foresee overheard:overhear misled:mislead
    misunderstood:misunderstand forbidden:forbid foretold:foretell overrode:override shook:shake struck:strike took:take
    withdrew:withdraw pled:plead hid:hide retold:retell rethought:rethink rewrote:rewrite""".split()
)
_PARTICLES = frozenset(
    """for on upon to out off up down in against with as of about over back that aside away at into it from behind by
    whether""".split()
)
_BE = frozenset("is are am was were been being be 's 're 'm".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the lexicon. cue: base forms. when: conditions, all to hold; a leading "!" turns one round."""

    cue: tuple[str, ...]
    force: Force
    commits: Commitment
    when: tuple[str, ...]

    @property
    def negates(self) -> bool:
        """Whether the entry makes its force out of a negation ("would not say", "no doubt")."""
        negative = any(w in ("not", "no") for w in self.cue)
        return negative and (self.force == "declines" or "doubt" in self.cue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entry found in a cue. start: position, among the cue's words, of its first word."""

    entry: Entry
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CueWords:
    """A cue's words in lower case with contractions undone ("wouldn't" → would, not), and two words after it.

    at: the scene's index of each. own: how many belong to the cue.
    """

    words: tuple[str, ...]
    at: tuple[int, ...]
    own: int


@cache
def lexicon() -> dict[str, tuple[Entry, ...]]:
    """First word → entries, the longest and then those with most conditions first.

    Raises ValueError where a line is no entry.
    """
    table: dict[str, list[Entry]] = {}
    text = (files("sayso.understand") / "lexicon" / "cues.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(("#", "cue\t")):
            continue
        cells = line.split("\t")
        if len(cells) != 4 or cells[1] not in FORCES or cells[2] not in COMMITMENTS:
            raise ValueError(f"cues.tsv, line {number}: not cue, force, commits, when: {line!r}")
        entry = Entry(
            cue=tuple(cells[0].split()),
            force=cast(Force, cells[1]),
            commits=cast(Commitment, cells[2]),
            when=tuple(cells[3].split()),
        )
        table.setdefault(entry.cue[0], []).append(entry)
    return {k: tuple(sorted(v, key=lambda e: (-len(e.cue), -len(e.when)))) for k, v in table.items()}


def cue_words(scene: Scene, start: int, end: int) -> CueWords:
    """The words from `start` to before `end` of the scene as entries are looked for in them."""
    words: list[str] = []
    at: list[int] = []
    end = min(end, start + _LONGEST)
    own = 0
    for i in range(start, min(len(scene.lower), end + _AHEAD)):
        word = scene.lower[i]
        if i == end:
            own = len(words)
        if word == "t" and words and words[-1] == "'":
            words.pop()
            at.pop()
            base = words[-1] if words else ""
            if words:
                words[-1] = _NEGATIONS.get(base, base.removesuffix("n") if len(base) > 3 else base)
                words[-1] = {"do": "do", "don": "do", "isn": "is"}.get(words[-1], words[-1])
            word = "not"
        elif word == "cannot":
            words.append("can")
            at.append(i)
            word = "not"
        words.append(word)
        at.append(i)
    return CueWords(words=tuple(words), at=tuple(at), own=own or len(words))


@lru_cache(maxsize=1 << 14)
def base_forms(word: str) -> frozenset[str]:
    """Every form under which the lexicon may know the word: itself, its verb, its singular, its plain stems."""
    out = {word}
    if word in _BE:
        out.add("be")
    if lemma := _IRREGULAR.get(word) or verb_lemma(word):
        out.add(lemma)
    for ending, base in _STEMS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1:
            out.add(stem + base)
            if not base and len(stem) > 3 and stem[-1] == stem[-2]:
                out.add(stem[:-1])
    return frozenset(out)


def matches(cue: CueWords) -> Iterator[tuple[int, Match]]:
    """Every place of the cue with every entry that its words allow, in order of place and then of length."""
    known = lexicon()
    forms = [base_forms(w) for w in cue.words]
    for start in range(cue.own):
        found = [e for form in forms[start] for e in known.get(form, ())]
        found.sort(key=lambda e: (-len(e.cue), -len(e.when), e.cue[0] != cue.words[start], e.cue))
        for entry in found:
            end = _fits(cue, forms, entry, start)
            if end:
                yield start, Match(entry=entry, start=start, end=end)


def _fits(cue: CueWords, forms: list[frozenset[str]], entry: Entry, start: int) -> int:
    """The position after the entry's last word, 0 where its words are not there in order."""
    at = start + 1
    for wanted in entry.cue[1:]:
        limit = min(len(forms), at + _GAP + 1)
        for k in range(at, limit):
            if wanted in forms[k] and (k < cue.own or (k == cue.own and wanted in _PARTICLES)):
                at = k + 1
                break
        else:
            return 0
    return at
