"""What happens in a run, as lines of JSON in the folder's log.jsonl and for those who look."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from sayso.corpus.batch import Item
from sayso.corpus.inputs import InputFile
from sayso.errors import InputError


class Watch(Protocol):
    """What an engine tells of its workers."""

    def ready(self, pid: int) -> None:
        """A worker has its model and begins."""

    def at(self, pid: int, item: Item) -> None:
        """A worker begins an article."""

    def dashboard(self, url: str) -> None:
        """The engine shows itself on a page."""

    def lost(self, pid: int, how: str, item: Item | None, attempts: int) -> None:
        """A worker has died, over this article for the attempts-th time, or between articles."""


class Log:
    """A line of JSON an event, each written at once: time (UTC), event, and what belongs to it."""

    def __init__(self, path: Path, files: tuple[InputFile, ...], show: Callable[[str], None]) -> None:
        self._path, self._files, self._show = path, files, show
        self.lost_workers = 0
        self.shard = 0

    def tell(self, event: str, **told: object) -> None:
        """Adds a line. A log that cannot be written is no reason to stop reading: the shards will tell."""
        line = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "event": event, **told}
        try:
            with self._path.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError:
            return

    def ready(self, pid: int) -> None:
        self.tell("worker-ready", pid=pid)

    def at(self, pid: int, item: Item) -> None:
        """Not written: a line an article would be a second corpus."""

    def dashboard(self, url: str) -> None:
        self.tell("dashboard", url=url)
        self._show(f"Ray's dashboard is at {url}. If it asks for a token, `ray get-auth-token` prints it.")

    def lost(self, pid: int, how: str, item: Item | None, attempts: int) -> None:
        self.lost_workers += 1
        where = self.about(item) if item else {}
        self.tell("worker-lost", pid=pid, how=how, attempt=attempts, **where)
        over = f" while it read {where['input']}, record {where['record']}" if where else ""
        self._show(f"a worker was lost ({how}){over}; its articles are read again.")

    def about(self, item: Item) -> dict[str, object]:
        """Where an article stands, for people and programs."""
        name = None if isinstance(item.given, InputError) else item.given.name
        where = self._files[item.place.input].where
        return {"shard": self.shard, "input": where, "record": item.place.record + 1, "name": name}
