"""Units of the calendar: values, bounds, shifts, Easter and movable holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.timex.calendar import Point, add_months, containing, easter, holiday, third

DAYS = st.dates(date(1600, 1, 1), date(2400, 12, 31))
UNITS = st.sampled_from(["D", "W", "M", "Q", "S", "H", "Y", "DE", "CE"])


@given(DAYS, UNITS)
def test_a_unit_holds_its_day_and_ends_where_the_next_begins(day: date, unit: str) -> None:
    point = containing(unit, day)
    assert point.first <= day <= point.last
    assert point.shift(1).first - point.last == timedelta(days=1)
    assert point.shift(1).shift(-1) == point


@given(DAYS, st.integers(-500, 500))
def test_months_land_in_the_month_counted_to(day: date, count: int) -> None:
    moved = add_months(day, count)
    assert (moved.year - day.year) * 12 + moved.month - day.month == count
    assert moved.day <= day.day


@given(DAYS, st.sampled_from(["W", "M", "Q", "S", "Y", "DE"]))
def test_thirds_cover_a_unit_without_a_gap(day: date, unit: str) -> None:
    point = containing(unit, day)
    early, mid, late = (third(point, mod) for mod in ("START", "MID", "END"))
    assert early[0] == point.first
    assert late[1] == point.last
    assert mid[0] - early[1] == late[0] - mid[1] == timedelta(days=1)


@pytest.mark.parametrize(
    ("unit", "day", "value"),
    [
        ("W", "2021-01-03", "2020-W53"),
        ("WE", "2022-11-03", "2022-W44-WE"),
        ("Q", "2022-11-03", "2022-Q4"),
        ("S", "2023-02-01", "2022-WI"),
        ("H", "2022-07-01", "2022-H2"),
        ("DE", "1999-12-31", "199X"),
        ("CE", "1999-12-31", "19"),
    ],
)
def test_values(unit: str, day: str, value: str) -> None:
    assert containing(unit, date.fromisoformat(day)).value == value


@pytest.mark.parametrize(("year", "day"), [(1961, "04-02"), (2000, "04-23"), (2022, "04-17"), (2038, "04-25")])
def test_easter(year: int, day: str) -> None:
    assert easter(year).isoformat() == f"{year}-{day}"


def test_holidays_that_move() -> None:
    assert holiday("11-4-4", 2022) == date(2022, 11, 24)
    assert holiday("easter-2", 2022) == date(2022, 4, 15)


def test_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="beyond"):
        Point("Y", date(9990, 1, 1)).shift(20)
