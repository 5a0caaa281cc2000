"""Scores pairs of a cue and a word: which role the word plays for the cue. Small, and run in numpy.

Cues have two levels, outer ones and those inside contents, each with weights of its own. Shapes: W words of a window,
N cues, P width of the pair scorer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.reader.decode import Lattice
from sayso.reader.lattice import NEVER, distance_buckets, neighbor_buckets
from sayso.reader.windows import Window
from sayso.reader.words import Words

Floats = NDArray[np.float32]
HEADS = ("cue", "role", "first", "last", "word")
WEIGHTS = ("bilinear", "mix", "distance", "apart", "bias", "cue_moves", "role_moves")


@dataclass(frozen=True, slots=True)
class PerWord:
    """What the network gives of each word for one level: cue (W, 3), role (W, 5), first, last, word (W, 2P)."""

    cue: Floats
    role: Floats
    first: Floats
    last: Floats
    word: Floats


class Pairs:
    """The pair scorer of one level, with the lattices that decode its cues and roles."""

    def __init__(
        self, bilinear: Floats, mix: Floats, distance: Floats, apart: Floats, bias: Floats,
        cue_moves: Floats, role_moves: Floats,
    ) -> None:  # fmt: skip
        """bilinear (5, P, P), mix (5, P), distance (buckets, P), apart (7, 7, 5), bias (5)."""
        self._bilinear, self._mix, self._distance, self._apart, self._bias = bilinear, mix, distance, apart, bias
        self.cues = Lattice.of_cues(cue_moves)
        self.roles = Lattice.of_roles(role_moves)

    def scores(self, out: PerWord, window: Window, cues: Sequence[tuple[int, int]], words: Words) -> Floats:
        """Role scores of every word of one window for each of its cues: (N, words of the window, 5).

        cues: word ranges, half-open, counted from the window's start.
        """
        size = window.end - window.start
        begin = np.array([a for a, _ in cues])
        final = np.array([b - 1 for _, b in cues])
        query = np.maximum(out.first[begin] + out.last[final], 0)  # (N, 2P)
        half = query.shape[1] // 2
        word = out.word
        mixed = np.einsum("np,lpr->nlr", query[:, :half], self._bilinear, optimize=True)
        both = mixed.reshape(-1, half) @ np.maximum(word[:, :half], 0).T  # (N · 5, W)
        scores = both.reshape(len(cues), -1, size).transpose(0, 2, 1)
        where = np.arange(size, dtype=np.int32)[None]
        after = np.maximum(where - final[:, None], 0)
        offset = np.where(where < begin[:, None], where - begin[:, None], after)
        near = self._distance[distance_buckets(offset.astype(np.int32))]
        hidden = np.maximum(query[:, None, half:] + word[None, :, half:] + near, 0)
        at = window.start + begin
        inside = slice(window.start, window.end)
        apart = self._apart[
            neighbor_buckets(words.sentence[None, inside] - words.sentence[at][:, None]),
            neighbor_buckets(words.paragraph[None, inside] - words.paragraph[at][:, None]),
        ]
        scores = scores + out.role[None] + hidden @ self._mix.T + apart + self._bias
        scores[:, words.gap[inside] == 2, 2::2] += NEVER  # no span goes on into a new paragraph
        taken = (where >= begin[:, None]) & (where <= final[:, None])
        scores[:, :, 1:][taken] += NEVER  # the cue is neither source nor content
        result: Floats = scores.astype(np.float32)
        return result
