"""Taking claims in: what is new or read anew becomes propositions with their vectors; what is gone leaves."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np

from sayso.ledger.questions.forget import forget_texts
from sayso.ledger.questions.sides import Stated, of_texts, words_hash
from sayso.ledger.schema import utc_now
from sayso.link.candidates import blend, pack
from sayso.link.records import Judge
from sayso.link.worth import is_worth, texts

_REPEATED = 7
"""Days within which the same words are taken for the same claim; later they may be of another event."""
_OPEN = (
    "FROM reading JOIN text ON text.id = reading.text_id JOIN publication ON publication.id = text.first"
    " LEFT JOIN proposition_text ON proposition_text.text_id = reading.text_id"
    " WHERE reading.current AND proposition_text.reading_id IS NOT reading.id"
)


def run_of(connection: sqlite3.Connection, digest: str) -> int:
    """The row of a judge's digest, made where it is missing, within the caller's transaction."""
    row = connection.execute("SELECT id FROM link_run WHERE judge = ?", (digest,)).fetchone()
    if row:
        return int(row[0])
    made = connection.execute("INSERT INTO link_run (judge, at) VALUES (?, ?)", (digest, utc_now())).lastrowid
    assert made is not None
    return made


def is_of(connection: sqlite3.Connection, digest: str) -> bool:
    """Whether all that stands is of this judge."""
    return connection.execute("SELECT 1 FROM link_run WHERE judge <> ?", (digest,)).fetchone() is None


def waiting(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    """Texts that are new or shown in another reading than was taken in, the earliest first: id and reading."""
    rows = connection.execute(f"SELECT reading.text_id, reading.id {_OPEN} ORDER BY publication.day, reading.text_id")
    return [(int(text), int(reading)) for text, reading in rows]


def take_in(connection: sqlite3.Connection, judge: Judge, run: int, some: Sequence[tuple[int, int]]) -> int:
    """Takes some texts in, within the caller's transaction; gives how many claims. What stood of them goes."""
    forget_texts(connection, [text for text, _ in some])
    claims = [one for one in of_texts(connection, [text for text, _ in some]) if is_worth(one.side)]
    claims = list({one.key: one for one in reversed(claims)}.values())[::-1]
    vectors = _vectors(judge, claims)
    rows: dict[int, int] = {}  # of claims, those of propositions
    for one, vector in zip(claims, vectors, strict=True):
        words = words_hash(one.side)
        rows[one.id] = _insert(connection, one, run, words, vector, rows)
    connection.executemany("INSERT OR REPLACE INTO proposition_text VALUES (?, ?)", some)
    return len(claims)


def _vectors(judge: Judge, claims: Sequence[Stated]) -> list[bytes]:
    """Packed vectors, each text put before the encoder once."""
    if not claims:
        return []
    told = [texts(one.side) for one in claims]
    place: dict[str, int] = {}
    for text in (t for both in told for t in (both.alone, both.whole)):
        place.setdefault(text, len(place))
    rows = judge.embed(tuple(place))
    alone = rows[np.array([place[both.alone] for both in told])]
    whole = rows[np.array([place[both.whole] for both in told])]
    return [row.tobytes() for row in pack(blend(alone, whole, [one.text_id for one in claims]))]


def _insert(
    connection: sqlite3.Connection, one: Stated, run: int, words: int, vector: bytes, rows: dict[int, int]
) -> int:
    repeats = connection.execute(
        "SELECT id FROM proposition WHERE words = ? AND repeats_id IS NULL AND (day IS ? OR"
        " abs(julianday(day) - julianday(?)) <= ?) ORDER BY id LIMIT 1",
        (words, one.day, one.day, _REPEATED),
    ).fetchone()
    made = connection.execute(
        "INSERT INTO proposition (claim, text_id, outer_id, run_id, day, words, repeats_id, vector)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            one.key, one.text_id, rows.get(one.parent_id or 0), run, one.day, words, repeats[0] if repeats else None,
            vector,
        ),
    ).lastrowid  # fmt: skip
    assert made is not None
    return made


def forget_all(connection: sqlite3.Connection) -> None:
    """Takes out all that was derived but the keys of questions, within the caller's transaction."""
    for table in ("move", "judgement", "position", "proposition", "proposition_text", "link_run"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours
