"""Turns of transcripts: each word goes to who speaks it, and to nobody where that is not plain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ledger.turns import address_of, named_in_title, turns

TALK = (
    "Taking part were the ministers of Tarn.*** President of Tarn Marta Lindqvist: Colleagues, good afternoon. The "
    "grain is safe. Harbor Minister Olav Ness: Two ships have left; the third waits. Marta Lindqvist: When will it go? "
    "Olav Ness: On Friday. Question(retranslated): And the rest? Thank you.Olav Ness: They will stay. <…> Later the "
    "ministers had dinner."
)


def told(text: str, people: frozenset[str] = frozenset()) -> list[tuple[str | None, str]]:
    return [(turn.name, text[turn.start : turn.end].strip()) for turn in turns(text, people, official=True)]


def test_a_talk_in_turns() -> None:
    assert told(TALK) == [
        ("Marta Lindqvist", "Colleagues, good afternoon. The grain is safe."),
        ("Olav Ness", "Two ships have left; the third waits."),
        ("Marta Lindqvist", "When will it go?"),
        ("Olav Ness", "On Friday."),
        (None, "And the rest? Thank you."),
        ("Olav Ness", "They will stay."),
    ]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("President of South Harbor Anna Berg", "Anna Berg"),
        ("President of the Arab Republic of Tarn Abdel Fattah el-Nuri (retranslated)", "Abdel Fattah el-Nuri"),
        ("Chairman of the Ships and Ports Company Management Board Olav Ness", "Olav Ness"),
        ("Harbor Minister Olav Ness Ness OlavHarbor Minister", "Olav Ness"),
        ("Mr. Olav Ness", "Olav Ness"),
        ("Mayor J. Berg", "J. Berg"),
        ("Patriarch Kirill", None),
    ],
)
def test_the_name_in_a_header(header: str, name: str | None) -> None:
    text = f"{header}: Good morning. Olav Ness: Hello. President Eva Holm: Well."
    assert told(text)[0] == (name, "Good morning.")


@pytest.mark.parametrize(
    "text",
    [
        "The mayor named her choice, President Marta Lindqvist: a friend. Nothing else was said.",
        "Key Points: ships left. Key Points: others stay.",
        "Photo Credit: Olav. Photo Credit: Eva. The harbor is open.",
        "It costs this much: 4 crowns.",
        "",
    ],
)
def test_other_colons_open_no_turn(text: str) -> None:
    assert turns(text) == ()


def test_a_header_after_a_heading_without_a_stop() -> None:
    text = "They met at noon. Remarks at the harbor meeting President of Tarn Eva Holm: Friends, the harbor is open."
    assert told(text) == []
    assert told(text, frozenset({"Eva Holm"})) == [("Eva Holm", "Friends, the harbor is open.")]
    assert told(text.replace("Friends", "friends"), frozenset({"Eva Holm"})) == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Speech by Head of the Office of the President Eva Holm at Norhaven House", "Eva Holm"),
        ("Eva Holm: we must win", "Eva Holm"),
        ("The harbor stays open - President Eva Holm's address to the sailors", "Eva Holm"),
        ("The harbor stays open – address by the President of Tarn", None),
        ("Essay by Minister Eva Holm for The Norhaven Times", "Eva Holm"),
        ("President: the harbor stays open", None),
        ("", None),
    ],
)
def test_whose_words_a_title_says_it_is(title: str, name: str | None) -> None:
    assert named_in_title(title) == name


def test_a_name_alone_is_a_turn_where_the_reading_knows_the_person() -> None:
    text = "Eva Holm: The harbor is open. Olav Ness: It is not."
    assert told(text) == []
    assert told(text, frozenset({"Eva Holm"})) == [("Eva Holm", "The harbor is open."), (None, "It is not.")]


@pytest.mark.parametrize(
    "text",
    [
        "President Eva Holm: we must win. The mayor met her at noon. Minister Olav Ness: grain is safe. It rained.",
        "Ships left. Read on: President Eva Holm: the harbor is open. President Eva Holm: it is not. They are late.",
    ],
)
def test_in_news_a_headline_opens_no_turn(text: str) -> None:
    assert turns(text) == ()


def test_in_news_somebody_must_answer_and_the_first_speak_again() -> None:
    assert [turn.name for turn in turns(TALK)][:3] == ["Marta Lindqvist", "Olav Ness", "Marta Lindqvist"]


@given(st.text(alphabet="Aa. :\n*<…>-’(President of Eva Holm)", max_size=300))
def test_turns_are_in_order_and_inside_the_text(text: str) -> None:
    at = 0
    for turn in turns(text + " President Eva Holm: Yes. Olav Ness: No.", official=True):
        assert at <= turn.opened < turn.start <= turn.end
        at = turn.end


def test_an_address_begins_where_somebody_says_i() -> None:
    report = "The minister met the mayor. They spoke of “our ships” and of what “we and our people, my friends” want."
    address = "The talk took place at noon. Dear friends, we are glad. I thank you, and my family thanks our friends."
    assert address_of(report) is None
    assert address_of(address) == address.index("Dear friends")
    long = (
        "We have a harbor. "
        + "The ships come and go there at all times of the year. " * 20
        + "It is ours. We thank our sailors."
    )
    assert address_of(long) is None
    assert address_of(long, titled=True) == 0


def test_a_million_characters_on_one_line() -> None:
    assert turns("Aa: " * 250_000) == ()
    assert turns("A" * 1_000_000 + ":") == ()
    assert address_of("I " * 300_000 + '"' * 300_000) == 0
    assert named_in_title("by " * 300_000) is None
