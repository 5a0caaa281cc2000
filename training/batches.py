"""Windows → tensors."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from sayso.reader.lattice import NEVER, distance_buckets, neighbor_buckets
from training.data import Example

# States of sayso.reader.lattice.ROLE_STATES by (source seen, content seen).
OUT = {(s, c): i for i, (s, c) in enumerate([(False, False), (False, True), (True, False), (True, True)])}
SOURCE = {(1, False): 4, (1, True): 5, (2, False): 6, (2, True): 7}
CONTENT = {(3, False): 8, (3, True): 9, (4, False): 10, (4, True): 11}


@dataclass(slots=True, kw_only=True)
class Batch:
    """ids (B, T), features (B, T, 4), firsts (B, W), lengths (B) in words, tags (B, W), cues (N, 3), distance (N, W),
    apart (N, W, 2), states (N, W), barred (N, W, 5) added to emissions."""

    ids: Tensor
    features: Tensor
    firsts: Tensor
    lengths: Tensor
    tags: Tensor
    cues: Tensor
    distance: Tensor
    apart: Tensor
    states: Tensor
    barred: Tensor

    def to(self, device: str) -> Batch:
        return Batch(**{name: getattr(self, name).to(device) for name in self.__slots__})


def role_path(length: int, source: tuple[int, int] | None, contents: list[tuple[int, int]]) -> list[int]:
    """The state of each word on the one path that says: this source, these contents."""
    label = [0] * length
    for a, b in contents:
        label[a:b] = [3] + [4] * (b - a - 1)
    if source:
        label[source[0] : source[1]] = [1] + [2] * (source[1] - source[0] - 1)
    states, seen, told = [], False, False
    for one in label:
        seen |= one == 1
        told |= one == 3
        states.append(SOURCE[one, told] if one in (1, 2) else CONTENT[one, seen] if one in (3, 4) else OUT[seen, told])
    return states


def collate(windows: list[tuple[Example, int, int]], start: int, end: int) -> Batch:
    """start, end: the numbers of the pieces that open and close a window."""
    width = max(b - a for _, a, b in windows)
    ids, features, firsts, tags, cues, states, distance, apart, barred = ([] for _ in range(9))
    for row, (item, a, b) in enumerate(windows):
        number, place, feature = [start], [], [np.zeros(4, np.int32)]
        table = item.words.features()
        for i in range(a, b):
            place.append(len(number))
            number += item.pieces[i]
            feature += [table[i]] * len(item.pieces[i])
        ids.append(torch.tensor([*number, end]))
        features.append(torch.from_numpy(np.stack([*feature, np.zeros(4, np.int32)])).long())
        firsts.append(torch.tensor(place + [0] * (width - len(place))))
        tag = torch.zeros(width, dtype=torch.long)
        opens = (item.words.gap[a:b] == 2).astype(np.float32) * NEVER
        for one in item.attributions:
            if one.cue is None or not (a <= one.cue[0] and one.cue[1] <= b):
                continue
            i, j = one.cue[0] - a, one.cue[1] - a
            tag[i], tag[i + 1 : j] = 1, 2
            low, high = one.extent()
            if low < a or high > b or not one.contents:
                continue
            parts = [one.source] if one.source else []
            parts = [(x - a, y - a) for x, y in parts]
            cues.append((row, i, j - 1))
            states.append(role_path(width, parts[0] if parts else None, [(x - a, y - a) for x, y in one.contents]))
            where = np.arange(a, b)
            offset = np.where(where < one.cue[0], where - one.cue[0], np.maximum(where - one.cue[1] + 1, 0))
            sentence = item.words.sentence[a:b] - item.words.sentence[one.cue[0]]
            paragraph = item.words.paragraph[a:b] - item.words.paragraph[one.cue[0]]
            pad = (0, width - (b - a))
            distance.append(np.pad(distance_buckets(offset.astype(np.int32)), pad))
            apart.append(np.stack([np.pad(neighbor_buckets(s), pad) for s in (sentence, paragraph)], axis=1))
            bar = np.zeros((width, 5), np.float32)
            bar[: b - a, 2] = bar[: b - a, 4] = opens
            bar[i:j, 1:] = NEVER
            barred.append(bar)
        tags.append(tag)
    longest = max(len(x) for x in ids)
    pad_ids = torch.zeros(len(ids), longest, dtype=torch.long)
    pad_features = torch.zeros(len(ids), longest, 4, dtype=torch.long)
    for row, (x, f) in enumerate(zip(ids, features, strict=True)):
        pad_ids[row, : len(x)], pad_features[row, : len(x)] = x, f
    return Batch(
        ids=pad_ids,
        features=pad_features,
        firsts=torch.stack(firsts),
        lengths=torch.tensor([b - a for _, a, b in windows]),
        tags=torch.stack(tags),
        cues=torch.tensor(cues, dtype=torch.long).view(-1, 3),
        distance=torch.from_numpy(np.array(distance, np.int64).reshape(-1, width)),
        apart=torch.from_numpy(np.array(apart, np.int64).reshape(-1, width, 2)),
        states=torch.tensor(states, dtype=torch.long).view(-1, width),
        barred=torch.from_numpy(np.array(barred, np.float32).reshape(-1, width, 5)),
    )


def batches(
    windows: list[tuple[Example, int, int]], size: int, rng: random.Random, start: int, end: int
) -> Iterator[Batch]:
    """Shuffled batches of windows of about one length."""
    groups = []
    for i in range(0, len(windows), 16 * size):
        near = sorted(windows[i : i + 16 * size], key=lambda w: w[2] - w[1])
        groups += [near[j : j + size] for j in range(0, len(near), size)]
    rng.shuffle(groups)
    for group in groups:
        yield collate(group, start, end)
