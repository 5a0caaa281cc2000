"""The reader's network: a small BERT encoder with word features, a cue tagger and a role tagger for each cue.

Shapes: B windows, T pieces, W words, N cues, D width of the encoder, P width of the pair scorer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sayso.reader.labels import LINK, NAME_LABELS, TAGS
from sayso.reader.lattice import CUE_LABELS, DISTANCES, NEIGHBORS, ROLE_LABELS
from sayso.reader.words import CASES, GAPS, QUOTES
from sayso.understand.scene import APART

LOOKS = (2, 4, 6)  # layers that the upper layer sees: tags stand lower than meanings
FEATURES = (len(CASES), len(QUOTES), len(GAPS), 2)


class FusedAttention(torch.autograd.Function):
    """Attention as one operator of onnxruntime, for export alone. It takes no mask: windows come one by one."""

    @staticmethod
    def forward(_: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        del heads
        return query + key + value  # the right shape, for tracing

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        return graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads).setType(query.type())


class Layer(nn.Module):
    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x (B, T, D), mask (B, 1, 1, T) added to the attention scores → (B, T, D)."""
        batch, length, width = x.shape
        rate = self.dropout
        if torch.onnx.is_in_onnx_export():
            a = FusedAttention.apply(self.query(x), self.key(x), self.value(x), self.heads)  # type: ignore[no-untyped-call]
        else:
            q, k, v = (
                f(x).view(batch, length, self.heads, width // self.heads).transpose(1, 2)
                for f in (self.query, self.key, self.value)
            )
            # No dropout on the attention itself: it forbids the fused kernel and doubles a step's time on a CPU.
            a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
            a = a.transpose(1, 2).reshape(batch, length, width)
        a = self.out(a)
        x = self.norm1(x + F.dropout(a, rate, self.training))
        result: Tensor = self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), rate, self.training))
        return result


class Encoder(nn.Module):
    """ids (B, T), features (B, T, 4) → what layer LOOKS gives, each (B, T, D), the last one last."""

    def __init__(self, vocabulary: int = 30522, width: int = 384, layers: int = 6, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(512, width)
        self.kind = nn.Parameter(torch.zeros(width))
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.features = nn.ModuleList(nn.Embedding(size, width) for size in FEATURES)
        self.layers = nn.ModuleList(Layer(width, 12, 4 * width, dropout) for _ in range(layers))
        self.dropout = dropout
        for table in self.features:
            nn.init.zeros_(table.get_parameter("weight"))

    def forward(self, ids: Tensor, features: Tensor) -> tuple[Tensor, ...]:
        place = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(place) + self.kind
        for i, table in enumerate(self.features):
            x = x + table(features[:, :, i])
        x = F.dropout(self.norm(x), self.dropout, self.training)
        mask = torch.zeros(ids.shape, dtype=x.dtype, device=x.device).masked_fill(ids == 0, -1e4)[:, None, None, :]
        seen = []
        for number, layer in enumerate(self.layers, start=1):
            x = layer(x, mask)
            if number in LOOKS:
                seen.append(x)
        return (*seen, mask)

    def load_base(self, weights: dict[str, Tensor]) -> None:
        """Take the weights of a BERT checkpoint as sentence-transformers stores it."""
        e = "embeddings."
        self.words.weight.data.copy_(weights[e + "word_embeddings.weight"])
        self.positions.weight.data.copy_(weights[e + "position_embeddings.weight"])
        self.kind.data.copy_(weights[e + "token_type_embeddings.weight"][0])
        self.norm.load_state_dict({k: weights[f"{e}LayerNorm.{k}"] for k in ("weight", "bias")})
        names = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm",
        }  # fmt: skip
        for i, layer in enumerate(self.layers):
            for ours, theirs in names.items():
                part = {k: weights[f"encoder.layer.{i}.{theirs}.{k}"] for k in ("weight", "bias")}
                getattr(layer, ours).load_state_dict(part)


class Pairs(nn.Module):
    """Cues of one level (outer, or inside contents) and the roles of words for them.

    What depends on a pair (cue, word) is computed from what each word gives alone.
    """

    def __init__(self, width: int, pair: int) -> None:
        super().__init__()
        labels = len(ROLE_LABELS)
        self.cue = nn.Linear(width, len(CUE_LABELS))
        self.role = nn.Linear(width, labels)
        self.first, self.last, self.word = (nn.Linear(width, 2 * pair) for _ in range(3))
        self.bilinear = nn.Parameter(torch.randn(labels, pair, pair) * 0.02)
        self.mix = nn.Parameter(torch.randn(labels, pair) * 0.1)
        self.distance = nn.Parameter(torch.zeros(len(DISTANCES) + 1, pair))
        self.apart = nn.Parameter(torch.zeros(2 * NEIGHBORS + 1, 2 * NEIGHBORS + 1, labels))
        self.bias = nn.Parameter(torch.zeros(labels))
        self.cue_moves = nn.Parameter(torch.zeros(len(CUE_LABELS) + 1, len(CUE_LABELS)))
        self.role_moves = nn.Parameter(torch.zeros(labels, labels))

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        """x (B, W, D) → cue (B, W, 3), role (B, W, 5), first, last, word (B, W, 2P)."""
        cue = self.cue(x)
        return cue - cue.mean(2, keepdim=True), self.role(x), self.first(x), self.last(x), self.word(x)

    def score(self, out: Sequence[Tensor], cues: Tensor, distance: Tensor, apart: Tensor) -> Tensor:
        """cues (N, 3): window, first and last word; distance (N, W) bucket; apart (N, W, 2) → emissions (N, W, 5)."""
        _, role, first, last, word = out
        window = cues[:, 0]
        query = F.relu(first[window, cues[:, 1]] + last[window, cues[:, 2]])  # (N, 2P)
        q1, q2 = query.chunk(2, dim=1)
        w1, w2 = word[window].chunk(2, dim=2)
        both = torch.einsum("np,lpr,nwr->nwl", q1, self.bilinear, F.relu(w1))
        hidden = F.relu(q2[:, None] + w2 + self.distance[distance])
        scores = role[window] + both + hidden @ self.mix.t() + self.apart[apart[..., 0], apart[..., 1]] + self.bias
        # A path's probability does not depend on what all labels of a word share, so nothing would keep that from
        # growing until it drowns the rest: after some 600 steps it did.
        centered: Tensor = scores - scores.mean(2, keepdim=True)
        return centered

    def center(self) -> None:
        """Take out of the weights what all labels share; scores that are compared stay as they are."""
        with torch.no_grad():
            for part in (self.role.weight, self.role.bias, self.bilinear, self.mix):
                part.sub_(part.mean(0, keepdim=True))
            self.apart.sub_(self.apart.mean(2, keepdim=True))
            self.bias.sub_(self.bias.mean())


class Reader(nn.Module):
    """The encoder with the outer cues' heads, and one layer more over it with the heads of understanding."""

    def __init__(self, width: int = 384, pair: int = 128, dropout: float = 0.1, **encoder: int) -> None:
        super().__init__()
        self.encoder = Encoder(width=width, dropout=dropout, **encoder)
        self.dropout = nn.Dropout(dropout)
        self.outer, self.inner = Pairs(width, pair), Pairs(width, pair)
        self.blend = nn.Linear(len(LOOKS) * width, width)
        self.layer = Layer(width, 12, 4 * width, dropout)
        self.tag = nn.Linear(width, len(TAGS))
        self.name = nn.Linear(width, NAME_LABELS)
        self.link = nn.Linear(width, 2 * LINK + 1)
        self.link_apart = nn.Parameter(torch.zeros(len(APART) + 1))

    def forward(self, ids: Tensor, features: Tensor, firsts: Tensor) -> tuple[Tensor, ...]:
        """ids (B, T), features (B, T, 4), firsts (B, W) place of each word's first piece → the outer level's five
        tensors, the inner's five, tag (B, W, tags), name (B, W, 9), link (B, W, 2L + 1): as anaphor, as antecedent,
        score of none."""
        *seen, mask = self.encoder(ids, features)
        deep = self.layer(self.blend(torch.cat(seen, dim=2)), mask)
        x, z = (self.dropout(_words(one, firsts)) for one in (seen[-1], deep))
        return (*self.outer(x), *self.inner(z), self.tag(z), self.name(z), self.link(z))

    def start_understanding(self) -> None:
        """Begin the upper layer as one that changes nothing, and the inner heads as the outer ones."""
        width = self.blend.out_features
        self.inner.load_state_dict(self.outer.state_dict())
        self.layer.load_state_dict(self.encoder.layers[-1].state_dict())
        with torch.no_grad():
            nn.init.normal_(self.blend.weight, std=0.01)
            self.blend.weight[:, -width:] += torch.eye(width)
            nn.init.zeros_(self.blend.bias)
            for part in (self.layer.out, self.layer.down):
                nn.init.normal_(part.weight, std=0.005)
                nn.init.zeros_(part.bias)

    def freeze(self) -> list[nn.Parameter]:
        """Leave encoder and outer heads as they are; the parameters that still learn."""
        for part in (self.encoder, self.outer):
            part.requires_grad_(requires_grad=False)
        return [p for p in self.parameters() if p.requires_grad]


def _words(x: Tensor, firsts: Tensor) -> Tensor:
    return torch.gather(x, 1, firsts[:, :, None].expand(-1, -1, x.shape[2]))
