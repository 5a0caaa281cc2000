from __future__ import annotations

from sayso.link.questions.moves import moves
from sayso.link.questions.news import news
from sayso.link.questions.records import Member, Moved, Position, Tie

SHIFT = (0.1, 0.1, 0.7, 0.05, 0.05)
TURNED = (0.1, 0.7, 0.1, 0.05, 0.05)
SAME = (0.9, 0.02, 0.02, 0.03, 0.03)


def member(day: str | None, speaker: str | None = "Eva Holm", **told: object) -> Member:
    return Member(key=f"k1:{day}{speaker}", content="the line closes", day=day, speaker=speaker, **told)  # type: ignore[arg-type]


def kinds(members: list[Member], positions: list[Position], ties: tuple[Tie, ...] = ()) -> list[tuple[str, int, int]]:
    return [(m.kind, m.before, m.after) for m in moves(members, positions, ties)]


def test_a_speaker_who_takes_the_other_side_on_a_later_day_turned_round() -> None:
    told = [member("2026-03-01"), member("2026-03-01", "Board"), member("2026-03-04")]
    assert kinds(told, ["yes", "no", "no"], (Tie(a=0, b=2, scores=TURNED),)) == [("reversal", 0, 2)]


def test_sides_alone_turn_nobody_round() -> None:
    told = [member("2026-03-01"), member("2026-03-04")]
    assert kinds(told, ["yes", "no"]) == []
    assert kinds(told, ["yes", "no"], (Tie(a=0, b=1, scores=(0.2, 0.45, 0.1, 0.2, 0.05)),)) == []


def test_on_one_day_without_a_day_or_unclear_nobody_turned_round() -> None:
    assert kinds([member("2026-03-01"), member("2026-03-01")], ["yes", "no"]) == []
    assert kinds([member(None), member("2026-03-01")], ["yes", "no"]) == []
    assert kinds([member("2026-03-01"), member("2026-03-04")], ["yes", "unclear"]) == []
    assert kinds([member("2026-03-01", None), member("2026-03-04", None)], ["yes", "no"]) == []


def test_an_unclear_claim_between_does_not_hide_a_reversal() -> None:
    told = [member("2026-03-01"), member("2026-03-02"), member("2026-03-04")]
    assert kinds(told, ["hedged yes", "unclear", "no"], (Tie(a=0, b=2, scores=TURNED),)) == [("reversal", 0, 2)]


def test_hedges_come_and_go() -> None:
    told = [member("2026-03-01", hedges="may"), member("2026-03-02"), member("2026-03-03", hedges="perhaps")]
    positions: list[Position] = ["hedged yes", "yes", "hedged yes"]
    assert kinds(told, positions) == [("hedge dropped", 0, 1), ("hedge added", 1, 2)]
    assert kinds(told, positions, (Tie(a=0, b=1, scores=(0.1, 0.0, 0.0, 0.8, 0.1)),)) == [("hedge added", 1, 2)]


def test_a_pair_judged_a_shift_tells_a_new_fact_once() -> None:
    told = [member("2026-03-01", "A"), member("2026-03-05", "B"), member("2026-03-05", "C")]
    ties = (Tie(a=0, b=1, scores=SHIFT), Tie(a=0, b=2, scores=SHIFT), Tie(a=1, b=2, scores=SAME))
    assert kinds(told, ["yes", "no", "no"], ties) == [("new fact", 0, 1)]


def test_a_reversal_is_not_told_again_as_a_new_fact() -> None:
    told = [member("2026-03-01"), member("2026-03-05")]
    assert kinds(told, ["yes", "no"], (Tie(a=0, b=1, scores=SHIFT),)) == [("reversal", 0, 1)]


def test_what_was_new_when() -> None:
    told = news(
        ["yes", "hedged yes", "yes", "no"], ["A", "B", "A", "A"], [Moved(kind="reversal", before=2, after=3, why="")]
    )
    assert told == (("first to affirm",), ("a new voice",), (), ("first to deny", "reversal"))
