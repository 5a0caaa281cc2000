"""The step `read`: what every worker of every engine does with a batch."""

from __future__ import annotations

import os
import platform
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sayso.corpus.batch import Batch, Read, Refused, Result, Worker
from sayso.corpus.schema import ARTICLES, CLAIMS, packed, to_tables
from sayso.errors import InputError, SaysoError
from sayso.flow import read_all
from sayso.reader.reader import Reader
from sayso.records import Reading

_POOLS = ("OMP", "OPENBLAS", "MKL", "ARROW")
THREADS = {f"{name}_NUM_THREADS": "1" for name in _POOLS}
"""What a worker's environment must say: one thread a worker, or workers would take each other's cores."""
_KIB = 1 if sys.platform == "darwin" else 1024  # what ru_maxrss counts in


def read_batch(reader: Reader, batch: Batch, note: Callable[[int], None], *, seconds: float | None = None) -> Result:
    """Reads a batch. note: called with an article's place in the batch before it is read. seconds: what each may take.

    What cannot be read is told as refused, an error of our own as well: one article must not stop a million. An article
    that takes longer than `seconds` ends this process by SIGALRM; the engine finds that out and lists the article.
    """
    began = time.perf_counter()
    outcomes: list[Read | Refused] = []
    tables = [to_tables(())]
    for number, item in enumerate(batch.items):
        given = item.given
        if isinstance(given, InputError):
            outcomes.append(
                Refused(
                    place=item.place, code=given.code, message=given.message, name=item.name, attempts=item.attempts
                )
            )
            continue
        note(number)
        try:
            with _no_longer_than(seconds):
                (reading,) = read_all([given], reader)
                assert isinstance(reading, Reading)
                tables.append(to_tables([reading]))  # one by one: what Arrow cannot hold is refused alone
        except Exception as error:
            code = error.code if isinstance(error, SaysoError) else "failed"
            message = error.message if isinstance(error, SaysoError) else f"{type(error).__name__}: {error}"
            outcomes.append(Refused(place=item.place, code=code, message=message, name=given.name))
            continue
        words = len(given.text.split())
        outcomes.append(Read(place=item.place, id=given.id, words=words, claims=len(reading.claims)))
    return Result(
        number=batch.number,
        end=batch.end,
        reader=reader.digest,
        outcomes=tuple(outcomes),
        articles=packed([one[ARTICLES] for one in tables]),
        claims=packed([one[CLAIMS] for one in tables]),
        seconds=time.perf_counter() - began,
        worker=this_worker(),
    )


@contextmanager
def _no_longer_than(seconds: float | None) -> Iterator[None]:
    """Has the system end this process when the time is over, also where a library never returns to Python."""
    if seconds is None:
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def this_worker() -> Worker:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB
    return Worker(host=platform.node(), pid=os.getpid(), peak=peak)
