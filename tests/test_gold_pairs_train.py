"""Training pairs without text find it by digest and offsets; no event stands in two splits, each label is a verdict."""

from __future__ import annotations

import json
import lzma
import sys
from pathlib import Path

import pytest

from gold.pairs_train import join
from gold.pairs_train.collect import LEAD, Article, articles, events, iso, joined
from gold.pairs_train.join import DIGITS, Label, Place, labels, read_spans, write_spans

FIRST = {
    "title": "Ferry sank after hitting a mine",
    "text": "The coast guard denied that a torpedo had hit it.",
    "published": "2022-11-03 10:00:00+00:00",
    "outlet": "The Morning Post",
}
SECOND = {
    "title": "A torpedo hit the ferry, says the navy",
    "text": "More below.",
    "published": "11/04/22",
    "outlet": "Daily",
}


def archive(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "news.jsonl.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(r) + "\n" for r in rows)
    return path


def place(article: Article, content: str, source: str = "", cue: str = "", force: str | None = None) -> Place:
    def spans(part: str) -> tuple[tuple[int, int], ...]:
        start = article.text.index(part)
        return ((start, start + len(part)),) if part else ()

    return Place(
        article=article.name[:DIGITS], source=spans(source), cue=spans(cue), content=spans(content), force=force
    )


def row(label: Label) -> str:
    fields = [label.pair, label.label, label.by]
    for p in (label.a, label.b):
        fields += [p.article, write_spans(p.source), write_spans(p.cue), write_spans(p.content), p.force or ""]
    return "\t".join(fields) + "\n"


def test_a_pair_is_joined_to_its_words_and_one_without_text_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = archive(tmp_path, FIRST, SECOND)
    one, two = articles(path)
    event = events()[0].name
    a = place(one, "that a torpedo had hit it", "The coast guard", "denied", "denies")
    b = place(two, "A torpedo hit the ferry", "the navy", "says", "says")
    elsewhere = Place(article="0" * DIGITS, source=(), cue=(), content=((0, 4),), force=None)
    made = [
        Label(pair=f"{event}/1", label="contradicts", by="1", a=a, b=b),
        Label(pair=f"{event}/2", label="related", by="1", a=a, b=elsewhere),
    ]
    table = tmp_path / "labels.tsv"
    table.write_text("# made up\n" + "".join(row(r) for r in made), encoding="utf-8")
    monkeypatch.setattr(join, "labels", lambda: labels(table))
    out = tmp_path / "pairs.jsonl"
    monkeypatch.setattr(sys, "argv", ["join", str(path), "--out", str(out)])
    join.main()
    (found,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert (found["pair"], found["label"], found["split"]) == (f"{event}/1", "contradicts", events()[0].split)
    assert found["a"] == {
        "text": "that a torpedo had hit it",
        "said": "2022-11-03",
        "source": "The coast guard",
        "cue": "denied",
        "force": "denies",
        "whole": "The coast guard denied that a torpedo had hit it",
        "context": "The coast guard denied that a torpedo had hit it.",
        "title": "Ferry sank after hitting a mine",
        "outlet": "The Morning Post",
        "article": one.name[:DIGITS],
    }
    assert (found["b"]["said"], found["b"]["whole"]) == ("2022-11-04", "A torpedo hit the ferry, says the navy")
    assert "1 of 2 pairs joined" in capsys.readouterr().out


def test_a_span_beyond_its_text_is_refused() -> None:
    text = joined(FIRST["title"], FIRST["text"])
    article = Article(name="f" * 64, text=text, published="2022-11-03", outlet="The Morning Post")
    beyond = Place(article="f" * DIGITS, source=(), cue=(), content=((0, len(text) + 1),), force=None)
    with pytest.raises(ValueError, match="ends at"):
        join.side(beyond, article)


@pytest.mark.parametrize("bad", ["opposite", "same"])
def test_a_label_out_of_vocabulary_or_told_twice_is_refused(tmp_path: Path, bad: str) -> None:
    at = Place(article="0" * DIGITS, source=(), cue=(), content=((0, 4), (6, 9)), force=None)
    table = tmp_path / "labels.tsv"
    lines = [row(Label(pair="e/1", label=v, by="1", a=at, b=at)) for v in ("same", bad)]
    table.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(ValueError, match="e/1"):
        labels(table)


def test_spans_are_read_as_they_are_written() -> None:
    assert read_spans(write_spans(((12, 30), (44, 60)))) == ((12, 30), (44, 60))
    assert read_spans("") == ()


def test_a_long_text_is_cut_at_a_paragraph_and_days_are_told_in_one_form() -> None:
    long = "a" * LEAD + " end.\n\nNext."
    assert joined("Title", long) == "Title\n\n" + "a" * LEAD + " end."
    assert joined("Title", "Short.\n\nNext.") == "Title\n\nShort.\n\nNext."
    assert (iso("2022-09-05 00:00:46+00:00"), iso("9/5/18"), iso("soon")) == ("2022-09-05", "2018-09-05", None)


def test_the_labels_hold_enough_of_each_verdict_and_whole_events_are_held_out() -> None:
    split = {e.name: e.split for e in events()}
    rows = labels()
    assert len(rows) >= 3000
    assert {r.event for r in rows} <= split.keys()
    assert len({r.event for r in rows}) >= 15
    assert len({e for e in split if split[e] == "dev"} & {r.event for r in rows}) >= 4
    for verdict in ("same", "contradicts", "shift", "related"):
        assert sum(r.label == verdict for r in rows) >= 300
    assert all(a < b for r in rows for p in (r.a, r.b) for a, b in (*p.source, *p.cue, *p.content))
    assert all(p.content and len(p.article) == DIGITS for r in rows for p in (r.a, r.b))
