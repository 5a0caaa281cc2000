from __future__ import annotations

import gzip
import io
import lzma
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import InputError, TooLargeError, UnreadableError
from sayso.ingest import files


def packer(name: str) -> Callable[[bytes], bytes]:
    return _gzip if name.endswith(".gz") else lzma.compress if name.endswith(".xz") else bytes


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data)


@pytest.mark.parametrize(
    ("name", "stem", "kind"),
    [
        ("a.txt", "a", "text"),
        ("a", "a", "text"),
        ("report.v2", "report.v2", "text"),
        ("a.b.MD", "a.b", "markdown"),
        ("a.markdown", "a", "markdown"),
        ("a.HTM", "a", "html"),
        ("a.xhtml", "a", "html"),
        ("a.jsonl", "a", "lines"),
        ("a.ndjson.xz", "a", "lines"),
        ("a.json.gz", "a", "json"),
        ("a.html.GZ", "a", "html"),
        ("a.gz", "a", "text"),
        (".txt", ".txt", "text"),
    ],
)
def test_the_name_tells_stem_and_kind(name: str, stem: str, kind: str) -> None:
    assert files.stem(Path("in") / name) == stem
    assert files.kind_of(Path("in") / name) == kind


def test_a_file_name_that_is_not_utf_8_can_be_shown() -> None:
    assert files.stem(Path(os.fsdecode(b"caf\xe9.txt"))) == "caf\ufffd"


@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz", "a.txt.xz"])
def test_a_file_is_read_up_to_the_limit(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(packer(name)(b"x" * 1000))
    assert files.read_file(path, 1000) == b"x" * 1000
    with pytest.raises(TooLargeError) as caught:
        files.read_file(path, 999)
    assert caught.value.message == f"{path} is larger than 999 bytes."


def test_a_file_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 1000)
    monkeypatch.setattr(files, "open_bytes", None)
    with pytest.raises(TooLargeError):
        files.read_file(tmp_path / "a.txt", 999)


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt.xz"])
def test_a_bomb_is_unpacked_no_further_than_the_limit(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(packer(name)(bytes(40_000_000)))
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError):
            files.read_file(path, 5000)
        assert tracemalloc.get_traced_memory()[1] < 12_000_000  # the dictionary of `xz -6` takes 8 MiB of it
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt.xz"])
def test_several_packed_streams_in_a_row_are_one_file(tmp_path: Path, name: str) -> None:
    pack = packer(name)
    (tmp_path / name).write_bytes(pack(b"one ") + pack(b"") + pack(b"two") + bytes(8))
    assert files.read_file(tmp_path / name, 100) == b"one two"


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt.xz"])
@pytest.mark.parametrize("damage", ["cut", "flip", "foreign"])
def test_damaged_packed_files_are_refused(tmp_path: Path, name: str, damage: str) -> None:
    data = bytearray(packer(name)(os.urandom(5000)))
    if damage == "cut":
        del data[-100:]
    elif damage == "flip":
        data[1000] ^= 255
    else:
        data[:] = b"plain text, misnamed"
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableError, match="is damaged"):
        files.read_file(tmp_path / name, 10_000)


def test_an_xz_file_may_not_ask_for_any_memory_it_likes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.xz").write_bytes(lzma.compress(b"x", preset=6))
    monkeypatch.setattr(files, "XZ_MEMORY", 1 << 20)
    with pytest.raises(UnreadableError, match="Memory usage limit"):
        files.read_file(tmp_path / "a.xz", 100)


def test_what_is_missing_and_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableError, match=r"a\.txt does not exist"):
        files.read_file(tmp_path / "a.txt", 10)
    with pytest.raises(UnreadableError, match="null byte"):
        files.read_file(tmp_path / "a\x00.txt", 10)
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    with pytest.raises(UnreadableError, match="symbolic links"):
        files.read_file(tmp_path / "loop.txt", 10)

    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "b.txt").write_bytes(b"x")
    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(UnreadableError, match=r"b\.txt may not be read"):
        files.read_file(tmp_path / "b.txt", 10)


def test_lines_are_numbered_and_blank_ones_only_count() -> None:
    stream = io.BytesIO(b"\none\n \r\ntwo\r\nthree")
    assert list(files.lines(stream, "x", 10)) == [(2, b"one\n"), (4, b"two\r\n"), (5, b"three")]


def test_lines_up_to_the_limit_are_given_and_longer_ones_passed_over() -> None:
    stream = io.BytesIO(b"12345\n123456\n12345\r\n" + b"x" * 200_000 + b"\nend\n" + b"1234567")
    assert list(files.lines(stream, "x", 5)) == [
        (1, b"12345\n"),
        (2, None),
        (3, b"12345\r\n"),
        (4, None),
        (5, b"end\n"),
        (6, None),
    ]


@given(st.lists(st.binary(max_size=12).map(lambda b: b.replace(b"\n", b"").replace(b"\r", b""))), st.integers(1, 12))
def test_lines_of_any_length_stay_in_step(parts: list[bytes], limit: int) -> None:
    expected = [(n, p + b"\n" if len(p) <= limit else None) for n, p in enumerate(parts, 1)]
    kept = [(n, p) for n, p in expected if p is None or p.strip()]
    found = list(files.lines(io.BytesIO(b"".join(p + b"\n" for p in parts)), "x", limit))
    assert found == kept


def test_a_stream_that_breaks_off_says_after_which_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b"one\n" + os.urandom(30_000).hex().encode())[:-5000])
    with files.open_bytes(path) as stream:
        found = files.lines(stream, "a", 100_000)
        assert next(found) == (1, b"one\n")
        with pytest.raises(UnreadableError, match="a, after line 1, is damaged"):
            next(found)


def names(root: Path) -> list[str]:
    return [str(p.relative_to(root)) if isinstance(p, Path) else p.message for p in files.walk(root)]


def test_a_folder_gives_known_files_below_it_in_order(tmp_path: Path) -> None:
    for name in ["b.txt", "a.txt", "a/z.md", "a/b/c.jsonl.gz", "a/x.png", "README", ".hidden.txt", ".git/x.txt"]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    assert names(tmp_path) == ["a/b/c.jsonl.gz", "a/z.md", "a.txt", "b.txt"]


def test_links_are_followed_inside_the_folder_only_and_loops_end(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "secret.txt").touch()
    root = tmp_path / "in"
    (root / "a").mkdir(parents=True)
    (root / "a" / "x.txt").touch()
    (root / "a" / "up").symlink_to(root)
    (root / "away").symlink_to(tmp_path / "out")
    (root / "away.txt").symlink_to(tmp_path / "out" / "secret.txt")
    (root / "link.txt").symlink_to(root / "a" / "x.txt")
    (root / "same").symlink_to(root / "a")
    (root / "gone.txt").symlink_to(root / "nowhere.txt")
    (root / "lost.txt").symlink_to(tmp_path / "nowhere.txt")
    os.mkfifo(root / "pipe")
    (root / "pipe.txt").symlink_to(root / "pipe")  # reading it would never end
    assert names(root) == ["a/x.txt", "gone.txt", "link.txt", "lost.txt"]


def test_a_file_that_goes_away_while_it_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.touch()
    look = Path.stat

    def stat_once(self: Path) -> os.stat_result:
        status = look(self)
        path.unlink()
        return status

    monkeypatch.setattr(Path, "stat", stat_once)
    with pytest.raises(UnreadableError, match="does not exist"):
        files.read_file(path, 10)


def test_a_closed_folder_is_an_error_among_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b.txt").touch()
    listdir = os.listdir

    def closed(path: Path) -> list[str]:
        if path.name == "a":
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(os, "listdir", closed)
    found = list(files.walk(tmp_path))
    assert isinstance(found[0], InputError)
    assert found[0].message == f"{tmp_path / 'a'} may not be read."
    assert found[1:] == [tmp_path / "b.txt"]
