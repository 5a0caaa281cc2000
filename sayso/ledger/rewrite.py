"""The file written anew: search indexes from their rows, and no page that is not in use."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from sayso.errors import LedgerBusyError
from sayso.ledger import speech

INDEXES = {"claim_words": "claim_index", "source_words": "source", "text_words": "text", "title_words": "publication"}
"""The search indexes, each with what its rows are made of."""


def rebuild_indexes(connection: sqlite3.Connection) -> None:
    """Builds every search index from its rows, within the caller's transaction; what was deleted leaves no word."""
    speech.derive_all(connection)
    for index in INDEXES:
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608 - names of ours
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608


def rewrite(connection: sqlite3.Connection) -> None:
    """Leaves only pages in use, and an empty log file beside. Raises LedgerBusyError where a reader holds it back."""
    with suppress(sqlite3.OperationalError):  # it only helps to plan searches; without room the next step says so
        connection.execute("PRAGMA optimize")
    connection.execute("VACUUM")
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise LedgerBusyError(
            "Another program has the ledger open, so what was removed still stands in the log file beside it.",
            hint="Close that program, then: sayso compact",
        )
