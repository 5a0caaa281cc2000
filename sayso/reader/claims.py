"""From attributions as word ranges to the contract's claims with exact spans."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from sayso.reader.attributions import Attribution, Range
from sayso.reader.lemmas import cue_lemma
from sayso.reader.passives import with_subject
from sayso.reader.words import Words
from sayso.records import Claim, Cue, Form, Source, Span

_LEADING = frozenset(",;:.–—-)!?…")
_TRAILING = frozenset(",;:–—-(")
_PARTS_OF_DAY = frozenset({"morning", "afternoon", "evening", "night"})
_MEDIA = frozenset(
    """statement interview email letter tweet twitter facebook speech conference briefing memo post release report
    article column editorial instagram telegram debate hearing appearance video message""".split()
)
_PREPOSITIONS = frozenset("in on via through during at by".split())
_DAYS = frozenset("today yesterday tonight monday tuesday wednesday thursday friday saturday sunday".split())


def to_claims(words: Words, found: Sequence[Attribution], calibration: Sequence[float]) -> tuple[Claim, ...]:
    """Claims, parents before children, else in text order. Ids are the attributions' numbers.

    calibration: logistic weights of `Attribution.features`.
    """
    claims = []
    for one in found:
        tidy = trimmed(words, with_subject(words, one))
        if not tidy.contents:
            continue
        cue = span_of(words, tidy.cue)
        content = tuple(span_of(words, c) for c in tidy.contents)
        claims.append(
            Claim(
                id=str(one.number),
                parent=None if one.parent is None else str(one.parent),
                source=Source(spans=(span_of(words, tidy.source),)) if tidy.source else None,
                cue=Cue(span=cue, lemma=cue_lemma(cue.text)),
                content=content,
                form=form_of(words, tidy.contents),
                confidence=confidence(one, calibration),
            )
        )
    return in_order(claims)


def in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Parents before their children, else by where they begin in the text."""
    known = {c.id: c for c in claims}
    keys: dict[str, tuple[int, int, int]] = {}

    def key(claim: Claim) -> tuple[int, int, int]:
        if claim.id not in keys:
            start, cue = _place(claim)
            above = known.get(claim.parent or "")
            before = key(above) if above else (0, -1, 0)
            keys[claim.id] = (max(start, before[0]), before[1] + 1, cue)
        return keys[claim.id]

    return tuple(sorted(known.values(), key=key))


def without(claims: Sequence[Claim], dropped: Container[str]) -> list[Claim]:
    """The claims but some; what stood inside one of those now stands in what it stood in."""
    above = {c.id: c.parent for c in claims}

    def kept(parent: str | None) -> str | None:
        while parent is not None and (parent in dropped or parent not in above):
            parent = above.get(parent)
        return parent

    return [replace(c, parent=kept(c.parent)) for c in claims if c.id not in dropped]


def trimmed(words: Words, one: Attribution) -> Attribution:
    """The attribution without what its spans should not hold; a content that was punctuation alone is gone."""
    contents = (trim_content(words, c) for c in one.contents)
    told = tuple((a, b) for a, b in contents if any(surface(words, i)[0].isalnum() for i in range(a, b)))
    return replace(one, cue=trim_cue(words, one.cue), contents=told)


def confidence(one: Attribution, calibration: Sequence[float]) -> float:
    """Chance that the claim is right, to three places. An empty calibration stands for the raw weights."""
    if not calibration:
        return round(math.exp(one.cue_log + one.role_log), 3)
    score = sum(w * x for w, x in zip(calibration, one.features(), strict=True))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, score)))), 3)


def _place(claim: Claim) -> tuple[int, int]:
    own = claim.content + (claim.source.spans if claim.source else ()) + ((claim.cue.span,) if claim.cue else ())
    return min(s.start for s in own), claim.cue.span.start if claim.cue else 0


def span_of(words: Words, part: Range) -> Span:
    return Span.of(words.text, int(words.start[part[0]]), int(words.end[part[1] - 1]))


def surface(words: Words, i: int) -> str:
    return words.text[words.start[i] : words.end[i]]


def trim_content(words: Words, part: Range) -> Range:
    """The range without punctuation that is not the content's own: commas at its edges, the sentence's final stop.

    Marks inside quotation stay with their quotation marks ("… with us,”").
    """
    a, b = part
    while a < b and surface(words, a) in _LEADING:
        a += 1
    while b > a and surface(words, b - 1) in _TRAILING and not words.quote[b - 1]:
        b -= 1
    return a, b


def trim_cue(words: Words, part: Range) -> Range:
    """The range without a time or a medium at its end ("said in a statement on Tuesday night"): neither is the cue.

    PolNeAR annotates both ways (of 516 such cues, 295 stop before); ours stop.
    """
    a, b = part
    b = _without_time(words, a, b)
    shorter = _without_medium(words, a, b)
    return a, shorter if shorter == b else _without_time(words, a, shorter)


def _without_time(words: Words, a: int, b: int) -> int:
    end = b
    if end - a > 2 and surface(words, end - 1).lower() in _PARTS_OF_DAY:
        end -= 1
    if end - a > 1 and surface(words, end - 1).lower() in _DAYS:
        end -= 1
        return end - 1 if end - a > 1 and surface(words, end - 1).lower() == "on" else end
    return b


def _without_medium(words: Words, a: int, b: int) -> int:
    if surface(words, b - 1).lower() not in _MEDIA:
        return b
    # A preposition, at most an article and one more word, the medium: "in a televised interview".
    for start in range(b - 2, max(a, b - 5), -1):
        if surface(words, start).lower() in _PREPOSITIONS:
            return start
    return b


def form_of(words: Words, contents: Sequence[Range]) -> Form:
    """By the quotation marks in the content alone: all of it within them, some of it, none.

    A content that stands inside somebody else's quotation has only the marks of its own.
    """
    letters = quoted = 0
    for a, b in contents:
        borrowed, own = _within(words, a, b), False
        for i in range(a, b):
            state = words.quote[i]
            if state in (3, 4):
                own = state == 3
            elif surface(words, i)[0].isalnum():
                letters += 1
                quoted += own if borrowed else state in (1, 2)
    if not quoted:
        return "indirect"
    return "direct" if quoted == letters else "mixed"


def _within(words: Words, a: int, b: int) -> bool:
    """Whether these words begin and end inside a quotation that is not theirs."""
    if words.quote[a] not in (1, 2):
        return False
    if a > 0 and words.quote[a - 1] == 3 and b < len(words) and words.quote[b] == 4:
        return False  # the span missed only its marks
    return b >= len(words) or words.quote[b] in (1, 2, 4) or words.quote[b - 1] != 4
