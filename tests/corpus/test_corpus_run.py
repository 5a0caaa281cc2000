"""Runs broken off at any place, repeated inputs, damaged shards, changed calls: each article once, or told why not."""

from __future__ import annotations

import fcntl
import json
from pathlib import Path

import pytest

from sayso.corpus.run import run
from sayso.errors import CorpusBusyError, CorpusChangedError, CorpusError, UnreadableError, UsageError
from sayso.ingest.given import Defaults
from sayso.settings import Settings
from tests.corpus.made import Inline, Silent, make, names, order, readings, refused, rows, story, told, write_lines

COUNT = 23


@pytest.fixture
def news(tmp_path: Path) -> Path:
    objects = [story(n) for n in range(COUNT)]
    objects[4:4] = [{"text": None}, story(1, name="again")]  # no article, and one that comes again
    return write_lines(tmp_path / "news.jsonl", [*objects, story(2, name="at the end")])


def all_names() -> list[str]:
    return [f"n{n}" for n in range(COUNT)]


def test_each_article_is_there_once_in_order_with_what_was_refused(tmp_path: Path, news: Path) -> None:
    make(tmp_path / "c", news)
    assert names(tmp_path / "c") == all_names()
    (one,) = refused(tmp_path / "c")
    assert (one["code"], one["record"], one["shard"]) == ("bad-record", 5, 0)
    totals = told(tmp_path / "c")["totals"]
    assert (totals["articles"], totals["repeated"], totals["claims"]) == (COUNT, 2, COUNT)
    assert told(tmp_path / "c")["state"] == "complete"


@pytest.mark.parametrize("stop", range(8))
@pytest.mark.parametrize("batch", [1, 3, 16])
def test_broken_off_anywhere_the_same_call_ends_as_if_it_had_not_been(
    tmp_path: Path, news: Path, stop: int, batch: int
) -> None:
    make(tmp_path / "whole", news)
    out = tmp_path / "c"
    try:
        make(out, news, engine=Inline(stop=stop, batch=batch))
    except KeyboardInterrupt:
        assert told(out)["state"] == "broken off"
        assert told(out)["runs"][-1]["end"] == "KeyboardInterrupt"
    make(out, news, engine=Inline(batch=5))
    assert readings(out) == readings(tmp_path / "whole")
    assert told(out)["totals"] | {"worker_seconds": 0} == told(tmp_path / "whole")["totals"] | {"worker_seconds": 0}
    assert not (out / "work").exists()


def test_finished_shards_are_not_read_again(tmp_path: Path, news: Path) -> None:
    out = tmp_path / "c"
    with pytest.raises(KeyboardInterrupt):
        make(out, news, engine=Inline(stop=5))
    before = {p.name: p.stat().st_mtime_ns for p in (out / "claims").iterdir()}
    assert len(before) == 2
    manifest = make(out, news)
    assert {name: (out / "claims" / name).stat().st_mtime_ns for name in before} == before
    assert manifest.runs[-1].articles == COUNT - 2 * 5 + 1  # a shard holds five records; one was no article


def test_a_third_call_finds_nothing_to_do(tmp_path: Path, news: Path) -> None:
    make(tmp_path / "c", news)
    before = sorted(p.name for p in (tmp_path / "c" / "shards").iterdir())
    assert make(tmp_path / "c", news).runs[-1].articles == 0
    assert sorted(p.name for p in (tmp_path / "c" / "shards").iterdir()) == before


@pytest.mark.parametrize("harm", ["cut", "other", "gone", "sidecar", "two", "last", "all"])
def test_a_damaged_shard_is_found_and_read_again(tmp_path: Path, news: Path, harm: str) -> None:
    out = tmp_path / "c"
    make(out, news)
    whole = readings(out)
    part = out / "articles" / "part-00001.parquet"
    if harm == "cut":
        part.write_bytes(part.read_bytes()[:-9])
    elif harm == "other":
        part.write_bytes(bytes(reversed(part.read_bytes())))
    elif harm == "gone":
        part.unlink()
    elif harm == "sidecar":
        (out / "shards" / "00001.json").write_text("{")
    elif harm == "two":
        for number in (1, 2):
            (out / "claims" / f"part-0000{number}.parquet").unlink()
    elif harm == "last":
        (out / "shards" / "00004.json").unlink()
    else:
        for path in (out / "shards").iterdir():
            path.unlink()
    look = Silent()
    run(order(out, news), Inline(), look)
    assert readings(out) == whole
    assert harm in {"last", "all"} or look.said


def test_inputs_that_repeat_are_read_once(tmp_path: Path) -> None:
    one = write_lines(tmp_path / "one.jsonl", [story(n) for n in range(7)])
    same = tmp_path / "copy.jsonl"
    same.write_bytes(one.read_bytes())
    other = write_lines(tmp_path / "other.jsonl", [story(n, name=f"o{n}") for n in range(5, 9)])
    manifest = make(tmp_path / "c", one, one, same, other)
    assert names(tmp_path / "c") == [*(f"n{n}" for n in range(7)), "o7", "o8"]
    assert [file.same for file in manifest.inputs] == [None, 0, 0, None]


def test_a_limit_counts_records_of_all_inputs_also_when_broken_off(tmp_path: Path) -> None:
    one = write_lines(tmp_path / "one.jsonl", [story(n) for n in range(7)])
    two = write_lines(tmp_path / "two.jsonl", [story(n) for n in range(7, 20)])
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path / "c", one, two, limit=12, engine=Inline(stop=3))
    make(tmp_path / "c", one, two, limit=12)
    assert names(tmp_path / "c") == [f"n{n}" for n in range(12)]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"shard_size": 6}, "shard size 5, now 6"),
        ({"limit": 3}, "limit None, now 3"),
        ({"defaults": Defaults(outlet="Daily")}, "outlet None, now 'Daily'"),
        ({"settings": Settings(largest_text=5000)}, "largest text"),
    ],
)
def test_another_call_is_refused_and_says_what_differs(
    tmp_path: Path, news: Path, change: dict[str, object], why: str
) -> None:
    make(tmp_path / "c", news)
    with pytest.raises(CorpusChangedError, match=why) as caught:
        make(tmp_path / "c", news, **change)
    assert "--force" in (caught.value.hint or "")
    assert names(tmp_path / "c") == all_names()


def test_changed_inputs_and_readers_are_refused_until_forced(tmp_path: Path, news: Path) -> None:
    out = tmp_path / "c"
    make(out, news)
    write_lines(news, [story(99)])
    with pytest.raises(CorpusChangedError, match="another content of"):
        make(out, news)
    assert names(out) == all_names()
    make(out, news, anew=True)
    assert names(out) == ["n99"]
    assert sorted(p.name for p in (out / "articles").iterdir()) == ["part-00000.parquet"]
    manifest = told(out)
    (out / "manifest.json").write_text(json.dumps(manifest | {"reader": "r1:other"}))
    with pytest.raises(CorpusChangedError, match="another reader"):
        make(out, news)


def test_what_no_corpus_is_stays_as_it_is(tmp_path: Path, news: Path) -> None:
    out = tmp_path / "c"
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    for anew in (False, True):
        with pytest.raises(CorpusError, match="no corpus"):
            make(out, news, anew=anew)
    assert [p.name for p in out.iterdir()] == ["thesis.txt"]


def test_two_runs_in_one_folder(tmp_path: Path, news: Path) -> None:
    out = tmp_path / "c"
    (out / "work").mkdir(parents=True)
    with (out / "work" / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(CorpusBusyError):
            make(out, news)
    make(out, news)


def test_inputs_that_are_none(tmp_path: Path, news: Path) -> None:
    out = tmp_path / "c"
    make(out, news)
    with pytest.raises(UsageError, match="which is written"):
        make(out, out / "manifest.json")
    with pytest.raises(UsageError, match="read from files"):
        make(tmp_path / "d", "-")
    with pytest.raises(UnreadableError, match="does not exist"):
        make(tmp_path / "d", tmp_path / "none.jsonl")
    with pytest.raises(UnreadableError, match="No file matches"):
        make(tmp_path / "d", tmp_path / "*.warc")


def test_what_a_reader_stumbles_over_is_refused_alone(tmp_path: Path) -> None:
    news = write_lines(tmp_path / "news.jsonl", [story(0), {"name": "bad", "text": "Here stumble all"}, story(1)])
    make(tmp_path / "c", news)
    assert names(tmp_path / "c") == ["n0", "n1"]
    (one,) = refused(tmp_path / "c")
    assert (one["name"], one["code"], one["message"]) == ("bad", "failed", "RecursionError: too deep")


def test_hostile_articles_pass_or_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "hostile.jsonl"
    lines = [
        json.dumps(story(0, text="Nul says \x00 and \u202e turns.\r\n")).encode(),
        b'{"text": "Bad \xff says so."}',
        json.dumps(story(1, text="Long " + "word " * 2000)).encode(),
        b'{"text": "Half \\ud800 says so."}',
        json.dumps(story(2)).encode(),
    ]
    path.write_bytes(b"\n".join(lines))
    make(tmp_path / "c", path, settings=Settings(largest_text=5000))
    assert names(tmp_path / "c") == ["n0", "n2"]
    assert rows(tmp_path / "c", "articles")[0]["text"] == "Nul says \x00 and \u202e turns.\r\n"
    assert [one["code"] for one in refused(tmp_path / "c")] == ["encoding", "too-large", "bad-record"]


def test_the_log_tells_shards_and_refused_records(tmp_path: Path, news: Path) -> None:
    make(tmp_path / "c", news)
    events = [json.loads(line) for line in (tmp_path / "c" / "log.jsonl").read_text().splitlines()]
    kinds = [one["event"] for one in events]
    assert kinds[0] == "run-begun"
    assert kinds[-1] == "run-ended"
    done = [one for one in events if one["event"] == "shard-done"]
    assert [one["shard"] for one in done] == [0, 1, 2, 3, 4]
    assert {one["input"] for one in done} == {str(news)}
    starts = [one["record"] for one in done]
    assert starts[0] == 1
    for one, after in zip(done, [*starts[1:], None], strict=True):
        if after is not None:
            assert after - one["record"] == one["articles"] + one["refused"] + one["repeated"]
    (bad,) = (one for one in events if one["event"] == "refused")
    assert (bad["input"], bad["record"]) == (str(news), 5)
