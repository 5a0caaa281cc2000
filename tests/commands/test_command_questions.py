from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sayso.cli import main
from sayso.commands import ledger_link
from sayso.ledger.store import Store
from tests.ledger.questions.stories import sinking
from tests.link.judging import WordJudge


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ledger_link, "load", WordJudge)
    monkeypatch.setenv("SAYSO_REVIEWER", "ada")
    found = tmp_path / "war.db"
    with Store(found) as store:
        for one in sinking():
            store.put(one)
    monkeypatch.setenv("SAYSO_LEDGER", str(found))
    return found


def told(capsys: pytest.CaptureFixture[str], *call: str, code: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    assert main(call) == code
    return tuple(capsys.readouterr())  # type: ignore[return-value]


@pytest.fixture
def key(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    _, said = told(capsys, "link")
    assert said == (
        "sayso: 6 claims taken in, 10 pairs compared. In all: 1 question, 1 of them disputed, 4 contradictions.\n"
    )
    (row,) = json.loads(told(capsys, "questions", "--format", "json")[0])
    assert isinstance(row["question"], str)
    return row["question"]


def test_before_linking_lists_say_how_to_link(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, said = told(capsys, "questions")
    assert out == ""
    assert "nothing found" in said
    assert "3 texts were not linked yet: sayso link" in said


def test_a_question_shows_both_sides_and_who_moved(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = told(capsys, "question", key[:12])
    heads = [line for line in out.splitlines() if line.isupper()]
    assert heads == ["YES", "NO", "WHO SAID WHAT WHEN", "MOVED"]
    assert "Jan Berg: no (2026-03-02) → yes (2026-03-05)" in out
    assert "Port Board said · hedged · “perhaps”" in out


def test_every_format_holds_every_claim(key: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    whole = json.loads(told(capsys, "question", key, "--format", "json")[0])
    assert [p["position"] for p in whole["positions"]] == ["yes", "no", "hedged yes", "yes", "yes"]
    assert [m["kind"] for m in whole["moves"]] == ["reversal", "hedge dropped"]
    assert json.loads(told(capsys, "question", key, "--format", "jsonl")[0]) == whole
    rows = list(csv.DictReader(io.StringIO(told(capsys, "question", key, "--format", "csv")[0])))
    assert [row["claim"] for row in rows] == [p["claim"] for p in whole["positions"]]
    marked = told(capsys, "question", key, "--format", "markdown")[0]
    assert marked.count("\n| ") == 7  # with the head and the line below it
    target = tmp_path / "question.html"
    told(capsys, "question", key, "--format", "html", "-o", str(target))
    page = target.read_text(encoding="utf-8")
    assert all(p["claim"] in page for p in whole["positions"])
    assert page.count("<article") == 5


def test_the_picture_is_svg_with_a_mark_a_claim(key: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "question.svg"
    told(capsys, "question", key, "--plot", str(target))
    root = ElementTree.fromstring(target.read_text(encoding="utf-8"))
    titles = [title.text or "" for title in root.iter("{http://www.w3.org/2000/svg}title")]
    assert sum(" · yes · " in t or " · no · " in t or " · hedged yes · " in t for t in titles) == 5


def test_decisions_are_entered_and_taken_back(key: str, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, said = told(capsys, "question", key, "--rename", "The Aurora went down", "--because", "shorter")
    found = re.search(r"entered as (qd1:[0-9a-f]+);", said)
    assert found
    out, _ = told(capsys, "question", key)
    assert out.startswith("The Aurora went down\n")
    assert "rename “The Aurora went down” by ada: shorter" in out
    told(capsys, "question", key, "--undo", found[1])
    assert not told(capsys, "question", key)[0].startswith("The Aurora went down\n")
    assert told(capsys, "verify")[0].startswith("All is sound")


@pytest.mark.parametrize(
    "call",
    [
        ("question", "bridge"),
        ("question", "q1:ffffffff"),
        ("question", "q1:ffffffff", "--merge", "q1:0", "--rename", "x"),
        ("question", "q1:ffffffff", "--because", "x"),
        ("questions", "--after", "x"),
    ],
)
def test_wrong_calls_end_with_2(call: tuple[str, ...], key: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "usage" in told(capsys, *call, code=2)[1]


def test_contradictions_shifts_and_tones_as_rows(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = json.loads(told(capsys, "contradictions", "--format", "json", "--limit", "0")[0])
    assert len(pairs) == 4
    assert all("Jan Berg" in (p["source"], p["other_source"]) and p["question"] == key for p in pairs)
    assert all(sum(p["scores"].values()) == pytest.approx(1) for p in pairs)
    assert [m["kind"] for m in json.loads(told(capsys, "shifts", "--format", "json")[0])] == ["reversal"]
    assert [m["kind"] for m in json.loads(told(capsys, "tones", "--format", "json")[0])] == ["hedge dropped"]
    assert told(capsys, "shifts", "--kind", "new fact")[1] == "sayso: nothing found.\n"
    assert "reversal · Jan Berg" in told(capsys, "shifts")[0]
    assert "92 %" in told(capsys, "contradictions")[0]
    assert told(capsys, "contradictions", "bread")[0] == ""


def test_lists_go_on_where_they_ended(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    seen = []
    after: list[str] = []
    while True:
        out, said = told(capsys, "contradictions", "--format", "jsonl", "--limit", "3", *after)
        seen += [json.loads(line)["claim"] + json.loads(line)["other_claim"] for line in out.splitlines()]
        more = re.search(r"--after (\d+)", said)
        if not more:
            break
        after = ["--after", more[1]]
    assert len(set(seen)) == len(seen) == 4
