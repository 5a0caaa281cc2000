"""The judge: one small encoder that gives a proposition's place among others, and a pair's verdict.

The ONNX file reads one pair at a time: its 8-bit activations are scaled as they come, so that pairs read together would
change each other's scores. Two threads read at once where there are two cores.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from sayso.errors import ModelError
from sayso.link.judge.encoding import Encoded, encode, encode_alone, ordered
from sayso.link.judge.reasons import reasons
from sayso.link.records import VERDICTS, Judgement, Pair, Verdict
from sayso.reader.network import MODELS, REINSTALL, checked_bytes
from sayso.reader.pieces import Pieces

Floats = NDArray[np.float32]
MANIFEST = "judge.json"
WIDTH = 384
_CODE = ("judge.py", "encoding.py", "words.py", "../lexicon/opposites.tsv", "../lexicon/phases.tsv")
_T = TypeVar("_T")
_R = TypeVar("_R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What models/judge.json says: digests of the files, and how logits become probabilities."""

    model: str
    digests: dict[str, str]
    temperature: float
    bias: tuple[float, ...]  # added to the scaled logits, in the order of VERDICTS

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        path = folder / MANIFEST
        try:
            told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            bias = tuple(float(x) for x in told["bias"])
            if len(bias) != len(VERDICTS):
                raise ValueError("bias needs a number for each verdict")
            return cls(
                model=str(told["judge"]),
                digests={str(k): str(v) for k, v in told["files"].items()},
                temperature=float(told["temperature"]),
                bias=bias,
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(f"{path} cannot be used: {error}", hint=REINSTALL) from error


class OnnxJudge:
    """The shipped judge. Thread-safe: nothing changes after it is made."""

    def __init__(self, folder: Path = MODELS, threads: int | None = None) -> None:
        self._manifest = Manifest.load(folder)
        vocabulary = checked_bytes(folder, "vocabulary.txt", self._manifest.digests)
        body = checked_bytes(folder, self._manifest.model, self._manifest.digests)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._pieces = Pieces(vocabulary.decode("utf-8"))
            self._session = onnxruntime.InferenceSession(body, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's errors share no base class
            raise ModelError(f"{folder / self._manifest.model} cannot be loaded: {error}", hint=REINSTALL) from error
        self._threads = threads or min(2, os.cpu_count() or 1)
        self._digest = _digest(self._manifest)

    @property
    def digest(self) -> str:
        return self._digest

    def embed(self, texts: Sequence[str]) -> Floats:
        """Shape (texts, 384), rows of length 1."""
        rows = self._each(lambda text: self._run("embedding", encode_alone(text, self._pieces)), texts)
        return np.stack(rows).astype(np.float32) if rows else np.zeros((0, WIDTH), np.float32)

    def judge(self, pairs: Sequence[Pair]) -> tuple[Judgement, ...]:
        return tuple(self._each(self._judgement, pairs))

    def scores(self, pair: Pair) -> dict[Verdict, float]:
        """Calibrated probabilities in the order of VERDICTS."""
        logits = self._run("verdict", encode(ordered(pair), self._pieces)).astype(np.float64)
        scaled = logits / self._manifest.temperature + np.array(self._manifest.bias)
        weights = np.exp(scaled - scaled.max())
        return dict(zip(VERDICTS, (weights / weights.sum()).tolist(), strict=True))

    def _judgement(self, pair: Pair) -> Judgement:
        scores = self.scores(pair)
        verdict = max(VERDICTS, key=scores.__getitem__)
        return Judgement(verdict=verdict, scores=scores, reasons=reasons(pair, verdict))

    def _run(self, output: str, one: Encoded) -> Floats:
        told = self._session.run([output], {"ids": one.ids[None], "features": one.features[None]})
        row: Floats = told[0][0]
        return row

    def _each(self, work: Callable[[_T], _R], items: Sequence[_T]) -> list[_R]:
        if self._threads == 1 or len(items) < 2 * self._threads:
            return [work(one) for one in items]
        with ThreadPoolExecutor(self._threads) as pool:
            size = -(-len(items) // self._threads)
            parts = pool.map(lambda i: [work(one) for one in items[i : i + size]], range(0, len(items), size))
            return [one for part in parts for one in part]


def _digest(manifest: Manifest) -> str:
    """Of the files, of the numbers that go with them, and of the code that makes the network's input."""
    told = hashlib.sha256(repr((sorted(manifest.digests.items()), manifest.temperature, manifest.bias)).encode())
    for name in _CODE:
        told.update((Path(__file__).parent / name).read_bytes())
    return told.hexdigest()


@lru_cache(maxsize=1)
def load() -> OnnxJudge:
    """The shipped judge, loaded once and kept. Raises ModelError where its files are missing or damaged."""
    return OnnxJudge()
