"""Keeping the file: copies that are whole, and a file no larger than what it holds."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import LedgerDamagedError, OutputError, UsageError
from sayso.ledger.connect import open_reader, open_writer, shown, told
from sayso.ledger.rewrite import rebuild_indexes, rewrite

_PAGES = 4096  # copied at once, so that a writer beside is not held up


@dataclass(frozen=True, slots=True, kw_only=True)
class Compacted:
    """Bytes of the file before and after."""

    before: int
    after: int


def backup(path: Path, target: Path) -> int:
    """Copies the ledger while others may write to it, and gives the copy's bytes. The copy appears when it is whole.

    Raises UsageError where the target is the ledger, OutputError where it exists or cannot be written.
    """
    if target.exists():
        if target.samefile(path):
            raise UsageError("The backup is the ledger itself.", hint="Give another file.")
        raise OutputError(f"{shown(target)} exists.", hint="Give another name: a backup never replaces a file.")
    part = target.with_name(f".{target.name}.part")
    source = open_reader(path)
    try:
        part.unlink(missing_ok=True)
        part.touch()  # an error of the system tells more than SQLite's "unable to open"
        with told(shown(target)):
            copy = sqlite3.connect(part)
            try:
                source.backup(copy, pages=_PAGES)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
                if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                    raise LedgerDamagedError(f"{shown(path)} is damaged.", hint="sayso verify tells where.")
            finally:
                copy.close()
        os.link(part, target)  # unlike a rename, never over a file that came meanwhile
    except OSError as error:
        raise OutputError(f"{shown(target)} cannot be written: {error.strerror or error}.") from error
    finally:
        source.close()
        _no_trace(part)
    return target.stat().st_size


def _no_trace(part: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        part.with_name(part.name + ending).unlink(missing_ok=True)


def compact(path: Path) -> Compacted:
    """Brings an older file up to date, builds the search indexes anew and gives free pages back to the disk.

    Needs as much free space again as the file takes. Raises LedgerBusyError, OutputError.
    """
    before = path.stat().st_size if path.exists() else 0
    connection = open_writer(path, create=False)
    try:
        with told(shown(path)):
            connection.execute("BEGIN IMMEDIATE")
            rebuild_indexes(connection)
            connection.execute("COMMIT")
            rewrite(connection)
    finally:
        connection.close()
    return Compacted(before=before, after=path.stat().st_size)
