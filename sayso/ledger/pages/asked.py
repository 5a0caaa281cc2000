"""Questions for the desk: lists of them with their sides, one with all its claims, and who moved."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.errors import UsageError
from sayso.ledger.hits import Hit, load_hits

POSITIONS = ("yes", "hedged yes", "unclear", "hedged no", "no")
_YES, _NO = frozenset({"yes", "hedged yes"}), frozenset({"no", "hedged no"})
_MOST_MEMBERS = 2_000  # claims of a question that its page loads
_NAMED = 6  # speakers that a list names
_COLUMNS = (
    "question.id, question.key, question.wording, question.claims, question.yes, question.no, question.speakers,"
    " question.outlets, question.first_day, question.last_day"
)
_SPOKEN = (
    "coalesce((SELECT speaker.name FROM speaker_use JOIN speaker ON speaker.id = speaker_use.speaker_id"
    " WHERE speaker_use.source_id = coalesce(speech.source_id, claim.source_id)"
    " AND speaker_use.text_id = claim.text_id), said.label, source.label)"
)
_VOICE = (
    " JOIN claim ON claim.key = proposition.claim AND claim.current"
    " LEFT JOIN speech ON speech.claim_id = claim.id AND speech.basis <> 'office'"
    " LEFT JOIN source AS said ON said.id = speech.source_id LEFT JOIN source ON source.id = claim.source_id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as a list shows it. yes, no, unclear: speakers on each side; who is on both counts on both."""

    key: str
    wording: str
    claims: int
    outlets: int
    yes: int
    no: int
    unclear: int
    first: str | None
    last: str | None
    speakers: tuple[str, ...]

    @property
    def is_contested(self) -> bool:
        return bool(self.yes and self.no)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A claim of a question. day: on which it was said, or first published. speaker: None for an outlet's own text."""

    hit: Hit
    position: str
    day: str | None
    speaker: str | None

    @property
    def side(self) -> str:
        """yes, no or unclear."""
        return "yes" if self.position in _YES else "no" if self.position in _NO else "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Where somebody, or the matter (speaker None), moved. before, after: keys of the claims."""

    question: str
    wording: str
    kind: str
    speaker: str | None
    why: str
    before: str
    after: str
    before_words: str
    after_words: str
    before_day: str | None
    after_day: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with its claims by day. decided: by a person's decision it has its wording. whole: all are here."""

    key: str
    wording: str
    members: tuple[Member, ...]
    moves: tuple[Move, ...]
    decided: bool
    outlets: int
    whole: bool


def list_questions(
    connection: sqlite3.Connection,
    *,
    contested: bool = False,
    words: str | None = None,
    limit: int = 20,
    start: int = 0,
) -> tuple[Asked, ...]:
    """Questions, the disputed with most speakers first. words: that the wording holds, all of them."""
    where, values = ["question.claims > 1"], dict[str, object](limit=limit, start=start)
    if contested:
        where.append("question.yes > 0 AND question.no > 0")
    for number, word in enumerate((words or "").split()[:12]):
        where.append(f"instr(lower(question.wording), :word{number}) > 0")
        values[f"word{number}"] = word.lower()
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM question WHERE {' AND '.join(where)}"  # noqa: S608 - parts of our own
        " ORDER BY (question.yes > 0 AND question.no > 0) DESC, question.speakers DESC, question.claims DESC,"
        " question.key LIMIT :limit OFFSET :start",
        values,
    ).fetchall()
    return tuple(_asked(connection, rows))


def count_contested(connection: sqlite3.Connection) -> int:
    """How many questions are disputed."""
    row = connection.execute("SELECT count(*) FROM question WHERE yes > 0 AND no > 0").fetchone()
    return int(row[0])


def _asked(connection: sqlite3.Connection, rows: Sequence[Sequence[Any]]) -> Iterable[Asked]:
    ids = json.dumps([row[0] for row in rows])
    told = connection.execute(
        f"SELECT position.question_id, position.position, {_SPOKEN}, count(*)"  # noqa: S608 - parts of our own
        " FROM position JOIN proposition ON proposition.id = position.proposition_id" + _VOICE + " WHERE"
        " position.question_id IN (SELECT value FROM json_each(?)) GROUP BY 1, 2, 3 ORDER BY 4 DESC, 3",
        (ids,),
    ).fetchall()
    for row_id, key, wording, claims, _, _, _, outlets, first, last in rows:
        mine = [(position, speaker) for question, position, speaker, _ in told if question == row_id]
        yes, no = ({s for p, s in mine if p in side} for side in (_YES, _NO))
        others = {speaker for _, speaker in mine} - yes - no
        yield Asked(
            key=key,
            wording=wording,
            claims=claims,
            outlets=outlets,
            yes=len(yes),
            no=len(no),
            unclear=len(others),
            first=first,
            last=last,
            speakers=tuple(dict.fromkeys(speaker for _, speaker in mine if speaker))[:_NAMED],
        )


def load_question(connection: sqlite3.Connection, key: str) -> Question:
    """A question by its key or the beginning of it. Raises UsageError."""
    found = connection.execute(
        "SELECT id, key, wording, decision, outlets FROM question WHERE key >= ? AND key < ? LIMIT 2", (key, key + "g")
    ).fetchall()
    if len(found) != 1 or not key:
        raise UsageError(f"No question has the key {key[:60]!r}.", hint="It may have been grouped anew: see Questions.")
    row_id, whole_key, wording, decision, outlets = found[0]
    rows = connection.execute(
        f"SELECT claim.id, position.position, proposition.day, {_SPOKEN} FROM position"  # noqa: S608 - parts of our own
        " JOIN proposition ON proposition.id = position.proposition_id" + _VOICE + " WHERE position.question_id = ?"
        " ORDER BY proposition.day IS NULL, proposition.day, claim.id LIMIT ?",
        (row_id, _MOST_MEMBERS + 1),
    ).fetchall()
    hits = load_hits(connection, [row[0] for row in rows[:_MOST_MEMBERS]])
    return Question(
        key=whole_key,
        wording=wording,
        members=tuple(
            Member(hit=hits[claim_id], position=position, day=day, speaker=speaker)
            for claim_id, position, day, speaker in rows[:_MOST_MEMBERS]
        ),
        moves=_moves(connection, "question.id = ?", (row_id,), 50),
        decided=decision is not None,
        outlets=outlets,
        whole=len(rows) <= _MOST_MEMBERS,
    )


def latest_moves(connection: sqlite3.Connection, limit: int) -> tuple[Move, ...]:
    """Where speakers turned round, or a hedge came or went, the latest first."""
    return _moves(connection, "move.speaker IS NOT NULL", (), limit)


def _moves(connection: sqlite3.Connection, where: str, values: tuple[object, ...], limit: int) -> tuple[Move, ...]:
    rows = connection.execute(
        "SELECT question.key, question.wording, move.kind, move.speaker, move.why, before.claim, after.claim,"  # noqa: S608
        " one.content, other.content, before.day, after.day FROM move"
        " JOIN question ON question.id = move.question_id"
        " JOIN proposition AS before ON before.id = move.before_id"
        " JOIN proposition AS after ON after.id = move.after_id"
        " JOIN claim AS one ON one.key = before.claim AND one.current"
        " JOIN claim AS other ON other.key = after.claim AND other.current"
        f" WHERE {where} ORDER BY after.day DESC, question.key, before.claim LIMIT ?",
        (*values, limit),
    )
    names = Move.__slots__
    order = ("question", "wording", "kind", "speaker", "why", "before", "after", "before_words", "after_words",
             "before_day", "after_day")  # fmt: skip
    assert set(order) == set(names)
    return tuple(Move(**dict(zip(order, row, strict=True))) for row in rows)


def questions_of(connection: sqlite3.Connection, claims: Sequence[str]) -> dict[str, tuple[str, str, str, bool]]:
    """Of claims, by their keys: the question's key and wording, the claim's position, whether it is contested."""
    rows = connection.execute(
        "SELECT proposition.claim, question.key, question.wording, position.position,"
        " question.yes > 0 AND question.no > 0 FROM proposition"
        " JOIN position ON position.proposition_id = proposition.id JOIN question ON question.id = position.question_id"
        " WHERE question.claims > 1 AND proposition.claim IN (SELECT value FROM json_each(?))",
        (json.dumps(list(claims)),),
    )
    return {claim: (key, wording, position, bool(both)) for claim, key, wording, position, both in rows}


def spoken_questions(connection: sqlite3.Connection, wordings: Sequence[str], limit: int) -> tuple[Asked, ...]:
    """Questions in which a source speaks, by its wordings, the disputed first."""
    rows = connection.execute(
        f"SELECT DISTINCT {_COLUMNS} FROM (SELECT key FROM claim WHERE current AND EXISTS (SELECT 1 FROM question)"  # noqa: S608
        " AND source_id IN (SELECT id FROM source WHERE label IN (SELECT value FROM json_each(?)))"
        " ORDER BY id DESC LIMIT ?) AS mine"
        " CROSS JOIN proposition ON proposition.claim = mine.key"
        " JOIN position ON position.proposition_id = proposition.id JOIN question ON question.id = position.question_id"
        " WHERE question.claims > 1"
        " ORDER BY (question.yes > 0 AND question.no > 0) DESC, question.claims DESC, question.key LIMIT ?",
        (json.dumps(list(wordings)), _MOST_MEMBERS, limit),
    ).fetchall()
    return tuple(_asked(connection, rows))


def moves_of(connection: sqlite3.Connection, speakers: Sequence[str], limit: int) -> tuple[Move, ...]:
    """Where speakers of these names moved."""
    return _moves(connection, "move.speaker IN (SELECT value FROM json_each(?))", (json.dumps(list(speakers)),), limit)
