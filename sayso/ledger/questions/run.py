"""Linking: everything new in the ledger is compared and grouped. Safe to kill at any moment, and to call again.

What is done is written every second or so: claims with their vectors, then judgements, then questions. A call that
was broken off goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.ledger.questions import book, judging, regroup, take
from sayso.ledger.store import Store
from sayso.link.records import Judge

Stage = Literal["claims", "pairs", "questions"]
Tell = Callable[[Stage, int, int], None]
"""Called with what is done and what there is in all."""
_TEXTS_AT_ONCE = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What a call brought, and what there is. anew: whether all was made again, being of another judge."""

    claims: int
    pairs: int
    contradictions: int
    questions: int
    disputed: int
    anew: bool


def _nobody(stage: Stage, done: int, total: int) -> None:
    """Tells nobody."""


def link(store: Store, judge: Judge, *, rebuild: bool = False, tell: Tell = _nobody) -> Linked:
    """Compares all claims that were not compared yet, and groups them. rebuild: all are compared anew.

    Judgements of another judge than this are thrown away; keys of questions and what persons decided stay. Raises
    LedgerBusyError, OutputError.
    """
    connection = store.connection
    with store.writing():
        anew = not take.is_of(connection, judge.digest)
        if rebuild or anew:
            take.forget_all(connection)
        run = take.run_of(connection, judge.digest)
    claims = _take_in(store, judge, run, tell)
    pairs = _judge(store, judge, tell)
    tell("questions", 0, 1)
    with store.writing():
        wishes = book.wishes(connection)
        regroup.regroup(connection, regroup.new_ids(connection), wishes)
        _drop_empty(store)
    tell("questions", 1, 1)
    (contradictions,) = connection.execute("SELECT count(*) FROM judgement WHERE verdict = 'contradicts'").fetchone()
    questions, disputed = connection.execute("SELECT count(*), sum(yes > 0 AND no > 0) FROM question").fetchone()
    return Linked(
        claims=claims,
        pairs=pairs,
        contradictions=contradictions,
        questions=questions,
        disputed=disputed or 0,
        anew=anew,
    )


def _take_in(store: Store, judge: Judge, run: int, tell: Tell) -> int:
    waiting = take.waiting(store.connection)
    claims = 0
    for start, some in _parts(waiting, _TEXTS_AT_ONCE):
        tell("claims", start, len(waiting))
        with store.writing():
            claims += take.take_in(store.connection, judge, run, some)
    tell("claims", len(waiting), len(waiting))
    return claims


def _parts(all_: Sequence[tuple[int, int]], size: int) -> Iterator[tuple[int, Sequence[tuple[int, int]]]]:
    for start in range(0, len(all_), size):
        yield start, all_[start : start + size]


def _judge(store: Store, judge: Judge, tell: Tell) -> int:
    connection = store.connection
    work = judging.pairs_to_judge(connection)
    done = 0
    for told in judging.judged(connection, judge, work.pairs):
        tell("pairs", done, len(work.pairs))
        with store.writing():
            judging.write(connection, told)
        done += len(told)
    tell("pairs", len(work.pairs), len(work.pairs))
    with store.writing():
        judging.settle(connection)
    return done


def _drop_empty(store: Store) -> None:
    """Questions whose claims are all gone: kept so far, since their keys must not be lost while all is made anew."""
    store.connection.execute("DELETE FROM question WHERE id NOT IN (SELECT question_id FROM position)")
