"""The lists beside the code, read once: bodies, people, posts and outlets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files

from sayso.link.speakers.words import key_of, plain

_DAY = 10  # characters of an ISO day
_HERE = files("sayso.link.speakers") / "lexicon"
_POSTS = files("sayso.understand") / "lexicon" / "officeholders.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body of the list. country: ISO 3166-1 alpha-2 of the state whose organ it is."""

    name: str
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Who held a post. words: of the post. since, until: ISO days or years; until None: still held."""

    name: str
    where: str
    words: frozenset[str]
    since: str
    until: str | None

    def held(self, day: str | None) -> bool:
        """Whether on a day; a year at an end of the tenure counts whole. None: at any time."""
        return day is None or (self.since <= day[: len(self.since)] and not self.over(day))

    def over(self, day: str) -> bool:
        """Whether it had ended: on a tenure's last day the next one holds the post."""
        if self.until is None:
            return False
        return day[: len(self.until)] > self.until or (len(self.until) == _DAY and day[:_DAY] == self.until)


def _rows(name: str) -> list[list[str]]:
    return _split((_HERE / name).read_text(encoding="utf-8"))


def _split(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def bodies() -> dict[str, Body]:
    """Key of each name → body."""
    out: dict[str, Body] = {}
    for names, country in _rows("organisations.tsv"):
        body = Body(name=names.split("|")[0], country=country or None)
        for name in names.split("|"):
            out.setdefault(key_of(name), body)
    return out


@cache
def persons() -> dict[str, str]:
    """Other name, as `key_of` gives it → full name."""
    return {key_of(other): name for name, others in _rows("persons.tsv") for other in (name, *others.split("|"))}


@cache
def apart() -> frozenset[str]:
    """Full names in small letters that the list holds: their bearers are told apart by a Jr."""
    return frozenset(plain(name) for name, _ in _rows("persons.tsv"))


@cache
def single_names() -> dict[str, str]:
    """Other names of one word → full name: "boris" in an article is Boris Johnson."""
    return {other: name for other, name in persons().items() if " " not in other}


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Given name in small letters → names that may be the same person's."""
    out: dict[str, set[str]] = {}
    for line in (_HERE / "nicknames.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            for name in line.split():
                out.setdefault(name, set()).update(line.split())
    return {name: frozenset(names) for name, names in out.items()}


@cache
def outlets() -> dict[str, str]:
    """Outlet, as `key_of` gives it → country of its readers, as in states.tsv."""
    return {key_of(one): country for names, _, country in _rows("outlets.tsv") for one in names.split("|")}


@cache
def posts() -> tuple[Post, ...]:
    """All tenures; where posts.tsv has a name's post, with days, those of the other list are left out."""
    own = _rows("posts.tsv")
    better = {(name, where, post.split()[-1]) for name, where, post, _, _ in own}
    others = [
        row for row in _split(_POSTS.read_text(encoding="utf-8")) if (row[0], row[1], row[2].split()[-1]) not in better
    ]
    return tuple(
        Post(name=name, where=where, words=frozenset(post.split()), since=since, until=until or None)
        for name, where, post, since, until in (*own, *others)
    )


@cache
def digest() -> str:
    """Of all lists: what was judged by others is judged anew."""
    told = blake2b(_POSTS.read_bytes(), digest_size=8)
    for name in ("organisations.tsv", "persons.tsv", "posts.tsv", "outlets.tsv", "nicknames.txt"):
        told.update((_HERE / name).read_bytes())
    return told.hexdigest()
