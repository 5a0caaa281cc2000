"""From the network's scores to attributions as word ranges: which cue, whose source, what content, how sure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.reader.decode import runs
from sayso.reader.lattice import NEVER, STATE_LABELS
from sayso.reader.network import Network, Outputs
from sayso.reader.windows import Window, cut_windows
from sayso.reader.words import Words

Range = tuple[int, int]
_LEAST_LOG = -6.0  # below this it makes no difference how unsure
FEATURES = 7  # numbers of `Attribution.features`, each with its weight in the manifest's calibration


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Word ranges, half-open, into one article. cue_log, role_log: natural logs of the weight the choice carries."""

    cue: Range
    source: Range | None
    contents: tuple[Range, ...]
    cue_log: float
    role_log: float

    def features(self) -> tuple[float, ...]:
        """What the calibration looks at: 1, both weights and their logs, a source or not, log of the length."""
        cue, role = max(self.cue_log, _LEAST_LOG), max(self.role_log, _LEAST_LOG)
        length = sum(b - a for a, b in self.contents)
        return (1.0, cue, role, math.exp(cue), math.exp(role), 1.0 if self.source else 0.0, math.log1p(length))


@dataclass(frozen=True, slots=True)
class _Found:
    """The cues of one window, word ranges from the window's start, with their logs and role scores (N, W, 5)."""

    window: Window
    cues: list[Range]
    logs: list[float]
    scores: NDArray[np.float32]


def find_attributions(network: Network, words: Words, batch: int) -> Iterator[Attribution]:
    """All attributions of a text, in the order of their cues. batch: windows that the network takes at once."""
    texts = [words.text[a:b] for a, b in zip(words.start.tolist(), words.end.tolist(), strict=True)]
    pieces = [network.pieces.of(t) for t in texts]
    windows = cut_windows([len(p) for p in pieces])
    for i in range(0, len(windows), batch):
        group = windows[i : i + batch]
        out = network.run(words, pieces, group)
        found = [f for f in _cues(network, words, group, out) if f.cues]
        if found:
            yield from _roles(network, found)


def _cues(network: Network, words: Words, windows: Sequence[Window], out: Outputs) -> Iterator[_Found]:
    lengths = np.array([w.end - w.start for w in windows])
    scores = out.cue.copy()
    scores[:, :, 1] += network.manifest.cue_bias
    for row, w in enumerate(windows):
        scores[row, : w.end - w.start, 2] += np.where(words.gap[w.start : w.end] == 2, NEVER, 0)
    tags, _ = network.cues.best(scores, lengths)
    logs = (
        scores
        - np.log(np.exp(scores - scores.max(2, keepdims=True)).sum(2, keepdims=True))
        - scores.max(2, keepdims=True)
    )
    for row, w in enumerate(windows):
        size = w.end - w.start
        cues = [c for c in runs(tags[row, :size], 1, 2) if w.own_start <= w.start + c[0] < w.own_end]
        sure = [float(logs[row, np.arange(a, b), tags[row, a:b]].sum()) for a, b in cues]
        pairs = network.pair_scores(out, row, w, cues, words) if cues else np.zeros((0, size, 5), np.float32)
        yield _Found(w, cues, sure, pairs)


def _roles(network: Network, found: Sequence[_Found]) -> Iterator[Attribution]:
    count = sum(len(f.cues) for f in found)
    width = max(f.scores.shape[1] for f in found)
    scores = np.zeros((count, width, 5), np.float32)
    lengths = np.zeros(count, np.int64)
    row = 0
    for f in found:
        scores[row : row + len(f.cues), : f.scores.shape[1]] = f.scores
        lengths[row : row + len(f.cues)] = f.scores.shape[1]
        row += len(f.cues)
    states, logs = _decode(network, scores, lengths)
    row = 0
    for f in found:
        here = slice(row, row + len(f.cues))
        labels = _settle(network, scores[here], lengths[here], states[here], logs[here])
        for k, (cue, log) in enumerate(zip(f.cues, f.logs, strict=True)):
            sources = runs(labels[k], 1, 2)
            at = f.window.start
            yield Attribution(
                cue=(at + cue[0], at + cue[1]),
                source=(at + sources[0][0], at + sources[0][1]) if sources else None,
                contents=tuple((at + a, at + b) for a, b in runs(labels[k], 3, 4)),
                cue_log=log,
                role_log=float(logs[row + k]),
            )
        row += len(f.cues)


def _decode(
    network: Network, scores: NDArray[np.float32], lengths: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The labels (N, W) of the best paths and the log of their share of all weight (N)."""
    emissions = scores[:, :, STATE_LABELS]
    states, best = network.roles.best(emissions, lengths)
    return STATE_LABELS[states], best - network.roles.weight(emissions, lengths)


def _settle(
    network: Network,
    scores: NDArray[np.float32],
    lengths: NDArray[np.int64],
    labels: NDArray[np.int64],
    logs: NDArray[np.float32],
) -> NDArray[np.int64]:
    """No word is content of two cues: the surer one keeps it, the other is decoded again without it."""
    owned = np.zeros(labels.shape[1], bool)
    result = labels.copy()
    for k in np.argsort(-logs).tolist():
        mine = result[k] >= 3
        if (mine & owned).any():
            free = scores[k : k + 1].copy()
            free[:, owned, 3:] += NEVER
            again, log = _decode(network, free, lengths[k : k + 1])
            # A path through a barred word means that nothing is left: keep the overlap rather than lose the claim.
            if not ((again[0] >= 3) & owned).any():
                result[k], logs[k] = again[0], min(float(logs[k]), float(log[0]))
                mine = result[k] >= 3
        owned |= mine
    return result
