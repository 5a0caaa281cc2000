"""Expressions of time: extents, TIMEX3 values and intervals. The day of publication is Thursday, 3 November 2022."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.timex import Time, Times, times

PUBLISHED = "2022-11-03"


def read(text: str, published: str | None = PUBLISHED) -> list[Time]:
    return list(times(text, published=published))


def only(text: str, published: str | None = PUBLISHED) -> Time:
    found = read(text, published)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "extent", "value", "earliest", "latest"),
    [
        ("He left today.", "today", "2022-11-03", "2022-11-03", "2022-11-03"),
        ("He left yesterday morning.", "yesterday morning", "2022-11-02TMO", "2022-11-02", "2022-11-02"),
        ("He left last night.", "last night", "2022-11-02TNI", "2022-11-02", "2022-11-02"),
        ("He left on Thursday.", "Thursday", "2022-11-03", "2022-11-03", "2022-11-03"),
        ("He left on Friday.", "Friday", "2022-10-28", "2022-10-28", "2022-10-28"),
        ("He will leave on Friday.", "Friday", "2022-11-04", "2022-11-04", "2022-11-04"),
        ("They agreed to meet on Monday.", "Monday", "2022-11-07", "2022-11-07", "2022-11-07"),
        ("It fell on Monday evening.", "Monday evening", "2022-10-31TEV", "2022-10-31", "2022-10-31"),
        ("It fell last week.", "last week", "2022-W43", "2022-10-24", "2022-10-30"),
        ("It opens next month.", "next month", "2022-12", "2022-12-01", "2022-12-31"),
        ("It rose last spring.", "last spring", "2022-SP", "2022-03-01", "2022-05-31"),
        ("It rose two weeks ago.", "two weeks ago", "2022-W42", "2022-10-17", "2022-10-23"),
        ("It holds until the end of this month.", "the end of this month", "2022-11", "2022-11-21", "2022-11-30"),
        ("It has held since February.", "February", "2022-02", "2022-02-01", "2022-02-28"),
        ("It will close by the end of the year.", "the end of the year", "2022", "2022-09-01", "2022-12-31"),
        ("It will come in the coming days.", "the coming days", "PXD", "2022-11-03", None),
        ("It grew over the past decade.", "the past decade", "P10Y", "2012-11-03", "2022-11-03"),
        ("It grew in the 1990s.", "the 1990s", "199X", "1990-01-01", "1999-12-31"),
        ("It was built in the 19th century.", "the 19th century", "18", "1800-01-01", "1899-12-31"),
        ("It began in mid-2014.", "mid-2014", "2014", "2014-05-01", "2014-08-31"),
        ("It began in early March.", "early March", "2022-03", "2022-03-01", "2022-03-10"),
        ("It was on Nov. 3, 2021.", "Nov. 3, 2021", "2021-11-03", "2021-11-03", "2021-11-03"),
        ("It was on the 3rd of November 2021.", "3rd of November 2021", "2021-11-03", "2021-11-03", "2021-11-03"),
        ("It was on 2021-11-03.", "2021-11-03", "2021-11-03", "2021-11-03", "2021-11-03"),
        ("It lasted 3–5 November 2021.", "3–5 November 2021", "2021-11-03/2021-11-05", "2021-11-03", "2021-11-05"),
        ("Profit fell in fiscal 2015.", "fiscal 2015", "2015", "2015-01-01", "2015-12-31"),
        ("Third-quarter profit fell.", "Third-quarter", "2022-Q3", "2022-07-01", "2022-09-30"),
        ("It fell in the second half of 2014.", "the second half of 2014", "2014-H2", "2014-07-01", "2014-12-31"),
        ("They met the first Friday in June.", "the first Friday in June", "2022-06-03", "2022-06-03", "2022-06-03"),
        ("They will meet at Christmas.", "Christmas", "2022-12-25", "2022-12-25", "2022-12-25"),
        ("It was shut on Good Friday.", "Good Friday", "2022-04-15", "2022-04-15", "2022-04-15"),
        ("It began earlier this week.", "earlier this week", "2022-W44", "2022-10-31", "2022-11-03"),
    ],
)  # fmt: skip
def test_dates(text: str, extent: str, value: str, earliest: str | None, latest: str | None) -> None:
    found = only(text)
    assert (found.text, found.value, found.earliest, found.latest) == (extent, value, earliest, latest)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("It took two years.", "DURATION", "P2Y"),
        ("It took 24 hours.", "DURATION", "PT24H"),
        ("It took two and a half years.", "DURATION", "P2.5Y"),
        ("It took half an hour.", "DURATION", "PT30M"),
        ("It took several days.", "DURATION", "PXD"),
        ("A quarter-century passed.", "DURATION", "P25Y"),
        ("A 38-year-old man came.", "DURATION", "P38Y"),
        ("It took 2 years and 3 months.", "DURATION", "P2Y3M"),
        ("They meet every Friday.", "SET", "XXXX-WXX-5"),
        ("They meet on Sundays.", "SET", "XXXX-WXX-7"),
        ("They meet every other week.", "SET", "P2W"),
        ("They meet twice a week.", "SET", "P1W"),
        ("The daily report came.", "SET", "P1D"),
        ("It is now open.", "DATE", "PRESENT_REF"),
        ("It recently opened.", "DATE", "PAST_REF"),
        ("It may be so in the future.", "DATE", "FUTURE_REF"),
    ],
)
def test_lengths_repetitions_and_references(text: str, kind: str, value: str) -> None:
    found = only(text)
    assert (found.type, found.value) == (kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "He may go.",
        "May I ask why?",
        "They march on.",
        "Thousands joined the March on Washington.",
        "Second, it is too dear.",
        "He took second place.",
        "The fall of the city came.",
        "He paid $2014 for it.",
        "There were 2000 people.",
        "The Spring Hotel is shut.",
        "He reads the Daily Mail at Fashion Week.",
        "A spokesman for Theresa May said so.",
    ],
)
def test_words_that_are_no_times(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", ["on 30 February", "on Feb. 29, 2021", "31 April 2020", "2021-02-29", "31/11/2021"])
def test_a_day_that_no_calendar_has_is_no_time_but_is_told(text: str) -> None:
    reader = Times(text, PUBLISHED)
    assert reader.read() == ()
    assert len(reader.impossible) == 1
    assert all(text[s.start : s.end] == s.text for s in reader.impossible)


def test_a_leap_day_is_a_day() -> None:
    assert only("on 29 February 2020").value == "2020-02-29"


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("on 25/12/2021", None, "2021-12-25"),
        ("on 12/25/2021", None, "2021-12-25"),
        ("on 03/11/2022", "2022-11-05", "2022-11-03"),
        ("on 03/11/2022", "2022-03-15", "2022-03-11"),
        ("on 03/11/2022", "2024-01-01", "2022-XX-XX"),
        ("on 05.06.2020", None, "2020-06-05"),
    ],
)
def test_numeric_dates_are_read_only_where_something_decides(text: str, published: str | None, value: str) -> None:
    found = only(text, published)
    assert found.value == value
    assert (found.earliest is None) == ("X" in value)


def test_other_numeric_dates_of_the_text_decide() -> None:
    assert [t.value for t in read("from 03/11/2019 to 13/11/2019")] == ["2019-11-03", "2019-11-13"]


def test_later_and_the_same_day_count_from_the_date_mentioned_last() -> None:
    found = read(
        "On 5 May 2020 he came. A week later he left. The same day it rained. Two years earlier it had snowed."
    )
    assert [t.value for t in found] == ["2020-05-05", "2020-05-12", "2020-05-12", "2018"]


def test_an_account_of_the_past_keeps_its_year() -> None:
    text = "On 26 February 2021 it began. On 28 February it ended. On 9 July they met."
    assert [t.value for t in read(text)] == ["2021-02-26", "2021-02-28", "2021-07-09"]


def test_an_account_of_the_past_has_no_day_after_its_publication() -> None:
    found = Times("On 28 July it began. By March 2022 it was over. On 31 December it snowed.", PUBLISHED).read()
    assert [t.value for t in found] == ["2022-07-28", "2022-03", "2021-12-31"]


def test_one_old_date_does_not_make_news_an_account_of_the_past() -> None:
    assert read("Since Sept. 11, 2001, it is so. The Feb. 14 shooting was the worst.")[1].value == "2022-02-14"


def test_a_clock_time_takes_the_date_beside_it() -> None:
    assert only("at 10:30 a.m. Friday").value == "2022-10-28T10:30"
    assert [t.value for t in read("on 5 May 2020 at 4 p.m.")] == ["2020-05-05", "2020-05-05T16:00"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He left today.", "XXXX-XX-XX"),
        ("He left on Thursday.", "XXXX-WXX-4"),
        ("He left on 3 November.", "XXXX-11-03"),
        ("He left in May.", "XXXX-05"),
        ("He left last week.", "XXXX-WXX"),
        ("He left two years ago.", "XXXX"),
        ("He left this morning.", "XXXX-XX-XXTMO"),
        ("He left at 10:30 a.m. then.", "T10:30"),
        ("It rose over the past two weeks.", "P2W"),
        ("He will go by the end of this month.", "XXXX-XX"),
    ],
)
def test_without_a_publication_date_relative_times_stay_open(text: str, value: str) -> None:
    found = only(text, None)
    assert (found.value, found.earliest, found.latest) == (value, None, None)


def test_a_part_can_be_read_from_another_day() -> None:
    text = 'He said on 3 May: "We leave tomorrow."'
    reader = Times(text, PUBLISHED)
    start = text.index("tomorrow")
    assert [t.value for t in reader.read(start, start + 8, said="2022-05-03")] == ["2022-05-04"]


def test_a_date_time_of_publication_counts_by_its_day() -> None:
    assert only("He left yesterday.", "2022-11-03T23:30:00Z").value == "2022-11-02"


WORDS = """on in the last next Monday May 3 30 2022 of week year ago two - – , . ' " 10:30 a.m. early end February half
quarter and to every century 1990s first past several earlier that same Christmas"""
PIECES = st.sampled_from([*WORDS.split(), "\n\n", "\x00", "\u202e", "😀", "\u00a0"])


LEXICON = [
    line.split("\t")[0]
    for name in ("words.tsv", "holidays.tsv")
    for line in (files("sayso.timex") / name).read_text(encoding="utf-8").splitlines()[1:]
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*LEXICON, "3", "2022", ".", "-", ","]), max_size=12).map(" ".join), st.booleans())
def test_any_words_of_the_lexicon_are_read_or_left(text: str, dated: bool) -> None:
    for t in times(text, published=PUBLISHED if dated else None):
        assert text[t.span.start : t.span.end] == t.text


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map(" ".join), st.none() | st.dates(date(1000, 1, 1), date(9000, 1, 1)))
def test_any_text_gives_spans_of_itself_and_intervals_in_order(text: str, published: date | None) -> None:
    day = published.isoformat() if published else None
    found = times(text, published=day)
    before = 0
    for t in found:
        assert before <= t.span.start < t.span.end
        assert text[t.span.start : t.span.end] == t.span.text
        before = t.span.end
        if t.earliest and t.latest:
            assert date.fromisoformat(t.earliest) <= date.fromisoformat(t.latest)
    assert found == times(text, published=day)


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2059, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_within_a_week_of_the_day_it_is_seen_from(published: date, back: int) -> None:
    named = published - timedelta(days=back)
    found = only(f"He came on {named:%A}.", published.isoformat())
    assert found.earliest == found.latest == named.isoformat()


def test_time_grows_with_the_text_and_not_with_its_square() -> None:
    assert len(read("two " * 20_000)) == 0
    assert len(read("in May " * 20_000)) == 20_000
