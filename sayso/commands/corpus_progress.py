"""How far a corpus is, on stderr: a line that moves on a terminal, a line a shard elsewhere."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from sayso.commands.shared import say
from sayso.corpus.batch import Read, Result
from sayso.corpus.inputs import InputFile, is_address
from sayso.corpus.manifest import Manifest
from sayso.corpus.shards import Shard
from sayso.export.facts import several
from sayso.ingest.inputs import count_inputs
from sayso.progress import is_terminal

_COUNTED = 256_000_000
"""Bytes of inputs up to which their records are counted beforehand; those of more are estimated by files done."""


class Progress:
    """Tells rate and what is left. quiet: only what must be known."""

    def __init__(self, *, quiet: bool, limit: int | None) -> None:
        self._quiet, self._limit = quiet, limit
        self._moves = not quiet and is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"
        self._files: tuple[InputFile, ...] = ()
        self._total: int | None = None
        self._first = self._before = self._at = 0
        self._input = 0
        self._words = self._articles = 0
        self._began = time.monotonic()

    def begin(self, manifest: Manifest, shards: Sequence[Shard]) -> None:
        self._files = manifest.inputs
        self._at = self._before = sum(s.end.ordinal - s.start.ordinal for s in shards)
        self._first = max((s.end.input for s in shards), default=0)
        if not self._quiet:
            self._total = _count(self._files)
            if self._total is not None and self._limit is not None:
                self._total = min(self._total, self._limit)
            if shards:
                say(f"goes on after {several(len(shards), 'finished shard')} ({self._at:,} records).")
        self._began = time.monotonic()

    def say(self, text: str) -> None:
        if self._moves:
            click.echo("\r\x1b[K", nl=False, err=True)
        say(text)

    def result(self, result: Result, shard: int) -> None:
        read = [one for one in result.outcomes if isinstance(one, Read)]
        self._articles += len(read)
        self._words += sum(one.words for one in read)
        self._at += len(result.outcomes)
        self._input = result.end.input
        if self._moves:
            click.echo(f"\r\x1b[Kshard {shard}  {self.told()}", nl=False, err=True)

    def shard(self, shard: Shard) -> None:
        if not self._quiet and not self._moves:
            refused = f", {len(shard.refused):,} refused" if shard.refused else ""
            counts = f"{several(shard.articles, 'article')}, {several(shard.claims, 'claim')}{refused}"
            say(f"shard {shard.number}: {counts} · {self.told()}")

    def close(self) -> None:
        if self._moves:
            click.echo("\r\x1b[K", nl=False, err=True)

    def told(self) -> str:
        """How far it is, at which rate, and how long it will take where that can be said."""
        seconds = max(time.monotonic() - self._began, 1e-9)
        of = f" of {self._total:,}" if self._total is not None else ""
        told = f"{self._at:,}{of} · {self._articles / seconds:,.1f} articles/s, {self._words / seconds:,.0f} words/s"
        left = self._left(seconds)
        return told if left is None else f"{told} · {duration(left)} left"

    def _left(self, seconds: float) -> float | None:
        if self._total is not None:
            done, whole = self._at - self._before, self._total - self._before
        else:
            sizes = [one.size for one in self._files]
            done, whole = sum(sizes[self._first : self._input]), sum(sizes[self._first :])
        return seconds * max(whole - done, 0) / done if done > 0 else None


def _count(files: Sequence[InputFile]) -> int | None:
    new = [one.where for one in files if one.same is None]
    if sum(one.size for one in files) > _COUNTED or any(is_address(where) or _is_packed(where) for where in new):
        return None
    return count_inputs(new)


def _is_packed(where: str) -> bool:
    """Whether only reading tells how many articles a file holds."""
    return any(s in {".warc", ".parquet", ".pq", ".csv", ".tsv", ".zip", ".tar"} for s in Path(where).suffixes)


def duration(seconds: float) -> str:
    """4 s, 12 min, 3 h 20 min, 5 days."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 100:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours < 48 else f"{hours / 24:.0f} days"
