"""Zip and tar: every file of a known name; tricks with paths, links, sizes and depth refused one by one."""

from __future__ import annotations

import gzip
import io
import lzma
import resource
import tarfile
import zipfile
from pathlib import Path

import pytest

from sayso.errors import TooLargeError, UnreadableError
from sayso.records import Article
from sayso.settings import Settings
from tests.ingest.made import (
    STORY,
    docx,
    one_error,
    overlapping,
    paragraph,
    pdf,
    read,
    record,
    texts,
    zipped,
)

ROW = b'{"text": "She said so.", "name": "n"}\n'


def tarred(*members: tuple[str, bytes] | tarfile.TarInfo, mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
                continue
            info = tarfile.TarInfo(member[0])
            info.size = len(member[1])
            archive.addfile(info, io.BytesIO(member[1]))
    return out.getvalue()


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


MEMBERS = [
    ("a.txt", b"One."),
    ("in/b.html", b"<p>The second one is longer, she said.</p>"),
    ("in/c.jsonl.gz", gzip.compress(ROW)),
    ("d.docx", docx(paragraph("Four."))),
    ("e.warc", record()),
    ("f.png", b"\x89PNG"),
    (".hidden.txt", b"no"),
    ("__MACOSX/g.txt", b"no"),
    ("h.pdf", pdf([[("Eight is a page with more than a few letters.", 72, 700, 11)]])),
]
TOLD = ["One.", "The second one is longer, she said.", "She said so.", "Four.", f"Ferry\n\n{STORY}"]
EIGHT = "Eight is a page with more than a few letters."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped(*MEMBERS)),
        ("stored.zip", zipped(*MEMBERS, method=zipfile.ZIP_STORED)),
        ("a.tar", tarred(*MEMBERS)),
        ("a.tgz", tarred(*MEMBERS, mode="w:gz")),
        ("a.tar.xz", tarred(*MEMBERS, mode="w:xz")),
        ("a.tar.bz2", tarred(*MEMBERS, mode="w:bz2")),
        ("noname", tarred(*MEMBERS)),
    ],
)
def test_every_file_of_a_known_name_is_read(tmp_path: Path, name: str, data: bytes) -> None:
    found = read(written(tmp_path, name, data))
    assert texts(found) == [*TOLD, EIGHT]
    assert [one.name for one in found if isinstance(one, Article)] == ["a", "b", "n", "d", "urn:uuid:1", "h"]
    assert texts(read("-", stdin=data)) == [*TOLD, EIGHT]


def test_tables_in_archives_where_columns_are_meant(tmp_path: Path) -> None:
    path = written(tmp_path, "a.zip", zipped(("t.csv", b"body,headline\nShe said so.,T\n"), ("x.xml", b"<x/>")))
    assert read(path, columns={}) == [Article(text="She said so.", title="T", name="t-1")]
    assert isinstance(one_error(read(path)), UnreadableError)


def test_paths_out_of_the_archive_are_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    names = [
        "../a.txt",
        "/etc/a.txt",
        "x/../../a.txt",
        "C:\\a.txt",
        "\\\\host\\a.txt",
        "..\\a.txt",
        "a" * 2000 + ".txt",
    ]
    members = [*((name, b"no") for name in names), ("good.txt", b"Yes, she said.")]
    for path in (written(tmp_path, "z.zip", zipped(*members)), written(tmp_path, "t.tar", tarred(*members))):
        *errors, good = read(path)
        assert len(errors) == len(names)
        assert all(isinstance(error, UnreadableError) for error in errors)
        assert texts([good]) == ["Yes, she said."]
    assert not (tmp_path.parent / "a.txt").exists()


def test_links_devices_and_pipes_are_refused(tmp_path: Path) -> None:
    specials = [
        special("l.txt", tarfile.SYMTYPE, "/etc/passwd"), special("h.txt", tarfile.LNKTYPE, "a.txt"),
        special("d.txt", tarfile.CHRTYPE), special("p.txt", tarfile.FIFOTYPE), special("s.txt", tarfile.GNUTYPE_SPARSE),
    ]  # fmt: skip
    found = read(written(tmp_path, "a.tar", tarred(*specials[:4], ("a.txt", b"Yes."))))
    assert [type(one) for one in found] == [UnreadableError] * 4 + [Article]
    info = zipfile.ZipInfo("l.txt")
    info.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, "/etc/passwd")
        archive.writestr("a.txt", "Yes.")
    error, one = read(written(tmp_path, "a.zip", out.getvalue()))
    assert isinstance(error, UnreadableError)
    assert "is a link" in error.message
    assert isinstance(one, Article)


def test_locked_files_and_other_methods_are_refused(tmp_path: Path) -> None:
    data = bytearray(zipped(("a.txt", b"no"), ("b.txt", b"yes")))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    error, one = read(written(tmp_path, "a.zip", bytes(data)))
    assert "locked" in texts([error])[0]
    assert isinstance(one, Article)
    packed = zipped(("a.txt", b"no"), method=zipfile.ZIP_LZMA)
    assert "another method" in one_error(read(written(tmp_path, "b.zip", packed))).message


def test_bombs_are_unpacked_no_further_than_the_limits(tmp_path: Path) -> None:
    settings = Settings(largest_input=1_000_000, largest_archive=3_000_000)
    bombs = [(f"{n}.txt", b"a" * 900_000) for n in range(9)]
    for name, data in (("z.zip", zipped(*bombs)), ("t.tar.xz", lzma.compress(tarred(*bombs)))):
        found = read(written(tmp_path, name, data), settings=settings)
        assert [type(one) for one in found[:3]] == [Article] * 3
        assert any(isinstance(one, TooLargeError) and "3,000,000" in one.message for one in found)
        assert sum(isinstance(one, Article) for one in found) == 3
    huge = zipped(("a.html", b"<p>" * 20_000_000), ("b.txt", b"Yes."))
    error, one = read(written(tmp_path, "h.zip", huge), settings=Settings(largest_input=1_000_000))
    assert isinstance(error, TooLargeError)
    assert isinstance(one, Article)


def test_files_that_lie_over_each_other(tmp_path: Path) -> None:
    settings = Settings(largest_input=2_000_000, largest_archive=8_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read(written(tmp_path, "a.zip", overlapping(3000, 1_500_000)), settings=settings)
    assert not any(isinstance(one, Article) for one in found[8:])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # KiB


def test_more_files_than_the_limit(tmp_path: Path) -> None:
    members = [(f"{n}.txt", b"Yes.") for n in range(30)]
    settings = Settings(most_members=20)
    assert isinstance(one_error(read(written(tmp_path, "a.zip", zipped(*members)), settings=settings)), TooLargeError)
    found = read(written(tmp_path, "a.tar", tarred(*members)), settings=settings)
    assert [type(one) for one in found] == [Article] * 20 + [TooLargeError]


def test_archives_in_archives_down_to_the_limit(tmp_path: Path) -> None:
    data = zipped(("a.txt", b"Deep."))
    for level in range(4):
        data = zipped(("in.zip", data), (f"{level}.txt", b"Level.")) if level % 2 else tarred(("in.zip", data))
    found = read(written(tmp_path, "a.zip", data), settings=Settings(deepest_archive=5))
    assert texts(found) == ["Deep.", "Level.", "Level."]
    error, rest = read(written(tmp_path, "a.zip", data), settings=Settings(deepest_archive=3))[:2]
    assert isinstance(error, TooLargeError)
    assert isinstance(rest, Article)


def test_what_all_archives_in_an_archive_unpack_to_counts_together(tmp_path: Path) -> None:
    inner = zipped(*((f"{n}.txt", b"a" * 90_000) for n in range(10)))
    path = written(tmp_path, "a.zip", zipped(*((f"{n}.zip", inner) for n in range(20))))
    found = read(path, settings=Settings(largest_archive=2_000_000, largest_input=1_000_000))
    assert sum(isinstance(one, Article) for one in found) < 25
    assert isinstance(found[-1], TooLargeError)


def test_damaged_archives(tmp_path: Path) -> None:
    whole = zipped(("a.txt", b"x" * 100), ("b.txt", bytes(range(256)) * 90), ("c.txt", b"Yes."))
    assert isinstance(one_error(read(written(tmp_path, "cut.zip", whole[:-40]))), UnreadableError)
    at = whole.index(b"b.txt") + 50
    broken = whole[:at] + b"\xff\xff\xff" + whole[at + 3 :]
    first, error, last = read(written(tmp_path, "b.zip", broken))
    assert isinstance(first, Article)
    assert isinstance(error, UnreadableError)
    assert isinstance(last, Article)
    tar = tarred(("a.txt", b"x" * 100), ("b.txt", b"y" * 5000))
    *_, error = read(written(tmp_path, "cut.tar", tar[:2500]))
    assert isinstance(error, UnreadableError)
    broken = tar[:1024] + b"\x01" * 512 + tar[1536:]
    first, error = read(written(tmp_path, "b.tar", broken))
    assert isinstance(first, Article)
    assert "after file 1" in texts([error])[0]


def test_headers_of_a_tar_may_not_ask_for_gigabytes(tmp_path: Path) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 4_000_000_000
    data = gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + bytes(80_000_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert isinstance(one_error(read(written(tmp_path, "a.tar.gz", data))), UnreadableError)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # KiB


def test_a_name_that_turns_around_or_holds_a_zero_byte(tmp_path: Path) -> None:
    members = [("\u202etxt.exe.txt", b"Yes."), ("b.txt", b"Two.")]
    one, two = read(written(tmp_path, "a.tar", tarred(*members)))
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert one.name == "\u202etxt.exe"
