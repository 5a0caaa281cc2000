"""What the count of origins needs, gathered for a claim, an article or a question. Reads only."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sayso.errors import UsageError
from sayso.ledger.alike import like_expression
from sayso.ledger.origins.decide import says
from sayso.ledger.questions import ask
from sayso.link.origins.forest import find_origins
from sayso.link.origins.names import overlap, telling
from sayso.link.origins.records import Account, Forest, Told, Value

Kind = Literal["claim", "article", "question"]
_KEY = re.compile(r"(a1|k1):[0-9a-f]{4,32}")
_DAYS = 7  # before and after, in which claims without a question are looked for
_ALIKE = 0.5  # share of telling words that make two claims speak of the same
_STORY = 0.4  # the same, of two articles' titles and beginnings
_LEAD = 400  # characters of an article that tell what it is about
_REGION = 900  # characters in which an article's claims on its own matter stand
_CANDIDATES = 300
_MOST = 400  # articles that are compared
_TELLING, _FEW, _SHARE = 12, 500, 0.02
# With the claims inside of whose contents they stand, to which they belong.
_CLAIMS = """
    WITH RECURSIVE wanted (id) AS (
        SELECT id FROM claim WHERE current AND key IN (SELECT value FROM json_each(?))
        UNION SELECT claim.parent_id FROM wanted JOIN claim ON claim.id = wanted.id WHERE claim.parent_id IS NOT NULL
    )
    SELECT claim.text_id, claim.key, claim.content, claim.spans,
        coalesce(speaking.label, nullif(claim.name, ''), claim.speaker), claim.record, claim.cue, claim.form,
        claim.voice, coalesce(claim.said_from, claim.said_to), parent.key,
        (SELECT speaker FROM claim_speakers WHERE claim_speakers.claim = claim.key AND kind IN ('person', 'body')),
        speaking.label IS NOT NULL
    FROM claim
    LEFT JOIN claim AS parent ON parent.id = claim.parent_id
    LEFT JOIN speech ON speech.claim_id = claim.id AND speech.basis <> 'office'
    LEFT JOIN source AS speaking ON speaking.id = speech.source_id
    WHERE claim.id IN (SELECT id FROM wanted) ORDER BY claim.text_id, claim.number
"""
_PUBLICATIONS = """
    SELECT publication.text_id, publication.key, text.sha256, text.text, outlet.name, publication.published,
        publication.url, publication.address, publication.title
    FROM publication JOIN text ON text.id = publication.text_id LEFT JOIN outlet ON outlet.id = publication.outlet_id
    WHERE publication.text_id IN (SELECT value FROM json_each(?))
    ORDER BY publication.published IS NULL, publication.published, publication.id
"""
_TWINS = """
    SELECT a.sha256, b.sha256, twin.alike FROM twin JOIN text AS a ON a.id = twin.text_id
    JOIN text AS b ON b.id = twin.other_id
    WHERE twin.text_id IN (SELECT value FROM json_each(:texts))
        AND twin.other_id IN (SELECT value FROM json_each(:texts))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer with what was asked for. key: whole. about: the claim's or question's words, the article's title.

    others: how many articles there were that are not in the tree, since only so many are compared.
    """

    kind: Kind
    key: str
    about: str
    forest: Forest
    others: int = 0


def origins_of(connection: sqlite3.Connection, told: str) -> Found:
    """Origins of a claim (k1:…), an article (a1:…) or a question, by the key or its beginning. Raises UsageError."""
    if told.startswith("a1:"):
        key, text_id, title, text = _article(connection, told)
        texts = _story(connection, text_id, title, text)
        claims = _claims_in(connection, texts, telling(f"{title or ''} {text[:_LEAD]}"))
        return _found(connection, "article", key, title or " ".join(text[:_LEAD].split()), claims, texts)
    if told.startswith("k1:"):
        key, content = _claim(connection, told)
        question = _question_of(connection, key)
        if question is not None:
            return _found(connection, "claim", key, content, question, ())
        return _found(connection, "claim", key, content, _alike(connection, key, content), ())
    row = ask.find(connection, told)
    keys = connection.execute(
        "SELECT proposition.claim FROM position JOIN proposition ON proposition.id = position.proposition_id"
        " WHERE position.question_id = ?",
        (row.id,),
    )
    return _found(connection, "question", row.question, row.wording, [k for (k,) in keys], ())


def origins_behind(connection: sqlite3.Connection, claims: Sequence[str]) -> Forest:
    """The tree behind claims that somebody else says are on one matter. claims: whole keys."""
    accounts, _ = gather(connection, claims)
    return find_origins(accounts, says(connection))


def ties(connection: sqlite3.Connection) -> Callable[[str, str], Value]:
    """How two claims stand to each other by where they come from: for grades. Takes their keys; unknown for none."""
    told = says(connection)
    held: dict[str, tuple[Account, ...]] = {}

    def accounts(key: str) -> tuple[Account, ...]:
        if key not in held:
            held[key] = gather(connection, (key,))[0][:1]  # the first publication stands for its copies
        return held[key]

    def tie(one: str, other: str) -> Value:
        ours, theirs = accounts(one), accounts(other)
        if not ours or not theirs:
            return "unknown"
        if ours[0].key == theirs[0].key:
            return "dependent"
        return find_origins((*ours, *theirs), told).between(ours[0].key, theirs[0].key).value

    return tie


def _found(
    connection: sqlite3.Connection, kind: Kind, key: str, about: str, claims: Iterable[str], texts: Sequence[int]
) -> Found:
    accounts, others = gather(connection, tuple(claims), texts)
    return Found(kind=kind, key=key, about=about, forest=find_origins(accounts, says(connection)), others=others)


def gather(
    connection: sqlite3.Connection, claims: Sequence[str], texts: Sequence[int] = ()
) -> tuple[tuple[Account, ...], int]:
    """The publications of the texts in which claims stand, and of further texts, and how many were too many.

    Of a page with several versions the first alone counts.
    """
    held: dict[int, list[Told]] = {text_id: [] for text_id in texts}
    for text_id, told in _told(connection, claims):
        held.setdefault(text_id, []).append(told)
    values = json.dumps(list(held))
    twins: dict[str, list[tuple[str, float]]] = {}
    for one, other, alike in connection.execute(_TWINS, {"texts": values}):
        twins.setdefault(one, []).append((other, alike))
    found: list[Account] = []
    pages: set[str] = set()
    for text_id, key, sha256, text, outlet, published, url, address, title in connection.execute(
        _PUBLICATIONS, (values,)
    ):
        if address is not None and address in pages:
            continue
        pages.add(address or key)
        found.append(
            Account(
                key=key, text_id=sha256, text=text, outlet=outlet, published=published, url=url, title=title,
                claims=tuple(held[text_id]), twins=tuple(twins.get(sha256, ())),
            )
        )  # fmt: skip
    return tuple(found[:_MOST]), max(0, len(found) - _MOST)


def _told(connection: sqlite3.Connection, claims: Sequence[str]) -> Iterable[tuple[int, Told]]:
    seen: set[str] = set()
    for (
        text_id,
        key,
        content,
        spans,
        source,
        record,
        cue,
        form,
        voice,
        said,
        parent,
        speaker,
        spoken,
    ) in connection.execute(_CLAIMS, (json.dumps(list(claims)),)):
        if key in seen:
            continue
        seen.add(key)
        edges = json.loads(spans)
        near = [*edges.get("source", ()), *edges.get("cue", ())] or edges["content"][:1]
        yield (
            text_id,
            Told(
                key=key,
                content=content,
                start=min(e[0] for e in near),
                end=max(e[1] for e in near),
                source=source,
                speaker=speaker,
                record="named-person" if spoken else record,
                cue=cue,
                form=form,
                voice="attributed" if spoken else voice,
                said=said,
                parent=parent,
                inside=tuple((start, end) for start, end in edges["content"]),
            ),
        )


def _article(connection: sqlite3.Connection, told: str) -> tuple[str, int, str | None, str]:
    rows = _by_key(
        connection,
        "SELECT publication.key, publication.text_id, publication.title, text.text FROM publication"
        " JOIN text ON text.id = publication.text_id WHERE publication.key >= ? AND publication.key < ?",
        told,
    )
    return rows[0]


def _claim(connection: sqlite3.Connection, told: str) -> tuple[str, str]:
    rows = _by_key(
        connection,
        "SELECT DISTINCT key, content FROM claim WHERE key >= ? AND key < ? ORDER BY current DESC",
        told,
    )
    return rows[0]


def _by_key(connection: sqlite3.Connection, sql: str, told: str) -> list[tuple]:  # type: ignore[type-arg]
    if not _KEY.fullmatch(told):
        raise UsageError(f"{told[:80]!r} is no key.", hint="Keys begin with k1: (claims), a1: (articles) or q1:.")
    rows = connection.execute(sql, (told, told + "g")).fetchmany(9)
    if len({row[0] for row in rows}) > 1:
        raise UsageError(f"{len(rows)} or more keys begin with {told}.", hint="Give more of it.")
    if not rows:
        raise UsageError(f"Nothing in the ledger has the key {told}.")
    return rows


def _question_of(connection: sqlite3.Connection, claim: str) -> list[str] | None:
    rows = connection.execute(
        "SELECT proposition.claim FROM position JOIN proposition ON proposition.id = position.proposition_id"
        " WHERE position.question_id = (SELECT position.question_id FROM position JOIN proposition ON"
        " proposition.id = position.proposition_id WHERE proposition.claim = ?)",
        (claim,),
    ).fetchall()
    return [row[0] for row in rows] or None


def _alike(connection: sqlite3.Connection, key: str, content: str) -> list[str]:
    """Claims that speak of the same within a week, by their words, where no question was made of them."""
    found = [key]
    first, last = _week(connection, key)
    words = telling(content)
    try:
        expression = like_expression(connection, content)
    except UsageError:
        return found
    for other, text in connection.execute(
        "SELECT claim.key, claim.content FROM claim_words CROSS JOIN claim ON claim.id = claim_words.rowid"
        " JOIN text ON text.id = claim.text_id JOIN publication ON publication.id = text.first"
        " WHERE claim_words MATCH ? AND claim.current AND coalesce(publication.day, '') BETWEEN ? AND ?"
        " ORDER BY bm25(claim_words) LIMIT ?",
        (expression, first, last, _CANDIDATES),
    ):
        if other != key and overlap(words, telling(text)) >= _ALIKE:
            found.append(other)
    return found


def _week(connection: sqlite3.Connection, key: str) -> tuple[str, str]:
    row = connection.execute(
        "SELECT publication.day FROM claim JOIN text ON text.id = claim.text_id"
        " JOIN publication ON publication.id = text.first WHERE claim.key = ?",
        (key,),
    ).fetchone()
    return _around(row[0] if row else None)


def _around(day: str | None) -> tuple[str, str]:
    try:
        middle = date.fromisoformat(day or "")
        return str(middle - timedelta(days=_DAYS)), str(middle + timedelta(days=_DAYS))
    except (ValueError, OverflowError):
        return "", "9999-12-31"


def _story(connection: sqlite3.Connection, text_id: int, title: str | None, text: str) -> list[int]:
    """Texts on the matter of a text: its twins, and those of the days around whose beginnings share its words."""
    found = {text_id: None}
    for sql in ("SELECT other_id FROM twin WHERE text_id = ?", "SELECT text_id FROM twin WHERE other_id = ?"):
        found |= {row[0]: None for row in connection.execute(sql, (text_id,))}
    own = telling(f"{title or ''} {text[:_LEAD]}")
    day = connection.execute(
        "SELECT publication.day FROM text JOIN publication ON publication.id = text.first WHERE text.id = ?", (text_id,)
    ).fetchone()
    first, last = _around(day[0] if day else None)
    (all_texts,) = connection.execute("SELECT count(*) FROM text").fetchone()
    most = max(_FEW, int(all_texts * _SHARE))
    counted = sorted((_count(connection, word, most), word) for word in own)
    rare = [word for number, word in counted if 1 < number <= most][:_TELLING]
    if rare:
        expression = " OR ".join(f'"{word}"' for word in rare)
        for other, heading, beginning in connection.execute(
            "SELECT text.id, publication.title, substr(text.text, 1, ?) FROM text_words CROSS JOIN text ON"
            " text.id = text_words.rowid JOIN publication ON publication.id = text.first"
            " WHERE text_words MATCH ? AND coalesce(publication.day, '') BETWEEN ? AND ?"
            " ORDER BY bm25(text_words) LIMIT ?",
            (_LEAD, expression, first, last, _CANDIDATES),
        ):
            if overlap(own, telling(f"{heading or ''} {beginning}")) >= _STORY:
                found[other] = None
    return list(found)


def _count(connection: sqlite3.Connection, word: str, most: int) -> int:
    sql = "SELECT count(*) FROM (SELECT 1 FROM text_words WHERE text_words MATCH ? LIMIT ?)"
    found: int = connection.execute(sql, (f'"{word}"', most + 1)).fetchone()[0]
    return found


def _claims_in(connection: sqlite3.Connection, texts: Sequence[int], own: frozenset[str]) -> list[str]:
    """Claims of texts on their matter: near their beginning, or with its words."""
    found = []
    for key, content, spans in connection.execute(
        "SELECT key, content, spans FROM claim WHERE current AND text_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(texts)),),
    ):
        if json.loads(spans)["content"][0][0] < _REGION or overlap(own, telling(content)) >= _ALIKE:
            found.append(key)
    return found
