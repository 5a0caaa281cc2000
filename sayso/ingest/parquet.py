"""Parquet tables as objects, row by row: never more than a few rows of a row group are in memory as words.

How much that is: pages of the columns asked for, unpacked, and the rows of a batch. A column chunk whose values repeat
may unpack to far more than the file tells, so the larger a chunk, the fewer rows are taken at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from sayso.errors import BadRecordError, InputError, TooLargeError, UnreadableError

_MOST_ROWS = 64
_AT_ONCE = 1 << 28  # bytes: rows of a batch times the size of the largest chunk
_LONGEST_NAMES = 1 << 26  # bytes of any string in the footer
_MOST_COLUMNS = 10_000
_BYTES_A_CHARACTER = 4
_FAILURES = (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError)


def parquet_objects(
    source: str | BinaryIO, where: str, *, wanted: frozenset[str], text: frozenset[str], most: int
) -> Iterator[dict[str, object] | InputError]:
    """An object for each row with those columns that are wanted; empty cells are left out.

    source: a path, or a stream that can seek. text: columns of which one must be there. most: characters of a cell.
    A row group that is damaged gives one error, and the next goes on.
    """
    try:
        file = pq.ParquetFile(
            source, buffer_size=1 << 16, pre_buffer=False, thrift_string_size_limit=_LONGEST_NAMES, memory_map=False
        )
        names = file.schema_arrow.names
    except _FAILURES as error:
        yield UnreadableError(f"{where} is no whole Parquet file: {_reason(error)}.")
        return
    with file:
        if len(names) > _MOST_COLUMNS:
            yield TooLargeError(f"{where} has more than {_MOST_COLUMNS:,} columns.")
            return
        columns = [name for name in dict.fromkeys(names) if name in wanted]
        if text.isdisjoint(columns):
            there = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
            yield BadRecordError(
                f"{where} has no column of texts. Its columns: {there[:500]}.",
                hint="Tell which holds it, for example --field text=body.",
            )
            return
        for number in range(file.num_row_groups):
            yield from _group(file, number, columns, where, most)


def _group(
    file: pq.ParquetFile, number: int, columns: list[str], where: str, most: int
) -> Iterator[dict[str, object] | InputError]:
    try:
        told = file.metadata.row_group(number)
        largest = max((told.column(i).total_uncompressed_size for i in range(told.num_columns)), default=1)
        size = max(1, min(_MOST_ROWS, _AT_ONCE // max(1, largest)))
        for batch in file.iter_batches(batch_size=size, row_groups=[number], columns=columns, use_threads=False):
            for row in range(batch.num_rows):
                yield _object(batch, row, where, most)
    except _FAILURES as error:
        yield UnreadableError(f"{where}, row group {number + 1}, is damaged: {_reason(error)}.")


def _object(batch: pa.RecordBatch, row: int, where: str, most: int) -> dict[str, object] | InputError:
    found: dict[str, object] = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        cell = column[row]
        if isinstance(cell, pa.DictionaryScalar):
            cell = cell.value
        if not cell.is_valid:
            continue
        if isinstance(cell, pa.StringScalar | pa.BinaryScalar):
            size = cell.as_buffer().size
            if size > most * _BYTES_A_CHARACTER:
                return TooLargeError(
                    f"{where}: a cell of {name[:40]} has {size:,} bytes.", hint="Raise SAYSO_LARGEST_TEXT."
                )
        try:
            value = _value(cell.as_py())
        except ValueError:  # not UTF-8, or a time that Python cannot hold
            return BadRecordError(f"{where}: a cell of {name[:40]} cannot be read.")
        if value is not None and value != "":
            found[name] = value
    article = found.get("article")
    if isinstance(article, dict) and isinstance(article.get("text"), str):  # a reading that sayso wrote
        return {key: one for key, one in article.items() if one is not None}
    return found


def _value(told: object) -> object:
    """Dates as ISO dates, bytes and numbers as text: tables are often typed so."""
    if isinstance(told, datetime | date):
        return told.isoformat()
    if isinstance(told, bytes):
        return told.decode("utf-8")
    if isinstance(told, int) and not isinstance(told, bool):
        return str(told)
    return told


def _reason(error: BaseException) -> str:
    """The first line of what Arrow says."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200].rstrip(".")
