"""Builders of what counts from a date: two weeks ago, a year earlier, the past decade, recent days."""

from __future__ import annotations

from datetime import date, timedelta

from sayso.timex.amounts import Amount, quantity
from sayso.timex.calendar import Point, containing, shifted
from sayso.timex.context import Match, Reading, ends_clause, of_point, unresolved

UNKNOWN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX"}
FACTORS = {"DE": ("Y", 10), "CE": ("Y", 100), "FN": ("W", 2), "ML": ("Y", 1000)}
_HALVES = {"TH": "PT30M", "D": "PT12H", "Y": "P6M"}
# How exact a distance in a unit is: weeks ago tell the week, hours the day.
_GRAINS = {"FN": "W", "TH": "D", "TM": "D", "TS": "D", "DE": "Y", "CE": "DE", "ML": "CE"}
_FROM_TEXT = ("EARLIER", "LATER", "BEFORE", "AFTER")


def distance(m: Match) -> Reading | None:
    """Two weeks ago counts from today; a week earlier or later from the date mentioned last. As exact as its unit."""
    last, parts = m.kinds[-1], quantity(m)
    if (last in {"EARLIER", "LATER"} and m.word(1) == "than") or (last in {"BEFORE", "AFTER"} and not ends_clause(m)):
        return None
    if not parts:
        return None
    back = last in {"AGO", "EARLIER", "BEFORE"} or m.kinds[-2] == "BEFORE"
    base = _base(m, last)
    if parts[0][0] is None:
        return _vague(base, back, last)
    if base is None:
        return unresolved(UNKNOWN.get(_GRAINS.get(parts[-1][1], parts[-1][1]), "XXXX"))
    day = base
    for count, unit in parts:
        day = shifted(day, unit, (-1 if back else 1) * (count or 0))
    return of_point(_grained(m, parts, day, last))


def _base(m: Match, last: str) -> date | None:
    """The date that a distance counts from."""
    ctx = m.context
    if last in _FROM_TEXT:
        return ctx.anchor.first if ctx.anchor else None
    if last == "RDAY" and ctx.today:
        return ctx.today + timedelta(days=m.number("RDAY") or 0)
    return ctx.today


def _vague(base: date | None, back: bool, last: str) -> Reading:
    """Several months ago, a few days later."""
    if back:
        return Reading(type="DATE", value="PAST_REF", latest=base if last == "AGO" else None)
    return Reading(type="DATE", value="FUTURE_REF" if last in {"NOW", "RDAY"} else "XXXX-XX-XX")


def _grained(m: Match, parts: list[Amount], day: date, last: str) -> Point:
    unit, anchor = parts[-1][1], m.context.anchor
    counted = last in {"NOW", "RDAY"} or (last in _FROM_TEXT and anchor is not None and anchor.unit == "D")
    if (unit in {"W", "FN"} and counted) or (unit == "M" and last == "RDAY"):
        return Point("D", day)
    if unit in {"Y", "M"} and last in _FROM_TEXT and anchor and anchor.unit == "Q":
        return containing("Q", day)
    return containing(_GRAINS.get(unit, unit), day)


def around(m: Match, unit: str, count: float | None, direction: int) -> Reading:
    """A length of time that ends (-1) or begins (1) today: the past two weeks, the coming days."""
    today = m.context.today if not m.context.narrative else None
    name, factor = FACTORS.get(unit, (unit, 1))
    value = period(name, None if count is None else count * factor)
    earliest = latest = None
    if today:
        other = None if count is None else shifted(today, name, direction * count * factor)
        earliest, latest = (other, today) if direction < 0 else (today, other)
    return Reading(type="DURATION", value=value, earliest=earliest, latest=latest)


def period(unit: str, count: float | None) -> str:
    """The TIMEX3 value of a length of time: P2W, PT30M, PXD."""
    if count == 0.5 and unit in _HALVES:
        return _HALVES[unit]
    number = "X" if count is None else f"{count:g}" if count < 1e6 else str(int(count))
    return f"PT{number}{unit[1]}" if unit[0] == "T" else f"P{number}{unit}"


def span_back(m: Match) -> Reading | None:
    """The past two weeks, recent days, the next several months, the last half-century."""
    direction = m.number("LAST", "PAST", "PREVIOUS", "NEXT", "COMING", "FOLLOWING", "RECENT", "THESE")
    parts = quantity(m)
    if m.has("THESE"):
        return Reading(type="DATE", value="PRESENT_REF") if parts == [(None, "D")] else None
    if m.has("PARTS"):
        return Reading(type="DURATION", value=period("D", parts[0][0] if parts else None))
    if not parts or direction is None:
        return None
    count, unit = parts[0]
    if m.has("FOLLOWING"):
        return Reading(type="DURATION", value=around(m, unit, count, direction).value)
    if m.kinds == ["LAST", "UNITS"] and m.word(-1) not in {"in", "the"}:
        return None
    return around(m, unit, count, direction)
