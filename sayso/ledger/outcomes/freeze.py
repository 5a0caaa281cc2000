"""Freezing predictions as they come in.

Each reading is looked at once, in the order in which readings came, and what it foretells is kept as it was read there.
A later reading of the text, or a person's correction, finds the prediction there already and is only tied to it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, cast

from sayso.ledger import log
from sayso.ledger.connect import told as told_of
from sayso.ledger.outcomes.records import Frozen
from sayso.ledger.review.bodies import from_json
from sayso.ledger.review.carry import AGREES, Carrier
from sayso.ledger.rows import ClaimRow, to_rows
from sayso.ledger.schema import utc_now
from sayso.records import Article, Claim, Cue, Reading, Source, Span, Voice
from sayso.weigh.predictions import Wording, is_denied, is_prediction

FROZEN = "frozen"
"""Name in table ledger under which stands how far readings and decisions were looked at: two numbers."""
_COLUMNS = tuple(f.name for f in fields(Frozen) if f.name != "sha256")
_PARTS = ("source", "cue", "content")
_CLAIMS = """
    SELECT claim.reading_id, claim.text_id, text.sha256, reading.reader, claim.key, claim.spans,
        coalesce(claim.said_from, claim.said_to, publication.day) AS day, claim.voice,
        coalesce(nullif(claim.name, ''), claim.speaker) AS source, claim.record, claim.cue, claim.content, claim.force,
        claim.polarity, claim.horizon, claim.hedges, claim.term, claim.band_low, claim.band_high, claim.due
    FROM claim
    JOIN reading ON reading.id = claim.reading_id AND reading.base_id IS NULL
    JOIN text ON text.id = claim.text_id
    JOIN publication ON publication.id = text.first
    WHERE claim.reading_id > ? AND (claim.due IS NOT NULL OR claim.force = 'predicts' OR claim.horizon = 'future')
    ORDER BY claim.reading_id, claim.number
"""


def pending(connection: sqlite3.Connection) -> bool:
    """Whether something came in that was not looked at."""
    return _seen(connection) != _last(connection)


def freeze_new(connection: sqlite3.Connection, where: str) -> int:
    """freeze in a transaction of its own, none where nothing came in. where: the file, for errors."""
    with told_of(where):
        if not pending(connection):
            return 0
        connection.execute("BEGIN IMMEDIATE")
        try:
            made = freeze(connection, utc_now())
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return made


def freeze(connection: sqlite3.Connection, now: str) -> int:
    """Freezes what is new, within the caller's transaction; how many predictions that were."""
    reading, decision = _seen(connection)
    last = _last(connection)
    if (reading, decision) == last:
        return 0
    made = 0
    cursor = connection.execute(_CLAIMS, (reading,))
    names = [column[0] for column in cursor.description]
    for row in cursor.fetchall():
        told: dict[str, Any] = dict(zip(names, row, strict=True))
        if _foretells(told):
            made += _take(connection, told, now)
    for told in _decided(connection, decision):
        made += _take(connection, told, now)
    connection.execute(
        "INSERT INTO ledger VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        (FROZEN, json.dumps(last)),
    )
    return made


def _seen(connection: sqlite3.Connection) -> tuple[int, int]:
    row = connection.execute("SELECT value FROM ledger WHERE name = ?", (FROZEN,)).fetchone()
    reading, decision = json.loads(row[0]) if row else (0, 0)
    return reading, decision


def _last(connection: sqlite3.Connection) -> tuple[int, int]:
    """The last row of each that was ever given; removed ones count, so that the mark never goes back."""
    rows = dict(
        connection.execute("SELECT name, seq FROM sqlite_sequence WHERE name IN ('reading', 'decision')").fetchall()
    )
    return rows.get("reading", 0), rows.get("decision", 0)


def _foretells(told: dict[str, Any]) -> bool:
    wording = {name: told[name] for name in ("content", "force", "polarity", "horizon", "due")}
    return is_prediction(Wording(has_band=told["band_low"] is not None, **wording))


def _take(connection: sqlite3.Connection, told: dict[str, Any], now: str) -> int:
    """Freezes a claim, or ties it to the prediction that it is. 1 where a new one was made."""
    key = told["key"]
    if connection.execute("SELECT 1 FROM prediction_claim WHERE claim = ?", (key,)).fetchone():
        return 0
    known = _known(connection, told)
    if known is not None:
        connection.execute("INSERT INTO prediction_claim VALUES (?, ?)", (key, known))
        return 0
    spans = json.loads(told["spans"])
    values: dict[str, Any] = {name: told.get(name) for name in _COLUMNS} | {
        "denied": is_denied(told["force"], told["polarity"]),
        "spans": json.dumps({p: spans[p] for p in _PARTS if p in spans}, separators=(",", ":")),
        "at": now,
    }
    enter(connection, told["text_id"], Frozen(sha256=told["sha256"], **values), told.get("reading_id"), now)
    return 1


def enter(connection: sqlite3.Connection, text_id: int, one: Frozen, reading_id: int | None, now: str) -> None:
    """Adds a prediction and its entry in the log."""
    salt = log.new_salt()
    names = ("text_id", "reading_id", *_COLUMNS, "salt")
    row = connection.execute(
        f"INSERT INTO prediction ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",  # noqa: S608 - our names
        (text_id, reading_id, *(getattr(one, name) for name in _COLUMNS), salt),
    ).lastrowid
    assert row is not None
    connection.execute("INSERT INTO prediction_claim VALUES (?, ?)", (one.key, row))
    commits = log.commitment(one.body, salt)
    log.append(connection, at=now, action="add", subject="prediction", subject_id=row, commits=commits)


def _known(connection: sqlite3.Connection, told: dict[str, Any]) -> int | None:
    """The prediction of the same text with which a claim agrees (see review/carry.py), found under other words.

    One that the same reading gave is another claim, however alike.
    """
    rows = connection.execute(
        "SELECT id, voice, spans FROM prediction WHERE text_id = ? AND (reading_id IS NULL OR reading_id <> ?)"
        " ORDER BY id",
        (told["text_id"], told.get("reading_id") or 0),
    ).fetchall()
    if not rows:
        return None
    (text,) = connection.execute("SELECT text FROM text WHERE id = ?", (told["text_id"],)).fetchone()
    carrier = Carrier(Article(text=text))
    claim = placed(text, told["voice"], told["spans"])
    best, row = max((carrier.agreement(claim, placed(text, voice, spans)), -row) for row, voice, spans in rows)
    return -row if best >= AGREES else None


def placed(text: str, voice: str, spans: str) -> Claim:
    """A claim that holds no more than where it stands. spans: JSON, as in table claim."""
    told = json.loads(spans)
    source, cue, content = (tuple(Span.of(text, *e) for e in told.get(part, ())) for part in _PARTS)
    return Claim(
        id="",
        voice=cast(Voice, voice),
        content=content,
        confidence=0.0,
        source=Source(spans=source) if "source" in told else None,
        cue=Cue(span=cue[0], lemma="") if cue else None,
    )


def _decided(connection: sqlite3.Connection, after: int) -> Iterator[dict[str, Any]]:
    """Claims that persons gave, added or corrected, which foretell."""
    rows = connection.execute(
        "SELECT decision.key, decision.text_id, text.sha256, text.text, reading.reader, decision.day, decision.decided"
        " FROM decision JOIN text ON text.id = decision.text_id JOIN publication ON publication.id = text.first"
        " JOIN reading ON reading.id = publication.reading_id"
        " WHERE decision.id > ? AND decision.verdict IN ('add', 'correct') ORDER BY decision.id",
        (after,),
    ).fetchall()
    for decision, text_id, sha256, text, reader, day, decided in rows:
        claim = from_json(decided, text)
        if claim is None:
            continue
        (row,) = to_rows(Reading(reader=reader, article=Article(text=text), claims=(replace(claim, id="c1"),))).claims
        told = {name: getattr(row, name) for name in ClaimRow.__slots__} | {
            "decision": decision, "text_id": text_id, "sha256": sha256, "reader": reader,
            "day": row.said_from or row.said_to or day, "source": row.source,
        }  # fmt: skip
        if _foretells(told):
            yield told
