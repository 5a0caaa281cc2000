"""Which claims foretell, and whether they foretell that something will happen or that it will not."""

from __future__ import annotations

import re
from dataclasses import dataclass

_STATES = frozenset({"says", "claims", "confirms", "believes", "denies", None})
_AHEAD = frozenset({"future", "conditional", "unknown", None})
_RAISED = frozenset({"predicts", "believes", "feels"})
"""Forces whose negation reaches the content: who does not expect that ships will leave expects that they will not."""
_FUTURE = re.compile(
    r"\b(?:will|won['’]t|wo n['’]t|shall|shan['’]t|would|(?:going|bound|about|likely|unlikely|expected|set|due) to)\b"
    r"|['’](?:ll|d)\b",
    re.IGNORECASE,
)
_NEVER = re.compile(r"\bwould(?:n['’]t|[ ]not)?(?:[ ]have|['’]ve)\b", re.IGNORECASE)  # "would have given anything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What of a claim tells whether it foretells; fields as in the contract. has_band: its hedges have a band."""

    content: str
    force: str | None
    polarity: str | None
    horizon: str | None
    due: str | None
    has_band: bool


def is_prediction(told: Wording) -> bool:
    """Whether a claim foretells something that can come true or not.

    A day on which its time ends makes it one; without, the act must foretell ("expects that"), or state what lies ahead
    as coming ("will", a hedge with a band). What may, could or is planned to happen foretells nothing, nor does what
    somebody did not say or did not deny, nor what would have happened.
    """
    if told.polarity == "negated" and told.force not in _RAISED:
        return False
    if told.horizon == "conditional" and told.force != "predicts" and _NEVER.search(told.content):
        return False
    if told.due is not None:
        return True
    if told.force == "predicts":
        return told.horizon in _AHEAD
    if told.force not in _STATES or told.horizon != "future":
        return False
    return told.has_band or _FUTURE.search(told.content) is not None


def is_denied(force: str | None, polarity: str | None) -> bool:
    """Whether a prediction foretells that its content will not come true: "denied that …", "does not expect that …"."""
    if polarity == "negated":
        return force in _RAISED
    return force == "denies"
