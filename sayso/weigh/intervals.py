"""How far a mean or a share of few cases can be trusted: 95 % intervals that come out the same each time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

LEVEL = 0.95
RESAMPLES = 2_000
_SEED = 20_221_109  # any fixed number will do; with it the same outcomes give the same interval on every machine
_Z = 1.959964  # of the normal distribution at LEVEL
_AT_ONCE = 4_000_000  # drawn places held in memory together

Method = Literal["bootstrap", "Wilson"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Of LEVEL. method: how it was found."""

    low: float
    high: float
    method: Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One value of a mean. cluster: what stands or falls together, such as the claims of one text."""

    value: float
    cluster: str


def mean_interval(cases: Sequence[Case]) -> Interval | None:
    """Of the mean, by drawing whole clusters with replacement (percentile bootstrap).

    None where there are fewer than two clusters, or where a value is infinite: then nothing can be drawn.
    """
    sums: dict[str, list[float]] = {}
    for one in cases:
        held = sums.setdefault(one.cluster, [0.0, 0.0])
        held[0] += one.value
        held[1] += 1
    if len(sums) < 2 or not all(math.isfinite(total) for total, _ in sums.values()):
        return None
    # Sorted by value, so that neither the order of cases nor the names of clusters count.
    table = np.array(sorted(map(tuple, sums.values())), dtype=np.float64)
    random, size = np.random.default_rng(_SEED), len(table)
    means: list[float] = []
    step = max(1, _AT_ONCE // size)
    while len(means) < RESAMPLES:
        drawn = table[random.integers(0, size, (min(step, RESAMPLES - len(means)), size))].sum(axis=1)
        means += (drawn[:, 0] / drawn[:, 1]).tolist()
    low, high = np.quantile(np.array(means), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(low=float(low), high=float(high), method="bootstrap")


def share_interval(cases: Sequence[Case]) -> Interval | None:
    """Of a share (values 0 and 1): bootstrap as mean_interval, or Wilson's where all values are equal.

    Drawing from equal values always gives the same, which would look like certainty. None for no cases.
    """
    if not cases:
        return None
    found = mean_interval(cases) if len({one.value for one in cases}) > 1 else None
    return found if found is not None else wilson(sum(one.value for one in cases), len(cases))


def wilson(successes: float, n: int) -> Interval:
    """Wilson's score interval of a share (Journal of the American Statistical Association 22, 1927)."""
    share, z2 = successes / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Interval(low=max(0.0, middle - half), high=min(1.0, middle + half), method="Wilson")
