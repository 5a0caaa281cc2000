"""`sayso due`: predictions whose time has ended, with later claims that may tell what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from sayso.commands.ledger_options import (
    filter_options,
    ledger_option,
    output_options,
    page_options,
    to_filter,
    write_rows,
)
from sayso.commands.ledger_tables import UNDATED, short
from sayso.commands.shared import say, table_width, wants_color
from sayso.errors import LedgerBusyError, OutputError, UsageError
from sayso.export.cells import padded, wrapped
from sayso.export.facts import percent, several
from sayso.export.visible import one_line
from sayso.ledger.outcomes.ask import Order, Prediction
from sayso.ledger.outcomes.ask import due as find_due
from sayso.ledger.outcomes.freeze import pending
from sayso.ledger.outcomes.proposals import Proposal, proposals
from sayso.ledger.queries import Ledger
from sayso.ledger.store import Store

_DATE = 12  # cells of the first column
_NARROWEST = 40
COLUMNS = (
    "claim", "due", "said", "outlet", "source", "record", "force", "content", "hedges", "certainty", "at_least",
    "at_most", "denied", "standing", "outcome", "article", "proposed",
)  # fmt: skip

_EXAMPLES = """
\b
Examples:
  sayso due --ledger war.db
  sayso due --on 2022-11-12 --place Kherson
  sayso due --by 2022-11-08 --source "White House" --proposals 5
  sayso due --open grain --format csv -o open.csv
"""


def freeze_first(ledger: Path) -> None:
    """Freezes what an older version of sayso took in; a file that cannot be written now stays as it is."""
    with Ledger(ledger) as asked:
        if not pending(asked.connection):
            return
    try:
        with Store(ledger, create=False):
            pass  # leaving it freezes
    except (OutputError, LedgerBusyError):
        say("the ledger cannot be written now: what came in last is not among the predictions yet.")


def checked_day(told: str, option: str) -> str:
    """An ISO day. Raises UsageError."""
    try:
        return date.fromisoformat(told.strip()).isoformat()
    except ValueError:
        raise UsageError(f"{option} is {told!r}, which is no day.", hint=f"For example {option} 2022-11-12.") from None


@click.command(epilog=_EXAMPLES)
@click.argument("words", nargs=-1, metavar="[WORDS]…")
@ledger_option
@click.option("--on", metavar="DATE", help="The day to look from.  [default: today]")
@click.option("--by", metavar="DATE", help="Due by this day, past or to come.  [default: the day of --on]")
@click.option("--open", "is_open", is_flag=True, help="Also those without an end; they come last.")
@click.option("--settled", is_flag=True, help="Also those that were settled.")
@click.option("--proposals", "most", type=click.IntRange(0, 50), default=2, show_default=True, metavar="N",
              help="Later claims that may tell, at most N each.")  # fmt: skip
@click.option("--sort", type=click.Choice(["latest", "earliest"]), default="latest", show_default=True,
              help="By the day on which they fell due.")  # fmt: skip
@filter_options()
@page_options
@output_options
def due(
    words: tuple[str, ...],
    ledger: Path,
    on: str | None,
    by: str | None,
    is_open: bool,
    settled: bool,
    most: int,
    sort: Order,
    limit: int,
    after: str | None,
    form: str,
    output: Path | None,
    **filters: Any,
) -> None:
    """List predictions that fell due and are not settled.

    A prediction is a claim about what was to come, frozen as it was first read. Beneath each stand later claims that
    may tell what came of it, with why they are proposed: nothing is settled by them. sayso resolve settles.
    """
    today = checked_day(on, "--on") if on is not None else date.today().isoformat()
    last = checked_day(by, "--by") if by is not None else today
    wanted = to_filter(words, filters)
    freeze_first(ledger)
    with Ledger(ledger) as asked:
        found, more = find_due(
            asked.connection, wanted, by=last, is_open=is_open, settled=settled, order=sort, limit=limit, after=after
        )
        pairs = [(one, proposals(asked.connection, one, most=most)) for one in found]
    lines = _lines(pairs, today, width=table_width(output), color=output is None and wants_color())
    rows = [[*_row(one), " ".join(p.claim for p in told) or None] for one, told in pairs]
    write_rows(COLUMNS, rows, form, output, objects=[_object(*pair) for pair in pairs], table=lines)
    told = f"{several(len(found), 'prediction')} due by {last}" + (" or open" if is_open else "")
    say(f"{told}, seen from {today}{'' if on else ' (today)'}." + (f" There are more: --after {more}" if more else ""))


def _row(one: Prediction) -> list[str | float | None]:
    low, high = one.band or (None, None)
    return [
        one.key, one.due, one.frozen.day, one.outlet, one.frozen.source, one.frozen.record, one.force, one.content,
        one.hedges, one.term, low, high, int(one.denied), one.standing, one.outcome.outcome if one.outcome else None,
        one.article,
    ]  # fmt: skip


def _object(one: Prediction, told: Iterable[Proposal]) -> dict[str, object]:
    named = dict(zip(COLUMNS, _row(one), strict=False)) | {"denied": one.denied}
    return named | {
        "title": one.title,
        "url": one.url,
        "proposed": [
            {"claim": p.claim, "published": p.day, "outlet": p.outlet, "source": p.source, "content": p.content,
             "why": list(p.why)}
            for p in told
        ],
    }  # fmt: skip


def _lines(
    pairs: Iterable[tuple[Prediction, tuple[Proposal, ...]]], today: str, *, width: int, color: bool
) -> Iterator[str]:
    room = max(width, _NARROWEST) - _DATE
    for number, (one, told) in enumerate(pairs):
        yield "\n" if number else ""
        yield from _block(one.due or "open", wrapped(head(one), room), color, bold=True)
        yield from _block("", wrapped(one_line(one.content), room), color)
        yield from _block("", wrapped(_foot(one, today), room), color, dim=True)
        for proposal in told:
            who = " · ".join(filter(None, (proposal.day or UNDATED, proposal.outlet, proposal.source)))
            text = f"? {one_line(who)}: {one_line(proposal.content)}"
            why = f"  {'; '.join(map(one_line, proposal.why))} · {short(proposal.claim)}"
            yield from _block("", wrapped(text, room), color, fg="cyan")
            yield from _block("", wrapped(why, room), color, dim=True)


def _block(first: str, lines: list[str], color: bool, **style: Any) -> Iterator[str]:
    for number, line in enumerate(lines):
        shown = click.style(line, **style) if color and line and style else line
        yield padded(first if number == 0 else "", _DATE) + shown + "\n"


def head(one: Prediction) -> str:
    """Who foretold, by which act and how surely."""
    who = one.frozen.source or f"{one.outlet or 'The outlet'}, in its own voice"
    if one.frozen.voice == "attributed" and one.frozen.source is None:
        who = "No source"
    told = one_line(who) + (f" {one_line(one.frozen.cue)}" if one.frozen.cue else "")
    return " · ".join(filter(None, (told, "that it will not be" if one.denied else None, surely(one))))


def surely(one: Prediction) -> str | None:
    """The hedges as written with term and band, None for none."""
    words = f"“{one_line(one.hedges)}”" if one.hedges else ""
    read = ", ".join(filter(None, (one.term, percent(one.band) if one.band else None)))
    return " = ".join(filter(None, (words, read))) or None


def _foot(one: Prediction, today: str) -> str:
    parts = [f"said {one.frozen.day or UNDATED}"]
    if one.due is not None and one.due > today:
        parts.append("its time has not ended")
    parts += [one_line(one.outlet)] if one.outlet else []
    if one.standing in {"confirmed", "corrected"}:
        parts.append(f"{one.standing} in review")
    if one.outcome is not None:
        parts.append(f"settled as {one.outcome.outcome} by {one_line(one.outcome.resolver)}")
    return " · ".join([*parts, short(one.key)])
