"""The ledger with decisions in place: searching, the queue, deciding. `python -m benchmarks.ledger_review --help`.

Uses the invented readings of benchmarks/ledger.py. Decisions are spread over all texts: accepted, corrected, rejected
and unsure in equal shares.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.ledger import CLAIMS, SEED, add, ask, tell
from sayso.ledger.queries import Ledger
from sayso.ledger.review.desk import left, queue
from sayso.ledger.review.records import Request, Verdict
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store

VERDICTS: tuple[Verdict, ...] = ("accept", "correct", "reject", "unsure")
_AT_ONCE = 200  # decisions of one call


def decide(path: Path, count: int) -> dict[str, float]:
    """Enters decisions, some in calls of many as scripts do, the last hundred one by one as a person does."""
    pick = random.Random(SEED)  # noqa: S311 - invents decisions
    with Ledger(path) as ledger:
        keys = [row[0] for row in ledger.connection.execute("SELECT key FROM claim WHERE current ORDER BY id")]
    chosen = pick.sample(keys, count)
    requests = [_request(key, VERDICTS[n % len(VERDICTS)]) for n, key in enumerate(chosen)]
    single = requests[-min(100, count) :]
    many = requests[: -len(single)]
    with Store(path) as store:
        began = time.perf_counter()
        for start in range(0, len(many), _AT_ONCE):
            store.decide(many[start : start + _AT_ONCE])
        spent = time.perf_counter() - began
        each = [_timed(lambda one=one: store.decide([one])) for one in single]  # type: ignore[misc]
    return {
        "decisions": count,
        "many_ms_each": 1000 * spent / max(1, len(many)),
        "single_p50_ms": float(np.percentile(each, 50)),
        "single_p95_ms": float(np.percentile(each, 95)),
    }


def _request(key: str, verdict: Verdict) -> Request:
    edits = {"force": "other"} if verdict == "correct" else None
    return Request(claim=key, verdict=verdict, reviewer="bench", edits=edits)


def desk(path: Path) -> dict[str, float]:
    """Milliseconds of the queue's first page and of its count, over all claims and over a frequent filter."""
    wanted = {"all": ClaimFilter(), "filtered": ClaimFilter(force=("says",), voice="attributed")}
    found = {}
    with Ledger(path) as ledger:
        for name, one in wanted.items():
            found[f"queue_{name}_ms"] = _timed(lambda one=one: queue(ledger.connection, one, limit=50))  # type: ignore[misc]
            found[f"left_{name}_ms"] = _timed(lambda one=one: left(ledger.connection, one))  # type: ignore[misc]
    return found


def _timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger_review", description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--decisions", type=int, default=5_000)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        report = {"add": add(path, options.claims // CLAIMS, None), "before": ask(path, options.queries, None)}
        report["decide"] = decide(path, options.decisions)
        report |= {"after": ask(path, options.queries, None), "desk": desk(path)}
    tell(report, options.json)


if __name__ == "__main__":
    main()
