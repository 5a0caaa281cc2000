"""Which questions claims belong to, for the pages that show claims. Nothing where nobody has linked the ledger yet."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongs:
    """A claim's part in a question. words: short, for a tag; css: its look."""

    id: str
    title: str
    words: str
    css: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as a list shows it. yes, no, unclear: speakers on each side. css: "contested" where both have some."""

    id: str
    title: str
    claims: int
    yes: int = 0
    no: int = 0
    unclear: int = 0
    first: str | None = None
    last: str | None = None
    speakers: tuple[str, ...] = ()

    @property
    def is_contested(self) -> bool:
        return bool(self.yes and self.no)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A speaker who told the same less or more surely, or the other way round."""

    question: str
    title: str
    speaker: str
    kind: str
    why: str
    before: str
    after: str
    before_day: str | None
    after_day: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """questions: those that the claims belong to, as (id, title, how many of the claims)."""

    by_claim: dict[str, tuple[Belongs, ...]] = field(default_factory=dict)
    questions: tuple[tuple[str, str, int], ...] = ()

    def of_claim(self, key: str) -> tuple[Belongs, ...]:
        return self.by_claim.get(key, ())


def linked_of(connection: sqlite3.Connection, keys: tuple[str, ...]) -> Linked:  # noqa: ARG001 - Q's tables come
    """The questions of claims by their keys."""
    return Linked()


def contested(connection: sqlite3.Connection, limit: int) -> tuple[Asked, ...]:  # noqa: ARG001
    """The questions on which speakers contradict each other, those with the latest claims first."""
    return ()


def shifts(connection: sqlite3.Connection, limit: int) -> tuple[Moved, ...]:  # noqa: ARG001
    """Who changed position or tone, the latest first."""
    return ()


def asked_of(connection: sqlite3.Connection, wordings: tuple[str, ...]) -> tuple[Asked, ...]:  # noqa: ARG001
    """The questions in which a source speaks, by its wordings."""
    return ()


def shifts_of(connection: sqlite3.Connection, wordings: tuple[str, ...]) -> tuple[Moved, ...]:  # noqa: ARG001
    """Where a source changed position or tone."""
    return ()
