"""Wordings of sources: rows made when a claim first stands under one, and gone with the last."""

from __future__ import annotations

import sqlite3

from sayso.ledger.rows import folded


def source_row(connection: sqlite3.Connection, label: str) -> int:
    """The row of a wording, made where there is none."""
    told = folded(label)
    row = connection.execute("SELECT id FROM source WHERE folded = ?", (told,)).fetchone()
    if row:
        return int(row[0])
    made = connection.execute("INSERT INTO source (folded, label) VALUES (?, ?)", (told, label)).lastrowid
    assert made is not None
    connection.execute("INSERT INTO source_words (rowid, label) VALUES (?, ?)", (made, label))
    return made


def drop_source(connection: sqlite3.Connection, source_id: int) -> None:
    """Deletes a wording under which no claim stands any more: a name is worth as much as what was said under it."""
    for table in ("claim", "speech"):
        if connection.execute(f"SELECT 1 FROM {table} WHERE source_id = ? LIMIT 1", (source_id,)).fetchone():  # noqa: S608 - one of two names
            return
    connection.execute(
        "INSERT INTO source_words (source_words, rowid, label) SELECT 'delete', id, label FROM source WHERE id = ?",
        (source_id,),
    )
    connection.execute("DELETE FROM source_month WHERE source_id = ?", (source_id,))
    connection.execute("DELETE FROM source WHERE id = ?", (source_id,))
