"""sayso read: every attributed claim in articles."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path

import click

from sayso.commands.shared import (
    NothingReadError,
    Tally,
    is_single,
    say,
    shows_progress,
    standard_input,
    table_width,
    wants_color,
)
from sayso.commands.web import WebWish, mixed_inputs, web_options
from sayso.errors import InputError, UsageError
from sayso.export.columnar import parquet_readings
from sayso.export.jsons import json_chunks, to_line
from sayso.export.markdown import to_markdown
from sayso.export.page import to_page
from sayso.export.table import to_table
from sayso.fetch.record import Arrival, Unchanged
from sayso.flow import read_all
from sayso.ingest.columns import parse_columns
from sayso.ingest.forms import NAMED
from sayso.ingest.inputs import Defaults, check_date, count_inputs
from sayso.output import is_written, line_file, skip_done, whole_bytes, whole_file
from sayso.progress import progress
from sayso.reader.reader import Reader
from sayso.records import Article, Reading
from sayso.settings import Settings

_EXAMPLES = """
\b
Examples:
  sayso read article.txt
  sayso read page.html --published 2022-11-03 --outlet "Daily News"
  sayso read articles/ --format jsonl --output readings.jsonl
  sayso read articles.jsonl --format jsonl --output readings.jsonl --resume
  sayso read https://news.example/2022/11/03/ferry.html
  sayso read article.md --format html --output article.html
  xzcat news.jsonl.xz | sayso read - --format jsonl | jq '.claims | length'
"""


@click.command(epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--published", metavar="DATE", help="Publication date (2022-11-03). JSON objects that tell their own keep it."
)
@click.option("--outlet", metavar="NAME", help="Who published it. JSON objects that tell their own keep it.")
@click.option("--encoding", metavar="NAME", help="Encoding of the files, where it is not UTF-8.")
@click.option(
    "--field", "columns", metavar="OURS=THEIRS", multiple=True,
    help="Which key or column holds text, title, published, outlet, url or name.",
)  # fmt: skip
@click.option(
    "--as", "given_as", type=click.Choice(list(NAMED)), help="What every PATH is, whatever its name and content."
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "jsonl", "html", "markdown", "parquet"]), default="table",
    show_default=True, help="What to write.",
)  # fmt: skip
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File to write to, instead of standard output.")
@click.option("--resume", is_flag=True, help="Go on after the last whole line of a jsonl output.")
@web_options
@click.option("--threads", type=int, metavar="N", help="Threads of the encoder (SAYSO_THREADS).  [default: 1]")
@click.option("--confidence", type=float, metavar="P", help="Leave out claims below this confidence, 0 to 1.")
@click.option("--quiet", "-q", is_flag=True, help="No progress, no summary; errors still show.")
def read(
    paths: tuple[str, ...],
    published: str | None,
    outlet: str | None,
    encoding: str | None,
    columns: tuple[str, ...],
    given_as: str | None,
    form: str,
    output: Path | None,
    resume: bool,
    follow: bool,
    allow_private: bool,
    threads: int | None,
    confidence: float | None,
    quiet: bool,
) -> None:
    """Read articles and tell every attributed claim in them.

    PATH is a text, Markdown, HTML, JSON, .docx, PDF or .eml file, a Parquet table, a web archive (WARC, WACZ), an mbox,
    a zip or tar of such files, a directory of them, or - for standard input. .gz, .xz and .bz2 are opened as they are.
    It may also be an address on the web, of a page, a feed, a sitemap or a document, fetched with good manners.
    """
    if output is not None and str(output) == "-":
        output = None
    if resume and (form != "jsonl" or output is None):
        raise UsageError("--resume needs --format jsonl and --output.")
    settings = Settings.from_environment(threads=threads, confidence=confidence)
    if published is not None:
        published = check_date(published)
    defaults = Defaults(
        published=published,
        outlet=outlet or None,
        encoding=encoding,
        columns=parse_columns(columns) if columns else None,
        form=given_as,
    )
    own = is_written(output)
    shows = shows_progress(output, quiet)
    web = WebWish(follow=follow, allow_private=allow_private, shows=shows)
    found, countable = mixed_inputs(paths, defaults, settings, standard_input(paths), own, web)
    inputs = _articles(found)
    reader = Reader(settings)
    passed = kept = 0
    if resume and output is not None and output.exists():
        inputs, passed, kept, before = skip_done(inputs, output)
        if before - {reader.digest}:
            say("the lines before were read by another model or version of sayso.")
    tally = Tally(passed, resumed=resume)
    total = (count_inputs(paths, own) if countable else None) if shows else 0
    with progress(total, passed) as bar:
        readings = tally.watch(read_all(inputs, reader), bar)
        _write(readings, form, output, kept, single=is_single(paths))
    if not quiet and (tally.read + tally.failed > 1 or passed):
        say(tally.summary())
    if tally.failed:
        sys.exit(1)


def _articles(found: Iterator[Article | InputError | Arrival | Unchanged]) -> Iterator[Article | InputError]:
    """What came, wherever from; nothing can be unchanged, since nothing is known from before."""
    for one in found:
        if isinstance(one, Arrival):
            yield one.article
        elif not isinstance(one, Unchanged):
            yield one


def _write(readings: Iterator[Reading], form: str, output: Path | None, kept: int, *, single: bool) -> None:
    with suppress(NothingReadError):
        if form == "jsonl":
            with line_file(output, kept) as write:
                for reading in readings:
                    write(to_line(reading) + "\n")
            return
        if form == "parquet":
            with whole_bytes(output) as to_bytes:
                for piece in parquet_readings(readings):
                    to_bytes(piece)
            return
        with whole_file(output, exact=form != "table") as write:
            for chunk in _chunks(readings, form, output, single=single):
                write(chunk)


def _chunks(readings: Iterator[Reading], form: str, output: Path | None, *, single: bool) -> Iterator[str]:
    if form == "json":
        head = list(islice(readings, 2)) if single else []
        yield from json_chunks(chain(head, readings), single and len(head) < 2)
    elif form == "html":
        yield to_page(tuple(readings))
    elif form == "markdown":
        for number, reading in enumerate(readings):
            yield ("\n" if number else "") + to_markdown(reading)
    else:
        color = output is None and wants_color()
        width = table_width(output)
        for number, reading in enumerate(readings):
            yield ("\n" if number else "") + to_table(reading, width=width, color=color)
