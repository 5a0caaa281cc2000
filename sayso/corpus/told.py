"""Answers as JSON values, as rows, and as tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sayso.corpus.answers import METHOD, Answers, Cell, Standing
from sayso.export.facts import several
from sayso.export.tabular import Row, table_lines
from sayso.export.visible import one_line

_LONGEST = 160  # characters of a quotation in a table
CELL_COLUMNS = ("outlet", "year", "share", "low", "high", "anonymous", "claims", "articles")


def to_object(answers: Answers) -> dict[str, Any]:
    """All answers as one JSON object."""
    counts = ("articles", "claims", "words", "outlets", "repeated", "reader")
    return {
        "corpus": {key: getattr(answers, key) for key in counts}
        | {"complete": answers.is_complete, "refused": dict(answers.refused)},
        "method": METHOD,
        "nameless": [dict(zip(CELL_COLUMNS, cell_row(cell), strict=True)) for cell in answers.cells],
        "sources": [asdict(one) for one in answers.speakers],
        "quotations": {"groups": answers.all_travels, "shown": [asdict(one) for one in answers.travels]},
        "near_duplicates": {
            "groups": answers.all_twins,
            "articles": answers.twin_articles,
            "shown": [asdict(one) for one in answers.twins],
        },
    }


def cell_row(cell: Cell) -> Row:
    """Under CELL_COLUMNS; shares from 0 to 1."""
    share = cell.share
    parts = [round(part, 4) for part in (share.value, share.low, share.high, cell.anonymous)]
    return (cell.outlet, cell.year, *parts, share.n, share.articles)


def lines(answers: Answers, width: int) -> Iterator[str]:
    """Everything that fits on a terminal; outlets by year are on the page and in JSON."""
    yield f"{answers.articles:,} articles, {answers.claims:,} claims, {answers.outlets:,} outlets\n"
    if not answers.is_complete:
        yield "The corpus is not read to its end.\n"
    yield "\nSources without a name, by outlet\n"
    whole = answers.cell(None, None)
    ranked = [*answers.ranked(), *([whole] if whole else [])]
    titles = ("outlet", "share", "95 %", "anonymous", "claims", "articles")
    yield from table_lines(titles, [_ranked_row(cell) for cell in ranked], width=width)
    yield "\nSources without a name, by year\n"
    years = [cell for year in answers.years if (cell := answers.cell(None, year))]
    yield from table_lines(("year", *titles[1:]), [(str(c.year), *_ranked_row(c)[1:]) for c in years], width=width)
    yield "\nMost heard\n"
    rows = [(s.record, s.name, s.claims, s.articles, s.outlets) for s in answers.speakers if s.outlet is None]
    yield from table_lines(("kind", "source", "claims", "articles", "outlets"), rows, width=width)
    yield f"\nQuotations that travel: {answers.all_travels:,}\n"
    for travel in answers.travels:
        said = ", ".join(f"{one_line(name)} ({count})" for name, count in travel.names[:3]) or "nobody named"
        yield f"  “{_short(travel.quotation)}” – {said}\n"
        yield f"    first: {_standing(travel.first)}; then: {_standing(travel.others)}\n"
    yield f"\nNear-duplicates: {several(answers.all_twins, 'group')} of {several(answers.twin_articles, 'article')}\n"
    for twins in answers.twins:
        yield f"  {_standing(twins.articles)}: {_short(twins.articles[0].title or twins.articles[0].id)}\n"
    yield f"\n{METHOD}\n"


def _ranked_row(cell: Cell) -> Row:
    share = cell.share
    interval = f"{100 * share.low:.0f}–{100 * share.high:.0f}"
    return (
        cell.outlet or "all", f"{100 * share.value:.1f} %", interval, f"{100 * cell.anonymous:.1f} %",
        share.n, share.articles,
    )  # fmt: skip


def _short(text: str) -> str:
    told = one_line(text)
    return told if len(told) <= _LONGEST else told[: _LONGEST - 1].rstrip() + "…"


def _standing(articles: Sequence[Standing]) -> str:
    names = list(dict.fromkeys(f"{one_line(a.outlet or 'no outlet')} {a.day or 'undated'}" for a in articles))
    more = f" and {len(names) - 6:,} more" if len(names) > 6 else ""
    return ", ".join(names[:6]) + more or "nobody"
