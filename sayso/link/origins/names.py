"""Whether two sources of different articles are one: persons and bodies by name, groups by what they are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sayso.link.origins.tokens import fold, rows, tokens

_NAMED = {"named-person", "named-organisation"}
_ENDINGS = ("yy", "iy", "ii", "ij", "yi", "i")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """titles: words before a name that are no part of it. counts: words that tell how many, which and how."""

    titles: frozenset[str]
    counts: frozenset[str]
    stops: frozenset[str]
    nobody: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The table of words, read once."""
    found: dict[str, set[str]] = {"title": set(), "count": set(), "stop": set(), "nobody": set()}
    for kind, words in rows("words.tsv"):
        found[kind].update(words.split())
    titles, counts, stops, nobody = (frozenset(found[k]) for k in ("title", "count", "stop", "nobody"))
    return Lexicon(titles=titles, counts=counts, stops=stops, nobody=nobody)


def is_named(record: str | None, source: str) -> bool:
    """Whether the source has a name of its own. Else a capital after the first word tells."""
    if record is not None:
        return record in _NAMED
    words = [t.text for t in tokens(source)]
    return (len(words) > 1 and all(w[:1].isupper() for w in words[-2:])) or (len(words) == 1 and words[0][:1].isupper())


def is_nobody(source: str | None) -> bool:
    """Whether a source says nothing of who it is: none, or a pronoun that nobody resolved."""
    return not source or fold(" ".join(t.text for t in tokens(source))) in lexicon().nobody


def name_words(name: str) -> tuple[str, ...]:
    """A name's own words: without titles, articles and what follows a comma; endings of one spelling alike."""
    words = [fold(t.text) for t in tokens(name.split(",", maxsplit=1)[0])]
    titles = lexicon().titles
    while len(words) > 1 and words[0] in titles:
        words.pop(0)
    return tuple(_spelling(word) for word in words)


def _spelling(word: str) -> str:
    ending = next((e for e in _ENDINGS if len(word) > len(e) + 3 and word.endswith(e)), None)
    return word[: -len(ending)] + "y" if ending else word


def group_words(name: str) -> tuple[str, ...]:
    """What a group is called without how many: "two senior Western officials" → western official."""
    counts = lexicon().counts
    words = [fold(t.text) for t in tokens(name.split(",", maxsplit=1)[0])]
    return tuple(
        w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words if w not in counts
    )


def one_name(names: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Which full name stands for each: a last name alone is that of the one who bears it, if there is one alone."""
    all_names = sorted(set(names))
    bearers: dict[str, list[tuple[str, ...]]] = {}
    for name in all_names:
        if len(name) > 1:
            bearers.setdefault(name[-1], []).append(name)
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name in all_names:
        full = bearers.get(name[-1], []) if name else []
        if len(name) == 1 and full and len({f[0] for f in full}) == 1:
            found[name] = min(full, key=lambda f: (len(f), f))
        elif len(name) > 2 and (shorter := [f for f in full if len(f) == 2 and f[0] == name[0]]):
            found[name] = shorter[0]  # "Joseph Robinette Biden" and "Joseph Biden"
        else:
            found[name] = name
    return found


def telling(text: str) -> frozenset[str]:
    """The words of a text that tell what it is about, cut to their stems' beginnings."""
    stops = lexicon().stops
    return frozenset(_stem(w) for t in tokens(text) if len(w := fold(t.text)) > 2 and w not in stops)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word[: -len(ending)]
    return word


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Telling words that both have, as a share of the fewer; 0 where one has under three."""
    fewer = min(len(a), len(b))
    return len(a & b) / fewer if fewer >= 3 else 0.0
