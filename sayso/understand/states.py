"""Countries and the adjectives, capitals and palaces that stand for their governments (lexicon/states.tsv)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

Sense = Literal["name", "people", "seat"]


@cache
def _table() -> dict[str, tuple[str, Sense]]:
    """Lower-case wording → country, and what kind of word it is."""
    out: dict[str, tuple[str, Sense]] = {}
    text = (files("sayso.understand") / "lexicon" / "states.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        name, others, people, seats = [*line.split("\t"), "", "", ""][:4]
        senses: tuple[tuple[Sense, str], ...] = (("name", f"{name};{others}"), ("people", people), ("seat", seats))
        for sense, words in senses:
            for word in filter(None, words.split(";")):
                out.setdefault(word.strip().lower(), (name, sense))
    return out


def state(wording: str) -> tuple[str, Sense] | None:
    """The country that a wording names, in any case, without article ("Kremlin" → Russia, seat)."""
    return _table().get(wording.lower())


def is_adjective(word: str) -> bool:
    """Whether a word tells a people or what is theirs ("Polish")."""
    known = state(word)
    return known is not None and known[1] == "people"
