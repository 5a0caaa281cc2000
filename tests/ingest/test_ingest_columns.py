"""Objects under other people's keys."""

from __future__ import annotations

import pytest

from sayso.errors import UsageError
from sayso.ingest.columns import parse_columns, renamed


@pytest.mark.parametrize(
    ("value", "ours"),
    [
        ({"text": "A.", "title": "B"}, {"text": "A.", "title": "B"}),
        ({"body": "A.", "headline": "B", "link": "u", "date": "2022-06-14"},
         {"text": "A.", "title": "B", "url": "u", "published": "2022-06-14"}),
        ({"text": "", "body": "A."}, {"text": "A."}),
        ({"text": "  ", "content": {"rendered": "x"}}, {"text": "  "}),
        ({"text": "A.", "source": {"name": "x"}, "publisher": "P"}, {"text": "A.", "outlet": "P"}),
        ({"text": "A.", "date": "last week", "pubDate": "Tue, 14 Jun 2022 23:30:00 -0500"},
         {"text": "A.", "published": "2022-06-15T04:30:00+00:00"}),
        ({"text": "A.", "published": "2022-09-05 00:00:46+00:00"},
         {"text": "A.", "published": "2022-09-05T00:00:46+00:00"}),
        ({"text": "A.", "published": "soon"}, {"text": "A.", "published": "soon"}),
        ({"text": "A.", "id": 7, "guid": "g"}, {"text": "A.", "name": "g"}),
        ({"text": None}, {"text": None}),
        ({}, {}),
    ],
)  # fmt: skip
def test_usual_keys_are_found(value: dict[str, object], ours: dict[str, object]) -> None:
    assert renamed(value, {}) == ours


def test_named_columns_win_even_where_they_hold_nothing() -> None:
    value = {"text": "teaser", "full": "A.", "made": None, "date": "2022-06-14"}
    assert renamed(value, {"text": "full", "published": "made"}) == {"text": "A.", "published": None}


def test_what_the_call_says_of_columns() -> None:
    assert parse_columns(("text=body", "title=a=b")) == {"text": "body", "title": "a=b"}


@pytest.mark.parametrize("told", ["text", "text=", "=body", "words=body", ""])
def test_what_is_no_mapping(told: str) -> None:
    with pytest.raises(UsageError, match="--field"):
        parse_columns((told,))
