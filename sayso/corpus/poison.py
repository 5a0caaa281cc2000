"""Articles that end the process that reads them, or never end: the first are tried a few times, all are listed."""

from __future__ import annotations

from dataclasses import replace

from sayso.corpus.batch import Batch
from sayso.errors import PoisonedError
from sayso.records import Article

MOST_ATTEMPTS = 3
"""After as many workers were lost over one article it is listed as poisoned and left."""


def without_poison(batch: Batch, number: int, attempts: int, how: str) -> Batch:
    """The batch with what is wrong in the place of an article that ended its process, the last time as `how` tells."""
    why = f"ended the process that read it {attempts} times (the last time: {how})."
    return _without(batch, number, attempts, why)


def without_slow(batch: Batch, number: int, attempts: int, seconds: float) -> Batch:
    """The same for an article that took longer than it may. It is not tried again: it would hold a worker as long."""
    return _without(
        batch, number, attempts, f"was not read within {seconds:,.0f} seconds (SAYSO_READ_SECONDS) and was given up."
    )


def _without(batch: Batch, number: int, attempts: int, why: str) -> Batch:
    item = batch.items[number]
    name = item.given.name if isinstance(item.given, Article) else None
    error = PoisonedError(f"{name or 'An article'} {why}")
    told = replace(item, given=error, name=name, attempts=attempts)
    return replace(batch, items=(*batch.items[:number], told, *batch.items[number + 1 :]))
