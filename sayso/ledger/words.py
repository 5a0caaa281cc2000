"""What people type to search, as an expression of FTS5 in which nothing of theirs is syntax."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.errors import UsageError

_MOST_TERMS = 64
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')


def parse_words(told: str, columns: str) -> tuple[str, str]:
    """The expression to meet and the one not to meet ("" for none), in the columns given ("content source").

    Words must all be there, OR between two lets either do; "in quotes" is a phrase, word* the beginning of a word;
    NOT word, or -word, must not be there. Case, accents and endings ("ships", "ship") do not count. Raises UsageError
    for no words.
    """
    wanted: list[list[str]] = []
    unwanted: list[str] = []
    joins = ""
    for number, found in enumerate(_TERM.finditer(told.replace("\x00", " "))):
        if number >= _MOST_TERMS:
            raise UsageError(f"More than {_MOST_TERMS} words to search for.")
        minus, phrase, word = found.groups()
        if word in {"OR", "NOT", "AND"} and not minus:
            joins = word
            continue
        term = _term(phrase if phrase is not None else word, is_word=phrase is None)
        if term is None:
            continue
        if minus or joins == "NOT":
            unwanted.append(term)
        elif joins == "OR" and wanted:
            wanted[-1].append(term)
        else:
            wanted.append([term])
        joins = ""
    if not wanted and not unwanted:
        raise UsageError(f"{told!r} holds no word to search for.", hint="For example: grain 'safe corridor' NOT Odesa")
    meet = " AND ".join(f"({' OR '.join(group)})" for group in wanted)
    return _within(columns, meet), _within(columns, " OR ".join(unwanted))


def join_words(words: Sequence[str]) -> str | None:
    """Arguments of a call as one query: the shell has taken the quotes from around a phrase, so they come back."""
    return " ".join(f'"{w}"' if re.search(r"\s", w.strip()) and '"' not in w else w for w in words) or None


def phrase_of(told: str, column: str, *, begins: bool = False) -> str:
    """An expression that meets the words in this order in the column. Raises UsageError for no words.

    begins: the last of them is the beginning of a word, marked with a star.
    """
    term = _term(told, is_word=begins)
    if term is None:
        raise UsageError(f"{told!r} holds no word to search for.")
    return _within(column, term)


def _term(told: str, *, is_word: bool) -> str | None:
    starts = is_word and told.endswith("*")
    told = told.replace('"', " ").replace("\x00", " ")
    if not any(c.isalnum() for c in told):
        return None
    return f'"{told.rstrip("*")}" *' if starts else f'"{told}"'


def _within(columns: str, expression: str) -> str:
    return f"{{{columns}}} : ({expression})" if expression else ""
