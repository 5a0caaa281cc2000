"""CSV as objects, row by row; the first row names the columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from sayso.errors import BadRecordError, EncodingError, InputError
from sayso.ingest.files import FAILURES, refusal

_SEPARATORS = ",;\t|"


def table_objects(
    stream: BinaryIO, where: str, limit: int, encoding: str | None
) -> Iterator[dict[str, object] | InputError]:
    """An object for each row; the last is an error where the file breaks off. limit: characters of a cell.

    The separator is the one of , ; tab | that the first row has most of. Empty cells are left out.
    """
    name = encoding or "utf-8-sig"
    number = 1
    csv.field_size_limit(min(limit, 2**31 - 1))
    try:
        lines = io.TextIOWrapper(stream, encoding=name, newline="")
        head = lines.readline(limit)
        separator = max(_SEPARATORS, key=head.count)
        (columns,) = csv.reader([head], delimiter=separator)
        for row in csv.reader(lines, delimiter=separator):
            number += 1
            if row:
                told = zip(columns, row, strict=False)  # a row may be short, and what no column names is nothing
                yield {column.strip(): cell for column, cell in told if cell.strip()}
    except UnicodeError:
        hint = "Give its encoding, for example --encoding windows-1252."
        yield EncodingError(f"{where}, after row {number}, is not {name.removesuffix('-sig').upper()}.", hint=hint)
    except csv.Error as error:
        yield BadRecordError(f"{where}, after row {number}, is not CSV: {error}.")
    except FAILURES as error:
        yield refusal(where, error)
