"""Web archives: pages with the record's address and date; wrong lengths and broken ends cost no other page."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest

from sayso.errors import BadRecordError, TooLargeError, UnreadableError
from sayso.records import Article
from sayso.settings import Settings
from tests.ingest.made import PAGE, STORY, one_article, one_error, read, record, texts, zipped

SECOND = PAGE.replace("Tuesday", "Friday").encode()
BOTH = [f"Ferry\n\n{STORY}", f"Ferry\n\n{STORY}".replace("Tuesday", "Friday")]


def warc(tmp_path: Path, body: bytes, name: str = "crawl.warc") -> Path:
    path = tmp_path / name
    path.write_bytes(body)
    return path


def test_a_page_has_the_address_date_and_digest_of_its_record(tmp_path: Path) -> None:
    told = ["WARC-Payload-Digest: sha1:ABC"]
    body = record(of="warcinfo", kind="text/plain") + record(warc=told) + record(status="404 Not Found")
    body += record(kind="image/png") + record(of="request")
    assert read(warc(tmp_path, body)) == [
        Article(
            text=BOTH[0], title="Ferry", name="sha1:ABC", url="https://post.example/1", published="2022-11-03T06:30:00Z"
        )
    ]


def test_the_page_tells_its_date_better_and_the_call_fills_only_what_is_missing(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta name="date" content="2022-10-01">').encode()
    one = one_article(read(warc(tmp_path, record(body=page)), published="2020-01-01", outlet="Post"))
    assert (one.published, one.outlet) == ("2022-10-01", "Post")


@pytest.mark.parametrize("how", ["plain", "members", "whole"])
def test_packed_as_members_or_whole_under_any_name_and_on_standard_input(tmp_path: Path, how: str) -> None:
    records = [record(), record(body=SECOND)]
    body = {
        "plain": b"".join(records),
        "members": b"".join(map(gzip.compress, records)),
        "whole": gzip.compress(b"".join(records)),
    }[how]
    assert texts(read(warc(tmp_path, body, "crawl.warc.gz" if how != "plain" else "crawl.warc"))) == BOTH
    assert texts(read(warc(tmp_path, body, "noname"))) == BOTH
    assert texts(read("-", stdin=body)) == BOTH


@pytest.mark.parametrize(
    ("body", "http"),
    [
        (gzip.compress(PAGE.encode()), ["Content-Encoding: gzip"]),
        (zlib.compress(PAGE.encode()), ["Content-Encoding: deflate"]),
        (PAGE.encode(), ["Content-Encoding: gzip"]),
        (b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE.encode()), ["Transfer-Encoding: chunked"]),
        (PAGE.encode(), ["Transfer-Encoding: chunked"]),
    ],
)
def test_codings_of_the_transfer_are_undone(tmp_path: Path, body: bytes, http: list[str]) -> None:
    assert texts(read(warc(tmp_path, record(body=body, http=http)))) == BOTH[:1]


def test_the_encoding_that_the_server_told(tmp_path: Path) -> None:
    page = PAGE.replace("safe", "süß").encode("iso-8859-2")
    one = one_article(read(warc(tmp_path, record(body=page, kind="text/html; charset=iso-8859-2"))))
    assert "süß" in one.text


@pytest.mark.parametrize("length", [5, 100, len(record()) + 50, -5])
def test_a_wrong_length_costs_its_own_page_only(tmp_path: Path, length: int) -> None:
    error, *pages = read(warc(tmp_path, record(length=length) + record(body=SECOND) + record()))
    assert isinstance(error, BadRecordError)
    assert "record at byte 0" in error.message
    assert BOTH[1] in texts(pages) or length > 200
    assert texts(pages)[-1] == BOTH[0]


def test_what_is_no_record_between_records(tmp_path: Path) -> None:
    found = read(warc(tmp_path, record() + b"junk\r\n" * 100_000 + record(body=SECOND)))
    assert [type(one) for one in found] == [BadRecordError, Article]
    found = read(warc(tmp_path, b"WARC/1.0\r\nbroken\r\n" * 3000))
    assert "the rest is passed over" in texts(found)[-1]
    assert len(found) <= 1001


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_that_breaks_off_says_where(tmp_path: Path, packed: bool) -> None:
    first, second = record(), record(body=SECOND)
    body = gzip.compress(first) + gzip.compress(second)[:-30] if packed else first + second[:-30]
    page, *errors = read(warc(tmp_path, body))
    assert isinstance(page, Article)
    assert all(isinstance(error, UnreadableError) for error in errors)
    said = " ".join(texts(errors))
    assert "damaged" in said if packed else f"record at byte {len(first):,} breaks off" in said


def test_pages_that_unpack_to_too_much_are_refused_one_by_one(tmp_path: Path) -> None:
    bomb = record(body=gzip.compress(b"a" * 10_000_000), http=["Content-Encoding: gzip"])
    found = read(warc(tmp_path, bomb + record()), settings=Settings(largest_input=20_000))
    assert [type(one) for one in found] == [TooLargeError, Article]
    found = read(warc(tmp_path, record(body=b"a" * 30_000) + record()), settings=Settings(largest_input=20_000))
    assert [type(one) for one in found] == [TooLargeError, Article]


def test_an_archive_without_pages_is_one_error(tmp_path: Path) -> None:
    assert "holds no HTML page" in one_error(read(warc(tmp_path, record(kind="image/png")))).message


def test_wacz(tmp_path: Path) -> None:
    path = tmp_path / "site.wacz"
    path.write_bytes(
        zipped(
            ("datapackage.json", b"{}"),
            ("pages/pages.jsonl", b'{"text": "not this"}\n'),
            ("archive/data.warc.gz", gzip.compress(record()) + gzip.compress(record(body=SECOND))),
        )
    )
    assert texts(read(path)) == BOTH
    assert texts(read("-", stdin=path.read_bytes())) == BOTH
