"""Which strands of different articles have one origin: one speaker, one quotation, one briefing, one document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sayso.link.origins.names import name_words, one_name, overlap, state_of
from sayso.link.origins.quotes import Shared
from sayso.link.origins.records import Account, NodeKind, Say
from sayso.link.origins.strands import Strand

BRIEFING = 0.4
"""Share of telling words that two claims of one unnamed group on one day must have in common to be of one briefing."""
_DAYS = 1  # between them, since outlets live in different zones
_MOST = 200  # earlier strands that each is compared with
_NAME = 60  # characters of a name
_RANK: dict[NodeKind, int] = {"speaker": 0, "document": 1, "group": 2, "outlet": 3, "words": 4, "own": 5, "article": 6}


@dataclass(slots=True, kw_only=True)
class Root:
    """One origin. number: its place among all. day: the earliest. reasons: why strands are one."""

    number: int
    id: str
    kind: NodeKind
    label: str
    day: str | None
    strands: list[int]
    reasons: list[str] = field(default_factory=list)


class Roots:
    """The origins and which strand has which."""

    def __init__(
        self, strands: Sequence[Strand], roots: list[Root], why: dict[int, str], joined: list[tuple[int, int]]
    ):
        self.strands = tuple(strands)
        self.all = roots
        self.joined = joined
        self._of = {id(self.strands[s]): root for root in roots for s in root.strands}
        self._why = {id(self.strands[s]): reason for s, reason in why.items()}

    def of(self, strand: Strand) -> Root:
        return self._of[id(strand)]

    def reason(self, strand: Strand) -> str:
        """Why the strand has this origin, with what it shares with others."""
        shared = self._why.get(id(strand))
        return f"{strand.reason}; {shared}" if shared else strand.reason


def merged(
    strands: Sequence[Strand], same: Sequence[Shared], articles: Sequence[Account], ruled: dict[frozenset[str], Say]
) -> Roots:
    """Joins strands. ruled: what persons say of pairs of articles, by their keys."""
    parts = _Parts(len(strands))
    why: dict[int, str] = {}
    reasons: dict[int, list[str]] = {}

    def forbidden(a: int, b: int) -> bool:
        say = ruled.get(frozenset((articles[strands[a].owner].key, articles[strands[b].owner].key)))
        return say is not None and say.value == "independent"

    for a, b, reason in (*_names(strands), *_quotes(strands, same), *_briefings(strands), *_states(strands)):
        if not ruled or not any(forbidden(i, j) for i in parts.members(a) for j in parts.members(b)):
            if strands[a].owner != strands[b].owner:
                why.setdefault(b, reason)
                reasons.setdefault(b, []).append(reason)
            parts.join(a, b)
    numbers = {a.key: i for i, a in enumerate(articles)}
    joined = []
    for say in ruled.values():
        if say.value == "dependent" and say.a in numbers and say.b in numbers:
            first, last = sorted((numbers[say.a], numbers[say.b]))
            joined.append((last, first))
            both = [i for i, s in enumerate(strands) if s.owner in {first, last}]
            for other in both[1:]:
                parts.join(both[0], other)
    return Roots(strands, _roots(strands, parts, reasons), why, joined)


def _roots(strands: Sequence[Strand], parts: _Parts, reasons: dict[int, list[str]]) -> list[Root]:
    found = []
    for number, members in enumerate(parts.groups()):
        best = min(members, key=lambda i: (_RANK[strands[i].kind], -len(strands[i].name), i))
        days = [day for i in members if (day := strands[i].day)]
        found.append(
            Root(
                number=number,
                id=f"o{number + 1}",
                kind=strands[best].kind,
                label=max((strands[i].label for i in members if strands[i].kind == strands[best].kind), key=_fullest),
                day=min(days, default=None),
                strands=list(members),
                reasons=[r for i in members for r in reasons.get(i, ())],
            )
        )
    return found


def _fullest(label: str) -> tuple[int, int]:
    """The longest name, but none that tells a story."""
    return (-1 if len(label) > _NAME else len(label), -len(label))


def _names(strands: Sequence[Strand]) -> Iterator[tuple[int, int, str]]:
    """Speakers of one name, outlets of one house, documents of one title."""
    known = [(n, name_words(s.label)) for n, s in enumerate(strands) if s.kind == "speaker" and s.name[:1] == ("=",)]
    full = one_name(
        [*(s.name for s in strands if s.kind == "speaker" and s.name[:1] != ("=",)), *(w for _, w in known)]
    )
    called: dict[tuple[str, ...], int] = {}
    for number, words in known:
        called.setdefault(full.get(words, words), number)
    first: dict[tuple[str, tuple[str, ...]], int] = {}
    for number, strand in enumerate(strands):
        if strand.kind not in {"speaker", "outlet", "own"} or not strand.name:
            continue
        kind = "outlet" if strand.kind == "own" else strand.kind
        key = (kind, full.get(strand.name, strand.name))
        if strand.kind == "speaker" and strand.name[:1] != ("=",) and key[1] in called:
            yield called[key[1]], number, f"the same speaker: {strands[called[key[1]]].label}"
        one = first.setdefault(key, number)
        if one != number:
            what = "the same outlet" if kind == "outlet" else "the same speaker"
            yield one, number, f"{what}: {strands[one].label}"


def _quotes(strands: Sequence[Strand], same: Sequence[Shared]) -> Iterator[tuple[int, int, str]]:
    owner = {quote: number for number, strand in enumerate(strands) for quote in strand.quotes}
    for pair in same:
        a, b = owner.get(pair.a), owner.get(pair.b)
        if a is not None and b is not None and a != b:
            yield a, b, f"the same quotation: “{pair.words}”"


def _briefings(strands: Sequence[Strand]) -> Iterator[tuple[int, int, str]]:
    """An unnamed group that says the same on the same day, a document of one name that says the same."""
    groups: dict[tuple[str, str], list[int]] = {}
    for number, strand in enumerate(strands):
        if strand.kind in {"group", "document"}:
            for word in set(strand.name):
                groups.setdefault((strand.kind, word), []).append(number)
    for members in groups.values():
        for place, b in enumerate(members):
            for a in members[max(0, place - _MOST) : place]:
                one, other = strands[a], strands[b]
                if not (set(one.name) <= set(other.name) or set(other.name) <= set(one.name)):
                    continue
                if one.owner == other.owner:
                    yield a, b, "the same source in one article"
                elif _near(one.day, other.day):
                    common = overlap(one.about, other.about)
                    passed = one.via is not None and other.via is not None and one.via.house == other.via.house
                    if passed or common >= BRIEFING or (one.house and one.house == other.house):
                        yield a, b, f"{one.label}, the same day, {common:.0%} of the telling words in common"
                        break


def _states(strands: Sequence[Strand]) -> Iterator[tuple[int, int, str]]:
    """Officials and organs of one state that say the same on the same day, under whatever names."""
    found: dict[str, list[int]] = {}
    for number, strand in enumerate(strands):
        if strand.kind in {"group", "speaker"} and (state := state_of(strand.label)):
            found.setdefault(state, []).append(number)
    for state, members in found.items():
        for place, b in enumerate(members):
            for a in members[max(0, place - _MOST) : place]:
                common = overlap(strands[a].about, strands[b].about)
                if _near(strands[a].day, strands[b].day) and common >= BRIEFING:
                    yield a, b, f"both officials of {state}, the same day, {common:.0%} of the telling words in common"
                    break


def _near(a: str | None, b: str | None) -> bool:
    try:
        return a is not None and b is not None and abs((date.fromisoformat(a) - date.fromisoformat(b)).days) <= _DAYS
    except ValueError:
        return False


class _Parts:
    """Union and find, with the members of each part."""

    def __init__(self, number: int) -> None:
        self._part = list(range(number))
        self._members = [[i] for i in range(number)]

    def members(self, one: int) -> list[int]:
        return self._members[self._part[one]]

    def join(self, a: int, b: int) -> None:
        to, of = self._part[a], self._part[b]
        if to == of:
            return
        if len(self._members[to]) < len(self._members[of]):
            to, of = of, to
        for member in self._members[of]:
            self._part[member] = to
        self._members[to] += self._members[of]
        self._members[of] = []

    def groups(self) -> list[list[int]]:
        """Parts by their first member."""
        return sorted(sorted(m) for m in self._members if m)
