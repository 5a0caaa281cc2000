"""From the network's scores to attributions as word ranges: which cue, whose source, what content, how sure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.reader.decode import Lattice, runs
from sayso.reader.lattice import NEVER, STATE_LABELS
from sayso.reader.network import Network, Outputs
from sayso.reader.pairs import Pairs, PerWord
from sayso.reader.windows import Window, cut_windows
from sayso.reader.words import Words

Range = tuple[int, int]
Floats = NDArray[np.float32]
_LEAST_LOG = -6.0  # below this it makes no difference how unsure
TOGETHER = 8  # windows decoded at once: fewer steps in Python; each is encoded alone
FEATURES = 8  # numbers of `Attribution.features`, each with its weight in the manifest's calibration


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Word ranges, half-open, into one article. cue_log, role_log: natural logs of the weight the choice carries.

    number: running, from 0, in the article. parent: the number of the attribution in whose contents this one stands.
    """

    cue: Range
    source: Range | None
    contents: tuple[Range, ...]
    cue_log: float
    role_log: float
    number: int = 0
    parent: int | None = None

    def features(self) -> tuple[float, ...]:
        """What the calibration looks at: 1, both weights and their logs, a source or not, log of the length, nested."""
        cue, role = max(self.cue_log, _LEAST_LOG), max(self.role_log, _LEAST_LOG)
        length = sum(b - a for a, b in self.contents)
        sourced = 1.0 if self.source else 0.0
        nested = 0.0 if self.parent is None else 1.0
        return (1.0, cue, role, math.exp(cue), math.exp(role), sourced, math.log1p(length), nested)


@dataclass(frozen=True, slots=True)
class Look:
    """What one window of a text gave."""

    network: Network
    words: Words
    window: Window
    out: Outputs

    @property
    def size(self) -> int:
        return self.window.end - self.window.start


@dataclass(slots=True)
class _Roles:
    """Cues of one window, word ranges from the window's start: logs, scores (N, W, 5), labels (N, W), role logs (N)."""

    look: Look
    lattice: Lattice
    cues: list[Range]
    logs: list[float]
    scores: Floats
    labels: NDArray[np.int64]
    role_logs: Floats

    def attribution(self, k: int, number: int, parent: int | None) -> Attribution:
        at = self.look.window.start
        sources = runs(self.labels[k], 1, 2)
        return Attribution(
            cue=(at + self.cues[k][0], at + self.cues[k][1]),
            source=(at + sources[0][0], at + sources[0][1]) if sources else None,
            contents=tuple((at + a, at + b) for a, b in runs(self.labels[k], 3, 4)),
            cue_log=self.logs[k],
            role_log=float(self.role_logs[k]),
            number=number,
            parent=parent,
        )

    def again(self, k: int, barred: NDArray[np.bool_]) -> bool:
        """Decode one cue with words that may not be its content. False, and nothing changed, where none are left."""
        free = self.scores[k : k + 1].copy()
        free[:, barred, 3:] += NEVER
        labels, log = _decode(self.lattice, free, np.array([self.look.size]))
        if ((labels[0] >= 3) & barred).any():
            return False
        self.labels[k], self.role_logs[k] = labels[0], min(float(self.role_logs[k]), float(log[0]))
        return True


def looks(network: Network, words: Words) -> Iterator[list[Look]]:
    """All windows of a text as the network sees them, some at a time."""
    texts = [words.text[a:b] for a, b in zip(words.start.tolist(), words.end.tolist(), strict=True)]
    pieces = [network.pieces.of(t) for t in texts]
    windows = cut_windows([len(p) for p in pieces])
    for i in range(0, len(windows), TOGETHER):
        yield [Look(network, words, w, network.run(words, pieces, w)) for w in windows[i : i + TOGETHER]]


def attributions_of(group: Sequence[Look], first: int) -> list[Attribution]:
    """The attributions of some windows, parents before children. first: the number of the first."""
    network = group[0].network
    tops = _cues([(x, x.out.outer.cue) for x in group], network.outer.cues, network.manifest.cue_bias)
    outer = _roles(network.outer, [(x, x.out.outer) for x in group], tops)
    for roles in outer:
        own = roles.look.window.own_start - roles.look.window.start, roles.look.window.own_end - roles.look.window.start
        _keep(roles, [own[0] <= a < own[1] for a, _ in roles.cues])
        _settle(roles)
    inner = _roles(network.inner, [(x, x.out.inner) for x in group], _inner_cues(group, outer))
    out: list[Attribution] = []
    for above, below in zip(outer, inner, strict=True):
        numbers = list(range(first + len(out), first + len(out) + len(above.cues)))
        out += [above.attribution(k, n, None) for k, n in enumerate(numbers)]
        out += _placed(above, below, numbers, first + len(out))
    return out


Cues = list[tuple[list[Range], list[float]]]


def _cues(given: Sequence[tuple[Look, Floats]], lattice: Lattice, bias: float) -> Cues:
    """The cues of each window with the logs of their tags. given: windows with scores (W, 3)."""
    lengths = np.array([look.size for look, _ in given])
    scores = np.zeros((len(given), int(lengths.max()), 3), np.float32)
    for row, (look, told) in enumerate(given):
        scores[row, : look.size] = told
        scores[row, : look.size, 1] += bias
        opens = look.words.gap[look.window.start : look.window.end] == 2
        scores[row, : look.size, 2] += np.where(opens, NEVER, 0)
    tags, _ = lattice.best(scores, lengths)
    top = scores.max(2, keepdims=True)
    logs = scores - np.log(np.exp(scores - top).sum(2, keepdims=True)) - top
    out: Cues = []
    for row, (look, _) in enumerate(given):
        cues = runs(tags[row, : look.size], 1, 2)
        out.append((cues, [float(logs[row, np.arange(a, b), tags[row, a:b]].sum()) for a, b in cues]))
    return out


def _inner_cues(group: Sequence[Look], outer: Sequence[_Roles]) -> Cues:
    """Cues that stand wholly inside a content of their window, and touch no outer cue."""
    out: Cues = []
    network = group[0].network
    found = _cues([(x, x.out.inner.cue) for x in group], network.inner.cues, network.manifest.inner_bias)
    for above, (cues, logs) in zip(outer, found, strict=True):
        inside: NDArray[np.bool_] = np.zeros(above.look.size, bool)
        for content in above.labels >= 3:
            inside |= content
        for a, b in above.cues:
            inside[a:b] = False
        kept = [k for k, (a, b) in enumerate(cues) if inside[a:b].all()]
        out.append(([cues[k] for k in kept], [logs[k] for k in kept]))
    return out


def _roles(pairs: Pairs, given: Sequence[tuple[Look, PerWord]], found: Cues) -> list[_Roles]:
    """Sources and contents of each window's cues, all windows decoded at once."""
    scored = [
        pairs.scores(out, look.window, cues, look.words) if cues else np.zeros((0, look.size, 5), np.float32)
        for (look, out), (cues, _) in zip(given, found, strict=True)
    ]
    count, width = sum(len(p) for p in scored), max(p.shape[1] for p in scored)
    scores = np.zeros((count, width, 5), np.float32)
    lengths = np.zeros(count, np.int64)
    row = 0
    for p in scored:
        scores[row : row + len(p), : p.shape[1]] = p
        lengths[row : row + len(p)] = p.shape[1]
        row += len(p)
    labels, logs = np.zeros((0, width), np.int64), np.zeros(0, np.float32)
    if count:
        labels, logs = _decode(pairs.roles, scores, lengths)
    out, row = [], 0
    for (look, _), (cues, sure), p in zip(given, found, scored, strict=True):
        here = slice(row, row + len(p))
        out.append(_Roles(look, pairs.roles, cues, sure, p, labels[here, : look.size].copy(), logs[here].copy()))
        row += len(p)
    return out


def _decode(lattice: Lattice, scores: Floats, lengths: NDArray[np.int64]) -> tuple[NDArray[np.int64], Floats]:
    """The labels (N, W) of the best paths and the log of their share of all weight (N)."""
    emissions = scores[:, :, STATE_LABELS]
    states, best = lattice.best(emissions, lengths)
    return STATE_LABELS[states], best - lattice.weight(emissions, lengths)


def _keep(roles: _Roles, wanted: Sequence[bool]) -> None:
    kept = [k for k, keep in enumerate(wanted) if keep]
    roles.cues, roles.logs = [roles.cues[k] for k in kept], [roles.logs[k] for k in kept]
    roles.scores, roles.labels, roles.role_logs = roles.scores[kept], roles.labels[kept], roles.role_logs[kept]


def _settle(roles: _Roles) -> None:
    """No word is content of two cues: the surer one keeps it, the other is decoded again without it."""
    owned = np.zeros(roles.look.size, bool)
    for k in np.argsort(-roles.role_logs).tolist():
        if ((roles.labels[k] >= 3) & owned).any():
            roles.again(k, owned)  # where nothing would be left, rather an overlap than a lost claim
        owned |= roles.labels[k] >= 3


def _placed(above: _Roles, below: _Roles, numbers: Sequence[int], first: int) -> list[Attribution]:
    """Inner attributions with their parents: each lies inside one outer content, and inside or beside its siblings."""
    out: list[Attribution] = []
    outer = above.labels >= 3
    for o, parent in enumerate(numbers):
        mine = [k for k, (a, b) in enumerate(below.cues) if outer[o, a:b].all()]
        mine = [k for k in mine if not ((below.labels[k] >= 3) & ~outer[o]).any() or below.again(k, ~outer[o])]
        placed: list[tuple[NDArray[np.bool_], int]] = [(outer[o], parent)]
        for k in sorted(mine, key=lambda k: -int((below.labels[k] >= 3).sum())):
            content = below.labels[k] >= 3
            crossing = [p for p, _ in placed if (p & content).any() and (content & ~p).any()]
            if crossing:
                if not below.again(k, np.logical_or.reduce([~outer[o], *crossing])):
                    continue
                content = below.labels[k] >= 3
            a, b = below.cues[k]
            # The smallest content that holds all of it, cue and content.
            holder = next(n for p, n in reversed(placed) if not (content & ~p).any() and p[a:b].all())
            number = first + len(out)
            out.append(below.attribution(k, number, holder))
            placed.append((content, number))
    return out
