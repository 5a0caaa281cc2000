"""The feed that a page names as its own."""

from __future__ import annotations

from sayso.ingest.tags import parse

_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


def feed_of(source: str, where: str) -> str | None:
    """The address of the first feed that a page links to, as it stands there; None for none."""
    for node in parse(source, where):
        told = node.attributes
        if node.tag == "link" and "alternate" in told.get("rel", "").lower().split() and told.get("href", "").strip():
            kind = told.get("type", "").split(";")[0].strip().lower()
            if kind in _TYPES:
                return told["href"].strip()
    return None
