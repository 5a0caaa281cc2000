"""Rows as Parquet, with the contract's types: spans, places and bands are lists and structs as real as in JSON.

Dates stay texts as in the contract: one may be a day or a time with its offset, and ISO dates compare as texts.
Loaded by columnar.py when Parquet is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

_ROWS = 10_000  # of a row group, which stands in memory whole
_TEXT, _NUMBER, _REAL = pa.string(), pa.int64(), pa.float64()
_SPAN = pa.struct([("start", _NUMBER), ("end", _NUMBER), ("text", _TEXT)])
_SPANS = pa.list_(_SPAN)
_WHEN = pa.struct([("text", _TEXT), ("earliest", _TEXT), ("latest", _TEXT)])
_PLACE = pa.struct([("spans", _SPANS), ("name", _TEXT), ("country", _TEXT), ("latitude", _REAL), ("longitude", _REAL)])
_CLAIM = [
    ("id", _TEXT),
    ("parent", _TEXT),
    ("voice", _TEXT),
    ("source", pa.struct([("spans", _SPANS), ("name", _TEXT), ("mentions", _SPANS), ("record", _TEXT)])),
    ("cue", pa.struct([("spans", _SPANS), ("lemma", _TEXT)])),
    ("content", pa.struct([("spans", _SPANS)])),
    ("form", _TEXT),
    ("force", _TEXT),
    ("polarity", _TEXT),
    ("certainty", pa.struct([("words", _SPANS), ("term", _TEXT), ("scale", _TEXT), ("band", pa.list_(_REAL))])),
    ("horizon", _TEXT),
    ("said", _WHEN),
    ("about", _WHEN),
    ("due", _TEXT),
    ("places", pa.list_(_PLACE)),
    ("confidence", _REAL),
]
_ARTICLE = [
    (name, _TEXT) for name in ("id", "name", "url", "outlet", "title", "published", "language", "sha256", "text")
]
_REFUSAL = pa.struct([("stage", _TEXT), ("code", _TEXT), ("detail", _TEXT), ("span", _SPAN)])
READINGS = pa.schema(
    [
        ("contract", _NUMBER),
        ("reader", _TEXT),
        ("article", pa.struct(_ARTICLE)),
        ("claims", pa.list_(pa.struct(_CLAIM))),
        ("refusals", pa.list_(_REFUSAL)),
    ]
)
"""A row a reading: the contract's object."""
CLAIMS = pa.schema(
    [
        *((name, _TEXT) for name in ("key", "within", "reader", "article", "outlet", "title", "published", "url")),
        *((name, _TEXT) for name in ("spoken_by", "spoken_in", "day", "day_from")),
        ("publications", _NUMBER),
        *_CLAIM,
    ]
)
"""A row a claim of the ledger: its key, that of the claim around it, its article's key and first publication, and the
contract's claim."""
SCHEMAS = {"readings": READINGS, "claims": CLAIMS}
_NUMBERS = frozenset({"claims", "publications", "near_duplicates", "versions", "characters"})


def flat(columns: Iterable[str]) -> pa.Schema:
    """The schema of a list of plain columns: counts are numbers, all else is text."""
    return pa.schema([(name, _NUMBER if name in _NUMBERS else _TEXT) for name in columns])


class _Sink:
    """Takes what Arrow writes, until it is fetched."""

    closed = False

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._at = 0

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        self._at += len(self._parts[-1])
        return len(self._parts[-1])

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def taken(self) -> bytes:
        told = b"".join(self._parts)
        self._parts.clear()
        return told


def chunks(rows: Iterable[Mapping[str, Any]], schema: pa.Schema) -> Iterator[bytes]:
    """A Parquet file of rows, row group by row group. Keys that the schema does not have are left out."""
    sink, waiting = _Sink(), iter(rows)
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        while group := list(islice(waiting, _ROWS)):
            writer.write_table(_table(group, schema))
            yield sink.taken()
    yield sink.taken()


def _table(rows: list[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    try:
        return pa.Table.from_pylist(rows, schema=schema)
    except UnicodeEncodeError:  # half a surrogate pair, which Parquet's texts cannot hold
        return pa.Table.from_pylist([_whole(row) for row in rows], schema=schema)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {key: _whole(one) for key, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, list) else value
