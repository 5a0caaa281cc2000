"""Places of a content: which names are places, which act, and where they are."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.words import split_words
from sayso.records import Article, Claim, Place, Source, Span
from sayso.understand.places import places
from sayso.understand.scene import Name, NameKind, Scene


def scene(text: str, names: tuple[tuple[str, NameKind], ...] = (), tags: tuple[str, ...] | None = None) -> Scene:
    """names: each stands once in the text."""
    words = split_words(text)
    plain = Scene(article=Article(text=text), words=words, tags=tags or ("",) * len(words))
    found = []
    for name, kind in names:
        at = text.index(name)
        start, end = plain.range_of(Span.of(text, at, at + len(name)))
        found.append(Name(start=start, end=end, kind=kind))
    return Scene(article=plain.article, words=words, tags=plain.tags, names=tuple(found))


def claim(text: str, content: str | None = None, source: str | None = None) -> Claim:
    def span(part: str) -> Span:
        return Span.of(text, text.index(part), text.index(part) + len(part))

    return Claim(
        id="c1",
        content=(span(content if content is not None else text),),
        confidence=1.0,
        source=Source(spans=(span(source),)) if source else None,
    )


def read(text: str, content: str | None = None, source: str | None = None) -> tuple[Place, ...]:
    return places(scene(text), [claim(text, content, source)])[0]


def named(text: str) -> list[tuple[str, str | None]]:
    return [(p.name, p.country) for p in read(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Giorgia Meloni met Paris Hilton and Chelsea Manning in the hall",
        "Jordan Peterson wrote for the Washington Post",
        "the Bank of England and the Texas Rangers said no",
        "Mr. Lincoln thanked Austin and Madison",
        "the Kyiv Post and the Moscow Times reported it",
        "the Armed Forces of Ukraine advanced",
        "Russian and Ukrainian forces met",
        "pro-Russia groups and Moscow-backed fighters left",
        "us and them, turkey and china on the table",
        "Reading is fun, Mobile phones are not",
        "the Black Sea fleet sailed",
        "Mr. Houston spoke. Critics of Houston and friends of Houston disagreed",
        "Peter Obama won. The Obama law is new, and so is Obama",
        "in the Clinton years",
    ],
)
def test_names_that_are_no_places(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Moscow is playing a game",
        "Kyiv has rejected the offer",
        "the Kremlin said nothing",
        "Ukraine was amassing a large force",
        "Kyiv's forces are near",
        "Moscow's plan failed",
        "Russia's retreat was orderly",
        "Russia and Belarus agreed to talk",
        "the village was taken by Ukraine",
        "talks with Moscow failed",
        "he accused Russia of lying",
        "they urged Kyiv to negotiate",
        "US weapons are late",
        "Kremlin officials left",
        "aid to Kyiv is late",
        "Russia is ready to talk",
        "Ukraine, as a neighbor of both, wanted peace",
        "the US and its allies agreed",
    ],
)
def test_governments_that_act_are_no_places(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fighting went on in Ukraine", [("Ukraine", "UA")]),
        ("Ukraine was shelled", [("Ukraine", "UA")]),
        ("Moscow's suburbs were dark", [("Moscow", "RU")]),
        ("the U.S. border is long", [("United States", "US")]),
        ("he was seen in the Kremlin", [("Kremlin", "RU")]),
        ("Kherson was under control", [("Kherson", "UA")]),
        ("a hotel in Kyiv-based hands", [("Kyiv", "UA")]),
        ("the flag of Ukraine's east", [("Ukraine", "UA")]),
        ("troops crossed into Belarus on Monday", [("Belarus", "BY")]),
        ("the Battle of Bakhmut", [("Bakhmut", "UA")]),
        ("he lives in Nice and in Reading", [("Nice", "FR"), ("Reading", "GB")]),
        ("a trip to Mecca", [("Mecca", "SA")]),
        ("In Kherson Russian troops looted", [("Kherson", "UA")]),
        ("an explosion near Kiev shook Kyiv", [("Kyiv", "UA")]),
        ("ships in the Black Sea", [("Black Sea", None)]),
    ],
)
def test_places(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert named(text) == expected


def test_a_word_of_kind_belongs_to_the_name_and_tells_of_the_region() -> None:
    (place,) = read("people left the Kherson region")
    assert (place.name, place.country, [s.text for s in place.spans]) == ("Kherson Oblast", "UA", ["Kherson region"])


def test_a_list_of_regions_shares_its_kind() -> None:
    found = read("residents of Kherson and Zaporizhzhia Oblasts fled")
    assert [p.name for p in found] == ["Kherson Oblast", "Zaporizhzhia Oblast"]


def test_what_stands_beside_decides() -> None:
    assert named("He moved from Paris, Texas, to Paris, France")[:3:2] == [("Paris", "US"), ("Paris", "FR")]
    texan, ukrainian = (p for p in read("fires near Odessa in Texas and near Odessa in Ukraine") if "Od" in p.name)
    assert (texan.country, ukrainian.country) == ("US", "UA")
    assert ukrainian.name == "Odesa"


def test_the_article_decides_between_namesakes() -> None:
    ukraine = "Ukrainian troops left Donetsk and Luhansk. Ukraine said that shells fell in Odessa."
    texas = "The Texas governor went to Dallas and Houston. American police said that shells fell in Odessa."
    content = "shells fell in Odessa"
    assert read(ukraine, content)[0].country == "UA"
    assert read(texas, content)[0].country == "US"


def test_what_cannot_be_told_stays_open() -> None:
    (place,) = read("American and British towns. Shots were heard in Worcester", "Shots were heard in Worcester")
    assert (place.name, place.country, place.latitude, place.longitude) == ("Worcester", None, None, None)


def test_a_country_may_be_told_where_the_town_cannot() -> None:
    (place,) = read("Ukrainian soldiers of Ukraine were in Mykolaivka", "were in Mykolaivka")
    assert (place.country, place.latitude) == ("UA", None)


def test_a_name_that_stands_twice_is_one_place() -> None:
    (place,) = read("from Kherson one sees that in Kherson nothing moves")
    assert [s.text for s in place.spans] == ["Kherson", "Kherson"]
    assert place.latitude == pytest.approx(46.64, abs=0.1)
    assert place.longitude == pytest.approx(32.61, abs=0.1)


def test_only_the_content_counts() -> None:
    text = "In Lviv, he said that bridges in Kherson had fallen."
    assert [p.name for p in read(text, "bridges in Kherson had fallen")] == ["Kherson"]


def test_a_source_is_no_place_of_the_claim_around_it() -> None:
    text = "Officials say Kherson claims that Lviv is safe"
    inner = claim(text, "Lviv is safe", "Kherson")
    outer = claim(text, "Kherson claims that Lviv is safe", "Officials")
    assert [[p.name for p in own] for own in places(scene(text), [outer, inner])] == [["Lviv"], ["Lviv"]]


def test_a_content_that_ends_before_the_stop_of_an_abbreviation() -> None:
    (place,) = read("They helped the girls enter the U.S.", "the girls enter the U.S")
    assert [s.text for s in place.spans] == ["U.S"]


def test_the_networks_names_are_followed() -> None:
    text = "shells hit Nova Bylivka, Madison and Kherson"
    given_names = scene(text, (("Nova Bylivka", "place"), ("Madison", "person"), ("Kherson", "place")))
    found = places(given_names, [claim(text)])[0]
    assert [(p.name, p.country, p.latitude is None) for p in found] == [
        ("Nova Bylivka", None, True),
        ("Kherson", "UA", False),
    ]


def test_a_longer_name_of_the_network_is_not_cut_to_a_town() -> None:
    text = "workers of the Kherson Shipyard left"
    (place,) = places(scene(text, (("Kherson Shipyard", "place"),)), [claim(text)])[0]
    assert (place.name, place.country) == ("Kherson Shipyard", None)


def test_tags_tell_verbs() -> None:
    text = "Moscow schemes"
    verb, noun = ("NNP", "VBZ"), ("NNP", "NNS")
    assert places(scene(text, tags=verb), [claim(text)])[0] == ()
    assert [p.name for p in places(scene(text, tags=noun), [claim(text)])[0]] == ["Moscow"]


PIECES = st.sampled_from(
    (
        "Kyiv|Kiev|U.S.|Kherson|region|and|,|'s|’s|-|the|Paris|Texas|in|said|to|\n|\x00|\u202e|é|🙂|of|St.|Washington|"
        "Oblasts|by|New York|forces"
    ).split("|")
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40), st.data())
def test_spans_lie_in_the_content_and_do_not_overlap(pieces: list[str], data: st.DataObject) -> None:
    text = " ".join(pieces)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    content = Claim(id="c1", content=(Span.of(text, start, end),), confidence=1.0)
    (found,) = places(scene(text), [content])
    spans = sorted((s for p in found for s in p.spans), key=lambda s: s.start)
    for s in spans:
        assert start <= s.start < s.end <= end
        assert s.text == text[s.start : s.end]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    for p in found:
        assert (p.latitude is None) == (p.longitude is None)
        assert len({s.start for s in p.spans}) == len(p.spans)
    assert len({(p.name, p.country, p.latitude) for p in found}) == len(found)


@given(st.lists(PIECES, max_size=30))
def test_the_same_text_gives_the_same_places(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert read(text) == read(text) if text else True


def test_time_grows_with_the_text() -> None:
    """Ten times the text may take at most thirty times as long; nested loops would take a hundred times."""

    def seconds(times: int) -> float:
        text = "Kyiv, Kyiv and Kyiv, Springfield and San Jose, Paris's plan, Russia of the U.S. and " * times
        whole = scene(text)
        one = claim(text)
        begun = time.process_time()
        places(whole, [one])
        return time.process_time() - begun

    seconds(10)
    assert seconds(600) < 30 * max(seconds(60), 0.005)
