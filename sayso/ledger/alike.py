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
_TELLING = 12  # of them that are searched for, the rarest
_SHARE = 0.02  # of all claims: a word in more tells nothing and takes long
_FEW = 2_000  # claims in which any word may stand


def like_expression(connection: sqlite3.Connection, text: str) -> str:
    """An FTS5 expression that meets claims with one or more of the text's telling words. Raises UsageError for none."""
    words = list(dict.fromkeys(word.casefold() for word in _WORD.findall(text)))[:_MOST_WORDS]
    if not words:
        raise UsageError(f"{text!r} holds no word to search for.", hint='For example --like "grain ships left Odesa"')
    top = connection.execute("SELECT count(*) FROM claim_words_docsize").fetchone()[0]
    most = max(_FEW, int(top * _SHARE))
    counted = [(_count(connection, word, most), number, word) for number, word in enumerate(words)]
    telling = sorted(one for one in counted if 0 < one[0] <= most)[:_TELLING] or counted
    return "{content source} : (" + " OR ".join(f'"{word}"' for _, _, word in telling) + ")"


def _count(connection: sqlite3.Connection, word: str, most: int) -> int:
    """In how many claims a word stands, at most one more than `most`."""
    found: int = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM claim_words WHERE claim_words MATCH ? LIMIT ?)",
        ('{content source} : "' + word + '"', most + 1),
    ).fetchone()[0]
    return found
