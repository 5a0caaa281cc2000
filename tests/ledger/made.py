"""Readings of invented news, without the model: small ones by hand and any by chance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from sayso.records import (
    FORCES,
    FORMS,
    HORIZONS,
    POLARITIES,
    RECORDS,
    VOICES,
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

READER = "r1:" + "0" * 32
HARBOR = (
    "The old ferry is not worth saving, two port officials said on Tuesday.\n\n"
    "Marta Lindqvist predicted that grain ships will probably leave Norhaven by the end of March. "
    "She denied that the board had decided that the line must close."
)


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def harbor(*, text: str = HARBOR, reader: str = READER, year: int = 2026, **article: str | None) -> Reading:
    """A reading with every field filled somewhere: hedged, nested, placed, dated. year: of "by the end of March"."""
    marta = at(text, "Marta Lindqvist")
    she = Source(spans=(at(text, "She"),), name="Marta Lindqvist", mentions=(marta, at(text, "She")))
    board = Source(spans=(at(text, "the board"),), name="the board", record="named-organisation")
    claims = (
        Claim(
            id="c1",
            content=(at(text, "The old ferry is not worth saving"),),
            confidence=0.91,
            source=Source(spans=(at(text, "two port officials"),), record="unnamed"),
            cue=Cue(span=at(text, "said"), lemma="say"),
            form="indirect",
            force="says",
            polarity="affirmed",
            horizon="present",
            said=When(text="on Tuesday", earliest=f"{year}-03-03", latest=f"{year}-03-03"),
        ),
        Claim(
            id="c2",
            content=(at(text, "that grain ships will probably leave Norhaven by the end of March"),),
            confidence=0.84,
            source=Source(spans=(marta,), name="Marta Lindqvist", mentions=she.mentions, record="named-person"),
            cue=Cue(span=at(text, "predicted"), lemma="predict"),
            force="predicts",
            certainty=Certainty(words=(at(text, "probably"),), term="likely", band=(0.55, 0.8)),
            horizon="future",
            about=When(text="by the end of March", earliest=None, latest=f"{year}-03-31"),
            due=f"{year}-03-31",
            places=(
                Place(spans=(at(text, "Norhaven"),), name="Norhaven", country="NO", latitude=59.5, longitude=-0.25),
            ),
        ),
        Claim(
            id="c3",
            content=(at(text, "that the board had decided that the line must close"),),
            confidence=0.7,
            source=she,
            cue=Cue(span=at(text, "denied"), lemma="deny"),
            force="denies",
        ),
        Claim(
            id="c4",
            parent="c3",
            content=(at(text, "that the line must close"),),
            confidence=0.6,
            source=board,
            cue=Cue(span=at(text, "had decided"), lemma="decide"),
            force="plans",
        ),
        Claim(id="c5", voice="outlet", content=(at(text, "The old ferry"), at(text, "saving")), confidence=0.5),
    )
    told = Article(text=text, language="en", **article)
    return Reading(reader=reader, article=told, claims=claims, refusals=())


def one_claim(
    text: str, source: str, cue: str, content: str, *, reader: str = READER, **article: str | None
) -> Reading:
    """A reading with one plain claim."""
    claim = Claim(
        id="c1",
        content=(at(text, content),),
        confidence=0.8,
        source=Source(spans=(at(text, source),)),
        cue=Cue(span=at(text, cue), lemma=cue),
    )
    return Reading(reader=reader, article=Article(text=text, **article), claims=(claim,))


# Letters that break search, layouts and parsers more often than chance would give them; no halves of surrogate pairs.
_NASTY = "\x00\x07\x1b\r\n\t\x85\xa0\xad\u0301\u200b\u200e\u2028\u202e\ufeff\U000e0041<>&\"'`|*_\\[]#;%()-+:^"
_LETTERS = st.one_of(st.characters(codec="utf-8"), st.sampled_from(_NASTY), st.sampled_from("abc .,東한🙂"))
TEXTS = st.text(_LETTERS, max_size=80)
_DATES = st.dates(min_value=date(1, 1, 1)).map(date.isoformat)


def _maybe(values: Sequence[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(values)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Any reading that the contract allows: hostile strings, spans that overlap at random, every field or none."""
    text = draw(TEXTS)

    def span() -> Span:
        a, b = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        return Span.of(text, a, b)

    def spans(most: int) -> tuple[Span, ...]:
        return tuple(span() for _ in range(draw(st.integers(0, most))))

    def when() -> When | None:
        edges = draw(st.none() | _DATES), draw(st.none() | _DATES)
        return When(text=draw(TEXTS), earliest=edges[0], latest=edges[1]) if draw(st.booleans()) else None

    def source() -> Source | None:
        told = Source(spans=spans(2), name=draw(st.none() | TEXTS), mentions=spans(3), record=draw(_maybe(RECORDS)))  # type: ignore[arg-type]
        return draw(st.sampled_from([None, told]))

    def certainty() -> Certainty | None:
        band = draw(st.none() | st.tuples(st.floats(0, 1), st.floats(0, 1)))
        told = Certainty(words=spans(2), term=draw(_maybe(("likely", "almost certain"))), band=band)
        return draw(st.sampled_from([None, told]))

    def place() -> Place:
        degrees = st.none() | st.floats(-180, 180)
        country = draw(_maybe(("UA", "RU")))
        return Place(spans=spans(2), name=draw(TEXTS), country=country, latitude=draw(degrees), longitude=draw(degrees))

    claims: list[Claim] = []
    for number in range(draw(st.integers(0, 4))):
        claims.append(
            Claim(
                id=f"c{number + 1}",
                parent=draw(st.sampled_from([None, *(c.id for c in claims)])),
                voice=draw(st.sampled_from(VOICES)),
                content=spans(3),
                confidence=draw(st.floats(0, 1)),
                source=source(),
                cue=Cue(span=span(), lemma=draw(TEXTS)) if draw(st.booleans()) else None,
                form=draw(_maybe(FORMS)),  # type: ignore[arg-type]
                force=draw(_maybe(FORCES)),  # type: ignore[arg-type]
                polarity=draw(_maybe(POLARITIES)),  # type: ignore[arg-type]
                certainty=certainty(),
                horizon=draw(_maybe(HORIZONS)),  # type: ignore[arg-type]
                said=when(),
                about=when(),
                due=draw(st.none() | _DATES),
                places=tuple(place() for _ in range(draw(st.integers(0, 2)))),
            )
        )
    article = Article(
        text=text,
        name=draw(st.none() | TEXTS),
        url=draw(st.none() | TEXTS),
        outlet=draw(st.none() | TEXTS),
        title=draw(st.none() | TEXTS),
        published=draw(st.none() | _DATES),
        language=draw(_maybe(("en", "uk"))),
    )
    refusals = tuple(
        Refusal(stage="read", code="span", detail=draw(TEXTS), span=draw(st.sampled_from([None, span()])))
        for _ in range(draw(st.integers(0, 2)))
    )
    return Reading(
        reader=draw(st.sampled_from([READER, "r1:" + "1" * 32])),
        article=article,
        claims=tuple(claims),
        refusals=refusals,
    )
