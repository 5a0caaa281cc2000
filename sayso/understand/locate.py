"""Which of the places of one name is meant: by what stands beside it, by the article's countries, by size and nearness.

Where that does not tell, the country or the coordinates stay unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, log10, radians, sin, sqrt

from sayso.gazetteer.gazetteer import Entry
from sayso.understand.place_names import Mention, shares
from sayso.understand.place_words import place_words
from sayso.understand.scene import Scene

Point = tuple[float, float]

# Weights are powers of ten of inhabitants. Chosen so that Paris in an article on France or on nothing in particular is
# the French one, and in an article on Texas alone is not told.
_CONTEXT = 2.5  # what an article that speaks of one country alone adds to that country's places
_CAPITAL = 1.0
_COUNTRY = 1.5
_MARGIN = 0.8  # lead that a country needs over the next
_TOWN_MARGIN = 1.0  # lead that a town needs over its namesake in the same country: ten times the inhabitants
_NEAR = 150.0  # kilometers within which another place of the article tells of a namesake
_ANCHORS = 40  # places of an article that are compared with, so that the work stays linear
_NEIGHBOR = 600.0  # kilometers: a town lies in the region named after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """What is known of a mention. name: as the gazetteer shows it, or as written where that is not told."""

    name: str
    country: str | None = None
    point: Point | None = None


def locate(scene: Scene, found: Sequence[Mention]) -> tuple[Located, ...]:
    """One answer a mention, in order; the same name in the same setting gets the same answer."""
    share = shares(scene, found)
    hints = [_hint(scene, found, i) for i in range(len(found))]
    anchors = _anchors(found, hints, share)
    known: dict[tuple[str, bool, Entry | None], Located] = {}
    answers = []
    for m, (regional, beside) in zip(found, hints, strict=True):
        written = scene.span_of(m.start, m.end).text
        key = (written, regional, beside)
        if key not in known:
            known[key] = _choose(written, m.entries, share, anchors, regional=regional, beside=beside)
        answers.append(known[key])
    return tuple(answers)


def kilometers(a: Point, b: Point) -> float:
    """Great-circle distance of two points in degrees."""
    la, lo, lb, lp = map(radians, (*a, *b))
    h = sin((lb - la) / 2) ** 2 + cos(la) * cos(lb) * sin((lp - lo) / 2) ** 2
    return 12_742 * asin(sqrt(min(1.0, h)))


def _hint(scene: Scene, found: Sequence[Mention], i: int) -> tuple[bool, Entry | None]:
    """Whether the mention names a region, and the country or region that stands beside it ("Paris, Texas")."""
    words, m = place_words(), found[i]
    regional = m.end > m.core and scene.lower[m.end - 1] in words.regional
    if not regional and i + 1 < len(found):
        # "Kherson and Zaporizhzhia Oblasts", "the Kherson-Dnipropetrovsk Oblast border"
        after = found[i + 1]
        between = scene.lower[m.end : after.start]
        plural = after.end > after.core and scene.lower[after.end - 1] in words.regional
        ending = scene.lower[after.end - 1][-1:] == "s"
        regional = plural and ((between in (("and",), (",", "and")) and ending) or between in (("-",), ("–",)))
    beside = None
    # "Paris, Texas", "Odessa in Texas"
    if i + 1 < len(found) and found[i + 1].start == m.end + 1 and scene.lower[m.end] in (",", "in"):
        beside = _wider(found[i + 1])
    if beside is None and i and scene.lower[found[i - 1].end : m.start] in (("'", "s"), ("’", "s")):
        beside = _wider(found[i - 1])
    return regional, beside


def _wider(m: Mention) -> Entry | None:
    """The country or region of that name, where there is one."""
    return next((e for e in m.entries if e.kind in ("country", "region")), None)


def _anchors(
    found: Sequence[Mention], hints: Sequence[tuple[bool, Entry | None]], share: dict[str, float]
) -> list[Point]:
    """Where the article's places of one meaning lie, each once, the first ones."""
    points: dict[Point, None] = {}
    seen: set[tuple[int, bool, Entry | None]] = set()
    for m, (regional, beside) in zip(found, hints, strict=True):
        if len(points) == _ANCHORS:
            break
        # The gazetteer gives one tuple a name, so that its identity tells the name.
        if (key := (id(m.entries), regional, beside)) in seen or not m.entries:
            continue
        seen.add(key)
        chosen = _choose("", m.entries, share, (), regional=regional, beside=beside)
        if chosen.point is not None and m.entries[0].kind != "country":
            points[chosen.point] = None
    return list(points)


def _choose(
    written: str,
    entries: Iterable[Entry],
    share: dict[str, float],
    anchors: Sequence[Point],
    *,
    regional: bool,
    beside: Entry | None,
) -> Located:
    left = list(entries)
    if regional:
        left = [e for e in left if e.kind in ("region", "area")] or left
    if beside is not None:
        left = _within(left, beside) or left
    best: dict[str | None, float] = {}
    for e in left:
        best[e.country] = max(best.get(e.country, -1.0), _weight(e) + _CONTEXT * share.get(e.country or "", 0.0))
    ranked = sorted(best, key=lambda c: -best[c])
    if not ranked:
        return Located(name=written)
    if len(ranked) > 1 and best[ranked[0]] - best[ranked[1]] < _MARGIN:
        return Located(name=written)
    country = ranked[0]
    own = [e for e in left if e.country == country]
    one = _one(own, anchors)
    if one is None:
        names = {e.name for e in own}
        return Located(name=names.pop() if len(names) == 1 else written, country=country)
    return Located(name=one.name, country=country, point=(one.latitude, one.longitude))


def _weight(e: Entry) -> float:
    size = log10(e.population + 10) if e.kind not in ("area", "water", "island", "building") else 7.0
    return size + _CAPITAL * e.capital + _COUNTRY * (e.kind == "country")


def _within(entries: Sequence[Entry], beside: Entry) -> list[Entry]:
    """Those in the country named beside; of a region those near its middle."""
    inside = [e for e in entries if e.country == beside.country and e != beside]
    if beside.kind != "region":
        return inside
    middle = (beside.latitude, beside.longitude)
    far = {e: kilometers((e.latitude, e.longitude), middle) for e in inside}
    return sorted((e for e in inside if far[e] <= _NEIGHBOR), key=lambda e: far[e])[:1]


def _one(own: Sequence[Entry], anchors: Sequence[Point]) -> Entry | None:
    """The one that is meant of a country's places of one name; None where that is not told."""
    country = next((e for e in own if e.kind == "country"), None)
    if country is not None:
        return country
    # A town before the region that has its name: they share the middle of what is said.
    left = [e for e in own if e.kind not in ("region",)] or list(own)
    left.sort(key=lambda e: -_weight(e))
    if len(left) == 1 or _weight(left[0]) - _weight(left[1]) >= _TOWN_MARGIN:
        return left[0]
    if anchors:
        far = {e: min(kilometers((e.latitude, e.longitude), a) for a in anchors) for e in left}
        left.sort(key=lambda e: far[e])
        if far[left[0]] <= _NEAR and far[left[1]] > 2 * far[left[0]]:
            return left[0]
    return None
