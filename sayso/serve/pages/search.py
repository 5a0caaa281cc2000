"""Search: claims that meet words and filters, beside the values that narrow them down."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request

from sayso.export.facts import record_text, several
from sayso.ledger.pages.counts import Facets, facets
from sayso.ledger.people import Meant
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.serve.offers import offers_of
from sayso.serve.show import url
from sayso.serve.wanted import CLAIM_NAMES, check_names, to_claim_filter, to_page

_GROUPS = (
    ("force", "force", "What the words do"),
    ("record", "record", "Who speaks"),
    ("certainty", "term", "How surely"),
    ("voice", "voice", "Whose voice"),
    ("form", "form", "How it is told"),
    ("horizon", "horizon", "Time it is about"),
)
_WORDS = {"attributed": "given to a source", "outlet": "the outlet’s own"}
_TEXTS = ("source", "outlet", "place", "published", "said", "about", "country")
ORDERS = ("newest", "oldest", "relevance")
Group = tuple[str, str, list[tuple[str, str, int | None, bool]]]


def search(ledger: Ledger, request: Request) -> dict[str, Any]:
    """What the page shows. Raises UsageError."""
    told = request.query_params
    check_names(told, (*CLAIM_NAMES, "limit", "after", "order"))
    wanted = to_claim_filter(told)
    page = to_page(told, usual="newest")
    order = page.order if wanted.words or page.order != "relevance" else "newest"
    found = ledger.claims(wanted, limit=page.limit, after=page.after, order=order)
    counted = facets(ledger.connection, wanted)
    chosen = {name: told.getlist(name) for name in told if name not in {"after", "order", "limit"}}
    narrowed = any(getattr(wanted, f.name) != f.default for f in fields(ClaimFilter) if f.name != "words")
    return {
        "page": found,
        "facets": counted,
        "groups": [_group(*one, counted, told) for one in _GROUPS],
        "told": {name: told.get(name, "") for name in _TEXTS},
        "order": order,
        "orders": ORDERS if wanted.words else ORDERS[:2],
        "order_urls": {one: url("/search", **chosen, order=one) for one in ORDERS},
        "next_url": url("/search", **chosen, order=order, after=found.after),
        "narrowed": narrowed,
        "offers": offers_of("search", "", {**chosen, "order": [order]}, counted.counted + (not counted.whole)),
        "heading": heading(counted),
        "people": namesakes(ledger.meant_by(wanted.source)) if wanted.source else "",
    }


def heading(counted: Facets) -> str:
    """ "1,204 claims", or "more than 2,000 claims"."""
    return several(counted.counted, "claim") if counted.whole else f"More than {counted.counted:,} claims"


def _group(name: str, counted: str, title: str, found: Facets, told: QueryParams) -> Group:
    """The values of one filter that the claims found have, and those that are chosen."""
    values = dict(found.of(counted))
    chosen = [v for v in told.getlist(name) if v]
    shown: list[tuple[str, str, int | None, bool]] = [
        (value, _words(name, value), count, value in chosen) for value, count in values.items()
    ]
    shown += [(value, _words(name, value), None, True) for value in chosen if value not in values]
    return name, title, shown if len(shown) > 1 or chosen else []


def _words(name: str, value: str) -> str:
    return record_text(value) if name == "record" else _WORDS.get(value, value)


def namesakes(meant: Meant) -> str:
    """Who else is called so; "" where nobody is."""
    if len(meant.people) > 1:
        names = ", ".join(f"{p.name} ({p.claims:,})" for p in meant.people[:6])
        return f"Several people are called so, and all are shown: {names}."
    if meant.left_out:
        names = ", ".join(f"{p.name} ({p.claims:,})" for p in meant.left_out[:6])
        return f"Not shown, though called so as well: {names}."
    return ""
