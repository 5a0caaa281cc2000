"""Best paths through the lattices, and how much of all paths' weight they carry.

Shapes: B windows, W words, N cues, S states of a lattice.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sayso.reader.lattice import NEVER, ROLE_ALLOWED, ROLE_END, ROLE_START, STATE_LABELS

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Lattice:
    """Scores of the moves between states, of beginning and of ending in a state."""

    def __init__(self, moves: Floats, start: Floats, end: Floats) -> None:
        self.moves, self.start, self.end = moves, start, end

    @classmethod
    def of_cues(cls, moves: Floats) -> Lattice:
        """moves (4, 3): from the text's start and from O, B, I → to O, B, I; I never stands after O or at the start."""
        allowed = np.where(np.array([[0, 0, 1], [0, 0, 1], [0, 0, 0], [0, 0, 0]], bool), np.float32(NEVER), moves)
        return cls(allowed[1:], allowed[0], np.zeros(3, np.float32))

    @classmethod
    def of_roles(cls, moves: Floats) -> Lattice:
        """moves (5, 5) between labels → the twelve states of sayso.reader.lattice."""
        never = np.float32(NEVER)
        full = np.where(ROLE_ALLOWED, moves[STATE_LABELS][:, STATE_LABELS], never)
        start = np.where(ROLE_START, moves[0, STATE_LABELS], never)
        return cls(full, start, np.where(ROLE_END, np.float32(0), never))

    def best(self, emissions: Floats, lengths: Ints) -> tuple[Ints, Floats]:
        """emissions (N, W, S), lengths (N) → states (N, W) of the best path, its score (N). Past a length: state 0."""
        count, words, size = emissions.shape
        moves = np.ascontiguousarray(self.moves.T)[None]  # (1, to, from)
        score = self.start + emissions[:, 0]
        came = np.zeros((words, count, size), np.int8)
        shortest = int(lengths.min()) if count else 0
        for t in range(1, words):
            step = score[:, None, :] + moves
            back = step.argmax(axis=2)
            came[t] = back
            fresh = np.take_along_axis(step, back[:, :, None], axis=2)[:, :, 0] + emissions[:, t]
            score = fresh if t < shortest else np.where((t < lengths)[:, None], fresh, score)
        score = score + self.end
        states = np.zeros((count, words), np.int64)
        rows = np.arange(count)
        at = score.argmax(axis=1)
        total = score[rows, at]
        for t in range(words - 1, -1, -1):
            inside = t < lengths
            states[:, t] = np.where(inside, at, 0)
            if t:
                at = np.where(inside, came[t, rows, at], at)
        return states, total

    def weight(self, emissions: Floats, lengths: Ints) -> Floats:
        """Log of the summed weight of all paths, (N)."""
        moves = np.exp(self.moves)
        words = emissions.shape[1]
        top = emissions.max(axis=2)
        lift = np.exp(emissions - top[:, :, None])
        alpha = np.exp(self.start) * lift[:, 0]
        log = top[:, 0].astype(np.float64)
        for t in range(1, words):
            step = (alpha @ moves) * lift[:, t]
            peak = np.maximum(step.max(axis=1), 1e-30)
            inside = t < lengths
            alpha = np.where(inside[:, None], step / peak[:, None], alpha)
            log += np.where(inside, np.log(peak) + top[:, t], 0.0)
        total: Floats = log + np.log(np.maximum((alpha * np.exp(self.end)).sum(axis=1), 1e-30))
        return total.astype(np.float32)


def runs(labels: NDArray[np.int64], begin: int, inside: int) -> list[tuple[int, int]]:
    """Half-open ranges that start with the label `begin` and go on with `inside`."""
    out = []
    opens = np.flatnonzero(labels == begin)
    for i in opens.tolist():
        j = i + 1
        while j < len(labels) and labels[j] == inside:
            j += 1
        out.append((i, j))
    return out
