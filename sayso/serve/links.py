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
class Linked:
    """questions: those that the claims belong to, as (id, title, how many of the claims)."""

    by_claim: dict[str, tuple[Belongs, ...]] = field(default_factory=dict)
    questions: tuple[tuple[str, str, int], ...] = ()

    def of_claim(self, key: str) -> tuple[Belongs, ...]:
        return self.by_claim.get(key, ())


def linked_of(connection: sqlite3.Connection, keys: tuple[str, ...]) -> Linked:  # noqa: ARG001 - Q's tables come
    """The questions of claims by their keys."""
    return Linked()
