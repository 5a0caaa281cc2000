"""Reasons that a person can check."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.judge.reasons import reasons
from sayso.link.records import VERDICTS, Side, Verdict


def told(a: Side | str, b: Side | str, verdict: Verdict = "contradicts") -> tuple[str, ...]:
    one, other = (side if isinstance(side, Side) else Side(text=side) for side in (a, b))
    return reasons((one, other), verdict)


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ("The dam was mined", "The dam was not mined", "denial in b alone: not"),
        ("Prices rose in May", "Prices fell in May", "opposite words: rose against fell"),
        ("15,000 fled", "20,000 fled", "other number: 15,000 against 20,000"),
        ("15,000 fled", "15,000 left", "same number: 15,000"),
        ("They may leave", "They leave", "hedge in a alone: may"),
        ("They hit Kherson", "They hit Melitopol", "other name: Kherson against Melitopol"),
        ("The strike will begin", "The strike has ended", "a tells it as planned (will), b as complete (has)"),
        ("The dam broke", "Bread is dear", "no word that both have"),
    ],
)
def test_what_the_words_tell(a: str, b: str, reason: str) -> None:
    assert reason in told(a, b)


def test_days_are_counted_from_the_earlier_side() -> None:
    a, b = Side(text="x", said="2022-11-09"), Side(text="x", said="2022-11-03")
    assert "a is 6 days later than b" in told(a, b)
    assert "both of 2022-11-09" in told(a, a)
    assert "perhaps of one day: 2022-11, 2022-11-03" in told(Side(text="x", said="2022-11"), b)


def test_an_act_of_denial_denies() -> None:
    a, b = Side(text="he fired the shot", cue="denied"), Side(text="he fired the shot", cue="said")
    assert "denial in a alone: denied" in told(a, b)


def test_what_matters_for_the_verdict_comes_first() -> None:
    a, b = Side(text="It will not open", said="2022-11-03"), Side(text="It has opened", said="2022-11-09")
    assert told(a, b, "contradicts")[0].startswith("denial")
    assert told(a, b, "shift")[0].startswith("b is 6 days later")


@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(VERDICTS))
def test_every_pair_has_reasons_and_each_is_told_once(a: str, b: str, verdict: Verdict) -> None:
    found = told(a, b, verdict)
    assert found
    assert len(set(found)) == len(found)
