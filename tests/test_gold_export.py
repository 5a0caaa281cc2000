"""The gold corpus as Web Annotations: every label comes back from its selectors."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from gold import export
from gold.labels import HERE
from sayso.export.web_annotation import to_annotation_page


def test_every_gold_span_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["export", "--out", str(tmp_path / "out"), "--split", "dev"])
    export.main()
    assert "dev: 11 texts" in capsys.readouterr().out
    pages = [json.loads(x) for x in (tmp_path / "out" / "dev.jsonld.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [json.loads(x) for x in (HERE / "corpus" / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(pages) == len(rows)
    for page, row in zip(pages, rows, strict=True):
        assert len(page["items"]) == len(row["attributions"])
        for item, claim in zip(page["items"], row["attributions"], strict=True):
            found: dict[str, list[list[int]]] = {"source": [], "cue": [], "content": [], "certainty": []}
            for target in item["target"]:
                position, quote = target["selector"]
                assert row["text"][position["start"] : position["end"]] == quote["exact"]
                found[target["sayso:role"]].append([position["start"], position["end"]])
                assert target["source"] == row["url"]
            assert found == {role: claim[role] for role in found}
            assert item["body"]["sayso:force"] == claim["force"]
            assert "sayso:lemma" not in item["body"]


def test_a_nested_claim_names_its_parent() -> None:
    rows = [json.loads(x) for x in (HERE / "corpus" / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    reading = export.reading(next(r for r in rows if any(a["parent"] for a in r["attributions"])))
    page = json.loads(to_annotation_page(reading))
    ids = {item["id"] for item in page["items"]}
    parents = {item["body"]["sayso:parent"]["id"] for item in page["items"] if "sayso:parent" in item["body"]}
    assert parents
    assert parents <= ids
