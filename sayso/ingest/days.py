"""Dates of publication: which forms are taken, and in which form they travel."""

from __future__ import annotations

import re
from datetime import datetime

from sayso.errors import UsageError

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
_ZONE = r"(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)"
_ISO = re.compile(rf"({_DAY})(?:[T ]({_CLOCK})(?: ?({_ZONE}))?)?")


def iso_date(text: str) -> str | None:
    """The ISO date or date-time that text is, as given, or None.

    Taken: 2022-11-03, and 2022-11-03T06:30 with seconds, fractions and Z or an offset. Blanks that many publishing
    systems write in place of the T and before the offset are mended ("2022-11-03 06:30:00 +0000"), nothing else is.
    """
    found = _ISO.fullmatch(text.strip())
    if not found:
        return None
    day, clock, zone = found.groups(default="")
    mended = f"{day}T{clock}{zone}" if clock else day
    try:
        datetime.fromisoformat(mended)
    except ValueError:
        return None
    return mended


def check_date(text: str) -> str:
    """The same, for a date that a person gave. Raises UsageError where it is none."""
    date = iso_date(text)
    if date is None:
        raise UsageError(
            f"{text!r} is not a date of the calendar.",
            hint="Give YYYY-MM-DD, or a date-time such as 2022-11-03T06:30:00Z.",
        )
    return date
