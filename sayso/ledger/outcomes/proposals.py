"""Later claims that may tell what came of a prediction. They are proposed with reasons; nothing is settled by them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sayso.errors import UsageError
from sayso.ledger.alike import like_expression
from sayso.ledger.days import day_of_id, first_id
from sayso.ledger.outcomes.ask import Prediction

AFTER = 45
"""Days after the end of a prediction's time in which news of it is looked for."""
_LOOKED_AT = 60  # claims that share telling words, the best by bm25
_LEAST = 4  # words in common, names and numbers twice, of which one there must be
_REASONS = 3  # of a judgement that are told
_VERDICTS = {
    "same": "judged to say the same",
    "contradicts": "judged to say the contrary",
    "shift": "judged a later stage",
}
_WORD = re.compile(r"[^\W\d_][\w’'-]{2,}|\d[\d.,]*\d|\d")
# "is expected to leave" stands in the present, and tells nothing of what came.
_AHEAD = re.compile(
    r"\b(?:will|(?:forecast|expected|predicted|projected|set|due|likely|poised|on track) to)\b", re.IGNORECASE
)
_ENDINGS = re.compile(r"(?:['’]s|ing|ed|es|ly|s|e)$")
_EMPTY = frozenset(
    "the and that will would could should with from have has had been were was are his her their its they this these"
    " those than then there here into over under about after before more most some such which who whom whose what when"
    " where while also said says say not for but all any can may might just only very being because between both other"
    " out our your you she him them one two first last next day week month year today tomorrow monday tuesday wednesday"
    " thursday friday saturday sunday expected going set due likely".split()
)
_ROWS = """
    SELECT claim.id, claim.key, claim.content, claim.horizon, claim.record,
        coalesce(nullif(claim.name, ''), claim.speaker) AS source, outlet.name AS outlet, claim.text_id
    FROM claim JOIN text ON text.id = claim.text_id JOIN publication ON publication.id = text.first
    LEFT JOIN outlet ON outlet.id = publication.outlet_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A claim that may tell. day: of first publication. why: for a person to check, the weightiest first."""

    claim: str
    day: str | None
    outlet: str | None
    source: str | None
    content: str
    why: tuple[str, ...]


def proposals(connection: sqlite3.Connection, one: Prediction, *, most: int = 2) -> tuple[Proposal, ...]:
    """Claims published since it was said that tell of what is past or present, in other texts; judged ones first."""
    if most <= 0:
        return ()
    found: dict[str, Proposal] = {}
    for told in (*_judged(connection, one), *_alike(connection, one)):
        found.setdefault(told.claim, told)
        if len(found) == most:
            break
    return tuple(found.values())


def _judged(connection: sqlite3.Connection, one: Prediction) -> Iterator[Proposal]:
    """Claims that `sayso link` held against it."""
    rows = connection.execute(
        "SELECT other.claim, judgement.verdict, judgement.reasons,"
        " max(judgement.same, judgement.contradicts, judgement.shift) AS sure"
        " FROM prediction_claim JOIN proposition AS mine ON mine.claim = prediction_claim.claim"
        " JOIN judgement ON mine.id IN (judgement.a_id, judgement.b_id)"
        " JOIN proposition AS other"
        " ON other.id = CASE mine.id WHEN judgement.a_id THEN judgement.b_id ELSE judgement.a_id END"
        " WHERE prediction_claim.prediction_id = (SELECT id FROM prediction WHERE key = ?)"
        " AND judgement.verdict IN ('same', 'contradicts', 'shift') AND other.day >= coalesce(?, '')"
        " ORDER BY sure DESC LIMIT 20",
        (one.key, one.frozen.day),
    ).fetchall()
    for key, verdict, reasons, sure in rows:
        row = _one(connection, "claim.key = ? AND claim.current", (key,))
        if row is not None and row["text_id"] != one.text_id and _tells(row):
            why = (f"{_VERDICTS[verdict]} ({sure:.2f})", *map(str, json.loads(reasons)[:_REASONS]))
            yield _proposal(row, why)


def _one(connection: sqlite3.Connection, where: str, values: tuple[object, ...]) -> dict[str, Any] | None:
    cursor = connection.execute(f"{_ROWS} WHERE {where}", values)
    names = [column[0] for column in cursor.description]
    row = cursor.fetchone()
    return dict(zip(names, row, strict=True)) if row else None


def _alike(connection: sqlite3.Connection, one: Prediction) -> Iterator[Proposal]:
    """Claims that share its telling words and names, the most first, of equals those nearest to the end of its time."""
    # Who says what becomes of himself is hardly named in his words: "he will attend".
    about = f"{one.content} {one.frozen.source}" if one.frozen.record == "named-person" else one.content
    try:
        match = like_expression(connection, about)
    except UsageError:
        return
    low, high = _days(one)
    ids = connection.execute(
        "SELECT rowid FROM claim_words WHERE claim_words MATCH ? AND rowid >= ? AND rowid < ?"
        " ORDER BY bm25(claim_words) LIMIT ?",
        (match, low, high, _LOOKED_AT),
    ).fetchall()
    mine, names = _words(about), _names(about)
    ranked = []
    for (row_id,) in ids:
        row = _one(connection, "claim.id = ? AND claim.current", (row_id,))
        if (
            row is None
            or not _tells(row)
            or row["text_id"] == one.text_id
            or _is_twin(connection, one.text_id, row["text_id"])
        ):
            continue
        other = f"{row['source']} {row['content']}" if row["record"] == "named-person" else row["content"]
        shared = mine & _words(other)
        named = names & _names(f". {other}") & shared
        weight = len(shared) + len(named)
        if named and weight >= _LEAST:
            far = _far(day_of_id(row_id), one.due)
            ranked.append((-weight, far if far is not None else AFTER, row_id, row, _as_written(other, shared)))
    for _, _, row_id, row, words in sorted(ranked, key=lambda r: r[:3]):
        far = _far(day_of_id(row_id), one.due)
        when = f"tells of the {row['horizon']}" + (
            f", {far} days from its end" if far else ", on its last day" if far == 0 else ""
        )
        yield _proposal(row, (f"shares {', '.join(words)}", when))


def _tells(row: dict[str, Any]) -> bool:
    """Whether a claim is about what is or was."""
    return row["horizon"] in {"past", "present"} and _AHEAD.search(row["content"]) is None


def _days(one: Prediction) -> tuple[int, int]:
    """Ids of claims first published since it was said, until some time after its end."""
    low = first_id(one.frozen.day)
    if one.due is None:
        return low, 1 << 62
    try:
        last = (date.fromisoformat(one.due) + timedelta(days=AFTER)).isoformat()
    except (ValueError, OverflowError):
        return low, 1 << 62
    return low, first_id(last)


def _far(day: str | None, due: str | None) -> int | None:
    if day is None or due is None:
        return None
    return abs((date.fromisoformat(day) - date.fromisoformat(due)).days)


def _is_twin(connection: sqlite3.Connection, one: int, other: int) -> bool:
    found = connection.execute(
        "SELECT 1 FROM twin WHERE text_id = ? AND other_id = ?", (max(one, other), min(one, other))
    )
    return found.fetchone() is not None


def _stem(word: str) -> str:
    return _ENDINGS.sub("", word) if len(word) > 4 else word


def _words(text: str) -> frozenset[str]:
    return frozenset(_stem(w) for w in _WORD.findall(text.casefold()) if w not in _EMPTY)


def _names(text: str) -> frozenset[str]:
    """Words with a capital and numbers, the first word aside, which has one in any case."""
    found = [m for m in _WORD.finditer(text) if m.start() and (m[0][0].isupper() or m[0][0].isdigit())]
    return frozenset(_stem(m[0].casefold()) for m in found)


def _as_written(text: str, stems: frozenset[str]) -> list[str]:
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        stem = _stem(word.casefold())
        if stem in stems:
            found.setdefault(stem, word)
    return list(found.values())


def _proposal(row: dict[str, Any], why: tuple[str, ...]) -> Proposal:
    return Proposal(
        claim=row["key"], day=day_of_id(row["id"]), outlet=row["outlet"], source=row["source"], content=row["content"],
        why=why,
    )  # fmt: skip
