"""Grades as they stand: computed from what the ledger knows, and what a person set instead."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from sayso.errors import UsageError
from sayso.ledger.outcomes.book import subject, whole_key
from sayso.ledger.outcomes.grades import in_force, set_grade, settings_of
from sayso.ledger.outcomes.records import Kind, Setting
from sayso.ledger.outcomes.standing import claims_of, history_of, standing_of
from sayso.ledger.people import Meant, meant_by
from sayso.ledger.rows import folded
from sayso.weigh.grades import Grade, credibility, reliability


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A source or a claim with its grade. subjects: what settings are filed under, the main one first.

    computed: from the ledger, with its lines. settings: all that persons set, the earliest first; ruling: in force.
    claims: of the source; 1 for a claim. source: whose claim it is. meant: who the name was taken for.
    """

    kind: Kind
    label: str
    subjects: tuple[str, ...]
    computed: Grade
    settings: tuple[Setting, ...]
    claims: int
    content: str | None = None
    hedges: str | None = None
    source: str | None = None
    text_id: int | None = None
    meant: Meant | None = None

    @property
    def ruling(self) -> Setting | None:
        return in_force(self.settings)

    @property
    def grade(self) -> str:
        """The one in force: a person's, else the computed one."""
        ruling = self.ruling
        return ruling.grade if ruling is not None and ruling.grade is not None else self.computed.grade


def graded(connection: sqlite3.Connection, what: str) -> Graded:
    """The grade of a claim by its key (k1:…, or its beginning), or of a source by its name. Raises UsageError."""
    return _claim(connection, what) if what.startswith("k1:") else _source(connection, what)


def _claim(connection: sqlite3.Connection, key: str) -> Graded:
    key = whole_key(connection, key)
    row = connection.execute(
        "SELECT content, hedges, coalesce(nullif(name, ''), speaker) FROM claim WHERE key = ?"
        " ORDER BY current DESC, id LIMIT 1",
        (key,),
    ).fetchone()
    if row is None:
        raise UsageError(f"{key} is of a claim that nobody gives any more.")
    filed = subject(connection, key)
    subjects = tuple(dict.fromkeys((filed.key, key)))
    return Graded(
        kind="claim",
        label=key,
        subjects=subjects,
        computed=credibility(standing_of(connection, key)),
        settings=settings_of(connection, "claim", subjects),
        claims=1,
        content=row[0],
        hedges=row[1],
        source=row[2],
        text_id=filed.text_id,
    )


def _source(connection: sqlite3.Connection, name: str) -> Graded:
    meant = meant_by(connection, name)
    names = tuple(dict.fromkeys((*(person.name for person in meant.people), name)))
    claims = tuple(dict.fromkeys((*claims_of(connection, meant.ids), *_linked(connection, names))))
    if not claims:
        raise UsageError(f"No claim is given to {name!r}.", hint="sayso sources lists names.")
    wordings = connection.execute(
        "SELECT folded, label FROM source WHERE id IN (SELECT value FROM json_each(?)) ORDER BY claims DESC, id",
        (json.dumps(list(meant.ids)),),
    ).fetchall() or [(folded(name), name)]
    return Graded(
        kind="source",
        label=wordings[0][1],  # under which most of its claims stand
        subjects=tuple(row[0] for row in wordings),
        computed=reliability(history_of(connection, claims)),
        settings=settings_of(connection, "source", [row[0] for row in wordings]),
        claims=len(claims),
        meant=meant,
    )


def _linked(connection: sqlite3.Connection, names: tuple[str, ...]) -> tuple[str, ...]:
    """Claims of a speaker of one of these names, under whatever wording (sayso speakers)."""
    rows = connection.execute(
        "SELECT claim FROM claim_speakers WHERE speaker IN (SELECT key FROM speaker"
        " WHERE name COLLATE NOCASE IN (SELECT value FROM json_each(?)) AND kind IN ('person', 'body'))",
        (json.dumps(names),),
    )
    return tuple(row[0] for row in rows)


def regrade(
    connection: sqlite3.Connection, one: Graded, grade: str | None, *, reviewer: str, why: str, now: str
) -> Setting:
    """Sets a grade, or takes the one in force back with None, in the caller's transaction. Raises UsageError."""
    return set_grade(
        connection, one.kind, one.subjects, one.label, grade, reviewer=reviewer, why=why, now=now, text_id=one.text_id
    )
