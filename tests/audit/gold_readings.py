"""Gold labels as readings, so that an audit can be tried on attributes that people can check."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from sayso.reader.words import split_words
from sayso.records import Article, Certainty, Claim, Cue, Reading, Source, Span, When
from sayso.understand.outlet import outlet_claims
from sayso.understand.scene import Scene

CORPUS = Path(__file__).parents[2] / "gold" / "corpus"


@cache
def _rows(split: str) -> dict[str, dict[str, Any]]:
    rows = (json.loads(line) for line in (CORPUS / f"{split}.jsonl").read_text(encoding="utf-8").splitlines())
    return {row["name"]: row for row in rows}


def _when(told: dict[str, Any] | None) -> When | None:
    return When(text=told["text"], earliest=told["earliest"], latest=told["latest"]) if told else None


def _claim(text: str, told: dict[str, Any]) -> Claim:
    def spans(role: str) -> tuple[Span, ...]:
        return tuple(Span.of(text, start, end) for start, end in told[role])

    source = Source(spans=spans("source"), name=told["name"], record=told["record"]) if told["source"] else None
    words = spans("certainty")
    return Claim(
        id=told["id"],
        parent=told["parent"],
        content=spans("content"),
        confidence=1.0,
        source=source,
        cue=Cue(span=spans("cue")[0], lemma=""),
        form=told["form"],
        force=told["force"],
        polarity=told["polarity"],
        certainty=Certainty(words=words) if words else None,
        horizon=told["horizon"],
        said=_when(told["said"]),
        about=_when(told["about"]),
        due=told["due"],
    )


def gold_reading(name: str, split: str = "train") -> Reading:
    """One text of the gold corpus with its labels as claims, the outlet's own among them, ids in text order."""
    row = _rows(split)[name]
    text = row["text"]
    article = Article(
        text=text, name=name, outlet=row["outlet"], title=row["title"], published=row["published"], url=row["url"]
    )
    claims = [_claim(text, told) for told in row["attributions"]]
    words = split_words(text)
    own = outlet_claims(Scene(article=article, words=words, tags=("",) * len(words)), claims)
    claims += [replace(claim, id=f"o{number}") for number, claim in enumerate(own, 1)]
    tops = sorted((c for c in claims if c.parent is None), key=lambda c: min(s.start for s in c.spans()))
    ordered: list[Claim] = []
    for top in tops:
        _with_nested(top, claims, ordered)
    new = {claim.id: f"c{number}" for number, claim in enumerate(ordered, 1)}
    parents = [new[claim.parent] if claim.parent else None for claim in ordered]
    final = (replace(c, id=new[c.id], parent=parent) for c, parent in zip(ordered, parents, strict=True))
    return Reading(reader="gold", article=article, claims=tuple(final))


def _with_nested(claim: Claim, claims: list[Claim], out: list[Claim]) -> None:
    out.append(claim)
    for other in claims:
        if other.parent == claim.id:
            _with_nested(other, claims, out)
