"""CSV, XLSX, JSON lines and Parquet, each read by a program of its own kind."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from sayso.errors import UsageError
from sayso.export.formats import xlsx
from sayso.export.formats.flat import COLUMNS, row
from sayso.export.formats.records import Export
from tests.export.formats.made_exports import claims_of, exports, full, told
from tests.ledger.made import harbor, one_claim

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "contract.schema.json").read_text(encoding="utf-8"))


def rows_of(export: Export) -> list[dict[str, Any]]:
    return [dict(zip(COLUMNS, row(one), strict=True)) for one in export.claims]


def test_csv_has_a_row_a_claim_with_places_and_grades() -> None:
    rows = list(csv.DictReader(StringIO(told("csv", full()).decode())))
    assert [r["claim"] for r in rows] == [c.key for c in full().claims]
    assert rows[1]["content"] == "that grain ships will probably leave Norhaven by the end of March"
    assert (rows[1]["at_least"], rows[1]["at_most"], rows[1]["certainty"]) == ("0.55", "0.8", "likely")
    assert (rows[0]["reliability"], rows[0]["credibility"]) == ("F", "6")
    assert rows[4]["content_at"] == "0-13 27-33"
    assert (rows[1]["outcome"], rows[2]["verdict"], rows[3]["within"]) == ("no", "corrected", rows[2]["claim"])
    assert not rows[0]["certainty"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝"])
def test_no_cell_of_csv_is_a_formula(start: str) -> None:
    text = f"He said {start}1+1 today."
    export = Export(claims=claims_of(one_claim(text, "He", "said", f"{start}1+1")))
    (found,) = csv.DictReader(StringIO(told("csv", export).decode()))
    assert found["content"].startswith("'")


def test_xlsx_opens_with_texts_numbers_and_no_formula() -> None:
    text = "=cmd() said =1+1 today."
    export = Export(claims=(*full().claims, *claims_of(one_claim(text, "=cmd()", "said", "=1+1"))))
    sheet = openpyxl.load_workbook(BytesIO(told("xlsx", export))).active
    assert sheet is not None
    values = list(sheet.iter_rows())
    assert [c.value for c in values[0]] == list(COLUMNS)
    assert sheet.freeze_panes == "A2"
    for line, wanted in zip(values[1:], map(row, export.claims), strict=True):
        assert [c.value for c in line] == list(wanted)
    assert {c.data_type for line in values for c in line} <= {"s", "n", "inlineStr"}


@given(exports())
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_text_comes_back_from_xlsx_as_far_as_xml_holds_it(export: Export) -> None:
    sheet = openpyxl.load_workbook(BytesIO(told("xlsx", export))).active
    assert sheet is not None
    for line, one in zip(list(sheet.iter_rows(values_only=True))[1:], export.claims, strict=True):
        told_row = dict(zip(COLUMNS, line, strict=True))
        assert told_row["claim"] == one.key
        assert told_row["content_sha256"] == (" ".join(w.digest for w in one.content) or None)


def test_a_long_text_is_cut_where_a_cell_ends() -> None:
    text = "He said " + "🙂" * 40_000 + "."
    export = Export(claims=claims_of(one_claim(text, "He", "said", "🙂" * 40_000)))
    sheet = openpyxl.load_workbook(BytesIO(told("xlsx", export))).active
    assert sheet is not None
    value = str(sheet.cell(2, COLUMNS.index("content") + 1).value)
    assert len(value.encode("utf-16-le")) // 2 <= xlsx.MOST_CHARACTERS
    assert value.endswith("🙂…")


def test_more_claims_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)
    with pytest.raises(UsageError, match="4 claims"):
        told("xlsx", full())


def test_json_lines_hold_the_contracts_claim() -> None:
    reading = harbor(published="2026-03-04")
    lines = [json.loads(line) for line in told("jsonl", Export(claims=claims_of(reading))).splitlines()]
    assert [line["claim"] for line in lines] == reading.to_dict()["claims"]
    claim = {"$ref": "#/$defs/claim", "$defs": SCHEMA["$defs"]}
    for line in lines:
        Draft202012Validator(claim).validate(line["claim"])
        assert "text" not in line["article"]


@given(exports())
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_json_lines_give_every_claim_back(export: Export) -> None:
    lines = [json.loads(line) for line in told("jsonl", export).decode().split("\n")[:-1]]
    assert [line["claim"] for line in lines] == [c.to_contract() for c in export.claims]


@given(exports())
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_parquet_gives_every_claim_back(export: Export) -> None:
    rows = pq.read_table(BytesIO(told("parquet", export))).to_pylist()
    names = ("voice", "form", "force", "polarity", "horizon", "due", "confidence", "places", "said", "about")
    for line, one in zip(rows, export.claims, strict=True):
        wanted = one.to_contract()
        assert {k: line[k] for k in names} == {k: _no_digests(wanted[k]) for k in names}
        assert [(s["start"], s["end"], s["text"]) for s in line["content"]["spans"]] == [
            (w.start, w.end, w.text) for w in one.content
        ]


def _no_digests(value: Any) -> Any:
    """Without what the contract's types have no place for: the digest of withheld words."""
    if isinstance(value, dict):
        return {k: _no_digests(v) for k, v in value.items() if k != "sha256"}
    return [_no_digests(v) for v in value] if isinstance(value, list) else value
