"""Which names stand for governments ("Kyiv", "the Kremlin", "Russia"), by the readable table governments.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sayso.gazetteer.gazetteer import Gazetteer
from sayso.gazetteer.keys import key_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Government:
    """name: the capital, palace or country. stands_for: the body meant. country: ISO 3166-1 alpha-2, None for the EU.

    Of a country the body meant is its government, written as the country's name ("Russia").
    """

    name: str
    stands_for: str
    country: str | None


def government(name: str) -> Government | None:
    """The government that a name stands for when it speaks or acts; None for other names. "The" is ignored."""
    key = key_of(name).removeprefix("the ")
    body = _table().get(key)
    if body is not None or not key:
        return body
    country = next((e for e in Gazetteer.shared().find(key) if e.kind == "country"), None)
    return Government(name=country.name, stands_for=country.name, country=country.country) if country else None


@cache
def _table() -> dict[str, Government]:
    table: dict[str, Government] = {}
    for line in (files("sayso.gazetteer") / "governments.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            names, stands_for, country = line.split("\t")
            first = names.split("|")[0]
            body = Government(name=first, stands_for=stands_for, country=country or None)
            table |= {key_of(n).removeprefix("the "): body for n in names.split("|")}
    return table
