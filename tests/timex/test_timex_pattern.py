"""The rules parse, every builder has one, and every class is one that tokens can have."""

from __future__ import annotations

import pytest

from sayso.timex.engine import BUILDERS
from sayso.timex.pattern import PatternError, _parse, rules, starts
from sayso.timex.tokens import codes, tokenize


def test_every_rule_has_a_builder_and_every_builder_a_rule() -> None:
    assert {rule.builder for found in rules().values() for rule in found} == set(BUILDERS)


def test_a_pattern_begins_with_what_it_says() -> None:
    _, firsts = _parse("(MONTH|THE? DAY) YEAR?")
    assert firsts == {codes()["MONTH"], codes()["THE"], codes()["DAY"]}


@pytest.mark.parametrize("source", ["MONHT", "MONTH?", "(MONTH", "MONTH* DAY"])
def test_a_wrong_pattern_is_refused(source: str) -> None:
    with pytest.raises((PatternError, IndexError)):
        _parse(source)


def test_plain_words_open_no_rule() -> None:
    tokens = tokenize("The minister spoke of bread.")
    assert [i for i, c in enumerate(tokens.code) if starts().match(c)] == [0]


def test_classes_of_numbers() -> None:
    tokens = tokenize("3 31 32 2022 1,500 $5 5km T0403 40% 3rd 10:30 03/11/2022 1990s")
    named = dict(zip(tokens.lower, tokens.kind, strict=True))
    assert [named[w] for w in ("3", "31", "32", "2022", "1,500", "3rd", "10:30", "03/11/2022", "1990s")] == [
        "DAY", "DAY", "NUM", "YEAR", "NUM", "ORDNUM", "CLOCK", "SLASH", "DECADE",
    ]  # fmt: skip
    assert [named[w] for w in ("5", "0403", "40")] == ["OTHER"] * 3
