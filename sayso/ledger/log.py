"""The log's chain: each entry binds the one before, and commits to content without telling it.

A commitment is BLAKE2b over the content as canonical JSON, keyed with a random salt that stands in the row of the
content. Whoever holds row and salt can prove that the content is what was entered; when a redaction has removed both,
the entry still proves that something stood there, and no guess at it can be tested.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from dataclasses import dataclass
from typing import Literal

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
SALT = 16  # bytes
Subject = Literal[
    "publication", "reading", "decision", "rule", "fetch", "prediction", "resolution", "grade_override",
    "speaker_decision", "question_decision", "origin_decision",
]  # fmt: skip
Action = Literal["add", "redact", "set", "drop", "reread"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log. commitment, previous and digest: 64 hexadecimal digits each."""

    number: int
    at: str
    action: str
    subject: str
    subject_id: int
    commitment: str
    previous: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(
            canonical(
                ["l1", self.number, self.at, self.action, self.subject, self.subject_id, self.commitment, self.previous]
            )
        ).hexdigest()


def canonical(value: object) -> bytes:
    """JSON with sorted keys, without spaces, in ASCII: equal values give equal bytes."""
    return _ENCODER.encode(value).encode("ascii")


def new_salt() -> bytes:
    return secrets.token_bytes(SALT)


def commitment(body: bytes, salt: bytes) -> str:
    """64 hexadecimal digits that bind content (as `canonical` gives it) and salt."""
    return hashlib.blake2b(body, key=salt, digest_size=32).hexdigest()


def append(
    connection: sqlite3.Connection, *, at: str, action: Action, subject: Subject, subject_id: int, commits: str
) -> Entry:
    """Adds an entry after the last, within the caller's transaction."""
    last = connection.execute("SELECT number, digest FROM log ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = last or (0, genesis(connection))
    entry = Entry(
        number=number + 1, at=at, action=action, subject=subject, subject_id=subject_id, commitment=commits,
        previous=previous,
    )  # fmt: skip
    connection.execute(
        "INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (entry.number, at, action, subject, subject_id, commits, previous, entry.digest),
    )
    return entry


def genesis(connection: sqlite3.Connection) -> str:
    """What the first entry takes for the one before: random, so that two ledgers never share a chain."""
    found = connection.execute("SELECT value FROM ledger WHERE name = 'genesis'").fetchone()
    return str(found[0]) if found else ""
