"""The timeline of a question as SVG: a lane a speaker, a mark a claim; it asks for nothing else, light and dark.

A mark above its lane's line affirms the wording, one below denies it; the taller and fuller, the surer; a ring on the
line takes no side that can be told. A circle around a mark is a speaker who turned round.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

from sayso.export.cards import safe
from sayso.export.cells import wrapped
from sayso.export.visible import one_line

_WIDE = 1000.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 250.0, 30.0, 96.0, 40.0
_LANE = 46.0  # of a lane, in units of the picture
_SURE, _HEDGED, _THIN = 17.0, 9.0, 5.0
_MOST_LANES = 24
_LABEL = 34  # characters of a speaker's name
_TICKS = 8
_REST = "Others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A claim of the question. lane: who says it. position: yes, hedged yes, unclear, hedged no or no."""

    day: str | None
    lane: str
    position: str
    cue: str | None
    content: str
    sure: str | None
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    claim: str
    new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What moved. before, after: day and words."""

    kind: str
    speaker: str | None
    before: tuple[str | None, str]
    after: tuple[str | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A question as it is shown. marks: in the order of time."""

    key: str
    wording: str
    marks: tuple[Mark, ...]
    steps: tuple[Step, ...]


def style() -> str:
    """What the picture looks like, for a page that holds it."""
    return (files("sayso.export") / "static" / "timeline.css").read_text(encoding="utf-8")


def timeline_svg(page: Page, *, own_style: bool = True) -> str:
    """The picture as one SVG element. own_style: for a file of its own; a page holds style() itself."""
    dated = [mark for mark in page.marks if mark.day]
    lanes = _lanes(dated)
    high = _TOP + _LANE * max(len(lanes), 1) + _BOTTOM
    axis = _Axis.of(dated)
    parts = [
        f'<svg class="tl" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE:.0f} {high:.0f}" role="img"'
        f' width="{_WIDE:.0f}" height="{high:.0f}" aria-label="{safe(_says(page, len(dated)))}">',
        f"<style>{style()}</style>" if own_style else "",
        f'<rect class="paper" width="{_WIDE:.0f}" height="{high:.0f}"/>',
        *_head(page, len(page.marks) - len(dated)),
        *_grid(axis, len(lanes), high),
    ]
    for number, (name, marks) in enumerate(lanes):
        parts += _lane(name, marks, _TOP + _LANE * (number + 0.5), axis, shaded=number % 2 == 1)
    parts.append("</svg>\n")
    return "".join(parts)


def _says(page: Page, dated: int) -> str:
    yes = sum(mark.position.endswith("yes") for mark in page.marks)
    no = sum(mark.position.endswith("no") for mark in page.marks)
    return f"Timeline of {dated} claims on: {one_line(page.wording)}. {yes} affirm it, {no} deny it."


def _lanes(marks: Sequence[Mark]) -> list[tuple[str, list[Mark]]]:
    """Speakers with their marks, in the order in which they first spoke; those with the fewest share the last lane."""
    found: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        found[mark.lane].append(mark)
    if len(found) <= _MOST_LANES:
        return list(found.items())
    kept = sorted(found, key=lambda name: -len(found[name]))[: _MOST_LANES - 1]
    rest = [mark for mark in marks if mark.lane not in kept]
    named = [(name, those) for name, those in found.items() if name in kept]
    return [*named, (f"{_REST} ({len(found) - len(kept)})", rest)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """From the first day to the last."""

    first: date
    days: int

    @classmethod
    def of(cls, marks: Sequence[Mark]) -> _Axis:
        days = [date.fromisoformat(mark.day) for mark in marks if mark.day]
        first, last = min(days, default=date(2000, 1, 1)), max(days, default=date(2000, 1, 1))
        return cls(first=first, days=max((last - first).days, 1))

    def x(self, day: date, part: float = 0.0) -> float:
        """part: of the day that has gone, to keep marks of one day apart."""
        return _LEFT + ((day - self.first).days + part) / (self.days + 1) * (_WIDE - _LEFT - _RIGHT)

    def ticks(self) -> list[date]:
        step = max(1, math.ceil((self.days + 1) / _TICKS))
        return [self.first + timedelta(days=n) for n in range(0, self.days + 1, step)]


def _head(page: Page, undated: int) -> list[str]:
    lines = wrapped(one_line(page.wording), 100)
    if len(lines) > 2:
        lines = [lines[0], lines[1].rstrip() + " …"]
    out = [f'<text class="head" x="20" y="{28 + 21 * n}">{safe(line)}</text>' for n, line in enumerate(lines)]
    y, x = 74.0, 20.0
    keys = (("yes", "yes", -_SURE), ("yes hedged", "hedged yes", -_HEDGED), ("no", "no", _SURE))
    for css, name, tall in (*keys, ("no hedged", "hedged no", _HEDGED)):
        half = tall / 1.6
        out.append(_bar(x + 5, y - 4 + (abs(half) / 2 if half < 0 else -abs(half) / 2), half, css, ""))
        out.append(f'<text class="soft" x="{x + 15:.0f}" y="{y:.0f}">{name}</text>')
        x += 34 + 6.6 * len(name)
    out.append(f'<circle class="unclear" cx="{x + 5:.0f}" cy="{y - 4:.0f}" r="4"/>')
    more = f"; {undated} without a day left out" if undated else ""
    out.append(f'<text class="soft" x="{x + 15:.0f}" y="{y:.0f}">unclear</text>')
    out.append(f'<circle class="turn" cx="{x + 76:.0f}" cy="{y - 4:.0f}" r="6"/>')
    out.append(f'<text class="soft" x="{x + 88:.0f}" y="{y:.0f}">moved{more}</text>')
    return out


def _grid(axis: _Axis, lanes: int, high: float) -> list[str]:
    bottom = _TOP + _LANE * lanes
    out = [f'<path class="axis" d="M{_LEFT} {bottom:.1f}H{_WIDE - _RIGHT}"/>']
    for tick in axis.ticks():
        x = axis.x(tick)
        out.append(f'<path class="axis" d="M{x:.1f} {_TOP}V{bottom + 5:.1f}"/>')
        out.append(f'<text class="soft" x="{x:.1f}" y="{high - 18:.0f}" text-anchor="middle">{tick.isoformat()}</text>')
    return out


def _lane(name: str, marks: Sequence[Mark], y: float, axis: _Axis, *, shaded: bool) -> list[str]:
    top = y - _LANE / 2
    out = [f'<rect class="band" x="0" y="{top:.1f}" width="{_WIDE:.0f}" height="{_LANE}"/>'] if shaded else []
    told = one_line(name)
    label = told if len(told) <= _LABEL else told[: _LABEL - 1].rstrip() + "…"
    out.append(f'<text x="20" y="{y + 4:.1f}">{safe(label)}<title>{safe(told)}</title></text>')
    out.append(f'<path class="zero" d="M{_LEFT} {y:.1f}H{_WIDE - _RIGHT}"/>')
    by_day: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_day[mark.day or ""].append(mark)
    places = []
    for day, those in by_day.items():
        for number, mark in enumerate(those):
            places.append((axis.x(date.fromisoformat(day), (number + 0.5) / (len(those) + 0.5) * 0.9), mark))
    heights = [(x, y + _height(mark.position)) for x, mark in places]
    if len(places) > 1:
        points = " ".join(f"{x:.1f},{at:.1f}" for x, at in heights)
        out.append(f'<polyline class="path" points="{points}"/>')
    out += [_mark(x, y, mark) for x, mark in places]
    return out


def _height(position: str) -> float:
    tall = _HEDGED if position.startswith("hedged") else _SURE
    return 0.0 if position == "unclear" else -tall if position.endswith("yes") else tall


def _mark(x: float, y: float, mark: Mark) -> str:
    told = f"{mark.day} · {mark.position} · {one_line(mark.lane)}: {one_line(mark.content)}"
    if mark.outlet:
        told += f" ({one_line(mark.outlet)})"
    title = f"<title>{safe(told)}</title>"
    tall = _height(mark.position)
    turned = any(kind in {"reversal", "hedge added", "hedge dropped"} for kind in mark.new)
    ring = f'<circle class="turn" cx="{x:.1f}" cy="{y + tall:.1f}" r="7"/>' if turned else ""
    if mark.position == "unclear":
        return f'<g><circle class="unclear" cx="{x:.1f}" cy="{y:.1f}" r="4.5">{title}</circle>{ring}</g>'
    css = "yes" if tall < 0 else "no"
    css += " hedged" if mark.position.startswith("hedged") else ""
    return f"<g>{_bar(x, y, tall, css, title)}{ring}</g>"


def _bar(x: float, y: float, tall: float, css: str, title: str) -> str:
    top = y + min(tall, 0.0)
    return (
        f'<rect class="{css}" x="{x - _THIN / 2 - 0.5:.1f}" y="{top:.1f}" width="{_THIN + 1}" height="{abs(tall):.1f}"'
        f' rx="1.5">{title}</rect>'
    )
