"""`sayso offices` and `sayso names`: what people of this ledger said about names, to be seen and taken back."""

from __future__ import annotations

from pathlib import Path

import click

from sayso.commands.ledger_options import ledger_option, output_options, write_rows
from sayso.commands.shared import say
from sayso.errors import UsageError
from sayso.ledger.queries import Ledger
from sayso.ledger.rules import Kind
from sayso.ledger.store import Store


def split_rule(told: str, option: str) -> tuple[str, str]:
    """The two sides of NAME=PERSON. Raises UsageError."""
    name, _, person = (" ".join(part.split()) for part in told.partition("="))
    if not name or not person:
        raise UsageError(f"{option} is {told!r}.", hint=f'For example {option} "kremlin=Vladimir Putin"')
    return name, person


@click.command(
    epilog="""
\b
Examples:
  sayso offices
  sayso offices kremlin "Vladimir Putin"
  sayso offices kremlin --drop
"""
)
@click.argument("outlet", required=False)
@click.argument("person", required=False)
@click.option("--drop", is_flag=True, help="OUTLET speaks for nobody any more.")
@ledger_option
@output_options
def offices(outlet: str | None, person: str | None, drop: bool, ledger: Path, form: str, output: Path | None) -> None:
    """List outlets that speak for somebody, or say that OUTLET speaks for PERSON.

    What such an outlet publishes in the first person, or as a message, is then found as said by PERSON and marked so;
    what it tells of them in its own words only with --office. Transcripts that name their speakers need no rule.
    """
    _change_or_list("office", ("outlet", "person", "added"), outlet, person, drop, ledger, form, output)


@click.command(
    epilog="""
\b
Examples:
  sayso names
  sayso names "the Russian leader" "Vladimir Putin"
  sayso names "the Russian leader" --drop
"""
)
@click.argument("name", required=False)
@click.argument("person", required=False)
@click.option("--drop", is_flag=True, help="NAME is nobody's other name any more.")
@ledger_option
@output_options
def names(name: str | None, person: str | None, drop: bool, ledger: Path, form: str, output: Path | None) -> None:
    """List other names of people, or say that NAME is another name of PERSON.

    A search for either then finds both. Family names alone, titles and spellings such as Zelensky and Zelenskyy are
    known without.
    """
    _change_or_list("name", ("name", "person", "added"), name, person, drop, ledger, form, output)


def _change_or_list(
    kind: Kind,
    columns: tuple[str, ...],
    name: str | None,
    person: str | None,
    drop: bool,
    ledger: Path,
    form: str,
    output: Path | None,
) -> None:
    if name is None:
        if drop:
            raise UsageError("Tell what to drop.")
        with Ledger(ledger) as asked:
            found = asked.rules(kind)
            write_rows(columns, [(rule.name, rule.person, rule.added) for rule in found], form, output)
        if not found:
            say("none yet.")
        return
    if drop is (person is not None):
        raise UsageError("Give two names, or one and --drop.")
    told = " ".join(name.split())
    with Store(ledger, create=False) as store:
        changed = store.set_rule(kind, told, " ".join(person.split()) if person is not None else None)
    say("done." if changed else "nothing changed.")
