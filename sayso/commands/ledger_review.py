"""`sayso review`: a person accepts, corrects and rejects what the reader found."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import click

from sayso.commands.ledger_options import filter_options, ledger_option, to_filter, write_lines, write_rows
from sayso.commands.ledger_tables import hit_lines, short
from sayso.commands.review_card import told
from sayso.commands.review_keys import Keys
from sayso.commands.review_lines import decision_object, dispute_object, item_object, to_requests
from sayso.commands.review_loop import Session
from sayso.commands.shared import say, table_width, wants_color
from sayso.errors import UnreadableError, UsageError
from sayso.export.facts import several
from sayso.export.jsons import harmless
from sayso.export.tabular import json_lines, json_list
from sayso.export.visible import one_line
from sayso.ledger.queries import Ledger
from sayso.ledger.review.desk import ORDERS, Order, disputes, items, left, queue
from sayso.ledger.review.training import Labelled, labelled
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.output import whole_file
from sayso.progress import is_terminal

_ALL = 1_000_000_000  # claims

_EXAMPLES = """
\b
Examples:
  sayso review --ledger war.db
  sayso review grain --source Putin --voice attributed
  sayso review --verdict unsure --reviewer ada
  sayso review --format jsonl --limit 0 --voice attributed > queue.jsonl
  echo '{"claim": "k1:4bc6a76f4d", "verdict": "correct", "edits": {"force": "claims"}}' | sayso review --decide -
  sayso review --disagreements
  sayso review --export labels.jsonl --partial
"""


@click.command(epilog=_EXAMPLES)
@click.argument("words", nargs=-1, metavar="[WORDS]…")
@ledger_option
@filter_options()
@click.option(
    "--sort", type=click.Choice(ORDERS), default="confidence", show_default=True,
    help="The least sure first, or by day of publication.",
)  # fmt: skip
@click.option("--reviewer", metavar="NAME", envvar="SAYSO_REVIEWER", help="Who decides (SAYSO_REVIEWER).  [login name]")
@click.option(
    "--decide",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Enter decisions from JSON lines; - reads standard input.",
)
@click.option("--disagreements", is_flag=True, help="List claims about which reviewers want different things.")
@click.option(
    "--export",
    "export_to",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write fully decided texts as training data.",
)
@click.option(
    "--partial", is_flag=True, help="With --export: also texts of which some claims are undecided, marked so."
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "jsonl"]), help="List the queue instead of asking."
)
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    metavar="N",
    help="With --format: at most N; 0 for all.",
)
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="With --format: write there.")
def review(
    words: tuple[str, ...],
    ledger: Path,
    sort: Order,
    reviewer: str | None,
    decide: Path | None,
    disagreements: bool,
    export_to: Path | None,
    partial: bool,
    form: str | None,
    limit: int,
    output: Path | None,
    **filters: Any,
) -> None:
    """Go through claims and decide: accept, correct, reject, leave open.

    One key a decision (? tells them). Each is safe at once, with who, when and why; what was decided wins over every
    reading, now and later, and can be taken back. Claims that nobody decided come first those least sure; WORDS and
    filters choose among them. Without a terminal, --format lists what waits and --decide enters decisions.
    """
    if sum([decide is not None, disagreements, export_to is not None]) > 1:
        raise UsageError("--decide, --disagreements and --export are calls of their own.")
    if partial and export_to is None:
        raise UsageError("--partial is for --export.")
    wanted = to_filter(words, filters)
    if decide is not None:
        _decide(ledger, decide, reviewer or _login(), form, output)
    elif disagreements:
        _disagreements(ledger, form or "table", output)
    elif export_to is not None:
        _export(ledger, export_to, partial=partial)
    elif form is not None:
        _list(ledger, wanted, sort, form, limit, output)
    else:
        _sit(ledger, wanted, sort, reviewer or _login())


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("Nobody is logged in here.", hint="Tell who decides: --reviewer NAME.") from None


def _sit(ledger: Path, wanted: ClaimFilter, sort: Order, reviewer: str) -> None:
    if not is_terminal(sys.stdin) or not is_terminal(sys.stdout):
        raise UsageError("There is no terminal to review at.", hint="--format jsonl lists what waits, --decide enters.")
    with Store(ledger, create=False) as store, Ledger(ledger) as asked, Keys() as keys:
        session = Session(asked, store, wanted, sort, reviewer, color=wants_color(), keys=keys)
        say(f"reviewing as {reviewer}.")
        say(session.run())


def _decide(ledger: Path, path: Path, reviewer: str, form: str | None, output: Path | None) -> None:
    requests = tuple(to_requests(_lines(path), reviewer))
    with Store(ledger, create=False) as store:
        made = store.decide(requests)
    if form is not None:
        _write((decision_object(one) for one in made), form, output)
    say(f"{several(len(made), 'decision')} entered.")


def _lines(path: Path) -> Iterator[str]:
    try:
        if str(path) == "-":
            yield from sys.stdin.buffer.read().decode("utf-8").splitlines()
        else:
            yield from path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError:
        raise UnreadableError(f"{path} is not UTF-8.") from None


def _list(ledger: Path, wanted: ClaimFilter, sort: Order, form: str, limit: int, output: Path | None) -> None:
    with Ledger(ledger) as asked:
        hits = queue(asked.connection, wanted, order=sort, limit=limit or _ALL)
        if form == "table":
            lines = hit_lines(hits, width=table_width(output), color=output is None and wants_color())
            write_lines(lines, form, output)
        else:
            found = items(asked.connection, hits)
            _write((item_object(hit, one) for hit, one in found), form, output)
        say(f"{several(left(asked.connection, wanted), 'claim')} {'wait' if not wanted.verdict else 'in all'}.")


def _write(objects: Iterator[dict[str, object]], form: str, output: Path | None) -> None:
    if form == "table":
        rows = [list(one.values()) for one in objects]
        write_rows(("decision", "claim", "verdict", "reviewer", "at", "why", "undoes"), cast(Any, rows), form, output)
    else:
        write_lines(json_list(objects) if form == "json" else json_lines(objects), form, output)


def _disagreements(ledger: Path, form: str, output: Path | None) -> None:
    with Ledger(ledger) as asked:
        found = tuple(disputes(asked.connection))
    if form != "table":
        _write((dispute_object(one) for one in found), form, output)
        return
    lines = []
    for one in found:
        lines.append(f"{short(one.claim)} · {one_line(one.title or one.article)}\n")
        for opinion in one.opinions:
            lines.append(f"  {told(opinion)}{' (in force)' if opinion == one.ruling else ''}\n")
    write_lines(lines, form, output)
    say(f"{several(len(found), 'claim')} on which reviewers disagree.")


def _export(ledger: Path, path: Path, *, partial: bool) -> None:
    counted: list[Labelled] = []
    with Ledger(ledger) as asked, whole_file(None if str(path) == "-" else path) as write:
        for one in labelled(asked.connection, partial=partial):
            write(harmless(json.dumps(one.to_dict(), ensure_ascii=False)) + "\n")
            counted.append(one)
    claims = sum(len(one.claims) for one in counted)
    whole = sum(one.open == 0 for one in counted)
    rest = f", {len(counted) - whole} of them marked as partial" if partial else ""
    say(f"{several(len(counted), 'text')} with {several(claims, 'claim')}{rest}.")
