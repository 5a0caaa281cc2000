"""Asking for speakers: groups of wordings with their counts and reasons. Reads only."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.errors import UsageError
from sayso.ledger.rows import folded
from sayso.ledger.words import phrase_of
from sayso.link.speakers.persons import parse_person, same_person

_KEY = re.compile(r"s1:[0-9a-f]{4,32}")
_COUNTS = """
    SELECT speaker.id, speaker.key, speaker.name, speaker.kind, sum(speaker_use.claims) AS claims,
        count(DISTINCT text_id), min(day), max(day)
    FROM speaker JOIN speaker_use ON speaker_use.speaker_id = speaker.id
"""
_WORDINGS = """
    SELECT speaker_id, source.label, speaker_use.claims, first.key, speaker_use.why, speaker_use.decision
    FROM speaker_use JOIN source ON source.id = speaker_use.source_id JOIN text ON text.id = speaker_use.text_id
    JOIN publication AS first ON first.id = text.first
    WHERE speaker_id IN (SELECT value FROM json_each(?)) ORDER BY speaker_id, source.label, first.day, first.key
"""
_UNSURE = """
    SELECT source.label, speaker_use.claims, first.key, speaker_use.why, speaker_use.unsure
    FROM speaker_use JOIN source ON source.id = speaker_use.source_id JOIN text ON text.id = speaker_use.text_id
    JOIN publication AS first ON first.id = text.first
    WHERE verdict = 'unsure' AND decision IS NULL
        AND EXISTS (SELECT 1 FROM json_each(speaker_use.unsure) WHERE value = ?)
    ORDER BY source.label, first.day, first.key
"""
_SPEAKS = """
    SELECT source.label, speaker_use.claims, first.key, speaker_use.why, speaker_use.decision
    FROM speaker_use JOIN source ON source.id = speaker_use.source_id JOIN text ON text.id = speaker_use.text_id
    JOIN publication AS first ON first.id = text.first
    WHERE json_extract(sense, '$[6]') = ? ORDER BY source.label, first.day, first.key
"""
_NAMED = ("person", "body", "several")
_MOST_APART = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingRow:
    """A wording of a speaker. articles: keys. reasons: why it is that speaker, the most frequent first. decided: by a
    person or a name rule."""

    wording: str
    claims: int
    articles: tuple[str, ...]
    reasons: tuple[str, ...]
    decided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRow:
    """A speaker. wordings: the most frequent first. may_be: wordings that may mean it. apart: names of others that were
    found as well, each with why it is another. spoken_by: who speaks for it by their own words; they are others."""

    speaker: str
    name: str
    kind: str
    claims: int
    articles: int
    first_published: str | None
    last_published: str | None
    wordings: tuple[WordingRow, ...] = ()
    may_be: tuple[WordingRow, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    spoken_by: tuple[WordingRow, ...] = ()


def unlinked(connection: sqlite3.Connection) -> int:
    """How many texts came in, or were read anew, since groups were made."""
    found: tuple[int] = connection.execute(
        "SELECT count(*) FROM reading JOIN text ON text.id = reading.text_id LEFT JOIN speaker_text USING (text_id)"
        " WHERE reading.current AND (speaker_text.digest IS NULL OR speaker_text.reading_id <> reading.id"
        " OR speaker_text.digest <> reading.digest || ' ' || coalesce(text.first, 0))"
    ).fetchone()
    return found[0]


def is_known(connection: sqlite3.Connection, name: str) -> bool:
    """Whether a wording or a speaker has this very name."""
    found = connection.execute(
        "SELECT 1 FROM source WHERE folded = ? UNION SELECT 1 FROM speaker WHERE name = ? COLLATE NOCASE",
        (folded(name), name),
    )
    return found.fetchone() is not None


def find_speakers(
    connection: sqlite3.Connection,
    name: str | None = None,
    *,
    kinds: Sequence[str] = (),
    least: int = 1,
    limit: int = 20,
    after: int = 0,
) -> tuple[tuple[SpeakerRow, ...], bool]:
    """Speakers by their claims, the most first, and whether there are more.

    name: words of one of their wordings or of their name, or a key (s1:…). kinds: of those alone; none: all but the
    unnamed. least: wordings at least. limit: 0 for all. Raises UsageError for a name without a word.
    """
    where, values = ["true"], dict[str, object]()
    if name is not None:
        where.append("speaker.id IN (SELECT value FROM json_each(:ids))")
        values["ids"] = json.dumps(_ids(connection, name))
    where.append("speaker.kind IN (SELECT value FROM json_each(:kinds))")
    values["kinds"] = json.dumps(list(kinds or _NAMED))
    sql = (
        f"{_COUNTS} WHERE {' AND '.join(where)} GROUP BY speaker.id HAVING count(DISTINCT source_id) >= :least"
        " ORDER BY 5 DESC, speaker.name, speaker.key LIMIT :limit OFFSET :after"
    )
    values |= {"least": least, "limit": limit + 1 if limit else -1, "after": after}
    rows = connection.execute(sql, values).fetchall()
    shown = rows[:limit] if limit else rows
    wordings = _wordings(connection, [row[0] for row in shown])
    found = tuple(
        SpeakerRow(
            speaker=key, name=label, kind=kind, claims=claims, articles=articles, first_published=first,
            last_published=last, wordings=wordings.get(row, ()),
            may_be=_may_be(connection, label) if name is not None and kind != "unnamed" else (),
            apart=_apart(label, kind, shown) if name is not None else (),
            spoken_by=_spoken_by(connection, key) if name is not None and kind == "body" else (),
        )
        for row, key, label, kind, claims, articles, first, last in shown
    )  # fmt: skip
    return found, len(rows) > len(shown)


def _ids(connection: sqlite3.Connection, name: str) -> list[int]:
    if _KEY.fullmatch(name):
        found = connection.execute("SELECT id FROM speaker WHERE key >= ? AND key < ?", (name, name + "g"))
        return [row[0] for row in found]
    if not any(c.isalnum() for c in name):
        raise UsageError(f"{name!r} holds no word to search for.")
    found = connection.execute(
        "SELECT DISTINCT speaker_id FROM source_words JOIN speaker_use ON speaker_use.source_id = source_words.rowid"
        " WHERE source_words MATCH ? UNION SELECT id FROM speaker WHERE name = ? COLLATE NOCASE",
        (phrase_of(name, "label"), name.strip()),
    )
    return [row[0] for row in found]


def _wordings(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, tuple[WordingRow, ...]]:
    found: dict[int, dict[str, list[tuple[int, str, str, str | None]]]] = defaultdict(lambda: defaultdict(list))
    for row, label, *told in connection.execute(_WORDINGS, (json.dumps(list(ids)),)):
        found[row][label].append((told[0], told[1], told[2], told[3]))
    return {row: _rows(by_label) for row, by_label in found.items()}


def _rows(by_label: dict[str, list[tuple[int, str, str, str | None]]]) -> tuple[WordingRow, ...]:
    rows = []
    for label, uses in by_label.items():
        reasons = ["said so by a person" if decision else why for _, _, why, decision in uses]
        rows.append(
            WordingRow(
                wording=label, claims=sum(use[0] for use in uses),
                articles=tuple(dict.fromkeys(use[1] for use in uses)),
                reasons=tuple(sorted(set(reasons), key=lambda r: (-reasons.count(r), r))),
                decided=any(use[3] for use in uses),
            )
        )  # fmt: skip
    return tuple(sorted(rows, key=lambda r: (-r.claims, r.wording)))


def _may_be(connection: sqlite3.Connection, name: str) -> tuple[WordingRow, ...]:
    by_label: dict[str, list[tuple[int, str, str, str | None]]] = defaultdict(list)
    for label, claims, article, why, _ in connection.execute(_UNSURE, (name,)):
        by_label[label].append((claims, article, why, None))
    return _rows(by_label)


def _spoken_by(connection: sqlite3.Connection, key: str) -> tuple[WordingRow, ...]:
    by_label: dict[str, list[tuple[int, str, str, str | None]]] = defaultdict(list)
    for label, claims, article, why, decision in connection.execute(_SPEAKS, (key,)):
        by_label[label].append((claims, article, why, decision))
    return _rows(by_label)


def _apart(name: str, kind: str, rows: Sequence[tuple[object, ...]]) -> tuple[tuple[str, str], ...]:
    """Other people that were found, each with why it is another."""
    person = parse_person(name) if kind == "person" else None
    if person is None or not person.is_full:
        return ()
    out = []
    for row in rows:
        other = parse_person(str(row[2])) if row[3] == "person" and row[2] != name else None
        if other is not None and other.is_full:
            same, why = same_person(person, other)
            out.append((str(row[2]), "decided by a person" if same else why))
    return tuple(out[:_MOST_APART])
