"""Where `sayso watch` stands: feeds, items that were seen, and what is yet to be told. Only store.py writes here."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass

from sayso.ledger import log
from sayso.ledger.hits import Hit, load_hits

MOST_TRIES = 5
"""After so many polls an item whose page cannot be had is left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """A feed that is followed. Times: UTC. wait: seconds after `checked` before which it is not asked again."""

    address: str
    etag: str | None = None
    modified: str | None = None
    checked: str | None = None
    changed: str | None = None
    failures: int = 0
    error: str | None = None
    wait: float = 0.0
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """An article that watching brought. marks: of the items that brought it. changed: its page had another text."""

    marks: tuple[str, ...]
    article: str
    changed: bool
    at: str


def mark_of(connection: sqlite3.Connection, *parts: str) -> str:
    """What an address or item is known by, without telling it: hashed with what this ledger alone holds."""
    key = log.genesis(connection).encode()[:64]
    return hashlib.blake2b(log.canonical(["w1", *parts]), key=key, digest_size=16).hexdigest()


def load_feed(connection: sqlite3.Connection, mark: str) -> FeedState | None:
    row = connection.execute(
        "SELECT address, etag, modified, checked, changed, failures, error, wait, gone FROM feed WHERE mark = ?",
        (mark,),
    ).fetchone()
    names = ("address", "etag", "modified", "checked", "changed", "failures", "error", "wait")
    return FeedState(**dict(zip(names, row[:-1], strict=True)), gone=bool(row[-1])) if row else None


def save_feed(connection: sqlite3.Connection, mark: str, state: FeedState) -> None:
    connection.execute(
        "INSERT INTO feed (mark, address, etag, modified, checked, changed, failures, error, wait, gone)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (mark) DO UPDATE SET address = excluded.address,"
        " etag = excluded.etag, modified = excluded.modified, checked = excluded.checked, changed = excluded.changed,"
        " failures = excluded.failures, error = excluded.error, wait = excluded.wait, gone = excluded.gone",
        (
            mark, state.address, state.etag, state.modified, state.checked, state.changed, state.failures, state.error,
            state.wait, int(state.gone),
        ),
    )  # fmt: skip


def is_settled(connection: sqlite3.Connection, mark: str) -> bool:
    """Whether an item was taken in, or failed so often that it is left alone."""
    row = connection.execute("SELECT tries FROM feed_item WHERE mark = ?", (mark,)).fetchone()
    return row is not None and (row[0] == 0 or row[0] >= MOST_TRIES)


def settle(
    connection: sqlite3.Connection, mark: str, publication_id: int | None, now: str, *, tells: bool, sends: bool
) -> None:
    """Notes an item as seen. tells, sends: it is news, to be shown and to be sent."""
    connection.execute(
        "INSERT INTO feed_item (mark, publication_id, tries, told, sent, at) VALUES (?, ?, 0, ?, ?, ?)"
        " ON CONFLICT (mark) DO UPDATE SET publication_id = excluded.publication_id, tries = 0, told = excluded.told,"
        " sent = excluded.sent, at = excluded.at WHERE tries > 0",
        (mark, publication_id, int(not tells), int(not (tells and sends)), now),
    )


def fail(connection: sqlite3.Connection, mark: str, now: str) -> None:
    """Counts a try that failed."""
    connection.execute(
        "INSERT INTO feed_item (mark, tries, at) VALUES (?, 1, ?)"
        " ON CONFLICT (mark) DO UPDATE SET tries = tries + 1, at = excluded.at WHERE tries > 0",
        (mark, now),
    )


def news(connection: sqlite3.Connection, waits: str | None, limit: int) -> tuple[News, ...]:
    """Articles that watching brought: those that wait to be "told" or "sent", the oldest first; None: the latest."""
    where = {"told": "told = 0", "sent": "sent = 0", None: "told <= 1"}[waits]
    way = "DESC" if waits is None else "ASC"
    rows = connection.execute(
        "SELECT group_concat(mark), publication.key, publication.id, min(at),"  # noqa: S608 - words of ours
        " EXISTS (SELECT 1 FROM publication AS other WHERE other.address = publication.address"
        " AND other.text_id <> publication.text_id AND other.id < publication.id)"
        " FROM feed_item JOIN publication ON publication.id = feed_item.publication_id"
        f" WHERE {where} AND publication_id NOTNULL GROUP BY publication.id ORDER BY publication.id {way} LIMIT ?",
        (limit,),
    ).fetchall()
    return tuple(
        News(marks=tuple(marks.split(",")), article=key, at=at, changed=bool(changed))
        for marks, key, _, at, changed in rows
    )


def note(connection: sqlite3.Connection, marks: tuple[str, ...], what: str) -> None:
    """Says of items that they were "told" or "sent"."""
    column = {"told": "told", "sent": "sent"}[what]
    connection.executemany(f"UPDATE feed_item SET {column} = 1 WHERE mark = ?", [(m,) for m in marks])  # noqa: S608


def claims_of(connection: sqlite3.Connection, article: str) -> tuple[Hit, ...]:
    """The claims that are shown of an article's text, from its beginning on. article: its whole key."""
    rows = connection.execute(
        "SELECT id FROM claim WHERE current AND text_id = (SELECT text_id FROM publication WHERE key = ?)"
        " ORDER BY number",
        (article,),
    ).fetchall()
    ids = [row[0] for row in rows]
    hits = load_hits(connection, ids)
    return tuple(hits[one] for one in ids)
