"""What a page says of itself: title, outlet, date, address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sayso.ingest.days import iso_date
from sayso.ingest.tags import Node

_LONGEST = 1000
"""Characters; a title or address longer than this is none."""
_MOST_VALUES = 100_000
_ADDRESS = re.compile(r"https?://[^\s\"<>]+", re.I)
_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
)
_STORY_TYPE = re.compile(r"\w*(?:Article|BlogPosting|Report)")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Metadata of a page; window_title is its <title>, which often carries the outlet's name as well."""

    title: str | None
    window_title: str | None
    outlet: str | None
    published: str | None
    url: str | None

    def with_headline(self, headline: str | None) -> About:
        """The title where the page gives none to share: its headline, else that of its window."""
        return replace(
            self, title=self.title or (" ".join(headline.split()) if headline else None) or self.window_title
        )


def read_about(nodes: Sequence[Node], start: int, end: int) -> About:
    """What the page's head says, else what its story (nodes start … end) does."""
    metas = _metas(nodes)
    data = list(_linked_data(nodes))
    return About(
        title=_short(metas.get("og:title")),
        window_title=next((t for t in map(_short, _texts(nodes, "title")) if t), None),
        outlet=_short(metas.get("og:site_name")) or _publisher(data),
        published=_published(nodes, metas, data, start, end),
        url=_url(nodes, metas),
    )


def _short(text: object) -> str | None:
    if not isinstance(text, str):
        return None
    text = " ".join(text.encode("utf-8", "replace").decode().split())
    return text if 0 < len(text) <= _LONGEST else None


def _texts(nodes: Sequence[Node], tag: str) -> Iterator[str]:
    inside_picture = 0
    for number, node in enumerate(nodes):
        if node.tag == "svg":  # drawings have titles, too
            inside_picture = max(inside_picture, node.end)
        if node.tag == tag and number >= inside_picture:
            yield "".join(inner.text for inner in nodes[number + 1 : node.end])


def _metas(nodes: Sequence[Node]) -> dict[str, str]:
    """The first content that is not empty for each name, property or itemprop, in lower case."""
    found: dict[str, str] = {}
    for node in nodes:
        content = node.attributes.get("content", "").strip() if node.tag == "meta" else ""
        if content:
            for key in ("property", "name", "itemprop"):
                found.setdefault(node.attributes.get(key, "").strip().lower(), content)
    return found


def _linked_data(nodes: Sequence[Node]) -> Iterator[dict[str, Any]]:
    """Every object in the page's JSON-LD, at any depth."""
    waiting: list[Any] = []
    for number, node in enumerate(nodes):
        kind = node.attributes.get("type", "") if node.tag == "script" else ""
        if kind.split(";")[0].strip().lower() == "application/ld+json":
            try:
                waiting.append(json.loads("".join(inner.text for inner in nodes[number + 1 : node.end])))
            except (ValueError, RecursionError):
                continue
    waiting.reverse()
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(reversed(list(value.values())))
        elif isinstance(value, list):
            waiting.extend(reversed(value))


def _is_story(value: dict[str, Any]) -> bool:
    kinds = value.get("@type")
    return any(isinstance(k, str) and _STORY_TYPE.fullmatch(k) for k in (kinds if isinstance(kinds, list) else [kinds]))


def _stories_first(data: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(data, key=lambda value: not _is_story(value))


def _publisher(data: Sequence[dict[str, Any]]) -> str | None:
    named = {v["@id"]: v["name"] for v in data if isinstance(v.get("@id"), str) and isinstance(v.get("name"), str)}
    for value in _stories_first(data):
        told = value.get("publisher")
        for one in told if isinstance(told, list) else [told]:
            if isinstance(one, dict):
                identity = one.get("@id")
                other = named.get(identity) if isinstance(identity, str) else None
                name = _short(one.get("name")) or _short(other)
            else:
                name = _short(one)
            if name:
                return name
    return None


def _published(
    nodes: Sequence[Node], metas: dict[str, str], data: Sequence[dict[str, Any]], start: int, end: int
) -> str | None:
    told = [metas.get(_DATE_NAMES[0])]
    told += [value["datePublished"] for value in _stories_first(data) if isinstance(value.get("datePublished"), str)]
    told += [metas.get(name) for name in _DATE_NAMES[1:]]
    times = [node for node in nodes if node.tag == "time"]
    told += [t.attributes.get("datetime") for t in times if {"pubdate", "itemprop"} & set(t.attributes)]
    told += [node.attributes.get("datetime") for node in nodes[start:end] if node.tag == "time"]
    return next((date for one in told if one and (date := iso_date(one))), None)


def _url(nodes: Sequence[Node], metas: dict[str, str]) -> str | None:
    links = [
        node.attributes.get("href", "").strip()
        for node in nodes
        if node.tag == "link" and "canonical" in node.attributes.get("rel", "").lower().split()
    ]
    told = (*links, metas.get("og:url", ""))
    return next((one for one in told if len(one) <= _LONGEST and _ADDRESS.fullmatch(one)), None)
