"""Where readings are written: a terminal, a pipe or a file that is whole at every moment."""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import BinaryIO, TextIO

from sayso.errors import InputError, OutputError, UsageError
from sayso.records import Article

Inputs = Iterator[Article | InputError]
_OPENING = b'{"contract":'


@contextmanager
def _told_as_output(name: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{name} cannot be written: {error.strerror or error}") from error


@contextmanager
def whole_file(path: Path | None, *, exact: bool = True) -> Iterator[Callable[[str], None]]:
    """A function that writes text. A file appears, or is replaced, when all is written; None is standard output.

    A link stays a link, a pipe or device is written to as it is. exact: as for `standard_output`.
    """
    if path is None:
        yield standard_output(exact=exact)
        return
    if _is_special(path):
        with line_file(path) as write:
            yield write
        return
    with _whole(path) as file:

        def to_file(text: str) -> None:
            file.write(text.encode("utf-8"))

        yield to_file


@contextmanager
def whole_bytes(path: Path | None, form: str = "Parquet") -> Iterator[Callable[[bytes], object]]:
    """The same for bytes of a form. Raises UsageError where they would go to a terminal."""
    if path is None:
        if sys.stdout is not None and sys.stdout.isatty():
            raise UsageError(f"{form} is not for terminals.", hint="Give --output FILE, or send it into a pipe.")
        yield _standard_bytes()
    elif _is_special(path):
        with _told_as_output(str(path)), path.open("wb") as file:
            yield file.write
    else:
        with _whole(path) as whole:
            yield whole.write


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `path` when all is written."""
    with _told_as_output(str(path)):
        target = Path(os.path.realpath(path))
        mode = _mode_to_keep(target)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".sayso-", suffix=".part")
    part = Path(name)
    try:
        with _told_as_output(str(path)), os.fdopen(handle, "wb") as file:
            yield file
        with _told_as_output(str(path)):
            part.chmod(mode)
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _is_special(path: Path) -> bool:
    """Whether path is a pipe, a device or a socket: nothing that another file could take the place of."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _mode_to_keep(target: Path) -> int:
    """The permissions of a file that is replaced, those of a new one else. Raises OSError where it is not ours."""
    if not target.exists():
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return stat.S_IMODE(target.stat().st_mode)


@contextmanager
def line_file(path: Path | None, keep: int = 0) -> Iterator[Callable[[str], None]]:
    """A function that writes one line and sends it on at once. keep: bytes of an existing file to go on after.

    What stood after `keep` goes with the first line, or at the end; an error before leaves the file as it was. After
    every error and interruption the file holds whole lines.
    """
    if path is None:
        yield standard_output(exact=True)
        return
    with _told_as_output(str(path)):
        file = open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o666), "wb", buffering=0)  # noqa: PTH123, SIM115
    with file:
        lines = _Lines(file, keep)

        def write(line: str) -> None:
            with _told_as_output(str(path)):
                lines.write(line.encode("utf-8"))

        yield write
        with _told_as_output(str(path)):
            lines.begin()


class _Lines:
    """A file to which each line is written whole or not at all. end: bytes that stand."""

    def __init__(self, file: FileIO, end: int) -> None:
        self._file, self._end, self._begun = file, end, False
        self._plain = stat.S_ISREG(os.fstat(file.fileno()).st_mode)

    def begin(self) -> None:
        """Cuts what stands after the end, once; a pipe or device has none."""
        if not self._begun:
            self._cut()
            self._begun = True

    def write(self, line: bytes) -> None:
        self.begin()
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except BaseException:  # Ctrl-C, too
            with suppress(OSError):
                self._cut()
            raise
        self._end += len(line)

    def _cut(self) -> None:
        if self._plain:
            self._file.truncate(self._end)
            self._file.seek(self._end)


def standard_output(*, exact: bool) -> Callable[[str], None]:
    """A function that writes text to standard output and sends it on at once.

    exact: as UTF-8 whatever the terminal's encoding, since that is what JSON and the page are; else characters that
    the terminal's encoding lacks are written as escapes. Raises OutputError when standard output is closed.
    """
    out: TextIO | None = sys.stdout
    if out is None:
        raise OutputError("Standard output is closed.", hint="Give --output.")
    encoding = "utf-8" if exact else out.encoding or "utf-8"

    def write(text: str) -> None:
        try:
            with _told_as_output("Standard output"):
                out.flush()
                out.buffer.write(text.encode(encoding, "backslashreplace"))
                out.buffer.flush()
        except (OutputError, BrokenPipeError):
            drop_output()
            raise

    return write


def _standard_bytes() -> Callable[[bytes], None]:
    out: TextIO | None = sys.stdout
    if out is None:
        raise OutputError("Standard output is closed.", hint="Give --output.")

    def write(data: bytes) -> None:
        try:
            with _told_as_output("Standard output"):
                out.buffer.write(data)
                out.buffer.flush()
        except (OutputError, BrokenPipeError):
            drop_output()
            raise

    return write


def drop_output() -> None:
    """Lets what standard output still holds go nowhere, or Python would try to write it again when it ends."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def is_written(path: Path | None) -> Callable[[Path], bool]:
    """Tells of a file whether it is the one that is written: `path`, or where the shell sends standard output."""

    def same(other: Path) -> bool:
        try:
            there = other.stat()
            here = path.stat() if path else os.fstat(sys.stdout.fileno())
        except (OSError, ValueError, AttributeError):
            return False
        return stat.S_ISREG(there.st_mode) and os.path.samestat(here, there)

    return same


def skip_done(inputs: Inputs, path: Path) -> tuple[Inputs, int, int, frozenset[str]]:
    """Pass over the articles whose readings stand in an earlier output.

    Gives the inputs that are left, how many were passed, the bytes of the whole lines, and the readers they name.
    An article counts as done when name and id (text and publication) agree with the next line; errors among the
    inputs are told again. Raises UsageError when the lines are not readings of these inputs in this order.
    """
    passed, size = 0, 0
    readers: set[str] = set()
    errors: list[InputError] = []
    with _told_as_output(str(path)), path.open("rb") as lines:
        for line in lines:
            if not line.endswith(b"\n"):
                if not (line.startswith(_OPENING) or _OPENING.startswith(line)):
                    raise _other_run(path)  # not half a reading: a file of something else
                break
            key, reader = _key(line, path)
            for one in inputs:
                if isinstance(one, InputError):
                    errors.append(one)
                elif (one.name, one.id) == key:
                    break
                else:
                    raise _other_run(path)
            else:
                raise _other_run(path)
            passed += 1
            size += len(line)
            readers.add(reader)

    def rest() -> Inputs:
        yield from errors
        yield from inputs

    return rest(), passed, size, frozenset(readers)


def _key(line: bytes, path: Path) -> tuple[tuple[str | None, str], str]:
    try:
        told = json.loads(line)
        return (told["article"]["name"], told["article"]["id"]), str(told["reader"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _other_run(path) from None


def _other_run(path: Path) -> UsageError:
    return UsageError(
        f"{path} does not hold readings of these inputs in this order, so --resume cannot go on there.",
        hint="Give the inputs, --published and --outlet of the first run, or another --output.",
    )
