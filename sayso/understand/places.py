"""The places that a claim's content is about, with country and coordinates where these can be told."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from sayso.records import Claim, Place, Span
from sayso.understand.locate import Located, locate
from sayso.understand.place_actors import acts
from sayso.understand.place_names import Mention, mentions
from sayso.understand.scene import Range, Scene

_ARTICLES = frozenset(("the", "a", "an"))


def places(scene: Scene, claims: Sequence[Claim]) -> tuple[tuple[Place, ...], ...]:
    """One tuple a claim, in order of the first mention in its content; a name that stands several times is one place.

    A place's name is the gazetteer's form ("Kyiv" for "Kiev"), or as written where the gazetteer has none or several
    that cannot be told apart. Country and coordinates are None where they cannot be told, or where a sea or a river
    lies in several countries. No places: names that act ("Moscow is playing a game") or speak, people, bodies.
    """
    found = mentions(scene)
    if not found:
        return ((),) * len(claims)
    located = locate(scene, found)
    starts = frozenset(m.start for m in found)
    speakers = frozenset(r for c in claims if c.source for s in c.source.spans if (r := _bare(scene, s)))
    kept = [
        (m, where)
        for m, where in zip(found, located, strict=True)
        if (m.start, m.end) not in speakers and not acts(scene, m, starts)
    ]
    opens = [m.start for m, _ in kept]
    return tuple(tuple(_of(scene, c, kept, opens)) for c in claims)


def _bare(scene: Scene, span: Span) -> Range | None:
    """The words of a source without article and possessive."""
    start, end = scene.range_of(span)
    while start < end and scene.lower[start] in _ARTICLES:
        start += 1
    if end - start > 2 and scene.lower[end - 1] == "s" and scene.lower[end - 2] == "'":
        end -= 2
    return (start, end) if start < end else None


def _of(scene: Scene, claim: Claim, kept: Sequence[tuple[Mention, Located]], opens: Sequence[int]) -> Iterable[Place]:
    spans: dict[Located, list[Span]] = {}
    for content in claim.content:
        start, end = scene.range_of(content)
        for i in range(bisect_left(opens, start), len(kept)):
            m, where = kept[i]
            if m.start >= end:
                break
            if (span := _clipped(scene, m, content)) is not None:
                spans.setdefault(where, []).append(span)
    for where, own in spans.items():
        latitude, longitude = where.point or (None, None)
        yield Place(
            spans=tuple(own), name=where.name, country=where.country, latitude=latitude, longitude=longitude
        )  # fmt: skip


def _clipped(scene: Scene, m: Mention, content: Span) -> Span | None:
    """The mention's span inside the content; a content may end before the last stop of "U.S."."""
    end = m.end
    if scene.tokens[end - 1] == "." and scene.words.end[end - 1] > content.end:
        end -= 1
    span = scene.span_of(m.start, end)
    return span if content.start <= span.start and span.end <= content.end else None
