"""Which claim of a reading a decision is about: the same words, or a claim whose cue overlaps and whose content agrees.

Content agrees where the words that both hold are, by F1, 0.8 or more of those that either holds. Words are counted by
where they stand: the same words elsewhere in the text are another claim.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from sayso.ledger.review.records import Thread
from sayso.ledger.rows import claim_key
from sayso.records import Article, Claim, Spans

AGREES = 0.8
"""F1 of content from which two claims are one (issue 5)."""
_WORD = re.compile(r"\w+")


class Carrier:
    """Compares claims of one text."""

    def __init__(self, article: Article) -> None:
        self._sha256 = article.sha256
        found = [m.span() for m in _WORD.finditer(article.text)]
        self._starts, self._ends = [s for s, _ in found], [e for _, e in found]

    def key(self, claim: Claim) -> str:
        return claim_key(self._sha256, claim)

    def subjects(self, claims: Sequence[Claim]) -> tuple[str, ...]:
        """What decisions on each claim are filed under: its key, with #2 for the second of the same key."""
        seen: dict[str, int] = {}
        found = []
        for claim in claims:
            key = self.key(claim)
            seen[key] = seen.get(key, 0) + 1
            found.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
        return tuple(found)

    def words(self, spans: Spans) -> frozenset[int]:
        """The places, among the words of the text, of those that the spans touch."""
        found: set[int] = set()
        for span in spans:
            if span.end > span.start:
                found.update(range(bisect_left(self._ends, span.start + 1), bisect_left(self._starts, span.end)))
        return frozenset(found)

    def agreement(self, one: Claim, other: Claim) -> float:
        """F1 of content where the cues overlap, else 0."""
        if one.voice != other.voice or not _cues_meet(one, other):
            return 0.0
        ours, theirs = self.words(one.content), self.words(other.content)
        if not ours and not theirs:
            return float(_edges(one) == _edges(other))
        return 2 * len(ours & theirs) / (len(ours) + len(theirs))

    def agree(self, one: Claim, other: Claim) -> bool:
        return self.key(one) == self.key(other) or self.agreement(one, other) >= AGREES

    def homes(self, threads: Sequence[Thread], claims: Sequence[Claim]) -> Mapping[int, int]:
        """The place of a claim by the place of the thread that is about it; each claim and each thread once.

        A claim with the very key comes before one that agrees, and the best agreement before a lesser one.
        """
        subjects = {subject: place for place, subject in enumerate(self.subjects(claims))}
        found = {n: subjects[t.subject] for n, t in enumerate(threads) if t.subject in subjects}
        taken = set(found.values())
        pairs: list[tuple[float, int, int]] = []
        left = [place for place in range(len(claims)) if place not in taken]
        for n, thread in enumerate(threads):
            if n in found or thread.ruling is None:
                continue
            mine = thread.ruling.claims()
            pairs += [(-likeness, n, p) for p in left if (likeness := self._likeness(mine, claims[p])) >= AGREES]
        for _, n, place in sorted(pairs):
            if n not in found and place not in taken:
                found[n] = place
                taken.add(place)
        return found

    def _likeness(self, these: Sequence[Claim], claim: Claim) -> float:
        """2 for the very key, else the best agreement with one of these."""
        key = self.key(claim)
        return max((2.0 if self.key(one) == key else self.agreement(one, claim) for one in these), default=0.0)


def _cues_meet(one: Claim, other: Claim) -> bool:
    if one.cue is None or other.cue is None:
        return one.cue is other.cue
    a, b = one.cue.span, other.cue.span
    return a == b or (a.start < b.end and b.start < a.end)


def _edges(claim: Claim) -> tuple[tuple[int, int], ...]:
    return tuple((s.start, s.end) for s in claim.content)
