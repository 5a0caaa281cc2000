"""What content is: by its first bytes, by its name, by what the call says."""

from __future__ import annotations

import bz2
import gzip
import lzma
from pathlib import Path

import pytest

from sayso.errors import NotTextError, TooLargeError, UsageError
from sayso.ingest.forms import NAMED, recognize
from sayso.ingest.inputs import count_inputs
from sayso.records import Article
from tests.ingest.made import one_article, one_error, read, texts

FEED = (
    b"<?xml version='1.0'?><rss><channel><title>P</title><item><description>She said so.</description></item>"
    b"</channel></rss>"
)


@pytest.mark.parametrize(
    ("head", "named", "form"),
    [
        (b"%PDF-1.7", "text", "pdf"),
        (b"junk\n%PDF-1.7", None, "pdf"),
        (b"About the mark %PDF-1.7", "text", "text"),
        (b"PK\x03\x04", "lines", "zip"),
        (b"PAR1", "table", "parquet"),
        (b"WARC/1.1\r\n", "text", "warc"),
        (b"a.txt".ljust(257, b"\0") + b"ustar\x0000", None, "tar"),
        (b"Plain words.", None, None),
        (b"Plain words.", "pdf", "pdf"),
        (b"<!DOCTYPE html>", "docx", "html"),
        (b"<!DOCTYPE html>", "text", "text"),
        (FEED, None, "feed"),
        (FEED, "text", "text"),
    ],
)
def test_signs_win_over_names_and_names_over_words(head: bytes, named: str | None, form: str | None) -> None:
    assert recognize(head, named) == form


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bz2.compress])
def test_packed_under_any_name(tmp_path: Path, pack: object) -> None:
    assert callable(pack)
    (tmp_path / "a.txt").write_bytes(pack(b"She said so."))
    (tmp_path / "b.html").write_bytes(pack(pack(b"<p>She said so, at some length, on that day.</p>")))
    assert texts(read(tmp_path / "a.txt", tmp_path / "b.html")) == [
        "She said so.",
        "She said so, at some length, on that day.",
    ]
    assert texts(read("-", stdin=pack(b'{"text": "a"}\n{"text": "b"}\n'))) == ["a", "b"]
    (tmp_path / "c.txt").write_bytes(pack(pack(pack(pack(b"x")))))
    assert isinstance(one_error(read(tmp_path / "c.txt")), TooLargeError)


def test_feeds_and_mail_are_known_without_a_name(tmp_path: Path) -> None:
    (tmp_path / "feed").write_bytes(FEED)
    assert one_article(read(tmp_path / "feed")).text == "She said so."
    assert one_article(read("-", stdin=FEED)).outlet == "P"


def test_the_call_overrules_name_and_content(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>It & she.", encoding="utf-8")
    assert one_article(read(tmp_path / "a.html", form="text")).text == "<p>It & she."
    (tmp_path / "t.txt").write_text("body,headline\nShe said so.,T\n", encoding="utf-8")
    wanted = [Article(text="She said so.", title="T", name="t-1")]
    assert read(tmp_path / "t.txt", form="csv") == wanted
    assert read("-", stdin=b"body,headline\nShe said so.,T\n", form="csv")[0] == Article(
        text="She said so.", title="T", name="stdin-1"
    )
    (tmp_path / "l.txt.gz").write_bytes(gzip.compress(b'{"text": "a"}\n'))
    assert one_article(read(tmp_path / "l.txt.gz", form="jsonl")).text == "a"
    assert isinstance(one_error(read("-", stdin=b"\x89PNG\r\n\x1a\n", form="text")), NotTextError)


@pytest.mark.parametrize("form", sorted(NAMED))
def test_any_form_of_any_bytes_is_an_article_or_an_error(tmp_path: Path, form: str) -> None:
    for number, data in enumerate((b"", b"\x00\xff" * 50, b"Plain words.", b"PK\x03\x04" + bytes(100), b"{" * 99)):
        path = tmp_path / f"{number}.x"
        path.write_bytes(data)
        found = read(path, form=form)
        assert found or not data or form == "csv"  # no lines, no rows below the heading
        assert all(isinstance(one, Article) or one.message.startswith(str(path)) for one in found)


def test_a_form_that_there_is_not() -> None:
    with pytest.raises(UsageError, match="no form"):
        read("-", form="word")


def test_nobody_knows_how_many_articles_an_archive_holds(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    for name in ("a.zip", "a.tar.gz", "a.mbox", "a.warc.gz", "a.parquet", "a.wacz"):
        assert count_inputs([str(tmp_path / "a.txt"), str(tmp_path / name)]) is None
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").touch()
    assert count_inputs([str(tmp_path / "in")]) is None
    for name in ("a.pdf", "a.docx", "a.eml"):
        assert count_inputs([str(tmp_path / "a.txt"), str(tmp_path / name)]) == 2
