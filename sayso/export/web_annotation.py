"""Readings as W3C Web Annotations (https://www.w3.org/TR/annotation-model/): one JSON-LD AnnotationPage a reading.

Each claim is an Annotation. Its body tells the claim's fields, its targets are the claim's spans, each with its role
and two selectors that find it: the position in the text as read (code points), and the words with some of what stands
around them, which finds them in the page too. Unknown fields are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sayso.export.jsons import harmless
from sayso.records import Certainty, Claim, Place, Reading, Source, Span, When

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
VOCABULARY = "urn:sayso:"  # of the terms that Web Annotation has no word for
AROUND = 32  # code points before and after a quote, enough to tell repeated words apart
MEDIA_TYPE = 'application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"'


def to_annotation_page(reading: Reading) -> str:
    """The reading's AnnotationPage on one line, without the line end."""
    page = {
        "@context": [CONTEXT, {"sayso": VOCABULARY}],
        "id": f"urn:sayso:{reading.article.id}",
        "type": "AnnotationPage",
        "sayso:reader": reading.reader,
        "items": [_annotation(reading, claim) for claim in reading.claims],
    }
    return harmless(json.dumps(page, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def _annotation(reading: Reading, claim: Claim) -> dict[str, Any]:
    return {
        "id": _id(reading, claim.id),
        "type": "Annotation",
        "motivation": "describing",
        "body": _body(reading, claim),
        "target": [_target(reading, role, span) for role, span in _roles(claim)],
    }


def _id(reading: Reading, claim: str) -> str:
    return f"urn:sayso:{reading.article.id}:{claim}"


def _roles(claim: Claim) -> Iterator[tuple[str, Span]]:
    """The claim's spans with their roles; places and a source's other mentions are told in the body alone."""
    for span in claim.source.spans if claim.source else ():
        yield "source", span
    if claim.cue:
        yield "cue", claim.cue.span
    for span in claim.content:
        yield "content", span
    for span in claim.certainty.words if claim.certainty else ():
        yield "certainty", span


def _target(reading: Reading, role: str, span: Span) -> dict[str, Any]:
    text = reading.article.text
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[span.start : span.end],
        "prefix": text[max(0, span.start - AROUND) : span.start],
        "suffix": text[span.end : span.end + AROUND],
    }
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    return {
        "type": "SpecificResource",
        "source": reading.article.url or f"urn:sha256:{reading.article.sha256}",
        "sayso:role": role,
        "selector": [position, quote],
    }


def _body(reading: Reading, claim: Claim) -> dict[str, Any]:
    told = {
        "voice": claim.voice,
        "parent": {"id": _id(reading, claim.parent)} if claim.parent else None,
        "source": _source(claim.source),
        "lemma": claim.cue.lemma if claim.cue else None,
        "form": claim.form,
        "force": claim.force,
        "polarity": claim.polarity,
        "certainty": _certainty(claim.certainty),
        "horizon": claim.horizon,
        "said": _when(claim.said),
        "about": _when(claim.about),
        "due": claim.due,
        "place": [_place(place) for place in claim.places],
        "confidence": claim.confidence,
        "sha256": reading.article.sha256,  # of the text that the positions count in
    }
    return {"type": "sayso:Claim"} | _terms(told)


def _terms(told: dict[str, Any]) -> dict[str, Any]:
    """Fields under the vocabulary, without those that are unknown or empty."""
    return {f"sayso:{name}": value for name, value in told.items() if value not in (None, "", [], {})}


def _source(source: Source | None) -> dict[str, Any] | None:
    return _terms({"name": source.name, "record": source.record}) if source else None


def _certainty(certainty: Certainty | None) -> dict[str, Any] | None:
    if certainty is None:
        return None
    low, high = certainty.band or (None, None)
    return _terms({"term": certainty.term, "low": low, "high": high})


def _when(when: When | None) -> dict[str, Any] | None:
    return _terms({"text": when.text, "earliest": when.earliest, "latest": when.latest}) if when else None


def _place(place: Place) -> dict[str, Any]:
    return _terms(
        {"name": place.name, "country": place.country, "latitude": place.latitude, "longitude": place.longitude}
    )
