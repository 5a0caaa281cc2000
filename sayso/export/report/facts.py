"""What a report is made of. The ledger fills it (sayso/ledger/briefs.py); nothing here asks the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.export.formats.records import ExportArticle, ExportClaim, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A claim with who says it, for people. position: on the question, where there is one. new: what was new with it.

    disputed: wording of the question in which others say the contrary, None where nobody does.
    """

    claim: ExportClaim
    who: str
    position: str | None = None
    new: tuple[str, ...] = ()
    disputed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One speaker's position moved, or what is known did. before, after: keys of claims."""

    kind: str
    who: str | None
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One source behind some of the articles. kind: of link/origins. articles: how many."""

    label: str
    kind: str
    articles: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """at_least: of which each is certainly independent of each other. at_most: all not known to be one."""

    at_least: int
    at_most: int
    articles: int
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A line of a grade's arithmetic."""

    what: str
    count: int
    weight: float
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A grade with how it was found. of: whom or what. claim: key, where it is a claim's. by: who set it, else None."""

    of: str
    grade: str
    means: str
    sums: tuple[Sum, ...]
    rests: tuple[str, ...]
    claim: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """readers, judge: digests of model and code. version: of the package. unlinked: texts not linked yet."""

    version: str
    readers: tuple[str, ...]
    judge: str | None = None
    decided: int = 0
    unlinked: int = 0
    text: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFacts:
    key: str
    wording: str
    stated: tuple[Stated, ...]
    moved: tuple[Moved, ...]
    outcome: Outcome | None
    origins: Origins | None
    graded: tuple[Graded, ...]
    method: Method


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFacts:
    """others: publications of the same text. twins: nearly the same, with their likeness (0 … 1). versions: at its
    address. articles: words of it in all; covered: characters in attributed spans."""

    article: ExportArticle
    stated: tuple[Stated, ...]
    words: int
    others: tuple[ExportArticle, ...]
    twins: tuple[tuple[ExportArticle, float], ...]
    versions: int
    origins: Origins | None
    graded: tuple[Graded, ...]
    method: Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A value and how many claims have it."""

    value: str
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """total: claims in all, of which stated holds the latest. plain: without a hedge; None where nobody counted."""

    name: str
    wordings: tuple[Counted, ...]
    total: int
    forces: tuple[Counted, ...]
    hedges: tuple[Counted, ...]
    plain: int | None
    others: tuple[str, ...]
    stated: tuple[Stated, ...]
    moved: tuple[Moved, ...]
    graded: tuple[Graded, ...]
    method: Method


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionFacts:
    """later: claims that may tell how it turned out, with why. frozen: when it was frozen (UTC). settled: all that
    persons said of it, the earliest first. denied: it foretells that the content will not come true."""

    stated: Stated
    due: str | None
    denied: bool
    frozen: str
    standing: str
    outcome: Outcome | None
    settled: tuple[Outcome, ...]
    later: tuple[tuple[Stated, str], ...]
    graded: tuple[Graded, ...]
    method: Method
