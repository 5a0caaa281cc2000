"""The Ray engine on a real Ray of this machine: the same bytes, and real workers killed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sayso.corpus import on_ray
from sayso.corpus.batch import Batch, Item, Place
from sayso.corpus.on_ray import Counts, RayEngine, check_dashboard, start_ray
from sayso.corpus.run import make_reader, run
from sayso.errors import CorpusError, MissingExtraError
from sayso.export.jsons import to_line
from sayso.records import Article
from sayso.settings import Settings
from tests.corpus import made
from tests.corpus.made import ENDLESS, ONCE, POISON, Silent, names, order, readings, refused, small_reader, story, told
from tests.corpus.test_local import expected, gold_articles

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'sayso[corpus]'")
pytest.importorskip("ray.data", reason="Ray Data is not installed: pip install 'sayso[corpus]'")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """One Ray for all tests here; its start takes seconds."""
    start_ray(ray, 2)
    yield ray
    ray.shutdown()


@pytest.fixture(autouse=True)
def by_value(cluster: Any) -> Iterator[None]:
    """Readers of tests travel with their code: a cluster's workers do not have the tests."""
    ray.cloudpickle.register_pickle_by_value(made)
    yield
    ray.cloudpickle.unregister_pickle_by_value(made)


def test_claims_are_what_sayso_read_gives_byte_by_byte(tmp_path: Path) -> None:
    articles = gold_articles(5, 1500)
    news = made.write_lines(tmp_path / "gold.jsonl", articles)
    made.make(tmp_path / "c", news, shard_size=2, engine=RayEngine(make_reader(Settings()), 2))
    assert [to_line(one) for one in readings(tmp_path / "c")] == expected(articles)


def test_workers_are_killed_the_run_goes_on_and_what_kills_them_is_listed(tmp_path: Path) -> None:
    objects = [story(n) for n in range(50)]
    objects[20] = story(20, text=f"Ann says {ONCE} more.")
    objects[33] = story(33, text=f"Ann says {POISON} kills.")
    news = made.write_lines(tmp_path / "news.jsonl", [*objects, story(0, name="again")])
    look = Silent()
    manifest = run(order(tmp_path / "c", news), RayEngine(small_reader(str(tmp_path / "mark")), 2), look)
    assert names(tmp_path / "c") == [f"n{n}" for n in range(50) if n != 33]
    (one,) = told(tmp_path / "c")["poisoned"]
    assert (one["name"], one["record"], one["attempts"]) == ("n33", 34, 3)
    assert [one["code"] for one in refused(tmp_path / "c")] == ["poisoned"]
    assert manifest.runs[-1].lost_workers == 4
    assert any("record 21" in one for one in look.said)


def test_an_article_that_takes_too_long_is_listed_and_all_others_are_read(tmp_path: Path) -> None:
    objects = [story(n) for n in range(40)]
    objects[7] = story(7, text=f"Ann says {ENDLESS} waits.")
    news = made.write_lines(tmp_path / "news.jsonl", objects)
    manifest = made.make(tmp_path / "c", news, engine=RayEngine(small_reader(), 2, seconds=1.0))
    assert names(tmp_path / "c") == [f"n{n}" for n in range(40) if n != 7]
    (one,) = told(tmp_path / "c")["poisoned"]
    assert (one["name"], one["record"], one["attempts"]) == ("n7", 8, 1)
    assert "not read within 1 seconds" in one["message"]
    assert manifest.runs[-1].lost_workers == 1


def test_a_ray_that_does_not_start_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class NoRay:
        exceptions = ray.exceptions
        is_initialized = staticmethod(lambda: False)

        @staticmethod
        def init(**_: object) -> None:
            raise Exception("The current node timed out during startup.\nSee the logs.")

    monkeypatch.setattr(on_ray, "part", lambda *_: NoRay)
    news = made.write_lines(tmp_path / "news.jsonl", [story(0)])
    with pytest.raises(CorpusError, match=r"timed out during startup\.$") as caught:
        made.make(tmp_path / "c", news, engine=RayEngine(small_reader(), 1))
    assert "same command" in (caught.value.hint or "")


def test_a_dashboard_without_its_libraries_is_told_with_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    check_dashboard()  # dev has them
    for name in ("ray.dashboard.optional_deps", "aiohttp_cors"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "aiohttp_cors", None)
    with pytest.raises(MissingExtraError) as caught:
        check_dashboard()
    assert caught.value.hint == "pip install 'sayso[dashboard]'"


def test_a_count_is_kept_of_who_was_lost_over_what_and_of_who_took_too_long() -> None:
    times = iter([0.0, 10.0, 15.0, 100.0, 130.0])  # begun, begun, asked; begun, asked
    counts = Counts(30.0, lambda: next(times))
    item = Item(place=Place(), given=Article(text="x"))
    batch = Batch(number=4, items=(item, item), end=Place())
    assert counts.tries(batch) == ({}, set())
    counts.begin(4, 0, "host", 7)
    counts.begin(4, 1, "host", 7)
    assert counts.tries(batch) == ({1: 1}, set())
    assert counts.tries(batch) == ({1: 1}, set())  # asked again by one that died before it began
    counts.begin(4, 0, "host", 8)
    assert counts.tries(batch) == ({0: 1, 1: 1}, {0})
    counts.done(4)
    assert counts.tries(batch) == ({}, set())
    assert counts.news() == [("lost", (7, item, 1)), ("lost", (8, item, 1))]
    assert counts.news() == []
