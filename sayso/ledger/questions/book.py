"""What persons decided about questions: rows that are only added, and what they come to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, get_args

from sayso.identity import tagged
from sayso.ledger import log

Verdict = Literal["merge", "split", "rename", "undo"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_COLUMNS = "key, verdict, claims, wording, reviewer, at, why, undoes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One line of the book. claims: keys, in two groups for merge and split, in one for rename, none for undo.

    split: the first group leaves the second. at: UTC, to the second. undoes: the key of the decision taken back.
    """

    key: str
    verdict: Verdict
    claims: tuple[tuple[str, ...], ...]
    wording: str | None
    reviewer: str
    at: str
    why: str | None
    undoes: str | None

    @property
    def body(self) -> bytes:
        """What the log commits to."""
        told = [self.verdict, [list(some) for some in self.claims], self.wording, self.reviewer, self.at, self.why]
        return log.canonical(["qd1", self.key, *told, self.undoes])


def key_for(
    verdict: str, claims: Sequence[Sequence[str]], wording: str | None, who: str, at: str, *more: object
) -> str:
    """The same on every machine. more: what keeps two decisions of one second apart."""
    return tagged("qd1", [log.canonical([verdict, [list(c) for c in claims], wording, who, at, *more]).decode("ascii")])


def decisions(connection: sqlite3.Connection) -> tuple[Decision, ...]:
    """All of them, the earliest first."""
    return tuple(map(_decision, connection.execute(f"SELECT {_COLUMNS} FROM question_decision ORDER BY at, id")))  # noqa: S608


def _decision(row: Sequence[str]) -> Decision:
    key, verdict, claims, *rest = row
    told = tuple(tuple(map(str, some)) for some in json.loads(claims))
    kind = next(v for v in VERDICTS if v == verdict)
    wording, reviewer, at, why, undoes = rest
    return Decision(
        key=key, verdict=kind, claims=told, wording=wording, reviewer=reviewer, at=at, why=why, undoes=undoes
    )


def enter(connection: sqlite3.Connection, one: Decision, now: str) -> None:
    """Adds a decision and its entry in the log, within the caller's transaction."""
    salt = log.new_salt()
    row = connection.execute(
        f"INSERT INTO question_decision ({_COLUMNS}, salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (one.key, one.verdict, json.dumps(one.claims), one.wording, one.reviewer, one.at, one.why, one.undoes, salt),
    ).lastrowid
    assert row is not None
    commits = log.commitment(one.body, salt)
    log.append(connection, at=now, action="add", subject="question_decision", subject_id=row, commits=commits)


def take(connection: sqlite3.Connection, those: Iterable[Decision], now: str) -> int:
    """Enters another ledger's decisions that are not there yet, within the caller's transaction; gives how many.

    Those on claims that are not here, or were removed on request, stay out, and so does what takes them back.
    those: the earliest first.
    """
    known = {one.key for one in decisions(connection)}
    taken = 0
    for one in those:
        told = one.undoes is None or one.undoes in known
        if told and one.key not in known and all(_has_one(connection, some) for some in one.claims):
            enter(connection, one, now)
            known.add(one.key)
            taken += 1
    return taken


def _has_one(connection: sqlite3.Connection, claims: Sequence[str]) -> bool:
    """Whether one of these claims is here."""
    sql = "SELECT 1 FROM claim WHERE key IN (SELECT value FROM json_each(?)) LIMIT 1"
    return connection.execute(sql, (json.dumps(claims),)).fetchone() is not None


def in_force(told: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those that nobody took back; taking back may be taken back. told: the earliest first."""
    gone: set[str] = set()
    found = []
    for one in reversed(tuple(told)):
        if one.key in gone:
            continue
        if one.verdict == "undo":
            gone.add(one.undoes or "")
        else:
            found.append(one)
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the decisions in force want of the groups. together, apart: pairs of claims' keys."""

    together: frozenset[tuple[str, str]]
    apart: frozenset[tuple[str, str]]
    names: tuple[Decision, ...]

    def ties(self, at: Mapping[str, int]) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
        """together and apart as places of claims; those that are not at hand are left out."""
        first, second = (
            tuple((at[a], at[b]) for a, b in sorted(pairs) if a in at and b in at)
            for pairs in (self.together, self.apart)
        )
        return first, second

    def name_of(self, claims: Collection[str]) -> tuple[str, str] | None:
        """The wording that a person gave the question of these claims, and the decision's key; the latest counts."""
        for one in reversed(self.names):
            keys = one.claims[0] if one.claims else ()
            if one.wording and keys and sum(key in claims for key in keys) * 2 > len(keys):
                return one.wording, one.key
        return None


def wishes(connection: sqlite3.Connection) -> Wishes:
    """What the decisions in force come to; the later one counts."""
    together: set[tuple[str, str]] = set()
    apart: set[tuple[str, str]] = set()
    names = []
    for one in in_force(decisions(connection)):
        if one.verdict == "rename":
            names.append(one)
            continue
        leaving, staying = one.claims if len(one.claims) == 2 else ((), ())
        across = {_pair(a, b) for a in leaving for b in staying}
        if one.verdict == "merge":
            apart -= across
            together |= {_pair(a, b) for a, b in pairwise((*leaving, *staying))}
        else:
            together -= across
            apart |= across
            together |= {_pair(a, b) for a, b in pairwise(leaving)}
    return Wishes(together=frozenset(together), apart=frozenset(apart), names=tuple(names))


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def forget_claims(connection: sqlite3.Connection, gone: Collection[str], now: str) -> None:
    """Takes claims that are removed on request out of decisions, within the caller's transaction; the log tells of it.

    A decision that names no other claim goes with them. So do wordings that a person gave to the question of one, since
    they may repeat its words, and what took back a decision that goes.
    """
    known = {one.key: one for one in decisions(connection)}
    dropped: set[str] = set()
    for row, key in connection.execute("SELECT id, key FROM question_decision ORDER BY id").fetchall():
        one = known[key]
        kept = tuple(tuple(k for k in some if k not in gone) for some in one.claims)
        if kept == one.claims and one.undoes not in dropped:
            continue
        if one.verdict in {"rename", "undo"} or not all(kept):
            dropped.add(key)
            connection.execute("DELETE FROM question_decision WHERE id = ?", (row,))
            body, salt = log.canonical(None), log.new_salt()
        else:
            salt = log.new_salt()
            connection.execute(
                "UPDATE question_decision SET claims = ?, salt = ? WHERE id = ?", (json.dumps(kept), salt, row)
            )
            body = replace(one, claims=kept).body
        log.append(
            connection, at=now, action="redact", subject="question_decision", subject_id=row,
            commits=log.commitment(body, salt),
        )  # fmt: skip
