"""The only writer. What it is given goes in whole or not at all; nothing that stands is ever written over.

No transaction is open while an article is read: readings are gathered for a moment and kept together, in one write
that survives the loss of power. So two writers hardly ever wait, and a kill costs at most the moment's readings, which
the same command reads again.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sayso.ledger import archive, claims, log, redact, speech
from sayso.ledger.archive import Origin
from sayso.ledger.bodies import publication_body
from sayso.ledger.checks import check_characters
from sayso.ledger.connect import PATIENCE, open_writer, shown, told
from sayso.ledger.days import day_of
from sayso.ledger.facets import text_facets
from sayso.ledger.hits import Hit
from sayso.ledger.identity.addresses import page_of
from sayso.ledger.identity.twins import link_twins
from sayso.ledger.outcomes import carry, freeze
from sayso.ledger.readings import load_article, load_reading
from sayso.ledger.review.book import has_decisions, refresh
from sayso.ledger.review.enter import enter_all, take_all
from sayso.ledger.review.records import Decision, Request
from sayso.ledger.rewrite import rebuild_indexes, rewrite
from sayso.ledger.rows import ReadingRows, to_rows
from sayso.ledger.rules import Kind, set_rule
from sayso.ledger.schema import utc_now
from sayso.ledger.speakers.decide import forget_names
from sayso.records import Article, Claim, Reading

MOMENT = 0.5
"""Seconds after which what was gathered is written."""
_MOST_ARTICLES = 64
_MOST_CHARACTERS = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a write brought.

    known: articles that another writer had kept meanwhile. removed: of texts that were removed on request, which stay
    out. unread: to be read after all.
    """

    articles: int = 0
    texts: int = 0
    claims: int = 0
    known: int = 0
    removed: int = 0
    unread: tuple[Article, ...] = ()

    def __add__(self, other: Kept) -> Kept:
        return Kept(
            articles=self.articles + other.articles,
            texts=self.texts + other.texts,
            claims=self.claims + other.claims,
            known=self.known + other.known,
            removed=self.removed + other.removed,
            unread=self.unread + other.unread,
        )


@dataclass(frozen=True, slots=True)
class Item:
    """An article with its reading, or with the reader whose reading of the same text and day it shares ("": it is
    there, or stays out, and only where it came from is noted)."""

    article: Article
    rows: ReadingRows | None
    reader: str
    day: str | None
    origin: Origin | None = None


class Store:
    """Writes one ledger. Use as a context; leaving it without an error writes what is gathered."""

    def __init__(self, path: Path, *, create: bool = True, patience: float = PATIENCE) -> None:
        """Opens or makes the file. Raises what connect.open_writer does."""
        self.where = shown(path)
        self._connection = open_writer(path, create=create, patience=patience)
        self._waiting: list[Item] = []
        self._keys: set[str] = set()
        self._characters, self._since, self._is_open = 0, 0.0, True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if kind is None and self._is_open:
                self.flush()
                freeze.freeze_new(self._connection, self.where)
        finally:
            self.close()

    def close(self) -> None:
        """Closes the file without writing what is gathered."""
        self._is_open = False
        with told(self.where):
            self._connection.close()

    def has(self, article: Article) -> bool:
        """Whether this publication is kept, or gathered to be."""
        key = article.id
        if key in self._keys:
            return True
        with told(self.where):
            return self._one("SELECT 1 FROM publication WHERE key = ?", key) is not None

    def is_read(self, article: Article, reader: str) -> bool:
        """Whether the reader has read this text for this day, so that the article can share that reading."""
        day, sha256 = day_of(article.published), article.sha256
        if any(i.reader == reader and i.day == day and i.article.sha256 == sha256 for i in self._waiting if i.rows):
            return True
        with told(self.where):
            return self._reading_of(sha256, reader, day) is not None

    def is_removed(self, article: Article) -> bool:
        """Whether this text was removed on request and must stay out."""
        with told(self.where):
            return redact.is_removed(self._connection, article.sha256)

    def put(self, item: Reading, origin: Origin | None = None) -> Kept:
        """Gathers a reading, and writes when it is time. Raises BadReadingError, keeping nothing of that reading."""
        rows = to_rows(item)
        return self.gather(Item(item.article, rows, item.reader, day_of(item.article.published), origin))

    def share(self, article: Article, reader: str, origin: Origin | None = None) -> Kept:
        """Gathers an article whose text the reader has read for the same day (see is_read)."""
        check_characters(article)
        return self.gather(Item(article, None, reader, day_of(article.published), origin))

    def gather(self, item: Item) -> Kept:
        """Gathers one, and writes when it is time."""
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting.append(item)
        self._keys.add(item.article.id)
        self._characters += len(item.article.text)
        full = len(self._waiting) >= _MOST_ARTICLES or self._characters >= _MOST_CHARACTERS
        return self.flush() if full or time.monotonic() - self._since >= MOMENT else Kept()

    def flush(self) -> Kept:
        """Writes what is gathered, all of it or, on an error, nothing. Raises LedgerBusyError, OutputError, …"""
        kept = Kept()
        if self._waiting:
            # The search index takes rising ids at one go; a falling one makes it write a part of its own. Those that
            # share a reading come after all that bring one.
            items = sorted(self._waiting, key=lambda i: (i.rows is None, i.day or ""))
            with told(self.where), self._transaction():
                for item in items:
                    kept += self._keep(item)
        self._waiting, self._keys, self._characters = [], set(), 0
        return kept

    def redact(self, texts: Sequence[str] = (), claims_of: Sequence[Hit] = (), *, keep_out: bool = True) -> None:
        """Removes texts, by the keys of their articles, and claims, from tables, indexes, log file and free space.

        keep_out: the texts' articles are not taken in again. Writes the whole file anew, to leave no trace in it.
        Raises LedgerBusyError where others read or write: their view of the file would hold what must go.
        """
        self.flush()
        with told(self.where):
            self._connection.execute("PRAGMA secure_delete = ON")
            with self._transaction():
                now = utc_now()
                for text_id, wanted in self._claims_of(claims_of).items():
                    redact.remove_claims(self._connection, text_id, wanted, now)
                for key in texts:
                    row = self._one("SELECT text_id FROM publication WHERE key = ?", key)
                    if row:
                        redact.remove_text(self._connection, row[0], now, keep_out=keep_out)
                carry.remove_sources(self._connection, now)
                forget_names(self._connection, now)
                rebuild_indexes(self._connection)
            rewrite(self._connection)

    def set_rule(self, kind: Kind, name: str, person: str | None) -> bool:
        """Says for whom an outlet speaks, or how else somebody is called; None drops it. Whether anything changed."""
        with self.writing():
            changed = set_rule(self._connection, kind, name, person, utc_now())
            if changed and kind == "office":
                for text_id in speech.texts_of(self._connection, name):
                    claims.unindex(self._connection, text_id)
                    claims.index(self._connection, text_id)
        return changed

    def _claims_of(self, hits: Sequence[Hit]) -> dict[int, list[Claim]]:
        found: dict[int, list[Claim]] = {}
        for hit in hits:
            (text_id,) = self._row("SELECT text_id FROM publication WHERE id = ?", hit.publication_id)
            reading = load_reading(self._connection, hit.publication_id, hit.reading_id)
            found.setdefault(text_id, []).extend(c for c in reading.claims if c.id == hit.label)
        return found

    def decide(self, requests: Sequence[Request]) -> tuple[Decision, ...]:
        """Enters what persons decided about claims, all of it or nothing; each request sees those before it.

        What was decided is shown from then on, and survives the loss of power. Raises UsageError, LedgerBusyError, …
        """
        with self.writing():
            return enter_all(self._connection, requests, utc_now())

    def take(self, decisions: Sequence[Decision]) -> tuple[int, int]:
        """Enters another ledger's decisions: how many were new, and how many have no text here."""
        with self.writing():
            return take_all(self._connection, decisions, utc_now())

    def reread(self, readings: Sequence[Reading]) -> None:
        """Puts new readings of one text, each of another day of publication, in the place of those that it has.

        The old ones stay in the file. Decisions go to the claims of the new ones that they are about, and what has no
        claim there any more stays as the person's own. Raises BadReadingError, changing nothing.
        """
        self.flush()
        items = [(to_rows(one), day_of(one.article.published), one.article.sha256) for one in readings]
        with told(self.where), self._transaction():
            now, text_id = utc_now(), None
            for rows, day, sha256 in items:
                text_id = self._text_id(sha256)
                if text_id is None:  # removed on request meanwhile
                    return
                reading_id, _ = self._add_reading(text_id, rows, day, now)
                self._point(text_id, day, reading_id, now)
            if text_id is not None:
                refresh(self._connection, text_id, now)

    def _point(self, text_id: int, day: str | None, reading_id: int, now: str) -> None:
        """Gives the publications of a day another reading."""
        for (row,) in self._connection.execute(
            "SELECT id FROM publication WHERE text_id = ? AND day IS ? AND reading_id <> ?", (text_id, day, reading_id)
        ).fetchall():
            salt = log.new_salt()
            self._connection.execute(
                "UPDATE publication SET reading_id = ?, salt = ? WHERE id = ?", (reading_id, salt, row)
            )
            commits = log.commitment(publication_body(load_article(self._connection, row), reading_id), salt)
            self._log("publication", row, commits, now, action="reread")

    @property
    def connection(self) -> sqlite3.Connection:
        """For the ledger's own files; written to within `writing` alone."""
        return self._connection

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A write of its own, after what is gathered."""
        self.flush()
        with told(self.where), self._transaction():
            yield

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _keep(self, item: Item) -> Kept:
        article, now = item.article, utc_now()
        if self._one("SELECT 1 FROM publication WHERE key = ?", article.id):
            archive.came(self._connection, article, item.origin, now, is_new=False)
            return Kept(known=1 if item.reader else 0)
        if redact.is_removed(self._connection, article.sha256):
            archive.came(self._connection, article, item.origin, now, is_new=False)
            return Kept(removed=1 if item.reader else 0)
        if item.rows is None:
            reading_id = self._reading_of(article.sha256, item.reader, item.day)
            if reading_id is None:
                return Kept(unread=(article,))
            text_id, is_new, claims_kept = self._text_id(article.sha256), False, 0
            assert text_id is not None
        else:
            text_id = self._text_id(article.sha256)
            is_new = text_id is None
            if text_id is None:
                text_id = self._add_text(article, now)
            reading_id, claims_kept = self._add_reading(text_id, item.rows, item.day, now)
        self._publish(article, item.day, text_id, reading_id, now)
        archive.came(self._connection, article, item.origin, now, is_new=True)
        return Kept(articles=1, texts=int(is_new), claims=claims_kept)

    def _text_id(self, sha256: str) -> int | None:
        row = self._one("SELECT id FROM text WHERE sha256 = ?", sha256)
        return int(row[0]) if row else None

    def _reading_of(self, sha256: str, reader: str, day: str | None) -> int | None:
        row = self._one(
            "SELECT reading.id FROM text JOIN publication ON publication.text_id = text.id AND publication.day IS ?"
            " JOIN reading ON reading.id = publication.reading_id AND reading.reader = ? WHERE text.sha256 = ?",
            day, reader, sha256,
        )  # fmt: skip
        return int(row[0]) if row else None

    def _add_text(self, article: Article, now: str) -> int:
        text = article.text
        text_id = self._insert(
            "INSERT INTO text (sha256, text, characters, added) VALUES (?, ?, ?, ?)",
            article.sha256, text, len(text), now,
        )  # fmt: skip
        self._insert("INSERT INTO text_words (rowid, text) VALUES (?, ?)", text_id, text)
        link_twins(self._connection, text_id, text)
        return text_id

    def _add_reading(self, text_id: int, rows: ReadingRows, day: str | None, now: str) -> tuple[int, int]:
        """The id of the reading, an equal one of the same text where there is one, and how many claims were added."""
        row = self._one(
            "SELECT id FROM reading WHERE text_id = ? AND digest = ? AND base_id IS NULL", text_id, rows.digest
        )
        if row:
            return int(row[0]), 0
        salt = log.new_salt()
        current = self._one("SELECT 1 FROM reading WHERE text_id = ? AND current", text_id) is None
        reading_id = self._insert(
            "INSERT INTO reading (text_id, reader, contract, language, refusals, mentions, digest, current, salt,"
            " added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            text_id, rows.reader, rows.contract, rows.language, rows.refusals, rows.mentions, rows.digest, int(current),
            salt, now,
        )  # fmt: skip
        first = self._one(
            "SELECT day FROM text JOIN publication ON publication.id = text.first WHERE text.id = ?", text_id
        )
        claims.insert(self._connection, text_id, reading_id, rows.claims, first[0] if first else day, current=current)
        self._log("reading", reading_id, log.commitment(rows.body, salt), now)
        return reading_id, len(rows.claims)

    def _publish(self, article: Article, day: str | None, text_id: int, reading_id: int, now: str) -> None:
        salt = log.new_salt()
        outlet_id = self._outlet(article.outlet)
        publication_id = self._insert(
            "INSERT INTO publication (key, text_id, reading_id, outlet_id, name, url, address, title, published, day,"
            " salt, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            article.id, text_id, reading_id, outlet_id, article.name, article.url, page_of(article.url), article.title,
            article.published, day, salt, now,
        )  # fmt: skip
        # One without a title as well, since the index is checked against every row.
        self._insert("INSERT INTO title_words (rowid, title) VALUES (?, ?)", publication_id, article.title)
        self._log("publication", publication_id, log.commitment(publication_body(article, reading_id), salt), now)
        self._arrange(text_id)
        if has_decisions(self._connection, text_id):
            refresh(self._connection, text_id, now)

    def _arrange(self, text_id: int) -> None:
        """Brings first publication, search tokens, current reading and claim ids of a text in line with each other."""
        first, day, reading_id = self._row(
            "SELECT id, day, reading_id FROM publication WHERE text_id = ? ORDER BY day IS NULL, published, id LIMIT 1",
            text_id,
        )
        published = self._connection.execute("SELECT outlet_id, day FROM publication WHERE text_id = ?", (text_id,))
        facets = text_facets(day, published)
        before = self._row("SELECT first, facets FROM text WHERE id = ?", text_id)
        if before == (first, facets):
            return
        if before[0] is not None:
            claims.unindex(self._connection, text_id)
        self._connection.execute("UPDATE text SET first = ?, facets = ? WHERE id = ?", (first, facets, text_id))
        if before[0] not in {None, first}:
            claims.move(self._connection, text_id, day)
            claims.make_current(self._connection, text_id, reading_id)
        claims.index(self._connection, text_id)

    def _outlet(self, name: str | None) -> int | None:
        if name is None:
            return None
        row = self._one("SELECT id FROM outlet WHERE name = ?", name)
        return int(row[0]) if row else self._insert("INSERT INTO outlet (name) VALUES (?)", name)

    def _log(
        self, subject: log.Subject, subject_id: int, commits: str, now: str, *, action: log.Action = "add"
    ) -> None:
        log.append(self._connection, at=now, action=action, subject=subject, subject_id=subject_id, commits=commits)

    def _one(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
        return row

    def _row(self, sql: str, *values: object) -> tuple[Any, ...]:
        row = self._one(sql, *values)
        assert row is not None
        return row

    def _insert(self, sql: str, *values: object) -> int:
        row_id = self._connection.execute(sql, values).lastrowid
        assert row_id is not None
        return row_id
