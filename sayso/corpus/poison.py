"""Articles that end the process that reads them: tried again, and listed after a few times."""

from __future__ import annotations

from dataclasses import replace

from sayso.corpus.batch import Batch
from sayso.errors import PoisonedError
from sayso.records import Article

MOST_ATTEMPTS = 3
"""After as many workers were lost over one article it is listed as poisoned and left."""


def without_poison(batch: Batch, number: int, attempts: int, how: str) -> Batch:
    """The batch with what is wrong in the place of an article."""
    item = batch.items[number]
    name = item.given.name if isinstance(item.given, Article) else None
    error = PoisonedError(
        f"{name or 'An article'} ended the process that read it {attempts} times (the last time: {how})."
    )
    told = replace(item, given=error, name=name, attempts=attempts)
    return replace(batch, items=(*batch.items[:number], told, *batch.items[number + 1 :]))
