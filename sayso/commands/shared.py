"""What commands that read articles have in common: counting, telling errors, where and how wide they write."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import click

from sayso.errors import InputError, SaysoError, UnreadableError
from sayso.export.facts import several
from sayso.export.visible import shown
from sayso.ingest.files import is_folder, kind_of
from sayso.ingest.inputs import STDIN
from sayso.progress import Progress, is_terminal
from sayso.records import Reading

PIPE_WIDTH = 100  # columns of a table that goes to no terminal


class NothingReadError(Exception):
    """Ends the writing where nothing could be read, so that an earlier output stays as it was."""


class Tally:
    """Counts what was read and tells errors as they come."""

    def __init__(self, passed: int = 0, *, resumed: bool = False) -> None:
        self.read = self.failed = self.claims = 0
        self.passed, self._resumed = passed, resumed

    def watch(self, results: Iterable[Reading | InputError], bar: Progress) -> Iterator[Reading]:
        """The readings. Raises NothingReadError at the end when all there was were errors."""
        for one in results:
            if isinstance(one, InputError):
                self.failed += 1
                bar.clear()
                report(one)
                bar.step()
            else:
                self.read += 1
                self.claims += len(one.claims)
                bar.step()
                yield one
        if self.failed and not self.read and not self._resumed:
            raise NothingReadError

    def summary(self) -> str:
        verb = "was" if self.passed == 1 else "were"
        before = f", {self.passed:,} {verb} there already" if self.passed else ""
        failed = f", {self.failed:,} could not be read" if self.failed else ""
        return f"{several(self.read, 'article')} read, {several(self.claims, 'claim')}{before}{failed}."


def is_single(paths: Sequence[str]) -> bool:
    """Whether the call names one input, which gives one object in JSON unless it turns out to hold several articles."""
    if len(paths) != 1:
        return False
    path = Path(paths[0])
    return not is_folder(path) and kind_of(path) != "lines"


def wants_color() -> bool:
    """Colors go to a terminal only, and never against NO_COLOR (https://no-color.org)."""
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def table_width(output: Path | None) -> int:
    """Columns of the terminal that a table goes to, else PIPE_WIDTH."""
    wide = output is None and is_terminal(sys.stdout)
    return shutil.get_terminal_size((PIPE_WIDTH, 24)).columns if wide else PIPE_WIDTH


def shows_progress(output: Path | None, quiet: bool) -> bool:
    """Where somebody looks, and no readings come to the same terminal."""
    apart = output is not None or not is_terminal(sys.stdout)
    return not quiet and apart and is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"


def standard_input(paths: Sequence[str]) -> BinaryIO:
    if sys.stdin is not None:
        return sys.stdin.buffer
    if STDIN in paths:
        raise UnreadableError("Standard input is closed.")
    return BytesIO()


def report(error: SaysoError) -> None:
    """One error for people, on stderr; hostile file names cannot move the cursor."""
    click.echo(f"sayso: {error.code}: {shown(error.message)}", err=True)
    if error.hint:
        click.echo(f"  hint: {shown(error.hint)}", err=True)


def say(text: str) -> None:
    """A remark for people, on stderr."""
    click.echo(f"sayso: {shown(text)}", err=True)
