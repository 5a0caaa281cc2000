"""Articles, readers and an engine for tests: the reader is small and of the real one's digest, so runs take seconds."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

import pyarrow.parquet as pq

from sayso.corpus.batch import MakeReader, Result
from sayso.corpus.events import Watch
from sayso.corpus.manifest import Manifest
from sayso.corpus.run import Order, run
from sayso.corpus.schema import to_reading
from sayso.corpus.shards import Shard
from sayso.corpus.take import Take
from sayso.corpus.work import read_batch
from sayso.ingest.given import Defaults
from sayso.reader.network import MODELS
from sayso.reader.network import Manifest as Models
from sayso.reader.reader import Reader, reader_digest
from sayso.records import Article, Claim, Cue, Reading, Source, Span
from sayso.settings import Settings

POISON, ONCE, ENDLESS = "poison", "once", "endless"


class SmallReader:
    """One claim an article: its first word says the rest. A text with POISON kills the process, one with ONCE does so
    the first time (as the file `marks` remembers), one with ENDLESS is never done, in C, where no thread of Python's
    gets a turn."""

    def __init__(self, marks: str = "") -> None:
        self.digest = reader_digest(Models.load(MODELS).digests)
        self._marks = Path(marks) if marks else None

    def read(self, article: Article) -> Reading:
        text = article.text
        if POISON in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if ONCE in text and self._marks and not self._marks.exists():
            self._marks.write_text("x")
            os.kill(os.getpid(), signal.SIGKILL)
        if ENDLESS in text:
            re.match(r"(a|aa)+$", "a" * 200 + "b")
        if "stumble" in text:
            raise RecursionError("too deep")
        first, second, _ = (*text.split(None, 2), "", "", "")[:3]
        start = text.index(second) if second else 0
        source = Source(spans=(Span.of(text, 0, len(first)),), name=first, record="named-person")
        cue = Cue(span=Span.of(text, start, start + len(second)), lemma=second)
        content = (Span.of(text, start + len(second), len(text)),)
        claim = Claim(id="c1", content=content, confidence=0.5, source=source, cue=cue, form="indirect")
        return Reading(reader=self.digest, article=article, claims=(claim,))


def small_reader(marks: str = "") -> MakeReader:
    return cast(MakeReader, partial(SmallReader, marks))


class Inline:
    """An engine in the test's own process. stop: fails before it gives this result. batch: articles at a time."""

    name = "inline"
    workers = 1

    def __init__(self, *, stop: int | None = None, batch: int = 3) -> None:
        self._stop, self._batch = stop, batch

    def results(self, take: Take, is_known: Callable[[str], bool], watch: Watch) -> Iterator[Result]:
        reader = cast(Reader, SmallReader())
        sized = Take(
            files=take.files, jobs=take.jobs, defaults=take.defaults, settings=take.settings, limit=take.limit,
            batch=self._batch,
        )  # fmt: skip
        for number, batch in enumerate(sized.batches(is_known)):
            if number == self._stop:
                raise KeyboardInterrupt
            yield read_batch(reader, batch, lambda _: None)


class Silent:
    """Nobody looks; what is said is kept."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def begin(self, manifest: Manifest, shards: Sequence[Shard]) -> None: ...

    def say(self, text: str) -> None:
        self.said.append(text)

    def result(self, result: Result, shard: int) -> None: ...

    def shard(self, shard: Shard) -> None: ...


def story(number: int, **more: object) -> dict[str, object]:
    """An article's object: all are different."""
    return {"name": f"n{number}", "text": f"Person{number} says that bridge {number} holds."} | more


def write_lines(path: Path, objects: Sequence[object]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in objects), encoding="utf-8")
    return path


def order(out: Path, *inputs: Path | str, shard_size: int = 5, **more: Any) -> Order:
    told: dict[str, Any] = {"defaults": Defaults(), "settings": Settings()} | more
    return Order(inputs=tuple(map(str, inputs)), out=out, shard_size=shard_size, **told)


def make(out: Path, *inputs: Path | str, engine: Any = None, **more: Any) -> Manifest:
    """A corpus by the inline engine, or another."""
    return run(order(out, *inputs, **more), engine or Inline(), Silent())


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    return [row for path in sorted((out / table).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def readings(out: Path) -> list[Reading]:
    """All readings, in the order of the tables."""
    claims: dict[str, list[dict[str, Any]]] = {}
    for row in rows(out, "claims"):
        claims.setdefault(row["article"], []).append(row)
    return [to_reading(row, claims.get(row["id"], ())) for row in rows(out, "articles")]


def names(out: Path) -> list[str]:
    return [row["name"] for row in rows(out, "articles")]


def told(out: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def refused(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "refused.jsonl").read_text(encoding="utf-8").splitlines()]
