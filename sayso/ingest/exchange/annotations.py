"""W3C Web Annotations as claims of a text that is known: what sayso exports, and quotes that others marked.

Positions are believed only where the quoted words stand there; else the quote is searched for, with what stands before
and after it. Where it is not found, or could be several places, nothing is taken: no anchor jumps to a look-alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar, get_args

from sayso.errors import BadRecordError
from sayso.identity import text_digest
from sayso.ingest.exchange.written import day, string
from sayso.records import (
    BANDS,
    Certainty,
    Claim,
    Cue,
    Force,
    Form,
    Horizon,
    Place,
    Polarity,
    Record,
    Source,
    Span,
    Voice,
    When,
)

_T = TypeVar("_T", bound=str)
Node = Mapping[str, object]
_LONGEST = 100_000  # characters of a quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Words that an annotation is on. role: source, cue, content or certainty; content where none is told."""

    role: str
    start: int | None
    end: int | None
    exact: str | None
    prefix: str
    suffix: str

    def find(self, text: str) -> Span | None:
        """Where it is in a text; None where that is not certain."""
        if self.start is not None and self.end is not None and 0 <= self.start <= self.end <= len(text):
            there = text[self.start : self.end]
            if self.exact is None or there == self.exact:
                return Span(self.start, self.end, there)
        return self._search(text) if self.exact else None

    def _search(self, text: str) -> Span | None:
        assert self.exact
        found: list[int] = []
        at = text.find(self.exact)
        while at >= 0 and len(found) < 2:
            end = at + len(self.exact)
            if text.endswith(self.prefix, 0, at) and text.startswith(self.suffix, end):
                found.append(at)
            at = text.find(self.exact, at + 1)
        return Span.of(text, found[0], found[0] + len(self.exact)) if len(found) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One annotation. name: its id. source: address of what it is on. sha256: of the text, where it tells that.

    inside: id of the claim around. by: who made it. comment: words that a person put to it.
    """

    name: str | None
    source: str | None
    sha256: str | None
    targets: tuple[Target, ...]
    body: Node
    inside: str | None = None
    by: str | None = None
    comment: str | None = None

    def claim(self, text: str) -> Claim | None:
        """The claim that it marks in a text, called by its id; None where its words are not certainly there."""
        spans: dict[str, list[Span]] = {}
        same = self.sha256 == text_digest(text)
        for target in self.targets:
            span = target.find(text) if same or target.exact else None  # a bare position is of that very text alone
            if span is None:
                return None
            spans.setdefault(target.role, []).append(span)
        content, cue = spans.get("content", []), spans.get("cue", [])
        if not content:
            return None
        lemma = string(self.body.get("sayso:lemma"))
        sure = _number(self.body.get("sayso:confidence"), 0, 1) or 0.0
        return Claim(
            id=self.name or "c1",
            parent=self.inside,
            voice=_one_of(self.body.get("sayso:voice"), get_args(Voice)) or "attributed",
            content=tuple(content),
            confidence=sure,
            source=_source(self.body.get("sayso:source"), spans.get("source", [])),
            cue=Cue(span=cue[0], lemma=lemma or cue[0].text) if cue else None,
            form=_one_of(self.body.get("sayso:form"), get_args(Form)),
            force=_one_of(self.body.get("sayso:force"), get_args(Force)),
            polarity=_one_of(self.body.get("sayso:polarity"), get_args(Polarity)),
            certainty=_certainty(self.body.get("sayso:certainty"), spans.get("certainty", [])),
            horizon=_one_of(self.body.get("sayso:horizon"), get_args(Horizon)),
            said=_when(self.body.get("sayso:said")),
            about=_when(self.body.get("sayso:about")),
            due=day(self.body.get("sayso:due")),
            places=tuple(_places(self.body.get("sayso:place"))),
        )


def from_annotations(data: bytes, where: str) -> tuple[Annotation, ...]:
    """The annotations of a page, a collection, a list, or one. Raises BadRecordError where there is none."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise BadRecordError(f"{where} is not JSON.") from None
    found = tuple(_annotations(value, 0))
    if not found:
        raise BadRecordError(f"{where} holds no annotation.")
    return found


def _annotations(value: object, depth: int) -> Iterator[Annotation]:
    if isinstance(value, list):
        for one in value:
            yield from _annotations(one, depth + 1)
    elif isinstance(value, Mapping) and depth < 6:
        kinds = value.get("type")
        if "Annotation" not in (kinds if isinstance(kinds, list) else [kinds]):
            for name in ("items", "first", "@graph"):
                yield from _annotations(value.get(name), depth + 1)
        elif value.get("motivation") != "assessing" and (one := _annotation(value)) is not None:
            yield one


def _annotation(value: Node) -> Annotation | None:
    body = value.get("body")
    bodies = [b for b in (body if isinstance(body, list) else [body]) if isinstance(b, Mapping)]
    claim: Node = next((b for b in bodies if b.get("type") == "sayso:Claim"), {})
    target = value.get("target")
    targets = [t for t in (target if isinstance(target, list) else [target]) if isinstance(t, Mapping)]
    found = tuple(t for one in targets if (t := _target(one)) is not None)
    if not found:
        return None
    creator, around = value.get("creator"), claim.get("sayso:parent")
    by = creator.get("name") if isinstance(creator, Mapping) else creator
    return Annotation(
        name=string(value.get("id")),
        source=string(targets[0].get("source")),
        sha256=string(claim.get("sayso:sha256")),
        targets=found,
        body=claim,
        inside=string(around.get("id")) if isinstance(around, Mapping) else None,
        by=string(by),
        comment=next((c for b in bodies if (c := string(b.get("value")))), None),
    )


def _target(value: Node) -> Target | None:
    selector = value.get("selector")
    known = {
        str(one.get("type")): one
        for one in (selector if isinstance(selector, list) else [selector])
        if isinstance(one, Mapping)
    }
    place, quote = known.get("TextPositionSelector", {}), known.get("TextQuoteSelector", {})
    start, end, exact = place.get("start"), place.get("end"), quote.get("exact")
    good = isinstance(start, int) and isinstance(end, int)
    if not good and not (isinstance(exact, str) and exact):
        return None
    prefix, suffix = quote.get("prefix"), quote.get("suffix")
    return Target(
        role=string(value.get("sayso:role")) or "content",
        start=start if isinstance(start, int) and good else None,
        end=end if isinstance(end, int) and good else None,
        exact=exact[:_LONGEST] if isinstance(exact, str) else None,
        prefix=prefix if isinstance(prefix, str) else "",
        suffix=suffix if isinstance(suffix, str) else "",
    )


def _number(value: object, low: int, high: int) -> float | None:
    """A number from low to high; None for anything else, also for what is no number (NaN)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if low <= value <= high else None


def _one_of(value: object, known: tuple[_T, ...]) -> _T | None:
    return next((k for k in known if k == value), None)


def _source(value: object, spans: list[Span]) -> Source | None:
    told: Node = value if isinstance(value, Mapping) else {}
    if not told and not spans:
        return None
    record = _one_of(told.get("sayso:record"), get_args(Record))
    return Source(spans=tuple(spans), name=string(told.get("sayso:name")), record=record)


def _certainty(value: object, words: list[Span]) -> Certainty | None:
    told: Node = value if isinstance(value, Mapping) else {}
    if not told and not words:
        return None
    low, high = _number(told.get("sayso:low"), 0, 1), _number(told.get("sayso:high"), 0, 1)
    band = (low, high) if low is not None and high is not None and low <= high else None
    term = _one_of(told.get("sayso:term"), tuple(BANDS))
    return Certainty(words=tuple(words), term=term, band=band)


def _when(value: object) -> When | None:
    if not isinstance(value, Mapping):
        return None
    text = value.get("sayso:text")
    return When(
        text=text if isinstance(text, str) else "",
        earliest=day(value.get("sayso:earliest")),
        latest=day(value.get("sayso:latest")),
    )


def _places(value: object) -> Iterator[Place]:
    for one in value if isinstance(value, list) else []:
        if isinstance(one, Mapping) and (name := string(one.get("sayso:name"))):
            yield Place(
                spans=(),
                name=name,
                country=string(one.get("sayso:country")),
                latitude=_number(one.get("sayso:latitude"), -90, 90),
                longitude=_number(one.get("sayso:longitude"), -180, 180),
            )
