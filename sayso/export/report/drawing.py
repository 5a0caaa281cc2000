"""The timeline of a brief: a lane a speaker, a mark a claim. Lines, marks and labels that every form can draw.

Told apart without color, for print: a disc affirms, a square denies, a ring takes no side; a small one is hedged.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Tone = Literal["ink", "soft", "faint", "yes", "no"]
Shape = Literal["disc", "square", "ring"]
COLORS: dict[Tone, str] = {"ink": "#1a1a1a", "soft": "#5f6368", "faint": "#d5d7da", "yes": "#1f5fa8", "no": "#a33b20"}
WIDE = 480.0  # points, the width of a page's text
_LABELS, _RIGHT, _TOP, _LANE, _AXIS, _KEY = 132.0, 12.0, 8.0, 20.0, 20.0, 20.0
_SURE, _HEDGED = 4.6, 3.0
_MOST_LANES, _MOST_TICKS, _LONGEST = 14, 7, 26
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """From one point to another. width: in points."""

    x1: float
    y1: float
    x2: float
    y2: float
    tone: Tone = "faint"
    width: float = 0.6
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A mark around a point. size: half its height."""

    x: float
    y: float
    size: float
    shape: Shape
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Words whose baseline begins, has its middle or ends at a point. size: in points."""

    x: float
    y: float
    text: str
    size: float = 8.0
    anchor: Literal["start", "middle", "end"] = "start"
    tone: Tone = "ink"


Piece = Line | Dot | Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """width, height: in points; y grows downward."""

    width: float
    height: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A claim on the timeline. day: ISO. position: yes, hedged yes, unclear, hedged no, no."""

    day: str
    lane: str
    position: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line over all lanes: a day on which something was settled or falls due."""

    day: str
    text: str


def timeline(marks: Sequence[Mark], rules: Sequence[Rule] = (), *, sides: bool = True) -> Drawing:
    """Lanes in the order in which they first speak. sides: whether marks take a side, which is then explained."""
    lanes = _lanes(marks)
    days = [date.fromisoformat(day) for day in (*(m.day for m in marks), *(r.day for r in rules))]
    first, last = min(days), max(days)
    bottom = _TOP + _LANE * len(lanes)
    key = _KEY if sides else 0.0

    def x(day: str | date) -> float:
        when = date.fromisoformat(day) if isinstance(day, str) else day
        room = WIDE - _LABELS - _RIGHT - 2 * _SURE
        return _LABELS + _SURE + ((when - first).days / max((last - first).days, 1)) * room

    pieces: list[Piece] = []
    for day, told in _ticks(first, last):
        pieces.append(Line(x1=x(day), y1=_TOP, x2=x(day), y2=bottom))
        pieces.append(Label(x=x(day), y=bottom + 12, text=told, size=7.5, anchor=_anchor(x(day)), tone="soft"))
    for number, (name, those) in enumerate(lanes):
        y = _TOP + _LANE * (number + 0.5)
        pieces.append(Line(x1=_LABELS, y1=y, x2=WIDE - _RIGHT, y2=y))
        pieces.append(Label(x=_LABELS - 8, y=y + 3, text=_short(name), anchor="end"))
        pieces += _dots(those, y, x)
    for rule in rules:
        at = x(rule.day)
        pieces.append(Line(x1=at, y1=_TOP - 4, x2=at, y2=bottom, tone="ink", width=0.8, dashed=True))
        pieces.append(Label(x=at, y=_TOP - 6, text=rule.text, size=7.5, anchor=_anchor(at)))
    if sides:
        pieces += _key(bottom + _AXIS + 8)
    top = 10.0 if rules else 0.0
    return Drawing(width=WIDE, height=bottom + _AXIS + key + top, pieces=tuple(_down(p, top) for p in pieces))


def _lanes(marks: Sequence[Mark]) -> list[tuple[str, list[Mark]]]:
    found: dict[str, list[Mark]] = {}
    for mark in sorted(marks, key=lambda m: m.day):
        found.setdefault(mark.lane, []).append(mark)
    if len(found) <= _MOST_LANES:
        return list(found.items())
    kept = sorted(found, key=lambda name: -len(found[name]))[: _MOST_LANES - 1]
    rest = [mark for name, those in found.items() if name not in kept for mark in those]
    told = [(name, those) for name, those in found.items() if name in kept]
    return [*told, (f"{len(found) - len(kept)} others", rest)]


def _dots(marks: Sequence[Mark], y: float, x: Callable[[str | date], float]) -> Iterator[Dot]:
    """Marks of one day stand beside each other, as far as they can be told apart."""
    seen: dict[str, int] = {}
    for mark in marks:
        number = seen.get(mark.day, 0)
        seen[mark.day] = number + 1
        shift = (number + 1) // 2 * (1 if number % 2 else -1) * 5.0 if number < 6 else 15.0
        hedged = mark.position.startswith("hedged")
        side = mark.position.removeprefix("hedged ")
        shape: Shape = "disc" if side == "yes" else "square" if side == "no" else "ring"
        tone: Tone = "yes" if side == "yes" else "no" if side == "no" else "soft"
        at = min(max(x(mark.day) + shift, _LABELS), WIDE - _RIGHT)
        yield Dot(x=at, y=y, size=_HEDGED if hedged else _SURE, shape=shape, tone=tone)


def _key(y: float) -> Iterator[Piece]:
    told: tuple[tuple[str, Shape, Tone, float], ...] = (
        ("affirms", "disc", "yes", _SURE), ("affirms, hedged", "disc", "yes", _HEDGED),
        ("denies", "square", "no", _SURE), ("denies, hedged", "square", "no", _HEDGED),
        ("no side that can be told", "ring", "soft", _SURE),
    )  # fmt: skip
    at = _LABELS + _SURE
    for text, shape, tone, size in told:
        yield Dot(x=at, y=y, size=size, shape=shape, tone=tone)
        yield Label(x=at + 8, y=y + 3, text=text, size=7.5, tone="soft")
        at += 20 + 3.7 * len(text)


def _ticks(first: date, last: date) -> Iterator[tuple[date, str]]:
    step = max(1, math.ceil(((last - first).days + 1) / _MOST_TICKS))
    year: int | None = None
    for number in range(0, (last - first).days + 1, step):
        day = first + timedelta(days=number)
        told = f"{day.day} {_MONTHS[day.month - 1]}"
        yield day, told if day.year == year else f"{told} {day.year}"
        year = day.year


def _anchor(x: float) -> Literal["start", "middle", "end"]:
    return "end" if x > WIDE - 60 else "middle"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"


def _down(piece: Piece, by: float) -> Piece:
    if not by:
        return piece
    if isinstance(piece, Line):
        return Line(
            x1=piece.x1, y1=piece.y1 + by, x2=piece.x2, y2=piece.y2 + by, tone=piece.tone, width=piece.width,
            dashed=piece.dashed,
        )  # fmt: skip
    if isinstance(piece, Dot):
        return Dot(x=piece.x, y=piece.y + by, size=piece.size, shape=piece.shape, tone=piece.tone)
    return Label(x=piece.x, y=piece.y + by, text=piece.text, size=piece.size, anchor=piece.anchor, tone=piece.tone)
