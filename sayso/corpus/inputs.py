"""The step `plan`: which files the call means, in which order, and what tells them from others (their digests)."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, cast

from sayso.corpus.parts import part
from sayso.errors import InputError, MissingExtraError, UnreadableError, UsageError
from sayso.ingest.files import FAILURES, is_folder, refusal, shown, split_name, walk

_ADDRESS = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*(?:::[a-zA-Z0-9+.-]+)*)://")
_GLOB = re.compile(r"[*?\[]")
_CHUNK = 1 << 20  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """One file of the inputs. where: a path, or an address that fsspec knows. size: bytes. digest: "sha256:…" of its
    bytes, for addresses what the store tells ("etag:…"). changed: when, in nanoseconds or as the store tells it. same:
    number of an earlier input with the same bytes and suffix, whose articles are these."""

    where: str
    size: int
    digest: str
    changed: str
    same: int | None = None

    @property
    def name(self) -> str:
        return PurePosixPath(self.where).name

    @property
    def key(self) -> list[str]:
        """What makes another input of it: the name, which articles inherit, and the bytes."""
        return [self.name, self.digest]


def is_address(told: str) -> bool:
    """Whether this is an address for fsspec (s3://…) rather than a path."""
    return _ADDRESS.match(told) is not None


def find_inputs(told: Sequence[str], known: Sequence[InputFile] = ()) -> tuple[InputFile, ...]:
    """The files of paths, folders, globs and addresses, in the order given, those of one glob or folder sorted.

    known: files of an earlier run; where size and time of change are the same, their digests are taken over.
    Raises UnreadableError for what is not there or closed, UsageError for standard input and nothing.
    """
    before = {(one.where, one.size, one.changed): one.digest for one in known}
    found: list[InputFile] = []
    first: dict[tuple[str, str], int] = {}
    for one in told:
        for where in _addresses(one) if is_address(one) else _paths(one):
            size, changed, digest = _about_address(where) if is_address(where) else _about_path(where)
            digest = digest or before.get((where, size, changed)) or digest_of(Path(where))
            place = first.setdefault((digest, "".join(PurePosixPath(where).suffixes[-2:])), len(found))
            same = place if place < len(found) else None
            found.append(InputFile(where=where, size=size, digest=digest, changed=changed, same=same))
    return tuple(found)


def _paths(told: str) -> Iterator[str]:
    if told in {"", "-"}:
        raise UsageError(
            "A corpus is read from files.", hint="Standard input cannot be read twice, so a run could not be resumed."
        )
    path = Path(told)
    if is_folder(path):
        files = list(walk(path))
        for one in files:
            if isinstance(one, InputError):
                raise one
            yield str(one)
        if not files:
            raise UnreadableError(f"{shown(told)} holds no file to read.")
    elif not path.exists() and _GLOB.search(told):
        root = Path(path.anchor) if path.is_absolute() else Path()
        matches = sorted(str(p) for p in root.glob(str(path.relative_to(path.anchor))) if p.is_file())
        if not matches:
            raise UnreadableError(f"No file matches {shown(told)}.")
        yield from matches
    elif not path.exists():
        raise UnreadableError(f"{shown(told)} does not exist.")
    elif not path.is_file():
        raise UsageError(f"{shown(told)} is no file.", hint="A corpus is read from files, folders and addresses.")
    else:
        yield told


def _about_path(where: str) -> tuple[int, str, str]:
    try:
        status = Path(where).stat()
    except FAILURES as error:
        raise refusal(shown(where), error) from error
    return status.st_size, str(status.st_mtime_ns), ""


def digest_of(path: Path) -> str:
    """ "sha256:" and the digest of a file's bytes. Raises UnreadableError."""
    told = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                told.update(chunk)
    except FAILURES as error:
        raise refusal(shown(path), error) from error
    return f"sha256:{told.hexdigest()}"


def _store(where: str) -> tuple[Any, str]:
    """The file system of an address and the path in it. Raises UnreadableError, MissingExtraError."""
    try:
        return cast(tuple[Any, str], part("fsspec").core.url_to_fs(where))
    except ImportError as error:
        if where.startswith(("s3://", "s3a://")):
            raise MissingExtraError(f"Reading {shown(where)}", "s3") from None
        hint = "Such a store needs a library of its own, for example gcsfs for gs:// and adlfs for abfs://."
        raise UnreadableError(f"{shown(where)} cannot be opened: {error}", hint=hint) from None
    except ValueError as error:
        raise UnreadableError(f"{shown(where)} cannot be opened: {error}") from None


def _addresses(told: str) -> Iterator[str]:
    system, path = _store(told)
    with _told_as_input(told):
        system.invalidate_cache()  # what a listing told earlier in this process may have changed
        files = system.glob(path) if _GLOB.search(path) else [path]
        if len(files) == 1 and system.isdir(files[0]):
            files = [one for one in system.find(files[0]) if _is_found(PurePosixPath(one))]
    if not files:
        raise UnreadableError(f"No file matches {shown(told)}.")
    yield from (str(system.unstrip_protocol(one)) for one in sorted(files))


def _is_found(path: PurePosixPath) -> bool:
    """Whether a file below a folder of a store is read: those that would be below a folder of this machine."""
    return bool(split_name(path)[1]) and not path.name.startswith((".", "_"))


def _about_address(where: str) -> tuple[int, str, str]:
    system, path = _store(where)
    with _told_as_input(where):
        told = system.info(path)
    changed = next((str(told[key]) for key in ("LastModified", "last_modified", "mtime", "created") if key in told), "")
    tag = next((str(told[key]).strip('"') for key in ("ETag", "etag", "md5Hash", "content_md5") if told.get(key)), "")
    size = int(told.get("size") or 0)
    return size, changed, f"etag:{tag}" if tag else f"stat:{size}-{changed}"


@contextmanager
def _told_as_input(where: str) -> Iterator[None]:
    """Errors of any store, which share no base class, as ours."""
    try:
        yield
    except InputError:
        raise
    except FileNotFoundError as error:
        raise UnreadableError(f"{shown(where)} does not exist.") from error
    except Exception as error:
        raise UnreadableError(f"{shown(where)} cannot be read: {error or type(error).__name__}") from error


@contextmanager
def as_local(one: InputFile) -> Iterator[Path]:
    """The file as one of this machine; from a store, a copy that goes away afterwards. Raises UnreadableError."""
    if not is_address(one.where):
        yield Path(one.where)
        return
    system, path = _store(one.where)
    with tempfile.TemporaryDirectory(prefix="sayso-") as folder:
        copy = Path(folder) / (one.name or "input")
        with _told_as_input(one.where), system.open(path, "rb") as source, copy.open("wb") as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)
        if one.size and copy.stat().st_size != one.size:
            raise UnreadableError(f"{shown(one.where)} breaks off after {copy.stat().st_size:,} of {one.size:,} bytes.")
        yield copy


def is_inside(path: str, folder: Path) -> bool:
    """Whether an input lies in the folder that is written to."""
    if is_address(path):
        return False
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
