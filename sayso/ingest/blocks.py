"""The nodes of a page as blocks of running text, without what no reader takes for the story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from sayso.ingest.tags import BLOCKS, Node, names

SKIPPED = names(
    "aside audio button canvas datalist dialog figcaption figure footer iframe input label legend map menu meter nav "
    "noembed noframes noscript object option output progress script select style svg math template textarea title "
    "video xmp"
)
HEADINGS = names("h1 h2 h3 h4 h5 h6")
_PROSE_TAGS = names("p li blockquote pre td th dd dt")
_STORY_TAGS = names("h1 article main")
_NO_DISPLAY = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_COMMENT = re.compile(r"(?:comments?|respond|disqus)(?:[-_]{1,2}\w[\w-]*)?|[\w-]+[-_]comments")
_FURNITURE = re.compile(
    r"(?:sidebar|related|share|sharing|sharedaddy|social|newsletter|promo|breadcrumbs?"
    r"|cookies?|jp-relatedposts|outbrain|taboola|recommended|byline|caption|wp-caption-text|subscribe|navbar|menu"
    r"|advert|advertisement|ad-slot|ads?|print-only|noprint|pagination|post-navigation|entry-meta|post-meta)"
    r"(?:(?:[-_]{1,2}\w[\w-]*)?)"
    r"|[\w-]+[-_](?:caption|byline|breadcrumbs?|newsletter|share|sharing|related|sidebar|promo|tags|credit"
    r"|advert|advertisement|authorbox|author-bio|author-box)"
    r"|tags|sr-only|visually-?hidden|screen-reader-text|screenreader"
)
"""Class and id words of what stands around stories on pages made with the usual publishing systems."""
_NEVER_A_BOX = names("html body main article td")
_LONGEST_WORD = 80
_ENDS_SENTENCE = re.compile(r"[.?!…][\"'”’»)\]]*$|[.?!…]?[”»\"]$")
_FEWEST_OF_SENTENCE = 25
_FEWEST_OF_PROSE = 40
_PARAGRAPH_BREAK = "\n"
_LITTLE = 400
"""Characters of prose: a few sentences. A page with more than that has its story."""
_FAR_MORE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block's text. node: number of the first text in it; tag: that of the block; linked: characters in links."""

    node: int
    tag: str
    text: str
    linked: int
    in_header: bool

    @property
    def is_linked(self) -> bool:
        """More than half of it stands in links."""
        return self.linked * 2 > len(self.text)

    @property
    def is_sentence(self) -> bool:
        return len(self.text) >= _FEWEST_OF_SENTENCE and _ENDS_SENTENCE.search(self.text[-8:]) is not None

    @property
    def is_prose(self) -> bool:
        """Running text, wherever it stands; in a bare div or a page's header only whole sentences are taken for it."""
        if self.in_header or self.tag not in _PROSE_TAGS:
            return self.is_sentence
        return any(c.isalnum() for c in self.text)

    @property
    def weight(self) -> int:
        """Characters that speak for a story standing here: none for headings, links and labels."""
        if self.tag in HEADINGS or self.is_linked or len(self.text) < _FEWEST_OF_PROSE or not self.is_sentence:
            return 0
        return len(self.text) - self.linked


def read_blocks(nodes: Sequence[Node]) -> list[Block]:
    """The blocks of a page in document order, without what its class words call furniture.

    Where next to nothing is left and there was far more, those words meant something else, and do not count.
    """
    blocks = _blocks(nodes, _Skips(nodes, by_words=True))
    weight = sum(block.weight for block in blocks)
    if weight < _LITTLE:
        everything = _blocks(nodes, _Skips(nodes, by_words=False))
        if sum(block.weight for block in everything) > _FAR_MORE * weight:
            return everything
    return blocks


def _blocks(nodes: Sequence[Node], skips: _Skips) -> list[Block]:
    reader, number = _Reader(), 0
    while number < len(nodes):
        node = nodes[number]
        reader.leave(number)
        if node.tag and skips.skip(number):
            if node.tag in BLOCKS:
                reader.flush()
            number = node.end
            continue
        if node.tag:
            reader.enter(node)
        else:
            reader.add(number, node.text)
        number += 1
    reader.flush()
    return reader.blocks


class _Skips:
    def __init__(self, nodes: Sequence[Node], *, by_words: bool) -> None:
        self._nodes = nodes
        self._by_words = by_words
        self._sign_ups = _sign_ups(nodes) if by_words else frozenset()
        self._story: list[int] = [0]  # how many h1, article and main stand before each node
        self._h1: list[int] = [0]
        for node in nodes:
            self._story.append(self._story[-1] + (node.tag in _STORY_TAGS))
            self._h1.append(self._h1[-1] + (node.tag == "h1"))

    def skip(self, number: int) -> bool:
        node = self._nodes[number]
        if node.tag in SKIPPED or node.tag.startswith("amp-") or _is_hidden(node):
            return True
        if node.tag == "form":  # some systems wrap the whole page in one
            return self._story[node.end] == self._story[number]
        if number not in self._sign_ups and not _is_furniture(node, by_words=self._by_words):
            return False
        return self._h1[node.end] == self._h1[number]


def _sign_ups(nodes: Sequence[Node]) -> frozenset[int]:
    """The elements around a form that say little more than what the form is for: boxes for newsletters."""
    length = [0, *accumulate(len(node.text) if not node.tag else 0 for node in nodes)]
    found: set[int] = set()
    around: list[int] = []
    for number, node in enumerate(nodes):
        while around and nodes[around[-1]].end <= number:
            around.pop()
        if node.tag == "form" and around:
            box = nodes[around[-1]]
            if box.tag not in _NEVER_A_BOX and length[box.end] - length[around[-1]] <= _LITTLE:
                found.add(around[-1])
        if node.tag:
            around.append(number)
    return frozenset(found)


def _is_hidden(node: Node) -> bool:
    told = node.attributes
    if not told or node.tag in {"html", "body"}:
        return False
    return (
        "hidden" in told
        or told.get("aria-hidden", "").strip().lower() == "true"
        or _NO_DISPLAY.search(told.get("style", "")[:1000]) is not None
    )


def _is_furniture(node: Node, *, by_words: bool) -> bool:
    told = node.attributes
    if not told or node.tag in {"html", "body", "main"}:
        return False
    if told.get("role") in {"navigation", "complementary", "search", "contentinfo", "banner", "dialog"}:
        return True
    words = f"{told.get('class', '')[:1000]} {told.get('id', '')[:200]}".lower().split()
    words = [word for word in words if len(word) <= _LONGEST_WORD]
    if any(_COMMENT.fullmatch(word) for word in words):
        return True
    return by_words and node.tag != "article" and any(_FURNITURE.fullmatch(word) for word in words)


def _collapsed(text: str) -> str:
    """Runs of blanks as one, none around line breaks. In two steps: one pattern for both takes quadratic time."""
    return re.sub(r" ?\n ?", "\n", re.sub(r" +", " ", text)).strip()


class _Reader:
    """Gathers running text until a block begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._around: list[tuple[int, str]] = []
        self._parts: list[str] = []
        self._first = 0
        self._linked = 0
        self._link_end = self._pre_end = self._header_end = 0
        self._at = 0

    def leave(self, number: int) -> None:
        """Ends the blocks that node `number` stands after."""
        self._at = number
        while self._around and self._around[-1][0] <= number:
            self.flush()
            self._around.pop()

    def enter(self, node: Node) -> None:
        if node.tag == "br":
            self._break()
        elif node.tag == "a" and "href" in node.attributes:  # one without only names a place
            self._link_end = max(self._link_end, node.end)
        elif node.tag in BLOCKS:
            self.flush()
            self._around.append((node.end, node.tag))
            if node.tag == "pre":
                self._pre_end = max(self._pre_end, node.end)
            elif node.tag == "header":
                self._header_end = max(self._header_end, node.end)

    def add(self, number: int, text: str) -> None:
        if not self._parts:
            self._first = number
        text = text.replace("\xad", "").replace("\u200b", "").replace("\ufeff", "")
        if number >= self._pre_end:
            text = re.sub(r"\s+", " ", text)
        if number < self._link_end:
            self._linked += len(text.strip())
        if text:
            self._parts.append(text)

    def _break(self) -> None:
        """A second line break in a row ends a paragraph: so do pages without <p> set theirs."""
        last = next((part for part in reversed(self._parts[-3:]) if part != " "), "")
        if last == _PARAGRAPH_BREAK:
            self.flush()
        elif self._parts:
            self._parts.append(_PARAGRAPH_BREAK)

    def flush(self) -> None:
        text = "".join(self._parts)
        tag = self._around[-1][1] if self._around else ""
        text = text.strip("\n").rstrip() if tag == "pre" else _collapsed(text)
        if text:
            header = self._first < self._header_end
            block = Block(node=self._first, tag=tag, text=text, linked=self._linked, in_header=header)
            self.blocks.append(block)
        self._parts = []
        self._linked = 0
