"""Asks a corpus: one way through its articles, one through its claims, shard by shard."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sayso.corpus.answers import Answers, Cell, Speaker, Standing, Travel, Twins
from sayso.corpus.groups import Groups, meetings
from sayso.corpus.quotes import Quotations, quotations
from sayso.corpus.shares import NAMELESS, Tally
from sayso.corpus.tables import Choice, Corpus
from sayso.ledger.identity.texts import ALIKE, likeness, shingles
from sayso.records import RECORDS

_MOST_TWINS = 200  # articles under one hash; more have boilerplate in common
_FIRST_YEAR = 1500  # a year before print is a mistake of the input
_CLAIM = ("article", "parent", "voice", "form", "source.name", "source.record", "content.spans")


@dataclass(slots=True)
class _Seen:
    """What is remembered of the articles: the numbers that other lists use, and who they are."""

    standing: list[Standing] = field(default_factory=list)
    number: dict[str, int] = field(default_factory=dict)
    words: int = 0


def ask(corpus: Corpus, choice: Choice, *, top: int, least: int, show: Callable[[str], None]) -> Answers:
    """All answers. top: how many of each list. least: articles that an outlet, or one in a year, must have to be shown.

    Holds of every article its id, outlet, day, title and 16 hashes, of every quotation its words.
    """
    show("articles")
    seen, bands, owners = _articles(corpus, choice)
    show("near-duplicates")
    twins, likenesses = _twins(corpus, seen, bands, owners)
    show("claims")
    claims = _Claims(seen)
    for shard in corpus.shards:
        claims.add(corpus.claims(shard, _CLAIM))
    show("quotations")
    travels = _travels(claims, seen, twins)
    groups = _twin_records(seen, twins, likenesses)
    cells = claims.cells(least)
    refused = Counter(one.code for shard in corpus.shards for one in shard.refused)
    return Answers(
        articles=len(seen.standing),
        claims=claims.count,
        words=seen.words,
        outlets=len({s.outlet for s in seen.standing if s.outlet}),
        refused=tuple(sorted(refused.items())),
        repeated=sum(shard.repeated for shard in corpus.shards),
        reader=corpus.manifest.reader,
        is_complete=corpus.is_complete,
        years=tuple(sorted({c.year for c in cells if c.year is not None})),
        cells=tuple(cells),
        speakers=tuple(claims.speakers(top)),
        travels=tuple(travels[:top]),
        all_travels=len(travels),
        twins=tuple(groups[:top]),
        all_twins=len(groups),
        twin_articles=sum(len(group.articles) for group in groups),
    )


def _articles(corpus: Corpus, choice: Choice) -> tuple[_Seen, Any, Any]:
    seen = _Seen()
    bands, owners = [], []
    for shard in corpus.shards:
        for row in corpus.articles(shard, ("id", "outlet", "published", "title", "words", "bands")):
            if not choice.holds(row["id"], row["outlet"], row["published"]):
                continue
            number = len(seen.standing)
            seen.number[row["id"]] = number
            day = row["published"][:10] if row["published"] else None
            seen.standing.append(
                Standing(id=row["id"], outlet=row["outlet"], day=day, title=row["title"], shard=shard.number)
            )
            seen.words += row["words"]
            bands.append(np.array(row["bands"], np.int64))
            owners.append(np.full(len(row["bands"]), number, np.int64))
    nothing = np.empty(0, np.int64)
    return seen, np.concatenate([nothing, *bands]), np.concatenate([nothing, *owners])


def _twins(corpus: Corpus, seen: _Seen, bands: Any, owners: Any) -> tuple[Groups, dict[int, list[float]]]:
    """Articles of much the same text, and of each group how alike the pairs are that made it."""
    pairs = list(meetings(bands, owners, _MOST_TWINS))
    wanted = {number for pair in pairs for number in pair}
    told: dict[int, Any] = {}
    for shard in corpus.shards:
        if any(seen.standing[number].shard == shard.number for number in wanted):
            for row in corpus.articles(shard, ("id", "text")):
                number = seen.number.get(row["id"], -1)
                if number in wanted:
                    told[number] = shingles(row["text"])
    groups = Groups(len(seen.standing))
    found: list[tuple[int, float]] = []
    for one, other in pairs:
        alike = likeness(told[one], told[other])
        if alike >= ALIKE:
            groups.join(one, other)
            found.append((one, alike))
    likenesses: dict[int, list[float]] = defaultdict(list)
    for one, alike in found:
        likenesses[groups.find(one)].append(alike)
    return groups, likenesses


def _twin_records(seen: _Seen, twins: Groups, likenesses: dict[int, list[float]]) -> list[Twins]:
    out = []
    for root, members in twins.all().items():
        articles = _in_time(seen, members)
        outlets = len({a.outlet for a in articles})
        out.append(Twins(articles=tuple(articles), likeness=min(likenesses[root]), outlets=outlets))
    return sorted(out, key=lambda t: (-t.outlets, -len(t.articles), t.articles[0].id))


def _in_time(seen: _Seen, members: Sequence[int]) -> list[Standing]:
    return sorted((seen.standing[m] for m in set(members)), key=lambda s: (s.day is None, s.day or "", s.id))


class _Claims:
    """Counts claims as they pass."""

    def __init__(self, seen: _Seen) -> None:
        self._seen = seen
        self.count = 0
        self.quotations = Quotations()
        self.quoted: list[tuple[int, str | None]] = []  # of each quotation, its article and who said it
        self._tallies: dict[tuple[str | None, int | None], Tally] = defaultdict(Tally)
        self._names: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._of: Counter[tuple[str, str, str | None]] = Counter()
        self._in: Counter[tuple[str, str, str | None]] = Counter()

    def add(self, rows: Iterator[dict[str, Any]]) -> None:
        """The claims of a shard, those of an article together."""
        key: str | None = None
        held: list[dict[str, Any]] = []
        for row in rows:
            if row["article"] != key:
                self._article(key, held)
                key, held = row["article"], []
            held.append(row)
        self._article(key, held)

    def _article(self, key: str | None, rows: Sequence[dict[str, Any]]) -> None:
        number = self._seen.number.get(key or "")
        if number is None:
            return
        standing = self._seen.standing[number]
        self.count += len(rows)
        n = nameless = anonymous = 0
        here: set[tuple[str, str]] = set()
        for row in rows:
            source = row["source"] or {"name": None, "record": None}
            self._quote(number, row, source["name"])
            record = source["record"]
            if record is None or row["parent"] is not None:
                continue
            n += 1
            nameless += record in NAMELESS
            anonymous += record == "anonymous"
            if source["name"]:
                here.add(self._speaker(standing, record, source["name"]))
        for record, told in here:
            self._in[record, told, None] += 1
            self._in[record, told, standing.outlet or ""] += 1
        self._tallies[standing.outlet, year_of(standing.day)].add(n, nameless, anonymous)

    def _speaker(self, standing: Standing, record: str, name: str) -> tuple[str, str]:
        told = _folded(name)
        self._names[record, told][name] += 1
        self._of[record, told, None] += 1
        self._of[record, told, standing.outlet or ""] += 1
        return record, told

    def _quote(self, number: int, row: dict[str, Any], name: str | None) -> None:
        content = " ".join(span["text"] for span in row["content"]["spans"])
        for one in quotations(content, row["form"]):
            self.quotations.add(one)
            self.quoted.append((number, name))

    def cells(self, least: int) -> list[Cell]:
        """Shares of all together, of each outlet, of each year, of each outlet in each year."""
        sums: dict[tuple[str | None, int | None], Tally] = defaultdict(Tally)
        for (outlet, year), tally in self._tallies.items():
            for key in {(None, None), (outlet, None), (None, year), (outlet, year)}:
                sums[key].add_all(tally)
        out = []
        for (outlet, year), tally in sums.items():
            share = tally.share()
            if share is not None and (share.articles >= least or (outlet is None and year is None)):
                cell = Cell(outlet=outlet, year=year, share=share, anonymous=tally.anonymous / tally.n)
                out.append(cell)
        return sorted(out, key=lambda c: (c.outlet or "", c.year or 0))

    def speakers(self, top: int) -> Iterator[Speaker]:
        """The most often heard of each kind, of all outlets together and of each."""
        spread = Counter((record, told) for record, told, outlet in self._of if outlet)
        lists: dict[tuple[str, str | None], list[tuple[int, str]]] = defaultdict(list)
        for (record, told, outlet), claims in self._of.items():
            lists[record, outlet].append((claims, told))
        outlets = sorted({outlet for _, outlet in lists}, key=lambda o: (o is not None, o or ""))
        for outlet in outlets:
            if outlet == "":
                continue
            for record in RECORDS:
                for claims, told in sorted(lists.get((record, outlet), ()), key=lambda p: (-p[0], p[1]))[:top]:
                    name = self._names[record, told].most_common(1)[0][0]
                    yield Speaker(
                        name=name, record=record, outlet=outlet, claims=claims,
                        articles=self._in[record, told, outlet], outlets=spread[record, told],
                    )  # fmt: skip


def year_of(day: str | None) -> int | None:
    year = int(day[:4]) if day and day[:4].isdecimal() else None
    return year if year is not None and year >= _FIRST_YEAR else None


def _folded(name: str) -> str:
    told = " ".join(name.split()).casefold()
    return told.removeprefix("the ")


def _travels(claims: _Claims, seen: _Seen, twins: Groups) -> list[Travel]:
    """Quotations of several outlets, those of most first."""
    out = []
    for group in claims.quotations.groups():
        articles: dict[int, list[str]] = defaultdict(list)
        for one in group:
            number, name = claims.quoted[one]
            articles[number] += [name] if name else []
        standing = _in_time(seen, list(articles))
        outlets = len({s.outlet for s in standing if s.outlet})
        if outlets < 2:
            continue
        names = Counter(name for told in articles.values() for name in set(told))
        day = standing[0].day
        first = tuple(s for s in standing if s.day == day)
        longest = max(group, key=lambda one: len(claims.quotations.text(one)))
        out.append(
            Travel(
                quotation=claims.quotations.text(longest),
                names=tuple(names.most_common()),
                first=first,
                others=tuple(s for s in standing if s.day != day),
                outlets=outlets,
                texts=len({twins.find(number) for number in articles}),
            )
        )
    return sorted(out, key=lambda t: (-t.texts, -t.outlets, t.quotation))
