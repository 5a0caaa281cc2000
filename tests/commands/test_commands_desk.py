"""sayso serve, demo and mcp: what they refuse, and what the demo is made of."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from sayso.cli import main
from sayso.commands import desk as command
from sayso.errors import MissingExtraError
from sayso.ledger.store import Store
from sayso.serve import run
from sayso.serve.bundle import articles


def test_another_address_needs_a_token(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    path = tmp_path / "x.db"
    with Store(path):
        pass
    monkeypatch.delenv("SAYSO_TOKEN", raising=False)
    assert main(["serve", "--ledger", str(path), "--host", "0.0.0.0"]) == 2
    assert "SAYSO_TOKEN" in capsys.readouterr().err
    monkeypatch.setenv("SAYSO_TOKEN", "short")
    assert main(["serve", "--ledger", str(path), "--host", "0.0.0.0"]) == 2
    told = capsys.readouterr().err
    assert "guessed" in told
    assert "short" not in told.replace("short enough", "")


def test_a_ledger_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--ledger", str(tmp_path / "none.db")]) == 1
    assert "no-ledger" in capsys.readouterr().err


def test_what_is_told_reaches_the_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.db"
    with Store(path):
        pass
    found: list[Any] = []
    monkeypatch.setattr(run, "run", lambda desk, **_: found.append(desk))
    assert main(["serve", "--ledger", str(path), "--port", "0", "--reviewer", "ada", "--read-only"]) == 0
    assert (found[0].reviewer, found[0].read_only, found[0].is_local) == ("ada", True, True)


def test_a_missing_extra_names_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "sayso.serve.show", raising=False)
    monkeypatch.delitem(sys.modules, "sayso.serve.app", raising=False)
    monkeypatch.delitem(sys.modules, "sayso.serve.run", raising=False)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError) as error:
        command.desk_part("run", "The desk")
    assert error.value.hint == "pip install 'sayso[web]'"


def test_the_demos_articles_are_in_the_package_with_their_licenses() -> None:
    found = list(articles())
    assert len(found) == 11
    assert len({one.id for one in found}) == 11
    assert all(one.url and one.outlet and one.published and one.text.strip() for one in found)
    assert len({one.url for one in found}) == 11
