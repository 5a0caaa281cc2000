"""Asking for pairs of claims that were judged. Reads only."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from sayso.ledger.hits import Hit, load_hits
from sayso.ledger.questions.ask import keys_where
from sayso.ledger.search import ClaimFilter
from sayso.link.records import VERDICTS, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPair:
    """Two claims as they were judged. scores: in the order of VERDICTS. question: that holds both, if one does."""

    verdict: Verdict
    scores: dict[Verdict, float]
    reasons: tuple[str, ...]
    question: str | None
    wording: str | None
    one: Hit  # the earlier
    other: Hit


def find_pairs(
    connection: sqlite3.Connection,
    verdict: Verdict,
    wanted: ClaimFilter,
    *,
    least: float = 0.0,
    across: bool = False,
    within: bool = False,
    limit: int = 20,
    start: int = 0,
) -> tuple[tuple[JudgedPair, ...], bool]:
    """Pairs with this verdict, the surest first, and whether there are more. Raises UsageError.

    wanted: what one of the two claims must meet. least: probability. across: of two texts only. within: of one
    question only.
    """
    where = ["judgement.verdict = :verdict", f"judgement.{verdict} >= :least"]
    values: dict[str, object] = {"verdict": verdict, "least": least, "limit": limit + 1, "start": start}
    if not wanted.is_empty():
        keys = keys_where(connection, wanted)
        if keys is None:
            return (), False
        where.append(f"(a.claim IN ({keys[0]}) OR b.claim IN ({keys[0]}))")
        values |= keys[1]
    if within:
        where.append("question.id IS NOT NULL")
    if across:
        where.append("a.text_id <> b.text_id")
    rows = connection.execute(
        f"SELECT {', '.join(f'judgement.{v}' for v in VERDICTS)}, judgement.reasons, one.id, other.id, question.key,"  # noqa: S608
        " question.wording FROM judgement JOIN proposition AS a ON a.id = judgement.a_id"
        " JOIN proposition AS b ON b.id = judgement.b_id JOIN claim AS one ON one.key = a.claim AND one.current"
        " JOIN claim AS other ON other.key = b.claim AND other.current"
        " LEFT JOIN position AS pa ON pa.proposition_id = a.id LEFT JOIN position AS pb ON pb.proposition_id = b.id"
        " LEFT JOIN question ON question.id = pa.question_id AND question.id = pb.question_id"
        f" WHERE {' AND '.join(where)} ORDER BY judgement.{verdict} DESC, a.id, b.id LIMIT :limit OFFSET :start",
        values,
    ).fetchall()
    hits = load_hits(connection, [one for row in rows[:limit] for one in row[6:8]])
    found = []
    for row in rows[:limit]:
        one, other = sorted(
            (hits[row[6]], hits[row[7]]), key=lambda hit: (hit.said_from or hit.published or "", hit.id)
        )
        found.append(
            JudgedPair(
                verdict=verdict,
                scores=dict(zip(VERDICTS, row[:5], strict=True)),
                reasons=tuple(json.loads(row[5])),
                question=row[8],
                wording=row[9],
                one=one,
                other=other,
            )
        )
    return tuple(found), len(rows) > limit
