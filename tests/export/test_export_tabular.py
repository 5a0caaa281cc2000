"""Lists as CSV, JSON, Markdown and a table: what goes in comes out, and nothing in it acts."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.export.cells import cells
from sayso.export.tabular import csv_lines, json_lines, json_list, markdown_lines, table_lines

COLUMNS = ("who", "what", "number")
TEXTS = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("=+-@\t\r\n\x00|`*_東🙂,;\"'\u202e")), max_size=30
)
ROWS = st.lists(st.tuples(st.none() | TEXTS, TEXTS, st.none() | st.integers(-9999, 9999)), max_size=5)


def read_csv(lines: list[str]) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(lines), newline="")))


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =cmd|' /C calc'!A0", "' =cmd|' /C calc'!A0"),
        ("\u00a0=1", "'\u00a0=1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("＝1", "'＝1"),
        ("\t=1", "'\t=1"),
        ("2 + 2", "2 + 2"),
        ("e-mail", "e-mail"),
        ('He said "no", twice', 'He said "no", twice'),
        ("two\nlines", "two\nlines"),
        ("", ""),
    ],
)
def test_no_text_is_a_formula_and_others_stay_as_they_are(told: str, shown: str) -> None:
    assert read_csv(list(csv_lines(["a"], [[told]])))[1:] in ([[shown]], [[]])


def test_numbers_stay_numbers_and_none_is_empty() -> None:
    assert read_csv(list(csv_lines(COLUMNS, [[None, -0.5, -3]]))) == [list(COLUMNS), ["", "-0.5", "-3"]]


@settings(deadline=None)
@given(ROWS)
def test_csv_comes_back(rows: list[tuple[str | None, str, int | None]]) -> None:
    head, *found = read_csv(list(csv_lines(COLUMNS, rows)))
    assert head == list(COLUMNS)
    assert len(found) == len(rows)
    for line, row in zip(found, rows, strict=True):
        for shown, told in zip(line, row, strict=True):
            if isinstance(told, str):
                assert shown.removeprefix("'") == told.replace("\x00", "\ufffd").removeprefix("'")
                assert shown[:1] not in {"=", "+", "-", "@", "\t", "\r"}


@settings(deadline=None)
@given(st.lists(st.dictionaries(TEXTS, TEXTS | st.integers() | st.none(), max_size=3), max_size=4))
def test_json_comes_back_on_lines_of_its_own(objects: list[dict[str, object]]) -> None:
    lines = list(json_lines(objects))
    assert [json.loads(line) for line in lines] == objects
    assert all(len(line.splitlines()) == 1 for line in lines)
    assert json.loads("".join(json_list(objects))) == objects


@settings(deadline=None)
@given(ROWS)
def test_markdown_has_a_line_a_row_and_the_same_cells_in_each(rows: list[tuple[str | None, str, int | None]]) -> None:
    lines = list(markdown_lines(COLUMNS, rows))
    assert len(lines) == len(rows) + 2
    for line in lines:
        assert line.endswith("\n")
        assert len(line.splitlines()) == 1
        assert line.replace("\\|", "").count("|") - line.replace("\\|", "").count("\\\\|") == 4


@settings(deadline=None)
@given(ROWS, st.integers(45, 120))
def test_a_table_keeps_to_its_width_and_hides_nothing_that_acts(
    rows: list[tuple[str | None, str, int | None]], width: int
) -> None:
    for line in table_lines(COLUMNS, rows, width=width):
        assert line.endswith("\n")
        assert cells(line[:-1]) <= width
        assert not set(line[:-1]) & set("\x00\t\r\n\x1b\u202e")


def test_the_widest_column_gives_way() -> None:
    lines = list(table_lines(COLUMNS, [["Ada", "word " * 40, 1_234_567]], width=60))
    assert lines[0].split() == list(COLUMNS)
    assert lines[1].startswith("Ada  word word")
    assert lines[1].rstrip().endswith("1,234,567")
    assert len(lines) > 3
