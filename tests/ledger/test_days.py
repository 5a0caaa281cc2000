"""Ranges of days, and ids that follow them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import UsageError
from sayso.ledger.days import DAY_BITS, Days, day_of, day_of_id, first_id, id_range
from sayso.ledger.facets import range_tokens, span_tokens


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        ("2022-06-14", "2022-06-14", "2022-06-14"),
        ("2022-02", "2022-02-01", "2022-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-06..2022-08", "2022-06-01", "2022-08-31"),
        ("2022-06..", "2022-06-01", None),
        ("..2022", None, "2022-12-31"),
        (" 2022-06-14 .. 2022-06-20 ", "2022-06-14", "2022-06-20"),
    ],
)
def test_ranges(told: str, first: str | None, last: str | None) -> None:
    assert Days.parse(told, "--said") == Days(first=first, last=last)


@pytest.mark.parametrize("told", ["", "..", "grain", "2022-13", "2022-02-30", "22-06", "2022-06..2022-05", "0000"])
def test_what_is_no_range_is_an_error_that_names_the_option(told: str) -> None:
    with pytest.raises(UsageError, match="--said"):
        Days.parse(told, "--said")


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2022-06-14T23:30:00-05:00", "2022-06-14"),
        ("2022-06-14", "2022-06-14"),
        ("June", None),
        (None, None),
        ("", None),
    ],
)
def test_the_day_of_a_publication_is_as_written(published: str | None, day: str | None) -> None:
    assert day_of(published) == day


@settings(deadline=None)
@given(st.dates(), st.dates(), st.integers(0, (1 << DAY_BITS) - 1))
def test_ids_follow_days(one: date, other: date, number: int) -> None:
    low = first_id(one.isoformat())
    assert day_of_id(low + number) == one.isoformat()
    if one < other:
        assert low + number < first_id(other.isoformat())
    start, end = id_range(Days(first=one.isoformat(), last=None))
    assert start <= low + number < end
    assert not start <= first_id(None) + number < end
    assert low + number < 2**53 or one.year > 5700  # JSON numbers are exact up to there


@settings(deadline=None)
@given(*([st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))] * 4))
def test_an_interval_that_meets_a_range_shares_a_token_with_it(a: date, b: date, c: date, d: date) -> None:
    (first, last), (start, end) = sorted((a, b)), sorted((c, d))
    tokens = set(range_tokens("said", Days(first=start.isoformat(), last=end.isoformat())))
    if first <= end and start <= last and tokens:
        assert tokens & set(span_tokens("said", first.isoformat(), last.isoformat()))


@pytest.mark.parametrize("edges", [(None, "2022-01-01"), ("2022-01-01", None), ("0001-01-01", "9999-12-31")])
def test_open_and_endless_intervals_meet_every_range(edges: tuple[str | None, str | None]) -> None:
    assert "saidlong0" in span_tokens("said", *edges)
    assert "saidlong0" in range_tokens("said", Days.parse("2022-06", "--said"))
    assert "saidlong0" in range_tokens("said", Days.parse("2000..2022", "--said"))
