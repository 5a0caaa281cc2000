"""How much rests on sources without a name, with intervals that count articles, not claims, as what was drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z = 1.96
"""Standard deviations of a 95 % interval."""
NAMELESS = frozenset({"unnamed", "anonymous"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of claims with its 95 % interval. n: claims it is a share of. articles: in which they stand."""

    value: float
    low: float
    high: float
    n: int
    articles: int


@dataclass(slots=True)
class Tally:
    """Counts over articles: claims with a source of known kind (n), those without a name (y), the anonymous of them."""

    articles: int = 0
    n: int = 0
    nameless: int = 0
    anonymous: int = 0
    nn: int = 0
    yy: int = 0
    ny: int = 0

    def add(self, n: int, nameless: int, anonymous: int) -> None:
        """One article. Articles without such claims say nothing, and are not counted."""
        if not n:
            return
        self.articles += 1
        self.n += n
        self.nameless += nameless
        self.anonymous += anonymous
        self.nn += n * n
        self.yy += nameless * nameless
        self.ny += n * nameless

    def add_all(self, other: Tally) -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def share(self) -> Share | None:
        """The share of claims given to somebody without a name; None where nothing is counted.

        Claims of one article are alike, so articles are what varies: the variance is that of a ratio over clusters
        (Cochran, Sampling Techniques, 1977, 6.3), and the Wilson interval is taken with the number of independent
        claims that would vary as much (Korn and Graubard, Survey Methodology 24, 1998).
        """
        if not self.n:
            return None
        p, k = self.nameless / self.n, self.articles
        spread = max(0.0, self.yy - 2 * p * self.ny + p * p * self.nn)
        if k == 1 or p in {0, 1}:  # nothing varies, which says little: no more than as many articles
            independent = float(k)
        else:
            variance = spread * k / (k - 1) / self.n**2
            independent = min(p * (1 - p) / variance, self.n) if variance > 0 else float(self.n)
        low, high = wilson(p, max(1.0, independent))
        return Share(value=p, low=low, high=high, n=self.n, articles=k)


def wilson(p: float, n: float) -> tuple[float, float]:
    """The 95 % interval of a share p of n (Wilson, JASA 22, 1927)."""
    scale = 1 + Z * Z / n
    middle = (p + Z * Z / (2 * n)) / scale
    half = Z / scale * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
