"""Which claims foretell, and in which direction."""

from __future__ import annotations

import pytest

from sayso.weigh.predictions import Wording, is_denied, is_prediction


def wording(
    content: str = "ships will leave",
    *,
    force: str | None = "says",
    polarity: str | None = "affirmed",
    horizon: str | None = "future",
    due: str | None = None,
    has_band: bool = False,
) -> Wording:
    return Wording(content=content, force=force, polarity=polarity, horizon=horizon, due=due, has_band=has_band)


@pytest.mark.parametrize(
    "one",
    [
        wording(due="2026-03-31"),
        wording("ships may leave", due="2026-03-31"),
        wording("an early end of the strike", force="predicts"),
        wording("ships to leave", force="predicts", horizon="conditional"),
        wording("ships will leave"),
        wording("the ships won’t leave"),
        wording("they’ll leave"),
        wording("the line is set to close", force=None),
        wording("a closure of the line", has_band=True),
        wording("that the line would close", force="denies"),
        wording("that ships will leave", force="believes", polarity="negated"),
        wording("if it rains the ferry will stay", horizon="conditional", due="2026-03-31"),
    ],
)
def test_foretells(one: Wording) -> None:
    assert is_prediction(one)


@pytest.mark.parametrize(
    "one",
    [
        wording("ships may leave"),
        wording("to close the line", force="plans"),
        wording("the ships left", horizon="past"),
        wording("ships are leaving", horizon="present"),
        wording("ships to leave", force="predicts", horizon="past"),
        wording("ships will leave", polarity="negated"),  # did not say that
        wording("ships will leave", polarity="negated", due="2026-03-31"),
        wording("ships will leave", force="denies", polarity="negated"),  # did not deny that
        wording("the ferry will stay if it rains", horizon="conditional"),
        wording("I would’ve given anything today", horizon="conditional", due="2026-03-31"),
        wording("they would have left", horizon="conditional", due="2026-03-31"),
    ],
)
def test_foretells_nothing(one: Wording) -> None:
    assert not is_prediction(one)


def test_denied_is_what_reaches_the_content() -> None:
    assert is_denied("denies", "affirmed")
    assert is_denied("predicts", "negated")  # does not expect that
    assert is_denied("believes", "negated")
    assert not is_denied("predicts", "affirmed")
    assert not is_denied("says", "negated")
    assert not is_denied("denies", "negated")
    assert not is_denied(None, None)
