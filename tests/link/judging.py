"""A judge that counts words, for tests: no model, the same answer always."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.link.judge.words import words_of
from sayso.link.records import VERDICTS, Judgement, Pair, Verdict

_WIDTH = 384
_DENIES = {"not", "no", "never", "denied", "denies"}
_ALL = np.random.default_rng(7).normal(size=(4096, _WIDTH)).astype(np.float32)


def _stems(text: str) -> set[str]:
    return {word.stem for word in words_of(text) if not word.is_empty}


def _denies(text: str) -> bool:
    return bool(_DENIES & set(text.lower().split()))


class WordJudge:
    """Same where most words are shared, contradicts where one side alone denies, unrelated else."""

    def __init__(self, digest: str = "words 1", *, breaks_after: int | None = None) -> None:
        self.digest = digest
        self.judged = 0
        self._breaks_after = breaks_after

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), _WIDTH), dtype=np.float32)
        for number, text in enumerate(texts):
            rows[number, 0] = 1e-3
            for stem in _stems(text):
                rows[number] += _ALL[zlib.crc32(stem.encode()) % len(_ALL)]
        found: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return found

    def judge(self, pairs: Sequence[Pair]) -> tuple[Judgement, ...]:
        if self._breaks_after is not None and self.judged >= self._breaks_after:
            raise KeyboardInterrupt
        self.judged += len(pairs)
        return tuple(map(self._one, pairs))

    def _one(self, pair: Pair) -> Judgement:
        a, b = pair
        one, other = _stems(a.text), _stems(b.text)
        shared = len(one & other) / max(1, min(len(one), len(other)))
        apart = _denies(f"{a.cue} {a.text}") != _denies(f"{b.cue} {b.text}")
        verdict: Verdict = "unrelated" if shared < 0.5 else "contradicts" if apart else "same"
        scores = {v: 0.92 if v == verdict else 0.02 for v in VERDICTS}
        return Judgement(verdict=verdict, scores=scores, reasons=(f"{shared:.2f} of the words",))
