"""The other wordings of somebody who is asked for by name: all that the groups hold, and what is somebody else's."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.ledger.rows import folded
from sayso.ledger.words import phrase_of

_MOST_PHRASES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """speakers: rows of table speaker. wordings: rows of source that are theirs somewhere. phrases: for the index.

    is_whole: whether those wordings, and the ones that the name finds, are nobody else's in any article.
    """

    speakers: tuple[int, ...] = ()
    wordings: tuple[int, ...] = ()
    phrases: tuple[str, ...] = ()
    is_whole: bool = True


NOBODY = Grouped()


def grouped(connection: sqlite3.Connection, name: str, ids: Sequence[int], full: Sequence[int]) -> Grouped:
    """Speakers behind a name. ids: the wordings that it finds; full: those of them that are people's full names.

    Without people among those it is who the wording of just this name stands for. Nothing where nobody linked speakers.
    """
    speakers = _speakers(connection, full, ("person",))
    if not speakers:
        exact = [row[0] for row in connection.execute("SELECT id FROM source WHERE folded = ?", (folded(name),))]
        speakers = _speakers(connection, exact, ("person", "body", "several"))
    if not speakers:
        return NOBODY
    told = json.dumps(speakers)
    wordings = connection.execute(
        "SELECT DISTINCT source.id, source.label FROM speaker_use JOIN source ON source.id = source_id"
        " WHERE speaker_id IN (SELECT value FROM json_each(?)) ORDER BY source.claims DESC, source.id LIMIT ?",
        (told, _MOST_PHRASES),
    ).fetchall()
    foreign = connection.execute(
        "SELECT 1 FROM speaker_use JOIN speaker ON speaker.id = speaker_id WHERE kind <> 'unnamed'"
        " AND source_id IN (SELECT value FROM json_each(:ids))"
        " AND speaker_id NOT IN (SELECT value FROM json_each(:own))"
        " UNION ALL SELECT 1 FROM speaker_use WHERE source_id IN (SELECT value FROM json_each(:theirs))"
        " AND speaker_id NOT IN (SELECT value FROM json_each(:own)) LIMIT 1",
        {"ids": json.dumps(list(ids)), "theirs": json.dumps([row[0] for row in wordings]), "own": told},
    ).fetchone()
    return Grouped(
        speakers=tuple(speakers),
        wordings=tuple(row[0] for row in wordings),
        phrases=tuple(phrase_of(row[1], "source") for row in wordings if any(c.isalnum() for c in row[1])),
        is_whole=foreign is None,
    )


def _speakers(connection: sqlite3.Connection, wordings: Sequence[int], kinds: Sequence[str]) -> list[int]:
    found = connection.execute(
        "SELECT DISTINCT speaker_id FROM speaker_use JOIN speaker ON speaker.id = speaker_id"
        " WHERE source_id IN (SELECT value FROM json_each(?)) AND kind IN (SELECT value FROM json_each(?)) ORDER BY 1",
        (json.dumps(list(wordings)), json.dumps(list(kinds))),
    )
    return [row[0] for row in found]


OURS = (
    "(claim.source_id IN (SELECT value FROM json_each(:sources)) AND NOT EXISTS (SELECT 1 FROM speaker_use AS held"
    " JOIN speaker ON speaker.id = held.speaker_id WHERE held.source_id = claim.source_id"
    " AND held.text_id = claim.text_id AND speaker.kind = 'person'"
    " AND held.speaker_id NOT IN (SELECT value FROM json_each(:speakers)))"
    " OR EXISTS (SELECT 1 FROM speaker_use AS held WHERE held.source_id = claim.source_id"
    " AND held.text_id = claim.text_id AND held.speaker_id IN (SELECT value FROM json_each(:speakers))))"
)
"""The condition on a claim: under the name's wordings where they are no other person, or a use of these speakers."""
