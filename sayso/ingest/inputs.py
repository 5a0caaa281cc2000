"""What `sayso read` is given, as articles: one at a time, and an error in the place of each that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from sayso.errors import InputError, UnreadableError, UsageError
from sayso.ingest import files
from sayso.ingest.contents import Contents
from sayso.ingest.days import check_date
from sayso.ingest.decode import check_encoding, has_surrogates
from sayso.ingest.forms import CONTAINERS, NAMED
from sayso.ingest.given import Defaults
from sayso.records import Article
from sayso.settings import Settings

__all__ = ["Defaults", "check_date", "count_inputs", "read_inputs"]

STDIN = "-"
_ADDRESS = re.compile(r"(?:https?|feed|ftp)://|feed:", re.I)
_Found = Iterator[Article | InputError]


def _nothing(_: Path) -> bool:
    return False


def read_inputs(
    paths: Sequence[str],
    *,
    defaults: Defaults,
    settings: Settings,
    stdin: BinaryIO,
    is_written: Callable[[Path], bool] = _nothing,
) -> _Found:
    """The articles of all paths ("-" is stdin) in the order given; folders in the order of their paths.

    What cannot be read is given as an InputError that names the path (and line), and the rest goes on. Memory is
    bounded by settings.largest_input (bytes of a file, unpacked, or of a line) and largest_text (characters).

    Who wins where both the command line and the input tell a date or an outlet: for files, the command line, since
    the user said it of these very files and pages err; for JSON objects, the object, since one call reads thousands
    and the command line can only mean those that do not say.

    is_written: tells of a file whether readings are being written to it; one in a folder is passed over.

    Raises UsageError at once, before anything is read: an address in the place of a path, "-" twice, a date or an
    encoding that does not exist, an outlet that is no text, a file that is the output as well.
    """
    for path in paths:
        if _ADDRESS.match(path):
            raise UsageError(
                f"{path} is an address, and files are read here.",
                hint="Save the page and read the file, or let sayso add fetch it.",
            )
        if path != STDIN and is_written(Path(path)):
            raise UsageError(f"{files.shown(path)} is an input and the output.", hint="Give another --output.")
    if list(paths).count(STDIN) > 1:
        raise UsageError("Standard input (-) can be read only once.")
    if defaults.published is not None:
        defaults = replace(defaults, published=check_date(defaults.published))
    if defaults.encoding is not None:
        check_encoding(defaults.encoding)
    if defaults.form is not None and defaults.form not in NAMED:
        raise UsageError(f"There is no form {defaults.form!r}.", hint=f"Forms: {', '.join(NAMED)}.")
    if defaults.outlet is not None and has_surrogates(defaults.outlet):
        raise UsageError("The outlet holds bytes that are no text in this terminal's encoding.")
    return _Inputs(defaults, settings, is_written).all(paths, stdin)


def count_inputs(paths: Sequence[str], is_written: Callable[[Path], bool] = _nothing) -> int | None:
    """How many articles and errors read_inputs will give, for a progress bar; None where only reading would tell.

    Lines of JSON lines are counted by streaming; a .json file counts as one, though it may hold a list.
    """
    total = 0
    for given in paths:
        if given == STDIN:
            return None
        path = Path(given)
        if not given or not files.is_folder(path):
            if files.kind_of(path) in CONTAINERS:
                return None
            if files.kind_of(path) == "lines" and path.exists() and not files.is_regular(path):
                return None  # a pipe: counting would use it up
            total += _count_file(path)
            continue
        found = [one for one in files.walk(path) if not (isinstance(one, Path) and is_written(one))]
        if any(isinstance(one, Path) and files.kind_of(one) in CONTAINERS for one in found):
            return None
        inside = sum(_count_file(one) if isinstance(one, Path) else 1 for one in found)
        total += inside or 1
    return total


def _count_file(path: Path) -> int:
    if files.kind_of(path) != "lines":
        return 1
    count = 0
    try:
        with files.open_bytes(path) as stream:
            for _ in files.lines(stream, "", files.SKIP):
                count += 1
    except InputError:
        count += 1
    return count


class _Inputs:
    """The way of paths, with what the call says of all of them."""

    def __init__(self, defaults: Defaults, settings: Settings, is_written: Callable[[Path], bool]) -> None:
        self._contents = Contents(defaults, settings)
        self._is_written = is_written

    def all(self, paths: Sequence[str], stdin: BinaryIO) -> _Found:
        for given in paths:
            path = Path(given)
            if given == STDIN:
                yield from _go_on(self._contents.unnamed(stdin, "Standard input", "stdin"))
            elif not given:
                yield UnreadableError("An empty path names no file.")
            elif files.is_folder(path):
                yield from self._folder(path)
            else:
                yield from _go_on(self._contents.file(path))

    def _folder(self, root: Path) -> _Found:
        empty = True
        for found in files.walk(root):
            if isinstance(found, Path) and self._is_written(found):
                continue
            empty = False
            if isinstance(found, InputError):
                yield found
            else:
                yield from _go_on(self._contents.file(found))
        if empty:
            yield UnreadableError(
                f"{files.shown(root)} holds no file to read.",
                hint=f"Files in a folder are read by suffix: {' '.join(files.KINDS)}, also with .gz or .xz.",
            )


def _go_on(found: _Found) -> _Found:
    """What an input gives, its last error in the place of what it could not."""
    try:
        yield from found
    except InputError as error:
        yield error
