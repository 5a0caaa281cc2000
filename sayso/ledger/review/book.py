"""The rows of decisions: entering them, and keeping what a text shows in line with them. Only store.py writes.

What a text shows after decisions is a reading of its own, whose base is the reader's. It is made anew whenever a
decision, a publication or a reading of the text comes in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sayso.errors import BadReadingError, LedgerDamagedError
from sayso.ledger import claims, log
from sayso.ledger.readings import load_reading
from sayso.ledger.review.bodies import from_json, parent_of, to_json
from sayso.ledger.review.decided import Decided, Mark, decided
from sayso.ledger.review.records import Decision, to_threads
from sayso.ledger.rows import to_rows

_COLUMNS = tuple(f.name for f in fields(Decision) if f.name not in {"sha256", "parent"})  # the parent is in `decided`
_SELECT = f"SELECT text.sha256, text.text, {', '.join(f'decision.{c}' for c in _COLUMNS)} FROM decision"  # noqa: S608
_FROM_TEXT = "JOIN text ON text.id = decision.text_id"


def load_decisions(connection: sqlite3.Connection, text_id: int) -> tuple[Decision, ...]:
    """All decisions on claims of a text in their order."""
    rows = connection.execute(f"{_SELECT} {_FROM_TEXT} WHERE text_id = ? ORDER BY at, decision.id", (text_id,))
    return tuple(to_decision(row) for row in rows)


def to_decision(row: Sequence[Any]) -> Decision:
    """A row of _SELECT. Raises LedgerDamagedError for one that says nothing readable."""
    sha256, text, *told = row
    values = dict(zip(_COLUMNS, told, strict=True))
    try:
        given, wanted = from_json(values["given"], text), from_json(values["decided"], text)
        parent = parent_of(values["decided"])
    except (ValueError, LookupError, TypeError) as error:
        raise LedgerDamagedError(f"A decision of {values['at']} cannot be read: {error!r}.") from error
    return Decision(sha256=sha256, **(values | {"given": given, "decided": wanted, "parent": parent}))


def has_decisions(connection: sqlite3.Connection, text_id: int) -> bool:
    return connection.execute("SELECT 1 FROM decision WHERE text_id = ?", (text_id,)).fetchone() is not None


def knows(connection: sqlite3.Connection, key: str) -> bool:
    return connection.execute("SELECT 1 FROM decision WHERE key = ?", (key,)).fetchone() is not None


def enter(connection: sqlite3.Connection, text_id: int, decision: Decision, now: str) -> int:
    """Adds a decision and its entry in the log, within the caller's transaction, and gives its row."""
    salt = log.new_salt()
    told = {name: getattr(decision, name) for name in _COLUMNS}
    told |= {"given": to_json(decision.given), "decided": to_json(decision.decided, decision.parent)}
    names = ("key", "text_id", *_COLUMNS, "salt")
    row = connection.execute(
        f"INSERT INTO decision ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",  # noqa: S608 - our names
        (decision.key, text_id, *told.values(), salt),
    ).lastrowid
    assert row is not None
    commits = log.commitment(decision.body, salt)
    log.append(connection, at=now, action="add", subject="decision", subject_id=row, commits=commits)
    return row


def remove(connection: sqlite3.Connection, keys: Sequence[str], now: str) -> None:
    """Deletes decisions that mark no claim (see unmark) by their keys; the log tells that something was there."""
    for key in keys:
        (row,) = connection.execute("SELECT id FROM decision WHERE key = ?", (key,)).fetchone()
        connection.execute("DELETE FROM decision WHERE id = ?", (row,))
        nothing = log.commitment(log.canonical(None), log.new_salt())
        log.append(connection, at=now, action="redact", subject="decision", subject_id=row, commits=nothing)


def bases(connection: sqlite3.Connection, text_id: int) -> tuple[tuple[int, int, str | None], ...]:
    """The readers' readings of a text that publications have, the first publication's first: id, publication, day."""
    rows = connection.execute(
        "SELECT reading_id, id, day FROM publication WHERE text_id = ? ORDER BY day IS NULL, published, id", (text_id,)
    )
    found: dict[int, tuple[int, int, str | None]] = {}
    for row in rows:
        found.setdefault(row[0], row)
    return tuple(found.values())


def decide_over(connection: sqlite3.Connection, text_id: int) -> tuple[tuple[int, Decided], ...]:
    """What each reading of a text comes to with its decisions; () where none is in force. Reads only."""
    threads = to_threads(load_decisions(connection, text_id))
    if not any(t.ruling for t in threads):
        return ()
    return tuple(
        (reading, decided(load_reading(connection, publication, reading), threads, day))
        for reading, publication, day in bases(connection, text_id)
    )


def refresh(connection: sqlite3.Connection, text_id: int, now: str) -> None:
    """Makes what a text shows again: search index, current reading, claims that persons decided."""
    claims.unindex(connection, text_id)
    unmark(connection, text_id)
    show_again(connection, text_id, now)


def show_again(connection: sqlite3.Connection, text_id: int, now: str) -> None:
    """The second half of refresh, for a text whose claims are out of the search index and bear no marks."""
    first, _, day = bases(connection, text_id)[0]
    shown = first
    for number, (base, told) in enumerate(decide_over(connection, text_id)):
        made = _add(connection, text_id, base, told, day, now)
        if number == 0:
            shown = made
            _mark(connection, base, told.rejected)
    claims.make_current(connection, text_id, shown)
    claims.index(connection, text_id)


def unmark(connection: sqlite3.Connection, text_id: int) -> None:
    """Throws away what decisions made; the claims must be out of the search index. The reader's reading is shown."""
    claims.make_current(connection, text_id, bases(connection, text_id)[0][0])
    connection.execute(
        "UPDATE claim SET verdict = NULL, decision_id = NULL WHERE text_id = ? AND verdict IS NOT NULL", (text_id,)
    )
    for (made,) in connection.execute(
        "SELECT id FROM reading WHERE text_id = ? AND base_id IS NOT NULL", (text_id,)
    ).fetchall():
        claims.remove(connection, made)
        connection.execute("DELETE FROM reading WHERE id = ?", (made,))


def _add(connection: sqlite3.Connection, text_id: int, base: int, told: Decided, day: str | None, now: str) -> int:
    rows = to_rows(told.reading)
    made = connection.execute(
        "INSERT INTO reading (text_id, reader, contract, language, refusals, mentions, digest, current, salt, added,"
        " base_id) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)",
        (
            text_id, rows.reader, rows.contract, rows.language, rows.refusals, rows.mentions, rows.digest, b"", now,
            base,
        ),
    ).lastrowid  # fmt: skip
    assert made is not None
    claims.insert(connection, text_id, made, rows.claims, day, current=False)
    _mark(connection, made, told.marks)
    return made


def _mark(connection: sqlite3.Connection, reading_id: int, marks: Sequence[Mark]) -> None:
    connection.executemany(
        "UPDATE claim SET verdict = ?, decision_id = (SELECT id FROM decision WHERE key = ?)"
        " WHERE reading_id = ? AND number = ?",
        [(mark.standing, mark.decision.key, reading_id, mark.place + 1) for mark in marks],
    )


def check_places(decision: Decision, text: str) -> None:
    """Raises BadReadingError where a decision points outside its text, or at other words than it says."""
    for claim in decision.claims():
        for span in claim.spans():
            if not 0 <= span.start <= span.end <= len(text) or text[span.start : span.end] != span.text:
                raise BadReadingError(
                    f"A decision on {decision.claim} was not kept: a span {span.start}–{span.end} is not in its text.",
                    hint="The ledger that it comes from is damaged: sayso verify tells where.",
                )
