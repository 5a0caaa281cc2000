"""The page as bytes: structure, policy, escaping. The browser has its own tests."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser

import pytest

from sayso.export.facts import depths, outline, place_text, speakers
from sayso.export.page import to_page
from sayso.export.pieces import HARD_WRAPPED, LONG_ROW, pieces, rows
from sayso.records import Article, Certainty, Claim, Cue, Place, Reading, Source, Span


class Tags(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_same_reading_same_bytes(harbour: Reading) -> None:
    assert to_page([harbour]) == to_page([harbour])


def test_policy_names_the_style_and_the_script_by_digest(harbour: Reading) -> None:
    page = to_page([harbour])
    for name in ("style", "script"):
        body = re.search(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
        assert body
        digest = base64.b64encode(hashlib.sha256(body.group(1).encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in page
    assert "content=\"default-src 'none'; style-src" in page


def test_nothing_is_loaded_and_nothing_hostile_becomes_a_tag(harbour: Reading, attack: Reading) -> None:
    for tag, attributes in Tags(to_page([harbour, attack])).tags:
        assert tag not in {"img", "link", "iframe", "object", "embed", "audio", "video", "base", "form"}
        assert not {"src", "srcset", "style", "action", "background"} & attributes.keys()
        assert not [name for name in attributes if name.startswith("on")]
        assert "onload" not in (attributes.get("lang") or "")
        if tag == "a":
            assert (attributes["href"] or "").startswith(("#", "https://news.example/"))
    assert to_page([attack]).count("<script>") == 1


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "https:",
        "//news.example",
        "http://[bad",
        "https://a.example/\u202e",
        "x",
    ],
)
def test_only_web_addresses_are_linked(url: str, bare: Reading) -> None:
    page = to_page([dataclasses.replace(bare, article=Article(text="Snow fell.", url=url))])
    links = [attributes["href"] for tag, attributes in Tags(page).tags if tag == "a"]
    assert links == ["#r0-filters"]  # the way back to the filters


def test_a_card_says_what_the_claim_holds(harbour: Reading) -> None:
    page = to_page([harbour])
    card = page[page.index('id="r0-k2"') : page.index('id="r0-k3"')]
    for words in (
        "Marta Lindqvist",
        "as “",
        "told",
        "predicts",
        "direct",
        "named person",
        "future",
        "2023-03-31",
    ):
        assert words in card
    assert "“probably” → likely, 55–80 %" in card
    assert '<rect class="fill" x="55" width="25"' in card
    nested = page[page.index('id="r0-k1"') : page.index('id="r0-k2"')]
    assert '<a class="inside" href="#r0-k0">inside c1</a>' in nested


def test_the_strip_answers_what_an_editor_asks(harbour: Reading) -> None:
    page = to_page([harbour])
    strip = page[page.index('<div class="strip">') : page.index('<div class="panel"')]
    figures = re.findall(r'<p class="figure"><b>([^<]+)</b> ([^<]+)</p>', strip)
    assert figures == [
        ("6", "claims"), ("3", "sources"), ("84 %", "of the text attributed"), ("1", "hedged claim"),
        ("1", "prediction with a date"),
    ]  # fmt: skip
    items = re.findall(r"<li>(?:<i[^>]*></i>)?([^<]+)</li>", strip)
    assert items == [
        "71 words", "1 nested in another", "1 with no source given", "1 in the outlet’s own voice",
        "1 named person", "1 named organization", "1 anonymous",
        "84 % attributed", "8 % outlet’s own voice", "8 % neither",
    ]  # fmt: skip
    assert '<a class="jump" href="#r0-k2"><time><bdi>2023-03-31</bdi></time> <bdi>Marta Lindqvist</bdi>:' in strip


def test_records_that_no_stage_told_are_not_made_up(bare: Reading) -> None:
    span = bare.claims[0].content[0]
    claim = Claim(id="c1", content=(span,), confidence=1, source=Source(spans=(span,)))
    page = to_page([dataclasses.replace(bare, claims=(claim,))])
    assert "Record not determined." in page
    assert 'aria-label="Record"' not in page
    assert 'aria-label="Force"' not in page
    assert "hedge or booster" not in page  # nobody has looked for any
    assert "prediction" not in page[page.index("<body>") : page.index("<script>")]


def test_the_key_explains_what_is_there_and_no_more(harbour: Reading, bare: Reading) -> None:
    def key(reading: Reading) -> list[str]:
        return re.findall(r'<span class="k-(\w+)">', to_page([reading]))

    assert key(harbour) == ["source", "cue", "content", "nested", "none", "outlet", "hedge", "mention"]
    assert key(bare) == ["content", "outlet"]


def test_what_was_looked_for_and_not_found_is_said(bare: Reading) -> None:
    claim = dataclasses.replace(bare.claims[0], force="says")
    page = to_page([dataclasses.replace(bare, claims=(claim,))])
    assert "No hedge or booster was found." in page
    assert "<b>0</b> predictions with a date" in page


def test_legend_and_filters(harbour: Reading) -> None:
    picks = re.findall(
        r'<button type="button" class="pick [^"]*" data-facet="(\w)" data-value="([^"]*)" aria-pressed="false">'
        r'(?:<i aria-hidden="true"></i>)?(?:<bdi>)?([^<]+)(?:</bdi>)? <span class="count">(\d+)<',
        to_page([harbour]),
    )
    assert picks == [
        ("s", "0", "Marta Lindqvist", "2"), ("s", "1", "Two port officials", "1"),
        ("s", "2", "Norhaven harbour board", "1"),
        ("v", "source", "Attributed to a source", "4"), ("v", "none", "No source given", "1"),
        ("v", "outlet", "Outlet’s own voice", "1"),
        ("r", "named-person", "named person", "2"), ("r", "named-organisation", "named organization", "1"),
        ("r", "anonymous", "anonymous source", "1"),
        ("f", "says", "says", "1"), ("f", "predicts", "predicts", "1"), ("f", "declines", "declines", "1"),
        ("f", "plans", "plans", "1"), ("f", "feels", "feels", "1"),
        ("x", "hedged", "hedged", "1"), ("x", "dated", "with a due date", "1"), ("x", "negated", "negated", "1"),
        ("x", "nested", "nested", "1"),
    ]  # fmt: skip


def test_many_sources_are_folded_away(bare: Reading) -> None:
    span = bare.claims[0].content[0]
    claims = [
        Claim(id=f"c{n + 1}", content=(span,), confidence=1, source=Source(spans=(span,), name=f"Speaker {n}"))
        for n in range(20)
    ]
    page = to_page([dataclasses.replace(bare, claims=tuple(claims))])
    assert "<summary>12 more sources</summary>" in page


def _card(page: str, number: int) -> str:
    return page[page.index(f'id="r0-k{number}"') : page.index("</article>", page.index(f'id="r0-k{number}"'))]


def test_words_that_stand_for_a_name_point_to_it(harbour: Reading) -> None:
    page = to_page([harbour])
    pronoun = _card(page, 3)
    assert '<bdi>She</bdi></span><span class="to"> → </span><b class="name"><bdi>Marta Lindqvist</bdi></b>' in pronoun
    assert "as “" not in pronoun
    assert "as “<bdi>Marta Lindqvist, head of the Norhaven harbour board</bdi>”" in _card(page, 2)


def test_certainty_is_drawn_where_it_has_a_band_and_only_told_where_it_has_none(harbour: Reading) -> None:
    drawn = _card(to_page([harbour]), 2)
    assert 'class="bar band"' in drawn
    assert "0<svg" in drawn
    assert "100 % ICD 203" in drawn
    told = harbour.claims[2].certainty
    assert told
    claim = dataclasses.replace(harbour.claims[2], certainty=Certainty(words=told.words))
    bare_word = _card(to_page([dataclasses.replace(harbour, claims=(*harbour.claims[:2], claim))]), 2)
    assert "“probably”" in bare_word
    assert "(no band on ICD 203)" in bare_word
    assert 'class="bar band"' not in bare_word


def test_places_tell_country_and_coordinates(harbour: Reading) -> None:
    assert "Tarn, NO (61.20° N, 4.90° E)" in _card(to_page([harbour]), 5)
    south = Place(spans=(), name="Hobart", latitude=-42.88, longitude=-147.33)
    assert place_text(south) == "Hobart (42.88° S, 147.33° W)"
    assert place_text(dataclasses.replace(south, longitude=None)) == "Hobart"


def test_a_claim_nested_elsewhere_says_so(harbour: Reading) -> None:
    page = to_page([harbour])
    assert re.search(r'class="card is-source u2 d1" id="r0-k1"', page)
    moved = dataclasses.replace(harbour.claims[2], parent="c1")  # its card stands beside another paragraph
    page = to_page([dataclasses.replace(harbour, claims=(harbour.claims[0], harbour.claims[1], moved))])
    assert re.search(r'class="card is-source u\d d1 away" id="r0-k2"', page)


def test_a_source_of_two_cues_answers_for_both(bare: Reading) -> None:
    text = "Ada warned of rain and forecast snow."
    source = Source(spans=(Span.of(text, 0, 3),))
    cues = (Span.of(text, 4, 13), Span.of(text, 23, 31))
    contents = (Span.of(text, 14, 18), Span.of(text, 32, 36))
    claims = tuple(
        Claim(id=f"c{n + 1}", content=(contents[n],), confidence=1, source=source, cue=Cue(span=cues[n], lemma="x"))
        for n in range(2)
    )
    page = to_page([Reading(reader="r", article=Article(text=text), claims=claims)])
    assert re.search(r'<span class="source u0 w-source" data-c="[01] [01]" data-n="2">Ada</span>', page)


def test_an_attribution_within_the_outlets_sentence_is_marked_as_its_own(bare: Reading) -> None:
    text = "The town, which Ada calls lovely, was founded in 1812 by two brothers from Ghent."
    outlet = Claim(id="c1", voice="outlet", content=(Span.of(text, 0, 80),), confidence=1)
    ada = Claim(
        id="c2",
        content=(Span.of(text, 26, 32),),
        confidence=1,
        source=Source(spans=(Span.of(text, 16, 19),)),
        cue=Cue(span=Span.of(text, 20, 25), lemma="call"),
    )
    for claims in ((outlet, ada), (dataclasses.replace(ada, id="c1"), dataclasses.replace(outlet, id="c2"))):
        page = to_page([Reading(reader="r", article=Article(text=text), claims=claims)])
        marked = re.search(r'<span class="([^"]*)"[^>]*>lovely</span>', page)
        assert marked
        assert marked.group(1) == "content b0 v-source"


def test_several_readings_have_contents_and_separate_ids(harbour: Reading, bare: Reading) -> None:
    tags = Tags(to_page([harbour, bare, harbour])).tags
    identities = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(identities) == len(set(identities))
    assert [attributes["href"] for tag, attributes in tags if tag == "a"][:3] == ["#r0", "#r1", "#r2"]
    assert "No readings." in to_page([])


def test_speakers_are_grouped_by_name_else_by_words(harbour: Reading) -> None:
    voices, spoken = speakers(harbour)
    assert spoken == (1, 2, 0, 0, 4, 3)
    assert [voice.kind for voice in voices] == ["source", "source", "source", "none", "outlet"]


def test_outline_puts_nested_claims_under_their_parents(bare: Reading) -> None:
    one = bare.claims[0]
    parents = {"c1": None, "c2": None, "c3": "c1", "c4": "c3", "c5": "c2"}
    claims = [dataclasses.replace(one, id=key, parent=parent) for key, parent in parents.items()]
    assert [(claim.id, depth) for claim, depth in outline(claims)] == [
        ("c1", 0), ("c3", 1), ("c4", 2), ("c2", 0), ("c5", 1)
    ]  # fmt: skip
    assert depths(claims) == [0, 0, 1, 2, 1]


def test_a_claim_that_stands_twice_has_two_cards(bare: Reading) -> None:
    page = to_page([dataclasses.replace(bare, claims=bare.claims * 2)])
    assert re.findall(r'class="card [^"]*" id="([^"]+)"', page) == ["r0-k0", "r0-k1"]


def test_inner_claims_come_first_in_their_piece(harbour: Reading) -> None:
    text = harbour.article.text
    _, spoken = speakers(harbour)
    at = text.index("the old ferry")
    piece = next(piece for piece in pieces(harbour, spoken, [0]) if piece.start == at)
    assert [mark.claim for mark in piece.marks] == [1, 0]
    board = next(piece for piece in pieces(harbour, spoken, [0]) if piece.start == text.index("the harbour board"))
    assert [(mark.claim, mark.role) for mark in board.marks] == [(1, "source"), (0, "content")]


def test_rows_are_paragraphs_or_wrapped_lines_or_sentences() -> None:
    paragraphs = "\nFirst" + " word" * 40 + "\nSecond\n\nThird"
    assert [paragraphs[a:b].strip()[:6] for a, b in rows(paragraphs)] == ["First ", "Second", "Third"]
    wrapped = "one line\nand its end\n\nnext"
    assert max(map(len, wrapped.split("\n"))) <= HARD_WRAPPED
    assert [wrapped[a:b] for a, b in rows(wrapped)] == ["one line\nand its end\n\n", "next"]
    flat = "Gen. Moss and the U.S. envoy spoke at some length today. " * 60
    parts = [flat[a:b] for a, b in rows(flat)]
    assert "".join(parts) == flat
    assert all(part.endswith("today. ") for part in parts)
    assert max(map(len, parts)) <= LONG_ROW
    assert rows("") == []


def test_work_grows_with_the_spans_and_not_with_their_square() -> None:
    sentence = "Word upon word, the speaker said, and more words to come. "
    text = sentence * 500
    claims = []
    for number in range(500):
        at = number * len(sentence)
        cue = Cue(span=Span.of(text, at + 28, at + 32), lemma="say")
        source = Source(
            spans=(Span.of(text, at + 16, at + 27),),
            mentions=tuple(Span.of(text, m * len(sentence) + 16, m * len(sentence) + 27) for m in range(500)),
        )
        claims.append(
            Claim(id=f"c{number + 1}", content=(Span.of(text, at, at + 14),), confidence=1, cue=cue, source=source)
        )
    reading = Reading(reader="r", article=Article(text=text), claims=tuple(claims))
    page = to_page([reading])
    assert len(page) < 1_500 * len(claims)
    cut = pieces(reading, speakers(reading)[1], [0])
    assert len(cut) <= 2 * 3 * len(claims) + 1
