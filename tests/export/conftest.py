"""Readings of invented news, made by hand."""

from __future__ import annotations

import pytest

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
