"""`sayso questions` and `sayso question`: what is asked, and both sides of one question."""

from __future__ import annotations

import json
from dataclasses import asdict
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
from sayso.commands.question_lines import (
    COLUMNS,
    list_lines,
    page_of,
    position_rows,
    question_lines,
    question_object,
)
from sayso.commands.reviewer import login
from sayso.commands.shared import say, table_width, wants_color
from sayso.errors import UsageError
from sayso.export.jsons import harmless
from sayso.export.markdown import escaped
from sayso.export.question_page import to_question_page
from sayso.export.tabular import json_lines, markdown_lines
from sayso.export.timeline import timeline_svg
from sayso.export.visible import one_line
from sayso.ledger.queries import Ledger
from sayso.ledger.questions import ask, decide
from sayso.ledger.questions.ask import SORTS, Sort
from sayso.ledger.store import Store
from sayso.output import whole_file

_ALL = 1_000_000_000
_FORMATS = ("table", "json", "jsonl", "csv", "markdown", "html")


def start_of(after: str | None) -> int:
    """Where a list goes on. Raises UsageError."""
    if after is None:
        return 0
    if not after.isdecimal() or len(after) > 9:
        raise UsageError(f"{after!r} is not what a list gave to go on with.")
    return int(after)


def tell_end(asked: Ledger, shown: int, more: int | None) -> None:
    """How to go on, or why there is nothing."""
    waiting = ask.unlinked(asked.connection)
    if more is not None:
        say(f"{shown:,} shown, there are more: --after {more}")
    elif not shown:
        say("nothing found.")
    if waiting:
        say(f"{waiting:,} {'text was' if waiting == 1 else 'texts were'} not linked yet: sayso link")


@click.command(
    epilog="""
\b
Examples:
  sayso questions
  sayso questions bridge --disputed
  sayso questions --outlet BBC --place Kherson --published 2022-11-09..2022-11-16 --sort sides
  sayso questions --format csv --limit 0 > questions.csv
"""
)
@click.argument("words", nargs=-1, metavar="[WORDS]…")
@ledger_option
@filter_options()
@click.option("--disputed", is_flag=True, help="Only where claims stand on both sides.")
@click.option(
    "--sort",
    type=click.Choice(SORTS),
    default="claims",
    show_default=True,
    help="By the most claims, by the most on the lesser side, or the latest first.",
)
@page_options
@output_options
def questions(
    words: tuple[str, ...],
    ledger: Path,
    disputed: bool,
    sort: Sort,
    limit: int,
    after: str | None,
    form: str,
    output: Path | None,
    **filters: Any,
) -> None:
    """List questions: propositions that several claims are about, with how many say yes, no, or neither clearly.

    WORDS and filters choose questions of which a claim meets them. sayso link finds the questions.
    """
    start = start_of(after)
    with Ledger(ledger) as asked:
        wanted = to_filter(words, filters)
        rows, more = ask.find_questions(
            asked.connection, wanted, disputed=disputed, sort=sort, limit=limit or _ALL, start=start
        )
        objects = [{k: v for k, v in asdict(row).items() if k != "id"} for row in rows]
        columns = tuple(k for k in ask.QuestionRow.__slots__ if k != "id")
        table = list_lines(rows, width=table_width(output), color=output is None and wants_color())
        write_rows(columns, [list(one.values()) for one in objects], form, output, objects=objects, table=table)
        tell_end(asked, len(rows), start + len(rows) if more else None)


@click.command(
    epilog="""
\b
Examples:
  sayso question q1:4bc6a76f4d
  sayso question k1:91ab33 --format html --output bridge.html
  sayso question q1:4bc6a76f4d --plot bridge.svg
  sayso question q1:4bc6a76f4d --merge q1:77e0 --because "both ask who fired it"
  sayso question q1:4bc6a76f4d --split k1:91ab33 --split k1:0c2f
  sayso question q1:4bc6a76f4d --rename "The bridge was blown up from below"
  sayso question q1:4bc6a76f4d --undo qd1:5be2
"""
)
@click.argument("key", metavar="ID")
@ledger_option
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True, help="What to write."
)
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write there, when all is done.")
@click.option(
    "--plot", type=click.Path(path_type=Path), metavar="FILE.svg", help="Draw the timeline, a lane a speaker."
)
@click.option("--merge", multiple=True, metavar="ID", help="This other question is the same.")
@click.option("--split", multiple=True, metavar="CLAIM", help="This claim is not on the question.")
@click.option("--rename", metavar="WORDING", help="What the question is to be called.")
@click.option("--undo", metavar="DECISION", help="Take back what was decided.")
@click.option("--because", "why", metavar="WORDS", help="The reason for what is decided.")
@click.option("--reviewer", metavar="NAME", envvar="SAYSO_REVIEWER", help="Who decides (SAYSO_REVIEWER).  [login name]")
def question(
    key: str,
    ledger: Path,
    form: str,
    output: Path | None,
    plot: Path | None,
    merge: tuple[str, ...],
    split: tuple[str, ...],
    rename: str | None,
    undo: str | None,
    why: str | None,
    reviewer: str | None,
) -> None:
    """Show one question: both sides with their words, who, when, how surely and where, and who moved.

    ID is the key of a question or of a claim in it, or the beginning of one. Positions are as against the wording, each
    on the day it was taken. --merge, --split, --rename and --undo decide about the question: what a person decides is
    kept with who, when and why, wins over the machine, and can be taken back.
    """
    wishes = [bool(merge), bool(split), rename is not None, undo is not None]
    if sum(wishes) > 1:
        raise UsageError("--merge, --split, --rename and --undo are calls of their own.")
    if any(wishes):
        _decide(ledger, key, merge, split, rename, undo, reviewer or login(), why)
        return
    if why is not None:
        raise UsageError("--because is for --merge, --split, --rename and --undo.")
    with Ledger(ledger) as asked:
        told = ask.load(asked.connection, key)
    if plot is not None:
        with whole_file(plot) as write:
            write(timeline_svg(page_of(told)))
        if output is None and form == "table":
            say(f"{plot} holds the timeline.")
            return
    if form == "table":
        write_lines(
            question_lines(told, width=table_width(output), color=output is None and wants_color()), form, output
        )
    elif form == "html":
        write_lines([to_question_page(page_of(told))], form, output)
    elif form == "csv":
        write_rows(COLUMNS, position_rows(told), form, output)
    elif form == "markdown":
        lines = [f"# {escaped(one_line(told.row.wording))}\n\n", *markdown_lines(COLUMNS, position_rows(told))]
        write_lines(lines, form, output)
    else:
        one = question_object(told)
        whole = harmless(json.dumps(one, ensure_ascii=False, allow_nan=False, indent=1)) + "\n"
        write_lines(json_lines([one]) if form == "jsonl" else [whole], form, output)


def _decide(
    ledger: Path,
    key: str,
    merge: tuple[str, ...],
    split: tuple[str, ...],
    rename: str | None,
    undo: str | None,
    reviewer: str,
    why: str | None,
) -> None:
    with Store(ledger, create=False) as store:
        if merge:
            made = decide.merge(store, key, merge, reviewer, why)
        elif split:
            made = (decide.split(store, key, split, reviewer, why),)
        elif rename is not None:
            made = (decide.rename(store, key, rename, reviewer, why),)
        else:
            made = (decide.undo(store, undo or "", reviewer, why),)
    for one in made:
        say(f"entered as {one[:12]}; sayso question {key} --undo {one[:12]} takes it back.")
