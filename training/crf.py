"""Negative log-likelihoods over the lattices of sayso.reader.lattice."""

from __future__ import annotations

import torch
from torch import Tensor

from sayso.reader.lattice import NEVER, ROLE_ALLOWED, ROLE_END, ROLE_START, STATE_LABELS

LABELS = torch.from_numpy(STATE_LABELS)
ALLOWED = torch.from_numpy(ROLE_ALLOWED)


def walk(emissions: Tensor, moves: Tensor, start: Tensor, end: Tensor, lengths: Tensor) -> Tensor:
    """Log of the summed weight of all paths. emissions (N, W, S), moves (S, S), start, end (S), lengths (N) → (N)."""
    alpha = start + emissions[:, 0]
    for t in range(1, emissions.shape[1]):
        step = torch.logsumexp(alpha[:, :, None] + moves, dim=1) + emissions[:, t]
        alpha = torch.where((t < lengths)[:, None], step, alpha)
    return torch.logsumexp(alpha + end, dim=1)


def path(emissions: Tensor, moves: Tensor, start: Tensor, end: Tensor, states: Tensor, lengths: Tensor) -> Tensor:
    """Log-weight of one path a row. states (N, W) → (N)."""
    inside = torch.arange(states.shape[1], device=states.device)[None] < lengths[:, None]
    told = emissions.gather(2, states[:, :, None])[:, :, 0] * inside
    step = moves[states[:, :-1], states[:, 1:]] * inside[:, 1:]
    last = states.gather(1, lengths[:, None] - 1)[:, 0]
    return told.sum(1) + step.sum(1) + start[states[:, 0]] + end[last]


def role_lattice(moves: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """moves (5, 5) between labels → moves (12, 12) between states, start (12), end (12)."""
    labels = LABELS.to(moves.device)
    full = moves[labels][:, labels].masked_fill(~ALLOWED.to(moves.device), NEVER)
    start = moves[0, labels].masked_fill(~torch.from_numpy(ROLE_START).to(moves.device), NEVER)
    end = torch.zeros(len(labels), device=moves.device).masked_fill(~torch.from_numpy(ROLE_END).to(moves.device), NEVER)
    return full, start, end
