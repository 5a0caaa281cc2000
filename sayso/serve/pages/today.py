"""Today: what is disputed, who changed their tone, what falls due, what came in, what waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import Request

from sayso.ledger.articles import ArticleFilter
from sayso.ledger.outcomes.ask import due
from sayso.ledger.pages.asked import latest_moves, list_questions
from sayso.ledger.pages.counts import Totals, state_of, totals
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.serve.memory import Memory
from sayso.serve.wanted import check_names

_AHEAD = 30  # days


def today_of() -> str:
    """The day it is, UTC."""
    return datetime.now(UTC).date().isoformat()


def counted(ledger: Ledger, request: Request) -> Totals:
    """How much the ledger holds, counted again when something was written."""
    memory: Memory = request.app.state.memory
    return memory.get("totals", state_of(ledger.connection), lambda: totals(ledger.connection))


def today(ledger: Ledger, request: Request) -> dict[str, Any]:
    """What the page shows."""
    check_names(request.query_params, ())
    day = today_of()
    soon = (datetime.now(UTC).date() + timedelta(days=_AHEAD)).isoformat()
    predictions, _ = due(ledger.connection, ClaimFilter(), by=soon, limit=6)
    rows, _ = ledger.articles(ArticleFilter(), limit=8)
    return {
        "totals": counted(ledger, request),
        "disputes": list_questions(ledger.connection, contested=True, limit=8),
        "shifts": latest_moves(ledger.connection, 6),
        "predictions": predictions,
        "today": day,
        "rows": rows,
    }
