"""Grades that persons set, of sources and of claims: entering them, taking them back, which one is in force."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sayso.errors import UsageError
from sayso.ledger import log
from sayso.ledger.outcomes.records import Kind, Setting
from sayso.ledger.review.checks import check_words
from sayso.weigh.grades import CREDIBILITIES, RELIABILITIES

_COLUMNS = tuple(f.name for f in fields(Setting) if f.name != "sha256")
_SELECT = (
    f"SELECT text.sha256, {', '.join(f'one.{c}' for c in _COLUMNS)} FROM grade_override AS one"  # noqa: S608 - ours
    " LEFT JOIN text ON text.id = one.text_id"
)


def settings_of(connection: sqlite3.Connection, kind: Kind, subjects: Sequence[str]) -> tuple[Setting, ...]:
    """All grades that persons set of a claim, or of any wording of a source, the earliest first."""
    marks = ", ".join("?" * len(subjects))
    rows = connection.execute(
        f"{_SELECT} WHERE one.kind = ? AND one.subject IN ({marks}) ORDER BY one.at, one.id", (kind, *subjects)
    )
    return tuple(to_setting(row) for row in rows)


def all_settings(connection: sqlite3.Connection) -> tuple[Setting, ...]:
    return tuple(to_setting(row) for row in connection.execute(f"{_SELECT} ORDER BY one.at, one.id"))


def to_setting(row: Sequence[Any]) -> Setting:
    return Setting(**dict(zip(("sha256", *_COLUMNS), row, strict=True)))


def in_force(settings: Sequence[Setting]) -> Setting | None:
    """The last one that nobody took back."""
    gone = {one.undoes for one in settings}
    return next((one for one in reversed(settings) if one.grade is not None and one.key not in gone), None)


def set_grade(
    connection: sqlite3.Connection,
    kind: Kind,
    subjects: Sequence[str],
    label: str,
    grade: str | None,
    *,
    reviewer: str,
    why: str,
    now: str,
    text_id: int | None = None,
) -> Setting:
    """Sets a grade, or takes the one in force back with None. subjects: wordings of the source, the main one first.

    Raises UsageError.
    """
    known = RELIABILITIES if kind == "source" else CREDIBILITIES
    if grade is not None and grade not in known:
        what = "a source's reliability" if kind == "source" else "a claim's credibility"
        raise UsageError(f"{grade!r} is not {what}.", hint=f"One of: {', '.join(known)}.")
    before = settings_of(connection, kind, subjects)
    ruling = in_force(before)
    if grade is None and ruling is None:
        raise UsageError(f"Nobody set a grade of {label}.")
    sha256 = None
    if text_id is not None:
        (sha256,) = connection.execute("SELECT sha256 FROM text WHERE id = ?", (text_id,)).fetchone()
    subject = ruling.subject if ruling is not None else subjects[0]
    same = [one for one in before if one.subject == subject]
    one = Setting(
        sha256=sha256,
        kind=kind,
        subject=subject,
        label=label,
        grade=grade,
        reviewer=check_words(reviewer, "a name", 200),
        at=max([now, *(s.at for s in before)]),
        why=check_words(why, "a reason", 4000),
        undoes=ruling.key if grade is None and ruling is not None else None,
        previous=same[-1].key if same else None,
    )
    enter(connection, text_id, one, now)
    return one


def enter(connection: sqlite3.Connection, text_id: int | None, one: Setting, now: str) -> None:
    """Adds a setting and its entry in the log."""
    salt = log.new_salt()
    names = ("key", "text_id", *_COLUMNS, "salt")
    row = connection.execute(
        f"INSERT INTO grade_override ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",  # noqa: S608 - ours
        (one.key, text_id, *(getattr(one, name) for name in _COLUMNS), salt),
    ).lastrowid
    assert row is not None
    commits = log.commitment(one.body, salt)
    log.append(connection, at=now, action="add", subject="grade_override", subject_id=row, commits=commits)
