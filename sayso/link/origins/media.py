"""The table of outlets and agencies: which one a name or an address is, and where a text names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from sayso.link.origins.tokens import Token, fold, rows, tokens

_LONGEST = 6  # words of a name
_ENDINGS = frozenset(
    "News Times Post Herald Tribune Gazette Journal Radio TV Television Magazine Observer Chronicle Telegraph Press"
    " Podcast FM Courier Examiner Bulletin Advertiser Echo Dispatch Inquirer Sentinel Globe Standard Newspaper".split()
)
"""Last words of names of outlets that the table does not hold."""
_STATE = ("state media", "state television", "state TV", "state-run media", "state news agency", "state radio")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """kind: agency, outlet, photos or unnamed. house: outlets of one house are not independent."""

    name: str
    kind: str
    house: str


@dataclass(frozen=True, slots=True)
class Mention:
    """An outlet named in a text. first, last: numbers of its first and last word."""

    outlet: Outlet
    first: int
    last: int


class Media:
    """Looks names up. Short names that mean many things are taken only where a full one was seen (see mentions)."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, ...], Outlet] = {}
        self._short: dict[tuple[str, ...], Outlet] = {}
        self._begin: dict[str, int] = {}  # first word of a name: words of the longest that begins so
        self._folded: dict[str, Outlet] = {}
        self._sites: dict[str, Outlet] = {}
        for name, kind, house, others, sites in (tuple([*row, "", "", ""][:5]) for row in rows("media.tsv")):
            outlet = Outlet(name=name, kind=kind, house=house)
            for told in (name, *filter(None, others.split("|"))):
                into = self._short if told.startswith("~") else self._names
                words = tuple(t.text for t in tokens(told))
                into.setdefault(words, outlet)
                self._begin[words[0]] = max(len(words), self._begin.get(words[0], 0))
                self._folded.setdefault(_key(told.removeprefix("~")), outlet)
            for site in filter(None, sites.split("|")):
                self._sites.setdefault(site, outlet)
        for told in _STATE:
            words = tuple(t.text for t in tokens(told))
            self._names.setdefault(words, _unnamed(told))
            self._begin[words[0]] = max(len(words), self._begin.get(words[0], 0))

    def called(self, name: str | None) -> Outlet | None:
        """The outlet of a name, whatever its case."""
        return self._folded.get(_key(name)) if name else None

    def of(self, outlet: str | None, url: str | None) -> Outlet | None:
        """Whose publication this is: by the outlet's name, else by the address; a name that nobody knows is its own."""
        return self.called(outlet) or self._at(url) or (_own(outlet) if outlet else None)

    def _at(self, url: str | None) -> Outlet | None:
        if not url:
            return None
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return None
        parts = host.split(".")
        return next((self._sites[s] for i in range(len(parts)) if (s := ".".join(parts[i:])) in self._sites), None)

    def mentions(self, words: Sequence[Token], own: Outlet | None) -> list[Mention]:
        """Outlets named, the longest name at each place, in order."""
        found: list[Mention] = []
        at = 0
        short: list[Mention] = []
        while at < len(words):
            mention = self._here(words, at, self._names) or _unlisted(words, at)
            if mention is None:
                brief = self._here(words, at, self._short)
                if brief:
                    short.append(brief)
            else:
                found.append(mention)
            at = mention.last + 1 if mention else at + 1
        full = {m.outlet.name for m in found} | ({own.name} if own else set())
        found += [m for m in short if m.outlet.name in full]
        return sorted(found, key=lambda m: m.first)

    def _here(self, words: Sequence[Token], at: int, names: dict[tuple[str, ...], Outlet]) -> Mention | None:
        for length in range(min(self._begin.get(words[at].text, 0), len(words) - at), 0, -1):
            outlet = names.get(tuple(t.text for t in words[at : at + length]))
            if outlet is None:
                continue
            if outlet.kind == "unnamed" and at and words[at - 1].text[:1].isupper():
                outlet = _unnamed(f"{words[at - 1].text} {outlet.name}")
            return Mention(outlet, at, at + length - 1)
        return None


def _unlisted(words: Sequence[Token], at: int) -> Mention | None:
    """A name that ends as outlets' names do: two to five words, each with a capital."""
    if not words[at].text[:1].isupper() or (at and words[at - 1].text[:1].isupper()):
        return None
    last, found = at, None
    while last < len(words) and last - at < _LONGEST - 1 and words[last].text[:1].isupper():
        if words[last].text in _ENDINGS and last > at and words[last - 1].text not in {"The", "A"}:
            found = last
        last += 1
    if found is None:
        return None
    return Mention(_own(" ".join(t.text for t in words[at : found + 1])), at, found)


def _own(name: str) -> Outlet:
    return Outlet(name=name, kind="outlet", house=name)


def _unnamed(name: str) -> Outlet:
    return Outlet(name=name, kind="unnamed", house=name)


def _key(name: str) -> str:
    return " ".join(fold(name).removeprefix("the ").split())


@cache
def media() -> Media:
    """The table, read once."""
    return Media()
