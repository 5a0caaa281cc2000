"""Reading texts of the ledger again, with another reader: what it changes, and where decisions go.

A text is read and written on its own: a call that was broken off, in whatever way, is given again and goes on with the
texts that the present reader has not read yet.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sayso.ledger.queries import Ledger
from sayso.ledger.readings import load_article, load_reading
from sayso.ledger.review.bodies import claim_body
from sayso.ledger.review.book import bases, load_decisions
from sayso.ledger.review.carry import AGREES, Carrier
from sayso.ledger.review.decided import decided
from sayso.ledger.review.records import Thread, to_threads
from sayso.ledger.search import ClaimFilter, to_search
from sayso.ledger.store import Store
from sayso.records import Article, Claim, Reading, Spans


class Reads(Protocol):
    """What a reader must do. digest: of its model and code."""

    @property
    def digest(self) -> str: ...

    def read(self, article: Article) -> Reading: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A claim before and after, and the names of what differs."""

    before: Claim
    after: Claim
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What reading a text again changes of what is shown.

    article: key of its first publication. same: how many claims are unchanged. carried: how many decisions in force
    have their claim in the new reading. homeless: those whose claim it does not hold; what they accept or correct stays
    as the person's own.
    """

    article: str
    title: str | None
    same: int
    added: tuple[Claim, ...]
    removed: tuple[Claim, ...]
    changed: tuple[Changed, ...]
    carried: int
    homeless: tuple[Thread, ...]


def texts_to_read(ledger: Ledger, wanted: ClaimFilter, reader: str, *, again: bool) -> tuple[int, ...]:
    """Rows of the texts with a claim that meets the filter, and that another reader read; again: or this one."""
    connection = ledger.connection
    where = "true" if again else (
        "text.id IN (SELECT publication.text_id FROM publication JOIN reading ON reading.id = publication.reading_id"
        " WHERE reading.reader <> :reader)"
    )  # fmt: skip
    values: dict[str, object] = {"reader": reader}
    if not wanted.is_empty():
        search = to_search(connection, wanted)
        if search is None:
            return ()
        values |= search.values
        where += (
            " AND text.id IN (SELECT claim.text_id FROM claim_words CROSS JOIN claim ON claim.id = claim_words.rowid"  # noqa: S608
            f" WHERE {search.conditions()})"
        )
    rows = connection.execute(f"SELECT text.id FROM text WHERE {where} ORDER BY text.id", values)  # noqa: S608
    return tuple(row[0] for row in rows)


def reread(
    ledger: Ledger, store: Store | None, reader: Reads, texts: Sequence[int], done: Callable[[], None]
) -> Iterator[Difference]:
    """Reads texts again, one after the other, and tells what that changes. store: None writes nothing.

    done: called after each text. Raises BadReadingError for a reading that contradicts its text.
    """
    connection = ledger.connection
    for text_id in texts:
        read = [reader.read(article) for article in _articles(connection, text_id)]
        if read:  # else the text was removed meanwhile
            found = _difference(connection, text_id, read[0])
            if store is not None:
                store.reread(read)
            yield found
        done()


def _articles(connection: sqlite3.Connection, text_id: int) -> tuple[Article, ...]:
    """A publication of each day, the first publication's first."""
    rows = connection.execute(
        "SELECT id, day FROM publication WHERE text_id = ? ORDER BY day IS NULL, published, id", (text_id,)
    ).fetchall()
    days: dict[str | None, int] = {}
    for row, day in rows:
        days.setdefault(day, row)
    return tuple(load_article(connection, row) for row in days.values())


def _difference(connection: sqlite3.Connection, text_id: int, new: Reading) -> Difference:
    base, publication, day = bases(connection, text_id)[0]
    (key,) = connection.execute("SELECT key FROM publication WHERE id = ?", (publication,)).fetchone()
    threads = to_threads(load_decisions(connection, text_id))
    before = decided(load_reading(connection, publication, base), threads, day).reading.claims
    told = decided(new, threads, day)
    pairs = _pairs(Carrier(new.article), before, told.reading.claims)
    changed = [
        Changed(before=before[a], after=told.reading.claims[b], fields=fields)
        for a, b in sorted(pairs.items())
        if (fields := differing(before[a], told.reading.claims[b]))
    ]
    taken = set(pairs.values())
    return Difference(
        article=key,
        title=new.article.title,
        same=len(pairs) - len(changed),
        added=tuple(c for n, c in enumerate(told.reading.claims) if n not in taken),
        removed=tuple(c for n, c in enumerate(before) if n not in pairs),
        changed=tuple(changed),
        carried=sum(t.ruling is not None for t in threads) - len(told.homeless),
        homeless=told.homeless,
    )


def _pairs(carrier: Carrier, before: Sequence[Claim], after: Sequence[Claim]) -> dict[int, int]:
    """Claims that are one, by their places: the same words, or else those that agree best."""
    places = {subject: n for n, subject in enumerate(carrier.subjects(after))}
    found = {n: places[s] for n, s in enumerate(carrier.subjects(before)) if s in places}
    taken = set(found.values())
    likely = [
        (-likeness, a, b)
        for a in range(len(before))
        if a not in found
        for b in range(len(after))
        if b not in taken and (likeness := carrier.agreement(before[a], after[b])) >= AGREES
    ]
    for _, a, b in sorted(likely):
        if a not in found and b not in taken:
            found[a] = b
            taken.add(b)
    return found


_PARTS = ("voice", "source", "cue", "content", "fields", "certainty", "said", "about", "places", "confidence")
_SOURCE = ("source", "name", "record", "mentions")
_CUE = ("cue", "cue", "lemma")
_FIELDS = ("form", "force", "polarity", "horizon", "due")
_UNTOLD = {"mentions", "confidence"}


def differing(one: Claim, other: Claim) -> tuple[str, ...]:
    """Names of what differs between two claims; confidence and mentions of the source elsewhere do not count."""
    found: list[str] = []
    for name, a, b in zip(_PARTS, claim_body(one)[1:], claim_body(other)[1:], strict=True):
        if a == b or name in _UNTOLD:
            continue
        names = {"source": _SOURCE, "cue": _CUE, "fields": _FIELDS}.get(name)
        if names is None or a is None or b is None:
            found.append(name)
        else:
            found += [n for n, x, y in zip(names, a, b, strict=True) if x != y and n not in _UNTOLD]
    return tuple(dict.fromkeys(found))


def words_of(spans: Spans) -> str:
    """Spans on one line."""
    return " … ".join(" ".join(span.text.split()) for span in spans)
