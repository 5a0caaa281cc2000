"""`sayso speakers`: who is who across articles, why, and deciding it."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from sayso.commands.ledger_options import ledger_option, output_options, write_rows
from sayso.commands.shared import say, table_width, wants_color
from sayso.errors import UsageError
from sayso.export.cells import wrapped
from sayso.export.facts import several
from sayso.export.visible import one_line
from sayso.ledger.queries import Ledger
from sayso.ledger.schema import utc_now
from sayso.ledger.speakers.asking import SpeakerRow, WordingRow, find_speakers, is_known, unlinked
from sayso.ledger.speakers.decide import Verdict, apply, decide, load
from sayso.ledger.speakers.linking import link
from sayso.ledger.store import Store
from sayso.link.speakers.records import KINDS
from sayso.progress import progress as shown_progress

_COLUMNS = (
    "speaker", "name", "kind", "wording", "claims", "articles", "reasons", "decided", "first_published",
    "last_published",
)  # fmt: skip
_DECISIONS = ("at", "reviewer", "verdict", "one", "other", "why", "key", "undoes")
_INDENT = "    "
_MOST_REASONS = 3
_MOST_WORDINGS = 12  # of each speaker that a list without NAME shows

_EXAMPLES = """
\b
Examples:
  sayso speakers --link
  sayso speakers Lapin
  sayso speakers --kind person --wordings 3 --format csv
  sayso speakers "the butcher of Aleppo" --same "Sergei Surovikin" --because "the article of 9 October says so"
  sayso speakers "Alexander Lapin" --other "Denis Lapin"
  sayso speakers "the butcher of Aleppo" --undo "Sergei Surovikin"
  sayso speakers --decisions
"""


@click.command(epilog=_EXAMPLES)
@click.argument("name", required=False)
@ledger_option
@click.option("--same", metavar="OTHER", help="Say that NAME and OTHER are one speaker.")
@click.option("--other", metavar="OTHER", help="Say that NAME and OTHER are two speakers.")
@click.option("--undo", metavar="OTHER", help="Take back what was last said about NAME and OTHER.")
@click.option("--because", metavar="WHY", help="The reason, kept with the decision.")
@click.option("--reviewer", metavar="NAME", envvar="SAYSO_REVIEWER", help="Who decides (SAYSO_REVIEWER).  [login name]")
@click.option("--decisions", is_flag=True, help="List what was decided, the latest last.")
@click.option("--link", "update", is_flag=True, help="First bring the groups up to date with what came in.")
@click.option("--kind", type=click.Choice(KINDS), multiple=True, help="Only these; unnamed ones stay out else.")
@click.option(
    "--wordings", type=click.IntRange(1), default=1, metavar="N", help="Only speakers of N wordings or more."
)  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, metavar="N", help="At most N; 0 for all."
)
@click.option("--after", type=click.IntRange(0), default=0, metavar="N", help="Leave out the first N.")
@output_options
def speakers(
    name: str | None, ledger: Path, same: str | None, other: str | None, undo: str | None, because: str | None,
    reviewer: str | None, decisions: bool, update: bool, kind: tuple[str, ...], wordings: int, limit: int, after: int,
    form: str, output: Path | None,
) -> None:  # fmt: skip
    """List speakers with all their wordings across articles, and why each of them is that speaker.

    NAME is a word or more of a wording ("Lapin"), or a speaker's key (s1:…). A wording that may mean several is told
    under each of them and joined to none. The groups are made by sayso link, or by --link here; what came in later is
    not in them. With --same or --other you decide, and the machine follows; sayso names does the same as --same where
    you know another name of a person beforehand.
    """
    told = {"same": same, "other": other, "undo": undo}
    wanted = [(verdict, value) for verdict, value in told.items() if value is not None]
    if wanted:
        _decide(ledger, name, wanted, because, reviewer)
        return
    if because is not None:
        raise UsageError("--because goes with --same, --other or --undo.")
    if update:
        _update(ledger)
    with Ledger(ledger) as asked:
        if decisions:
            rows = load(asked.connection)
            write_rows(_DECISIONS, [[getattr(row, c) for c in _DECISIONS] for row in rows], form, output)
            return
        waiting = unlinked(asked.connection)
        if waiting and not update:
            say(f"{several(waiting, 'text')} not yet in the groups: sayso speakers --link")
        found, more = find_speakers(asked.connection, name, kinds=kind, least=wordings, limit=limit, after=after)
        lines = _lines(found, whole=name is not None, width=table_width(output), color=output is None and wants_color())
        write_rows(_COLUMNS, _cells(found), form, output, objects=map(asdict, found), table=lines)
        if more:
            say(f"{len(found):,} shown, there are more: --after {after + len(found)}")
        elif not found:
            say("nothing found.")


def _decide(
    ledger: Path, name: str | None, wanted: Sequence[tuple[str, str]], because: str | None, reviewer: str | None
) -> None:
    if name is None or len(wanted) != 1:
        raise UsageError(
            "To decide, give NAME and one of --same, --other and --undo.",
            hint='For example: sayso speakers Lapin --same "Alexander Lapin"',
        )
    verdict, other = wanted[0]
    verdicts: dict[str, Verdict] = {"same": "same", "other": "other", "undo": "undo"}
    with Store(ledger, create=False) as store, store.writing():
        connection = store.connection
        made = decide(
            connection, verdicts[verdict], name, other, reviewer=reviewer or _login(), why=because, now=utc_now()
        )
        apply(connection)
        unknown = [told for told in (made.one, made.other) if not is_known(connection, told)]
    for told in unknown:
        say(f"no source is called {one_line(told)!r} so far; it counts from when one is.")
    say("done.")


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise UsageError("Nobody is logged in here.", hint="Tell who decides: --reviewer NAME.") from None


def _update(ledger: Path) -> None:
    with Store(ledger, create=False) as store:
        store.flush()
        with shown_progress(unlinked(store.connection), 0) as bar:
            last = 0

            def step(done: int, _: int) -> None:
                nonlocal last
                for _number in range(done - last):
                    bar.step()
                last = done

            done = link(store.connection, progress=step)
    say(f"{several(done.texts, 'text')} linked, {several(done.uses, 'wording')} in them.")


def _cells(found: Sequence[SpeakerRow]) -> Iterator[list[str | int | None]]:
    """One row a wording."""
    for row in found:
        for one in row.wordings:
            yield [
                row.speaker, row.name, row.kind, one.wording, one.claims, len(one.articles), "; ".join(one.reasons),
                int(one.decided), row.first_published, row.last_published,
            ]  # fmt: skip


def _lines(found: Iterable[SpeakerRow], *, whole: bool, width: int, color: bool) -> Iterator[str]:
    for number, row in enumerate(found):
        if number:
            yield "\n"
        days = " – ".join(dict.fromkeys(filter(None, (row.first_published, row.last_published))))
        counts = f"{several(row.claims, 'claim')} in {several(row.articles, 'article')}"
        head = f"{one_line(row.name)} · {row.kind} · {counts}"
        yield click.style(head, bold=True) if color else head
        yield f" · {days} · {row.speaker[:13]}\n" if days else f" · {row.speaker[:13]}\n"
        shown = row.wordings if whole else row.wordings[:_MOST_WORDINGS]
        for one in shown:
            yield from _wording_lines(one, width)
        if len(shown) < len(row.wordings):
            yield f"{_INDENT}and {several(len(row.wordings) - len(shown), 'more wording')}\n"
        for one in row.may_be:
            yield from _wording_lines(one, width, before="may be meant by ")
        for one in row.spoken_by:
            yield f"{_INDENT}“{one_line(one.wording)}” ({one.claims:,}) speaks for it\n"
        for name, why in row.apart:
            yield f"{_INDENT}not {one_line(name)}: {why}\n"


def _wording_lines(one: WordingRow, width: int, *, before: str = "") -> Iterator[str]:
    reasons = "; ".join(one_line(reason) for reason in one.reasons[:_MOST_REASONS] if reason)
    told = f"{before}“{one_line(one.wording)}” ({one.claims:,})" + (f": {reasons}" if reasons else "")
    for number, line in enumerate(wrapped(told, max(width - 2 * len(_INDENT), 40))):
        yield _INDENT * (1 if number == 0 else 2) + line + "\n"
