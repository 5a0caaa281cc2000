"""Decisions proved from the log and their text, and what a text shows proved from the readers' readings and them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from sayso.errors import BadReadingError, LedgerDamagedError
from sayso.ledger import log
from sayso.ledger.proofs import Finding, claim_findings, committed
from sayso.ledger.review.book import bases, check_places, decide_over, load_decisions
from sayso.ledger.review.decided import Decided, Mark
from sayso.ledger.review.records import Decision
from sayso.ledger.rows import to_rows


def decision_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Each decision: that it is what the log commits to, points into its text, and follows the ones it names."""
    for (text_id,) in connection.execute("SELECT DISTINCT text_id FROM decision ORDER BY text_id").fetchall():
        rows = connection.execute(
            "SELECT decision.id, decision.key, decision.salt, text.text FROM decision JOIN text ON text.id = text_id"
            " WHERE text_id = ? ORDER BY at, decision.id",
            (text_id,),
        ).fetchall()
        try:
            told = load_decisions(connection, text_id)
        except LedgerDamagedError as error:
            yield Finding(area="decision", where=f"text {text_id}", what=error.message)
            continue
        known = {d.key: d.subject for d in told}
        for (row, key, salt, text), decision in zip(rows, told, strict=True):
            where = f"decision {row}"
            if decision.key != key:
                yield Finding(area="decision", where=where, what="was changed: its key is not that of its content")
            yield from committed(connection, "decision", row, log.commitment(decision.body, salt))
            yield from _points(decision, where, text, known)


def _points(decision: Decision, where: str, text: str, known: dict[str, str]) -> Iterator[Finding]:
    try:
        check_places(decision, text)
    except BadReadingError as error:
        yield Finding(area="decision", where=where, what=error.message)
    for other in (decision.previous, decision.undoes):
        if other is not None and known.get(other) != decision.subject:
            yield Finding(area="decision", where=where, what="names a decision on its claim that is not there")


def shown_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """What each text with decisions shows, made again; and that no other text shows what nobody decided."""
    texts = connection.execute(
        "SELECT text_id FROM decision UNION SELECT text_id FROM reading WHERE base_id IS NOT NULL"
        " UNION SELECT text_id FROM claim WHERE decision_id IS NOT NULL OR verdict IS NOT NULL ORDER BY 1"
    ).fetchall()
    for (text_id,) in texts:
        where = f"text {text_id}"
        try:
            right = decide_over(connection, text_id)
        except (LedgerDamagedError, BadReadingError, ValueError, LookupError, TypeError) as error:
            yield Finding(area="decision", where=where, what=f"cannot be laid over its reading: {error!r}")
            continue
        held = dict(
            connection.execute(
                "SELECT base_id, id FROM reading WHERE text_id = ? AND base_id IS NOT NULL", (text_id,)
            ).fetchall()
        )
        if sorted(held) != sorted(base for base, _ in right):
            yield Finding(area="decision", where=where, what="does not show what was decided; any decision mends that")
            continue
        day = bases(connection, text_id)[0][2]
        marks: dict[int, tuple[Mark, ...]] = {}
        for number, (base, told) in enumerate(right):
            marks |= {held[base]: told.marks, base: told.rejected if number == 0 else ()}
            yield from _reading_findings(connection, held[base], told, day)
        yield from _mark_findings(connection, text_id, marks)


def _reading_findings(connection: sqlite3.Connection, made: int, told: Decided, day: str | None) -> Iterator[Finding]:
    try:
        rows = to_rows(told.reading)
    except BadReadingError as error:
        yield Finding(area="decision", where=f"reading {made}", what=error.message)
        return
    held = connection.execute(
        "SELECT digest, (SELECT count(*) FROM claim WHERE reading_id = reading.id) FROM reading WHERE id = ?", (made,)
    ).fetchone()
    if held != (rows.digest, len(rows.claims)):
        yield Finding(area="decision", where=f"reading {made}", what="is not what was decided; any decision mends that")
    else:
        yield from claim_findings(connection, made, rows, day)


def _mark_findings(
    connection: sqlite3.Connection, text_id: int, marks: dict[int, tuple[Mark, ...]]
) -> Iterator[Finding]:
    right = {(r, m.place + 1): (m.standing, m.decision.key) for r, told in marks.items() for m in told}
    rows = connection.execute(
        "SELECT claim.reading_id, claim.number, claim.verdict, decision.key FROM claim"
        " LEFT JOIN decision ON decision.id = claim.decision_id"
        " WHERE claim.text_id = ? AND (claim.verdict IS NOT NULL OR claim.decision_id IS NOT NULL)",
        (text_id,),
    )
    held = {(row[0], row[1]): (row[2], row[3]) for row in rows}
    if held != right:
        yield Finding(area="decision", where=f"text {text_id}", what="has claims marked otherwise than decided")
