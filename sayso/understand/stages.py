"""The stages of understanding, in their order, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.records import Claim, Refusal
from sayso.understand.certainty import certainty
from sayso.understand.force import force
from sayso.understand.horizon import horizon
from sayso.understand.outlet import outlet_claims
from sayso.understand.places import places
from sayso.understand.polarity import polarity
from sayso.understand.scene import Scene
from sayso.understand.speakers import speakers
from sayso.understand.when import when


def understand(scene: Scene, claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], tuple[Refusal, ...]]:
    """Claims with every field that the article's words tell, the outlet's own added, and what could not be told.

    claims: attributed ones, parents before children. The outlet's follow them, with ids that begin with "o".
    """
    acts = [replace(c, force=force(scene, c), polarity=polarity(scene, c)) for c in claims]
    sources, unclear = speakers(scene, acts)
    said = [replace(c, source=s) for c, s in zip(acts, sources, strict=True)]
    own = [replace(c, id=f"o{n}") for n, c in enumerate(outlet_claims(scene, said))]
    inside: dict[str, list[Claim]] = {}
    for claim in said:
        inside.setdefault(claim.parent or "", []).append(claim)
    sure = [_as_held(scene, c, inside.get(c.id, [])) for c in [*said, *own]]
    timings, undated = when(scene, sure)
    where = places(scene, sure)
    told = tuple(
        replace(c, said=t.said, about=t.about, due=t.due, places=p)
        for c, t, p in zip(sure, timings, where, strict=True)
    )
    return told, (*unclear, *undated)


def _as_held(scene: Scene, claim: Claim, inside: Sequence[Claim]) -> Claim:
    return replace(claim, certainty=certainty(scene, claim, inside), horizon=horizon(scene, claim, inside))
