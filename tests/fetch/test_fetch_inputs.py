"""What addresses give: pages, feeds, lists, documents; and what hostile ones do not."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sayso.errors import BadRecordError, InputError, TooLargeError, UnreadableError, UsageError
from sayso.fetch import pages
from sayso.fetch.fetcher import Fetcher, Manners
from sayso.fetch.inputs import Web, day_of_address
from sayso.fetch.lists import kind_of
from sayso.fetch.record import Arrival, Known, Unchanged, Validators, Wish
from sayso.fetch.transport import Limits, Transport
from sayso.ingest.given import Defaults
from sayso.settings import Settings
from tests.fetch.site import TEXTS, Reply, Site, article_page, rss, running

URLSET = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{space}>{urls}</urlset>'
NEWS = ' xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as found:
        yield found


def unknown(_: str) -> Known | None:
    return None


def every(_: str | None) -> bool:
    return True


def web(
    *,
    follow: bool = False,
    most: int = 100,
    known: Callable[[str], Known | None] = unknown,
    wants: Callable[[str | None], bool] = every,
    defaults: Defaults | None = None,
    size: int = 5_000_000,
) -> Web:
    fetcher = Fetcher(Transport(Limits(size=size, total=10), allow_private=True), Manners(pause=0, tries=1))
    wish = Wish(follow=follow, most=most, known=known, wants=wants)
    return Web(fetcher, defaults or Defaults(), Settings(largest_download=size), wish)


def arrivals(found: Iterator[Arrival | Unchanged | InputError]) -> list[Arrival]:
    all_of = list(found)
    assert not [one for one in all_of if isinstance(one, InputError)]
    return [one for one in all_of if isinstance(one, Arrival)]


def errors(found: Iterator[Arrival | Unchanged | InputError]) -> list[InputError]:
    return [one for one in found if isinstance(one, InputError)]


def test_a_page_gives_its_story_and_what_it_says_of_itself(site: Site) -> None:
    site.page("/a.html")
    (one,) = arrivals(web().all(site.base + "/a.html"))
    article = one.article
    assert article.text.split("\n\n") == [TEXTS[0][0], *TEXTS[0][2]]
    assert (article.title, article.published, article.outlet) == (TEXTS[0][0], TEXTS[0][1], "The Norhaven Post")
    assert (article.url, article.name) == (site.base + "/a.html", "a")
    assert one.fetched is not None
    assert one.fetched.body is not None


def test_another_sites_address_is_not_taken_for_the_pages_own(site: Site) -> None:
    page = article_page(*TEXTS[0]).replace("<head>", '<head><link rel="canonical" href="https://evil.example/x">')
    site.routes["/a"] = Reply(page.encode(), headers={"Content-Type": "text/html"})
    assert arrivals(web().all(site.base + "/a"))[0].article.url == site.base + "/a"


@pytest.mark.parametrize(
    ("declared", "charset", "encoding"),
    [
        ("text/html; charset=koi8-r", "", "koi8-r"),
        ("text/html", '<meta charset="windows-1251">', "windows-1251"),
        ("text/html; charset=iso-8859-1", '<meta charset="utf-8">', "utf-8"),  # the server errs: it is UTF-8
        ("text/html; charset=no-such", '<meta charset="windows-1251">', "utf-8"),
    ],
)
def test_encodings_of_pages(site: Site, declared: str, charset: str, encoding: str) -> None:
    page = article_page(
        "Паром", "2026-03-03", ("Паром больше не нужен, сказали двое служащих порта во вторник вечером.",) * 3
    )
    page = page.replace('<meta charset="utf-8">', charset)
    site.routes["/a"] = Reply(page.encode(encoding), headers={"Content-Type": declared})
    assert "Паром больше не нужен" in arrivals(web().all(site.base + "/a"))[0].article.text


def test_a_page_without_a_story_is_an_error_with_a_hint(site: Site) -> None:
    site.routes["/a"] = Reply(b"<!doctype html><html><body><script>app()</script></body></html>")
    (error,) = errors(web().all(site.base + "/a"))
    assert isinstance(error, BadRecordError)
    assert "script" in (error.hint or "")


def test_hostile_pages_end(site: Site) -> None:
    deep = b"<!doctype html><html><body>" + b"<div>" * 60_000 + b"<p>The mayor said that it will close soon.</p>"
    wide = b"<!doctype html><html><body>" + b"<p>The mayor said that it will close soon.</p>" * 50_000
    nul = b"<!doctype html><html><body><p>The mayor said\x0b that it will \xe2\x80\xae close soon enough.</p>"
    for data in (deep, wide, nul, b"<html>" + b"<a href=" * 100_000):
        site.routes["/a"] = Reply(data, headers={"Content-Type": "text/html"})
        assert len(list(web().all(site.base + "/a"))) == 1


def test_a_feed_gives_its_items_or_their_pages(site: Site) -> None:
    site.page("/a.html")
    site.feed(
        "/feed", [("/a.html", "Ferry", "The ferry will stop, the mayor said."), ("/b.html", "B", "<p>Bridge</p>")]
    )
    own = arrivals(web().all(site.base + "/feed"))
    assert [one.article.text for one in own] == ["The ferry will stop, the mayor said.", "Bridge"]
    assert own[0].article.url == site.base + "/a.html"
    assert own[0].fetched is not None
    assert own[0].fetched.body is None  # a feed holds other texts as well
    found = list(web(follow=True).all(site.base + "/feed"))
    assert isinstance(found[0], Arrival)
    assert found[0].article.text.startswith(TEXTS[0][0])
    assert isinstance(found[1], InputError)
    assert "404" in found[1].message


def test_what_a_page_does_not_say_its_feed_may(site: Site) -> None:
    bare = "<!doctype html><html><body>" + "".join(f"<p>{p}</p>" for p in TEXTS[0][2]) + "</body></html>"
    site.routes["/a"] = Reply(bare.encode(), headers={"Content-Type": "text/html"})
    site.feed("/feed", [("/a", "Ferry line", "x")])
    (one,) = arrivals(web(follow=True).all(site.base + "/feed"))
    assert (one.article.title, one.article.outlet) == ("Ferry line", "The Norhaven Post")
    assert (one.article.published or "")[:10] == "2026-03-03"


def test_a_broken_feed_gives_what_came_before_the_break(site: Site) -> None:
    whole = rss([("/a", "A", "The ferry will stop."), ("/b", "B", "The bridge will wait.")])
    site.routes["/feed"] = Reply(whole[: whole.index("/b")].encode())
    found = list(web().all(site.base + "/feed"))
    assert [type(one) for one in found] == [Arrival, BadRecordError]


@pytest.mark.parametrize("root", ["rss", "opml", "urlset"])
def test_entities_are_refused(site: Site, root: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY a{n} "{"&a" + str(n - 1) * bool(n) + ";"}{"&a" + str(n - 1) * bool(n) + ";"}">' for n in range(1, 30)
    )
    site.routes["/x"] = Reply(f"{bomb}]><{root}><item><title>&a29;</title></item></{root}>".encode())
    outside = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><{root}>&a;</{root}>'
    site.routes["/y"] = Reply(outside.encode())
    for path in ("/x", "/y"):
        found = list(web(defaults=Defaults(form="feed" if root == "rss" else None)).all(site.base + path))
        assert not [one for one in found if isinstance(one, Arrival) and "ha" * 9 in one.article.text]
        assert not [one for one in found if isinstance(one, Arrival) and "root:" in one.article.text]


def test_a_feed_of_a_million_items_ends_at_the_limit(site: Site) -> None:
    item = b"<item><title>A</title><link>http://127.0.0.1:1/%d</link></item>"
    data = b"<rss><channel>" + b"".join(item % n for n in range(70_000)) + b"</channel></rss>"
    site.routes["/feed"] = Reply(data)
    found = list(web(most=50).all(site.base + "/feed"))
    assert len(found) == 51
    assert isinstance(found[-1], InputError)
    assert "SAYSO_MOST_ITEMS" in (found[-1].hint or "")
    site.routes["/feed"] = Reply(gzip.compress(data * 15), headers={"Content-Encoding": "gzip"})
    assert [type(one) for one in web(most=50).all(site.base + "/feed")] == [TooLargeError]


def test_a_sitemap_its_index_and_packed_ones(site: Site) -> None:
    site.page("/a.html")
    site.page("/b.html", 1)
    one = URLSET.format(space="", urls=f"<url><loc> {site.base}/a.html </loc></url>")
    two = URLSET.format(space="", urls="<url><loc>/b.html</loc><lastmod>2026-03-04</lastmod></url>")
    parts = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in (f"{site.base}/1.xml.gz", "/2.xml"))
    index = f"<sitemapindex>{parts}</sitemapindex>"
    site.routes["/1.xml.gz"] = Reply(gzip.compress(one.encode()), headers={"Content-Type": "application/gzip"})
    site.routes["/2.xml"] = Reply(two.encode())
    site.routes["/sitemap.xml"] = Reply(index.encode())
    found = arrivals(web().all(site.base + "/sitemap.xml"))
    assert [one.article.title for one in found] == [TEXTS[0][0], TEXTS[1][0]]
    assert errors(web(most=1).all(site.base + "/sitemap.xml"))


def test_an_index_that_holds_itself_ends(site: Site) -> None:
    site.routes["/s.xml"] = Reply(
        f"<sitemapindex><sitemap><loc>{site.base}/s.xml</loc></sitemap></sitemapindex>".encode()
    )
    assert list(web().all(site.base + "/s.xml")) == []
    for n in range(9):
        site.routes[f"/{n}.xml"] = Reply(
            f"<sitemapindex><sitemap><loc>/{n + 1}.xml</loc></sitemap></sitemapindex>".encode()
        )
    (error,) = errors(web().all(site.base + "/0.xml"))
    assert "list in more than" in error.message


def test_a_bomb_in_a_packed_sitemap(site: Site) -> None:
    site.routes["/s.xml.gz"] = Reply(
        gzip.compress(b"<urlset>" + b" " * 30_000_000), headers={"Content-Type": "application/gzip"}
    )
    assert [type(one) for one in web().all(site.base + "/s.xml.gz")] == [TooLargeError]


def test_of_a_news_sitemap_only_the_days_asked_for_are_fetched(site: Site) -> None:
    site.page("/new")
    urls = "".join(
        f"<url><loc>/{name}</loc><n:news><n:publication><n:name>Post</n:name></n:publication>"
        f"<n:publication_date>{day}</n:publication_date><n:title>T</n:title></n:news></url>"
        for name, day in (("old", "2025-01-01"), ("new", "2026-03-03T09:00:00Z"))
    )
    site.routes["/s.xml"] = Reply(URLSET.format(space=NEWS, urls=urls).encode())
    found = arrivals(web(wants=lambda day: day is None or day >= "2026").all(site.base + "/s.xml"))
    assert len(found) == 1
    assert "/old" not in site.paths()


def test_pages_that_were_fetched_are_asked_again_only_if_newer(site: Site) -> None:
    site.page("/a")
    site.page("/b", 1)
    urls = "<url><loc>/a</loc><lastmod>2026-03-01</lastmod></url><url><loc>/b</loc><lastmod>2026-03-09</lastmod></url>"
    site.routes["/s.xml"] = Reply(URLSET.format(space="", urls=urls).encode())
    before = Known(at="2026-03-05T00:00:00Z", validators=Validators())
    found = list(web(known=lambda url: before if url[-2:] in {"/a", "/b"} else None).all(site.base + "/s.xml"))
    assert [type(one) for one in found] == [Unchanged, Arrival]
    assert site.paths() == ["/s.xml", "/b"]


def test_opml_leads_to_feeds(site: Site, tmp_path: Path) -> None:
    site.feed("/1", [("/a", "A", "The ferry will stop.")])
    site.feed("/2", [("/b", "B", "The bridge will wait.")])
    told = (
        f'<opml version="2.0"><head/><body><outline text="N"><outline type="rss" xmlUrl="{site.base}/1"/></outline>'
        f'<outline xmlURL="{site.base}/2" htmlUrl="{site.base}/"/><outline text="none"/></body></opml>'
    )
    site.routes["/feeds.opml"] = Reply(told.encode())
    assert len(arrivals(web().all(site.base + "/feeds.opml"))) == 2
    assert len(arrivals(web().file(told.encode(), "feeds.opml"))) == 2


def test_documents(site: Site) -> None:
    rows = "\n".join(json.dumps({"text": f"The mayor said so {n}.", "title": "T"}) for n in range(3))
    site.routes["/news.jsonl"] = Reply(rows.encode())
    site.routes["/a.txt"] = Reply(b"The mayor said that it is over.", headers={"Content-Type": "text/plain"})
    found = arrivals(web().all(site.base + "/news.jsonl"))
    assert len(found) == 3
    assert all(one.fetched is not None and one.fetched.body is None for one in found)  # redaction could not cut it
    (plain,) = arrivals(web().all(site.base + "/a.txt"))
    assert (plain.article.text, plain.article.url) == ("The mayor said that it is over.", site.base + "/a.txt")
    assert plain.fetched is not None
    assert plain.fetched.body is not None
    site.routes["/p.png"] = Reply(b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, headers={"Content-Type": "image/png"})
    assert errors(web().all(site.base + "/p.png"))


def test_wrong_addresses_are_told_at_once() -> None:
    with pytest.raises(UsageError):
        list(web().all("ftp://news.example/"))


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    monkeypatch.delitem(sys.modules, "sayso.fetch.pages", raising=False)
    with pytest.raises(UnreadableError) as caught:
        web()
    assert caught.value.hint == "pip install 'sayso[ingest]'"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"<?xml version='1.0'?>\n<!-- made by us -->\n<?xml-stylesheet href='x'?><urlset xmlns='x'>", "sitemap"),
        (b"\xef\xbb\xbf<sitemapindex>", "index"),
        (b"<s:urlset xmlns:s='x'>", "sitemap"),
        (b"  <opml version='1.0'>", "opml"),
        (b"<rss>", None),
        (b"<html><urlset>", None),
        (b"<!--" * 2000, None),
    ],
)
def test_the_kind_of_a_list(head: bytes, kind: str | None) -> None:
    assert kind_of(head) == kind


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2022/11/03/ferry.html", "2022-11-03"),
        ("/news/2022-11-03-ferry", "2022-11-03"),
        ("/news-2022-02-30", None),
        ("/2022/11/ferry", None),
        ("/a/20221103/b", None),
        ("/2022/11-03/b", None),
        ("/id/2022/11/031", None),
    ],
)
def test_the_day_that_an_address_holds(path: str, day: str | None) -> None:
    assert day_of_address("https://news.example" + path) == day


def test_a_second_reader_where_the_first_finds_little(monkeypatch: pytest.MonkeyPatch) -> None:
    short = "<!doctype html><html><body><p>The mayor said that the ferry will stop in spring.</p></body></html>"
    long_told = "\n\n".join(TEXTS[0][2] * 2)
    monkeypatch.setattr(pages, "_body", lambda source: long_told)
    assert pages.story(short, "x").text == long_told
    assert pages.story(article_page(TEXTS[0][0], "", TEXTS[0][2] * 4), "x").text.startswith(TEXTS[0][0])  # found enough
    assert "ferry" in pages.story("<div>" * 500 + short, "x").text != long_told  # too deep for it
    monkeypatch.setattr(pages, "_body", lambda source: None)
    assert pages.story(short, "x").text == "The mayor said that the ferry will stop in spring."


def test_a_second_reader_that_fails_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("trafilatura.bare_extraction", fails)
    page = "<!doctype html><html><body><p>The mayor said that the ferry will stop in spring.</p></body></html>"
    assert pages.story(page, "x").text == "The mayor said that the ferry will stop in spring."
