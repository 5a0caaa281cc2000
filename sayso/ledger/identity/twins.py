"""Near-duplicates of a new text, found by the bands of its MinHash and then compared exactly."""

from __future__ import annotations

import sqlite3

from sayso.ledger.identity import texts

_MOST_LIKE = 20  # texts that share bands with a new one and are compared with it, those with most bands first


def link_twins(connection: sqlite3.Connection, text_id: int, text: str) -> None:
    """Links a new text with those that are nearly the same, and keeps its bands for those to come."""
    shingles = texts.shingles(text)
    bands = texts.bands(shingles)
    if not bands:
        return
    marks = ", ".join("?" * len(bands))
    like = connection.execute(
        f"SELECT band.text_id, text.text FROM band JOIN text ON text.id = band.text_id WHERE hash IN ({marks})"  # noqa: S608 - question marks
        " GROUP BY band.text_id ORDER BY count(*) DESC, band.text_id LIMIT ?",
        (*bands, _MOST_LIKE),
    )
    twins = [(text_id, other, texts.likeness(shingles, texts.shingles(body))) for other, body in like]
    connection.executemany("INSERT INTO twin VALUES (?, ?, ?)", [twin for twin in twins if twin[2] >= texts.ALIKE])
    connection.executemany("INSERT OR IGNORE INTO band VALUES (?, ?)", [(b, text_id) for b in bands])
