"""Builders of dates that count from the day of publication or from a date mentioned before."""

from __future__ import annotations

from datetime import date, timedelta

from sayso.timex.calendar import Point, containing
from sayso.timex.context import Match, Reading, ends_clause, of_point, unresolved
from sayso.timex.distances import UNKNOWN, around

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
_FINENESS = ("D", "WE", "W", "M", "Q", "S", "H", "Y", "DE", "CE")
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
    day = _weekday(m, ctx.today, number)
    return of_point(Point("D", day), suffix) if day else None


def _weekday(m: Match, today: date, number: int) -> date | None:
    monday, anchor = today - timedelta(days=today.weekday()), m.context.anchor
    if m.has("UNIT"):
        weeks = m.number("LAST", "NEXT", "THIS", "FOLLOWING", "PREVIOUS") or 0
        return monday + timedelta(days=7 * weeks + number - 1) if m.value("UNIT") == "W" else None
    if m.has("SAME", "THAT", "FOLLOWING") and anchor and anchor.unit == "D":
        days = (number - anchor.first.isoweekday()) % 7
        return anchor.first + timedelta(days=days or 7 * m.has("FOLLOWING"))
    back, ahead = (today.isoweekday() - number) % 7, (number - today.isoweekday()) % 7
    relation = m.number("PAST", "COMING") or m.number(*_RELATIONS)
    if relation:
        return today - timedelta(days=back or 7) if relation < 0 else today + timedelta(days=ahead or 7)
    direction = m.direction
    if m.has("THIS") and direction >= 0:
        return monday + timedelta(days=number - 1)
    until = m.word(-1) in {"until", "till", "by"}
    return today + timedelta(days=ahead if direction > 0 or (until and not direction) else -back)


def relative_unit(m: Match) -> Reading | None:  # noqa: PLR0911 - one form a line
    """Last week, this month, the same day. "The past week" is a length of time that ends today."""
    unit = str(m.value(*_UNITS))
    if unit not in {"D", "W", "WE", "M", "Q", "Y", "DE", "CE"} or _conjunction(m):
        return None
    if m.has("PAST", "COMING") and not m.has("THIS"):
        return around(m, unit, 1, -1 if m.has("PAST") else 1)
    if m.has("BEFORE", "AFTER", "EARLIER") and not ends_clause(m):
        return None
    base = _base(m, unit)
    if unit == "D" and (m.has("THIS", "CURRENT", "LAST") or (base and base.unit != "D")):
        return None
    if base is None:
        return unresolved(UNKNOWN.get(unit, "XXXX"))
    relation = m.number("PAST", "COMING") or m.number(*_RELATIONS) or 0
    if unit == "WE" and relation == 0 and m.has("THIS"):
        return of_point(_weekend(m, base.first))
    return of_point(containing(unit, base.first).shift(relation))


def _conjunction(m: Match) -> bool:
    """Whether "that" opens a clause: "said that week after week"."""
    return m.has("THAT") and m.word(1).isalpha() and m.kind(1) == "OTHER" and m.word(-1) in {"said", "say", "so"}


def _base(m: Match, unit: str) -> Point | None:
    """The date that a unit counts from: today; after "same" the one mentioned last, unless it is coarser."""
    ctx = m.context
    today = Point("D", ctx.today) if ctx.today else None
    next_day = unit == "D" and (m.has("LAST") or (m.has("NEXT") and m.word(-1) == "the"))
    if not (m.has("SAME", "THAT", "PREVIOUS", "FOLLOWING", "BEFORE", "AFTER", "EARLIER") or next_day):
        return today
    if ctx.anchor and _FINENESS.index(ctx.anchor.unit) <= _FINENESS.index(unit):
        return ctx.anchor
    return today if unit in {"Q", "M", "Y"} and not ctx.narrative else None


def _weekend(m: Match, today: date) -> Point:
    this = containing("WE", today)
    direction = m.direction
    if today.isoweekday() <= 3 and direction < 0:
        return this.shift(-1)
    return this


def relative_month(m: Match) -> Reading | None:
    """Last May, this November, next March, seen from today."""
    modal = m.number("MONTH", "AMONTH", "ABBR") == 5 and m.has("THIS", "THAT") and m.word(1).isalpha()
    if m.kind(1) in {"DAY", "ORDNUM", "YEAR"}:  # "this May 3": the date stands alone
        return None
    if modal and (m.has("THAT") or m.word(1) in {"be", "have", "not", "well", "seem", "help", "mean"}):
        return None
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
    bound = m.word(-1) == "of" and m.kind(-2) == "BOUND"
    loose = m.word(-1) == "in" and m.kind(-2) in {"LATER", "EARLIER"}
    if m.kind(1) in {"BEFORE", "AFTER", "AGO", "OF"} or m.word(1) in {"when", "that"}:
        return None
    meant = bound or loose or (unit in {"Q", "Y"} and m.word(-1) in _CONTEXT) or unit == "WE"
    if not m.has("THE") or unit not in UNKNOWN or not meant:
        return None
    return of_point(_plain(m, unit, ctx.today, bound)) if ctx.today else unresolved(UNKNOWN[unit])


def _plain(m: Match, unit: str, today: date, bound: bool) -> Point:
    ctx, point = m.context, containing(unit, today)
    if unit == "WE":
        return point.shift(-1) if today.isoweekday() < 6 and (m.direction or -1) < 0 else point
    if unit == "D" and ctx.anchor and ctx.anchor.unit == "D":
        return ctx.anchor
    if ctx.narrative and ctx.anchor:
        return containing(unit, ctx.anchor.first)
    return point.shift(-1) if unit == "Q" and not bound and m.direction < 0 else point


def unit_end(m: Match) -> Reading | None:
    """Year-end, the year's end: the last of the year."""
    unit, ctx = str(m.value("UNIT")), m.context
    if unit not in {"W", "M", "Y"} or m.value("BOUND") != "END" or (m.has("UNIT") and m.kinds[-2] == "UNIT"):
        return None
    if ctx.today is None:
        return unresolved(UNKNOWN[unit])
    reading = of_point(containing(unit, ctx.today))
    assert reading.point
    return Reading(
        type="DATE", value=reading.value, mod="END", point=reading.point, earliest=reading.latest, latest=reading.latest
    )
