"""Word pieces of the encoder's vocabulary (BERT's uncased WordPiece), one word at a time.

A cache makes the cost of a word that was seen before that of a dictionary look-up.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

PADDING, UNKNOWN, START, END = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
LONGEST_WORD = 100  # characters; as in the vocabulary's own tokenizer, a longer word is unknown
CACHED_WORDS = 65_536


class Pieces:
    """Turns a word into the numbers of its pieces. The vocabulary is a text with one piece a line."""

    def __init__(self, vocabulary: str) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary.split("\n")) if piece}
        self.padding, self.start, self.end = (self._numbers[p] for p in (PADDING, START, END))
        self._unknown = (self._numbers[UNKNOWN],)
        self._known = lru_cache(maxsize=CACHED_WORDS)(self._of)

    def of(self, word: str) -> tuple[int, ...]:
        """Piece numbers of a word, at least one."""
        # Before the cache, which would keep a million characters without a space for as long as it lives.
        return self._unknown if len(word) > LONGEST_WORD else self._known(word)

    def _of(self, word: str) -> tuple[int, ...]:
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        numbers: list[int] = []
        start = 0
        while start < len(plain):
            prefix = "##" if start else ""
            for end in range(len(plain), start, -1):
                number = self._numbers.get(prefix + plain[start:end])
                if number is not None:
                    numbers.append(number)
                    start = end
                    break
            else:
                return self._unknown
        return tuple(numbers) or self._unknown
