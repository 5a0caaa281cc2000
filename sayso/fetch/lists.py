"""Lists of addresses: OPML, sitemaps, their indexes, news sitemaps. Streamed; entities are refused, as in feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sayso.errors import BadRecordError, InputError
from sayso.fetch.addresses import LONGEST
from sayso.ingest.columns import to_date
from sayso.ingest.markup import RefusedError, walked

_DEEPEST = 100  # elements in each other
_KINDS = {"opml": "opml", "urlset": "sitemap", "sitemapindex": "index"}
_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,300}>\s*)?(?:<\?[^>]{0,300}>\s*|<!--.{0,2000}?-->\s*){0,10}"
    rb"<(?:[\w.-]{1,40}:)?(opml|urlset|sitemapindex)[\s>]",
    re.S,
)
_TEXTS = frozenset({"loc", "lastmod", "publication_date", "title"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An address in a list. day: ISO date (or date-time) of publication in a news sitemap. modified: of its page."""

    url: str
    title: str | None = None
    published: str | None = None
    modified: str | None = None


def kind_of(head: bytes) -> str | None:
    """ "opml", "sitemap" or "index" for what begins so, else None."""
    found = _START.match(head)
    return _KINDS[found[1].decode("ascii")] if found else None


class _List:
    def __init__(self, where: str) -> None:
        self.found: list[Listed] = []
        self._where = where
        self._depth = 0
        self._entry: dict[str, str] | None = None
        self._entry_depth = 0
        self._field: str | None = None
        self._parts: list[str] = []
        self._size = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RefusedError(BadRecordError(f"{self._where} has elements nested too deeply."))
        if self._depth == 1 and local not in _KINDS:
            raise RefusedError(BadRecordError(f"{self._where} is XML of another kind: <{local[:40]}>."))
        if local == "outline":
            told = {key.rpartition(" ")[2].lower(): value for key, value in attributes.items()}
            url = told.get("xmlurl", "").strip()
            if url and len(url) <= LONGEST:
                title = " ".join((told.get("title") or told.get("text") or "").split())[:1000]
                self.found.append(Listed(url=url, title=title or None))
        elif local in {"url", "sitemap"} and self._depth == 2:
            self._entry, self._entry_depth = {}, self._depth
        elif self._entry is not None and local in _TEXTS and "image" not in space and "video" not in space:
            self._field, self._parts, self._size = local, [], 0

    def text(self, told: str) -> None:
        if self._field is not None and self._size <= LONGEST:
            self._parts.append(told)
            self._size += len(told)

    def end(self, _: str) -> None:
        if self._field is not None:
            told = "".join(self._parts).strip()
            if self._entry is not None and told and self._size <= LONGEST:
                self._entry.setdefault(self._field, told)
            self._field = None
        elif self._entry is not None and self._depth == self._entry_depth:
            entry, self._entry = self._entry, None
            if "loc" in entry:
                self.found.append(
                    Listed(
                        url=entry["loc"],
                        title=entry.get("title"),
                        published=to_date(entry.get("publication_date", "")),
                        modified=to_date(entry.get("lastmod", "")),
                    )
                )
        self._depth -= 1


def listed(stream: BinaryIO, where: str) -> Iterator[Listed | InputError]:
    """Every address of a list, in its order; the last is an error where the document breaks off or is refused."""
    yield from walked(stream, where, _List(where), cure="Such lists need none.")
