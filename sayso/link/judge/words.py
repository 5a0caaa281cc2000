"""The words of a proposition as they are compared: split, brought near their base form, marked with what they do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from sayso.reader.lemmas import verb_lemma

PHASES = ("denied", "planned", "ordered", "begun", "complete")
LONGEST = 96  # words of a side that are looked at

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\w\s]")
_ENDINGS = (
    "ations",
    "ation",
    "ingly",
    "ments",
    "ment",
    "ings",
    "ing",
    "edly",
    "ied",
    "ies",
    "ed",
    "es",
    "ly",
    "s",
    "e",
)
_FEWEST = 3  # letters that a stem keeps
_PAST = {  # of verbs that no cue has
    "withdrew": "withdraw", "withdrawn": "withdraw", "struck": "strike", "flew": "fly", "flown": "fly",
    "shrank": "shrink",
    "stole": "steal", "froze": "freeze", "overthrew": "overthrow",
}  # fmt: skip
_EMPTY = frozenset(
    """a an the this that these those of in on at to for from by with as and or but if than then so such it its
    he his him she her they them their we us our you your i me my who whom whose which what when where there
    here be is are was were been being am do does did has have had will would shall should can could may might
    must not no n't into over about after before up down out off also more most very just only all any some
    s t""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word: as it stands, and its stem (lower case), which forms of one word mostly share."""

    text: str
    stem: str
    phase: int  # place in PHASES + 1; 0 where it tells none

    @property
    def is_number(self) -> bool:
        return self.text[0].isdecimal()

    @property
    def is_name(self) -> bool:
        return self.text[0].isupper() and self.text.casefold() not in _EMPTY

    @property
    def is_empty(self) -> bool:
        """Whether it is a function word or no word at all."""
        return not self.text[0].isalnum() or self.text.casefold() in _EMPTY


@cache
def _phases() -> dict[str, int]:
    table: dict[str, int] = {}
    for line in _lines("phases.tsv"):
        phase, words = line.split("\t")
        for word in words.split():
            table.setdefault(word, PHASES.index(phase) + 1)
    return table


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Stem → stems of the words that deny it."""
    table: dict[str, set[str]] = {}
    for line in _lines("opposites.tsv"):
        sides = [{stem(w) for w in side.split()} for side in line.split("\t")]
        for one, other in (sides, sides[::-1]):
            for word in one:
                table.setdefault(word, set()).update(other - one)
    return {word: frozenset(others) for word, others in table.items()}


def _lines(name: str) -> list[str]:
    text = (files("sayso.link") / "lexicon" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A word's letters without its endings, crude on purpose: only words of two propositions are compared by it."""
    plain = word.casefold().replace("’", "'").removesuffix("'s")
    plain = _PAST.get(plain) or verb_lemma(plain) or plain  # "left" and "leave"
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _FEWEST:
            plain = plain.removesuffix(ending)
            break
    return plain[:-1] if len(plain) > _FEWEST and plain[-1] == plain[-2] else plain


@lru_cache(maxsize=65_536)
def _word(text: str) -> Word:
    plain = text.casefold().replace("’", "'")
    phase = _phases().get("n't" if plain.endswith("n't") else plain, 0)
    return Word(text=text, stem=stem(text), phase=phase)


def words_of(text: str) -> tuple[Word, ...]:
    """The first LONGEST words and marks of a text."""
    return tuple(_word(m.group()) for m, _ in zip(_WORD.finditer(text), range(LONGEST), strict=False))


def denies(text: str) -> bool:
    """Whether a cue's words deny ("denied", "did not say")."""
    return any(word.phase == PHASES.index("denied") + 1 for word in words_of(text))
