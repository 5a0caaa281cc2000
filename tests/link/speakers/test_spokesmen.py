"""For whom a source speaks, which makes it no part of that body."""

from __future__ import annotations

import pytest

from sayso.link.speakers.judge import judge_all, judge_pair
from sayso.link.speakers.records import Seat, Use
from sayso.link.speakers.senses import sense
from sayso.link.speakers.spokesmen import speaks_for


@pytest.mark.parametrize(
    ("wording", "words", "speaker"),
    [
        ("a spokeswoman for the State Department", "", "body State Department"),
        ("a White House spokesperson", "", "body state United States"),
        ("Dmitry Peskov", "Kremlin spokesman Dmitry Peskov", "body state Russia"),
        ("the Harbor Trust's spokesman", "", "body harbor trust"),
        (
            "Marta Lindqvist",
            "Marta Lindqvist, spokeswoman of Russia’s defence ministry",
            "body ministry defense Russia",
        ),
        ("a spokesman", "", ""),
        ("a spokesperson for the ministry", "", ""),
        ("the Harbor Trust", "", ""),
    ],
)
def test_the_words_tell_whom_somebody_speaks_for(wording: str, words: str, speaker: str) -> None:
    assert speaks_for(Use(wording=wording, words=(words,) if words else ())) == speaker


def test_who_speaks_for_a_body_is_not_the_body() -> None:
    body = Use(wording="the White House", record="named-organisation", day="2022-11-01")
    told = judge_pair(body, Use(wording="a White House spokesperson", record="unnamed", day="2022-11-01"))
    assert told.verdict != "positive"


def test_long_words_without_an_end_are_read_in_no_time() -> None:
    assert speaks_for(Use(wording="spokesman for " * 50_000)) in {"", "body spokesman"}


def test_a_body_bears_a_name_for_people() -> None:
    use = Use(wording="Russian Defense Ministry", record="named-organisation")
    seat = Seat(id=0, sense=sense(use), wording=use.wording, article="a")
    assert judge_all([seat])[0].name == "Ministry of Defense, Russia"
