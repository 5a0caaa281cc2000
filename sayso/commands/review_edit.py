"""Editing the claim on the screen: one key says what, one line says how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sayso.commands.review_card import when_text
from sayso.errors import UsageError
from sayso.export.visible import one_line
from sayso.ledger.review.checks import VOCABULARY, check_claim
from sayso.ledger.review.edits import SPANS, to_spans, to_when, window, with_field, with_spans
from sayso.ledger.review.inside import around
from sayso.records import Claim

Ask = Callable[[str], str | None]
"""Shows a question, gives the line that was typed; None where it was called off."""

PARTS = {
    "s": "source", "c": "cue", "t": "content", "w": "certainty", "k": "lemma", "n": "name", "r": "record", "f": "force",
    "p": "polarity", "h": "horizon", "l": "term", "m": "form", "v": "voice", "d": "said", "b": "about", "u": "due",
    "g": "places", "i": "parent",
}  # fmt: skip
MENU = (
    "words:   s source   c cue   t content (text)   w words of certainty   k lemma of the cue",
    "source:  n name   r record          how sure:  l likelihood   p polarity",
    "act:     f force   m form (marks)   h horizon   v voice",
    "time:    d said (day)   b about   u due        places:  g which to keep     i inside which claim",
)
CLEAR = "-"


def edit_parent(claim: Claim, claims: Sequence[Claim], ask: Ask) -> Claim:
    """The claim inside another, or inside none. claims: of the text, as shown. Raises UsageError."""
    could = around(claim, claims)
    if not could and claim.parent is None:
        raise UsageError("No other claim's content holds this one.")
    listed = "\n".join(f"{n} {_gist(one)}" for n, one in enumerate(could, 1))
    now = next((n for n, one in enumerate(could, 1) if one.id == claim.parent), None)
    told = ask(f"{listed}\ninside is {now or 'none'}; number of the claim around it, {CLEAR} for none")
    if told is None or not told.strip():
        return claim
    told = told.strip()
    if told == CLEAR:
        return replace(claim, parent=None)
    if not told.isdecimal() or not 1 <= int(told) <= len(could):
        raise UsageError(f"Claims that could stand around it have the numbers 1 to {len(could)}.")
    return replace(claim, parent=could[int(told) - 1].id)


def _gist(claim: Claim) -> str:
    who = one_line(claim.source.name or claim.source.spans[0].text) if claim.source and claim.source.spans else "–"
    cue = one_line(claim.cue.span.text) if claim.cue else "–"
    return f"{who} {cue}: {one_line(' … '.join(s.text for s in claim.content))[:70]}"


def edit(text: str, claim: Claim, part: str, ask: Ask) -> Claim:
    """The claim as edited, the same where nothing was typed. Raises UsageError for what cannot be."""
    if part in SPANS:
        return _spans(text, claim, part, ask)
    if part == "places":
        return _places(claim, ask)
    told = ask(_question(claim, part))
    if told is None or not told.strip():
        return claim
    told = told.strip()
    value = None if told == CLEAR else told
    if value is not None and part in VOCABULARY:
        value = choose(part, value)
    if part in {"said", "about"} and value is not None:
        when = to_when(value, part)
        return _checked(text, claim, with_field(claim, part, None if when is None else when.to_dict()))
    return _checked(text, claim, with_field(claim, part, value))


def _checked(text: str, before: Claim, claim: Claim) -> Claim:
    check_claim(text, claim, before)
    return claim


def _question(claim: Claim, part: str) -> str:
    now = _now(claim, part) or "none"
    if part in VOCABULARY:
        values = "  ".join(f"{n} {value}" for n, value in enumerate(VOCABULARY[part], 1))
        return f"{values}\n{part} is {now}; number, word or its beginning, {CLEAR} for none"
    if part in {"said", "about"}:
        return f"{part} is {now}; words of the article = days (on Tuesday = 2022-06-14), {CLEAR} for none"
    return f"{part} is {now}; {'a day, ' if part == 'due' else ''}{CLEAR} for none"


def _now(claim: Claim, part: str) -> str | None:
    if part in {"said", "about"}:
        when = claim.said if part == "said" else claim.about
        return when_text(when) if when else None
    if part in {"name", "record"}:
        value = getattr(claim.source, part) if claim.source else None
    elif part == "term":
        value = claim.certainty.term if claim.certainty else None
    elif part == "lemma":
        value = claim.cue.lemma if claim.cue else None
    else:
        value = getattr(claim, part)
    return one_line(value) if value else None


def choose(part: str, told: str) -> str:
    """A value of the contract by its number, itself or a beginning that is the only one. Raises UsageError."""
    values = VOCABULARY[part]
    if told.isdecimal() and 1 <= int(told) <= len(values):
        return values[int(told) - 1]
    told = told.casefold()
    found = [value for value in values if value == told] or [value for value in values if value.startswith(told)]
    if len(found) != 1:
        raise UsageError(f"{told!r} is no {part}, or several.", hint=f"One of: {', '.join(values)}.")
    return found[0]


def _spans(text: str, claim: Claim, part: str, ask: Ask) -> Claim:
    shown = window(text, claim)
    had = {
        "source": claim.source.spans if claim.source else (),
        "cue": (claim.cue.span,) if claim.cue else (),
        "content": claim.content,
        "certainty": claim.certainty.words if claim.certainty else (),
    }[part]
    now = f"{part} is {shown.numbers(had) or 'none'}"
    clear = "" if part == "content" else f", {CLEAR} for none"
    told = ask(f"{now}; numbers (3-7 12-15) or the words themselves, parts apart by /{clear}")
    if told is None or not told.strip():
        return claim
    spans = () if told.strip() == CLEAR else to_spans(text, told, shown)
    return _checked(text, claim, with_spans(claim, part, spans))


def _places(claim: Claim, ask: Ask) -> Claim:
    if not claim.places:
        raise UsageError("There are no places. Programs can add some (sayso review --decide).")
    listed = "  ".join(f"{n} {one_line(place.name)}" for n, place in enumerate(claim.places, 1))
    told = ask(f"{listed}\nnumbers of those to keep, {CLEAR} for none")
    if told is None or not told.strip():
        return claim
    numbers = [] if told.strip() == CLEAR else told.replace(",", " ").split()
    if not all(n.isdecimal() and 1 <= int(n) <= len(claim.places) for n in numbers):
        raise UsageError(f"Places have the numbers 1 to {len(claim.places)}.")
    return replace(claim, places=tuple(claim.places[int(n) - 1] for n in sorted(set(numbers), key=int)))
