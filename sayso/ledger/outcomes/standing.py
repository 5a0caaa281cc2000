"""What the ledger knows of a claim and of a source, as the grades take it (sayso/weigh/grades.py)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.ledger.origins.gather import origins_behind
from sayso.ledger.outcomes.ask import IN_FORCE, find_prediction, in_force
from sayso.weigh.grades import History, Standing
from sayso.weigh.scores import turned

Tie = Literal["dependent", "independent", "unknown"]
Ties = Callable[[str, str], Tie]
"""How two claims stand to each other by where they come from. Takes their keys."""
_EVEN = 0.5
_MOST = 400  # claims of a source, the latest, whose counterparts are looked at
_CLAIM = """
    SELECT claim.key, claim.text_id, claim.hedges, claim.force, claim.polarity,
        coalesce(who.name, source.folded, speaking.folded) AS speaker
    FROM claim LEFT JOIN source ON source.id = claim.source_id
    LEFT JOIN speech ON speech.claim_id = claim.id AND speech.basis <> 'office'
    LEFT JOIN source AS speaking ON speaking.id = speech.source_id
    LEFT JOIN claim_speakers AS who ON who.claim = claim.key
    WHERE claim.current AND claim.key = ?
"""
# Pairs that were judged, then those whose positions in one question tell; what the judge told goes first.
_OTHERS = """
    SELECT other.claim, CASE judgement.verdict WHEN 'same' THEN 'same' WHEN 'contradicts' THEN 'contrary' ELSE '' END
    FROM proposition AS mine
    JOIN judgement ON mine.id IN (judgement.a_id, judgement.b_id)
    JOIN proposition AS other
        ON other.id = CASE mine.id WHEN judgement.a_id THEN judgement.b_id ELSE judgement.a_id END
    WHERE mine.claim = :key
    UNION ALL
    SELECT other.claim, CASE
        WHEN replace(here.position, 'hedged ', '') = replace(there.position, 'hedged ', '') THEN 'same'
        ELSE 'contrary' END
    FROM proposition AS mine
    JOIN position AS here ON here.proposition_id = mine.id AND here.position <> 'unclear'
    JOIN position AS there ON there.question_id = here.question_id AND there.proposition_id <> mine.id
        AND there.position <> 'unclear'
    JOIN proposition AS other ON other.id = there.proposition_id
    WHERE mine.claim = :key
"""
_SETTLED = f"""
    SELECT done.claim, done.outcome, done.denied, done.band_low, done.band_high
    FROM resolution AS done
    WHERE done.id = ({IN_FORCE.format(claim="done.claim")}) AND done.claim IN (SELECT value FROM json_each(:keys))
    ORDER BY done.claim
"""  # noqa: S608 - names of our own


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A claim that says the same as another, or the contrary."""

    key: str
    says: Literal["same", "contrary"]
    text_id: int
    is_hedged: bool
    speaker: str | None


def origin_ties(connection: sqlite3.Connection, claims: Sequence[str]) -> Ties:
    """What `sayso origins` finds of claims on one matter; a claim whose article is not in its tree stays unknown."""
    forest = origins_behind(connection, claims)
    articles = dict(
        connection.execute(
            "SELECT claim.key, publication.key FROM claim JOIN text ON text.id = claim.text_id"
            " JOIN publication ON publication.id = text.first WHERE claim.key IN (SELECT value FROM json_each(?))",
            (json.dumps(list(claims)),),
        ).fetchall()
    )

    def tie(one: str, other: str) -> Tie:
        if articles[one] == articles[other]:
            return "dependent"
        try:
            return forest.between(articles[one], articles[other]).value
        except KeyError:
            return "unknown"

    return tie


def others(connection: sqlite3.Connection, key: str) -> tuple[Other, ...]:
    """Claims of other sources that were found to say the same as one, or the contrary, in the order of their keys.

    The same source that says so again, or takes it back, is no other.
    """
    mine = connection.execute(_CLAIM, (key,)).fetchone()
    if mine is None:
        return ()
    found: dict[str, str] = {}
    for other, says in connection.execute(_OTHERS, {"key": key}):
        found.setdefault(other, says)
    out = []
    for other, says in sorted(found.items()):
        row = connection.execute(_CLAIM, (other,)).fetchone() if says else None
        if row is None or (mine[5] is not None and row[5] == mine[5]):
            continue
        out.append(
            Other(
                key=row[0],
                says="same" if says == "same" else "contrary",
                text_id=row[1],
                is_hedged=bool(row[2]),
                speaker=row[5],
            )
        )
    return tuple(out)


def standing_of(connection: sqlite3.Connection, key: str) -> Standing:
    """What others say of a claim, by its whole key."""
    found = others(connection, key)
    tie = origin_ties(connection, [key, *(one.key for one in found)]) if found else None
    sure: dict[str, list[str]] = {"same": [], "contrary": []}
    maybe: dict[str, list[str]] = {"same": [], "contrary": []}
    for other in found:
        assert tie is not None
        told = tie(key, other.key)
        if told == "dependent":
            continue
        apart = told == "independent" and all(tie(one, other.key) == "independent" for one in sure[other.says])
        (sure if apart and not other.is_hedged else maybe)[other.says].append(other.key)
    known = find_prediction(connection, key)
    ruling = in_force(connection, known.key if known else key)
    settled: Literal["yes", "no"] | None = None
    if ruling is not None and ruling.outcome in {"yes", "no"}:
        settled = "yes" if (ruling.outcome == "yes") is not ruling.denied else "no"
    return Standing(
        confirmed=tuple(sure["same"]),
        contradicted=tuple(sure["contrary"]),
        maybe_confirmed=tuple(maybe["same"]),
        maybe_contradicted=tuple(maybe["contrary"]),
        settled=settled,
    )


def claims_of(connection: sqlite3.Connection, ids: Sequence[int]) -> tuple[str, ...]:
    """Keys of the claims that stand under wordings of a source (rows of table source), the latest first."""
    rows = connection.execute(
        "SELECT claim.key FROM claim LEFT JOIN speech ON speech.claim_id = claim.id AND speech.basis <> 'office'"
        " WHERE claim.current AND (claim.source_id IN (SELECT value FROM json_each(:ids))"
        " OR speech.source_id IN (SELECT value FROM json_each(:ids))) ORDER BY claim.id DESC",
        {"ids": json.dumps(list(ids))},
    )
    return tuple(dict.fromkeys(row[0] for row in rows))


def history_of(connection: sqlite3.Connection, claims: Sequence[str]) -> History:
    """What became of a source's claims, by their keys."""
    subjects = _subjects(connection, claims)
    kinds: dict[str, list[str]] = {"right": [], "wrong": [], "even": [], "unclear": []}
    settled: set[str] = set()
    for key, outcome, denied, low, high in connection.execute(_SETTLED, {"keys": json.dumps(sorted(subjects))}):
        settled.add(key)
        kinds[_kind(outcome, bool(denied), low, high)].append(key)
    confirmed, contradicted = [], []
    for key in list(_judged(connection, [c for s, c in subjects.items() if s not in settled]))[:_MOST]:
        found = standing_of(connection, key)
        if found.confirmed:
            confirmed.append(key)
        if found.contradicted:
            contradicted.append(key)
    return History(
        right=tuple(kinds["right"]),
        wrong=tuple(kinds["wrong"]),
        even=tuple(kinds["even"]),
        unclear=tuple(kinds["unclear"]),
        confirmed=tuple(confirmed),
        contradicted=tuple(contradicted),
    )


def _subjects(connection: sqlite3.Connection, claims: Sequence[str]) -> dict[str, str]:
    """Claims by what their outcomes are filed under: the key of their prediction, or their own."""
    tied = connection.execute(
        "SELECT prediction_claim.claim, prediction.key FROM prediction_claim"
        " JOIN prediction ON prediction.id = prediction_id"
        " WHERE prediction_claim.claim IN (SELECT value FROM json_each(?))",
        (json.dumps(list(claims)),),
    )
    frozen = dict(tied.fetchall())
    found: dict[str, str] = {}
    for claim in claims:
        found.setdefault(frozen.get(claim, claim), claim)
    return found


def _judged(connection: sqlite3.Connection, claims: Sequence[str]) -> Iterator[str]:
    """Those that `sayso link` held against others."""
    rows = connection.execute(
        "SELECT claim FROM proposition WHERE claim IN (SELECT value FROM json_each(?)) ORDER BY day DESC, id DESC",
        (json.dumps(list(claims)),),
    )
    return (row[0] for row in rows.fetchall())


def _kind(outcome: str, denied: bool, low: float | None, high: float | None) -> str:
    """right, wrong, even (the band lies on both sides of even) or unclear."""
    if outcome not in {"yes", "no"}:
        return "unclear"
    if low is None or high is None:
        leans = not denied
    else:
        bottom, top = turned((low, high)) if denied else (low, high)
        if bottom < _EVEN < top or bottom == top == _EVEN:
            return "even"
        leans = bottom >= _EVEN
    return "right" if leans is (outcome == "yes") else "wrong"
