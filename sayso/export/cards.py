"""The card that stands beside the text for each claim, as HTML without any style or script of its own."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from sayso.export.facts import OUTLET, UNSOURCED, certainty_text, details, folded, label, text_of, traits
from sayso.export.visible import ON_PAGES, shown
from sayso.records import Certainty, Claim

_PLAIN = {
    "named-person": "named person",
    "named-organisation": "named organisation",
    "unnamed": "unnamed source",
    "anonymous": "anonymous source",
}


def safe(text: str) -> str:
    """Text for HTML, in element or attribute: escaped, characters that act shown."""
    return escape(shown(text, ON_PAGES), quote=True).replace("\r", " ")


def isolated(text: str) -> str:
    """Safe text whose direction cannot reach what stands around it."""
    return f"<bdi>{safe(text)}</bdi>"


def bar(low: float, high: float, css: str) -> str:
    """A scale of 0 to 1 with the part from low to high filled; drawn by attributes, which the page's policy allows."""
    left, width = min(max(low, 0.0), 1.0) * 100, max(min(high, 1.0) - max(low, 0.0), 0.0) * 100
    return (
        f'<svg class="bar {css}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="6"/><rect class="fill" x="{left:.0f}" width="{width:.0f}" height="6"'
        "/></svg>"
    )


def card(claim: Claim, *, number: int, speaker: int, reading: int, places: Mapping[str, int]) -> str:
    """number: of the claim in its reading; places: the number of each claim id, to link a parent."""
    who = label(claim.source) if claim.source else OUTLET if claim.voice == "outlet" else UNSOURCED
    cue = claim.cue.span.text if claim.cue else ""
    kind = "source" if claim.source else "outlet" if claim.voice == "outlet" else "none"
    parts = [
        f'<article class="card is-{kind} u{speaker}" id="r{reading}-k{number}" tabindex="0" data-k="{number}" '
        f'data-s="{speaker}" aria-label="{safe(f"Claim {claim.id}: {who} {cue}".strip())}">',
        f'<p class="who"><b class="name">{isolated(who)}</b> <span class="said">{isolated(cue)}</span></p>',
        f'<p class="foot"><span class="id">{safe(claim.id)}</span> <span class="sr">confidence </span>'
        f"{claim.confidence:.2f}{bar(0.0, claim.confidence, 'sure')}</p>",
        _origin(claim, reading, places),
        _chips(claim),
        _facts(claim),
        "</article>",
    ]
    return "".join(parts)


def _origin(claim: Claim, reading: int, places: Mapping[str, int]) -> str:
    """The source's own words, where its name is another, and the way to the claim that this one stands in."""
    parts = []
    if claim.source and claim.source.name and folded(text_of(claim.source.spans)) != folded(claim.source.name):
        parts.append(f"as “{isolated(text_of(claim.source.spans))}”")
    if claim.parent is not None and claim.parent in places:
        target = f"#r{reading}-k{places[claim.parent]}"
        parts.append(f'<a class="inside" href="{target}">inside {safe(claim.parent)}</a>')
    return f'<p class="as">{", ".join(parts)}</p>' if parts else ""


def _chips(claim: Claim) -> str:
    chips = "".join(f"<li>{safe(_PLAIN.get(trait, trait))}</li>" for trait in traits(claim))
    return f'<ul class="chips">{chips}</ul>' if chips else ""


def _facts(claim: Claim) -> str:
    rows = []
    for name, value in details(claim):
        shown_value = _band(claim.certainty) if name == "certainty" and claim.certainty else isolated(value)
        rows.append(f"<div><dt>{safe(name)}</dt><dd>{shown_value}</dd></div>")
    return f"<dl>{''.join(rows)}</dl>" if rows else ""


def _band(certainty: Certainty) -> str:
    text = isolated(certainty_text(certainty))
    return text + bar(*certainty.band, "band") if certainty.band else text
