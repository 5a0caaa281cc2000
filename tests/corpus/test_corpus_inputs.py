"""What inputs are found in which order, what tells them from others, and every form that read takes."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sayso.corpus.inputs import as_local, find_inputs
from sayso.errors import CorpusChangedError, UnreadableError
from sayso.ingest.given import Defaults
from tests.corpus.made import make, names, refused, rows, story, write_lines
from tests.ingest.made import PAGE, record


@pytest.fixture
def memory() -> Any:
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def test_folders_and_patterns_are_sorted_calls_keep_their_order(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl", "sub/c.jsonl", "no.bin"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write_lines(tmp_path / name, [story(ord(name[0]))])
    (tmp_path / "[odd].jsonl").write_text(json.dumps(story(1)))
    found = find_inputs([str(tmp_path / "*.jsonl"), str(tmp_path / "sub"), str(tmp_path / "[odd].jsonl")])
    assert [one.name for one in found] == ["[odd].jsonl", "a.jsonl", "b.jsonl", "c.jsonl", "[odd].jsonl"]
    assert [one.same for one in found] == [None, None, None, None, 0]
    assert [one.name for one in find_inputs([str(tmp_path / "**" / "c.jsonl")])] == ["c.jsonl"]


def test_known_digests_are_taken_over_only_for_files_that_did_not_change(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", [story(1)])
    (one,) = find_inputs([str(path)])
    path.write_text("other")
    (other,) = find_inputs([str(path)], [one])
    assert other.digest != one.digest
    assert other.digest.startswith("sha256:")


def test_addresses_are_read_as_paths_are(tmp_path: Path, memory: Any) -> None:
    local = write_lines(tmp_path / "a.jsonl", [story(n) for n in range(4)])
    memory.pipe("/news/a.jsonl", local.read_bytes())
    memory.pipe("/news/b.jsonl", b'{"text": 3}\n' + json.dumps(story(9)).encode())
    make(tmp_path / "c", "memory://news/*.jsonl")
    assert names(tmp_path / "c") == ["n0", "n1", "n2", "n3", "n9"]
    (bad,) = refused(tmp_path / "c")
    assert bad["message"].startswith("memory:///news/b.jsonl, line 1")
    assert bad["input"] == "memory:///news/b.jsonl"


def test_addresses_that_lead_nowhere(tmp_path: Path, memory: Any) -> None:
    for told, why in (
        ("memory://news/none.jsonl", "does not exist"),
        ("memory://news/*.jsonl", "No file matches"),
        ("nowhere://x/y", "cannot be opened"),
    ):
        with pytest.raises(UnreadableError, match=why):
            make(tmp_path / "c", told)


def test_a_copy_that_breaks_off_ends_the_run_and_is_no_refusal(memory: Any) -> None:
    memory.pipe("/news/a.jsonl", b"0123456789")
    (one,) = find_inputs(["memory://news/a.jsonl"])
    memory.pipe("/news/a.jsonl", b"01234")
    with pytest.raises(UnreadableError, match="5 of 10 bytes"), as_local(one):
        raise AssertionError


def test_tables_archives_and_packed_files(tmp_path: Path) -> None:
    with (tmp_path / "t.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["headline", "body", "id"], ["One", "Ann says one.", "x1"], ["Two", "Bob says two.", "x2"]])
    table = pa.table({"maintext": ["Cy says three."], "when": ["2020-01-02"], "id": ["x3"]})
    pq.write_table(table, tmp_path / "t.parquet")
    (tmp_path / "l.jsonl.gz").write_bytes(gzip.compress(json.dumps(story(4)).encode()))
    pages = [record(f"https://news.example/{n}", PAGE.replace("Ferry", f"Ferry {n}").encode()) for n in range(2)]
    (tmp_path / "crawl.warc.gz").write_bytes(b"".join(map(gzip.compress, pages)))
    told = Defaults(columns={"published": "when"})
    make(tmp_path / "c", *(tmp_path / n for n in ("t.csv", "t.parquet", "l.jsonl.gz", "crawl.warc.gz")), defaults=told)
    articles = rows(tmp_path / "c", "articles")
    assert [one["name"] for one in articles][:4] == ["x1", "x2", "x3", "n4"]
    assert articles[0]["title"] == "One"
    assert articles[2]["published"] == "2020-01-02"
    assert [one["url"] for one in articles[4:]] == ["https://news.example/0", "https://news.example/1"]
    assert not refused(tmp_path / "c")


@pytest.mark.parametrize(("name", "pack"), [("t.csv", bytes), ("t.csv.gz", gzip.compress), ("T.TSV", bytes)])
def test_a_table_is_many_articles_also_where_no_column_is_named(tmp_path: Path, name: str, pack: Any) -> None:
    body = b"headline,maintext\nOne,Ann says one.\nTwo,Bob says two.\n"
    body = body.replace(b",", b"\t") if "TSV" in name else body
    (tmp_path / name).write_bytes(pack(body))
    make(tmp_path / "c", tmp_path / name)
    assert [one["title"] for one in rows(tmp_path / "c", "articles")] == ["One", "Two"]


def test_a_truncated_input_gives_what_is_there_and_says_that_it_breaks_off(tmp_path: Path) -> None:
    body = gzip.compress("".join(json.dumps(story(n)) + "\n" for n in range(400)).encode())
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(body[: len(body) // 2])
    make(tmp_path / "c", path, shard_size=100)
    assert names(tmp_path / "c")[:3] == ["n0", "n1", "n2"]
    (bad,) = refused(tmp_path / "c")
    assert bad["code"] == "unreadable"
    path.write_bytes(body)
    with pytest.raises(CorpusChangedError):
        make(tmp_path / "c", path, shard_size=100)
