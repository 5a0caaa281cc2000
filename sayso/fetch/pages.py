"""A page from the web as an article: by our own reader of pages, with trafilatura as second reader where that finds
little.

Measured on made pages (benchmarks/pages.py), our own reader takes less of what stands around a story and loses less of
it; it is linear whatever it is given, and a page fetched gives the article that the same page gives as a file. On pages
that it takes for nearly empty, the other is asked, which knows other makes of pages. It takes them apart recursively,
so that it gets pages of bounded size and depth alone.
"""

from __future__ import annotations

from typing import Any

import trafilatura

from sayso.ingest.decode import decode
from sayso.ingest.page import Page, read_page
from sayso.ingest.tags import Node, parse

_MOST_BYTES = 3_000_000
_MOST_NODES = 40_000  # elements and texts; the longest news pages have some 20,000
_DEEPEST = 150  # elements in each other
_LITTLE = 1_500  # characters of a story; only below, the second reader is asked
_FAR_MORE = 2.0  # times our own reading, from which on the second one is believed
_FEWEST = 500  # characters of a second reading that is believed


def story(source: str, where: str) -> Page:
    """The story of a page with its metadata. Raises TooLargeError for a page of too many elements."""
    own = read_page(source, where)
    if len(own.text) >= _LITTLE or len(source) > _MOST_BYTES:
        return own
    nodes = parse(source, where)
    if len(nodes) > _MOST_NODES or _depth(nodes) > _DEEPEST:
        return own
    found = _body(source)
    if found is None or len(found) < max(_FEWEST, _FAR_MORE * len(own.text)):
        return own
    return Page(text=found, about=own.about)


def decoded(data: bytes, where: str, content_type: str | None, encoding: str | None) -> str:
    """The characters of a page: UTF-8 where they are that, else as the server, else as the page says."""
    charset = None
    for part in (content_type or "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'")[:40] or None
    return decode(data, where, encoding=encoding, page=True, declared=charset)


def _depth(nodes: list[Node]) -> int:
    """The most elements in each other."""
    ends: list[int] = []
    deepest = 0
    for number, node in enumerate(nodes):
        while ends and ends[-1] <= number:
            ends.pop()
        if node.tag and node.end > number + 1:
            ends.append(node.end)
            deepest = max(deepest, len(ends))
    return deepest


def _body(source: str) -> str | None:
    """What trafilatura takes for the story, a blank line between paragraphs; None where it fails or finds none."""
    try:
        found: Any = trafilatura.bare_extraction(
            source, include_comments=False, include_tables=False, with_metadata=False
        )
    except Exception:  # it is given anything that the web holds; our own reading stands for all that it cannot take
        return None
    if found is None or found.body is None:
        return None
    blocks = []
    for element in found.body.iter("p", "head", "item", "quote"):
        if element.tag == "quote" and element.find(".//p") is not None:
            continue
        if element.tag == "p" and any(True for _ in element.iterancestors("item", "p")):
            continue
        text = " ".join("".join(element.itertext()).split())
        if text:
            blocks.append(text)
    text = "\n\n".join(blocks).encode("utf-8", "replace").decode("utf-8")
    return text or None
