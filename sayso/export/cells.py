"""Text measured and wrapped in terminal cells: East Asian wide characters and emoji take two, combining marks none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_EMOJI_STYLE = "\ufe0f"  # asks for the emoji form of the character before it, which is two cells wide
_HANGUL_JOINED = range(0x1160, 0x1200)  # vowels and finals are drawn into the syllable's first cell pair


@lru_cache(maxsize=4096)
def _cell(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"} or ord(character) in _HANGUL_JOINED:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """Each base character with the marks on it, and its width in cells."""
    held, width = "", 0
    for character in text:
        if held and _cell(character) == 0:
            held += character
            width = 2 if character == _EMOJI_STYLE else width
            continue
        if held:
            yield held, width
        held, width = character, _cell(character)
    if held:
        yield held, width


def cells(text: str) -> int:
    """Width of a single line in terminal cells."""
    return len(text) if text.isascii() else sum(width for _, width in clusters(text))


def _broken(word: str, width: int) -> Iterator[str]:
    """A word in parts of at most `width` cells."""
    part, used = "", 0
    for cluster, wide in clusters(word):
        if part and used + wide > width:
            yield part
            part, used = "", 0
        part += cluster
        used += wide
    if part:
        yield part


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` (two or more) cells, cut at spaces, a longer word anywhere. Empty text: one line."""
    lines, line, used = [], "", 0
    for word in text.split(" "):
        for part in _broken(word, width):
            size = cells(part)
            if line and used + 1 + size > width:
                lines.append(line)
                line, used = "", 0
            line, used = (f"{line} {part}", used + 1 + size) if line else (part, size)
    return [*lines, line] if line or not lines else lines


def padded(line: str, width: int) -> str:
    """The line filled with spaces to `width` cells."""
    return line + " " * max(0, width - cells(line))
