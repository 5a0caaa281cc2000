"""The words of propositions as they are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.judge.words import LONGEST, PHASES, opposites, stem, words_of


@pytest.mark.parametrize(
    "forms",
    ["attack attacks attacked attacking", "leave left leaving", "withdraw withdrew withdrawn", "city city's",
     "announce announced announces", "rise rose rising"],
)  # fmt: skip
def test_forms_of_one_word_share_a_stem(forms: str) -> None:
    assert len({stem(word) for word in forms.split()}) == 1


@given(st.text(max_size=600))
def test_no_text_is_too_odd(text: str) -> None:
    words = words_of(text)
    assert len(words) <= LONGEST
    assert all(0 <= word.phase <= len(PHASES) and word.text for word in words)


def test_a_word_and_its_opposite_deny_each_other() -> None:
    table = opposites()
    assert all(word in table[other] for word, others in table.items() for other in others)
    assert all(word not in others for word, others in table.items())
    assert stem("fell") in table[stem("rises")]


def test_phases_are_told_by_words() -> None:
    told = {w.text: w.phase and PHASES[w.phase - 1] for w in words_of("It isn't planned; they will start, ordered")}
    assert told["isn't"] == "denied"
    assert told["planned"] == told["will"] == "planned"
    assert told["start"] == "begun"
    assert told["ordered"] == "ordered"


def test_a_line_of_a_million_characters_is_cut() -> None:
    assert len(words_of("a" * 1_000_000)) == 1
    assert len(words_of("war " * 250_000)) == LONGEST
