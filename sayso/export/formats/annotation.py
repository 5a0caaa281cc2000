"""W3C Web Annotation: one AnnotationPage of claims, across articles.

As web_annotation.py has it for a reading; here ids are those of the ledger, so that they hold when a text is read
again, and a person's decision is an annotation on the claim's, with the motivation "assessing". Without texts the quote
selectors are left out, the position selectors stay, and each target tells the digest of its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sayso.export.formats.jsons import filled, to_bytes
from sayso.export.formats.records import Export, ExportClaim, ExportTime, Words
from sayso.export.web_annotation import AROUND, CONTEXT, VOCABULARY


def write(export: Export) -> Iterator[bytes]:
    """The page as JSON-LD."""
    items: list[dict[str, Any]] = []
    readers: dict[str, None] = {}
    for one in export.claims:
        readers[one.reader] = None
        items.append(_annotation(one))
        if one.decision:
            items.append(_assessment(one))
    page = {
        "@context": [CONTEXT, {"sayso": VOCABULARY}],
        "id": f"{VOCABULARY}annotations",
        "type": "AnnotationPage",
        "sayso:reader": list(readers),
        "items": items,
    }
    yield to_bytes(page)


def name_of(key: str) -> str:
    return f"{VOCABULARY}{key}"


def _annotation(one: ExportClaim) -> dict[str, Any]:
    return {
        "id": name_of(one.key),
        "type": "Annotation",
        "motivation": "describing",
        "body": _body(one),
        "target": [_target(one, role, words) for role, words in _roles(one)],
    }


def _assessment(one: ExportClaim) -> dict[str, Any]:
    assert one.decision is not None
    told: dict[str, object] = {
        "id": f"{name_of(one.key)}:decision",
        "type": "Annotation",
        "motivation": "assessing",
        "creator": {"type": "Person", "name": one.decision.by} if one.decision.by else None,
        "created": one.decision.at,
        "body": {"type": "TextualBody", "value": one.decision.verdict, "format": "text/plain"},
        "target": name_of(one.key),
    }
    return filled(told)


def _roles(one: ExportClaim) -> Iterator[tuple[str, Words]]:
    for words in one.source:
        yield "source", words
    if one.cue:
        yield "cue", one.cue
    for words in one.content:
        yield "content", words
    for words in one.hedges:
        yield "certainty", words


def _target(one: ExportClaim, role: str, words: Words) -> dict[str, Any]:
    text = one.article.text
    selectors: list[dict[str, Any]] = [{"type": "TextPositionSelector", "start": words.start, "end": words.end}]
    told: dict[str, Any] = {
        "type": "SpecificResource",
        "source": one.article.url or f"urn:sha256:{one.article.sha256}",
        "sayso:role": role,
    }
    if words.text is None or text is None:
        told["sayso:sha256"] = words.digest
    else:
        quote = {
            "prefix": text[max(0, words.start - AROUND) : words.start],
            "suffix": text[words.end : words.end + AROUND],
        }
        selectors.append({"type": "TextQuoteSelector", "exact": words.text, **quote})
    return told | {"selector": selectors}


def _body(one: ExportClaim) -> dict[str, Any]:
    low, high = one.band or (None, None)
    told: dict[str, object] = {
        "key": one.key,
        "voice": one.voice,
        "parent": {"id": name_of(one.within)} if one.within else None,
        "source": _terms({"name": one.name, "record": one.record}),
        "speaker": _terms({"name": one.speaker.name, "basis": one.speaker.basis})
        if one.speaker and one.speaker.basis
        else None,
        "lemma": one.lemma,
        "form": one.form,
        "force": one.force,
        "polarity": one.polarity,
        "certainty": _terms({"term": one.term, "low": low, "high": high}),
        "horizon": one.horizon,
        "said": _time(one.said),
        "about": _time(one.about),
        "due": one.due,
        "place": [
            _terms({"name": p.name, "country": p.country, "latitude": p.latitude, "longitude": p.longitude})
            for p in one.places
        ],
        "confidence": one.confidence,
        "reliability": one.grade.reliability if one.grade else None,
        "credibility": one.grade.credibility if one.grade else None,
        "outcome": one.outcome.outcome if one.outcome else None,
        "sha256": one.article.sha256,  # of the text that the positions count in
    }
    return {"type": "sayso:Claim"} | _terms(told)


def _terms(told: dict[str, object]) -> dict[str, object]:
    return {f"sayso:{name}": value for name, value in filled(told).items()}


def _time(time: ExportTime | None) -> dict[str, object] | None:
    return _terms({"text": time.words, "earliest": time.earliest, "latest": time.latest}) if time else None
