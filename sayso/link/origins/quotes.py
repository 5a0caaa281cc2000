"""Quotations that several articles have word for word.

Two meet where five words in a row are the same, and are one where that is most of the shorter one. Linear: marks are
walked through once, runs of words are looked up by hash.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.link.origins.names import lexicon
from sayso.link.origins.tokens import fold, tokens

RUN = 5
"""Words in a row that must be the same."""
SAME = 0.6
"""Share of the shorter quotation's words that the longest common run must hold."""
_TELLING = 2  # words of the run that are no mere "it is what it is"
_LONGEST = 3000  # characters of a quotation; after that its end was lost
_MOST = 200  # quotations with one run in common; more have a set phrase
_OPEN = {"“": "”", "«": "»", "„": "“", "‘": "’"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """owner: number of the article. start, end: what stands between the marks, code points in its text."""

    owner: int
    start: int
    end: int
    words: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A run of words that quotations of two articles have in common. a, b: numbers of the quotations, a < b."""

    a: int
    b: int
    words: str


def quoted(text: str) -> Iterator[tuple[int, int]]:
    """Where quotations stand, without their marks, in text order."""
    start, close = -1, ""
    for at, sign in enumerate(text):
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        if start >= 0 and (sign == "\n" or at - start > _LONGEST):
            start = -1
        elif start >= 0 and sign == close and (close not in "’'" or (not after.isalnum() and not before.isspace())):
            yield start, at
            start = -1
        elif start < 0 and (sign in _OPEN or (sign in "\"'" and not before.isalnum() and after.isalnum())):
            start, close = at + 1, _OPEN.get(sign, sign)


def quotes(owner: int, text: str) -> list[Quote]:
    """An article's quotations of RUN words and more."""
    found = []
    for start, end in quoted(text):
        words = tuple(fold(t.text) for t in tokens(text[start:end]))
        if len(words) >= RUN:
            found.append(Quote(owner=owner, start=start, end=end, words=words, text=text[start:end]))
    return found


def shared(found: Sequence[Quote]) -> list[Shared]:
    """Pairs of quotations in different articles that are one."""
    where: dict[tuple[str, ...], list[int]] = {}
    for number, quote in enumerate(found):
        for run in {quote.words[i : i + RUN] for i in range(len(quote.words) - RUN + 1)}:
            where.setdefault(run, []).append(number)
    pairs = {
        (a, b)
        for owners in where.values()
        if len(owners) <= _MOST
        for i, a in enumerate(owners)
        for b in owners[i + 1 :]
        if found[a].owner != found[b].owner
    }
    out = []
    for a, b in sorted(pairs):
        run = longest(found[a].words, found[b].words)
        fewer = min(len(found[a].words), len(found[b].words))
        if len(run) >= max(RUN, SAME * fewer) and sum(w not in lexicon().stops for w in run) >= _TELLING:
            out.append(Shared(a=a, b=b, words=" ".join(run)))
    return out


def longest(a: Sequence[str], b: Sequence[str], run: int = RUN) -> tuple[str, ...]:
    """The longest run of words that both have, of at least `run` words, else nothing. Linear but for repetitions."""
    where: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(b) - run + 1):
        where.setdefault(tuple(b[i : i + run]), []).append(i)
    best: tuple[str, ...] = ()
    ended: dict[int, int] = {}
    for i in range(len(a) - run + 1):
        now = {j: ended.get(j - 1, run - 1) + 1 for j in where.get(tuple(a[i : i + run]), ())[:_MOST]}
        for length in now.values():
            if length > len(best):
                best = tuple(a[i + run - length : i + run])
        ended = now
    return best
