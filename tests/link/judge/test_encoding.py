"""What the network is shown of a pair."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.judge.encoding import (
    GAPS,
    MATCHES,
    MOST_PIECES,
    MOST_SOURCE,
    SEGMENTS,
    SIZES,
    days_apart,
    encode,
    encode_alone,
    gap,
    interval,
    ordered,
    stack,
)
from sayso.link.records import Side
from sayso.reader.network import MODELS
from sayso.reader.pieces import Pieces

PIECES = Pieces((MODELS / "vocabulary.txt").read_text(encoding="utf-8"))
DAYS = st.one_of(st.none(), st.dates().map(str), st.text(max_size=12))
SIDES = st.builds(Side, text=st.text(max_size=400), said=DAYS, source=st.one_of(st.none(), st.text(max_size=80)))


@given(SIDES, SIDES)
def test_any_two_sides_can_be_encoded_and_every_feature_is_in_its_table(a: Side, b: Side) -> None:
    one = encode((a, b), PIECES)
    assert one.features.shape == (len(one.ids), len(SIZES))
    assert (one.features >= 0).all()
    assert (one.features < np.array(SIZES)).all()
    assert len(one.ids) <= 3 + 2 * (MOST_PIECES + MOST_SOURCE)


@given(SIDES, SIDES)
def test_which_side_is_given_first_does_not_matter(a: Side, b: Side) -> None:
    one, other = encode(ordered((a, b)), PIECES), encode(ordered((b, a)), PIECES)
    assert (one.ids == other.ids).all()
    assert (one.features == other.features).all()


@given(SIDES, SIDES)
def test_days_apart_change_their_sign_with_the_order(a: Side, b: Side) -> None:
    there, back = days_apart(a, b), days_apart(b, a)
    assert there == back == None or there == -(back or 0)  # noqa: E711


def test_the_earlier_side_comes_first() -> None:
    early, late = Side(text="z", said="2022-11-03"), Side(text="a", said="2022-11-09")
    assert ordered((late, early)) == (early, late)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("2022-11-03", ("2022-11-03", "2022-11-03")),
        ("2022-11-03T10:00:00Z", ("2022-11-03", "2022-11-03")),
        ("2022-12", ("2022-12-01", "2022-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2022", ("2022-01-01", "2022-12-31")),
        ("2022-08/2023-04-06", ("2022-08-01", "2023-04-06")),
        ("2004/2011", ("2004-01-01", "2011-12-31")),
        ("2011/2004", None),
        ("2011/2012/2013", None),
        ("9999-12", None),
        ("soon", None),
        ("2022-13-01", None),
        ("", None),
        (None, None),
    ],
)
def test_days_months_and_years_are_intervals(said: str | None, days: tuple[str, str] | None) -> None:
    found = interval(said)
    assert (found and (str(found[0]), str(found[1]))) == days


@pytest.mark.parametrize(
    ("a", "b", "name"),
    [
        ("2022-11-03", "2022-11-03", "day"),
        ("2022-11-03", "2022-11", "overlap"),
        ("2022-11-03", "2022-11-05", "days"),
        ("2022-11-05", "2022-11-03", "days"),
        ("2022-11-03", "2022-11-10", "week"),
        ("2022-11-03", "2022-12-01", "month"),
        ("2022-11-03", "2023-03-01", "half"),
        ("2020", "2022", "more"),
        ("2020", None, "unknown"),
    ],
)
def test_the_gap_between_two_sayings(a: str, b: str | None, name: str) -> None:
    assert GAPS[gap(Side(text="", said=a), Side(text="", said=b))] == name


def matches(a: str, b: str) -> dict[str, str]:
    """Each piece of the first side with what comparing told of it; for words of one piece."""
    one = encode((Side(text=a), Side(text=b)), PIECES)
    inside = one.features[:, 0] == SEGMENTS.index("a")
    vocabulary = (MODELS / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
    names = [vocabulary[i] for i in one.ids[inside]]
    return dict(zip(names, (MATCHES[m] for m in one.features[inside, 1]), strict=True))


def test_words_are_told_by_what_the_other_side_has() -> None:
    told = matches("Oil prices rose 5 in Texas on the news", "Prices of oil fell 7 in Ohio")
    assert told["oil"] == told["prices"] == "word"
    assert told["rose"] == "opposite"
    assert told["5"] == "other number"
    assert told["texas"] == "other name"
    assert told["news"] == "content"
    assert told["the"] == "empty"
    assert matches("They left", "They leave")["left"] == "stem"


def test_source_and_cue_stand_before_the_words() -> None:
    bare = Side(text="the bridge is open")
    told = encode((replace(bare, source="the mayor", cue="denied"), bare), PIECES)
    assert (told.features[1:4, 0] == SEGMENTS.index("who said a")).all()
    assert len(told.ids) == len(encode((bare, bare), PIECES).ids) + 3


def test_a_text_alone_has_no_features() -> None:
    one = encode_alone("the bridge is open", PIECES)
    assert not one.features.any()
    ids, features = stack([one, encode_alone("open", PIECES)])
    assert ids.shape == (2, 6)
    assert features.shape == (2, 6, len(SIZES))
    assert not ids[1, 3:].any()
