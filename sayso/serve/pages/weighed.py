"""Grades as the desk shows them: a letter for a source, a number for a claim, each with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.errors import UsageError
from sayso.ledger.outcomes.graded import Graded, graded
from sayso.ledger.pages.counts import state_of
from sayso.ledger.queries import Ledger
from sayso.serve.memory import Memory
from sayso.weigh.grades import MEANS

_MOST = 24  # sources, and claims, that are graded for one page


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A grade to be shown. lines: what was counted, how often, with which weight. by: the person who set it."""

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


def badges(ledger: Ledger, memory: Memory, page: str, of: Sequence[str]) -> dict[str, Badge]:
    """Grades of sources, by name, and claims, by key: the first of them. page: under what they are remembered."""
    wanted = list(dict.fromkeys(of))[:_MOST]
    return memory.get(f"grades {page}", state_of(ledger.connection), lambda: _badges(ledger, wanted))


def _badges(ledger: Ledger, wanted: Sequence[str]) -> dict[str, Badge]:
    found = {}
    for one in wanted:
        try:
            found[one] = badge(one, graded(ledger.connection, one))
        except UsageError:  # a name that stands for nobody
            continue
    return found


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
