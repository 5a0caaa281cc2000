"""Settings, errors and output files."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from sayso import errors
from sayso.errors import MissingExtraError, SaysoError, UsageError
from sayso.output import line_file, whole_file
from sayso.settings import Settings


def test_every_setting_has_default_unit_bounds_and_help() -> None:
    for one in fields(Settings):
        assert one.metadata["low"] <= one.default <= one.metadata["high"]
        assert one.metadata["unit"]
        assert one.metadata["help"].endswith(".")


def test_what_is_given_wins_over_the_environment_wins_over_the_default() -> None:
    environment = {"SAYSO_THREADS": "3", "SAYSO_CONFIDENCE": "0.25"}
    told = Settings.from_environment(environment, threads=5, confidence=None)
    assert (told.threads, told.confidence, told.largest_text) == (5, 0.25, Settings().largest_text)


@pytest.mark.parametrize("value", ["0", "65", "1.5", "many", "nan", "inf"])
def test_a_setting_out_of_bounds_is_wrong_usage(value: str) -> None:
    with pytest.raises(UsageError):
        Settings.from_environment({"SAYSO_THREADS": value})


def test_a_confidence_that_is_no_number_is_wrong_usage() -> None:
    with pytest.raises(UsageError):
        Settings.from_environment({"SAYSO_CONFIDENCE": "nan"})


def test_every_error_has_the_one_shape_and_a_code_of_its_own() -> None:
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, SaysoError)]
    codes = [k.code for k in kinds]
    assert len(set(codes)) == len(codes)
    assert {k.exit_code for k in kinds} == {1, 2}
    told = MissingExtraError("Reading Parquet", "ingest").to_dict()
    assert told == {
        "code": "missing-extra",
        "message": "Reading Parquet needs a part that is not installed.",
        "hint": "pip install 'sayso[ingest]'",
    }


def test_a_whole_file_appears_only_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("old", encoding="utf-8")
    writing = whole_file(path)
    writing.__enter__()("half")
    assert writing.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None) is not True
    assert path.read_text(encoding="utf-8") == "old"
    with whole_file(path) as write:
        write("new\r\n")
    assert path.read_bytes() == b"new\r\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_line_file_keeps_what_it_is_told_to(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"one\ntw")
    with line_file(path, keep=4) as write:
        write("two\n")
        assert path.read_bytes() == b"one\ntwo\n"
