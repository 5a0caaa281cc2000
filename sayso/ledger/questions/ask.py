"""Asking for questions: lists of them, and one with all its claims. Reads only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sayso.errors import UsageError
from sayso.ledger.hits import Hit, load_hits
from sayso.ledger.questions import book
from sayso.ledger.questions.regroup import key_of
from sayso.ledger.questions.sides import speakers_of
from sayso.ledger.search import ClaimFilter, to_search
from sayso.link.questions.news import news
from sayso.link.questions.records import POSITIONS, Move, Moved, Position

Sort = Literal["claims", "sides", "latest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
_ORDERS: dict[Sort, str] = {
    "claims": "question.claims DESC",
    "sides": "min(question.yes, question.no) DESC, question.claims DESC",
    "latest": "question.last_day DESC",
}
_ROW = (
    "question.id, question.key, question.wording, question.claims, question.yes, question.no,"
    " question.claims - question.yes - question.no, question.speakers, question.outlets, question.first_day,"
    " question.last_day, (SELECT count(*) FROM move WHERE move.question_id = question.id"
    " AND kind IN ('reversal', 'new fact')), question.decision"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """A question as lists show it. yes, no, unclear: claims, hedged ones as well. decision: that worded it."""

    id: int
    question: str
    wording: str
    claims: int
    yes: int
    no: int
    unclear: int
    speakers: int
    outlets: int
    first_day: str | None
    last_day: str | None
    shifts: int
    decision: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A claim of a question. day: on which it was said, or first published. speaker: across articles where that is
    known, else as the article names it; None for an outlet's own text. new: what was new with it."""

    hit: Hit
    position: Position
    day: str | None
    speaker: str | None
    new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    """What moved, from one claim to a later one."""

    question: str
    wording: str
    kind: Move
    speaker: str | None
    day_before: str | None
    day_after: str | None
    why: str
    before: Hit
    after: Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question with all its claims in the order of time, what moved, and what persons decided about it."""

    row: QuestionRow
    placed: tuple[Placed, ...]
    moves: tuple[MoveRow, ...]
    decisions: tuple[book.Decision, ...]


def unlinked(connection: sqlite3.Connection) -> int:
    """How many texts came in, or were read anew, since claims were linked."""
    (found,) = connection.execute(
        "SELECT count(*) FROM reading LEFT JOIN proposition_text ON proposition_text.text_id = reading.text_id"
        " WHERE reading.current AND proposition_text.reading_id IS NOT reading.id"
    ).fetchone()
    return int(found)


def keys_where(connection: sqlite3.Connection, wanted: ClaimFilter) -> tuple[str, dict[str, object]] | None:
    """SQL of the keys of claims that meet a filter with its values; None where nothing can. Raises UsageError."""
    search = to_search(connection, wanted)
    if search is None:
        return None
    sql = (
        "SELECT claim.key FROM claim_words CROSS JOIN claim ON claim.id = claim_words.rowid"  # noqa: S608 - our parts
        f" WHERE {search.conditions()}"
    )
    return sql, search.values


def find_questions(
    connection: sqlite3.Connection,
    wanted: ClaimFilter,
    *,
    disputed: bool = False,
    sort: Sort = "claims",
    limit: int = 20,
    start: int = 0,
) -> tuple[tuple[QuestionRow, ...], bool]:
    """Questions with a claim that meets the filter, and whether there are more. Raises UsageError."""
    where, values = ["true"], dict[str, object](limit=limit + 1, start=start)
    if not wanted.is_empty():
        keys = keys_where(connection, wanted)
        if keys is None:
            return (), False
        where.append(
            "question.id IN (SELECT question_id FROM position JOIN proposition ON proposition.id = proposition_id"  # noqa: S608
            f" WHERE proposition.claim IN ({keys[0]}))"
        )
        values |= keys[1]
    if disputed:
        where.append("question.yes > 0 AND question.no > 0")
    rows = connection.execute(
        f"SELECT {_ROW} FROM question WHERE {' AND '.join(where)} ORDER BY {_ORDERS[sort]}, question.id"  # noqa: S608
        " LIMIT :limit OFFSET :start",
        values,
    ).fetchall()
    return tuple(_row(row) for row in rows[:limit]), len(rows) > limit


def _row(row: Sequence[object]) -> QuestionRow:
    return QuestionRow(**dict(zip(QuestionRow.__slots__, row, strict=True)))  # type: ignore[arg-type]


def find(connection: sqlite3.Connection, told: str) -> QuestionRow:
    """A question by its key, by that of one of its claims, or by the beginning of either. Raises UsageError.

    A key that a question had before it went into another finds that one.
    """
    kind, _, rest = told.partition(":")
    if kind not in {"q1", "k1"} or not rest:
        raise UsageError(f"{told!r} is no key.", hint="Keys begin with q1: (questions) or k1: (claims).")
    column = "question.key" if kind == "q1" else "proposition.claim"
    rows = connection.execute(
        f"SELECT DISTINCT {_ROW} FROM question JOIN position ON position.question_id = question.id"  # noqa: S608
        f" JOIN proposition ON proposition.id = position.proposition_id WHERE {column} >= ? AND {column} < ? LIMIT 9",
        (told, told + "g"),
    ).fetchall()
    if len(rows) > 1:
        raise UsageError(f"{len(rows)} or more keys begin with {told}.", hint="Give more of it.")
    if rows:
        return _row(rows[0])
    if kind == "q1":
        for question_id, claim in connection.execute(
            "SELECT question_id, claim FROM position JOIN proposition ON proposition.id = position.proposition_id"
        ):
            if key_of(claim).startswith(told):
                return _row(connection.execute(f"SELECT {_ROW} FROM question WHERE id = ?", (question_id,)).fetchone())  # noqa: S608
    what = "No question has the key" if kind == "q1" else "No question holds a claim with the key"
    raise UsageError(f"{what} {told}.", hint="sayso questions lists them; sayso link finds new ones.")


def load(connection: sqlite3.Connection, told: str) -> Asked:
    """A question with all that is known of it. told: as `find` takes it. Raises UsageError."""
    row = find(connection, told)
    rows = connection.execute(
        "SELECT proposition.id, claim.id, position.position, proposition.day FROM position"
        " JOIN proposition ON proposition.id = position.proposition_id"
        " JOIN claim ON claim.key = proposition.claim AND claim.current WHERE position.question_id = ?"
        " ORDER BY proposition.day IS NULL, proposition.day, proposition.id",
        (row.id,),
    ).fetchall()
    hits = load_hits(connection, [claim for _, claim, _, _ in rows])
    speakers = speakers_of(connection, [hit.claim for hit in hits.values()])
    moved = find_moves(connection, of=row.id)
    place = {hits[claim].claim: n for n, (_, claim, _, _) in enumerate(rows)}
    positions = [next(p for p in POSITIONS if p == told) for _, _, told, _ in rows]
    names = [speakers.get(hits[claim].claim) or hits[claim].spoken_by or hits[claim].source for _, claim, _, _ in rows]
    inner = [
        Moved(kind=m.kind, before=place[m.before.claim], after=place[m.after.claim], why=m.why)
        for m in moved
        if m.before.claim in place and m.after.claim in place
    ]
    new = news(positions, names, inner)
    placed = tuple(
        Placed(hit=hits[claim], position=positions[n], day=day, speaker=names[n], new=new[n])
        for n, (_, claim, _, day) in enumerate(rows)
    )
    return Asked(row=row, placed=placed, moves=moved, decisions=_decisions(connection, set(place)))


def _decisions(connection: sqlite3.Connection, claims: set[str]) -> tuple[book.Decision, ...]:
    """Decisions that name a claim of these, with those that take them back."""
    told = book.decisions(connection)
    own = {one.key for one in told if any(key in claims for some in one.claims for key in some)}
    for one in told:  # the earliest first: taking back may be taken back
        if one.undoes in own:
            own.add(one.key)
    return tuple(one for one in told if one.key in own)


def find_moves(
    connection: sqlite3.Connection,
    *,
    of: int | None = None,
    kinds: Sequence[Move] = (),
    wanted: ClaimFilter | None = None,
    limit: int = -1,
    start: int = 0,
) -> tuple[MoveRow, ...]:
    """What moved, the latest first; of one question in the order of time. wanted: of either claim."""
    where, values = ["true"], dict[str, object](limit=limit, start=start)
    if of is not None:
        where.append("move.question_id = :of")
        values["of"] = of
    if kinds:
        where.append("move.kind IN (SELECT value FROM json_each(:kinds))")
        values["kinds"] = json.dumps(list(kinds))
    if wanted is not None and not wanted.is_empty():
        keys = keys_where(connection, wanted)
        if keys is None:
            return ()
        where.append(f"(before.claim IN ({keys[0]}) OR after.claim IN ({keys[0]}))")
        values |= keys[1]
    order = "after.day, after.id" if of is not None else "after.day DESC, after.id DESC"
    rows = connection.execute(
        "SELECT question.key, question.wording, move.kind, move.speaker, before.day, after.day, move.why, one.id,"  # noqa: S608
        " other.id FROM move JOIN question ON question.id = move.question_id"
        " JOIN proposition AS before ON before.id = move.before_id JOIN claim AS one ON one.key = before.claim"
        " AND one.current JOIN proposition AS after ON after.id = move.after_id JOIN claim AS other ON"
        f" other.key = after.claim AND other.current WHERE {' AND '.join(where)} ORDER BY {order}"
        " LIMIT :limit OFFSET :start",
        values,
    ).fetchall()
    hits = load_hits(connection, [one for row in rows for one in row[-2:]])
    return tuple(
        MoveRow(
            question=key,
            wording=wording,
            kind=kind,
            speaker=speaker,
            day_before=day_before,
            day_after=day_after,
            why=why,
            before=hits[one],
            after=hits[other],
        )
        for key, wording, kind, speaker, day_before, day_after, why, one, other in rows
    )
