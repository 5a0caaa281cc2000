"""Feeds and tables as articles, through the door that `sayso add` uses."""

from __future__ import annotations

import gzip
import io
import json
import resource
from pathlib import Path

import pytest

from sayso.errors import BadRecordError, EncodingError, InputError, TooLargeError
from sayso.ingest.inputs import Defaults, read_inputs
from sayso.records import Article
from sayso.settings import Settings

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>The Harbor Post</title><link>https://post.example/</link>
<image><title>Logo</title><url>https://post.example/logo.png</url></image>
<item><title>Ferry &amp; grain</title><link>https://post.example/1</link><guid>post-1</guid>
<pubDate>Tue, 14 Jun 2022 10:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The ferry is <b>safe</b>, she said.</p><p>It leaves at noon.</p>]]></content:encoded>
<media:group><media:title>Not the title</media:title></media:group></item>
<item><title>Second</title><description>He said &lt;i&gt;no&lt;/i&gt;.</description></item>
<item><title>Only a title</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Notes</title>
<entry><title type="html">A &amp;lt;b&amp;gt;</title><id>urn:1</id><link rel="edit" href="https://n.example/edit"/>
<link href="https://n.example/1"/><updated>2022-06-15T00:00:00Z</updated><published>2022-06-14T08:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>All is <em>well</em> &amp; good, he said.</p></div>
</content>
</entry><entry><title>Plain</title><summary type="text">1 &lt; 2, she said.</summary></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old</title></channel>
<item><title>One</title><link>https://old.example/1</link><description>It was so, she said.</description>
<dc:date>2003-05-06</dc:date></item></rdf:RDF>"""


def read(path: Path, *, largest: int = 1_000_000, **told: str) -> list[Article | InputError]:
    defaults = Defaults(columns={}, **told)
    settings = Settings(largest_input=largest)
    return list(read_inputs([str(path)], defaults=defaults, settings=settings, stdin=io.BytesIO()))


def written(tmp_path: Path, name: str, body: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return path


def test_rss(tmp_path: Path) -> None:
    assert read(written(tmp_path, "feed.rss", RSS)) == [
        Article(
            text="The ferry is safe, she said.\n\nIt leaves at noon.",
            name="post-1",
            url="https://post.example/1",
            outlet="The Harbor Post",
            title="Ferry & grain",
            published="2022-06-14T10:00:00+00:00",
        ),
        Article(text="He said no.", name="feed-2", outlet="The Harbor Post", title="Second"),
        Article(text="Only a title", name="feed-3", outlet="The Harbor Post", title="Only a title"),
    ]


def test_atom(tmp_path: Path) -> None:
    first, second = read(written(tmp_path, "notes.atom", ATOM))
    assert isinstance(first, Article)
    assert (first.text, first.title, first.url) == ("All is well & good, he said.", "A <b>", "https://n.example/1")
    assert (first.published, first.name, first.outlet) == ("2022-06-14T08:00:00Z", "urn:1", "Notes")
    assert isinstance(second, Article)
    assert second.text == "1 < 2, she said."


def test_rss_of_the_first_form_packed(tmp_path: Path) -> None:
    (one,) = read(written(tmp_path, "old.xml.gz", gzip.compress(RDF.encode())))
    assert isinstance(one, Article)
    assert (one.text, one.published, one.outlet) == ("It was so, she said.", "2003-05-06", "Old")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ('<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel/></rss>', "document type"),
        ('<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss/>', "document type"),
        ("<html><body/></html>", "another kind"),
        ("<rss><channel>", "not XML"),
        ("plain", "not XML"),
        ("", "not XML"),
        ("<rss>" + "<a>" * 1000 + "</a>" * 1000 + "</rss>", "too deeply"),
        ("<rss><channel>&undefined;</channel></rss>", "not XML"),
    ],
)
def test_what_is_no_feed_is_told(body: str, says: str, tmp_path: Path) -> None:
    (error,) = read(written(tmp_path, "feed.xml", body))
    assert isinstance(error, BadRecordError)
    assert says in error.message
    assert "feed.xml" in error.message


def test_items_before_a_break_are_kept(tmp_path: Path) -> None:
    *items, error = read(written(tmp_path, "feed.rss", RSS[: RSS.index("<item><title>Only")]))
    assert [one.title for one in items if isinstance(one, Article)] == ["Ferry & grain", "Second"]
    assert isinstance(error, BadRecordError)


def test_an_item_larger_than_the_limit_is_refused(tmp_path: Path) -> None:
    body = f"<rss><channel><item><description>{'a ' * 4000}</description></item></channel></rss>"
    (error,) = read(written(tmp_path, "feed.rss", body), largest=1000)
    assert isinstance(error, TooLargeError)


def test_a_feed_of_many_items_takes_no_more_memory(tmp_path: Path) -> None:
    item = "<item><title>T</title><description>" + "It was so, she said. " * 20 + "</description></item>"
    path = written(tmp_path, "feed.rss", "<rss><channel>" + item * 40_000 + "</channel></rss>")
    defaults, settings = Defaults(columns={}), Settings()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = sum(1 for _ in read_inputs([str(path)], defaults=defaults, settings=settings, stdin=io.BytesIO()))
    assert found == 40_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10_000  # KiB; the feed has 18 MB


def test_csv(tmp_path: Path) -> None:
    body = '\ufeffheadline;body;date\r\n"A; b";"It was ""so"", she said.\nTwice.";2022-06-14\r\n\r\nC;;\r\nD;Yes.\r\n'
    first, second, third = read(written(tmp_path, "news.csv", body))
    assert first == Article(text='It was "so", she said.\nTwice.', name="news-1", title="A; b", published="2022-06-14")
    assert isinstance(second, BadRecordError)
    assert "item 2" in second.message
    assert isinstance(third, Article)
    assert third.title == "D"


def test_csv_in_another_encoding(tmp_path: Path) -> None:
    path = written(tmp_path, "news.tsv", "text\ttitle\nMüller sagte ja.\tM\n".encode("cp1252"))
    assert isinstance(read(path)[-1], EncodingError)
    (one,) = read(path, encoding="cp1252")
    assert isinstance(one, Article)
    assert one.text == "Müller sagte ja."


def test_a_quote_that_never_ends_is_refused_at_the_limit(tmp_path: Path) -> None:
    body = 'text\n"' + "a " * 5000
    assert isinstance(read(written(tmp_path, "news.csv", body), largest=1000)[-1], BadRecordError)


def test_read_takes_them_for_plain_text_as_before(tmp_path: Path) -> None:
    path = written(tmp_path, "news.csv", "text\nYes, he said.\n")
    (one,) = read_inputs([str(path)], defaults=Defaults(), settings=Settings(), stdin=io.BytesIO())
    assert isinstance(one, Article)
    assert one.text.startswith("text\n")


def test_an_object_with_an_empty_text_is_its_headline_and_one_without_both_is_refused(tmp_path: Path) -> None:
    lines = [
        {"title": "Ferry sinks, owner says", "text": ""},
        {"title": "Quay sold", "summary": " \n", "link": "https://post.example/2"},
        {"title": " ", "text": ""},
        {"title": "No text at all"},
        {"title": "Whole", "text": "", "body": "He said no."},
    ]
    path = written(tmp_path, "feed.jsonl", "".join(json.dumps(one) + "\n" for one in lines))
    first, second, third, fourth, fifth = read(path)
    assert [one.text for one in (first, second, fifth) if isinstance(one, Article)] == [
        "Ferry sinks, owner says", "Quay sold", "He said no.",
    ]  # fmt: skip
    assert isinstance(third, BadRecordError)
    assert third.message.endswith("line 3 has neither text nor title.")
    assert isinstance(fourth, BadRecordError)
    assert 'has no "text"' in fourth.message


def test_where_articles_are_under_our_own_keys_an_empty_text_stays_one(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", '{"title": "Ferry", "text": ""}\n')
    (one,) = read_inputs([str(path)], defaults=Defaults(), settings=Settings(), stdin=io.BytesIO())
    assert isinstance(one, Article)
    assert one.text == ""


def test_gigantic_titles_are_refused_alone(tmp_path: Path) -> None:
    huge = "T" * 1_000_000
    items = f"<item><title>{huge}</title><description>A.</description></item><item><title>Small</title></item>"
    lines = json.dumps({"title": huge, "text": "A."}) + '\n{"title": "Small", "text": "B."}\n'
    for name, body in (("f.rss", f"<rss><channel>{items}</channel></rss>"), ("f.jsonl", lines)):
        bad, good = read(written(tmp_path, name, body), largest=2_000_000)
        assert isinstance(bad, TooLargeError)
        assert '"title" has 1,000,000 characters' in bad.message
        assert isinstance(good, Article)
        assert good.title == "Small"
