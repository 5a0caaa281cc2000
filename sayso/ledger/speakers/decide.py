"""What persons decided about speakers: only ever added, taken back by another, and stronger than the machine."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal, cast

from sayso.errors import UsageError
from sayso.identity import tagged
from sayso.ledger import log
from sayso.ledger.rows import folded
from sayso.ledger.schema import second_after

Verdict = Literal["same", "other", "undo"]
_LONGEST = {"a name": 300, "a reviewer's name": 200, "a reason": 4000}
_PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerDecision:
    """Whether two names are one speaker's. at: UTC. undoes: key of the decision that is taken back."""

    verdict: Verdict
    one: str
    other: str
    reviewer: str
    at: str
    why: str | None = None
    undoes: str | None = None

    @property
    def key(self) -> str:
        return tagged("d2", [self.body.decode("ascii")])

    @property
    def body(self) -> bytes:
        """What the log commits to."""
        return log.canonical(["p1", self.verdict, self.one, self.other, self.reviewer, self.at, self.why, self.undoes])

    @property
    def pair(self) -> tuple[str, str]:
        """Both names in one form and order."""
        one, other = sorted((folded(self.one), folded(self.other)))
        return one, other


COLUMNS = tuple(f.name for f in fields(SpeakerDecision))


def load(connection: sqlite3.Connection) -> tuple[SpeakerDecision, ...]:
    """All decisions, the latest last."""
    rows = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM speaker_decision ORDER BY at, id")  # noqa: S608 - ours
    return tuple(SpeakerDecision(**dict(zip(COLUMNS, row, strict=True))) for row in rows)


def standing(decisions: Sequence[SpeakerDecision]) -> tuple[SpeakerDecision, ...]:
    """Those in force: not taken back, and the last of their pair."""
    gone = {d.undoes for d in decisions if d.verdict == "undo"}
    last = {d.pair: d for d in decisions if d.verdict != "undo" and d.key not in gone}
    return tuple(last.values())


def decide(
    connection: sqlite3.Connection, verdict: Verdict, one: str, other: str, *, reviewer: str, why: str | None, now: str
) -> SpeakerDecision:
    """Enters a decision, in the caller's transaction. undo: of the pair's last. Raises UsageError."""
    one, other = _checked(one, "a name"), _checked(other, "a name")
    if folded(one) == folded(other):
        raise UsageError(f"{one!r} and {other!r} are the same wording.")
    made = SpeakerDecision(
        verdict=verdict, one=one, other=other, reviewer=_checked(reviewer, "a reviewer's name"), at=now,
        why=_checked(why, "a reason") if why else None,
    )  # fmt: skip
    decisions = load(connection)
    held = next((d for d in standing(decisions) if d.pair == made.pair), None)
    if verdict == "undo" and held is None:
        raise UsageError(f"Nothing was decided about {one!r} and {other!r}.")
    if held is not None and held.verdict == verdict:
        raise UsageError(f"That was decided already, by {held.reviewer} on {held.at}.")
    at = max([now, *(d.at for d in decisions)])  # a clock that was set back puts nothing before what stands
    undoes = held.key if verdict == "undo" and held else None
    made = SpeakerDecision(
        verdict=verdict, one=one, other=other, reviewer=made.reviewer, at=at, why=made.why, undoes=undoes
    )  # fmt: skip
    known = {d.key for d in decisions}
    while made.key in known:  # the very same was decided and taken back within this second
        made = replace(made, at=second_after(made.at))
    _enter(connection, made, now)
    return made


def take(connection: sqlite3.Connection, decisions: Sequence[SpeakerDecision], now: str) -> int:
    """Enters another ledger's decisions that are not there yet; gives how many."""
    known = {row[0] for row in connection.execute("SELECT key FROM speaker_decision")}
    new = [d for d in decisions if d.key not in known]
    for one in new:
        _enter(connection, one, now)
    return len(new)


def _checked(told: str, what: str) -> str:
    words = " ".join(told.replace("\x00", " ").split())
    if not words:
        raise UsageError(f"{what} holds nothing.".capitalize())
    if len(words) > _LONGEST[what]:
        raise UsageError(f"{what} has more than {_LONGEST[what]} characters.".capitalize())
    return words


def _enter(connection: sqlite3.Connection, made: SpeakerDecision, now: str) -> None:
    salt = log.new_salt()
    row = connection.execute(
        f"INSERT INTO speaker_decision (key, {', '.join(COLUMNS)}, salt)"  # noqa: S608 - our names
        f" VALUES (?, {', '.join('?' * len(COLUMNS))}, ?)",
        (made.key, *(getattr(made, name) for name in COLUMNS), salt),
    ).lastrowid
    assert row is not None
    commits = log.commitment(made.body, salt)
    log.append(connection, at=now, action="add", subject="speaker_decision", subject_id=row, commits=commits)


def apply(connection: sqlite3.Connection) -> None:
    """Puts the machine's groups as persons want them, in the caller's transaction. What is derived alone changes.

    First come those that are the same, by name rules as well, then those that are others.
    """
    connection.execute(
        "UPDATE speaker_use SET speaker_id = machine_id, decision = NULL WHERE decision IS NOT NULL"
    )  # fmt: skip
    wanted = standing(load(connection))
    rules = connection.execute("SELECT name, person FROM rule WHERE kind = 'name' ORDER BY added, id").fetchall()
    settled = {d.pair for d in wanted}
    for name, person in rules:
        if tuple(sorted((folded(name), folded(person)))) not in settled:
            _join(connection, name, person, "rule")
    for one in wanted:
        if one.verdict == "same":
            _join(connection, one.one, one.other, one.key)
    for one in wanted:
        if one.verdict == "other":
            _part(connection, one.one, one.other, one.key)


def _join(connection: sqlite3.Connection, one: str, other: str, key: str) -> None:
    sides = [_speakers(connection, name) for name in (one, other)]
    together = {speaker: claims for side in sides for speaker, claims in side.items()}
    if not all(sides) or len(together) < _PAIR:
        return
    whole = [side for side in sides if len(side) == 1]
    among = {speaker for side in whole or sides for speaker in side}
    target = min(among, key=lambda speaker: (-together[speaker], speaker))
    for name, side in zip((one, other), sides, strict=True):
        moving = [speaker for speaker in side if speaker != target]
        if not moving:
            continue
        if len(side) == 1:  # the name is one speaker's: the whole of it
            connection.execute(
                "UPDATE speaker_use SET speaker_id = ?, decision = ? WHERE speaker_id = ?", (target, key, moving[0])
            )
        else:
            connection.execute(
                "UPDATE speaker_use SET speaker_id = ?, decision = ? WHERE speaker_id <> ? AND source_id IN"
                " (SELECT id FROM source WHERE folded = ?)",
                (target, key, target, folded(name)),
            )


def _part(connection: sqlite3.Connection, one: str, other: str, key: str) -> None:
    sides = [_speakers(connection, name) for name in (one, other)]
    for speaker in sorted(set(sides[0]) & set(sides[1])):
        name = min((one, other), key=lambda told: (_claims(connection, speaker, told), len(told), told))
        if not _claims(connection, speaker, name):
            name = other if name == one else one
        (parted,) = connection.execute("SELECT key FROM speaker WHERE id = ?", (speaker,)).fetchone()
        own = tagged("s1", ["own", parted, folded(name)])
        connection.execute(
            "INSERT OR IGNORE INTO speaker (key, kind, name) SELECT ?, kind, ? FROM speaker WHERE id = ?",
            (own, name, speaker),
        )
        connection.execute(
            "UPDATE speaker_use SET speaker_id = (SELECT id FROM speaker WHERE key = ?), decision = ?"
            " WHERE speaker_id = ? AND source_id IN (SELECT id FROM source WHERE folded = ?)",
            (own, key, speaker, folded(name)),
        )


def _speakers(connection: sqlite3.Connection, name: str) -> dict[int, int]:
    """Speakers that a wording stands for, else those of that name, with their claims under it."""
    found = connection.execute(
        "SELECT speaker_id, sum(speaker_use.claims) FROM speaker_use JOIN source ON source.id = speaker_use.source_id"
        " WHERE source.folded = ? AND speaker_id NOTNULL GROUP BY speaker_id",
        (folded(name),),
    ).fetchall()
    if not found:
        found = connection.execute(
            "SELECT speaker.id, (SELECT sum(claims) FROM speaker_use WHERE speaker_id = speaker.id) FROM speaker"
            " WHERE name = ? COLLATE NOCASE AND kind <> 'unnamed'"
            " AND EXISTS (SELECT 1 FROM speaker_use WHERE speaker_id = speaker.id)",
            (name,),
        ).fetchall()
    return dict(found)


def _claims(connection: sqlite3.Connection, speaker: int, name: str) -> int:
    found = connection.execute(
        "SELECT coalesce(sum(speaker_use.claims), 0) FROM speaker_use JOIN source ON source.id = speaker_use.source_id"
        " WHERE speaker_id = ? AND source.folded = ?",
        (speaker, folded(name)),
    ).fetchone()
    return cast(int, found[0])


def forget(connection: sqlite3.Connection, text_id: int) -> None:
    """Drops what was derived with the help of a text that changes or goes: no reason may tell of its words.

    It is made again by the next `link`; in the caller's transaction.
    """
    texts = json.dumps(
        [text_id]
        + [
            row[0]
            for row in connection.execute(
                "SELECT DISTINCT text_id FROM speaker_use WHERE block IN"
                " (SELECT block FROM speaker_use WHERE text_id = ?)",
                (text_id,),
            )
        ]
    )
    for table in ("speaker_use", "speaker_text"):
        connection.execute(f"DELETE FROM {table} WHERE text_id IN (SELECT value FROM json_each(?))", (texts,))  # noqa: S608


def forget_names(connection: sqlite3.Connection, now: str) -> None:
    """Deletes decisions that name a wording which no source has any more, after a removal on request."""
    for row, *names in connection.execute("SELECT id, one, other FROM speaker_decision").fetchall():
        known = [connection.execute("SELECT 1 FROM source WHERE folded = ?", (folded(n),)).fetchone() for n in names]
        if not all(known):
            connection.execute("DELETE FROM speaker_decision WHERE id = ?", (row,))
            nothing = log.commitment(log.canonical(None), log.new_salt())
            log.append(connection, at=now, action="redact", subject="speaker_decision", subject_id=row, commits=nothing)
