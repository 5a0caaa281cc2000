"""A claim as JSON beside a decision: places of spans, since the text tells their words, and all that a claim says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from sayso.ledger.bodies import edges
from sayso.records import Certainty, Claim, Cue, Place, Source, Span, Spans, When

Body = list[Any]
_TAG = "c1"
_PARTS = 11  # of a claim; a parent may follow


def claim_body(claim: Claim) -> Body:
    """All that the claim says but its id and parent, which belong to a reading; the confidence comes last."""
    source, cue, certainty = claim.source, claim.cue, claim.certainty
    band = [float(b) + 0.0 for b in certainty.band] if certainty and certainty.band else None
    return [
        _TAG,
        claim.voice,
        [edges(source.spans), source.name, source.record, edges(source.mentions)] if source else None,
        [cue.span.start, cue.span.end, cue.lemma] if cue else None,
        edges(claim.content),
        [claim.form, claim.force, claim.polarity, claim.horizon, claim.due],
        [edges(certainty.words), certainty.term, band] if certainty else None,
        _when_body(claim.said),
        _when_body(claim.about),
        [[edges(p.spans), p.name, p.country, _number(p.latitude), _number(p.longitude)] for p in claim.places],
        float(claim.confidence) + 0.0,
    ]


def to_json(claim: Claim | None, parent: str | None = None) -> str | None:
    """parent: what a person says of it, after all else; see Decision.parent."""
    if claim is None:
        return None
    return json.dumps([*claim_body(claim), *(() if parent is None else (parent,))], separators=(",", ":"))


def parent_of(told: str | None) -> str | None:
    """What a person says of the claim's parent. Raises ValueError for what is none."""
    more = json.loads(told)[_PARTS:] if told else []
    if more and not isinstance(more[0], str):
        raise ValueError("a parent that is no key")
    return more[0] if more else None


def from_json(told: str | None, text: str) -> Claim | None:
    """The claim, with an empty id and no parent. Raises ValueError, LookupError, TypeError for what is none."""
    if told is None:
        return None
    tag, voice, source, cue, content, fields, certainty, said, about, places, confidence, *more = json.loads(told)
    if len(more) > 1:
        raise ValueError(f"{len(more)} parts too many")
    if tag != _TAG:
        raise ValueError(tag)
    form, force, polarity, horizon, due = fields
    return Claim(
        id="",
        content=_spans(text, content),
        confidence=confidence,
        voice=voice,
        source=_source(text, source) if source else None,
        cue=Cue(span=Span.of(text, cue[0], cue[1]), lemma=cue[2]) if cue else None,
        form=form,
        force=force,
        polarity=polarity,
        horizon=horizon,
        due=due,
        certainty=_certainty(text, certainty) if certainty else None,
        said=_when(said),
        about=_when(about),
        places=tuple(_place(text, place) for place in places),
    )


def _source(text: str, told: Body) -> Source:
    spans, name, record, mentions = told
    return Source(spans=_spans(text, spans), name=name, record=record, mentions=_spans(text, mentions))


def _certainty(text: str, told: Body) -> Certainty:
    words, term, band = told
    return Certainty(words=_spans(text, words), term=term, band=(band[0], band[1]) if band else None)


def _place(text: str, told: Body) -> Place:
    spans, name, country, latitude, longitude = told
    return Place(spans=_spans(text, spans), name=name, country=country, latitude=latitude, longitude=longitude)


def _when_body(when: When | None) -> list[str | None] | None:
    return [when.text, when.earliest, when.latest] if when else None


def _when(told: Sequence[str | None] | None) -> When | None:
    return When(text=cast(str, told[0]), earliest=told[1], latest=told[2]) if told else None


def _number(value: float | None) -> float | None:
    return None if value is None else float(value) + 0.0


def _spans(text: str, told: Sequence[Sequence[int]]) -> Spans:
    return tuple(Span.of(text, start, end) for start, end in told)
