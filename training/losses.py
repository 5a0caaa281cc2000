"""What training makes small: how far the network is from what was annotated. Only what was annotated counts.

Shapes: B windows, W words, N cues, M mentions of a window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from sayso.reader.labels import LINK
from sayso.reader.lattice import NEVER
from sayso.understand.scene import APART
from training.batches import Batch
from training.crf import LABELS, path, role_lattice, walk
from training.model import Pairs, Reader

OUTER, INNER = slice(0, 5), slice(5, 10)  # places in the network's outputs
TAG, NAME, LINKS = 10, 11, 12


@dataclass(slots=True)
class Losses:
    """Sums of negative log-likelihoods, and over how many cues, words, words, mentions they run."""

    cue: Tensor
    inner: Tensor
    role: Tensor
    tag: Tensor
    name: Tensor
    link: Tensor
    cues: int
    tagged: int
    named: int
    linked: int

    def attribution(self) -> Tensor:
        return (self.cue + self.inner + self.role) / max(1, self.cues)

    def word(self) -> Tensor:
        """Means over words and mentions, weighted so that each task matters about alike."""
        return 2 * self.tag / max(1, self.tagged) + 6 * self.name / max(1, self.named) + self.link / max(1, self.linked)


def losses(model: Reader, batch: Batch, *, outer: bool = True) -> Losses:
    """outer: whether outer cues and their roles count; they do not while the encoder is frozen."""
    out = model(batch.ids, batch.features, batch.firsts)
    with torch.autocast(batch.ids.device.type, enabled=False):
        out = tuple(o.float() for o in out)
        zero = out[TAG].sum() * 0
        cue = _cues(model.outer, out[OUTER], batch.tags, batch, 0) if outer else zero
        inner = _cues(model.inner, out[INNER], batch.inner, batch, 1)
        role = _roles(model.inner, out[INNER], batch, batch.deep)
        if outer:
            role = role + _roles(model.outer, out[OUTER], batch, ~batch.deep)
        tag = F.cross_entropy(out[TAG].flatten(0, 1), batch.words.flatten(), ignore_index=-1, reduction="sum")
        name = F.cross_entropy(out[NAME].flatten(0, 1), batch.names.flatten(), ignore_index=-1, reduction="sum")
        link, linked = zero, 0
        for row, heads, who, sentence in batch.links:
            link = link + _links(model, out[LINKS][row, heads], who, sentence)
            linked += len(heads)
        for row, heads, sentence, right in batch.choices:
            scores = link_scores(model, out[LINKS][row, heads], sentence)[0, 1:]
            link = link - scores.log_softmax(0)[right]
            linked += 1
    cues = len(batch.cues) if outer else int(batch.deep.sum())
    return Losses(
        cue, inner, role, tag, name, link,
        cues, int((batch.words >= 0).sum()), int((batch.names >= 0).sum()), linked,
    )  # fmt: skip


def _cues(level: Pairs, out: Sequence[Tensor], tags: Tensor, batch: Batch, number: int) -> Tensor:
    emissions, table = out[0], level.cue_moves
    bar = torch.tensor([0.0, 0.0, NEVER], device=emissions.device)
    start, moves = table[0] + bar, table[1:] + F.pad(bar[None], (0, 0, 0, 2))
    lattice = (moves, start, torch.zeros(3, device=emissions.device))
    loss = walk(emissions, *lattice, batch.lengths) - path(emissions, *lattice, tags, batch.lengths)
    return (loss * batch.told[:, number]).sum()


def _roles(level: Pairs, out: Sequence[Tensor], batch: Batch, rows: Tensor) -> Tensor:
    cues = batch.cues[rows]
    if not len(cues):
        return out[0].sum() * 0
    emissions = level.score(out, cues, batch.distance[rows], batch.apart[rows]) + batch.barred[rows]
    emissions = emissions[:, :, LABELS.to(emissions.device)]
    lattice = role_lattice(level.role_moves)
    lengths = batch.lengths[cues[:, 0]]
    role = walk(emissions, *lattice, lengths) - path(emissions, *lattice, batch.states[rows], lengths)
    # A gold span that the lattice forbids (one in ten thousand crosses a paragraph) teaches nothing.
    return role.where(role < -NEVER / 2, torch.zeros_like(role)).sum()


def link_scores(model: Reader, vectors: Tensor, sentence: Tensor) -> Tensor:
    """vectors (M, 2L + 1), sentence (M) → (M, M): how well mention j stands for mention i."""
    back, front = vectors[:, :LINK], vectors[:, LINK : 2 * LINK]
    ends = torch.tensor(APART, device=vectors.device)
    apart = torch.searchsorted(ends, (sentence[:, None] - sentence[None]).clamp(min=0))
    return back @ front.t() / LINK**0.5 + model.link_apart[apart]


def _links(model: Reader, vectors: Tensor, who: Tensor, sentence: Tensor) -> Tensor:
    """Each mention is to find any earlier one of the same, or none where it is the first. vectors (M, 2L + 1)."""
    count = len(who)
    earlier = torch.ones(count, count, dtype=torch.bool).tril(-1)
    scores = link_scores(model, vectors, sentence).masked_fill(~earlier, NEVER)
    same = (who[:, None] == who[None]) & earlier
    none = vectors[:, -1:]
    every = torch.cat([none, scores], dim=1)
    right = torch.cat([~same.any(1, keepdim=True), same], dim=1)
    return (torch.logsumexp(every, 1) - torch.logsumexp(every.masked_fill(~right, NEVER), 1)).sum()
