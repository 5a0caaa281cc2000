"""The paragraphs of a text, as an audit numbers them."""

from __future__ import annotations

import re

_LINE = re.compile(r"[^\r\n\u2029]+")


def paragraphs_of(text: str) -> list[tuple[int, int]]:
    """Start and end of each line that holds a letter or digit, in order; the first is number 1. Linear in the text."""
    return [found.span() for found in _LINE.finditer(text) if any(map(str.isalnum, found.group()))]
