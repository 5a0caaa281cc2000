"""Builders of dates that name their day, month, season, quarter, year, decade or century."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sayso.timex.calendar import SEASONS, Point, containing, holiday
from sayso.timex.context import Match, Reading, of_point, unresolved

_MON = ("MONTH", "AMONTH", "ABBR")
_DAY = ("DAY", "ORD", "ORDNUM", "SECOND")
_PREPOSITIONS = frozenset(
    """in since by until till from during of before after around circa early late mid between and to through throughout
    year ( or for towards toward ending ended beginning starting than per""".split()
)
_MONTH_LEADS = frozenset(
    """in since by until till during early late mid last next this from between after before through of every each for
    around towards toward""".split()
)
_SEASON_LEADS = frozenset("in by since until till during over through throughout before after for of this".split())
_UNCOUNTED = frozenset("people men women children troops soldiers police dollars euros pounds percent km miles".split())


_HALF_YEAR = 150  # days: a season named "this" that begins sooner is the coming one


def iso(m: Match) -> Reading | None:
    text = m.text
    point = Point("D", date.fromisoformat(text[:10]))
    return of_point(point, text[10:])


def slash(m: Match) -> Reading | None:
    """03/11/2022: by what is possible, by the text's other numeric dates, by the publication; else only its year."""
    text = m.text
    parts = [int(p) for p in re.split(r"[/.]", text)]
    if parts[0] > 999:
        return of_point(Point("D", date(parts[0], parts[1], parts[2])))
    a, b, year = parts
    if year < 100:
        year += 2000 if year < 70 else 1900
    readings = []
    for month, day, day_first in ((b, a, True), (a, b, False)):
        if month <= 12:
            try:
                readings.append((Point("D", date(year, month, day)), day_first))
            except ValueError:
                continue
    if not readings and min(a, b) <= 12:
        raise ValueError("no such day")
    if not readings:
        return None
    if "." in text:
        readings = [r for r in readings if r[1]] or readings
    if len(readings) == 2 and a != b:
        ctx = m.context
        chosen = [r for r in readings if r[1] == ctx.day_first] if ctx.day_first is not None else []
        if not chosen and ctx.today:
            close = [r for r in readings if abs((r[0].first - ctx.today).days) <= 31]
            chosen = close if len(close) == 1 else []
        if not chosen:
            return unresolved(f"{year:04}-XX-XX")
        readings = chosen
    return of_point(readings[0][0])


def month_day(m: Match) -> Reading | None:
    month, day, year = m.number(*_MON), m.number(*_DAY), m.number("YEAR")
    if not month or not day or day > 31 or (m.has("SECOND") and not m.has("OF", "YEAR") and m.word(-1) != "the"):
        return None
    if m.has("ORD") and m.kinds[0] == "ORD" and not m.has("OF"):
        return None
    if year:
        return of_point(Point("D", date(year, month, day)))
    date(2000, month, day)
    point = m.context.yearly(month, m.first, m.end, day)
    weekday = m.number("WEEKDAY", "AWEEKDAY")
    if point and weekday and point.first.isoweekday() != weekday:
        fits = [p for p in (point.first.year - 1, point.first.year + 1) if _weekday(p, month, day) == weekday]
        point = Point("D", date(fits[0], month, day)) if fits else point
    return of_point(point) if point else unresolved(f"XXXX-{month:02}-{day:02}")


def _weekday(year: int, month: int, day: int) -> int:
    try:
        return date(year, month, day).isoweekday()
    except ValueError:
        return 0


def day_range(m: Match) -> Reading | None:
    """3–5 November, between 3 and 5 November, on 3 and 4 November.

    "On 3 and 5 November" is two days, of which the second stands alone.
    """
    month, days, year = m.number(*_MON), m.numbers(*_DAY), m.number("YEAR")
    if (
        not month
        or len(days) != 2
        or not days[0] < days[1] <= 31
        or (m.has("AND") and m.word(-1) != "between" and days[1] - days[0] > 1)
    ):
        return None
    date(2000, month, days[1])
    points = [Point("D", date(year, month, d)) if year else m.context.yearly(month, m.first, m.end, d) for d in days]
    if points[0] is None or points[1] is None:
        return unresolved(f"XXXX-{month:02}-{days[0]:02}/XXXX-{month:02}-{days[1]:02}")
    return between(points[0], points[1])


def between(first: Point, last: Point) -> Reading:
    return Reading(
        type="DATE",
        value=f"{first.value}/{last.value}",
        point=last,
        earliest=first.first,
        latest=last.last,
    )


def month_range(m: Match) -> Reading | None:
    first, last = m.numbers(*_MON)
    year = m.number("YEAR")
    if not year or first == last:
        return None
    return between(Point("M", date(year - (first > last), first, 1)), Point("M", date(year, last, 1)))


def month_year(m: Match) -> Reading | None:
    month, year = m.number(*_MON), m.number("YEAR")
    return of_point(Point("M", date(year, month, 1))) if month and year else None


def month(m: Match) -> Reading | None:
    number = m.number(*_MON)
    assert number
    kind = m.kinds[0]
    dotted = m.word(1) == "." or number not in {1, 3, 6, 8}  # Jan, Mar, Jun, Aug are names too
    if kind == "ABBR" and not (dotted and m.word(-1) in _MONTH_LEADS):
        return None
    if kind == "AMONTH" and not _month_not_name(m):
        return None
    if m.kind(1) in {"POSS"} and kind == "AMONTH" and number in {5, 6}:
        return None
    point = m.context.yearly(number, m.first, m.end)
    return of_point(point) if point else unresolved(f"XXXX-{number:02}")


def month_told(m: Match) -> Reading | None:
    """January next year, 3 May of the same year."""
    number, day = m.number(*_MON), m.number(*_DAY)
    relation = m.number("LAST", "THIS", "NEXT", "SAME", "THAT", "FOLLOWING", "PREVIOUS") or 0
    if not number or m.value("UNIT") != "Y":
        return None
    base = m.context.today
    if m.has("SAME", "THAT", "FOLLOWING", "PREVIOUS"):
        base = m.context.anchor.first if m.context.anchor else None
    if base is None:
        return unresolved(f"XXXX-{number:02}" + (f"-{day:02}" if day else ""))
    first = date(base.year + relation, number, day or 1)
    return of_point(Point("D" if day else "M", first))


def _month_not_name(m: Match) -> bool:
    """Whether March, April, May, June or August stands where a month does, and no verb, name or adjective."""
    before = m.word(-1)
    if before == "-" and m.word(-2) in {"mid", "early", "late"}:
        return True
    if m.word(-1) == "may" or (m.kind(-2) in _MON and before in {"and", "or", "to", "through", ","}):
        return True
    following = m.word(1)
    after = m.context.tokens.text[m.context.tokens.end[m.first] : m.context.tokens.end[m.first] + 2]
    if before in _MONTH_LEADS:
        # "by May", where a May is a person of the text; "in March Air Base"
        named = after[1:2].isupper() and after[:1] == " " and m.kind(1) == "OTHER" and before in {"by", "of", "for"}
        return not named and not (
            m.context.may_is_a_person and before in {"by", "of", "for", "after", "from", "before", "around"}
        )
    determiner = before in {"the", "a", "an", "its", "his", "her", "their", "our", "this", "that"}
    if determiner and following.isalpha() and after[1:2].islower() and m.kind(1) == "OTHER":
        return following not in {"has", "had", "was", "is", "said", "would", "will", "against", "of", "on", "for"}
    return False


def part_of_date(m: Match) -> Reading | None:
    base = month_day(m)
    part = m.value("PART", "DAWN")
    if base is None or base.point is None:
        return None if base is None else unresolved(f"{base.value}T{part}", "TIME")
    return of_point(base.point, f"T{part}")


def season(m: Match) -> Reading | None:
    code, year = str(m.value("SEASON")), m.number("YEAR")
    ctx = m.context
    if year:
        if m.has("OF") and m.word(-1) != "the" and m.value("SEASON") == "FA":
            return None
        return of_point(Point("S", date(year, SEASONS[code], 1)))
    relation = m.number("LAST", "PAST", "PREVIOUS", "NEXT", "COMING", "FOLLOWING", "THIS", "CURRENT", "SAME", "THAT")
    if relation is None and not _season_stands(m):
        return None
    return of_point(_season(m, code, ctx.today, relation)) if ctx.today else unresolved(f"XXXX-{code}")


def _season(m: Match, code: str, today: date, relation: int | None) -> Point:
    ctx = m.context
    points = [Point("S", date(y, SEASONS[code], 1)) for y in range(today.year - 2, today.year + 3)]
    if m.has("SAME", "THAT") and ctx.anchor:
        return Point("S", date(ctx.anchor.first.year, SEASONS[code], 1))
    past = [p for p in points if p.last < today]
    held = [p for p in points if p.first <= today <= p.last]
    coming = [p for p in points if p.first > today]
    if relation:
        return past[-1] if relation < 0 else coming[0]
    if m.has("THIS", "CURRENT"):
        near = 1 if (coming[0].first - today).days < _HALF_YEAR else -1
        return held[0] if held else coming[0] if (m.direction or near) > 0 else past[-1]
    return ctx.nearest(points, m.direction or -1)


def _season_stands(m: Match) -> bool:
    """Whether a bare "spring", "the fall" is the season."""
    index = m.index("SEASON")
    assert index is not None
    if not m.context.tokens.text[m.context.tokens.start[index]].islower():
        return False
    lead = m.word(-1)
    if m.has("THE"):
        return lead in _SEASON_LEADS and m.word(1) not in {"of", "in", "from"}
    if m.value("SEASON") == "FA" and m.word(-1) not in {"in", "by", "early", "late", "this"}:
        return False
    return lead in _SEASON_LEADS or lead in {"early", "late", "mid"} or (lead == "-" and m.word(-2) == "mid")


def quarter(m: Match) -> Reading | None:
    number = m.number("ORD", "ORDNUM", "SECOND", "QNUM")
    if not number or number > 4 or m.kind(1) == "CENTURY" or m.word(1) in {"back", "backs", "finals"}:
        return None
    ctx, year = m.context, m.number("YEAR")
    if year is None and m.has("UNIT"):
        shift = m.number("LAST", "PREVIOUS", "NEXT", "THIS", "CURRENT", "THE")
        year = ctx.today.year + (shift or 0) if ctx.today else None
        if m.value("UNIT") != "Y":
            return None
    if year is None and ctx.today is None:
        return unresolved(f"XXXX-Q{number}")
    if year is None:
        assert ctx.today
        points = [Point("Q", date(y, 3 * number - 2, 1)) for y in range(ctx.today.year - 1, ctx.today.year + 2)]
        return of_point(ctx.nearest(points, m.direction or -1))
    return of_point(Point("Q", date(year, 3 * number - 2, 1)))


def half(m: Match) -> Reading | None:
    number, year = m.number("ORD", "ORDNUM", "SECOND", "HALFNUM"), m.number("YEAR")
    if number not in {1, 2}:
        return None
    if year is None and m.context.today:
        shift = m.number("LAST", "NEXT", "THIS", "CURRENT", "THE") or 0
        year = m.context.today.year + shift
    if (m.has("UNIT") and m.value("UNIT") != "Y") or (m.has("HALFNUM") and not m.has("YEAR")):
        return None
    return of_point(Point("H", date(year, 6 * number - 5, 1))) if year else unresolved(f"XXXX-H{number}")


def year(m: Match) -> Reading | None:
    number = m.number("YEAR")
    assert number
    if m.has("UNIT") and (m.value("UNIT") != "Y" or m.word(-1) not in {"the", "fiscal", "in", "calendar"}):
        return None
    if len(m.kinds) == 1 and not _year_stands(m, number):
        return None
    return of_point(Point("Y", date(number, 1, 1)))


def _year_stands(m: Match, number: int) -> bool:
    """Whether a number of four digits is a year and no count, model or score."""
    before, following = m.word(-1), m.word(1)
    text, end = m.context.tokens.text, m.context.tokens.end[m.end - 1]
    named = before == "-" and m.word(-2).isalpha() and m.word(-2) not in {"mid", "pre", "post", "early", "late"}
    numbered = before == "." and m.word(-2) == "no"
    broken = text[end : end + 1] == "." and text[end + 1 : end + 2].isdigit()
    measured = following in _UNCOUNTED or m.kind(1) in {"UNITS", "UNIT", "ZONE", "AMPM"} or following in {"%", "/", "°"}
    if named or numbered or broken or measured:
        return False
    if before in {"/", "no", "#", "than", "nearly", "about", "approximately", "over", "some", "at", "killed"}:
        return before == "than" and 1900 <= number <= 2100 and not following.isalpha()
    counted = following.endswith("s") and len(following) > 3 and text[end : end + 2][1:].islower()
    if before in _PREPOSITIONS:
        return 1900 <= number <= 2100 or (not counted and not following.islower()) or before in {"in", "since"}
    return 1900 <= number <= 2060 and not counted


def year_range(m: Match) -> Reading | None:
    first, second = m.number("YEAR"), m.numbers("YEAR", "DAY")[1]
    assert first
    if second < 100:
        second += first // 100 * 100
    if not first < second <= first + 100 or not 1500 <= first <= 2100:
        return None
    return between(Point("Y", date(first, 1, 1)), Point("Y", date(second, 1, 1)))


def decade(m: Match) -> Reading | None:
    if m.kinds[0] == "NINETIES":
        if m.word(-1) != "the" and m.word(-2) != "the":
            return None
        start = 1900 + 10 * int(m.number("NINETIES") or 0)
    else:
        digits = re.sub(r"\D", "", m.text)
        start = int(digits) if len(digits) == 4 else 1900 + int(digits) if int(digits) >= 20 else 2000 + int(digits)
    return of_point(Point("DE", date(start, 1, 1)))


def century(m: Match) -> Reading | None:
    number = m.number("ORD", "ORDNUM", "SECOND")
    if not number or number > 21:
        return None
    index = m.context.tokens
    if number == 1 and index.lower[m.first - 1 : m.first] not in [["the"], ["twenty"], ["-"]]:
        return None
    if m.word(-1) == "-" and m.word(-2) == "twenty" and number == 1:
        number = 21
    return of_point(Point("CE", date(max(1, (number - 1) * 100), 1, 1)))


def nth_of(m: Match) -> Reading | None:
    """The first week of May, the last day of 2019, the final week of this month."""
    number = m.number("ORD", "ORDNUM", "SECOND", "LAST", "FINAL")
    unit = str(m.value("UNIT", "WEEKEND"))
    ctx, month_number, year_number = m.context, m.number(*_MON), m.number("YEAR")
    units = [str(ctx.tokens.value[i]) for i in range(m.first, m.end) if ctx.tokens.kind[i] == "UNIT"]
    whole: Point | None = None
    if month_number:
        whole = (
            Point("M", date(year_number, month_number, 1)) if year_number else ctx.yearly(month_number, m.first, m.end)
        )
    elif year_number:
        whole = Point("Y", date(year_number, 1, 1))
    elif ctx.today and len(units) == 2 and units[1] in {"M", "Y", "W"}:
        relation = next(i for i in range(m.first + 2, m.end) if ctx.tokens.kind[i] in {"LAST", "THIS", "NEXT", "THE"})
        whole = containing(units[1], ctx.today).shift(int(ctx.tokens.value[relation]))
    if unit not in {"D", "W", "WE", "M"} or not number:
        return None
    if whole is None:
        return unresolved({"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX"}[unit])
    if number < 0:
        inner = containing(unit, whole.last)
        inner = inner if unit != "W" or whole.last.isoweekday() >= 4 else inner.shift(-1)
    else:
        inner = containing(unit, whole.first)
        inner = (inner if unit != "W" or whole.first.isoweekday() <= 4 else inner.shift(1)).shift(number - 1)
    return of_point(inner) if inner.first <= whole.last else None


def nth_weekday(m: Match) -> Reading | None:
    """The first Tuesday in November, the last Friday of the month."""
    number, weekday = m.number("ORD", "ORDNUM", "SECOND", "LAST", "FINAL"), m.number("WEEKDAY")
    ctx, month_number, year_number = m.context, m.number(*_MON), m.number("YEAR")
    whole: Point | None = None
    if month_number:
        whole = (
            Point("M", date(year_number, month_number, 1)) if year_number else ctx.yearly(month_number, m.first, m.end)
        )
    elif m.value("UNIT") != "M":
        return None
    elif ctx.today:
        relation = next(i for i in range(m.first + 2, m.end) if ctx.tokens.kind[i] in {"LAST", "THIS", "NEXT", "THE"})
        whole = containing("M", ctx.today).shift(int(ctx.tokens.value[relation]))
    if not number or not weekday or number > 5:
        return None
    if whole is None:
        return unresolved("XXXX-XX-XX")
    if number < 0:
        return of_point(Point("D", whole.last - timedelta(days=(whole.last.isoweekday() - weekday) % 7)))
    day = whole.first + timedelta(days=(weekday - whole.first.isoweekday()) % 7 + 7 * (number - 1))
    return of_point(Point("D", day)) if day <= whole.last else None


def holiday_date(m: Match) -> Reading | None:
    rule, year_number = str(m.value("HOLIDAY")), m.number("YEAR")
    ctx = m.context
    if year_number:
        return of_point(Point("D", holiday(rule, year_number)))
    if ctx.today is None:
        return unresolved(f"XXXX-{rule}" if rule[0].isdigit() and len(rule) == 5 else "XXXX-XX-XX")
    points = [Point("D", holiday(rule, y)) for y in range(ctx.today.year - 2, ctx.today.year + 3)]
    relation = m.number("LAST", "NEXT", "THIS", "PAST", "COMING")
    if relation == -1:
        return of_point([p for p in points if p.first < ctx.today][-1])
    if relation == 1:
        return of_point(next(p for p in points if p.first > ctx.today))
    return of_point(ctx.nearest(points, m.direction))
