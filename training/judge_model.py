"""The judge's network: a small BERT encoder that reads one proposition (to find its like) or a pair (to judge it).

Shapes: N pairs or texts, T pieces, F features, D width of the encoder.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sayso.link.judge.encoding import SEGMENTS, SIZES
from sayso.link.records import VERDICTS
from training.model import Encoder

SIDES = (SEGMENTS.index("a"), SEGMENTS.index("b"))


class Judge(nn.Module):
    """Encoder, a head for pairs, and one for the three labels of inference sets, which is not shipped."""

    def __init__(self, width: int = 384, dropout: float = 0.1, inner: int = 256) -> None:
        super().__init__()
        self.encoder = Encoder(width=width, dropout=dropout)
        self.encoder.features = nn.ModuleList(nn.Embedding(size, width) for size in SIZES)
        for table in self.encoder.features:
            nn.init.zeros_(table.get_parameter("weight"))
        self.dropout = nn.Dropout(dropout)
        self.mix = nn.Linear(5 * width, inner)
        self.verdict = nn.Linear(inner, len(VERDICTS))
        self.inference = nn.Linear(inner, 3)

    def read(self, ids: Tensor, features: Tensor) -> Tensor:
        """ids (N, T), features (N, T, F) → (N, T, D)."""
        *_, last, _ = self.encoder(ids, features)
        told: Tensor = last
        return told

    def embed(self, ids: Tensor, features: Tensor) -> Tensor:
        """Mean of a text's pieces, length 1: (N, D)."""
        return F.normalize(mean(self.read(ids, features), ids != 0), dim=1)

    def compared(self, ids: Tensor, features: Tensor) -> Tensor:
        """What the heads judge by: the start, both sides' means, how they differ and agree. (N, inner)."""
        x = self.read(ids, features)
        a, b = (mean(x, features[:, :, 0] == side) for side in SIDES)
        together = torch.cat([x[:, 0], a, b, (a - b).abs(), a * b], dim=1)
        return self.dropout(F.gelu(self.mix(self.dropout(together))))

    def forward(self, ids: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """A pair's logits (N, 5), and the mean of all pieces, length 1 (N, D), which is `embed` of a text alone."""
        x = self.read(ids, features)
        a, b = (mean(x, features[:, :, 0] == side) for side in SIDES)
        together = torch.cat([x[:, 0], a, b, (a - b).abs(), a * b], dim=1)
        return self.verdict(F.gelu(self.mix(together))), F.normalize(mean(x, ids != 0), dim=1)


def mean(x: Tensor, where: Tensor) -> Tensor:
    """x (N, T, D), where (N, T) → (N, D); zeros where there is nothing."""
    weight = where.to(x.dtype)[:, :, None]
    total: Tensor = (x * weight).sum(1) / weight.sum(1).clamp(min=1)
    return total
