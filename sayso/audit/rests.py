"""Whether a story, its lead or a passage rests on one source. The rules are few and plain, and stand here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.audit.figures import NAMELESS, Passage, Rest
from sayso.records import Record

FEWEST = 3  # first-hand claims with a source, under which a text is too short to tell what it rests on
MOST = 2 / 3  # share of them from which the story rests on the one source that has them
LEAD = 3  # paragraphs: the first so many that hold first-hand claims are the lead
PASSAGE = 2  # paragraphs: a shorter passage is an ordinary paragraph
PASSAGE_CLAIMS = 3  # first-hand claims of a passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A first-hand claim, an unsourced one (key None) or one of the outlet, in text order."""

    id: str
    key: str | None
    label: str | None
    record: Record | None
    paragraph: int


def rests(said: Sequence[Said]) -> tuple[Rest, ...]:
    """What the story stands on, the gravest first:

    - "story": there are three first-hand claims with a source or more, and one source has two thirds of them or more.
    - "lead": the first three paragraphs that hold such claims hold those of one source only, three or more. Not told
      where the whole story rests on that source.
    - "nameless": there are three such claims or more, the record of every source is known, and all are unnamed or
      anonymous.
    """
    sourced = [one for one in said if one.key is not None]
    if len(sourced) < FEWEST:
        return ()
    out = []
    top, count = Counter(one.key for one in sourced).most_common(1)[0]
    if count >= MOST * len(sourced):
        out.append(_rest("story", [one for one in sourced if one.key == top], count / len(sourced)))
    paragraphs = sorted({one.paragraph for one in sourced})[:LEAD]
    lead = [one for one in sourced if one.paragraph <= paragraphs[-1]]
    if len({one.key for one in lead}) == 1 and len(lead) >= FEWEST and not (out and lead[0].key == top):
        out.append(_rest("lead", lead, 1.0))
    if all(one.record in NAMELESS for one in sourced):
        out.append(Rest(scope="nameless", label=None, record=None, claims=tuple(o.id for o in sourced), share=1.0))
    return tuple(out)


def _rest(scope: Literal["story", "lead"], claims: Sequence[Said], part: float) -> Rest:
    record = next((one.record for one in claims if one.record), None)
    ids = tuple(one.id for one in claims)
    return Rest(scope=scope, label=claims[0].label, record=record, claims=ids, share=part)


def passages(said: Sequence[Said]) -> tuple[Passage, ...]:
    """Runs of paragraphs, two or more, whose first-hand claims with a source, three or more, are all of one source.

    Each paragraph of a run has a claim of the source. Paragraphs without any claim (headings, captions) are passed
    over; one with claims of which none has a source (the outlet's own, "it is feared") ends the run.
    """
    out: list[Passage] = []
    run: list[Said] = []
    by_paragraph: dict[int, list[Said]] = {}
    for one in said:
        by_paragraph.setdefault(one.paragraph, []).append(one)
    for number in sorted(by_paragraph):
        sourced = [one for one in by_paragraph[number] if one.key is not None]
        keys = {one.key for one in sourced}
        if run and keys != {run[0].key}:
            out += _passage(run)
            run = []
        if len(keys) == 1:
            run += sourced
    return (*out, *_passage(run))


def _passage(run: Sequence[Said]) -> list[Passage]:
    if len(run) < PASSAGE_CLAIMS or len({one.paragraph for one in run}) < PASSAGE:
        return []
    record = next((one.record for one in run if one.record), None)
    ids = tuple(one.id for one in run)
    label = run[0].label or ""
    return [Passage(first=run[0].paragraph, last=run[-1].paragraph, label=label, record=record, claims=ids)]
