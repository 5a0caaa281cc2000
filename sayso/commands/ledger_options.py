"""What the ledger's commands have in common: options, filters, and where lists go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from sayso.commands.shared import table_width
from sayso.export.columnar import parquet_rows
from sayso.export.tabular import Row, csv_lines, json_lines, json_list, markdown_lines, table_lines
from sayso.ledger.days import Days
from sayso.ledger.review.records import STANDINGS
from sayso.ledger.search import ClaimFilter
from sayso.ledger.words import join_words
from sayso.output import standard_output, whole_bytes, whole_file
from sayso.records import FORCES, FORMS, HORIZONS, RECORDS, VOICES

FORMATS = ("table", "json", "jsonl", "csv", "parquet", "markdown")
Command = Callable[..., Any]


def ledger_option(command: Command) -> Command:
    return click.option(
        "--ledger", type=click.Path(path_type=Path), default="sayso.db", show_default=True, envvar="SAYSO_LEDGER",
        metavar="FILE", help="The ledger (SAYSO_LEDGER).",
    )(command)  # fmt: skip


def output_options(command: Command) -> Command:
    """--format and --output of every command that lists."""
    command = click.option(
        "--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write there, when all is done."
    )(command)
    return click.option(
        "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="What to write."
    )(command)


def page_options(command: Command) -> Command:
    """--limit and --after of every list."""
    command = click.option("--after", metavar="PLACE", help="Go on where an earlier call of this kind ended.")(command)
    return click.option(
        "--limit", type=click.IntRange(0), default=20, show_default=True, metavar="N", help="At most N; 0 for all."
    )(command)


_VERDICTS = ("undecided", *STANDINGS)
_SAID = (
    "Said in these days: 2022-06-14, 2022-06, 2022-06..2022-08, 2022-06.. . Where no words tell when, the day of first"
    " publication stands for it."
)
_FILTERS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("--source",), {"metavar": "NAME", "help": "Given to somebody of this name, whole words: Putin, 'White House'."}),
    (("--this-name",), {"is_flag": True, "help": "Only under that name, not that speaker's other wordings."}),
    (("--named",), {"is_flag": True, "help": "Only where the article's own words name that source."}),
    (("--office",), {"is_flag": True, "help": "Also what the source's office tells in its own words."}),
    (("--record",), {"type": click.Choice(RECORDS), "multiple": True, "help": "What is known of the source."}),
    (("--force",), {"type": click.Choice(FORCES), "multiple": True, "help": "What the cue does."}),
    (("--form", "quoting"), {"type": click.Choice(FORMS), "multiple": True, "help": "Quoted, paraphrased or both."}),
    (("--horizon",), {"type": click.Choice(HORIZONS), "multiple": True, "help": "Seen from when it was said."}),
    (("--certainty",), {"metavar": "TERM", "multiple": True, "help": "Term of the scale: likely, 'almost certain' …"}),
    (("--hedged/--plain",), {"default": None, "help": "With words that tell how sure, or without."}),
    (("--negated/--affirmed",), {"default": None, "help": "Whether the act itself is denied (did not say)."}),
    (("--nested/--top",), {"default": None, "help": "Inside another claim's content, or not."}),
    (("--voice",), {"type": click.Choice(VOICES), "help": "Given to a source, or in the outlet's own voice."}),
    (("--outlet",), {"metavar": "NAME", "help": "Published by an outlet of this name."}),
    (("--place",), {"metavar": "NAME", "help": "About a place of this name."}),
    (("--country",), {"metavar": "CODE", "multiple": True, "help": "About a place in this country: UA, RU …"}),
    (("--said",), {"metavar": "DAYS", "help": _SAID}),
    (("--said-in-words",), {"is_flag": True, "help": "Only where the article's words tell when it was said."}),
    (("--about",), {"metavar": "DAYS", "help": "About a time that meets these days."}),
    (("--published",), {"metavar": "DAYS", "help": "Published in these days, by any outlet or that of --outlet."}),
    (("--confidence",), {"type": click.FloatRange(0, 1), "metavar": "P", "help": "Of at least this confidence."}),
    (("--verdict",), {"type": click.Choice(_VERDICTS), "multiple": True, "help": "What a person decided."}),
    (("--rejected",), {"is_flag": True, "help": "Also claims that a person rejected."}),
)


def filter_options(*leave: str) -> Callable[[Command], Command]:
    """The filters on claims, but those left out by name ("--source")."""

    def add(command: Command) -> Command:
        for names, attributes in reversed(_FILTERS):
            if names[0] not in leave:
                command = click.option(*names, **attributes)(command)
        return command

    return add


def to_filter(words: Sequence[str], told: dict[str, Any]) -> ClaimFilter:
    """The filter that the options say. Raises UsageError."""
    given = {name: told[name] for name in ("said", "about", "published") if told[name] is not None}
    days = {name: Days.parse(value, f"--{name}") for name, value in given.items()}
    return ClaimFilter(
        words=join_words(words),
        like=told.get("like"),
        source=told.get("source"),
        this_name=told["this_name"],
        named=told["named"],
        office=told["office"],
        record=told["record"],
        force=told["force"],
        form=told["quoting"],
        horizon=told["horizon"],
        certainty=told["certainty"],
        hedged=told["hedged"],
        negated=told["negated"],
        nested=told["nested"],
        voice=told["voice"],
        outlet=told["outlet"],
        place=told["place"],
        country=told["country"],
        said=days.get("said"),
        said_in_words=told["said_in_words"],
        about=days.get("about"),
        published=days.get("published"),
        confidence=told["confidence"],
        verdict=told["verdict"],
        rejected=told["rejected"],
    )


def write_rows(
    columns: Sequence[str],
    rows: Iterable[Row],
    form: str,
    output: Path | None,
    *,
    objects: Iterable[object] | None = None,
    table: Iterable[str] | None = None,
    claims: Iterable[Mapping[str, Any]] | None = None,
) -> None:
    """Writes a list in one of FORMATS.

    objects: what JSON gets in place of the rows; claims: what Parquet gets, else the rows; table: lines for people.
    """
    if form == "parquet":
        plain = (dict(zip(columns, row, strict=True)) for row in rows)
        pieces = parquet_rows(claims, "claims") if claims is not None else parquet_rows(plain, columns)
        with whole_bytes(None if str(output) == "-" else output) as to_bytes:
            for piece in pieces:
                to_bytes(piece)
        return
    if form in {"json", "jsonl"}:
        told = objects if objects is not None else (dict(zip(columns, row, strict=True)) for row in rows)
        lines = json_list(told) if form == "json" else json_lines(told)
    elif form == "csv":
        lines = csv_lines(columns, rows)
    elif form == "markdown":
        lines = markdown_lines(columns, rows)
    else:
        lines = iter(table if table is not None else table_lines(columns, list(rows), width=table_width(output)))
    write_lines(lines, form, output)


def write_lines(lines: Iterable[str], form: str, output: Path | None) -> None:
    """Writes lines that end themselves, to standard output as they come, to a file when all are there."""
    exact = form != "table"
    if output is None or str(output) == "-":
        write = standard_output(exact=exact)
        for line in lines:
            write(line)
        return
    with whole_file(output, exact=exact) as to_file:
        for line in lines:
            to_file(line)
