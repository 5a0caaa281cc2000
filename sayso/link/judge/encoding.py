"""A pair of claims as numbers for the network: pieces of both sides, and for each piece what comparing words tells.

Shapes: N pairs, T pieces. Features, F of them: segment, match, gap, phase.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sayso.link.judge.words import PHASES, Word, opposites, words_of
from sayso.link.records import Pair, Side
from sayso.reader.pieces import Pieces

Ints = NDArray[np.int64]

SEGMENTS = ("none", "who said a", "a", "who said b", "b")
MATCHES = ("none", "word", "stem", "opposite", "other number", "number", "other name", "name", "content", "empty")
GAPS = ("unknown", "overlap", "day", "days", "week", "month", "half", "more")  # of the days from a to b
SIZES = (len(SEGMENTS), len(MATCHES), len(GAPS), len(PHASES) + 1)
MOST_PIECES = 72  # of a side's text
MOST_SOURCE = 16  # of its source and cue, the last ones, where the head of the cue stands
_DAYS = (0, 2, 7, 30, 180)
_MONTHS, _LAST_MONTH, _YEAR, _MONTH, _DAY = 12, 12, 4, 7, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """One pair, or one text alone: ids (T), features (T, F)."""

    ids: Ints
    features: Ints


def interval(said: str | None) -> tuple[date, date] | None:
    """First and last day of an ISO day, month or year, or of two with a slash; None where it is none.

    A date-time counts as its day.
    """
    head, slash, tail = (said or "").partition("/")
    if slash:
        begins, ends = interval(head), interval(tail) if "/" not in tail else None
        return (begins[0], ends[1]) if begins and ends and begins[0] <= ends[1] else None
    try:
        if said and len(said) >= _DAY:
            day = date.fromisoformat(said[:_DAY])
            return day, day
        if said and len(said) == _MONTH:
            first = date.fromisoformat(f"{said}-01")
            following = date(first.year + first.month // _MONTHS, first.month % _MONTHS + 1, 1)
            return first, following - timedelta(days=1)
        if said and len(said) == _YEAR:
            return date.fromisoformat(f"{said}-01-01"), date.fromisoformat(f"{said}-12-31")
    except (ValueError, OverflowError):
        pass
    return None


def days_apart(a: Side, b: Side) -> int | None:
    """Whole days from a's saying to b's, 0 where they may be one day, negative where b is the earlier; None unknown."""
    one, other = interval(a.said), interval(b.said)
    if one is None or other is None:
        return None
    if other[0] > one[1]:
        return (other[0] - one[1]).days
    return -(one[0] - other[1]).days if one[0] > other[1] else 0


def gap(a: Side, b: Side) -> int:
    """Place in GAPS."""
    days = days_apart(a, b)
    if days is None:
        return 0
    if days == 0:
        exact = all(side.said and len(side.said) >= _DAY for side in (a, b))
        return GAPS.index("day") if exact else GAPS.index("overlap")
    return next((n + 2 for n, most in enumerate(_DAYS) if abs(days) <= most), len(GAPS) - 1)


def ordered(pair: Pair) -> Pair:
    """The earlier side first, so that which was given first does not matter."""
    a, b = pair
    days = days_apart(a, b)
    if days:
        return (a, b) if days > 0 else (b, a)
    return (a, b) if _key(a) <= _key(b) else (b, a)


def _key(side: Side) -> tuple[str, str, str]:
    return side.text, side.source or "", side.said or ""


def plain(text: str) -> str:
    """NFC, white space as single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _matches(words: Sequence[Word], other: Sequence[Word]) -> list[int]:
    """For each word its place in MATCHES: whether the other side has it, its opposite, or another of its kind."""
    texts, stems = {w.text.casefold() for w in other}, {w.stem for w in other}
    has_number, has_name = any(w.is_number for w in other), any(w.is_name for w in other)
    denying = opposites()
    found = []
    for word in words:
        if word.text.casefold() in texts:
            name = "word"
        elif word.stem in stems:
            name = "stem"
        elif denying.get(word.stem, frozenset()) & stems:
            name = "opposite"
        elif word.is_number:
            name = "other number" if has_number else "number"
        elif word.is_name:
            name = "other name" if has_name else "name"
        else:
            name = "empty" if word.is_empty else "content"
        found.append(MATCHES.index(name))
    return found


def encode(pair: Pair, pieces: Pieces) -> Encoded:
    """[CLS] who said a, a [SEP] who said b, b [SEP]. The pair should be `ordered`."""
    between = gap(*pair)
    texts = [words_of(plain(side.text)) for side in pair]
    rows: list[tuple[int, int, int, int, int]] = [(pieces.start, 0, 0, between, 0)]
    for number, side in enumerate(pair):
        who = words_of(plain(f"{side.source or ''} {side.cue or ''}"))
        said = [(p, 2 * number + 1, 0, between, word.phase) for word in who for p in pieces.of(word.text)]
        rows += said[-MOST_SOURCE:]
        own: list[tuple[int, int, int, int, int]] = []
        for word, match in zip(texts[number], _matches(texts[number], texts[1 - number]), strict=True):
            own += [(p, 2 * number + 2, match, between, word.phase) for p in pieces.of(word.text)]
        rows += own[:MOST_PIECES]
        rows.append((pieces.end, 0, 0, between, 0))
    table = np.array(rows, dtype=np.int64)
    return Encoded(ids=table[:, 0], features=table[:, 1:])


def encode_alone(text: str, pieces: Pieces) -> Encoded:
    """[CLS] text [SEP], without features: as the base weights read sentences."""
    own = [p for word in words_of(plain(text)) for p in pieces.of(word.text)][:MOST_PIECES]
    ids = np.array([pieces.start, *own, pieces.end], dtype=np.int64)
    return Encoded(ids=ids, features=np.zeros((len(ids), len(SIZES)), dtype=np.int64))


def stack(encoded: Sequence[Encoded]) -> tuple[Ints, Ints]:
    """ids (N, T) and features (N, T, F), padded with 0."""
    longest = max(len(one.ids) for one in encoded)
    ids = np.zeros((len(encoded), longest), dtype=np.int64)
    features = np.zeros((len(encoded), longest, len(SIZES)), dtype=np.int64)
    for row, one in enumerate(encoded):
        ids[row, : len(one.ids)] = one.ids
        features[row, : len(one.ids)] = one.features
    return ids, features
