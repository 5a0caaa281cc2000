"""What belongs together by what it shares: union-find, and pairs that meet under the same hash."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.int64]
Numbers = NDArray[np.int64]


class Groups:
    """Disjoint sets of numbers below `count`."""

    def __init__(self, count: int) -> None:
        self._up = np.arange(count, dtype=np.int64)

    def find(self, one: int) -> int:
        root = one
        while self._up[root] != root:
            root = int(self._up[root])
        while self._up[one] != root:
            self._up[one], one = root, int(self._up[one])
        return root

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.find(one), self.find(other)))
        self._up[high] = low

    def all(self) -> dict[int, list[int]]:
        """The sets of two and more, each under its smallest number."""
        found: dict[int, list[int]] = {}
        for one in np.flatnonzero(self._up != np.arange(len(self._up))).tolist():
            root = self.find(one)
            found.setdefault(root, [root]).append(one)
        return found


def meetings(hashes: Hashes, owners: Numbers, most: int) -> Iterator[tuple[int, int]]:
    """Pairs of owners that have a hash in common: of each hash its first owner with each other, as a number says too
    little that more than `most` share. Each pair once."""
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    edges = [0, *(np.flatnonzero(hashes[1:] != hashes[:-1]) + 1).tolist(), len(hashes)]
    seen: set[tuple[int, int]] = set()
    for start, end in pairwise(edges):
        if not 2 <= end - start <= most:
            continue
        first = int(owners[start])
        for other in owners[start + 1 : end].tolist():
            if other != first and (first, other) not in seen:
                seen.add((first, other))
                yield first, other
