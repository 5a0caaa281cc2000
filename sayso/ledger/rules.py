"""What users of the ledger said about names: for whom an outlet speaks, and how else somebody is called."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Literal

from sayso.ledger import log

Kind = Literal["office", "name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """office: the outlet `name` speaks for `person`. name: `person` is also called `name`. added: UTC."""

    kind: Kind
    name: str
    person: str
    added: str


def rules(connection: sqlite3.Connection, kind: Kind) -> tuple[Rule, ...]:
    """All rules of a kind, by person and name."""
    rows = connection.execute("SELECT name, person, added FROM rule WHERE kind = ? ORDER BY person, name", (kind,))
    return tuple(Rule(kind=kind, name=name, person=person, added=added) for name, person, added in rows)


def set_rule(connection: sqlite3.Connection, kind: Kind, name: str, person: str | None, now: str) -> bool:
    """Sets a rule, or drops it with None, in the caller's transaction. Whether anything changed."""
    row = connection.execute("SELECT id, person FROM rule WHERE kind = ? AND name = ?", (kind, name)).fetchone()
    if (row[1] if row else None) == person:
        return False
    if row:
        connection.execute("DELETE FROM rule WHERE id = ?", (row[0],))
        gone = log.commitment(log.canonical(None), log.new_salt())
        log.append(connection, at=now, action="drop", subject="rule", subject_id=row[0], commits=gone)
    if person is not None:
        salt = log.new_salt()
        made = connection.execute(
            "INSERT INTO rule (kind, name, person, salt, added) VALUES (?, ?, ?, ?, ?)", (kind, name, person, salt, now)
        ).lastrowid
        assert made is not None
        commits = log.commitment(rule_body(kind, name, person), salt)
        log.append(connection, at=now, action="set", subject="rule", subject_id=made, commits=commits)
    return True


def rule_body(kind: str, name: str, person: str) -> bytes:
    """What the log commits to of a rule."""
    return log.canonical(["n1", kind, name, person])


def called(connection: sqlite3.Connection, name: str) -> tuple[str, ...]:
    """A name with those that rules give the same person, itself first."""
    found = connection.execute(
        "SELECT name FROM rule WHERE kind = 'name' AND person = (SELECT person FROM rule WHERE kind = 'name'"
        " AND (name = :name OR person = :name COLLATE NOCASE)) UNION"
        " SELECT person FROM rule WHERE kind = 'name' AND (name = :name OR person = :name COLLATE NOCASE)",
        {"name": " ".join(name.split())},
    )
    return tuple(dict.fromkeys((name, *(row[0] for row in found))))
