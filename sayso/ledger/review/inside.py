"""In whose content a claim stands, where a person says otherwise than the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sayso.errors import UsageError
from sayso.ledger.review.records import TOP
from sayso.records import Claim

_SHORTEST = 7  # characters of the beginning of a key: k1:1234


def hull(claim: Claim) -> tuple[int, int]:
    """From the beginning of the content to its end."""
    if not claim.content:
        return 0, 0
    return min(s.start for s in claim.content), max(s.end for s in claim.content)


def around(claim: Claim, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims in whose content this one could stand, in their order: those that hold it and are not inside it."""
    first, last = hull(claim)
    parents = {one.id: one.parent for one in claims}
    return tuple(
        one for one in claims
        if hull(one)[0] <= first and last <= hull(one)[1] and not is_inside(one.id, claim.id, parents)
    )  # fmt: skip


def is_inside(one: str | None, other: str, parents: Mapping[str, str | None]) -> bool:
    """Whether a claim is another, or stands inside it. parents: by the claims' ids."""
    seen: set[str] = set()
    while one is not None and one not in seen:
        if one == other:
            return True
        seen.add(one)
        one = parents.get(one)
    return False


def subject_of(
    value: object, claim: Claim, claims: Sequence[Claim], subjects: Sequence[str], keys: Sequence[str]
) -> str:
    """What decisions on the claim that a person names are filed under; TOP for none. value: key, its beginning, or id.

    claims, subjects, keys: of the text as it is shown. Raises UsageError where it is no claim that holds this one.
    """
    if value is None or value == "":
        return TOP
    found = {
        subject: one
        for one, subject, key in zip(claims, subjects, keys, strict=True)
        if isinstance(value, str) and (one.id == value or (len(value) >= _SHORTEST and key.startswith(value)))
    }
    if len(found) != 1:
        raise UsageError(f"parent: {value!r} is not the key of one claim of this text.", hint="null for none.")
    ((subject, parent),) = found.items()
    if parent not in around(claim, claims):
        raise UsageError(
            f"The claim does not stand in the content of {value}.", hint="The content of the claim around must hold it."
        )
    return subject


def settled(claims: Sequence[Claim], subjects: Sequence[str], wanted: Mapping[str, str]) -> tuple[Claim, ...]:
    """The claims with the parents that persons want. wanted: a parent's subject, or TOP, by a claim's id.

    One that is rejected or not given any more leaves the claim where the reader put it, and so does a circle.
    """
    ids = dict(zip(subjects, (one.id for one in claims), strict=True))
    parents = {one.id: one.parent for one in claims}
    for name, subject in sorted(wanted.items(), key=lambda one: one[1] != TOP):  # what is let out closes no circle
        parent = ids.get(subject)
        if subject == TOP or (parent is not None and not is_inside(parent, name, parents)):
            parents[name] = parent
    return tuple(one if one.parent == parents[one.id] else replace(one, parent=parents[one.id]) for one in claims)


def in_order(claims: Sequence[Claim]) -> tuple[int, ...]:
    """Their places, moved as little as parents before children allow."""
    places = {one.id: place for place, one in enumerate(claims)}
    found: dict[int, None] = {}
    for place in range(len(claims)):
        line = [place]
        while (parent := claims[line[-1]].parent) in places and places[parent] not in {*found, *line}:
            line.append(places[parent])
        found.update(dict.fromkeys(reversed(line)))
    return tuple(found)
