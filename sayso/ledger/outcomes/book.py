"""Entering outcomes: what a person says came of a claim, and taking that back. Within the caller's transaction."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from sayso.errors import UsageError
from sayso.ledger import log
from sayso.ledger.outcomes.ask import find_prediction, in_force, resolutions_of
from sayso.ledger.outcomes.records import Resolution, Settle
from sayso.ledger.review.checks import check_words
from sayso.weigh.predictions import is_denied

KEY = re.compile(r"k1:[0-9a-f]{4,32}")
_COLUMNS = tuple(f.name for f in fields(Resolution) if f.name != "sha256")
_LONGEST = 2_000  # characters of an address
_CLAIM = """
    SELECT claim.text_id, text.sha256, claim.force, claim.polarity, claim.hedges, claim.term, claim.band_low,
        claim.band_high, claim.due, coalesce(claim.said_from, claim.said_to, publication.day)
    FROM claim JOIN text ON text.id = claim.text_id JOIN publication ON publication.id = text.first
    WHERE claim.key = ? ORDER BY claim.current DESC, claim.id LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A claim that can be settled, as it stands now. key: that its outcomes are filed under."""

    key: str
    text_id: int
    sha256: str
    is_prediction: bool
    denied: bool
    hedges: str | None
    term: str | None
    band_low: float | None
    band_high: float | None
    due: str | None
    day: str | None


def whole_key(connection: sqlite3.Connection, key: str) -> str:
    """The whole key of a claim or a prediction that this begins. Raises UsageError for none and for several."""
    if not KEY.fullmatch(key):
        raise UsageError(
            f"{key[:80]!r} is no key of a claim.", hint="Keys of claims begin with k1:, as lists show them."
        )
    found = connection.execute(
        "SELECT key FROM claim WHERE key >= :low AND key < :high UNION SELECT claim FROM prediction_claim"
        " WHERE claim >= :low AND claim < :high LIMIT 9",
        {"low": key, "high": key + "g"},
    ).fetchall()
    if not found:
        raise UsageError(f"No claim has the key {key}.")
    if len(found) > 1:
        raise UsageError(f"{len(found)} or more keys begin with {key}.", hint="Give more of it.")
    return str(found[0][0])


def subject(connection: sqlite3.Connection, key: str) -> Subject:
    """The claim of a key, or of the beginning of one. Raises UsageError."""
    key = whole_key(connection, key)
    known = find_prediction(connection, key)
    if known is not None and known.counts:
        low, high = known.band or (None, None)
        return Subject(
            key=known.key, text_id=known.text_id, sha256=known.frozen.sha256, is_prediction=True, denied=known.denied,
            hedges=known.hedges, term=known.term, band_low=low, band_high=high, due=known.due, day=known.frozen.day,
        )  # fmt: skip
    if known is not None and known.standing == "rejected":
        raise UsageError(f"{key} was rejected by a person: nobody said it.", hint="sayso review takes that back.")
    row = connection.execute(_CLAIM, (key,)).fetchone()
    if row is None:
        raise UsageError(f"{key} is of a claim that nobody gives any more.")
    text_id, sha256, force, polarity, hedges, term, low, high, due, day = row
    return Subject(
        key=known.key if known else key, text_id=text_id, sha256=sha256, is_prediction=known is not None,
        denied=is_denied(force, polarity), hedges=hedges, term=term, band_low=low, band_high=high, due=due, day=day,
    )  # fmt: skip


def settle(connection: sqlite3.Connection, requests: Sequence[Settle], now: str) -> tuple[Resolution, ...]:
    """Enters outcomes in order. Raises UsageError, whereupon the caller must enter none of them."""
    return tuple(_settled(connection, one, now) for one in requests)


def _settled(connection: sqlite3.Connection, wanted: Settle, now: str) -> Resolution:
    what = subject(connection, wanted.claim)
    evidence = tuple(_evidence(connection, one, what) for one in wanted.evidence)
    if not evidence and wanted.outcome in {"yes", "no"}:
        raise UsageError(
            f"To settle a claim as {wanted.outcome}, tell by what it is known.",
            hint="--evidence with an address or the key of a claim.",
        )
    before = resolutions_of(connection, what.key)
    ruling = in_force(connection, what.key)
    told = (wanted.outcome, wanted.why, " ".join(evidence))
    if ruling is not None and (ruling.outcome, ruling.why, ruling.evidence) == told:
        raise UsageError(f"{what.key} is settled so already, by {ruling.resolver}.")
    one = Resolution(
        sha256=what.sha256,
        claim=what.key,
        outcome=wanted.outcome,
        resolver=check_words(wanted.resolver, "a name", 200),
        at=max([now, *(r.at for r in before)]),  # a clock that was set back puts nothing before what stands
        why=check_words(wanted.why, "a reason", 4000),
        evidence=" ".join(evidence),
        question=wanted.question,
        undoes=None,
        previous=before[-1].key if before else None,
        is_prediction=what.is_prediction,
        denied=what.denied,
        hedges=what.hedges,
        term=what.term,
        band_low=what.band_low,
        band_high=what.band_high,
        due=what.due,
        day=what.day,
    )
    enter(connection, what.text_id, one, now)
    return one


def _evidence(connection: sqlite3.Connection, told: str, what: Subject) -> str:
    """An address or a whole key. Raises UsageError for what is neither, and for the claim itself."""
    told = told.strip()
    if told.startswith("k1:"):
        key = whole_key(connection, told)
        known = find_prediction(connection, key)
        if what.key in {key, known.key if known else key}:
            raise UsageError(f"{key} is the claim itself, which proves nothing of itself.")
        return key
    try:
        parts = urlsplit(told)
        is_address = parts.scheme.lower() in {"http", "https"} and bool(parts.netloc)
    except ValueError:
        is_address = False
    if not is_address or len(told) > _LONGEST or not told.isprintable() or " " in told:
        raise UsageError(
            f"{told[:80]!r} is neither an address nor the key of a claim.",
            hint="--evidence https://… or --evidence k1:…",
        )
    return told


def unsettle(connection: sqlite3.Connection, key: str, resolver: str, why: str, now: str) -> tuple[Resolution, ...]:
    """Takes the outcome in force back: what was taken back, and the one that counts then, if there is one."""
    key = whole_key(connection, key)
    known = find_prediction(connection, key)
    key = known.key if known else key
    ruling = in_force(connection, key)
    if ruling is None:
        raise UsageError(f"{key} is not settled.")
    before = resolutions_of(connection, key)
    values = {name: getattr(ruling, name) for name in ("sha256", "claim", *_COLUMNS)}
    one = Resolution(
        **values
        | {
            "outcome": "undo",
            "resolver": check_words(resolver, "a name", 200),
            "at": max([now, *(r.at for r in before)]),
            "why": check_words(why, "a reason", 4000),
            "evidence": "",
            "undoes": ruling.key,
            "previous": before[-1].key,
        }
    )
    (text_id,) = connection.execute("SELECT id FROM text WHERE sha256 = ?", (ruling.sha256,)).fetchone()
    enter(connection, text_id, one, now)
    after = in_force(connection, key)
    return (ruling, after) if after is not None else (ruling,)


def enter(connection: sqlite3.Connection, text_id: int, one: Resolution, now: str) -> None:
    """Adds a resolution and its entry in the log."""
    salt = log.new_salt()
    names = ("key", "text_id", *_COLUMNS, "salt")
    row = connection.execute(
        f"INSERT INTO resolution ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",  # noqa: S608 - our names
        (one.key, text_id, *(getattr(one, name) for name in _COLUMNS), salt),
    ).lastrowid
    assert row is not None
    commits = log.commitment(one.body, salt)
    log.append(connection, at=now, action="add", subject="resolution", subject_id=row, commits=commits)
