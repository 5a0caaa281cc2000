"""Near-duplicates: texts that share most of their sequences of four words, found without comparing each with each.

MinHash (Broder 1997) with banding (Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, ch. 3): two texts meet in
one of 16 bands of 4 minima with a chance of 1 - (1 - J^4)^16: 64 % at a likeness J of 0.5, 99 % at 0.7. Those
that meet are then compared exactly.
"""

from __future__ import annotations

import hashlib
import re
import zlib

import numpy as np
from numpy.typing import NDArray

WORDS = 4
"""Words of a shingle."""
BANDS = 16
ROWS = 4
FEWEST = 12
"""Words under which a text is too short for likeness to tell anything."""
ALIKE = 0.5
"""Share of common shingles from which two texts are linked."""
_WORD = re.compile(r"\w+")
_LONGEST = 20_000  # words that are looked at
_CHUNK = 4096  # shingles hashed at once, so that a long text takes no more memory than a short one


def _constants(name: str) -> NDArray[np.uint64]:
    """Random odd numbers that are the same on every machine: (BANDS · ROWS) uint64."""
    body = b"".join(hashlib.sha256(f"{name} {i}".encode()).digest()[:8] for i in range(BANDS * ROWS))
    return np.frombuffer(body, dtype="<u8").astype(np.uint64) | np.uint64(1)


_FACTORS, _ADDENDS = _constants("factor"), _constants("addend")
_ROLL = tuple(np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5))


def shingles(text: str) -> NDArray[np.uint64]:
    """A hash for each sequence of four words, case aside, sorted and each once: (n) uint64; none for short texts."""
    words = [zlib.crc32(w.encode("utf-8", "surrogatepass")) for w in _WORD.findall(text.lower())[:_LONGEST]]
    if len(words) < FEWEST:
        return np.empty(0, dtype=np.uint64)
    each = np.array(words, dtype=np.uint64)
    count = len(each) - WORDS + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for place, factor in enumerate(_ROLL):
        mixed = (mixed ^ each[place : place + count]) * factor
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed)


def bands(told: NDArray[np.uint64]) -> list[int]:
    """The text's hash in each band, as signed 64-bit numbers; none where there are no shingles."""
    if not len(told):
        return []
    least = np.full(BANDS * ROWS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(told), _CHUNK):
        part = told[start : start + _CHUNK]
        hashed = (part[:, None] * _FACTORS + _ADDENDS) >> np.uint64(11)
        least = np.minimum(least, hashed.min(axis=0))
    found = []
    for number, row in enumerate(least.reshape(BANDS, ROWS)):
        body = number.to_bytes(1, "little") + row.astype("<u8").tobytes()
        found.append(int.from_bytes(hashlib.blake2b(body, digest_size=8).digest(), "little", signed=True))
    return found


def likeness(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> float:
    """Shared shingles as a share of those that either has (Jaccard), 0 to 1."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    either = len(one) + len(other) - both
    return both / either if either else 0.0
