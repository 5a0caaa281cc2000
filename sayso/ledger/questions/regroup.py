"""Grouping: what is new, with the questions that it touches, becomes questions again; the others stay as they are."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from sayso.identity import tagged
from sayso.ledger.questions.book import Wishes
from sayso.ledger.questions.sides import members as load_members
from sayso.link.candidates import UNDATED, nearness, unpack
from sayso.link.questions.build import question, questions
from sayso.link.questions.group import THRESHOLD
from sayso.link.questions.moves import moves, side_of
from sayso.link.questions.records import Member, Question, Tie
from sayso.link.records import VERDICTS

_SCORES = ", ".join(VERDICTS)
_TIES = (
    f"SELECT a_id, b_id, {_SCORES} FROM judgement WHERE a_id IN (SELECT value FROM json_each(:ids))"  # noqa: S608
    " AND b_id IN (SELECT value FROM json_each(:ids))"
)
_NEAR = (
    "SELECT a_id, b_id FROM judgement WHERE same + contradicts + shift >= :least AND"
    " (a_id IN (SELECT value FROM json_each(:ids)) OR b_id IN (SELECT value FROM json_each(:ids)))"
)
Ids = Iterable[int]


def key_of(claim: str) -> str:
    """The key of the question that a claim founded."""
    return tagged("q1", [claim])


def new_ids(connection: sqlite3.Connection) -> list[int]:
    """Propositions that were judged and not yet grouped."""
    return [row[0] for row in connection.execute("SELECT id FROM proposition WHERE state = 1 ORDER BY id")]


def regroup(connection: sqlite3.Connection, some: Ids, wishes: Wishes, *, rekey: bool = False) -> list[int]:
    """Groups these propositions anew with all that their questions hold, within the caller's transaction.

    Gives the ids of the questions that come of it. rekey: a question whose founding claim is gone gets another key.
    """
    ids = _reach(connection, set(some))
    told = json.dumps(sorted(ids))
    known = load_members(connection, sorted(ids))
    order = sorted(known, key=lambda i: (known[i].day is None, known[i].day or "", i))
    place = {row: n for n, row in enumerate(order)}
    ties = _ties(connection, told, place)
    people = tuple(known[row] for row in order)
    at = {member.key: n for n, member in enumerate(people)}
    together, apart = wishes.ties(at)
    before = _questions_of(connection, told)
    made = questions(people, ties, together=together, apart=apart)
    written = _write(connection, made, people, ties, order, before, wishes, rekey=rekey)
    connection.execute(
        "UPDATE proposition SET state = 2 WHERE state = 1 AND id IN (SELECT value FROM json_each(?))", (told,)
    )
    return written


def _reach(connection: sqlite3.Connection, some: set[int]) -> set[int]:
    """These propositions, those that they may share a question with, and all that the questions of both hold."""
    values: dict[str, object] = {"ids": json.dumps(sorted(some)), "least": THRESHOLD}
    near = {one for pair in connection.execute(_NEAR, values) for one in pair} | some
    rows = connection.execute(
        "SELECT proposition_id FROM position WHERE question_id IN (SELECT question_id FROM position"
        " WHERE proposition_id IN (SELECT value FROM json_each(?)))",
        (json.dumps(sorted(near)),),
    )
    return near | {row[0] for row in rows}


def _ties(connection: sqlite3.Connection, told: str, place: Mapping[int, int]) -> list[Tie]:
    """Judgements among propositions, with how near they are. told: their ids, as JSON."""
    rows = [row for row in connection.execute(_TIES, {"ids": told}) if row[0] in place and row[1] in place]
    if not rows:
        return []
    ids = sorted({one for row in rows for one in row[:2]})
    at = {row: n for n, row in enumerate(ids)}
    kept = connection.execute(
        "SELECT id, vector, CAST(julianday(day) AS INTEGER) FROM proposition WHERE id IN"
        " (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(ids),),
    ).fetchall()
    vectors = unpack(np.frombuffer(b"".join(row[1] for row in kept), dtype=np.int8).reshape(len(kept), -1))
    days = [row[2] for row in kept]
    pairs = [(at[row[0]], at[row[1]]) for row in rows]
    apart = [UNDATED if days[a] is None or days[b] is None else abs(days[a] - days[b]) for a, b in pairs]
    left, right = np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])
    near = nearness(vectors[left], vectors[right], np.array(apart, dtype=np.int64))
    return [
        Tie(a=place[a], b=place[b], scores=tuple(scores), near=float(how))
        for (a, b, *scores), how in zip(rows, near, strict=True)
    ]


def _questions_of(connection: sqlite3.Connection, told: str) -> dict[int, tuple[int, str]]:
    rows = connection.execute(
        "SELECT proposition_id, question.id, question.key FROM position JOIN question ON question.id = question_id"
        " WHERE proposition_id IN (SELECT value FROM json_each(?))",
        (told,),
    )
    return {row: (question_id, key) for row, question_id, key in rows}


def _write(
    connection: sqlite3.Connection,
    made: Sequence[Question],
    people: Sequence[Member],
    ties: Sequence[Tie],
    order: Sequence[int],
    before: Mapping[int, tuple[int, str]],
    wishes: Wishes,
    *,
    rekey: bool,
) -> list[int]:
    old = {question_id for question_id, _ in before.values()}
    keys = _keys(connection, made, people, order, before, rekey=rekey)
    connection.execute("DELETE FROM question WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(old)),))
    within: dict[int, list[Tie]] = defaultdict(list)
    group_of = {place: n for n, one in enumerate(made) for place in one.members}
    for tie in ties:
        if group_of.get(tie.a, -1) == group_of.get(tie.b, -2):
            within[group_of[tie.a]].append(tie)
    written = []
    for number, one in enumerate(made):
        own = [people[place] for place in one.members]
        called, wish = one, wishes.name_of(frozenset(member.key for member in own))
        if wish is not None:
            called = question(people, one.members, within[number], call=wish[0])
        written.append(_insert(connection, keys[number], called, people, within[number], order, wish and wish[1]))
    return written


def _keys(
    connection: sqlite3.Connection,
    made: Sequence[Question],
    people: Sequence[Member],
    order: Sequence[int],
    before: Mapping[int, tuple[int, str]],
    *,
    rekey: bool,
) -> list[str]:
    """A question keeps its key while its founding claim is in it, else where most of its claims are; new ones get one.

    Of several founding claims in one question the one of the oldest question counts.
    """
    age = {key: question_id for question_id, key in connection.execute("SELECT id, key FROM question")}
    taken: set[str] = set()
    found: list[str | None] = []
    for one in made:
        founded = [key_of(people[place].key) for place in one.members]
        kept = min((key for key in founded if key in age), key=lambda key: age[key], default=None)
        found.append(kept)
        taken |= {kept} if kept else set()
    for number, one in enumerate(made):
        if found[number] is not None:
            continue
        was = Counter(before[order[place]][1] for place in one.members if order[place] in before)
        for key, _ in [] if rekey else sorted(was.items(), key=lambda item: (-item[1], age[item[0]])):
            if key not in taken:
                found[number] = key
                break
        else:
            founded = [key_of(people[place].key) for place in one.members]
            found[number] = next(key for key in founded if key not in taken and key not in age)
        taken.add(str(found[number]))
    return [str(key) for key in found]


def _insert(
    connection: sqlite3.Connection,
    key: str,
    one: Question,
    people: Sequence[Member],
    ties: Sequence[Tie],
    order: Sequence[int],
    decision: str | None,
) -> int:
    own = [people[place] for place in one.members]
    rows = [order[place] for place in one.members]
    days = [member.day for member in own if member.day]
    sides = Counter(map(side_of, one.positions))
    speakers, outlets = _voices(connection, rows)
    connection.execute("DELETE FROM question WHERE key = ?", (key,))
    made = connection.execute(
        "INSERT INTO question (key, wording, named_by, decision, claims, speakers, outlets, yes, no, first_day,"
        " last_day) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key, one.wording, rows[one.named_by], decision, len(own), speakers, outlets, sides["yes"], sides["no"],
            min(days, default=None), max(days, default=None),
        ),
    ).lastrowid  # fmt: skip
    assert made is not None
    connection.executemany(
        "INSERT OR REPLACE INTO position VALUES (?, ?, ?)",
        [(r, made, p) for r, p in zip(rows, one.positions, strict=True)],
    )
    at = {place: n for n, place in enumerate(one.members)}
    inner = [Tie(a=at[tie.a], b=at[tie.b], scores=tie.scores) for tie in ties]
    connection.executemany(
        "INSERT INTO move VALUES (?, ?, ?, ?, ?, ?)",
        [
            (made, rows[m.before], rows[m.after], m.kind, own[m.after].speaker if m.kind != "new fact" else None, m.why)
            for m in moves(own, one.positions, inner)
        ],
    )
    return made


def _voices(connection: sqlite3.Connection, rows: Sequence[int]) -> tuple[int, int]:
    """How many sources, by who they are or by wording, and how many outlets stand behind propositions."""
    found = connection.execute(
        "SELECT count(DISTINCT coalesce('s' || speaker_use.speaker_id,"
        " 'w' || coalesce(speech.source_id, claim.source_id))),"
        " count(DISTINCT publication.outlet_id)"
        " FROM proposition JOIN claim ON claim.key = proposition.claim AND claim.current"
        " JOIN text ON text.id = claim.text_id JOIN publication ON publication.id = text.first"
        " LEFT JOIN speech ON speech.claim_id = claim.id AND speech.basis <> 'office'"
        " LEFT JOIN speaker_use ON speaker_use.text_id = claim.text_id"
        "   AND speaker_use.source_id = coalesce(speech.source_id, claim.source_id)"
        " WHERE proposition.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(rows)),),
    ).fetchone()
    return int(found[0]), int(found[1])
