"""The desk under many readers: how long each page takes, and how heavy it is. `python -m benchmarks.desk --help`.

A desk runs in a process of its own over a ledger that is there already (benchmarks.ledger --ledger makes one of any
size). So many people at once ask for pages as they come upon them, each for the next one when the last has come.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import random
import socket
import threading
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import numpy as np
import uvicorn

from benchmarks.ledger import tell
from sayso.ledger.articles import ArticleFilter
from sayso.ledger.pages.asked import list_questions
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.serve.app import build
from sayso.serve.desk import Desk

SEED = 7
_PATIENCE = 60.0  # seconds


def paths(ledger: Path, count: int) -> dict[str, list[str]]:
    """Addresses of each kind of page, drawn from what the ledger holds."""
    draw = random.Random(SEED)  # noqa: S311 - chooses pages
    with Ledger(ledger) as asked:
        rows, _ = asked.articles(ArticleFilter(), limit=200)
        names, _ = asked.sources(ClaimFilter(), limit=200)
        hits = asked.claims(ClaimFilter(), limit=200).hits
        questions = list_questions(asked.connection, limit=50)
    words = [word for hit in hits for word in hit.content.split() if len(word) > 4 and word.isalpha()]
    sources = [quote(row.source) for row in names]
    found = {
        "today": ["/"],
        "article": [f"/article/{row.article}" for row in rows],
        "articles": ["/articles", "/articles?order=oldest"],
        "search": [f"/search?q={quote(word)}" for word in words],
        "search, two words": [f"/search?q={quote(a)}+OR+{quote(b)}" for a, b in pairwise(words)],
        "search, filtered": [f"/search?force=denies&source={name}" for name in sources],
        "sources": ["/sources"],
        "source": [f"/source?name={name}" for name in sources],
        "questions": ["/questions", "/questions?contested=true"],
        "question": [f"/question/{one.key}" for one in questions],
        "predictions": ["/predictions", "/predictions?view=coming"],
        "review": ["/review", "/review?skip=3"],
        "map": ["/map", "/map?view=world"],
        "api claims": [f"/api/v1/claims?q={quote(word)}" for word in words],
    }
    return {kind: draw.choices(some, k=count) for kind, some in found.items() if some}


def serve(ledger: Path, listening: socket.socket) -> None:
    """The desk, in a process of its own."""
    app = build(Desk(ledger=ledger, most_requests=1_000_000))
    uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False)).run(sockets=[listening])


def ask(port: int, wanted: Sequence[tuple[str, str]], told: list[tuple[str, float, int, int]]) -> None:
    """One person: page after page. told: kind, milliseconds, bytes, status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    for kind, path in wanted:
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        told.append((kind, 1000 * (time.perf_counter() - began), len(body), answer.status))
    connection.close()


def measure(ledger: Path, users: int, count: int, pause: float) -> dict[str, object]:
    """Milliseconds and bytes by kind of page, with so many people at once."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    desk = multiprocessing.get_context("fork").Process(target=serve, args=(ledger, listening), daemon=True)
    desk.start()
    wanted = [(kind, path) for kind, some in paths(ledger, count).items() for path in some]
    random.Random(SEED).shuffle(wanted)  # noqa: S311
    _wait(port)
    told: list[tuple[str, float, int, int]] = []
    ask(port, list(dict(wanted).items()), [])  # what is counted once a state of the ledger is counted now
    people = [threading.Thread(target=_person, args=(port, wanted[n::users], told, pause)) for n in range(users)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    desk.terminate()
    found: dict[str, object] = {}
    for kind in sorted({row[0] for row in told}):
        times = [row[1] for row in told if row[0] == kind]
        p50, p95 = np.percentile(times, [50, 95])
        found[kind] = {
            "pages": len(times),
            "p50_ms": float(p50),
            "p95_ms": float(p95),
            "largest_kilobytes": max(row[2] for row in told if row[0] == kind) / 1000,
            "not_200": sum(row[3] != 200 for row in told if row[0] == kind),
        }
    p50, p95 = np.percentile([row[1] for row in told], [50, 95])
    found["all"] = {"pages": len(told), "users": users, "p50_ms": float(p50), "p95_ms": float(p95)}
    return found


def _person(
    port: int, wanted: Sequence[tuple[str, str]], told: list[tuple[str, float, int, int]], pause: float
) -> None:
    for one in wanted:
        ask(port, [one], told)
        if pause:
            threading.Event().wait(pause)


def _wait(port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=__doc__)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--pages", type=int, default=40, help="of each kind")
    parser.add_argument("--pause", type=float, default=1.0, metavar="SECONDS", help="that people look at a page")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    options = parser.parse_args()
    with Ledger(options.ledger) as asked:
        claims = asked.connection.execute("SELECT count(*) FROM claim WHERE current").fetchone()[0]
    report = {"ledger": {"claims": claims}, **measure(options.ledger, options.users, options.pages, options.pause)}
    tell(report, options.json)


if __name__ == "__main__":
    main()
