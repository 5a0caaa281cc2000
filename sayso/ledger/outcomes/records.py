"""Predictions as they were frozen, and what persons say of them and of sources. All are only ever added."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from sayso.identity import tagged
from sayso.ledger.log import canonical
from sayso.weigh.scores import Band, Outcome

Verdict = Literal["yes", "no", "ambiguous", "annulled", "undo"]
Kind = Literal["source", "claim"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A prediction as it was first read.

    sha256: of its text. key: the claim's. decision: key of the decision that gave it, None where a reader did. reader:
    digest. day: on which it was said, or first published. denied: it foretells that the content will not come true.
    due: ISO date, None where the end is open. spans: JSON, as in table claim. at: when it was frozen (UTC).
    """

    sha256: str
    key: str
    decision: str | None
    reader: str
    day: str | None
    voice: str
    source: str | None
    record: str | None
    cue: str | None
    content: str
    force: str | None
    polarity: str | None
    horizon: str | None
    hedges: str | None
    term: str | None
    band_low: float | None
    band_high: float | None
    denied: bool
    due: str | None
    spans: str
    at: str

    @property
    def body(self) -> bytes:
        """What the log commits to."""
        return canonical(["p1", *(_told(getattr(self, f.name)) for f in fields(self))])

    @property
    def band(self) -> Band | None:
        return _band(self.band_low, self.band_high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a person says came of a claim. outcome: whether its content is so; "undo" takes another one back.

    claim: the prediction's key, or that of another claim. evidence: addresses and keys of claims. question: key of a
    question that was settled as a whole. The fields from is_prediction on are as they stood when it was settled, so
    that nobody can better a prediction afterwards.
    """

    sha256: str
    claim: str
    outcome: Verdict
    resolver: str
    at: str
    why: str
    evidence: str
    question: str | None
    undoes: str | None
    previous: str | None
    is_prediction: bool
    denied: bool
    hedges: str | None
    term: str | None
    band_low: float | None
    band_high: float | None
    due: str | None
    day: str | None

    @property
    def body(self) -> bytes:
        """What the log commits to."""
        return canonical(["o1", *(_told(getattr(self, f.name)) for f in fields(self))])

    @property
    def key(self) -> str:
        """The same on every machine; the one before is part of it, so that no two are ever equal."""
        return tagged("o1", [self.body.decode("ascii")])

    @property
    def band(self) -> Band | None:
        return _band(self.band_low, self.band_high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A grade that a person set. subject: a source's wording as rows.folded gives it, or a claim's key.

    sha256: of the claim's text. grade: None where another one (undoes) is taken back.
    """

    sha256: str | None
    kind: Kind
    subject: str
    label: str
    grade: str | None
    reviewer: str
    at: str
    why: str
    undoes: str | None
    previous: str | None

    @property
    def body(self) -> bytes:
        """What the log commits to."""
        return canonical(["g1", *(getattr(self, f.name) for f in fields(self))])

    @property
    def key(self) -> str:
        return tagged("g1", [self.body.decode("ascii")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle:
    """What somebody wants to be entered about a claim, by its key or the beginning of one."""

    claim: str
    outcome: Outcome
    resolver: str
    why: str
    evidence: tuple[str, ...] = ()
    question: str | None = None


def _band(low: float | None, high: float | None) -> Band | None:
    return (low, high) if low is not None and high is not None else None


def _told(value: object) -> object:
    """Numbers as they come back from a column of REAL or INTEGER."""
    if isinstance(value, bool):
        return int(value)
    return float(value) + 0.0 if isinstance(value, int | float) else value
