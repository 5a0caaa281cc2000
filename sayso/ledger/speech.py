"""Who speaks where the text names no source beside the words, and how that is known.

A reader gives a sentence to the outlet where the text gives it to nobody, and "I said" to "I". In a transcript, an
address or a message that is still somebody's word. It is kept beside the reading, never in it:

- turn: the sentence stands in somebody's turn of a transcript.
- address: an office published it, in the first person ("Dear colleagues, we …").
- message: an office published it as a message and says so at the beginning ("The message reads: …").
- office: the office tells it in its own words; searches for the person leave it out unless asked for.

An office is an outlet of which a user of the ledger said for whom it speaks (rules.py).
"""

from __future__ import annotations

import json
import re
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Literal

from sayso.ledger.people import same_family
from sayso.ledger.rows import folded
from sayso.ledger.turns import Turn, address_of, is_speech, named_in_title, turns
from sayso.ledger.wordings import drop_source, source_row

Basis = Literal["turn", "address", "message", "office"]
BASES: tuple[Basis, ...] = ("turn", "address", "message", "office")
OWN_WORDS: tuple[Basis, ...] = ("turn", "address", "message")
"""What counts as said by the person; "office" is said for them."""

_SELF = frozenset("i me my mine myself we us our ours ourselves".split())
_INTERVIEW = re.compile(r"\b(?:interview|joint|questions)\b", re.I)  # in whose texts several people say "I"
_MESSAGES = frozenset({"message", "telegram", "greetings", "message of greetings"})
_OPENING = 300  # characters at a text's beginning in which it must say that it is a message; later it may be another's
_CLAIMS = """
    SELECT claim.id, claim.parent_id, claim.voice, coalesce(nullif(claim.name, ''), claim.speaker), claim.record,
        claim.spans
    FROM claim WHERE claim.text_id = ? AND claim.current ORDER BY claim.id
"""


def texts_of(connection: sqlite3.Connection, outlet: str) -> list[int]:
    """Texts that an outlet published, upper and lower case aside."""
    rows = connection.execute(
        "SELECT DISTINCT text_id FROM publication JOIN outlet ON outlet.id = publication.outlet_id"
        " WHERE outlet.name = ? COLLATE NOCASE",
        (outlet,),
    )
    return [row[0] for row in rows]


def clear(connection: sqlite3.Connection, text_id: int) -> list[int]:
    """Removes what was derived of a text's claims, and gives the wordings under which it stood."""
    of_text = "claim_id IN (SELECT id FROM claim WHERE text_id = ?)"
    people = connection.execute(f"SELECT DISTINCT source_id FROM speech WHERE {of_text}", (text_id,)).fetchall()  # noqa: S608 - ours
    if people:
        connection.execute(f"DELETE FROM speech WHERE {of_text}", (text_id,))  # noqa: S608 - ours
    return [row[0] for row in people]


def derive(connection: sqlite3.Connection, text_id: int) -> None:
    """Adds who speaks in a text's current claims, which must have been cleared."""
    rows: dict[str, int] = {}
    for claim_id, person, basis in spoken(connection, text_id):
        if person not in rows:
            rows[person] = source_row(connection, person)
        connection.execute("INSERT INTO speech VALUES (?, ?, ?)", (claim_id, rows[person], basis))


def derive_all(connection: sqlite3.Connection) -> None:
    """Finds anew who speaks, in every text; for a file of an older form. The search index must be built after it."""
    people = [row[0] for row in connection.execute("SELECT DISTINCT source_id FROM speech")]
    connection.execute("DELETE FROM speech")
    for (text_id,) in connection.execute("SELECT id FROM text ORDER BY id").fetchall():
        derive(connection, text_id)
    for source_id in people:
        drop_source(connection, source_id)


def spoken(connection: sqlite3.Connection, text_id: int) -> list[tuple[int, str, Basis]]:
    """Claims of a text that somebody speaks whom the reading does not name: claim, person, how that is known."""
    (text,) = connection.execute("SELECT text FROM text WHERE id = ?", (text_id,)).fetchone()
    office = _office_of(connection, text_id)
    if office is None and ":" not in text:
        return []
    claims = connection.execute(_CLAIMS, (text_id,)).fetchall()
    people = {name for _, _, _, name, record, _ in claims if record == "named-person" and name}
    found = turns(text, people | {office} if office else people, official=office is not None)
    if not found and office is None:
        return []
    address = speaker = None
    if office is not None and not found:
        title = _title(connection, text_id)
        address = address_of(text, titled=is_speech(title))
        speaker = _speaker(title, office, people) if address is not None else None
    start = address if address is not None and speaker is not None else len(text)
    if speaker is not None and speaker.split()[-1] not in text[:start]:
        start = 0  # nobody tells of the speaker before: all of it is the address
    return list(_assigned(claims, found, office, (start, speaker or "")))


def _title(connection: sqlite3.Connection, text_id: int) -> str:
    sql = "SELECT title FROM publication WHERE id = (SELECT first FROM text WHERE id = ?)"
    row = connection.execute(sql, (text_id,)).fetchone()
    return str(row[0]) if row and row[0] else ""


def _speaker(title: str, office: str, people: AbstractSet[str]) -> str | None:
    """Who speaks in an address: for whom the office speaks if its title names no other; None where it is not plain."""
    if _INTERVIEW.search(title):
        return None
    named = named_in_title(title)
    if named is None or same_family(named, office):
        return office
    return named if named in people else None


def _office_of(connection: sqlite3.Connection, text_id: int) -> str | None:
    """The person for whom the text's publishers speak; None where no rule, or more than one, tells."""
    people = connection.execute(
        "SELECT DISTINCT rule.person FROM publication JOIN outlet ON outlet.id = publication.outlet_id"
        " JOIN rule ON rule.kind = 'office' AND rule.name = outlet.name WHERE publication.text_id = ?",
        (text_id,),
    ).fetchall()
    return str(people[0][0]) if len(people) == 1 else None


def _assigned(
    claims: list[tuple[int, int | None, str, str | None, str | None, str]],
    found: tuple[Turn, ...],
    office: str | None,
    address: tuple[int, str],
) -> Iterable[tuple[int, str, Basis]]:
    """address: from where on whose."""
    starts = [turn.opened for turn in found]
    of_others: set[int] = set()  # claims in the content of somebody else, whose "I" is not the speaker
    messages: set[int] = set()
    for claim_id, parent, voice, source, _, spans in claims:
        told = json.loads(spans)
        at = (told.get("source") or told["content"])[0][0]
        who = folded(source) if source else ""
        is_self = who in _SELF
        is_message = office is not None and who in _MESSAGES and (at < _OPENING or bool(messages))
        if is_message:
            messages.add(claim_id)
        elif (voice == "attributed" and not is_self) or parent in of_others:
            of_others.add(claim_id)
        if parent in messages and is_self and office is not None:
            yield claim_id, office, "message"
            continue
        if claim_id in of_others or not (voice == "outlet" or is_self or is_message):
            continue
        number = bisect_right(starts, at) - 1
        turn = found[number] if number >= 0 else None
        if turn and at < turn.end:
            if turn.name and not is_message:
                yield claim_id, turn.name, "turn"
        elif office is None:
            continue
        elif at >= address[0] and not is_message:
            yield claim_id, address[1], "address"
        elif is_message:
            yield claim_id, office, "message"
        elif voice == "outlet":
            yield claim_id, office, "office"
