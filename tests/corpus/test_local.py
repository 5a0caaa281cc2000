"""The local engine with real processes: killed workers, articles that kill, a killed driver, a full disk."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sayso.corpus.local import LocalEngine
from sayso.corpus.run import make_reader, run
from sayso.errors import ModelError, WorkerError
from sayso.export.jsons import to_line
from sayso.flow import read
from sayso.reader.reader import Reader
from sayso.settings import Settings
from tests.corpus.made import (
    ENDLESS,
    ONCE,
    POISON,
    Silent,
    make,
    names,
    order,
    readings,
    refused,
    small_reader,
    story,
    told,
    write_lines,
)

GOLD = Path(__file__).parent.parent.parent / "gold" / "corpus" / "dev.jsonl"
PATIENCE = 60.0  # seconds in which what a test waits for must happen


def gold_articles(count: int, characters: int) -> list[dict[str, Any]]:
    """The beginnings of gold texts, as input objects."""
    told = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()[:count]]
    keys = ("name", "outlet", "published", "title")
    return [{k: one[k] for k in keys if one.get(k)} | {"text": one["text"][:characters]} for one in told]


def expected(articles: list[dict[str, Any]]) -> list[str]:
    return [to_line(read(**one)) for one in articles]


def no_reader() -> Reader:
    raise ModelError("no model here")


def dying_reader() -> Reader:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


@pytest.mark.parametrize("workers", [1, 2])
def test_claims_are_what_sayso_read_gives_byte_by_byte(tmp_path: Path, workers: int) -> None:
    articles = gold_articles(5, 1500)
    news = write_lines(tmp_path / "gold.jsonl", articles)
    make(tmp_path / "c", news, shard_size=2, engine=LocalEngine(make_reader(Settings()), workers))
    assert [to_line(one) for one in readings(tmp_path / "c")] == expected(articles)


def test_a_worker_that_was_killed_costs_nothing_but_time(tmp_path: Path) -> None:
    objects = [story(n) for n in range(40)]
    objects[20] = story(20, text=f"Ann says {ONCE} more.")
    news = write_lines(tmp_path / "news.jsonl", objects)
    look = Silent()
    manifest = run(order(tmp_path / "c", news), LocalEngine(small_reader(str(tmp_path / "mark")), 2), look)
    assert names(tmp_path / "c") == [f"n{n}" for n in range(40)]
    assert manifest.runs[-1].lost_workers == 1
    assert any("record 21" in one and "SIGKILL" in one for one in look.said)
    assert not refused(tmp_path / "c")


def test_an_article_that_kills_its_reader_is_listed_and_all_others_are_read(tmp_path: Path) -> None:
    objects = [story(n) for n in range(40)]
    objects[7] = story(7, text=f"Ann says {POISON} kills.")
    news = write_lines(tmp_path / "news.jsonl", objects)
    manifest = make(tmp_path / "c", news, engine=LocalEngine(small_reader(), 2))
    assert names(tmp_path / "c") == [f"n{n}" for n in range(40) if n != 7]
    (one,) = told(tmp_path / "c")["poisoned"]
    assert (one["name"], one["record"], one["attempts"], one["code"]) == ("n7", 8, 3, "poisoned")
    assert "SIGKILL" in one["message"]
    assert manifest.runs[-1].lost_workers == 3
    events = [json.loads(line) for line in (tmp_path / "c" / "log.jsonl").read_text().splitlines()]
    lost = [one for one in events if one["event"] == "worker-lost"]
    assert {(one["name"], one["shard"]) for one in lost} == {("n7", 0)}
    assert sorted(one["attempt"] for one in lost) == [1, 2, 3]


def test_an_article_that_takes_too_long_is_listed_and_all_others_are_read(tmp_path: Path) -> None:
    objects = [story(n) for n in range(40)]
    objects[7] = story(7, text=f"Ann says {ENDLESS} waits.")
    news = write_lines(tmp_path / "news.jsonl", objects)
    manifest = make(tmp_path / "c", news, engine=LocalEngine(small_reader(), 2, seconds=1.0))
    assert names(tmp_path / "c") == [f"n{n}" for n in range(40) if n != 7]
    (one,) = told(tmp_path / "c")["poisoned"]
    assert (one["name"], one["record"], one["attempts"]) == ("n7", 8, 1)
    assert one["message"] == "n7 was not read within 1 seconds (SAYSO_READ_SECONDS) and was given up."
    assert manifest.runs[-1].lost_workers == 1
    event = last_event(tmp_path / "c", "worker-lost") or {}
    assert (event["how"], event["name"], event["shard"]) == ("SIGALRM", "n7", 0)


def test_workers_that_cannot_begin_end_the_run_with_why(tmp_path: Path) -> None:
    news = write_lines(tmp_path / "news.jsonl", [story(0)])
    with pytest.raises(ModelError, match="no model here"):
        make(tmp_path / "c", news, engine=LocalEngine(no_reader, 1))
    with pytest.raises(WorkerError, match="before it could read"):
        make(tmp_path / "c", news, engine=LocalEngine(dying_reader, 1))
    assert told(tmp_path / "c")["state"] == "broken off"


def command(news: Path, out: Path) -> list[str]:
    program = [sys.executable, "-m", "sayso", "corpus", "read", str(news)]
    return [*program, "--out", str(out), "--workers", "2", "--shard-size", "4"]


def last_event(out: Path, name: str) -> dict[str, Any] | None:
    try:
        lines = (out / "log.jsonl").read_text().splitlines()
    except OSError:
        return None
    found = [one for line in lines if (one := json.loads(line))["event"] == name]
    return found[-1] if found else None


def wait_for(out: Path, name: str, process: subprocess.Popen[str]) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if (event := last_event(out, name)) is not None:
            return event
        time.sleep(0.02)
    raise AssertionError(f"no {name}")


def test_a_killed_driver_and_a_killed_worker_then_the_same_command(tmp_path: Path) -> None:
    articles = [one | {"name": f"{one['name']}-{n}"} for n in range(4) for one in gold_articles(8, 300 + n)]
    news, out = write_lines(tmp_path / "gold.jsonl", articles), tmp_path / "c"
    with subprocess.Popen(command(news, out), stderr=subprocess.PIPE, text=True) as process:
        worker = wait_for(out, "worker-ready", process)["pid"]
        os.kill(worker, signal.SIGKILL)
        wait_for(out, "shard-done", process)
        process.kill()
    assert last_event(out, "run-ended") is None
    for pid in (one["pid"] for one in map(json.loads, (out / "log.jsonl").open()) if one["event"] == "worker-ready"):
        deadline = time.monotonic() + PATIENCE
        while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
            time.sleep(0.02)  # workers end by themselves when their driver is gone
        assert not Path(f"/proc/{pid}").exists()
    done = subprocess.run(command(news, out), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "goes on after" in done.stderr
    assert [to_line(one) for one in readings(out)] == expected(articles)


def no_room() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, resource.RLIM_INFINITY))


def test_a_full_disk_is_told_and_the_same_command_goes_on(tmp_path: Path) -> None:
    articles = gold_articles(4, 300) + [
        {"name": f"long{n}", "text": "".join(f"{chr(97 + (i * 7 + n) % 26)}{i}x " for i in range(9000))}
        for n in range(2)
    ]
    news, out = write_lines(tmp_path / "gold.jsonl", articles), tmp_path / "c"
    done = subprocess.run(command(news, out), capture_output=True, text=True, check=False, preexec_fn=no_room)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "the same command goes on" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((out / "work").glob("*.part"))
    done = subprocess.run(command(news, out), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert names(out) == [one["name"] for one in articles]
