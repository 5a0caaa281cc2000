"""One claim on the screen of `sayso review`: its words in their context, its fields, what was decided before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import click

from sayso.commands.ledger_tables import short
from sayso.export.cells import cells, wrapped
from sayso.export.facts import percent
from sayso.export.visible import one_line, shown
from sayso.ledger.review.desk import Item
from sayso.ledger.review.edits import Window, window
from sayso.ledger.review.records import Decision
from sayso.ledger.review.reread import differing
from sayso.records import Claim, Spans, When

Piece = tuple[str, str]
"""Words and what they are: source, cue, content, certainty, number or ""."""
_COLORS = {"source": "cyan", "cue": "yellow", "content": "green", "certainty": "magenta", "number": "bright_black"}
_MARKS = {"source": "‹›", "cue": "«»", "content": "⟦⟧", "certainty": "**"}  # where there are no colors
_DONE = {
    "accept": "accepted",
    "correct": "corrected",
    "add": "added",
    "reject": "rejected",
    "unsure": "was unsure about",
    "note": "noted on",
    "undo": "took back a decision on",
}
_LABEL = 13  # cells of the column of names
_GIST = 100  # characters of a claim around this one


def card_lines(item: Item, claim: Claim, head: str, *, width: int, color: bool) -> Iterator[str]:
    """The card. claim: as it would be accepted now, with what was edited since."""
    article = item.reading.article
    yield _styled("── " + head + " " + "─" * max(2, width - cells(head) - 4), "number", color)
    where = (article.outlet, article.published, article.title or article.name)
    yield from wrapped(" · ".join(one_line(part) for part in where if part) or "no title", width)
    yield ""
    part = window(article.text, claim)
    yield from _wrapped(_open_ended(pieces(article.text, claim, part), article.text, part), width, color)
    yield ""
    changed = differing(item.claim, claim)
    for name, words in _fields(item, claim):
        star = "*" if _is_changed(name, changed) else " "
        lines = wrapped(words, max(20, width - _LABEL))
        label = _styled(f"{star}{name}".ljust(_LABEL), "cue" if star == "*" else "number", color)
        yield label + _styled(lines[0], name, color)
        yield from (" " * _LABEL + _styled(line, name, color) for line in lines[1:])
    for decision in item.thread.decisions if item.thread else ():
        yield from wrapped(told(decision), width)


def history_lines(item: Item, width: int) -> Iterator[str]:
    """What the reader said where a person says otherwise, and all that was decided."""
    if item.given is None:
        yield from wrapped("The reader does not give this claim.", width)
    elif item.standing == "corrected":
        yield from wrapped(f"The reader said: {_gist(item.given)}", width)
        for name in differing(item.given, item.claim):
            before, after = value_of(name, item.given), value_of(name, item.claim)
            yield from wrapped(f"Corrected: {name} {before} → {after}", width)
    for decision in item.thread.decisions if item.thread else ():
        yield from wrapped(told(decision), width)


def told(decision: Decision) -> str:
    """Who decided what, when and why, on one line."""
    done = _DONE[decision.verdict]
    why = f": {one_line(decision.why)}" if decision.why else ""
    return f"{one_line(decision.reviewer)} {done} it on {decision.at.replace('T', ' ').rstrip('Z')} UTC{why}"


def _is_changed(name: str, changed: Sequence[str]) -> bool:
    parts = {
        "source": ("source", "name", "record"),
        "cue": ("cue", "lemma"),
        "fields": ("voice", "form", "force", "polarity", "horizon"),
    }
    return bool(set(parts.get(name, (name,))) & set(changed))


def _fields(item: Item, claim: Claim) -> Iterator[Piece]:
    source = claim.source
    if source is None:
        yield "source", "the outlet, in its own voice" if claim.voice == "outlet" else "none"
    else:
        name = one_line(source.name) if source.name else "no name"
        yield "source", f"{_words(source.spans)}  =  {name}  ({source.record or 'record unknown'})"
    yield "cue", f"{one_line(claim.cue.span.text)}  ({one_line(claim.cue.lemma)})" if claim.cue else "none"
    yield "content", _words(claim.content)
    told = (("force", claim.force), ("form", claim.form), ("polarity", claim.polarity), ("horizon", claim.horizon))
    yield "fields", " · ".join(f"{name} {value or '–'}" for name, value in told)
    if claim.certainty:
        band = percent(claim.certainty.band) if claim.certainty.band else None
        read = ", ".join(filter(None, (claim.certainty.term, band)))
        yield "certainty", f"“{_words(claim.certainty.words)}”" + (f" = {read}" if read else "")
    for label, when in (("said", claim.said), ("about", claim.about)):
        if when:
            yield label, when_text(when)
    if claim.due:
        yield "due", claim.due
    if claim.places:
        yield "places", ", ".join(one_line(p.name) + (f" ({p.country})" if p.country else "") for p in claim.places)
    around = next((c for c in item.reading.claims if c.id == item.claim.parent), None)
    if around:
        who = one_line(around.source.name or _words(around.source.spans)) if around.source else "no source"
        yield (
            "inside",
            f"{who} {one_line(around.cue.span.text) if around.cue else ''}: {_words(around.content)[:_GIST]}",
        )
    if item.given and differing(item.given, item.claim):
        yield "reader said", _gist(item.given)


def _gist(claim: Claim) -> str:
    who = one_line(claim.source.name or _words(claim.source.spans)) if claim.source else "no source"
    cue = f" {one_line(claim.cue.span.text)}" if claim.cue else ""
    return f"{who}{cue}: {_words(claim.content)} · {claim.force or '–'} · {claim.horizon or '–'}"


def when_text(when: When) -> str:
    days = when.earliest if when.earliest == when.latest else f"{when.earliest or '…'} – {when.latest or '…'}"
    return f"“{one_line(when.text)}” = {days}" if when.earliest or when.latest else f"“{one_line(when.text)}”"


def _words(spans: Spans) -> str:
    return " … ".join(one_line(span.text) for span in spans)


def value_of(name: str, claim: Claim) -> str:
    """A part of a claim, by the names of reread.differing, for people."""
    match name:
        case "source":
            found = _words(claim.source.spans) if claim.source else None
        case "name" | "record":
            found = getattr(claim.source, name) if claim.source else None
        case "cue" | "lemma":
            found = (claim.cue.span.text if name == "cue" else claim.cue.lemma) if claim.cue else None
        case "content":
            found = _words(claim.content)
        case "certainty":
            found = _words(claim.certainty.words) if claim.certainty else None
        case "said" | "about":
            when = claim.said if name == "said" else claim.about
            return when_text(when) if when else "none"
        case "places":
            found = ", ".join(place.name for place in claim.places) or None
        case _:
            found = getattr(claim, name)
    return f"“{one_line(found)}”" if found else "none"


def pieces(text: str, claim: Claim, part: Window) -> list[Piece]:
    """The window's words, cut where source, cue, content or words of certainty begin or end."""
    roles: list[tuple[str, Spans]] = [("content", claim.content)]
    roles += [("certainty", claim.certainty.words)] if claim.certainty else []
    roles += [("source", claim.source.spans)] if claim.source else []
    roles += [("cue", (claim.cue.span,))] if claim.cue else []
    cuts = {part.start, part.end}
    for _, spans in roles:
        cuts |= {min(max(edge, part.start), part.end) for span in spans for edge in (span.start, span.end)}
    edges, found = sorted(cuts), list[Piece]()
    for start, end in pairwise(edges):
        role = ""
        for name, spans in roles:  # the last one wins
            role = name if any(s.start <= start and end <= s.end for s in spans) else role
        found.append((text[start:end], role))
    return found


def _open_ended(told: list[Piece], text: str, part: Window) -> list[Piece]:
    """With "…" where the text goes on within the paragraph."""
    before = [("… ", "")] if text[: part.start].strip() and text[part.start - 1] != "\n" else []
    after = [(" …", "")] if text[part.end :].strip() and text[part.end] != "\n" else []
    return [*before, *told, *after]


def numbered(text: str, claim: Claim, part: Window) -> list[Piece]:
    """The window's words, each after its number."""
    found: list[Piece] = []
    for number, (start, end) in enumerate(part.words, 1):
        role = next((r for t, r in pieces(text, claim, Window(start, end, ())) if r and t), "")
        found += [(f" {number}:", "number"), (text[start:end], role)]
    return found


def numbered_lines(text: str, claim: Claim, *, width: int, color: bool) -> Iterator[str]:
    told = numbered(text, claim, window(text, claim))
    yield from _wrapped(told if color else [(words, "") for words, _ in told], width, color)  # marks would hide numbers


def _wrapped(told: Sequence[Piece], width: int, color: bool) -> Iterator[str]:
    """Lines of at most `width` cells, cut at spaces, a longer word not at all."""
    line, used, word, size = "", 0, "", 0
    for text, role in [*told, (" ", "")]:
        body = shown(" ".join(["", *text.split(), ""]) if not text.strip() else _spaced(text))
        opened = not color and role in _MARKS and body.strip() != ""
        if opened:
            body = _MARKS[role][0] + body.strip() + _MARKS[role][1] + (" " if body.endswith(" ") else "")
            body = " " + body if text[:1].isspace() else body
        for number, part in enumerate(body.split(" ")):
            if number:
                if line and used + 1 + size > width:
                    yield line
                    line, used = "", 0
                if word:
                    line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
                word, size = "", 0
            if part:
                word += _styled(part, role, color)
                size += cells(part)
    if line or word:
        yield f"{line} {word}".strip()


def _spaced(text: str) -> str:
    """White space as single spaces, also at the ends."""
    inside = " ".join(text.split())
    return (" " if text[0].isspace() else "") + inside + (" " if text[-1].isspace() else "")


def _styled(text: str, role: str, color: bool) -> str:
    if not color or role not in _COLORS or not text:
        return text
    return click.style(text, fg=_COLORS[role], bold=role in {"source", "cue", "certainty"} or None)


def headline(number: int, total: int, left: int, item: Item) -> str:
    """Where one is in the queue, and which claim this is."""
    sure = f"confidence {item.claim.confidence:.2f}"
    return f"{number:,} of {total:,} · {left:,} left · {item.standing or sure} · {short(item.key)}"
