"""What the article says in the outlet's own voice: its sentences that nobody else is given as source for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from sayso.records import Claim, Form
from sayso.understand.regions import Region, regions
from sayso.understand.scene import Range, Scene

LEAST_ATTRIBUTED = 0.5  # share of a sentence's characters from which it is its sources'
FEWEST_WORDS = 3  # of letters or digits: shorter ones ("He did.") assert nothing that stands alone
_STOPS = frozenset(".!…")
_BULLETS = frozenset("•·*-–—▪►●■>")
# Words that tie a statement to somebody; where one stands outside all attributed spans, the reader may have missed it.
_TIES = frozenset(
    """said say says saying told tell according reported reportedly report reports believe believes believed thinks
    think thought claimed claims claim announced announce warned warn expects expected plans planned hopes wants added
    argued estimated estimates suggests suggested urged asked called denied confirmed alleged accused feared fears
    described insisted vowed agreed decided ordered promised shows showed found""".split()
)


def outlet_claims(scene: Scene, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """One claim for each sentence of the story that asserts something and is mostly nobody else's; ids not yet given.

    claims: the attributed ones of the same article; those of the outlet among them are passed over. A sentence counts
    as theirs when half of its characters or more lie in their sources, cues and contents. Captions, headlines,
    boilerplate, questions, orders and sentences without a finite verb give none (`regions`), nor do sentences that
    stand whole in quotation marks: somebody is quoted, whoever it may be. (Of PolNeAR dev's sentences that the reader
    leaves without attribution, 48 of 61 such were somebody's by its annotation, of the others 249 of 1,107.)
    """
    return tuple(
        Claim(
            id="",
            voice="outlet",
            content=(scene.span_of(*one.part),),
            form=one.form,
            confidence=confidence(features(scene, one)),
        )
        for one in own_sentences(scene, claims)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSentence:
    """part: its words that are the claim's content. share: of its characters in attributed spans, 0 to under a half."""

    region: Region
    part: Range
    share: float
    form: Form


def own_sentences(scene: Scene, claims: Sequence[Claim]) -> Iterator[OwnSentence]:
    """The sentences that `outlet_claims` makes claims of, in text order."""
    held = _held(len(scene.article.text), claims)
    for region in regions(scene):
        if region.kind == "body":
            start, end = int(scene.words.start[region.start]), int(scene.words.end[region.end - 1])
            share = float(held[end] - held[start]) / (end - start)
            part = content_of(scene, region)
            if share < LEAST_ATTRIBUTED and _long_enough(scene, part):
                form = form_of(scene, part)
                if form != "direct" and not ends_quotation(scene, region):
                    yield OwnSentence(region=region, part=part, share=share, form=form)


def _held(size: int, claims: Sequence[Claim]) -> NDArray[np.int64]:
    """Before each offset (and at the end), how many characters lie in spans of attributed claims."""
    edges = np.zeros(size + 1, np.int32)
    for claim in claims:
        if claim.voice == "outlet":
            continue
        spans = [
            *claim.content,
            *(claim.source.spans if claim.source else ()),
            *([claim.cue.span] if claim.cue else ()),
        ]
        for span in spans:
            edges[span.start] += 1
            edges[span.end] -= 1
    inside = np.cumsum(edges)[:size] > 0
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(inside, dtype=np.int64)])


def content_of(scene: Scene, region: Region) -> Range:
    """The sentence without the bullet before it and its final stop. A stop of an abbreviation ("the U.S.") is kept."""
    a, b = region.start, region.end
    lower = scene.lower
    while a < b - 1 and lower[a] in _BULLETS:
        a += 1
    while b - 1 > a and lower[b - 1] in _STOPS and not scene.words.quote[b - 1]:
        initials = b - a > 3 and lower[b - 1] == lower[b - 3] == "." and len(lower[b - 2]) == len(lower[b - 4]) == 1
        if initials and lower[b - 2].isalpha():
            break
        b -= 1
    return a, b


def _long_enough(scene: Scene, part: Range) -> bool:
    return sum(word[0].isalnum() for word in scene.lower[part[0] : part[1]]) >= FEWEST_WORDS


def ends_quotation(scene: Scene, region: Region) -> bool:
    """Whether the sentence ends, or begins after, a quotation that opened in another paragraph."""
    quote = scene.words.quote
    return any(scene.lower[i] in '”»"' and not quote[i] for i in (region.start, region.end - 1))


def form_of(scene: Scene, part: Range) -> Form:
    """By quotation marks alone, as for attributed claims (sayso/reader/claims.py): all within them, some, none."""
    a, b = part
    states = zip(scene.lower[a:b], scene.words.quote[a:b].tolist(), strict=True)
    spoken = [state in (1, 2) for word, state in states if word[0].isalnum()]
    if not any(spoken):
        return "indirect"
    return "direct" if all(spoken) else "mixed"


def features(scene: Scene, one: OwnSentence) -> dict[str, float]:
    """What the confidence is worked out from, by the names of lexicon/outlet.tsv."""
    region, share = one.region, one.share
    lower = scene.lower[region.start : region.end]
    return {
        "constant": 1.0,
        "attributed": share,
        "touched": float(share > 0),
        "tie": float(share == 0 and any(word in _TIES for word in lower)),
        "quoted": float(one.form == "mixed"),
        "no-finite-verb-found": float(region.finite is not True),
        "short": max(0.0, 1 - len(lower) / 12),
    }


def confidence(values: dict[str, float]) -> float:
    """Chance that the sentence is the outlet's own, to three places."""
    score = sum(weight * values[name] for name, weight in _weights().items())
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, score)))), 3)


@cache
def _weights() -> dict[str, float]:
    text = (files("sayso.understand") / "lexicon" / "outlet.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: float(weight) for name, weight, *_ in rows}
