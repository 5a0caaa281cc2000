"""Readings made from the open gold labels: what the pages will carry once every stage fills its fields.

The labels lack places, mentions and the outlet's own statements; mentions are the sources of the same name, the
outlet's statements are worked out from the text as the contract defines them, roughly, and places come from the caller.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from sayso.records import Article, Certainty, Claim, Cue, Place, Reading, Refusal, Source, Span, Spans, When

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


def rows() -> dict[str, dict[str, Any]]:
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


def reading(name: str, *, outlet: bool = True) -> Reading:
    """The gold text `name` as a Reading with all that a claim can carry. outlet: with the outlet's own statements."""
    row = rows()[name]
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
    own = _outlet(text, claims) if outlet else []
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
