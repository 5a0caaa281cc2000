"""The figures that open a reading."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from sayso.export.summary import Share, phrases, summary
from sayso.records import Article, Certainty, Claim, Cue, Reading, Source, Span


@st.composite
def _covered(draw: st.DrawFn) -> Reading:
    text = draw(st.text(st.sampled_from("ab \n\xa0c"), min_size=1, max_size=60))
    offsets = st.integers(0, len(text))

    def span() -> Span:
        start, end = sorted((draw(offsets), draw(offsets)))
        return Span.of(text, start, end)

    claims = [
        Claim(id=f"c{n}", voice="outlet", content=(span(),), confidence=1)
        if draw(st.booleans())
        else Claim(
            id=f"c{n}",
            content=(span(), span()),
            confidence=1,
            source=Source(spans=(span(),), mentions=(span(),)),
            cue=Cue(span=span(), lemma="x"),
        )
        for n in range(draw(st.integers(0, 4)))
    ]
    return Reading(reader="r", article=Article(text=text), claims=tuple(claims))


@given(_covered())
def test_each_character_is_counted_once_and_attribution_wins(reading: Reading) -> None:
    text = reading.article.text
    kinds = ["neither"] * len(text)
    for claim in sorted(reading.claims, key=lambda claim: claim.voice, reverse=True):  # the outlet's own first
        spans = claim.content + (claim.source.spans if claim.source else ()) + ((claim.cue.span,) if claim.cue else ())
        for span in spans:
            kinds[span.start : span.end] = [claim.voice] * (span.end - span.start)
    counted = [kind for kind, character in zip(kinds, text, strict=True) if not character.isspace()]
    share = summary(reading).share
    assert (share.attributed, share.outlet, share.neither) == tuple(
        map(counted.count, ("attributed", "outlet", "neither"))
    )


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_percentages_add_up_and_are_near(attributed: int, outlet: int, neither: int) -> None:
    parts = Share(attributed=attributed, outlet=outlet, neither=neither).parts()
    whole = attributed + outlet + neither
    assert sum(parts) == (100 if whole else 0)
    if whole:
        for part, amount in zip(parts, (attributed, outlet, neither), strict=True):
            assert abs(part - amount * 100 / whole) < 1


def test_records_hedges_and_dated_predictions(harbour: Reading) -> None:
    found = summary(harbour)
    assert found.records == (("named-person", 1), ("named-organisation", 1), ("anonymous", 1))
    assert (found.attributed, found.outlet, found.nested, found.unsourced) == (5, 1, 1, 1)
    assert found.hedges == (("probably", 1),)
    assert [claim.id for claim in found.dated] == ["c3"]


def test_dated_predictions_stand_by_day_and_hedges_by_number(harbour: Reading) -> None:
    said, later = harbour.claims[2], "2024-01-01"
    assert said.certainty
    word = said.certainty.words[0]
    claims = (
        dataclasses.replace(said, id="c1", due=later),
        dataclasses.replace(said, id="c2", certainty=Certainty(words=(word, Span(0, 3, "Two")))),
    )
    found = summary(dataclasses.replace(harbour, claims=claims))
    assert [claim.id for claim in found.dated] == ["c2", "c1"]
    assert found.hedges == (("probably", 2), ("two", 1))
    assert found.hedged == 2


def test_phrases_tell_no_record_that_no_stage_told(bare: Reading) -> None:
    span = bare.claims[0].content[0]
    claim = Claim(id="c1", content=(span,), confidence=1, source=Source(spans=(span,)))
    assert phrases(summary(dataclasses.replace(bare, claims=(claim,)))) == [
        "2 words", "1 claim", "1 source", "89 % of the text attributed"
    ]  # fmt: skip
