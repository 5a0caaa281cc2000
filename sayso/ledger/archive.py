"""What was fetched: answers with digest, time and, for a page that became an article, their content. Packed, bounded.

Only store.py writes here. A row stands as long as a text that was taken from it; the log commits to it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.fetch.record import Fetched, Validators
from sayso.ledger import feeds, log
from sayso.ledger.proofs import Finding, committed
from sayso.records import Article

LARGEST_KEPT = 4_000_000
"""Packed bytes of a content that is kept; of a larger one stand digest and size alone."""
_LEVEL = 6
_LARGEST_TAKEN = 256_000_000  # bytes of a content that another ledger's file may ask to be unpacked


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an article came from. mark: the item of a followed feed. sends: whether a webhook waits for it."""

    fetched: Fetched | None = None
    mark: str | None = None
    sends: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LastFetch:
    """When an address was last fetched (UTC), and what makes the next request conditional."""

    at: str
    validators: Validators


def came(connection: sqlite3.Connection, article: Article, origin: Origin | None, now: str, *, is_new: bool) -> None:
    """Notes where an article came from; of one whose text was removed nothing but that the item was seen."""
    if origin is None:
        return
    row = connection.execute("SELECT id, text_id FROM publication WHERE key = ?", (article.id,)).fetchone()
    if row and origin.fetched is not None:
        keep(connection, origin.fetched, row[1], content=is_new, now=now)
    if origin.mark is not None:
        brought = row[0] if row and is_new else None
        feeds.settle(connection, origin.mark, brought, now, tells=brought is not None, sends=origin.sends)


def keep(connection: sqlite3.Connection, fetched: Fetched, text_id: int, *, content: bool, now: str) -> bool:
    """Notes an answer as where a text came from, and tells whether it is new. content: with what it held, if that is
    there and not too large."""
    row = connection.execute("SELECT id FROM fetch WHERE key = ?", (fetched.key,)).fetchone()
    is_new = row is None
    if row is None:
        packed = zlib.compress(fetched.body, _LEVEL) if content and fetched.body is not None else None
        packed = packed if packed is not None and len(packed) <= LARGEST_KEPT else None
        salt = log.new_salt()
        headers = json.dumps(fetched.headers, ensure_ascii=False)
        told = (fetched.asked, fetched.url, fetched.at, fetched.status, headers, fetched.digest, fetched.size)
        made = connection.execute(
            "INSERT INTO fetch (key, asked, url, at, status, headers, digest, size, salt, content)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (fetched.key, *told, salt, packed),
        ).lastrowid
        assert made is not None
        log.append(
            connection, at=now, action="add", subject="fetch", subject_id=made,
            commits=log.commitment(_body(*told, packed is not None), salt),
        )  # fmt: skip
        row = (made,)
    connection.execute("INSERT OR IGNORE INTO fetch_text (text_id, fetch_id) VALUES (?, ?)", (text_id, row[0]))
    return is_new


def answers(connection: sqlite3.Connection) -> Iterator[tuple[Fetched, tuple[str, ...]]]:
    """Every answer of a ledger that is sound, with its content where that is kept, and the SHA-256 of each text that
    was taken from it."""
    rows = connection.execute("SELECT id, asked, url, at, status, headers, digest, size FROM fetch ORDER BY id")
    for row, asked, url, at, status, headers, digest, size in rows:
        try:
            named = tuple((str(name), str(value)) for name, value in json.loads(headers))
            body = content_of(connection, row) if size <= _LARGEST_TAKEN else None
        except ValueError:  # a damaged row of another ledger; its own verify tells of it
            continue
        if body is not None and hashlib.sha256(body).hexdigest() != digest:
            continue
        texts = connection.execute(
            "SELECT sha256 FROM fetch_text JOIN text ON text.id = text_id WHERE fetch_id = ? ORDER BY sha256", (row,)
        )
        yield (
            Fetched(
                asked=asked, url=url, at=at, status=status, headers=named, digest=digest, size=size, body=body
            ),
            tuple(sha256 for (sha256,) in texts),
        )  # fmt: skip


def take(connection: sqlite3.Connection, those: Iterable[tuple[Fetched, tuple[str, ...]]], now: str) -> int:
    """Notes another ledger's answers for the texts that are here, and gives how many were new. One whose texts are not
    here, since they were removed on request, stays out with its content."""
    new = 0
    for fetched, texts in those:
        for sha256 in texts:
            row = connection.execute("SELECT id FROM text WHERE sha256 = ?", (sha256,)).fetchone()
            if row:
                new += keep(connection, fetched, row[0], content=True, now=now)
    return new


def _body(asked: str, url: str, at: str, status: int, headers: str, digest: str, size: int, is_kept: bool) -> bytes:
    """What the log commits to."""
    return log.canonical(["f1", asked, url, at, status, headers, digest, size, is_kept])


def last_fetch(connection: sqlite3.Connection, asked: str) -> LastFetch | None:
    """The last answer to an address, as it stands in the ledger."""
    row = connection.execute(
        "SELECT at, headers FROM fetch WHERE asked = ? ORDER BY id DESC LIMIT 1", (asked,)
    ).fetchone()
    if row is None:
        return None
    headers = {str(name): str(value) for name, value in json.loads(row[1])}
    return LastFetch(at=row[0], validators=Validators(etag=headers.get("etag"), modified=headers.get("last-modified")))


def content_of(connection: sqlite3.Connection, fetch_id: int) -> bytes | None:
    """The content that is kept of an answer, None for none. Raises ValueError where it is damaged."""
    row = connection.execute("SELECT content, size FROM fetch WHERE id = ?", (fetch_id,)).fetchone()
    return _unpacked(row[0], row[1]) if row and row[0] is not None else None


def _unpacked(packed: bytes, size: int) -> bytes:
    unpack = zlib.decompressobj()
    try:
        found = unpack.decompress(packed, size + 1)  # no more than it should be, whatever stands there
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if len(found) != size or not unpack.eof:
        raise ValueError("its content has another size")
    return found


def remove(connection: sqlite3.Connection, text_id: int, now: str) -> None:
    """Deletes where a text came from: each answer whose content is kept, and each that no other text came from."""
    rows = connection.execute(
        "SELECT fetch_id FROM fetch_text WHERE text_id = :id AND ((SELECT content FROM fetch WHERE id = fetch_id)"
        " NOTNULL OR NOT EXISTS (SELECT 1 FROM fetch_text AS other WHERE other.fetch_id = fetch_text.fetch_id"
        " AND other.text_id <> :id))",
        {"id": text_id},
    ).fetchall()
    connection.execute("DELETE FROM fetch_text WHERE text_id = ?", (text_id,))
    for (row,) in rows:
        connection.execute("DELETE FROM fetch WHERE id = ?", (row,))
        nothing = log.commitment(log.canonical(None), log.new_salt())
        log.append(connection, at=now, action="redact", subject="fetch", subject_id=row, commits=nothing)


def fetch_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Each answer against the log and against its own digest; that something was taken from it."""
    rows = connection.execute(
        "SELECT id, asked, url, at, status, headers, digest, size, content NOTNULL, salt,"
        " EXISTS (SELECT 1 FROM fetch_text WHERE fetch_id = fetch.id) FROM fetch ORDER BY id"
    )
    for row, asked, url, at, status, headers, digest, size, is_kept, salt, is_used in rows:
        where = f"fetch {row}"
        body = _body(asked, url, at, status, headers, digest, size, bool(is_kept))
        yield from committed(connection, "fetch", row, log.commitment(body, salt))
        if not is_used:
            yield Finding(area="fetch", where=where, what="belongs to no text")
        try:
            content = content_of(connection, row)
        except ValueError as error:
            yield Finding(area="fetch", where=where, what=f"cannot be unpacked: {error}")
            continue
        if content is not None and hashlib.sha256(content).hexdigest() != digest:
            yield Finding(area="fetch", where=where, what="holds another content than its digest says")
