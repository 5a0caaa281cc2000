"""Removing on request: a text with all that stands under it, or the claims given to somebody. Only store.py calls this.

The log keeps its entries, since they hold commitments and no words, and gets one for each removal. With the row its
salt goes, and without the salt nobody can test whether an entry was made of words that he guesses.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from sayso.ledger import claims, log
from sayso.ledger.readings import load_reading
from sayso.ledger.rows import to_rows
from sayso.records import Claim, Reading

_NOTHING = log.canonical(None)


def mark(connection: sqlite3.Connection, sha256: str) -> str:
    """What keeps a removed text out: its digest, hashed with what this ledger alone holds."""
    return hashlib.blake2b(sha256.encode(), key=log.genesis(connection).encode()[:64], digest_size=16).hexdigest()


def is_removed(connection: sqlite3.Connection, sha256: str) -> bool:
    found = connection.execute("SELECT 1 FROM removed WHERE mark = ?", (mark(connection, sha256),)).fetchone()
    return found is not None


def remove_text(connection: sqlite3.Connection, text_id: int, now: str, *, keep_out: bool) -> None:
    """Deletes a text, its publications, readings and claims, within the caller's transaction."""
    claims.unindex(connection, text_id)
    (sha256,) = connection.execute("SELECT sha256 FROM text WHERE id = ?", (text_id,)).fetchone()
    publications = _ids(connection, "SELECT id FROM publication WHERE text_id = ?", text_id)
    readings = _ids(connection, "SELECT id FROM reading WHERE text_id = ?", text_id)
    for one in readings:
        claims.remove(connection, one)
    connection.execute(
        "INSERT INTO title_words (title_words, rowid, title) SELECT 'delete', id, title FROM publication"
        " WHERE text_id = ?",
        (text_id,),
    )
    connection.execute(
        "INSERT INTO text_words (text_words, rowid, text) SELECT 'delete', id, text FROM text WHERE id = ?", (text_id,)
    )
    connection.execute("DELETE FROM twin WHERE text_id = :id OR other_id = :id", {"id": text_id})
    connection.execute("DELETE FROM band WHERE text_id = ?", (text_id,))
    connection.execute("UPDATE text SET first = NULL WHERE id = ?", (text_id,))
    connection.execute("DELETE FROM publication WHERE text_id = ?", (text_id,))
    connection.execute("DELETE FROM reading WHERE text_id = ?", (text_id,))
    connection.execute("DELETE FROM text WHERE id = ?", (text_id,))
    connection.execute("DELETE FROM outlet WHERE id NOT IN (SELECT outlet_id FROM publication WHERE outlet_id NOTNULL)")
    subjects: tuple[tuple[log.Subject, list[int]], ...] = (("reading", readings), ("publication", publications))
    for subject, rows in subjects:
        for row in rows:
            _enter(connection, subject, row, log.commitment(_NOTHING, log.new_salt()), now)
    if keep_out:
        connection.execute("INSERT OR IGNORE INTO removed VALUES (?)", (mark(connection, sha256),))


def remove_claims(connection: sqlite3.Connection, reading_id: int, keys: Iterable[str], now: str) -> int:
    """Deletes claims of a reading by their keys, with those inside them, and gives how many. The text stays."""
    text_id, current, publication_id = connection.execute(
        "SELECT text_id, current, (SELECT min(id) FROM publication WHERE reading_id = reading.id) FROM reading"
        " WHERE id = ?",
        (reading_id,),
    ).fetchone()
    before = load_reading(connection, publication_id, reading_id)
    wanted = set(keys)
    rows = to_rows(before).claims
    gone = {row.label for row in rows if row.key in wanted}
    after = without(before, gone)
    told = to_rows(after)
    claims.unindex(connection, text_id)
    day = connection.execute(
        "SELECT day FROM text JOIN publication ON publication.id = text.first WHERE text.id = ?", (text_id,)
    ).fetchone()[0]
    claims.remove(connection, reading_id)
    claims.insert(connection, text_id, reading_id, told.claims, day, current=bool(current))
    salt = log.new_salt()
    connection.execute(
        "UPDATE reading SET mentions = ?, digest = ?, salt = ? WHERE id = ?",
        (told.mentions, told.digest, salt, reading_id),
    )
    _enter(connection, "reading", reading_id, log.commitment(told.body, salt), now)
    claims.index(connection, text_id)
    return len(before.claims) - len(after.claims)


def without(reading: Reading, gone: set[str]) -> Reading:
    """The reading without claims of these names and all that stands inside them."""
    dropped = set(gone)
    kept: list[Claim] = []
    for claim in reading.claims:  # parents come first
        if claim.id in dropped or claim.parent in dropped:
            dropped.add(claim.id)
        else:
            kept.append(claim)
    return replace(reading, claims=tuple(kept))


def _enter(connection: sqlite3.Connection, subject: log.Subject, row: int, commits: str, now: str) -> None:
    log.append(connection, at=now, action="redact", subject=subject, subject_id=row, commits=commits)


def _ids(connection: sqlite3.Connection, sql: str, value: int) -> list[int]:
    return [row[0] for row in connection.execute(sql, (value,))]
