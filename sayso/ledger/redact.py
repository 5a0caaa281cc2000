"""Removing on request: a text with all that stands under it, or the claims given to somebody. Only store.py calls this.

The log keeps its entries, since they hold commitments and no words, and gets one for each removal. With the row its
salt goes, and without the salt nobody can test whether an entry was made of words that he guesses.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sayso.ledger import archive, claims, log
from sayso.ledger.origins import decide as origins
from sayso.ledger.outcomes import carry
from sayso.ledger.questions import forget
from sayso.ledger.readings import load_article, load_reading
from sayso.ledger.review import book
from sayso.ledger.review.carry import Carrier
from sayso.ledger.review.records import Thread, to_threads
from sayso.ledger.rows import to_rows
from sayso.ledger.speakers import decide
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
    book.unmark(connection, text_id)
    book.remove(connection, [d.key for d in book.load_decisions(connection, text_id)], now)
    origins.forget(connection, text_id, now)
    carry.remove_text(connection, text_id, now)
    forget.remove_text(connection, text_id, now)
    decide.forget(connection, text_id)
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
    archive.remove(connection, text_id, now)
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


def remove_claims(connection: sqlite3.Connection, text_id: int, wanted: Sequence[Claim], now: str) -> int:
    """Deletes claims of a text, with those inside them, from every reading, and what was decided about them.

    In a reading that does not hold a claim's very words, the one that agrees with it goes (see review/carry.py). Gives
    how many went from the reading that is shown. The text stays.
    """
    claims.unindex(connection, text_id)
    book.unmark(connection, text_id)
    shown, publication_id, day = book.bases(connection, text_id)[0]
    decide.forget(connection, text_id)
    carrier = Carrier(load_article(connection, publication_id))
    threads = to_threads(book.load_decisions(connection, text_id))
    models = [*wanted, *(c for t in threads for c in _claims_of(t) if any(carrier.agree(c, w) for w in wanted))]
    gone: list[Claim] = list(models)
    count = 0
    for reading_id in _ids(connection, "SELECT id FROM reading WHERE text_id = ?", text_id):
        before = load_reading(connection, publication_id, reading_id)
        after = without(before, _meant(carrier, before.claims, models))
        if len(after.claims) == len(before.claims):
            continue
        kept = {claim.id for claim in after.claims}
        gone += [claim for claim in before.claims if claim.id not in kept]
        count += len(before.claims) - len(after.claims) if reading_id == shown else 0
        _write_again(connection, text_id, reading_id, after, day, now)
    known = [
        d.key for t in threads if any(carrier.agree(c, g) for c in _claims_of(t) for g in gone) for d in t.decisions
    ]
    book.remove(connection, known, now)
    carry.remove_claims(connection, text_id, {carrier.key(claim) for claim in gone}, now)
    forget.remove_claims(connection, text_id, {carrier.key(claim) for claim in gone}, now)
    book.show_again(connection, text_id, now)
    return count


def _claims_of(thread: Thread) -> Iterable[Claim]:
    return (claim for decision in thread.decisions for claim in decision.claims())


def _meant(carrier: Carrier, those: Sequence[Claim], models: Sequence[Claim]) -> set[str]:
    """The ids of claims with the models' very words, where there are none of those that agree."""
    found = set()
    for model in models:
        key = carrier.key(model)
        same = {claim.id for claim in those if carrier.key(claim) == key}
        found |= same or {claim.id for claim in those if carrier.agree(claim, model)}
    return found


def _write_again(
    connection: sqlite3.Connection, text_id: int, reading_id: int, reading: Reading, day: str | None, now: str
) -> None:
    told, salt = to_rows(reading), log.new_salt()
    (current,) = connection.execute("SELECT current FROM reading WHERE id = ?", (reading_id,)).fetchone()
    claims.remove(connection, reading_id)
    claims.insert(connection, text_id, reading_id, told.claims, day, current=bool(current))
    connection.execute(
        "UPDATE reading SET mentions = ?, digest = ?, salt = ? WHERE id = ?",
        (told.mentions, told.digest, salt, reading_id),
    )
    _enter(connection, "reading", reading_id, log.commitment(told.body, salt), now)


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
