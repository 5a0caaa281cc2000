"""Who is meant by a name: all wordings of one person, and nobody else who happens to be called so.

"Putin" finds "Vladimir Putin", "President Putin" and "Mr Putin". Where the sources hold several people of that name,
the one under whom nearly all claims stand is taken and the others are told of; where none stands out, all are taken
and told of. "Putin’s spokesman" and "an adviser to Putin" are others in any case.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.ledger.lists import listed, spellings
from sayso.ledger.rules import called
from sayso.ledger.speakers.grouped import NOBODY, Grouped, grouped
from sayso.ledger.words import phrase_of

_OTHERS = r"\b(?:of|for|to|by|with|from|under|against|about|behind|in|at|near|on) +"
_TITLES = "president|prime minister|premier|minister|chancellor|mr|mrs|ms|dr|gen|general|leader|senator|sen|king|pope"
_OBJECT = re.compile(rf"{_OTHERS}(?:the +|an? +)?(?:(?:\w+ +)?(?:{_TITLES})\.? +(?:\w+ +)?)?$", re.I)
_OTHER = re.compile(_OTHERS, re.I)
_LOOK_BACK = 80  # characters before a name in which such words may stand
_MOST_WORDINGS = 20_000
_GIVEN = re.compile(r"(?:^|[\s,(“\"])((?:[^\W\d_a-z][\w’'-]*\.?[ \t]+){1,3})$")
_LAST_GIVEN = re.compile(r"(?<=\s)[^\W\d_a-z][\w’'-]*\.? +$")
_OFFICE_OF = re.compile(r"(\w+) of (?:the )?$", re.I)
_AFTER = re.compile(r"(?:[ \t]+[^\W\d_a-z][\w’'-]*)+")
_CLEAR = 0.8  # of the claims under full names: who has so many is meant
_SKY = re.compile(r"sk(?:yy|iy|yi|ii|ij|yj|y|i)$")
_NO_NAMES = listed("title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Namesake:
    """A person by the name that most claims give, and how many claims stand under the person's full names."""

    name: str
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Who a name stands for. ids: wordings, as table source numbers them. phrases: what is looked for in the index.

    people: those that are taken, who are several where none stands out. left_out: others of the name. group: their
    other wordings, where speakers were linked (see speakers/).
    """

    ids: tuple[int, ...]
    phrases: tuple[str, ...]
    people: tuple[Namesake, ...] = ()
    left_out: tuple[Namesake, ...] = ()
    group: Grouped = NOBODY


@dataclass(frozen=True, slots=True)
class _Wording:
    id: int
    label: str
    claims: int
    given: frozenset[str]  # given names in one spelling each, or the longer name that this one begins; often none


def meant_by(connection: sqlite3.Connection, name: str) -> Meant:
    """The wordings that stand for somebody of this name. Raises UsageError for a name without a word."""
    names = called(connection, name)
    found: dict[int, _Wording] = {}
    for number, one in enumerate(names):
        for wording in _wordings(connection, one):
            # Of a name that a rule gives, the person is known.
            found.setdefault(wording.id, wording if number == 0 and len(names) == 1 else _known(wording))
    phrases = tuple(_phrase(one, "source") for one in names)
    bare = [wording for wording in found.values() if not wording.given]
    groups = _groups([wording for wording in found.values() if wording.given])
    people = sorted(((_namesake(group), group) for group in groups), key=lambda p: (-p[0].claims, p[0].name))
    taken, left = people, people[:0]
    if len(people) > 1 and people[0][0].claims >= _CLEAR * sum(person.claims for person, _ in people):
        taken, left = people[:1], people[1:]
    full = [w.id for _, group in taken for w in group]
    ids = (*(w.id for w in bare), *full)
    return Meant(
        ids=ids,
        phrases=phrases,
        group=grouped(connection, name, ids, full),
        people=tuple(person for person, _ in taken),
        left_out=tuple(person for person, _ in left),
    )


def _groups(wordings: Sequence[_Wording]) -> list[list[_Wording]]:
    """Wordings by person: those that share a given name with one of the others, the most frequent first."""
    found: list[tuple[set[str], list[_Wording]]] = []
    for wording in sorted(wordings, key=lambda w: (-w.claims, w.id)):
        names, group = next((one for one in found if one[0] & wording.given), (set(), []))
        if not group:
            found.append((names, group))
        names |= wording.given
        group.append(wording)
    return [group for _, group in found]


def _known(wording: _Wording) -> _Wording:
    return _Wording(wording.id, wording.label, wording.claims, frozenset())


def _namesake(group: Sequence[_Wording]) -> Namesake:
    best = max(group, key=lambda w: (w.claims, -len(w.label), w.label))
    return Namesake(name=best.label, claims=sum(w.claims for w in group))


def _wordings(connection: sqlite3.Connection, name: str) -> Iterable[_Wording]:
    known = connection.execute(
        "SELECT source.id, source.label, source.claims FROM source_words JOIN source ON source.id = source_words.rowid"
        " WHERE source_words MATCH ? LIMIT ?",
        (_phrase(name, "label"), _MOST_WORDINGS),
    )
    words = _as_words(name)
    for row, label, claims in known:
        places = [(m.start(), m.end()) for m in words.finditer(_plain(label))]
        subjects = [place for place in places if _is_subject(label, *place)]
        if subjects:
            yield _Wording(row, label, claims, _given(label, *subjects[0]))


def _phrase(name: str, column: str) -> str:
    """The FTS5 expression for a name in a column."""
    stem = _stem(name)
    return phrase_of(stem, column, begins=stem != name.strip())


def _stem(name: str) -> str:
    """A name whose last word has many spellings by its beginning: Zelensky, Zelenskyy, Zelenskiy."""
    told = name.strip()
    return _SKY.sub("sk*", told) if _SKY.search(told) and len(told.split()[-1]) > len("skyy") else told


def _plain(label: str) -> str:
    """Without accents, character for character."""
    return "".join((unicodedata.normalize("NFD", c)[0] if ord(c) > 127 else c) for c in label)


def same_family(one: str, other: str) -> bool:
    """Whether two names end with the same family name, in whatever spelling."""
    ends = [_SKY.sub("sky", _plain(name).casefold().split()[-1]) for name in (one, other) if name.split()]
    return len(ends) == 2 and ends[0] == ends[1]


def _as_words(name: str) -> re.Pattern[str]:
    parts = re.findall(r"\w+", _plain(name))
    told = [re.escape(part) for part in parts]
    if _stem(name) != name.strip():
        told[-1] = re.escape(_SKY.sub("", parts[-1])) + _SKY.pattern.removesuffix("$")
    return re.compile(r"(?<![\w-])" + r"\W+".join(told) + r"(?!\w|-\w)", re.I)


def _is_subject(label: str, start: int, end: int) -> bool:
    """Whether a name in a wording is the one who speaks: not the owner or the object of another."""
    if label.startswith(("'s", "’s"), end):
        return False
    before = label[max(0, start - _LOOK_BACK) : start]
    first, comma, apposition = before.rpartition(",")
    if comma and first:
        return not _OTHER.search(apposition)
    bare = _LAST_GIVEN.sub("", before)  # "the threat of Vladimir " is one of him as well
    if bare != before and _OBJECT.search(bare):
        of = _OFFICE_OF.search(bare)  # "President of Ukraine Zelensky" speaks
        return of is not None and of[1].casefold() in listed("office")
    return not _OBJECT.search(before)


def _given(label: str, start: int, end: int) -> frozenset[str]:
    """What tells people of one name apart: the given names before it, or the name that it begins."""
    after = _AFTER.match(label, end)
    if after:
        return frozenset({" ".join(label[start : after.end()].casefold().split())})
    before = _GIVEN.search(label[max(0, start - _LOOK_BACK) : start])
    given: set[str] = set()
    for word in reversed(before.group(1).split() if before else []):
        bare = word.rstrip(".").casefold()
        if bare in _NO_NAMES or bare.endswith(("'s", "’s")):
            break
        if len(bare) > 1:
            given.add(_same(bare))
    return frozenset(given)


def _same(given: str) -> str:
    """A given name by its first spelling in the list."""
    return spellings().get(given, given)
