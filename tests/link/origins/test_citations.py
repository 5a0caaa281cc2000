"""Where a text says from which outlet it has something."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.origins.citations import citations
from sayso.link.origins.media import media


@pytest.mark.parametrize(
    ("text", "outlet", "role", "words"),
    [
        ("He told the BBC's Today programme so.", "BBC", "told", "told the BBC's"),
        ("She spoke in an interview with the conservative outlet Newsmax.", "Newsmax", "told",
         "interview with the conservative outlet Newsmax"),
        ("He told Jan Berg on CNN's show.", "CNN", "told", "told Jan Berg on CNN's"),
        ("Reuters reported on Monday that it rained.", "Reuters", "reported", "Reuters reported"),
        ("CNN's Eva Lund reported from there.", "CNN", "reported", "CNN's Eva Lund reported"),
        ("It rained, according to The Washington Post.", "The Washington Post", "reported",
         "according to The Washington Post"),
        ("KYIV (Reuters) - It rained.", "Reuters", "credit", "(Reuters)"),
        ("It rained.\nThe Associated Press contributed to this report.", "Associated Press", "credit",
         "The Associated Press contributed to this report"),
        ("Documents seen by the Guardian tell it.", "The Guardian", "seen", "seen by the Guardian"),
        ("A Reuters/Ipsos poll tells it.", "Reuters", "poll", "Reuters/Ipsos poll"),
        ("A BBC correspondent was there.", "BBC", "witness", "BBC correspondent"),
        ("Northland state media reported rain.", "Northland state media", "reported", "state media reported"),
        ("She told the Tarnby Herald so.", "Tarnby Herald", "told", "told the Tarnby Herald"),
    ],
)  # fmt: skip
def test_a_mention_with_a_cue_is_found_with_its_words(text: str, outlet: str, role: str, words: str) -> None:
    (found, *_) = citations(text)
    assert (found.outlet.name, found.role, found.words) == (outlet, role, words)


@pytest.mark.parametrize(
    "text",
    [
        "He sued CNN. Reuters has an office there.",
        "He works for the BBC.",
        "Fox News said in a statement that it was sorry.",
        "He told his mother. The BBC was off.",
        "The Times are hard, he told us.",
        "Photograph: Jan Berg/AFP",
        "She told the court. Post offices stayed shut.",
    ],
)
def test_a_mention_without_a_cue_is_none(text: str) -> None:
    assert not [c for c in citations(text) if c.outlet.name != "The Times"]


def test_a_short_name_counts_where_the_full_one_stands_or_it_is_the_outlets_own() -> None:
    assert not citations("Jan Berg told Sky that it rained.")
    own = media().of("Sky News", None)
    assert [c.outlet.name for c in citations("Jan Berg told Sky that it rained.", own)] == ["Sky News"]


def test_an_outlet_is_known_by_name_and_by_address() -> None:
    table = media()
    for name, url, house in (
        ("NYT World", None, "New York Times"),
        ("the bbc", None, "BBC"),
        (None, "https://www.dailymail.co.uk/news/1", "Daily Mail"),
        ("Village Paper", "http://[broken", "Village Paper"),
    ):
        outlet = table.of(name, url)
        assert outlet is not None
        assert outlet.house == house
    assert table.of(None, None) is None


@given(st.text(max_size=300))
def test_words_are_those_of_the_text(text: str) -> None:
    told = f"{text} told the BBC {text} Reuters reported {text}"
    for found in citations(told):
        assert " ".join(told[found.start : found.end].split()) == found.words
        assert 0 <= found.start < found.end <= len(told)


@pytest.mark.parametrize("text", ["CNN ", "told The ", "A ", "x", "(AFP)", "The New York ", "\x00\u202e "])
def test_twice_the_text_takes_about_twice_as_long(text: str) -> None:
    def seconds(times: int) -> float:
        long = text * times
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            citations(long)
            best = min(best, time.process_time() - start)
        return best

    few, many = seconds(500), seconds(2_000)
    assert many < 8 * few + 0.2
