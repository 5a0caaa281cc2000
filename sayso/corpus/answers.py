"""What a corpus answers: records without any layout, from which table, JSON and page are made."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.corpus.shares import Share

METHOD = (
    "Counted are claims with a source of known kind that stand in no other claim’s content. Without a name are sources"
    " that are only described (“a senior official”) and those of whom the article says that they asked for anonymity,"
    " which are told apart as anonymous. Intervals hold 95 %, and take articles, not claims, as independent. Articles"
    " without a usable date are left out of years. A quotation is “first” as far as this corpus goes."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The share of nameless sources of an outlet (None: all) in a year (None: all). anonymous: share of claims."""

    outlet: str | None
    year: int | None
    share: Share
    anonymous: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A source by the name that articles give it. record: its kind. outlet: None for all together."""

    name: str
    record: str
    outlet: str | None
    claims: int
    articles: int
    outlets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An article where it stands in a group. day: ISO date, None where unknown."""

    id: str
    outlet: str | None
    day: str | None
    title: str | None
    shard: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """A quotation that several outlets give. names: who is told to have said it, with how many articles. first: the
    articles of the earliest day. others: those of later days or none. texts: articles but for near-duplicates."""

    quotation: str
    names: tuple[tuple[str, int], ...]
    first: tuple[Standing, ...]
    others: tuple[Standing, ...]
    outlets: int
    texts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Near-duplicates, the earliest first. likeness: the least share of common shingles among the pairs that joined
    them."""

    articles: tuple[Standing, ...]
    likeness: float
    outlets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All of them. years: those that cells have, in order. cells: of all, of outlets, of years, of both."""

    articles: int
    claims: int
    words: int
    outlets: int
    refused: tuple[tuple[str, int], ...]
    repeated: int
    reader: str
    is_complete: bool
    years: tuple[int, ...]
    cells: tuple[Cell, ...]
    speakers: tuple[Speaker, ...]
    travels: tuple[Travel, ...]
    all_travels: int
    twins: tuple[Twins, ...]
    all_twins: int
    twin_articles: int

    def cell(self, outlet: str | None, year: int | None) -> Cell | None:
        return next((c for c in self.cells if c.outlet == outlet and c.year == year), None)

    def ranked(self) -> tuple[Cell, ...]:
        """Outlets over all years, the largest share first."""
        found = [c for c in self.cells if c.outlet is not None and c.year is None]
        return tuple(sorted(found, key=lambda c: (-c.share.value, c.outlet or "")))
