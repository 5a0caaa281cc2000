"""A person's decisions about a claim, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from sayso.identity import tagged
from sayso.ledger.log import canonical
from sayso.ledger.review.bodies import claim_body
from sayso.records import Claim

Verdict = Literal["accept", "correct", "add", "reject", "unsure", "note", "undo"]
Standing = Literal["accepted", "corrected", "own", "unsure", "rejected"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
STANDINGS: tuple[str, ...] = get_args(Standing)
TOP = ""
"""The parent of a claim that stands in nobody's content, where a person says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody wants to be entered.

    claim: the key of a claim, as lists show it; for "add" that of an article. to: the claim as it must be, for
    "correct" and "add"; edits: instead, what must be changed of it (see edits.edited). undoes: the key of the decision
    to take back; without it, the one in force is meant.
    """

    claim: str
    verdict: Verdict
    reviewer: str
    why: str | None = None
    to: Claim | None = None
    edits: Mapping[str, object] | None = None
    undoes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One line of the book.

    subject: the claim's key when it was first decided, equal for all decisions on one claim. claim: its key after this
    one. at: UTC, to the second. previous: key of the decision before on the same claim. day: of the publication that
    was looked at. given: the claim as the reader gave it. decided: as the person wants it; None where it is rejected,
    left open, or taken back. parent: the subject of the claim in whose content it stands, TOP for none, as the person
    wants it; None leaves it to the reader.
    """

    sha256: str
    subject: str
    claim: str
    verdict: Verdict
    reviewer: str
    at: str
    why: str | None
    undoes: str | None
    previous: str | None
    day: str | None
    given: Claim | None
    decided: Claim | None
    parent: str | None = None

    @property
    def body(self) -> bytes:
        """What the log commits to."""
        given = claim_body(self.given) if self.given else None
        decided = claim_body(self.decided) if self.decided else None
        if decided is not None and self.parent is not None:
            decided = [*decided, self.parent]
        told = [self.sha256, self.subject, self.claim, self.verdict, self.reviewer, self.at, self.why]
        return canonical(["d1", *told, self.undoes, self.previous, self.day, given, decided])

    @property
    def key(self) -> str:
        """The same on every machine; the decision before is part of it, so that no two are ever equal."""
        return tagged("d1", [self.body.decode("ascii")])

    @property
    def standing(self) -> Standing | None:
        """How the claim stands where this decision is in force; None for notes and undoing."""
        if self.verdict in {"note", "undo"}:
            return None
        if self.verdict in {"reject", "unsure"}:
            return "rejected" if self.verdict == "reject" else "unsure"
        if self.given is None:
            return "own"
        assert self.decided is not None
        same = claim_body(self.given)[:-1] == claim_body(self.decided)[:-1]  # the confidence aside
        return "accepted" if same and self.parent is None else "corrected"

    def claims(self) -> tuple[Claim, ...]:
        """The claim as given and as decided, as far as they are there."""
        return tuple(c for c in (self.decided, self.given) if c is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """All decisions on one claim, the earliest first. ruling: the one in force, None where all are taken back."""

    subject: str
    decisions: tuple[Decision, ...]
    ruling: Decision | None

    @property
    def notes(self) -> tuple[Decision, ...]:
        return tuple(d for d in self.decisions if d.verdict == "note")


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those that nobody took back, notes included. Taking back may be taken back. decisions: the earliest first."""
    gone: set[str] = set()
    found = []
    for one in reversed(tuple(decisions)):
        if one.key in gone:
            continue
        if one.verdict == "undo":
            gone.add(one.undoes or "")
        else:
            found.append(one)
    return tuple(reversed(found))


def to_threads(decisions: Iterable[Decision]) -> tuple[Thread, ...]:
    """Decisions by the claim that they are about. decisions: of one text, the earliest first."""
    grouped: dict[str, list[Decision]] = {}
    for one in decisions:
        grouped.setdefault(one.subject, []).append(one)
    return tuple(_thread(subject, tuple(told)) for subject, told in grouped.items())


def _thread(subject: str, told: tuple[Decision, ...]) -> Thread:
    rulings = [d for d in in_force(told) if d.verdict != "note"]
    return Thread(subject=subject, decisions=told, ruling=rulings[-1] if rulings else None)


def opinions(thread: Thread) -> tuple[Decision, ...]:
    """The latest decision in force of each reviewer, notes and "unsure" aside."""
    latest: dict[str, Decision] = {}
    for one in in_force(thread.decisions):
        if one.verdict not in {"note", "unsure"}:
            latest[one.reviewer] = one
    return tuple(sorted(latest.values(), key=thread.decisions.index))


def disagree(thread: Thread) -> bool:
    """Whether two reviewers want different things of the claim."""
    wanted = {canonical([*claim_body(d.decided)[:-1], d.parent]) if d.decided else b"" for d in opinions(thread)}
    return len(wanted) > 1
