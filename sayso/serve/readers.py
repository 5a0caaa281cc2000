"""Threads that each keep the ledger open for reading: pages and programs ask at the same time, a few at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sayso.errors import LedgerError
from sayso.ledger.queries import Ledger

THREADS = 4
"""More would only wait for each other: rendering holds the interpreter, and each keeps 64 MB of the file at most."""
Answer = TypeVar("Answer")


class Readers:
    """Runs functions that ask the ledger, each on a thread with a connection of its own."""

    def __init__(self, ledger: Path, threads: int = THREADS) -> None:
        self._path, self._threads = ledger, threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="desk")
        self._own = threading.local()

    async def ask(self, question: Callable[[Ledger], Answer]) -> Answer:
        """What the function gives. Raises what it does, and what opening the ledger does."""
        return await asyncio.wrap_future(self._pool.submit(self._asked, question))

    async def run(self, work: Callable[[], Answer]) -> Answer:
        """The same for work that opens the ledger itself, to write."""
        return await asyncio.wrap_future(self._pool.submit(work))

    def _asked(self, question: Callable[[Ledger], Answer]) -> Answer:
        ledger: Ledger | None = getattr(self._own, "ledger", None)
        if ledger is None:
            ledger = self._own.ledger = Ledger(self._path)
        try:
            return question(ledger)
        except LedgerError:  # the file may have been written anew under it
            self._drop()
            raise

    def _drop(self) -> None:
        ledger: Ledger | None = self._own.__dict__.pop("ledger", None)
        if ledger is not None:
            ledger.connection.close()

    def close(self) -> None:
        """Closes each thread's connection on that thread, as SQLite wants it."""
        together = threading.Barrier(self._threads)

        def leave() -> None:
            together.wait(10)
            self._drop()

        for one in [self._pool.submit(leave) for _ in range(self._threads)]:
            one.result()
        self._pool.shutdown()
