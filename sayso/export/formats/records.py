"""What every format takes: claims with their article, and what was made of them. Filled from the ledger or a reading.

Where a text is withheld (`--no-text`) it is taken out before a format sees it: words keep their place and digest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sayso.identity import text_digest
from sayso.records import (
    LIKELIHOOD_SCALE,
    Claim,
    Force,
    Form,
    Horizon,
    Polarity,
    Reading,
    Record,
    Span,
    Spans,
    Voice,
    When,
)

SPLIT = " … "
NAMED = frozenset({"named-person", "named-organisation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A stretch of an article in code points, half-open. text: None where it is withheld; digest: SHA-256 in UTF-8."""

    start: int
    end: int
    digest: str
    text: str | None

    @classmethod
    def of(cls, span: Span, *, text: bool) -> Words:
        return cls(start=span.start, end=span.end, digest=text_digest(span.text), text=span.text if text else None)

    def to_dict(self) -> dict[str, Any]:
        """As in the contract; where the text is withheld, its digest stands in its place."""
        told: dict[str, Any] = {"start": self.start, "end": self.end, "text": self.text}
        return told if self.text is not None else told | {"sha256": self.digest}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportArticle:
    """The first publication of a text. added: when it came into the ledger (UTC). text: None where it is withheld."""

    key: str
    sha256: str
    characters: int
    text: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    name: str | None = None
    added: str | None = None
    publications: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTime:
    """words: as written, None where withheld. earliest, latest: ISO days, both included; None is open or unknown."""

    words: str | None
    earliest: str | None
    latest: str | None

    def to_dict(self) -> dict[str, Any]:
        return {"text": self.words, "earliest": self.earliest, "latest": self.latest}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPlace:
    """country: ISO 3166-1 alpha-2. latitude, longitude: degrees."""

    words: tuple[Words, ...]
    name: str
    country: str | None
    latitude: float | None
    longitude: float | None

    def to_dict(self) -> dict[str, Any]:
        told = {"name": self.name, "country": self.country, "latitude": self.latitude, "longitude": self.longitude}
        return {"spans": [w.to_dict() for w in self.words], **told}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSpeaker:
    """Who is taken to speak. key: the same for all claims of one speaker. name: None where nothing may be told.

    basis: None where the text itself names the source; else turn, address, message or office (see docs/ledger.md).
    """

    key: str
    name: str | None
    record: Record | None
    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about the reading: accepted, corrected, own, unsure or rejected."""

    verdict: str
    by: str | None
    at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a claim or question turned out, as a person resolved it: yes, no, ambiguous or annulled."""

    outcome: str
    by: str
    at: str
    why: str | None = None
    evidence: str | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """Admiralty grades, kept apart. reliability: A … F of the source. credibility: 1 … 6 of the claim. reasons: each a
    sentence. by: a person's name where one set them, else None."""

    reliability: str | None = None
    credibility: str | None = None
    reasons: tuple[str, ...] = ()
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportClaim:
    """One claim. key, within: of the ledger; label, parent: in its reading. source, hedges: words as written. sourced,
    sure: whether the contract has a source, a certainty. band: probabilities, 0 … 1."""

    key: str
    article: ExportArticle
    reader: str
    voice: Voice
    content: tuple[Words, ...]
    confidence: float
    label: str
    parent: str | None = None
    within: str | None = None
    speaker: ExportSpeaker | None = None
    sourced: bool = False
    source: tuple[Words, ...] = ()
    name: str | None = None
    record: Record | None = None
    mentions: tuple[Words, ...] = ()
    cue: Words | None = None
    lemma: str | None = None
    form: Form | None = None
    force: Force | None = None
    polarity: Polarity | None = None
    sure: bool = False
    hedges: tuple[Words, ...] = ()
    term: str | None = None
    band: tuple[float, float] | None = None
    horizon: Horizon | None = None
    said: ExportTime | None = None
    about: ExportTime | None = None
    due: str | None = None
    places: tuple[ExportPlace, ...] = ()
    decision: Decision | None = None
    grade: Grade | None = None
    outcome: Outcome | None = None

    @property
    def day(self) -> str | None:
        """The ISO day on which it was said; where no words tell it, that of publication."""
        told = (self.said.earliest or self.said.latest) if self.said else None
        return told or (self.article.published or "")[:10] or None

    def to_contract(self) -> dict[str, Any]:
        """The contract's claim; withheld words are null and have their digest beside them."""
        source = {
            "spans": [w.to_dict() for w in self.source],
            "name": self.name,
            "mentions": [w.to_dict() for w in self.mentions],
            "record": self.record,
        }
        certainty = {
            "words": [w.to_dict() for w in self.hedges],
            "term": self.term,
            "scale": LIKELIHOOD_SCALE,
            "band": list(self.band) if self.band else None,
        }
        return {
            "id": self.label,
            "parent": self.parent,
            "voice": self.voice,
            "source": source if self.sourced else None,
            "cue": {"spans": [self.cue.to_dict()], "lemma": self.lemma} if self.cue else None,
            "content": {"spans": [w.to_dict() for w in self.content]},
            "form": self.form,
            "force": self.force,
            "polarity": self.polarity,
            "certainty": certainty if self.sure else None,
            "horizon": self.horizon,
            "said": self.said.to_dict() if self.said else None,
            "about": self.about.to_dict() if self.about else None,
            "due": self.due,
            "places": [place.to_dict() for place in self.places],
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportQuestion:
    """Claims that speak of one thing. claims: keys; positions: of each, yes, hedged yes, unclear, hedged no or no.

    outcome: None while it is open.
    """

    key: str
    title: str
    claims: tuple[str, ...]
    positions: tuple[str, ...] = ()
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportLink:
    """How two claims stand to each other. verdict: same, contradicts, shift or related. score: its probability."""

    a: str
    b: str
    verdict: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTimex:
    """An expression of time in the text of the one article that is exported. type, value, mod: as in TIMEX3."""

    start: int
    end: int
    type: str
    value: str
    mod: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What is exported. claims may be given one by one, and are then walked through once. title: what was asked for.

    articles: of which claims are given, where that is known before. times: of the one article, in text order.
    """

    claims: Iterable[ExportClaim]
    questions: tuple[ExportQuestion, ...] = ()
    links: tuple[ExportLink, ...] = ()
    articles: tuple[ExportArticle, ...] = ()
    times: tuple[ExportTimex, ...] = ()
    title: str = "Claims"
    text: bool = True


def words_of(spans: Spans, *, text: bool) -> tuple[Words, ...]:
    return tuple(Words.of(span, text=text) for span in spans)


def joined(words: Iterable[Words]) -> str | None:
    """The words in one line of thought, " … " where they are apart; None where they are withheld."""
    texts = [one.text for one in words]
    return None if None in texts else SPLIT.join(t for t in texts if t is not None)


def to_claim(
    reading: Reading,
    claim: Claim,
    *,
    key: str,
    article: ExportArticle,
    within: str | None = None,
    speaker: ExportSpeaker | None = None,
    decision: Decision | None = None,
    grade: Grade | None = None,
    outcome: Outcome | None = None,
    text: bool = True,
) -> ExportClaim:
    """A claim of a reading for export. text: whether words may be told; else names of persons and organisations alone
    are, since a description ("a senior official who …") is the article's own wording."""
    source, cue, sure = claim.source, claim.cue, claim.certainty

    def time(when: When | None) -> ExportTime | None:
        told = when.text if when and text else None
        return ExportTime(words=told, earliest=when.earliest, latest=when.latest) if when else None

    name = source.name if source and (text or source.record in NAMED) else None
    return ExportClaim(
        key=key,
        article=article,
        reader=reading.reader,
        voice=claim.voice,
        content=words_of(claim.content, text=text),
        confidence=claim.confidence,
        label=claim.id,
        parent=claim.parent,
        within=within,
        speaker=speaker,
        sourced=source is not None,
        source=words_of(source.spans, text=text) if source else (),
        name=name,
        record=source.record if source else None,
        mentions=words_of(source.mentions, text=text) if source else (),
        cue=Words.of(cue.span, text=text) if cue else None,
        lemma=cue.lemma if cue and text else None,
        form=claim.form,
        force=claim.force,
        polarity=claim.polarity,
        sure=sure is not None,
        hedges=words_of(sure.words, text=text) if sure else (),
        term=sure.term if sure else None,
        band=sure.band if sure else None,
        horizon=claim.horizon,
        said=time(claim.said),
        about=time(claim.about),
        due=claim.due,
        places=tuple(
            ExportPlace(
                words=words_of(p.spans, text=text),
                name=p.name,
                country=p.country,
                latitude=p.latitude,
                longitude=p.longitude,
            )
            for p in claim.places
        ),
        decision=decision,
        grade=grade,
        outcome=outcome,
    )
