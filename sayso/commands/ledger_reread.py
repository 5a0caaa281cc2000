"""`sayso reread`: the ledger's texts read again by the present reader, and what that changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from sayso.commands.ledger_options import filter_options, ledger_option, to_filter, write_lines
from sayso.commands.ledger_tables import short
from sayso.commands.review_card import told, value_of
from sayso.commands.shared import say, shows_progress, table_width
from sayso.export.cells import wrapped
from sayso.export.facts import several
from sayso.export.tabular import json_lines, json_list
from sayso.export.visible import one_line
from sayso.ledger.queries import Ledger
from sayso.ledger.review.records import Thread
from sayso.ledger.review.reread import Difference, texts_to_read, words_of
from sayso.ledger.review.reread import reread as read_again
from sayso.ledger.store import Store
from sayso.progress import progress
from sayso.reader.reader import Reader
from sayso.records import Claim
from sayso.settings import Settings

_EXAMPLES = """
\b
Examples:
  sayso reread --ledger war.db --dry-run
  sayso reread
  sayso reread --source Putin --published 2022-06 --format jsonl > changes.jsonl
"""


@click.command("reread", epilog=_EXAMPLES)
@click.argument("words", nargs=-1, metavar="[WORDS]…")
@ledger_option
@filter_options()
@click.option("--all", "again", is_flag=True, help="Also texts that the present reader has read already.")
@click.option("--dry-run", is_flag=True, help="Tell what would change, write nothing.")
@click.option(
    "--examples",
    type=click.IntRange(0),
    default=3,
    show_default=True,
    metavar="N",
    help="Examples of each kind of change.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "jsonl"]),
    default="table",
    show_default=True,
    help="What to write; JSON tells every change.",
)
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write there, when all is done.")
@click.option("--threads", type=int, metavar="N", help="Threads of the encoder (SAYSO_THREADS).  [default: 1]")
@click.option("--quiet", "-q", is_flag=True, help="No progress, no summary; errors still show.")
def reread(
    words: tuple[str, ...],
    ledger: Path,
    again: bool,
    dry_run: bool,
    examples: int,
    form: str,
    output: Path | None,
    threads: int | None,
    quiet: bool,
    **filters: Any,
) -> None:
    """Read texts again with the present reader: all that another one read, or those with claims that meet the filters.

    Old readings stay in the file. What persons decided goes to the claim whose cue overlaps and whose content agrees
    (four words in five); decisions that find no such claim are listed, and what they accept or correct stays as the
    person's own. Each text is safe when it is done: a call that was broken off is given again and goes on.
    """
    settings = replace(Settings.from_environment(threads=threads), confidence=0.0)
    reader = Reader(settings)
    with Ledger(ledger) as asked:
        texts = texts_to_read(asked, to_filter(words, filters), reader.digest, again=again)
        if not texts:
            say("Every text was read by the present reader." if not again else "nothing found.")
            return
        apart = output or (Path("-") if form == "table" else None)  # the table comes when all is read
        total = len(texts) if shows_progress(apart, quiet) else 0
        summary = Summary(examples)
        store = None if dry_run else Store(ledger, create=False)
        try:
            with progress(total, 0) as bar:
                found = summary.watch(read_again(asked, store, reader, texts, bar.step))
                _write(found, form, output, summary)
        finally:
            if store is not None:
                store.close()
    if not quiet:
        say(("would be " if dry_run else "") + summary.told())


def _write(found: Iterator[Difference], form: str, output: Path | None, summary: Summary) -> None:
    if form != "table":
        objects = (difference_object(one) for one in found)
        write_lines(json_list(objects) if form == "json" else json_lines(objects), form, output)
        return
    for _ in found:
        pass
    write_lines(summary.lines(table_width(output)), form, output)


class Summary:
    """What all texts come to: counts, and some examples of each kind."""

    def __init__(self, examples: int) -> None:
        self._most = examples
        self.texts = self.same = self.carried = 0
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, list[str]] = {}
        self._homeless: list[str] = []

    def watch(self, found: Iterable[Difference]) -> Iterator[Difference]:
        for one in found:
            self.texts += 1
            self.same += one.same
            self.carried += one.carried
            for claim in one.added:
                self._count("added", f"{short(one.article)} {gist(claim)}")
            for claim in one.removed:
                self._count("removed", f"{short(one.article)} {gist(claim)}")
            for change in one.changed:
                for name in change.fields:
                    self._count(f"changed {name}", f"{short(one.article)} {_both(name, change.before, change.after)}")
            for thread in one.homeless:
                self._homeless.append(f"{short(one.article)} {_lost(thread)}")
            yield one

    def _count(self, kind: str, words: str) -> None:
        self._counts[kind] += 1
        shown = self._examples.setdefault(kind, [])
        if len(shown) < self._most:
            shown.append(words)

    def lines(self, width: int) -> Iterator[str]:
        for kind in sorted(self._counts, key=lambda k: (k.startswith("changed"), -self._counts[k], k)):
            yield f"{kind}: {self._counts[kind]:,}\n"
            for words in self._examples[kind]:
                yield from (f"  {line}\n" for line in wrapped(words, width - 2))
        if self._homeless:
            yield f"decisions whose claim the reader does not find any more: {len(self._homeless):,}\n"
            for words in self._homeless:  # all of them: none may be lost from sight
                yield from (f"  {line}\n" for line in wrapped(words, width - 2))

    def told(self) -> str:
        changed = sum(n for kind, n in self._counts.items() if kind.startswith("changed"))
        kept = f"; {several(self.carried, 'decision')} carried over" if self.carried else ""
        lost = f", {len(self._homeless):,} found no claim" if self._homeless else ""
        return (
            f"read again: {several(self.texts, 'text')}. Claims: {self.same:,} as they were,"
            f" {self._counts['added']:,} added, {self._counts['removed']:,} removed;"
            f" {several(changed, 'field')} changed{kept}{lost}."
        )


def gist(claim: Claim) -> str:
    """A claim on one line."""
    who = one_line(claim.source.name or words_of(claim.source.spans)) if claim.source else claim.voice
    cue = f" {one_line(claim.cue.span.text)}" if claim.cue else ""
    return f"{who}{cue}: {one_line(words_of(claim.content))}"


def _both(name: str, before: Claim, after: Claim) -> str:
    a, b = value_of(name, before), value_of(name, after)
    return f"{gist(before)} · {name} {a} → {b}"


def _lost(thread: Thread) -> str:
    assert thread.ruling is not None
    claim = next(iter(thread.ruling.claims()))
    stays = "stays as the person's own" if thread.ruling.decided else "stays in the book"
    return f"{told(thread.ruling)} · {gist(claim)} · {stays}"


def difference_object(one: Difference) -> dict[str, object]:
    return {
        "article": one.article,
        "title": one.title,
        "same": one.same,
        "added": [claim.to_dict() for claim in one.added],
        "removed": [claim.to_dict() for claim in one.removed],
        "changed": [
            {"fields": list(c.fields), "before": c.before.to_dict(), "after": c.after.to_dict()} for c in one.changed
        ],
        "carried": one.carried,
        "homeless": [
            {"claim": t.ruling.claim, "verdict": t.ruling.verdict, "reviewer": t.ruling.reviewer, "at": t.ruling.at}
            for t in one.homeless
            if t.ruling
        ],
    }
