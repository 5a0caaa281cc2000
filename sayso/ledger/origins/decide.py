"""What persons say of pairs of articles: only ever added, taken back by another, and stronger than the machine."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal, cast

from sayso.errors import UsageError
from sayso.identity import tagged
from sayso.ledger import log
from sayso.ledger.proofs import Finding, committed
from sayso.ledger.review.checks import check_words
from sayso.ledger.schema import second_after
from sayso.link.origins.records import Say

Verdict = Literal["independent", "dependent", "undo"]
_NAME, _REASON = 200, 4000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginDecision:
    """Whether two articles have one origin. one, other: their keys. at: UTC. undoes: key of what is taken back."""

    verdict: Verdict
    one: str
    other: str
    reviewer: str
    at: str
    why: str | None = None
    undoes: str | None = None

    @property
    def key(self) -> str:
        return tagged("d4", [self.body.decode("ascii")])

    @property
    def body(self) -> bytes:
        """What the log commits to."""
        return log.canonical(["o1", self.verdict, self.one, self.other, self.reviewer, self.at, self.why, self.undoes])

    @property
    def pair(self) -> frozenset[str]:
        return frozenset((self.one, self.other))


_COLUMNS = tuple(f.name for f in fields(OriginDecision))


def load(connection: sqlite3.Connection) -> tuple[OriginDecision, ...]:
    """All decisions, the latest last."""
    rows = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM origin_decision ORDER BY at, id")  # noqa: S608 - ours
    return tuple(OriginDecision(**dict(zip(_COLUMNS, row, strict=True))) for row in rows)


def standing(decisions: Sequence[OriginDecision]) -> tuple[OriginDecision, ...]:
    """Those in force: not taken back, and the last of their pair."""
    gone = {d.undoes for d in decisions if d.verdict == "undo"}
    return tuple({d.pair: d for d in decisions if d.verdict != "undo" and d.key not in gone}.values())


def says(connection: sqlite3.Connection) -> tuple[Say, ...]:
    """Those in force, as the count of origins takes them."""
    return tuple(
        Say(
            a=d.one, b=d.other, value=cast(Literal["independent", "dependent"], d.verdict), who=d.reviewer,
            why=d.why or "no reason given",
        )
        for d in standing(load(connection))
    )  # fmt: skip


def decide(
    connection: sqlite3.Connection, verdict: Verdict, one: str, other: str, *, reviewer: str, why: str | None, now: str
) -> OriginDecision:
    """Enters a decision, in the caller's transaction. one, other: keys of articles or of claims in them, or their
    beginnings. undo: of the pair's last. Raises UsageError."""
    one, other = whole(connection, one), whole(connection, other)
    if one == other:
        raise UsageError("That is one article, not two.")
    if verdict != "undo" and not why:
        raise UsageError("Tell why, so that others can judge it.", hint="--because …")
    decisions = load(connection)
    held = next((d for d in standing(decisions) if d.pair == {one, other}), None)
    if verdict == "undo" and held is None:
        raise UsageError("Nothing was said of these two articles.")
    if held is not None and held.verdict == verdict and held.why == why:
        raise UsageError(f"That was said already, by {held.reviewer} on {held.at}.")
    made = OriginDecision(
        verdict=verdict, one=one, other=other, reviewer=check_words(reviewer, "a reviewer's name", _NAME),
        at=max([now, *(d.at for d in decisions)]),  # a clock that was set back puts nothing before what stands
        why=check_words(why, "a reason", _REASON) if why else None,
        undoes=held.key if verdict == "undo" and held else None,
    )  # fmt: skip
    known = {d.key for d in decisions}
    while made.key in known:  # the very same was said and taken back within this second
        made = replace(made, at=second_after(made.at))
    _enter(connection, made, now)
    return made


def whole(connection: sqlite3.Connection, told: str) -> str:
    """The key of the article that a key of it, or of a claim in it, begins. Raises UsageError."""
    if told.startswith("k1:"):
        sql = (
            "SELECT DISTINCT publication.key FROM claim JOIN text ON text.id = claim.text_id"
            " JOIN publication ON publication.id = text.first WHERE claim.key >= ? AND claim.key < ?"
        )
    elif told.startswith("a1:"):
        sql = "SELECT key FROM publication WHERE key >= ? AND key < ?"
    else:
        raise UsageError(f"{told[:80]!r} is the key of no article and no claim.", hint="They begin with a1: and k1:.")
    found = connection.execute(sql, (told, told + "g")).fetchmany(2)
    if len(found) != 1:
        many = "More than one key begins" if found else "No key begins"
        raise UsageError(f"{many} with {told[:80]}.", hint="sayso articles lists them." if not found else None)
    return str(found[0][0])


def take(connection: sqlite3.Connection, decisions: Sequence[OriginDecision], now: str) -> int:
    """Enters another ledger's decisions that are not there yet and whose articles are; gives how many."""
    known = {row[0] for row in connection.execute("SELECT key FROM origin_decision")}
    taken = 0
    for one in decisions:
        here = connection.execute(
            "SELECT count(*) FROM publication WHERE key IN (?, ?)", (one.one, one.other)
        ).fetchone()[0]
        if one.key not in known and here == len(one.pair):
            _enter(connection, one, now)
            taken += 1
    return taken


def _enter(connection: sqlite3.Connection, made: OriginDecision, now: str) -> None:
    salt = log.new_salt()
    row = connection.execute(
        f"INSERT INTO origin_decision (key, {', '.join(_COLUMNS)}, salt)"  # noqa: S608 - our names
        f" VALUES (?, {', '.join('?' * len(_COLUMNS))}, ?)",
        (made.key, *(getattr(made, name) for name in _COLUMNS), salt),
    ).lastrowid
    assert row is not None
    commits = log.commitment(made.body, salt)
    log.append(connection, at=now, action="add", subject="origin_decision", subject_id=row, commits=commits)


def forget(connection: sqlite3.Connection, text_id: int, now: str) -> None:
    """Deletes decisions on articles of a text that is removed on request, in the caller's transaction."""
    for (row,) in connection.execute(
        "SELECT DISTINCT origin_decision.id FROM origin_decision JOIN publication"
        " ON publication.key IN (origin_decision.one, origin_decision.other) WHERE publication.text_id = ?",
        (text_id,),
    ).fetchall():
        connection.execute("DELETE FROM origin_decision WHERE id = ?", (row,))
        nothing = log.commitment(log.canonical(None), log.new_salt())
        log.append(connection, at=now, action="redact", subject="origin_decision", subject_id=row, commits=nothing)


def origin_findings(connection: sqlite3.Connection) -> list[Finding]:
    """Whether each decision is what the log commits to, and under its own key."""
    found: list[Finding] = []
    rows = connection.execute(f"SELECT id, key, salt, {', '.join(_COLUMNS)} FROM origin_decision")  # noqa: S608 - ours
    for row, key, salt, *told in rows.fetchall():
        made = OriginDecision(**dict(zip(_COLUMNS, told, strict=True)))
        found += committed(connection, "origin_decision", row, log.commitment(made.body, salt))
        if made.key != key:
            found.append(Finding(area="origin_decision", where=key, what="has another key than its content"))
    return found
