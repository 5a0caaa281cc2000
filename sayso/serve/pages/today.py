"""Today: what is disputed, who changed their tone, what falls due, what came in, what waits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from starlette.requests import Request

from sayso.ledger.articles import ArticleFilter
from sayso.ledger.outcomes.ask import due
from sayso.ledger.pages.asked import Asked, Member, count_contested, latest_moves, list_questions, load_question
from sayso.ledger.pages.counts import state_of, totals
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.serve.memory import Memory
from sayso.serve.wanted import check_names

_AHEAD = 30  # days
_DISPUTES, _LED = 9, 3  # questions on the page, and those that open it with a quotation of each side
_QUOTED = (30, 220)  # characters that a quotation should have


def today_of() -> str:
    """The day it is, UTC."""
    return datetime.now(UTC).date().isoformat()


def today(ledger: Ledger, request: Request) -> dict[str, Any]:
    """What the page shows, found anew when something was written or a day has gone."""
    check_names(request.query_params, ())
    memory: Memory = request.app.state.memory
    day = today_of()
    return memory.get("today", f"{day} {state_of(ledger.connection)}", lambda: _today(ledger, day))


def _today(ledger: Ledger, day: str) -> dict[str, Any]:
    soon = (date.fromisoformat(day) + timedelta(days=_AHEAD)).isoformat()
    predictions, _ = due(ledger.connection, ClaimFilter(), by=soon, limit=6)
    rows, _ = ledger.articles(ArticleFilter(), limit=8)
    disputes = list_questions(ledger.connection, contested=True, limit=_DISPUTES)
    return {
        "contested": count_contested(ledger.connection) if disputes else 0,
        "leads": [(one, *_leads(ledger, one)) for one in disputes[:_LED]],
        "totals": totals(ledger.connection),
        "disputes": disputes[_LED:],
        "shifts": latest_moves(ledger.connection, 6),
        "predictions": predictions,
        "today": day,
        "rows": rows,
    }


def _leads(ledger: Ledger, one: Asked) -> tuple[Member | None, Member | None]:
    """A claim of either side that can be quoted: with a speaker, and neither short nor long where there is such."""
    members = load_question(ledger.connection, one.key).members

    def best(side: str) -> Member | None:
        low, high = _QUOTED
        those = [m for m in members if m.side == side]
        return min(
            those,
            key=lambda m: (m.speaker is None, not low <= len(m.hit.content) <= high, m.hit.record != "named-person"),
            default=None,
        )

    return best("yes"), best("no")
