"""Days, and ranges of days as people give them: 2022, 2022-06, 2022-06-14, 2022-06..2022-08, 2022-06.. and ..2022."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from sayso.errors import UsageError

DAY_BITS = 32
"""Bits of a claim's id below the day: four billion claims a day; with the day it stays under 2 ** 53 (JSON numbers)."""
_PART = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """From the first day to the last, both included, as ISO dates; None where that end is open."""

    first: str | None
    last: str | None

    def holds(self, day: str | None) -> bool:
        """Whether an ISO day is one of them; no day is none of them."""
        return day is not None and (self.first or day) <= day <= (self.last or day)

    @classmethod
    def parse(cls, told: str, option: str) -> Days:
        """A range as given with `option`. Raises UsageError."""
        start, dots, end = told.strip().partition("..")
        try:
            if not dots:
                days = cls(first=_edge(start, last=False), last=_edge(start, last=True))
            elif start or end:
                days = cls(
                    first=_edge(start, last=False) if start else None, last=_edge(end, last=True) if end else None
                )
            else:
                raise ValueError
        except ValueError:
            raise UsageError(
                f"{option} is {told!r}, which is no day, month, year or range of them.",
                hint=f"For example {option} 2022-06-14, {option} 2022-06, {option} 2022-06..2022-08, {option} 2022..",
            ) from None
        if days.first and days.last and days.first > days.last:
            raise UsageError(f"{option} is {told!r}, which ends before it begins.")
        return days


def _edge(told: str, *, last: bool) -> str:
    found = _PART.fullmatch(told.strip())
    if not found:
        raise ValueError
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    month = month or (12 if last else 1)
    if not 1 <= month <= 12 or year < 1:
        raise ValueError
    return date(year, month, day or (monthrange(year, month)[1] if last else 1)).isoformat()


def day_of(published: str | None) -> str | None:
    """The day of an ISO date or date-time, as it stands there; None for none and for what is not a date."""
    if not published:
        return None
    try:
        return date.fromisoformat(published[:10]).isoformat()
    except ValueError:
        return None


def first_id(day: str | None) -> int:
    """The smallest claim id of a day; texts without a day come before all others."""
    return (date.fromisoformat(day).toordinal() if day else 0) << DAY_BITS


def id_range(days: Days) -> tuple[int, int]:
    """Claim ids of a range of days, half-open. Texts without a day are in none."""
    low = first_id(days.first) if days.first else 1 << DAY_BITS
    high = first_id(days.last) + (1 << DAY_BITS) if days.last else 1 << 62
    return low, high


def day_of_id(claim_id: int) -> str | None:
    """The day in a claim's id."""
    number = claim_id >> DAY_BITS
    return date.fromordinal(number).isoformat() if number else None
