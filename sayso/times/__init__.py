"""Times in text: found, valued as TIMEX3 and told as intervals of ISO dates."""

from __future__ import annotations

from sayso.times.engine import Times, times
from sayso.times.record import Time

__all__ = ["Time", "Times", "times"]
