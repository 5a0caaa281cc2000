"""Claims that speak of the same as a text: those that share most of its telling words.

Vectors were measured beside it and left out: latent semantic analysis (256 dimensions) alone found fewer counterparts
of other outlets than these words, and no more together with them in feeds; see docs/ledger.md.
"""

from __future__ import annotations

import re
import sqlite3

from sayso.errors import UsageError

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_MOST_WORDS = 40  # of a text that are looked at, in its order
_LEAST = 3
_TELLING = 12  # of them that are searched for, the rarest
_SHARE = 0.005  # of all claims: a word in more tells little and takes long
_SCORED = 20_000  # claims that are scored in all, which takes 50 ms; three words are searched for in any case
_FEW = 2_000  # claims in which any word may stand


def like_expression(connection: sqlite3.Connection, text: str) -> str:
    """An FTS5 expression that meets claims with one or more of the text's telling words, all words if none is telling.

    Raises UsageError for a text without words.
    """
    words = list(dict.fromkeys(word.casefold() for word in _WORD.findall(text)))[:_MOST_WORDS]
    if not words:
        raise UsageError(f"{text!r} holds no word to search for.", hint='For example --like "grain ships left Odesa"')
    top = connection.execute("SELECT count(*) FROM claim_words_docsize").fetchone()[0]
    most = max(_FEW, int(top * _SHARE))
    counted = [(_count(connection, word, most), number, word) for number, word in enumerate(words)]
    telling: list[str] = []
    scored = 0
    for number, _, word in sorted(one for one in counted if 0 < one[0] <= most)[:_TELLING]:
        scored += number
        if len(telling) < _LEAST or scored <= _SCORED:
            telling.append(word)
    found = " OR ".join(f'"{word}"' for word in telling) or " AND ".join(f'"{word}"' for word in words)
    return "{content source} : (" + found + ")"


def _count(connection: sqlite3.Connection, word: str, most: int) -> int:
    """In how many claims a word stands, at most one more than `most`."""
    found: int = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM claim_words WHERE claim_words MATCH ? LIMIT ?)",
        ('{content source} : "' + word + '"', most + 1),
    ).fetchone()[0]
    return found
