"""Changing a claim as people and programs say it: spans by places or by words, fields by the contract's vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from sayso.errors import UsageError
from sayso.ledger.days import Days
from sayso.ledger.review.checks import check_claim
from sayso.records import BANDS, Certainty, Claim, Cue, Place, Source, Span, Spans, When

SPANS = ("source", "cue", "content", "certainty")
FIELDS = ("name", "record", "lemma", "voice", "form", "force", "polarity", "horizon", "term", "said", "about", "due")
EDITS = (*SPANS, *FIELDS, "places")
"""All that may be changed of a claim by itself."""
PARENT = "parent"
"""The claim in whose content it stands: a matter of all claims of the text, so that enter.py sees to it."""
NEW = Claim(id="", content=(), confidence=1.0)
"""What a claim that a person adds begins as."""
_NEAR = 1500  # characters around a claim in which words are looked for first
_LONGEST = 10_000  # characters of words that are looked for
_WORD = re.compile(r"\w+(?:[’'-]\w+)*|[^\w\s]")
_NUMBERS = re.compile(r"\d+(?:\s*[-–]\s*\d+)?(?:[\s,;]+\d+(?:\s*[-–]\s*\d+)?)*")
_RANGE = re.compile(r"(\d+)(?:\s*[-–]\s*(\d+))?")
_OPENING = re.compile(r"[.!?][”\"’')\]]*\s+(?=[“\"‘(\[]?[A-Z])")
_CLOSING = re.compile(r"[.!?][”\"’')\]]*(?=\s)")
_PARTS = re.compile(r"\s+(?:…|\.\.\.|/)\s+")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text whose words have numbers, from 1. words: half-open places in the text."""

    start: int
    end: int
    words: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Window:
        return cls(start, end, tuple((start + m.start(), start + m.end()) for m in _WORD.finditer(text[start:end])))

    def numbers(self, spans: Spans) -> str:
        """The spans as numbers of words: "3-7 12"."""
        found = []
        for span in spans:
            inside = [n for n, (s, e) in enumerate(self.words, 1) if s < span.end and span.start < e]
            if inside:
                found.append(f"{inside[0]}-{inside[-1]}" if len(inside) > 1 else f"{inside[0]}")
        return " ".join(found)


def window(text: str, claim: Claim, around: int = 200) -> Window:
    """The paragraphs in which the claim stands, and a little more; for texts on one line, sentences around it."""
    spans = [*claim.content, *(claim.source.spans if claim.source else ()), *((claim.cue.span,) if claim.cue else ())]
    first, last = min((s.start for s in spans), default=0), max((s.end for s in spans), default=0)
    start, end = text.rfind("\n", 0, first) + 1, text.find("\n", last)
    end = end if end >= 0 else len(text)
    if start < first - 2 * around:
        start = first - 2 * around
        opening = next((m.end() for m in _OPENING.finditer(text, start, max(start, first - around))), None)
        start = opening if opening is not None else _gap(text, start, first, 1)
    if end > last + 2 * around:
        closing = _CLOSING.search(text, min(last + around, len(text)), last + 3 * around)
        end = closing.end() if closing else _gap(text, last + 2 * around, last, -1)
    return Window.of(text, start, end)


def _gap(text: str, place: int, until: int, step: int) -> int:
    """The nearest place between words, from `place` toward `until`."""
    while place != until and not text[place - 1 : place].isspace():
        place += step
    return place


def to_spans(text: str, told: str, shown: Window) -> Spans:
    """Spans by numbers of words ("3-7 12-15") or by the words themselves, parts apart by " … " or " / ".

    Words in quotes are never taken for numbers. Raises UsageError for words that are not there, or not there once.
    """
    told = told.strip()
    if _NUMBERS.fullmatch(told):
        return _by_numbers(text, told, shown)
    if len(told) > 1 and told[0] == told[-1] == '"' and _NUMBERS.fullmatch(told[1:-1]):
        told = told[1:-1]
    return tuple(find_words(text, part, shown) for part in _PARTS.split(told) if part.strip())


def _by_numbers(text: str, told: str, shown: Window) -> Spans:
    found = []
    for match in _RANGE.finditer(told):
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= len(shown.words):
            raise UsageError(f"{match[0]}: the words here have the numbers 1 to {len(shown.words)}.")
        found.append(Span.of(text, shown.words[first - 1][0], shown.words[last - 1][1]))
    return tuple(sorted(found, key=lambda s: s.start))


def find_words(text: str, words: str, shown: Window) -> Span:
    """Where words stand: in the window once, else in the whole text once. White space does not count."""
    parts = words.split()
    if not parts or len(words) > _LONGEST:
        raise UsageError(f"Give 1 to {_LONGEST:,} characters of the text.")
    pattern = re.compile(r"\s+".join(map(re.escape, parts)))
    for start, end in ((shown.start, shown.end), (0, len(text))):
        places = [m.span() for m in pattern.finditer(text, start, end)]
        whole = [p for p in places if _is_whole(text, *p)] or places
        if len(whole) == 1:
            return Span.of(text, *whole[0])
        if whole:
            raise UsageError(
                f"{' '.join(parts)!r} stands there {len(whole)} times.", hint="Give more words, or their numbers."
            )
    raise UsageError(
        f"{' '.join(parts)!r} does not stand in the text.", hint="Copy it as it is written, case included."
    )


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit goes on at either end."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())


def edited(text: str, claim: Claim, told: Mapping[str, object]) -> Claim:
    """The claim with the changes that an object tells, checked against text and contract. Raises UsageError.

    Keys: EDITS. Spans are a list of [start, end] or {"start", "end"}, or words of the text; null takes source, cue or
    certainty away.
    """
    unknown = sorted(set(told) - set(EDITS))
    if unknown:
        raise UsageError(f"{', '.join(unknown)}: no part of a claim.", hint=f"Parts: {', '.join(EDITS)}, {PARENT}.")
    shown, before = window(text, claim), claim
    for name in EDITS:  # spans first, since fields need what they stand in
        if name not in told:
            continue
        value = told[name]
        if name in SPANS:
            claim = with_spans(claim, name, _spans(text, value, shown, name))
        elif name == "places":
            claim = replace(claim, places=_places(text, value, shown))
        else:
            claim = with_field(claim, name, value)
    check_claim(text, claim, None if before is NEW else before)
    return claim


def with_spans(claim: Claim, name: str, spans: Spans) -> Claim:
    """The claim with other words for source, cue, content or certainty; () takes them away. Raises UsageError."""
    if name == "content":
        return replace(claim, content=spans)
    if name == "source":
        return replace(claim, source=_source(claim.source, spans) if spans else None)
    if name == "certainty":
        had = claim.certainty
        told = Certainty(words=spans, term=had.term if had else None, band=had.band if had else None)
        return replace(claim, certainty=told if spans else None)
    if len(spans) > 1:
        raise UsageError("A cue is one unbroken span.", hint="Give the first and the last of its words.")
    return replace(claim, cue=_cue(claim.cue, spans[0]) if spans else None)


def _source(had: Source | None, spans: Spans) -> Source:
    if had is None:
        return Source(spans=spans, mentions=spans)
    mentions = {*(m for m in had.mentions if m not in had.spans), *spans}
    return replace(had, spans=spans, mentions=tuple(sorted(mentions, key=lambda s: (s.start, s.end))))


def _cue(had: Cue | None, span: Span) -> Cue:
    same = had is not None and had.span.start < span.end and span.start < had.span.end
    return Cue(span=span, lemma=had.lemma if had and same else " ".join(span.text.casefold().split()))


def with_field(claim: Claim, name: str, value: object) -> Claim:
    """The claim with another value of a field; None empties it. Raises UsageError."""
    if name in {"said", "about"}:
        return replace(claim, **{name: _when(name, value)})  # type: ignore[arg-type]
    if value is not None and not isinstance(value, str):
        raise UsageError(f"{name} is {value!r}, not text.")
    if name in {"name", "record"}:
        if claim.source is None:
            raise UsageError(f"There is no source whose {name} could be told.", hint="Give the source's words first.")
        told = {name: " ".join(value.split()) if value and name == "name" else value}
        mentions = claim.source.mentions
        if name == "name" and told["name"] != claim.source.name:
            mentions = claim.source.spans  # those of whom it was taken for
        return replace(claim, source=replace(claim.source, mentions=mentions, **told))  # type: ignore[arg-type]
    if name == "lemma":
        if claim.cue is None or not value:
            raise UsageError("A cue has a lemma, and nothing else has one.")
        return replace(claim, cue=replace(claim.cue, lemma=value))
    if name == "term":
        if claim.certainty is None:
            raise UsageError("There are no words that tell how sure.", hint="Give the words of certainty first.")
        return replace(claim, certainty=replace(claim.certainty, term=value, band=BANDS.get(value or "")))
    if name == "voice" and value is None:
        raise UsageError("A claim has a voice: attributed or outlet.")
    return replace(claim, **{name: value})  # type: ignore[arg-type]


def to_when(told: str, name: str) -> When | None:
    """A time as people give it: the article's words, then the days: "on Tuesday = 2022-06-14"."""
    words, _, days = told.partition("=")
    if not words.strip():
        return None
    given = Days.parse(days, name) if days.strip() else Days(first=None, last=None)
    return When(text=" ".join(words.split()), earliest=given.first, latest=given.last)


def _when(name: str, value: object) -> When | None:
    if value is None or isinstance(value, When):
        return value
    if isinstance(value, str):
        return to_when(value, name)
    if (
        isinstance(value, Mapping)
        and isinstance(value.get("text"), str)
        and set(value) <= {"text", "earliest", "latest"}
    ):
        days = [value.get("earliest"), value.get("latest")]
        if all(day is None or isinstance(day, str) for day in days):
            return When(text=value["text"], earliest=days[0], latest=days[1])
    raise UsageError(f"{name} must be null or have text, earliest and latest.")


def _spans(text: str, value: object, shown: Window, name: str) -> Spans:
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(find_words(text, part, shown) for part in _PARTS.split(value.strip()))
    if not isinstance(value, Sequence):
        raise UsageError(f"{name} must be words or a list of spans.")
    return tuple(_span(text, one, shown, name) for one in value)


def _span(text: str, value: object, shown: Window, name: str) -> Span:
    if isinstance(value, str):
        return find_words(text, value, shown)
    told: Any = value
    edges = [told.get("start"), told.get("end")] if isinstance(told, Mapping) else told
    if not isinstance(edges, Sequence) or len(edges) != 2 or not all(type(e) is int for e in edges):
        raise UsageError(f"{name}: {value!r} is no span.", hint='Give {"start": 3, "end": 9}, [3, 9] or words.')
    start, end = cast(Sequence[int], edges)
    if not 0 <= start < end <= len(text):
        raise UsageError(f"{name} {start}–{end} is not inside the text, which has {len(text)} characters.")
    found = Span.of(text, start, end)
    if isinstance(told, Mapping) and told.get("text", found.text) != found.text:
        raise UsageError(f"{name} {start}–{end} is {found.text!r} in the text, not {told['text']!r}.")
    return found


def _places(text: str, value: object, shown: Window) -> tuple[Place, ...]:
    if value is None:
        return ()
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(one, Mapping) for one in value):
        raise UsageError("places must be a list of objects as in the contract.")
    return tuple(_place(text, one, shown) for one in value)


def _place(text: str, told: Mapping[str, object], shown: Window) -> Place:
    name, country = told.get("name"), told.get("country")
    degrees = [told.get("latitude"), told.get("longitude")]
    if not isinstance(name, str) or not name.strip() or not (country is None or isinstance(country, str)):
        raise UsageError("A place needs a name, and may have a country.")
    if not all(d is None or (type(d) in {int, float} and abs(cast(float, d)) <= 180) for d in degrees):
        raise UsageError(f"{name}: latitude and longitude are degrees.")
    return Place(
        spans=_spans(text, told.get("spans", name), shown, "places"),
        name=name,
        country=country,
        latitude=cast(float | None, degrees[0]),
        longitude=cast(float | None, degrees[1]),
    )
