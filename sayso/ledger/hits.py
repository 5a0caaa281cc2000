"""What a search gives: rows that need no second look, and where to go on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import groupby

_ROWS = """
    SELECT claim.id AS id, claim.key AS claim, first.day AS published, outlet.name AS outlet,
        (SELECT count(*) FROM publication WHERE publication.text_id = claim.text_id) AS publications,
        coalesce(nullif(claim.name, ''), claim.speaker) AS source, claim.record AS record,
        speaking.label AS spoken_by, speech.basis AS spoken_in, claim.cue AS cue,
        claim.content AS content, claim.voice AS voice, claim.form AS form, claim.force AS force,
        claim.polarity AS polarity, claim.hedges AS hedges, claim.term AS certainty, claim.band_low AS at_least,
        claim.band_high AS at_most, claim.horizon AS horizon, claim.said AS said, claim.said_from AS said_from,
        claim.said_to AS said_to, claim.about AS about, claim.about_from AS about_from, claim.about_to AS about_to,
        claim.due AS due, nullif(claim.places, '') AS places, claim.confidence AS confidence, parent.key AS within,
        first.title AS title, first.url AS url, first.key AS article, first.id AS publication_id,
        claim.reading_id AS reading_id, claim.label AS label, claim.number AS number,
        claim.verdict AS verdict, decision.reviewer AS decided_by, decision.at AS decided_at
    FROM claim
    JOIN text ON text.id = claim.text_id
    JOIN publication AS first ON first.id = CASE WHEN claim.current THEN text.first
        ELSE coalesce(
            (SELECT min(id) FROM publication WHERE publication.reading_id =
                coalesce((SELECT base_id FROM reading WHERE reading.id = claim.reading_id), claim.reading_id)),
            text.first) END
    LEFT JOIN decision ON decision.id = claim.decision_id
    LEFT JOIN outlet ON outlet.id = first.outlet_id
    LEFT JOIN claim AS parent ON parent.id = claim.parent_id
    LEFT JOIN speech ON speech.claim_id = claim.id
    LEFT JOIN source AS speaking ON speaking.id = speech.source_id
    WHERE claim.id IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One claim with what is known of its text's first publication.

    claim, within, article: keys. spoken_by: who speaks where the text names no source beside the words; spoken_in:
    turn, address, message or office (see speech.py). certainty: the scale's term; at_least, at_most: its band.
    publications: how often the text was published. verdict, decided_by, decided_at: what a person decided, None for
    nothing. id, publication_id, reading_id, label, number: for the ledger's own use.
    """

    claim: str
    published: str | None
    outlet: str | None
    publications: int
    source: str | None
    record: str | None
    spoken_by: str | None
    spoken_in: str | None
    cue: str | None
    content: str
    voice: str
    form: str | None
    force: str | None
    polarity: str | None
    hedges: str | None
    certainty: str | None
    at_least: float | None
    at_most: float | None
    horizon: str | None
    said: str | None
    said_from: str | None
    said_to: str | None
    about: str | None
    about_from: str | None
    about_to: str | None
    due: str | None
    places: str | None
    confidence: float
    within: str | None
    title: str | None
    url: str | None
    article: str
    verdict: str | None
    decided_by: str | None
    decided_at: str | None
    id: int
    publication_id: int
    reading_id: int
    label: str
    number: int


OWN = frozenset({"id", "publication_id", "reading_id", "label", "number"})
COLUMNS = tuple(f.name for f in fields(Hit) if f.name not in OWN)
"""The columns that people and programs get, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some hits in order. after: what to give to get those that follow, None at the end."""

    hits: tuple[Hit, ...]
    after: str | None = None


def load_hits(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Hit]:
    """Hits by the ids of their claims."""
    cursor = connection.execute(_ROWS, ("[" + ",".join(map(str, ids)) + "]",))
    names = [column[0] for column in cursor.description]
    return {row[0]: Hit(**dict(zip(names, row, strict=True))) for row in cursor}


def in_text_order(hits: Iterable[Hit], *, newest: bool) -> tuple[Hit, ...]:
    """By day as asked for, yet each text from its beginning on. Ids rise with the day and, within a text, with it."""
    if not newest:
        return tuple(sorted(hits, key=lambda hit: hit.id))
    backward = sorted(hits, key=lambda hit: -hit.id)
    return tuple(hit for _, group in groupby(backward, key=lambda h: h.reading_id) for hit in reversed(list(group)))
