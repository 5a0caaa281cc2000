"""The article's text cut for a page: rows to set beside their cards, and pieces that each carry one set of marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from sayso.export.facts import depths
from sayso.records import Claim, Reading

Role = Literal["source", "cue", "content", "hedge", "place", "mention"]

HARD_WRAPPED = 100  # characters: where no line is longer, single line ends are the wrapping of a terminal or mail
_BENEATH = 1_000_000  # deeper than any claim is nested
LONG_ROW = 900  # characters of a row that is cut at a sentence, so that its cards stay near what they mark
SHORTEST_CUT = 450  # characters that a row keeps when it is cut
# A stop after a word of four letters or more (so not "Gen." or "U.S."), closing marks, space.
_STOP = re.compile(r"(?<=[^\W_]{4})[.!?…][\"”’»)\]]*[ \t]+(?=[\"“‘«(]*[^\W_])|[。！？]")


@dataclass(frozen=True, slots=True)
class Mark:
    """One span's part in one claim.

    rank puts the innermost claim first, its source and cue before all; the outlet's own statements come last, since an
    attribution may stand within one without being nested in it.
    """

    claim: int
    role: Role
    speaker: int
    rank: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch on which the same marks stand, innermost first."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def rows(text: str) -> list[tuple[int, int]]:
    """Offsets of paragraphs, half-open, each with the line ends and blank lines after it; together the text."""
    lines = text.split("\n")
    wrapped = max(map(len, lines)) <= HARD_WRAPPED and any(not line.strip() for line in lines[1:-1])
    cuts, at = [0], 0
    filled = blank_before = False
    for line in lines:
        blank = not line.strip()
        if not blank and filled and (blank_before or not wrapped):
            cuts.append(at)
        filled, blank_before = filled or not blank, blank
        at += len(line) + 1
    cuts.append(len(text))
    return [part for a, b in pairwise(cuts) for part in _shortened(text, a, b) if a < b]


def _shortened(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start > LONG_ROW:
        for stop in _STOP.finditer(text, start, end):
            if stop.end() - start >= SHORTEST_CUT and end - stop.end() >= SHORTEST_CUT:
                yield start, stop.end()
                start = stop.end()
    yield start, end


def row_of(starts: Sequence[int], claim: Claim) -> int:
    """The row beside which a claim's card stands: its cue's, else its content's."""
    at = claim.cue.span.start if claim.cue else claim.content[0].start if claim.content else 0
    return max(bisect_right(starts, at) - 1, 0)


def _marks(reading: Reading, voices: Sequence[int]) -> Iterator[tuple[int, int, Mark]]:
    mentioned = set()
    for number, (claim, depth) in enumerate(zip(reading.claims, depths(reading.claims), strict=True)):
        voice = voices[number]
        parts: list[tuple[Role, int, int]] = [("content", span.start, span.end) for span in claim.content]
        if claim.cue:
            parts.append(("cue", claim.cue.span.start, claim.cue.span.end))
        if claim.source:
            parts += [("source", span.start, span.end) for span in claim.source.spans]
            mentioned |= {(voice, span.start, span.end) for span in claim.source.mentions}
        if claim.certainty:
            parts += [("hedge", span.start, span.end) for span in claim.certainty.words]
        parts += [("place", span.start, span.end) for place in claim.places for span in place.spans]
        level = _BENEATH if claim.voice == "outlet" else -depth
        for role, start, end in parts:
            yield start, end, Mark(number, role, voice, (level, int(role == "content"), -number))
    for voice, start, end in sorted(mentioned):  # of the voice, not of each of its claims, which would be quadratic
        yield start, end, Mark(-1, "mention", voice, (_BENEATH + 1, 0, 0))


def pieces(reading: Reading, voices: Sequence[int], cuts: Sequence[int]) -> list[Piece]:
    """The whole text in pieces, cut where any span begins or ends and at `cuts` (of rows).

    voices: each claim's speaker, as `facts.speakers` numbers them.
    """
    size = len(reading.article.text)
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[Mark]] = {}
    for start, end, mark in _marks(reading, voices):
        if 0 <= start < end <= size:
            opening.setdefault(start, []).append(mark)
            closing.setdefault(end, []).append(mark)
    edges = sorted({0, size, *cuts, *opening, *closing})
    standing: dict[int, Mark] = {}
    out = []
    for start, end in pairwise(edges):
        for mark in closing.get(start, ()):
            standing.pop(id(mark), None)
        standing |= {id(mark): mark for mark in opening.get(start, ())}
        out.append(Piece(start, end, tuple(sorted(standing.values(), key=lambda mark: mark.rank))))
    return out
