"""From annotated articles to training windows."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.reader.pieces import Pieces
from sayso.reader.words import Words, split_words

ROLES = ("source", "cue", "content")
# One-to-one replacements, so offsets stay: outlets differ in the marks they set, PolNeAR's are American.
QUOTE_STYLES = (
    None,
    None,
    None,
    None,
    ("“”", '""'),
    ("“”", "‘’"),
    ('"', "'"),
    ("“”", "«»"),
    ("‘’", "''"),
    ("“”", "''"),
)
FLAT = 0.06  # share of articles shown without their paragraphs, as scraped news often comes


@dataclass(slots=True, kw_only=True)
class Attribution:
    """Word ranges, half-open: one cue, at most one source, contents in text order."""

    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    contents: list[tuple[int, int]]

    def extent(self) -> tuple[int, int]:
        parts = [p for p in (self.cue, self.source, *self.contents) if p]
        return min(a for a, _ in parts), max(b for _, b in parts)


@dataclass(slots=True, kw_only=True)
class Example:
    """One text with what is known of it; None is what nobody annotated.

    inner: attributions inside contents. tags, names: labels of sayso.reader.labels for each word, -1 unknown. mentions:
    (head word, who) in text order. choices: (word, heads that it may stand for, number of the right one).
    """

    words: Words
    pieces: list[tuple[int, ...]]
    attributions: list[Attribution] | None = None
    inner: list[Attribution] | None = None
    tags: NDArray[np.int64] | None = None
    names: NDArray[np.int64] | None = None
    mentions: list[tuple[int, str]] | None = None
    choices: list[tuple[int, list[int], int]] | None = None


def load(path: Path) -> list[dict[str, Any]]:
    body = path.read_bytes()
    if path.suffix == ".gz":
        body = gzip.decompress(body)
    return [json.loads(line) for line in body.decode("utf-8").split("\n") if line]


def restyle(text: str, style: tuple[str, str] | None) -> str:
    if style is None or not any(mark in text for mark in style[0]):
        return text
    return text.translate(dict(zip(map(ord, style[0]), style[1], strict=True)))


def example(article: dict[str, Any], pieces: Pieces, style: tuple[str, str] | None = None) -> Example:
    text = restyle(article["text"], style)
    words = split_words(text)

    def ranges(spans: list[list[int]]) -> list[tuple[int, int]]:
        out = []
        for start, end in sorted(spans):
            i = int(np.searchsorted(words.end, start, side="right"))
            j = int(np.searchsorted(words.start, end, side="left"))
            if i < j:
                out.append((i, j))
        return out

    found: list[Attribution] = []
    inner: list[Attribution] = []
    for item in article["attributions"]:
        cue, source, content = (ranges(item[r]) for r in ("cue", "source", "content"))
        if len(cue) == 1:
            level = inner if item.get("parent") else found
            level.append(Attribution(cue=cue[0], source=source[0] if source else None, contents=content))
    surfaces = [text[a:b] for a, b in zip(words.start.tolist(), words.end.tolist(), strict=True)]
    return Example(
        words=words,
        pieces=[pieces.of(s) for s in surfaces],
        attributions=found,
        inner=inner if any("parent" in a for a in article["attributions"]) else None,
    )


def windows(item: Example, longest: int, margin: int, offset: int) -> Iterator[tuple[int, int]]:
    """Word ranges of at most `longest` pieces, overlapping by about `margin`; the first is `offset` pieces shorter."""
    lengths = np.cumsum([0] + [len(p) for p in item.pieces])
    start, count = 0, len(item.pieces)
    room = max(longest // 4, longest - offset)
    while start < count:
        end = int(np.searchsorted(lengths, lengths[start] + room, side="right")) - 1
        end = min(max(end, start + 1), count)
        yield start, end
        if end >= count:
            return
        start = max(start + 1, int(np.searchsorted(lengths, lengths[end] - margin, side="left")))
        room = longest


def tagged_epoch(
    examples: list[Example], rng: random.Random, longest: int, margin: int
) -> list[tuple[Example, int, int]]:
    """Every window of every example once, cut at other places each time."""
    out = [(e, a, b) for e in examples for a, b in windows(e, longest, margin, rng.randrange(longest))]
    rng.shuffle(out)
    return out


def epoch(
    articles: list[dict[str, Any]], pieces: Pieces, rng: random.Random, longest: int, margin: int
) -> list[tuple[Example, int, int]]:
    """Every window of every article once, cut at other places and set in other quotation marks each time."""
    out = []
    for whole in articles:
        flat = {"text": whole["text"].replace("\n", " ")} if rng.random() < FLAT else {}
        article = whole | flat
        item = example(article, pieces, rng.choice(QUOTE_STYLES))
        out += [(item, a, b) for a, b in windows(item, longest, margin, rng.randrange(longest))]
    rng.shuffle(out)
    return out
