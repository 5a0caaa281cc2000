"""Look-up of places by name, over two shipped tables: `places.tsv.gz` (from GeoNames) and `famous.tsv` (our own)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast, get_args

from sayso.gazetteer.keys import key_of, key_of_word

Kind = Literal["country", "region", "area", "city", "water", "island", "building"]
KINDS: tuple[str, ...] = get_args(Kind)

# Marks that may stand between the words of one name: "U.S.", "Ivano-Frankivsk", "Slov'yansk".
_JOINERS = frozenset(".-'’‑ʼ")
# Words of a name that news writes small.
_SMALL = frozenset(
    "of and the de la del al el es le les du s da do dos upon on sur am an der na e i plant power nuclear".split()
)
_SMALL_AFTER = frozenset(
    "region river strait peninsula reservoir dam bridge corridor exclave crossing mosque zone".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place. country: ISO 3166-1 alpha-2, None where it lies in several or none. latitude, longitude: degrees.

    population: inhabitants, 0 where unknown. capital: of its country. personal: the name is also a person's first or
    family name. word: the name is also an English word.
    """

    name: str
    kind: Kind
    country: str | None
    latitude: float
    longitude: float
    population: int = 0
    capital: bool = False
    personal: bool = False
    word: bool = False


_RANK = {kind: rank for rank, kind in enumerate(("country", "area", "water", "city", "region", "island", "building"))}


class Gazetteer:
    """Places by name. Lines are parsed when asked for, so that loading stays short."""

    def __init__(self, lines: Sequence[str]) -> None:
        """lines: `name TAB keys with | TAB kind TAB country TAB latitude TAB longitude TAB population TAB flags`."""
        self._lines = lines
        index: dict[str, int] = {}
        more: dict[str, list[int]] = {}
        longest: dict[str, int] = {}
        for number, line in enumerate(lines):
            for key in line.split("\t", 2)[1].split("|"):
                # Few names are shared: a list for each would double the time to load.
                if index.setdefault(key, number) != number:
                    more.setdefault(key, []).append(number)
                if " " in key:
                    first, rest = key.split(" ", 1)
                    longest[first] = max(longest.get(first, 1), 2 + rest.count(" "))
        self._index = index
        self._more = more
        self._longest = longest
        self._found: dict[str, tuple[Entry, ...]] = {}

    @staticmethod
    @cache
    def shared() -> Gazetteer:
        """The shipped tables, read once."""
        folder = files("sayso.gazetteer")
        lines = gzip.decompress((folder / "places.tsv.gz").read_bytes()).decode("utf-8").split("\n")
        own = (folder / "famous.tsv").read_text(encoding="utf-8").split("\n")
        return Gazetteer([x for x in lines if x and x[0] != "#"] + [_keyed(x) for x in own if x and x[0] != "#"])

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Entry]:
        return (_entry(line) for line in self._lines)

    def find(self, name: str) -> tuple[Entry, ...]:
        """Every place of that name, best first: countries, then areas and waters, then by population."""
        return self._at(key_of(name))

    def longest(self, tokens: Sequence[str], start: int) -> tuple[int, tuple[Entry, ...]] | None:
        """The longest name that opens at `start`: the index after its last token, and its places. None for no name.

        tokens: words and single marks, as `sayso.reader.words` splits them. Words of the name stand with a capital,
        apart from small ones ("of", "region").
        """
        first = key_of_word(tokens[start])
        limit = self._longest.get(first, 1)
        best = (start + 1, first) if first in self._index else None
        if limit > 1:
            key, count, at = first, 1, start + 1
            while count < limit and at < len(tokens):
                token = tokens[at]
                at += 1
                if token in _JOINERS:
                    continue
                if not (token[0].isupper() or token in _SMALL or token in _SMALL_AFTER or token[0].isdigit()):
                    break
                key = f"{key} {key_of_word(token)}"
                count += 1
                if key in self._index:
                    best = (at, key)
        if best is None:
            return None
        end, key = best
        # "U.S." owns its last stop.
        if key.count(" ") and len(tokens[end - 1]) == 1 and end < len(tokens) and tokens[end] == ".":
            end += 1
        return end, self._at(key)

    def _at(self, key: str) -> tuple[Entry, ...]:
        found = self._found.get(key)
        if found is None:
            if key not in self._index:
                return ()
            numbers = [self._index[key], *self._more.get(key, ())]
            entries = [_entry(self._lines[n]) for n in numbers]
            entries.sort(key=lambda e: (_RANK[e.kind] > _RANK["water"], -e.population, _RANK[e.kind], e.name))
            found = tuple(dict.fromkeys(entries))
            # Misses, which any text can bring, are not kept; hits are bounded by the tables.
            self._found[key] = found
        return found


def _keyed(line: str) -> str:
    """A line of our own table in the form of the derived one."""
    names, *rest = line.split("\t")
    keys = "|".join(dict.fromkeys(key_of(n) for n in names.split("|")))
    return "\t".join((names.split("|")[0], keys, *rest, "0", ""))


def _entry(line: str) -> Entry:
    name, _, kind, country, latitude, longitude, population, flags = line.split("\t")
    return Entry(
        name=name,
        kind=cast(Kind, kind),
        country=country or None,
        latitude=float(latitude),
        longitude=float(longitude),
        population=int(population),
        capital="c" in flags,
        personal="n" in flags,
        word="w" in flags,
    )
