"""`sayso corpus report`: what a corpus answers, as tables, JSON or a page."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from sayso.commands.ledger_options import write_lines, write_rows
from sayso.commands.shared import say, table_width
from sayso.corpus.asking import ask
from sayso.corpus.page import to_page
from sayso.corpus.tables import Choice, Corpus
from sayso.corpus.told import CELL_COLUMNS, cell_row, lines, to_object
from sayso.export.jsons import harmless
from sayso.ledger.days import Days
from sayso.progress import is_terminal

_EXAMPLES = """
\b
Examples:
  sayso corpus report corpus/
  sayso corpus report corpus/ --format html --output report.html
  sayso corpus report corpus/ --outlet Reuters --published 2016.. --format json
  sayso corpus report corpus/ --format csv --output nameless-by-outlet-and-year.csv
"""


@click.command(epilog=_EXAMPLES)
@click.argument("root", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--outlet", "outlets", metavar="NAME", multiple=True, help="Only of this outlet; may be given often.")
@click.option("--published", metavar="DAYS", help="Only of these days: 2016, 2016-06, 2016-06..2017-03.")
@click.option("--top", type=click.IntRange(1), default=10, show_default=True, metavar="N", help="Of each list.")
@click.option(
    "--least", type=click.IntRange(1), default=10, show_default=True, metavar="N",
    help="Leave out shares of an outlet, a year or both from fewer articles.",
)  # fmt: skip
@click.option("--title", metavar="TEXT", help="Of the page.  [default: the folder's name]")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "html"]), default="table", show_default=True,
    help="What to write; csv: shares by outlet and year.",
)  # fmt: skip
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write there, when all is done.")
def report(
    root: Path,
    outlets: tuple[str, ...],
    published: str | None,
    top: int,
    least: int,
    title: str | None,
    form: str,
    output: Path | None,
) -> None:
    """Tell what a corpus in DIR says as a whole.

    Which outlets rest most on sources without a name, by year, with intervals; who is heard most; which quotations
    travel, who had them first and who repeated them; which articles are near-duplicates.
    """
    days = Days.parse(published, "--published").holds if published is not None else None
    corpus = Corpus(root)
    for number, why in corpus.damaged:
        say(f"shard {number} is left out: {why}. The same sayso corpus read reads it again.")
    choice = Choice(outlets=frozenset(one.casefold() for one in outlets), days=days)
    answers = ask(corpus, choice, top=top, least=least, show=_show)
    if form == "json":
        body = json.dumps(to_object(answers), ensure_ascii=False, indent=1, allow_nan=False)
        write_lines([harmless(body) + "\n"], form, output)
    elif form == "csv":
        write_rows(CELL_COLUMNS, [cell_row(cell) for cell in answers.cells], "csv", output)
    elif form == "html":
        write_lines([to_page(answers, title or root.resolve().name)], form, output)
    else:
        write_lines(lines(answers, table_width(output)), form, output)


def _show(step: str) -> None:
    if is_terminal(sys.stderr):
        say(f"{step} …")
