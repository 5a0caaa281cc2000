"""Time expressions of a text, found by rules over classes of words and resolved in reading order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from sayso.records import Span
from sayso.timex import absolute, distances, lengths, relative
from sayso.timex.calendar import Point, third
from sayso.timex.context import Context, Match, Reading, of_point
from sayso.timex.pattern import Rule, rules, starts
from sayso.timex.record import Mod, Time
from sayso.timex.tokens import Tokens, tokenize

Builder = Callable[[Match], Reading | None]
BUILDERS: dict[str, Builder] = {
    "iso": absolute.iso,
    "slash": absolute.slash,
    "month_day": absolute.month_day,
    "day_range": absolute.day_range,
    "month_range": absolute.month_range,
    "month_year": absolute.month_year,
    "month": absolute.month,
    "month_told": absolute.month_told,
    "part_of_date": absolute.part_of_date,
    "season": absolute.season,
    "quarter": absolute.quarter,
    "half": absolute.half,
    "year": absolute.year,
    "year_range": absolute.year_range,
    "decade": absolute.decade,
    "century": absolute.century,
    "nth_of": absolute.nth_of,
    "nth_weekday": absolute.nth_weekday,
    "holiday": absolute.holiday_date,
    "relative_day": relative.relative_day,
    "relative_part": relative.relative_part,
    "weekday": relative.weekday,
    "relative_unit": relative.relative_unit,
    "relative_month": relative.relative_month,
    "plain_unit": relative.plain_unit,
    "unit_end": relative.unit_end,
    "distance": distances.distance,
    "span_back": distances.span_back,
    "duration": lengths.duration,
    "age": lengths.age,
    "every": lengths.every,
    "reference": lengths.reference,
    "clock": lengths.clock,
}
# Their span takes in a "the" before them; others stand without ("the 2008 Olympics").
_WITH_THE = frozenset(
    """season quarter half decade century nth_of nth_weekday relative_part relative_unit relative_month span_back
    year_range relative_day part_of_date""".split()
)
_MEASURED = frozenset({"duration", "distance", "clock", "age", "span_back"})
_DEICTIC = frozenset({"RDAY", "RNIGHT", "AGO"})
_ANCIENT = 36  # months before it from which one such date alone ("since Sept. 11, 2001") does not
_OLD = 4  # months before publication from which an explicit date makes an account of the past
_CHRONICLE = 6  # months named from which an account of the past is a chronicle
_REACH = 40  # tokens within which a clock time takes the date of its sentence
Reference = tuple[int, int, str]


def times(text: str, *, published: str | None = None) -> tuple[Time, ...]:
    """The time expressions of a text in order, with TIMEX3 values and intervals.

    published: ISO date or date-time of publication, from which relative times count ("today", "on Thursday", "two
    weeks ago"); the tense of the nearest verb decides between before and after. Without it they stay open: their values
    have X, and earliest and latest are None. "A week later" and "the same day" count from the date mentioned last.
    03/11/2022 is read by what is possible, then as the text's other dates of that form, then as the reading within a
    month of publication; else only its year is told. Impossible dates (30 February) are no times. Linear in the text's
    length. Raises ValueError where published is no ISO date.
    """
    return Times(text, published).read()


class Times:
    """One text, ready to be read for its times, whole or in parts with a date of reference of their own."""

    def __init__(self, text: str, published: str | None = None, *, year: int | None = None) -> None:
        """year: the year that the text is known to tell of (from its title); dates without one are of that year."""
        self.tokens: Tokens = tokenize(text)
        self.today = _day(published)
        self.impossible: tuple[Span, ...] = ()
        self._years, self._narrative, self._fresh, self._day_first = _survey(self.tokens, self.today)
        self._may = "Theresa May" in text or "Mrs May" in text
        if year and self.today and year < self.today.year and not self._fresh:
            self._years, self._narrative = ((-1, year), *self._years), True
        days = sum(k in {"MONTH", "AMONTH", "ABBR"} for k in self.tokens.kind) if self._narrative else 0
        self._chronicle = days >= _CHRONICLE

    @property
    def narrative(self) -> bool:
        """Whether the text tells of a time long before its publication."""
        return self._narrative

    def read(self, start: int = 0, end: int | None = None, *, said: str | None = None) -> tuple[Time, ...]:
        """The times between two offsets. said: ISO date that relative times count from there."""
        tokens = self.tokens
        today = _day(said) or self.today
        context = Context(
            tokens=tokens,
            today=today,
            anchor=Point("D", today) if today else None,
            narrative=self._narrative and not said,
            years=self._years,
            day_first=self._day_first,
            may_is_a_person=self._may,
            chronicle=self._chronicle,
        )
        found: list[tuple[int, int, Reading]] = []
        impossible = []
        table, code = rules(), tokens.code
        reached = 0
        for candidate in starts().finditer(code, bisect_left(tokens.start, start)):
            at = candidate.start()
            if at < reached:
                continue
            if end is not None and tokens.start[at] >= end:
                break
            best = _best(context, table[code[at]], at)
            if best is None:
                continue
            stop, reading, rule = best
            reached = stop
            if reading is None:
                impossible.append(Span.of(tokens.text, tokens.start[at], tokens.end[stop - 1]))
                continue
            first, reading = _widened(context, at, rule.builder, reading)
            if reading.point and reading.type == "DATE":
                context.anchor = reading.point
            found.append((first, stop, reading))
        if start == 0 and end is None:
            self.impossible = tuple(impossible)
        return tuple(_time(tokens, *row) for row in _clocks(context, found))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _best(context: Context, candidates: Sequence[Rule], at: int) -> tuple[int, Reading | None, Rule] | None:
    """End and reading of the longest match that a builder takes; the reading is None for a date that cannot be."""
    code = context.tokens.code
    matches = []
    for rule in candidates:
        m = rule.matcher.match(code, at)
        if m:
            matches.append((m.end(), -rule.order, rule))
    matches.sort(key=lambda row: (row[0], row[1]), reverse=True)
    for stop, _, rule in matches:
        match = Match(context, at, stop)
        try:
            reading = BUILDERS[rule.builder](match)
        except (ValueError, OverflowError):
            if rule.builder in {"month_day", "iso", "slash", "day_range"}:
                return stop, None, rule
            continue
        if reading is not None:
            return stop, reading, rule
    return None


def _widened(context: Context, first: int, builder: str, reading: Reading) -> tuple[int, Reading]:
    """The reading with what stands before it: "early", "the end of", "about", "the"."""
    kinds, tokens = context.tokens.kind, context.tokens
    if reading.type in {"DATE", "TIME"} and reading.point:
        first, reading = _bounded(context, first, builder, reading)
    if builder in _MEASURED and first:
        before = kinds[first - 1]
        if before == "APPROX":
            first, reading = first - 1, replace(reading, mod=_mod(tokens.value[first - 1]))
        elif before == "THAN" and first > 1 and kinds[first - 2] == "MORE":
            first, reading = first - 2, replace(reading, mod=_mod(tokens.value[first - 2]))
        elif before == "LEAST" and first > 1 and kinds[first - 2] == "AT":
            first, reading = first - 2, replace(reading, mod=_mod(tokens.value[first - 1]))
    if first and kinds[first - 1] == "THE" and (builder in _WITH_THE or reading.mod in {"START", "MID", "END", "REST"}):
        first -= 1
    return first, reading


def _bounded(context: Context, first: int, builder: str, reading: Reading) -> tuple[int, Reading]:
    """Early, mid-, late, later, the beginning, end or rest of."""
    kinds, tokens = context.tokens.kind, context.tokens
    point = reading.point
    assert point
    the = 1 if first and kinds[first - 1] == "THE" else 0
    i = first - the
    mod: str | None = None
    if i >= 2 and kinds[i - 1] == "OF" and kinds[i - 2] == "BOUND":
        first, mod = i - 2, str(tokens.value[i - 2])
    elif not the and first and kinds[first - 1] == "EARLY":
        first, mod = first - 1, str(tokens.value[first - 1])
    elif first >= 2 and kinds[first - 1] == "DASH" and kinds[first - 2] == "EARLY":
        first, mod = first - 2, str(tokens.value[first - 2])
    elif i >= 2 and kinds[i - 1] in {"IN", "ON"} and kinds[i - 2] in {"EARLY", "EARLIER", "LATER"} and builder in {
        "plain_unit", "weekday", "relative_day", "month", "month_day", "relative_unit", "relative_part"
    }:  # fmt: skip
        side = kinds[i - 2]
        first = i - 2
        return first, _side(reading, side, context.today)
    elif not the and first and kinds[first - 1] in {"EARLIER", "LATER"} and builder != "distance":
        return first - 1, _side(reading, kinds[first - 1], context.today)
    elif i >= 3 and kinds[i - 1] == "OF" and kinds[i - 2] == "HALF" and kinds[i - 3] in {"ORD", "SECOND"}:
        second = tokens.value[i - 3] == 2
        middle = point.first + (point.last - point.first) / 2
        bounds = (middle, point.last) if second else (point.first, middle)
        return i - 3, replace(reading, mod="END" if second else "START", earliest=bounds[0], latest=bounds[1])
    if mod is None:
        return first, reading
    if mod == "REST":
        begin = max(point.first, context.today) if context.today and context.today <= point.last else point.first
        return first, replace(reading, mod="REST", earliest=begin)
    earliest, latest = third(point, mod)
    return first, replace(reading, mod=_mod(mod), earliest=earliest, latest=latest)


def _side(reading: Reading, side: str, today: date | None) -> Reading:
    """Earlier this week: up to today; later this month: from today."""
    if not (today and reading.earliest and reading.latest and reading.earliest <= today <= reading.latest):
        return reading
    if side in {"EARLIER", "EARLY"}:
        return replace(reading, latest=today)
    return replace(reading, earliest=today)


def _mod(value: object) -> Mod:
    mods: dict[str, Mod] = {
        "START": "START", "MID": "MID", "END": "END", "APPROX": "APPROX", "LESS_THAN": "LESS_THAN",
        "MORE_THAN": "MORE_THAN", "EQUAL_OR_MORE": "EQUAL_OR_MORE",
    }  # fmt: skip
    return mods[str(value)]


def _clocks(context: Context, found: list[tuple[int, int, Reading]]) -> list[tuple[int, int, Reading]]:
    """Clock times with their date: one that directly follows joins them; else the one before, else today."""
    tokens = context.tokens
    out: list[tuple[int, int, Reading]] = []
    mentioned: Point | None = None
    mentioned_at = -(10**9)
    skip = -1
    for n, (first, stop, reading) in enumerate(found):
        if n == skip:
            continue
        if not reading.clock:
            if reading.point and reading.point.unit == "D":
                mentioned, mentioned_at = reading.point, stop
            out.append((first, stop, reading))
            continue
        following = found[n + 1] if n + 1 < len(found) else None
        if following and following[2].point and following[2].point.unit == "D" and following[2].type == "DATE":
            between = tokens.kind[stop : following[0]]
            if between in ([], ["COMMA"]):
                out.append((first, following[1], of_point(following[2].point, reading.clock)))
                mentioned, mentioned_at, skip = following[2].point, following[1], n + 1
                continue
            if between in (["ON"], ["IN"]):
                out.append((first, stop, of_point(following[2].point, reading.clock)))
                continue
        point = mentioned if first - mentioned_at <= _REACH else Point("D", context.today) if context.today else None
        if context.narrative and first - mentioned_at > _REACH:
            point = mentioned
        out.append((first, stop, replace(of_point(point, reading.clock), mod=reading.mod) if point else reading))
    return out


def _survey(tokens: Tokens, today: date | None) -> tuple[tuple[tuple[int, int], ...], bool, bool, bool | None]:
    """Years of the explicit dates by token; whether the text is an account of the past; whether it speaks from its day
    of publication ("today", "on Thursday"); and how it writes 13/11/2022 (True: the day first)."""
    years: list[tuple[int, int]] = []
    old = ancient = deictic = yearless = fresh = 0
    day_first: bool | None = None
    kinds = tokens.kind
    for i, kind in enumerate(kinds):
        if kind in {"MONTH", "AMONTH", "ABBR"}:
            year = next((j for j in range(i + 1, min(i + 5, len(kinds))) if kinds[j] == "YEAR"), None)
            plain = year is not None and all(
                k in {"DAY", "ORDNUM", "COMMA", "DOT", "OF", "IN"} for k in kinds[i + 1 : year]
            )
            if year is not None and plain:
                number = int(tokens.value[year])
                years.append((i, number))
                month = int(tokens.value[i])
                months = (today.year - number) * 12 + today.month - month if today else 0
                old += _OLD < months <= _ANCIENT
                ancient += months > _ANCIENT
                fresh += -_OLD <= months <= _OLD
            elif "DAY" in kinds[max(0, i - 1) : i + 2]:
                yearless += 1
        elif (
            kind in _DEICTIC
            or (kind in {"LAST", "NEXT"} and kinds[i + 1 : i + 2] == ["UNIT"])
            or (kind == "WEEKDAY" and kinds[i + 1 : i + 2] != ["COMMA"])
        ):
            deictic += 1
        elif kind == "SLASH" and "/" in tokens.lower[i]:
            first, second = tokens.lower[i].split("/")[:2]
            if int(first) > 12 >= int(second) and len(first) < 3:
                day_first = True
            elif int(second) > 12 >= int(first):
                day_first = False
    return (
        tuple(years),
        (old > 0 or ancient > 2) and not fresh and 4 * deictic <= yearless,
        4 * deictic > yearless,
        day_first,
    )


def _time(tokens: Tokens, first: int, stop: int, reading: Reading) -> Time:
    return Time(
        span=Span.of(tokens.text, tokens.start[first], tokens.end[stop - 1]),
        type=reading.type,
        value=reading.value,
        mod=reading.mod,
        earliest=reading.earliest.isoformat() if reading.earliest else None,
        latest=reading.latest.isoformat() if reading.latest else None,
    )
