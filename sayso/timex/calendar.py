"""Calendar units as points: a day, week, month, quarter, half, season, year, decade or century with its first day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

Bounds = tuple[date, date]
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # first month; meteorological, northern hemisphere
_MONTHS = {"M": 1, "Q": 3, "S": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}
_DAYS = {"D": 1, "W": 7, "WE": 7, "FN": 14}


@dataclass(frozen=True, slots=True)
class Point:
    """A unit of the calendar.

    unit: D, W, WE (weekend), M, Q, S (season), H (half year), Y, DE (decade) or CE (century). first: its first day.
    """

    unit: str
    first: date

    @property
    def value(self) -> str:
        """Its TIMEX3 value."""
        day = self.first
        if self.unit == "D":
            return day.isoformat()
        if self.unit in {"W", "WE"}:
            year, week, _ = day.isocalendar()
            return f"{year:04}-W{week:02}" + ("-WE" if self.unit == "WE" else "")
        year_text = f"{day.year:04}"
        season = next((k for k, m in SEASONS.items() if m == day.month), "")
        return {
            "M": f"{year_text}-{day.month:02}",
            "Q": f"{year_text}-Q{(day.month + 2) // 3}",
            "H": f"{year_text}-H{1 if day.month < 7 else 2}",
            "S": f"{year_text}-{season}",
            "Y": year_text,
            "DE": year_text[:3] + "X",
            "CE": year_text[:2],
        }[self.unit]

    @property
    def last(self) -> date:
        if self.unit == "WE":
            return self.first + timedelta(days=1)
        return self.shift(1).first - timedelta(days=1)

    @property
    def bounds(self) -> Bounds:
        return self.first, self.last

    def shift(self, count: int) -> Point:
        """The point `count` of its own units later. Raises ValueError or OverflowError beyond the calendar."""
        if self.unit in _DAYS:
            return Point(self.unit, self.first + timedelta(days=_DAYS[self.unit] * count))
        return Point(self.unit, add_months(self.first, _MONTHS[self.unit] * count))


def add_months(day: date, count: int) -> date:
    """The same day of another month, or that month's last. Raises ValueError beyond the calendar."""
    month = day.year * 12 + day.month - 1 + count
    year, index = divmod(month, 12)
    if not 1 <= year <= 9998:
        raise ValueError("beyond the calendar")
    return date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))


def containing(unit: str, day: date) -> Point:
    """The unit of the calendar that holds this day; for WE the weekend of its week."""
    if unit == "D":
        return Point(unit, day)
    if unit in {"W", "WE"}:
        monday = day - timedelta(days=day.weekday())
        return Point(unit, monday + timedelta(days=5) if unit == "WE" else monday)
    if unit == "S":
        start = add_months(day, -(day.month % 3))
        return Point(unit, start.replace(day=1))
    year, month = day.year, day.month
    if unit in {"M", "Q", "H"}:
        size = _MONTHS[unit]
        return Point(unit, date(year, (month - 1) // size * size + 1, 1))
    size = {"Y": 1, "DE": 10, "CE": 100}[unit]
    return Point(unit, date(max(1, year // size * size), 1, 1))


def shifted(day: date, unit: str, count: float) -> date:
    """The day so many units later; halves of a year or month count as months or days."""
    if unit in _DAYS:
        return day + timedelta(days=round(_DAYS[unit] * count))
    if unit == "TH":
        return day + timedelta(days=int(count / 24))
    if unit in {"TM", "TS"}:
        return day
    months = _MONTHS[unit] * count
    return add_months(day, int(months)) + timedelta(days=round((months - int(months)) * 30))


def third(point: Point, mod: str) -> Bounds:
    """The first, middle or last third of a unit: days 1–10, 11–20, 21– of a month; four months each of a year."""
    first, last = point.bounds
    index = {"START": 0, "MID": 1, "END": 2}[mod]
    if point.unit == "M":
        days = ((1, 10), (11, 20), (21, last.day))[index]
        return first.replace(day=days[0]), first.replace(day=days[1])
    if point.unit == "Y":
        return date(first.year, 4 * index + 1, 1), containing("M", date(first.year, 4 * index + 4, 1)).last
    if point.unit == "D":
        return first, last
    total = (last - first).days + 1
    return first + timedelta(days=total * index // 3), first + timedelta(days=total * (index + 1) // 3 - 1)


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian algorithm, Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def holiday(rule: str, year: int) -> date:
    """The day of a rule of holidays.tsv in a year."""
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule[6:]))
    parts = rule.split("-")
    if len(parts) == 2:
        return date(year, int(parts[0]), int(parts[1]))
    month, weekday, nth = map(int, parts)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
