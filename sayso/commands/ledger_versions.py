"""`sayso versions`: what stood at an address over time, and what each version changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from sayso.commands.ledger_options import ledger_option, write_lines
from sayso.commands.ledger_tables import short
from sayso.commands.shared import say, table_width
from sayso.export.cells import wrapped
from sayso.export.facts import several
from sayso.export.tabular import json_lines, json_list
from sayso.export.visible import one_line
from sayso.ledger.articles import ArticleRow
from sayso.ledger.identity.versions import Changes, Reworded
from sayso.ledger.queries import Ledger
from sayso.records import Claim

_MOST = 12  # of each kind of change that are shown
_NARROWEST = 40
_LABEL = 13  # cells of the first column

_EXAMPLES = """
\b
Examples:
  sayso versions a1:787dfe42
  sayso versions https://news.example/world/ferry
  sayso versions a1:787dfe42 --format json | jq '.[].changes.softened'
"""


@click.command(epilog=_EXAMPLES)
@click.argument("article", metavar="ARTICLE")
@ledger_option
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "jsonl"]), default="table", show_default=True,
    help="What to write.",
)  # fmt: skip
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write there, when all is done.")
def versions(article: str, ledger: Path, form: str, output: Path | None) -> None:
    """Show every version of an article's page, and what each added, removed, softened and made firmer.

    ARTICLE is the key of one version (a1:…, its beginning is enough) or the page's address. Sentences and claims count
    as added or removed, a claim as softened where it came to be hedged, lost a "certainly", fell on the scale of
    likelihood, or "said" became "claimed". In JSON, claims are the contract's.
    """
    with Ledger(ledger) as asked:
        key = article if article.startswith("a1:") else asked.page(article)
        found = asked.versions_of(asked.reading(key).article.id)
        if form == "table":
            lines = _lines(asked, found, table_width(output))
        else:
            objects = _objects(asked, found)
            lines = json_list(objects) if form == "json" else json_lines(objects)
        write_lines(lines, form, output)
    if len(found) < 2:
        say("one version only." if found[0].url else "it has no address, so nothing can be a version of it.")


def _lines(asked: Ledger, found: Sequence[ArticleRow], width: int) -> Iterator[str]:
    if found[0].url:
        yield from (f"{line}\n" for line in wrapped(one_line(found[0].url), width))
    yield version_line(found[0])
    for before, after in pairwise(found):
        yield version_line(after)
        yield from change_lines(asked.changes(before.article, after.article), width)


def version_line(row: ArticleRow) -> str:
    """When, what it was called, how much is in it, and its key, on one line."""
    parts = (row.published or "no date", row.outlet, row.title or row.name, several(row.claims, "claim"))
    return " · ".join([*(one_line(p) for p in parts if p), short(row.article)]) + "\n"


def change_lines(told: Changes, width: int) -> Iterator[str]:
    """Changes for people, a few of each kind."""
    kinds: tuple[tuple[str, Sequence[str]], ...] = (
        ("removed", told.removed),
        ("added", told.added),
        ("softened", [_reworded(one) for one in told.softened]),
        ("firmer", [_reworded(one) for one in told.firmed]),
        ("claim gone", [_claim(one) for one in told.claims_removed]),
        ("claim new", [_claim(one) for one in told.claims_added]),
    )
    for name, sentences in kinds:
        for sentence in sentences[:_MOST]:
            lines = wrapped(one_line(sentence), max(width, _NARROWEST) - _LABEL)
            yield f"  {name:<{_LABEL - 2}}{lines[0]}\n" + "".join(f"{'':{_LABEL}}{line}\n" for line in lines[1:])
        if len(sentences) > _MOST:
            yield f"  {name:<{_LABEL - 2}}… and {len(sentences) - _MOST:,} more\n"


def _reworded(told: Reworded) -> str:
    return f"{told.before} → {told.after} ({told.why})"


def _claim(claim: Claim) -> str:
    who = (claim.source.name or " … ".join(s.text for s in claim.source.spans)) if claim.source else "No source"
    cue = f" {claim.cue.span.text}" if claim.cue else ""
    return f"{who}{cue}: " + " … ".join(span.text for span in claim.content)


def _objects(asked: Ledger, found: Sequence[ArticleRow]) -> Iterator[dict[str, Any]]:
    before: ArticleRow | None = None
    for row in found:
        told = asked.changes(before.article, row.article) if before else None
        yield {
            "article": row.article,
            "url": row.url,
            "published": row.published,
            "outlet": row.outlet,
            "title": row.title,
            "claims": row.claims,
            "added": row.added,
            "changes": _changes(told) if told else None,
        }
        before = row


def _changes(told: Changes) -> dict[str, Any]:
    def pairs(these: Sequence[Reworded]) -> list[dict[str, Any]]:
        return [
            {"before": one.before, "after": one.after, "why": one.why, "came": list(one.came), "went": list(one.went)}
            for one in these
        ]

    return {
        "added": list(told.added),
        "removed": list(told.removed),
        "softened": pairs(told.softened),
        "firmed": pairs(told.firmed),
        "claims_added": [claim.to_dict() for claim in told.claims_added],
        "claims_removed": [claim.to_dict() for claim in told.claims_removed],
    }
