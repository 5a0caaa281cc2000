"""How well what was foretold came true: Brier and log score of bands, and calibration.

Words have a band, not a number. So every score is given three times: for the end of the band that turned out better,
for the one that turned out worse, and for its middle, which is our mapping and nobody's word. A claim without a band is
not scored by number: it is counted as come true or not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sayso.records import BANDS
from sayso.weigh.intervals import Case, Interval, mean_interval, share_interval

Outcome = Literal["yes", "no", "ambiguous", "annulled"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
LEAST_RANKED = 10
"""Scored predictions from which a source is ranked."""
_EDGE = 1e-9  # 1 − 0.2 is not quite 0.8
Band = tuple[float, float]
Reading = Literal["as said", "not told apart", "more often", "less often", "too few"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """A settled prediction.

    band: of its words, None for none. denied: it foretold that the content would not come true. outcome: whether the
    content came true. cluster: what stands or falls together. groups: what it counts under.
    """

    key: str
    band: Band | None
    denied: bool
    outcome: Outcome
    cluster: str
    groups: tuple[str, ...] = ()

    @property
    def chance(self) -> Band | None:
        """The chance that it gave the content, as a band: that of a denial is turned around."""
        return turned(self.band) if self.band is not None and self.denied else self.band

    @property
    def is_settled(self) -> bool:
        """Whether the outcome is yes or no."""
        return self.outcome in {"yes", "no"}

    @property
    def came_true(self) -> bool:
        """Whether what it foretold happened; only for a settled one."""
        return (self.outcome == "yes") is not self.denied


@dataclass(frozen=True, slots=True, kw_only=True)
class Three:
    """A score for the better end of the band, its middle and its worse end; lower is better."""

    best: float
    middle: float
    worst: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What settled predictions come to.

    n: scored by number. brier: mean of (chance − outcome)², 0 to 1. log: mean of −ln of the chance given to what
    happened, 0 and up; infinite where that was 0. interval: of the middle Brier score. clusters: independent draws in
    it. flat: settled ones without a band, of which flat_true came true. ambiguous, annulled: not scored.
    """

    group: str | None
    n: int
    clusters: int
    brier: Three | None
    log: Three | None
    interval: Interval | None
    flat: int
    flat_true: int
    flat_interval: Interval | None
    ambiguous: int
    annulled: int

    @property
    def is_ranked(self) -> bool:
        return self.n >= LEAST_RANKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Predictions that gave the same band. term: of the scale. happened: how often the content came true."""

    band: Band
    term: str | None
    n: int
    happened: int
    interval: Interval

    @property
    def share(self) -> float:
        return self.happened / self.n

    @property
    def reading(self) -> Reading:
        """How the share stands to the band; the interval must leave the band for the two to be told apart."""
        low, high = self.band
        if self.n < LEAST_RANKED:
            return "too few"
        if low <= self.share <= high:
            return "as said"
        if self.interval.high < low:
            return "less often"
        return "more often" if self.interval.low > high else "not told apart"


def turned(band: Band) -> Band:
    """The band of the contrary: 55–80 % that it happens is 20–45 % that it does not."""
    return round(1 - band[1], 9), round(1 - band[0], 9)


def brier(chance: float, happened: bool) -> float:
    """(chance − outcome)² of one binary forecast: 0 is perfect, 0.25 is what "even" gets, 1 is sure and wrong."""
    return (chance - happened) ** 2


def log_score(chance: float, happened: bool) -> float:
    """−ln of the chance given to what happened: 0 is perfect, ln 2 = 0.693 is what "even" gets."""
    given = chance if happened else 1 - chance
    return -math.log(given) if given > 0 else math.inf


def three(band: Band, happened: bool, rule: Callable[[float, bool], float]) -> Three:
    """A rule over a band: its better end, middle, worse end."""
    low, high = rule(band[0], happened), rule(band[1], happened)
    return Three(best=min(low, high), middle=rule((band[0] + band[1]) / 2, happened), worst=max(low, high))


def score(forecasts: Iterable[Forecast], group: str | None = None) -> Score:
    """All of them together."""
    told = tuple(forecasts)
    settled = [f for f in told if f.is_settled]
    numbered = [(f, f.chance, f.outcome == "yes") for f in settled]
    briers = [three(chance, happened, brier) for _, chance, happened in numbered if chance is not None]
    logs = [three(chance, happened, log_score) for _, chance, happened in numbered if chance is not None]
    clusters = [f.cluster for f in settled if f.band is not None]
    flat = [Case(value=float(f.came_true), cluster=f.cluster) for f in settled if f.band is None]
    cases = [Case(value=b.middle, cluster=c) for b, c in zip(briers, clusters, strict=True)]
    return Score(
        group=group,
        n=len(briers),
        clusters=len(set(clusters)),
        brier=_mean(briers),
        log=_mean(logs),
        interval=mean_interval(cases) if len(briers) >= LEAST_RANKED else None,
        flat=len(flat),
        flat_true=sum(case.value == 1 for case in flat),
        flat_interval=share_interval(flat) if len(flat) >= LEAST_RANKED else None,
        ambiguous=sum(f.outcome == "ambiguous" for f in told),
        annulled=sum(f.outcome == "annulled" for f in told),
    )


def _mean(values: Sequence[Three]) -> Three | None:
    if not values:
        return None
    n = len(values)
    return Three(
        best=math.fsum(v.best for v in values) / n,
        middle=math.fsum(v.middle for v in values) / n,
        worst=math.fsum(v.worst for v in values) / n,
    )


def ranked(forecasts: Iterable[Forecast]) -> tuple[Score, ...]:
    """A score a group: first those of LEAST_RANKED and more by their middle Brier score, then the others.

    The others are in no order of merit: those with the most settled come first.
    """
    groups: dict[str, list[Forecast]] = {}
    for one in forecasts:
        for group in one.groups:
            groups.setdefault(group, []).append(one)
    found = [score(told, group) for group, told in groups.items()]
    return tuple(sorted(found, key=_rank))


def _rank(one: Score) -> tuple[bool, float, str]:
    if one.is_ranked and one.brier is not None:
        return False, one.brier.middle, one.group or ""
    return True, -(one.n + one.flat), one.group or ""


def calibration(forecasts: Iterable[Forecast]) -> tuple[Bin, ...]:
    """Settled predictions by the band they gave, from the least likely up. A denial counts under its turned band."""
    terms = {band: term for term, band in BANDS.items()}
    bins: dict[Band, list[Case]] = {}
    for one in forecasts:
        chance = one.chance
        if chance is None or not one.is_settled:
            continue
        band = next((b for b in terms if _same(b, chance)), chance)
        bins.setdefault(band, []).append(Case(value=float(one.outcome == "yes"), cluster=one.cluster))
    found = []
    for band, cases in sorted(bins.items()):
        interval = share_interval(cases)
        assert interval is not None
        happened = sum(case.value == 1 for case in cases)
        found.append(Bin(band=band, term=terms.get(band), n=len(cases), happened=happened, interval=interval))
    return tuple(found)


def _same(one: Band, other: Band) -> bool:
    return abs(one[0] - other[0]) < _EDGE and abs(one[1] - other[1]) < _EDGE
