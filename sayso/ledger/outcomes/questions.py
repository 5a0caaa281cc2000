"""Settling a question settles each claim that takes a position in it."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace

from sayso.errors import UsageError
from sayso.ledger.outcomes.ask import IN_FORCE, find_prediction, in_force
from sayso.ledger.outcomes.book import subject, unsettle, whole_key
from sayso.ledger.outcomes.records import Settle
from sayso.weigh.scores import Outcome

_KEY = re.compile(r"q1:[0-9a-f]{4,32}")
_FOR = frozenset({"yes", "hedged yes"})
_AGAINST = frozenset({"no", "hedged no"})


def is_question(key: str) -> bool:
    """Whether this is a question's key, or the beginning of one."""
    return key.startswith("q1:")


def wanted_of(connection: sqlite3.Connection, told: Settle) -> tuple[Settle, ...]:
    """What settling a question (told.claim) means for its claims; those without a clear position stay open.

    The outcome of a claim is that of its content: "denied that the bridge fell" is settled as no where the bridge
    stands. A claim that is itself named as evidence proves nothing of itself and is left out. Raises UsageError.
    """
    question = _whole(connection, told.claim)
    evidence = {one: _subject_key(connection, one) for one in told.evidence}
    rows = connection.execute(
        "SELECT proposition.claim, position.position FROM position"
        " JOIN proposition ON proposition.id = position.proposition_id"
        " JOIN question ON question.id = position.question_id WHERE question.key = ? ORDER BY proposition.id",
        (question,),
    ).fetchall()
    found: dict[str, Settle] = {}
    for claim, position in rows:
        if position not in _FOR | _AGAINST:
            continue
        try:
            what = subject(connection, claim)
        except UsageError:  # a person rejected it, or nobody gives it any more
            continue
        if what.key in evidence.values():
            continue
        outcome = _of_content(told.outcome, agrees=(position in _FOR) is not what.denied)
        one = replace(told, claim=what.key, outcome=outcome, question=question)
        ruling = in_force(connection, what.key)
        if ruling is None or (ruling.outcome, ruling.question) != (outcome, question):
            found.setdefault(what.key, one)
    if not found:
        raise UsageError(f"No claim of {question} with a clear position is left to settle.")
    return tuple(found.values())


def _of_content(outcome: Outcome, *, agrees: bool) -> Outcome:
    """agrees: whether the content says what the question asks for."""
    if outcome not in {"yes", "no"} or agrees:
        return outcome
    return "no" if outcome == "yes" else "yes"


def _subject_key(connection: sqlite3.Connection, evidence: str) -> str | None:
    if not evidence.startswith("k1:"):
        return None
    key = whole_key(connection, evidence)
    known = find_prediction(connection, key)
    return known.key if known else key


def _whole(connection: sqlite3.Connection, key: str) -> str:
    if not _KEY.fullmatch(key):
        raise UsageError(f"{key[:80]!r} is no key of a question.", hint="sayso questions lists them.")
    found = connection.execute(
        "SELECT key FROM question WHERE key >= ? AND key < ? LIMIT 9", (key, key + "g")
    ).fetchall()
    if len(found) > 1:
        raise UsageError(f"{len(found)} or more questions begin with {key}.", hint="Give more of it.")
    if not found:
        raise UsageError(
            f"No question has the key {key}.", hint="sayso link finds questions, sayso questions lists them."
        )
    return str(found[0][0])


def unsettle_question(connection: sqlite3.Connection, key: str, resolver: str, why: str, now: str) -> int:
    """Takes back every outcome in force that was given through a question; how many. Raises UsageError for none.

    The question may have changed since, or be gone: its key is enough.
    """
    if not _KEY.fullmatch(key):
        raise UsageError(f"{key[:80]!r} is no key of a question.", hint="sayso questions lists them.")
    rows = connection.execute(
        "SELECT claim FROM resolution WHERE question >= ? AND question < ? AND outcome <> 'undo'"  # noqa: S608 - ours
        f" AND id = ({IN_FORCE.format(claim='resolution.claim')}) ORDER BY id",
        (key, key + "g"),
    ).fetchall()
    if not rows:
        raise UsageError(f"Nothing was settled through {key}.")
    for (claim,) in rows:
        unsettle(connection, claim, resolver, why, now)
    return len(rows)
