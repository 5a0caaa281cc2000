"""Which questions claims belong to, for the pages that show claims. Nothing where nobody has linked the ledger yet."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, field

from sayso.ledger.pages.asked import questions_of

_WORDS = {"yes": "says so", "hedged yes": "says so, hedged", "unclear": "asked here", "hedged no": "denies it, hedged"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongs:
    """A claim's part in a question. words: short, for a tag; css: its look."""

    id: str
    title: str
    words: str
    css: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """questions: those that the claims belong to, as (key, wording, how many of the claims, whether contested)."""

    by_claim: dict[str, Belongs] = field(default_factory=dict)
    questions: tuple[tuple[str, str, int, bool], ...] = ()


def linked_of(connection: sqlite3.Connection, keys: tuple[str, ...]) -> Linked:
    """The questions of claims by their keys, the contested first."""
    found = questions_of(connection, keys)
    counted: Counter[tuple[str, str, bool]] = Counter((key, words, both) for key, words, _, both in found.values())
    order = sorted(counted.items(), key=lambda one: (not one[0][2], -one[1], one[0][1]))
    return Linked(
        by_claim={
            claim: Belongs(
                id=key,
                title=wording,
                words=f"disputed: {_WORDS.get(position, 'denies it')}" if both else "said elsewhere too",
                css="contested" if both else "linked",
            )
            for claim, (key, wording, position, both) in found.items()
        },
        questions=tuple((key, words, count, both) for (key, words, both), count in order),
    )
