"""Predictions as they stand now: frozen, or as a person corrected them since, with what came of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from sayso.errors import UsageError
from sayso.ledger.outcomes.records import Frozen, Resolution
from sayso.ledger.search import ClaimFilter, to_search
from sayso.weigh.predictions import Wording, is_denied, is_prediction
from sayso.weigh.scores import Band

Standing = Literal["frozen", "confirmed", "corrected", "rejected", "gone"]
Order = Literal["latest", "earliest"]
_DIGITS = 18  # of a place in a list, at most
_BY_PERSON = frozenset({"accepted", "corrected", "own"})
_FROZEN = tuple(f.name for f in fields(Frozen))
_RESOLVED = tuple(f.name for f in fields(Resolution))
_NOW = (
    "id",
    "key",
    "verdict",
    "content",
    "force",
    "polarity",
    "horizon",
    "hedges",
    "term",
    "band_low",
    "band_high",
    "due",
)
IN_FORCE = """
    SELECT one.id FROM resolution AS one
    WHERE one.claim = {claim} AND one.outcome <> 'undo'
        AND NOT EXISTS (SELECT 1 FROM resolution AS back WHERE back.undoes = one.key)
    ORDER BY one.at DESC, one.id DESC LIMIT 1
"""
"""The outcome that counts of a claim: the last one that nobody took back."""
_DUE = "CASE WHEN now.verdict IN ('accepted', 'corrected', 'own') THEN now.due ELSE prediction.due END"
_ROWS = f"""
    SELECT prediction.text_id, outlet.name, first.title, first.url, first.key,
        EXISTS (SELECT 1 FROM prediction_claim JOIN claim ON claim.key = prediction_claim.claim
            WHERE prediction_claim.prediction_id = prediction.id AND claim.verdict = 'rejected'),
        text.sha256, {", ".join(f"prediction.{c}" for c in _FROZEN[1:])}, {", ".join(f"now.{c}" for c in _NOW)},
        text.sha256, {", ".join(f"done.{c}" for c in _RESOLVED[1:])}
    FROM prediction
    JOIN text ON text.id = prediction.text_id
    JOIN publication AS first ON first.id = text.first
    LEFT JOIN outlet ON outlet.id = first.outlet_id
    LEFT JOIN claim AS now ON now.id = (
        SELECT min(claim.id) FROM prediction_claim JOIN claim ON claim.key = prediction_claim.claim AND claim.current
        WHERE prediction_claim.prediction_id = prediction.id)
    LEFT JOIN resolution AS done ON done.id = ({IN_FORCE.format(claim="prediction.key")})
"""  # noqa: S608 - names of our own


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What somebody foretold.

    frozen: as it was first read. standing: whether that still holds, or what a person made of it; "gone" where no
    reading that is shown gives it any more. content to due: as they stand. now: the key and the row of the claim that
    is shown, None for none. outcome: in force.
    """

    frozen: Frozen
    standing: Standing
    content: str
    force: str | None
    hedges: str | None
    term: str | None
    band: Band | None
    denied: bool
    due: str | None
    now: tuple[str, int] | None
    text_id: int
    outlet: str | None
    title: str | None
    url: str | None
    article: str
    outcome: Resolution | None

    @property
    def key(self) -> str:
        return self.frozen.key

    @property
    def counts(self) -> bool:
        """Whether it is still a claim that somebody made."""
        return self.standing in {"frozen", "confirmed", "corrected"}


def find_prediction(connection: sqlite3.Connection, key: str) -> Prediction | None:
    """The prediction of which this whole key, or the key of the claim that it is now, is one."""
    rows = connection.execute(
        f"{_ROWS} WHERE prediction.id = (SELECT prediction_id FROM prediction_claim WHERE claim = ?)",  # noqa: S608
        (key,),
    )
    return next(map(_prediction, rows), None)


def all_predictions(
    connection: sqlite3.Connection, wanted: ClaimFilter | None = None, *, settled: bool | None = None
) -> Iterator[Prediction]:
    """All that count and meet a filter on the claims as shown, in the order in which they came. Raises UsageError."""
    where, values = _wanted(connection, wanted)
    if where is None:
        return
    if settled is not None:
        where += f" AND done.id IS {'NOT ' if settled else ''}NULL"
    for row in connection.execute(f"{_ROWS} WHERE {where} ORDER BY prediction.id", values):
        one = _prediction(row)
        if one.counts or (one.outcome is not None and one.standing == "gone"):
            yield one


def due(
    connection: sqlite3.Connection,
    wanted: ClaimFilter,
    *,
    by: str,
    is_open: bool = False,
    settled: bool = False,
    order: Order = "latest",
    limit: int = 20,
    after: str | None = None,
) -> tuple[tuple[Prediction, ...], str | None]:
    """Predictions whose time ended by a day, and what to give for those that follow.

    is_open: also those without an end, said by that day; they come last. settled: also those with an outcome.
    Raises UsageError.
    """
    if after is not None and not (after.isascii() and after.isdecimal() and len(after) <= _DIGITS):
        raise UsageError(f"{after!r} is not what a page gave to go on with.")
    where, values = _wanted(connection, wanted)
    if where is None:
        return (), None
    ended = f"{_DUE} <= :by"
    if is_open:
        ended = f"({ended} OR {_DUE} IS NULL AND coalesce(prediction.day, '') <= :by)"
    where += f" AND {ended}" + ("" if settled else " AND done.id IS NULL")
    way = "DESC" if order == "latest" else "ASC"
    start = int(after or 0)
    rows = connection.execute(
        f"{_ROWS} WHERE {where} AND (now.id IS NOT NULL OR done.id IS NOT NULL)"
        f" ORDER BY {_DUE} IS NULL, {_DUE} {way}, prediction.day {way}, prediction.id {way}"
        " LIMIT :limit OFFSET :start",
        values | {"by": by, "limit": limit + 1 if limit else -1, "start": start},
    ).fetchall()
    more = str(start + limit) if limit and len(rows) > limit else None
    found = map(_prediction, rows[:limit] if limit else rows)
    return tuple(one for one in found if one.counts or one.outcome is not None), more


def _wanted(connection: sqlite3.Connection, wanted: ClaimFilter | None) -> tuple[str | None, dict[str, object]]:
    if wanted is None or wanted.is_empty():
        return "true", {}
    search = to_search(connection, wanted)
    if search is None:
        return None, {}
    where = (
        "prediction.id IN (SELECT prediction_id FROM claim_words CROSS JOIN claim ON claim.id = claim_words.rowid"  # noqa: S608
        f" JOIN prediction_claim ON prediction_claim.claim = claim.key WHERE {search.conditions()})"
    )
    return where, search.values


def _prediction(row: Sequence[Any]) -> Prediction:
    text_id, outlet, title, url, article, rejected, *rest = row
    held = dict(zip(_FROZEN, rest, strict=False))
    frozen = Frozen(**held | {"denied": bool(held["denied"])})
    now = dict(zip(_NOW, rest[len(_FROZEN) :], strict=False))
    done = dict(zip(_RESOLVED, rest[len(_FROZEN) + len(_NOW) :], strict=True))
    standing = _standing(frozen, now, bool(rejected))
    by_person = standing in {"confirmed", "corrected"}
    told: dict[str, Any] = now if by_person else {name: getattr(frozen, name) for name in _NOW if name in _FROZEN}
    low, high = told["band_low"], told["band_high"]
    return Prediction(
        frozen=frozen,
        standing=standing,
        content=told["content"],
        force=told["force"],
        hedges=told["hedges"],
        term=told["term"],
        band=(low, high) if low is not None and high is not None else None,
        denied=is_denied(told["force"], told["polarity"]),
        due=told["due"],
        now=(now["key"], now["id"]) if now["id"] is not None else None,
        text_id=text_id,
        outlet=outlet,
        title=title,
        url=url,
        article=article,
        outcome=_resolution(done) if done["claim"] is not None else None,
    )


def _standing(frozen: Frozen, now: dict[str, Any], rejected: bool) -> Standing:
    if now["id"] is None:
        return "rejected" if rejected else "gone"
    if now["verdict"] not in _BY_PERSON:
        return "frozen"
    wording = {name: now[name] for name in ("content", "force", "polarity", "horizon", "due")}
    if not is_prediction(Wording(has_band=now["band_low"] is not None, **wording)):
        return "rejected"
    same = all(now[name] == getattr(frozen, name) for name in _NOW[3:])
    return "confirmed" if same else "corrected"


def _resolution(told: dict[str, Any]) -> Resolution:
    return Resolution(**told | {n: bool(told[n]) for n in ("is_prediction", "denied")})


def resolutions_of(connection: sqlite3.Connection, claim: str) -> tuple[Resolution, ...]:
    """All that persons said came of a claim, the earliest first. claim: as resolutions name it, whole."""
    rows = connection.execute(f"{RESOLUTIONS} WHERE claim = ? ORDER BY at, resolution.id", (claim,))
    return tuple(to_resolution(row) for row in rows)


RESOLUTIONS = (
    f"SELECT text.sha256, {', '.join(f'resolution.{c}' for c in _RESOLVED[1:])} FROM resolution"  # noqa: S608
    " JOIN text ON text.id = resolution.text_id"
)


def to_resolution(row: Sequence[Any]) -> Resolution:
    """A row of RESOLUTIONS."""
    return _resolution(dict(zip(_RESOLVED, row, strict=True)))


def in_force(connection: sqlite3.Connection, claim: str) -> Resolution | None:
    """The outcome that counts of a claim."""
    row = connection.execute(f"{RESOLUTIONS} WHERE resolution.id = ({IN_FORCE.format(claim='?')})", (claim,)).fetchone()
    return to_resolution(row) if row else None
