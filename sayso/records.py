"""The records that go from room to room, and the JSON of the contract (docs/contract.schema.json) that they become.

All are frozen. Fields that no stage fills yet are None (lists: empty). Offsets are Unicode code points, half-open, into
`Article.text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from sayso.identity import tagged, text_digest

CONTRACT = 1
LIKELIHOOD_SCALE = "ICD 203"

Voice = Literal["attributed", "outlet"]
Record = Literal["named-person", "named-organisation", "unnamed", "anonymous", "document"]
Form = Literal["direct", "mixed", "indirect"]
Force = Literal[
    "says", "claims", "denies", "confirms", "predicts", "asks", "declines", "believes", "plans", "feels", "other"
]
Polarity = Literal["affirmed", "negated"]
Horizon = Literal["past", "present", "future", "conditional", "unknown"]

VOICES: tuple[str, ...] = get_args(Voice)
RECORDS: tuple[str, ...] = get_args(Record)
FORMS: tuple[str, ...] = get_args(Form)
FORCES: tuple[str, ...] = get_args(Force)
POLARITIES: tuple[str, ...] = get_args(Polarity)
HORIZONS: tuple[str, ...] = get_args(Horizon)
# ICD 203, Analytic Standards (2 January 2015), the bands as probabilities.
BANDS: dict[str, tuple[float, float]] = {
    "almost no chance": (0.01, 0.05),
    "very unlikely": (0.05, 0.20),
    "unlikely": (0.20, 0.45),
    "roughly even chance": (0.45, 0.55),
    "likely": (0.55, 0.80),
    "very likely": (0.80, 0.95),
    "almost certain": (0.95, 0.99),
}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article's text: `text` is `article.text[start:end]`."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        return cls(start, end, text[start:end])

    def to_dict(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "text": self.text}


Spans = tuple[Span, ...]


def _spans(spans: Spans) -> list[dict[str, Any]]:
    return [s.to_dict() for s in spans]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text with what is known of its publication. published: ISO date or date-time. language: ISO 639 code."""

    text: str
    name: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None

    @property
    def id(self) -> str:
        """Derived from text and publication; the name of the input does not count."""
        return tagged("a1", [self.sha256, self.url, self.outlet, self.title, self.published])

    @property
    def sha256(self) -> str:
        return text_digest(self.text)

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "url": self.url,
            "outlet": self.outlet,
            "title": self.title,
            "published": self.published,
            "language": self.language,
            "sha256": self.sha256,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who or what the claim is given to. spans: one, or two where the source is split."""

    spans: Spans
    name: str | None = None
    mentions: Spans = ()
    record: Record | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "spans": _spans(self.spans),
            "name": self.name,
            "mentions": _spans(self.mentions),
            "record": self.record,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """The words that signal the attribution. lemma: the base form of its main word."""

    span: Span
    lemma: str

    def to_dict(self) -> dict[str, Any]:
        return {"spans": _spans((self.span,)), "lemma": self.lemma}


@dataclass(frozen=True, slots=True, kw_only=True)
class Certainty:
    """Hedges and boosters as written; the scale's term and band (probabilities) where the word has one."""

    words: Spans
    term: str | None = None
    band: tuple[float, float] | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "words": _spans(self.words),
            "term": self.term,
            "scale": LIKELIHOOD_SCALE,
            "band": list(self.band) if self.band else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A time as written, and the ISO dates of its first and last day."""

    text: str
    earliest: str | None
    latest: str | None

    def to_dict(self) -> dict[str, Any]:
        return {"text": self.text, "earliest": self.earliest, "latest": self.latest}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that a claim is about. country: ISO 3166-1 alpha-2; latitude and longitude in degrees."""

    spans: Spans
    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "spans": _spans(self.spans),
            "name": self.name,
            "country": self.country,
            "latitude": self.latitude,
            "longitude": self.longitude,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One attributed claim, or one statement in the outlet's own voice.

    id: unique in its reading. parent: the claim in whose content this one stands. content: spans in text order.
    confidence: calibrated chance (0 … 1) that source, cue and content are all found and belong together.
    """

    id: str
    content: Spans
    confidence: float
    voice: Voice = "attributed"
    parent: str | None = None
    source: Source | None = None
    cue: Cue | None = None
    form: Form | None = None
    force: Force | None = None
    polarity: Polarity | None = None
    certainty: Certainty | None = None
    horizon: Horizon | None = None
    said: When | None = None
    about: When | None = None
    due: str | None = None
    places: tuple[Place, ...] = ()

    def spans(self) -> Spans:
        """Every span of the claim that points into the article."""
        out = self.content
        if self.source:
            out += self.source.spans + self.source.mentions
        if self.cue:
            out += (self.cue.span,)
        if self.certainty:
            out += self.certainty.words
        return out + tuple(s for p in self.places for s in p.spans)

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "parent": self.parent,
            "voice": self.voice,
            "source": self.source.to_dict() if self.source else None,
            "cue": self.cue.to_dict() if self.cue else None,
            "content": {"spans": _spans(self.content)},
            "form": self.form,
            "force": self.force,
            "polarity": self.polarity,
            "certainty": self.certainty.to_dict() if self.certainty else None,
            "horizon": self.horizon,
            "said": self.said.to_dict() if self.said else None,
            "about": self.about.to_dict() if self.about else None,
            "due": self.due,
            "places": [p.to_dict() for p in self.places],
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something that a stage would not do, and why. Data, not a failure."""

    stage: str
    code: str
    detail: str
    span: Span | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "stage": self.stage,
            "code": self.code,
            "detail": self.detail,
            "span": self.span.to_dict() if self.span else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the reader made of one article. reader: digest of model and code."""

    reader: str
    article: Article
    claims: tuple[Claim, ...]
    refusals: tuple[Refusal, ...] = ()
    contract: int = field(default=CONTRACT)

    def to_dict(self) -> dict[str, Any]:
        """The contract's JSON object."""
        return {
            "contract": self.contract,
            "reader": self.reader,
            "article": self.article.to_dict(),
            "claims": [c.to_dict() for c in self.claims],
            "refusals": [r.to_dict() for r in self.refusals],
        }
