"""The summary strip that opens a reading: sources by record, share of the text, hedges, predictions with a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sayso.export.cards import isolated, safe
from sayso.export.facts import OUTLET, UNSOURCED, label, records_text, several, text_of
from sayso.export.summary import Summary
from sayso.records import Claim

_HEDGES = 4  # different hedges that are quoted
_DATED = 3  # predictions shown before the rest is folded away
_GIST = 90  # characters of a prediction's content
_SHADES: Mapping[str | None, str] = {
    "named-person": "s1",
    "named-organisation": "s2",
    "unnamed": "s3",
    "anonymous": "s4",
    "document": "s5",
    None: "s6",
}


def strip(found: Summary, numbers: Mapping[str, int], reading: int) -> str:
    """numbers: of each claim id in its reading, for links to its card."""
    cells = [_claims(found, reading), _sources(found), _share(found)]
    if found.understood or found.hedged:
        cells.append(_hedged(found))
    if found.understood or found.dated:
        cells.append(_dated(found, numbers, reading))
    return f'<div class="strip">{"".join(cells)}</div>'


def _cell(css: str, figure: str, name: str, body: str) -> str:
    return f'<div class="cell {css}"><p class="figure"><b>{figure}</b> {name}</p>{body}</div>'


def _shares(parts: Sequence[tuple[str, float, str]]) -> str:
    """A bar cut into parts, then each with its swatch and words. parts: (shade, amount, words)."""
    whole = sum(amount for _, amount, _ in parts) or 1
    at = 0.0
    rects = []
    for shade, amount, _ in parts:
        width = amount / whole * 100
        rects.append(f'<rect class="{shade}" x="{at:.2f}" width="{max(width - 0.6, 0):.2f}" height="6"/>')
        at += width
    items = "".join(f'<li><i class="{shade}" aria-hidden="true"></i>{words}</li>' for shade, _, words in parts)
    return (
        '<svg class="parts" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'{"".join(rects)}</svg><ul class="swatches">{items}</ul>'
    )


def _claims(found: Summary, reading: int) -> str:
    lines = [
        several(found.words, "word"),
        f"{found.nested:,} nested in another" if found.nested else "",
        f"{found.unsourced:,} with no source given" if found.unsourced else "",
        f"{found.outlet:,} in the outlet’s own voice" if found.outlet else "",
        f'<a href="#r{reading}-refusals">{several(found.refusals, "refusal")}</a>' if found.refusals else "",
    ]
    items = "".join(f"<li>{line}</li>" for line in lines if line)
    return _cell("c-claims", f"{found.claims:,}", "claim" if found.claims == 1 else "claims", f"<ul>{items}</ul>")


def _sources(found: Summary) -> str:
    name = "source" if found.sources == 1 else "sources"
    told = [(record, count) for record, count in found.records if record]
    if not told:
        body = "<p>Record not determined.</p>" if found.sources else ""
        return _cell("c-sources", f"{found.sources:,}", name, body)
    parts = [(_SHADES[record], float(count), records_text(record, count)) for record, count in found.records]
    return _cell("c-sources", f"{found.sources:,}", name, _shares(parts))


def _share(found: Summary) -> str:
    attributed, outlet, neither = found.share.parts()
    parts = [("s1", float(attributed), f"{attributed} % attributed")]
    if found.outlet:
        parts.append(("s3", float(outlet), f"{outlet} % {safe(OUTLET).lower()}"))
    parts.append(("s6", float(neither), f"{neither} % {'neither' if found.outlet else 'not attributed'}"))
    return _cell("c-share", f"{attributed} %", "of the text attributed", _shares(parts))


def _hedged(found: Summary) -> str:
    words = ", ".join(
        f"“{isolated(word)}”{f' ×{count}' if count > 1 else ''}" for word, count in found.hedges[:_HEDGES]
    )
    more = f" and {len(found.hedges) - _HEDGES} more" if len(found.hedges) > _HEDGES else ""
    body = f"<p>{words}{more}</p>" if words else "<p>No hedge or booster was found.</p>"
    name = "hedged claim" if found.hedged == 1 else "hedged claims"
    return _cell("c-hedged", f"{found.hedged:,}", name, body)


def _dated(found: Summary, numbers: Mapping[str, int], reading: int) -> str:
    items = [_prediction(claim, numbers, reading) for claim in found.dated]
    seen, rest = items[:_DATED], items[_DATED:]
    body = f'<ol class="dated">{"".join(seen)}</ol>' if seen else "<p>None carries a day by which it can be judged.</p>"
    if rest:
        body += f'<details><summary>{len(rest):,} more</summary><ol class="dated">{"".join(rest)}</ol></details>'
    name = "prediction with a date" if len(items) == 1 else "predictions with a date"
    return _cell("c-dated", f"{len(items):,}", name, body)


def _prediction(claim: Claim, numbers: Mapping[str, int], reading: int) -> str:
    who = label(claim.source) if claim.source else OUTLET if claim.voice == "outlet" else UNSOURCED
    gist = " ".join(text_of(claim.content).split())
    if len(gist) > _GIST:
        gist = gist[:_GIST].rsplit(" ", 1)[0] + " …"
    target = f"#r{reading}-k{numbers[claim.id]}"
    return (
        f'<li><a class="jump" href="{target}"><time>{isolated(claim.due or "")}</time> {isolated(who)}: '
        f"{isolated(gist)}</a></li>"
    )
