from __future__ import annotations

import pytest

from sayso.errors import UsageError
from sayso.ingest.days import check_date, iso_date


@pytest.mark.parametrize(
    "date",
    [
        "2022-11-03",
        "2024-02-29",
        "2022-11-03T06:30",
        "2022-11-03T06:30:15Z",
        "2022-11-03T06:30:15.123456+02:00",
        "2022-11-03T06:30:15-0500",
    ],
)
def test_iso_dates_and_date_times_are_kept_as_given(date: str) -> None:
    assert check_date(date) == date


def test_outer_blanks_go_and_a_blank_becomes_the_t() -> None:
    assert check_date(" 2022-11-03\n") == "2022-11-03"
    assert iso_date("2022-11-03 06:30:00 +0000") == "2022-11-03T06:30:00+0000"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2022",
        "2022-11",
        "20221103",
        "2022-W44-4",
        "2022-13-01",
        "2023-02-29",
        "0000-01-01",
        "3 November 2022",
        "03/11/2022",
        "2022-11-03T25:00",
        "2022-11-03T06:30+99:00",
        "2022-11-03Z",
        "2022-11-03x",
        "٢٠٢٢-١١-٠٣",
    ],
)
def test_what_is_no_iso_date_is_refused_with_the_form_to_give(text: str) -> None:
    assert iso_date(text) is None
    with pytest.raises(UsageError) as caught:
        check_date(text)
    assert repr(text) in caught.value.message
    assert "YYYY-MM-DD" in (caught.value.hint or "")
