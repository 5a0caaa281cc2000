"""Articles side by side, and outlets: one row each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.audit.figures import Audit, share
from sayso.records import Record

Cell = str | int | float | None

# Column → its title. Numbers sort from the most down, words from A up; articles without the figure come last.
COLUMNS: dict[str, str] = {
    "name": "Article",
    "outlet": "Outlet",
    "date": "Date",
    "words": "Words",
    "claims": "Claims",
    "sources": "Sources",
    "named": "Named",
    "unnamed": "Unnamed",
    "anonymous": "Anon.",
    "voice": "Own",
    "top": "Most quoted",
    "share": "Share",
    "rests": "Rests on",
}
GROUP_COLUMNS: dict[str, str] = {
    "outlet": "Outlet",
    "articles": "Articles",
    "words": "Words",
    "claims": "Claims",
    "sources": "Sources each",
    "named": "Named",
    "unnamed": "Unnamed",
    "anonymous": "Anon.",
    "voice": "Own",
    "rests": "Rest on one",
}
PERCENT = frozenset({"named", "unnamed", "anonymous", "voice", "share"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One article. claims: all, nested and outlet's too. named, unnamed, anonymous: of first-hand claims whose source's
    record is known; voice: outlet's, of first-hand and outlet's; share: of the most quoted (top). All 0 to 1.

    rests: "story", "lead" or "nameless" (`sayso.audit.rests`), the gravest; record: of the source that it rests on.
    Counted for groups: claims whose source's record is known, claims of the outlet, first-hand ones.
    """

    name: str
    outlet: str | None
    date: str | None
    words: int
    claims: int
    sources: int
    named: float | None
    unnamed: float | None
    anonymous: float | None
    voice: float | None
    top: str | None
    share: float | None
    rests: str | None
    record: Record | None
    known: int
    own: int
    first: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The articles of one outlet. Shares are of all their claims together; sources: mean an article; rests: how many
    articles rest on one source, wholly or in their lead, or on nameless ones alone.
    """

    outlet: str | None
    articles: int
    words: int
    claims: int
    sources: float
    named: float | None
    unnamed: float | None
    anonymous: float | None
    voice: float | None
    rests: int


def row(audit: Audit) -> Row:
    article = audit.article
    top = audit.sources[0] if audit.sources else None
    gravest = audit.rests[0] if audit.rests else None
    return Row(
        name=article.title or article.name or "Untitled article",
        outlet=article.outlet,
        date=article.published,
        words=audit.words.all,
        claims=len(audit.lines),
        sources=len(audit.sources),
        named=audit.record_share("named-person", "named-organisation"),
        unnamed=audit.record_share("unnamed"),
        anonymous=audit.record_share("anonymous"),
        voice=audit.outlet_share,
        top=top.label if top else None,
        share=top.share if top else None,
        rests=gravest.scope if gravest else None,
        record=gravest.record if gravest else None,
        known=sum(len(figures.claims) for figures in audit.records if figures.record),
        own=len(audit.outlet),
        first=len(audit.attributed),
    )


def cell(one: Row | Group, column: str) -> Cell:
    """What a column holds. Raises AttributeError for a column that the row does not have."""
    value: Cell = getattr(one, column)
    return value


def sort_key(one: Row | Group, column: str) -> tuple[bool, float, str]:
    """For `sorted`: numbers from the most down, words from A up, what has no value last."""
    value = cell(one, column)
    if isinstance(value, str):
        return False, 0.0, value.casefold()
    return value is None, -(value or 0.0), ""


def groups(rows: Iterable[Row], column: str | None = None) -> tuple[Group, ...]:
    """One group an outlet, the most articles first, or by a column of GROUP_COLUMNS. No outlet known: one group."""
    found: dict[str | None, list[Row]] = {}
    for one in rows:
        found.setdefault(one.outlet, []).append(one)
    out = [_group(outlet, members) for outlet, members in found.items()]
    return tuple(sorted(out, key=lambda one: sort_key(one, column or "articles")))


def _group(outlet: str | None, members: Sequence[Row]) -> Group:
    known = sum(one.known for one in members)
    own = sum(one.own for one in members)
    return Group(
        outlet=outlet,
        articles=len(members),
        words=sum(one.words for one in members),
        claims=sum(one.claims for one in members),
        sources=sum(one.sources for one in members) / len(members),
        named=_pooled([(one.named, one.known) for one in members], known),
        unnamed=_pooled([(one.unnamed, one.known) for one in members], known),
        anonymous=_pooled([(one.anonymous, one.known) for one in members], known),
        voice=share(own, own + sum(one.first for one in members)),
        rests=sum(one.rests is not None for one in members),
    )


def _pooled(parts: Sequence[tuple[float | None, int]], known: int) -> float | None:
    """Shares of so many claims each, as the share of all of them."""
    return share(sum(round((part or 0.0) * count) for part, count in parts), known)
