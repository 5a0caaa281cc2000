"""CSV (RFC 4180 with the line ends of the system's other tools), safe for spreadsheets (see tabular.py)."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.export.formats.flat import COLUMNS, row
from sayso.export.formats.records import Export
from sayso.export.tabular import csv_lines


def write(export: Export) -> Iterator[bytes]:
    """A heading and a row a claim. Half a surrogate pair becomes "?"."""
    for line in csv_lines(COLUMNS, map(row, export.claims)):
        yield line.encode("utf-8", "replace")
