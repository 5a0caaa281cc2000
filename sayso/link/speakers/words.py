"""Words of names in one form: what two wordings of one name have in common."""

from __future__ import annotations

import re
from functools import lru_cache

from sayso.understand.states import state
from sayso.understand.titles import alike, folded_name

LONGEST = 300  # characters of a wording that are looked at
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.I)
_PART = re.compile(r"[^\W_]+(?:[-’'‐‑][^\W_]+)*")
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ß": "ss", "ı": "i", "æ": "ae", "œ": "oe", "’": "'", "‘": "'"})
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("tch", "c"), ("kh", "c"), ("gh", "g"), ("zh", "z"), ("sh", "s"), ("ch", "c"),
    ("cz", "c"), ("ts", "c"), ("tz", "c"), ("ph", "f"), ("ck", "k"), ("th", "t"), ("x", "ks"), ("w", "v"), ("q", "k"),
)  # fmt: skip
_LEAST_LIKE = 5  # letters of a name in which a spelling may differ


def plain(told: str) -> str:
    """On one line, in small letters, with plain apostrophes, at most LONGEST characters."""
    return " ".join(told[:LONGEST].split()).casefold().translate(_LETTERS)


def key_of(told: str) -> str:
    """What spellings of a body's name share: small letters without article, stops and quotation marks."""
    return " ".join(re.sub(r"[.“”\"«»]", "", _ARTICLE.sub("", plain(told))).split()).removesuffix("'s")


def parts_of(told: str) -> list[str]:
    """The words of a name as they stand, hyphens and apostrophes inside them."""
    return _PART.findall(told[:LONGEST])


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """A word of a name without accents, hyphens and the usual differences of Slavic endings."""
    return folded_name(re.sub(r"[-‐‑'’]", "", word.casefold().translate(_LETTERS)))


@lru_cache(maxsize=50_000)
def skeleton(name: str) -> str:
    """What spellings of a family name share: its consonants by sound. Names of one skeleton are compared."""
    told = folded(name)
    for sound, letter in _SOUNDS:
        told = told.replace(sound, letter)
    bones = told[:1] + re.sub(r"[aeiouyj'-]", "", told[1:])
    return re.sub(r"(.)\1+", r"\1", bones).replace("c", "k") if len(bones) > 1 else told


@lru_cache(maxsize=50_000)
def same_family(one: str, other: str) -> bool:
    """Whether two folded family names may be spellings of one."""
    if one == other:
        return True
    if min(len(one), len(other)) < _LEAST_LIKE or one[0] != other[0]:
        return False
    return skeleton(one) == skeleton(other) and (alike(one, other) or len(skeleton(one)) > _LEAST_LIKE)


def states_in(words: list[str]) -> list[tuple[int, int, str]]:
    """Countries that words in small letters name: first word, word after, country. Longest first."""
    found, i = [], 0
    while i < len(words):
        for size in (3, 2, 1):
            known = state(" ".join(words[i : i + size])) if i + size <= len(words) else None
            if known:
                found.append((i, i + size, known[0]))
                i += size - 1
                break
        i += 1
    return found
