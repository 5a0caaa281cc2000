"""How far a long batch is, on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import click


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody looks at a stream; one that is closed (None) has nobody."""
    return stream is not None and stream.isatty()


class Progress:
    """Shows nothing; what others show stands on one line that `clear` wipes for a message."""

    def step(self) -> None:
        """One input is done."""

    def clear(self) -> None:
        """Makes room for a message."""


class _Line(Progress):
    """A number that grows, for inputs that nobody can count beforehand."""

    def __init__(self, passed: int) -> None:
        self.done = passed

    def step(self) -> None:
        self.done += 1
        click.echo(f"\rreading  {self.done:,}", nl=False, err=True)

    def clear(self) -> None:
        click.echo("\r\x1b[K", nl=False, err=True)


class _Bar(_Line):
    """A bar with the time that is left."""

    def __init__(self, bar: Any, passed: int) -> None:
        super().__init__(passed)
        self._bar = bar

    def step(self) -> None:
        self._bar.update(1)


@contextmanager
def progress(total: int | None, passed: int) -> Iterator[Progress]:
    """A bar for more than one input, a number where total is None. passed: inputs that were done before."""
    if total is None:
        line = _Line(passed)
        yield line
        line.clear()
    elif total - passed < 2:
        yield Progress()
    else:
        with click.progressbar(length=total, file=sys.stderr, label="reading", show_pos=True) as bar:
            if passed:
                bar.update(passed)
            yield _Bar(bar, passed)
