"""Numbers and units in words: "two and a half years" → 2.5 Y."""

from __future__ import annotations

from sayso.timex.context import Match

_NUMBERS = frozenset({"CARD", "DAY", "NUM", "YEAR"})
_UNITS = frozenset({"UNIT", "UNITS", "QUARTER", "CENTURY", "SECOND", "WEEKEND", "WEEKENDS", "LONGWORD"})
Amount = tuple[float | None, str]


def quantity(m: Match) -> list[Amount]:
    """Count (None: vague, "several", "recent") and unit of each part of a match; empty where it has no unit.

    "An hour and a half", "half an hour", "a quarter-century" count in fractions.
    """
    tokens = m.context.tokens
    out: list[Amount] = []
    total: float | None = None
    vague = halves = False
    quarter = False
    for i in range(m.first, m.end):
        kind, value = tokens.kind[i], tokens.value[i]
        following = tokens.kind[i + 1] if i + 1 < m.end else ""
        if kind in _NUMBERS and isinstance(value, int | float):
            total = _combined(total, value)
        elif kind == "AN" and following not in {"VAGUE", "HALF"} and not halves and not quarter:
            total = 1 if total is None else total
        elif kind == "ALL":
            total = 1
        elif kind == "VAGUE":
            vague = True
        elif kind == "HALF":
            halves = True
        elif kind == "QUARTER" and following in {"DASH", "UNIT", "CENTURY", "OF"}:
            quarter = True
        elif kind in _UNITS:
            count = None if vague else total
            if quarter or (halves and total is None):  # half an hour, a quarter of a century
                count = 0.25 if quarter else 0.5
            elif halves and total is not None:
                count = total + 0.5
                halves = False
            out.append((count, "TS" if kind == "SECOND" else str(value)))
            total, vague = None, False
    if halves and len(out) == 1 and out[0][0] is not None and out[0][0] >= 1:
        out[0] = (out[0][0] + 0.5, out[0][1])
    return out


def _combined(total: float | None, value: float) -> float:
    """Twenty-five, two hundred, one hundred and fifty."""
    if total is None:
        return value
    return total * value if value in {100, 1000, 1000000} else total + value
