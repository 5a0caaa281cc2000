"""Whether two sources of different articles are one: persons and bodies by name, groups by what they are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from sayso.link.origins.tokens import fold, rows, tokens
from sayso.link.speakers.words import states_in

_PLURAL = 3
_SHORT = 5  # words of whom a title gives it to
_NAMED = {"named-person", "named-organisation"}
_ENDINGS = ("yy", "iy", "ii", "ij", "yi", "i")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """titles: words before a name that are no part of it. counts: words that tell how many, which and how. stops: that
    tell nothing. nobody: sources that say not who. official: of a state's organs. role: what somebody is. paper: what
    is read. says: verbs in titles. same: a word → the one that stands for it."""

    titles: frozenset[str]
    counts: frozenset[str]
    stops: frozenset[str]
    nobody: frozenset[str]
    official: frozenset[str]
    role: frozenset[str]
    paper: frozenset[str]
    says: frozenset[str]
    same: dict[str, str]


@cache
def lexicon() -> Lexicon:
    """The table of words, read once."""
    found: dict[str, set[str]] = {}
    same: dict[str, str] = {}
    for kind, words in rows("words.tsv"):
        if kind == "same":
            same |= dict.fromkeys(words.split(), words.split()[0])
        else:
            found.setdefault(kind, set()).update(words.split())
    return Lexicon(
        titles=frozenset(found["title"]),
        counts=frozenset(found["count"]),
        stops=frozenset(found["stop"]),
        nobody=frozenset(found["nobody"]),
        official=frozenset(found["official"]),
        role=frozenset(found["role"]),
        paper=frozenset(found["paper"]),
        says=frozenset(found["says"]),
        same=same,
    )


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
    words = [part for t in tokens(name.split(",", maxsplit=1)[0]) for part in fold(t.text).split("-")]
    titles = lexicon().titles
    while len(words) > 1 and words[0] in titles:
        words.pop(0)
    return tuple(_spelling(word) for word in words)


def _spelling(word: str) -> str:
    ending = next((e for e in _ENDINGS if len(word) > len(e) + 3 and word.endswith(e)), None)
    return word[: -len(ending)] + "y" if ending else word


def group_words(name: str) -> tuple[str, ...]:
    """What a group is called without how many: "two senior Western officials" → western official."""
    words = [fold(t.text) for t in tokens(name.split(",", maxsplit=1)[0])]
    words = ["lawyer" if pair == ("legal", "team") else pair[0] for pair in pairwise([*words, ""])]
    singular = [w[:-1] if len(w) > _PLURAL and w.endswith("s") and not w.endswith("ss") else w for w in words]
    counts, same = lexicon().counts, lexicon().same
    left = [same.get(w, w) for w, told in zip(singular, words, strict=True) if told not in counts]
    return tuple(w for i, w in enumerate(left) if not (w == "team" and i and left[i - 1] == "lawyer"))


def one_name(names: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Which full name stands for each: a last name alone is that of the one who bears it, if there is one alone."""
    all_names = sorted(set(names))
    bearers: dict[str, list[tuple[str, ...]]] = {}
    for name in all_names:
        if len(name) > 1 and "and" not in name:
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


def state_of(source: str) -> str | None:
    """The state whose officials or organs a wording means by itself: "South Korean military officials", "Kyiv"."""
    words = [fold(t.text) for t in tokens(source.split(",", maxsplit=1)[0])]
    found = states_in(words)
    countries = {country for _, _, country in found}
    if not countries or (len(countries) > 1 and "embassy" not in words):
        return None
    held = {i for first, end, _ in found for i in range(first, end)}
    known = lexicon().official | lexicon().counts | lexicon().stops
    return found[0][2] if all(i in held or word in known for i, word in enumerate(words)) else None


def is_paper(words: tuple[str, ...]) -> bool:
    """Whether a document is called nothing but what it is: "the report"."""
    return len(words) == 1 and (words[0] in lexicon().paper or words[0] + "s" in lexicon().paper)


def title_source(title: str) -> str | None:
    """Whom a title gives it to: "Quay is sold, mayor says", "Mayor says quay is sold"."""
    words = tokens(title)
    folded = [fold(w.text) for w in words]
    says = lexicon().says
    if len(words) > _SHORT and folded[-1] in says:
        comma = max(title.rfind(c, 0, words[-1].start) for c in ",–—:")
        inside = [w for w in words[:-1] if w.start > comma]
        if comma > 0 and 0 < len(inside) <= _SHORT:
            return title[inside[0].start : inside[-1].end]
    for at, word in enumerate(folded[: _SHORT + 1]):
        if word in says and at:
            return title[words[0].start : words[at - 1].end] if title[: words[at].start].count(":") == 0 else None
    return None


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
