"""Articles of the ledger: which there are, what belongs together, and how a page changed."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from sayso.errors import UsageError
from sayso.ledger.days import Days
from sayso.ledger.identity.addresses import page_of
from sayso.ledger.search import outlet_ids
from sayso.ledger.words import parse_words

_DIGITS = 18  # of a row, at most
_COLUMNS = """
    publication.key AS article, publication.day AS published, outlet.name AS outlet, publication.title AS title,
    publication.url AS url, publication.name AS name, text.characters AS characters,
    (SELECT count(*) FROM claim WHERE claim.reading_id = coalesce(
        (SELECT id FROM reading AS shown WHERE shown.base_id = publication.reading_id), publication.reading_id)
    ) AS claims,
    (SELECT count(*) FROM publication AS other WHERE other.text_id = text.id) AS publications,
    (SELECT count(*) FROM twin WHERE twin.text_id = text.id)
        + (SELECT count(*) FROM twin WHERE twin.other_id = text.id) AS near_duplicates,
    (SELECT count(DISTINCT text_id) FROM publication AS page WHERE page.address = publication.address) AS versions,
    publication.added AS added, publication.id AS id
"""
_FROM = """
    FROM publication JOIN text ON text.id = publication.text_id
    LEFT JOIN outlet ON outlet.id = publication.outlet_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter:
    """Which publications; all that is given must hold. words: in text or title. changed: pages with several texts."""

    words: str | None = None
    outlet: str | None = None
    published: Days | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """One publication. publications: of its text. versions: texts of its page, 0 without an address."""

    article: str
    published: str | None
    outlet: str | None
    title: str | None
    url: str | None
    name: str | None
    characters: int
    claims: int
    publications: int
    near_duplicates: int
    versions: int
    added: str
    id: int


def find_articles(
    connection: sqlite3.Connection, wanted: ArticleFilter, *, limit: int, after: str | None, newest: bool
) -> tuple[tuple[ArticleRow, ...], str | None]:
    """Publications by day, and what to give for those that follow. Raises UsageError."""
    where, values = ["true"], dict[str, object](limit=limit + 1)
    if wanted.words is not None:
        for name, table in (("text_match", "text"), ("title_match", "title")):
            plus, minus = parse_words(wanted.words, table)
            if not plus:
                raise UsageError(f"{wanted.words!r} holds no word that must be there.")
            values[name] = f"({plus}) NOT ({minus})" if minus else plus
        where.append(
            "(publication.text_id IN (SELECT rowid FROM text_words WHERE text_words MATCH :text_match)"
            " OR publication.id IN (SELECT rowid FROM title_words WHERE title_words MATCH :title_match))"
        )
    if wanted.outlet is not None:
        values["outlets"] = json.dumps(outlet_ids(connection, wanted.outlet))
        where.append("publication.outlet_id IN (SELECT value FROM json_each(:outlets))")
    if wanted.published is not None:
        where.append("publication.day BETWEEN :first AND :last")
        values |= {"first": wanted.published.first or "0", "last": wanted.published.last or "9999-12-31"}
    if wanted.changed:
        where.append(
            "publication.address IN (SELECT address FROM publication WHERE address IS NOT NULL"
            " GROUP BY address HAVING count(DISTINCT text_id) > 1)"
        )
    if after is not None:
        day, _, row = after.rpartition("/")
        if not (row.isascii() and row.isdecimal()) or len(row) > _DIGITS:
            raise UsageError(f"{after!r} is not what a page gave to go on with.")
        sign = "<" if newest else ">"
        where.append(f"(coalesce(publication.day, ''), publication.id) {sign} (:after_day, :after_id)")
        if day:  # what the index of days can begin at; those without a day come last, or are past
            where.append(f"(publication.day {sign}= :after_day{' OR publication.day IS NULL' if newest else ''})")
        values |= {"after_day": day, "after_id": int(row)}
    way = "DESC" if newest else "ASC"
    sql = (
        f"SELECT {_COLUMNS} {_FROM} WHERE {' AND '.join(where)}"
        f" ORDER BY publication.day {way}, publication.id {way} LIMIT :limit"  # no day counts as the earliest
    )
    found = _rows(connection, sql, values)
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], f"{last.published or ''}/{last.id}" if last else None


def publications_of(connection: sqlite3.Connection, key: str) -> tuple[ArticleRow, ...]:
    """All publications of the text of an article, this one among them, by day."""
    return _rows(
        connection,
        f"SELECT {_COLUMNS} {_FROM} WHERE text.id = (SELECT text_id FROM publication WHERE key = :key)"  # noqa: S608
        " ORDER BY publication.day IS NULL, publication.published, publication.id",
        {"key": key},
    )


def versions_of(connection: sqlite3.Connection, key: str) -> tuple[ArticleRow, ...]:
    """Publications at the article's address, the earliest first; one alone where its page never changed."""
    return _rows(
        connection,
        f"SELECT {_COLUMNS} {_FROM} WHERE publication.key = :key OR publication.address ="  # noqa: S608
        " (SELECT address FROM publication WHERE key = :key)"
        " ORDER BY coalesce(publication.published, publication.added), publication.id",
        {"key": key},
    )


def at_page(connection: sqlite3.Connection, url: str) -> str | None:
    """The key of the first article at an address."""
    sql = "SELECT key FROM publication WHERE address = ? ORDER BY id LIMIT 1"
    found = connection.execute(sql, (page_of(url),)).fetchone()
    return str(found[0]) if found else None


def near_duplicates_of(connection: sqlite3.Connection, key: str) -> tuple[tuple[ArticleRow, float], ...]:
    """First publications of texts that are nearly the article's, with their likeness, the likest first."""
    pairs = connection.execute(
        "SELECT other_id, alike FROM twin WHERE text_id = (SELECT text_id FROM publication WHERE key = :key) UNION"
        " SELECT text_id, alike FROM twin WHERE other_id = (SELECT text_id FROM publication WHERE key = :key)"
        " ORDER BY alike DESC, 1",
        {"key": key},
    ).fetchall()
    found = []
    for text_id, alike in pairs:
        sql = f"SELECT {_COLUMNS} {_FROM} WHERE publication.id = (SELECT first FROM text WHERE id = :id)"  # noqa: S608
        found.append((_rows(connection, sql, {"id": text_id})[0], alike))
    return tuple(found)


def _rows(connection: sqlite3.Connection, sql: str, values: dict[str, object]) -> tuple[ArticleRow, ...]:
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return tuple(ArticleRow(**dict(zip(names, row, strict=True))) for row in cursor)
