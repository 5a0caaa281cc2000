"""Lists of words beside the code, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "lexicon"


@cache
def listed(kind: str) -> frozenset[str]:
    """Words of a kind in name_words.tsv, in small letters."""
    return frozenset(word for word, told in (line.split("\t") for line in _lines("name_words.tsv")) if told == kind)


@cache
def spellings() -> dict[str, str]:
    """Given names in small letters by the first spelling in their line of given_names.tsv."""
    found: dict[str, str] = {}
    for line in _lines("given_names.tsv"):
        first, *others = line.casefold().split("\t")
        found |= dict.fromkeys(others, first)
    return found


def _lines(name: str) -> list[str]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
