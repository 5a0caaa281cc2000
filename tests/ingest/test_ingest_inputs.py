from __future__ import annotations

import gzip
import io
import json
import lzma
import os
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import (
    BadRecordError,
    EncodingError,
    InputError,
    NotTextError,
    TooLargeError,
    UnreadableError,
    UsageError,
)
from sayso.ingest.inputs import Defaults, count_inputs, read_inputs
from sayso.records import Article
from sayso.settings import Settings

SMALL = Settings(largest_input=1000, largest_text=1000)


def read(
    *paths: str | Path,
    stdin: bytes = b"",
    settings: Settings | None = None,
    published: str | None = None,
    outlet: str | None = None,
    encoding: str | None = None,
) -> list[Article | InputError]:
    defaults = Defaults(published=published, outlet=outlet, encoding=encoding)
    return list(
        read_inputs(
            [str(p) for p in paths], defaults=defaults, settings=settings or Settings(), stdin=io.BytesIO(stdin)
        )
    )


def brief(found: list[Article | InputError]) -> list[object]:
    """Names of articles, and kind and message of errors."""
    return [one.name if isinstance(one, Article) else (type(one), one.message) for one in found]


def lines(tmp_path: Path, *rows: object, name: str = "news.jsonl") -> Path:
    path = tmp_path / name
    path.write_bytes(b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows))
    return path


def test_a_text_file_is_its_characters(tmp_path: Path) -> None:
    path = tmp_path / "kyiv.txt"
    path.write_bytes(b"\xef\xbb\xbf He said\r\nso. \n")
    assert read(path, published="2022-11-03", outlet="Post") == [
        Article(text="\ufeff He said\r\nso. \n", name="kyiv", published="2022-11-03", outlet="Post")
    ]


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_text_is_left_to_the_reader(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    assert read(tmp_path / "a.txt") == [Article(text=text, name="a")]
    assert read(lines(tmp_path, {"text": text, "name": "n"})) == [Article(text=text, name="n")]
    assert read("-", stdin=text.encode()) == [Article(text=text, name="stdin")]


def test_pages_and_markdown_tell_of_themselves_and_the_command_line_wins(tmp_path: Path) -> None:
    page = tmp_path / "p.html"
    page.write_text(
        "<title>T</title><meta name=date content=2022-11-03><meta property=og:site_name content=Page>"
        "<link rel=canonical href=https://a.example/1><p>He said so."
    )
    mark = tmp_path / "m.md"
    mark.write_text("---\ntitle: T\ndate: 2022-11-03\noutlet: Page\n---\nHe said so.")
    told = {"text": "He said so.", "title": "T"}
    url = "https://a.example/1"
    assert read(page, mark) == [
        Article(name="p", url=url, outlet="Page", published="2022-11-03", **told),
        Article(name="m", outlet="Page", published="2022-11-03", **told),
    ]
    assert read(page, mark, published="2023-01-01", outlet="Post") == [
        Article(name="p", url=url, outlet="Post", published="2023-01-01", **told),
        Article(name="m", outlet="Post", published="2023-01-01", **told),
    ]


def test_json_objects_win_over_the_command_line(tmp_path: Path) -> None:
    full = {"text": "t", "name": "n", "published": "2022-11-03", "outlet": "o", "title": "i", "url": "u"}
    path = lines(tmp_path, full, {"text": "t", "outlet": None, "published": ""})
    assert read(path, published="2023-01-01", outlet="Post") == [
        Article(**full),
        Article(text="t", name="news-2", published="2023-01-01", outlet="Post"),
    ]


def test_names_of_json_lines(tmp_path: Path) -> None:
    path = lines(
        tmp_path,
        {"text": "t", "id": "c-7", "country": "UA"},
        b"",
        {"text": "t", "id": 7},
        {"text": "t", "id": "x", "name": "y"},
        name="news.jsonl.gz",
    )
    path.write_bytes(gzip.compress(path.read_bytes()))
    assert brief(read(path)) == ["c-7", "news-3", "y"]


def test_bad_lines_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = lines(
        tmp_path,
        b'\xef\xbb\xbf{"text": "t"}',
        b"{broken",
        ["t"],
        {"name": "n"},
        {"text": 3},
        {"text": "t", "title": ["x"]},
        {"text": "t", "published": "3 November"},
        b'{"text": "\\ud800"}',
        b'{"text": "caf\xe9"}',
        b"[" * 200_000,
        b'{"text": "t", "n": ' + b"9" * 5000 + b"}",
        {"text": "\ud83d\ude00"},
    )
    at = f"{path}, line"
    assert brief(read(path)) == [
        "news-1",
        (
            BadRecordError,
            f"{at} 2 is not JSON: Expecting property name enclosed in double quotes at column 2.",
        ),
        (BadRecordError, f"{at} 3 is not a JSON object."),
        (BadRecordError, f'{at} 4 has no "text".'),
        (BadRecordError, f'{at} 5: "text" is not a string.'),
        (BadRecordError, f'{at} 6: "title" is not a string.'),
        (BadRecordError, f"{at} 7: \"published\" is '3 November', not an ISO date."),
        (BadRecordError, f'{at} 8: "text" holds half of a surrogate pair, which is no character.'),
        (EncodingError, f"{at} 9 is not UTF-8."),
        (BadRecordError, f"{at} 10 is JSON nested too deeply."),
        (BadRecordError, f"{at} 11 is JSON with a number of too many digits."),
        "news-12",
    ]


def test_lines_and_texts_over_the_limits_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = lines(tmp_path, {"text": "x" * 2000}, {"text": "ok"}, {"text": "x" * 600})
    settings = Settings(largest_input=1000, largest_text=500)
    assert brief(read(path, settings=settings)) == [
        (TooLargeError, f"{path}, line 1 is longer than 1,000 bytes."),
        "news-2",
        (TooLargeError, f"{path}, line 3 has 600 characters, more than 500."),
    ]


def test_files_and_texts_over_the_limits(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x" * 1001)
    (tmp_path / "b.html.xz").write_bytes(lzma.compress(b"x" * 1001))
    (tmp_path / "c.txt").write_text("x" * 600)
    (tmp_path / "d.md").write_text("x" * 600)
    (tmp_path / "e.txt").write_text("ok")
    assert brief(read(tmp_path, settings=Settings(largest_input=1000, largest_text=500))) == [
        (TooLargeError, f"{tmp_path}/a.txt is larger than 1,000 bytes."),
        (TooLargeError, f"{tmp_path}/b.html.xz is larger than 1,000 bytes."),
        (TooLargeError, f"{tmp_path}/c.txt has 600 characters, more than 500."),
        (TooLargeError, f"{tmp_path}/d.md has 600 characters, more than 500."),
        "e",
    ]


def test_json_files_hold_an_object_or_a_list(tmp_path: Path) -> None:
    one, many, bad = tmp_path / "one.json", tmp_path / "many.json", tmp_path / "bad.json"
    one.write_text('\ufeff{"text":\n "t"}')
    many.write_text(json.dumps([{"text": "t"}, {"text": None}, {"text": "t", "name": "n"}]))
    bad.write_text('{"text": "t"}\n{"text": "t"}')
    assert brief(read(one, many, bad)) == [
        "one",
        "many-1",
        (BadRecordError, f'{many}, item 2 has no "text".'),
        "n",
        (BadRecordError, f"{bad} is not JSON: Extra data at line 2, column 1."),
    ]


@given(
    st.lists(
        st.fixed_dictionaries(
            {"text": st.text()}, optional={key: st.text(min_size=1) for key in ("name", "outlet", "title", "url")}
        )
    )
)
def test_json_lines_of_any_text_round_trip(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("rows") / "r.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8", newline="")
    expected = [Article(**{"name": f"r-{n}", **row}) for n, row in enumerate(rows, 1)]
    assert read(path) == expected


def test_encodings_of_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"text": "café"}'.encode("windows-1252"))
    assert read(path, encoding="windows-1252") == [Article(text="café", name="a-1")]
    message = f"{path} is JSON lines in UTF-16."
    assert brief(read(path, encoding="utf-16")) == [(EncodingError, message)]
    path.write_bytes('{"text": "café"}'.encode("utf-16"))
    assert brief(read(path)) == [(EncodingError, message)]


def test_binary_content_under_any_name_is_one_error(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.txt", "c.html", "d.json", "e.md"):
        (tmp_path / name).write_bytes(b"\x00\n\x01\n" * 100)
    found = read(tmp_path)
    assert [type(one) for one in found] == [NotTextError] * 5


def test_a_line_file_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    rest = os.urandom(40_000).hex()
    path.write_bytes(gzip.compress(f'{{"text": "t"}}\n{{"text": "{rest}"}}\n'.encode())[:-9000])
    found = read(path)
    assert brief(found[:1]) == ["a-1"]
    assert isinstance(found[1], UnreadableError)
    assert found[1].message.startswith(f"{path}, after line 1, is damaged")
    assert len(found) == 2 == count_inputs([str(path)])


def test_what_cannot_be_read_stands_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("t")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "x.png").touch()
    assert brief(read(tmp_path / "no.txt", tmp_path / "empty", "", tmp_path / "a.txt")) == [
        (UnreadableError, f"{tmp_path}/no.txt does not exist."),
        (UnreadableError, f"{tmp_path}/empty holds no file to read."),
        (UnreadableError, "An empty path names no file."),
        "a",
    ]


@pytest.mark.parametrize(
    "path", ["http://a.example/x", "HTTPS://a.example", "feed:https://a.example", "feed://a.example"]
)
def test_addresses_are_not_files(path: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_inputs(["a.txt", path], defaults=Defaults(), settings=Settings(), stdin=io.BytesIO())
    assert path in caught.value.message
    assert "is an address" in caught.value.message
    assert caught.value.hint == "Save the page and read the file, or let sayso add fetch it."


@pytest.mark.parametrize(
    ("paths", "defaults"),
    [
        ([], Defaults(published="2022-02-31")),
        ([], Defaults(encoding="utf-9")),
        (["-", "-"], Defaults()),
    ],
)
def test_wrong_calls_are_told_before_anything_is_read(paths: list[str], defaults: Defaults) -> None:
    with pytest.raises(UsageError):
        read_inputs(paths, defaults=defaults, settings=Settings(), stdin=io.BytesIO())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"He said so.\r\n", [Article(text="He said so.\r\n", name="stdin")]),
        (b"\n\n He said so.", [Article(text="\n\n He said so.", name="stdin")]),
        (b'\n{"text": "a"}\n\n{"text": "b", "name": "n"}', ["stdin-2", "n"]),
        (b'\xef\xbb\xbf{"text": "a"}\n', ["stdin-1"]),
        (b'{"text": "a"}\n{', ["stdin-1", (BadRecordError, "Standard input, line 2 is not JSON")]),
        (b'{"text": "a"\n{"text": "b"}', [(BadRecordError, "Standard input, line 1 is not JSON"), "stdin-2"]),
        (b'{\n "text": "a",\n "name": "n"\n}', ["n"]),
        (b'[{"text": "a"},\n{"text": "b"}]', ["stdin-1", "stdin-2"]),
        (b'["a"]', [Article(text='["a"]', name="stdin")]),
        (b'{"words": "a"}', [Article(text='{"words": "a"}', name="stdin")]),
        (b"{not json", [Article(text="{not json", name="stdin")]),
        (b"\n<!DOCTYPE html><b>He said so.", [Article(text="He said so.", name="stdin")]),
        (b"<HTML>He said so.", [Article(text="He said so.", name="stdin")]),
        (b"<div><p>He said so.</P></div>", [Article(text="He said so.", name="stdin")]),
        (b"<b> is a tag", [Article(text="<b> is a tag", name="stdin")]),
        (b"The tag </p> ends it", [Article(text="The tag </p> ends it", name="stdin")]),
        ("\ufeff<html>He said só.".encode("utf-16-le"), [Article(text="He said só.", name="stdin")]),
        (b"%PDF-1.7", [(UnreadableError, "Standard input is no whole PDF document")]),
        (b"\x89PNG\r\n\x1a\n", [(NotTextError, "Standard input is a PNG picture")]),
        (b"x" * 1001, [(TooLargeError, "Standard input is larger than 1,000 bytes")]),
        (b"x\n" * 501, [(TooLargeError, "Standard input is larger than 1,000 bytes")]),
        (b"\n" * 1001, [(TooLargeError, "Standard input is larger than 1,000 bytes")]),
    ],
)
def test_standard_input_is_known_by_how_it_starts(data: bytes, expected: list[object]) -> None:
    found = read("-", stdin=data, settings=SMALL)
    assert len(found) == len(expected)
    for one, wanted in zip(found, expected, strict=True):
        if isinstance(wanted, Article):
            assert one == wanted
        elif isinstance(wanted, tuple):
            assert isinstance(one, wanted[0])
            assert isinstance(one, InputError)
            assert one.message.startswith(wanted[1])
        else:
            assert isinstance(one, Article)
            assert one.name == wanted


def test_a_pipe_of_the_shell_may_hold_what_standard_input_may(tmp_path: Path) -> None:
    pipe = tmp_path / "63"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as writer:
        writer.submit(pipe.write_bytes, b'{"text": "a"}\n{"text": "b"}\n')
        assert brief(read(pipe)) == ["63-1", "63-2"]


def test_a_million_blank_lines_take_no_quadratic_time() -> None:
    assert brief(read("-", stdin=b"\n" * 1_000_000)) == ["stdin"]


def test_a_file_that_is_written_is_no_input(tmp_path: Path) -> None:
    for name in ("a.txt", "out.jsonl"):
        (tmp_path / name).write_text("{}")
    out = tmp_path / "out.jsonl"

    def call(path: Path) -> Iterator[Article | InputError]:
        return read_inputs(
            [str(path)], defaults=Defaults(), settings=Settings(), stdin=io.BytesIO(), is_written=out.__eq__
        )

    assert brief(list(call(tmp_path))) == ["a"]
    assert count_inputs([str(tmp_path)], out.__eq__) == 1
    with pytest.raises(UsageError, match="an input and the output"):
        call(out)


class Endless(io.RawIOBase):
    """JSON lines without end, counting how many were taken."""

    def __init__(self) -> None:
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> bytes:
        self.taken += 1
        return b'{"text": "t"}\n'


def test_json_lines_on_standard_input_stream() -> None:
    endless = Endless()
    found: Iterator[Article | InputError] = read_inputs(
        ["-"],
        defaults=Defaults(),
        settings=Settings(),
        stdin=endless,  # type: ignore[arg-type]
    )
    assert brief([next(found) for _ in range(3)]) == ["stdin-1", "stdin-2", "stdin-3"]
    assert endless.taken == 3


def test_a_long_file_of_lines_takes_the_memory_of_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    row = json.dumps({"text": "x" * 10_000}).encode() + b"\n"
    path.write_bytes(row * 2000 + b"y" * 20_000_000 + b"\n")
    defaults, settings = Defaults(), Settings(largest_input=100_000)
    tracemalloc.start()
    try:
        found = read_inputs([str(path)], defaults=defaults, settings=settings, stdin=io.BytesIO())
        assert sum(isinstance(one, Article) for one in found) == 2000
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


def test_counting_agrees_with_reading(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("t")
    path = lines(tmp_path / "in", {"text": "t"}, b"", b"{", b'{"text": "' + b"x" * 200_000 + b'"}', {"text": "t"})
    packed = path.with_suffix(".jsonl.xz")
    packed.write_bytes(lzma.compress(path.read_bytes()))
    (tmp_path / "empty").mkdir()
    paths = [str(tmp_path / "in"), str(path), str(tmp_path / "no.txt"), str(tmp_path / "empty"), ""]
    assert count_inputs(paths) == 1 + 4 + 4 + 4 + 1 + 1 + 1 == len(read(*paths))


def test_what_cannot_be_counted_without_reading(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    assert count_inputs(["-"]) is None
    assert count_inputs([str(tmp_path / "pipe.jsonl")]) is None
    assert count_inputs([]) == 0
