"""Parquet read back by pyarrow: every value as in the contract's JSON."""

from __future__ import annotations

import io
import sys
from importlib import import_module

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from sayso.errors import MissingExtraError
from sayso.export.columnar import parquet_readings, parquet_rows
from sayso.export.parquet import READINGS
from sayso.records import Article, Reading
from tests.ledger.made import READER, harbor, readings


def read_back(found: bytes) -> pa.Table:
    return pq.read_table(io.BytesIO(found))


@settings(deadline=None, max_examples=40)
@given(readings())
def test_any_reading_comes_back_value_by_value(reading: Reading) -> None:
    table = read_back(b"".join(parquet_readings([reading, harbor()])))
    assert table.to_pylist() == [reading.to_dict(), harbor().to_dict()]


def test_lists_and_structs_are_real() -> None:
    table = read_back(b"".join(parquet_readings([harbor()])))
    claims = table.schema.field("claims").type
    assert pa.types.is_list(claims)
    claim = claims.value_type
    assert pa.types.is_struct(claim)
    assert claim.field("confidence").type == pa.float64()
    assert pa.types.is_list(claim.field("places").type)
    assert pa.types.is_list(claim.field("certainty").type.field("band").type)
    assert pa.types.is_integer(claim.field("content").type.field("spans").type.value_type.field("start").type)


def test_no_readings_are_a_file_of_no_rows() -> None:
    table = read_back(b"".join(parquet_readings([])))
    assert (table.num_rows, table.schema) == (0, READINGS)


def test_more_rows_than_a_group_holds() -> None:
    rows = ({"source": f"s{n}", "claims": n} for n in range(25_000))
    file = pq.ParquetFile(io.BytesIO(b"".join(parquet_rows(rows, ("source", "claims")))))
    assert file.num_row_groups == 3
    assert file.read().column("claims").to_pylist() == list(range(25_000))


def test_half_a_surrogate_pair_becomes_a_question_mark() -> None:
    reading = Reading(reader=READER, article=Article(text="\ud800x"), claims=())
    (row,) = read_back(b"".join(parquet_readings([reading]))).to_pylist()
    assert row["article"]["text"] == "?x"


def test_without_pyarrow_the_cure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "sayso.export.parquet", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError) as caught:
        parquet_rows([], ("source",))
    assert caught.value.hint == "pip install 'sayso[corpus]'"
    monkeypatch.undo()
    import_module("sayso.export.parquet")
