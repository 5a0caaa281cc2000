"""`sayso verify`, `backup`, `compact`, `merge`: keeping the ledger sound."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from sayso.commands.ledger_options import ledger_option
from sayso.commands.shared import say
from sayso.errors import UsageError
from sayso.export.facts import several
from sayso.export.visible import one_line
from sayso.ledger import archive, keep
from sayso.ledger.origins.decide import load as load_origins
from sayso.ledger.origins.decide import take as take_origins
from sayso.ledger.outcomes.carry import carried, take
from sayso.ledger.queries import Ledger
from sayso.ledger.questions import book
from sayso.ledger.review.desk import all_decisions
from sayso.ledger.schema import utc_now
from sayso.ledger.speakers.decide import load as load_speakers
from sayso.ledger.speakers.decide import take as take_speakers
from sayso.ledger.store import Kept, Store
from sayso.ledger.verify import Verdict
from sayso.ledger.verify import verify as verify_ledger
from sayso.output import standard_output

_MOST_SHOWN = 50  # findings of one area


@click.command(
    epilog="""
\b
Examples:
  sayso verify --ledger war.db
  sayso verify --head 72f2…e1 --format json
"""
)
@ledger_option
@click.option("--head", metavar="DIGEST", help="A digest of the log noted earlier: tells whether its end was cut off.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def verify(ledger: Path, head: str | None, form: str) -> None:
    """Prove the ledger again: spans against texts, digests, the log's chain, references, search indexes.

    Says what is wrong and where; exit code 1 then. The last line tells the log's digest: noted elsewhere, it proves
    later that nothing which stood in the log by now was taken from it or changed.
    """
    verdict = verify_ledger(ledger, head=head)
    write = standard_output(exact=form == "json")
    if form == "json":
        write(json.dumps({"sound": not verdict.findings, **asdict(verdict)}, ensure_ascii=False, indent=1) + "\n")
    else:
        write(_told(verdict))
    if verdict.findings:
        sys.exit(1)


def _told(verdict: Verdict) -> str:
    lines = []
    shown: Counter[str] = Counter()
    for one in verdict.findings:
        shown[one.area] += 1
        if shown[one.area] <= _MOST_SHOWN:
            lines.append(f"{one.area}: {one_line(one.where)} {one_line(one.what)}.")
    lines += [f"{area}: {n - _MOST_SHOWN:,} more." for area, n in shown.items() if n > _MOST_SHOWN]
    lines += [f"note: {note}" for note in verdict.notes]
    counts = (
        several(verdict.texts, "text"),
        several(verdict.publications, "publication"),
        several(verdict.claims, "claim"),
        *([several(verdict.decisions, "decision")] if verdict.decisions else []),
        several(verdict.entries, "log entry", "log entries"),
    )
    state = f"{several(len(verdict.findings), 'fault')} found" if verdict.findings else "All is sound"
    lines.append(f"{state}: {', '.join(counts)}.")
    lines.append(f"The log ends with {verdict.head}." if verdict.head else "The log is empty.")
    return "\n".join(lines) + "\n"


@click.command(
    epilog="""
\b
Examples:
  sayso backup war-2022-11-30.db --ledger war.db
"""
)
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE")
@ledger_option
def backup(target: Path, ledger: Path) -> None:
    """Copy the ledger into a new FILE, whole and checked, while others may go on writing.

    FILE appears when the copy is complete, and never takes the place of another.
    """
    size = keep.backup(ledger, target)
    say(f"{target} holds a copy of {size / 1e6:,.1f} MB.")


@click.command(
    epilog="""
\b
Examples:
  sayso compact --ledger war.db
"""
)
@ledger_option
def compact(ledger: Path) -> None:
    """Bring an older ledger up to date, build its search indexes anew and give free space back to the disk.

    Needs as much free space as the file takes, for a while. Content and log stay as they are.
    """
    done = keep.compact(ledger)
    say(f"{ledger} went from {done.before / 1e6:,.1f} to {done.after / 1e6:,.1f} MB.")


@click.command(
    epilog="""
\b
Examples:
  sayso merge colleague.db --ledger war.db
"""
)
@click.argument("others", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="OTHER…")
@ledger_option
def merge(others: tuple[Path, ...], ledger: Path) -> None:
    """Take in every article of OTHER ledgers with its reading; nothing is read again, nothing is taken in twice.

    What persons decided about claims comes along, also about texts that were here already; the later decision counts.
    So do the web's answers that texts came from, with the pages that are kept; predictions as they were frozen,
    outcomes and grades, and what persons decided about speakers.
    The ledger is made where there is none. Texts that were removed from it on request stay out. A call that was broken
    off is given again.
    """
    kept, known, decided, settled, fetched = Kept(), 0, 0, 0, 0
    with Store(ledger) as store:
        for path in others:
            if path.exists() and ledger.exists() and path.samefile(ledger):
                raise UsageError(f"{path} is the ledger itself.")
            with Ledger(path) as other:
                for reading in other.readings():
                    if store.has(reading.article):
                        known += 1
                    else:
                        kept += store.put(reading)
                kept += store.flush()
                with store.writing():
                    fetched += archive.take(store.connection, archive.answers(other.connection), utc_now())
                decided += store.take(tuple(all_decisions(other.connection)))[0]
                told = carried(other.connection)
                asked = book.decisions(other.connection)
                speakers = load_speakers(other.connection)
                origins = load_origins(other.connection)
            with store.writing():
                settled += take(store.connection, told, utc_now())
                decided += book.take(store.connection, asked, utc_now())
                decided += take_speakers(store.connection, speakers, utc_now())
                decided += take_origins(store.connection, origins, utc_now())
    there = f", {known + kept.known:,} were there already" if known + kept.known else ""
    out = f", {kept.removed:,} stayed out since removed on request" if kept.removed else ""
    made = f", {several(decided, 'decision')}" if decided else ""
    made += f", {settled:,} of its predictions, outcomes and grades" if settled else ""
    made += f", {several(fetched, 'answer')} of the web" if fetched else ""
    say(f"{several(kept.articles, 'article')} taken in, {several(kept.claims, 'claim')}{made}{there}{out}.")
