"""A reading with a person's decisions laid over it. Pure: verify makes it again and compares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.ledger.review.carry import Carrier
from sayso.ledger.review.inside import hull, in_order, settled
from sayso.ledger.review.records import Decision, Standing, Thread
from sayso.records import Claim, Reading

CERTAIN = 1.0
"""Confidence of a claim that a person accepted, corrected or added: it is no estimate any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How a claim stands, by its place in the reading (from 0)."""

    place: int
    standing: Standing
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What is shown of a text.

    subjects: what decisions on each claim of `reading` are filed under. given: the reader's claims by the same. marks:
    on the claims of `reading`. rejected: on those of the reader's reading. homeless: threads whose claim the reader's
    reading does not hold; what they accept or correct stands in `reading` as the person's own.
    """

    reading: Reading
    subjects: tuple[str, ...]
    given: Mapping[str, Claim]
    marks: tuple[Mark, ...]
    rejected: tuple[Mark, ...]
    homeless: tuple[Thread, ...]

    def shown(self, subject: str) -> Claim | None:
        """The claim of `reading` that decisions of this subject are about; None where it is rejected or not there."""
        return next((c for s, c in zip(self.subjects, self.reading.claims, strict=True) if s == subject), None)

    def standing(self, subject: str) -> Standing | None:
        """How that claim stands; None where nobody decided."""
        return next((m.standing for m in (*self.marks, *self.rejected) if m.decision.subject == subject), None)


def decided(base: Reading, threads: Sequence[Thread], day: str | None) -> Decided:
    """The reading as persons want it. base: as the reader gave it. day: of the publication that it is of.

    A claim keeps its id, and its parent unless a person named another; what stood inside a rejected one stands inside
    the claim around it. When words such as "yesterday" were decided for another day, the reader's own times stay.
    """
    ruled = [(t, t.ruling) for t in threads if t.ruling is not None]
    carrier = Carrier(base.article)
    homes = carrier.homes([t for t, _ in ruled], base.claims)
    by_place = {place: ruled[n] for n, place in homes.items()}
    kept: list[tuple[Claim, str, Mark | None]] = []
    given: dict[str, Claim] = {}
    moved: dict[str, str | None] = {}
    rejected = []
    for place, (claim, own) in enumerate(zip(base.claims, carrier.subjects(base.claims), strict=True)):
        thread, ruling = by_place.get(place, (None, None))
        subject = thread.subject if thread else own
        given[subject] = claim
        parent = moved.get(claim.parent, claim.parent) if claim.parent else None
        same = claim if claim.parent == parent else replace(claim, parent=parent)
        if ruling is None or ruling.standing is None:
            kept.append((same, subject, None))
            continue
        mark = Mark(place=place, standing=ruling.standing, decision=ruling)
        if ruling.standing == "rejected":
            moved[claim.id] = parent
            rejected.append(mark)
        elif ruling.decided is None:
            kept.append((same, subject, mark))
        else:
            kept.append((_over(claim, ruling, ruling.decided, parent, day), subject, mark))
    homeless = [ruled[n] for n in range(len(ruled)) if n not in homes]
    for thread, ruling in homeless:
        if ruling.decided is not None:
            standing: Standing = "unsure" if ruling.verdict == "unsure" else "own"
            _insert(kept, ruling.decided, thread.subject, Mark(place=0, standing=standing, decision=ruling))
    kept = _placed(kept)
    return Decided(
        reading=replace(base, claims=tuple(claim for claim, _, _ in kept)),
        subjects=tuple(subject for _, subject, _ in kept),
        given=given,
        marks=tuple(replace(mark, place=place) for place, (_, _, mark) in enumerate(kept) if mark is not None),
        rejected=tuple(rejected),
        homeless=tuple(thread for thread, _ in homeless),
    )


def _over(claim: Claim, ruling: Decision, wanted: Claim, parent: str | None, day: str | None) -> Claim:
    sure = claim.confidence if ruling.verdict == "unsure" else CERTAIN
    told = replace(wanted, id=claim.id, parent=parent, confidence=sure)
    if ruling.day == day:
        return told
    return replace(told, said=claim.said, about=claim.about, due=claim.due)


def _placed(kept: list[tuple[Claim, str, Mark | None]]) -> list[tuple[Claim, str, Mark | None]]:
    """The same, each inside the claim that a person named."""
    wanted = {
        claim.id: mark.decision.parent
        for claim, _, mark in kept
        if mark is not None and mark.decision.decided is not None and mark.decision.parent is not None
    }
    if not wanted:
        return kept
    claims = settled([claim for claim, _, _ in kept], [subject for _, subject, _ in kept], wanted)
    return [(claims[place], *kept[place][1:]) for place in in_order(claims)]


def _insert(kept: list[tuple[Claim, str, Mark | None]], claim: Claim, subject: str, mark: Mark) -> None:
    """Puts a person's own claim where its words stand, inside the smallest claim that holds it."""
    names = {one.id for one, _, _ in kept}
    number = 1
    while f"p{number}" in names:
        number += 1
    first, last = _reach(claim)
    around = [
        (end - start, -place)
        for place, (one, _, _) in enumerate(kept)
        for start, end in [hull(one)]
        if start <= first and last <= end and end - start > last - first
    ]
    parent = -min(around)[1] if around else None
    place = next((n for n, (one, _, _) in enumerate(kept) if _reach(one)[0] > first), len(kept))
    if parent is not None:
        place = max(place, parent + 1)
    within = kept[parent][0].id if parent is not None else None
    kept.insert(place, (replace(claim, id=f"p{number}", parent=within), subject, mark))


def _reach(claim: Claim) -> tuple[int, int]:
    """From the first word of source, cue and content to the last."""
    spans = claim.content + ((claim.cue.span,) if claim.cue else ()) + (claim.source.spans if claim.source else ())
    return (min(s.start for s in spans), max(s.end for s in spans)) if spans else (0, 0)
