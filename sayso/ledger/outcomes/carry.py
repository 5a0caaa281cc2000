"""Outcomes, predictions and grades that go with a text when it is removed, or come with those of another ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields

from sayso.errors import BadReadingError
from sayso.ledger import log
from sayso.ledger.outcomes import book, freeze, grades
from sayso.ledger.outcomes.ask import RESOLUTIONS, to_resolution
from sayso.ledger.outcomes.records import Frozen, Resolution, Setting
from sayso.ledger.rows import claim_key

_FROZEN = tuple(f.name for f in fields(Frozen))
PREDICTIONS = (
    f"SELECT text.sha256, {', '.join(f'prediction.{c}' for c in _FROZEN[1:])} FROM prediction"  # noqa: S608 - ours
    " JOIN text ON text.id = prediction.text_id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What one ledger gives another."""

    predictions: tuple[Frozen, ...]
    resolutions: tuple[Resolution, ...]
    settings: tuple[Setting, ...]


def carried(connection: sqlite3.Connection) -> Carried:
    """All that a ledger holds, each in the order in which it was made."""
    return Carried(
        predictions=tuple(_frozen(connection)),
        resolutions=tuple(
            to_resolution(row) for row in connection.execute(f"{RESOLUTIONS} ORDER BY at, resolution.id")
        ),
        settings=grades.all_settings(connection),
    )


def _frozen(connection: sqlite3.Connection) -> Iterator[Frozen]:
    for row in connection.execute(f"{PREDICTIONS} ORDER BY prediction.id"):
        yield to_frozen(row)


def to_frozen(row: tuple[object, ...]) -> Frozen:
    """A row of PREDICTIONS."""
    told = dict(zip(_FROZEN, row, strict=True))
    return Frozen(**told | {"denied": bool(told["denied"])})  # type: ignore[arg-type]


def take(connection: sqlite3.Connection, told: Carried, now: str) -> int:
    """Enters what another ledger holds about texts that are here, and its grades of sources; how many were new.

    A prediction that is frozen here stays as it is. To be called before freeze.freeze. Raises BadReadingError for a
    prediction that does not stand in its text.
    """
    texts = dict(connection.execute("SELECT sha256, id FROM text").fetchall())
    new = 0
    for frozen in told.predictions:
        text_id = texts.get(frozen.sha256)
        if text_id is None or _has(connection, "prediction_claim", "claim", frozen.key):
            continue
        check_place(connection, text_id, frozen)
        freeze.enter(connection, text_id, frozen, None, now)
        new += 1
    for one in told.resolutions:
        text_id = texts.get(one.sha256)
        if text_id is not None and not _has(connection, "resolution", "key", one.key):
            book.enter(connection, text_id, one, now)
            new += 1
    for setting in told.settings:
        text_id = texts.get(setting.sha256) if setting.sha256 else None
        if (setting.sha256 is None or text_id is not None) and not _has(
            connection, "grade_override", "key", setting.key
        ):
            grades.enter(connection, text_id, setting, now)
            new += 1
    return new


def _has(connection: sqlite3.Connection, table: str, column: str, value: str) -> bool:
    found = connection.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", (value,))  # noqa: S608 - names of ours
    return found.fetchone() is not None


def check_place(connection: sqlite3.Connection, text_id: int, frozen: Frozen) -> None:
    """Raises BadReadingError where a prediction's key or content is not what text and spans give."""
    (text,) = connection.execute("SELECT text FROM text WHERE id = ?", (text_id,)).fetchone()
    try:
        claim = freeze.placed(text, frozen.voice, frozen.spans)
    except (ValueError, LookupError, TypeError) as error:
        raise BadReadingError(f"The prediction {frozen.key} has spans that cannot be read: {error!r}.") from error
    content = " … ".join(" ".join(span.text.split()) for span in claim.content)
    if claim_key(frozen.sha256, claim) != frozen.key or content != frozen.content:
        raise BadReadingError(
            f"The prediction {frozen.key} does not stand in its text.",
            hint="The ledger that it comes from is damaged: sayso verify tells where.",
        )


def remove_text(connection: sqlite3.Connection, text_id: int, now: str) -> None:
    """Deletes all that stands under a text; the log tells that something was there."""
    _remove(connection, "grade_override", "text_id = ?", (text_id,), now)
    _remove(connection, "resolution", "text_id = ?", (text_id,), now)
    _remove_predictions(connection, "text_id = ?", (text_id,), now)


def remove_claims(connection: sqlite3.Connection, text_id: int, keys: Collection[str], now: str) -> None:
    """Deletes all that stands under claims of a text, by their keys."""
    for key in keys:
        row = connection.execute(
            "SELECT id, key FROM prediction JOIN prediction_claim ON prediction_id = id"
            " WHERE claim = ? AND text_id = ?",
            (key, text_id),
        ).fetchone()
        subjects = {key, row[1]} if row else {key}
        for one in sorted(subjects):
            _remove(connection, "resolution", "claim = ? AND text_id = ?", (one, text_id), now)
            _remove(connection, "grade_override", "subject = ? AND text_id = ?", (one, text_id), now)
        if row:
            _remove_predictions(connection, "id = ?", (row[0],), now)


def remove_sources(connection: sqlite3.Connection, now: str) -> None:
    """Deletes grades of sources that no claim bears any more."""
    _remove(connection, "grade_override", "kind = 'source' AND subject NOT IN (SELECT folded FROM source)", (), now)


def _remove_predictions(connection: sqlite3.Connection, where: str, values: tuple[object, ...], now: str) -> None:
    connection.execute(
        f"DELETE FROM prediction_claim WHERE prediction_id IN (SELECT id FROM prediction WHERE {where})",  # noqa: S608
        values,
    )
    _remove(connection, "prediction", where, values, now)


def _remove(
    connection: sqlite3.Connection, table: log.Subject, where: str, values: tuple[object, ...], now: str
) -> None:
    rows = connection.execute(f"SELECT id FROM {table} WHERE {where}", values).fetchall()  # noqa: S608 - ours
    for (row,) in rows:
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (row,))  # noqa: S608 - ours
        nothing = log.commitment(log.canonical(None), log.new_salt())
        log.append(connection, at=now, action="redact", subject=table, subject_id=row, commits=nothing)
