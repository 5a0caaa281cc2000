"""Quotations that travel: the same words between quotation marks in several articles, whole or in part.

Two quotations meet where they share one of the runs of five words that winnowing keeps (Schleimer, Wilkerson, Aiken,
SIGMOD 2003: every shared stretch of eight words leaves a common one). They are the same where most of the shorter one's
runs stand in the other.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence

import numpy as np

from sayso.corpus.groups import Groups, meetings

RUN = 5
"""Words that must be the same in a row for two quotations to meet."""
_WINDOW = 4  # runs of which the one of the least hash is kept
FEWEST = 8
"""Words under which a quotation may be anybody's."""
SAME = 0.6
"""Share of the shorter quotation's runs that stand in the other."""
_MOST = 500  # quotations with one run in common; more have a set phrase
_QUOTED = re.compile(r"[“\"]([^“”\"]{20,2000})[”\"]|‘([^‘’\"]{20,2000})’(?!\w)")
_WORD = re.compile(r"\w+")


def quotations(content: str, form: str | None) -> Iterator[str]:
    """What a claim's content gives as said in these words; a direct one without marks inside is quoted whole."""
    if form not in {"direct", "mixed"}:
        return
    found = [one for pair in _QUOTED.findall(content) for one in pair if one]
    if not found and form == "direct":
        found = [content]
    yield from (one for one in found if len(_WORD.findall(one)) >= FEWEST)


def runs(quotation: str) -> list[int]:
    """A hash for every run of words, in their order, as signed 64-bit numbers."""
    words = [zlib.crc32(w.encode("utf-8", "surrogatepass")) for w in _WORD.findall(quotation.casefold())]
    found = []
    for start in range(len(words) - RUN + 1):
        told = 0xCBF29CE484222325
        for word in words[start : start + RUN]:
            told = ((told ^ word) * 0x100000001B3 ^ (word << 29)) & 0xFFFFFFFFFFFFFFFF
        found.append(told - (1 << 64) if told >= 1 << 63 else told)
    return found


def kept(told: Sequence[int]) -> set[int]:
    """The least of every window of runs."""
    if len(told) <= _WINDOW:
        return {min(told)} if told else set()
    return {min(told[i : i + _WINDOW]) for i in range(len(told) - _WINDOW + 1)}


class Quotations:
    """Gathers quotations, and groups those that are the same."""

    def __init__(self) -> None:
        self._hashes: list[int] = []
        self._owners: list[int] = []
        self._texts: list[str] = []

    def add(self, quotation: str) -> int:
        """Gives the quotation's number."""
        number = len(self._texts)
        self._texts.append(quotation)
        hashes = kept(runs(quotation))
        self._hashes += hashes
        self._owners += [number] * len(hashes)
        return number

    def text(self, number: int) -> str:
        return self._texts[number]

    def groups(self) -> list[list[int]]:
        """The numbers of quotations that are the same, groups of two and more."""
        groups = Groups(len(self._texts))
        hashes, owners = np.array(self._hashes, np.int64), np.array(self._owners, np.int64)
        for one, other in meetings(hashes, owners, _MOST):
            if groups.find(one) != groups.find(other) and self._is_same(one, other):
                groups.join(one, other)
        return list(groups.all().values())

    def _is_same(self, one: int, other: int) -> bool:
        mine, theirs = set(runs(self._texts[one])), set(runs(self._texts[other]))
        return len(mine & theirs) >= SAME * min(len(mine), len(theirs))
