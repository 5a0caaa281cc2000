"""What a source's claims come to: under which wordings they stand, how surely it speaks, and when."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sayso.ledger.days import DAY_BITS
from sayso.ledger.people import Meant, Namesake, meant_by
from sayso.ledger.search import ClaimFilter, Search, to_search
from sayso.ledger.speakers.grouped import NOBODY

JULIAN = 1721424.5
"""What to add to Python's day numbers for SQLite's."""
_DETAILED = 5_000  # claims of which each one is looked at
MONTH = f"coalesce(strftime('%Y-%m', nullif(claim.id >> {DAY_BITS}, 0) + {JULIAN}), '')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many claims have a value: a force, a term of certainty, a month."""

    value: str | None
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """Words that tell how sure, in small letters, with the scale's term and band, and how many claims have them."""

    words: str
    term: str | None
    band: tuple[float, float] | None
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sureness:
    """How surely: plain claims have no words of certainty. conditional: hang on an "if". negated: "did not say"."""

    plain: int
    hedges: tuple[Hedge, ...]
    conditional: int
    negated: int
    dated_in_words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSummary:
    """What a source's claims come to. months: of first publication, in order.

    spoken: how it is known who speaks; None where the text names the source. sureness: None for more than some
    thousand claims. people: of this name, several where none stands out. left_out: others of the name.
    """

    wordings: tuple[Count, ...]
    claims: int
    forces: tuple[Count, ...]
    certainties: tuple[Count, ...]
    months: tuple[Count, ...]
    spoken: tuple[Count, ...] = ()
    sureness: Sureness | None = None
    people: tuple[Namesake, ...] = ()
    left_out: tuple[Namesake, ...] = ()


def speaking(wanted: ClaimFilter) -> str:
    """The join that tells who speaks where the text names nobody, as far as the filter lets that count."""
    if wanted.named:
        return " LEFT JOIN speech ON false"
    return " LEFT JOIN speech ON speech.claim_id = claim.id" + (
        "" if wanted.office else " AND speech.basis <> 'office'"
    )


def summarize(connection: sqlite3.Connection, wanted: ClaimFilter) -> SourceSummary:
    """What the claims of one source come to. wanted.source: its name; the other fields narrow its claims."""
    assert wanted.source is not None
    meant = meant_by(connection, wanted.source)
    group = NOBODY if wanted.this_name else meant.group
    if wanted.is_empty(but=("source", "this_name")) and group.is_whole:
        counted = connection.execute(
            "SELECT source_id, force, term, month, claims FROM source_month"
            " WHERE claims > 0 AND source_id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted({*meant.ids, *group.wordings})),),
        ).fetchall()
        search = to_search(connection, wanted) if sum(row[4] for row in counted) <= _DETAILED else None
        return _summary(connection, counted, wanted, search, meant)
    search = to_search(connection, wanted)
    if search is None:
        return _summary(connection, (), wanted, None, meant)
    columns = (
        "coalesce(speech.source_id, claim.source_id), coalesce(claim.force, ''), coalesce(claim.term, ''),"
        f" {MONTH}, count(*)"
    )
    counted = _grouped(connection, search, wanted, columns, "1, 2, 3, 4")
    few = sum(row[4] for row in counted) <= _DETAILED
    return _summary(connection, counted, wanted, search if few else None, meant)


def _grouped(
    connection: sqlite3.Connection, search: Search, wanted: ClaimFilter, columns: str, by: str
) -> list[tuple[Any, ...]]:
    sql = (
        f"SELECT {columns} FROM claim_words CROSS JOIN claim ON claim.id = claim_words.rowid{speaking(wanted)}"  # noqa: S608 - parts of our own
        f" WHERE {search.conditions()} GROUP BY {by}"
    )
    return connection.execute(sql, search.values).fetchall()


def _summary(
    connection: sqlite3.Connection,
    counted: Sequence[tuple[Any, ...]],
    wanted: ClaimFilter,
    search: Search | None,
    meant: Meant,
) -> SourceSummary:
    """counted: (source_id, force, term, month, claims), "" for none. search: where each claim is to be looked at."""
    ids = json.dumps(sorted({row[0] for row in counted if row[0] is not None}))
    labels = dict(
        connection.execute(
            "SELECT id, label FROM source WHERE id IN (SELECT value FROM json_each(?))", (ids,)
        ).fetchall()
    )
    spoken, sureness = _details(connection, wanted, search) if search else ((), None)
    return SourceSummary(
        wordings=counts([(labels.get(row[0], ""), row[4]) for row in counted]),
        claims=sum(row[4] for row in counted),
        forces=counts([(row[1], row[4]) for row in counted]),
        certainties=counts([(row[2], row[4]) for row in counted]),
        months=tuple(sorted(counts([(row[3], row[4]) for row in counted]), key=lambda c: c.value or "")),
        spoken=spoken,
        sureness=sureness,
        people=meant.people,
        left_out=meant.left_out,
    )


def _details(connection: sqlite3.Connection, wanted: ClaimFilter, search: Search) -> tuple[tuple[Count, ...], Sureness]:
    columns = (
        "coalesce(speech.basis, ''), nullif(lower(claim.hedges), ''), claim.term, claim.band_low, claim.band_high,"
        " claim.horizon IS 'conditional', claim.polarity IS 'negated', claim.said IS NOT NULL, count(*)"
    )
    rows = _grouped(connection, search, wanted, columns, "1, 2, 3, 4, 5, 6, 7, 8")
    hedges: dict[tuple[Any, ...], int] = {}
    for _, *hedge, _, _, _, number in rows:
        hedges[tuple(hedge)] = hedges.get(tuple(hedge), 0) + number
    plain = hedges.pop((None, None, None, None), 0)

    def having(column: int) -> int:
        return sum(row[8] for row in rows if row[column])

    found = [
        Hedge(words=words or "", term=term, band=(low, high) if low is not None else None, claims=number)
        for (words, term, low, high), number in hedges.items()
    ]
    return counts([(row[0], row[8]) for row in rows]), Sureness(
        plain=plain,
        hedges=tuple(sorted(found, key=lambda h: (-h.claims, h.words))),
        conditional=having(5),
        negated=having(6),
        dated_in_words=having(7),
    )


def counts(pairs: Sequence[tuple[str, int]]) -> tuple[Count, ...]:
    """Sums by value, most first; "" becomes None."""
    sums: dict[str | None, int] = {}
    for value, number in pairs:
        sums[value or None] = sums.get(value or None, 0) + number
    return tuple(Count(value=v, claims=n) for v, n in sorted(sums.items(), key=lambda p: (-p[1], p[0] or "")))
