"""Claims of the ledger for export: the one view that every format and the server take."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from sayso.export.formats.records import (
    NAMED,
    Decision,
    Export,
    ExportArticle,
    ExportClaim,
    ExportSpeaker,
    to_claim,
)
from sayso.identity import tagged
from sayso.ledger.hits import Hit, load_hits
from sayso.ledger.queries import Ledger
from sayso.ledger.weighed import Weighed, links_of, questions_of
from sayso.records import RECORDS, Article, Record

_OF_ARTICLE = """
    SELECT claim.id FROM claim JOIN publication ON publication.text_id = claim.text_id
    WHERE publication.key = ? AND claim.current ORDER BY claim.number
"""

_OF_KEYS = "SELECT key, id FROM claim WHERE current AND key IN (SELECT value FROM json_each(?))"
_PUBLICATION = """
    SELECT added, (SELECT count(*) FROM publication AS other WHERE other.text_id = publication.text_id)
    FROM publication WHERE key = ?
"""


def hits_of_article(ledger: Ledger, key: str) -> tuple[Hit, ...]:
    """The current claims of an article's text in its order. key: whole, or its beginning. Raises UsageError."""
    whole = ledger.reading(key).article.id
    ids = [row[0] for row in ledger.connection.execute(_OF_ARTICLE, (whole,))]
    return tuple(load_hits(ledger.connection, ids).values())


def export_article(ledger: Ledger, key: str, *, text: bool = True) -> ExportArticle:
    """An article by its key or the beginning of it. Raises UsageError."""
    return _article(ledger, ledger.reading(key).article, text=text)


def hits_of_claims(ledger: Ledger, keys: Sequence[str]) -> tuple[Hit, ...]:
    """The current claims of these whole keys, in their order."""
    found = dict(ledger.connection.execute(_OF_KEYS, (json.dumps(list(keys)),)).fetchall())
    hits = load_hits(ledger.connection, list(found.values()))
    return tuple(hits[found[key]] for key in keys if key in found)


def export_claims(
    ledger: Ledger, hits: Iterable[Hit], *, text: bool = True, grades: bool = False
) -> Iterator[ExportClaim]:
    """Hits as claims for export, in their order.

    text: whether words of the article may be told. grades: also those that are computed, not only what persons set.
    """
    weighed = Weighed(ledger.connection, computed=grades)
    held: dict[int, ExportArticle] = {}
    for hit, reading, claim in ledger.detailed(hits):
        if hit.publication_id not in held:
            held = {hit.publication_id: _article(ledger, reading.article, text=text)}
        yield to_claim(
            reading,
            claim,
            key=hit.claim,
            article=held[hit.publication_id],
            within=hit.within,
            speaker=_speaker(hit, text=text),
            decision=Decision(verdict=hit.verdict, by=hit.decided_by, at=hit.decided_at) if hit.verdict else None,
            grade=weighed.grade(hit),
            outcome=weighed.outcome(hit.claim),
            text=text,
        )


def linked(ledger: Ledger, parcel: Export) -> Export:
    """With the questions of its claims, and how they stand to each other; the claims are then held in memory.

    For formats that have a place for them (Format.linked).
    """
    claims = tuple(parcel.claims)
    keys = [one.key for one in claims]
    questions = questions_of(ledger.connection, keys, text=parcel.text)
    links = links_of(ledger.connection, keys, text=parcel.text)
    return replace(parcel, claims=claims, questions=questions, links=links)


def _article(ledger: Ledger, article: Article, *, text: bool) -> ExportArticle:
    added, publications = ledger.connection.execute(_PUBLICATION, (article.id,)).fetchone()
    return ExportArticle(
        key=article.id,
        sha256=article.sha256,
        characters=len(article.text),
        text=article.text if text else None,
        url=article.url,
        outlet=article.outlet,
        title=article.title,
        published=article.published,
        language=article.language,
        name=article.name,
        added=added,
        publications=publications,
    )


def _speaker(hit: Hit, *, text: bool) -> ExportSpeaker | None:
    """A named person or organization is one speaker across articles; others ("officials") are of their article."""
    if hit.spoken_by and hit.spoken_in != "office":
        name, record = hit.spoken_by, "named-person"
        basis: str | None = hit.spoken_in
    elif hit.source:
        name, record, basis = hit.source, hit.record or "", None
    else:
        return None
    folded = " ".join(name.split()).casefold().removeprefix("the ")
    named = record in NAMED
    key = tagged("x1", ["speaker", folded, None if named else hit.article])
    known = cast(Record, record) if record in RECORDS else None
    return ExportSpeaker(key=key, name=name if text or named else None, record=known, basis=basis)
