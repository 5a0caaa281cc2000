"""What a person may make of a claim: the contract's vocabulary, and spans that are what the text says there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date

from sayso.errors import UsageError
from sayso.records import BANDS, FORCES, FORMS, HORIZONS, POLARITIES, RECORDS, VOICES, Claim, Spans, When

VOCABULARY: dict[str, tuple[str, ...]] = {
    "voice": VOICES,
    "record": RECORDS,
    "form": FORMS,
    "force": FORCES,
    "polarity": POLARITIES,
    "horizon": HORIZONS,
    "term": tuple(BANDS),
}
"""The values of each field that has a list of them."""
_LONGEST_NAME = 500  # characters


def check_claim(text: str, claim: Claim, before: Claim | None = None) -> None:
    """Raises UsageError where a person's claim does not stand in the text or says what the contract has no word for.

    before: the claim that it comes from; what is the same there is the reader's own, and not the person's to mend.
    """
    if not claim.content and (before is None or before.content):
        raise UsageError("A claim needs content.")
    had = dict(_parts(before)) if before else {}
    for name, spans in _parts(claim):
        if had.get(name) != spans:
            check_spans(text, spans, name)
    if claim.source and not claim.source.spans and (before is None or claim.source != before.source):
        raise UsageError("A source needs words.", hint="A claim without a source has none at all.")
    if claim.source and claim.source.name is not None:
        check_name(claim.source.name, before.source.name if before and before.source else None)
    if claim.voice == "outlet" and (claim.source or claim.cue) and (before is None or before.voice != "outlet"):
        raise UsageError("The outlet's own statement has no source and no cue.", hint="Make its voice attributed.")
    _check_fields(claim)
    for name, when in (("said", claim.said), ("about", claim.about)):
        if when is not None and (before is None or when != getattr(before, name)):
            _check_when(text, name, when)
    if claim.due is not None and (before is None or claim.due != before.due):
        check_day(claim.due, "due")


def _parts(claim: Claim) -> Iterator[tuple[str, Spans]]:
    yield "content", claim.content
    if claim.source:
        yield "source", claim.source.spans
        yield "mentions", claim.source.mentions
    if claim.cue:
        yield "cue", (claim.cue.span,)
    if claim.certainty:
        yield "certainty", claim.certainty.words
    for number, place in enumerate(claim.places):
        yield f"place {number + 1}", place.spans


def check_name(name: str, before: str | None) -> None:
    """Raises UsageError for a name that is none, unless the reader gave it so."""
    if name != before:
        check_words(name, "a name", _LONGEST_NAME)


def _check_fields(claim: Claim) -> None:
    told = {
        "voice": claim.voice,
        "record": claim.source.record if claim.source else None,
        "form": claim.form,
        "force": claim.force,
        "polarity": claim.polarity,
        "horizon": claim.horizon,
        "term": claim.certainty.term if claim.certainty else None,
    }
    for name, value in told.items():
        if value is not None and value not in VOCABULARY[name]:
            raise UsageError(f"{value!r} is no {name}.", hint=f"One of: {', '.join(VOCABULARY[name])}.")


def check_spans(text: str, spans: Spans, name: str) -> None:
    """Raises UsageError for spans that are empty, out of order, overlap, or are not what the text says there."""
    last = 0
    for span in spans:
        if not 0 <= span.start < span.end <= len(text):
            raise UsageError(
                f"The {name} {span.start}–{span.end} is not inside the text, which has {len(text)} characters."
            )
        if text[span.start : span.end] != span.text:
            raise UsageError(f"The {name} {span.start}–{span.end} is not {span.text!r} in the text.")
        if span.start < last:
            raise UsageError(f"The parts of the {name} overlap or are not in the order of the text.")
        last = span.end


def _check_when(text: str, name: str, when: When) -> None:
    words = " ".join(when.text.split())
    if not words or words not in " ".join(text.split()):
        raise UsageError(f"{name}: {when.text!r} does not stand in the text.", hint="Give the article's own words.")
    for day in (when.earliest, when.latest):
        if day is not None:
            check_day(day, name)
    if when.earliest and when.latest and when.earliest > when.latest:
        raise UsageError(f"{name} ends before it begins.")


def check_day(told: str, name: str) -> None:
    """Raises UsageError for what is no ISO date."""
    try:
        fits = date.fromisoformat(told).isoformat() == told
    except ValueError:
        fits = False
    if not fits:
        raise UsageError(f"{name}: {told!r} is no date.", hint="For example 2022-06-14.")


def check_words(told: str, what: str, longest: int) -> str:
    """The words with single spaces. Raises UsageError for none, for too many, and for characters that act."""
    words = " ".join(told.split())
    if not words or len(words) > longest:
        raise UsageError(f"{what} must have 1 to {longest} characters.")
    if any(unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"} for c in words):
        raise UsageError(f"{what} holds a character that is not for reading.")
    return words
