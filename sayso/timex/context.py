"""What a builder of times knows besides its own words: the dates it counts from, and the tense around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sayso.timex.calendar import Point
from sayso.timex.record import Mod, TimeType
from sayso.timex.tokens import Tokens, Value

_FUTURE = frozenset(
    """will 'll shall would wo going expected expects expect scheduled schedule due plans plan planned planning
    upcoming forthcoming slated intends intend aims aim hopes hope tomorrow next ahead can may might could should must
    predicts predicted forecast starting begins starts opens ends takes expires closes""".split()
)
_PAST = frozenset(
    """was were had did said told began came went took gave made met found held won lost left rose fell saw kept sent
    spoke wrote became ran led got put broke struck drove grew knew felt flew threw hit cut shot fought brought bought
    caught taught thought built spent sold paid read heard shut quit set sat stood withdrew died seen done been taken
    given known shown since earlier yesterday has have""".split()
)
_PARTICIPLES = frozenset(
    """held made put sent met found built sold paid read done seen taken given known shown brought bought cut shut hit
    shot left lost won kept heard struck taught caught thought said told begun gone come become""".split()
)
# What is agreed, ordered or hoped "to" happen comes after: "agreed to meet on Thursday".
_LEADS_TO = frozenset(
    """agreed agrees agree promised promises vowed vows pledged pledges threatened threatens decided decides ready
    prepared wants want wanted is are urged asked invited ordered needs need has have likely able about""".split()
)
_MODALS = frozenset("will shall would to 'll can could may might should must wo".split())
_REACH = 30  # tokens each way in which a verb counts
_NEAR = 200  # days: where the tense asks for a date farther off than this, and one on the other side
_NEWS = 10  # days around publication in which a date without a year is news
_CLOSE = 4  # tokens between a time and the verb before it, from which the tense is sure
_SOON = 45  # is nearer than this, the tense was of another verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a builder made of a match. point: the calendar unit meant, where there is one."""

    type: TimeType
    value: str
    mod: Mod | None = None
    point: Point | None = None
    earliest: date | None = None
    latest: date | None = None
    clock: str = ""


def of_point(point: Point, suffix: str = "") -> Reading:
    """A DATE of this calendar unit; with a suffix (TMO, T10:30) a TIME."""
    first, last = point.bounds
    return Reading(
        type="TIME" if suffix else "DATE", value=point.value + suffix, point=point, earliest=first, latest=last
    )


def unresolved(value: str, kind: TimeType = "DATE") -> Reading:
    """A time whose date of reference is not known."""
    return Reading(type=kind, value=value)


@dataclass(slots=True, kw_only=True)
class Context:
    """State of one pass through a text.

    today: the date that relative times count from. anchor: the point mentioned last.
    narrative: the text tells of years long before its publication ("On 24 July" in an account of 2022), so that a date
    without a year belongs to the year told of, not to the year of publication.
    """

    tokens: Tokens
    today: date | None
    anchor: Point | None = None
    narrative: bool = False
    years: tuple[tuple[int, int], ...] = ()  # token index and year of each explicit date
    day_first: bool | None = None  # how the text's own unambiguous numeric dates are written
    may_is_a_person: bool = False
    chronicle: bool = False  # a narrative of many dates, of which one may fall on publication by chance

    def year_told(self, index: int) -> int | None:
        """The year of the explicit date before this token, else of the first after it."""
        before = bisect_left(self.years, (index, 0))
        return self.years[max(0, before - 1)][1] if self.years else None

    def sentence(self, index: int) -> tuple[int, int]:
        """Range of tokens around this one, to the stops on both sides or _REACH tokens."""
        kinds, low = self.tokens.kind, self.tokens.lower
        left = index
        while left > 0 and index - left < _REACH and not self._stops(left - 1, low, kinds):
            left -= 1
        right = index
        while right < len(kinds) and right - index < _REACH and not self._stops(right, low, kinds):
            right += 1
        return left, right

    def _stops(self, i: int, low: list[str], kinds: list[str]) -> bool:
        if kinds[i] == "DOT":
            tokens = self.tokens
            after = tokens.text[tokens.end[i] : tokens.end[i] + 2].strip("\"”’' ")
            return not (i and kinds[i - 1] == "ABBR") and (not after or not after[0].islower())
        return kinds[i] == "BREAK" or low[i] in {"!", "?"}

    def direction(self, first: int, end: int) -> int:
        """-1 where the words around tell of the past, 1 of the future, 0 where no verb is known.

        The nearest verb before counts first, then the nearest after.
        """
        return self._tense(first, end)[0]

    def _tense(self, first: int, end: int) -> tuple[int, bool]:
        """The direction, and whether its verb stands so near that nothing overrules it."""
        left, right = self.sentence(first)
        best, verdict = 10.0**9, 0
        for i in range(first - 1, left - 1, -1):
            sign = self._sign(i)
            if sign:
                best, verdict = first - i, sign
                break
        _, right = self.sentence(end) if end < len(self.tokens.kind) else (0, end)
        for i in range(end, right):
            sign = self._sign(i)
            if sign:
                if 1.5 * (i - end) + 2 < best:
                    verdict, best = sign, 0 if best == 10.0**9 else best
                break
        return verdict, best <= _CLOSE

    def _sign(self, i: int) -> int:
        low = self.tokens.lower[i]
        if low in _FUTURE:
            return 1 if low != "may" or self.tokens.kind[i] == "OTHER" else 0
        if low in _PAST and not (low in _PARTICIPLES and self._carried(i)):
            after = self.tokens.lower[i + 1] if i + 1 < len(self.tokens.lower) else ""
            return 1 if low == "set" and after in {"to", "for"} else -1
        if (
            low.endswith("ed")
            and len(low) > 4
            and low not in {"need", "speed", "indeed", "exceed", "united", "hundred"}
        ):
            return 1 if self._carried(i) else -1
        if low == "to" and i and self.tokens.lower[i - 1] in _LEADS_TO:
            return 1
        if low in {"is", "are", "be"}:
            following = self.tokens.lower[i + 1] if i + 1 < len(self.tokens.lower) else ""
            return 1 if following == "to" or following.endswith("ing") else 0
        return 0

    def _carried(self, i: int) -> bool:
        """Whether a participle belongs to "will be", "to be", "would have"."""
        low = self.tokens.lower
        for j in range(i - 1, max(-1, i - 5), -1):
            if low[j] in {"be", "not", "also", "have", "been"} or low[j].endswith("ly"):
                continue
            return j < i - 1 and low[j] in _MODALS
        return False

    def nearest(self, candidates: Iterable[Point], direction: int, firm: bool = False) -> Point:
        """Of points in order of time the one that the tense asks for, seen from today; without a verb the nearest.

        Unless firm, a far point gives way to a near one on the other side: the tense may be of another verb.
        """
        assert self.today
        today = self.today
        points = list(candidates)
        past = [p for p in points if p.first <= today]
        future = [p for p in points if p.last >= today]
        if direction < 0 and past:
            if not firm and future and (today - past[-1].last).days > _NEAR and (future[0].first - today).days < _SOON:
                return future[0]
            return past[-1]
        if direction > 0 and future:
            soon, last = future[0], past[-1] if past else None
            if not firm and last and (soon.first - today).days > _NEAR and (today - last.last).days < _SOON // 2:
                return last
            return soon
        return min(points, key=lambda p: (abs((p.first - today).days), p.first > today))

    def _fresh(self, month: int, day: int | None, direction: int) -> bool:
        """Whether a day lies so near the publication that even an account of the past means that one."""
        assert self.today
        point = _month_day(self.today.year, month, day) if day and not self.chronicle else None
        return point is not None and 0 <= (point.first - self.today).days * direction <= _NEWS

    def yearly(self, month: int, index: int, end: int, day: int | None = None) -> Point | None:
        """The month, or day of it, that a date without a year means. None where no year can be told, or in none of them
        the day exists."""
        told = self.year_told(index)
        if self.today is None:
            return _month_day(told, month, day) if told else None
        direction, firm = self._tense(index, end)
        if self.narrative and told and not self._fresh(month, day, direction):
            point = _month_day(told, month, day)
            return _month_day(told - 1, month, day) if point and point.first > self.today else point
        years = range(self.today.year - (4 if (month, day) == (2, 29) else 1), self.today.year + 2)
        points = [p for p in (_month_day(y, month, day) for y in years) if p]
        if not points:
            return None
        return self.nearest(points, direction or (0 if day else -1), firm)


def _month_day(year: int, month: int, day: int | None) -> Point | None:
    try:
        return Point("D", date(year, month, day)) if day else Point("M", date(year, month, 1))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's match: tokens from `first` to before `end`."""

    context: Context
    first: int
    end: int

    @property
    def kinds(self) -> list[str]:
        return self.context.tokens.kind[self.first : self.end]

    def has(self, *kinds: str) -> bool:
        return any(k in kinds for k in self.kinds)

    def index(self, *kinds: str) -> int | None:
        """The first token of one of these classes."""
        return next((i for i in range(self.first, self.end) if self.context.tokens.kind[i] in kinds), None)

    def value(self, *kinds: str) -> Value | None:
        i = self.index(*kinds)
        return None if i is None else self.context.tokens.value[i]

    def number(self, *kinds: str) -> int | None:
        value = self.value(*kinds)
        return value if isinstance(value, int) else None

    def numbers(self, *kinds: str) -> list[int]:
        tokens = self.context.tokens
        return [int(tokens.value[i]) for i in range(self.first, self.end) if tokens.kind[i] in kinds]

    def word(self, offset: int) -> str:
        """The word `offset` tokens before the match (-1 the nearest) or after it (1 the nearest); "" at the ends."""
        i = self.first + offset if offset < 0 else self.end + offset - 1
        lower = self.context.tokens.lower
        return lower[i] if 0 <= i < len(lower) else ""

    def kind(self, offset: int) -> str:
        """The class of that token; BREAK at the ends."""
        i = self.first + offset if offset < 0 else self.end + offset - 1
        kinds = self.context.tokens.kind
        return kinds[i] if 0 <= i < len(kinds) else "BREAK"

    @property
    def text(self) -> str:
        tokens = self.context.tokens
        return tokens.text[tokens.start[self.first] : tokens.end[self.end - 1]]

    @property
    def direction(self) -> int:
        return self.context.direction(self.first, self.end)


def ends_clause(m: Match) -> bool:
    """Whether a clause ends after the match: "two days before." against "two days before the vote"."""
    return m.word(1) in {"", ".", ",", ";", ")"} or m.kind(1) == "BREAK"
