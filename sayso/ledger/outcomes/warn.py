"""What somebody who settles a claim should know: it is said, and hinders nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice

from sayso.ledger.outcomes.records import Resolution

_MOST = 6  # remarks
_EVIDENCE = """
    SELECT claim.text_id, publication.day, coalesce(nullif(claim.name, ''), claim.speaker), claim.horizon
    FROM claim JOIN text ON text.id = claim.text_id JOIN publication ON publication.id = text.first
    WHERE claim.key = ? ORDER BY claim.current DESC LIMIT 1
"""


def warnings(connection: sqlite3.Connection, made: Sequence[Resolution]) -> tuple[str, ...]:
    """Remarks on outcomes that were just entered, a few at most."""
    return tuple(islice((line for one in made for line in _remarks(connection, one)), _MOST))


def _remarks(connection: sqlite3.Connection, one: Resolution) -> Iterator[str]:
    name = one.claim[:13]
    if one.outcome == "no" and one.due is not None and one.at[:10] <= one.due:
        yield f"{name} is settled as no before its time ends ({one.due})."
    (text_id,) = connection.execute("SELECT id FROM text WHERE sha256 = ?", (one.sha256,)).fetchone()
    source = connection.execute(
        "SELECT coalesce(nullif(name, ''), speaker) FROM claim WHERE key = ? LIMIT 1", (one.claim,)
    ).fetchone()
    for key in one.evidence.split():
        row = connection.execute(_EVIDENCE, (key,)).fetchone() if key.startswith("k1:") else None
        if row is None:
            continue
        other, day, speaker, horizon = row
        if other == text_id:
            yield f"the evidence {key[:13]} stands in the very text of {name}."
        elif connection.execute(
            "SELECT 1 FROM twin WHERE text_id = ? AND other_id = ?", (max(other, text_id), min(other, text_id))
        ).fetchone():
            yield f"the evidence {key[:13]} stands in a near-copy of the text of {name}."
        if one.day and day and day < one.day:
            yield f"the evidence {key[:13]} was published on {day}, before {name} was said ({one.day})."
        if source and source[0] and speaker == source[0]:
            yield f"the evidence {key[:13]} is of the same source as {name}: {speaker[:80]}."
        if horizon in {"future", "conditional"}:
            yield f"the evidence {key[:13]} itself speaks of what was to come."
