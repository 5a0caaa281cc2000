"""Who held which post: what an article leaves unsaid of persons whom everybody knows (lexicon/officeholders.tsv)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sayso.understand.people import Person, same_given
from sayso.understand.states import state
from sayso.understand.titles import NAME_PARTICLES, folded_name, role

_AFTER = 1  # years after a post's end in which an article may still call its holder by it


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """given, last: folded words of the name. until None: still held. where: a country's name, else words of a body."""

    given: str
    last: str
    where: str
    words: tuple[str, ...]
    since: int
    until: int | None


@cache
def _posts() -> dict[str, tuple[Post, ...]]:
    """Folded surname → posts."""
    text = (files("sayso.understand") / "lexicon" / "officeholders.tsv").read_text(encoding="utf-8")
    out: dict[str, list[Post]] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        name, where, words, since, until = line.split("\t")
        parts = [folded_name(part) for part in _joined(name).split() if part.lower() not in NAME_PARTICLES]
        post = Post(
            given=parts[0], last=parts[-1], where=where, words=tuple(words.split()), since=int(since),
            until=int(until) if until else None,
        )  # fmt: skip
        out.setdefault(post.last, []).append(post)
    return {last: tuple(posts) for last, posts in out.items()}


def _joined(name: str) -> str:
    """Hyphens join, as they do in the names of an article."""
    return name.replace("-", "")


def learn_posts(persons: Iterable[Person], year: int | None) -> None:
    """Add the posts held in a year to the persons whose names are known; a lone surname must be one holder's alone.

    year None: any year. Nothing is added that the article's own words contradict.
    """
    for person in persons:
        posts = [p for p in _posts().get(person.parts[-1], ()) if _held(p, year)]
        if len(person.parts) > 1:
            posts = [p for p in posts if same_given(person.parts[0], p.given)]
        elif len({p.given for p in posts}) > 1:
            continue
        for post in posts:
            _learn(person, post)


def year_of(published: str | None) -> int | None:
    """The year of an ISO date, None where there is none."""
    year = (published or "")[:4]
    return int(year) if len(year) == 4 and year.isascii() and year.isdigit() else None


def _held(post: Post, year: int | None) -> bool:
    return year is None or (post.since <= year and (post.until is None or year <= post.until + _AFTER))


def _learn(person: Person, post: Post) -> None:
    known = state(post.where)
    if known and person.states and known[0] not in person.states:
        return
    if known:
        person.states.add(known[0])
    else:
        person.about.update(post.where.lower().split())
    for word in post.words:
        found = role(word)
        if found and found.use != "honorific":
            person.roles.add(word)
            if found.family:
                person.families.add(found.family)
        else:
            person.about.add(word)
