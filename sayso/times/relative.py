"""Builders of dates that count from the day of publication or from a date mentioned before."""

from __future__ import annotations

from datetime import date, timedelta

from sayso.times.amounts import quantity
from sayso.times.calendar import Point, containing, shifted
from sayso.times.context import Match, Reading, of_point, unresolved

_UNITS = ("UNIT", "UNITS", "QUARTER", "WEEKEND", "CENTURY")
_RELATIONS = (
    "LATEST",
    "BEFORE",
    "EARLIER",
    "AFTER",
    "LAST",
    "PAST",
    "PREVIOUS",
    "NEXT",
    "COMING",
    "FOLLOWING",
    "THIS",
    "CURRENT",
    "SAME",
    "THAT",
)
_HALVES = {"TH": "PT30M", "D": "PT12H", "Y": "P6M"}
_FINENESS = ("D", "WE", "W", "M", "Q", "S", "H", "Y", "DE", "CE")
_UNKNOWN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX"}
_CONTEXT = frozenset("for in during throughout over within by until into through across".split())


def relative_day(m: Match) -> Reading | None:
    part = m.value("PART")
    today = m.context.today
    if m.has("RNIGHT"):
        return _day_part(today, "NI")
    count = m.number("RDAY")
    assert count is not None
    if m.has("BEFORE", "AFTER"):
        if m.value("UNIT") != "D" or (m.has("BEFORE")) != (count < 0) or count == 0:
            return None
        count *= 2
    day = today + timedelta(days=count) if today else None
    if part:
        return _day_part(day, str(part))
    return of_point(Point("D", day)) if day else unresolved("XXXX-XX-XX")


def _day_part(day: date | None, part: str) -> Reading:
    return of_point(Point("D", day), f"T{part}") if day else unresolved(f"XXXX-XX-XXT{part}", "TIME")


def relative_part(m: Match) -> Reading | None:
    """Last night, this morning; that evening and the following morning count from the date mentioned before."""
    part, ctx = m.value("PART", "DAWN"), m.context
    day = ctx.today
    if m.has("THE") and (m.word(-1) not in {"in", "during", "by"} or m.word(1) in {"of", "after", "before"}):
        return None
    if m.has("THE") and ctx.anchor and ctx.anchor.unit == "D":
        day = ctx.anchor.first
    if m.has("THAT", "SAME", "FOLLOWING", "PREVIOUS"):
        if m.has("THAT") and m.word(1).isalpha() and m.kind(1) == "OTHER" and m.word(-1) in {"said", "say", "says"}:
            return None
        day = ctx.anchor.first if ctx.anchor and ctx.anchor.unit == "D" else None
    shift = 0
    if m.has("LAST", "PREVIOUS"):
        shift = -1
    elif m.has("NEXT", "FOLLOWING"):
        shift = 1
    return _day_part(day + timedelta(days=shift) if day else None, str(part))


def weekday(m: Match) -> Reading | None:
    """On Thursday: the last one, today included; where the words around tell of the future, the next one."""
    ctx, part = m.context, m.value("PART")
    number = m.number("WEEKDAY")
    if number is None:
        return relative_day(m)
    suffix = f"T{part}" if part else ""
    if ctx.today is None:
        return unresolved(f"XXXX-WXX-{number}{suffix}", "TIME" if part else "DATE")
    week = containing("W", ctx.today)
    if m.has("UNIT"):
        if m.value("UNIT") != "W":
            return None
        shift = m.number("LAST", "NEXT", "THIS", "FOLLOWING", "PREVIOUS") or 0
        return of_point(Point("D", week.shift(shift).first + timedelta(days=number - 1)), suffix)
    back = (ctx.today.isoweekday() - number) % 7
    ahead = (number - ctx.today.isoweekday()) % 7
    relation = m.number("PAST", "COMING") or m.number(*_RELATIONS)
    if m.has("SAME", "THAT", "FOLLOWING") and ctx.anchor and ctx.anchor.unit == "D":
        base = ctx.anchor.first
        days = (number - base.isoweekday()) % 7
        return of_point(Point("D", base + timedelta(days=days or 7 * m.has("FOLLOWING"))), suffix)
    if relation == -1:
        return of_point(Point("D", ctx.today - timedelta(days=back or 7)), suffix)
    if relation == 1:
        return of_point(Point("D", ctx.today + timedelta(days=ahead or 7)), suffix)
    if m.has("THIS") and relation == 0 and m.direction >= 0:
        return of_point(Point("D", week.first + timedelta(days=number - 1)), suffix)
    direction = m.direction or -1
    if m.word(-1) in {"until", "till", "by"}:
        direction = 1 if m.direction >= 0 else -1
    days = ahead if direction > 0 else -back
    return of_point(Point("D", ctx.today + timedelta(days=days)), suffix)


def relative_unit(m: Match) -> Reading | None:
    """Last week, this month, the same day. "The past week" is a length of time that ends today."""
    unit, ctx = str(m.value(*_UNITS)), m.context
    if unit not in {"D", "W", "WE", "M", "Q", "Y", "DE", "CE"}:
        return None
    if m.has("THAT") and (m.kind(1) == "OTHER" and m.word(1).isalpha() and m.word(-1) in {"said", "say", "so"}):
        return None
    if m.has("PAST", "COMING") and not m.has("THIS"):
        return around(m, unit, 1, -1 if m.has("PAST") else 1)
    beside = m.has("BEFORE", "AFTER", "EARLIER")
    if beside and not (m.word(1) in {"", ".", ",", ";", ")"} or m.kind(1) == "BREAK"):
        return None
    relation = m.number("PAST", "COMING") or m.number(*_RELATIONS) or 0
    base = Point("D", ctx.today) if ctx.today else None
    far = unit == "D" and m.has("NEXT", "LAST") and not (m.has("NEXT") and m.word(-1) != "the")
    if m.has("SAME", "THAT", "PREVIOUS", "FOLLOWING") or far or beside:
        base = ctx.anchor if ctx.anchor and _FINENESS.index(ctx.anchor.unit) <= _FINENESS.index(unit) else None
        base = base or (Point("D", ctx.today) if ctx.today and not ctx.narrative and unit in "QMY" else None)
    if unit == "D" and (m.has("THIS", "CURRENT", "LAST") or (base and base.unit != "D")):
        return None
    if base is None:
        return unresolved(_UNKNOWN.get(unit, "XXXX"))
    if unit == "WE" and relation == 0 and m.has("THIS"):
        return of_point(_weekend(m, base.first))
    return of_point(containing(unit, base.first).shift(relation))


def _weekend(m: Match, today: date) -> Point:
    this = containing("WE", today)
    direction = m.direction
    if today.isoweekday() <= 3 and direction < 0:
        return this.shift(-1)
    return this


def relative_month(m: Match) -> Reading | None:
    """Last May, this November, next March, seen from today."""
    number, ctx = m.number("MONTH", "AMONTH", "ABBR"), m.context
    assert number
    if m.has("THIS", "THAT") and m.has("AMONTH") and not m.word(1).isdigit() and number == 5 and m.word(1).isalpha():
        return (
            None if m.has("THAT") or m.word(1) in {"be", "have", "not", "well", "seem", "help", "mean"} else _month(m)
        )
    return _month(m)


def _month(m: Match) -> Reading | None:
    number, ctx = m.number("MONTH", "AMONTH", "ABBR"), m.context
    assert number
    if ctx.today is None:
        return unresolved(f"XXXX-{number:02}")
    today = containing("M", ctx.today)
    points = [Point("M", date(y, number, 1)) for y in range(ctx.today.year - 1, ctx.today.year + 2)]
    relation = m.number(*_RELATIONS) or 0
    if m.has("SAME", "THAT"):
        return of_point(Point("M", date((ctx.anchor or today).first.year, number, 1)))
    if relation < 0:
        return of_point([p for p in points if p.first < today.first][-1])
    if relation > 0:
        return of_point(next(p for p in points if p.first > today.first))
    return of_point(Point("M", date(ctx.today.year, number, 1)))


def plain_unit(m: Match) -> Reading | None:
    """The year, the quarter, the weekend, where a preposition or "the end of" shows that a date is meant."""
    unit, ctx = str(m.value(*_UNITS)), m.context
    lead, before = m.word(-1), m.kind(-2)
    bound = lead == "of" and before == "BOUND"
    loose = lead == "in" and before in {"LATER", "EARLIER"}
    if unit == "WE":
        if not m.has("THE") or (m.word(1) in {"of", "that"} and not bound):
            return None
        if ctx.today is None:
            return unresolved(_UNKNOWN["WE"])
        this = containing("WE", ctx.today)
        past = ctx.today.isoweekday() < 6 and (m.direction or -1) < 0
        return of_point(this.shift(-1) if past else this)
    if m.kind(1) in {"BEFORE", "AFTER", "AGO", "OF"} or m.word(1) in {"when", "that", "of"}:
        return None
    if unit not in {"D", "W", "M", "Q", "Y"} or not (bound or loose or (unit in "QY" and lead in _CONTEXT)):
        return None
    if ctx.today is None:
        return unresolved(_UNKNOWN[unit])
    point = containing(unit, ctx.today)
    if ctx.narrative and ctx.anchor:
        point = containing(unit, ctx.anchor.first)
    elif unit == "Q" and not bound:
        point = point.shift(-1) if m.direction < 0 else point
    return of_point(point)


def unit_end(m: Match) -> Reading | None:
    """Year-end, the year's end: the last of the year."""
    unit, ctx = str(m.value("UNIT")), m.context
    if unit not in {"W", "M", "Y"} or m.value("BOUND") != "END" or (m.has("UNIT") and m.kinds[-2] == "UNIT"):
        return None
    if ctx.today is None:
        return unresolved(_UNKNOWN[unit])
    reading = of_point(containing(unit, ctx.today))
    assert reading.point
    return Reading(
        type="DATE", value=reading.value, mod="END", point=reading.point, earliest=reading.latest, latest=reading.latest
    )


def distance(m: Match) -> Reading | None:
    """Two weeks ago counts from today; a week earlier or later from the date mentioned last. As exact as its unit."""
    ctx = m.context
    back = m.has("AGO", "EARLIER") or (m.kinds[-1] == "BEFORE") or (m.kinds[-2] == "BEFORE")
    last = m.kinds[-1]
    if last in {"EARLIER", "LATER"} and m.word(1) in {"than"}:
        return None
    if last in {"BEFORE", "AFTER"} and not (m.word(1) in {"", ".", ",", ";", ")"} or m.kind(1) == "BREAK"):
        return None
    parts = quantity(m)
    if not parts:
        return None
    base: date | None = ctx.today
    if last in {"EARLIER", "LATER", "BEFORE", "AFTER"}:
        base = ctx.anchor.first if ctx.anchor else None
    elif last == "RDAY" and base:
        base += timedelta(days=m.number("RDAY") or 0)
    unit = parts[-1][1]
    grain = {"FN": "W", "TH": "D", "TM": "D", "TS": "D", "ML": "CE"}.get(unit, unit)
    if base is None or parts[0][0] is None:
        if parts[0][0] is None and base is None:
            return Reading(type="DATE", value="PAST_REF" if back else "XXXX-XX-XX")
        if base is None:
            return unresolved(_UNKNOWN.get(grain, "XXXX"))
        return Reading(
            type="DATE",
            value="PAST_REF" if back else "FUTURE_REF" if last in {"NOW", "RDAY"} else "XXXX-XX-XX",
            latest=base if back and last == "AGO" else None,
        )
    day = base
    for count, one in parts:
        day = shifted(day, one, -count if back else count or 0) if count is not None else day
    if unit in {"TH", "TM", "TS"}:
        return of_point(Point("D", day)) if (parts[0][0] or 0) * (unit == "TH") >= 24 else of_point(Point("D", base))
    exact = unit in {"W", "FN"} and (last in {"LATER", "AFTER"} or "NOW" in m.kinds or "RDAY" in m.kinds)
    exact = exact or (unit in {"W", "FN"} and last in {"EARLIER", "BEFORE"})
    if exact and (last == "RDAY" or last == "NOW" or (ctx.anchor and ctx.anchor.unit == "D")):
        return of_point(Point("D", day))
    if unit in {"M"} and last == "RDAY":
        return of_point(Point("D", day))
    if grain in {"Y", "M"} and last in {"EARLIER", "LATER"} and ctx.anchor and ctx.anchor.unit in {"Q"}:
        return of_point(containing("Q", day))
    return of_point(containing("DE" if grain == "CE" else "Y" if grain == "DE" else grain, day))


def around(m: Match, unit: str, count: float | None, direction: int) -> Reading:
    """A length of time that ends (-1) or begins (1) today: the past two weeks, the coming days."""
    today = m.context.today if not m.context.narrative else None
    code = {"DE": ("Y", 10), "CE": ("Y", 100), "FN": ("W", 2), "ML": ("Y", 1000)}
    name, factor = code.get(unit, (unit, 1))
    value = period(name, None if count is None else count * factor)
    earliest = latest = None
    if today:
        other = None if count is None else shifted(today, name if name != "Q" else "Q", direction * count * factor)
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
    kinds = m.kinds
    direction = m.number("LAST", "PAST", "PREVIOUS", "NEXT", "COMING", "FOLLOWING", "RECENT", "THESE")
    if m.has("THESE"):
        if len(kinds) > 2 or m.value("UNITS") != "D":
            return None
        return Reading(type="DATE", value="PRESENT_REF")
    if m.has("PARTS"):
        return Reading(type="DURATION", value=period("D", (quantity(m) or [(None, "D")])[0][0]))
    parts = quantity(m)
    if not parts or direction is None:
        return None
    count, unit = parts[0]
    if m.has("FOLLOWING"):
        return Reading(type="DURATION", value=around(m, unit, count, direction).value)
    if m.has("LAST") and "QTY" not in kinds and len(kinds) == 2 and count is None and m.word(-1) not in {"in", "the"}:
        return None
    return around(m, unit, count, direction)
