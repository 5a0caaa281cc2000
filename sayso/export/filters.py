"""What narrows a page down: the speakers with their colors, filters by voice, record, force and more, and the bar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sayso.export.cards import extras, isolated, kind_of
from sayso.export.facts import OUTLET, UNSOURCED, Speaker, record_text, several
from sayso.records import FORCES, RECORDS, Reading

_LEGEND = 8  # sources shown before the rest is folded away
_VOICES = (("source", "Attributed to a source"), ("none", UNSOURCED), ("outlet", OUTLET))
_EXTRAS = (("hedged", "hedged"), ("dated", "with a due date"), ("negated", "negated"), ("nested", "nested"))


def panel(reading: Reading, voices: Sequence[Speaker], number: int) -> str:
    """Legend and filters. Within a row any choice may hold, across rows all must."""
    if not reading.claims:
        return '<p class="key">No claims were found.</p>'
    claims = reading.claims
    by_voice = Counter(kind_of(claim) for claim in claims)
    by_record: Counter[str] = Counter(claim.source.record or "" for claim in claims if claim.source)
    by_force: Counter[str] = Counter(claim.force or "" for claim in claims)
    by_extra = Counter(name for claim in claims for name in extras(claim))
    facets = {
        "voice": _facet("Voice", "v", [(key, name, by_voice[key]) for key, name in _VOICES], least=2),
        "record": _facet("Record", "r", [(key, record_text(key), by_record[key]) for key in (*RECORDS, "")]),
        "force": _facet("Force", "f", [(key, key, by_force[key]) for key in FORCES]),
        "hedge": _facet("Only", "x", [(key, name, by_extra[key]) for key, name in _EXTRAS]),
    }
    names = ", ".join(name for name, html in facets.items() if html)
    rows = "".join(facets.values())
    more = f'<details class="more"><summary>Filter by {names}</summary>{rows}</details>' if rows else ""
    return f'<div class="panel" id="r{number}-filters">{_speakers(voices)}{more}{_key(reading)}</div>'


def _button(facet: str, value: str, css: str, name: str, count: int) -> str:
    return (
        f'<button type="button" class="pick {css}" data-facet="{facet}" data-value="{value}" aria-pressed="false">'
        f'{name} <span class="count">{count:,}</span></button>'
    )


def _group(name: str, body: str, css: str = "") -> str:
    return f'<div class="facet {css}" role="group" aria-label="{name}"><h3 aria-hidden="true">{name}</h3>{body}</div>'


def _list(items: Iterable[str]) -> str:
    return f'<ul class="picks">{"".join(f"<li>{item}</li>" for item in items)}</ul>'


def _speakers(voices: Sequence[Speaker]) -> str:
    items = [
        _button("s", str(number), f"u{number}", f'<i aria-hidden="true"></i>{isolated(voice.label)}', voice.claims)
        for number, voice in enumerate(voices)
        if voice.kind == "source"
    ]
    if not items:
        return ""
    folded = items[_LEGEND:] if len(items) > _LEGEND + 1 else []
    out = _list(items[: len(items) - len(folded)])
    if folded:
        out += f"<details><summary>{several(len(folded), 'more source')}</summary>{_list(folded)}</details>"
    return _group("Speaker", f"<div>{out}</div>", "speakers")


def _facet(name: str, facet: str, values: Iterable[tuple[str, str, int]], least: int = 1) -> str:
    """Nothing where fewer than `least` values would be there to choose from."""
    filled = [(value, words, count) for value, words, count in values if count]
    if len([value for value, _, _ in filled if value]) < least:
        return ""
    return _group(name, _list(_button(facet, value, f"is-{value}", words, count) for value, words, count in filled))


def _key(reading: Reading) -> str:
    """How the text is marked, as far as it is in this reading."""
    claims = reading.claims
    nested = ' <span class="k-nested">nested claim</span>' if any(claim.parent is not None for claim in claims) else ""
    marks = (
        ("source", any(claim.source for claim in claims), "source"),
        ("cue", any(claim.cue for claim in claims), "cue"),
        ("content", True, f"content{nested}"),
        ("none", any(kind_of(claim) == "none" for claim in claims), "no source"),
        ("outlet", any(claim.voice == "outlet" for claim in claims), "outlet’s own voice"),
        ("hedge", any(claim.certainty for claim in claims), "hedge"),
        ("mention", any(claim.source.mentions for claim in claims if claim.source), "other mention of a source"),
    )
    shown = "".join(f' <span class="k-{css}">{words}</span>' for css, there, words in marks if there)
    return f'<p class="key">How to read it{shown}</p>'


def toolbar(reading: Reading, number: int) -> str:
    """Stays in sight: how many claims are shown, the way to the next, the outlet's own voice on or off."""
    if not reading.claims:
        return ""
    total = len(reading.claims)
    outlet = sum(claim.voice == "outlet" for claim in reading.claims)
    switch = (
        f'<button type="button" class="switch" role="switch" aria-checked="true" aria-label="{OUTLET}">'
        '<i aria-hidden="true"></i><span>Outlet<span class="long">’s own voice</span></span></button>'
        if outlet
        else ""
    )
    return (
        '<div class="bar-top" role="group" aria-label="Claims">'
        '<span class="steps"><button type="button" class="step" data-by="-1" aria-label="Previous claim">↑</button>'
        '<button type="button" class="step" data-by="1" aria-label="Next claim">↓</button></span>'
        f'<span class="status" role="status">{several(total, "claim")}</span>'
        '<button type="button" class="clear" hidden>Show all</button>'
        f'{switch}<a class="up" href="#r{number}-filters">Filters</a></div>'
    )
