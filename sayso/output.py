"""Where readings are written: a terminal, a pipe or a file that is whole at every moment."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sayso.errors import InputError, OutputError, UsageError
from sayso.identity import text_digest
from sayso.records import Article

Inputs = Iterator[Article | InputError]


@contextmanager
def _told_as_output(name: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{name} cannot be written: {error.strerror or error}") from error


@contextmanager
def whole_file(path: Path | None) -> Iterator[Callable[[str], None]]:
    """A function that writes text. A file appears, or is replaced, when all is written; None is standard output."""
    if path is None:
        yield _to_stdout
        sys.stdout.flush()
        return
    with _told_as_output(str(path)):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with _told_as_output(str(path)), os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file.write  # type: ignore[misc]
        with _told_as_output(str(path)):
            part.chmod(0o666 & ~_umask())
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def line_file(path: Path | None, keep: int = 0) -> Iterator[Callable[[str], None]]:
    """A function that writes one line and sends it on at once. keep: bytes of an existing file to go on after."""
    if path is None:
        yield _to_stdout
        sys.stdout.flush()
        return
    with _told_as_output(str(path)):
        file = path.open("r+b" if keep else "wb")
        file.truncate(keep)
        file.seek(keep)

    def write(line: str) -> None:
        with _told_as_output(str(path)):
            file.write(line.encode("utf-8"))
            file.flush()

    with file:
        yield write


def _to_stdout(text: str) -> None:
    out: TextIO = sys.stdout
    try:
        out.write(text)
        out.flush()
    except UnicodeEncodeError:
        out.write(text.encode(out.encoding, "backslashreplace").decode(out.encoding))


def skip_done(inputs: Inputs, path: Path) -> tuple[Inputs, int, int, str | None]:
    """Pass over the articles whose readings stand in an earlier output.

    Gives the inputs that are left, how many were passed, the bytes of the whole lines, and the reader they name.
    An article counts as done when name and text agree with the next line; errors among the inputs are told again.
    Raises UsageError when the lines are not readings of these inputs in this order.
    """
    passed, size = 0, 0
    reader: str | None = None
    errors: list[InputError] = []
    with _told_as_output(str(path)), path.open("rb") as lines:
        for line in lines:
            if not line.endswith(b"\n"):
                break
            key, reader = _key(line, path)
            for one in inputs:
                if isinstance(one, InputError):
                    errors.append(one)
                elif (one.name, text_digest(one.text)) == key:
                    break
                else:
                    raise _other_run(path)
            else:
                raise _other_run(path)
            passed += 1
            size += len(line)

    def rest() -> Inputs:
        yield from errors
        yield from inputs

    return rest(), passed, size, reader


def _key(line: bytes, path: Path) -> tuple[tuple[str | None, str], str]:
    try:
        told = json.loads(line)
        return (told["article"]["name"], told["article"]["sha256"]), str(told["reader"])
    except (ValueError, KeyError, TypeError):
        raise _other_run(path) from None


def _other_run(path: Path) -> UsageError:
    return UsageError(
        f"{path} does not hold readings of these inputs in this order, so --resume cannot go on there.",
        hint="Give the inputs of the first run, or another --output.",
    )
