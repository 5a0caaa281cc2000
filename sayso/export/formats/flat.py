"""A claim as one row of plain values, for tables."""

from __future__ import annotations

from sayso.export.formats.records import ExportClaim, Words, joined
from sayso.export.tabular import Value

COLUMNS = (
    "claim published outlet title url article publications source record spoken_by spoken_in cue content voice form"
    " force polarity hedges certainty at_least at_most horizon said said_from said_to about about_from about_to due"
    " places countries confidence within verdict decided_by decided_at reliability credibility outcome resolved_by"
    " resolved_at content_at source_at cue_at content_sha256 text_sha256 reader"
).split()
"""The first are those of `sayso claims`. *_at: "12-40 52-60", code points, half-open, into the text of text_sha256."""
NUMBERS = frozenset({"publications", "at_least", "at_most", "confidence"})


def row(one: ExportClaim) -> tuple[Value, ...]:
    """Values in the order of COLUMNS, None where unknown or withheld."""
    article, said, about = one.article, one.said, one.about
    spoken = one.speaker if one.speaker and one.speaker.basis else None
    decision, grade, outcome = one.decision, one.grade, one.outcome
    low, high = one.band or (None, None)
    return (
        one.key,
        (article.published or "")[:10] or None,
        article.outlet,
        article.title,
        article.url,
        article.key,
        article.publications,
        one.name or (joined(one.source) if one.source else None),
        one.record,
        spoken.name if spoken else None,
        spoken.basis if spoken else None,
        one.cue.text if one.cue else None,
        joined(one.content),
        one.voice,
        one.form,
        one.force,
        one.polarity,
        joined(one.hedges) if one.hedges else None,
        one.term,
        low,
        high,
        one.horizon,
        *((said.words, said.earliest, said.latest) if said else (None,) * 3),
        *((about.words, about.earliest, about.latest) if about else (None,) * 3),
        one.due,
        " | ".join(place.name for place in one.places) or None,
        " ".join(dict.fromkeys(place.country for place in one.places if place.country)) or None,
        one.confidence,
        one.within,
        decision.verdict if decision else None,
        decision.by if decision else None,
        decision.at if decision else None,
        grade.reliability if grade else None,
        grade.credibility if grade else None,
        outcome.outcome if outcome else None,
        outcome.by if outcome else None,
        outcome.at if outcome else None,
        _places(one.content),
        _places(one.source),
        _places((one.cue,)) if one.cue else None,
        " ".join(words.digest for words in one.content) or None,
        article.sha256,
        one.reader,
    )


def _places(words: tuple[Words, ...]) -> str | None:
    return " ".join(f"{one.start}-{one.end}" for one in words) or None
