"""RSS 2.0, RSS 1.0 and Atom as objects under our keys, item by item: a feed of a million items takes no more memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import BinaryIO

from sayso.errors import BadRecordError, InputError, TooLargeError
from sayso.ingest.columns import to_date
from sayso.ingest.fragments import words_of
from sayso.ingest.markup import RefusedError, walked

_ROOTS = frozenset({"rss", "feed", "RDF"})
_ITEMS = frozenset({"item", "entry"})
_BODIES = ("encoded", "content", "description", "summary")
_DATES = ("pubDate", "published", "date", "issued", "updated", "modified")
_FIELDS = frozenset((*_BODIES, *_DATES, "title", "link", "guid", "id"))
_DEEPEST = 500  # elements in each other


class _Feed:
    """Collects items while expat walks through the document. limit: characters of one item."""

    def __init__(self, where: str, limit: int) -> None:
        self.found: list[dict[str, object]] = []
        self._where, self._limit = where, limit
        self._depth = self._size = self._count = 0
        self._title: str | None = None
        self._item: dict[str, str] | None = None
        self._field: str | None = None
        self._field_depth = self._item_depth = 0
        self._is_plain = False
        self._parts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RefusedError(BadRecordError(f"{self._where} has elements nested too deeply."))
        if self._depth == 1 and local not in _ROOTS:
            raise RefusedError(
                BadRecordError(f"{self._where} is XML of another kind: <{local[:40]}>.", hint="Feeds are RSS or Atom.")
            )
        if self._field is not None:
            self._parts.append(f"<{local}>")
        elif local in _ITEMS and self._item is None:
            self._item, self._item_depth, self._size = {}, self._depth, 0
            self._count += 1
        elif local in _FIELDS and (
            self._depth == self._item_depth + 1 if self._item is not None else local == "title" and self._depth <= 3
        ):
            self._field, self._field_depth, self._parts = local, self._depth, []
            self._is_plain = attributes.get("type") == "text"
            href = attributes.get("href")
            if local == "link" and href and attributes.get("rel", "alternate") == "alternate":
                self._parts.append(href)

    def text(self, told: str) -> None:
        if self._field is None:
            return
        self._size += len(told)
        if self._size > self._limit:
            place = f"{self._where}, item {self._count}"
            raise RefusedError(TooLargeError(f"{place} is larger than {self._limit:,} characters."))
        self._parts.append(escape(told, quote=False) if self._depth > self._field_depth else told)

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if self._field is not None and self._depth > self._field_depth:
            self._parts.append(f"</{local}>")
        elif self._field is not None:
            self._close_field("".join(self._parts).strip())
        elif self._item is not None and self._depth == self._item_depth:
            self.found.append(self._object(self._item))
            self._item = None
        self._depth -= 1

    def _close_field(self, told: str) -> None:
        assert self._field is not None
        name, self._field = self._field, None
        if name in _BODIES and not self._is_plain:
            told = words_of(told, self._where)
        elif name == "title":
            told = " ".join(words_of(told, self._where).split())
        if self._item is None:
            self._title = self._title or told or None
        elif told:
            self._item.setdefault(name, told)

    def _object(self, item: Mapping[str, str]) -> dict[str, object]:
        bodies = [item[name] for name in _BODIES if name in item]
        return {
            "text": max(bodies, key=len, default=item.get("title", "")),
            "title": item.get("title"),
            "url": item.get("link"),
            "name": item.get("guid") or item.get("id"),
            "published": next((date for name in _DATES if (date := to_date(item.get(name, "")))), None),
            "outlet": self._title,
        }


def feed_objects(stream: BinaryIO, where: str, limit: int) -> Iterator[dict[str, object] | InputError]:
    """An object for each item, under our keys; the last is an error where the document breaks off or is refused.

    limit: characters of one item. outlet is the feed's title. text is the longest of what the item gives for it,
    without markup; its title where it gives nothing.
    """
    cure = "Feeds need none: save it without <!DOCTYPE …>."
    yield from walked(stream, where, _Feed(where, limit), cure=cure)
