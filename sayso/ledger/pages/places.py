"""Places that claims are about, with how many are, for the map."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from sayso.ledger.search import ClaimFilter, to_search

_MOST_CLAIMS = 5_000  # of a search, the newest, whose places are counted
_MOST_PLACES = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place with its claims. latitude, longitude: degrees. disputed: how many are part of a disputed question."""

    name: str
    country: str | None
    latitude: float
    longitude: float
    claims: int
    disputed: int


def spots(connection: sqlite3.Connection, wanted: ClaimFilter) -> tuple[Spot, ...]:
    """Places with coordinates by the number of their claims, most first. Raises UsageError."""
    values: dict[str, object] = {"limit": _MOST_PLACES}
    inside = "claim.current"
    if not wanted.is_empty():
        search = to_search(connection, wanted)
        if search is None:
            return ()
        ids = connection.execute(
            "SELECT claim_words.rowid FROM claim_words CROSS JOIN claim ON claim.id = claim_words.rowid"  # noqa: S608
            f" WHERE {search.conditions()} ORDER BY claim_words.rowid DESC LIMIT {_MOST_CLAIMS}",
            search.values,
        )
        inside = "claim.id IN (SELECT value FROM json_each(:ids))"
        values["ids"] = json.dumps([row[0] for row in ids])
    rows = connection.execute(
        "SELECT place.name, place.country, place.latitude, place.longitude, count(*), count(disputed.claim)"  # noqa: S608
        " FROM claim CROSS JOIN claim_place ON claim_place.claim_id = claim.id"
        " JOIN place ON place.id = claim_place.place_id LEFT JOIN ("
        "  SELECT proposition.claim FROM question JOIN position ON position.question_id = question.id"
        "  JOIN proposition ON proposition.id = position.proposition_id WHERE question.yes > 0 AND question.no > 0"
        " ) AS disputed ON disputed.claim = claim.key"
        f" WHERE {inside} AND place.latitude IS NOT NULL AND place.longitude IS NOT NULL"
        " GROUP BY place.name, place.country, place.latitude, place.longitude"
        " ORDER BY 5 DESC, 1 LIMIT :limit",
        values,
    )
    return tuple(
        Spot(name=name, country=country, latitude=latitude, longitude=longitude, claims=claims, disputed=disputed)
        for name, country, latitude, longitude, claims, disputed in rows
    )
