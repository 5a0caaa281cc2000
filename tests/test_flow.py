"""sayso.read for Python."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso
from sayso.errors import UsageError
from sayso.records import Article

EXAMPLE = (Path(__file__).parent.parent / "examples" / "asylum-questionnaire.txt").read_text(encoding="utf-8")


def test_the_docstring_of_the_package_is_true() -> None:
    reading = sayso.read("The bridge is safe, two engineers said.", published="2026-03-01")
    source = reading.claims[0].source
    assert source is not None
    assert source.spans[0].text == "two engineers"


def test_who_said_what_in_the_example() -> None:
    reading = sayso.read(EXAMPLE, name="asylum")
    said = {c.source.spans[0].text: c for c in reading.claims if c.source}
    claim = said["Home Secretary Suella Braverman"]
    assert claim.cue is not None
    assert (claim.cue.span.text, claim.cue.lemma, claim.form) == ("told", "tell", "direct")
    assert claim.content[0].text.startswith("\"It's clear that")
    assert reading.article.language == "en"


def test_reading_twice_gives_the_same() -> None:
    assert sayso.read(EXAMPLE).to_dict() == sayso.read(EXAMPLE).to_dict()


@pytest.mark.parametrize("published", ["yesterday", "2022-13-01", "03/11/2022", ""])
def test_a_wrong_date_is_an_error(published: str) -> None:
    with pytest.raises(UsageError):
        sayso.read("Text.", published=published)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aé\u0301 \r\n\t\u00a0\ufeff\u202e👍🏽“”‘’\"'.,:—-()Hesaid", max_size=300))
def test_every_span_of_any_text_reproduces_it(text: str) -> None:
    reading = sayso.read(text)
    told = reading.to_dict()
    json.dumps(told)
    assert told["article"]["text"] == text
    for claim in reading.claims:
        for span in claim.spans():
            assert text[span.start : span.end] == span.text
            assert span.text.strip() == span.text != ""


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\u2029"])
@pytest.mark.parametrize("before", ["", "\ufeff", "  \n\n", "👍🏽 "])
def test_offsets_survive_what_stands_around(ending: str, before: str) -> None:
    text = (
        before
        + f"The cafe\u0301 is safe, two engineers said.{ending}{ending}Ada Holm denied that money was missing.{ending}"
    )
    sources = {c.source.spans[0].text for c in sayso.read(text).claims if c.source}
    assert {"two engineers", "Ada Holm"} <= sources


def test_contents_never_cross_a_paragraph() -> None:
    for claim in sayso.read(EXAMPLE).claims:
        assert all("\n" not in span.text for span in claim.content)


def test_an_article_has_the_same_id_under_another_name() -> None:
    one, two = (Article(text="t", name=n, outlet="o") for n in ("a", "b"))
    assert one.id == two.id
    assert one.id != Article(text="t", outlet="p").id
    assert Article(text="a", url="b").id != Article(text="a", outlet="b").id
