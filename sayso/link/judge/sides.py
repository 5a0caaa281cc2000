"""Pairs as they are given from outside: JSON objects, or plain words."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sayso.errors import BadRecordError
from sayso.link.records import Pair, Side

_OPTIONAL = ("said", "source", "cue")
MOST_CHARACTERS = 20_000  # of a line: a proposition is a sentence or two


def side(told: object, name: str) -> Side:
    """One side of a JSON object: {"text", "said", "source", "cue"}, all but text optional. Raises BadRecordError.

    What is said of the time but is no ISO date is left aside; `reasons` tell so.
    """
    if not isinstance(told, Mapping):
        raise BadRecordError(f"{name} is no object.", hint=f'Write {{"{name}": {{"text": "…"}}}}.')
    text = told.get("text")
    if not isinstance(text, str) or not text.strip():
        raise BadRecordError(f"{name} has no text.")
    given: dict[str, str | None] = {}
    for key in _OPTIONAL:
        value = told.get(key)
        if value is not None and not isinstance(value, str):
            raise BadRecordError(f"{name}.{key} is no string.")
        given[key] = value or None
    return Side(text=text, said=given["said"], source=given["source"], cue=given["cue"])


def pair_of(line: str) -> tuple[dict[str, object], Pair]:
    """A line's object as it stands, and the pair it holds. Raises BadRecordError."""
    if len(line) > MOST_CHARACTERS:
        raise BadRecordError(f"longer than {MOST_CHARACTERS:,} characters.")
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadRecordError(f"no JSON: {error}") from error
    if not isinstance(told, dict):
        raise BadRecordError('no object with "a" and "b".')
    return told, (side(told.get("a"), "a"), side(told.get("b"), "b"))
