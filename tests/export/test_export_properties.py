"""What must hold for any text and any spans."""

from __future__ import annotations

import dataclasses
import json
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sayso.export.cells import cells, wrapped
from sayso.export.jsons import to_json, to_line
from sayso.export.markdown import escaped
from sayso.export.page import to_page
from sayso.export.pieces import rows
from sayso.export.table import to_table
from sayso.export.visible import ON_PAGES, ON_TERMINALS, one_line
from sayso.records import (
    FORCES,
    RECORDS,
    Article,
    Certainty,
    Claim,
    Cue,
    Place,
    Reading,
    Refusal,
    Source,
    Span,
    When,
)

# Every code point, and more often those that break layouts and parsers.
NASTY = (
    "\x00\x07\x1b\r\n\t\x85\xa0\xad\u0301\u061c\u200b\u200d\u200e\u2028\u202e\u2066\ufeff\ud800\U000e0041"
    "<>&\"'`|*_\\[]#"
)
CHARACTERS = st.one_of(st.characters(codec=None), st.sampled_from(NASTY), st.sampled_from("abc .,東한🙂\u1161\ufe0f"))
TEXTS = st.text(CHARACTERS, max_size=120)
RECORD: st.SearchStrategy[Any] = st.sampled_from((None, *RECORDS))
FORCE: st.SearchStrategy[Any] = st.sampled_from((None, *FORCES))
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u061c\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Hostile strings everywhere, spans that overlap at random, parents at random."""
    text = draw(TEXTS)
    offsets = st.integers(0, len(text))

    def span() -> Span:
        a, b = sorted((draw(offsets), draw(offsets)))
        return Span.of(text, a, b)

    claims: list[Claim] = []
    for number in range(draw(st.integers(0, 5)) if text else 0):
        outlet = draw(st.booleans())
        before = [claim.source for claim in claims if claim.source]
        source = Source(spans=(span(),), name=draw(st.none() | TEXTS), mentions=(span(),), record=draw(RECORD))
        if draw(st.booleans()) and before:
            source = draw(st.sampled_from(before))  # one source with two cues
        claims.append(
            Claim(
                id=f"c{number + 1}",
                parent=draw(st.sampled_from([None, *(f"c{n + 1}" for n in range(number))])),
                voice="outlet" if outlet else "attributed",
                content=(span(), span()),
                confidence=draw(st.floats(0, 1)),
                source=None if outlet else source,
                cue=None if outlet else Cue(span=span(), lemma=draw(TEXTS)),
                certainty=Certainty(words=(span(),), term="likely", band=(0.55, 0.8)) if draw(st.booleans()) else None,
                force=draw(FORCE),
                due=draw(st.none() | TEXTS),
                about=draw(st.none() | st.builds(When, text=TEXTS, earliest=st.none() | TEXTS, latest=st.none())),
                places=tuple(
                    Place(spans=(span(),), name=draw(TEXTS), latitude=draw(st.floats(-90, 90)), longitude=0.0)
                    for _ in range(draw(st.integers(0, 2)))
                ),
            )
        )
    article = Article(text=text, name=draw(TEXTS), title=draw(st.none() | TEXTS), outlet=draw(st.none() | TEXTS))
    refusals = (Refusal(stage="s", code="c", detail=draw(TEXTS), span=span()),)
    return Reading(reader="r", article=article, claims=tuple(claims), refusals=refusals)


class Lines(HTMLParser):
    """The article's text from a page: what stands in p.line, with markers turned back into their characters.

    claims: for each character, the numbers of the claims that the piece which it stands in is marked with.
    """

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.claims: list[frozenset[int]] = []
        self.marked: list[frozenset[int]] = []
        self.open: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "p" and given.get("class") == "line":
            self.open = ["p"]
            self.marked = [frozenset()]
        elif self.open:
            self.open.append(tag)
            numbers = frozenset(map(int, (given.get("data-c") or "").split()))
            self.marked.append(self.marked[-1] | numbers)
            if given.get("data-char"):
                self.hidden = True
                self._take(chr(int(given["data-char"] or "", 16)))

    def handle_endtag(self, tag: str) -> None:
        if self.open:
            assert self.open.pop() == tag
            self.marked.pop()
            self.hidden = False

    def handle_data(self, data: str) -> None:
        if self.open and not self.hidden:
            self._take(data)

    def _take(self, data: str) -> None:
        self.text.append(data)
        self.claims += [self.marked[-1]] * len(data)


@settings(deadline=None)
@given(readings(), st.integers(1, 160), st.booleans())
def test_a_table_never_sends_a_character_that_acts(reading: Reading, width: int, color: bool) -> None:
    table = to_table(reading, width=width, color=color)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", table) if color else table
    assert not CONTROL.search(plain)
    assert not ON_TERMINALS.search(plain.replace("\n", ""))
    table.encode("utf-8")


@settings(deadline=None)
@given(readings())
def test_a_page_gives_the_text_back(reading: Reading) -> None:
    page = to_page([reading])
    page.encode("utf-8")
    assert not ON_PAGES.search(page)
    assert "\r" not in page
    parser = Lines()
    parser.feed(page)
    parser.close()
    assert "".join(parser.text) == reading.article.text


@settings(deadline=None)
@given(readings())
def test_each_character_is_marked_with_the_claims_that_it_stands_in(reading: Reading) -> None:
    parser = Lines()
    parser.feed(to_page([reading]))
    parser.close()
    expected: list[set[int]] = [set() for _ in reading.article.text]
    for number, claim in enumerate(reading.claims):
        without = dataclasses.replace(claim.source, mentions=()) if claim.source else None  # mentions are the speaker's
        for span in dataclasses.replace(claim, source=without).spans():
            for at in range(span.start, span.end):
                expected[at].add(number)
    assert parser.claims == expected


@settings(deadline=None)
@given(st.lists(readings(), max_size=3))
def test_json_gives_the_readings_back(given_readings: list[Reading]) -> None:
    told = [reading.to_dict() for reading in given_readings]
    assert json.loads(to_json(given_readings)) == (told[0] if len(told) == 1 else told)
    for reading, expected in zip(given_readings, told, strict=True):
        line = to_line(reading)
        line.encode("utf-8")
        assert len(line.splitlines()) == 1
        assert json.loads(line) == expected


@given(st.text(CHARACTERS, max_size=400))
def test_rows_are_the_whole_text_in_order(text: str) -> None:
    cut = rows(text)
    assert "".join(text[a:b] for a, b in cut) == text
    assert all(a < b for a, b in cut)


@given(TEXTS, st.integers(2, 60))
def test_wrapped_lines_fit_and_keep_every_character(text: str, width: int) -> None:
    line = one_line(text)
    lines = wrapped(line, width)
    assert all(cells(one) <= width for one in lines)
    assert "".join(lines).replace(" ", "") == line.replace(" ", "")


@given(TEXTS)
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(f"x {escaped(text)} y")
    found = re.fullmatch(r"<p>x (.*) y</p>\n", html, re.DOTALL)
    assert found, html
    assert "<" not in found.group(1)
    assert unescape(found.group(1)) == one_line(text)
