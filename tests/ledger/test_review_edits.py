"""Spans by numbers or words are always what the text says there; fields only what the contract has words for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import UsageError
from sayso.ledger.review.bodies import claim_body, from_json, to_json
from sayso.ledger.review.checks import VOCABULARY
from sayso.ledger.review.edits import NEW, Window, edited, find_words, to_spans, to_when, window, with_field
from sayso.records import Claim, Reading, When
from tests.ledger.made import HARBOR, harbor, readings

CLAIM = harbor().claims[1]
WHOLE = Window.of(HARBOR, 0, len(HARBOR))


def test_words_are_found_whatever_their_white_space() -> None:
    text = "The mayor\n said  that the\u00a0quay is closed."
    found = find_words(text, "mayor said that", Window.of(text, 0, len(text)))
    assert (found.start, found.text) == (4, "mayor\n said  that")


@pytest.mark.parametrize(
    ("told", "match"), [("that", "stands there 3 times"), ("Grain", "does not stand"), (" ", "Give 1")]
)
def test_words_that_are_not_there_once_are_refused(told: str, match: str) -> None:
    with pytest.raises(UsageError, match=match):
        find_words(HARBOR, told, WHOLE)


def test_of_words_that_stand_twice_the_one_in_the_window_is_meant() -> None:
    text = "She said no.\n\nHe said no."
    assert find_words(text, "said no", Window.of(text, 14, len(text))).start == text.rindex("said no")


def test_part_of_a_word_is_taken_only_where_no_whole_one_stands() -> None:
    text = "Norhaven is no port."
    assert find_words(text, "no", Window.of(text, 0, len(text))).start == 12


def test_numbers_and_parts() -> None:
    shown = window(HARBOR, CLAIM)
    first = to_spans(HARBOR, "1-2", shown)[0].text
    assert first == "Marta Lindqvist"
    assert [s.text for s in to_spans(HARBOR, "6-7, 4", shown)] == ["that", "ships will"] or len(
        to_spans(HARBOR, "6-7, 4", shown)
    ) == 2
    assert [s.text for s in to_spans(HARBOR, "grain ships / by the end", shown)] == ["grain ships", "by the end"]
    assert shown.numbers(to_spans(HARBOR, "3-5 9", shown)) == "3-5 9"
    with pytest.raises(UsageError, match="numbers 1 to"):
        to_spans(HARBOR, "3-900", shown)


@given(readings())
def test_a_window_shows_whole_claims_and_numbers_give_back_what_they_stand_for(reading: Reading) -> None:
    text = reading.article.text
    for claim in reading.claims:
        shown = window(text, claim)
        assert 0 <= shown.start <= shown.end <= len(text)
        for span in claim.content:
            assert shown.start <= span.start or not text[span.start : shown.start].strip()
        for number, (start, end) in enumerate(shown.words, 1):
            (span,) = to_spans(text, str(number), shown)
            assert (span.start, span.end, span.text) == (start, end, text[start:end])


@given(readings())
def test_a_claim_comes_back_from_json_as_it_was(reading: Reading) -> None:
    for claim in reading.claims:
        again = from_json(to_json(claim), reading.article.text)
        assert again is not None
        assert claim_body(again) == claim_body(claim)
        assert again.spans() == claim.spans()


_VALUES = (
    st.none()
    | st.text(max_size=9)
    | st.integers(-3, 300)
    | st.lists(st.integers(-3, 300) | st.lists(st.integers(-3, 300), max_size=3), max_size=3)
)


@given(
    st.dictionaries(
        st.sampled_from(["source", "cue", "content", "certainty", "name", "force", "said", "due", "places", "term"]),
        _VALUES,
        max_size=4,
    )
)
def test_whatever_a_program_asks_for_is_refused_or_stands_in_the_text(told: dict[str, object]) -> None:
    try:
        claim = edited(HARBOR, CLAIM, told)
    except UsageError:
        return
    assert all(HARBOR[s.start : s.end] == s.text and s.start < s.end for s in claim.spans())
    assert claim.force is None or claim.force in VOCABULARY["force"]


def test_an_object_changes_what_it_names_and_nothing_else() -> None:
    told = {
        "content": "grain ships",
        "force": "claims",
        "said": {"text": "on Tuesday", "earliest": "2026-03-03", "latest": None},
    }
    claim = edited(HARBOR, CLAIM, told)
    assert [s.text for s in claim.content] == ["grain ships"]
    same = replace(claim, content=CLAIM.content, force=CLAIM.force, said=None)
    assert same == CLAIM
    assert claim.said == When(text="on Tuesday", earliest="2026-03-03", latest=None)


def test_a_span_may_tell_its_words_and_is_refused_where_they_are_others() -> None:
    start = HARBOR.index("grain")
    right = {"start": start, "end": start + 5, "text": "grain"}
    assert edited(HARBOR, CLAIM, {"content": [right]}).content[0].text == "grain"
    with pytest.raises(UsageError, match="not 'grail'"):
        edited(HARBOR, CLAIM, {"content": [right | {"text": "grail"}]})


def test_a_name_for_somebody_else_drops_the_mentions_of_whom_it_was_taken_for() -> None:
    she = harbor().claims[2]
    assert she.source is not None
    assert len(she.source.mentions) == 2
    other = edited(HARBOR, she, {"name": "the harbor master"})
    assert other.source is not None
    assert other.source.mentions == other.source.spans


def test_a_term_brings_its_band() -> None:
    claim = with_field(CLAIM, "term", "very likely")
    assert claim.certainty is not None
    assert claim.certainty.band == (0.8, 0.95)
    with pytest.raises(UsageError, match="no words that tell"):
        with_field(harbor().claims[0], "term", "likely")


def test_times_as_people_give_them() -> None:
    assert to_when("by the end of March = ..2026-03-31", "about") == When(
        text="by the end of March", earliest=None, latest="2026-03-31"
    )
    assert to_when("on Tuesday = 2026-03-03", "said") == When(
        text="on Tuesday", earliest="2026-03-03", latest="2026-03-03"
    )
    assert to_when("on Tuesday", "said") == When(text="on Tuesday", earliest=None, latest=None)
    with pytest.raises(UsageError, match="does not stand"):
        edited(HARBOR, CLAIM, {"said": "last summer = 2025"})


def test_a_new_claim_begins_with_nothing() -> None:
    told = {"source": "the board", "cue": "had decided", "content": "that the line must close"}
    claim = edited(HARBOR, NEW, told)
    assert isinstance(claim, Claim)
    assert (claim.force, claim.cue and claim.cue.lemma) == (None, "had decided")
