"""Days at add, offices and other names, from files to answers. A plain reader stands in for the model."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from sayso.cli import main
from sayso.commands import ledger_add
from sayso.ledger.verify import verify
from sayso.records import Article, Claim, Reading, Span
from sayso.settings import Settings
from tests.ledger.made import READER

TEXT = "Dear friends, grain ship {n} leaves today. We thank you. I wish us luck. Our harbor is probably open."


class OwnVoice:
    """Gives every sentence to the outlet."""

    digest = READER

    def __init__(self, _: Settings) -> None:
        """Takes the settings, as the reader does."""

    def read(self, article: Article) -> Reading:
        text = article.text
        claims = tuple(
            Claim(id=f"c{n}", content=(Span.of(text, m.start(), m.end()),), confidence=0.9, voice="outlet")
            for n, m in enumerate(re.finditer(r"[^.\s][^.]*", text), 1)
        )
        return Reading(reader=READER, article=replace(article, language="en"), claims=claims)


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ledger_add, "Reader", OwnVoice)
    monkeypatch.setenv("SAYSO_LEDGER", str(tmp_path / "l.db"))
    rows = [
        {"text": TEXT.format(n=n), "published": f"2022-06-{n:02d}T20:00:00Z" if n else None, "outlet": "tarn-site"}
        for n in range(5)
    ]
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_days_are_chosen_at_add_and_the_rest_comes_later(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(news), "--from", "2022-06-02", "--to", "2022-06-03"]) == 0
    assert "2 articles added, 8 claims, 3 of other days or none passed over." in capsys.readouterr().err
    assert main(["add", str(news), "--to", "2022-06-02"]) == 0
    assert "1 article added, 4 claims, 1 was there already, 3 of other days" in capsys.readouterr().err
    assert main(["add", str(news)]) == 0
    assert "2 articles added, 8 claims, 3 were there already." in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [
        ["add", "x", "--from", "June"],
        ["add", "x", "--from", "2022-07", "--to", "2022-06"],
        ["add", "x", "--office", "kremlin"],
        ["offices", "kremlin"],
        ["offices", "--drop"],
        ["names", "a", "b", "--drop"],
    ],
)
def test_wrong_calls(wrong: list[str], news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(wrong) == 2
    assert "sayso: usage" in capsys.readouterr().err


def test_the_story_of_an_official_site(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(news), "--office", "tarn-site=Eva Holm", "--quiet"]) == 0
    assert main(["source", "Holm", "grain", "OR", "harbor", "--said", "2022-06"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("8 claims\n")
    assert "in the first person, published by the speaker’s office (8)" in told
    assert "stated without a hedge (8)" in told
    assert "by publication (8)" in told
    assert main(["source", "Holm", "grain", "--said", "2022-06", "--said-in-words"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["claims", "grain", "--source", "Holm", "--format", "jsonl", "--limit", "1"]) == 0
    one = json.loads(capsys.readouterr().out)
    assert (one["spoken_by"], one["spoken_in"], one["day"], one["day_from"]) == (
        "Eva Holm", "address", "2022-06-04", "publication",
    )  # fmt: skip


def test_rules_are_listed_and_taken_back(news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(news), "--quiet"]) == 0
    assert main(["offices", "TARN-site", "Eva  Holm"]) == 0
    assert main(["names", "the harbor queen", "Eva Holm"]) == 0
    capsys.readouterr()
    assert main(["offices", "--format", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["person"] == "Eva Holm"
    assert main(["source", "the harbor queen", "grain"]) == 0
    assert capsys.readouterr().out.startswith("5 claims")
    assert main(["offices", "tarn-site", "--drop"]) == 0
    assert main(["names", "the harbor queen", "--drop"]) == 0
    assert main(["names", "the harbor queen", "--drop"]) == 0
    assert "nothing changed" in capsys.readouterr().err
    assert main(["source", "Holm", "grain"]) == 0
    assert "nothing found" in capsys.readouterr().err
    assert verify(tmp_path / "l.db").findings == ()


def test_namesakes_are_told_of(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(news), "--office", "tarn-site=Eva Holm", "--quiet"]) == 0
    other = news.with_name("other.txt")
    other.write_text(
        "President Ada Holm: Friends, we are well. Mayor Olav Ness: So are we. Ada Holm: All are.", encoding="utf-8"
    )
    assert main(["add", str(other), "--quiet"]) == 0
    capsys.readouterr()
    assert main(["source", "Holm"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("20 claims")
    assert "left out, others of this name: Ada Holm (2)" in err
