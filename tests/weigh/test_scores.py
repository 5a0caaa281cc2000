"""The arithmetic of scores: bounds, order, denial, groups, calibration."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.records import BANDS
from sayso.weigh.intervals import Case, mean_interval, share_interval, wilson
from sayso.weigh.scores import (
    LEAST_RANKED,
    Band,
    Forecast,
    Outcome,
    brier,
    calibration,
    log_score,
    ranked,
    score,
    three,
    turned,
)

_CHANCES = st.floats(0, 1)
_BANDS = st.tuples(_CHANCES, _CHANCES).map(lambda pair: (min(pair), max(pair)))
_OUTCOMES: st.SearchStrategy[Outcome] = st.sampled_from(["yes", "no", "ambiguous", "annulled"])


def forecast(
    outcome: Outcome = "yes",
    band: Band | None = (0.55, 0.8),
    *,
    denied: bool = False,
    cluster: str = "a",
    groups: tuple[str, ...] = (),
    key: str = "k1:00",
) -> Forecast:
    return Forecast(key=key, band=band, denied=denied, outcome=outcome, cluster=cluster, groups=groups)


@st.composite
def forecasts(draw: st.DrawFn) -> Forecast:
    return Forecast(
        key=draw(st.text("0123456789abcdef", min_size=4, max_size=4)),
        band=draw(st.none() | st.sampled_from(sorted(BANDS.values())) | _BANDS),
        denied=draw(st.booleans()),
        outcome=draw(_OUTCOMES),
        cluster=draw(st.sampled_from("abcdef")),
        groups=(draw(st.sampled_from(["one", "two"])),),
    )


def test_by_hand() -> None:
    """“Likely”, come true; the figures stand in docs/weighing.md."""
    one = score([forecast()])
    assert one.brier is not None
    assert one.brier.best == pytest.approx(0.04)
    assert one.brier.middle == pytest.approx(0.105625)
    assert one.brier.worst == pytest.approx(0.2025)
    assert one.log is not None
    assert one.log.middle == pytest.approx(-math.log(0.675))
    assert (brier(0.5, True), brier(0.5, False), brier(1, False)) == (0.25, 0.25, 1.0)
    assert log_score(0.5, False) == pytest.approx(0.693147)


def test_a_denial_that_held_scores_as_a_prediction_that_came_true() -> None:
    """Who denies that it is likely, of what did not happen, gave it 20–45 %."""
    held, true = score([forecast("no", denied=True)]).brier, score([forecast("yes")]).brier
    assert held is not None
    assert true is not None
    assert (held.best, held.middle, held.worst) == pytest.approx((true.best, true.middle, true.worst))
    assert forecast("no", denied=True).chance == (0.2, 0.45)
    assert forecast("no", denied=True).came_true
    assert not forecast("yes", denied=True).came_true


def test_what_has_no_band_is_counted_and_not_scored() -> None:
    told = [forecast("yes", None), forecast("no", None), forecast("no", None, denied=True), forecast("annulled", None)]
    one = score(told)
    assert (one.n, one.brier, one.log, one.interval) == (0, None, None, None)
    assert (one.flat, one.flat_true, one.annulled) == (3, 2, 1)


def test_ambiguous_and_annulled_are_neither_yes_nor_no() -> None:
    told = [forecast("yes"), forecast("ambiguous"), forecast("annulled"), forecast("annulled")]
    one = score(told)
    assert (one.n, one.ambiguous, one.annulled) == (1, 1, 2)
    assert sum(b.n for b in calibration(told)) == 1


def test_sure_and_wrong_is_infinite_by_log_and_one_by_brier() -> None:
    one = score([forecast("no", (1.0, 1.0)), forecast("yes")])
    assert one.log is not None
    assert math.isinf(one.log.middle)
    assert one.brier is not None
    assert one.brier.worst == pytest.approx((1 + 0.2025) / 2)


@given(_BANDS, st.booleans())
def test_best_middle_and_worst_keep_their_order(band: Band, happened: bool) -> None:
    for rule in (brier, log_score):
        told = three(band, happened, rule)
        assert told.best <= told.middle + 1e-12
        assert told.middle <= told.worst + 1e-12
        assert told.best >= 0
    assert three(band, happened, brier).worst <= 1


@given(_BANDS, st.booleans())
def test_turning_a_band_and_its_outcome_changes_no_score(band: Band, happened: bool) -> None:
    told, back = three(band, happened, brier), three(turned(band), not happened, brier)
    for name in ("best", "middle", "worst"):
        assert getattr(told, name) == pytest.approx(getattr(back, name), abs=1e-8)
    assert turned(turned(band)) == pytest.approx(band, abs=1e-8)


@settings(deadline=None, max_examples=50)
@given(st.lists(forecasts(), max_size=40))
def test_nothing_is_lost_and_order_does_not_count(told: Sequence[Forecast]) -> None:
    one = score(told)
    assert one.n + one.flat + one.ambiguous + one.annulled == len(told)
    assert score(list(reversed(told))) == one
    assert sum(b.n for b in calibration(told)) == one.n
    assert sum(g.n + g.flat for g in ranked(told)) == one.n + one.flat
    if one.brier is not None:
        assert 0 <= one.brier.best <= one.brier.worst <= 1
    if one.interval is not None:
        assert one.n >= LEAST_RANKED
        assert 0 <= one.interval.low <= one.interval.high <= 1


def test_no_rank_and_no_interval_below_ten() -> None:
    """Nine perfect ones do not go before ten poor ones."""
    few = [forecast("yes", (0.95, 0.99), groups=("few",), cluster=str(n)) for n in range(9)]
    many = [forecast("no", (0.8, 0.95), groups=("many",), cluster=str(n)) for n in range(10)]
    good = [forecast("yes", (0.8, 0.95), groups=("good",), cluster=str(n)) for n in range(10)]
    rows = ranked([*few, *many, *good])
    assert [row.group for row in rows] == ["good", "many", "few"]
    assert [row.is_ranked for row in rows] == [True, True, False]
    assert rows[2].interval is None
    assert rows[0].interval is not None


def test_calibration_by_band() -> None:
    told = [forecast("yes" if n < 7 else "no", cluster=str(n)) for n in range(10)]
    told += [forecast("yes", denied=True, cluster=f"d{n}") for n in range(10)]  # 20–45 %, always came about
    told += [forecast("no", (0.3, 0.31), cluster="x")]
    low, own, high = calibration(told)
    assert (low.term, low.band, low.n, low.happened) == ("unlikely", (0.2, 0.45), 10, 10)
    assert low.reading == "more often"
    assert low.interval.method == "Wilson"
    assert (own.term, own.n, own.reading) == (None, 1, "too few")
    assert (high.term, high.share, high.reading, high.interval.method) == ("likely", 0.7, "as said", "bootstrap")


def test_a_share_outside_its_band_is_not_told_apart_where_the_interval_reaches_in() -> None:
    (one,) = calibration([forecast("yes" if n < 9 else "no", cluster=str(n)) for n in range(10)])
    assert one.interval.low < 0.8
    assert one.reading == "not told apart"


def test_the_interval_is_the_same_each_time_and_by_clusters() -> None:
    cases = [Case(value=float(n % 3 == 0), cluster=str(n)) for n in range(60)]
    one = mean_interval(cases)
    assert one == mean_interval(list(reversed(cases)))
    assert one is not None
    assert one.low < 1 / 3 < one.high
    together = mean_interval([Case(value=c.value, cluster=str(n % 3)) for n, c in enumerate(cases)])
    assert together is not None
    assert together.high - together.low > 2 * (one.high - one.low)  # three draws, not sixty
    assert mean_interval([Case(value=1.0, cluster="a")] * 20) is None


def test_equal_outcomes_do_not_look_certain() -> None:
    found = share_interval([Case(value=1.0, cluster=str(n)) for n in range(10)])
    assert found == wilson(10, 10)
    assert found is not None
    assert found.low == pytest.approx(0.7225, abs=1e-3)
    assert share_interval([]) is None


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share(counts: tuple[int, int]) -> None:
    found = wilson(*counts)
    assert 0 <= found.low <= counts[0] / counts[1] + 1e-9
    assert counts[0] / counts[1] - 1e-9 <= found.high <= 1
