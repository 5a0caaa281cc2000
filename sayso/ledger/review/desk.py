"""What waits for review, what was decided, where reviewers disagree: asked by the command line and by pages alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from sayso.ledger.hits import Hit, in_text_order, load_hits
from sayso.ledger.review.book import load_decisions
from sayso.ledger.review.find import Found, find, lay
from sayso.ledger.review.records import Decision, Standing, Thread, disagree, opinions, to_threads
from sayso.ledger.search import ClaimFilter, to_search
from sayso.records import Claim, Reading

Order = Literal["confidence", "newest", "oldest"]
ORDERS: tuple[Order, ...] = ("confidence", "newest", "oldest")
_TOGETHER = 500  # claims whose texts are loaded together
_SORTED = {
    "confidence": "claim.confidence, claim.id",
    "newest": "claim.id DESC",
    "oldest": "claim.id",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A claim on the desk. claim: as lists show it, or, where it is rejected, as it was given.

    given: as the reader gives it, None for a person's own. thread: what was decided about it, None for nothing.
    """

    key: str
    claim: Claim
    given: Claim | None
    reading: Reading
    thread: Thread | None
    standing: Standing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A claim about which reviewers want different things. article: its key. opinions: each reviewer's latest."""

    claim: str
    article: str
    title: str | None
    ruling: Decision
    opinions: tuple[Decision, ...]


def queue(
    connection: sqlite3.Connection, wanted: ClaimFilter, *, order: Order = "confidence", limit: int = 100
) -> tuple[Hit, ...]:
    """Claims that wait, or, with wanted.verdict, those that stand so. Raises UsageError."""
    wanted = waiting(wanted)
    if order == "confidence" and _is_all(wanted):
        sql, values = "FROM claim WHERE claim.current AND claim.verdict IS NULL", dict[str, object]()
    else:
        search = to_search(connection, wanted)
        if search is None:
            return ()
        sql = f"FROM claim_words CROSS JOIN claim ON claim.id = claim_words.rowid WHERE {search.conditions()}"
        values = search.values
    rows = connection.execute(
        f"SELECT claim.id {sql} ORDER BY {_SORTED[order]} LIMIT :limit",
        values | {"limit": limit},
    )
    ids = [row[0] for row in rows]
    hits = load_hits(connection, ids)
    if order == "confidence":
        return tuple(hits[i] for i in ids)
    return in_text_order(hits.values(), newest=order == "newest")


def waiting(wanted: ClaimFilter) -> ClaimFilter:
    """The filter, for claims about which nobody decided unless it says otherwise."""
    return wanted if wanted.verdict else replace(wanted, verdict=("undecided",))


def left(connection: sqlite3.Connection, wanted: ClaimFilter) -> int:
    """How many claims wait."""
    wanted = waiting(wanted)
    if _is_all(wanted):
        sql, values = "SELECT count(*) FROM claim WHERE claim.current AND claim.verdict IS NULL", dict[str, object]()
    else:
        search = to_search(connection, wanted)
        if search is None:
            return 0
        sql = (
            "SELECT count(*) FROM claim_words CROSS JOIN claim ON claim.id = claim_words.rowid"  # noqa: S608
            f" WHERE {search.conditions()}"
        )
        values = search.values
    return int(connection.execute(sql, values).fetchone()[0])


def _is_all(wanted: ClaimFilter) -> bool:
    return wanted.verdict == ("undecided",) and wanted.is_empty(but=("verdict",))


def item(connection: sqlite3.Connection, key: str, *, decided_first: bool = False) -> Item | None:
    """A claim by its key; None where nobody gives it any more. Raises UsageError where there never was one.

    decided_first: of two claims with the same words, the one that was decided.
    """
    return _item(find(connection, key, decided_first=decided_first), key)


def items(connection: sqlite3.Connection, hits: Iterable[Hit]) -> Iterator[tuple[Hit, Item]]:
    """Hits of the queue as items, in their order; of some hundreds, each text is loaded once."""
    left_over = iter(hits)
    while part := list(islice(left_over, _TOGETHER)):
        found: dict[int, Item] = {}
        by_text: dict[str, list[Hit]] = {}
        for hit in part:
            by_text.setdefault(hit.article, []).append(hit)
        for article, those in by_text.items():
            (text_id,) = connection.execute("SELECT text_id FROM publication WHERE key = ?", (article,)).fetchone()
            laid = lay(connection, text_id)
            for hit in those:
                one = _item(laid.found(laid.subject(hit.label)), hit.claim)
                if one is not None:
                    found[hit.id] = one
        yield from ((hit, found[hit.id]) for hit in part if hit.id in found)


def _item(found: Found, key: str) -> Item | None:
    ruling = found.thread.ruling if found.thread else None
    claim = found.shown or found.given or (ruling.given if ruling else None)
    if claim is None:
        return None
    return Item(
        key=key,
        claim=claim,
        given=found.given,
        reading=found.reading,
        thread=found.thread,
        standing=found.standing,
    )


def disputes(connection: sqlite3.Connection) -> Iterator[Dispute]:
    """Claims about which reviewers disagree, text by text. The latest decision is in force, the others are kept."""
    texts = connection.execute(
        "SELECT text.id, publication.key, publication.title FROM (SELECT text_id FROM decision GROUP BY text_id"
        " HAVING count(DISTINCT reviewer) > 1) AS several JOIN text ON text.id = several.text_id"
        " JOIN publication ON publication.id = text.first ORDER BY text.id"
    ).fetchall()
    for text_id, article, title in texts:
        for thread in to_threads(load_decisions(connection, text_id)):
            if thread.ruling is not None and disagree(thread):
                yield Dispute(
                    claim=thread.ruling.claim, article=article, title=title, ruling=thread.ruling,
                    opinions=opinions(thread),
                )  # fmt: skip


def all_decisions(connection: sqlite3.Connection) -> Iterator[Decision]:
    """Every decision, text by text, in the order in which they were made."""
    for (text_id,) in connection.execute("SELECT DISTINCT text_id FROM decision ORDER BY text_id").fetchall():
        yield from load_decisions(connection, text_id)


def decided_texts(connection: sqlite3.Connection) -> Sequence[int]:
    """Rows of the texts about whose claims something was decided."""
    return [row[0] for row in connection.execute("SELECT DISTINCT text_id FROM decision ORDER BY text_id")]
