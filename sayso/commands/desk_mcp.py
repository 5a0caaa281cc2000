"""`sayso mcp`: the ledger as tools for assistants."""

from __future__ import annotations

from pathlib import Path

import click

from sayso.commands.desk import desk_part
from sayso.commands.ledger_options import ledger_option


@click.command(
    epilog="""
\b
Examples:
  sayso mcp --ledger war.db
  sayso mcp --ledger war.db --desk http://127.0.0.1:8770
  sayso mcp --ledger war.db --http 8771
"""
)
@ledger_option
@click.option(
    "--desk", metavar="URL", default="http://127.0.0.1:8770", show_default=True,
    help="Where `sayso serve` shows the same ledger: links lead there.",
)  # fmt: skip
@click.option("--http", "port", type=click.IntRange(1, 65535), metavar="PORT", help="Over HTTP, to this machine alone.")
def mcp(ledger: Path, desk: str, port: int | None) -> None:
    """Offer the ledger to an assistant (Model Context Protocol), over standard input and output or HTTP.

    Its tools search claims, list and open questions, tell of a source, audit an article and read a text. All only
    read. Each answer holds the very words, their place and a link, marked as quoted: an article may try to instruct the
    assistant.
    """
    desk_part("assistant", "The tools for assistants", "mcp").run(ledger, desk=desk, port=port)
