"""One article's sourcing, from its reading."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from sayso.audit.figures import (
    RECORD_ORDER,
    Audit,
    CertaintyFigures,
    ForceFigures,
    Ids,
    Line,
    Prediction,
    RecordFigures,
    SourceFigures,
    TermFigures,
    Words,
    share,
)
from sayso.audit.paragraphs import paragraphs_of
from sayso.audit.rests import Said, passages, rests
from sayso.records import FORCES, Certainty, Claim, Reading, Record, Source, Spans

K = TypeVar("K", bound=Hashable)
_WORD = re.compile(r"\S+")
SURE = 0.8  # from this lower end of the scale's band on, words make a claim surer
_BOOSTERS = frozenset(
    """absolutely certain certainly clear clearly confident confidently conclusively decisively definite definitely
    doubtless evidently firmly guaranteed inevitable inevitably indeed obvious obviously surely sure undeniable
    undeniably undoubtedly unequivocally unquestionably without no doubt""".split()
)


def audit(reading: Reading) -> Audit:
    """Pure: the same reading gives the same audit. Linear in the text and its spans."""
    claims, text = reading.claims, reading.article.text
    openings = [start for start, _ in paragraphs_of(text)]
    records = _records(claims)
    lines = tuple(_line(claim, openings, records) for claim in claims)
    first = [claim for claim in claims if claim.voice == "attributed" and claim.parent is None]
    nested = [claim for claim in claims if claim.voice == "attributed" and claim.parent is not None]
    outlet = [claim for claim in claims if claim.voice == "outlet"]
    said = _said(claims, lines)
    sources = _sources(first, nested)
    return Audit(
        reading=reading,
        words=_words(text, [*first, *nested], outlet),
        lines=lines,
        attributed=_ids(first),
        nested=_ids(nested),
        outlet=_ids(outlet),
        unsourced=_ids(claim for claim in first if claim.source is None),
        sources=tuple(one for one in sources if one.claims),
        secondhand=tuple(one for one in sources if not one.claims),
        records=_record_figures(sources),
        passages=passages(said),
        rests=rests(said),
        certainty=_certainty(claims),
        forces=_forces([*first, *nested], claims),
        predictions=tuple(_prediction(claim) for claim in claims if _foretells(claim)),
    )


def label(source: Source) -> str:
    """The source's fullest name, else its words (as sayso/export/facts.py shows it)."""
    return source.name or " … ".join(span.text for span in source.spans)


def source_key(source: Source) -> str:
    """What makes sources one: their name or else wording, case and white space aside."""
    return " ".join(label(source).split()).casefold()


def _ids(claims: Iterable[Claim]) -> Ids:
    return tuple(claim.id for claim in claims)


def _records(claims: Sequence[Claim]) -> dict[str, Record]:
    """The record of each source by its key: the first that is known."""
    out: dict[str, Record] = {}
    for claim in claims:
        if claim.source and claim.source.record:
            out.setdefault(source_key(claim.source), claim.source.record)
    return out


def _line(claim: Claim, openings: Sequence[int], records: dict[str, Record]) -> Line:
    at = claim.cue.span.start if claim.cue else min((span.start for span in claim.content), default=0)
    source = claim.source
    return Line(
        id=claim.id,
        parent=claim.parent,
        voice=claim.voice,
        source=label(source) if source else None,
        record=records.get(source_key(source)) if source else None,
        cue=claim.cue.span.text if claim.cue else None,
        spans=claim.content,
        paragraph=max(bisect_right(openings, at), 1),
    )


def _said(claims: Sequence[Claim], lines: Sequence[Line]) -> list[Said]:
    return [
        Said(
            id=claim.id,
            key=source_key(claim.source) if claim.source else None,
            label=line.source,
            record=line.record,
            paragraph=line.paragraph,
        )
        for claim, line in zip(claims, lines, strict=True)
        if claim.parent is None
    ]


def _sources(first: Sequence[Claim], nested: Sequence[Claim]) -> tuple[SourceFigures, ...]:
    """The most quoted first, then by their first claim."""
    hands: dict[str, tuple[list[Claim], list[Claim]]] = {}
    for hand, claims in enumerate((first, nested)):
        for claim in claims:
            if claim.source:
                hands.setdefault(source_key(claim.source), ([], []))[hand].append(claim)
    sourced = sum(claim.source is not None for claim in first)
    out = []
    for mine, theirs in hands.values():
        all_of_it = [claim.source for claim in (*mine, *theirs) if claim.source]
        out.append(
            SourceFigures(
                label=label(all_of_it[0]),
                record=next((source.record for source in all_of_it if source.record), None),
                claims=_ids(mine),
                nested=_ids(theirs),
                words=sum(len(span.text.split()) for claim in mine for span in claim.content),
                share=share(len(mine), sourced),
            )
        )
    return tuple(sorted(out, key=lambda one: (-len(one.claims), -len(one.nested))))


def _record_figures(sources: Sequence[SourceFigures]) -> tuple[RecordFigures, ...]:
    out = []
    for record in RECORD_ORDER:
        mine = [one for one in sources if one.record == record and one.claims]
        if mine:
            out.append(RecordFigures(record=record, sources=len(mine), claims=tuple(i for o in mine for i in o.claims)))
    return tuple(out)


def _parts(claims: Iterable[Claim]) -> Iterable[Spans]:
    for claim in claims:
        yield claim.content
        yield claim.source.spans if claim.source else ()
        yield (claim.cue.span,) if claim.cue else ()


def _words(text: str, attributed: Sequence[Claim], outlet: Sequence[Claim]) -> Words:
    """A word belongs where its middle character stands; attribution before the outlet's voice."""
    held = _merged(_parts(attributed))
    own = _merged(_parts(outlet))
    counts = [0, 0, 0]
    for found in _WORD.finditer(text):
        middle = (found.start() + found.end() - 1) // 2
        counts[0 if _within(held, middle) else 1 if _within(own, middle) else 2] += 1
    return Words(attributed=counts[0], outlet=counts[1], rest=counts[2])


def _merged(parts: Iterable[Spans]) -> tuple[list[int], list[int]]:
    """Starts and ends of the spans' union, in order."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted((span.start, span.end) for spans in parts for span in spans):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends


def _within(union: tuple[list[int], list[int]], at: int) -> bool:
    place = bisect_right(union[0], at) - 1
    return place >= 0 and at < union[1][place]


def is_booster(certainty: Certainty) -> bool:
    """Whether the words make the claim surer: by the scale's band, else by the words themselves."""
    if certainty.band:
        return certainty.band[0] >= SURE
    words = [word for span in certainty.words for word in re.findall(r"\w+", span.text.lower())]
    return bool(words) and all(word in _BOOSTERS for word in words)


def _certainty(claims: Sequence[Claim]) -> CertaintyFigures:
    hedged: list[Claim] = []
    boosted: list[Claim] = []
    terms: dict[str | None, list[Claim]] = {}
    bands: dict[str | None, tuple[float, float] | None] = {}
    for claim in claims:
        if claim.certainty and claim.certainty.words:
            surer = is_booster(claim.certainty)
            (boosted if surer else hedged).append(claim)
            if claim.certainty.term or not surer:
                terms.setdefault(claim.certainty.term, []).append(claim)
                bands.setdefault(claim.certainty.term, claim.certainty.band)
    order = sorted(terms, key=lambda term: (bands[term] is None, [-part for part in bands[term] or ()], term or ""))
    return CertaintyFigures(
        hedged=_ids(hedged),
        boosted=_ids(boosted),
        terms=tuple(TermFigures(term=term, band=bands[term], claims=_ids(terms[term])) for term in order),
    )


def _forces(claims: Sequence[Claim], order: Sequence[Claim]) -> tuple[ForceFigures, ...]:
    """The most frequent first; not known last."""
    mine = {id(claim) for claim in claims}
    found: dict[str | None, list[Claim]] = {}
    for claim in order:
        if id(claim) in mine:
            found.setdefault(claim.force, []).append(claim)
    rank = {force: number for number, force in enumerate(FORCES)}
    keys = sorted(found, key=lambda force: (force is None, -len(found[force]), rank.get(force or "", 0)))
    return tuple(ForceFigures(force=found[key][0].force, claims=_ids(found[key])) for key in keys)


def _foretells(claim: Claim) -> bool:
    return claim.force == "predicts" or claim.due is not None


def _prediction(claim: Claim) -> Prediction:
    return Prediction(
        claim=claim.id, label=label(claim.source) if claim.source else None, due=claim.due, about=claim.about
    )
