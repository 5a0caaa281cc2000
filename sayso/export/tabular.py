"""Rows of named columns as CSV, Markdown, JSON or a table for people: one place for what every list needs.

CSV for spreadsheets: a text that a spreadsheet would take for a formula ("=…", "+…", "-…", "@…", CVE-2014-3524 and
OWASP's "CSV Injection") gets an apostrophe in front, which spreadsheets hide. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from sayso.export.cells import cells, padded, wrapped
from sayso.export.jsons import harmless
from sayso.export.markdown import escaped
from sayso.export.visible import one_line

Value = str | int | float | None
Row = Sequence[Value]
_FORMULA = re.compile(r"[\s\x00-\x20\x7f-\xa0\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_END = "\r\n"
_GAP = 2
_NARROWEST = 12  # cells to which a column of words may shrink


def csv_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """A heading and a line a row (RFC 4180 but for line ends, which are those of the system's other tools)."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator=_END)  # a cell that holds either of its characters gets quotes
    for row in chain([columns], rows):
        writer.writerow([_cell(value) for value in row])
        yield held.getvalue().removesuffix(_END) + "\n"
        held.seek(0)
        held.truncate()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        value = value.replace("\x00", "\N{REPLACEMENT CHARACTER}")
        return f"'{value}" if _FORMULA.match(value) else value
    return str(value)


def json_lines(objects: Iterable[object]) -> Iterator[str]:
    """A line an object."""
    for one in objects:
        yield harmless(json.dumps(one, ensure_ascii=False, allow_nan=False, separators=(",", ":"))) + "\n"


def json_list(objects: Iterable[object]) -> Iterator[str]:
    """A list, object by object."""
    before = "[\n "
    for one in objects:
        body = harmless(json.dumps(one, ensure_ascii=False, allow_nan=False, indent=1))
        yield before + body.replace("\n", "\n ")
        before = ",\n "
    yield "[]\n" if before == "[\n " else "\n]\n"


def markdown_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """A table of Markdown in which no text is markup."""
    yield "| " + " | ".join(columns) + " |\n"
    yield "|" + " --- |" * len(columns) + "\n"
    for row in rows:
        yield "| " + " | ".join("" if v is None else escaped(str(v)) for v in row) + " |\n"


def table_lines(columns: Sequence[str], rows: Sequence[Row], *, width: int) -> Iterator[str]:
    """Columns as wide as they need; where the line is too short, the widest of words give way and wrap."""
    told = [[one_line(_shown(v)) for v in row] for row in rows]
    wide = [max([cells(name), *(cells(row[i]) for row in told)]) for i, name in enumerate(columns)]
    numbers = [all(not isinstance(row[i], str) for row in rows) for i in range(len(columns))]
    room = width - _GAP * (len(columns) - 1)
    while sum(wide) > room and (widest := max(wide)) > _NARROWEST:
        place = wide.index(widest)
        rest = sum(wide) - widest
        second = max([w for i, w in enumerate(wide) if i != place], default=_NARROWEST)
        wide[place] = max(_NARROWEST, min(widest - 1, max(second, room - rest)))
    for row in [list(columns), *told]:
        parts = [wrapped(value, max(w, 2)) for value, w in zip(row, wide, strict=True)]
        for line in range(max(map(len, parts))):
            shown = [
                _aligned(part[line] if line < len(part) else "", w, right)
                for part, w, right in zip(parts, wide, numbers, strict=True)
            ]
            yield (" " * _GAP).join(shown).rstrip() + "\n"


def _aligned(text: str, width: int, right: bool) -> str:
    return " " * max(0, width - cells(text)) + text if right else padded(text, width)


def _shown(value: Value) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else str(value)
