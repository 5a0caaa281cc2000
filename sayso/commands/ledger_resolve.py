"""`sayso resolve` and `sayso unresolve`: a person says what came of a claim, and takes that back."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from sayso.commands.ledger_due import freeze_first
from sayso.commands.ledger_options import Command, ledger_option
from sayso.commands.ledger_tables import short
from sayso.commands.reviewer import login
from sayso.commands.shared import say
from sayso.export.facts import percent, several
from sayso.export.visible import one_line
from sayso.ledger.outcomes.book import settle, unsettle
from sayso.ledger.outcomes.questions import is_question, unsettle_question, wanted_of
from sayso.ledger.outcomes.records import Resolution, Settle
from sayso.ledger.outcomes.warn import warnings
from sayso.ledger.schema import utc_now
from sayso.ledger.store import Store
from sayso.weigh.scores import OUTCOMES, Outcome


def reviewer_option(command: Command) -> Command:
    """--reviewer, as sayso review has it."""
    return click.option(
        "--reviewer", metavar="NAME", envvar="SAYSO_REVIEWER", help="Who decides (SAYSO_REVIEWER).  [login name]"
    )(command)


because_option = click.option("--because", required=True, metavar="WORDS", help="Why, in words that others can check.")


@click.command(
    epilog="""
\b
Examples:
  sayso resolve k1:4bc6a76f4d yes --evidence k1:d905f80070 --because "The ministry announced it complete."
  sayso resolve k1:4bc6a76f4d no --evidence https://news.example/1 --because "It was still there on the 12th."
  sayso resolve k1:4bc6a76f4d annulled --because "The condition never came about."
  sayso resolve q1:77f02a no --evidence k1:d905f80070 --because "The governor showed the bridge whole."
"""
)
@click.argument("key", metavar="ID")
@click.argument("outcome", type=click.Choice(OUTCOMES))
@click.option("--evidence", multiple=True, metavar="URL|CLAIM", help="By what it is known; may be given again.")
@because_option
@reviewer_option
@ledger_option
def resolve(
    key: str, outcome: str, evidence: tuple[str, ...], because: str, reviewer: str | None, ledger: Path
) -> None:
    """Settle what came of a claim: yes, no, ambiguous or annulled.

    The outcome is of what the words say: yes where it came true, whoever denied it. ambiguous: it cannot be told which;
    annulled: its condition never came about, or it can no longer be judged. Neither counts as yes or no. ID is a
    claim's key, or a question's (q1:…), which settles each of its positions. What was scored stays as it stood today.
    """
    freeze_first(ledger)
    told = Settle(
        claim=key, outcome=cast(Outcome, outcome), resolver=reviewer or login(), why=because, evidence=evidence
    )
    with Store(ledger, create=False) as store:
        with store.writing():
            requests = wanted_of(store.connection, told) if is_question(key) else (told,)
            made = settle(store.connection, requests, utc_now())
        for line in warnings(store.connection, made):
            say(line)
    say(_made(made) + ".")


def _made(made: tuple[Resolution, ...]) -> str:
    if len(made) != 1:
        counts = {outcome: sum(one.outcome == outcome for one in made) for outcome in OUTCOMES}
        told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
        return f"{several(len(made), 'claim')} settled: {told}"
    (one,) = made
    what = "prediction" if one.is_prediction else "claim (no prediction: it counts for grades, not for scores)"
    band = f"{one.term or 'a band'}, {percent(one.band)}" if one.band else "without a band"
    denied = ", denied" if one.denied else ""
    return f"{short(one.claim)} is settled as {one.outcome}: a {what}, {band}{denied}"


@click.command(
    epilog="""
\b
Examples:
  sayso unresolve k1:4bc6a76f4d --because "The report was withdrawn."
"""
)
@click.argument("key", metavar="ID")
@because_option
@reviewer_option
@ledger_option
def unresolve(key: str, because: str, reviewer: str | None, ledger: Path) -> None:
    """Take the outcome of a claim back; the one before counts again, if there was one.

    Nothing is erased: both stand in the log, with who, when and why. ID is a claim's key, or a question's (q1:…) whose
    positions were settled together.
    """
    who = reviewer or login()
    with Store(ledger, create=False) as store, store.writing():
        if is_question(key):
            count = unsettle_question(store.connection, key, who, because, utc_now())
            say(f"{several(count, 'outcome')} taken back.")
            return
        gone, *left = unsettle(store.connection, key, who, because, utc_now())
    now = f"{left[0].outcome} by {one_line(left[0].resolver)} counts again" if left else "it is open again"
    say(f"{short(gone.claim)}: {gone.outcome} by {one_line(gone.resolver)} is taken back, {now}.")
