"""What was made of claims, for export: outcomes, grades, questions, how claims stand to each other."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from sayso.export.formats.records import ExportLink, ExportQuestion, Grade, Outcome
from sayso.ledger.hits import Hit
from sayso.ledger.outcomes.ask import find_prediction, in_force
from sayso.ledger.outcomes.grades import all_settings
from sayso.ledger.outcomes.grades import in_force as in_force_of
from sayso.ledger.outcomes.records import Resolution, Setting
from sayso.ledger.outcomes.standing import claims_of, history_of, standing_of
from sayso.ledger.rows import folded
from sayso.weigh.grades import Grade as Sum
from sayso.weigh.grades import credibility, reliability

_PREDICTED = (
    "SELECT prediction.key FROM prediction_claim JOIN prediction ON prediction.id = prediction_id"
    " WHERE prediction_claim.claim = ?"
)
_QUESTIONS = """
    SELECT question.key, question.wording, proposition.claim, position.position
    FROM proposition JOIN position ON position.proposition_id = proposition.id
    JOIN question ON question.id = position.question_id
    WHERE proposition.claim IN (SELECT value FROM json_each(?)) ORDER BY question.id, proposition.day, proposition.id
"""
_LINKS = """
    SELECT a.claim, b.claim, judgement.verdict, judgement.same, judgement.contradicts, judgement.shift,
        judgement.related, judgement.reasons
    FROM judgement JOIN proposition AS a ON a.id = judgement.a_id JOIN proposition AS b ON b.id = judgement.b_id
    WHERE judgement.verdict <> 'unrelated' AND a.claim IN (SELECT value FROM json_each(:keys))
        AND b.claim IN (SELECT value FROM json_each(:keys)) ORDER BY judgement.a_id, judgement.b_id
"""


class Weighed:
    """Outcomes and grades of claims. computed: also grades that are computed, not only those that persons set."""

    def __init__(self, connection: sqlite3.Connection, *, computed: bool) -> None:
        self._connection, self._computed = connection, computed
        self._settled = connection.execute("SELECT 1 FROM resolution LIMIT 1").fetchone() is not None
        self._set: dict[tuple[str, str], list[Setting]] = {}
        for one in all_settings(connection):
            self._set.setdefault((one.kind, one.subject), []).append(one)
        self._known: dict[str, Sum] = {}

    def outcome(self, claim: str) -> Outcome | None:
        """How a claim turned out, by its key."""
        if not self._settled:
            return None
        row = self._connection.execute(_PREDICTED, (claim,)).fetchone()
        found = in_force(self._connection, row[0] if row else claim)
        return to_outcome(found) if found else None

    def grade(self, hit: Hit) -> Grade | None:
        """Reliability of who says it and credibility of what is said; a person's setting goes first."""
        source = folded(hit.source) if hit.source else None
        mine = in_force_of(self._set.get(("source", source), ())) if source else None
        its = in_force_of(self._set.get(("claim", hit.claim), ()))
        reasons = [f"{one.reviewer} set {one.grade}: {one.why}" for one in (mine, its) if one]
        letter, number = (mine.grade if mine else None), (its.grade if its else None)
        if self._computed and letter is None and source is not None:
            of_source = self.of_source(source)
            letter, reasons = of_source.grade, [*reasons, *of_source.rests]
        if self._computed and number is None:
            of_claim = self.of_claim(hit.claim)
            number, reasons = of_claim.grade, [*reasons, *of_claim.rests]
        if letter is None and number is None:
            return None
        by = " and ".join(dict.fromkeys(one.reviewer for one in (mine, its) if one)) or None
        return Grade(reliability=letter, credibility=number, reasons=tuple(reasons), by=by)

    def of_source(self, source: str) -> Sum:
        """A source's reliability, computed. source: a wording as rows.folded gives it."""
        if source not in self._known:
            ids = [row[0] for row in self._connection.execute("SELECT id FROM source WHERE folded = ?", (source,))]
            self._known[source] = reliability(history_of(self._connection, claims_of(self._connection, ids)))
        return self._known[source]

    def of_claim(self, claim: str) -> Sum:
        """A claim's credibility, computed."""
        return credibility(standing_of(self._connection, claim))


def to_outcome(found: Resolution) -> Outcome:
    return Outcome(
        outcome=found.outcome, by=found.resolver, at=found.at, why=found.why, evidence=found.evidence or None,
        day=found.day,
    )  # fmt: skip


def outcome_of(connection: sqlite3.Connection, claim: str) -> Outcome | None:
    """How one claim turned out, by its key."""
    known = find_prediction(connection, claim)
    found = in_force(connection, known.key if known else claim)
    return to_outcome(found) if found else None


def questions_of(
    connection: sqlite3.Connection, claims: Collection[str], *, text: bool = True
) -> tuple[ExportQuestion, ...]:
    """Questions that hold some of these claims, each with those of them. text: whether their wording, which is of a
    claim's words, may be told."""
    found: dict[str, tuple[str, list[str], list[str]]] = {}
    for key, wording, claim, position in connection.execute(_QUESTIONS, (json.dumps(list(claims)),)):
        _, keys, positions = found.setdefault(key, (wording, [], []))
        keys.append(claim)
        positions.append(position)
    return tuple(
        ExportQuestion(
            key=key, title=wording if text else f"the question {key}", claims=tuple(keys), positions=tuple(positions)
        )
        for key, (wording, keys, positions) in found.items()
    )


def links_of(connection: sqlite3.Connection, claims: Collection[str], *, text: bool = True) -> tuple[ExportLink, ...]:
    """Judgements on pairs of these claims, "unrelated" aside. text: whether reasons, which may quote, are told."""
    found = []
    for a, b, verdict, same, contradicts, shift, related, reasons in connection.execute(
        _LINKS, {"keys": json.dumps(list(claims))}
    ):
        score = {"same": same, "contradicts": contradicts, "shift": shift, "related": related}[verdict]
        told = tuple(map(str, json.loads(reasons))) if text else ()
        found.append(ExportLink(a=a, b=b, verdict=verdict, score=score, reasons=told))
    return tuple(found)
