"""Rows as a reading again: what comes back equals what was kept, field by field."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, cast

from sayso.ledger.rows import ClaimRow, PlaceRow, ReadingRows
from sayso.records import (
    Article,
    Certainty,
    Claim,
    Cue,
    Force,
    Form,
    Horizon,
    Place,
    Polarity,
    Reading,
    Record,
    Refusal,
    Source,
    Span,
    Spans,
    Voice,
    When,
)

_STORED = tuple(f.name for f in fields(ClaimRow) if f.name not in {"parent", "source", "place_rows"})
CLAIM_COLUMNS = ", ".join(f"claim.{name}" for name in _STORED)
_CLAIMS = f"""
    SELECT claim.id, parent.number, coalesce(nullif(claim.name, ''), claim.speaker), {CLAIM_COLUMNS}
    FROM claim LEFT JOIN claim AS parent ON parent.id = claim.parent_id
    WHERE claim.reading_id = ? ORDER BY claim.number
"""  # noqa: S608 - names of our own columns
_PLACES = """
    SELECT claim.id, place.name, place.country, place.latitude, place.longitude, claim_place.spans
    FROM claim JOIN claim_place ON claim_place.claim_id = claim.id JOIN place ON place.id = claim_place.place_id
    WHERE claim.reading_id = ? ORDER BY claim.id, claim_place.number
"""
_ARTICLE = """
    SELECT publication.name, publication.url, outlet.name, publication.title, publication.published, text.text,
        reading.language
    FROM publication JOIN text ON text.id = publication.text_id JOIN reading ON reading.id = publication.reading_id
    LEFT JOIN outlet ON outlet.id = publication.outlet_id
    WHERE publication.id = ?
"""
_READING = "SELECT reader, contract, language, refusals, mentions FROM reading WHERE id = ?"


def claim_rows(connection: sqlite3.Connection, reading_id: int) -> tuple[ClaimRow, ...]:
    """The claims of one reading as they stand in the tables."""
    places: dict[int, list[PlaceRow]] = {}
    for claim_id, name, country, latitude, longitude, spans in connection.execute(_PLACES, (reading_id,)):
        place = PlaceRow(name=name, country=country, latitude=latitude, longitude=longitude, spans=spans)
        places.setdefault(claim_id, []).append(place)
    found = []
    for claim_id, parent, source, *stored in connection.execute(_CLAIMS, (reading_id,)):
        values: dict[str, Any] = dict(zip(_STORED, stored, strict=True))
        found.append(ClaimRow(parent=parent, source=source, place_rows=tuple(places.get(claim_id, ())), **values))
    return tuple(found)


def load_article(connection: sqlite3.Connection, publication_id: int) -> Article:
    """A publication, with the language that its reader found. Raises KeyError where there is none."""
    return _article(_row(connection, _ARTICLE, publication_id))


def load_reading(connection: sqlite3.Connection, publication_id: int, reading_id: int) -> Reading:
    """A reading of a publication's text. Raises KeyError where one of them is not there."""
    article = _row(connection, _ARTICLE, publication_id)
    reader, contract, language, refusals, mentions = _row(connection, _READING, reading_id)
    rows = ReadingRows(
        reader=reader, contract=contract, language=language, refusals=refusals, mentions=mentions, body=b"",
        claims=claim_rows(connection, reading_id),
    )  # fmt: skip
    return to_reading(replace(_article(article), language=language), rows)


def _row(connection: sqlite3.Connection, sql: str, row_id: int) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = connection.execute(sql, (row_id,)).fetchone()
    if row is None:
        raise KeyError(row_id)
    return row


def _article(row: tuple[Any, ...]) -> Article:
    name, url, outlet, title, published, text, language = row
    return Article(text=text, name=name, url=url, outlet=outlet, title=title, published=published, language=language)


def to_reading(article: Article, rows: ReadingRows) -> Reading:
    """The reading that rows were made of."""
    text = article.text
    mentions = tuple(_spans(text, edges) for edges in json.loads(rows.mentions))
    labels = {row.number: row.label for row in rows.claims}
    return Reading(
        reader=rows.reader,
        contract=rows.contract,
        article=article,
        claims=tuple(to_claim(row, text, mentions, labels) for row in rows.claims),
        refusals=tuple(
            Refusal(stage=stage, code=code, detail=detail, span=Span.of(text, *edges) if edges else None)
            for stage, code, detail, *edges in json.loads(rows.refusals)
        ),
    )


def to_claim(row: ClaimRow, text: str, mentions: Sequence[Spans], labels: dict[int, str]) -> Claim:
    """One row as a claim. mentions: the lists of the reading. labels: the claims' names by their numbers."""
    spans = json.loads(row.spans)
    source = cue = certainty = None
    if "source" in spans:
        source = Source(
            spans=_spans(text, spans["source"]),
            name=row.name,
            mentions=mentions[spans["mentions"]],
            record=cast(Record | None, row.record),
        )
    if "cue" in spans:
        cue = Cue(span=_spans(text, spans["cue"])[0], lemma=row.lemma or "")
    if "certainty" in spans:
        band = (row.band_low, row.band_high) if row.band_low is not None and row.band_high is not None else None
        certainty = Certainty(words=_spans(text, spans["certainty"]), term=row.term, band=band)
    return Claim(
        id=row.label,
        content=_spans(text, spans["content"]),
        confidence=row.confidence,
        voice=cast(Voice, row.voice),
        parent=labels[row.parent] if row.parent is not None else None,
        source=source,
        cue=cue,
        form=cast(Form | None, row.form),
        force=cast(Force | None, row.force),
        polarity=cast(Polarity | None, row.polarity),
        certainty=certainty,
        horizon=cast(Horizon | None, row.horizon),
        said=_when(row.said, row.said_from, row.said_to),
        about=_when(row.about, row.about_from, row.about_to),
        due=row.due,
        places=tuple(_place(place, text) for place in row.place_rows),
    )


def _place(row: PlaceRow, text: str) -> Place:
    return Place(
        spans=_spans(text, json.loads(row.spans)),
        name=row.name,
        country=row.country,
        latitude=row.latitude,
        longitude=row.longitude,
    )


def _when(text: str | None, earliest: str | None, latest: str | None) -> When | None:
    return None if text is None else When(text=text, earliest=earliest, latest=latest)


def _spans(text: str, edges: Sequence[Sequence[int]]) -> Spans:
    return tuple(Span.of(text, start, end) for start, end in edges)
