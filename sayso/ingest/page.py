"""A web page to the text of its story: paragraphs with a blank line between, and what the page says of itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from sayso.ingest.about import About, read_about
from sayso.ingest.blocks import HEADINGS, Block, read_blocks
from sayso.ingest.tags import Node, names, parse

_OWN_SHARE = 0.5
"""An element that says it holds the story must hold this share of the page's prose; teasers are articles, too."""
_DESCENT_SHARE = 0.7
"""Without such an element: the innermost one that holds this share of the prose around it, step by step."""
_CONTAINERS = names("article body center div font form html main section span table tbody td tr")
_LABELS = frozenset(
    (
        *("advertisement", "advert", "ad", "image", "image source", "video", "listen", "print", "email", "copy link"),
        *("share", "share this", "share this article", "follow us", "sign up", "subscribe", "comments", "save"),
        *("read more", "related", "related topics", "related articles", "most read", "more on this story"),
        *("top stories", "continue reading", "story continues below", "skip to content", "skip to main content"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The text of a page's story, and what the page says of it (None where it does not)."""

    text: str
    about: About


@dataclass(frozen=True, slots=True)
class _Weights:
    """Characters of prose in any stretch of nodes."""

    places: Sequence[int]
    sums: Sequence[int]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> _Weights:
        weights = [block.weight for block in blocks]
        if not any(weights):
            weights = [0 if block.is_linked else len(block.text) for block in blocks]
        return cls([block.node for block in blocks], [0, *accumulate(weights)])

    def inside(self, start: int, end: int) -> int:
        return self.sums[bisect_left(self.places, end)] - self.sums[bisect_left(self.places, start)]


def read_page(source: str, where: str) -> Page:
    """The story of a page. Any text gives a page; one without a story gives an empty text.

    Raises TooLargeError, naming `where`, for a page of more elements than tags.MOST_NODES.
    """
    nodes = parse(source, where)
    blocks = read_blocks(nodes)
    start, end, own = _story(nodes, _Weights.of(blocks))
    inside = [block for block in blocks if start <= block.node < end]
    about = read_about(nodes, start, end)
    headline = _headline(blocks, start, end, about.title or about.window_title or "")
    kept = _kept(inside, headline, about, own=own)
    if not kept:  # a page of labels and fragments only: better all of it than nothing
        kept = [block for block in inside if not block.is_linked]
    return Page(
        text="\n\n".join(block.text for block in kept),
        about=about.with_headline(headline.text if headline else None),
    )


def _story(nodes: Sequence[Node], weights: _Weights) -> tuple[int, int, bool]:
    """The first node of the story, the first after it, and whether the page itself marks it as one."""
    total = weights.inside(0, len(nodes))
    tiers = (
        [n for n, node in enumerate(nodes) if node.tag == "article"],
        [n for n, node in enumerate(nodes) if "articlebody" in node.attributes.get("itemprop", "").lower().split()],
        [n for n, node in enumerate(nodes) if node.tag == "main" or node.attributes.get("role") == "main"],
    )
    for tier in tiers:
        best = max(tier, key=lambda n: weights.inside(n, nodes[n].end), default=None)
        if best is not None and total and weights.inside(best, nodes[best].end) >= _OWN_SHARE * total:
            return best, nodes[best].end, True
    return *_densest(nodes, weights), False


def _densest(nodes: Sequence[Node], weights: _Weights) -> tuple[int, int]:
    start, end, first = 0, len(nodes), 0
    while True:
        needed = max(1.0, _DESCENT_SHARE * weights.inside(start, end))
        child = first
        while child < end:
            node = nodes[child]
            if node.tag in _CONTAINERS and weights.inside(child, node.end) >= needed:
                break
            child = node.end
        else:
            return start, end
        start, end, first = child, nodes[child].end, child + 1


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _headline(blocks: Sequence[Block], start: int, end: int, title: str) -> Block | None:
    """The h1 of the story: the one that the page's title repeats, else one inside, else the last before it."""
    heads = [block for block in blocks if block.tag == "h1" and block.node < end]
    title = _words(title)
    titled = [block for block in heads if (words := _words(block.text)) and words in title]
    inside = [block for block in heads if block.node >= start]
    before = [block for block in heads if block.node < start and not block.in_header]
    same_inside = [block for block in titled if block.node >= start]
    found = (same_inside or titled[-1:] or inside or before[-1:])[:1]
    return found[0] if found else None


def _kept(inside: Sequence[Block], headline: Block | None, about: About, *, own: bool) -> list[Block]:
    """The headline and the story's blocks; headings over nothing but links and at the end are left out."""
    kept = [headline] if headline else []
    heading: list[Block] = []
    titles = {_words(about.title or ""), _words(about.window_title or "")} - {""}
    for block in inside:
        if block is headline:
            kept, heading = [block], []  # what stands above the headline is a kicker or a path
        elif block.tag in HEADINGS:
            if not block.is_linked or any(_words(block.text) in title for title in titles):
                heading = [block] if own or not block.in_header else []
        elif block.is_linked:
            heading = []
        elif _is_wanted(block, own=own):
            kept += [*heading, block]
            heading = []
    return kept


def _is_wanted(block: Block, *, own: bool) -> bool:
    if block.in_header and not own:
        return False
    return block.is_prose and block.text.casefold().strip(" :.!→»>") not in _LABELS
