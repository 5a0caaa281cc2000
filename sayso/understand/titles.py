"""What single words tell of persons, bodies and papers: posts, titles, given names. The tables stand in lexicon/."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

Gender = Literal["m", "f"]
Use = Literal["honorific", "rank", "office", "role", "kin", "person"]

NAME_PARTICLES = frozenset("al el bin ibn ben de del della der den di da dos du la le van von zu ter ten abu".split())
PEOPLE = frozenset(
    """people persons men women children troops forces officials authorities families crowds media public population
    intelligentsia police staff crew youth elderly wounded masses personnel folk clergy leadership ranks sides side
    majority minority generations parents millions thousands hundreds dozens both many some others several few most
    nobody everyone everybody someone somebody anyone who""".split()
)
DEMONYM_ENDINGS = ("ian", "ean", "ish", "ese", "ch", "man", "ian's", "can", "ani", "ebanese", "eek", "iss", "wegian")


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A word for a person. family: posts that may stand for each other ("leader" for president and premier)."""

    use: Use
    gender: Gender | None
    family: str | None


def _lines(name: str) -> list[list[str]]:
    text = (files("sayso.understand") / "lexicon" / name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _roles() -> dict[str, Role]:
    uses: dict[str, Use] = {
        "honorific": "honorific", "rank": "rank", "office": "office", "role": "role", "kin": "kin", "person": "person",
    }  # fmt: skip
    genders: dict[str, Gender] = {"m": "m", "f": "f"}
    return {
        word: Role(use=uses[use], gender=genders.get(gender), family=None if family == "-" else family)
        for word, use, gender, family in _lines("roles.tsv")
    }


@cache
def _institutions() -> dict[str, str]:
    return {line[0]: line[1] for line in _lines("institutions.tsv")}


@cache
def _documents() -> frozenset[str]:
    return frozenset(word for line in _lines("documents.txt") for word in line)


@cache
def _bodies() -> frozenset[str]:
    return frozenset(word for line in _lines("bodies.txt") for word in line)


def is_known_body(word: str) -> bool:
    """Whether a capitalized word is the name or acronym of a well-known organisation ("Reuters", "IAEA")."""
    return word[0].isupper() and word.lower() in _bodies()


@cache
def _name_ends() -> frozenset[str]:
    return frozenset(word for line in _lines("name_ends.txt") for word in line)


def ends_body(word: str) -> bool:
    """Whether a capitalized word is one that names of bodies end in and names of persons do not ("Times")."""
    return word[0].isupper() and word.lower() in _name_ends()


@cache
def _given() -> dict[str, Gender | None]:
    """Given name → gender; None where both have it."""
    table: dict[str, Gender | None] = {}
    for mark, *names in _lines("given_names.txt"):
        gender: Gender = "m" if mark == "m" else "f"
        for name in names:
            table[name] = gender if table.get(name, gender) == gender else None
    return table


@lru_cache(maxsize=20_000)
def singular(noun: str) -> str:
    """The singular of a lower-case English noun, by its ending."""
    irregular = {"men": "man", "women": "woman", "people": "person", "children": "child", "wives": "wife"}
    if noun in irregular:
        return irregular[noun]
    for ending, one in irregular.items():
        if noun.endswith(ending) and len(noun) > len(ending) + 1 and ending in {"men", "women"}:
            return noun[: -len(ending)] + one
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "shes", "ches", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) else noun


def role(word: str) -> Role | None:
    """The role that a word names, in singular or plural; any case."""
    table = _roles()
    low = word.lower()
    return table.get(low) or table.get(singular(low))


def is_title(word: str) -> bool:
    """Whether it may stand straight before a person's name ("Mr", "Gen", "President", "professor")."""
    found = _roles().get(word.lower())
    return found is not None and found.use != "person"


def is_honorific(word: str) -> bool:
    """Whether it is said of persons with their name alone ("Mr")."""
    found = _roles().get(word.lower())
    return found is not None and found.use in {"honorific", "rank"}


def is_people(word: str) -> bool:
    """Whether the word is a plural or collective for people."""
    low = word.lower()
    return low in PEOPLE or (singular(low) != low and role(low) is not None)


def institution(word: str) -> str | None:
    """ "organ" for a body of a state, "class" for a kind of body that names follow, else None; singular or plural."""
    table = _institutions()
    low = word.lower()
    return table.get(low) or table.get(singular(low))


def is_document(word: str) -> bool:
    """Whether the noun is something written, drawn, recorded or counted."""
    low = word.lower()
    return low in _documents() or singular(low) in _documents()


def is_given_name(word: str) -> bool:
    return word.lower() in _given()


def given_gender(word: str) -> Gender | None:
    """The gender of a given name, by the table, else None."""
    return _given().get(word.lower())


def surname_gender(surname: str) -> Gender | None:
    """The gender that a Slavic surname shows by its ending, else None."""
    low = surname.lower()
    if low.endswith(("ova", "eva", "yova", "ieva", "skaya", "skaia", "ska", "cka", "tskaya", "ivna", "ovna", "evna")):
        return "f" if len(low) > 5 else None
    if low.endswith(("skyi", "skyy", "skiy", "sky", "ski", "tskyi", "ovich", "evich", "ov", "ev")) and len(low) > 4:
        return "m"
    return None


_ENDING = re.compile(r"(?:iyi|iy|ii|yi|yy|ij|yj|i|y|j)$")


@lru_cache(maxsize=20_000)
def folded_name(word: str) -> str:
    """A name's word for comparing: case, accents and the usual spellings of Slavic endings aside."""
    plain = unicodedata.normalize("NFKD", word.lower().replace("ł", "l").replace("’", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _ENDING.sub("y", plain) if len(plain) > 4 else plain


def alike(a: str, b: str) -> bool:
    """Whether two folded names may be spellings of one: long, one first letter, at most two letters apart."""
    if a == b:
        return True
    short = min(len(a), len(b))
    if short < 6 or a[0] != b[0] or abs(len(a) - len(b)) > 2 or a + "a" == b or b + "a" == a:
        return False
    return _distance(a, b, 2) <= (1 if short < 7 else 2)


def _distance(a: str, b: str, limit: int) -> int:
    """Edit distance; limit + 1 where it is more. Words longer than 40 letters are never alike."""
    if max(len(a), len(b)) > 40:
        return limit + 1
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
        if min(row) > limit:
            return limit + 1
    return row[-1]
