"""What each sentence of an article is. All texts are invented."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.reader.words import split_words
from sayso.records import Article
from sayso.understand.regions import Region, regions
from sayso.understand.scene import Scene

STORY = (
    "Engineers closed the old bridge at Norhaven on Monday after a crack was found in its northern arch.",
    "The council said that repairs would take until spring. Buses now go around the bay.",
    "Nobody was hurt when a lorry hit the railing there last year, but the arch has leaned ever since.",
)


def scene(text: str, title: str | None = None, tags: tuple[str, ...] | None = None) -> Scene:
    words = split_words(text)
    return Scene(article=Article(text=text, title=title), words=words, tags=tags or ("",) * len(words))


def kinds(text: str, title: str | None = None) -> dict[str, str]:
    one = scene(text, title)
    return {one.span_of(r.start, r.end).text: r.kind for r in regions(one)}


def kind_of(line: str) -> str:
    """Of a line in the middle of a story, the kind of all its sentences."""
    found = kinds("\n\n".join((STORY[0], STORY[1], line, STORY[2])))
    return next(kind for text, kind in found.items() if text and text in line)


def test_a_story_is_body() -> None:
    assert set(kinds("\n".join(STORY)).values()) == {"body"}


@pytest.mark.parametrize(
    "line",
    [
        "Workers in orange vests near the northern arch of the bridge as rain falls over Norhaven bay",
        "Mayor Ilse Brandt (right) has opened the bridge with the engineer Tom Varga (left)",
        "Cars wait at the barrier. (Photo: Jan Olsen)",
        "The arch could fall if the frost comes early, engineers said (file image, the bridge in 2011)",
        "File photo: the old bridge in summer.",
        "Cars wait before the barrier on the bridge at Norhaven, March 3, 2019.",
        "The first boats passed the arch this week. Image: Norhaven Harbor Board.",
        "Olga Petrova/AFP/Getty Images",
    ],
)
def test_captions(line: str) -> None:
    assert kind_of(line) == "caption"


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "READ MORE: Why the bridges of the north are leaning",
        "Subscribe to our newsletter for all that happens on the bay.",
        "Follow us on Twitter and Facebook.",
        "Copyright © 2019 The Norhaven Post. All rights reserved.",
        "Correction: an earlier version gave a wrong year.",
        "Tom Varga contributed to this report.",
        "The views expressed are the author's alone.",
    ],
)
def test_boilerplate(line: str) -> None:
    assert kind_of(line) == "boilerplate"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("What happens next", "heading"),
        ("Who will pay for the arch?", "question"),
        ("Updated 6:30 p.m.", "dateline"),
        ("By Ilse Brandt and Tom Varga", "dateline"),
        ("2019 | 12 | 14 | 3 | 2020 | 11 | 15 | 4", "table"),
        ("A long way to go.", "fragment"),
        ("See the full report here.", "order"),
        # What only looks like something else:
        ("Read said that the arch had been painted in 1931.", "body"),
        ("He turned to the engineer and asked, “Who will pay?”", "body"),
        ("“Last May,” she asked, “was there anyone who knew?”", "body"),
        ("“Was there anyone who knew?”", "question"),
        ("She wore a gown and gloves.", "body"),
        ("The photo shows a crack that runs through the whole arch.", "body"),
        ("The mayor shared the news on Monday: the bridge is closed.", "body"),
        ("The mayor gave three reasons:", "body"),
    ],
)
def test_other_lines(line: str, kind: str) -> None:
    assert kind_of(line) == kind


def test_headline_and_dateline_before_the_story() -> None:
    text = "\n\n".join(("Old bridge at Norhaven closed after crack is found", "Tuesday, March 5, 2019", *STORY))
    assert list(kinds(text).values())[:3] == ["headline", "dateline", "body"]


def test_the_title_is_a_headline_with_a_stop_too() -> None:
    title = "Old bridge at Norhaven is closed"
    assert kinds("\n\n".join((title + ".", *STORY)), title)[title + "."] == "headline"


def test_without_stops_anywhere_a_missing_stop_tells_nothing() -> None:
    text = "\n".join(line.replace(".", " ;").rstrip(" ;") for line in STORY)
    assert set(kinds(text).values()) == {"body"}


def test_a_text_wrapped_by_hand_has_whole_sentences() -> None:
    text = (
        "Engineers closed the old bridge at Norhaven on Monday after a crack\n"
        "was found in its northern arch. Buses now go around the bay.\n\n"
        "The council has known of the crack since the spring, when a diver\nsaw it first."
    )
    assert list(kinds(text)) == [
        text[: text.index(" Buses")],
        "Buses now go around the bay.",
        text[text.index("The council") :],
    ]


def test_a_lost_space_after_a_stop_still_ends_the_sentence() -> None:
    text = "The bridge was closed on Monday.The buses go around the bay. It cost 3.5 million, says Norhaven.com."
    assert list(kinds(text)) == [
        "The bridge was closed on Monday.",
        "The buses go around the bay.",
        "It cost 3.5 million, says Norhaven.com.",
    ]


def test_tags_tell_of_finite_verbs_where_they_are_known() -> None:
    text = "The ships leave harbors."
    verb, noun = ("DT", "NNS", "VBP", "NNS", "."), ("DT", "NNS", "NN", "NNS", ".")
    assert [r.kind for r in regions(scene(text, tags=verb))] == ["body"]
    assert [r.kind for r in regions(scene(text, tags=noun))] == ["fragment"]


HOSTILE = st.text(alphabet=st.sampled_from(list('aB.?!\n\r "“”—|:•\x00\u202e\u2028\xa0😀1')), max_size=120)


@settings(deadline=None)  # other work on the machine is no fault
@given(HOSTILE)
def test_every_word_is_in_exactly_one_region(text: str) -> None:
    one = scene(text)
    found: tuple[Region, ...] = regions(one)
    assert [i for r in found for i in range(r.start, r.end)] == list(range(len(one.words)))


@pytest.mark.parametrize("unit", ["word ", "Aa. ", "a\n", '"', "photo ( ", "\n", "advertisement\n\n"])
def test_time_grows_with_the_text(unit: str) -> None:
    def seconds(count: int) -> float:
        one = scene(unit * count)
        _ = one.lower
        start = time.thread_time()
        regions(one)
        return time.thread_time() - start

    seconds(100)
    assert seconds(40_000) < 12 * seconds(5_000) + 0.5
