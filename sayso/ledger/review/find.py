"""From a key to the claim that it means now: as the reader gave it, as it is shown, and what was decided about it."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from itertools import chain

from sayso.errors import UsageError
from sayso.ledger.readings import load_reading
from sayso.ledger.review.book import bases, load_decisions
from sayso.ledger.review.decided import Decided, decided
from sayso.ledger.review.records import Standing, Thread, to_threads
from sayso.records import Claim, Reading

_KEY = re.compile(r"k1:[0-9a-f]{4,32}")
_ROWS = """
    SELECT claim.key, claim.text_id, claim.label, claim.current, decision.subject
    FROM claim LEFT JOIN decision ON decision.id = claim.decision_id
    WHERE claim.key >= ? AND claim.key < ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A claim and where it stands.

    subject: what decisions on it are filed under. given: as the reader gives it now; None for a person's own and for
    one that the reader does not give any more. shown: as lists show it; None where it is rejected. reading: the text's,
    as lists show it; subjects: of its claims. day: of its first publication. thread: what was decided; None for none.
    """

    text_id: int
    subject: str
    given: Claim | None
    shown: Claim | None
    reading: Reading
    subjects: tuple[str, ...]
    day: str | None
    thread: Thread | None
    standing: Standing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A text as it is shown now: what was decided, laid over the reading of its first publication."""

    text_id: int
    told: Decided
    threads: tuple[Thread, ...]
    day: str | None

    def subject(self, label: str) -> str:
        """What decisions on the claim of this id, in the reader's reading or as shown, are filed under."""
        given = (s for s, claim in self.told.given.items() if claim.id == label)
        shown = (s for s, c in zip(self.told.subjects, self.told.reading.claims, strict=True) if c.id == label)
        return next(chain(given, shown))

    def found(self, subject: str) -> Found:
        """What is known of a subject."""
        return Found(
            text_id=self.text_id,
            subject=subject,
            given=self.told.given.get(subject),
            shown=self.told.shown(subject),
            reading=self.told.reading,
            subjects=self.told.subjects,
            day=self.day,
            thread=next((t for t in self.threads if t.subject == subject), None),
            standing=self.told.standing(subject),
        )


def lay(connection: sqlite3.Connection, text_id: int) -> Laid:
    """A text with its decisions."""
    reading_id, publication, day = bases(connection, text_id)[0]
    threads = to_threads(load_decisions(connection, text_id))
    told = decided(load_reading(connection, publication, reading_id), threads, day)
    return Laid(text_id=text_id, told=told, threads=threads, day=day)


def find(connection: sqlite3.Connection, key: str, *, decided_first: bool = False) -> Found:
    """The claim of a key, or of the beginning of one. Raises UsageError where there is none, or several.

    decided_first: of two claims with the same words, the one that was decided.
    """
    text_id, subject, label = _row(connection, key, decided_first)
    laid = lay(connection, text_id)
    return laid.found(subject or laid.subject(label))


def _row(connection: sqlite3.Connection, key: str, decided_first: bool) -> tuple[int, str, str]:
    """The text of a claim, and its subject or, where nobody decided, "" and its id in the shown reading."""
    if not _KEY.fullmatch(key):
        raise UsageError(
            f"{key!r} is no key of a claim.", hint="Keys of claims begin with k1: and stand in every list."
        )
    order = "claim.current DESC, claim.verdict IS NULL " + ("ASC" if decided_first else "DESC")
    found = connection.execute(f"{_ROWS} ORDER BY {order}, claim.id LIMIT 50", (key, key + "g")).fetchall()
    booked = connection.execute(
        "SELECT claim, text_id, subject FROM decision WHERE claim >= :low AND claim < :high"
        " UNION ALL SELECT substr(subject, 1, 35), text_id, subject FROM decision"
        " WHERE subject >= :low AND subject < :high LIMIT 50",
        {"low": key, "high": key + "g"},
    ).fetchall()
    keys = {row[0] for row in [*found, *booked]}
    if len(keys) > 1:
        raise UsageError(f"{len(keys)} or more keys begin with {key}.", hint="Give more of it.")
    for _, text_id, label, current, subject in found:
        if subject or current:
            return int(text_id), str(subject or ""), str(label)
    if booked:
        return int(booked[0][1]), str(booked[0][2]), ""
    if found:
        raise UsageError(
            f"{key} is of a reading that is not shown.", hint="Its text was read again; sayso show tells its claims."
        )
    raise UsageError(f"No claim has the key {key}.")
