"""Linking at size: a ledger from nothing, and one new article into it. `python -m benchmarks.linking --help`.

Claims are made of a ledger's own (ledger_like.py). Told are seconds on the clock and of the processor for each stage,
pairs and questions, and the most memory; --judge words takes a judge that counts words in place of the model, so that
what remains is the search for candidates, grouping and the ledger.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.ledger_like import Likeness
from sayso.ledger.questions.run import Linked, Stage, link
from sayso.ledger.speakers.linking import link as link_speakers
from sayso.ledger.store import Store
from sayso.link.judge import load
from sayso.link.judge.words import words_of
from sayso.link.records import VERDICTS, Judge, Judgement, Pair, Verdict

CLAIMS = 20  # an article
FIRST_DAY, DAYS, SEED = date(2022, 9, 1), 100, 7
_WIDTH = 384


class WordJudge:
    """Counts shared words; costs next to nothing."""

    digest = "words"

    def __init__(self) -> None:
        self._rows = np.random.default_rng(0).normal(size=(65_536, _WIDTH)).astype(np.float32)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        found = np.zeros((len(texts), _WIDTH), dtype=np.float32)
        for number, text in enumerate(texts):
            stems = [zlib.crc32(word.stem.encode()) & 65_535 for word in words_of(text) if not word.is_empty]
            found[number] = self._rows[stems].sum(axis=0) + 1e-6
        rows: NDArray[np.float32] = found / np.linalg.norm(found, axis=1, keepdims=True)
        return rows

    def judge(self, pairs: Sequence[Pair]) -> tuple[Judgement, ...]:
        return tuple(map(self._one, pairs))

    def _one(self, pair: Pair) -> Judgement:
        one, other = ({word.stem for word in words_of(side.text) if not word.is_empty} for side in pair)
        verdict: Verdict = "same" if 2 * len(one & other) > min(len(one), len(other)) else "related"
        scores = {v: 0.8 if v == verdict else 0.05 for v in VERDICTS}
        return Judgement(verdict=verdict, scores=scores, reasons=())


class Clock:
    """Seconds on the clock and of the processor, by stage."""

    def __init__(self) -> None:
        self.stages: dict[str, tuple[float, float]] = {}
        self._stage: str | None = None
        self._since = (0.0, 0.0)

    def tell(self, stage: Stage, _done: int, _total: int) -> None:
        """As link calls it."""
        if stage != self._stage:
            self.turn(stage)

    def turn(self, stage: str | None) -> None:
        """A new stage begins; None: all is done."""
        now = (time.perf_counter(), time.process_time())
        if self._stage is not None:
            before = self.stages.get(self._stage, (0.0, 0.0))
            self.stages[self._stage] = (before[0] + now[0] - self._since[0], before[1] + now[1] - self._since[1])
        self._stage, self._since = stage, now


@contextmanager
def _ledger(path: Path | None) -> Iterator[Path]:
    if path is not None:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "large.db"


def _linked(store: Store, judge: Judge) -> tuple[Linked, dict[str, tuple[float, float]]]:
    clock = Clock()
    clock.turn("speakers")
    link_speakers(store.connection)
    clock.turn("start")
    done = link(store, judge, tell=clock.tell)
    clock.turn(None)
    return done, clock.stages


def _told(name: str, done: Linked, stages: dict[str, tuple[float, float]]) -> dict[str, object]:
    claims = sum(wall for stage, (wall, _) in stages.items() if stage != "speakers")
    print(f"\n{name}: {done.claims:,} claims, {done.pairs:,} pairs, {done.questions:,} questions in all")
    for stage, (wall, processor) in stages.items():
        print(f"  {stage:<10}{wall:9.2f} s{processor:9.2f} s of the processor")
    print(f"  {'claims':<10}{claims:9.2f} s, speakers aside")
    return {"claims": done.claims, "pairs": done.pairs, "questions": done.questions, "stages": stages}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--like", type=Path, required=True, help="the ledger whose claims are put together anew")
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--judge", choices=["model", "words"], default="model")
    parser.add_argument("--ledger", type=Path, help="keep the large ledger there; one that is there is used")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    articles = options.claims // CLAIMS
    judge: Judge = load() if options.judge == "model" else WordJudge()
    made = Likeness(options.like, seed=SEED, claims=CLAIMS, first=FIRST_DAY, days=DAYS)
    readings = made.readings(articles + 1)
    with _ledger(options.ledger) as path:
        is_there = path.exists()
        with Store(path) as store:
            for number, reading in enumerate(readings):
                if number == articles:
                    last = reading
                elif not is_there:
                    store.put(reading)
        with Store(path) as store:
            out = {"from nothing": _told("from nothing", *_linked(store, judge))}
            store.put(last)
            store.flush()
            out["one article"] = _told("one article", *_linked(store, judge))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{memory:,.0f} MB at most, {os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}")
    if options.json:
        options.json.write_text(json.dumps(out | {"memory": memory}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
