"""Files and folders: which are read, in which order, as what, and never more of them in memory than a limit."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import BinaryIO, Literal, cast

from sayso.errors import InputError, TooLargeError, UnreadableError
from sayso.ingest.decode import HEAD

Kind = Literal[
    "text", "markdown", "html", "lines", "json", "parquet", "warc", "wacz", "mail", "mbox", "docx", "pdf", "zip", "tar"
]

KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".json": "json",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wacz": "wacz",
    ".eml": "mail",
    ".mbox": "mbox",
    ".docx": "docx",
    ".pdf": "pdf",
    ".zip": "zip",
    ".tar": "tar",
    ".tgz": "tar",
}
PACKED = (".gz", ".xz")
"""Suffixes after which a file is unpacked; others are by their content."""
COLLECTIONS = {".csv": "table", ".tsv": "table", ".rss": "feed", ".atom": "feed", ".rdf": "feed", ".xml": "feed"}
"""Files of many articles that are read where a call says that objects under any keys are meant (sayso add)."""
XZ_MEMORY = 256 << 20
"""Bytes that an .xz file may ask for to be unpacked; `xz -9` asks for 65 MiB."""
SKIP = 1 << 16
"""Bytes read at a time where a line too long is passed over."""


def shown(path: str | os.PathLike[str]) -> str:
    """A path for messages and names: file names that are not UTF-8 get U+FFFD for what cannot be written."""
    return os.fsencode(path).decode("utf-8", "replace")


def split_name(path: PurePath) -> tuple[str, str, str]:
    """File name without its known suffixes, the suffix that tells the kind ("" for none), ".gz", ".xz" or ""."""
    name = path.name
    packed = next((s for s in PACKED if name.lower().endswith(s) and len(name) > len(s)), "")
    name = name[: len(name) - len(packed)]
    suffix = next((s for s in KINDS if name.lower().endswith(s) and len(name) > len(s)), "")
    return name[: len(name) - len(suffix)], suffix, packed


def stem(path: PurePath) -> str:
    """The name of an article that a file holds: kyiv.html.gz → kyiv."""
    return shown(split_name(path)[0]) or shown(path)


def kind_of(path: PurePath) -> Kind:
    """What the suffix says; plain text for none and for unknown ones."""
    return KINDS.get(split_name(path)[1], "text")


def named(path: PurePath) -> Kind | None:
    """What a known suffix says, None for others."""
    return KINDS.get(split_name(path)[1])


def collection_of(path: PurePath) -> str | None:
    """ "table" or "feed" for a file of many articles, by its suffix, None for others."""
    name = path.name.lower()
    packed = next((s for s in PACKED if name.endswith(s)), "")
    return COLLECTIONS.get(PurePath(name.removesuffix(packed)).suffix)


def refusal(where: str, error: BaseException) -> UnreadableError:
    """An error of the system or of an unpacker as one of ours."""
    if isinstance(error, FileNotFoundError):
        return UnreadableError(f"{where} does not exist.")
    if isinstance(error, PermissionError):
        return UnreadableError(f"{where} may not be read.", hint="Ask for the permission to read it.")
    if isinstance(error, gzip.BadGzipFile | EOFError | zlib.error | lzma.LZMAError):
        return UnreadableError(f"{where} is damaged: {str(error).rstrip('.')}.")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return UnreadableError(f"{where} cannot be read: {reason}.")


FAILURES = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)
"""What opening and reading may raise; ValueError: a zero byte in a path."""


class _Xz(io.RawIOBase):
    """An .xz stream that refuses to take more memory than XZ_MEMORY (the module lzma's own file class has no limit)."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._unpack = lzma.LZMADecompressor(memlimit=XZ_MEMORY)
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._ended:
            if self._unpack.eof and not self._next_stream():
                break
            packed = self._file.read(SKIP) if self._unpack.needs_input else b""
            if self._unpack.needs_input and not packed:
                raise EOFError("it ends too early")
            data = self._unpack.decompress(packed, max_length=len(buffer))
            if data:
                buffer[: len(data)] = data
                return len(data)
        return 0

    def _next_stream(self) -> bool:
        rest = (self._unpack.unused_data or self._file.read(SKIP)).lstrip(b"\x00")  # padding between streams
        if not rest:
            self._ended = True
            return False
        self._unpack = lzma.LZMADecompressor(memlimit=XZ_MEMORY)
        self._file = cast(BinaryIO, _Ahead(rest, self._file))
        return True

    def close(self) -> None:
        self._file.close()
        super().close()


def unpack(stream: BinaryIO, packed: str) -> BinaryIO:
    """What a stream of packed bytes ("gz", "xz", "bz2") unpacks to, with what that may ask for bounded."""
    if packed == "gz":
        return cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb"))
    if packed == "xz":
        return cast(BinaryIO, io.BufferedReader(_Xz(stream), SKIP))
    return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, bz2.BZ2File(stream)), SKIP))


def put_back(ahead: bytes, stream: BinaryIO) -> BinaryIO:
    """A stream with bytes that were read from it already in front again."""
    return cast(BinaryIO, io.BufferedReader(_Again(ahead, stream), SKIP))


class _Again(io.RawIOBase):
    """A stream after bytes that were read from it."""

    def __init__(self, ahead: bytes, stream: BinaryIO) -> None:
        self._ahead, self._stream = ahead, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        size = len(buffer)
        if self._ahead:
            told, self._ahead = self._ahead[:size], self._ahead[size:]
        else:
            told = self._stream.read(size)
        buffer[: len(told)] = told
        return len(told)


class _Ahead:
    """A file with bytes that were read from it already put back in front."""

    def __init__(self, ahead: bytes, file: BinaryIO) -> None:
        self._ahead, self._file = ahead, file

    def read(self, size: int) -> bytes:
        ahead, self._ahead = self._ahead, b""
        return ahead or self._file.read(size)

    def close(self) -> None:
        self._file.close()


def open_bytes(path: Path) -> BinaryIO:
    """The bytes of a file as a stream, unpacked where its name says .gz or .xz. Raises UnreadableError."""
    packed = split_name(path)[2]
    try:
        if packed == ".gz":
            return cast(BinaryIO, gzip.GzipFile(path, "rb"))
        file = path.open("rb")
    except FAILURES as error:
        raise refusal(shown(path), error) from error
    return cast(BinaryIO, io.BufferedReader(_Xz(file), SKIP)) if packed == ".xz" else file


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except FAILURES:
        return 0


def is_folder(path: Path) -> bool:
    return stat.S_ISDIR(_mode(path))


def is_regular(path: Path) -> bool:
    """Whether path is an ordinary file: it has an end, and reading it twice gives the same."""
    return stat.S_ISREG(_mode(path))


def is_unnamed_pipe(path: Path) -> bool:
    """Whether path is a pipe without a suffix, as a shell makes for <(xzcat news.jsonl.xz): it may hold anything."""
    return stat.S_ISFIFO(_mode(path)) and not split_name(path)[1]


def _size(path: Path) -> int:
    """Bytes of an ordinary file; 0 for others and for one that went away meanwhile, which opening will tell."""
    try:
        status = path.stat()
    except FAILURES:
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0


def read_bounded(stream: BinaryIO, where: str, limit: int, *, ahead: bytes = b"") -> bytes:
    """All bytes of a stream, after those read ahead. Raises TooLargeError over `limit` bytes, UnreadableError."""
    chunks, size = [ahead], len(ahead)
    try:
        while size <= limit and (chunk := stream.read(min(1 << 20, limit + 1 - size))):
            chunks.append(chunk)
            size += len(chunk)
    except FAILURES as error:
        raise refusal(where, error) from error
    if size > limit:
        raise too_large(where, limit)
    return b"".join(chunks)


def read_file(path: Path, limit: int) -> bytes:
    """All bytes of a file, unpacked. Raises TooLargeError before opening one that is larger than `limit` bytes."""
    if not split_name(path)[2] and _size(path) > limit:
        raise too_large(shown(path), limit)
    with open_bytes(path) as stream:
        return read_bounded(stream, shown(path), limit)


def too_large(where: str, limit: int) -> TooLargeError:
    return TooLargeError(f"{where} is larger than {limit:,} bytes.", hint="Split it, or raise SAYSO_LARGEST_INPUT.")


def peek(stream: BinaryIO, where: str) -> bytes:
    """Some bytes from the start of a stream that open_bytes gave, left in it. Raises UnreadableError."""
    assert isinstance(stream, io.BufferedReader | gzip.GzipFile)
    try:
        return stream.peek(HEAD)[:HEAD]
    except FAILURES as error:
        raise refusal(where, error) from error


def read_some(stream: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes, what is there before a break among them: read() of a packed stream would lose it."""
    return stream.read1(size) if isinstance(stream, io.BufferedReader | gzip.GzipFile) else stream.read(size)


def read_head(stream: BinaryIO, where: str, size: int) -> bytes:
    """The next bytes, `size` of them or all that are left. Raises UnreadableError."""
    try:
        return stream.read(size)
    except FAILURES as error:
        raise refusal(where, error) from error


def take_line(stream: BinaryIO, where: str, limit: int) -> bytes:
    """The next line with its end, b"" after the last. Raises TooLargeError over `limit` bytes, UnreadableError."""
    try:
        line = stream.readline(limit + 1)
    except FAILURES as error:
        raise refusal(where, error) from error
    if len(line) > limit:
        raise too_large(where, limit)
    return line


def lines(stream: BinaryIO, where: str, limit: int, *, before: int = 0) -> Iterator[tuple[int, bytes | None]]:
    """The lines that are not blank, each with its number; None for one of more than `limit` bytes.

    Holds one line at a time. before: lines taken from the stream already. Raises UnreadableError where it breaks off.
    """
    number = before
    try:
        while line := stream.readline(limit + 2):
            number += 1
            whole = line.endswith(b"\n")
            if len(line.rstrip(b"\r\n")) > limit:
                yield number, None
            elif line.strip():
                yield number, line
            while not whole and (rest := stream.readline(SKIP)):
                whole = rest.endswith(b"\n")
    except FAILURES as error:
        raise refusal(f"{where}, after line {number}," if number else where, error) from error


def walk(root: Path) -> Iterator[Path | InputError]:
    """Every file with a known suffix below a folder, in the order of their paths; an error for each that is closed.

    Left out: hidden ones, links that lead out of the folder, folders come by before (loops), pipes and devices.
    A link that leads nowhere is given, since a file is missing there.
    """
    top = Path(os.path.realpath(root))
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    while waiting:
        path = waiting.pop()
        if _mode(path) and not Path(os.path.realpath(path)).is_relative_to(top):
            continue
        if not is_folder(path):
            if split_name(path)[1] and (is_regular(path) or not _mode(path)):
                yield path
            continue
        try:
            status = path.stat()
            names = sorted(os.listdir(path), reverse=True)  # noqa: PTH208 - names are enough, and cheaper to hold
        except OSError as error:
            yield refusal(shown(path), error)
            continue
        if (status.st_dev, status.st_ino) not in seen:
            seen.add((status.st_dev, status.st_ino))
            waiting.extend(path / name for name in names if not name.startswith("."))
