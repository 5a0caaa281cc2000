"""Claims as an RSS 2.0 feed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

_NOT_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class RssItem:
    """One claim. key: names it for good. at: when it was found (aware). link: of its article."""

    key: str
    title: str
    description: str
    at: datetime
    link: str | None


def rss(title: str, items: Iterable[RssItem], now: datetime) -> Iterator[str]:
    """The feed, piece by piece. now: aware."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0">\n<channel>\n'
    yield f"<title>{_xml(title)}</title>\n<link>https://www.rssboard.org/rss-specification</link>\n"
    yield "<description>Claims as sayso found them: who said what</description>\n"
    yield f"<lastBuildDate>{format_datetime(now)}</lastBuildDate>\n<generator>sayso</generator>\n"
    for item in items:
        yield "<item>\n"
        yield f"<title>{_xml(_short(item.title))}</title>\n<description>{_xml(item.description)}</description>\n"
        if item.link and re.match(r"https?://", item.link):
            yield f"<link>{_xml(item.link)}</link>\n"
        yield f'<guid isPermaLink="false">{_xml(item.key)}</guid>\n<pubDate>{format_datetime(item.at)}</pubDate>\n'
        yield "</item>\n"
    yield "</channel>\n</rss>\n"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_TITLE else text[: _LONGEST_TITLE - 1] + "…"


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))
