"""Windows → tensors."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sayso.reader.lattice import NEVER, distance_buckets, neighbor_buckets
from training.data import Attribution, Example

WORDS = 300  # words of an ordinary window

# States of sayso.reader.lattice.ROLE_STATES by (source seen, content seen).
OUT = {(s, c): i for i, (s, c) in enumerate([(False, False), (False, True), (True, False), (True, True)])}
SOURCE = {(1, False): 4, (1, True): 5, (2, False): 6, (2, True): 7}
CONTENT = {(3, False): 8, (3, True): 9, (4, False): 10, (4, True): 11}


@dataclass(slots=True, kw_only=True)
class Batch:
    """ids (B, T), features (B, T, 4), firsts (B, W), lengths (B) in words, tags (B, W), cues (N, 3), distance (N, W),
    apart (N, W, 2), states (N, W), barred (N, W, 5) added to emissions, deep (N): whether the cue is inside a content.
    inner (B, W): cue tags inside contents; told (B, 2): whether outer cues and inner cues are annotated. words (B, W),
    names (B, W): labels, -1 unknown. links: for each window that has them, its number, its heads (M), who they are (M),
    their sentences (M). choices: window, word and candidates, their sentences, number of the right candidate.
    """

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
    inner: Tensor
    deep: Tensor
    told: Tensor
    words: Tensor
    names: Tensor
    links: list[tuple[int, Tensor, Tensor, Tensor]]
    choices: list[tuple[int, Tensor, Tensor, int]]

    def to(self, device: str) -> Batch:
        given: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        moved: dict[str, Any] = {k: v.to(device) if isinstance(v, Tensor) else v for k, v in given.items()}
        return Batch(**moved)


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


def _cue_tags(width: int, found: list[Attribution], a: int, b: int) -> Tensor:
    tag = torch.zeros(width, dtype=torch.long)
    for one in found:
        if one.cue and a <= one.cue[0] and one.cue[1] <= b:
            i, j = one.cue[0] - a, one.cue[1] - a
            tag[i], tag[i + 1 : j] = 1, 2
    return tag


@dataclass(slots=True)
class _Cues:
    """What the role tagger learns from, a row for each cue whose parts all stand in its window."""

    width: int
    cues: list[tuple[int, int, int]] = field(default_factory=list)
    states: list[list[int]] = field(default_factory=list)
    distance: list[NDArray[np.int64]] = field(default_factory=list)
    apart: list[NDArray[np.int64]] = field(default_factory=list)
    barred: list[NDArray[np.float32]] = field(default_factory=list)
    deep: list[bool] = field(default_factory=list)

    def add(self, row: int, item: Example, one: Attribution, a: int, b: int, *, deep: bool) -> None:
        if one.cue is None or not one.contents:
            return
        low, high = one.extent()
        if low < a or high > b:
            return
        i, j = one.cue[0] - a, one.cue[1] - a
        source = (one.source[0] - a, one.source[1] - a) if one.source else None
        self.cues.append((row, i, j - 1))
        self.deep.append(deep)
        self.states.append(role_path(self.width, source, [(x - a, y - a) for x, y in one.contents]))
        where = np.arange(a, b)
        offset = np.where(where < one.cue[0], where - one.cue[0], np.maximum(where - one.cue[1] + 1, 0))
        sentence = item.words.sentence[a:b] - item.words.sentence[one.cue[0]]
        paragraph = item.words.paragraph[a:b] - item.words.paragraph[one.cue[0]]
        pad = (0, self.width - (b - a))
        self.distance.append(np.pad(distance_buckets(offset.astype(np.int32)), pad))
        self.apart.append(np.stack([np.pad(neighbor_buckets(s), pad) for s in (sentence, paragraph)], axis=1))
        bar = np.zeros((self.width, 5), np.float32)
        opens = (item.words.gap[a:b] == 2).astype(np.float32) * NEVER
        bar[: b - a, 2] = bar[: b - a, 4] = opens
        bar[i:j, 1:] = NEVER
        self.barred.append(bar)


def collate(windows: list[tuple[Example, int, int]], start: int, end: int) -> Batch:
    """start, end: the numbers of the pieces that open and close a window."""
    width = max(b - a for _, a, b in windows)
    ids, features, firsts, tags, inner, links, choices = ([] for _ in range(7))
    roles = _Cues(width)
    words, names = (np.full((len(windows), width), -1, np.int64) for _ in range(2))
    told = torch.tensor([[e.attributions is not None, e.inner is not None] for e, _, _ in windows])
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
        tags.append(_cue_tags(width, item.attributions or [], a, b))
        inner.append(_cue_tags(width, item.inner or [], a, b))
        for level in (item.attributions, item.inner):
            for one in level or []:
                roles.add(row, item, one, a, b, deep=level is item.inner)
        if item.tags is not None:
            words[row, : b - a] = item.tags[a:b]
        if item.names is not None:
            names[row, : b - a] = item.names[a:b]
        heads = [(i, who) for i, who in item.mentions or [] if a <= i < b]
        if len(heads) > 1:
            numbers = {who: n for n, who in enumerate(dict.fromkeys(who for _, who in heads))}
            at = torch.tensor([i - a for i, _ in heads])
            sentence = torch.tensor([int(item.words.sentence[i]) for i, _ in heads])
            links.append((row, at, torch.tensor([numbers[who] for _, who in heads]), sentence))
        for at_word, candidates, right in item.choices or []:
            if a <= min(at_word, *candidates) and max(at_word, *candidates) < b:
                near = torch.tensor([[int(item.words.sentence[i]) for i in (at_word, *candidates)]])
                choices.append((row, torch.tensor([i - a for i in (at_word, *candidates)]), near[0], right))
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
        cues=torch.tensor(roles.cues, dtype=torch.long).view(-1, 3),
        distance=torch.from_numpy(np.array(roles.distance, np.int64).reshape(-1, width)),
        apart=torch.from_numpy(np.array(roles.apart, np.int64).reshape(-1, width, 2)),
        states=torch.tensor(roles.states, dtype=torch.long).view(-1, width),
        barred=torch.from_numpy(np.array(roles.barred, np.float32).reshape(-1, width, 5)),
        inner=torch.stack(inner),
        deep=torch.tensor(roles.deep, dtype=torch.bool),
        told=told,
        words=torch.from_numpy(words),
        names=torch.from_numpy(names),
        links=links,
        choices=choices,
    )


def batches(
    windows: list[tuple[Example, int, int]], size: int, rng: random.Random
) -> Iterator[list[tuple[Example, int, int]]]:
    """Shuffled groups of windows of about one length, each for one step; short windows are more to a group."""
    groups: list[list[tuple[Example, int, int]]] = []
    for i in range(0, len(windows), 32 * size):
        words = 0
        for one in sorted(windows[i : i + 32 * size], key=lambda w: w[2] - w[1]):
            length = one[2] - one[1]
            if not words or (words + length > size * WORDS and words >= WORDS):
                groups.append([])
                words = 0
            groups[-1].append(one)
            words += length
    rng.shuffle(groups)
    yield from groups
