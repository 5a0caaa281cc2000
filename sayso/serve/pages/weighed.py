"""Grades as the desk shows them: a letter for a source, a number for a claim, each with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from sayso.errors import UsageError
from sayso.ledger.outcomes.graded import Graded, graded
from sayso.ledger.pages.counts import state_of
from sayso.ledger.queries import Ledger
from sayso.serve.memory import Memory
from sayso.serve.wanted import check_names
from sayso.weigh.grades import MEANS


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A grade to be shown. lines: what was counted, how often, with which points. by: the person who set it."""

    of: str
    grade: str
    means: str
    lines: tuple[tuple[str, int, float], ...]
    rests: tuple[str, ...]
    by: str | None
    why: str | None

    @property
    def is_open(self) -> bool:
        """Whether nothing can be told yet."""
        return self.grade in {"F", "6"}


def grade(ledger: Ledger, request: Request) -> dict[str, Any]:
    """What the page shows of a source, by name, or a claim, by key. Weighing takes seconds: it is done when asked for.

    Raises UsageError.
    """
    check_names(request.query_params, ("of",))
    of = request.query_params.get("of", "").strip()
    if not of:
        raise UsageError("Whose grade? Give of: a source's name or a claim's key.")
    memory: Memory = request.app.state.memory
    made = memory.get(f"grade {of}", state_of(ledger.connection), lambda: badge(of, graded(ledger.connection, of)))
    return {"g": made, "of": of, "is_claim": of.startswith("k1:")}


def badge(of: str, told: Graded) -> Badge:
    ruling = told.ruling
    return Badge(
        of=of,
        grade=told.grade,
        means=MEANS[told.grade],
        lines=tuple((line.what, line.count, line.points) for line in told.computed.lines),
        rests=told.computed.rests,
        by=ruling.reviewer if ruling else None,
        why=ruling.why if ruling else None,
    )
