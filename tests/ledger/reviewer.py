"""A program that decides about claims, or reads texts again, and says what is safe, to be killed by the tests."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from sayso.ledger.queries import Ledger
from sayso.ledger.review.desk import queue
from sayso.ledger.review.records import Request, Verdict
from sayso.ledger.review.reread import reread, texts_to_read
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.records import Article, Reading, Span
from tests.ledger.writer import story

SECOND = "r1:" + "2" * 32
VERDICTS: tuple[Verdict, ...] = ("accept", "reject", "unsure")


class Second:
    """Finds what the first reader of the tests found, one word of the content less."""

    digest = SECOND

    def __init__(self, count: int) -> None:
        self._known = {one.article.sha256: one for one in map(story, range(count))}

    def read(self, article: Article) -> Reading:
        first = self._known[article.sha256]
        (claim,) = first.claims
        start, end = claim.content[0].start, claim.content[0].end - len(" noon")
        shorter = replace(claim, content=(Span.of(article.text, start, end),), force="plans")
        return Reading(reader=SECOND, article=article, claims=(shorter,))


def decide_all(path: Path) -> None:
    """One decision after the other, by what the text says, so that every run decides alike."""
    with Store(path) as store, Ledger(path) as ledger:
        done = 0
        while hits := queue(ledger.connection, ClaimFilter(), limit=1):
            verdict = VERDICTS[sum(hits[0].claim.encode()) % len(VERDICTS)]
            store.decide([Request(claim=hits[0].claim, verdict=verdict, reviewer="ada")])
            done += 1
            print(done, flush=True)


def read_all_again(path: Path, count: int) -> None:
    with Store(path) as store, Ledger(path) as ledger:
        second = Second(count)
        texts = texts_to_read(ledger, ClaimFilter(), SECOND, again=False)
        for number, _ in enumerate(reread(ledger, store, second, texts, lambda: None), 1):
            print(number, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "decide":
        decide_all(Path(sys.argv[2]))
    else:
        read_all_again(Path(sys.argv[2]), int(sys.argv[3]))
    print("done", flush=True)
