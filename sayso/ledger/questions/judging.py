"""Judging: which pairs of propositions are put before the judge, and what it said, in rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from sayso.ledger.questions.sides import sides
from sayso.link.candidates import NEAREST, UNDATED, Pool, nearest, unpack
from sayso.link.records import VERDICTS, Judge, Judgement

MOST_PAIRS, A_CLAIM = 60_000, 0.8
"""Pairs judged in one call, at most, and a new claim where that is more: at some 250 pairs a second five minutes for a
ledger of 100,000 claims that is linked from nothing."""
LARGE, EACH = 20_000, 6
"""In a ledger of more claims than LARGE each new one is held against so many, that an article takes no second."""
AT_ONCE = 256
"""Pairs judged before they are written."""
REPEATED = Judgement(
    verdict="same",
    scores=dict(zip(VERDICTS, (0.98, 0.005, 0.005, 0.005, 0.005), strict=True)),
    reasons=("the same words",),
)
_WIDTH = 384


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Pairs to be judged, by ids of propositions, the later one first."""

    pairs: tuple[tuple[int, int], ...]


def pairs_to_judge(connection: sqlite3.Connection) -> Work:
    """What those that are new must be held against, the most promising pairs first, without what was judged."""
    (new,) = connection.execute("SELECT count(*) FROM proposition WHERE state = 0 AND repeats_id IS NULL").fetchone()
    if not new:
        return Work(pairs=())
    pool, ids = _pool(connection)
    each = EACH if len(ids) > LARGE else NEAREST
    found = nearest(pool, len(ids) - new, most=max(MOST_PAIRS, int(A_CLAIM * new)), each=each)
    told = [_in_order(int(ids[a]), int(ids[b])) for a, b in zip(found.later, found.earlier, strict=True)]
    known = _known(connection, told)
    return Work(pairs=tuple(pair for pair in told if pair not in known))


def _in_order(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a > b else (b, a)


def _pool(connection: sqlite3.Connection) -> tuple[Pool, np.ndarray]:
    """All that are no repetitions, those judged before the new ones; with their ids."""
    rows: list[tuple[int, int | None, str | None, bytes]] = []
    for which in ("+state <> 0", "state = 0"):  # apart, since sorting would move all vectors
        sql = f"SELECT id, outer_id, day, vector FROM proposition WHERE {which} AND repeats_id IS NULL ORDER BY id"  # noqa: S608
        rows += connection.execute(sql)
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    place = {int(one): n for n, one in enumerate(ids)}
    packed = np.frombuffer(b"".join(row[3] for row in rows), dtype=np.int8).reshape(len(rows), -1)
    ordinals = {day: date.fromisoformat(day).toordinal() if day else UNDATED for day in {row[2] for row in rows}}
    days = [ordinals[row[2]] for row in rows]
    pool = Pool(
        vectors=unpack(packed),
        days=np.array(days, dtype=np.int64),
        outer=np.array([-1 if row[1] is None else place.get(row[1], -1) for row in rows], dtype=np.int64),
    )
    return pool, ids


def _known(connection: sqlite3.Connection, pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    later = json.dumps(sorted({a for a, _ in pairs}))
    rows = connection.execute(
        "SELECT a_id, b_id FROM judgement WHERE a_id IN (SELECT value FROM json_each(?))", (later,)
    )
    return set(rows)


def judged(
    connection: sqlite3.Connection, judge: Judge, pairs: Sequence[tuple[int, int]]
) -> Iterator[list[tuple[int, int, Judgement]]]:
    """What the judge says of pairs, some at a time. Reads only."""
    for start in range(0, len(pairs), AT_ONCE):
        some = pairs[start : start + AT_ONCE]
        known = sides(connection, sorted({one for pair in some for one in pair}))
        there = [pair for pair in some if pair[0] in known and pair[1] in known]
        told = judge.judge([(known[a], known[b]) for a, b in there])
        yield [(a, b, one) for (a, b), one in zip(there, told, strict=True)]


def write(connection: sqlite3.Connection, told: Sequence[tuple[int, int, Judgement]]) -> None:
    """Keeps judgements, within the caller's transaction; of propositions that are gone meanwhile, none."""
    connection.executemany(
        "INSERT OR REPLACE INTO judgement SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?"
        " WHERE 2 = (SELECT count(*) FROM proposition WHERE id IN (?, ?))",
        [
            (
                a, b, one.verdict, *(float(one.scores[v]) for v in VERDICTS),
                json.dumps(one.reasons, ensure_ascii=False), a, b,
            )
            for a, b, one in told
        ],
    )  # fmt: skip


def settle(connection: sqlite3.Connection) -> None:
    """Marks all that is new as judged, and keeps what is known of repetitions, within the caller's transaction."""
    rows = connection.execute("SELECT id, repeats_id FROM proposition WHERE state = 0 AND repeats_id IS NOT NULL")
    write(connection, [(int(a), int(b), REPEATED) for a, b in rows.fetchall()])
    connection.execute("UPDATE proposition SET state = 1 WHERE state = 0")
