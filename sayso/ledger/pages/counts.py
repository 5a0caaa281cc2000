"""Counts for the desk: values of what was found, how much there is, keys of the claims of a reading."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass

from sayso.ledger.search import ClaimFilter, to_search

SAMPLE = 1_000
"""Claims, the newest that meet a search, whose values are counted: enough to choose by, quick on any ledger."""
_FACETS = ("force", "record", "form", "horizon", "term", "voice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A claim of a reading: its name there (c7), its key, how a person decided about it."""

    label: str
    key: str
    verdict: str | None
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Values of the newest claims that meet a search with how many have them, most first. whole: all were counted."""

    counted: int
    whole: bool
    values: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]

    def of(self, name: str) -> tuple[tuple[str, int], ...]:
        return dict(self.values).get(name, ())


def labels_of(connection: sqlite3.Connection, article: str) -> tuple[Label, ...]:
    """The claims of the reading that is shown of an article, in its order. article: its whole key."""
    rows = connection.execute(
        "SELECT claim.label, claim.key, claim.verdict, claim.id FROM publication JOIN claim ON claim.reading_id ="
        " coalesce((SELECT id FROM reading AS shown WHERE shown.base_id = publication.reading_id),"
        " publication.reading_id) WHERE publication.key = ? ORDER BY claim.number",
        (article,),
    )
    return tuple(Label(label=label, key=key, verdict=verdict, id=row) for label, key, verdict, row in rows)


def facets(connection: sqlite3.Connection, wanted: ClaimFilter) -> Facets:
    """Counts over the newest SAMPLE claims that meet the filter. Raises UsageError."""
    search = to_search(connection, wanted)
    if search is None:
        return Facets(counted=0, whole=True, values=())
    rows = connection.execute(
        "SELECT claim.force, claim.record, claim.form, claim.horizon, claim.term, claim.voice, outlet.name,"  # noqa: S608
        " coalesce(speaking.label, source.label), first.day"
        f" FROM (SELECT claim_words.rowid AS id FROM claim_words CROSS JOIN claim ON claim.id = claim_words.rowid"
        f" WHERE {search.conditions()} ORDER BY claim_words.rowid DESC LIMIT {SAMPLE + 1}) AS found"
        " JOIN claim ON claim.id = found.id JOIN text ON text.id = claim.text_id"
        " JOIN publication AS first ON first.id = text.first LEFT JOIN outlet ON outlet.id = first.outlet_id"
        " LEFT JOIN source ON source.id = claim.source_id LEFT JOIN speech ON speech.claim_id = claim.id"
        " LEFT JOIN source AS speaking ON speaking.id = speech.source_id",
        search.values,
    ).fetchall()
    whole = len(rows) <= SAMPLE
    rows = rows[:SAMPLE]
    columns = (*_FACETS, "outlet", "source", "day")
    found = []
    for place, name in enumerate(columns):
        counted: Counter[str] = Counter(row[place] for row in rows if row[place])
        top = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        found.append((name, tuple(sorted(counted.items())) if name == "day" else tuple(top[:40])))
    return Facets(counted=len(rows), whole=whole, values=tuple(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How much a ledger holds. waiting: claims about which nobody decided."""

    articles: int
    claims: int
    sources: int
    outlets: int
    waiting: int
    first: str | None
    last: str | None


def totals(connection: sqlite3.Connection) -> Totals:
    """Counts of all there is; a quarter of a second for a million claims, so that callers keep them for a while."""

    def one(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0] or 0)

    first, last = (
        connection.execute(sql).fetchone()
        for sql in (
            "SELECT day FROM publication WHERE day IS NOT NULL ORDER BY day LIMIT 1",
            "SELECT day FROM publication WHERE day IS NOT NULL ORDER BY day DESC LIMIT 1",
        )
    )
    return Totals(
        articles=one("SELECT count(*) FROM publication"),
        claims=one("SELECT count(*) FROM claim INDEXED BY claim_undecided WHERE current AND verdict IS NULL")
        + one("SELECT count(*) FROM claim WHERE decision_id IS NOT NULL AND current"),
        sources=one("SELECT count(*) FROM source WHERE claims > 0"),
        outlets=one("SELECT count(*) FROM outlet"),
        waiting=one("SELECT count(*) FROM claim INDEXED BY claim_undecided WHERE current AND verdict IS NULL"),
        first=first[0] if first else None,
        last=last[0] if last else None,
    )


def state_of(connection: sqlite3.Connection) -> str:
    """Changes whenever something was written or linked: what was counted before need not be counted again."""
    written = connection.execute("SELECT digest FROM log ORDER BY number DESC LIMIT 1").fetchone()
    linked = connection.execute("SELECT count(*), max(id), sum(claims), sum(yes), sum(no) FROM question").fetchone()
    return f"{written[0] if written else ''} {linked}"
