"""Times in text: found, valued as TIMEX3 and told as intervals of ISO dates."""

from __future__ import annotations

from sayso.timex.engine import Times, times
from sayso.timex.record import Time

__all__ = ["Time", "Times", "times"]
