"""`sayso origins`: who took it from whom, how many origins there are, and what a person says of two articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from sayso.commands.ledger_options import ledger_option, write_lines
from sayso.commands.origin_rows import to_tree
from sayso.commands.reviewer import login
from sayso.commands.shared import say, table_width
from sayso.errors import UsageError
from sayso.export.origin_plot import plot_style, plot_svg
from sayso.export.origin_tree import tree_lines, tree_markdown, tree_page
from sayso.export.tabular import json_lines, json_list
from sayso.ledger.origins.decide import Verdict, decide, load
from sayso.ledger.origins.gather import Found, origins_of
from sayso.ledger.queries import Ledger
from sayso.ledger.schema import utc_now
from sayso.ledger.store import Store
from sayso.output import whole_file

_PAIR = 2

_EXAMPLES = """
\b
Examples:
  sayso origins q1:4bc6a76f4d
  sayso origins a1:787dfe42 --plot origins.svg
  sayso origins k1:740b15a6c3 --format json | jq '.[0] | .at_least, .at_most'
  sayso origins --independent a1:787dfe42 a1:99d4e2bb --because "two reporters, each was there"
  sayso origins --dependent k1:740b15a6c3 k1:d905f800 --because "the second paper buys the first's copy"
  sayso origins --undo a1:787dfe42 a1:99d4e2bb
  sayso origins --decisions
"""


@click.command(epilog=_EXAMPLES)
@click.argument("keys", nargs=-1, metavar="KEY")
@ledger_option
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "jsonl", "markdown", "html"]), default="table",
    show_default=True, help="What to write.",
)  # fmt: skip
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write there, when all is done.")
@click.option("--plot", type=click.Path(path_type=Path), metavar="FILE.svg", help="Draw the tree over time.")
@click.option("--independent", "verdict", flag_value="independent", help="Say that two KEYs have two origins.")
@click.option("--dependent", "verdict", flag_value="dependent", help="Say that two KEYs have one origin.")
@click.option("--undo", "verdict", flag_value="undo", help="Take back what was last said of two KEYs.")
@click.option("--because", metavar="WHY", help="The reason, kept with the decision.")
@click.option("--reviewer", metavar="NAME", envvar="SAYSO_REVIEWER", help="Who decides (SAYSO_REVIEWER).  [login name]")
@click.option("--decisions", is_flag=True, help="List what persons said, the latest last.")
def origins(
    keys: tuple[str, ...], ledger: Path, form: str, output: Path | None, plot: Path | None, verdict: Verdict | None,
    because: str | None, reviewer: str | None, decisions: bool,
) -> None:  # fmt: skip
    """Show from where articles have what they tell, and how many origins that are.

    KEY is an article (a1:…: all that tell its story), a claim (k1:…: all that are on its question, or speak of the
    same within a week) or a question. Articles hang on whom they name: speakers, unnamed groups, documents, other
    outlets; copies hang on what they copy. The count is a range: it begins with origins that are certainly independent
    of each other and ends with all that are not known to be one. With --independent or --dependent you decide about
    two articles, named by their keys or by claims in them; that wins over what is found.
    """
    if verdict is not None:
        _decide(ledger, verdict, keys, because, reviewer)
        return
    if because is not None:
        raise UsageError("--because goes with --independent, --dependent or --undo.")
    with Ledger(ledger) as asked:
        if decisions:
            told = [asdict(one) | {"key": one.key} for one in load(asked.connection)]
            write_lines(_listed(told, form), form, output)
            return
        if len(keys) != 1:
            raise UsageError("Give the key of one article, claim or question.", hint="sayso articles lists articles.")
        found = origins_of(asked.connection, keys[0])
    tree = to_tree(found.forest, key=found.key, about=found.about, others=found.others)
    if plot is not None:
        with whole_file(plot) as write:
            write(plot_svg(tree))
        say(f"{plot} holds the tree.")
        if output is None and form == "table":
            say(f"{tree.count}.")
            return
    if form == "table":
        lines: Iterator[str] = tree_lines(tree, table_width(output))
    elif form == "markdown":
        lines = tree_markdown(tree)
    elif form == "html":
        lines = iter([tree_page(tree, plot_svg(tree, own_style=False), plot_style())])
    else:
        lines = json_list([_object(found)]) if form == "json" else json_lines([_object(found)])
    write_lines(lines, form, output)


def _object(found: Found) -> dict[str, Any]:
    forest = asdict(found.forest)
    forest["apart"] = [{"a": a, "b": b, "reason": reason} for a, b, reason in found.forest.apart]
    return {"kind": found.kind, "key": found.key, "about": found.about, "left_out": found.others} | forest


def _listed(told: list[dict[str, Any]], form: str) -> Iterator[str]:
    if form == "json":
        return json_list(told)
    if form == "jsonl":
        return json_lines(told)
    return (
        f"{one['at']} {one['reviewer']}: {one['verdict']} {one['one'][:13]} {one['other'][:13]}"
        f"{' – ' + one['why'] if one['why'] else ''}\n"
        for one in told
    )


def _decide(ledger: Path, verdict: Verdict, keys: tuple[str, ...], because: str | None, reviewer: str | None) -> None:
    if len(keys) != _PAIR:
        raise UsageError(f"--{verdict} takes two keys.", hint=f"sayso origins --{verdict} a1:… a1:… --because …")
    with Store(ledger, create=False) as store, store.writing():
        made = decide(
            store.connection, verdict, *keys, reviewer=reviewer or login(), why=because, now=utc_now()
        )  # fmt: skip
    say(f"{made.reviewer} says: {made.verdict}, {made.one[:13]} and {made.other[:13]}.")
