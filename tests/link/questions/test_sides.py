from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.questions.records import Member, Tie
from sayso.link.questions.sides import is_hedged, position, signs, takes_no_stand

SAME = (0.9, 0.02, 0.02, 0.03, 0.03)
AGAINST = (0.02, 0.9, 0.02, 0.03, 0.03)


def member(content: str = "the line closes", /, **told: Any) -> Member:
    return Member(key="k1:0", content=content, **told)


@given(st.lists(st.booleans(), min_size=2, max_size=9))
def test_sides_come_out_as_they_were_put_in(yes: list[bool]) -> None:
    pairs = itertools.combinations(range(len(yes)), 2)
    ties = [Tie(a=a, b=b, scores=SAME if yes[a] == yes[b] else AGAINST) for a, b in pairs]
    found = signs(len(yes), ties)
    for a, b in itertools.combinations(range(len(yes)), 2):
        assert (found[a] * found[b] > 0) is (yes[a] == yes[b])


def test_one_wrong_judgement_is_outvoted() -> None:
    ties = [Tie(a=a, b=b, scores=SAME) for a, b in itertools.combinations(range(5), 2) if (a, b) != (0, 4)]
    found = signs(5, [*ties, Tie(a=0, b=4, scores=AGAINST)])
    assert min(found) > 0 or max(found) < 0


def test_who_is_held_against_nobody_is_unclear() -> None:
    found = signs(3, [Tie(a=0, b=1, scores=SAME)])
    assert found[2] == 0
    assert position(member(), found[2]) == "unclear"


@pytest.mark.parametrize(
    ("told", "hedged"),
    [
        ({}, False),
        ({"hedges": ""}, False),
        ({"hedges": "may"}, True),
        ({"hedges": "no doubt"}, False),
        ({"hedges": "no doubt … perhaps"}, True),
        ({"hedges": "probably", "band": (0.55, 0.8)}, True),
        ({"hedges": "almost certainly", "band": (0.95, 0.99)}, False),
        ({"hedges": "unlikely", "band": (0.2, 0.45)}, True),
        ({"horizon": "conditional"}, True),
    ],
)
def test_hedges_are_below_almost_certain(told: dict[str, Any], hedged: bool) -> None:
    assert is_hedged(member(**told)) is hedged
    assert position(member(**told), 1.0) == ("hedged yes" if hedged else "yes")
    assert position(member(**told), -1.0) == ("hedged no" if hedged else "no")


@pytest.mark.parametrize(
    ("content", "told", "stands_aside"),
    [
        ("to comment on the closing", {"force": "declines"}, True),
        ("when the line might close", {"force": "asks"}, True),
        ("to close the line", {"force": "declines"}, False),
        ("that the line closes", {"polarity": "negated"}, True),
        ("that the line closes", {"force": "denies", "polarity": "affirmed"}, False),
    ],
)
def test_refusing_to_answer_is_no_position(content: str, told: dict[str, Any], stands_aside: bool) -> None:
    assert takes_no_stand(member(content, **told)) is stands_aside
