"""What the log commits to: a reading and a publication as bytes, in a form of its own.

The form has a tag and does not depend on the tables, which may change with a migration while commitments may not. Words
of spans are left out, since text and places tell them; mentions that claims share are told once.
"""

from __future__ import annotations

from sayso.ledger.log import canonical
from sayso.records import Article, Claim, Reading, Source, Spans, When

Edges = list[list[int]]


def body_of(reading: Reading) -> bytes:
    """All that a reading says, and the digest of the text that its spans point into."""
    mentions = Mentions()
    claims = [_claim(claim, mentions) for claim in reading.claims]
    refusals = [[r.stage, r.code, r.detail, [r.span.start, r.span.end] if r.span else None] for r in reading.refusals]
    about = [reading.article.sha256, reading.contract, reading.reader, reading.article.language]
    return canonical(["b1", *about, mentions.lists, claims, refusals])


def publication_body(article: Article, reading_id: int) -> bytes:
    """A publication with the row of its reading."""
    told = [article.id, article.sha256, article.name, article.url, article.outlet, article.title, article.published]
    return canonical(["p1", *told, reading_id])


class Mentions:
    """The lists of mentions of a reading, each once. Claims of one source mostly hold the very same tuple."""

    def __init__(self) -> None:
        self.lists: list[Edges] = []
        self._by_id: dict[int, int] = {}
        self._by_value: dict[tuple[tuple[int, int], ...], int] = {}

    def place(self, mentions: Spans) -> int:
        """The place of a list, which is added where it is new. The tuple must live as long as this object."""
        if id(mentions) not in self._by_id:
            value = tuple((s.start, s.end) for s in mentions)
            if value not in self._by_value:
                self._by_value[value] = len(self.lists)
                self.lists.append(edges(mentions))
            self._by_id[id(mentions)] = self._by_value[value]
        return self._by_id[id(mentions)]


def edges(spans: Spans) -> Edges:
    return [[span.start, span.end] for span in spans]


def _claim(claim: Claim, mentions: Mentions) -> list[object]:
    certainty, cue = claim.certainty, claim.cue
    band = [_number(b) for b in certainty.band] if certainty and certainty.band else None
    return [
        claim.id,
        claim.parent,
        claim.voice,
        _source(claim.source, mentions) if claim.source else None,
        [cue.span.start, cue.span.end, cue.lemma] if cue else None,
        edges(claim.content),
        [claim.form, claim.force, claim.polarity, claim.horizon, claim.due],
        [edges(certainty.words), certainty.term, band] if certainty else None,
        _when(claim.said),
        _when(claim.about),
        [[edges(p.spans), p.name, p.country, _number(p.latitude), _number(p.longitude)] for p in claim.places],
        _number(claim.confidence),
    ]


def _source(source: Source, mentions: Mentions) -> list[object]:
    return [edges(source.spans), source.name, mentions.place(source.mentions), source.record]


def _when(when: When | None) -> list[str | None] | None:
    return [when.text, when.earliest, when.latest] if when else None


def _number(value: float | None) -> float | None:
    """As SQLite gives it back: 1 is 1.0, and -0.0 is 0.0."""
    return None if value is None else float(value) + 0.0
