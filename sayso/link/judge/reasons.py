"""What a person can check about two claims: shared words, denial, opposites, numbers, names, phase, hedges, time.

The network gives the verdict; these are read off the words, and say what speaks for it or should be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from sayso.link.judge.encoding import days_apart, interval, plain
from sayso.link.judge.words import PHASES, Word, opposites, words_of
from sayso.link.records import Pair, Side, Verdict

MOST_SHARED = 6  # words that are named
_DENIED = PHASES.index("denied") + 1
_ORDER: dict[Verdict, tuple[str, ...]] = {
    "same": ("shared", "numbers", "hedges", "time", "negation", "opposites", "phase", "names", "places"),
    "contradicts": ("negation", "opposites", "numbers", "phase", "places", "names", "shared", "time", "hedges"),
    "shift": ("time", "phase", "negation", "opposites", "numbers", "shared", "places", "names", "hedges"),
    "related": ("names", "numbers", "places", "shared", "time", "phase", "negation", "opposites", "hedges"),
    "unrelated": ("shared", "names", "places", "time", "numbers", "phase", "negation", "opposites", "hedges"),
}


@cache
def _hedges() -> frozenset[str]:
    text = (files("sayso.link") / "lexicon" / "hedges.txt").read_text(encoding="utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


def reasons(pair: Pair, verdict: Verdict) -> tuple[str, ...]:
    """What the words and days of a pair tell, what matters most for the verdict first."""
    a, b = pair
    words = (_words(a), _words(b))
    told = {
        "shared": _shared(*words),
        "numbers": _numbers(*words),
        "hedges": _one_sided("hedge", *(_having(w, _hedges()) for w in words)),
        "time": _time(a, b),
        "negation": _one_sided("denial", *(_denials(side, w) for side, w in zip(pair, words, strict=True))),
        "opposites": _opposites(*words),
        "phase": _phase(*words),
        "names": _other("name", *(_names(w, other) for w, other in zip(words, words[::-1], strict=True))),
        "places": _other("place", tuple(set(a.places) - set(b.places)), tuple(set(b.places) - set(a.places))),
    }
    return tuple(told[kind] for kind in _ORDER[verdict] if told[kind])


def _words(side: Side) -> tuple[Word, ...]:
    return words_of(plain(side.text))


def _list(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))


def _shared(a: Sequence[Word], b: Sequence[Word]) -> str:
    stems = {w.stem for w in b}
    both = list(dict.fromkeys(w.text for w in a if w.stem in stems and not w.is_empty))
    return f"both have: {', '.join(both[:MOST_SHARED])}" if both else "no word that both have"


def _numbers(a: Sequence[Word], b: Sequence[Word]) -> str:
    one, other = ([w.text for w in side if w.is_number] for side in (a, b))
    only_a, only_b = [n for n in one if n not in other], [n for n in other if n not in one]
    if only_a and only_b:
        return f"other number: {_list(only_a)} against {_list(only_b)}"
    both = [n for n in one if n in other]
    return f"same number: {_list(both)}" if both and not (only_a or only_b) else ""


def _having(words: Sequence[Word], which: frozenset[str]) -> tuple[str, ...]:
    return tuple(w.text for w in words if w.text.casefold() in which)


def _denials(side: Side, words: Sequence[Word]) -> tuple[str, ...]:
    found = [w.text for w in words if w.phase == _DENIED]
    if side.force == "denies" or side.polarity == "negated":
        found.append(side.cue or "its act is one of denial")
    else:
        found += [w.text for w in words_of(plain(side.cue or "")) if w.phase == _DENIED]
    return tuple(found)


def _one_sided(what: str, a: Sequence[str], b: Sequence[str]) -> str:
    if bool(a) == bool(b):
        return ""
    return f"{what} in {'a' if a else 'b'} alone: {_list(a or b)}"


def _opposites(a: Sequence[Word], b: Sequence[Word]) -> str:
    table = opposites()
    found = [f"{x.text} against {y.text}" for x in a for y in b if y.stem in table.get(x.stem, ())]
    return f"opposite words: {_list(found)}" if found else ""


def _phase(a: Sequence[Word], b: Sequence[Word]) -> str:
    one, other = _latest(a), _latest(b)
    if one is None or other is None or one.phase == other.phase:
        return ""
    phases = (PHASES[one.phase - 1], PHASES[other.phase - 1])
    return f"a tells it as {phases[0]} ({one.text}), b as {phases[1]} ({other.text})"


def _latest(words: Sequence[Word]) -> Word | None:
    """The word of the furthest phase that is told, denial aside; a plan ("will begin") outweighs what it plans."""
    told = [w for w in words if w.phase > _DENIED]
    planned = [w for w in told if w.phase == _DENIED + 1]
    return planned[0] if planned else max(told, key=lambda w: w.phase, default=None)


def _names(words: Sequence[Word], other: Sequence[Word]) -> tuple[str, ...]:
    stems = {w.stem for w in other}
    return tuple(w.text for number, w in enumerate(words) if number and w.is_name and w.stem not in stems)


def _other(what: str, a: Sequence[str], b: Sequence[str]) -> str:
    if not (a and b):
        return ""
    return f"other {what}: {_list(sorted(set(a)))} against {_list(sorted(set(b)))}"


def _time(a: Side, b: Side) -> str:
    odd = [side.said for side in (a, b) if side.said and interval(side.said) is None]
    if odd:
        return f"left aside, no ISO date: {_list(odd)}"
    days = days_apart(a, b)
    if days is None:
        return ""
    if days == 0:
        return f"both of {a.said}" if a.said == b.said else f"perhaps of one day: {a.said}, {b.said}"
    first, second = ("a", "b") if days > 0 else ("b", "a")
    return f"{second} is {abs(days)} day{'s' if abs(days) > 1 else ''} later than {first}"
