"""How a place's name is looked up: its words without marks and case, so that "Ürümqi" and "Urumqi" meet."""

from __future__ import annotations

import re
import unicodedata

_WORDS = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "ı": "i", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


def key_of_word(word: str) -> str:
    """One word without case and combining marks."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.lower().translate(_LETTERS))
    return "".join(c for c in apart if not unicodedata.combining(c) and c.isalnum())


def key_of(name: str) -> str:
    """A name's words joined by one space: "Saint-Denis" → "saint denis", "U.S." → "u s". Empty for no letters."""
    composed = unicodedata.normalize("NFC", name)
    return " ".join(k for w in _WORDS.findall(composed) if (k := key_of_word(w)))
