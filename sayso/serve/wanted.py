"""Filters on claims and articles as the query of an address gives them: the same names for pages and REST."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from starlette.datastructures import QueryParams

from sayso.errors import UsageError
from sayso.ledger.articles import ArticleFilter
from sayso.ledger.days import Days
from sayso.ledger.queries import Order
from sayso.ledger.review.records import STANDINGS
from sayso.ledger.search import ClaimFilter
from sayso.records import BANDS, FORCES, FORMS, HORIZONS, RECORDS, VOICES

MOST = 100
"""Items of one page of a list."""
_ORDERS = ("newest", "oldest", "relevance")
_MANY = {
    "record": RECORDS,
    "force": FORCES,
    "form": FORMS,
    "horizon": HORIZONS,
    "certainty": tuple(BANDS),
    "verdict": ("undecided", *STANDINGS),
}
_FLAGS = ("hedged", "negated", "nested")
_SWITCHES = ("named", "office", "rejected", "said_in_words")
_WORDS = ("q", "like", "source", "outlet", "place", "voice")
_DAYS = ("said", "about", "published")
CLAIM_NAMES = (*_WORDS, *_MANY, *_FLAGS, *_SWITCHES, *_DAYS, "country", "confidence")
"""Every filter on claims by its name in a query."""
_LONGEST = 500  # characters of a value


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOf:
    """Which part of a list."""

    limit: int
    after: str | None
    order: Order


def check_names(told: QueryParams, known: tuple[str, ...]) -> None:
    """Raises UsageError for a parameter that is none, or too long."""
    for name, value in told.multi_items():
        if name not in known:
            raise UsageError(f"{name[:50]!r} is no parameter here.", hint=f"Those that are: {', '.join(known)}.")
        if len(value) > _LONGEST:
            raise UsageError(f"{name} has more than {_LONGEST} characters.")


def to_claim_filter(told: QueryParams) -> ClaimFilter:
    """The filter that a query says; empty values say nothing. Raises UsageError."""
    given = {name: _word(told, name) for name in _WORDS}
    many: dict[str, Any] = {name: _many(told, name, known) for name, known in _MANY.items()}
    country = tuple(c.upper() for c in told.getlist("country") if c)
    if any(len(c) != 2 or not c.isascii() or not c.isalpha() for c in country):
        raise UsageError("country is two letters: UA, RU …")
    if given["voice"] not in {None, *VOICES}:
        raise UsageError(f"voice is {given['voice']!r}.", hint=f"One of: {', '.join(VOICES)}.")
    flags: dict[str, Any] = {name: _flag(told, name) for name in _FLAGS}
    switches: dict[str, Any] = {name: bool(_flag(told, name)) for name in _SWITCHES}
    days = {name: Days.parse(value, name) for name in _DAYS if (value := _word(told, name)) is not None}
    return ClaimFilter(
        words=given["q"],
        like=given["like"],
        source=given["source"],
        outlet=given["outlet"],
        place=given["place"],
        voice=given["voice"],
        country=country,
        confidence=_share(told),
        said=days.get("said"),
        about=days.get("about"),
        published=days.get("published"),
        **many,
        **flags,
        **switches,
    )


def to_article_filter(told: QueryParams) -> ArticleFilter:
    """The filter on articles: q, outlet, published, changed. Raises UsageError."""
    days = _word(told, "published")
    return ArticleFilter(
        words=_word(told, "q"),
        outlet=_word(told, "outlet"),
        published=Days.parse(days, "published") if days else None,
        changed=bool(_flag(told, "changed")),
    )


def to_page(told: QueryParams, *, usual: Order = "newest", limit: int = 20, most: int = MOST) -> PageOf:
    """limit, after and order. Raises UsageError."""
    order = _word(told, "order") or usual
    if order not in _ORDERS:
        raise UsageError(f"order is {order!r}.", hint=f"One of: {', '.join(_ORDERS)}.")
    size = _word(told, "limit") or str(limit)
    if not (size.isascii() and size.isdecimal()) or not 1 <= int(size) <= most:
        raise UsageError(f"limit is {size!r}.", hint=f"Give 1 to {most}.")
    return PageOf(limit=int(size), after=_word(told, "after"), order=cast(Order, order))


def start_of(told: QueryParams) -> int:
    """The place of a cursor that counts. Raises UsageError."""
    after = told.get("after") or "0"
    if not (after.isascii() and after.isdecimal()) or len(after) > 9:
        raise UsageError(f"{after[:40]!r} is not what a page gave to go on with.")
    return int(after)


def is_on(told: QueryParams, name: str) -> bool:
    """Whether a switch is set. Raises UsageError for what is neither true nor false."""
    return bool(_flag(told, name))


def _word(told: QueryParams, name: str) -> str | None:
    value = told.get(name, "").replace("\x00", " ").strip()
    return value or None


def _many(told: QueryParams, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(v for v in told.getlist(name) if v))
    wrong = [v for v in values if v not in known]
    if wrong:
        raise UsageError(f"{name} is {wrong[0]!r}.", hint=f"One of: {', '.join(known)}.")
    return values


def _flag(told: QueryParams, name: str) -> bool | None:
    value = told.get(name, "")
    if value not in {"", "true", "false", "1", "0"}:
        raise UsageError(f"{name} is {value!r}.", hint="Give true or false.")
    return None if not value else value in {"true", "1"}


def _share(told: QueryParams) -> float | None:
    value = _word(told, "confidence")
    if value is None:
        return None
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise UsageError(f"confidence is {value!r}.", hint="Give 0 to 1.")
    return share
