"""Proving the ledger again from its own content: nothing is taken on trust but the words of the texts.

Checked, in this order: the pages of the file; references between rows; the chain of the log; that each text has its
digest; that each publication and each reading, made again from its rows, is the one that the log commits to, and that
the rows are those which it gives, spans included; what was fetched, with its digests;
each decision, and what texts show after them; predictions, outcomes and grades that persons gave; who speaks where a
text names no source; the counts that lists go by; the search indexes. All that is wrong is told, with where it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import LedgerBusyError, LedgerDamagedError, OutputError
from sayso.ledger import proofs
from sayso.ledger.archive import fetch_findings
from sayso.ledger.connect import explained, open_reader, open_writer, shown
from sayso.ledger.origins.decide import origin_findings
from sayso.ledger.outcomes.proofs import outcome_findings
from sayso.ledger.proofs import Finding
from sayso.ledger.questions.proofs import question_findings
from sayso.ledger.review.proofs import decision_findings, shown_findings
from sayso.ledger.rewrite import INDEXES
from sayso.ledger.speakers.proofs import speaker_findings

_CLAIMS = "claim WHERE reading_id IN (SELECT id FROM reading WHERE base_id IS NULL)"  # as readers gave them
_PATIENCE = 5.0  # seconds for a writer to finish; without it the indexes are counted only


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was checked and what is wrong. head: digest of the log's last entry. notes: what could not be checked."""

    findings: tuple[Finding, ...]
    texts: int
    publications: int
    claims: int
    entries: int
    decisions: int
    head: str
    notes: tuple[str, ...] = ()


def verify(path: Path, *, head: str | None = None) -> Verdict:
    """Checks a ledger. head: a digest noted earlier, which must be in the log, or its end was cut off since.

    Raises what opening raises: a file that cannot be opened cannot be checked.
    """
    connection = open_reader(path)
    notes: list[str] = []
    try:
        findings = list(_findings(connection, head))
        counts = [_count(connection, table) for table in ("text", "publication", _CLAIMS, "log", "decision")]
        last = connection.execute("SELECT digest FROM log ORDER BY number DESC LIMIT 1").fetchone()
    except sqlite3.DatabaseError as error:
        raise LedgerDamagedError(
            f"{shown(path)} is damaged so that it cannot be read to its end: {error}.",
            hint="Go back to a backup, or save what can be saved: sqlite3 FILE .recover",
        ) from error
    finally:
        connection.close()
    findings += _index_findings(path, notes)
    return Verdict(
        findings=tuple(findings),
        texts=counts[0],
        publications=counts[1],
        claims=counts[2],
        entries=counts[3],
        decisions=counts[4],
        head=last[0] if last else "",
        notes=tuple(notes),
    )


def _findings(connection: sqlite3.Connection, head: str | None) -> Iterator[Finding]:
    broken = list(proofs.page_findings(connection))
    if broken:
        yield from broken
        return  # all else would read the same pages
    yield from proofs.reference_findings(connection)
    yield from proofs.log_findings(connection, head)
    yield from proofs.text_findings(connection)
    yield from proofs.publication_findings(connection)
    yield from proofs.reading_findings(connection)
    yield from proofs.speech_findings(connection)
    yield from decision_findings(connection)
    yield from shown_findings(connection)
    yield from fetch_findings(connection)
    yield from outcome_findings(connection)
    yield from speaker_findings(connection)
    yield from question_findings(connection)
    yield from origin_findings(connection)
    yield from proofs.count_findings(connection)


def _index_findings(path: Path, notes: list[str]) -> Iterator[Finding]:
    """SQLite checks an index against its rows only on a connection that may write, though it writes nothing."""
    try:
        connection = open_writer(path, create=False, patience=_PATIENCE)
    except (OutputError, LedgerBusyError):
        notes.append("The file cannot be written now, so the search indexes were counted, not compared word by word.")
        yield from _count_indexes(path)
        return
    try:
        for index in INDEXES:
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
            except sqlite3.DatabaseError as error:
                if not (error.sqlite_errorname or "").startswith("SQLITE_CORRUPT"):
                    raise explained(error, shown(path)) from error
                what = "does not hold the words of its rows; sayso compact builds it anew"
                yield Finding(area="index", where=index, what=what)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
    finally:
        connection.close()


def _count_indexes(path: Path) -> Iterator[Finding]:
    connection = open_reader(path)
    try:
        for index, rows in INDEXES.items():
            held, wanted = _count(connection, f"{index}_docsize"), _count(connection, rows)
            if held != wanted:
                yield Finding(area="index", where=index, what=f"holds {held} rows of {wanted}")
    finally:
        connection.close()


def _count(connection: sqlite3.Connection, table: str) -> int:
    found: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - a name of ours
    return found
