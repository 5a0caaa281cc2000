"""Persons' decisions about speakers, proved from the log. Used by verify.py."""

from __future__ import annotations

import sqlite3

from sayso.ledger import log
from sayso.ledger.proofs import Finding, committed
from sayso.ledger.speakers.decide import COLUMNS, SpeakerDecision


def speaker_findings(connection: sqlite3.Connection) -> list[Finding]:
    """Whether each decision is what the log commits to, and under its own key."""
    found: list[Finding] = []
    rows = connection.execute(f"SELECT id, key, salt, {', '.join(COLUMNS)} FROM speaker_decision")  # noqa: S608 - ours
    for row, key, salt, *told in rows.fetchall():
        made = SpeakerDecision(**dict(zip(COLUMNS, told, strict=True)))
        found += committed(connection, "speaker_decision", row, log.commitment(made.body, salt))
        if made.key != key:
            found.append(Finding(area="speaker_decision", where=key, what="has another key than its content"))
    return found
