"""`sayso claims`, `sources`, `source`, `articles`: asking the ledger for lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path
from typing import Any

import click

from sayso.commands.ledger_options import (
    filter_options,
    ledger_option,
    output_options,
    page_options,
    to_filter,
    write_lines,
    write_rows,
)
from sayso.commands.ledger_tables import hit_lines, namesake_lines, short, summary_lines
from sayso.commands.review_lines import decision_of
from sayso.commands.shared import say, table_width, wants_color
from sayso.export.tabular import Row
from sayso.ledger.articles import ArticleFilter, ArticleRow
from sayso.ledger.days import Days
from sayso.ledger.hits import COLUMNS, Hit
from sayso.ledger.queries import Ledger, Order
from sayso.ledger.search import ClaimFilter
from sayso.ledger.words import join_words

_WHOLE = 500  # rows asked for at a time where all are wanted
_SCORED = 50_000  # the same by relevance, where each page scores all that match
_TITLE = 90  # characters of a title that are shown

_CLAIMS_EXAMPLES = """
\b
Examples:
  sayso claims grain --source Putin --said 2022-06
  sayso claims 'safe corridor' OR evacuation NOT Mariupol --force claims --force denies
  sayso claims --like "Russia is not preventing the export of grain" --published 2022-06
  sayso claims --place Kherson --horizon future --certainty likely --limit 0 --format csv -o kherson.csv
  sayso claims grain --format jsonl | jq -r .claim.content.spans[0].text
"""


@click.command(epilog=_CLAIMS_EXAMPLES)
@click.argument("words", nargs=-1, metavar="[WORDS]…")
@ledger_option
@click.option("--like", metavar="TEXT", help="Speaking of the same as TEXT: those that share its telling words first.")
@filter_options()
@click.option(
    "--sort", type=click.Choice(["newest", "oldest", "relevance"]), help="[default: newest; relevance with --like]"
)
@page_options
@output_options
def claims(
    words: tuple[str, ...],
    ledger: Path,
    sort: Order | None,
    limit: int,
    after: str | None,
    form: str,
    output: Path | None,
    **filters: Any,
) -> None:
    """Find claims: who said what, when, how surely.

    WORDS must all stand in content or source, whatever their case and ending; OR between two lets either do, NOT before
    one forbids it, 'in quotes' they are a phrase, gra* is a beginning. Without words the filters alone count.
    """
    wanted = to_filter(words, filters)
    with Ledger(ledger) as asked:
        _tell_namesakes(asked, wanted.source)
        order: Order = sort or ("newest" if wanted.like is None else "relevance")
        listing = _Listing(asked, wanted, limit, after, order)
        _write_hits(asked, listing, form, output)
        _tell_more(listing.after, listing.count)


class _Listing:
    """Hits page by page, so that a million of them never stand in memory. after, count: known when all are given."""

    def __init__(self, asked: Ledger, wanted: ClaimFilter, limit: int, after: str | None, sort: Order) -> None:
        self._asked, self._wanted, self._limit, self._sort = asked, wanted, limit, sort
        self.after, self.count = after, 0

    def __iter__(self) -> Iterator[Hit]:
        size = self._limit or (_SCORED if self._sort == "relevance" else _WHOLE)
        while True:
            page = self._asked.claims(self._wanted, limit=size, after=self.after, order=self._sort)
            self.after = page.after
            for hit in page.hits:
                self.count += 1
                yield hit
            if self._limit or self.after is None:
                return


def _write_hits(asked: Ledger, hits: Iterable[Hit], form: str, output: Path | None) -> None:
    rows = ([getattr(hit, name) for name in COLUMNS] for hit in hits)
    table = hit_lines(hits, width=table_width(output), color=output is None and wants_color())
    objects = _claim_objects(asked, hits)
    write_rows(COLUMNS, rows, form, output, objects=objects, table=table, claims=map(_claim_row, objects))


def _claim_row(told: dict[str, Any]) -> dict[str, Any]:
    """The object of a claim on one level: what is known of its article, then the contract's fields."""
    article = told["article"]
    about = {key: article[key] for key in ("outlet", "title", "published", "url")}
    return {**told, "article": article["id"], **about, **told["claim"]}


def _claim_objects(asked: Ledger, hits: Iterable[Hit]) -> Iterator[dict[str, Any]]:
    """The contract's claim with its key, its reader and its article, the text left out."""
    for hit, reading, claim in asked.detailed(hits):
        article = reading.article.to_dict()
        del article["text"]
        yield {
            "key": hit.claim,
            "within": hit.within,
            "reader": reading.reader,
            "article": article,
            "publications": hit.publications,
            "spoken_by": hit.spoken_by,
            "spoken_in": hit.spoken_in,
            "day": hit.said_from or hit.said_to or hit.published,
            "day_from": "words" if hit.said_from or hit.said_to else "publication" if hit.published else None,
            "decision": decision_of(hit),
            "claim": claim.to_dict(),
        }


def _tell_namesakes(asked: Ledger, name: str | None) -> None:
    if name is not None:
        meant = asked.meant_by(name)
        for line in namesake_lines(meant.people, meant.left_out):
            say(line)


def _tell_more(after: str | None, shown: int) -> None:
    if after is not None:
        say(f"{shown:,} shown, there are more: --after {after}")
    elif not shown:
        say("nothing found.")


@click.command(
    epilog="""
\b
Examples:
  sayso sources
  sayso sources --record anonymous --about 2022-11
  sayso sources grain --country UA --format csv
"""
)
@click.argument("words", nargs=-1, metavar="[WORDS]…")
@ledger_option
@filter_options()
@click.option("--pronouns", is_flag=True, help="Also he, they and the like, where nobody told who that is.")
@page_options
@output_options
def sources(
    words: tuple[str, ...],
    ledger: Path,
    pronouns: bool,
    limit: int,
    after: str | None,
    form: str,
    output: Path | None,
    **filters: Any,
) -> None:
    """List sources by the number of their claims, all or those that meet WORDS and filters."""
    wanted = to_filter(words, filters)
    with Ledger(ledger) as asked:
        rows, more = asked.sources(wanted, limit=limit or _WHOLE, after=after, pronouns=pronouns)
        while more is not None and not limit:
            found, more = asked.sources(wanted, limit=_WHOLE, after=more, pronouns=pronouns)
            rows += found
        columns = ("source", "claims", "first_published", "last_published")
        write_rows(columns, [[getattr(row, c) for c in columns] for row in rows], form, output)
        _tell_more(more, len(rows))


@click.command(
    epilog="""
\b
Examples:
  sayso source Putin
  sayso source Putin grain --said 2022-06
  sayso source "Western officials" Kherson --published 2022-10..2022-11 --format markdown
"""
)
@click.argument("name", metavar="NAME")
@click.argument("words", nargs=-1, metavar="[WORDS]…")
@ledger_option
@filter_options("--source")
@page_options
@output_options
def source(
    name: str,
    words: tuple[str, ...],
    ledger: Path,
    limit: int,
    after: str | None,
    form: str,
    output: Path | None,
    **filters: Any,
) -> None:
    """Show what a source said over time, all or on a topic, and how surely.

    NAME is one of the source's names, whole words: Putin finds Vladimir Putin and President Putin, not Putin's
    spokesman; of others called Putin you are told. What somebody says in a transcript, or in the first person on the
    site of an office that speaks for them (sayso offices), counts and is marked. WORDS narrow the claims to a topic.
    The earliest come first.
    """
    wanted = replace(to_filter(words, filters), source=name)
    with Ledger(ledger) as asked:
        _tell_namesakes(asked, name)
        listing = _Listing(asked, wanted, limit, after, "oldest")
        if form == "table" and after is None:
            summary = asked.source(wanted)
            color = output is None and wants_color()
            wide = table_width(output)
            lines = [*summary_lines(summary, width=wide, color=color)] if summary.claims else []
            hits = hit_lines(listing, width=wide, color=color)
            write_lines(chain(lines, ["\n"] if lines else [], hits), form, output)
        else:
            _write_hits(asked, listing, form, output)
        _tell_more(listing.after, listing.count)


@click.command(
    epilog="""
\b
Examples:
  sayso articles --outlet "Daily News" --published 2022-11
  sayso articles grain Odesa --format csv
  sayso articles --changed
"""
)
@click.argument("words", nargs=-1, metavar="[WORDS]…")
@ledger_option
@click.option("--outlet", metavar="NAME", help="Published by an outlet of this name.")
@click.option("--published", metavar="DAYS", help="Published in these days: 2022-11, 2022-11-03..2022-11-09 …")
@click.option("--changed", is_flag=True, help="Only pages of which there are several versions.")
@click.option("--sort", type=click.Choice(["newest", "oldest"]), default="newest", show_default=True)
@page_options
@output_options
def articles(
    words: tuple[str, ...],
    ledger: Path,
    outlet: str | None,
    published: str | None,
    changed: bool,
    sort: str,
    limit: int,
    after: str | None,
    form: str,
    output: Path | None,
) -> None:
    """List articles, all or those with WORDS in title or text.

    In the table, copies counts the publications of the very text, twins the texts that are nearly the same, versions
    the texts that stood at the address.
    """
    wanted = ArticleFilter(
        words=join_words(words),
        outlet=outlet,
        published=Days.parse(published, "--published") if published is not None else None,
        changed=changed,
    )
    with Ledger(ledger) as asked:
        rows, more = asked.articles(wanted, limit=limit or _WHOLE, after=after, newest=sort == "newest")
        while more is not None and not limit:
            found, more = asked.articles(wanted, limit=_WHOLE, after=more, newest=sort == "newest")
            rows += found
        objects = [{k: v for k, v in asdict(row).items() if k != "id"} for row in rows]
        columns = tuple(k for k in ArticleRow.__slots__ if k != "id")
        if form == "table":
            heads = ("published", "outlet", "title", "claims", "copies", "twins", "versions", "key")
            write_rows(heads, [_shown(row) for row in rows], form, output)
        else:
            write_rows(columns, [list(one.values()) for one in objects], form, output)
        _tell_more(more, len(rows))


def _shown(row: ArticleRow) -> Row:
    title = row.title or row.name
    if title and len(title) > _TITLE:
        title = title[: _TITLE - 1].rstrip() + "…"
    counts = (row.claims, row.publications, row.near_duplicates, row.versions)
    return row.published, row.outlet, title, *counts, short(row.article)
