"""Output files stay whole, and nothing that is no file is ever replaced."""

from __future__ import annotations

import errno
import os
import stat
import sys
import threading
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from sayso.errors import InputError, OutputError, UsageError
from sayso.output import is_written, line_file, skip_done, standard_output, whole_file
from sayso.records import Article

Writer = Callable[[Path], object]


def whole(path: Path) -> None:
    with whole_file(path) as write:
        write("a\n")


def lines(path: Path) -> None:
    with line_file(path) as write:
        write("a\n")


@pytest.mark.parametrize("writer", [whole, lines])
def test_a_pipe_is_written_to_and_stays_a_pipe(writer: Writer, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    writer(pipe)
    reader.join(10)
    assert got == [b"a\n"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("writer", [whole, lines])
def test_a_link_stays_a_link_and_a_file_keeps_its_permissions(writer: Writer, tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_text("a longer text that was there")
    file.chmod(0o640)
    link.symlink_to(file)
    writer(link)
    assert link.is_symlink()
    assert file.read_text() == "a\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.parametrize("writer", [whole, lines])
def test_a_name_as_long_as_names_may_be(writer: Writer, tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    writer(path)
    assert path.read_text() == "a\n"


@pytest.mark.parametrize("writer", [whole, lines])
def test_a_folder_is_refused_before_anything_is_read(writer: Writer, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Is a directory"):
        writer(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OutputError, match="Permission denied"):
        whole(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "old"


def test_an_error_before_the_first_line_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old\n")
    writing = line_file(path)
    writing.__enter__()
    assert writing.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None) is not True
    assert path.read_text() == "old\n"
    with line_file(path):
        pass
    assert path.read_text() == ""


class Full:
    """Takes one byte of a line, then says that the disk is full (as the system does)."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb", buffering=0)
        self._left = 1

    def write(self, data: memoryview) -> int:
        if not self._left:
            raise OSError(errno.ENOSPC, "No space left on device")
        taken, self._left = self._file.write(data[: self._left]), 0
        return taken

    def __enter__(self) -> Full:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


def test_a_full_disk_takes_half_a_line_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.jsonl"
    monkeypatch.setattr("sayso.output.open", lambda *_, **__: Full(path), raising=False)
    with pytest.raises(OutputError, match="No space left"):
        lines(path)
    assert path.read_bytes() == b""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_what_must_be_utf_8_is_that_on_any_terminal(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(raw, encoding=encoding))
    standard_output(exact=True)("é李")
    assert raw.getvalue() == "é李".encode()
    standard_output(exact=False)("李")
    assert raw.getvalue()[5:] == "李".encode(encoding, "backslashreplace")


def test_closed_standard_output_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OutputError, match="closed"):
        standard_output(exact=True)


def test_the_file_that_is_written_is_known_by_any_of_its_names(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    link.symlink_to(file)
    same = is_written(link)
    assert not same(file)
    file.touch()
    assert same(file)
    assert same(tmp_path / "." / "link")
    assert not same(tmp_path / "other")


@pytest.mark.parametrize("body", [b"my notes", b"[" * 200_000 + b"\n", b"{}\n", b"null\n", b'"a"\n', b"\xff\n"])
def test_resume_touches_no_file_of_another_kind(body: bytes, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(body)
    articles: list[Article | InputError] = [Article(text="t", name="n")]
    with pytest.raises(UsageError):
        skip_done(iter(articles), path)


@pytest.mark.parametrize("body", [b"", b"{", b'{"contract":1,"rea'])
def test_resume_goes_on_after_half_a_first_line(body: bytes, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(body)
    articles: list[Article | InputError] = [Article(text="t", name="n")]
    rest, passed, size, readers = skip_done(iter(articles), path)
    assert (list(rest), passed, size, readers) == (articles, 0, 0, frozenset())
