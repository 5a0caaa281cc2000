"""HTML to a flat list of nodes, in linear time and without recursion.

Why not html.parser: what it makes of broken markup differs between patch releases of Python (offsets into the text must
not), some broken pages take it quadratic time, and a character reference of 5,000 digits makes it raise.
The rules are a subset of the WHATWG standard's: void and raw-text elements, implied end tags, stray end tags ignored.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sayso.errors import TooLargeError

MOST_NODES = 500_000
"""Elements and texts of one page. The longest news pages have some 20,000; each takes about 200 bytes here."""
_LOOK_BACK = 64
"""Open elements that are looked at for an implied end tag. Bounded, so that deep nesting cannot cost quadratic time."""


def names(told: str) -> frozenset[str]:
    """The words of a string, for tables of tags."""
    return frozenset(told.split())


KEPT = names("aria-hidden class content datetime hidden href id itemprop name property pubdate rel role style type")
VOID = names("area base br col embed hr img input link meta param source track wbr")
RAW = names("iframe noembed noframes noscript script style textarea title xmp")
BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol option p pre search section "
    "select summary table tbody td template tfoot th thead tr ul"
)
_HEADINGS = names("h1 h2 h3 h4 h5 h6")
_IMPLIED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    # a start tag: the open elements that it ends, and those beyond which it does not look
    "li": (frozenset({"li"}), names("ul ol menu table body")),
    "dt": (frozenset({"dt", "dd"}), names("dl table body")),
    "dd": (frozenset({"dt", "dd"}), names("dl table body")),
    "td": (frozenset({"td", "th"}), names("tr table body")),
    "th": (frozenset({"td", "th"}), names("tr table body")),
    "tr": (frozenset({"tr"}), names("table body")),
    "option": (frozenset({"option"}), names("select body")),
    "body": (frozenset({"head"}), frozenset({"html"})),
    "a": (frozenset({"a"}), names("td th table body")),
    **dict.fromkeys(_HEADINGS, (_HEADINGS, BLOCKS - _HEADINGS)),
}
_P_ONLY = frozenset({"p"})
_NOT_P = BLOCKS - _P_ONLY

_NAME = re.compile(r"(?a)[a-zA-Z][^\s/>]*+")
_ATTRIBUTE = re.compile(
    r"""(?a)[\s/]*+(?:(>)|([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+|)))?)"""
)
_LONG_NUMBER = re.compile(r"&#(?:0*[1-9][0-9]{7,}|[xX]0*[1-9a-fA-F][0-9a-fA-F]{6,});?")
_LEADING_ZEROS = re.compile(r"(&#[xX]?)0+(?=[0-9a-fA-F])")
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(slots=True)
class Node:
    """An element (tag in lower case) or a text (tag ""). end: the number of the first node after all that is inside."""

    tag: str
    text: str
    attributes: Mapping[str, str]
    end: int


def unescape(text: str) -> str:
    """Character references decoded; numbers beyond Unicode become U+FFFD however long they are."""
    if "&" not in text:
        return text
    return html.unescape(_LONG_NUMBER.sub("\ufffd", _LEADING_ZEROS.sub(r"\1", text)))


def parse(source: str, where: str) -> list[Node]:
    """The nodes of a page in document order. Raises TooLargeError, naming `where`, for one of too many."""
    return _Parser(source, where).run()


class _Parser:
    def __init__(self, source: str, where: str) -> None:
        self._source = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self._where = where
        self._xml = self._source.startswith("<?xml")
        self._nodes: list[Node] = []
        self._open: list[int] = []
        self._count: Counter[str] = Counter()
        self._unclosed: set[str] = set()

    def run(self) -> list[Node]:
        source, at, text_from = self._source, 0, 0
        while (at := source.find("<", at)) >= 0:
            follows = source[at + 1 : at + 3]
            if not follows[:1].isascii() or not (follows[:1].isalpha() or follows[:1] in {"/", "!", "?"}):
                at += 1
                continue
            self._text(source[text_from:at])
            at = text_from = self._markup(at, follows)
        self._text(source[text_from:])
        self._close_down_to(0)
        return self._nodes

    def _markup(self, at: int, follows: str) -> int:
        """Reads what begins with "<" at `at`; gives the place after it. What never ends takes the rest of the page."""
        if follows.startswith(("!", "?")):
            comment = self._source.startswith("<!--", at)
            end = self._source.find("-->" if comment else ">", at + 2)
            return len(self._source) if end < 0 else end + (3 if comment else 1)
        if not follows.startswith("/"):
            return self._start(at)
        end = self._source.find(">", at)
        if end < 0:
            return len(self._source)
        name = _NAME.match(self._source, at + 2)
        if name:
            self._end(name[0].lower())
        return end + 1

    def _start(self, at: int) -> int:
        name = _NAME.match(self._source, at + 1)
        assert name
        tag, at = name[0].lower(), name.end()
        attributes: dict[str, str] = {}
        while True:
            found = _ATTRIBUTE.match(self._source, at)
            if not found:
                return len(self._source)
            at = found.end()
            if found[1]:
                break
            key = found[2].lower() if len(found[2]) < 16 else ""
            if key in KEPT and key not in attributes:
                attributes[key] = unescape(found[3] or found[4] or found[5] or "")
        empty = tag in VOID or (self._xml and self._source[at - 2] == "/")
        self._open_element(tag, attributes or _NOTHING, empty=empty)
        return self._raw(tag, at) if tag in RAW and not empty else at

    def _raw(self, tag: str, at: int) -> int:
        """The text of an element that holds no markup. One that never ends: a script takes the rest, others nothing."""
        found = None
        if tag not in self._unclosed:
            found = re.compile(rf"</{tag}(?=[\s/>])", re.I | re.A).search(self._source, at)
        if not found:
            self._unclosed.add(tag)
            if tag in {"script", "style"}:
                return len(self._source)
            self._end(tag)
            return at
        if tag in {"script", "title"}:
            content = self._source[at : found.start()]
            self._text(content if tag == "script" else content.replace("<", "&lt;"), escaped=tag == "title")
        self._end(tag)
        end = self._source.find(">", found.end())
        return len(self._source) if end < 0 else end + 1

    def _add(self, node: Node) -> None:
        if len(self._nodes) >= MOST_NODES:
            raise TooLargeError(f"{self._where} has more than {MOST_NODES:,} elements: it is no news page.")
        self._nodes.append(node)

    def _text(self, text: str, *, escaped: bool = True) -> None:
        if text:
            self._add(Node("", unescape(text) if escaped else text, _NOTHING, len(self._nodes) + 1))

    def _open_element(self, tag: str, attributes: Mapping[str, str], *, empty: bool) -> None:
        if tag in BLOCKS and self._count["p"]:
            self._imply(_P_ONLY, _NOT_P)
        if tag in _IMPLIED:
            self._imply(*_IMPLIED[tag])
        self._add(Node(tag, "", attributes, len(self._nodes) + 1))
        if not empty:
            self._open.append(len(self._nodes) - 1)
            self._count[tag] += 1

    def _imply(self, ends: frozenset[str], beyond: frozenset[str]) -> None:
        depth = len(self._open)
        for place in range(depth - 1, max(-1, depth - 1 - _LOOK_BACK), -1):
            tag = self._nodes[self._open[place]].tag
            if tag in ends:
                self._close_down_to(place)
                return
            if tag in beyond:
                return

    def _end(self, tag: str) -> None:
        """Ends the innermost open element of that name; one of running text does not end a block around it."""
        if not self._count[tag]:
            return
        if tag not in BLOCKS or tag == "p":
            self._imply(frozenset({tag}), BLOCKS - {tag})
            return
        for place in range(len(self._open) - 1, -1, -1):
            if self._nodes[self._open[place]].tag == tag:
                self._close_down_to(place)
                return

    def _close_down_to(self, place: int) -> None:
        for number in self._open[place:]:
            node = self._nodes[number]
            node.end = len(self._nodes)
            self._count[node.tag] -= 1
        del self._open[place:]
