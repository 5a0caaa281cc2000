"""sayso audit: how articles are sourced."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Literal

import click

from sayso.audit.figures import Audit
from sayso.audit.measure import audit as audited
from sayso.audit.rows import COLUMNS, GROUP_COLUMNS, Group, Row, groups, row, sort_key
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
from sayso.errors import UsageError
from sayso.export.audit_json import to_audit_json, to_groups_json
from sayso.export.audit_markdown import to_audit_markdown, to_groups_markdown, to_rows_markdown
from sayso.export.audit_page import to_audit_page
from sayso.export.audit_table import to_audit_table, to_groups_table, to_rows_table
from sayso.flow import read_all
from sayso.ingest.inputs import Defaults, check_date, count_inputs, read_inputs
from sayso.output import is_written, whole_file
from sayso.progress import progress
from sayso.reader.reader import Reader
from sayso.settings import Settings

Format = Literal["table", "json", "html", "markdown"]

_EXAMPLES = """
\b
Examples:
  sayso audit article.txt
  sayso audit article.txt --format html --output audit.html
  sayso audit articles/ --sort anonymous
  sayso audit news.jsonl.xz --by outlet
  sayso audit article.txt --format json | jq '.rests'
"""


@click.command(epilog=_EXAMPLES, short_help="Tell how articles are sourced.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--published", metavar="DATE", help="Publication date (2022-11-03). JSON objects that tell their own keep it."
)
@click.option("--outlet", metavar="NAME", help="Who published it. JSON objects that tell their own keep it.")
@click.option("--encoding", metavar="NAME", help="Encoding of the files, where it is not UTF-8.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "html", "markdown"]), default="table",
    show_default=True, help="What to write.",
)  # fmt: skip
@click.option(
    "--sort", metavar="FIELD",
    help=f"Order of several articles, numbers from the most down: {', '.join(COLUMNS)}. With --by outlet, of outlets: "
    f"{', '.join(GROUP_COLUMNS)}.",
)  # fmt: skip
@click.option("--by", type=click.Choice(["outlet"]), help="One row an outlet.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File to write to, instead of standard output.")
@click.option("--threads", type=int, metavar="N", help="Threads of the encoder (SAYSO_THREADS).  [default: 1]")
@click.option("--confidence", type=float, metavar="P", help="Leave out claims below this confidence, 0 to 1.")
@click.option("--quiet", "-q", is_flag=True, help="No progress, no summary; errors still show.")
def audit(
    paths: tuple[str, ...],
    published: str | None,
    outlet: str | None,
    encoding: str | None,
    form: Format,
    sort: str | None,
    by: str | None,
    output: Path | None,
    threads: int | None,
    confidence: float | None,
    quiet: bool,
) -> None:
    """Tell how articles are sourced: how many sources, how many named, what rests on one, what has none.

    PATH is as for read. One article gives its figures, each with the claims behind it; several give a row each.
    Named, unnamed and anonymous are shares of the claims that the outlet gives a source for; own is its own voice's.
    """
    if output is not None and str(output) == "-":
        output = None
    columns = GROUP_COLUMNS if by else COLUMNS
    if sort is not None and sort not in columns:
        raise UsageError(f"--sort {sort} is no field.", hint=f"One of: {', '.join(columns)}.")
    settings = Settings.from_environment(threads=threads, confidence=confidence)
    if published is not None:
        published = check_date(published)
    defaults = Defaults(published=published, outlet=outlet or None, encoding=encoding)
    own = is_written(output)
    inputs = read_inputs(paths, defaults=defaults, settings=settings, stdin=standard_input(paths), is_written=own)
    reader = Reader(settings)
    tally = Tally()
    total = count_inputs(paths, own) if shows_progress(output, quiet) else 0
    with progress(total, 0) as bar, suppress(NothingReadError), whole_file(output, exact=form != "table") as write:
        audits = (audited(reading) for reading in tally.watch(read_all(inputs, reader), bar))
        write(_written(audits, form, output, sort=sort, by=by is not None, single=is_single(paths)))
    if not quiet and tally.read + tally.failed > 1:
        say(tally.summary())
    if tally.failed:
        sys.exit(1)


def _written(
    audits: Iterable[Audit], form: Format, output: Path | None, *, sort: str | None, by: bool, single: bool
) -> str:
    """Tables keep one row an article in memory, so that a corpus fits; JSON and HTML keep all."""
    if form == "json" and not by:
        return to_audit_json(_ordered(audits, sort), single=single)
    if form == "html":
        found = _ordered(audits, None if by else sort)
        return to_audit_page(found, groups(map(row, found), sort) if by else ())
    rows: list[Row] = []
    alone: Audit | None = None
    for one in audits:
        alone = one if not rows else None
        rows.append(row(one))
    if by:
        return _groups(groups(rows, sort), form, output)
    if alone is not None and single:
        return _alone(alone, form, output)
    if sort is not None:
        rows.sort(key=lambda one: sort_key(one, sort))
    if form == "markdown":
        return to_rows_markdown(rows)
    return to_rows_table(rows, width=table_width(output), color=output is None and wants_color())


def _ordered(audits: Iterable[Audit], sort: str | None) -> tuple[Audit, ...]:
    return tuple(audits) if sort is None else tuple(sorted(audits, key=lambda one: sort_key(row(one), sort)))


def _alone(one: Audit, form: Format, output: Path | None) -> str:
    if form == "markdown":
        return to_audit_markdown(one)
    return to_audit_table(one, width=table_width(output), color=output is None and wants_color())


def _groups(found: tuple[Group, ...], form: Format, output: Path | None) -> str:
    if form == "json":
        return to_groups_json(found)
    if form == "markdown":
        return to_groups_markdown(found)
    return to_groups_table(found, width=table_width(output), color=output is None and wants_color())
