"""Descriptions by a post, like "the US president" and "the former prime minister": who held it, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from sayso.link.speakers.tables import Post, posts, single_names
from sayso.link.speakers.words import plain, states_in
from sayso.understand.states import state
from sayso.understand.titles import role, singular

_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_NEVER = frozenset(
    "a an one some any another several many few two three both each every his her its their my our".split()
)
_FORMER = frozenset("former ex erstwhile ousted deposed".split())
_PASSED = frozenset(
    """the of for s new then current outgoing incoming embattled beleaguered longtime long-time first-ever acting
    interim beloved powerful far-right right-wing left-wing conservative republican democratic tory"""
    """ newly appointed elected re-elected""".split()
)
_SAME = {
    "defence": "defense", "foreign-affairs": "foreign", "affairs": "", "premier": "premier", "advisor": "adviser",
    "spokesperson": "spokesman", "spokeswoman": "spokesman", "director-general": "director-general",
    "leader": "leader", "chairwoman": "chairman", "chair": "chairman", "chairperson": "chairman",
    "treasurer": "treasury", "ministry": "", "department": "", "exchequer": "", "minister-president": "premier",
    "us": "", "office": "", "organization": "", "organisation": "",
}  # fmt: skip
_TOPS = frozenset("leader chief boss strongman ruler premier pm autocrat dictator".split())
_PRESIDENTIAL = frozenset(
    """Ukraine Russia France Turkey Belarus China Brazil Venezuela Argentina Mexico Egypt Syria Iran Kazakhstan
    Azerbaijan Taiwan Indonesia Afghanistan Nigeria""".split()
) | {"United States", "South Korea", "South Africa", "North Korea"}
_SEATS = frozenset({"kremlin", "pentagon", "white house"})
_GENERIC = frozenset(
    """minister secretary ambassador spokesman chief head director chairman speaker commissioner adviser commander
    general founder envoy""".split()
)
_SPOKEN_FOR = re.compile(
    r"^(?:the )?(?:president |prime minister )?(?:\w+ )?(\w+)['’]s (?:spokes(?:man|woman|person)|press secretary)$"
)
_SPOKESMEN = {"putin": "kremlin spokesman", "biden": "white house press secretary"}
_DEPUTIES = frozenset("vice deputy first second".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A post as a wording gives it. where: country or body, None where it tells none. top: any leader of a country.

    newest: "the new prime minister".
    """

    words: frozenset[str]
    where: str | None
    former: bool
    top: bool = False
    newest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Who may be meant, by full name. why: what tells so."""

    names: tuple[str, ...]
    why: str


@lru_cache(maxsize=50_000)
def parse_office(told: str) -> Office | None:
    """The post that a description gives and nothing else; None for other wordings."""
    words = [word.strip("'") for word in _WORD.findall(_apart(plain(told)))]
    if not words or len(words) > 12 or words[0] in _NEVER:
        return None
    where: str | None = None
    left: list[str] = []
    taken = 0
    for start, end, country in states_in(words):
        if where not in {None, country}:
            return None
        where = country
        seat = words[start:end] if " ".join(words[start:end]) in _SEATS else []
        left += words[taken:start] + seat
        taken = end
    left += words[taken:]
    if where is None:
        where, left = _placed(left)
    former = any(word in _FORMER for word in left)
    kept = [word for word in left if word not in _FORMER and word not in _PASSED]
    if not kept or not any(_is_post(word) for word in kept) or any(_is_plural(word) for word in kept):
        return None
    named = frozenset(filter(None, (_SAME.get(word, word) for word in kept)))
    if named == {"pm"}:
        named = frozenset({"prime", "minister"})
    if named & {"kremlin"} and named - {"kremlin"} <= _TOPS:
        named -= {"kremlin"}
    top = where is not None and state(where) is not None and len(named) == 1 and named <= _TOPS
    if not top and not any(named <= _words(post) for post in posts()):
        return None
    newest = "new" in left or "incoming" in left
    return Office(words=named, where=where, former=former, top=top, newest=newest)


def _apart(told: str) -> str:
    owner = _SPOKEN_FOR.search(told)
    if owner and owner[1] in _SPOKESMEN:
        told = _SPOKESMEN[owner[1]]
    told = told.replace("’", "'").replace("'s", " s").replace("ex-", "ex ").replace("vice-president", "vice president")
    told = told.replace("secretary general", "secretary-general").replace("director general", "director-general")
    return re.sub(r"\bu\.s\.?(?!\w)", "us", re.sub(r"\bu\.k\.?(?!\w)", "uk", re.sub(r"\bu\.n\.?(?!\w)", "un", told)))


def _placed(words: list[str]) -> tuple[str | None, list[str]]:
    """The body or place of a post that is no country: "NATO | secretary general"."""
    told = f" {' '.join(words)} "
    for name, where in _places():
        if f" {name} " in told:
            return where, told.replace(f" {name} ", "  ").split()
    return None, words


@cache
def _places() -> tuple[tuple[str, str], ...]:
    bodies = {plain(post.where): post.where for post in posts()}
    bodies |= {"un": "United Nations", "nuclear watchdog": "IAEA", "world health organization": "WHO"}
    return tuple(sorted(bodies.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def _is_post(word: str) -> bool:
    found = role(word)
    return word in _TOPS or word in {"lady", "gentleman", "secretary-general", "director-general", "chancellor"} or (
        found is not None and found.use in {"office", "rank"}
    )  # fmt: skip


def _is_plural(word: str) -> bool:
    return singular(word) != word and role(singular(word)) is not None


@lru_cache(maxsize=5_000)
def _words(post: Post) -> frozenset[str]:
    told = {_SAME.get(word, word) for word in post.words}
    if {"secretary", "general"} <= told and post.where in {"NATO", "United Nations"}:
        told.add("secretary-general")
    if {"director", "general"} <= told:
        told.add("director-general")
    return frozenset(filter(None, told))


def holders(office: Office, day: str | None) -> tuple[Post, ...]:
    """Tenures that suit an office on a day: that day's, or earlier ones of a former holder. None: of any day."""
    found = []
    for post in _of_where(office.where):
        told = _words(post)
        if office.top:
            head = "president" if post.where in _PRESIDENTIAL else "minister"
            suits = (head in told or (head == "minister" and "chancellor" in told)) and not told & _DEPUTIES
            suits = suits and (head != "minister" or "prime" in told or "chancellor" in told)
            suits = suits or ("leader" in told and len(told) <= 2)
        else:
            suits = office.words <= told and (office.words & _DEPUTIES) == (told & _DEPUTIES)
            suits = suits and ("un" in told) <= ("un" in office.words)
        if suits and (post.held(day) if not office.former else day is None or post.over(day)):
            found.append(post)
    return tuple(found)


@cache
def _by_where() -> dict[str, tuple[Post, ...]]:
    out: dict[str, list[Post]] = {}
    for post in posts():
        out.setdefault(post.where, []).append(post)
    return {where: tuple(found) for where, found in out.items()}


def _of_where(where: str | None) -> tuple[Post, ...]:
    return posts() if where is None else _by_where().get(where, ())


def meant(  # noqa: PLR0911 - each return is a rule
    office: Office, day: str | None, named: frozenset[str], home: str | None
) -> Holders:
    """Who is meant by a post. day: ISO. named: words with a capital in the article, in small letters. home: country of
    the outlet's readers. Several names where that stays open, none where nobody is known."""
    found = holders(office, day)
    if office.former and day:
        found = tuple(post for post in found if not _still(post, day))
    known = named | {plain(single_names()[word]).split()[-1] for word in named if word in single_names()}
    here = [post for post in found if plain(post.name).split()[-1].removesuffix(".") in known]
    names = _names(here)
    said = " ".join(sorted(office.words))
    time = "once" if office.former else "then"
    if office.where is not None:
        all_names = _names(found)
        if office.words <= _GENERIC and state(office.where):
            return Holders(names=(names or all_names)[:5], why=f"many are {said} of {office.where}")
        if len(all_names) == 1:
            return Holders(names=all_names, why=f"{all_names[0]} was {said} of {office.where} {time}")
        if len(names) == 1:
            return Holders(names=names, why=f"the article names {names[0]}, {said} of {office.where} {time}")
        return Holders(names=names or all_names, why=f"several were {said} of {office.where}")
    if office.words <= _GENERIC:
        return Holders(names=names[:5], why="so many hold such a post that it alone tells nobody")
    if len(names) == 1:
        return Holders(names=names, why=f"the article names {names[0]}, {said} {time}")
    if len(names) > 1 and office.newest:
        latest = max(here, key=lambda post: (post.since, post.name))
        return Holders(names=(latest.name,), why=f"the article names {latest.name}, the latest who was {said}")
    homely = [post for post in found if post.where == home]
    at_home = _names([post for post in homely if post in here]) or _names(homely)
    if len(at_home) == 1 and (not names or at_home[0] in names) and not office.former:
        return Holders(names=at_home, why=f"{at_home[0]} was {said} then where the outlet is read")
    return Holders(names=names or at_home, why=f"several were {said}, or none that the article names")


def _still(post: Post, day: str) -> bool:
    """Whether the holder leads something on a day: no former president then, but the president."""
    return any(other.name == post.name and other.held(day) for other in _of_where(post.where))


def _names(found: list[Post] | tuple[Post, ...]) -> tuple[str, ...]:
    return tuple(sorted({post.name for post in found}))
