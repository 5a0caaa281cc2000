"""Lists of articles and of sources."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from sayso.ledger.pages.counts import facets
from sayso.ledger.queries import Ledger
from sayso.serve.show import url
from sayso.serve.wanted import CLAIM_NAMES, check_names, to_article_filter, to_claim_filter, to_page


def articles(ledger: Ledger, request: Request) -> dict[str, Any]:
    """Articles by day. Raises UsageError."""
    told = request.query_params
    check_names(told, ("q", "outlet", "published", "changed", "limit", "after", "order"))
    page = to_page(told, limit=30)
    rows, after = ledger.articles(
        to_article_filter(told), limit=page.limit, after=page.after, newest=page.order != "oldest"
    )
    given = {name: told.get(name, "") for name in ("q", "outlet", "published", "changed")}
    return {
        "rows": rows,
        "told": given,
        "order": page.order,
        "order_urls": {one: url("/articles", **given, order=one) for one in ("newest", "oldest")},
        "next_url": url("/articles", **given, order=page.order, after=after),
        "after": after,
    }


def sources(ledger: Ledger, request: Request) -> dict[str, Any]:
    """Sources by the number of their claims. Raises UsageError."""
    told = request.query_params
    check_names(told, (*CLAIM_NAMES, "limit", "after"))
    page = to_page(told, limit=40)
    wanted = to_claim_filter(told)
    rows, after = ledger.sources(wanted, limit=page.limit, after=page.after)
    given = {name: told.getlist(name) for name in told if name not in {"after", "limit"}}
    return {
        "rows": rows,
        "most": max((row.claims for row in rows), default=1),
        "told": {"q": told.get("q", ""), "outlet": told.get("outlet", ""), "published": told.get("published", "")},
        "records": [("", "all"), *((v, v) for v in ("named-person", "named-organisation", "unnamed", "anonymous"))],
        "record": told.get("record", ""),
        "next_url": url("/sources", **given, after=after),
        "after": after,
        "counted": facets(ledger.connection, wanted) if not wanted.is_empty() else None,
    }
