"""Labels without their text find it by its digest, or leave it out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from gold.war import join
from sayso.identity import text_digest


def test_labels_join_only_the_text_that_they_were_made_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "The bridge is safe, two engineers said.\r\n"
    rows = [{"name": n, "sha256": text_digest(t), "attributions": []} for n, t in (("a", text), ("b", text + " "))]
    labels = tmp_path / "labels.jsonl"
    labels.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(text.encode())
    monkeypatch.setattr(join, "LABELS", labels)
    out = tmp_path / "out.jsonl"
    monkeypatch.setattr(sys, "argv", ["join", str(tmp_path / "a.txt"), "--out", str(out)])
    join.main()
    (found,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert (found["name"], found["text"]) == ("a", text)
    assert "1 of 2" in capsys.readouterr().out


def test_every_label_of_the_war_reports_has_its_spans_and_no_text() -> None:
    rows = [json.loads(line) for line in join.LABELS.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 12
    assert all("text" not in row and row["attributions"] for row in rows)
    assert all(a < b for row in rows for one in row["attributions"] for a, b in one["cue"] + one["content"])
