"""Zip and tar archives: their files one after the other as streams, and nothing ever written to disk.

Refused, each as one error in the file's place: paths that lead out of the archive, links, locked files, files packed in
a way that cannot be unpacked within bounds. Limits on bytes, files and depth come from the settings.
"""

from __future__ import annotations

import io
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from sayso.errors import InputError, TooLargeError, UnreadableError
from sayso.ingest.files import FAILURES, read_some, refusal
from sayso.settings import Settings

Member = tuple[str, BinaryIO]
"""Path inside the archive, and its content, good until the next is asked for."""
_DIRECTORY_BYTES = 100  # a file in a zip's directory, on average: 46 and its path
_LARGEST_READ = 1 << 24  # bytes that a tar's own headers may ask for at once
_KEPT = 1 << 17  # bytes behind the place in a tar to which its reader may go back
_UNPACKABLE = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, RuntimeError, NotImplementedError, RecursionError, KeyError, *FAILURES)
_LONGEST_PATH = 1000
_DRIVE = re.compile(r"[a-zA-Z]:")


class _Counted(io.RawIOBase):
    """A stream that counts what all files of an archive unpack to, and refuses to go on beyond the limit."""

    def __init__(self, stream: BinaryIO, total: Total) -> None:
        self._stream, self._total = stream, total

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            told = self._stream.read(len(buffer))
        except (zipfile.BadZipFile, tarfile.TarError) as error:
            raise OSError(str(error)) from error  # which all readers of streams know
        self._total.add(len(told))
        buffer[: len(told)] = told
        return len(told)

    def close(self) -> None:
        self._stream.close()
        super().close()


class Total:
    """Bytes unpacked from an archive and those in it. limit: bytes."""

    def __init__(self, limit: int) -> None:
        self.size, self._limit = 0, limit

    @property
    def is_full(self) -> bool:
        return self.size > self._limit

    def add(self, size: int) -> None:
        self.size += size
        if self.is_full:
            raise OSError(f"the archive unpacks to more than {self._limit:,} bytes")


class _Bounded:
    """A file that refuses single reads of more than a limit: those for a zip's directory, which zipfile holds whole."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file, self._most = file, most

    def read(self, size: int = -1) -> bytes:
        if size > self._most:
            raise zipfile.BadZipFile("its directory is larger than any that is read")
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()


def open_zip(file: BinaryIO, where: str, settings: Settings) -> zipfile.ZipFile:
    """A zip for reading. Raises UnreadableError, and TooLargeError for one of more files than the limit."""
    most = settings.most_members
    try:
        bounded = _Bounded(file, max(1 << 16, most * _DIRECTORY_BYTES))
        archive = zipfile.ZipFile(cast(BinaryIO, bounded))
    except _BROKEN as error:
        raise UnreadableError(f"{where} is no whole zip archive: {_reason(error)}.") from None
    if len(archive.infolist()) > most:
        raise _too_many(where, most)
    return archive


def zip_members(
    archive: zipfile.ZipFile, where: str, settings: Settings, total: Total
) -> Iterator[Member | InputError]:
    """The files of a zip in the order of its directory."""
    for info in archive.infolist():
        if info.is_dir():
            continue
        wrong = _wrong_path(info.filename) or _wrong_in_zip(info)
        if wrong:
            yield UnreadableError(f"{member(where, info.filename)} {wrong}.")
            continue
        try:
            with archive.open(info) as stream:
                yield info.filename, _stream(cast(BinaryIO, stream), total)
        except _BROKEN as error:
            yield UnreadableError(f"{member(where, info.filename)} is damaged: {_reason(error)}.")
        if total.is_full:
            yield _too_much(where, settings)
            return


def _wrong_in_zip(info: zipfile.ZipInfo) -> str | None:
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link"
    if info.flag_bits & 0x1:
        return "is locked by a password"
    return None if info.compress_type in _UNPACKABLE else "is packed by another method than deflate"


class _Forward:
    """What tarfile reads from: a stream that only goes forward, with the last bytes at hand."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._kept = bytearray()
        self._end = self._at = 0

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > _LARGEST_READ:
            raise tarfile.ReadError("a header asks for more than any tar needs")
        back = self._end - self._at
        told = bytes(self._kept[len(self._kept) - back :][:size]) if back else b""
        while len(told) < size and (chunk := self._take(size - len(told))):
            told += chunk
        self._at += len(told)
        return told

    def _take(self, size: int) -> bytes:
        chunk = read_some(self._stream, min(size, _KEPT))
        self._kept += chunk
        del self._kept[:-_KEPT]
        self._end += len(chunk)
        return chunk

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence or offset < self._end - len(self._kept):
            raise tarfile.ReadError("it cannot be read backwards")
        while self._end < offset and self._take(min(offset - self._end, _KEPT)):
            pass
        self._at = min(offset, self._end)
        return self._at

    def tell(self) -> int:
        return self._at


def tar_members(stream: BinaryIO, where: str, settings: Settings, total: Total) -> Iterator[Member | InputError]:
    """The files of a tar, unpacked already, in their order; the last is an error where it breaks off."""
    count, forward = 0, _Forward(stream)
    try:
        with tarfile.open(fileobj=cast(BinaryIO, forward), mode="r:") as archive:
            while (info := archive.next()) is not None:
                archive.members = []  # type: ignore[attr-defined]  # it would hold all of them
                count += 1
                if count > settings.most_members:
                    yield _too_many(where, settings.most_members)
                    return
                if info.isdir():
                    continue
                wrong = _wrong_path(info.name) or _wrong_in_tar(info)
                if wrong:
                    yield UnreadableError(f"{member(where, info.name)} {wrong}.")
                    continue
                found = archive.extractfile(info)
                assert found is not None
                yield info.name, _stream(cast(BinaryIO, found), total)
                if total.is_full:
                    yield _too_much(where, settings)
                    return
            forward.seek(archive.offset)  # tarfile takes a broken header for the end
            if forward.read(tarfile.BLOCKSIZE).strip(b"\x00"):
                raise tarfile.ReadError("what follows is no tar")
    except _BROKEN as error:
        place = f"{where}, after file {count:,}," if count else where
        yield UnreadableError(f"{place} is damaged: {_reason(error)}.")


def _wrong_in_tar(info: tarfile.TarInfo) -> str | None:
    if info.issym() or info.islnk():
        return "is a link"
    if info.issparse():
        return "is a file with holes"
    return None if info.isreg() else "is no ordinary file"


def _wrong_path(name: str) -> str | None:
    """What is wrong with a path in an archive. Nothing is written there, yet names travel on into outputs."""
    if len(name) > _LONGEST_PATH:
        return f"has a path of {len(name):,} characters"
    if "\x00" in name:
        return "has a zero byte in its path"
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if ".." in parts or name.startswith(("/", "\\")) or _DRIVE.match(name):
        return "has a path that leads out of the archive"
    return None


def member(where: str, name: str) -> str:
    """How messages name a file in an archive."""
    name = name.encode("utf-8", "replace").decode()
    return f"{where}: {name if len(name) <= 200 else name[:200] + '…'}"


def _stream(stream: BinaryIO, total: Total) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Counted(stream, total), 1 << 16))


def _too_many(where: str, most: int) -> TooLargeError:
    return TooLargeError(f"{where} holds more than {most:,} files.", hint="Raise SAYSO_MOST_MEMBERS.")


def _too_much(where: str, settings: Settings) -> TooLargeError:
    return TooLargeError(
        f"{where} unpacks to more than {settings.largest_archive:,} bytes: the rest is passed over.",
        hint="Raise SAYSO_LARGEST_ARCHIVE if it is to be trusted.",
    )


def _reason(error: BaseException) -> str:
    if isinstance(error, RecursionError):
        return "its headers are nested too deeply"
    if isinstance(error, zlib.error | EOFError | OSError):
        return refusal("it", error).message.removeprefix("it ").rstrip(".")
    return str(error).strip("'\"").rstrip(".") or type(error).__name__
