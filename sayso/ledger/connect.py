"""Opening the file, for one writer or many readers, and what SQLite says turned into errors with a cure."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sayso.errors import (
    LedgerBusyError,
    LedgerDamagedError,
    LedgerError,
    LedgerSchemaError,
    NoLedgerError,
    OutputError,
    SaysoError,
    UnreadableError,
)
from sayso.ledger.rewrite import rebuild_indexes
from sayso.ledger.schema import Migration, check_sqlite, check_version, load_migrations, migrate

PATIENCE = 30.0
"""Seconds to wait for another writer, whose batches take well under one."""
_CACHE = -65_536  # KiB of pages that a connection may hold
_MAGIC = b"SQLite format 3\x00"
_RETRY = 0.05  # seconds; SQLite does not wait by itself where the journal's mode changes


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turns errors of SQLite about the file `where` into ours, each with what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise explained(error, where) from error


def explained(error: sqlite3.Error, where: str) -> SaysoError:
    """The error of ours that an error of SQLite about the file `where` is."""
    name = getattr(error, "sqlite_errorname", None) or ""
    for starts, kind, message, hint in _MEANINGS:
        if name.startswith(starts):
            return kind(message.format(where=where, error=error), hint=hint)
    return LedgerError(f"{where}: {error}.")


_MEANINGS: tuple[tuple[tuple[str, ...], type[SaysoError], str, str | None], ...] = (
    (
        ("SQLITE_BUSY", "SQLITE_LOCKED"),
        LedgerBusyError,
        "{where} is being written by another program.",
        "Wait until it is done, then give the same command.",
    ),
    (
        ("SQLITE_READONLY", "SQLITE_PERM"),
        OutputError,
        "{where} may not be written.",
        "Ask for the permission, or write to a copy.",
    ),
    (
        ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_TRUNCATE", "SQLITE_IOERR_SHMSIZE"),
        OutputError,
        "{where} cannot grow: the disk is full or a limit is reached. What was accepted before is safe.",
        "Make room, then give the same command: it goes on.",
    ),
    (("SQLITE_NOTADB",), NoLedgerError, "{where} is not a ledger.", "Give another --ledger."),
    (
        ("SQLITE_CORRUPT",),
        LedgerDamagedError,
        "{where} is damaged: {error}.",
        "sayso verify tells where. Go back to a backup (sayso backup).",
    ),
    (
        ("SQLITE_CANTOPEN", "SQLITE_IOERR"),
        UnreadableError,
        "{where} cannot be opened or read: {error}.",
        "Look whether its folder is there and open to you.",
    ),
)


def open_writer(path: Path, *, create: bool = True, patience: float = PATIENCE) -> sqlite3.Connection:
    """A connection that may write; the file is made, or brought to the newest form, where needed.

    Raises NoLedgerError, LedgerSchemaError, LedgerBusyError, LedgerDamagedError, OutputError.
    """
    check_sqlite()
    where = shown(path)
    fresh = not path.exists()
    if fresh and not create:
        raise _missing(where)
    if path.is_dir():
        raise NoLedgerError(f"{where} is a folder.", hint="Give the file of a ledger, for example sayso.db.")
    if not fresh and not os.access(path, os.W_OK):
        raise OutputError(f"{where} may not be written.", hint="Ask for the permission, or write to a copy.")
    _check_head(path, where)
    migrations = load_migrations()
    with told(where):
        connection = _connect(path, "rwc", patience)
        try:
            _prepare(connection, where, migrations, patience)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection, where: str, migrations: tuple[Migration, ...], patience: float) -> None:
    version = check_version(connection, where, migrations)
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _to_wal(connection, patience)
    # FULL: what was told as kept survives the loss of power. The log and a batch share one such write.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = FAST")
    if version < migrations[-1].number:
        migrate(connection, where, migrations, rebuild_indexes)


def _to_wal(connection: sqlite3.Connection, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not (error.sqlite_errorname or "").startswith("SQLITE_BUSY") or time.monotonic() > until:
                raise
            time.sleep(_RETRY)


def open_reader(path: Path, *, patience: float = PATIENCE) -> sqlite3.Connection:
    """A connection that cannot write. Raises NoLedgerError, LedgerSchemaError, LedgerDamagedError, UnreadableError."""
    check_sqlite()
    where = shown(path)
    if path.is_dir():
        raise NoLedgerError(f"{where} is a folder.", hint="Give the file of a ledger, for example sayso.db.")
    if not path.exists():
        raise _missing(where)
    if not os.access(path, os.R_OK):
        raise UnreadableError(f"{where} may not be read.", hint="Ask for the permission to read it.")
    _check_head(path, where)
    migrations = load_migrations()
    with told(where):
        try:
            connection, version = _look(path, where, "ro", patience, migrations)
        except sqlite3.OperationalError as error:
            if not _is_sealed(path, error):
                raise
            connection, version = _look(path, where, "ro&immutable=1", patience, migrations)
    if version < migrations[-1].number:
        connection.close()
        if not version:
            raise NoLedgerError(f"{where} is empty.", hint="Add articles: sayso add PATH… --ledger FILE")
        raise LedgerSchemaError(
            f"{where} has form {version}, which is older than this version of sayso.",
            hint=f"Back it up, then bring it up to date: sayso compact --ledger {where}",
        )
    connection.execute("PRAGMA query_only = ON")
    return connection


def _look(
    path: Path, where: str, mode: str, patience: float, migrations: tuple[Migration, ...]
) -> tuple[sqlite3.Connection, int]:
    connection = _connect(path, mode, patience)
    try:
        return connection, check_version(connection, where, migrations)
    except BaseException:
        connection.close()
        raise


def _is_sealed(path: Path, error: sqlite3.OperationalError) -> bool:
    """Whether a file cannot be opened only since its folder is closed to us: nobody writes there, so it holds still."""
    name = error.sqlite_errorname or ""
    log = path.with_name(path.name + "-wal")
    idle = not log.exists() or log.stat().st_size == 0
    return name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")) and idle and not os.access(path.parent, os.W_OK)


def _connect(path: Path, mode: str, patience: float) -> sqlite3.Connection:
    name = f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}"
    connection = sqlite3.connect(name, uri=True, timeout=patience, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = {_CACHE}")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def shown(path: Path) -> str:
    """A path for messages; names that are not UTF-8 get U+FFFD for what cannot be written."""
    return os.fsencode(path).decode("utf-8", "replace")


def _check_head(path: Path, where: str) -> None:
    """Raises NoLedgerError for a file that is not SQLite's; SQLite takes one of a few bytes for an empty one."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except FileNotFoundError:
        return
    except OSError as error:
        raise UnreadableError(f"{where} cannot be read: {error.strerror or error}.") from error
    if head and head != _MAGIC:
        raise NoLedgerError(f"{where} is not a ledger.", hint="Give another --ledger.")


def _missing(where: str) -> NoLedgerError:
    return NoLedgerError(f"{where} does not exist.", hint="Add articles first: sayso add PATH… --ledger FILE")
