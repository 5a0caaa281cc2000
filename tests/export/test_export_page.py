"""The page as bytes: structure, policy, escaping. The browser has its own tests."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser

import pytest

from sayso.export.facts import depths, outline, speakers
from sayso.export.page import to_page
from sayso.export.pieces import HARD_WRAPPED, LONG_ROW, pieces, rows
from sayso.records import Article, Claim, Cue, Reading, Source, Span


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
    assert "<a " not in page


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


def test_figures_and_legend(harbour: Reading) -> None:
    page = to_page([harbour])
    figures = re.findall(r"<dd>([\d,]+)</dd><dt>([^<]+)</dt>", page)
    assert figures == [
        ("71", "words"), ("6", "claims"), ("3", "sources"), ("2", "of them named"), ("1", "with no source"),
        ("1", "in outlet’s voice"), ("1", "refused"),
    ]  # fmt: skip
    legend = re.findall(r'<button type="button" class="voice is-(\w+) .*?<bdi>(.*?)</bdi> .*?>(\d+)<', page)
    assert legend == [
        ("source", "Marta Lindqvist", "2"), ("source", "Two port officials", "1"),
        ("source", "Norhaven harbour board", "1"),
        ("none", "No source given", "1"), ("outlet", "Outlet’s own voice", "1"),
    ]  # fmt: skip


def test_many_sources_are_folded_away_but_not_the_outlet(bare: Reading) -> None:
    span = bare.claims[0].content[0]
    claims = [
        Claim(id=f"c{n + 1}", content=(span,), confidence=1, source=Source(spans=(span,), name=f"Speaker {n}"))
        for n in range(20)
    ]
    page = to_page([dataclasses.replace(bare, claims=(*claims, dataclasses.replace(bare.claims[0], id="c21")))])
    assert "<summary>12 more sources</summary>" in page
    assert page.index("Outlet’s own voice") < page.index("<summary>")


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
