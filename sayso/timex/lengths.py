"""Builders of durations, repetitions, ages, clock times and words such as "now"."""

from __future__ import annotations

import re

from sayso.timex.amounts import Amount, quantity
from sayso.timex.context import Match, Reading
from sayso.timex.distances import FACTORS, period

_BARE_LEADS = frozenset("for in over within after before took takes take lasted lasting last of".split())
_NOT_COUNTED = frozenset("early working business school dog opening office later olden old good".split())
# The units that may follow another in one length of time: "two years and three months".
_SMALLER = {"Y": ("M", "W"), "M": ("W", "D"), "W": ("D",), "D": ("TH",), "TH": ("TM",), "TM": ("TS",)}
_NOUN_NEXT = frozenset(
    "of in on to and or but that which who when as is was were are has had have will would for".split()
)


def duration(m: Match) -> Reading | None:
    """Two years, 24 hours, a half-century, several days, decades-long. A day after a number is a rate: "15 a day"."""
    parts, kinds = quantity(m), m.kinds
    if m.has("PARTS"):
        return Reading(type="DURATION", value=period("D", parts[0][0] if parts else _count(m)))
    if kinds == ["ALL", "PART"]:
        return Reading(type="DURATION", value=f"P1{m.value('PART')}")
    if not parts or not (_joined(parts) and _measures(m, *parts[0])):
        return None
    if kinds == ["AN", "UNIT"] and m.kind(-1) in {"NUM", "DAY", "CARD", "TIMESAN"}:
        return Reading(type="SET", value=period(parts[0][1], 1))
    if kinds[0] in {"UNIT", "LONGWORD"}:
        parts = [(1, parts[0][1])]
    value = ""
    for count, unit in parts:
        name, factor = ("Y", 1) if unit == "DE" and count is None else FACTORS.get(unit, (unit, 1))
        text = period(name, None if count is None else count * factor)
        value = value + text[1:].removeprefix("T" * ("T" in value)) if value else text
    return Reading(type="DURATION", value=value)


def _joined(parts: list[Amount]) -> bool:
    """Whether two amounts make one: the second in a smaller unit."""
    return len(parts) < 2 or parts[1][1] in _SMALLER.get(parts[0][1], ())


def _measures(m: Match, count: float | None, unit: str) -> bool:  # noqa: PLR0911 - one exception a line
    """Whether words for a number and a unit measure time here and are no year, rank, share or phrase."""
    kinds = m.kinds
    if kinds[0] == "ALL":
        return m.word(-1) not in {"of", "at", "once"}
    if kinds == ["UNITS"]:
        return _bare(m)
    if kinds[:2] == ["AN", "CARD"] and count is not None and count < 100:
        return False
    if kinds[0] == "YEAR" and count and 1900 <= count <= 2100:
        return False
    if unit == "Q" and (m.word(1) == "of" or (kinds[-1] == "QUARTER" and m.has("AN"))):
        return False
    if kinds[-1] == "SECOND" and not m.has("DASH"):
        return count == 1 and not m.has("AN") and m.kind(1) != "UNIT"
    moment = kinds[0] == "AN" and len(kinds) == 2 and unit in {"TM", "TS"}
    return not moment or m.word(-1) in {"for", "than", "in"}


def _count(m: Match) -> float | None:
    number = m.value("CARD", "DAY", "NUM", "AN")
    return float(number) if isinstance(number, int | float) else None


def _bare(m: Match) -> bool:
    """Whether "years", "hours" without a number is a length of time."""
    lead, following = m.word(-1), m.word(1)
    if m.kind(-1) in {"DASH", "POSS"} or lead in _NOT_COUNTED:
        return False
    if lead == "of":
        return False
    return (lead in _BARE_LEADS and following not in {"of"}) or (following == "of" and lead in {"for", "after"})


def age(m: Match) -> Reading | None:
    parts = quantity(m)
    return Reading(type="DURATION", value=period(parts[0][1], parts[0][0])) if parts else None


def every(m: Match) -> Reading | None:  # noqa: PLR0911 - one form a line
    kinds = m.kinds
    if "FREQ" in kinds:
        return Reading(type="SET", value=str(m.value("FREQ")))
    day = m.number("WEEKDAY", "WEEKDAYS")
    part = m.value("PART", "PARTS")
    suffix = f"T{part}" if part else ""
    if day:
        return Reading(type="SET", value=f"XXXX-WXX-{day}{suffix}")
    if part:
        return Reading(type="SET", value=f"XXXX-XX-XX{suffix}")
    if m.has("MONTH", "AMONTH", "ABBR"):
        return Reading(type="SET", value=f"XXXX-{m.number('MONTH', 'AMONTH', 'ABBR'):02}")
    if m.has("SEASON"):
        return Reading(type="SET", value=f"XXXX-{m.value('SEASON')}")
    if m.has("EVERY") and len(kinds) == 3 and kinds[1] == "SECOND":
        return None
    parts = quantity(m)
    if not parts:
        return None
    count, unit = parts[0]
    count = 2 if m.has("ALTERNATE") else 1 if count is None or m.has("TIMESAN") else count
    name, factor = FACTORS.get(unit, (unit, 1))
    return Reading(type="SET", value=period(name, count * factor))


def reference(m: Match) -> Reading | None:
    kinds = m.kinds
    if "NOW" in kinds and m.kind(1) == "DASH":
        return None
    noun = m.word(1).isalnum() and m.word(1) not in _NOUN_NEXT and m.kind(1) not in {"TO", "IN", "OF", "AND", "OR"}
    if "THE" in kinds and (noun or m.kind(1) in {"DASH", "POSS"} or (m.has("MOMENT") and m.word(-1) != "at")):
        return None
    if m.has("PRESENT") and "THE" in kinds and m.word(-1) not in {"at", "for", "until", "in"}:
        return None
    if m.has("PAST"):
        return Reading(type="DATE", value="PAST_REF")
    return Reading(type="DATE", value=str(m.value("FUTURE", "PRESENT", "MOMENT", "NOW", "REF")))


def clock(m: Match) -> Reading | None:
    """A time of day without its date, which the engine adds: T10:30, T22, T08:30Z."""
    text = m.text.lower()
    zone = "Z" if m.value("ZONE") == "Z" else ""
    if m.has("NOON"):
        value = f"T{m.value('NOON')}:00{zone}"
        return Reading(type="TIME", value=value, clock=value)
    digits = re.match(r"(\d{1,2})[:.](\d\d)", text)
    hour = m.number("DAY", "CARD")
    minute: int | None = None
    if digits:
        hour, minute = int(digits[1]), int(digits[2])
    elif hour is None:
        number = re.match(r"(\d\d?)(\d\d)\b", text)
        if not number:
            return None
        hour, minute = int(number[1]), int(number[2])
    if hour > 24 or (minute or 0) > 59:
        return None
    half = m.index("AMPM")
    if half is not None:
        if hour > 12:
            return None
        afternoon = m.context.tokens.lower[half].startswith("p")
        hour = hour % 12 + 12 * afternoon
    elif (not digits and not zone and not m.has("OCLOCK", "ZONE")) or (
        digits and m.word(-1) in {"score", "won", "lost", "verse", "beat"}
    ):
        return None
    value = f"T{hour:02}" + f":{minute or 0:02}" + zone
    return Reading(type="TIME", value=value, clock=value)
