"""`sayso contradictions`, `shifts`, `tones`: where claims stand against each other, and who moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from sayso.commands.ledger_questions import start_of, tell_end
from sayso.commands.ledger_tables import UNDATED, short
from sayso.commands.question_lines import move_lines, move_object
from sayso.commands.shared import table_width, wants_color
from sayso.export.cells import padded, wrapped
from sayso.export.visible import one_line
from sayso.ledger.hits import Hit
from sayso.ledger.queries import Ledger
from sayso.ledger.questions.ask import MoveRow, find_moves
from sayso.ledger.questions.pairs import JudgedPair, find_pairs
from sayso.link.questions.records import Move

_ALL = 1_000_000_000
_DATE = 12
_SHIFTS: tuple[Move, ...] = ("reversal", "new fact")
_TONES: tuple[Move, ...] = ("hedge added", "hedge dropped")
_PAIR = ("contradicts", "claim", "other_claim", "day", "other_day", "source", "other_source", "outlet", "other_outlet")
_PAIR_COLUMNS = (*_PAIR, "content", "other_content", "reasons", "question", "wording")


@click.command(
    epilog="""
\b
Examples:
  sayso contradictions
  sayso contradictions missile --source Zelensky
  sayso contradictions --least 0.8 --across --format csv > contradictions.csv
"""
)
@click.argument("words", nargs=-1, metavar="[WORDS]…")
@ledger_option
@filter_options()
@click.option("--least", type=click.FloatRange(0, 1), default=0.0, metavar="P", help="Of at least this probability.")
@click.option("--across", is_flag=True, help="Only between articles.")
@click.option("--loose", is_flag=True, help="Also pairs of no common question; many are chance.")
@page_options
@output_options
def contradictions(
    words: tuple[str, ...],
    ledger: Path,
    least: float,
    across: bool,
    loose: bool,
    limit: int,
    after: str | None,
    form: str,
    output: Path | None,
    **filters: Any,
) -> None:
    """List pairs of claims that cannot both hold of one moment, the surest first, with what speaks for it.

    WORDS and filters choose pairs of which one claim meets them. Two claims contradict each other; nobody lied by that.
    """
    start = start_of(after)
    with Ledger(ledger) as asked:
        wanted = to_filter(words, filters)
        found, more = find_pairs(
            asked.connection,
            "contradicts",
            wanted,
            least=least,
            across=across,
            within=not loose,
            limit=limit or _ALL,
            start=start,
        )
        rows = [_pair_row(pair) for pair in found]
        objects = (
            {**dict(zip(_PAIR_COLUMNS, row, strict=True)), "reasons": list(pair.reasons), "scores": pair.scores}
            for row, pair in zip(rows, found, strict=True)
        )
        table = _pair_lines(found, table_width(output), output is None and wants_color())
        write_rows(_PAIR_COLUMNS, rows, form, output, objects=objects, table=table)
        tell_end(asked, len(found), start + len(found) if more else None)


def _pair_row(pair: JudgedPair) -> list[Any]:
    one, other = pair.one, pair.other
    return [
        round(pair.scores["contradicts"], 4), one.claim, other.claim, _day(one), _day(other), _source(one),
        _source(other), one.outlet, other.outlet, one.content, other.content, "; ".join(pair.reasons), pair.question,
        pair.wording,
    ]  # fmt: skip


def _day(hit: Hit) -> str | None:
    return hit.said_to or hit.said_from or hit.published


def _source(hit: Hit) -> str | None:
    return hit.spoken_by or hit.source


def _pair_lines(found: Sequence[JudgedPair], width: int, color: bool) -> Iterator[str]:
    for number, pair in enumerate(found):
        if number:
            yield "\n"
        told = f"{100 * pair.scores['contradicts']:.0f} %"
        reasons = "; ".join(map(one_line, pair.reasons))
        head = wrapped(f"{told} · {reasons}" if reasons else told, width)
        yield from (click.style(line, bold=True) + "\n" if color else line + "\n" for line in head)
        for hit in (pair.one, pair.other):
            source = one_line(_source(hit) or hit.outlet or "No source")
            lines = wrapped(f"{source}: {one_line(hit.content)}", width - _DATE)
            yield padded(one_line(_day(hit) or UNDATED), _DATE) + lines[0] + "\n"
            yield from (" " * _DATE + line + "\n" for line in lines[1:])
            foot = " · ".join(filter(None, (one_line(hit.outlet or ""), short(hit.claim))))
            yield " " * _DATE + (click.style(foot, dim=True) if color else foot) + "\n"
        if pair.question and pair.wording:
            asked = wrapped(f"{one_line(pair.wording)} · {short(pair.question)}", width - _DATE)
            yield from (" " * _DATE + (click.style(line, dim=True) if color else line) + "\n" for line in asked)


@click.command(
    epilog="""
\b
Examples:
  sayso shifts
  sayso shifts --source Surovikin --kind reversal
  sayso shifts Kherson --published 2022-11 --format json
"""
)
@click.argument("words", nargs=-1, metavar="[WORDS]…")
@ledger_option
@filter_options()
@click.option("--kind", type=click.Choice(_SHIFTS), help="Only speakers who turned round, or only the matter itself.")
@page_options
@output_options
def shifts(
    words: tuple[str, ...],
    ledger: Path,
    kind: Move | None,
    limit: int,
    after: str | None,
    form: str,
    output: Path | None,
    **filters: Any,
) -> None:
    """List where a position moved between two days: a speaker turned round (reversal), or the matter did (new fact).

    The latest first. WORDS and filters choose those of which one claim meets them.
    """
    _list_moves(words, ledger, (kind,) if kind else _SHIFTS, limit, after, form, output, filters)


@click.command(
    epilog="""
\b
Examples:
  sayso tones
  sayso tones --source "Defense Ministry" --kind "hedge dropped"
"""
)
@click.argument("words", nargs=-1, metavar="[WORDS]…")
@ledger_option
@filter_options()
@click.option("--kind", type=click.Choice(_TONES), help="Only hedges that came, or only those that went.")
@page_options
@output_options
def tones(
    words: tuple[str, ...],
    ledger: Path,
    kind: Move | None,
    limit: int,
    after: str | None,
    form: str,
    output: Path | None,
    **filters: Any,
) -> None:
    """List where one speaker became more or less sure of one thing: a hedge added or dropped between two days."""
    _list_moves(words, ledger, (kind,) if kind else _TONES, limit, after, form, output, filters)


def _list_moves(
    words: tuple[str, ...],
    ledger: Path,
    kinds: tuple[Move, ...],
    limit: int,
    after: str | None,
    form: str,
    output: Path | None,
    filters: dict[str, Any],
) -> None:
    start = start_of(after)
    with Ledger(ledger) as asked:
        wanted = to_filter(words, filters)
        size = limit or _ALL
        found = find_moves(asked.connection, kinds=kinds, wanted=wanted, limit=size + 1, start=start)
        shown = found[:size]
        objects = [move_object(move) for move in shown]
        columns = tuple(move_object(shown[0])) if shown else ("question", "wording", "kind", "speaker")
        rows = [list(one.values()) for one in objects]
        table = _moves_table(shown, table_width(output), output is None and wants_color())
        write_rows(columns, rows, form, output, objects=objects, table=table)
        tell_end(asked, len(shown), start + len(shown) if len(found) > size else None)


def _moves_table(moves: Sequence[MoveRow], width: int, color: bool) -> Iterator[str]:
    for number, move in enumerate(moves):
        if number:
            yield "\n"
        yield from move_lines(move, width, color=color)
