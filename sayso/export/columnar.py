"""The door to parquet.py, which needs a library of an extra: loaded when Parquet is asked for, else never."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, Literal, cast

from sayso.errors import MissingExtraError
from sayso.records import Reading

_MODULE = "sayso.export.parquet"


def parquet_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[str] | Literal["claims"]) -> Iterator[bytes]:
    """A Parquet file of rows under these columns, or of the ledger's claims, piece by piece.

    Raises MissingExtraError, at once, without pyarrow.
    """
    module = _module()
    schema = module.SCHEMAS[columns] if isinstance(columns, str) else module.flat(columns)
    return cast(Iterator[bytes], module.chunks(rows, schema))


def parquet_readings(readings: Iterable[Reading]) -> Iterator[bytes]:
    """A Parquet file with a row a reading, piece by piece. Raises MissingExtraError, at once, without pyarrow."""
    module = _module()
    rows = (reading.to_dict() for reading in readings)
    return cast(Iterator[bytes], module.chunks(rows, module.SCHEMAS["readings"]))


def _module() -> Any:
    try:
        return import_module(_MODULE)
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("sayso"):
            raise
        raise MissingExtraError("Writing Parquet", "corpus") from None
