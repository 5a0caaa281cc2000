"""Words with their places, and tables read from beside the code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*")
_POSSESSIVE = ("'s", "’s", "'S", "’S")
_HERE = Path(__file__).parent


class Token(NamedTuple):
    """A word without its possessive ending. start, end: with it, code points."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text in order."""
    return [Token(_bare(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]


def _bare(word: str) -> str:
    return word[:-2] if word.endswith(_POSSESSIVE) else word


def fold(text: str) -> str:
    """Lower case without accents, apostrophes alike."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(c for c in apart if not unicodedata.combining(c))


def rows(name: str) -> Iterator[tuple[str, ...]]:
    """The rows of a table beside this file, without comments."""
    for line in (_HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(line.split("\t"))
