"""A text made of the parts that a record tells, so that every span of its claims stands in a text."""

from __future__ import annotations

from sayso.errors import BadRecordError
from sayso.ingest.days import iso_date
from sayso.records import Span

UNKNOWN = 0.0
"""Confidence of claims that come from elsewhere: nobody estimated how well they were found."""
_LONGEST = 1_000_000  # characters of one part


class Written:
    """Parts in their order. Spans can be had once all is written."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def add(self, text: str) -> tuple[int, int]:
        """Where the part stands."""
        start = self._length
        self._parts.append(text[:_LONGEST])
        self._length += len(self._parts[-1])
        return start, self._length

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def span(self, place: tuple[int, int]) -> Span:
        return Span.of(self.text, *place)


def string(value: object) -> str | None:
    """A text with something in it, without what a database cannot hold; None for anything else."""
    if not isinstance(value, str):
        return None
    told = value.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode().strip()
    return told or None


def day(value: object) -> str | None:
    """An ISO date or date-time; None where it is none."""
    told = string(value)
    return iso_date(told) if told and len(told) < 100 else None


def records_of(data: object, where: str) -> list[object]:
    """What a file tells: the objects of a list, or one. Raises BadRecordError, naming `where`, for anything else."""
    if isinstance(data, list):
        return data
    if isinstance(data, dict):
        return [data]
    raise BadRecordError(f"{where} holds neither an object nor a list.")
