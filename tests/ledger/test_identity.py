"""Which texts are nearly the same, which addresses one page, and what a new version changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.ledger.identity.addresses import page_of
from sayso.ledger.identity.texts import ALIKE, bands, likeness, shingles
from sayso.ledger.identity.versions import Reworded, changes, sentences
from sayso.records import Certainty, Claim, Reading
from tests.ledger.made import HARBOR, harbor

WORDS = st.lists(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=12, max_size=80).map(" ".join)


def jaccard(one: str, other: str) -> float:
    """By its definition, with sets of words."""

    def grams(text: str) -> set[tuple[str, ...]]:
        words = text.lower().split()
        return {tuple(words[i : i + 4]) for i in range(len(words) - 3)}

    return len(grams(one) & grams(other)) / len(grams(one) | grams(other))


@settings(deadline=None)
@given(WORDS, WORDS)
def test_likeness_is_the_share_of_common_sequences(one: str, other: str) -> None:
    assert likeness(shingles(one), shingles(other)) == pytest.approx(jaccard(one, other))
    assert likeness(shingles(one), shingles(one.upper())) == 1


def test_bands_meet_as_often_as_they_should() -> None:
    draw = np.random.default_rng(3)
    met = {0.7: 0, 0.2: 0}
    for wanted in met:
        for _ in range(200):
            words = [str(w) for w in draw.integers(0, 10**6, 400)]
            changed = list(words)
            share = (1 - wanted) / (1 + wanted)  # of shingles that one has and the other has not
            for place in range(0, 400, max(4, round(4 / share))):
                changed[place] = "x" + words[place]
            one, other = shingles(" ".join(words)), shingles(" ".join(changed))
            met[wanted] += bool(set(bands(one)) & set(bands(other)))
    assert met[0.7] > 180
    assert met[0.2] < 60


def test_bands_are_the_same_on_every_machine() -> None:
    told = bands(shingles(HARBOR))
    assert len(told) == 16
    assert told[:2] == [556688735004008576, 8411828934863083359]
    assert bands(shingles("too short to tell")) == []


def test_short_and_long_texts() -> None:
    assert len(shingles("")) == len(shingles("eleven words are not enough to be compared with any others")) == 0
    assert len(shingles("word " * 1_000_000)) == 1
    assert ALIKE == 0.5


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://www.news.example/a/?utm_source=x&id=3#top", "news.example/a?id=3"),
        ("http://news.example/a?id=3", "news.example/a?id=3"),
        ("https://news.example:8443/a", "news.example:8443/a"),
        ("https://news.example", "news.example"),
        ("HTTPS://News.Example/A", "news.example/A"),
        ("not an address", "not an address"),
        ("https://[broken", "https://[broken"),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_addresses_of_one_page(url: str | None, page: str | None) -> None:
    assert page_of(url) == page


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_address_has_a_page_that_does_not_depend_on_chance(url: str) -> None:
    assert page_of(url) == page_of(url)
    assert (page_of(url) is None) == (not url.strip())


def version(text: str, *claims: Claim) -> Reading:
    return replace(harbor(), article=replace(harbor().article, text=text), claims=claims)


def test_sentences_that_came_and_went_and_not_those_that_moved() -> None:
    told = changes(version("One is so. Two is so!\nThree."), version("Two is so!  One is so. Four, he said."))
    assert (told.added, told.removed) == (("Four, he said.",), ("Three.",))
    assert changes(version("A. A."), version("A.")).removed == ("A.",)
    assert sentences('He said "no." Then 3.5 left.') == ['He said "no."', "Then 3.5 left."]


def test_a_hedge_that_came_a_likelihood_that_fell_and_a_weaker_act() -> None:
    says = harbor().claims[0]
    may = Certainty(words=(harbor().claims[1].certainty.words[0],))  # type: ignore[union-attr]
    likely, even = replace(may, term="likely", band=(0.55, 0.8)), replace(may, term="even", band=(0.45, 0.55))

    def softened(before: Claim, after: Claim) -> tuple[Reworded, ...]:
        return changes(version(HARBOR, before), version(HARBOR, after)).softened

    assert [s.why for s in softened(says, replace(says, certainty=may))] == ["“probably” came"]
    assert softened(replace(says, certainty=may), says) == ()
    assert [s.why for s in softened(says, replace(says, force="claims"))] == ["says → claims"]
    assert softened(replace(says, force="claims"), says) == ()
    assert len(softened(replace(says, certainty=likely), replace(says, force="other", certainty=even))) == 1
    assert softened(says, harbor().claims[1]) == ()
