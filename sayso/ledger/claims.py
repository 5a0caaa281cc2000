"""Writing claims: their rows, ids that follow the days, and the search index. Only store.py calls this."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import fields

from sayso.ledger import speech
from sayso.ledger.days import DAY_BITS, first_id
from sayso.ledger.rows import ClaimRow, PlaceRow
from sayso.ledger.wordings import drop_source, source_row

_OWN = tuple(f.name for f in fields(ClaimRow) if f.name not in {"parent", "source", "place_rows"})
_COLUMNS = ("id", "text_id", "reading_id", "current", "parent_id", "source_id", *_OWN)
_INSERT = f"INSERT INTO claim ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - our names
_INDEXED = "id, content, source, cue, place, facets"
_ROWS = f"SELECT {_INDEXED} FROM claim_index WHERE id IN (SELECT id FROM claim WHERE text_id = ?) ORDER BY id"  # noqa: S608
_INDEX = f"INSERT INTO claim_words (rowid, content, source, cue, place, facets) {_ROWS}"
_UNINDEX = (
    "INSERT INTO claim_words (claim_words, rowid, content, source, cue, place, facets)"  # noqa: S608
    f" SELECT 'delete', * FROM ({_ROWS})"
)


def insert(
    connection: sqlite3.Connection,
    text_id: int,
    reading_id: int,
    rows: Sequence[ClaimRow],
    day: str | None,
    *,
    current: bool,
) -> None:
    """Adds the claims of a reading, not yet to the search index."""
    start = _next_id(connection, day)
    sources = {label: source_row(connection, label) for label in dict.fromkeys(r.source for r in rows if r.source)}
    connection.executemany(
        _INSERT,
        [
            (
                start + row.number, text_id, reading_id, int(current),
                start + row.parent if row.parent is not None else None,
                sources[row.source] if row.source else None,
                *(getattr(row, name) for name in _OWN),
            )
            for row in rows
        ],
    )  # fmt: skip
    for row in rows:
        for number, place in enumerate(row.place_rows):
            connection.execute(
                "INSERT INTO claim_place VALUES (?, ?, ?, ?)",
                (start + row.number, number, _place(connection, place), place.spans),
            )


def _next_id(connection: sqlite3.Connection, day: str | None) -> int:
    """What to add a claim's number to."""
    low = first_id(day)
    last = connection.execute("SELECT max(id) FROM claim WHERE id BETWEEN ? AND ?", (low, low + (1 << DAY_BITS) - 1))
    return int(last.fetchone()[0] or low)


def _place(connection: sqlite3.Connection, place: PlaceRow) -> int:
    told = (place.name, place.country, place.latitude, place.longitude)
    row = connection.execute(
        "SELECT id FROM place WHERE name = ? AND country IS ? AND latitude IS ? AND longitude IS ?", told
    ).fetchone()
    if row:
        return int(row[0])
    made = connection.execute(
        "INSERT INTO place (name, country, latitude, longitude) VALUES (?, ?, ?, ?)", told
    ).lastrowid
    assert made is not None
    return made


def index(connection: sqlite3.Connection, text_id: int) -> None:
    """Finds who speaks in a text's current claims, and adds them to the search index."""
    speech.derive(connection, text_id)
    connection.execute(_INDEX, (text_id,))


def unindex(connection: sqlite3.Connection, text_id: int) -> None:
    """Takes a text's current claims out of the search index; to be called before anything of them changes."""
    connection.execute(_UNINDEX, (text_id,))
    for source_id in speech.clear(connection, text_id):
        drop_source(connection, source_id)


def remove(connection: sqlite3.Connection, reading_id: int) -> None:
    """Deletes a reading's claims, which must be out of the search index, and what they alone referred to."""
    of_reading = "SELECT id FROM claim WHERE reading_id = ?"
    sources = connection.execute(
        "SELECT DISTINCT source_id FROM claim WHERE reading_id = ? AND source_id IS NOT NULL", (reading_id,)
    ).fetchall()
    connection.execute(f"DELETE FROM claim_place WHERE claim_id IN ({of_reading})", (reading_id,))  # noqa: S608
    connection.execute("UPDATE claim SET parent_id = NULL WHERE reading_id = ?", (reading_id,))
    connection.execute("DELETE FROM claim WHERE reading_id = ?", (reading_id,))
    for (source,) in sources:
        drop_source(connection, source)


def move(connection: sqlite3.Connection, text_id: int, day: str | None) -> None:
    """Gives a text's claims ids of another day; what refers to them follows."""
    groups = connection.execute(
        "SELECT reading_id, min(id) FROM claim WHERE text_id = ? GROUP BY reading_id", (text_id,)
    ).fetchall()
    for reading_id, start in groups:
        if start >> DAY_BITS != first_id(day) >> DAY_BITS:
            step = _next_id(connection, day) + 1 - start
            connection.execute("UPDATE claim SET id = id + ? WHERE reading_id = ?", (step, reading_id))


def make_current(connection: sqlite3.Connection, text_id: int, reading_id: int) -> None:
    """Makes one reading of a text the one that search shows."""
    before = connection.execute("SELECT id FROM reading WHERE text_id = ? AND current", (text_id,)).fetchone()
    if before and before[0] == reading_id:
        return
    for one, current in ((before[0] if before else None, 0), (reading_id, 1)):
        if one is None:
            continue
        connection.execute("UPDATE reading SET current = ? WHERE id = ?", (current, one))
        connection.execute("UPDATE claim SET current = ? WHERE reading_id = ?", (current, one))
