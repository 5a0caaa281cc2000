"""The form of the file: numbered migrations, each with the digest it was released with."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sayso.errors import LedgerDamagedError, LedgerSchemaError, NoLedgerError

MIGRATIONS = Path(__file__).parent / "migrations"
DIGESTS = "digests.json"
APPLICATION = 0x73617973
"""SQLite's application_id of a ledger: "says"."""
_SPEECH = 3  # the form since which speakers are kept
OLDEST_SQLITE = (3, 37)
"""STRICT tables came with 3.37 (https://www.sqlite.org/stricttables.html)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step of the file's form. digest: SHA-256 of the SQL, as 64 hexadecimal digits."""

    number: int
    name: str
    sql: str
    digest: str


def load_migrations(folder: Path = MIGRATIONS) -> tuple[Migration, ...]:
    """All steps in order. Raises LedgerDamagedError for a step that is not the one released under its number."""
    released = json.loads((folder / DIGESTS).read_text(encoding="utf-8"))
    found = []
    for path in sorted(folder.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        digest = hashlib.sha256(sql.encode("utf-8")).hexdigest()
        if released.get(path.name) != digest:
            raise LedgerDamagedError(
                f"The installed file {path.name} is not the one that was released.", hint="Install sayso again."
            )
        found.append(Migration(number=int(path.name[:4]), name=path.stem[5:], sql=sql, digest=digest))
    return tuple(found)


def check_sqlite() -> None:
    """Raises LedgerSchemaError where Python was built with an SQLite that is too old."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise LedgerSchemaError(
            f"This Python has SQLite {sqlite3.sqlite_version}; the ledger needs {'.'.join(map(str, OLDEST_SQLITE))}.",
            hint="Use another build of Python.",
        )


def version_of(connection: sqlite3.Connection, where: str) -> int:
    """The number of the file's last migration, 0 for an empty file. Raises NoLedgerError for a file of others."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if application == APPLICATION:
        return version
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] or version:
        raise NoLedgerError(f"{where} is an SQLite file of another program.", hint="Give another --ledger.")
    return 0


def check_version(connection: sqlite3.Connection, where: str, migrations: tuple[Migration, ...]) -> int:
    """The file's version. Raises LedgerSchemaError for a newer one, LedgerDamagedError for other steps than ours."""
    version = version_of(connection, where)
    newest = migrations[-1].number
    if version > newest:
        raise LedgerSchemaError(
            f"{where} has form {version}; this version of sayso knows forms up to {newest}.",
            hint="It was written by a newer sayso: install that one.",
        )
    if version:
        applied = dict(connection.execute("SELECT number, digest FROM migration"))
        ours = {m.number: m.digest for m in migrations if m.number <= version}
        if applied != ours:
            raise LedgerDamagedError(
                f"{where} was not made by the migrations that this version of sayso holds.",
                hint="Take the sayso that wrote it, or a backup.",
            )
    return version


def migrate(
    connection: sqlite3.Connection,
    where: str,
    migrations: tuple[Migration, ...],
    fill: Callable[[sqlite3.Connection], None],
) -> None:
    """Brings a file to the newest form, all steps or none. The caller has no transaction open.

    fill: called within the transaction where the file has a form without speakers, to find them and index them.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = check_version(connection, where, migrations)  # again: another writer may have been first
        for step in migrations:
            if step.number > version:
                _apply(connection, step)
        if 0 < version < _SPEECH:
            fill(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {migrations[-1].number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _apply(connection: sqlite3.Connection, step: Migration) -> None:
    for statement in statements(step.sql):
        connection.execute(statement)
    now = utc_now()
    connection.execute("INSERT INTO migration VALUES (?, ?, ?, ?)", (step.number, step.name, step.digest, now))
    if step.number == 1:
        start = secrets.token_hex(32)
        connection.executemany(
            "INSERT INTO ledger VALUES (?, ?)", [("id", secrets.token_hex(16)), ("created", now), ("genesis", start)]
        )


def statements(sql: str) -> list[str]:
    """The statements of a script, since executescript would end the transaction around it."""
    found, held = [], ""
    for line in sql.splitlines(keepends=True):
        held += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(held):
            found.append(held)
            held = ""
    return found


def utc_now() -> str:
    """The time in UTC to the second, as ISO 8601 with Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def second_after(at: str) -> str:
    """The time a second after one that utc_now told."""
    return (datetime.fromisoformat(at) + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
