"""The benchmark of attributes: what it counts, and how GUM's tags are laid over a text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.attributes import ATTRIBUTES, Labels, Parts, Spans, as_json, cases, main, measure
from benchmarks.tags import file_tags, gum_tags
from sayso.reader.words import split_words

TEXT = "Officials said the dam may burst. They denied it."
ROW = {
    "name": "invented",
    "text": TEXT,
    "attributions": [
        {
            "id": "g1", "parent": None, "source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 32]],
            "certainty": [[23, 26]], "force": "says", "form": "indirect", "polarity": "affirmed", "horizon": "future",
        },
        {
            "id": "g2", "parent": None, "source": [[34, 38]], "cue": [[39, 45]], "content": [[46, 48]],
            "certainty": [], "force": "confirms", "form": "indirect", "polarity": "affirmed", "horizon": "past",
        },
    ],
}  # fmt: skip


def test_labels_are_counted_in_pairs() -> None:
    force = next(a for a in ATTRIBUTES if a.name == "force")
    result = measure(force, cases(ROW, {}))
    assert isinstance(result, Labels)
    assert dict(result.pairs) == {("says", "says"): 1, ("confirms", "denies"): 1}
    assert result.accuracy == 0.5
    assert as_json(result) == {"accuracy": 0.5, "n": 2, "confusion": {"confirms → denies": 1, "says → says": 1}}


def test_spans_are_counted_over_claims_that_have_any() -> None:
    part = next(a for a in ATTRIBUTES if isinstance(a, Parts))
    result = measure(part, cases(ROW, {}))
    assert isinstance(result, Spans)
    assert (result.exact, result.claims, result.alike) == ([1, 1, 1], 1, 1.0)
    wrong = Parts(name="certainty", told=lambda _: frozenset({(23, 25)}), wanted=part.wanted)
    result = measure(wrong, cases(ROW, {}))
    assert isinstance(result, Spans)
    assert (result.exact, result.overlap, result.claims) == ([0, 2, 1], [2, 4, 3], 2)


def test_tags_of_gum_cover_the_words(tmp_path: Path) -> None:
    rows = [("Officials", "NNS"), ("do", "VBP"), ("n't", "RB"), ("say", "VB"), ("why", "WRB")]
    lines = [f"{i}\t{form}\t_\t_\t{tag}\t_" for i, (form, tag) in enumerate(rows, 1)]
    (tmp_path / "GUM_news_x.conllu").write_text("# text\n" + "\n".join(lines) + "\n")
    words = split_words("Officials today don't say why")
    assert gum_tags("x", words, tmp_path) == ("NNS", "", "VBP", "RB", "RB", "VB", "WRB")
    assert gum_tags("y", words, tmp_path) is None


def test_the_command_writes_its_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gold, out, tags = tmp_path / "gold.jsonl", tmp_path / "out.json", tmp_path / "tags.jsonl"
    gold.write_text(json.dumps(ROW) + "\n")
    tags.write_text(json.dumps({"name": "invented", "tags": [""] * len(split_words(TEXT))}) + "\n")
    assert file_tags(tags)["invented"] == ("",) * len(split_words(TEXT))
    arguments = ["attributes", "--splits", "--gold", str(gold), "--tags", str(tags), "--json", str(out)]
    monkeypatch.setattr("sys.argv", arguments)
    main()
    assert json.loads(out.read_text())["gold"]["horizon"]["n"] == 2
