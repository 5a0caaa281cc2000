"""Where marks stand on the timeline of a question."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from sayso.ledger.hits import Hit
from sayso.ledger.pages.asked import POSITIONS, Member, load_question
from sayso.ledger.queries import Ledger
from sayso.serve.pages.lanes import LANE, timeline
from tests.serve.bridge import QUESTION


def members(ledger: Path) -> tuple[Member, ...]:
    with Ledger(ledger) as asked:
        return load_question(asked.connection, QUESTION).members


def test_each_speaker_has_a_lane_those_that_affirm_first(ledger: Path) -> None:
    lanes = timeline(members(ledger)).lanes
    assert [lane.name for lane in lanes] == ["Ana Ruiz", "Lars Holm", "Two engineers"]
    assert [lane.side for lane in lanes] == ["yes", "no", "no"]
    ruiz, holm, _ = lanes
    assert [mark.shape for mark in ruiz.marks] == ["yes", "unclear"]
    assert ruiz.marks[0].x < ruiz.marks[1].x
    assert ruiz.marks[0].y < ruiz.marks[1].y < LANE
    assert holm.marks[0].sure == 0.675
    assert [step.turns for step in ruiz.steps] == [False]


def test_a_speaker_who_turns_round_is_told_apart(ledger: Path) -> None:
    one = members(ledger)[0]
    turned = [
        Member(hit=one.hit, position=position, day=day, speaker="Ana Ruiz")
        for position, day in (("yes", "2023-01-01"), ("no", "2023-02-01"))
    ]
    (lane,) = timeline(turned).lanes
    assert lane.side == "both"
    assert lane.steps[0].turns


def test_claims_without_a_day_are_counted_and_not_placed(ledger: Path) -> None:
    one = members(ledger)[0]
    undated = [Member(hit=one.hit, position="yes", day=day, speaker="X") for day in (None, "soon", "2023-02-30")]
    found = timeline(undated)
    assert found.lanes[0].undated == 3
    assert not found.lanes[0].marks
    assert not found.ticks


@given(
    st.lists(
        st.tuples(st.integers(0, 40_000), st.sampled_from(POSITIONS), st.sampled_from(["A", "B", None])),
        min_size=1,
        max_size=30,
    )
)
def test_everything_stays_inside_the_drawing(told: list[tuple[int, str, str | None]]) -> None:
    hit = _HIT
    start = date(1950, 1, 1)
    found = timeline(
        [
            Member(hit=hit, position=position, day=(start + timedelta(days=days)).isoformat(), speaker=speaker)
            for days, position, speaker in told
        ]
    )
    for lane in found.lanes:
        assert all(0 <= mark.x <= 101 and 0 < mark.y < LANE for mark in lane.marks)
        assert len(lane.marks) + lane.undated > 0
    assert all(0 <= tick.x <= 100 for tick in found.ticks)
    assert len(found.ticks) <= 14
    assert sum(len(lane.marks) for lane in found.lanes) == len(told)


class _Hit:
    """What the timeline looks at of a hit."""

    claim, content, voice, outlet = "k1:0", "words", "attributed", None
    at_least = at_most = None


_HIT = cast(Hit, _Hit())
