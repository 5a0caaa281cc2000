"""`sayso serve` and `sayso demo`: the ledger as pages in a browser."""

from __future__ import annotations

import getpass
import os
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from sayso.commands.ledger_options import ledger_option
from sayso.commands.shared import say
from sayso.errors import MissingExtraError, UsageError

TOKEN = "SAYSO_TOKEN"  # noqa: S105 - the name of a variable
"""Environment variable with the token that writing over REST, and any use from other machines, asks for."""


def desk_part(module: str, what: str, extra: str = "web") -> Any:
    """A module of sayso.serve. Raises MissingExtraError where its libraries are not installed."""
    try:
        return import_module(f"sayso.serve.{module}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("sayso"):
            raise
        raise MissingExtraError(what, extra) from None


def _reviewer() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reviewer"


@click.command(
    epilog="""
\b
Examples:
  sayso serve --ledger war.db
  sayso serve --port 9000 --open
  SAYSO_TOKEN=$(openssl rand -hex 24) sayso serve --host 0.0.0.0 --name desk.example.org
"""
)
@ledger_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8770, show_default=True, help="Port; 0 for a free one.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A name that this machine is called by.")
@click.option("--reviewer", metavar="NAME", envvar="SAYSO_REVIEWER", help="Who decides (SAYSO_REVIEWER).  [login name]")
@click.option("--read-only", is_flag=True, help="Nothing can be added or decided.")
@click.option("--open", "opens", is_flag=True, help="Open it in the browser.")
def serve(
    ledger: Path, host: str, port: int, names: tuple[str, ...], reviewer: str | None, read_only: bool, opens: bool
) -> None:
    """Open the ledger as a desk of pages, with a REST interface under /api/v1.

    It answers this machine alone. Another --host asks everybody for the token in SAYSO_TOKEN, as writing over REST
    does anywhere. Nothing is fetched from any network but the addresses that you add.
    """
    _run(ledger, host=host, port=port, names=names, reviewer=reviewer, read_only=read_only, opens=opens)


def _run(ledger: Path, **told: Any) -> None:
    run = desk_part("run", "The desk")
    desk = run.Desk(
        ledger=ledger,
        host=told["host"],
        port=told["port"],
        token=os.environ.get(TOKEN) or None,
        names=tuple(told["names"]),
        reviewer=told["reviewer"] or _reviewer(),
        read_only=told["read_only"],
    )
    if not desk.is_local and not desk.token:
        raise UsageError(
            f"At {desk.host} other machines could read the ledger.",
            hint=f"Set a token of 16 characters or more: {TOKEN}=$(openssl rand -hex 24)",
        )
    if desk.token and len(desk.token) < 16:
        raise UsageError(f"{TOKEN} is short enough to be guessed.", hint="Give 16 characters or more.")
    run.run(desk, opens=told["opens"], tell=say)


@click.command(
    epilog="""
\b
Examples:
  sayso demo
  sayso demo --ledger demo.db --no-open
"""
)
@click.option(
    "--ledger", type=click.Path(path_type=Path), default="sayso-demo.db", show_default=True, metavar="FILE",
    help="Where the demo's ledger is kept; used as it is where it exists.",
)  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=8770, show_default=True, help="Port; 0 for a free one.")
@click.option("--open/--no-open", "opens", default=True, help="Open it in the browser, or only tell its address.")
def demo(ledger: Path, port: int, opens: bool) -> None:
    """Read bundled articles on contested events of 2022 and open the desk on them.

    The articles are from Wikipedia, under an open license. Reading and comparing them takes a few minutes, once.
    """
    filled = desk_part("bundle", "The demo")
    filled.fill(ledger, say)
    _run(ledger, host="127.0.0.1", port=port, names=(), reviewer=None, read_only=False, opens=opens)
