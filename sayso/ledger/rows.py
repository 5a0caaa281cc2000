"""A reading as rows and back. Words of spans are taken from the text, so only their places are kept of most of them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from sayso.identity import tagged
from sayso.ledger.bodies import Edges, Mentions, body_of, edges
from sayso.ledger.checks import check_reading
from sayso.ledger.facets import claim_facets
from sayso.records import Claim, Place, Reading, Spans

SPLIT = " … "  # between parts of a content or source that others interrupt
_ARTICLES = re.compile(r"(?:the|an?)\s+(?=\S)")
_LONGEST_FOLDED = 300  # characters; sources of more are told apart by their beginning


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place that a claim is about. spans: JSON."""

    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    spans: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """The columns of table claim that depend on the reading alone, with what stands in other tables beside it.

    parent: the parent's number in the reading. source: what the claim stands under in table source.
    """

    key: str
    number: int
    label: str
    parent: int | None
    voice: str
    source: str | None
    name: str | None
    speaker: str | None
    record: str | None
    cue: str | None
    lemma: str | None
    content: str
    form: str | None
    force: str | None
    polarity: str | None
    hedges: str | None
    term: str | None
    band_low: float | None
    band_high: float | None
    horizon: str | None
    said: str | None
    said_from: str | None
    said_to: str | None
    about: str | None
    about_from: str | None
    about_to: str | None
    due: str | None
    places: str
    confidence: float
    spans: str
    facets: str
    place_rows: tuple[PlaceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRows:
    """The columns of table reading and the claims under it. refusals, mentions: JSON. body: as body_of gives it."""

    reader: str
    contract: int
    language: str | None
    refusals: str
    mentions: str
    body: bytes
    claims: tuple[ClaimRow, ...]

    @property
    def digest(self) -> str:
        return tagged("r2", [self.body.decode("ascii")])


def to_rows(reading: Reading) -> ReadingRows:
    """The reading's rows. Raises BadReadingError where a span, a parent or a number contradicts text or contract."""
    check_reading(reading)
    sha256 = reading.article.sha256
    mentions = Mentions()
    numbers: dict[str, int] = {}
    claims = []
    for number, claim in enumerate(reading.claims, 1):
        claims.append(_claim_row(claim, number, numbers, mentions, sha256))
        numbers[claim.id] = number
    refusals = [[r.stage, r.code, r.detail, *((r.span.start, r.span.end) if r.span else ())] for r in reading.refusals]
    return ReadingRows(
        reader=reading.reader,
        contract=reading.contract,
        language=reading.article.language,
        refusals=_json(refusals),
        mentions=_json(mentions.lists),
        body=body_of(reading),
        claims=tuple(claims),
    )


def _claim_row(claim: Claim, number: int, numbers: dict[str, int], mentions: Mentions, sha256: str) -> ClaimRow:
    source, certainty, said, about = claim.source, claim.certainty, claim.said, claim.about
    spans: dict[str, Edges | int] = {"content": edges(claim.content)}
    if source:
        spans["source"] = edges(source.spans)
        spans["mentions"] = mentions.place(source.mentions)
    if claim.cue:
        spans["cue"] = edges((claim.cue.span,))
    if certainty:
        spans["certainty"] = edges(certainty.words)
    speaker = _joined(source.spans) if source else None
    low, high = certainty.band if certainty and certainty.band else (None, None)
    return ClaimRow(
        key=claim_key(sha256, claim),
        number=number,
        label=claim.id,
        parent=numbers[claim.parent] if claim.parent is not None else None,
        voice=claim.voice,
        source=(source.name or speaker) if source else None,
        name=source.name if source else None,
        speaker=speaker,
        record=source.record if source else None,
        cue=claim.cue.span.text if claim.cue else None,
        lemma=claim.cue.lemma if claim.cue else None,
        content=_joined(claim.content),
        form=claim.form,
        force=claim.force,
        polarity=claim.polarity,
        hedges=_joined(certainty.words) if certainty else None,
        term=certainty.term if certainty else None,
        band_low=low,
        band_high=high,
        horizon=claim.horizon,
        said=said.text if said else None,
        said_from=said.earliest if said else None,
        said_to=said.latest if said else None,
        about=about.text if about else None,
        about_from=about.earliest if about else None,
        about_to=about.latest if about else None,
        due=claim.due,
        places=" | ".join(place.name for place in claim.places),
        confidence=claim.confidence,
        spans=_json(spans),
        facets=claim_facets(claim),
        place_rows=tuple(_place_row(place) for place in claim.places),
    )


def _place_row(place: Place) -> PlaceRow:
    return PlaceRow(
        name=place.name,
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
        spans=_json(edges(place.spans)),
    )


def claim_key(sha256: str, claim: Claim) -> str:
    """The claim's name on every machine and for every reader: its text, and where source, cue and content stand."""
    source = claim.source.spans if claim.source else ()
    cue = (claim.cue.span,) if claim.cue else ()
    return tagged("k1", [sha256, claim.voice, *(_json(edges(s)) for s in (source, cue, claim.content))])


def folded(label: str) -> str:
    """What two wordings of a source have in common when only case, spaces or a leading article differ."""
    told = " ".join(label.split()).casefold()
    return _ARTICLES.sub("", told, count=1)[:_LONGEST_FOLDED] if _ARTICLES.match(told) else told[:_LONGEST_FOLDED]


def _joined(spans: Spans) -> str:
    return SPLIT.join(" ".join(span.text.split()) for span in spans)


_json = json.JSONEncoder(separators=(",", ":")).encode  # made once: json.dumps makes one at every call
