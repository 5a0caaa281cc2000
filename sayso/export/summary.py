"""The figures that open a reading: who is heard, how much of the text is given to someone, what is hedged or dated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.export.facts import folded, records_text, several, speakers
from sayso.records import RECORDS, Claim, Reading, Record, Span

_QUOTED = 4  # hedges that a line of text quotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Characters of the text, white space aside: in attributed claims, in the outlet's own, in neither."""

    attributed: int
    outlet: int
    neither: int

    def parts(self) -> tuple[int, int, int]:
        """Percentages of the text that add up to 100 (largest remainders); zeros for an empty text."""
        amounts = (self.attributed, self.outlet, self.neither)
        whole = sum(amounts)
        if not whole:
            return 0, 0, 0
        floors = [amount * 100 // whole for amount in amounts]
        order = sorted(range(3), key=lambda n: -(amounts[n] * 100 % whole))
        for number in order[: 100 - sum(floors)]:
            floors[number] += 1
        return floors[0], floors[1], floors[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What an editor asks of one article.

    sources: distinct speakers (by name, else by their words). records: how many speakers have each record, in the
    contract's order, None (no stage told) last. hedges: words as written, case aside, the most frequent first.
    dated: predictions with a last day, by that day. understood: whether any claim tells its force or horizon; where
    none does, no stage has looked for hedges and days either, and their absence says nothing.
    """

    words: int
    claims: int
    attributed: int
    outlet: int
    nested: int
    unsourced: int
    sources: int
    records: tuple[tuple[Record | None, int], ...]
    share: Share
    hedged: int
    hedges: tuple[tuple[str, int], ...]
    dated: tuple[Claim, ...]
    understood: bool
    refusals: int


def summary(reading: Reading) -> Summary:
    claims = reading.claims
    voices, _ = speakers(reading)
    known = Counter(voice.record for voice in voices if voice.kind == "source")
    order: tuple[str | None, ...] = (*RECORDS, None)
    hedges = Counter(folded(span.text) for claim in claims if claim.certainty for span in claim.certainty.words)
    return Summary(
        words=len(reading.article.text.split()),
        claims=len(claims),
        attributed=sum(claim.voice == "attributed" for claim in claims),
        outlet=sum(claim.voice == "outlet" for claim in claims),
        nested=sum(claim.parent is not None for claim in claims),
        unsourced=sum(claim.voice == "attributed" and claim.source is None for claim in claims),
        sources=sum(known.values()),
        records=tuple(sorted(known.items(), key=lambda pair: order.index(pair[0]))),
        share=_share(reading),
        hedged=sum(claim.certainty is not None for claim in claims),
        hedges=tuple(hedges.most_common()),
        dated=tuple(sorted((claim for claim in claims if claim.due), key=lambda claim: claim.due or "")),
        understood=any(claim.force or claim.horizon for claim in claims),
        refusals=len(reading.refusals),
    )


def phrases(found: Summary) -> list[str]:
    """The summary in short phrases, for formats of plain text: what is there, and only what is told."""
    claims = several(found.claims, "claim")
    if found.outlet:
        claims += f" ({found.outlet:,} in the outlet’s own voice)"
    told = any(record for record, _ in found.records)
    records = ", ".join(records_text(record, count) for record, count in found.records) if told else ""
    attributed, outlet, _ = found.share.parts()
    share = f"{attributed} % of the text attributed" + (f", {outlet} % the outlet’s own" if found.outlet else "")
    hedges = ", ".join(f"“{word}”" for word, _ in found.hedges[:_QUOTED])
    dated = several(len(found.dated), "prediction with a date", "predictions with a date")
    out = [
        several(found.words, "word"),
        claims,
        several(found.sources, "source") + (f" ({records})" if records else ""),
        share if found.claims else "",
        f"{found.hedged:,} hedged ({hedges})" if found.hedged else "",
        dated if found.dated else "",
        several(found.refusals, "refusal") if found.refusals else "",
    ]
    return [phrase for phrase in out if phrase]


def _share(reading: Reading) -> Share:
    text = reading.article.text
    given: list[tuple[int, int]] = []
    own: list[tuple[int, int]] = []
    for claim in reading.claims:
        if claim.voice == "outlet":
            own += _ranges(claim.content)
            continue
        given += _ranges(claim.content + (claim.source.spans if claim.source else ()))
        given += _ranges((claim.cue.span,)) if claim.cue else []
    attributed = _filled(text, given)
    both = _filled(text, given + own)
    return Share(attributed=attributed, outlet=both - attributed, neither=len("".join(text.split())) - both)


def _ranges(spans: Iterable[Span]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


def _filled(text: str, ranges: list[tuple[int, int]]) -> int:
    """Characters of the text that stand in any of the ranges, white space aside; each counted once."""
    count, done = 0, 0
    for start, end in sorted(ranges):
        first = max(start, done)
        if first < end:
            count += len("".join(text[first:end].split()))
            done = end
    return count
