"""What holds for every format: deterministic, whole pieces, no words where they are withheld."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings

from sayso.errors import UsageError
from sayso.export.formats.records import Export
from sayso.export.formats.registry import FORMATS, write
from tests.export.formats.made_exports import exports, full, told

ALL = sorted(FORMATS)
OF_MANY = sorted(name for name, one in FORMATS.items() if not one.single)


def plain(name: str, data: bytes) -> str:
    """All that a file says, unpacked."""
    if name == "xlsx":
        with zipfile.ZipFile(BytesIO(data)) as book:
            return "".join(book.read(part).decode() for part in book.namelist())
    if name == "parquet":
        return repr(pq.read_table(BytesIO(data)).to_pylist())
    return data.decode()


@pytest.mark.parametrize("name", ALL)
def test_the_same_records_give_the_same_bytes(name: str) -> None:
    assert told(name, full()) == told(name, full())


@pytest.mark.parametrize("name", OF_MANY)
def test_withheld_words_are_nowhere(name: str) -> None:
    words = [
        "not worth saving", "will probably leave", "two port officials", "denied", "that the line must close",
        "on Tuesday", "by the end of March",
    ]  # fmt: skip
    said = plain(name, told(name, full(text=False)))
    assert not [one for one in words if one in said]
    shown = plain(name, told(name, full()))
    assert "not worth saving" in shown


@pytest.mark.parametrize("name", OF_MANY)
def test_nothing_to_tell_is_a_file_all_the_same(name: str) -> None:
    assert told(name, Export(claims=())) or name in {"jsonl", "ftm"}


@pytest.mark.parametrize("name", OF_MANY)
@given(export=exports())
@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_piece_cuts_a_character_whatever_the_text(name: str, export: Export) -> None:
    for piece in write(name, export):
        if not FORMATS[name].binary:
            piece.decode()


def test_an_unknown_format_is_told() -> None:
    with pytest.raises(UsageError, match="no format"):
        told("pdf", full())
