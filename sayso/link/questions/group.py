"""Grouping claims by how they were judged in pairs, so that a chain of pairs does not run from one matter to the next.

Two groups join as long as the judgements across them speak for it: each pair adds the logarithm of its odds, a pair
that nobody judged takes a little, and the sum is divided by the root of the number of pairs, which lies between what
all pairs say together and what they say on average. The pair of groups with the most joins first (greedy correlation
clustering). Without the cost of pairs that nobody judged, gold labels under noise that leaves the judge a macro F1 of
0.62 give a B³ F1 of 0.48 on the gold pairs' train and dev events, with it 0.71.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Sequence

from sayso.link.questions.records import Tie

_EVIDENCE = (1.24, 9.3, -8.8)
"""Of the judge's odds, of nearness, and for all: a logistic regression on 2,090 candidate pairs of the gold pairs' dev
events, 216 of one question. Average precision of the judge alone 0.57, of nearness alone 0.51, of both 0.71: each knows
what the other does not (python -m benchmarks.questions fits it again)."""
THRESHOLD = 0.2
"""Probability of one question at which a pair speaks neither for nor against. From 0.1 to 0.25 the dev events' B³ F1
goes from 0.79 to 0.84, precision from 0.78 to 0.94, recall from 0.81 to 0.76."""
_UNJUDGED = 0.2  # what a pair that nobody judged takes, in the logarithm of odds
_POWER = 0.5  # of the number of pairs that a sum is divided by
_MOST = 4.0  # that one pair can say, in the logarithm of odds
_FIXED = 1e6  # what a person's word weighs


def weight(tie: Tie) -> float:
    """What a judgement says for (above 0) or against (below) its two claims being on one question."""
    p = min(max(tie.one_question, 1e-6), 1 - 1e-6)
    odds = math.log(p / (1 - p))
    if tie.near is None:
        told = odds
    else:
        of_odds, of_near, base = _EVIDENCE
        told = of_odds * odds + of_near * tie.near + base
    return min(max(told - math.log(THRESHOLD / (1 - THRESHOLD)), -_MOST), _MOST)


def group(
    count: int,
    ties: Iterable[Tie],
    *,
    together: Sequence[tuple[int, int]] = (),
    apart: Sequence[tuple[int, int]] = (),
) -> tuple[int, ...]:
    """For each of `count` claims the least place of a claim in its group.

    together, apart: pairs that a person wants in one group, or in two, whatever was judged; where both are said of one
    pair, apart. Takes time by the number of ties and its logarithm.
    """
    clusters = _Clusters(count)
    for tie in ties:
        clusters.tie(tie.a, tie.b, weight(tie))
    for sign, pairs in ((1.0, together), (-1.0, apart)):
        for a, b in pairs:
            clusters.tie(a, b, sign * _FIXED * (2 if sign < 0 else 1))
    clusters.join()
    return clusters.leads()


class _Clusters:
    """Groups under way. Each is known by its least claim; a tie of two groups holds sum of weights and pairs judged."""

    def __init__(self, count: int) -> None:
        self._ties: list[dict[int, tuple[float, int]]] = [{} for _ in range(count)]
        self._members: list[list[int]] = [[one] for one in range(count)]

    def tie(self, a: int, b: int, told: float) -> None:
        if a == b:
            return
        weights, pairs = self._ties[a].get(b, (0.0, 0))
        self._ties[a][b] = self._ties[b][a] = (weights + told, pairs + 1)

    def leads(self) -> tuple[int, ...]:
        found = [0] * len(self._members)
        for lead, members in enumerate(self._members):
            for one in members:
                found[one] = lead
        return tuple(found)

    def join(self) -> None:
        """Joins the two groups that belong together most, until none do. Ties are broken by places."""
        heap = [self._entry(a, b) for a, ties in enumerate(self._ties) for b in ties if a < b]
        heap = [entry for entry in heap if entry[0] < 0]
        heapq.heapify(heap)
        while heap:
            _, a, b, of_a, of_b = heapq.heappop(heap)
            if of_a != len(self._members[a]) or of_b != len(self._members[b]):
                continue  # told of groups that have grown, or are no more
            self._merge(a, b)
            for other in self._ties[a]:
                entry = self._entry(min(a, other), max(a, other))
                if entry[0] < 0:
                    heapq.heappush(heap, entry)

    def _entry(self, a: int, b: int) -> tuple[float, int, int, int, int]:
        of_a, of_b = len(self._members[a]), len(self._members[b])
        weights, judged = self._ties[a][b]
        pairs = of_a * of_b
        told = (weights - _UNJUDGED * max(pairs - judged, 0)) / pairs**_POWER
        return -told, a, b, of_a, of_b

    def _merge(self, a: int, b: int) -> None:
        """b's members and ties go to a, the lesser."""
        self._members[a] += self._members[b]
        self._members[b] = []
        ties, self._ties[b] = self._ties[b], {}
        for other, (weights, judged) in ties.items():
            if other == a:
                continue
            del self._ties[other][b]
            before, pairs = self._ties[a].get(other, (0.0, 0))
            self._ties[a][other] = self._ties[other][a] = (before + weights, pairs + judged)
        self._ties[a].pop(b, None)
