"""What each sentence of an article is: text of the story, or headline, dateline, caption, boilerplate around it.

Plain text keeps no layout, so the signs are in the words: phrases of lexicon/regions.tsv, a line that ends in no stop
where the article's other lines do, a lack of finite verbs. Every sign is general; none knows an outlet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from typing import Literal

import numpy as np

from sayso.understand.finite import has_finite
from sayso.understand.scene import Range, Scene

Kind = Literal[
    "body", "headline", "heading", "dateline", "caption", "boilerplate", "table", "question", "order", "fragment"
]

_STOPS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’»)]}›")
_GOES_ON = frozenset(",;:")  # a line that ends so introduces the next one, or was cut by it
_DASHES = frozenset("-–—")
_BULLETS = frozenset("•·*-–—▪►●■")
_LONG_CAPTION = 70  # words; a longer paragraph with a caption's phrase is story with a credit in it
_LONG_BOILERPLATE = 60  # words of a paragraph that a phrase may make boilerplate as a whole
_LONG_HEADLINE = 40  # words
_LONG_DATELINE = 16  # words
_LONG_HEADING = 7  # words: a line without stop of so many is a heading, a longer one a caption
_TELLING = 12  # words of a paragraph from which a missing stop tells something
_CUT = 12  # words of a last line without stop from which it is a story cut off, not a caption
_WRAPPED = 100  # characters: where no line is longer, single line ends are the wrapping of a terminal or mail
_FULL_LINE = 40  # characters of a line that wrapping may have ended
_MONTHS = frozenset(
    """jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov
    november dec december""".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_TIMES = frozenset(
    """am pm a p m et est edt gmt bst utc cet eet msk local time updated published posted modified last at on ago year
    years month months week weeks day days hour hours hr hrs minute minutes min mins""".split()
)
_ORDERED = frozenset("the a our us me this these that here more up out to for on your his her it if how what".split())
_NAME_LINKS = frozenset("and in for of the de van von staff writer correspondent reporter editor by".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One sentence: words from `start` to before `end`. finite: whether it has a finite verb; None: cannot be told."""

    start: int
    end: int
    kind: Kind
    finite: bool | None


@dataclass(frozen=True, slots=True)
class _Phrase:
    kind: str
    where: str
    words: tuple[str, ...]


@cache
def _phrases() -> dict[str, tuple[_Phrase, ...]]:
    """The table's phrases by their first word."""
    out: dict[str, list[_Phrase]] = {}
    for line in _table():
        kind, where, phrase = line.split("\t")
        if where != "verb":
            words = tuple(phrase.replace("'", " ' ").split())
            out.setdefault(words[0], []).append(_Phrase(kind, where, words))
    return {first: tuple(phrases) for first, phrases in out.items()}


@cache
def _scenic() -> frozenset[str]:
    """What people in pictures do, in the present tense."""
    return frozenset(word for line in _table() if "\tverb\t" in line for word in line.rsplit("\t", 1)[1].split())


def _table() -> list[str]:
    text = (files("sayso.understand") / "lexicon" / "regions.tsv").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def regions(scene: Scene) -> tuple[Region, ...]:
    """Every word of the article in one region, in order; a sentence each, none over a paragraph's end."""
    return tuple(_Sorter(scene).regions()) if len(scene.words) else ()


class _Sorter:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.lower = scene.lower
        self.title = tuple(w for w in (scene.article.title or "").lower().replace("’", "'").split() if w)

    @cached_property
    def sentences(self) -> list[Range]:
        """Those of the scene, joined where wrapping cut them, cut where the space after a stop was lost."""
        out: list[Range] = []
        for a, b in self.scene.sentences:
            start = out.pop()[0] if out and a in self.joined else a
            out.append((start, b))
        return [part for a, b in out for part in self._cut(a, b)]

    def _cut(self, a: int, b: int) -> Iterator[Range]:
        """ "on Tuesday.The figures": a stop glued between a word in lower case or a number and a capital."""
        tokens, gap = self.scene.tokens, self.scene.words.gap
        for i in range(a + 1, b - 1):
            if tokens[i] == "." and not gap[i] and not gap[i + 1] and tokens[i + 1].istitle():
                before = tokens[i - 1]
                if len(before) > 2 and (before.islower() or before.istitle()) and len(tokens[i + 1]) > 1:
                    yield a, i + 1
                    a = i + 1
        yield a, b

    @cached_property
    def joined(self) -> frozenset[int]:
        """Words that open a line but no paragraph: the text is wrapped by hand, with blank lines between paragraphs."""
        words = self.scene.words
        lines = words.text.split("\n")
        if len(lines) < 3 or max(map(len, lines)) > _WRAPPED or all(line.strip() for line in lines[1:-1]):
            return frozenset()
        out = []
        for i in np.flatnonzero(words.gap == 2).tolist():
            if i == 0:
                continue
            end, start = int(words.end[i - 1]), int(words.start[i])
            full = end - (words.text.rfind("\n", 0, end) + 1) >= _FULL_LINE
            if full and words.text.count("\n", end, start) == 1 and not self._stops(i):
                out.append(i)
        return frozenset(out)

    @cached_property
    def paragraphs(self) -> list[list[Range]]:
        """The sentences of each."""
        out: list[list[Range]] = []
        last = -1
        for a, b in self.sentences:
            number = int(self.scene.words.paragraph[a])
            if number != last:
                out.append([])
            out[-1].append((a, b))
            last = int(self.scene.words.paragraph[b - 1])
        return out

    def _stops(self, end: int, start: int = 0) -> bool:
        """Whether what ends before this word ends in a stop."""
        i = end - 1
        while i > start and self.lower[i] in _CLOSERS:
            i -= 1
        return self.lower[i] in _STOPS

    @cached_property
    def stops_tell(self) -> bool:
        """Whether the article's paragraphs, the first apart, end in a stop as a rule: a line without one is none."""
        long = [p for p in self.paragraphs[1:] if p[-1][1] - p[0][0] >= _TELLING]
        return bool(long) and 2 * sum(self._stops(p[-1][1], p[0][0]) for p in long) > len(long)

    def regions(self) -> Iterator[Region]:
        began = False
        for number, paragraph in enumerate(self.paragraphs):
            last = number == len(self.paragraphs) - 1
            kind = self._paragraph(paragraph, began=began, last=last)
            began = began or kind == "body"
            for a, b in paragraph:
                finite = has_finite(self.scene, a, b)
                yield Region(
                    start=a, end=b, kind=self._sentence(a, b, finite) if kind == "body" else kind, finite=finite
                )

    def _paragraph(self, paragraph: Sequence[Range], *, began: bool, last: bool) -> Kind:
        a, b = paragraph[0][0], paragraph[-1][1]
        return self._by_shape(a, b, began=began) or self._by_words(paragraph) or self._by_stop(paragraph, began, last)

    def _by_shape(self, a: int, b: int, *, began: bool) -> Kind | None:
        if self._is_table(a, b):
            return "table"
        if self.title and b - a <= 2 * len(self.title) + 8 and self._is_title(a, b):
            return "headline"
        return "dateline" if b - a <= _LONG_DATELINE and self._is_dateline(a, b, began=began) else None

    def _by_words(self, paragraph: Sequence[Range]) -> Kind | None:
        a, b = paragraph[0][0], paragraph[-1][1]
        told = self._told(a, b)
        if "caption" in told and b - a <= _LONG_CAPTION:
            return "caption"
        if "boilerplate" in told and b - a <= _LONG_BOILERPLATE:
            return "boilerplate"
        if len(paragraph) > 1:
            return None
        return "caption" if self._is_scene(a, b) or ("mark" in told and not self._stops(b, a)) else None

    def _by_stop(self, paragraph: Sequence[Range], began: bool, last: bool) -> Kind:
        """A paragraph without final stop in an article whose others have one is no text of the story."""
        a, b = paragraph[0][0], paragraph[-1][1]
        if self._stops(b, a) or not self.stops_tell or self.lower[b - 1] in _GOES_ON:
            return "body"
        if not began:
            return "headline" if b - a <= _LONG_HEADLINE else "body"
        if b - a <= _LONG_HEADING:
            return "heading"
        return "body" if len(paragraph) > 2 or (last and b - a >= _CUT) else "caption"

    def _sentence(self, a: int, b: int, finite: bool | None) -> Kind:
        if self._is_question(a, b):
            return "question"
        told = self._told(a, b)
        if "boilerplate" in told:
            return "boilerplate"
        if "caption" in told and b - a <= _LONG_CAPTION // 2:
            return "caption"
        if "order" in told and self._is_order(a, b):
            return "order"
        return "fragment" if finite is False else "body"

    def _is_question(self, a: int, b: int) -> bool:
        """Not where a statement holds the question that it quotes: he asked, “Who will pay?”"""
        quote, i = self.scene.words.quote, b - 1
        while i > a and self.lower[i] in _CLOSERS:
            i -= 1
        if self.lower[i] != "?" or not quote[i]:
            return self.lower[i] == "?"
        return all(quote[k] for k in range(a, i) if self.lower[k][0].isalnum())

    def _is_order(self, a: int, b: int) -> bool:
        """No name that reads like one ("Read said he was …")."""
        if not any(self.scene.tags[a:b]):
            return a + 1 < b and self.lower[a + 1] in _ORDERED
        return self.scene.tags[a] in {"VB", "UH", "VBP"} and (
            a + 1 == b or self.scene.tags[a + 1] not in {"VBD", "VBZ", "MD"}
        )

    def _told(self, a: int, b: int) -> set[str]:
        """The kinds that the table's phrases tell of words a … b. "holds" counts where there are few words."""
        start = a
        while start < b - 1 and self.lower[start] in _BULLETS | {'"', "“"}:
            start += 1
        out = set()
        short = b - a <= _LONG_CAPTION
        for i in range(start, b if short else start + 1):
            for phrase in _phrases().get(self.lower[i], ()):
                if phrase.where != "holds" and i > start:
                    continue
                end = i + len(phrase.words)
                if self.lower[i:end] == phrase.words and end <= b and (phrase.where != "whole" or self._only(end, b)):
                    out.add(phrase.kind)
        return out

    def _only(self, start: int, end: int) -> bool:
        return all(not self.lower[i][0].isalnum() for i in range(start, end))

    def _is_title(self, a: int, b: int) -> bool:
        """The article's own title, or most of it."""
        mine = {w for w in self.lower[a:b] if w[0].isalnum()}
        theirs = {part for w in self.title for part in w.replace("'", " ").replace("-", " ").split()}
        theirs = {w.strip('.,:;!?"“”‘’()') for w in theirs} - {""}
        shared = len(mine & theirs)
        return shared >= 3 and shared >= 0.8 * len(mine) and shared >= 0.8 * len(theirs)

    def _is_dateline(self, a: int, b: int, *, began: bool) -> bool:
        """Dates, times and nothing else; "By" and names; a place before a dash."""
        letters = [w for w in self.lower[a:b] if w[0].isalnum()]
        known = _MONTHS | _DAYS | _TIMES
        if (
            letters
            and all(w in known or w[0].isdigit() for w in letters)
            and any(w[0].isdigit() or w in _DAYS for w in letters)
        ):
            return True
        tokens = self.scene.tokens[a:b]
        if letters and letters[0] == "by" and len(letters) > 1 and tokens[-1] not in _STOPS:
            return all(w in _NAME_LINKS or not t.islower() for w, t in zip(self.lower[a:b], tokens, strict=True))
        return tokens[-1] in _DASHES and len(letters) <= 6 and tokens[0] not in _DASHES and not began

    def _is_table(self, a: int, b: int) -> bool:
        words = self.lower[a:b]
        numbers = sum(w[0].isdigit() for w in words)
        bars = words.count("|")
        return (bars > 1 and 12 * bars > len(words)) or (len(words) >= 6 and numbers > 0.5 * len(words))

    def _is_scene(self, a: int, b: int) -> bool:
        """What a picture shows: somebody does, now, what people in pictures do; a date with its year ends the line."""
        early = range(a + 1, min(b, a + 16))
        doing = next((i for i in early if self.scene.tags[i] in {"VBZ", "VBP", "VBD", "MD"}), None)
        if doing is None and not any(self.scene.tags[a:b]):
            doing = next((i for i in early if self.lower[i] in _scenic()), None)
        if doing is None or self.lower[doing] not in _scenic() or self.scene.tags[doing] in {"VBD", "MD"}:
            return False
        tail = self.lower[max(doing, b - 12) : b]
        year = any(len(w) == 4 and w.isdigit() and w[:2] in {"19", "20"} for w in tail)
        return year and (any(w in _MONTHS for w in tail) or any(x == "in" and y.isdigit() for x, y in pairwise(tail)))
