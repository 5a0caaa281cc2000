"""Names of people: their parts, and whether two of them may be one person's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sayso.link.speakers.tables import apart, nicknames, persons
from sayso.link.speakers.words import folded, key_of, parts_of, plain, same_family, skeleton
from sayso.understand.people import same_given
from sayso.understand.states import state
from sayso.understand.titles import NAME_PARTICLES, institution, is_given_name, role

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|[“\"][^”\"]*[”\"]")
_DOUBLED = re.compile(r"(.)\1")
_ENDS = re.compile(r"[’']s?$")
_ARABIC = re.compile(r"^(?:al|el|ul|as|ad)[-‐‑]", re.I)
_SUFFIXES = {"jr": "jr", "sr": "sr", "ii": "2", "iii": "3", "iv": "4"}
_THREE = 3  # words of "Kim Jong Un"
_CROWNED = frozenset("king queen prince princess pope patriarch emperor".split())
_BEFORE = frozenset(
    """when while as then special counsel comedian podcaster pollster rapper host star us uk u.s. first lady national
    security foreign defense defence press prime vice ex former acting interim republican democratic democrat tory
    labour gop conservative house senate state attorney justice editor billionaire supermodel legend veteran
    controversial far-right right-wing left-wing far-left hard-right hard-left
    mr mrs ms dr sir dame lord lady rep sen gov gen col lt maj capt sgt adm prof rev hon st""".split()
)
_FAMILY_FIRST = frozenset(
    """xi kim wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin guo ma luo liang song zheng xie han
    tang feng yu dong xiao cheng cao yuan deng qin mao yoon park lee choi jung moon nguyen tran pham tsai hun ban
    peng qin hua""".split()
)
_COMMON = frozenset(
    """smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson
    anderson thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson
    walker young allen king wright scott torres nguyen hill flores green adams nelson baker hall rivera campbell
    mitchell carter roberts gomez phillips evans turner diaz parker cruz edwards collins reyes stewart morris morales
    murphy cook rogers gutierrez ortiz morgan cooper peterson bailey reed kelly howard ramos kim cox ward richardson
    watson brooks chavez wood james bennett gray mendoza ruiz hughes price alvarez castillo sanders patel myers long
    ross foster jimenez khan singh ali ahmed ivanov petrov smirnov kovalenko shevchenko bondarenko hussein wang li
    zhang liu chen ryan murray graham grant hunt fox stone burns marshall simpson palmer mason lane webb gordon shaw
    black rose west day hart ford may dixon harvey spencer""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Parts of a name, folded. given: "" where the family name stands alone. crowned: "pope" and the like before it.

    family: "" where a given name stands alone.
    """

    given: str
    middle: tuple[str, ...]
    family: str
    suffix: str = ""
    crowned: str = ""

    @property
    def is_full(self) -> bool:
        return bool(self.given and self.family)

    @property
    def block(self) -> str:
        """Names of one block are compared with each other and with no others."""
        return "p:" + skeleton(self.family or self.given)

    @property
    def key(self) -> str:
        return " ".join(filter(None, (self.crowned, self.given, self.family, self.suffix)))


@lru_cache(maxsize=50_000)
def parse_person(told: str) -> Person | None:
    """The parts of a person's name without titles; None for what can be no name. Other names of the list are known."""
    known = persons().get(key_of(told))
    words = parts_of(_BRACKETS.sub(" ", known or told).split(",")[0] if known is None else known)
    words = [word for word in (_ARABIC.sub("", _ENDS.sub("", word)) for word in words) if word]
    suffix = ""
    whole = plain(told)
    tail = re.search(r"\b(jr|sr|ii|iii|iv)\b\.?$", plain(known) if known else whole)
    if tail and len(words) > 1:
        suffix = _SUFFIXES[tail[1]]
        words = [word for word in words if word.casefold() not in _SUFFIXES]
    crowned = words[0].casefold() if len(words) > 1 and words[0].casefold() in _CROWNED else ""
    words = _without_titles(words)
    if not words or not words[-1][0].isupper() or len(words) > 6:
        return None
    if crowned:
        return Person(given="", middle=(), family=folded(words[0]), suffix=suffix, crowned=crowned)
    names = [word for word in words if word.casefold() not in NAME_PARTICLES]
    return _parted(names or words, suffix if suffix in {"jr", "sr"} else "")


def _parted(names: list[str], suffix: str) -> Person:
    told = [folded(name) for name in names]
    if len(told) == 1:
        return Person(given="", middle=(), family=told[0], suffix=suffix)
    first = names[0].casefold()
    eastern = first in _FAMILY_FIRST and (len(told) == _THREE or "-" in names[-1] or not is_given_name(first))
    if eastern and len(told) <= _THREE and not is_given_name(names[-1]):
        return Person(given="".join(told[1:]), middle=(), family=told[0], suffix=suffix)
    given, middle = told[0], told[1:-1]
    if len(given) == 1 and middle and len(middle[0]) > 1:  # "J. Robert Oppenheimer"
        given, middle = middle[0], [told[0], *middle[1:]]
    return Person(given=given, middle=tuple(middle), family=told[-1], suffix=suffix)


def _without_titles(words: list[str]) -> list[str]:
    start = 0
    for i, word in enumerate(words[:-1]):
        low = word.casefold()
        if is_given_name(low) and not role(low):
            break
        if (
            all(role(part) for part in re.split(r"[-‐‑]", low))
            or role(low)
            or institution(low)
            or state(low)
            or low in _BEFORE
            or word[0].islower()
        ):
            if low not in NAME_PARTICLES:
                start = i + 1
        elif i > start + 1:
            break
    return words[start:]


def same_person(one: Person, other: Person) -> tuple[bool, str]:  # noqa: PLR0911 - each return is a reason
    """Whether two full names may be one person's, with the reason either way."""
    if not same_family(one.family, other.family):
        return False, "other family name"
    if one.crowned != other.crowned:
        return False, "another title"
    if one.suffix != other.suffix and "jr" in {one.suffix, other.suffix} and _parted_by_suffix(one):
        return False, "one is the junior"
    if not _same_given(one, other):
        return False, "other given name"
    initials = [{name[0] for name in person.middle} for person in (one, other)]
    if all(initials) and not (initials[0] & initials[1]):
        return False, "other middle name"
    if one.family == other.family and one.given == other.given:
        return True, "same full name"
    return True, "spellings of one full name"


def _parted_by_suffix(one: Person) -> bool:
    name = f"{one.given} {one.family} jr"
    return name in _juniors()


@lru_cache(maxsize=1)
def _juniors() -> frozenset[str]:
    found = set()
    for name in apart():
        words = name.replace(".", "").split()
        if words[-1] == "jr":
            found.add(" ".join((folded(words[0]), folded(words[-2]), "jr")))
    return frozenset(found)


def _same_given(one: Person, other: Person) -> bool:
    if same_given(one.given, other.given) or _DOUBLED.sub(r"\1", one.given) == _DOUBLED.sub(r"\1", other.given):
        return True
    if other.given in nicknames().get(one.given, ()):
        return True
    return bool(
        (len(one.given) > 2 and one.given in other.middle) or (len(other.given) > 2 and other.given in one.middle)
    )


def is_common(family: str) -> bool:
    """Whether so many people bear a folded family name that it alone tells nobody."""
    return family in _COMMON or is_given_name(family) or len(family) < 3
