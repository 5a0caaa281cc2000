"""`sayso speakers`: lists with reasons, decisions, formats."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from sayso.cli import main
from sayso.ledger.store import Store
from tests.ledger.made import one_claim


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    path = tmp_path / "l.db"
    with Store(path) as store:
        for number, name in enumerate(("Marta Lindqvist", "Marta Lindqvist", "Lindqvist", "Jonas Brandt")):
            text = f"{name} said the line must close, number {number}."
            made = one_claim(text, name, "said", f"the line must close, number {number}", published="2022-11-01")
            store.put(made)
        store.flush()
        store.connection.execute("UPDATE claim SET record = 'named-person'")
    return str(path)


def run(ledger: str, *told: str) -> int:
    return main(["speakers", "--ledger", ledger, *told])


def test_groups_with_counts_and_reasons(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ledger, "Lindqvist") == 0
    assert "4 texts not yet in the groups" in capsys.readouterr().err
    assert run(ledger, "Lindqvist", "--link") == 0
    out = capsys.readouterr().out
    assert "Marta Lindqvist · person · 3 claims in 3 articles · 2022-11-01" in out
    assert "“Lindqvist” (1): Marta Lindqvist: nobody else of the name" in out
    assert "Brandt" not in out


def test_json_and_csv_tell_each_wording(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(ledger, "--link", "--format", "json", "--wordings", "2")
    (one,) = json.loads(capsys.readouterr().out)
    assert [w["wording"] for w in one["wordings"]] == ["Marta Lindqvist", "Lindqvist"]
    assert [len(w["articles"]) for w in one["wordings"]] == [2, 1]
    run(ledger, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {(row["name"], row["wording"]) for row in rows} == {
        ("Marta Lindqvist", "Marta Lindqvist"), ("Marta Lindqvist", "Lindqvist"), ("Jonas Brandt", "Jonas Brandt"),
    }  # fmt: skip


def test_a_decision_shows_and_is_listed(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(ledger, "--link", "--limit", "1")
    assert run(ledger, "Brandt", "--same", "Marta Lindqvist", "--because", "married", "--reviewer", "ada") == 0
    assert "no source is called 'Brandt' so far" in capsys.readouterr().err
    assert run(ledger, "Jonas Brandt", "--same", "Marta Lindqvist", "--reviewer", "ada") == 0
    run(ledger, "Brandt")
    assert "“Jonas Brandt” (1): said so by a person" in capsys.readouterr().out
    run(ledger, "--decisions", "--format", "jsonl")
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(t["reviewer"], t["verdict"], t["why"]) for t in told] == [
        ("ada", "same", "married"),
        ("ada", "same", None),
    ]


@pytest.mark.parametrize(
    "told",
    [("--same", "Marta"), ("Brandt", "--same", "a", "--other", "b"), ("--because", "x"), ("Brandt", "--undo", "Marta")],
)
def test_half_a_decision_is_refused_with_a_hint(
    ledger: str, told: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(ledger, *told) == 2
    assert capsys.readouterr().err.startswith("sayso: usage")


def test_nothing_found_is_said(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ledger, "Nobody", "--link") == 0
    assert "nothing found" in capsys.readouterr().err
