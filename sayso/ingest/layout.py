"""Lines on pages to paragraphs: without what recurs at the pages' edges, words that a line end parted joined again.

Lines come in the order in which pages draw them, which for text from word processors, browsers and typesetting
programs is the order of reading, column by column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_NOTHING = dict.fromkeys([*range(9), *range(14, 28), 127])  # what broken fonts give for letters that they lack
_EDGE = 3  # lines at the top and the bottom of a page among which furniture is looked for
_EDGE_SHARE = 0.12  # of the page's height within which it stands
_RECURS = 0.3  # share of pages; running heads of left and right pages differ
_PAGE_NUMBER = re.compile(
    r"[-–—\[(\s]*(?:(?:page|seite|p\.|стр\.?)\s*)?\d{1,4}(?:\s*(?:of|/|von|из)\s*\d{1,4})?[-–—\])\s]*|[ivxlc]{1,7}",
    re.I,
)
_WIDER_GAP = 1.35  # times the usual distance of lines: a paragraph ends
_OTHER_SIZE = 1.12  # times the size of letters: a heading begins or ends
_INDENT = 0.8  # sizes of letters to the right of the lines around
_LARGEST = 50  # points of the letters of running text
_FURTHEST_INDENT = 4  # the same; what stands further in is another column
_VERY_SHORT = 0.45  # of the usual length: a label or a heading, where a capital follows
_SHORT = 0.8  # of the usual length: the last line of a paragraph
_ENDS = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_BULLET = re.compile(r"[•‣▪●◦■–—*-]\s|\(?\d{1,3}[.)]\s")
_HYPHEN = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_BOUND = re.compile(r"\w[-\u2010\u2014]$")
_WORD_START = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_KEEPS_HYPHEN = frozenset("self non anti ex pro all half quasi cross then so-called vice well".split())
_MOST_TITLE = 300  # characters
_TITLE_SIZE = 1.2  # times the size of the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words on one line. x, y: points from the page's lower left; size: points of its letters."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLines:
    """width, height: points. lines: in the order of drawing."""

    width: float
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """text: paragraphs, a blank line between. title: what stands above it in larger letters, None for none."""

    text: str
    title: str | None


def read_pages(pages: Sequence[PageLines]) -> Document:
    """The text of a document's pages. Any lines give a document; none give an empty one."""
    kept = [page_lines for page_lines in _without_furniture(pages) if page_lines]
    every = [line for lines in kept for line in lines]
    if not every:
        return Document(text="", title=None)
    usual = _Usual.of(every)
    hyphens = _Hyphens.of(every)
    paragraphs: list[list[Line]] = []
    before: Line | None = None
    for lines in kept:
        for line in lines:
            if before is not None and _goes_on(before, line, paragraphs[-1], usual):
                paragraphs[-1].append(line)
            else:
                paragraphs.append([line])
            before = line
    text = "\n\n".join(_joined(lines, hyphens) for lines in paragraphs)
    return Document(text=text, title=_title(paragraphs, usual))


def _clean(text: str) -> str:
    return " ".join(text.translate(_LIGATURES | _NOTHING).split())


def _without_furniture(pages: Sequence[PageLines]) -> list[list[Line]]:
    """The lines of each page but running heads and feet, and page numbers."""
    edges = [_edges(page) for page in pages]
    seen: Counter[tuple[str, int]] = Counter()
    for lines in edges:
        seen.update({_pattern(line) for line in lines})
    least = max(2, round(len(pages) * _RECURS))
    out = []
    for page, edge in zip(pages, edges, strict=True):
        dropped = {
            id(line)
            for line in edge
            if (seen[_pattern(line)] >= least and len(pages) > 1) or _PAGE_NUMBER.fullmatch(line.text.strip())
        }
        kept = (line for line in page.lines if id(line) not in dropped)
        out.append([Line(text=text, x=k.x, y=k.y, size=k.size) for k in kept if (text := _clean(k.text))])
    return out


def _edges(page: PageLines) -> list[Line]:
    """The outermost lines at top and bottom that stand in the page's margins."""
    order = sorted(page.lines, key=lambda line: -line.y)
    low, high = page.height * _EDGE_SHARE, page.height * (1 - _EDGE_SHARE)
    return [line for line in order[:_EDGE] if line.y >= high] + [line for line in order[-_EDGE:] if line.y <= low]


def _pattern(line: Line) -> tuple[str, int]:
    """A line with its numbers made alike, and its size: the title that running heads repeat is larger than they are."""
    return re.sub(r"\d+", "#", " ".join(line.text.casefold().split())), round(line.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Usual:
    """What most lines have. size and pitch (distance from line to line) in points; length in characters; starts: how
    many lines begin at each point from the left."""

    size: float
    pitch: float
    length: float
    starts: Counter[int]

    def is_indented(self, line: Line) -> bool:
        """Whether more lines begin a little to the left of this one than where it does."""
        at, size = round(line.x), min(self.size, _LARGEST)
        own = sum(self.starts[at + n] for n in (-1, 0, 1))
        steps = range(round(_INDENT * size), round(_FURTHEST_INDENT * size) + 1)
        return any(self.starts[at - step] > own for step in steps if step)

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Usual:
        weight: Counter[float] = Counter()
        for line in lines:
            weight[round(line.size, 1)] += len(line.text)
        size = weight.most_common(1)[0][0]
        steps = [a.y - b.y for a, b in pairwise(lines) if 0 < a.y - b.y < 3 * max(size, 1)]
        lengths = sorted(len(line.text) for line in lines)
        return cls(
            size=size,
            pitch=median(steps) if steps else size * 1.2,
            length=lengths[int(len(lengths) * 0.8)],
            starts=Counter(round(line.x) for line in lines),
        )


def _goes_on(before: Line, line: Line, paragraph: Sequence[Line], usual: _Usual) -> bool:
    """Whether a line belongs to the paragraph that the one before stands in."""
    if _BULLET.match(line.text) or not _same_size(before, line):
        return False
    ended = _ENDS.search(before.text) is not None
    is_short = len(before.text) < _SHORT * usual.length
    step = before.y - line.y
    if step < -usual.pitch / 2 or step > 3 * usual.pitch:  # the next column or page
        starts = line.text[:1].isupper() and (is_short or step > 0)
        return _HYPHEN.search(before.text) is not None or not (ended or starts)
    if step > _WIDER_GAP * usual.pitch * (line.size / usual.size if usual.size and line.size > usual.size else 1):
        return False
    if abs(step) > usual.pitch / 2 and (ended or is_short):
        left = min(one.x for one in paragraph)
        if line.x > max(left, before.x) + _INDENT * usual.size or usual.is_indented(line):
            return False
    is_label = len(before.text) < _VERY_SHORT * usual.length and line.text[:1].isupper()
    return not ((ended and is_short) or (is_label and len(paragraph) == 1))


def _same_size(one: Line, other: Line) -> bool:
    low, high = sorted((one.size, other.size))
    return high <= low * _OTHER_SIZE or high == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hyphens:
    """What a document tells of its hyphens. words and compounds: those that stand inside of lines. own_sign: words are
    parted by another sign than "-", so that a "-" at a line end is part of its word."""

    words: frozenset[str]
    compounds: frozenset[str]
    own_sign: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Hyphens:
        words: set[str] = set()
        compounds: set[str] = set()
        for line in lines:
            told = line.text.lower()
            words.update(_WORD_START.findall(told))
            compounds.update(_COMPOUND.findall(told))
        own_sign = any(line.text.endswith(("\u2010", "\u00ad")) for line in lines)
        return cls(words=frozenset(words), compounds=frozenset(compounds), own_sign=own_sign)

    def keeps(self, left: str, right: str, mark: str) -> bool:
        """Whether the hyphen at a line end is part of the word: by the document's own signs and words, else by form."""
        if self.own_sign:
            return mark == "-"
        left, lower = left.lower(), right.lower()
        if right[:1].isupper() or f"{left}-{lower}" in self.compounds:
            return True
        return left + lower not in self.words and left in _KEEPS_HYPHEN


def _joined(lines: Sequence[Line], hyphens: _Hyphens) -> str:
    out = lines[0].text
    for line in lines[1:]:
        parted, rest = _HYPHEN.search(out[-60:]), _WORD_START.match(line.text)
        if parted and rest and not hyphens.keeps(parted[1], rest[0], out[-1]):
            out = out[:-1] + line.text
        else:
            out += line.text if _BOUND.search(out[-2:]) else " " + line.text
    return out.replace("\u00ad", "")


def _title(paragraphs: Sequence[Sequence[Line]], usual: _Usual) -> str | None:
    """The largest letters before the text, where they are clearly larger than its own."""
    first = []
    for lines in paragraphs[:6]:
        first.append(lines)
        if len(lines) > 3 and abs(lines[0].size - usual.size) < 0.2:
            break
    best = max(first, key=lambda lines: lines[0].size)
    told = " ".join(line.text for line in best)
    return told if best[0].size >= usual.size * _TITLE_SIZE and len(told) <= _MOST_TITLE else None
