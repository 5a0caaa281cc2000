"""What linking compares and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

import numpy as np
import numpy.typing as npt

Verdict = Literal["same", "contradicts", "shift", "related", "unrelated"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two claims that are compared: what is asserted, and what is known of the asserting; None is unknown."""

    text: str
    said: str | None = None  # ISO day on which it was said, or published where no words tell more; YYYY and YYYY-MM too
    source: str | None = None
    cue: str | None = None  # the verb group's words, or its lemma
    force: str | None = None  # as in the contract, like all below
    polarity: str | None = None
    horizon: str | None = None
    term: str | None = None
    about: tuple[str, str] | None = None  # first and last ISO day of the time it is about
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How two claims stand to each other."""

    verdict: Verdict
    scores: Mapping[Verdict, float]  # calibrated probabilities, in the order of VERDICTS; they sum to 1
    reasons: tuple[str, ...]  # for a person to check, the weightiest first

    def to_dict(self) -> dict[str, object]:
        """As `sayso compare` writes it."""
        scores = {verdict: round(score, 4) for verdict, score in self.scores.items()}
        return {"verdict": self.verdict, "scores": scores, "reasons": list(self.reasons)}


Pair = tuple[Side, Side]


class Judge(Protocol):
    """Reads propositions and pairs of them. Same input, same output, whatever else is in the call."""

    @property
    def digest(self) -> str:
        """Of model and code: judgements of one digest can be compared."""
        ...

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Shape (texts, 384), rows of length 1: the dot product tells how near two propositions are."""
        ...

    def judge(self, pairs: Sequence[Pair]) -> tuple[Judgement, ...]:
        """One judgement a pair, in order. Which side is first does not matter but for reasons that name a and b."""
        ...
