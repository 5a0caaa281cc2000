"""Which claims foretell, and the days that close what they foretell."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sayso.records import Claim, When
from sayso.timex.calendar import shifted

_FUTURE = re.compile(
    r"\b(?:will|would|won['’]t|shall|(?:going|about|likely|expected|set|due) to|could|may|might|can)\b|['’]ll\b",
    re.IGNORECASE,
)
_FORETELLS = frozenset({"predict", "forecast", "project", "foresee", "anticipate", "expect", "estimate"})
_STATES = frozenset({"says", "claims", "confirms", "believes", "denies", None})


def foretells(claim: Claim, content: str, about: When | None = None) -> bool:
    """Whether a claim is a prediction: by its force, or a statement about the future with a modal verb."""
    if claim.force == "predicts":
        return True
    if claim.force is None and claim.cue and claim.cue.lemma in _FORETELLS:
        return True
    if claim.force not in _STATES or claim.horizon not in {"future", "conditional", None}:
        return False
    ahead = about is not None and claim.horizon == "future" and re.search(r"\b(?:next|coming)\b", about.text)
    return bool(_FUTURE.search(content) or ahead)


def days_later(day: str | None, count: int) -> str | None:
    """The ISO date so many days later."""
    return (date.fromisoformat(day) + timedelta(days=count)).isoformat() if day else None


def end_of(day: str | None, value: str) -> str | None:
    """The last day of a length of time (P2D, PT48H) that begins on a day."""
    found = re.fullmatch(r"P(T?)(\d{1,5})([DWMYH])", value)
    if not found or not day:
        return None
    unit = "T" + found[3] if found[1] else found[3]
    try:
        return shifted(date.fromisoformat(day), unit, int(found[2])).isoformat()
    except (ValueError, OverflowError):
        return None
