"""`sayso link`: claims compared with each other, and grouped into questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from sayso.commands.ledger_options import ledger_option
from sayso.commands.shared import say, shows_progress
from sayso.export.facts import several
from sayso.ledger.questions.run import Linked, Stage
from sayso.ledger.questions.run import link as link_claims
from sayso.ledger.speakers.linking import link as link_speakers
from sayso.ledger.store import Store
from sayso.link.judge import load

_BAR = 30
_STAGES = {"speakers": "who is who", "claims": "taking in ", "pairs": "comparing ", "questions": "grouping  "}
_EXAMPLES = """
\b
Examples:
  sayso link
  sayso add feed.jsonl --ledger war.db && sayso link --ledger war.db
  sayso link --rebuild
"""


@click.command(epilog=_EXAMPLES)
@ledger_option
@click.option("--rebuild", is_flag=True, help="Compare all claims anew; keys and what persons decided stay.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary; errors still show.")
def link(ledger: Path, rebuild: bool, quiet: bool) -> None:
    """Find out who speaks across articles, which claims agree or contradict each other, and what the questions are.

    Only what came in since the last call is compared; a call that was broken off goes on where it was. Then see:
    sayso questions, contradictions, shifts, tones.
    """
    show = _Progress() if shows_progress(None, quiet) else None
    judge = load()
    with Store(ledger, create=False) as store:
        link_speakers(store.connection, progress=show.stage("speakers") if show else None)
        done = link_claims(store, judge, rebuild=rebuild, tell=show.tell if show else _silent)
    if show:
        show.end()
    if not quiet:
        say(_told(done))


def _silent(stage: Stage, done: int, total: int) -> None:
    """Shows nothing."""


def _told(done: Linked) -> str:
    anew = "all was compared anew, with another judge: " if done.anew else ""
    compared = f"{several(done.claims, 'claim')} taken in, {several(done.pairs, 'pair')} compared"
    disputed = f", {done.disputed:,} of them disputed" if done.disputed else ""
    found = f"{several(done.questions, 'question')}{disputed}, {several(done.contradictions, 'contradiction')}"
    return f"{anew}{compared}. In all: {found}."


class _Progress:
    """One line that tells the stage and how far it is."""

    def stage(self, name: str) -> Callable[[int, int], None]:
        return lambda done, total: self._show(name, done, total)

    def tell(self, stage: Stage, done: int, total: int) -> None:
        self._show(stage, done, total)

    def _show(self, name: str, done: int, total: int) -> None:
        if not total:
            return
        full = round(_BAR * done / total)
        bar = "#" * full + "-" * (_BAR - full)
        click.echo(f"\r\x1b[K{_STAGES[name]}  [{bar}]  {done:,}/{total:,}", nl=False, err=True)

    def end(self) -> None:
        click.echo("\r\x1b[K", nl=False, err=True)
