"""Readings of invented news, made by hand; readings made from the gold labels; a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sayso.export.page import to_page
from sayso.records import (
    Article,
    Certainty,
    Claim,
    Cue,
    Place,
    Reading,
    Refusal,
    Source,
    Span,
    Spans,
    When,
)

TEXT = """Two port officials said on Tuesday that the harbour board has decided the old ferry "is not worth saving".

"We will probably close the line by the end of March," Marta Lindqvist, head of the Norhaven harbour board, told \
reporters, "and no one will miss it."

She did not say who would pay. The ferry has run since 1931.

It is feared that the island of Tarn would be cut off.
"""


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span.of(TEXT, start, start + len(words))


@pytest.fixture(scope="session")
def harbour() -> Reading:
    """Every field filled somewhere: nested, split, negated, sourceless, outlet's own, refused."""
    lindqvist = _span("Marta Lindqvist, head of the Norhaven harbour board")
    she = _span("She")
    claims = (
        Claim(
            id="c1",
            content=(_span('that the harbour board has decided the old ferry "is not worth saving"'),),
            confidence=0.93,
            source=Source(spans=(_span("Two port officials"),), record="anonymous"),
            cue=Cue(span=_span("said"), lemma="say"),
            form="mixed",
            force="says",
            polarity="affirmed",
            horizon="past",
            said=When(text="on Tuesday", earliest="2023-02-07", latest="2023-02-07"),
        ),
        Claim(
            id="c2",
            parent="c1",
            content=(_span('the old ferry "is not worth saving"'),),
            confidence=0.61,
            source=Source(
                spans=(_span("the harbour board"),), name="Norhaven harbour board", record="named-organisation"
            ),
            cue=Cue(span=_span("has decided"), lemma="decide"),
            form="mixed",
            force="plans",
        ),
        Claim(
            id="c3",
            content=(
                _span('"We will probably close the line by the end of March,"'),
                _span('"and no one will miss it."'),
            ),
            confidence=0.88,
            source=Source(spans=(lindqvist,), name="Marta Lindqvist", record="named-person", mentions=(lindqvist, she)),
            cue=Cue(span=_span("told"), lemma="tell"),
            form="direct",
            force="predicts",
            polarity="affirmed",
            certainty=Certainty(words=(_span("probably"),), term="likely", band=(0.55, 0.8)),
            horizon="future",
            about=When(text="by the end of March", earliest=None, latest="2023-03-31"),
            due="2023-03-31",
        ),
        Claim(
            id="c4",
            content=(_span("who would pay"),),
            confidence=0.72,
            source=Source(spans=(she,), name="Marta Lindqvist", record="named-person", mentions=(lindqvist, she)),
            cue=Cue(span=_span("did not say"), lemma="say"),
            form="indirect",
            force="declines",
            polarity="negated",
        ),
        Claim(id="c5", voice="outlet", content=(_span("The ferry has run since 1931"),), confidence=0.7),
        Claim(
            id="c6",
            content=(_span("that the island of Tarn would be cut off"),),
            confidence=0.5,
            cue=Cue(span=_span("is feared"), lemma="fear"),
            force="feels",
            horizon="conditional",
            places=(
                Place(spans=(_span("the island of Tarn"),), name="Tarn", country="NO", latitude=61.2, longitude=4.9),
            ),
        ),
    )
    return Reading(
        reader="s1:0f1e2d",
        article=Article(
            text=TEXT,
            name="harbour",
            url="https://news.example/harbour?a=1&b=2",
            outlet="The Norhaven Post",
            title="Ferry “not worth saving”",
            published="2023-02-08",
            language="en",
        ),
        claims=claims,
        refusals=(Refusal(stage="nesting", code="too-deep", detail="a fifth level", span=_span("no one")),),
    )


@pytest.fixture(scope="session")
def bare() -> Reading:
    """All that may be null is null; one claim, so that its fields are there to be null."""
    text = "Snow fell."
    claim = Claim(id="c1", voice="outlet", content=(Span.of(text, 0, 9),), confidence=0.0)
    return Reading(reader="r", article=Article(text=text), claims=(claim,))


ATTACK = (
    "<script>document.title='owned'</script>\"><img src=x onerror=alert(1)>"
    "\u202egpj.exe\x1b[2J\x00|`*x*`\u2066\n\r\u2028"
)


@pytest.fixture(scope="session")
def attack() -> Reading:
    """The same hostile string wherever a string can stand."""
    text = f"A {ATTACK} said {ATTACK} B.\r\n\r\nLast \ud800 line\u200f."
    spans = (Span.of(text, 0, 2 + len(ATTACK)), Span.of(text, 8 + len(ATTACK), 10 + 2 * len(ATTACK)))
    start = text.index("said")
    claim = Claim(
        id="c1",
        content=(spans[1],),
        confidence=0.5,
        source=Source(spans=(spans[0],), name=ATTACK, mentions=(spans[0],)),
        cue=Cue(span=Span.of(text, start, start + 4), lemma=ATTACK),
        certainty=Certainty(words=(Span.of(text, 3, 9),), term=ATTACK, band=(0.2, 0.45)),
        said=When(text=ATTACK, earliest=ATTACK, latest=ATTACK),
        about=When(text=ATTACK, earliest=ATTACK, latest=None),
        due=ATTACK,
        places=(Place(spans=(), name=ATTACK, country="<b"),),
    )
    article = Article(
        text=text,
        name=ATTACK,
        url=f"javascript:alert(1)//{ATTACK}",
        outlet=ATTACK,
        title=ATTACK,
        published=ATTACK,
        language='en" onload="x',
    )
    refusal = Refusal(stage=ATTACK, code=ATTACK, detail=ATTACK, span=spans[0])
    return Reading(reader=ATTACK, article=article, claims=(claim,), refusals=(refusal,))


@pytest.fixture
def show(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., tuple[Any, list[str]]]]:
    """Opens readings from a file, as someone who was mailed the page would.

    Gives the page and all that it asked for or complained about.
    """
    contexts = []

    def opened(*readings: Reading, width: int = 1400, **options: Any) -> tuple[Any, list[str]]:
        file = tmp_path / "page.html"
        file.write_bytes(to_page(readings).encode("utf-8"))
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        noise: list[str] = []
        page.on("request", lambda request: noise.append(request.url))
        page.on("console", lambda message: noise.append(message.text))
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("dialog", lambda dialog: noise.append(dialog.message))
        page.goto(file.as_uri())
        assert noise.pop(0) == file.as_uri()
        return page, noise

    yield opened
    for context in contexts:
        context.close()


# Readings made from the open gold labels: what the pages will carry once every stage fills its fields. The labels lack
# places, mentions and the outlet's own statements; mentions are the sources of the same name, the outlet's statements
# are worked out from the text as the contract defines them, roughly, and places come from a short list.
TRAIN = Path(__file__).parents[2] / "gold" / "corpus" / "train.jsonl"

# ICD 203's rows for words that leave no doubt; all others keep their words alone.
_ROWS: dict[str, tuple[str, tuple[float, float]]] = {
    "almost certainly": ("almost certain", (0.95, 0.99)),
    "very likely": ("very likely", (0.80, 0.95)),
    "probably": ("likely", (0.55, 0.80)),
    "likely": ("likely", (0.55, 0.80)),
    "unlikely": ("unlikely", (0.20, 0.45)),
}
_STOP = re.compile(r"[.!?][\"”’)]*(?:\s+|$)")

# A few places, known to the tests alone: name, country, latitude, longitude.
PLACES: dict[str, tuple[str, float, float]] = {
    "Kherson": ("UA", 46.64, 32.62),
    "Snihurivka": ("UA", 47.08, 32.81),
    "Mylove": ("UA", 47.0, 33.55),
    "Lyman": ("UA", 48.99, 37.81),
    "Australia": ("AU", -25.0, 135.0),
}


def _gold() -> dict[str, dict[str, Any]]:
    """The training rows by name."""
    return {row["name"]: row for row in map(json.loads, TRAIN.read_text(encoding="utf-8").splitlines())}


def _when(told: Mapping[str, Any] | None) -> When | None:
    return When(text=told["text"], earliest=told["earliest"], latest=told["latest"]) if told else None


def _certainty(words: Spans) -> Certainty | None:
    if not words:
        return None
    for span in words:
        if span.text.casefold() in _ROWS:
            term, band = _ROWS[span.text.casefold()]
            return Certainty(words=words, term=term, band=band)
    return Certainty(words=words)


def _places(text: str, content: Spans) -> tuple[Place, ...]:
    out = []
    for name, (country, latitude, longitude) in PLACES.items():
        spans = tuple(
            Span.of(text, span.start + found.start(), span.start + found.end())
            for span in content
            for found in re.finditer(rf"\b{name}\b", span.text)
        )
        if spans:
            out.append(Place(spans=spans, name=name, country=country, latitude=latitude, longitude=longitude))
    return tuple(out)


def _outlet(text: str, claims: list[Claim]) -> list[Claim]:
    """Sentences of paragraphs, at most half of whose characters stand in attributed spans."""
    covered = bytearray(len(text))
    for claim in claims:
        sources = claim.source.spans if claim.source else ()
        for span in claim.content + sources + ((claim.cue.span,) if claim.cue else ()):
            covered[span.start : span.end] = b"\x01" * (span.end - span.start)
    out: list[Claim] = []
    at = 0
    for paragraph in text.split("\n"):
        ends = [at, *(at + found.end() for found in _STOP.finditer(paragraph))]
        for start, end in pairwise(ends):
            stop = start + len(text[start:end].rstrip().rstrip("."))
            if stop - start > 40 and sum(covered[start:stop]) * 2 < stop - start:
                content = (Span.of(text, start, stop),)
                out.append(Claim(id="", voice="outlet", content=content, confidence=0.9, horizon="past"))
        at += len(paragraph) + 1
    return out


def _first(claim: Claim) -> int:
    return min(span.start for span in claim.content + ((claim.cue.span,) if claim.cue else ()))


def from_gold(name: str) -> Reading:
    """The gold text `name` as a Reading with all that a claim can carry."""
    row = _gold()[name]
    text: str = row["text"]

    def spans(ranges: list[list[int]]) -> Spans:
        return tuple(Span.of(text, start, end) for start, end in ranges)

    mentions: dict[str, Spans] = {}
    for told in row["attributions"]:
        if told["name"]:
            mentions[told["name"]] = tuple(dict.fromkeys(mentions.get(told["name"], ()) + spans(told["source"])))
    claims = [
        Claim(
            id=told["id"],
            parent=told["parent"],
            source=Source(
                spans=spans(told["source"]),
                name=told["name"],
                mentions=mentions.get(told["name"], ()),
                record=told["record"],
            )
            if told["source"]
            else None,
            cue=Cue(span=spans(told["cue"])[0], lemma=text[slice(*told["cue"][0])]),
            content=spans(told["content"]),
            certainty=_certainty(spans(told["certainty"])),
            form=told["form"],
            force=told["force"],
            polarity=told["polarity"],
            horizon=told["horizon"],
            said=_when(told["said"]),
            about=_when(told["about"]),
            due=told["due"],
            places=_places(text, spans(told["content"])),
            confidence=round(0.97 - (number * 37 % 60) / 100, 2),
        )
        for number, told in enumerate(row["attributions"])
    ]
    own = _outlet(text, claims)
    numbered = [(claim.id, claim) for claim in claims]
    numbered += [(f"o{number + 1}", claim) for number, claim in enumerate(own)]
    depth = {claim.id: 1 if claim.parent else 0 for claim in claims}
    numbered.sort(key=lambda pair: (_first(pair[1]) if not depth.get(pair[0]) else _root(pair[1], claims), pair[0][0]))
    ids = {old: f"c{number + 1}" for number, (old, _) in enumerate(numbered)}
    return Reading(
        reader="s1:9c1d7a60f2",
        article=Article(
            text=text,
            name=name,
            title=row["title"],
            outlet=row["outlet"],
            published=row["published"],
            url=row["url"],
            language="en",
        ),
        claims=tuple(_renamed(claim, ids[old], ids.get(claim.parent or "")) for old, claim in numbered),
        refusals=(Refusal(stage="times", code="no-anchor", detail="no date to count “later” from"),),
    )


def _root(claim: Claim, claims: list[Claim]) -> int:
    by_id = {one.id: one for one in claims}
    while claim.parent:
        claim = by_id[claim.parent]
    return _first(claim)


def _renamed(claim: Claim, name: str, parent: str | None) -> Claim:
    fields = {field: getattr(claim, field) for field in Claim.__dataclass_fields__}
    return Claim(**{**fields, "id": name, "parent": parent})


@pytest.fixture(scope="session")
def gold() -> Callable[[str], Reading]:
    """Readings of the gold texts by name."""
    return from_gold
