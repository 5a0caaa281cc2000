"""Label sets and the lattices that decoding walks: what may follow what.

A cue is tagged O, B, I. For each cue, every word of its window is tagged with the role it plays for that cue. The role
lattice also remembers whether a source and a content have been seen: a cue has at most one source span and at least
one content span, which no tagger that looks at one step alone can promise.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CUE_LABELS = ("O", "B-cue", "I-cue")
ROLE_LABELS = ("O", "B-source", "I-source", "B-content", "I-content")
DISTANCES = (-128, -64, -32, -24, -16, -12, -9, -7, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 7, 9, 12, 16, 24, 32, 64, 128)
NEIGHBORS = 3  # sentences or paragraphs apart are told up to this many
NEVER = -1e4  # a score that no path with a choice takes


def _role_states() -> tuple[tuple[int, bool, bool], ...]:
    """(label, source seen, content seen) of each of the twelve states."""
    out = [(0, s, c) for s in (False, True) for c in (False, True)]
    out += [(label, True, c) for label in (1, 2) for c in (False, True)]
    out += [(label, s, True) for label in (3, 4) for s in (False, True)]
    return tuple(out)


ROLE_STATES = _role_states()
STATE_LABELS = np.array([label for label, _, _ in ROLE_STATES], np.int64)


def _follows(before: tuple[int, bool, bool], after: tuple[int, bool, bool]) -> bool:
    (a, source, content), (b, source2, content2) = before, after
    if b == 1:
        return not source and content == content2
    if b == 2:
        return a in (1, 2) and content == content2
    if b == 3:
        return source == source2
    if b == 4:
        return a in (3, 4) and source == source2
    return source == source2 and content == content2


ROLE_ALLOWED: NDArray[np.bool_] = np.array([[_follows(a, b) for b in ROLE_STATES] for a in ROLE_STATES])
ROLE_START: NDArray[np.bool_] = np.array([_follows((0, False, False), b) for b in ROLE_STATES])
ROLE_END: NDArray[np.bool_] = np.array([content for _, _, content in ROLE_STATES])


def distance_buckets(offsets: NDArray[np.int32]) -> NDArray[np.int64]:
    """Signed distances in words → numbers of their buckets, 0 … len(DISTANCES)."""
    return np.searchsorted(np.array(DISTANCES), offsets, side="left").astype(np.int64)


def neighbor_buckets(offsets: NDArray[np.int32]) -> NDArray[np.int64]:
    """Signed distances in sentences or paragraphs → 0 … 2 · NEIGHBORS."""
    return (np.clip(offsets, -NEIGHBORS, NEIGHBORS) + NEIGHBORS).astype(np.int64)
