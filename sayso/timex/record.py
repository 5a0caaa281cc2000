"""What the room gives: one time expression with its value and its first and last day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sayso.records import Span

TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Mod = Literal["START", "MID", "END", "REST", "APPROX", "LESS_THAN", "MORE_THAN", "EQUAL_OR_MORE"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """One expression of time, as TIMEX3 has them: determiners inside the span, prepositions outside.

    type, value, mod: as in TIMEX3 (`2022-11-03`, `2022-W44`, `2022-11-03TEV`, `P2W`, `PRESENT_REF`, `XXXX-WXX-4`). A
    range of which one end cannot stand alone ("3–5 November") has an ISO 8601 interval, `2022-11-03/2022-11-05`; the
    1990s are `199X`, the 20th century is `19`. What the text leaves open stays X. mod REST: "the rest of the year".
    earliest, latest: ISO dates, both included; None where open (the start of "recent weeks") or not known: a length of
    time, a repetition, and every relative time when the date it counts from is not known.
    """

    span: Span
    type: TimeType
    value: str
    mod: Mod | None = None
    earliest: str | None = None
    latest: str | None = None

    @property
    def text(self) -> str:
        return self.span.text
