"""From a prediction that fell due to scores and a grade, as somebody does it at the prompt."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from datetime import date
from pathlib import Path

import pytest

from sayso.cli import main
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from tests.ledger.made_outcomes import URL, told
from tests.ledger.made_review import key_of

LAST = 12


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "l.db"
    with Store(found) as store:
        for n in range(LAST):
            text = f"Odo Brandt said that ship {n} will probably leave Norhaven by Friday. It was loaded."
            store.put(
                told(
                    text, "Odo Brandt", "said", f"that ship {n} will probably leave Norhaven by Friday",
                    hedge="probably", term="likely", band=(0.55, 0.8), due="2026-03-06", outlet="Post <i>",
                    published="2026-03-03",
                )
            )  # fmt: skip
        text = "Ada Holm said that ship 40 will stay. It was empty."
        store.put(told(text, "Ada Holm", "said", "that ship 40 will stay", outlet="Wire", published="2026-03-03"))
    monkeypatch.setenv("SAYSO_LEDGER", str(found))
    monkeypatch.setenv("SAYSO_REVIEWER", "ada")
    return found


def settle_all(path: Path, wrong: int = 3) -> None:
    for n in range(LAST):
        outcome = "no" if n < wrong else "yes"
        key = key_of(path, f"ship {n} will")
        assert main(["resolve", key[:20], outcome, "--evidence", URL, "--because", "The port told."]) == 0


def test_due_tells_the_day_that_it_looks_from(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["due", "--on", "2026-03-05"]) == 0
    assert capsys.readouterr() == ("", "sayso: 0 predictions due by 2026-03-05, seen from 2026-03-05.\n")
    assert main(["due", "--limit", "1"]) == 0
    told_, remark = capsys.readouterr()
    assert f"seen from {date.today().isoformat()} (today). There are more: --after 1" in remark
    assert told_.startswith("2026-03-06  Odo Brandt said · “probably” = likely, 55–80 %\n")
    assert main(["due", "--on", "2026-03-05", "--by", "2026-03-06", "ship", "--source", "Brandt"]) == 0
    told_, remark = capsys.readouterr()
    assert "its time has not ended" in told_
    assert "12 predictions due by 2026-03-06, seen from 2026-03-05." in remark
    assert main(["due", "--on", "spring"]) == 2
    assert "--on is 'spring', which is no day" in capsys.readouterr().err


def test_due_for_programs(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["due", "--open", "--limit", "0", "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (len(rows), rows[-1]["due"], rows[-1]["source"]) == (13, None, "Ada Holm")
    assert {(row["at_least"], row["denied"], row["standing"]) for row in rows[:-1]} == {(0.55, False, "frozen")}
    assert main(["due", "--limit", "0", "--format", "csv"]) == 0
    table = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert (len(table), table[0]["certainty"]) == (12, "likely")


def test_from_outcomes_to_scores(path: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    settle_all(path)
    capsys.readouterr()
    assert main(["scores", "--by", "source", "--format", "json"]) == 0
    told_, remark = capsys.readouterr()
    found = json.loads(told_)
    (group,) = found["groups"]
    assert (group["group"], group["rank"], group["n"], group["clusters"]) == ("Odo Brandt", 1, 12, 12)
    assert group["brier"]["middle"] == pytest.approx((9 * 0.325**2 + 3 * 0.675**2) / 12, abs=1e-6)
    assert group["brier"]["best"] == pytest.approx((9 * 0.2**2 + 3 * 0.55**2) / 12, abs=1e-6)
    (one,) = found["all"]["calibration"]
    assert (one["term"], one["n"], one["came_true"], one["reads"]) == ("likely", 12, 9, "as said")
    assert "12 predictions settled as yes or no, 12 of them with a band; 1 open." in remark
    assert main(["scores"]) == 0
    assert "likely          55–80 %  12          9  75 %" in capsys.readouterr().out
    assert main(["scores", "--by", "outlet", "--format", "csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["group"], row["rank"], row["n"]) == ("Post <i>", "1", "12")


def test_the_picture_and_the_page(path: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    settle_all(path)
    picture, page = tmp_path / "c.svg", tmp_path / "s.html"
    assert main(["scores", "--plot", str(picture), "--by", "outlet", "--format", "html", "-o", str(page)]) == 0
    root = ElementTree.fromstring(picture.read_text(encoding="utf-8"))
    words = " ".join(root.itertext())
    assert "likely, 55–80 %" in words
    assert "9 of 12 = 75 %" in words
    html = page.read_text(encoding="utf-8")
    assert "Post &lt;i&gt;" in html
    assert "<i>" not in html
    assert main(["scores", "--plot", str(tmp_path / "c.png")]) == 2


def test_nothing_settled_yet(path: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["scores", "--plot", str(tmp_path / "c.svg"), "--format", "html"]) == 0
    told_, remark = capsys.readouterr()
    assert "Nothing with a band was settled yet." in told_
    assert "0 predictions settled as yes or no" in remark


def test_outcomes_are_told_and_taken_back(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = key_of(path, "ship 3 will")
    assert main(["resolve", key, "yes", "--because", "So it was."]) == 2
    assert "by what it is known" in capsys.readouterr().err
    assert main(["resolve", key, "no", "--evidence", URL, "--because", "It was not."]) == 0
    assert "is settled as no: a prediction, likely, 55–80 %." in capsys.readouterr().err
    assert main(["unresolve", key, "--because", "It was another ship.", "--reviewer", "bob"]) == 0
    assert "no by ada is taken back, it is open again." in capsys.readouterr().err
    assert main(["unresolve", key, "--because", "Again."]) == 2
    assert main(["resolve", "k1:0000", "no", "--evidence", URL, "--because", "It was not."]) == 2
    assert verify(path).findings == ()


def test_a_grade_with_its_sum(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", "Odo Brandt"]) == 0
    assert "reliability F: reliability cannot be judged" in capsys.readouterr().out
    settle_all(path)
    capsys.readouterr()
    assert main(["grade", "brandt"]) == 0
    told_ = capsys.readouterr().out
    assert "reliability C: fairly reliable" in told_
    assert "right 9, wrong 3: share of right = (9 + 1) ÷ (12 + 2) = 0.71" in told_
    assert main(["grade", "Brandt", "--set", "b", "--because", "Seen it for years."]) == 0
    assert "Odo Brandt: B, usually reliable; the sum gives C." in capsys.readouterr().err
    assert main(["grade", "Brandt", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["grade"], found["computed"]["grade"], found["set_by"]) == ("B", "C", "ada")
    assert main(["grade", "Brandt", "--undo", "--because", "Not so."]) == 0
    assert "B is taken back, C (fairly reliable) counts." in capsys.readouterr().err
    key = key_of(path, "ship 40")
    assert main(["grade", key, "--set", "3", "--because", "It may be."]) == 0
    assert "graded apart: the reliability of Ada Holm, F" in capsys.readouterr().err
    assert main(["grade", key, "--format", "markdown"]) == 0
    assert "credibility 3: possibly true (set by ada; the sum gives 6)" in capsys.readouterr().out


@pytest.mark.parametrize(
    "call", [["Brandt", "--set", "B"], ["Brandt", "--because", "So."], ["Nobody"], ["q1:aaaa"],
             ["Brandt", "--set", "B", "--undo", "--because", "So."]]
)  # fmt: skip
def test_wrong_usage(path: Path, call: list[str]) -> None:
    assert main(["grade", *call]) == 2
