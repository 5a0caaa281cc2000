"""Each row proved from the others. Used by verify.py, which says what the checks are and in which order they come."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Literal

from sayso.errors import BadReadingError
from sayso.identity import text_digest
from sayso.ledger import log
from sayso.ledger.bodies import publication_body
from sayso.ledger.days import DAY_BITS, day_of, first_id
from sayso.ledger.facets import text_facets
from sayso.ledger.identity.addresses import page_of
from sayso.ledger.readings import claim_rows, load_article, load_reading
from sayso.ledger.rows import ReadingRows, folded, to_rows
from sayso.ledger.rules import rule_body
from sayso.ledger.speech import spoken

Area = Literal[
    "pages",
    "references",
    "log",
    "text",
    "reading",
    "publication",
    "claim",
    "speech",
    "counts",
    "index",
    "decision",
    "rule",
    "fetch",
    "prediction",
    "resolution",
    "grade_override",
    "speaker_decision",
    "question",
    "question_decision",
    "origin_decision",
]
_KEPT = (
    "publication", "reading", "rule", "decision", "prediction", "resolution", "grade_override", "speaker_decision",
    "question_decision", "origin_decision",
)  # fmt: skip
_MOST_TOLD = 20  # findings of one kind
_COUNTED = (
    "SELECT id, source_id, force, term FROM claim WHERE current AND source_id IS NOT NULL UNION ALL"
    " SELECT claim.id, speech.source_id, claim.force, claim.term FROM speech JOIN claim ON claim.id = speech.claim_id"
    " WHERE speech.basis <> 'office'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it must be. where: a row or key. what: what is wrong with it."""

    area: Area
    where: str
    what: str


def page_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """What SQLite says of the file's pages."""
    for (told,) in connection.execute(f"PRAGMA integrity_check({_MOST_TOLD})").fetchall():
        if told != "ok":
            yield Finding(area="pages", where="the file", what=told)


def reference_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Rows that refer to rows which are not there."""
    for table, row, other, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST_TOLD):
        yield Finding(area="references", where=f"{table} {row}", what=f"refers to a row of {other} that is not there")


def log_findings(connection: sqlite3.Connection, head: str | None) -> Iterator[Finding]:
    """The chain from its beginning to its end, and that what it tells of is there. head: a digest it must hold."""
    previous = log.genesis(connection)
    expected, seen_head = 1, head is None
    rows = connection.execute(
        "SELECT number, at, action, subject, subject_id, commitment, previous, digest FROM log ORDER BY number"
    )
    for *told, digest in rows:
        entry = log.Entry(**dict(zip(log.Entry.__slots__, told, strict=True)))
        where = f"entry {entry.number}"
        if entry.number != expected:
            yield Finding(area="log", where=where, what=f"comes where entry {expected} must; entries are missing")
        if entry.previous != previous:
            yield Finding(area="log", where=where, what="is not bound to the entry before it")
        if entry.digest != digest:
            yield Finding(area="log", where=where, what="was changed: its digest is not that of what it says")
        previous, expected = digest, entry.number + 1
        seen_head = seen_head or digest == head
    if not seen_head:
        yield Finding(area="log", where="the end", what=f"the digest {head} is not in the log; its end was cut off")
    for subject in _KEPT:
        lost = connection.execute(
            "SELECT max(number), subject_id, action FROM log WHERE subject = ? GROUP BY subject_id"  # noqa: S608
            f" HAVING action NOT IN ('redact', 'drop') AND subject_id NOT IN (SELECT id FROM {subject})",
            (subject,),
        )
        for number, row, _ in lost.fetchmany(_MOST_TOLD):
            yield Finding(area="log", where=f"entry {number}", what=f"tells of {subject} {row}, which is not there")


def text_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Each text's digest, and what is filed under it by its publications."""
    for row, sha256, text, characters, first, facets in connection.execute(
        "SELECT id, sha256, text, characters, first, facets FROM text ORDER BY id"
    ):
        where = f"text {row}"
        if text_digest(text) != sha256:
            yield Finding(area="text", where=where, what="was changed: its SHA-256 is another")
        if len(text) != characters:
            yield Finding(area="text", where=where, what=f"has {len(text)} characters, not {characters}")
        published = connection.execute(
            "SELECT id, outlet_id, day FROM publication WHERE text_id = ? ORDER BY day IS NULL, published, id", (row,)
        ).fetchall()
        if not published:
            yield Finding(area="text", where=where, what="has no publication")
        elif first != published[0][0] or facets != text_facets(published[0][2], [p[1:] for p in published]):
            yield Finding(area="text", where=where, what="is not filed under its first publication")


def publication_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Each publication's key, and that it is what the log commits to."""
    for row, key, reading_id, day, address, salt in connection.execute(
        "SELECT id, key, reading_id, day, address, salt FROM publication ORDER BY id"
    ):
        where = f"publication {row}"
        article = load_article(connection, row)
        if article.id != key:
            yield Finding(area="publication", where=where, what="was changed: its key is not that of its content")
        if (day, address) != (day_of(article.published), page_of(article.url)):
            yield Finding(area="publication", where=where, what="has another day or page than its date and url")
        commits = log.commitment(publication_body(article, reading_id), salt)
        yield from committed(connection, "publication", row, commits)


def committed(connection: sqlite3.Connection, subject: log.Subject, row: int, commits: str) -> Iterator[Finding]:
    """Whether a row is what the log's last entry about it commits to."""
    told = connection.execute(
        "SELECT commitment FROM log WHERE subject = ? AND subject_id = ? ORDER BY number DESC", (subject, row)
    ).fetchone()
    if told is None:
        yield Finding(area=subject, where=f"{subject} {row}", what="was never entered in the log")
    elif told[0] != commits:
        yield Finding(area=subject, where=f"{subject} {row}", what="is not what was entered in the log")


def reading_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Each reader's reading made again: its spans, that it is what the log commits to, and that its rows are those it
    gives. One that no publication has was replaced by a later one (sayso reread)."""
    for row, digest, salt, publication_id, day in connection.execute(
        "SELECT reading.id, reading.digest, reading.salt,"
        " coalesce((SELECT min(id) FROM publication WHERE publication.reading_id = reading.id), text.first),"
        " (SELECT day FROM publication WHERE publication.id = text.first)"
        " FROM reading JOIN text ON text.id = reading.text_id WHERE reading.base_id IS NULL"
        " ORDER BY reading.id"
    ):
        where = f"reading {row}"
        if publication_id is None:
            yield Finding(area="reading", where=where, what="belongs to no publication")
            continue
        try:
            rows = to_rows(load_reading(connection, publication_id, row))
        except BadReadingError as error:
            yield Finding(area="reading", where=where, what=error.message)
            continue
        except (ValueError, LookupError, TypeError) as error:
            yield Finding(area="reading", where=where, what=f"cannot be made from its rows: {error!r}")
            continue
        if rows.digest != digest:
            yield Finding(area="reading", where=where, what="was changed: its digest is another")
        yield from committed(connection, "reading", row, log.commitment(rows.body, salt))
        yield from claim_findings(connection, row, rows, day)


def claim_findings(
    connection: sqlite3.Connection, reading_id: int, rows: ReadingRows, day: str | None
) -> Iterator[Finding]:
    """The claims of a reading against those that its rows must be. day: of the text's first publication."""
    for stored, right in zip(claim_rows(connection, reading_id), rows.claims, strict=True):
        if stored != right:
            wrong = [f.name for f in fields(right) if getattr(stored, f.name) != getattr(right, f.name)]
            what = f"has columns that are not those of its reading: {', '.join(wrong)}"
            yield Finding(area="claim", where=stored.key, what=what)
    filed = connection.execute(
        "SELECT claim.key, claim.id, claim.current, reading.current, claim.text_id, reading.text_id, source.folded"
        " FROM claim JOIN reading ON reading.id = claim.reading_id LEFT JOIN source ON source.id = claim.source_id"
        " WHERE claim.reading_id = ? ORDER BY claim.number",
        (reading_id,),
    )
    for (key, claim_id, *pairs, source), right in zip(filed, rows.claims, strict=True):
        if pairs[0] != pairs[1] or pairs[2] != pairs[3]:
            yield Finding(area="claim", where=key, what="is not filed or shown as its reading is")
        if claim_id >> DAY_BITS != first_id(day) >> DAY_BITS:
            yield Finding(area="claim", where=key, what="is filed under another day than its text")
        if source != (folded(right.source) if right.source else None):
            yield Finding(area="claim", where=key, what="is filed under another source")


def speech_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Who speaks, found anew, and that the rules it goes by are those that the log commits to."""
    for row, kind, name, person, salt in connection.execute("SELECT id, kind, name, person, salt FROM rule"):
        yield from committed(connection, "rule", row, log.commitment(rule_body(kind, name, person), salt))
    for (row,) in connection.execute("SELECT id FROM text ORDER BY id"):
        held = connection.execute(
            "SELECT claim.id, source.folded, speech.basis FROM speech JOIN claim ON claim.id = speech.claim_id"
            " JOIN source ON source.id = speech.source_id WHERE claim.text_id = ? ORDER BY claim.id",
            (row,),
        ).fetchall()
        if held != [(claim, folded(person), basis) for claim, person, basis in spoken(connection, row)]:
            what = (
                "has other speakers than words and rules give (an older version's, perhaps); sayso compact mends that"
            )
            yield Finding(area="speech", where=f"text {row}", what=what)


def count_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """The counts that lists are ordered by, and that each text shows one reading."""
    wrong = connection.execute(
        "SELECT source.label, source.claims, coalesce(found.claims, 0) FROM source LEFT JOIN"  # noqa: S608 - ours
        f" (SELECT source_id, count(*) AS claims FROM ({_COUNTED}) GROUP BY source_id) AS found"
        " ON found.source_id = source.id WHERE source.claims <> coalesce(found.claims, 0)"
    )
    for label, told, counted in wrong.fetchmany(_MOST_TOLD):
        yield Finding(area="counts", where=f"source {label[:60]!r}", what=f"tells of {told} claims and has {counted}")
    months = connection.execute(
        "SELECT source_id, month, force, term, claims FROM source_month WHERE claims <> 0 EXCEPT"  # noqa: S608 - ours
        " SELECT source_id, coalesce(strftime('%Y-%m', nullif(id >> 32, 0) + 1721424.5), ''), coalesce(force, ''),"
        f" coalesce(term, ''), count(*) FROM ({_COUNTED}) GROUP BY 1, 2, 3, 4"
    )
    for source_id, month, *_ in months.fetchmany(_MOST_TOLD):
        yield Finding(area="counts", where=f"source {source_id} in {month}", what="has a wrong number of claims")
    for (row,) in connection.execute(
        "SELECT text.id FROM text WHERE 1 <> (SELECT count(*) FROM reading JOIN publication ON"
        " publication.id = text.first WHERE reading.text_id = text.id AND reading.current"
        " AND reading.id = coalesce((SELECT id FROM reading AS shown WHERE shown.base_id = publication.reading_id),"
        " publication.reading_id))"
    ).fetchmany(_MOST_TOLD):
        yield Finding(area="counts", where=f"text {row}", what="does not show the reading of its first publication")
