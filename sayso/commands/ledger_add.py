"""`sayso add`: articles come in, are read, and are kept once each, however often the call is broken off."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from sayso.commands.corpus_add import corpus_is_meant, corpus_options, corpus_readings
from sayso.commands.ledger_options import ledger_option
from sayso.commands.ledger_rules import split_rule
from sayso.commands.shared import report, say, standard_input
from sayso.commands.web import WebWish, mixed_inputs, web_options
from sayso.errors import BadReadingError, InputError, SaysoError, UsageError
from sayso.export.facts import several
from sayso.fetch.record import Arrival, Unchanged
from sayso.flow import read_all
from sayso.ingest.columns import parse_columns
from sayso.ingest.forms import NAMED
from sayso.ingest.inputs import Defaults, check_date, count_inputs
from sayso.ledger.archive import Origin
from sayso.ledger.days import Days, day_of
from sayso.ledger.fetching import FetchStore
from sayso.ledger.store import Kept
from sayso.output import is_written
from sayso.progress import Progress, is_terminal, progress
from sayso.reader.reader import Reader
from sayso.records import Article, Reading
from sayso.settings import Settings

_EXAMPLES = """
\b
Examples:
  sayso add articles/ --ledger war.db
  sayso add news-2022.jsonl.xz statements.jsonl.xz
  sayso add feed.rss table.csv news.parquet crawl.warc.gz letters.mbox report.pdf archive.zip
  sayso add feeds.jsonl.xz --from 2022-10-20 --to 2022-11-10
  sayso add statements.jsonl --field outlet=office --office "kremlin=Vladimir Putin"
  sayso add export.jsonl --field text=fulltext --field published=created
  sayso add page.html --published 2022-11-03 --outlet "Daily News"
  sayso add --from-corpus corpus/ --outlet Reuters --from 2016-06 --to 2016-07
  xzcat feed.jsonl.xz | sayso add - --first 100
  sayso add https://news.example/2022/11/03/ferry.html
  sayso add https://news.example/feed.xml --follow
  sayso add feeds.opml https://news.example/sitemap.xml --from 2022-11-01 --first 200
"""


@click.command(epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, metavar="PATH…")
@ledger_option
@corpus_options
@click.option("--published", metavar="DATE", help="Publication date, where an object tells none of its own.")
@click.option("--outlet", metavar="NAME", help="Who published it, where an object does not tell.")
@click.option("--encoding", metavar="NAME", help="Encoding of the files, where it is not UTF-8.")
@click.option(
    "--field", "columns", metavar="OURS=THEIRS", multiple=True,
    help="Which key or column holds text, title, published, outlet, url or name. Usual ones are found without.",
)  # fmt: skip
@click.option(
    "--as", "given_as", type=click.Choice(list(NAMED)), help="What every PATH is, whatever its name and content."
)
@click.option(
    "--office", "speaks_for", metavar="OUTLET=PERSON", multiple=True,
    help="That OUTLET speaks for PERSON: what it publishes in the first person is theirs. Kept (sayso offices).",
)  # fmt: skip
@click.option("--from", "since", metavar="DAY", help="Only what was published on that day or later.")
@click.option("--to", "until", metavar="DAY", help="Only what was published up to that day.")
@click.option("--first", type=click.IntRange(1), metavar="N", help="Stop after N articles that were not there before.")
@web_options
@click.option("--threads", type=int, metavar="N", help="Threads of the encoder (SAYSO_THREADS).  [default: 1]")
@click.option("--quiet", "-q", is_flag=True, help="No progress, no summary; errors still show.")
def add(
    paths: tuple[str, ...],
    ledger: Path,
    from_corpus: Path | None,
    keys: tuple[str, ...],
    published: str | None,
    outlet: str | None,
    encoding: str | None,
    columns: tuple[str, ...],
    given_as: str | None,
    speaks_for: tuple[str, ...],
    since: str | None,
    until: str | None,
    first: int | None,
    follow: bool,
    allow_private: bool,
    threads: int | None,
    quiet: bool,
) -> None:
    """Read articles and keep them with every claim in a ledger.

    PATH is a text, Markdown, HTML, JSON, .docx, PDF or .eml file, a directory of them, - for standard input, an RSS or
    Atom feed, a CSV or Parquet table, a web archive (WARC, WACZ), an mbox, or a zip or tar of all these; .gz, .xz and
    .bz2 are opened as they are. The ledger is made where there is none. Each article is kept once:
    a call that was broken off, by Ctrl-C or the loss of power, is given again and goes on where it ended. Nothing
    half-read is ever in the file.

    PATH may also be an address on the web: of a page, a feed, a sitemap or a document. An OPML file and a sitemap
    lead to all the feeds or pages that they list. robots.txt is obeyed, one host is asked once a second at most, and
    what was fetched stays in the ledger with digest and time.
    """
    settings = replace(Settings.from_environment(threads=threads), confidence=0.0)  # searching may leave out, we do not
    defaults = Defaults(
        published=check_date(published) if published is not None else None,
        outlet=outlet or None,
        encoding=encoding,
        columns=parse_columns(columns),
        form=given_as,
    )
    offices = [split_rule(one, "--office") for one in speaks_for]
    days = to_days(since, until)
    own = is_written(ledger)
    looks = not quiet and is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"
    web = WebWish(follow=follow, allow_private=allow_private, shows=looks, days=days)
    inputs: Iterator[Article | InputError | Arrival | Unchanged | Reading]
    if corpus_is_meant(from_corpus, keys, paths):
        inputs, countable = corpus_readings(from_corpus, outlet=outlet, days=days, keys=keys), False
    else:
        inputs, countable = mixed_inputs(paths, defaults, settings, standard_input(paths), own, web)
    total = count_inputs(paths, own) if looks and first is None and countable else None
    with FetchStore(ledger) as store:
        web.known = store.known
        for name, person in offices:
            store.set_rule("office", name, person)
        adding = Adding(store, settings, first, days)
        try:
            if looks:
                with progress(total, 0) as bar:
                    adding.all(inputs, bar)
            else:
                adding.all(inputs, Progress())
        except SaysoError:  # the disk is full, another writer holds on: what is gathered cannot be written
            say(f"broken off. {adding.summary()} The same command goes on.")
            raise
        except (KeyboardInterrupt, SystemExit):
            adding.finish()
            say(f"broken off. {adding.summary()} The same command goes on.")
            raise
    if not quiet:
        say(adding.summary())
    if adding.failed:
        sys.exit(1)


def to_days(since: str | None, until: str | None) -> Days | None:
    """The days of --from and --to, None for all. Raises UsageError."""
    first = Days.parse(since, "--from").first if since is not None else None
    last = Days.parse(until, "--to").last if until is not None else None
    if first and last and first > last:
        raise UsageError(f"--from {first} comes after --to {last}.")
    return Days(first=first, last=last) if first or last else None


class Adding:
    """One call's way through its inputs, with what came of it."""

    def __init__(self, store: FetchStore, settings: Settings, first: int | None, days: Days | None = None) -> None:
        self._store, self._settings, self._first, self._days = store, settings, first, days
        self._reader: Reader | None = None
        self._kept = Kept()
        self._taken = 0
        self.failed = self.known = self.removed = self.other_days = 0

    @property
    def added(self) -> int:
        """Articles that were added so far, gathered ones aside."""
        return self._kept.articles

    @property
    def reader(self) -> Reader:
        """Loaded when the first article needs it: a call that finds all there already is quick."""
        if self._reader is None:
            self._reader = Reader(self._settings)
        return self._reader

    def all(self, inputs: Iterator[Article | InputError | Arrival | Unchanged | Reading], bar: Progress) -> None:
        for one in inputs:
            if isinstance(one, InputError):
                self.fail(one, bar)
            elif isinstance(one, Unchanged):
                self.known += 1
            elif isinstance(one, Reading):
                self.keep(one, bar)
            elif isinstance(one, Arrival):
                self.take(one.article, bar, Origin(fetched=one.fetched))
            else:
                self.take(one, bar)
            bar.step()
            if self._first is not None and self._taken >= self._first:
                break
        self.finish()

    def take(self, article: Article, bar: Progress, origin: Origin | None = None) -> None:
        """Takes one article in, unless it is there, stays out or is of another day."""
        if self._days is not None and not self._days.holds(day_of(article.published)):
            self.other_days += 1
        elif self._store.has(article):
            self.known += 1
            self._note(article, origin)
        elif self._store.is_removed(article):
            self.removed += 1
            self._note(article, origin)
        else:
            self._take(article, bar, origin)

    def keep(self, reading: Reading, bar: Progress) -> None:
        """Takes one article in that is read already, unless it is there or stays out."""
        if self._store.has(reading.article):
            self.known += 1
        elif self._store.is_removed(reading.article):
            self.removed += 1
        else:
            self._taken += 1
            try:
                self._count(self._store.put(reading))
            except BadReadingError as error:
                self.fail(error, bar)

    def _note(self, article: Article, origin: Origin | None) -> None:
        if origin is not None:
            self._count(self._store.note(article, origin))

    def _take(self, article: Article, bar: Progress, origin: Origin | None) -> None:
        self._taken += 1
        try:
            if self._store.is_read(article, self.reader.digest):
                self._count(self._store.share(article, self.reader.digest, origin))
            else:
                self._read(article, bar, origin)
        except BadReadingError as error:
            self.fail(error, bar)

    def _read(self, article: Article, bar: Progress, origin: Origin | None = None) -> None:
        for one in read_all([article], self.reader):
            if isinstance(one, Reading):
                self._count(self._store.put(one, origin))
            else:
                self.fail(one, bar)

    def fail(self, error: InputError | BadReadingError, bar: Progress) -> None:
        self.failed += 1
        bar.clear()
        report(error)

    def _count(self, kept: Kept) -> None:
        self._kept += replace(kept, unread=())
        for article in kept.unread:  # the reading that it was to share has gone since
            self._read(article, Progress())

    def finish(self) -> None:
        """Writes what is gathered."""
        self._count(self._store.flush())

    def summary(self) -> str:
        kept, known = self._kept, self.known + self._kept.known
        texts = f" ({several(kept.texts, 'new text')})" if kept.texts != kept.articles else ""
        there = f", {known:,} {'was' if known == 1 else 'were'} there already" if known else ""
        removed = self.removed + kept.removed
        there += f", {removed:,} stayed out since removed on request" if removed else ""
        there += f", {self.other_days:,} of other days or none passed over" if self.other_days else ""
        failed = f", {self.failed:,} could not be read" if self.failed else ""
        return f"{several(kept.articles, 'article')} added{texts}, {several(kept.claims, 'claim')}{there}{failed}."
