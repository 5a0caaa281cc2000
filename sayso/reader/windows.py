"""Cuts a long text into windows that the encoder can take, so that every word has context on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

ROOM = 382  # pieces of text in a window; two more open and close it
MARGIN = 40  # pieces of context on each side of a window's own words, where the text goes on


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Word ranges, half-open: [start, end) is encoded, cues are taken from [own_start, own_end)."""

    start: int
    end: int
    own_start: int
    own_end: int


def cut_windows(lengths: Sequence[int], room: int = ROOM, margin: int = MARGIN) -> tuple[Window, ...]:
    """lengths: pieces of each word. The windows' own ranges follow each other without gap or overlap.

    Windows of one text are made about equally long: two halves with context cost less than a full one and a rest.
    A single word longer than `room` has a window for itself, which the encoder cuts.
    """
    ends = np.concatenate([[0], np.cumsum(np.asarray(lengths, np.int64))])
    total = int(ends[-1])
    words = len(lengths)
    if words == 0:
        return ()
    if total <= room:
        return (Window(start=0, end=words, own_start=0, own_end=words),)
    count = -(-(total - 2 * margin) // (room - 2 * margin))
    share = -(-(total - 2 * margin) // count)  # pieces between two cuts; the outer windows own a margin more
    out = []
    own_start = 0
    while own_start < words:
        target = ends[own_start] + share + (margin if own_start == 0 else 0)
        own_end = int(np.searchsorted(ends, target, side="right")) - 1
        if total - ends[own_end] <= margin:
            own_end = words
        own_end = min(max(own_end, own_start + 1), words)
        start = int(np.searchsorted(ends, ends[own_start] - margin, side="left"))
        end = int(np.searchsorted(ends, ends[own_end] + margin, side="right")) - 1
        while ends[end] - ends[start] > room and (start < own_start or end > own_end):
            # Words of many pieces at an edge: give up context first.
            if start < own_start:
                start += 1
            if end > own_end and ends[end] - ends[start] > room:
                end -= 1
        out.append(Window(start=max(start, 0), end=end, own_start=own_start, own_end=own_end))
        own_start = own_end
    return tuple(out)
