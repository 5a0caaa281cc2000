"""A reading as rows and back. Words of spans are taken from the text, so only their places are kept of most of them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.errors import BadReadingError
from sayso.identity import tagged
from sayso.ledger.facets import claim_facets
from sayso.ledger.log import canonical
from sayso.records import Article, Claim, Place, Reading, Span, Spans

SPLIT = " … "  # between parts of a content or source that others interrupt
_ARTICLES = re.compile(r"(?:the|an?)\s+(?=\S)")
_LONGEST_FOLDED = 300  # characters; sources of more are told apart by their beginning
Edges = list[list[int]]


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


def body_of(reading: Reading) -> bytes:
    """All that a reading says beyond the article it is of: what its digest and its commitment are made of."""
    told = reading.to_dict()
    return canonical([told["contract"], told["reader"], told["article"]["language"], told["claims"], told["refusals"]])


def to_rows(reading: Reading) -> ReadingRows:
    """The reading's rows. Raises BadReadingError where a span, a parent or a number contradicts text or contract."""
    check_characters(reading.article)
    _check(reading)
    body = body_of(reading)
    text, sha256 = reading.article.text, reading.article.sha256
    lists: dict[str, int] = {}
    numbers: dict[str, int] = {}
    claims = []
    for number, claim in enumerate(reading.claims, 1):
        claims.append(_claim_row(claim, number, numbers, lists, sha256))
        numbers[claim.id] = number
    _check_names(reading.article, claims)
    refusals = [[r.stage, r.code, r.detail, *((r.span.start, r.span.end) if r.span else ())] for r in reading.refusals]
    _check_spans(text, (r.span for r in reading.refusals if r.span), reading.article)
    return ReadingRows(
        reader=reading.reader,
        contract=reading.contract,
        language=reading.article.language,
        refusals=_json(refusals),
        mentions="[" + ",".join(lists) + "]",
        body=body,
        claims=tuple(claims),
    )


def _claim_row(claim: Claim, number: int, numbers: dict[str, int], lists: dict[str, int], sha256: str) -> ClaimRow:
    source, certainty, said, about = claim.source, claim.certainty, claim.said, claim.about
    spans: dict[str, Edges | int] = {"content": _edges(claim.content)}
    if source:
        spans["source"] = _edges(source.spans)
        spans["mentions"] = lists.setdefault(_json(_edges(source.mentions)), len(lists))
    if claim.cue:
        spans["cue"] = _edges((claim.cue.span,))
    if certainty:
        spans["certainty"] = _edges(certainty.words)
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
        spans=_json(_edges(place.spans)),
    )


def claim_key(sha256: str, claim: Claim) -> str:
    """The claim's name on every machine and for every reader: its text, and where source, cue and content stand."""
    source = claim.source.spans if claim.source else ()
    cue = (claim.cue.span,) if claim.cue else ()
    return tagged("k1", [sha256, claim.voice, *(_json(_edges(s)) for s in (source, cue, claim.content))])


def folded(label: str) -> str:
    """What two wordings of a source have in common when only case, spaces or a leading article differ."""
    told = " ".join(label.split()).casefold()
    return _ARTICLES.sub("", told, count=1)[:_LONGEST_FOLDED] if _ARTICLES.match(told) else told[:_LONGEST_FOLDED]


def _joined(spans: Spans) -> str:
    return SPLIT.join(" ".join(span.text.split()) for span in spans)


def _edges(spans: Spans) -> Edges:
    return [[span.start, span.end] for span in spans]


_json = json.JSONEncoder(separators=(",", ":")).encode  # made once: json.dumps makes one at every call


def check_characters(article: Article) -> None:
    """Raises BadReadingError for halves of surrogate pairs, which are no characters and cannot be kept."""
    told = (article.text, article.name, article.url, article.outlet, article.title, article.published, article.language)
    _encode(article, told)


def _check_names(article: Article, rows: Iterable[ClaimRow]) -> None:
    for r in rows:
        told = (r.label, r.name, r.record, r.lemma, r.form, r.force, r.polarity, r.term, r.horizon, r.due, r.places)
        times = (r.said, r.said_from, r.said_to, r.about, r.about_from, r.about_to)
        _encode(article, (*told, *times, *(p.country for p in r.place_rows)))


def _encode(article: Article, told: Iterable[str | None]) -> None:
    try:
        "\n".join(filter(None, told)).encode("utf-8")
    except UnicodeEncodeError:
        why = "it holds half of a surrogate pair, which is no character"
        raise BadReadingError(f"{article.id} was not kept: {why}.", hint="Mend the encoding of the input.") from None


def _check(reading: Reading) -> None:
    article = reading.article
    known: set[str] = set()
    for claim in reading.claims:
        _check_spans(article.text, claim.spans(), article)
        if claim.id in known:
            raise _bad(article, f"two claims are called {claim.id}")
        if claim.parent is not None and claim.parent not in known:
            raise _bad(article, f"{claim.id} has the parent {claim.parent}, which does not come before it")
        if not 0 <= claim.confidence <= 1:  # NaN as well
            raise _bad(article, f"{claim.id} has the confidence {claim.confidence}")
        known.add(claim.id)
        for place in claim.places:
            if not all(math.isfinite(x) for x in (place.latitude, place.longitude) if x is not None):
                raise _bad(article, f"{claim.id} has a place whose position is no number")


def _check_spans(text: str, spans: Iterable[Span], article: Article) -> None:
    for s in spans:
        if not 0 <= s.start <= s.end <= len(text) or text[s.start : s.end] != s.text:
            raise _bad(article, f"a span {s.start}–{s.end} is not what the text says there")


def _bad(article: Article, why: str) -> BadReadingError:
    return BadReadingError(
        f"The reading of {article.name or article.id} was not kept: {why}.", hint="This is an error of the reader."
    )
