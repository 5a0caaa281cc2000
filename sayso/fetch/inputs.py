"""An address as articles: a page, the items of a feed, all that a list of addresses leads to, or a document."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import BinaryIO, cast
from urllib.parse import unquote, urljoin, urlsplit

from sayso.errors import BadRecordError, InputError, UsageError
from sayso.fetch.addresses import shown_url, to_target
from sayso.fetch.fetcher import Fetcher
from sayso.fetch.lists import Listed, kind_of, listed
from sayso.fetch.record import Arrival, Fetched, Known, Unchanged, Wish
from sayso.identity import text_digest
from sayso.ingest import files
from sayso.ingest.contents import Contents
from sayso.ingest.days import iso_date
from sayso.ingest.decode import HEAD
from sayso.ingest.extras import load
from sayso.ingest.feeds import feed_objects
from sayso.ingest.forms import looks_like_page, packed_as, recognize
from sayso.ingest.given import Defaults, check_length
from sayso.ingest.page import Page
from sayso.ingest.record import to_article
from sayso.records import Article
from sayso.settings import Settings

Found = Iterator[Arrival | Unchanged | InputError]
_DEEPEST_LIST = 3  # lists in lists: an index of sitemaps, an OPML of feeds of pages
_MOST_LAYERS = 3  # of .gz, .xz and .bz2 around each other
_DAY = re.compile(r"[/-]((?:19|20)[0-9]{2})([/-])(0[1-9]|1[0-2])\2(0[1-9]|[12][0-9]|3[01])(?![0-9])")
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """An item of a feed: what it says itself, where its page is, and what tells it from others and earlier forms."""

    own: Article | InputError
    link: str | None
    identity: tuple[str, str]


class Web:
    """The way of addresses, with what the call says of all of them. One for each call: it comes by no address twice."""

    def __init__(self, fetcher: Fetcher, defaults: Defaults, settings: Settings, wish: Wish) -> None:
        self._fetcher, self._settings, self._wish = fetcher, settings, wish
        self._defaults = replace(defaults, columns=defaults.columns if defaults.columns is not None else {})
        self._pages = load("sayso.fetch.pages", "Addresses", "Fetching them")
        self._seen: set[str] = set()
        self._left = wish.most

    def all(self, url: str) -> Found:
        """What an address gives; an error in the place of what could not be had. Raises UsageError for none."""
        to_target(url)
        self._left = self._wish.most
        yield from self._address(url, 0)

    def file(self, data: bytes, where: str) -> Found:
        """What the addresses in a local list give: an OPML file or a sitemap."""
        self._left = self._wish.most
        kind = kind_of(data[:HEAD])
        assert kind is not None
        yield from self._list(data, where, "", kind, 0)

    def _address(self, url: str, depth: int) -> Found:
        try:
            shown = to_target(url).shown
            if url in self._seen:
                return
            self._seen.add(url)
            known = self._wish.known(shown)
            fetched = self._fetcher.get(url, known.validators if known else None)
            if fetched is None:
                yield Unchanged(url=shown)
                return
            yield from self._content(fetched, depth)
        except UsageError as error:
            yield BadRecordError(error.message, hint=error.hint)
        except InputError as error:
            yield error

    def _content(self, fetched: Fetched, depth: int) -> Found:
        data, where = self.unpacked(fetched), fetched.asked
        kind = kind_of(data[:HEAD])
        if kind is not None:
            yield from self._list(data, where, fetched.url, kind, depth)
        elif self._defaults.form is None and recognize(data[:HEAD], None) == "feed":
            yield from self._feed(data, fetched)
        elif self.is_page(data, fetched):
            article = self.page(data, fetched)
            article = replace(article, published=article.published or day_of_address(fetched.url))
            yield Arrival(article=article, fetched=fetched)
        else:
            yield from self._document(data, fetched)

    def _list(self, data: bytes, where: str, base: str, kind: str, depth: int) -> Found:
        if depth >= _DEEPEST_LIST:
            yield BadRecordError(f"{where} is a list in more than {_DEEPEST_LIST} lists.")
            return
        for one in listed(cast(BinaryIO, io.BytesIO(data)), where):
            if isinstance(one, InputError):
                yield one
            elif self._left <= 0:
                yield self._enough(where)
                return
            elif kind == "sitemap":
                yield from self._listed_page(one, base)
            else:
                yield from self._address(urljoin(base, one.url), depth + 1)

    def _listed_page(self, one: Listed, base: str, item: FeedItem | None = None) -> Found:
        """A page of a sitemap, or of a feed's item; one that was fetched before is asked again only if it is newer."""
        if one.published and not self._wish.wants(one.published):
            return
        url = urljoin(base, one.url)
        try:
            shown = to_target(url).shown
            known = self._wish.known(shown)
            if known is not None and not _is_newer(one.modified or one.published, known.at):
                yield Unchanged(url=shown)
                return
            if url in self._seen:
                return
            self._seen.add(url)
            self._left -= 1
            yield from self.page_of(url, known, one, item)
        except UsageError as error:
            yield BadRecordError(error.message, hint=error.hint)
        except InputError as error:
            yield error

    def page_of(
        self, url: str, known: Known | None, listing: Listed | None = None, item: FeedItem | None = None
    ) -> Found:
        """The article of a page, or the documents at an address. Raises InputError, UsageError."""
        fetched = self._fetcher.get(url, known.validators if known else None)
        if fetched is None:
            yield Unchanged(url=shown_url(url))
            return
        data = self.unpacked(fetched)
        if not self.is_page(data, fetched):
            yield from self._document(data, fetched)
            return
        article = self.page(data, fetched)
        own = item.own if item and isinstance(item.own, Article) else None
        article = replace(
            article,
            published=article.published
            or (listing.published if listing else None)
            or (own.published if own else None)
            or day_of_address(fetched.url),
            outlet=article.outlet or (own.outlet if own else None),
            title=article.title or (listing.title if listing else None) or (own.title if own else None),
        )
        yield Arrival(article=article, fetched=fetched)

    def _feed(self, data: bytes, fetched: Fetched) -> Found:
        for item in self.items(data, fetched.asked, fetched.url):
            if self._left <= 0:
                yield self._enough(fetched.asked)
                return
            own = item.own
            if isinstance(own, Article) and own.published and not self._wish.wants(own.published):
                continue
            if self._wish.follow and item.link:
                told = own.published if isinstance(own, Article) else None
                yield from self._listed_page(Listed(url=item.link, published=told), fetched.url, item)
                continue
            self._left -= 1
            yield own if isinstance(own, InputError) else Arrival(article=own, fetched=fetched.of_several())

    def items(self, data: bytes, where: str, base: str) -> Iterator[FeedItem]:
        """The items of a feed, in its order. base: the address that links are relative to, "" for none."""
        stem = PurePosixPath(urlsplit(where).path).stem or "feed"
        for number, told in enumerate(feed_objects(cast(BinaryIO, io.BytesIO(data)), where, len(data)), 1):
            if isinstance(told, InputError):
                yield FeedItem(own=told, link=None, identity=("error", told.message))
                continue
            link = told.get("url")
            link = urljoin(base, link) if isinstance(link, str) and link else None
            name, text = str(told.get("name") or link or ""), str(told.get("text") or "")
            known_by = f"{told.get('title')}\n{told.get('published')}\n{text}"
            if link:
                told["url"] = shown_url(link)
            if not isinstance(told.get("name"), str) or "://" in name:
                told["name"] = shown_url(name) or None
            own: Article | InputError
            try:
                own = to_article(
                    told,
                    f"{where}, item {number}",
                    f"{stem}-{number}",
                    defaults=self._defaults,
                    settings=self._settings,
                )
                if not own.text.strip():
                    own = BadRecordError(f"{where}, item {number} holds no text.")
            except InputError as error:
                own = error
            yield FeedItem(own=own, link=link, identity=(name, text_digest(known_by)))

    def unpacked(self, fetched: Fetched) -> bytes:
        """The content, also where it is a packed file. Raises InputError."""
        assert fetched.body is not None
        data = fetched.body
        for _ in range(_MOST_LAYERS):
            packed = packed_as(data[:HEAD])
            if packed is None:
                break
            stream = files.unpack(cast(BinaryIO, io.BytesIO(data)), packed)
            data = files.read_bounded(stream, fetched.asked, self._settings.largest_download)
        return data

    def decoded(self, data: bytes, fetched: Fetched) -> str:
        """The characters of a page. Raises InputError."""
        content_type = fetched.header("content-type")
        told: str = self._pages.decoded(data, fetched.asked, content_type, self._defaults.encoding)
        return told

    def is_page(self, data: bytes, fetched: Fetched) -> bool:
        """Whether content is to be read as a page, and not as another document."""
        if self._defaults.form is not None:
            return self._defaults.form == "html"
        if recognize(data[:HEAD], None) is not None:
            return False
        kind = (fetched.header("content-type") or "").split(";")[0].strip().lower()
        return kind in _PAGE_TYPES or looks_like_page(data[:HEAD].decode("utf-8", "replace"))

    def page(self, data: bytes, fetched: Fetched) -> Article:
        """The article of a page. Raises InputError: not text, too large, without a story."""
        where, told = fetched.asked, self._defaults
        found: Page = self._pages.story(self.decoded(data, fetched), where)
        if not found.text.strip():
            raise BadRecordError(
                f"{where} holds no text.", hint="Its text may come by a script, or only to those who are logged in."
            )
        check_length(found.text, where, self._settings)
        about = found.about
        own = about.url if about.url and _same_site(about.url, fetched.url) else fetched.url
        return Article(
            text=found.text, name=_stem(fetched.url), url=shown_url(own), outlet=told.outlet or about.outlet,
            title=about.title, published=told.published or about.published,
        )  # fmt: skip

    def _document(self, data: bytes, fetched: Fetched) -> Found:
        path = PurePosixPath(unquote(urlsplit(fetched.url).path))
        named = files.collection_of(path) or files.named(path)
        if named is None and (fetched.header("content-type") or "").split(";")[0].strip().lower() == "text/plain":
            named = "text"
        stream = cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, io.BytesIO(data))))
        without = fetched.of_several()
        last: Article | InputError | None = None
        several = False
        try:
            for one in Contents(self._defaults, self._settings).named(stream, fetched.asked, _stem(fetched.url), named):
                if last is not None:
                    several = True
                    yield self._from(last, without)
                last = one
        except InputError as error:
            if last is not None:
                several = True
                yield self._from(last, without)
            last = error
        if last is not None:
            yield self._from(last, without if several else fetched)

    def _from(self, one: Article | InputError, fetched: Fetched) -> Arrival | InputError:
        if isinstance(one, InputError):
            return one
        return Arrival(article=replace(one, url=one.url or fetched.url), fetched=fetched)

    def _enough(self, where: str) -> InputError:
        return BadRecordError(
            f"{where} lists more than {self._wish.most:,} articles; the rest was left.",
            hint="Raise SAYSO_MOST_ITEMS, or give the same call again: it goes on with what is new.",
        )


def day_of_address(url: str) -> str | None:
    """The day that an address holds as …/2022/11/03/… or …/2022-11-03…, as most news sites write it; else None."""
    found = _DAY.search(urlsplit(url).path)
    return iso_date(f"{found[1]}-{found[3]}-{found[4]}") if found else None


def _stem(url: str) -> str:
    path = PurePosixPath(unquote(urlsplit(url).path))
    return files.stem(path)[:200] if path.name else (urlsplit(url).hostname or "page")


def _is_newer(told: str | None, at: str) -> bool:
    """Whether a page that a list dates `told` may have changed since it was fetched; days count as a whole."""
    if not told:
        return False
    told = told[:19]
    return told >= at[: len(told)]


def _same_site(one: str, other: str) -> bool:
    """Whether two addresses have one host, or one of them is under the other: a page may not speak for another site."""
    shorter, longer = sorted((_host(one), _host(other)), key=len)
    return longer == shorter or ("." in shorter and longer.endswith("." + shorter))


def _host(url: str) -> str:
    first, _, rest = (urlsplit(url).hostname or "").partition(".")
    return rest if first in {"www", "amp", "m", "mobile", "edition"} and "." in rest else f"{first}.{rest}"
