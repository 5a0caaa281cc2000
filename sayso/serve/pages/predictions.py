"""Predictions: what falls due, what came of what was foretold, and how well each term of certainty holds."""

from __future__ import annotations

from typing import Any, cast

from starlette.requests import Request

from sayso.errors import UsageError
from sayso.ledger.outcomes.ask import Prediction, all_predictions, due
from sayso.ledger.pages.counts import state_of
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.serve.memory import Memory
from sayso.serve.pages.today import today_of
from sayso.serve.show import url
from sayso.serve.wanted import check_names, to_claim_filter, to_page
from sayso.weigh.scores import Bin, Forecast, Outcome, Score, calibration, score

VIEWS = {"ended": "Time is up", "coming": "Coming", "settled": "Settled"}
_FAR = "9999-12-31"


def predictions(ledger: Ledger, request: Request) -> dict[str, Any]:
    """What the page shows. Raises UsageError."""
    told = request.query_params
    check_names(told, ("q", "source", "view", "limit", "after"))
    view = told.get("view", "ended")
    if view not in VIEWS:
        raise UsageError(f"view is {view!r}.", hint=f"One of: {', '.join(VIEWS)}.")
    wanted = to_claim_filter(told)
    page = to_page(told, limit=30)
    memory: Memory = request.app.state.memory
    state = f"{today_of()} {state_of(ledger.connection)}"

    def found() -> tuple[tuple[Prediction, ...], str | None]:
        return _rows(ledger, wanted, view, page.limit, page.after)

    rows, after = (
        memory.get(f"due {view} {page.limit}", state, found) if wanted.is_empty() and not page.after else found()
    )
    given = {"q": told.get("q", ""), "source": told.get("source", "")}
    scored, bins = memory.get("scores", state, lambda: _scores(ledger))
    return {
        "rows": rows,
        "view": view,
        "views": [(name, words, url("/predictions", **given, view=name)) for name, words in VIEWS.items()],
        "told": given,
        "today": today_of(),
        "after": after,
        "next_url": url("/predictions", **given, view=view, after=after),
        "score": scored,
        "bins": bins,
    }


def _rows(
    ledger: Ledger, wanted: ClaimFilter, view: str, limit: int, after: str | None
) -> tuple[tuple[Prediction, ...], str | None]:
    today = today_of()
    if view == "ended":
        return due(ledger.connection, wanted, by=today, limit=limit, after=after)
    start = int(after) if after and after.isdecimal() else 0
    if view == "settled":
        found = list(all_predictions(ledger.connection, wanted, settled=True))
        found.sort(key=lambda one: one.outcome.at if one.outcome else "", reverse=True)
    else:
        ahead, _ = due(ledger.connection, wanted, by=_FAR, order="earliest", limit=0)
        found = [one for one in ahead if (one.due or "") > today]
    part = tuple(found[start : start + limit])
    return part, str(start + limit) if len(found) > start + limit else None


def _scores(ledger: Ledger) -> tuple[Score, tuple[Bin, ...]]:
    forecasts = [
        Forecast(
            key=one.key,
            band=one.band,
            denied=one.denied,
            outcome=cast(Outcome, one.outcome.outcome),
            cluster=one.outcome.question or one.key,
        )
        for one in all_predictions(ledger.connection, settled=True)
        if one.outcome is not None
    ]
    return score(forecasts), calibration(forecasts)
