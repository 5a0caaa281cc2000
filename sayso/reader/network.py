"""The shipped network: an ONNX file that the manifest vouches for, run on the CPU.

One pass gives, for each word, what cues and their roles are scored from, outside and inside contents
(sayso.reader.pairs), its tag, its part in a name, and who it may stand for. Shapes: W words of a window, L width of a
link.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from sayso.errors import ModelError
from sayso.reader.pairs import HEADS, WEIGHTS, Pairs, PerWord
from sayso.reader.pieces import Pieces
from sayso.reader.windows import ROOM, Window
from sayso.reader.words import Words

Floats = NDArray[np.float32]

MODELS = Path(__file__).parent.parent / "models"
REINSTALL = "Install sayso again, or restore the file that the manifest names."
LEVELS = ("outer", "inner")
_OUTPUTS = [*(f"{level}_{name}" for level in LEVELS for name in HEADS), "tag", "name", "link"]
_CONSTANTS = [*(f"{level}_{name}" for level in LEVELS for name in WEIGHTS), "link_apart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What models/manifest.json says: each file's SHA-256, and the numbers that belong to the weights."""

    model: str
    digests: dict[str, str]
    calibration: tuple[float, ...]
    threshold: float
    cue_bias: float
    inner_threshold: float
    inner_bias: float

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Raises ModelError when the manifest is missing or not what it should be."""
        path = folder / "manifest.json"
        try:
            told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                model=str(told["reader"]),
                digests={str(k): str(v) for k, v in told["files"].items()},
                calibration=tuple(float(x) for x in told["calibration"]),
                threshold=float(told["threshold"]),
                cue_bias=float(told["cue_bias"]),
                inner_threshold=float(told["inner_threshold"]),
                inner_bias=float(told["inner_bias"]),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(f"{path} cannot be used: {error}", hint=REINSTALL) from error


def checked_bytes(folder: Path, name: str, digests: Mapping[str, str]) -> bytes:
    """A model file's bytes, whose SHA-256 is what a manifest says by the file's name. Raises ModelError."""
    path = folder / name
    try:
        body = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}", hint=REINSTALL) from error
    digest = hashlib.sha256(body).hexdigest()
    if digest != digests.get(name):
        wanted = digests.get(name, "no digest")
        raise ModelError(f"{path} has SHA-256 {digest}; the manifest says {wanted}.", hint=REINSTALL)
    return body


@dataclass(frozen=True, slots=True)
class Outputs:
    """Of one window: what the cues of each level are scored from; tag (W, tags), name (W, 9), link (W, 2L + 1)."""

    outer: PerWord
    inner: PerWord
    tag: Floats
    name: Floats
    link: Floats


class Network:
    """The network and its pair scorer. Thread-safe: nothing changes after it is made."""

    def __init__(self, folder: Path = MODELS, threads: int = 1) -> None:
        self.manifest = Manifest.load(folder)
        vocabulary = checked_bytes(folder, "vocabulary.txt", self.manifest.digests)
        body = checked_bytes(folder, self.manifest.model, self.manifest.digests)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        empty = {"ids": np.zeros((1, 2), np.int64), "features": np.zeros((1, 2, 4), np.int64)}
        try:
            self.pieces = Pieces(vocabulary.decode("utf-8"))
            self._session = onnxruntime.InferenceSession(body, options, providers=["CPUExecutionProvider"])
            constants = self._session.run(_CONSTANTS, empty | {"firsts": np.zeros((1, 1), np.int64)})
        except Exception as error:  # onnxruntime's errors share no base class; files of another release raise any
            raise ModelError(f"{folder / self.manifest.model} cannot be loaded: {error}", hint=REINSTALL) from error
        count = len(WEIGHTS)
        self.outer, self.inner = Pairs(*constants[:count]), Pairs(*constants[count : 2 * count])
        self.link_apart = constants[-1]

    def run(self, words: Words, pieces: Sequence[tuple[int, ...]], window: Window) -> Outputs:
        """Encode one window of a text. pieces: those of each word.

        One at a time: activations are scaled as they come, so windows read together would change each other's scores.
        """
        inside = slice(window.start, window.end)
        sizes = np.array([len(p) for p in pieces[inside]], np.int64)
        flat = np.fromiter((n for p in pieces[inside] for n in p), np.int64)[:ROOM]
        ids = np.concatenate([[self.pieces.start], flat, [self.pieces.end]])
        table = np.zeros((1, len(ids), 4), np.int64)
        table[0, 1:-1] = np.repeat(words.features()[inside], sizes, axis=0)[:ROOM]
        firsts = np.minimum(1 + np.concatenate([[0], np.cumsum(sizes[:-1])]), len(ids) - 1)
        out = self._session.run(_OUTPUTS, {"ids": ids[None], "features": table, "firsts": firsts[None]})
        told = [one[0] for one in out]
        count = len(HEADS)
        return Outputs(PerWord(*told[:count]), PerWord(*told[count : 2 * count]), *told[2 * count :])
