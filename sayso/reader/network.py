"""The shipped network: an ONNX file that the manifest vouches for, run on the CPU.

One pass gives, for each word, scores of cue tags and roles and the vectors from which any pair (cue, word) is scored;
the pair scorer is small and runs in numpy. Shapes: W words of a window, N cues, P width of the pair scorer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from sayso.errors import ModelError
from sayso.reader.decode import Lattice
from sayso.reader.lattice import NEVER, distance_buckets, neighbor_buckets
from sayso.reader.pieces import Pieces
from sayso.reader.windows import ROOM, Window
from sayso.reader.words import Words

Floats = NDArray[np.float32]

MODELS = Path(__file__).parent.parent / "models"
REINSTALL = "Install sayso again, or restore the file that the manifest names."
_OUTPUTS = ["cue", "role", "first", "last", "word", "inner", "tag", "name", "link"]
_CONSTANTS = ["bilinear", "mix", "distance", "apart", "bias", "cue_moves", "role_moves", "inner_moves", "link_apart"]


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


def checked_bytes(folder: Path, name: str, manifest: Manifest) -> bytes:
    """A model file's bytes, whose SHA-256 is the manifest's. Raises ModelError."""
    path = folder / name
    try:
        body = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}", hint=REINSTALL) from error
    digest = hashlib.sha256(body).hexdigest()
    if digest != manifest.digests.get(name):
        wanted = manifest.digests.get(name, "no digest")
        raise ModelError(f"{path} has SHA-256 {digest}; the manifest says {wanted}.", hint=REINSTALL)
    return body


@dataclass(frozen=True, slots=True)
class Outputs:
    """Of one window: cue (W, 3), role (W, 5), first, last, word (W, 2P), inner (W, 3): cues inside contents, tag
    (W, tags), name (W, 9), link (W, 2L + 1), all float32."""

    cue: Floats
    role: Floats
    first: Floats
    last: Floats
    word: Floats
    inner: Floats
    tag: Floats
    name: Floats
    link: Floats


class Network:
    """The network and its pair scorer. Thread-safe: nothing changes after it is made."""

    def __init__(self, folder: Path = MODELS, threads: int = 1) -> None:
        self.manifest = Manifest.load(folder)
        vocabulary = checked_bytes(folder, "vocabulary.txt", self.manifest)
        body = checked_bytes(folder, self.manifest.model, self.manifest)
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
        self._bilinear, self._mix, self._distance, self._apart, self._bias = constants[:5]
        cue_moves, role_moves, inner_moves, self.link_apart = constants[5:]
        self.cues = Lattice.of_cues(cue_moves)
        self.inner = Lattice.of_cues(inner_moves)
        self.roles = Lattice.of_roles(role_moves)

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
        return Outputs(*(one[0] for one in out))

    def pair_scores(self, out: Outputs, window: Window, cues: Sequence[tuple[int, int]], words: Words) -> Floats:
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
