"""What every stage of understanding sees: one article's words, with what the network told of each word."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sayso.reader.words import Words
from sayso.records import Article, Span

Range = tuple[int, int]
NameKind = Literal["person", "organisation", "place", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A proper name: words, half-open, without title or article ("Budanov", "the United Nations" without "the")."""

    start: int
    end: int
    kind: NameKind


APART = (0, 1, 2, 3, 5, 8, 15)  # upper ends of the buckets of sentences between two mentions; one more beyond


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Who may stand for whom, as the network learned it. Words are the heads of their mentions, a name's last word.

    back, front: (words, L); none: (words), all float16. apart: (buckets of APART) float32.
    """

    back: NDArray[np.float16]
    front: NDArray[np.float16]
    none: NDArray[np.float16]
    apart: NDArray[np.float32]

    def scores(self, word: int, candidates: Sequence[int], sentence: NDArray[np.int32]) -> NDArray[np.float32]:
        """How well each candidate stands for a word: logits, beside none[word]. sentence: the number of each word's."""
        at = np.array(candidates, np.int64)
        between = np.searchsorted(np.array(APART), np.maximum(sentence[word] - sentence[at], 0))
        told = self.front[at].astype(np.float32) @ self.back[word].astype(np.float32) / self.back.shape[1] ** 0.5
        result: NDArray[np.float32] = told + self.apart[between]
        return result


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One article. tags: the Penn Treebank tag of each word (NNP, VBD, MD, …). names: in text order, none overlap.

    links is None where the network has none to give (tests of single stages).
    """

    article: Article
    words: Words
    tags: tuple[str, ...]
    names: tuple[Name, ...] = ()
    links: Links | None = None

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Each word as written."""
        text = self.words.text
        return tuple(text[a:b] for a, b in zip(self._starts, self._ends, strict=True))

    @cached_property
    def lower(self) -> tuple[str, ...]:
        """Each word in lower case, curly apostrophes straight."""
        return tuple(t.lower().replace("’", "'") for t in self.tokens)

    @cached_property
    def _starts(self) -> list[int]:
        starts: list[int] = self.words.start.tolist()
        return starts

    @cached_property
    def _ends(self) -> list[int]:
        ends: list[int] = self.words.end.tolist()
        return ends

    def range_of(self, span: Span) -> Range:
        """The words that a span touches, half-open; empty where it touches none."""
        first = bisect_right(self._ends, span.start)
        return first, max(first, bisect_left(self._starts, span.end))

    def span_of(self, start: int, end: int) -> Span:
        """The span from word `start` to before word `end`; there is at least one."""
        return Span.of(self.words.text, self._starts[start], self._ends[end - 1])

    @cached_property
    def sentences(self) -> tuple[Range, ...]:
        """The word range of each sentence, in order."""
        opens = np.flatnonzero(self.words.first).tolist()
        if not opens:
            return ()
        return tuple(zip(opens, [*opens[1:], len(self.words)], strict=True))
