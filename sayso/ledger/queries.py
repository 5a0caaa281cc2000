"""Asking the ledger: a small class that only reads. Every value goes in as a parameter."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from sayso.errors import UsageError
from sayso.ledger.articles import (
    ArticleFilter,
    ArticleRow,
    at_page,
    find_articles,
    near_duplicates_of,
    publications_of,
    versions_of,
)
from sayso.ledger.connect import open_reader, shown, told
from sayso.ledger.days import day_of_id
from sayso.ledger.hits import Hit, Page, in_text_order, load_hits
from sayso.ledger.identity.versions import Changes, changes
from sayso.ledger.people import Meant, meant_by
from sayso.ledger.readings import load_reading
from sayso.ledger.rules import Kind, Rule, rules
from sayso.ledger.search import ClaimFilter, Search, to_search
from sayso.ledger.summary import SourceSummary, speaking, summarize
from sayso.records import Claim, Reading

Order = Literal["newest", "oldest", "relevance"]
_WEIGHTS = "1.0, 0.5, 0.2, 0.5, 0.0"  # of content, source, cue, place and facets in relevance
_AT_ONCE = 100  # readings loaded together
PRONOUNS = "he she they it we you i who which that this these those one him her them us me his its their".split()
_SHOWN = (
    "SELECT coalesce((SELECT id FROM reading AS shown WHERE shown.base_id = publication.reading_id),"
    " publication.reading_id) FROM publication WHERE id = ?"
)
"""The reading that is shown of a publication: with what persons decided, where they did."""
_CLAIM = """
    SELECT coalesce(
        (SELECT now.id FROM decision JOIN claim AS now ON now.decision_id = decision.id AND now.current
            WHERE decision.text_id = claim.text_id AND decision.subject IN (claim.key, claim.key || '#2')),
        claim.id) AS id, claim.key
    FROM claim WHERE claim.key >= ? AND claim.key < ? ORDER BY claim.current DESC, claim.verdict IS NULL, claim.id
"""
_KEY = re.compile(r"(a1|k1):[0-9a-f]{4,32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A wording and how many claims stand under it."""

    source: str
    claims: int
    first_published: str | None
    last_published: str | None


class Ledger:
    """Reads one ledger. Use as a context. Methods raise UsageError for what cannot be searched for."""

    def __init__(self, path: Path) -> None:
        """Opens the file. Raises what connect.open_reader does."""
        self._where = shown(path)
        self._connection = open_reader(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.close()

    @contextmanager
    def _view(self) -> Iterator[None]:
        """One state of the file for all queries of a call, whatever a writer does meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        with told(self._where):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    @property
    def connection(self) -> sqlite3.Connection:
        """For the ledger's own files, read-only."""
        return self._connection

    def claims(
        self, wanted: ClaimFilter, *, limit: int = 20, after: str | None = None, order: Order = "newest"
    ) -> Page:
        """Claims that meet the filter. after: as a page before gave it, with the same filter and order."""
        with self._view():
            search = to_search(self._connection, wanted)
            if search is None:
                return Page(hits=())
            if order == "relevance":
                return self._by_relevance(search, limit, after)
            ids = self._ids(search, limit + 1, _cursor(after), newest=order == "newest")
            hits = load_hits(self._connection, ids[:limit])
        more = str(ids[limit - 1]) if len(ids) > limit else None
        return Page(hits=in_text_order(hits.values(), newest=order == "newest"), after=more)

    def _ids(self, search: Search, limit: int, after: int | None, *, newest: bool) -> list[int]:
        where, values = search.conditions(), search.values | {"limit": limit}
        if after is not None:
            where += f" AND claim_words.rowid {'<' if newest else '>'} :after"
            values["after"] = after
        # CROSS JOIN: the index first, which gives ids in order, so that the search ends with the limit.
        sql = (
            "SELECT claim_words.rowid FROM claim_words CROSS JOIN claim ON claim.id = claim_words.rowid"  # noqa: S608 - parts of our own
            f" WHERE {where} ORDER BY claim_words.rowid {'DESC' if newest else 'ASC'} LIMIT :limit"
        )
        return [row[0] for row in self._connection.execute(sql, values)]

    def _by_relevance(self, search: Search, limit: int, after: str | None) -> Page:
        start = _cursor(after) or 0
        sql = (
            "SELECT claim_words.rowid FROM claim_words CROSS JOIN claim ON claim.id = claim_words.rowid"  # noqa: S608 - parts of our own
            f" WHERE {search.conditions()} ORDER BY bm25(claim_words, {_WEIGHTS}), claim_words.rowid DESC"
            " LIMIT :limit OFFSET :start"
        )
        values = search.values | {"limit": limit + 1, "start": start}
        ids = [row[0] for row in self._connection.execute(sql, values)]
        hits = load_hits(self._connection, ids[:limit])
        return Page(hits=tuple(hits[i] for i in ids[:limit]), after=str(start + limit) if len(ids) > limit else None)

    def count(self, wanted: ClaimFilter) -> int:
        """How many claims meet the filter."""
        return self._aggregate(wanted, "count(*)", "")[0][0] or 0

    def _aggregate(self, wanted: ClaimFilter, columns: str, rest: str) -> list[tuple[Any, ...]]:
        """columns, rest: SQL of our own over table claim."""
        with self._view():
            search = to_search(self._connection, wanted)
            if search is None:
                return [(0,)] if not rest else []
            sql = (
                f"SELECT {columns} FROM claim_words CROSS JOIN claim ON claim.id = claim_words.rowid"  # noqa: S608
                f" WHERE {search.conditions()} {rest}"
            )
            return self._connection.execute(sql, search.values).fetchall()

    def sources(
        self, wanted: ClaimFilter, *, limit: int = 20, after: str | None = None, pronouns: bool = False
    ) -> tuple[tuple[SourceRow, ...], str | None]:
        """Wordings by the number of claims that meet the filter, most first, and what to give for those that follow.

        pronouns: also "he", "they" and the like, which stand where nobody told who that is.
        """
        start = _cursor(after) or 0
        leave = "" if pronouns else "AND source.folded NOT IN (SELECT value FROM json_each(:pronouns))"
        values: dict[str, object] = {"limit": limit + 1, "start": start, "pronouns": json.dumps(PRONOUNS)}
        ending = "ORDER BY 3 DESC, 1 LIMIT :limit OFFSET :start"
        with self._view():
            if wanted.is_empty():
                sql = f"SELECT id, label, claims FROM source WHERE claims > 0 {leave} {ending}"  # noqa: S608
            else:
                search = to_search(self._connection, wanted)
                if search is None:
                    return (), None
                values |= search.values
                sql = (
                    "SELECT source.id, source.label, found.claims FROM (SELECT"  # noqa: S608
                    " coalesce(speech.source_id, claim.source_id) AS source_id, count(*) AS claims"
                    f" FROM claim_words CROSS JOIN claim ON claim.id = claim_words.rowid{speaking(wanted)}"
                    f" WHERE {search.conditions()} GROUP BY 1) AS found"
                    f" JOIN source ON source.id = found.source_id WHERE true {leave} {ending}"
                )
            rows = self._connection.execute(sql, values).fetchall()
            found = tuple(self._source_row(*row) for row in rows[:limit])
        return found, str(start + limit) if len(rows) > limit else None

    def _source_row(self, source_id: int, label: str, claims: int) -> SourceRow:
        # Apart, since SQLite takes the index's end for one min or max alone.
        first, last = (
            [
                self._connection.execute(sql.format(end=end), (source_id,)).fetchone()[0]
                for sql in (
                    "SELECT {end}(id) FROM claim WHERE source_id = ? AND current",
                    "SELECT {end}(claim_id) FROM speech WHERE source_id = ?",
                )
            ]
            for end in ("min", "max")
        )
        return SourceRow(
            source=label,
            claims=claims,
            first_published=_day(min((i for i in first if i is not None), default=None)),
            last_published=_day(max((i for i in last if i is not None), default=None)),
        )

    def source(self, wanted: ClaimFilter) -> SourceSummary:
        """What the claims of one source come to. wanted.source: its name; the other fields narrow its claims."""
        with self._view():
            return summarize(self._connection, wanted)

    def meant_by(self, name: str) -> Meant:
        """Who a name stands for: wordings, and other people of that name."""
        with self._view():
            return meant_by(self._connection, name)

    def unshown_claims(self, name: str) -> tuple[Hit, ...]:
        """Claims of somebody of this name in readings that are not shown: earlier ones, those of other days, and those
        before a person's correction."""
        with self._view():
            rows = self._connection.execute(
                "SELECT id FROM claim WHERE NOT current AND source_id IN (SELECT value FROM json_each(?)) ORDER BY id",
                (json.dumps(meant_by(self._connection, name).ids),),
            )
            return tuple(load_hits(self._connection, [row[0] for row in rows]).values())

    def rules(self, kind: Kind) -> tuple[Rule, ...]:
        """What users said about names: offices, or other names of people."""
        with self._view():
            return rules(self._connection, kind)

    def articles(
        self, wanted: ArticleFilter, *, limit: int = 20, after: str | None = None, newest: bool = True
    ) -> tuple[tuple[ArticleRow, ...], str | None]:
        """Publications by day, and what to give for those that follow."""
        with self._view():
            return find_articles(self._connection, wanted, limit=limit, after=after, newest=newest)

    def publications_of(self, key: str) -> tuple[ArticleRow, ...]:
        """All publications of an article's text by day. key: whole."""
        with self._view():
            return publications_of(self._connection, key)

    def versions_of(self, key: str) -> tuple[ArticleRow, ...]:
        """What stood at an article's address, the earliest first. key: whole."""
        with self._view():
            return versions_of(self._connection, key)

    def page(self, url: str) -> str:
        """The key of an article at an address, in whatever spelling of it. Raises UsageError where there is none."""
        with self._view():
            found = at_page(self._connection, url)
        if found is None:
            raise UsageError(
                f"Nothing in {self._where} stood at {url[:200]!r}.", hint="Give an address or a key (a1:…)."
            )
        return found

    def near_duplicates_of(self, key: str) -> tuple[tuple[ArticleRow, float], ...]:
        """Other texts that are nearly an article's, with their likeness. key: whole."""
        with self._view():
            return near_duplicates_of(self._connection, key)

    def changes(self, before: str, after: str) -> Changes:
        """What an article changed of another. before, after: keys."""
        return changes(self.reading(before), self.reading(after))

    def claim(self, key: str) -> tuple[Reading, Claim, Hit]:
        """A claim by its key or the beginning of it, with the reading in which it stands. Raises UsageError."""
        with self._view():
            found = self._by_key(_CLAIM, key)
            hit = load_hits(self._connection, [found])[found]
            reading = load_reading(self._connection, hit.publication_id, hit.reading_id)
        return reading, next(c for c in reading.claims if c.id == hit.label), hit

    def reading(self, key: str) -> Reading:
        """The reading of an article by its key or the beginning of it. Raises UsageError."""
        with self._view():
            found = self._by_key("SELECT id, key FROM publication WHERE key >= ? AND key < ?", key)
            return self._reading(found)

    def _reading(self, publication_id: int) -> Reading:
        row = self._connection.execute(_SHOWN, (publication_id,)).fetchone()
        return load_reading(self._connection, publication_id, row[0])

    def readings(self) -> Iterator[Reading]:
        """The reading of every publication as its reader gave it, in the order of their days."""
        last = ("", 0)
        while True:
            with self._view():
                rows = self._connection.execute(
                    "SELECT coalesce(day, ''), id, reading_id FROM publication WHERE (coalesce(day, ''), id) > (?, ?)"
                    " ORDER BY coalesce(day, ''), id LIMIT ?",
                    (*last, _AT_ONCE),
                ).fetchall()
                found = [load_reading(self._connection, publication, reading) for _, publication, reading in rows]
            yield from found
            if not rows:
                return
            last = rows[-1][:2]

    def detailed(self, hits: Iterable[Hit]) -> Iterator[tuple[Hit, Reading, Claim]]:
        """Hits with their readings, each article loaded once as long as its hits follow each other."""
        last: Reading | None = None
        reading_id = -1
        for hit in hits:
            if last is None or reading_id != hit.reading_id:
                with self._view():
                    last = load_reading(self._connection, hit.publication_id, hit.reading_id)
                reading_id = hit.reading_id
            yield hit, last, next(c for c in last.claims if c.id == hit.label)

    def _by_key(self, sql: str, key: str) -> int:
        if not _KEY.fullmatch(key):
            raise UsageError(f"{key!r} is no key.", hint="Keys begin with k1: (claims) or a1: (articles).")
        found = self._connection.execute(sql, (key, key + "g")).fetchmany(9)
        keys = {row[1] for row in found}
        if len(keys) > 1:
            raise UsageError(f"{len(keys)} or more keys begin with {key}.", hint="Give more of it.")
        if not found:
            raise UsageError(f"Nothing in {self._where} has the key {key}.")
        return int(found[0][0])


def _cursor(after: str | None) -> int | None:
    if after is None:
        return None
    if not re.fullmatch(r"[0-9]{1,18}", after):
        raise UsageError(f"{after!r} is not what a page gave to go on with.")
    return int(after)


def _day(claim_id: int | None) -> str | None:
    return day_of_id(claim_id) if claim_id is not None else None
