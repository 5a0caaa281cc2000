"""A person's word about questions: entered in the book, and put into force at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from sayso.errors import UsageError
from sayso.ledger.questions import book
from sayso.ledger.questions.ask import QuestionRow, find
from sayso.ledger.questions.regroup import regroup
from sayso.ledger.review.checks import check_words
from sayso.ledger.schema import utc_now
from sayso.ledger.store import Store

_LONGEST = {"reviewer": 200, "why": 4000, "wording": 500}


def merge(store: Store, question: str, others: Sequence[str], reviewer: str, why: str | None) -> tuple[str, ...]:
    """Makes one question of several; the keys of the decisions. Raises UsageError."""
    with store.writing():
        connection = store.connection
        keys = []
        for told in others:
            one, other = find(connection, question), find(connection, told)
            if one.id == other.id:
                raise UsageError(f"{told} and {question} are one question already.")
            claims = (_claims(connection, one), _claims(connection, other))
            keys.append(_enter(connection, "merge", claims, None, reviewer, why, None))
        return tuple(keys)


def split(store: Store, question: str, claims: Sequence[str], reviewer: str, why: str | None) -> str:
    """Takes claims out of a question, into one of their own where there are several. Raises UsageError.

    claims: keys, or beginnings of them. Gives the decision's key.
    """
    with store.writing():
        connection = store.connection
        row = find(connection, question)
        held = _claims(connection, row)
        leaving = tuple(dict.fromkeys(_one_of(held, told, question) for told in claims))
        staying = tuple(key for key in held if key not in leaving)
        if not staying:
            raise UsageError("Somebody must stay: these are all claims of the question.")
        return _enter(connection, "split", (leaving, staying), None, reviewer, why, None)


def rename(store: Store, question: str, wording: str, reviewer: str, why: str | None) -> str:
    """Words a question anew; the positions stay as against the claims. Gives the decision's key. Raises UsageError."""
    told = check_words(" ".join(wording.split()), "a wording", _LONGEST["wording"])
    with store.writing():
        connection = store.connection
        return _enter(
            connection, "rename", (_claims(connection, find(connection, question)),), told, reviewer, why, None
        )


def undo(store: Store, decision: str, reviewer: str, why: str | None) -> str:
    """Takes a decision back, by its key or the beginning of it; gives the new decision's key. Raises UsageError."""
    with store.writing():
        connection = store.connection
        known = book.decisions(connection)
        found = [one for one in known if one.key.startswith(decision)]
        if len(found) != 1:
            raise UsageError(f"{decision} is not the key of one decision.", hint="sayso question ID tells them.")
        standing = {one.key for one in book.in_force(known)}
        if found[0].verdict != "undo" and found[0].key not in standing:
            raise UsageError(f"{decision} was taken back already.")
        return _enter(connection, "undo", (), None, reviewer, why, found[0])


def _claims(connection: sqlite3.Connection, row: QuestionRow) -> tuple[str, ...]:
    """Keys of a question's claims, the founding one first."""
    rows = connection.execute(
        "SELECT claim FROM proposition JOIN position ON position.proposition_id = proposition.id WHERE question_id = ?"
        " ORDER BY proposition.day IS NULL, proposition.day, proposition.id",
        (row.id,),
    )
    return tuple(claim for (claim,) in rows)


def _one_of(held: Sequence[str], told: str, question: str) -> str:
    found = [key for key in held if key.startswith(told)]
    if len(found) != 1 or not told.startswith("k1:"):
        raise UsageError(f"{told} is not the key of one claim of {question}.", hint="sayso question ID tells them.")
    return found[0]


def _enter(
    connection: sqlite3.Connection,
    verdict: book.Verdict,
    claims: tuple[tuple[str, ...], ...],
    wording: str | None,
    reviewer: str,
    why: str | None,
    back: book.Decision | None,
) -> str:
    """Enters a decision and groups again what it is about, within the caller's transaction."""
    who = check_words(reviewer, "a reviewer's name", _LONGEST["reviewer"])
    reason = check_words(why, "a reason", _LONGEST["why"]) if why else None
    known = book.decisions(connection)
    now = utc_now()
    at = max([now, *(one.at for one in known[-1:])])  # a clock that was set back puts nothing before what stands
    previous = known[-1].key if known else None
    undoes = back.key if back else None
    key = book.key_for(verdict, claims, wording, who, at, reason, undoes, previous)
    made = book.Decision(
        key=key, verdict=verdict, claims=claims, wording=wording, reviewer=who, at=at, why=reason, undoes=undoes
    )
    book.enter(connection, made, now)
    meant = made
    by_key = {one.key: one for one in known}
    while meant.undoes is not None:
        meant = by_key[meant.undoes]
    put_into_force(connection, {key for some in meant.claims for key in some})
    return key


def put_into_force(connection: sqlite3.Connection, claims: set[str]) -> None:
    """Groups claims, by their keys, anew with the questions that they are in, within the caller's transaction."""
    rows = connection.execute("SELECT id, claim FROM proposition")
    regroup(connection, [row for row, claim in rows if claim in claims], book.wishes(connection))
    connection.execute("DELETE FROM question WHERE id NOT IN (SELECT question_id FROM position)")
