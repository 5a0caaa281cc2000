"""What grouping takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from sayso.link.records import VERDICTS

Position = Literal["yes", "hedged yes", "unclear", "hedged no", "no"]
POSITIONS: tuple[Position, ...] = get_args(Position)
Move = Literal["reversal", "new fact", "hedge added", "hedge dropped"]
MOVES: tuple[Move, ...] = get_args(Move)
_SAME, _CONTRADICTS, _SHIFT = (VERDICTS.index(v) for v in ("same", "contradicts", "shift"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two claims that were judged. a, b: places among the claims at hand. scores: in the order of VERDICTS.

    near: how near their vectors and days are (see candidates.py); None where that is not known.
    """

    a: int
    b: int
    scores: tuple[float, ...]
    near: float | None = None

    @property
    def one_question(self) -> float:
        """Probability that both are on one question: same, contradicts or shift."""
        return self.scores[_SAME] + self.scores[_CONTRADICTS] + self.scores[_SHIFT]

    @property
    def one_side(self) -> float:
        """From −1 (opposite sides, surely) to 1 (one side)."""
        return self.scores[_SAME] - self.scores[_CONTRADICTS]  # of 111 gold shifts 69 turn the side round, 42 keep it


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A claim as far as questions need it; all but key and content may be unknown.

    key: the claim's. day: ISO day on which it was said or else published. speaker: who is known to speak, by any name
    that is equal for one speaker; None where nobody or an outlet's own text does. hedges: its words of certainty.
    band: of the scale, 0 … 1.
    """

    key: str
    content: str
    day: str | None = None
    speaker: str | None = None
    cue: str | None = None
    force: str | None = None
    polarity: str | None = None
    horizon: str | None = None
    form: str | None = None
    hedges: str | None = None
    band: tuple[float, float] | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Claims on one proposition. members: their places among the claims at hand, in the order of time.

    positions: of each member, as against the wording. named_by: place in members of the claim that the wording is of.
    """

    members: tuple[int, ...]
    positions: tuple[Position, ...]
    wording: str
    named_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One speaker's position moved, or the question's did. before, after: places among the claims at hand."""

    kind: Move
    before: int
    after: int
    why: str
