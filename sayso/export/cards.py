"""The card that stands beside the text for each claim, as HTML without any style or script of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from sayso.export.facts import OUTLET, UNSOURCED, arrow, certainty_text, details, label, traits, written
from sayso.export.visible import ON_PAGES, shown
from sayso.records import LIKELIHOOD_SCALE, Certainty, Claim

_DEEPEST = 4  # levels of nesting that are indented
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def safe(text: str) -> str:
    """Text for HTML, in element or attribute: escaped, characters that act shown."""
    return escape(shown(text, ON_PAGES), quote=True).replace("\r", " ")


def isolated(text: str) -> str:
    """Safe text whose direction cannot reach what stands around it."""
    return f"<bdi>{safe(text)}</bdi>"


def bar(low: float, high: float, css: str, ticks: tuple[int, ...] = ()) -> str:
    """A scale of 0 to 1 with the part from low to high filled; drawn by attributes, which the page's policy allows."""
    left, width = min(max(low, 0.0), 1.0) * 100, max(min(high, 1.0) - max(low, 0.0), 0.0) * 100
    marks = "".join(f'<path class="tick" d="M{tick} 0v6"/>' for tick in ticks)
    return (
        f'<svg class="bar {css}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="6"/>{marks}<rect class="fill" x="{left:.0f}" '
        f'width="{width:.0f}" height="6"/></svg>'
    )


def kind_of(claim: Claim) -> str:
    """ "source", "outlet" or "none": an attribution to nobody."""
    return "source" if claim.source else "outlet" if claim.voice == "outlet" else "none"


def extras(claim: Claim) -> list[str]:
    """What else a claim can be filtered by."""
    found = (
        ("hedged", claim.certainty is not None),
        ("dated", claim.due is not None),
        ("negated", claim.polarity == "negated"),
        ("nested", claim.parent is not None),
    )
    return [name for name, holds in found if holds]


def card(
    claim: Claim,
    *,
    number: int,
    speaker: int,
    reading: int,
    places: Mapping[str, int],
    depth: int = 0,
    away: bool,
    ending: str = "",
) -> str:
    """number: of the claim in its reading; places: the number of each claim id, to link a parent.

    away: whether the parent's card stands beside another paragraph. ending: HTML that ends the card.
    """
    who = label(claim.source) if claim.source else OUTLET if claim.voice == "outlet" else UNSOURCED
    cue = claim.cue.span.text if claim.cue else ""
    kind = kind_of(claim)
    record = claim.source.record if claim.source else None
    name = f"r{reading}-k{number}"
    level = f" d{min(depth, _DEEPEST)}" if depth else ""
    title = f"Claim {claim.id}: {who} {cue}".strip()
    words, more = arrow(claim), written(claim)
    pronoun = f'<span class="words">{isolated(words)}</span><span class="to"> → </span>' if words else ""
    parts = [
        f'<article class="card is-{kind} u{speaker}{level}{" away" if away else ""}" id="{name}" tabindex="-1" '
        f'data-k="{number}" data-s="{speaker}" data-v="{kind}" data-r="{safe(record or "")}" '
        f'data-f="{safe(claim.force or "")}" data-x="{" ".join(extras(claim))}" aria-label="{safe(title)}">',
        f'<p class="who" id="{name}w">{pronoun}<b class="name">{isolated(who)}</b> '
        f'<span class="said">{isolated(cue)}</span></p>',
        f'<p class="foot"><span class="id">{safe(claim.id)}</span> <span class="sr">confidence </span>'
        f"{claim.confidence:.2f}{bar(0.0, claim.confidence, 'sure')}</p>",
        f'<p class="as">as “{isolated(more)}”</p>' if more else "",
        _facts(claim, reading, places),
        ending,
        "</article>",
    ]
    return "".join(parts)


def _facts(claim: Claim, reading: int, places: Mapping[str, int]) -> str:
    """One line of what is filled: traits speak for themselves, so their names are there for screen readers alone."""
    rows = []
    if claim.parent is not None and claim.parent in places:
        target = f"#r{reading}-k{places[claim.parent]}"
        rows.append(
            f'<div><dt class="sr">nested</dt><dd><a class="inside" href="{target}">inside {safe(claim.parent)}</a>'
            "</dd></div>"
        )
    rows += [
        f'<div class="f-{name}"><dt class="sr">{name}</dt><dd>{safe(value)}</dd></div>' for name, value in traits(claim)
    ]
    for name, value in details(claim):
        html = _certainty(claim.certainty) if name == "certainty" and claim.certainty else _days(isolated(value))
        rows.append(f'<div class="f-{name}"><dt>{name}</dt> <dd>{html}</dd></div>')
    return f'<dl class="facts">{"".join(rows)}</dl>' if rows else ""


def _days(html: str) -> str:
    """Days that no line may break."""
    return _DAY.sub(r'<span class="day">\g<0></span>', html)


def _certainty(certainty: Certainty) -> str:
    """The words, the row of the scale, and the scale from 0 to 100 % with the band drawn."""
    text = isolated(certainty_text(certainty))
    if not certainty.band:
        return f'{text} <span class="meta">(no band on {LIKELIHOOD_SCALE})</span>'
    scale = bar(*certainty.band, "band", ticks=(25, 50, 75))
    return f'{text}<span class="scale" aria-hidden="true">0{scale}100 % {LIKELIHOOD_SCALE}</span>'
