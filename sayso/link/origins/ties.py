"""Which origins are certainly independent of each other, and how many such there are at least."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from sayso.link.origins.copies import Copy
from sayso.link.origins.merge import Root, Roots
from sayso.link.origins.records import Say
from sayso.link.origins.strands import Strand, Taken

_MOST = 400  # origins that are compared pair by pair
_FULL = 2  # words of a name that tells one person from another

Pairs = dict[tuple[int, int], str]


def apart(roots: Roots, read: Sequence[Taken], found: Sequence[Copy], ruled: dict[frozenset[str], Say]) -> Pairs:
    """Pairs of origins (by number, the smaller first) that are certainly independent, with the reason.

    Certain are different persons with full names who each spoke to another newsroom itself, or whose newsroom's own
    people were there, where neither article shares text with the other's; and what a person says. All else is unknown.
    """
    linked = {frozenset((c.later, c.earlier)) for c in found}
    pairs: Pairs = {}
    for one, other in combinations(roots.all[:_MOST], 2):
        say = _said(one, other, roots, read, ruled) if ruled else None
        if say:
            pairs[one.number, other.number] = f"{say.who} says so: {say.why}"
            continue
        for a, b in ((a, b) for a in _certain(one, roots) for b in _certain(other, roots)):
            ours, theirs = read[a.owner], read[b.owner]
            if (
                ours.outlet is not None
                and theirs.outlet is not None
                and ours.outlet.house != theirs.outlet.house
                and frozenset((a.owner, b.owner)) not in linked
                and not set(a.name) & set(b.name)
            ):
                reason = f"{_hand(a, ours)} and {_hand(b, theirs)}, two newsrooms with no words in common"
                pairs[one.number, other.number] = reason
                break
    return pairs


def _certain(root: Root, roots: Roots) -> list[Strand]:
    return [
        s
        for i in root.strands
        if (s := roots.strands[i]).first_hand and (s.kind == "own" or (s.person and len(s.name) >= _FULL))
    ]


def _hand(strand: Strand, taken: Taken) -> str:
    outlet = taken.outlet.name if taken.outlet else ""
    return f"{outlet} was there itself" if strand.kind == "own" else f"{strand.label} spoke to {outlet}"


def _said(one: Root, other: Root, roots: Roots, read: Sequence[Taken], ruled: dict[frozenset[str], Say]) -> Say | None:
    """Where a person said that an article of the one and an article of the other have two origins."""
    ours = {read[roots.strands[i].owner].account.key for i in one.strands}
    theirs = {read[roots.strands[i].owner].account.key for i in other.strands}
    says = (ruled.get(frozenset((a, b))) for a in sorted(ours) for b in sorted(theirs))
    return next((say for say in says if say is not None and say.value == "independent"), None)


def most_apart(numbers: Sequence[int], pairs: Pairs) -> int:
    """The size of a set of origins certainly independent of each other, found greedily: never too large."""
    if not numbers:
        return 0
    near: dict[int, set[int]] = {n: set() for n in numbers}
    for a, b in pairs:
        near[a].add(b)
        near[b].add(a)
    best = 1
    for start in numbers:
        held, left = [start], set(near[start])
        while left:
            chosen = min(left, key=lambda n: (-len(near[n] & left), n))
            held.append(chosen)
            left &= near[chosen]
        best = max(best, len(held))
    return best
