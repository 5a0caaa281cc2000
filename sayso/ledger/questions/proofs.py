"""Questions proved again: decisions against the log, and that what was derived hangs together."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from sayso.ledger import log
from sayso.ledger.proofs import Finding, committed
from sayso.ledger.questions import book

_MOST_TOLD = 20
_DERIVED = (
    (
        "SELECT question.key FROM question WHERE claims <>"
        " (SELECT count(*) FROM position WHERE question_id = question.id)",
        "tells of another number of claims than it has",
    ),
    (
        "SELECT proposition.claim FROM proposition WHERE NOT EXISTS (SELECT 1 FROM claim WHERE claim.key ="
        " proposition.claim AND claim.text_id = proposition.text_id)",
        "is compared and stands in no reading of its text",
    ),
    (
        "SELECT question.key FROM question WHERE (yes, no) IS NOT (SELECT coalesce(sum(position LIKE '%yes'), 0),"
        " coalesce(sum(position LIKE '%no'), 0) FROM position WHERE question_id = question.id)",
        "counts its sides wrong",
    ),
    (
        "SELECT question.key FROM question WHERE decision IS NOT NULL AND wording IS NOT (SELECT wording FROM"
        " question_decision WHERE question_decision.key = question.decision)",
        "is not worded as the person did whom it names for that",
    ),
)


def question_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Each decision as the log commits to it; questions as their claims make them."""
    rows = connection.execute("SELECT key, id, salt FROM question_decision").fetchall()
    try:
        told = {one.key: one for one in book.decisions(connection)}
    except (ValueError, TypeError, StopIteration):  # what cannot be read is not what was entered
        yield Finding(area="question_decision", where="claims", what="cannot be read")
        return
    for key, row, salt in rows:
        yield from committed(connection, "question_decision", row, log.commitment(told[key].body, salt))
    for key, one in told.items():
        if one.undoes is not None and one.undoes not in told:
            what = f"takes back {one.undoes}, which is not there"
            yield Finding(area="question_decision", where=key, what=what)
    for sql, what in _DERIVED:
        for (where,) in connection.execute(sql).fetchmany(_MOST_TOLD):
            yield Finding(area="question", where=where, what=f"{what}; sayso link --rebuild makes it anew")
