"""Grades: from sums that are shown, the unknown never a number, the two kinds apart."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.weigh.grades import (
    CREDIBILITIES,
    LEAST_SETTLED,
    LETTERS,
    MEANS,
    RELIABILITIES,
    Credibility,
    History,
    Reliability,
    Standing,
    credibility,
    reliability,
)


def keys(count: int, letter: str = "a") -> tuple[str, ...]:
    return tuple(f"k1:{letter}{n}" for n in range(count))


def history(right: int, wrong: int = 0, **rest: int) -> History:
    return History(
        right=keys(right, "a"), wrong=keys(wrong, "b"), **{name: keys(n, name[0]) for name, n in rest.items()}
    )


@pytest.mark.parametrize(
    ("known", "grade"),
    [
        (history(0), "F"),
        (history(2), "F"),
        (history(2, confirmed=50), "F"),  # what others say of it does not tell what came of it
        (history(0, even=9, unclear=9), "F"),
        (history(3), "C"),
        (history(9), "C"),
        (history(10), "B"),
        (history(19), "B"),
        (history(20), "A"),
        (history(20, 1), "B"),
        (history(9, 1), "B"),
        (history(7, 3), "C"),
        (history(5, 5), "D"),
        (history(1, 9), "E"),
        (history(0, 5), "D"),  # too few for the worst as for the best
        (history(0, 10), "E"),
    ],
)
def test_reliability(known: History, grade: str) -> None:
    assert reliability(known).grade == grade


def test_the_sum_is_told_line_by_line() -> None:
    told = reliability(history(6, 2, confirmed=4, contradicted=2))
    assert [line.points for line in told.lines if line.count] == [6, -2, 1.0, -0.5]
    assert told.lines[0].claims == keys(6)
    assert told.rests[0] == "right 7, wrong 2.5: share of right = (7 + 1) ÷ (9.5 + 2) = 0.70"
    assert told.rests[1].startswith("C takes a share of 0.60 or more")


def test_why_a_better_letter_is_not_given_is_told() -> None:
    assert "B would take a count of 10, here it is 3" in reliability(history(3)).rests[1]


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 9), st.integers(0, 9))
def test_one_more_right_is_never_worse(right: int, wrong: int, confirmed: int, contradicted: int) -> None:
    """But for what few cases hide: E is given from ten on, so that the tenth wrong one may make a D an E."""
    known = history(right, wrong, confirmed=confirmed, contradicted=contradicted)
    before, after = reliability(known).grade, reliability(replace(known, right=keys(right + 1))).grade
    if before == "F" or after == "F":
        assert (right + wrong < LEAST_SETTLED) == (before == "F")
    elif right + wrong + (confirmed + contradicted) / 4 >= 10:
        assert RELIABILITIES.index(after) <= RELIABILITIES.index(before)


def test_every_letter_can_be_reached_and_has_its_meaning() -> None:
    assert {one.grade for one in LETTERS} == set(get_args(Reliability)) - {"F"}
    assert set(MEANS) == {*RELIABILITIES, *CREDIBILITIES}


@pytest.mark.parametrize(
    ("known", "grade"),
    [
        (Standing(), "6"),
        (Standing(confirmed=("k1:a",)), "1"),
        (Standing(confirmed=("k1:a", "k1:b")), "1"),
        (Standing(maybe_confirmed=keys(20)), "2"),  # twenty that may be one
        (Standing(confirmed=("k1:a",), maybe_contradicted=("k1:b",)), "2"),
        (Standing(confirmed=("k1:a", "k1:b"), contradicted=("k1:c",)), "2"),
        (Standing(confirmed=("k1:a",), contradicted=("k1:c",)), "3"),
        (Standing(maybe_confirmed=("k1:a",), maybe_contradicted=keys(20)), "3"),
        (Standing(maybe_contradicted=keys(20)), "4"),
        (Standing(contradicted=("k1:c",)), "5"),
        (Standing(contradicted=("k1:c",), maybe_confirmed=("k1:a",)), "4"),
        (Standing(settled="no", confirmed=keys(5)), "5"),
        (Standing(settled="yes"), "2"),
        (Standing(settled="yes", contradicted=("k1:c",)), "2"),
        (Standing(settled="yes", confirmed=("k1:a",)), "1"),
    ],
)
def test_credibility(known: Standing, grade: str) -> None:
    assert credibility(known).grade == grade


_SOME = st.integers(0, 3)


@settings(deadline=None)
@given(_SOME, _SOME, _SOME, _SOME, st.sampled_from([None, "yes", "no"]))
def test_one_needs_certain_independence(
    confirmed: int, contradicted: int, maybe: int, against: int, settled: str | None
) -> None:
    known = Standing(
        confirmed=keys(confirmed, "a"),
        contradicted=keys(contradicted, "b"),
        maybe_confirmed=keys(maybe, "c"),
        maybe_contradicted=keys(against, "d"),
        settled=settled,  # type: ignore[arg-type]
    )
    told = credibility(known)
    if told.grade == "1":
        assert confirmed
        assert not contradicted
    assert (told.grade == "6") == (known == Standing())
    assert told.grade in get_args(Credibility)
    assert told.means == MEANS[told.grade]


def test_neither_kind_knows_the_other() -> None:
    """No line of one names what the other is made of."""
    words = " ".join(line.what for line in credibility(Standing()).lines)
    assert "right" not in words
    assert "reliab" not in words
