"""Bringing the groups of speakers up to date: only texts that are new or read anew, only blocks that they touch."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sayso.identity import tagged
from sayso.ledger.speakers.decide import apply
from sayso.link.speakers.judge import judge_block
from sayso.link.speakers.records import Placed, Seat, Sense, Use
from sayso.link.speakers.senses import sense
from sayso.link.speakers.spokesmen import speaks_for
from sayso.link.speakers.tables import digest

VERSION = 4
"""Of the rules in sayso.link.speakers: another one, or other lists, and all is judged anew."""
_AT_ONCE = 400  # texts written together
_SAID_WORDS = 8  # words of a content from which the very same words are no chance
_ALIKE = ("b:", "s:")  # blocks in which each use is judged by itself
_UNSAID = re.compile(r"[\W_]+")
_STALE = """
    SELECT reading.text_id, reading.id, reading.digest || ' ' || coalesce(text.first, 0)
    FROM reading JOIN text ON text.id = reading.text_id LEFT JOIN speaker_text ON speaker_text.text_id = reading.text_id
    WHERE reading.current AND (speaker_text.text_id IS NULL OR speaker_text.reading_id <> reading.id
        OR speaker_text.digest <> reading.digest || ' ' || coalesce(text.first, 0))
    ORDER BY reading.text_id
"""
_CLAIMS = """
    SELECT claim.text_id, coalesce(speech.source_id, claim.source_id), source.label,
        CASE WHEN speech.claim_id IS NULL THEN claim.record ELSE 'named-person' END, claim.speaker, claim.content
    FROM claim
    LEFT JOIN speech ON speech.claim_id = claim.id AND speech.basis <> 'office'
    JOIN source ON source.id = coalesce(speech.source_id, claim.source_id)
    WHERE claim.current AND claim.text_id IN (SELECT value FROM json_each(?))
    ORDER BY claim.text_id, claim.number
"""
_ARTICLES = """
    SELECT text.id, first.day, outlet.name, first.title, text.text
    FROM text JOIN publication AS first ON first.id = text.first LEFT JOIN outlet ON outlet.id = first.outlet_id
    WHERE text.id IN (SELECT value FROM json_each(?))
"""
_SEATS = """
    SELECT source_id, text_id, source.label, sense, day, speaker_use.claims, said, machine_id, verdict, why, unsure
    FROM speaker_use JOIN source ON source.id = speaker_use.source_id WHERE block = ?
"""
_TWINS = """
    SELECT twin.text_id, twin.other_id FROM twin
    JOIN speaker_use AS a ON a.text_id = twin.text_id AND a.block = :block
    JOIN speaker_use AS b ON b.text_id = twin.other_id AND b.block = :block
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What a call did: texts looked at, wordings in them, blocks judged, uses that came to another speaker."""

    texts: int
    uses: int
    blocks: int
    moved: int


def link(connection: sqlite3.Connection, *, progress: Callable[[int, int], None] | None = None) -> Linked:
    """Brings the groups of speakers up to date with claims, lists, name rules and what persons decided.

    connection: a writer's, best outside a transaction: then it writes in portions, and a call that was broken off is
    given again and goes on; inside the caller's all is one. progress: called with how many texts are done, and of how
    many. Cost: about what texts that came in since the last call hold; all of a ledger the first time.
    """
    with _writing(connection):
        _forget_old(connection)
    stale = connection.execute(_STALE).fetchall()
    uses = 0
    for start in range(0, len(stale), _AT_ONCE):
        part = stale[start : start + _AT_ONCE]
        rows = _rows(connection, [row[0] for row in part])
        with _writing(connection):
            uses += _keep(connection, part, rows)
        if progress is not None:
            progress(min(start + _AT_ONCE, len(stale)), len(stale))
    with _writing(connection):
        blocks = [
            row[0] for row in connection.execute("SELECT DISTINCT block FROM speaker_use WHERE machine_id IS NULL")
        ]
        moved = sum(_judge(connection, block) for block in sorted(blocks))
        apply(connection)
        _drop_empty(connection)
    return Linked(texts=len(stale), uses=uses, blocks=len(blocks), moved=moved)


@contextmanager
def _writing(connection: sqlite3.Connection) -> Iterator[None]:
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _forget_old(connection: sqlite3.Connection) -> None:
    """Drops what other lists or other rules for offices made; it is made anew."""
    offices = connection.execute("SELECT name, person FROM rule WHERE kind = 'office' ORDER BY 1, 2").fetchall()
    now = tagged("v1", [str(VERSION), digest(), json.dumps(offices)])
    made = connection.execute("SELECT value FROM ledger WHERE name = 'speakers'").fetchone()
    if made is None or made[0] != now:
        connection.execute("DELETE FROM speaker_text")
        connection.execute("INSERT OR REPLACE INTO ledger VALUES ('speakers', ?)", (now,))


def _rows(connection: sqlite3.Connection, texts: Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows of speaker_use that texts come to."""
    wanted = json.dumps(list(texts))
    articles = {row[0]: row[1:] for row in connection.execute(_ARTICLES, (wanted,))}
    found: dict[tuple[int, int], tuple[str, list[str], dict[str, None], list[str]]] = {}
    for text_id, source_id, label, record, speaker, content in connection.execute(_CLAIMS, (wanted,)):
        _, records, words, said = found.setdefault((source_id, text_id), (label, [], {}, []))
        if record:
            records.append(record)
        if speaker:
            words[speaker] = None
        said.append(content)
    out = []
    for (source_id, text_id), (label, records, words, contents) in found.items():
        day, outlet, title, text = articles[text_id]
        use = Use(
            wording=label, record=max(sorted(set(records)), key=records.count, default=None), words=tuple(words),
            day=day, outlet=outlet, title=title or "", text=text,
        )  # fmt: skip
        told, spoken_for = sense(use), speaks_for(use)
        hashes = sorted({h for content in contents if (h := _hash(content))}) if told.kind == "unnamed" else []
        body = _to_json(told, tagged("s1", [spoken_for]) if spoken_for else "")
        out.append((source_id, text_id, told.block, body, day, len(contents), json.dumps(hashes)))
    return out


def _hash(content: str) -> str | None:
    words = _UNSAID.sub(" ", content.casefold()).split()
    return blake2b(" ".join(words).encode(), digest_size=8).hexdigest() if len(words) >= _SAID_WORDS else None


def _to_json(told: Sense, speaks_for: str) -> str:
    body = [told.kind, told.wording, told.why, list(told.others), list(told.near), told.long, speaks_for]
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _from_json(block: str, told: str) -> Sense:
    kind, wording, why, others, near, long, _ = json.loads(told)
    return Sense(
        kind=kind, block=block, wording=wording, why=why, others=tuple(others), near=tuple(near), long=long
    )  # fmt: skip


def _keep(connection: sqlite3.Connection, part: Sequence[tuple[int, int, str]], rows: Sequence[tuple[Any, ...]]) -> int:
    """Puts the uses of texts in the place of those that they had; blocks that lost one are to be judged as well."""
    texts = json.dumps([row[0] for row in part])
    lost = connection.execute(
        "SELECT DISTINCT block FROM speaker_use WHERE text_id IN (SELECT value FROM json_each(?))", (texts,)
    ).fetchall()
    connection.execute("DELETE FROM speaker_use WHERE text_id IN (SELECT value FROM json_each(?))", (texts,))
    for (block,) in lost:
        unjudge(connection, block)
    connection.executemany(
        "INSERT INTO speaker_use (source_id, text_id, block, sense, day, claims, said, verdict, why, unsure)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 'positive', '', '[]')",
        rows,
    )
    connection.executemany("INSERT OR REPLACE INTO speaker_text VALUES (?, ?, ?)", part)
    return len(rows)


def unjudge(connection: sqlite3.Connection, block: str) -> None:
    """Marks a block so that the next call judges it."""
    connection.execute(
        "UPDATE speaker_use SET machine_id = NULL WHERE (source_id, text_id) IN"
        " (SELECT source_id, text_id FROM speaker_use WHERE block = ? LIMIT 1)",
        (block,),
    )


def _judge(connection: sqlite3.Connection, block: str) -> int:
    """Judges a block and keeps what changed; gives how many uses did."""
    alone = block.startswith(_ALIKE)
    rows = connection.execute(_SEATS + (" AND machine_id IS NULL" if alone else ""), (block,)).fetchall()
    twins = _twins(connection, block, rows) if block.startswith("o:") else {}
    seats = [
        Seat(
            id=number, sense=_from_json(block, row[3]), wording=row[2], article=str(row[1]), claims=row[5], day=row[4],
            twins=tuple(twins.get(number, ())),
        )
        for number, row in enumerate(rows)
    ]  # fmt: skip
    ids: dict[str, int] = {}
    changed = []
    for placed, row in zip(judge_block(seats), rows, strict=True):
        if placed.speaker not in ids:
            ids[placed.speaker] = _speaker(connection, placed)
        told = (ids[placed.speaker], placed.verdict, placed.why, json.dumps(placed.unsure, ensure_ascii=False))
        if told != tuple(row[7:11]):
            changed.append((*told, row[0], row[1]))
    connection.executemany(
        "UPDATE speaker_use SET machine_id = ?1, speaker_id = CASE WHEN decision IS NULL THEN ?1 ELSE speaker_id END,"
        " verdict = ?2, why = ?3, unsure = ?4 WHERE source_id = ?5 AND text_id = ?6",
        changed,
    )
    return len(changed)


def _twins(connection: sqlite3.Connection, block: str, rows: Sequence[tuple[Any, ...]]) -> dict[int, list[int]]:
    """Seats whose texts are nearly the same, or that say the very same words."""
    out: dict[int, list[int]] = defaultdict(list)
    if len(rows) < 2:
        return out
    of_text: dict[int, list[int]] = defaultdict(list)
    first: dict[str, int] = {}
    for number, row in enumerate(rows):
        of_text[row[1]].append(number)
        for told in json.loads(row[6]):
            if told in first:
                out[number].append(first[told])
            first.setdefault(told, number)
    for one, other in connection.execute(_TWINS, {"block": block}):
        out[of_text[one][0]].append(of_text[other][0])
    return out


def _speaker(connection: sqlite3.Connection, placed: Placed) -> int:
    key = tagged("s1", [placed.speaker])
    connection.execute(
        "INSERT INTO speaker (key, kind, name) VALUES (?, ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET name = excluded.name"
        " WHERE excluded.kind = 'person' AND name <> excluded.name",
        (key, placed.kind, placed.name),
    )
    found: tuple[int] = connection.execute("SELECT id FROM speaker WHERE key = ?", (key,)).fetchone()
    return found[0]


def _drop_empty(connection: sqlite3.Connection) -> None:
    connection.execute(
        "DELETE FROM speaker WHERE NOT EXISTS (SELECT 1 FROM speaker_use WHERE machine_id = speaker.id)"
        " AND NOT EXISTS (SELECT 1 FROM speaker_use WHERE speaker_id = speaker.id)"
    )
