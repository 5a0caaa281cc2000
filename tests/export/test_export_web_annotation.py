"""Web Annotations: every span is found again by position and by quote, in hostile text too."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sayso.export.web_annotation import AROUND, CONTEXT, to_annotation_page
from sayso.records import Article, Certainty, Claim, Cue, Place, Reading, Source, Span, When

TEXT = "Ada Reed said that she may go.\n\nShe said that the bridge is safe, said 🙂 Ada."


def span(text: str, quote: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return Span.of(text, start, start + len(quote))


def sample(url: str | None = "https://example.org/a") -> Reading:
    outer = Claim(
        id="c1",
        source=Source(spans=(span(TEXT, "Ada Reed"),), name="Ada Reed", record="named-person"),
        cue=Cue(span=span(TEXT, "said"), lemma="say"),
        content=(span(TEXT, "that she may go"),),
        certainty=Certainty(words=(span(TEXT, "may"),), term="likely", band=(0.55, 0.8)),
        form="indirect",
        force="says",
        polarity="affirmed",
        horizon="future",
        said=When(text="on Monday", earliest="2024-01-01", latest=None),
        places=(Place(spans=(span(TEXT, "bridge"),), name="Bridge", country="NO"),),
        confidence=0.9,
    )
    inner = Claim(
        id="c2",
        parent="c1",
        cue=Cue(span=span(TEXT, "said", 1), lemma="say"),
        content=(span(TEXT, "the bridge is safe"),),
        confidence=0.5,
    )
    voice = Claim(id="c3", voice="outlet", content=(span(TEXT, "🙂 Ada"),), confidence=0.4)
    return Reading(reader="r1", article=Article(text=TEXT, url=url, name="a"), claims=(outer, inner, voice))


def page(reading: Reading) -> dict[str, Any]:
    line = to_annotation_page(reading)
    assert "\n" not in line
    told: dict[str, Any] = json.loads(line)
    return told


def selected(text: str, target: dict[str, Any]) -> str:
    position, quote = target["selector"]
    found = text[position["start"] : position["end"]]
    assert found == quote["exact"]
    assert text[: position["start"]].endswith(quote["prefix"])
    assert text[position["end"] :].startswith(quote["suffix"])
    return found


def test_targets_are_the_claims_spans_with_their_roles() -> None:
    items = page(sample())["items"]
    told = [[(t["sayso:role"], selected(TEXT, t)) for t in item["target"]] for item in items]
    assert told == [
        [("source", "Ada Reed"), ("cue", "said"), ("content", "that she may go"), ("certainty", "may")],
        [("cue", "said"), ("content", "the bridge is safe")],
        [("content", "🙂 Ada")],
    ]


def test_a_quote_tells_repeated_words_apart() -> None:
    cues = [t["selector"][1] for item in page(sample())["items"] for t in item["target"] if t["sayso:role"] == "cue"]
    assert len({(c["prefix"], c["suffix"]) for c in cues}) == 2
    assert all(len(c["prefix"]) <= AROUND and len(c["suffix"]) <= AROUND for c in cues)


def test_the_body_tells_what_is_known_and_nothing_else() -> None:
    told = page(sample())
    assert told["@context"][0] == CONTEXT
    assert told["type"] == "AnnotationPage"
    body, inner, voice = (item["body"] for item in told["items"])
    assert body["sayso:source"] == {"sayso:name": "Ada Reed", "sayso:record": "named-person"}
    assert body["sayso:certainty"] == {"sayso:term": "likely", "sayso:low": 0.55, "sayso:high": 0.8}
    assert body["sayso:said"] == {"sayso:text": "on Monday", "sayso:earliest": "2024-01-01"}
    assert body["sayso:place"] == [{"sayso:name": "Bridge", "sayso:country": "NO"}]
    assert (body["sayso:force"], body["sayso:horizon"], body["sayso:confidence"]) == ("says", "future", 0.9)
    assert inner["sayso:parent"] == {"id": told["items"][0]["id"]}
    assert set(voice) == {"type", "sayso:voice", "sayso:confidence", "sayso:sha256"}


def test_a_text_without_an_address_is_named_by_its_digest() -> None:
    reading = sample(url=None)
    sources = {t["source"] for item in page(reading)["items"] for t in item["target"]}
    assert sources == {f"urn:sha256:{reading.article.sha256}"}
    assert {t["source"] for item in page(sample())["items"] for t in item["target"]} == {"https://example.org/a"}


def test_ids_are_unique_and_of_the_article() -> None:
    told = page(sample())
    ids = [item["id"] for item in told["items"]]
    assert len(set(ids)) == 3
    assert all(one.startswith(told["id"] + ":") for one in ids)


@given(st.text(min_size=1), st.data())
def test_every_span_round_trips(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    claim = Claim(id="c1", content=(Span.of(text, start, end),), confidence=1.0, voice="outlet")
    (item,) = page(Reading(reader="r", article=Article(text=text), claims=(claim,)))["items"]
    (target,) = item["target"]
    assert selected(text, target) == text[start:end]
    assert target["selector"][0] == {"type": "TextPositionSelector", "start": start, "end": end}
