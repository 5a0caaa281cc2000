"""Settled predictions as the scores take them, grouped by who said them, who published them, and how."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Literal, cast, get_args

from sayso.ledger.outcomes.ask import IN_FORCE
from sayso.ledger.search import ClaimFilter, to_search
from sayso.weigh.scores import Forecast, Outcome

By = Literal["source", "record", "outlet", "force"]
BYS: tuple[By, ...] = get_args(By)
OWN_VOICE = "(in the outlet's own voice)"
NO_SOURCE = "(no source named)"
NO_OUTLET = "(no outlet)"
_ROWS = f"""
    SELECT done.claim, done.outcome, done.denied, done.band_low, done.band_high,
        coalesce(done.question, 'text ' || done.text_id), coalesce(prediction.voice, claim.voice),
        coalesce(who.name, prediction.source, nullif(claim.name, ''), claim.speaker),
        coalesce(prediction.record, claim.record), coalesce(prediction.force, claim.force), outlet.name
    FROM resolution AS done
    JOIN text ON text.id = done.text_id
    JOIN publication AS first ON first.id = text.first
    LEFT JOIN outlet ON outlet.id = first.outlet_id
    LEFT JOIN prediction ON prediction.key = done.claim
    LEFT JOIN claim ON claim.id = (SELECT id FROM claim AS one WHERE one.key IN (
            SELECT done.claim UNION SELECT tied.claim FROM prediction_claim AS tied
            WHERE tied.prediction_id = prediction.id)
        ORDER BY one.current DESC, one.id LIMIT 1)
    LEFT JOIN claim_speakers AS who ON who.claim = claim.key
    WHERE done.id = ({IN_FORCE.format(claim="done.claim")})
        AND NOT EXISTS (SELECT 1 FROM claim AS one WHERE one.key = done.claim AND one.verdict = 'rejected')
"""  # noqa: S608 - names of our own


def forecasts(
    connection: sqlite3.Connection, wanted: ClaimFilter | None = None, *, by: By | None = None, facts: bool = False
) -> tuple[Forecast, ...]:
    """Settled predictions, each in the state in which it was settled, that meet a filter on the claims as shown.

    facts: also other settled claims. One question settled as a whole, and one text, stand or fall together (cluster).
    Claims that a person rejected are left out. Raises UsageError.
    """
    return tuple(_forecasts(connection, wanted, by, facts))


def _forecasts(
    connection: sqlite3.Connection, wanted: ClaimFilter | None, by: By | None, facts: bool
) -> Iterator[Forecast]:
    sql, values = _ROWS + ("" if facts else " AND done.is_prediction"), dict[str, object]()
    if wanted is not None and not wanted.is_empty():
        search = to_search(connection, wanted)
        if search is None:
            return
        keys = "SELECT claim.key FROM claim_words CROSS JOIN claim ON claim.id = claim_words.rowid"
        sql += f" AND claim.key IN ({keys} WHERE {search.conditions()})"
        values = search.values
    for key, outcome, denied, low, high, cluster, voice, source, record, force, outlet in connection.execute(
        f"{sql} ORDER BY done.claim", values
    ):
        groups = {
            "source": source or (OWN_VOICE if voice == "outlet" else NO_SOURCE),
            "record": record or (OWN_VOICE if voice == "outlet" else NO_SOURCE),
            "outlet": outlet or NO_OUTLET,
            "force": force or (OWN_VOICE if voice == "outlet" else "(none)"),
        }
        yield Forecast(
            key=key,
            band=(low, high) if low is not None and high is not None else None,
            denied=bool(denied),
            outcome=cast(Outcome, outcome),
            cluster=cluster,
            groups=(groups[by],) if by else (),
        )


def open_count(connection: sqlite3.Connection) -> int:
    """How many predictions nobody settled."""
    found: int = connection.execute(
        "SELECT count(*) FROM prediction WHERE NOT EXISTS (SELECT 1 FROM resolution AS done"
        " WHERE done.claim = prediction.key AND done.outcome <> 'undo'"
        " AND NOT EXISTS (SELECT 1 FROM resolution AS back WHERE back.undoes = done.key))"
    ).fetchone()[0]
    return found
