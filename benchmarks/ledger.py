"""The ledger at size: adding, searching, a source's page, bytes a claim, memory. `python -m benchmarks.ledger --help`.

The readings are invented: words, sources, outlets and places are drawn with the frequencies of a long tail (Zipf), so
that some words stand in a fifth of all claims and most in a few. With --like LEDGER they are made of that ledger's
claims (ledger_like.py). No model runs; what is measured is the ledger alone, and readers beside a writer.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import islice
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.ledger_like import Likeness
from sayso.ledger.days import Days
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Kept, Store
from sayso.records import FORCES, RECORDS, Article, Certainty, Claim, Cue, Place, Reading, Source, Span, When

CLAIMS = 20  # an article
WORDS = 25  # a sentence, of which an article has CLAIMS
VOCABULARY, SOURCES, OUTLETS, PLACES = 60_000, 20_000, 120, 800
FIRST_DAY, DAY_COUNT = date(2021, 1, 1), 1100
MICROSECONDS_A_WORD = 330  # of reading, as measured with the model on the machine that the goals are set for
SEED = 7
READERS = 4


class World:
    """Names and words, and how often each is drawn."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - invents news
        self.shares: dict[int, NDArray[np.float64]] = {}
        self.draw = np.random.default_rng(seed)
        self.words = [self._word() for _ in range(VOCABULARY)]
        self.sources = [f"{self._word().title()} {self._word().title()}" for _ in range(SOURCES)]
        self.outlets = [f"{self._word().title()} News" for _ in range(OUTLETS)]
        self.places = [self._word().title() for _ in range(PLACES)]
        self.cues = ["said", "claimed", "denied", "confirmed", "predicted", "asked", "believes", "has decided"]
        self.hedges = [
            ("probably", "likely", (0.55, 0.8)),
            ("may", None, None),
            ("almost certainly", "almost certain", (0.95, 0.99)),
        ]

    def _word(self) -> str:
        syllables = ("ka", "ro", "ven", "li", "mo", "tas", "dre", "shi", "pol", "un", "ber", "ga", "nor", "eth", "sy")
        return "".join(self.random.choices(syllables, k=self.random.randint(2, 4)))

    def many(self, names: list[str], count: int) -> list[str]:
        """Names by Zipf's law with the exponent 1, the first the most frequent (9 % of 20,000)."""
        if len(names) not in self.shares:
            self.shares[len(names)] = np.cumsum(1 / np.arange(1, len(names) + 1))
        shares = self.shares[len(names)]
        return [names[i] for i in np.searchsorted(shares, self.draw.random(count) * shares[-1])]


def readings(world: World, count: int) -> Iterator[Reading]:
    """Articles in the order of their days, as feeds bring them."""
    for number in range(count):
        day = FIRST_DAY + timedelta(days=number * DAY_COUNT // count)
        yield _reading(world, number, day)


def _reading(world: World, number: int, day: date) -> Reading:
    pick = world.random
    speakers = world.many(world.sources, 6)
    words = world.many(world.words, CLAIMS * WORDS)
    text, claims = "", list[Claim]()
    for n in range(CLAIMS):
        speaker, cue = pick.choice(speakers), pick.choice(world.cues)
        hedge = pick.choice(world.hedges) if pick.random() < 0.12 else None
        place = world.many(world.places, 1)[0] if pick.random() < 0.25 else None
        parts = [*words[n * WORDS : (n + 1) * WORDS - 3], *([hedge[0]] if hedge else []), *([place] if place else [])]
        start = len(text)
        content = " ".join(parts)
        text += f"{speaker} {cue} {content}. "
        at = start + len(speaker) + 1
        source = Span.of(text, start, start + len(speaker))
        inside = Span.of(text, at + len(cue) + 1, at + len(cue) + 1 + len(content))
        hedged = _inside(text, inside, hedge[0]) if hedge else None
        placed = _inside(text, inside, place) if place else None
        said = (day - timedelta(days=pick.randint(0, 6))).isoformat()
        about = (day + timedelta(days=pick.randint(-60, 60))).isoformat()
        claims.append(
            Claim(
                id=f"c{n + 1}",
                parent=f"c{n}" if n and pick.random() < 0.15 else None,
                content=(inside,),
                confidence=round(pick.uniform(0.3, 0.99), 4),
                source=Source(spans=(source,), name=speaker, mentions=(source,), record=pick.choice(RECORDS)),  # type: ignore[arg-type]
                cue=Cue(span=Span.of(text, at, at + len(cue)), lemma=cue),
                form="indirect",
                force=pick.choices(FORCES, weights=(50, 9, 4, 5, 4, 6, 3, 9, 6, 3, 1))[0],  # type: ignore[arg-type]
                polarity="affirmed",
                certainty=Certainty(words=(hedged,), term=hedge[1], band=hedge[2]) if hedge and hedged else None,
                horizon=pick.choice(("past", "present", "future")),
                said=When(text="on Tuesday", earliest=said, latest=said) if pick.random() < 0.3 else None,
                about=When(text="that week", earliest=about, latest=about) if pick.random() < 0.3 else None,
                places=(Place(spans=(placed,), name=place, country="UA", latitude=46.6, longitude=32.6),)
                if place and placed
                else (),
            )
        )
    article = Article(
        text=text,
        name=f"n{number}",
        url=f"https://news.example/{number}",
        outlet=world.many(world.outlets, 1)[0],
        title=" ".join(words[:8]),
        published=day.isoformat(),
        language="en",
    )
    return Reading(reader="r1:" + "0" * 32, article=article, claims=tuple(claims))


def _inside(text: str, span: Span, words: str) -> Span:
    start = text.index(words, span.start)
    return Span.of(text, start, start + len(words))


def filters(world: World, count: int) -> Iterator[ClaimFilter]:
    """Searches as people make them: a word or two of any frequency, with one to three filters."""
    pick = world.random
    for _ in range(count):
        told: dict[str, object] = {"words": " ".join(world.many(world.words, pick.randint(1, 2)))}
        first = FIRST_DAY + timedelta(days=pick.randrange(DAY_COUNT))
        days = Days(first=first.isoformat(), last=(first + timedelta(days=pick.choice((0, 30, 365)))).isoformat())
        options: dict[str, object] = {
            "source": world.many(world.sources, 1)[0],
            "record": (pick.choice(RECORDS),),
            "force": (pick.choice(FORCES),),
            "certainty": ("likely",),
            "outlet": world.many(world.outlets, 1)[0],
            "place": world.many(world.places, 1)[0],
            "said": days,
            "about": days,
            "published": days,
            "nested": pick.random() < 0.5,
        }
        for name in pick.sample(sorted(options), pick.randint(1, 3)):
            told[name] = options[name]
        if pick.random() < 0.25:
            del told["words"]
        yield ClaimFilter(**told)  # type: ignore[arg-type]


def _source_of(
    like: Path | None,
) -> tuple[Callable[[int], Iterator[Reading]], Callable[[int], Iterator[ClaimFilter]], Callable[[int], list[str]]]:
    """What makes readings, searches and names of sources."""
    if like is None:
        world = World(SEED)
        return partial(readings, world), partial(filters, world), partial(world.many, world.sources)
    made = Likeness(like, seed=SEED, claims=CLAIMS, first=FIRST_DAY, days=DAY_COUNT)
    return made.readings, made.filters, made.sources


def add(path: Path, articles: int, like: Path | None) -> dict[str, float]:
    """Seconds of the ledger alone: the readings are made before the clock runs, in parts that fit in memory.

    share_of_reading goes by the time of the processor, since others may be at work on the machine.
    """
    spent, busy, words, kept = 0.0, 0.0, 0, Kept()
    made = _source_of(like)[0](articles)
    with Store(path) as store:
        while part := list(islice(made, 500)):
            words += sum(one.article.text.count(" ") for one in part)
            began, worked = time.perf_counter(), time.process_time()
            for one in part:
                kept += store.put(one)
            kept += store.flush()
            spent += time.perf_counter() - began
            busy += time.process_time() - worked
    reading = words * MICROSECONDS_A_WORD / 1e6
    return {
        "articles": kept.articles,
        "claims": kept.claims,
        "words": words,
        "seconds": spent,
        "processor_seconds": busy,
        "milliseconds_an_article": 1000 * busy / articles,
        "share_of_reading": busy / reading,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def sizes(path: Path, claims: int) -> dict[str, float]:
    """Bytes a claim, with and without the texts and their index."""
    connection = sqlite3.connect(path)
    parts = dict(connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall())
    connection.close()
    texts = sum(size for name, size in parts.items() if name == "text" or name.startswith("text_words"))
    whole = sum(parts.values())
    return {
        "file_megabytes": whole / 1e6,
        "bytes_a_claim": whole / claims,
        "bytes_a_claim_without_text": (whole - texts) / claims,
    }


def ask(path: Path, count: int, like: Path | None) -> dict[str, float]:
    """Milliseconds of searches and of sources' pages, first use of the file included."""
    _, wants, named = _source_of(like)
    wanted, names = list(wants(count)), named(count // 4)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with Ledger(path) as ledger:
        searches = [_timed(partial(ledger.claims, w, limit=20)) for w in wanted]
        pages = [_timed(partial(_page, ledger, n)) for n in names]
        slow = sorted(zip(searches, wanted, strict=True), key=lambda pair: -pair[0])[:3]
    for milliseconds, one in slow:
        told = {k: getattr(one, k) for k in ClaimFilter.__slots__ if getattr(one, k) not in (None, (), False)}
        print(f"  slow: {milliseconds:7.1f} ms  {told}")
    return {
        "searches": len(searches),
        **_shares("search", searches),
        "pages": len(pages),
        **_shares("source_page", pages),
        "megabytes_before_asking": before,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def beside(path: Path, articles: int, like: Path | None) -> dict[str, float]:
    """Four readers ask while one writer adds: how many of their questions failed, and how long they took."""
    stop, told = multiprocessing.get_context("spawn").Event(), multiprocessing.get_context("spawn").Queue()
    context = multiprocessing.get_context("spawn")
    readers = [context.Process(target=_reader, args=(path, like, number, stop, told)) for number in range(READERS)]
    for one in readers:
        one.start()
    kept = Kept()
    made = _source_of(like)[0](articles)
    with Store(path) as store:
        for reading in made:  # under another outlet and day they are other articles than those of the first run
            article = replace(reading.article, outlet="Beside", published="2024-06-01")
            kept += store.put(replace(reading, article=article))
        kept += store.flush()
    stop.set()
    found = [told.get() for _ in readers]
    for one in readers:
        one.join()
    times = [milliseconds for times, _ in found for milliseconds in times]
    return {
        "articles_added": kept.articles,
        "questions": len(times),
        "errors": sum(errors for _, errors in found),
        **_shares("beside", times),
    }


def _reader(path: Path, like: Path | None, number: int, stop: Event, told: Queue[tuple[list[float], int]]) -> None:
    wanted = list(_source_of(like)[1](200))[number::READERS]
    times, errors = list[float](), 0
    with Ledger(path) as ledger:
        while not stop.is_set():
            for one in wanted:
                try:
                    times.append(_timed(partial(ledger.claims, one, limit=20)))
                except Exception:
                    errors += 1
                if stop.is_set():
                    break
    told.put((times, errors))


def _page(ledger: Ledger, name: str) -> None:
    ledger.source(ClaimFilter(source=name))
    ledger.claims(ClaimFilter(source=name), limit=20, order="oldest")


def _timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - began)


def _shares(name: str, found: list[float]) -> dict[str, float]:
    p50, p95, top = np.percentile(found, [50, 95, 100])
    return {f"{name}_p50_ms": float(p50), f"{name}_p95_ms": float(p95), f"{name}_max_ms": float(top)}


def _apart(run: Callable[..., dict[str, float]], *given: object) -> dict[str, float]:
    """In a process of its own, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:  # its worker may start others
        return pool.submit(run, *given).result()


def tell(report: Mapping[str, Any], file: Path | None) -> None:
    """Print the figures by part; write all of the report as JSON where a file is given."""
    for name, figures in report.items():
        if isinstance(figures, dict):
            print(name)
            for key, value in figures.items():
                print(f"  {key:<28}{value:>14,.2f}")
    if file:
        file.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--beside", type=int, default=200, metavar="N", help="articles added beside four readers")
    parser.add_argument("--ledger", type=Path, help="keep the file there, and use it where it exists")
    parser.add_argument("--like", type=Path, metavar="LEDGER", help="make the readings of this ledger's claims")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    options = parser.parse_args()
    report: dict[str, object] = {"machine": platform.machine(), "sqlite": sqlite3.sqlite_version}
    with tempfile.TemporaryDirectory() as folder:
        path = options.ledger or Path(folder) / "bench.db"
        if not path.exists():
            report["add"] = _apart(add, path, options.claims // CLAIMS, options.like)
        report["size"] = sizes(path, options.claims)
        report["ask"] = _apart(ask, path, options.queries, options.like)
        report["beside"] = _apart(beside, path, options.beside, options.like)
    tell(report, options.json)


if __name__ == "__main__":
    main()
