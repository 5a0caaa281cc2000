"""`sayso describe`: what the views of a ledger hold, for those who open it in other programs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sayso.commands.ledger_options import ledger_option, write_lines
from sayso.commands.shared import table_width
from sayso.export.tabular import table_lines
from sayso.ledger.describe import datasette, views
from sayso.ledger.queries import Ledger


@click.command(
    epilog="""
\b
Examples:
  sayso describe --ledger war.db
  sayso describe --format datasette -o metadata.json && datasette war.db --metadata metadata.json
"""
)
@ledger_option
@click.option("--format", "form", type=click.Choice(["table", "datasette"]), default="table", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write there.")
def describe(ledger: Path, form: str, output: Path | None) -> None:
    """Tell what the ledger's views and columns mean, for Datasette and other programs that open SQLite files."""
    with Ledger(ledger) as asked:
        found = views(asked.connection)
    if form == "datasette":
        told = json.dumps(datasette(found, ledger.stem), ensure_ascii=False, indent=1)
        write_lines([told + "\n"], form, output)
        return
    rows = [
        row
        for view in found
        for row in ((view.name, "", view.says), *((view.name, c.name, c.says) for c in view.columns))
    ]
    write_lines(table_lines(("view", "column", "meaning"), rows, width=table_width(output)), form, output)
