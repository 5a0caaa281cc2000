"""The records of an audit. Every figure is a tuple of claim ids; `Audit.line` tells where their words stand.

Shares are 0 to 1, None where there is nothing to take a share of. Paragraphs are numbered from 1 by
`sayso.audit.paragraphs`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from sayso.records import Article, Force, Reading, Record, Spans, Voice, When

Ids = tuple[str, ...]
Scope = Literal["story", "lead", "nameless"]

RECORD_ORDER: tuple[Record | None, ...] = (
    "named-person",
    "named-organisation",
    "unnamed",
    "anonymous",
    "document",
    None,
)
NAMED: frozenset[Record | None] = frozenset({"named-person", "named-organisation"})
NAMELESS: frozenset[Record | None] = frozenset({"unnamed", "anonymous"})


def share(part: int, whole: int) -> float | None:
    """part of whole, 0 to 1; None of nothing."""
    return part / whole if whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One claim as an audit shows it: who (None: no source), by which cue, and its content, with exact spans."""

    id: str
    parent: str | None
    voice: Voice
    source: str | None
    record: Record | None
    cue: str | None
    spans: Spans
    paragraph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words of the text, by white space: in attributed spans, in the outlet's claims outside them, the rest.

    The rest is headlines, captions, boilerplate, questions, and what stands beside an attribution ("on Monday").
    """

    attributed: int
    outlet: int
    rest: int

    @property
    def all(self) -> int:
        return self.attributed + self.outlet + self.rest


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFigures:
    """One distinct source. claims: given to it by the outlet; nested: told of it by another source; words: of `claims`.

    share: of all first-hand claims with a source.
    """

    label: str
    record: Record | None
    claims: Ids
    nested: Ids
    words: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFigures:
    """How many distinct sources are of a record (None: not known), and their first-hand claims."""

    record: Record | None
    sources: int
    claims: Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Paragraphs first … last (both included) whose sourced claims are all of one source."""

    first: int
    last: int
    label: str
    record: Record | None
    claims: Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What the story stands on, by `sayso.audit.rests`. scope "story", "lead": one source; "nameless": none is named.

    claims: those that show it. share: of the claims that were looked at.
    """

    scope: Scope
    label: str | None
    record: Record | None
    claims: Ids
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFigures:
    """Claims by the scale's term; None: hedged by words that have none ("may", "could")."""

    term: str | None
    band: tuple[float, float] | None
    claims: Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class CertaintyFigures:
    """hedged: words make the claim less sure; boosted: surer. Each claim is in one of them at most, hedges first."""

    hedged: Ids
    boosted: Ids
    terms: tuple[TermFigures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceFigures:
    """Attributed claims (nested ones too) by what their cue does; None: not known."""

    force: Force | None
    claims: Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """A claim that foretells: its force says so, or its time is due. due: ISO date; about: the time it is about."""

    claim: str
    label: str | None
    due: str | None
    about: When | None


@dataclass(frozen=True, kw_only=True)
class Audit:
    """One article's sourcing. attributed: first-hand claims, unsourced ones too; nested: within another's content.

    attributed, nested and outlet together are all claims.
    """

    reading: Reading
    words: Words
    lines: tuple[Line, ...]
    attributed: Ids
    nested: Ids
    outlet: Ids
    unsourced: Ids
    sources: tuple[SourceFigures, ...]
    secondhand: tuple[SourceFigures, ...]
    records: tuple[RecordFigures, ...]
    passages: tuple[Passage, ...]
    rests: tuple[Rest, ...]
    certainty: CertaintyFigures
    forces: tuple[ForceFigures, ...]
    predictions: tuple[Prediction, ...]

    @cached_property
    def _by_id(self) -> dict[str, Line]:
        return {line.id: line for line in self.lines}

    def line(self, claim: str) -> Line:
        """The claim's words and where they stand. Raises KeyError for an id that the reading does not have."""
        return self._by_id[claim]

    @property
    def article(self) -> Article:
        return self.reading.article

    @property
    def sourced(self) -> int:
        """First-hand claims with a source."""
        return len(self.attributed) - len(self.unsourced)

    @property
    def outlet_share(self) -> float | None:
        """Of first-hand claims and the outlet's own, those in the outlet's voice."""
        return share(len(self.outlet), len(self.outlet) + len(self.attributed))

    def record_share(self, *kinds: Record) -> float | None:
        """Of first-hand claims whose source's record is known, those of these kinds."""
        known = [figures for figures in self.records if figures.record]
        some = sum(len(figures.claims) for figures in known if figures.record in kinds)
        return share(some, sum(len(figures.claims) for figures in known))
