"""The folder of a corpus: where its files stand, who may write there, and files that are whole or not there.

DIR/manifest.json        what was read by which reader with what result
DIR/articles/, claims/   the two tables, a Parquet file a shard: part-00000.parquet
DIR/shards/              what each finished shard holds, with the digests of its files
DIR/log.jsonl            what happened when, with shard and article
DIR, folder "work"       what is being written; gone when all is done
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sayso.corpus.schema import ARTICLES, CLAIMS
from sayso.errors import CorpusBusyError, CorpusError, OutputError, UsageError

GOES_ON = "What is finished is kept. Make room or give access, and the same command goes on."
_STORE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:/")  # what a path makes of s3://…
_OURS = (ARTICLES, CLAIMS, "shards", "work", "manifest.json", "log.jsonl", "refused.jsonl")


class Folder:
    """Paths of one corpus. Makes nothing before `begin`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.manifest = root / "manifest.json"
        self.log = root / "log.jsonl"
        self.refused = root / "refused.jsonl"
        self.shards = root / "shards"
        self.work = root / "work"

    def part(self, table: str, shard: int) -> Path:
        return self.root / table / f"part-{shard:05}.parquet"

    def sidecar(self, shard: int) -> Path:
        return self.shards / f"{shard:05}.json"

    def check(self) -> None:
        """Raises CorpusError where something else than a corpus stands in the folder, UsageError for an address in a
        store, before anything is made there."""
        if _STORE.match(str(self.root)) and not self.root.exists():
            raise UsageError(
                f"{self.root} is an address, and a corpus is written to a folder of this machine.",
                hint="Give a folder, also of a mounted store, or copy it when the run is done: aws s3 sync DIR s3://…",
            )
        with told_as_output(self.root):
            names = {p.name for p in self.root.iterdir()} if self.root.exists() else set()
        if names - {"work"} and not self.manifest.exists():
            raise CorpusError(
                f"{self.root} holds files and no corpus (no manifest.json).", hint="Give a new or empty folder."
            )

    def begin(self, *, anew: bool, good: frozenset[int]) -> None:
        """Makes what is missing and drops what is left of shards that are not `good`. anew: drops all first."""
        with told_as_output(self.root):
            if anew:
                for name in _OURS:
                    path = self.root / name
                    if name != "work" and path.exists():
                        shutil.rmtree(path) if path.is_dir() else path.unlink()
            for path in (self.root / ARTICLES, self.root / CLAIMS, self.shards, self.work):
                path.mkdir(parents=True, exist_ok=True)
            for left in self.work.iterdir():  # of a run that was killed
                if left.name != "lock":
                    left.unlink()
            for left in (*self.shards.glob("*.json"), *self.root.glob("*/part-*.parquet")):
                number = left.stem.removeprefix("part-")
                if not number.isdecimal() or int(number) not in good:
                    left.unlink()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Alone in the folder. Raises CorpusBusyError."""
        with told_as_output(self.root):
            self.work.mkdir(parents=True, exist_ok=True)
            file = (self.work / "lock").open("w")
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CorpusBusyError(
                    f"Another run is writing to {self.root}.", hint="Wait for its end, or give another --out."
                ) from None
            except OSError as error:
                if error.errno not in {errno.ENOTSUP, errno.ENOLCK, errno.ENOSYS}:  # some shared stores have no locks
                    raise
            yield

    def end(self) -> None:
        with suppress(OSError):
            shutil.rmtree(self.work)


@contextmanager
def told_as_output(where: Path) -> Iterator[None]:
    """Errors of the system as OutputError with what to do."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{where} cannot be written: {error.strerror or error}.", hint=GOES_ON) from error


def write_json(path: Path, told: object, work: Path) -> None:
    """Writes a JSON file that is whole at every moment, and stays after the loss of power. Raises OutputError."""
    write_text(path, json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n", work)


def write_text(path: Path, text: str, work: Path) -> None:
    part = work / f"{path.name}.part"
    with told_as_output(path):
        try:
            with part.open("w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            put(part, path)
        finally:
            part.unlink(missing_ok=True)


def put(part: Path, path: Path) -> None:
    """Moves a file to its place, for good."""
    part.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_json(path: Path) -> Any:
    """The value of a JSON file, None where there is none that is whole."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
