"""Exports without a ledger: one with every field filled somewhere, and any by chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from sayso.export.formats.records import (
    NAMED,
    Decision,
    Export,
    ExportArticle,
    ExportClaim,
    ExportLink,
    ExportQuestion,
    ExportSpeaker,
    Grade,
    Outcome,
    to_claim,
)
from sayso.export.formats.registry import write
from sayso.identity import tagged
from sayso.records import Reading
from tests.ledger.made import harbor, readings

ADDED = "2026-04-01T09:00:00Z"


def claims_of(reading: Reading, *, text: bool = True) -> tuple[ExportClaim, ...]:
    """A reading's claims with keys, each source one speaker by its name."""
    article = reading.article
    told = ExportArticle(
        key=article.id,
        sha256=article.sha256,
        characters=len(article.text),
        text=article.text if text else None,
        url=article.url,
        outlet=article.outlet,
        title=article.title,
        published=article.published,
        language=article.language,
        name=article.name,
        added=ADDED,
    )
    keys = {c.id: tagged("k1", [article.id, c.id]) for c in reading.claims}
    found = []
    for claim in reading.claims:
        speaker = None
        if claim.source and (name := claim.source.name or " ".join(s.text for s in claim.source.spans)):
            named = claim.source.record in NAMED
            key = tagged("x1", ["speaker", name, None if named else article.id])
            speaker = ExportSpeaker(key=key, name=name if text or named else None, record=claim.source.record)
        found.append(
            to_claim(
                reading,
                claim,
                key=keys[claim.id],
                article=told,
                within=keys[claim.parent] if claim.parent else None,
                speaker=speaker,
                text=text,
            )
        )
    return tuple(found)


def full(*, text: bool = True) -> Export:
    """Graded, resolved, reviewed, asked and compared, all somewhere."""
    reading = harbor(outlet="Post", title="Old ferry", published="2026-03-04", url="https://post.example/1")
    c1, c2, c3, c4, c5 = claims_of(reading, text=text)
    outcome = Outcome(
        outcome="no",
        by="Ada",
        at="2026-04-02T10:00:00Z",
        why="The ships were still there.",
        evidence="https://e.example/2",
    )
    c1 = replace(c1, grade=Grade(reliability="F", credibility="6"))
    c2 = replace(c2, grade=Grade(reliability="B", credibility="2", reasons=("One origin.",)), outcome=outcome)
    c3 = replace(c3, decision=Decision(verdict="corrected", by="Ada", at="2026-03-10T08:00:00Z"))
    return Export(
        claims=(c1, c2, c3, c4, c5),
        questions=(ExportQuestion(key="q1:1f", title="Does the ferry go on?", claims=(c1.key, c2.key), outcome=None),),
        links=(ExportLink(a=c1.key, b=c2.key, verdict="contradicts", score=0.875, reasons=("opposed",)),),
        title="Ferry",
        text=text,
    )


def told(name: str, export: Export) -> bytes:
    return b"".join(write(name, export))


@st.composite
def exports(draw: st.DrawFn) -> Export:
    """Any readings that the contract allows, with and without their texts."""
    text = draw(st.booleans())
    found = draw(st.lists(readings(), max_size=2, unique_by=lambda r: r.article.id))
    return Export(claims=tuple(c for r in found for c in claims_of(r, text=text)), text=text)


def strings(value: object) -> Iterator[str]:
    """Every string in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
