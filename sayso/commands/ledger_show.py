"""`sayso show`: one claim in its context, or one article with all its claims and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import click

from sayso.commands.ledger_options import ledger_option, write_lines
from sayso.commands.ledger_tables import hit_lines, short
from sayso.commands.ledger_versions import change_lines
from sayso.commands.review_card import history_lines
from sayso.commands.review_lines import decision_of
from sayso.commands.shared import table_width, wants_color
from sayso.errors import UsageError
from sayso.export.cells import wrapped
from sayso.export.jsons import json_chunks, to_line
from sayso.export.markdown import to_markdown
from sayso.export.page import to_page
from sayso.export.table import to_table
from sayso.export.tabular import json_lines, json_list
from sayso.export.visible import one_line
from sayso.ledger.articles import ArticleRow
from sayso.ledger.queries import Ledger
from sayso.ledger.review.desk import item
from sayso.records import Claim, Reading

_AROUND = 300  # characters of the article before and after a claim

_EXAMPLES = """
\b
Examples:
  sayso show k1:4bc6a76f4d
  sayso show a1:787dfe42 --format html -o article.html
  sayso show a1:787dfe42 --format json | jq .claims
"""


@click.command(epilog=_EXAMPLES)
@click.argument("key", metavar="KEY")
@ledger_option
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "jsonl", "html", "markdown"]), default="table",
    show_default=True, help="What to write.",
)  # fmt: skip
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write there, when all is done.")
def show(key: str, ledger: Path, form: str, output: Path | None) -> None:
    """Show a claim in its context (k1:…), or an article with its claims, publications, versions and twins (a1:…).

    The beginning of a key is enough where no other begins so. In JSON an article is the contract's reading.
    """
    with Ledger(ledger) as asked:
        if key.startswith("k1:"):
            if form in {"html", "markdown"}:
                raise UsageError(f"A claim has no form {form}.", hint="Give table, json or jsonl, or show its article.")
            lines = _claim(asked, key, form, output)
        else:
            lines = _article(asked, key, form, output)
        write_lines(lines, form, output)


def _claim(asked: Ledger, key: str, form: str, output: Path | None) -> Iterator[str]:
    reading, claim, hit = asked.claim(key)
    about = item(asked.connection, hit.claim, decided_first=True) if hit.verdict else None
    if form != "table":
        told = {
            "key": hit.claim,
            "reader": reading.reader,
            "decision": decision_of(hit),
            "article": reading.article.to_dict(),
            "claim": claim.to_dict(),
            "given": about.given.to_dict() if about and about.given else None,
        }
        yield from json_list([told]) if form == "json" else json_lines([told])
        return
    color, width = output is None and wants_color(), table_width(output)
    if reading.article.title:
        yield from (f"{line}\n" for line in wrapped(one_line(reading.article.title), width))
    yield from hit_lines([hit], width=width, color=color)
    yield "\n"
    yield from (f"{line}\n" for line in wrapped(_context(reading, claim), width))
    if about is not None:
        yield from (f"{line}\n" for line in history_lines(about, width))
    others = asked.publications_of(hit.article)
    if len(others) > 1:
        yield "\n" + "Published\n" + "".join(_publication(row) for row in others)
    yield f"\nThe whole article: sayso show {short(hit.article)}\n"


def _context(reading: Reading, claim: Claim) -> str:
    """The words around the claim on one line, its content marked."""
    text = reading.article.text
    spans = sorted(
        {(s.start, s.end) for s in claim.spans() if s not in (claim.source.mentions if claim.source else ())}
    )
    first, last = min(s[0] for s in spans), max(s[1] for s in spans)
    start, end = max(0, first - _AROUND), min(len(text), last + _AROUND)
    told, place = "", start
    for span in claim.content:
        if span.start >= place:
            told += f"{text[place : span.start]}⟦{text[span.start : span.end]}⟧"
            place = span.end
    told = one_line(told + text[place:end])
    return ("… " if start else "") + told + (" …" if end < len(text) else "")


def _article(asked: Ledger, key: str, form: str, output: Path | None) -> Iterator[str]:
    reading = asked.reading(key)
    if form == "json":
        yield from json_chunks([reading], single=True)
    elif form == "jsonl":
        yield to_line(reading) + "\n"
    elif form == "html":
        yield to_page((reading,))
    elif form == "markdown":
        yield to_markdown(reading)
    else:
        yield to_table(reading, width=table_width(output), color=output is None and wants_color())
        yield from _belonging(asked, reading.article.id, table_width(output))


def _belonging(asked: Ledger, key: str, width: int) -> Iterator[str]:
    others = asked.publications_of(key)
    if len(others) > 1:
        yield "\nThe same text\n" + "".join(_publication(row) for row in others)
    twins = asked.near_duplicates_of(key)
    if twins:
        yield "\nNearly the same\n"
        yield from (f"  {alike:4.0%} {_publication(row).strip()}\n" for row, alike in twins)
    versions = asked.versions_of(key)
    for before, after in pairwise(versions):
        changed = asked.changes(before.article, after.article)
        if changed.added or changed.removed or changed.softened or changed.firmed:
            yield f"\nFrom {short(before.article)} ({before.published}) to {short(after.article)} ({after.published})\n"
            yield from change_lines(changed, width)


def _publication(row: ArticleRow) -> str:
    parts = (row.published or "no date", row.outlet, row.title or row.name)
    return "  " + " · ".join([*(one_line(p) for p in parts if p), short(row.article)]) + "\n"
