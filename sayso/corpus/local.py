"""The local engine: processes of this machine, each with a reader of its own, watched one by one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from queue import SimpleQueue

from sayso.corpus.batch import Batch, MakeReader, Result
from sayso.corpus.events import Watch
from sayso.corpus.poison import MOST_ATTEMPTS, without_poison, without_slow
from sayso.corpus.take import Take
from sayso.corpus.work import THREADS, read_batch
from sayso.errors import SaysoError, WorkerError

WINDOW = 48
"""Batches a worker that may be under way or wait for an earlier one: enough for all to go on beside one article of a
million characters, and bounded."""
_QUEUED = 2  # batches that a worker has at hand, so that it never waits for the driver
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(slots=True)
class _Worker:
    """A process and what it has. at: the number of the article, in the first of its batches, that it is reading."""

    process: SpawnProcess
    pipe: Connection
    batches: deque[Batch]
    ready: bool = False
    at: int | None = None


class LocalEngine:
    """Reads batches on `workers` processes and gives results in order. make: makes each worker's reader. seconds: what
    an article may take; None for no limit."""

    name = "local"

    def __init__(self, make: MakeReader, workers: int, *, seconds: float | None = None) -> None:
        self._make, self.workers, self._seconds = make, workers, seconds
        self._staff: list[_Worker] = []
        self._tries: Counter[tuple[int, int]] = Counter()
        self._stillborn = 0

    def results(self, take: Take, is_known: Callable[[str], bool], watch: Watch) -> Iterator[Result]:
        """The results of all batches, in order. Raises WorkerError, and what making a reader raises."""
        batches = take.batches(is_known)
        again: deque[Batch] = deque()
        done: dict[int, Result] = {}
        given = wanted = 0
        more = True
        try:
            with _one_thread_each():
                self._staff = [self._hire() for _ in range(self.workers)]
                while more or again or done or any(w.batches for w in self._staff):
                    for worker in sorted(self._staff, key=lambda w: len(w.batches)):
                        while len(worker.batches) < _QUEUED and (again or (more and given - wanted < self._window)):
                            batch = again.popleft() if again else next(batches, None)
                            if batch is None:
                                more = False
                                break
                            given = max(given, batch.number + 1)
                            self._send(worker, batch)
                    for result in self._listen(again, watch):
                        done[result.number] = result
                    while wanted in done:
                        yield done.pop(wanted)
                        wanted += 1
        finally:
            self._dismiss()

    @property
    def _window(self) -> int:
        return WINDOW * self.workers

    def _hire(self) -> _Worker:
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_work, args=(theirs, self._make, self._seconds), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours, deque())

    def _send(self, worker: _Worker, batch: Batch) -> None:
        worker.batches.append(batch)
        with suppress(OSError):  # it has died; listening will find out
            worker.pipe.send(batch)

    def _listen(self, again: deque[Batch], watch: Watch) -> Iterator[Result]:
        """Waits for something to happen, and gives the results that came of it."""
        if not any(w.batches for w in self._staff):
            return
        heard = set(wait([w.pipe for w in self._staff] + [w.process.sentinel for w in self._staff]))
        for number, worker in enumerate(self._staff):
            if worker.pipe in heard:
                yield from self._hear(worker, watch)
            if worker.process.sentinel in heard and not worker.process.is_alive():
                yield from self._hear(worker, watch)  # its last words
                self._staff[number] = self._replace(worker, again, watch)

    def _hear(self, worker: _Worker, watch: Watch) -> Iterator[Result]:
        with suppress(EOFError, OSError):
            while worker.pipe.poll():
                kind, told = worker.pipe.recv()
                if kind == "ready":
                    worker.ready, self._stillborn = True, 0
                    watch.ready(told)
                elif kind == "at":
                    worker.at = told
                    watch.at(worker.process.pid or 0, worker.batches[0].items[told])
                elif kind == "failed":
                    raise told
                else:
                    worker.batches.popleft()
                    worker.at = None
                    yield told

    def _replace(self, worker: _Worker, again: deque[Batch], watch: Watch) -> _Worker:
        """A new worker for one that died, and its batches for whoever is free; without what killed it too often."""
        worker.process.join()
        worker.pipe.close()
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn >= MOST_ATTEMPTS:
                raise WorkerError(
                    f"A worker ended {self._stillborn} times before it could read ({_how(worker.process)}).",
                    hint="Is there memory for so many? Give fewer --workers.",
                )
        lost = list(worker.batches)
        if lost and worker.at is not None:
            key, how = (lost[0].number, worker.at), _how(worker.process)
            self._tries[key] += 1
            watch.lost(worker.process.pid or 0, how, lost[0].items[worker.at], self._tries[key])
            if self._seconds is not None and worker.process.exitcode == -signal.SIGALRM:
                lost[0] = without_slow(lost[0], worker.at, self._tries[key], self._seconds)
            elif self._tries[key] >= MOST_ATTEMPTS:
                lost[0] = without_poison(lost[0], worker.at, self._tries[key], how)
        else:
            watch.lost(worker.process.pid or 0, _how(worker.process), None, 1)
        again.extend(lost)
        return self._hire()

    def _dismiss(self) -> None:
        for worker in self._staff:
            worker.process.kill()  # nothing of theirs is kept that is not here already
        for worker in self._staff:
            worker.process.join()
            worker.pipe.close()
        self._staff = []


def _how(process: SpawnProcess) -> str:
    code = process.exitcode
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """The environment in which workers begin: libraries look at it once, when they are loaded."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(THREADS)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _work(pipe: Connection, make: MakeReader, seconds: float | None) -> None:
    """A worker's life: until the driver goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the driver's to answer
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the end of an article's time ends the process
    batches: SimpleQueue[Batch | None] = SimpleQueue()
    # Somebody must always listen: driver and worker would else wait for each other, each with a full pipe.
    threading.Thread(target=_receive, args=(pipe, batches), daemon=True).start()
    with suppress(BrokenPipeError, ConnectionResetError):
        try:
            reader = make()
            pipe.send(("ready", os.getpid()))
            while (batch := batches.get()) is not None:
                result = read_batch(reader, batch, lambda number: pipe.send(("at", number)), seconds=seconds)
                pipe.send(("result", result))
        except SaysoError as error:
            pipe.send(("failed", error))
        except (BrokenPipeError, ConnectionResetError):
            raise
        except Exception:
            pipe.send(("failed", WorkerError(f"A worker failed: {traceback.format_exc(limit=3)}")))


def _receive(pipe: Connection, batches: SimpleQueue[Batch | None]) -> None:
    with suppress(EOFError, OSError):
        while True:
            batches.put(pipe.recv())
    batches.put(None)
