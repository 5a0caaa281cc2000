"""Which side each claim of a question takes, and how surely it is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from sayso.link.questions.records import Member, Position, Tie

CLEAR = 0.15
"""Weight of the judgements (−1 … 1 each, summed over a claim's ties) below which its side is unclear."""
_SURE = 0.95  # the scale's "almost certain" begins here
_FLIPS = 4  # a claim, at most
_NO_STAND = frozenset({"asks"})
_UNSAID = re.compile(
    r"\W*(?:to\s+)?(?:comment|say|confirm|discuss|answer|speculate|disclose|elaborate|specify|reveal|give|provide)\b",
    re.IGNORECASE,
)


@cache
def _boosters() -> frozenset[str]:
    text = (files("sayso.link") / "lexicon" / "boosters.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def is_hedged(member: Member) -> bool:
    """Whether words tell that the speaker is less than sure; one under a condition counts."""
    if member.horizon == "conditional":
        return True
    if not member.hedges:
        return False
    if member.band is not None:
        return member.band[0] < _SURE
    return any(words.casefold() not in _boosters() for words in member.hedges.split(" … "))


def takes_no_stand(member: Member) -> bool:
    """Whether the claim tells of no position: something asked, an answer refused, a saying that did not take place."""
    refused = member.force == "declines" and _UNSAID.match(member.content) is not None
    return refused or member.force in _NO_STAND or member.polarity == "negated"


def signs(count: int, ties: Sequence[Tie]) -> tuple[float, ...]:
    """For each of `count` claims of one question how surely (absolute value) it stands on which of two sides (sign).

    Which side is which is open: the claim with the most judgements is on the positive one. 0 where nothing tells.
    """
    near: list[dict[int, float]] = [{} for _ in range(count)]
    for tie in ties:
        near[tie.a][tie.b] = near[tie.b][tie.a] = tie.one_side
    side = _grown(near)
    for _ in range(_FLIPS * count):  # each flip raises the sum over all ties, so that this ends
        against, place = min(((side[n] * _pull(near[n], side), n) for n in range(count)), default=(0.0, 0))
        if against >= 0:
            break
        side[place] = -side[place]
    return tuple(abs(_pull(near[n], side)) * side[n] for n in range(count))


def _grown(near: Sequence[dict[int, float]]) -> list[int]:
    """Sides taken one after the other, the surest next, from the claim with the most judgements on."""
    count = len(near)
    side = [0] * count
    if not count:
        return side
    weight = [sum(map(abs, ties.values())) for ties in near]
    side[max(range(count), key=lambda n: (weight[n], -n))] = 1
    reached = {other for n in range(count) if side[n] for other in near[n]}
    while True:
        pulls = [(abs(_pull(near[n], side)), -n) for n in reached if not side[n]]
        if not pulls:
            return side
        place = -max(pulls)[1]
        side[place] = 1 if _pull(near[place], side) >= 0 else -1  # those pulled both ways alike are turned round later
        reached |= near[place].keys()


def _pull(ties: dict[int, float], side: Sequence[int]) -> float:
    return sum(told * side[other] for other, told in ties.items())


def position(member: Member, sign: float) -> Position:
    """A claim's position, given how surely it stands on the wording's side (above 0) or the other."""
    if abs(sign) < CLEAR or takes_no_stand(member):
        return "unclear"
    if is_hedged(member):
        return "hedged yes" if sign > 0 else "hedged no"
    return "yes" if sign > 0 else "no"
