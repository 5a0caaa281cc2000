"""Predictions, outcomes and grades proved from the log, from their texts and from the readings that gave them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import fields

from sayso.errors import BadReadingError
from sayso.ledger import log
from sayso.ledger.outcomes.ask import to_resolution
from sayso.ledger.outcomes.carry import check_place, to_frozen
from sayso.ledger.outcomes.grades import to_setting
from sayso.ledger.outcomes.records import Frozen, Resolution, Setting
from sayso.ledger.proofs import Finding, committed

_FROZEN = tuple(f.name for f in fields(Frozen))[1:]
_RESOLVED = tuple(f.name for f in fields(Resolution))[1:]
_SET = tuple(f.name for f in fields(Setting))[1:]
_AS_READ = (
    "content",
    "cue",
    "record",
    "force",
    "polarity",
    "horizon",
    "hedges",
    "term",
    "band_low",
    "band_high",
    "due",
)


def outcome_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Each row: that it is what the log commits to, stands in its text, and follows the ones it names."""
    yield from _predictions(connection)
    yield from _resolutions(connection)
    yield from _settings(connection)


def _listed(table: str, columns: tuple[str, ...]) -> str:
    return ", ".join(f"{table}.{column}" for column in columns)


def _predictions(connection: sqlite3.Connection) -> Iterator[Finding]:
    rows = connection.execute(
        f"SELECT prediction.id, prediction.salt, text_id, reading_id, text.sha256, {_listed('prediction', _FROZEN)}"  # noqa: S608
        " FROM prediction JOIN text ON text.id = text_id ORDER BY prediction.id"
    ).fetchall()
    same = " AND ".join(f"claim.{c} IS prediction.{c}" for c in _AS_READ)
    for row, salt, text_id, reading_id, *told in rows:
        where = f"prediction {row}"
        frozen = to_frozen(tuple(told))
        yield from committed(connection, "prediction", row, log.commitment(frozen.body, salt))
        try:
            check_place(connection, text_id, frozen)
        except BadReadingError as error:
            yield Finding(area="prediction", where=where, what=error.message)
            continue
        as_read = connection.execute(
            f"SELECT 1 FROM claim JOIN prediction ON prediction.id = ? WHERE claim.reading_id = ? AND {same}"  # noqa: S608
            " AND claim.key = prediction.key",
            (row, reading_id),
        ).fetchone()
        if reading_id is not None and as_read is None:
            yield Finding(area="prediction", where=where, what="is not what the reading that gave it says")
        tied = connection.execute(
            "SELECT prediction_id FROM prediction_claim WHERE claim = ?", (frozen.key,)
        ).fetchone()
        if tied != (row,):
            yield Finding(area="prediction", where=where, what="is not filed under its claim")


def _resolutions(connection: sqlite3.Connection) -> Iterator[Finding]:
    known: dict[str, str] = {}
    rows = connection.execute(
        f"SELECT resolution.id, resolution.key, salt, text.sha256, {_listed('resolution', _RESOLVED)}"  # noqa: S608
        " FROM resolution JOIN text ON text.id = text_id ORDER BY at, resolution.id"
    ).fetchall()
    for row, key, salt, *told in rows:
        one = to_resolution(told)
        where = f"resolution {row}"
        if one.key != key:
            yield Finding(area="resolution", where=where, what="was changed: its key is not that of its content")
        yield from committed(connection, "resolution", row, log.commitment(one.body, salt))
        for other in (one.previous, one.undoes):
            if other is not None and known.get(other) != one.claim:
                yield Finding(area="resolution", where=where, what="names one of its claim that is not there")
        known[key] = one.claim


def _settings(connection: sqlite3.Connection) -> Iterator[Finding]:
    known: set[str] = set()
    rows = connection.execute(
        f"SELECT one.id, one.key, salt, text.sha256, {_listed('one', _SET)}"  # noqa: S608
        " FROM grade_override AS one LEFT JOIN text ON text.id = one.text_id ORDER BY at, one.id"
    ).fetchall()
    for row, key, salt, *told in rows:
        one = to_setting(told)
        where = f"grade_override {row}"
        if one.key != key:
            yield Finding(area="grade_override", where=where, what="was changed: its key is not that of its content")
        yield from committed(connection, "grade_override", row, log.commitment(one.body, salt))
        if {one.previous, one.undoes} - {None} - known:
            yield Finding(area="grade_override", where=where, what="names another that is not there")
        known.add(key)
