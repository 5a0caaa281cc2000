"""The article's text as an audit's page shows it: whose each stretch is, and beside each paragraph the claims in it."""

from __future__ import annotations

from collections import Counter
from html import escape
from itertools import pairwise

from sayso.audit.figures import NAMED, NAMELESS, Audit, Line
from sayso.audit.paragraphs import paragraphs_of
from sayso.export.audit_facts import speaker_of
from sayso.export.cards import isolated, safe
from sayso.export.visible import ON_PAGES, shown

KINDS = ("named", "nameless", "document", "unknown", "none", "outlet")


def kind_of(line: Line) -> str:
    """The color that a claim has by its source: one of KINDS."""
    if line.voice == "outlet":
        return "outlet"
    if line.source is None:
        return "none"
    if line.record in NAMED:
        return "named"
    return "nameless" if line.record in NAMELESS else "document" if line.record else "unknown"


def text_of(audit: Audit, number: int) -> str:
    """The paragraphs in order. number: of the article on its page; a claim's anchor is `r{number}-{id}`."""
    text = audit.article.text
    beside: dict[int, list[Line]] = {}
    for line in audit.lines:
        beside.setdefault(line.paragraph, []).append(line)
    rows = []
    pieces = _pieces(audit)
    at = 0
    for place, (start, end) in enumerate(paragraphs_of(text), 1):
        body = ""
        while at < len(pieces) and pieces[at][0] < end:
            first, last, css = pieces[at]
            if last > start:
                part = escape(shown(text[max(first, start) : min(last, end)], ON_PAGES), quote=False)
                body += f'<span class="{css}">{part}</span>' if css else part
            if last > end:
                break
            at += 1
        cards = "".join(_card(line, number) for line in beside.get(place, ()))
        rows.append(
            f'<div class="row"><p class="line" dir="auto"><span class="a-no">{place}</span>{body}</p>'
            f'<ul class="cards">{cards}</ul></div>\n'
        )
    return f'<h3 class="a-text">The text</h3>\n<div class="text">\n{"".join(rows)}</div>\n' if rows else ""


def _card(line: Line, number: int) -> str:
    inside = f' <span class="meta">inside {safe(line.parent)}</span>' if line.parent else ""
    cue = f" <i>{isolated(line.cue)}</i>" if line.cue else ""
    anchor = safe(f"r{number}-{line.id}")
    return (
        f'<li class="a-card s-{kind_of(line)}" id="{anchor}"><b>{safe(line.id)}</b> {isolated(speaker_of(line))}{cue}'
        f"{inside}</li>"
    )


def _pieces(audit: Audit) -> list[tuple[int, int, str]]:
    """The whole text in stretches with their classes. A stretch has the color of the first claim that holds it."""
    size = len(audit.article.text)
    opening: dict[int, list[tuple[str, int]]] = {}
    closing: dict[int, list[tuple[str, int]]] = {}

    def add(start: int, end: int, role: str, rank: int) -> None:
        if 0 <= start < end <= size:
            opening.setdefault(start, []).append((role, rank))
            closing.setdefault(end, []).append((role, rank))

    kinds = {line.id: kind_of(line) for line in audit.lines}
    ranks = []
    for rank, claim in enumerate(audit.reading.claims):
        ranks.append(kinds[claim.id])
        for span in claim.content:
            add(span.start, span.end, "content", rank)
        for span in claim.source.spans if claim.source else ():
            add(span.start, span.end, "source", rank)
        if claim.cue:
            add(claim.cue.span.start, claim.cue.span.end, "cue", rank)
    standing: Counter[tuple[str, int]] = Counter()
    out = []
    for start, end in pairwise(sorted({0, size, *opening, *closing})):
        standing -= Counter(closing.get(start, ()))
        standing += Counter(opening.get(start, ()))
        out.append((start, end, _classes(standing, ranks)))
    return out


def _classes(standing: Counter[tuple[str, int]], kinds: list[str]) -> str:
    contents = [rank for role, rank in standing if role == "content"]
    roles = sorted({f"a-{role}" for role, _ in standing if role != "content"})
    if contents:
        roles.append(f"s-{kinds[min(contents)]}")
    elif standing:
        roles.append(f"w-{kinds[min(rank for _, rank in standing)]}")
    return " ".join(roles)
