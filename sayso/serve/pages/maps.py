"""The map: places that claims are about, on outlines that come with the package; no server of tiles is asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from starlette.requests import Request

from sayso.errors import UsageError
from sayso.ledger.pages.counts import state_of
from sayso.ledger.pages.places import Spot, spots
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.serve.memory import Memory
from sayso.serve.show import static_text, url
from sayso.serve.wanted import CLAIM_NAMES, check_names, to_claim_filter

WIDTH = 1000.0
"""Of the drawing, in its own units."""
_UNIT = 20.0  # steps of the outlines in a degree
_ASPECT = 0.56  # height by width of the drawing, as far as the region allows
_MARGIN = 0.18
_CLOSEST, _FARTHEST = 3.0, 360.0  # degrees that the drawing is wide
_NAMED, _NAMED_ANYWHERE = 22, 6  # places that are named on the map, and on a narrow one
_ALSO = frozenset({"United States", "US", "U.S.", "UK", "Britain", "Great Britain", "EU", "Europe", "Soviet Union"})
_VIEWS = (("fit", "Where it happens"), ("world", "World"))
Ring = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What part of the world is drawn: degrees. stretch: how much wider a degree east is drawn than it would be."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> float:
        """Units a degree of longitude."""
        return WIDTH / (self.east - self.west)

    @property
    def tall(self) -> float:
        """Units a degree of latitude: as on the ground in the middle of the view."""
        return self.scale / max(math.cos(math.radians((self.south + self.north) / 2)), 0.2)

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.tall

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        return round((longitude - self.west) * self.scale, 1), round((self.north - latitude) * self.tall, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A place as drawn.

    named: its name is written beside it, or before it. whole: it is a country. far: named only where there is room.
    """

    spot: Spot
    x: float
    y: float
    r: float
    named: bool
    before: bool
    whole: bool
    far: bool
    url: str


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Names of whole countries, whose points say little of where something happened."""
    lines = static_text("world.tsv").splitlines()
    return frozenset(line.partition("\t")[0] for line in lines if line[:1] != "#") | _ALSO


@lru_cache(maxsize=1)
def outlines() -> tuple[tuple[Ring, tuple[int, int, int, int]], ...]:
    """Rings of countries, each with its west, south, east and north end, in twentieths of a degree."""
    found = []
    for line in static_text("world.tsv").splitlines():
        if line.startswith("#"):
            continue
        for part in line.partition("\t")[2].split("|"):
            numbers = list(map(int, part.split()))
            x = y = 0
            ring = []
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + dx, y + dy
                ring.append((x, y))
            xs, ys = [p[0] for p in ring], [p[1] for p in ring]
            found.append((tuple(ring), (min(xs), min(ys), max(xs), max(ys))))
    return tuple(found)


@lru_cache(maxsize=64)
def drawn(view: View) -> str:
    """The outlines in a view as one SVG path, no finer than can be seen."""
    west, south, east, north = (v * _UNIT for v in (view.west, view.south, view.east, view.north))
    step = max(round((east - west) / 900), 1)
    out = []
    for ring, (left, low, right, high) in outlines():
        if right < west or left > east or high < south or low > north or (right - left < step and high - low < step):
            continue
        points: list[tuple[int, int]] = []
        for x, y in ring:
            at = (x // step * step, y // step * step)
            if not points or points[-1] != at:
                points.append(at)
        if len(points) > 2:
            whole = [tuple(round(v) for v in view.at(y / _UNIT, x / _UNIT)) for x, y in points]
            steps = (f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(whole))
            out.append(f"M{whole[0][0]} {whole[0][1]}l" + " ".join(steps).replace(" -", "-") + "z")
    return "".join(out)


def graticule(view: View) -> list[tuple[float, float, float, float]]:
    """Lines of latitude and longitude, a few of each."""
    every = next(d for d in (1, 2, 5, 10, 30) if (view.east - view.west) / d <= 12)
    lines = []
    for degree in range(math.ceil(view.west / every) * every, math.floor(view.east) + 1, every):
        x, _ = view.at(0, degree)
        lines.append((x, 0.0, x, round(view.height, 1)))
    for degree in range(math.ceil(view.south / every) * every, math.floor(view.north) + 1, every):
        _, y = view.at(degree, 0)
        lines.append((0.0, y, WIDTH, y))
    return lines


def fitted(found: Sequence[Spot]) -> View:
    """The view that holds nearly all claims on places within countries: a fortieth on each side may lie outside."""
    found = [s for s in found if s.name not in countries()] or found
    if not found:
        return world()
    weight = sum(s.claims for s in found)

    def edges(values: list[tuple[float, int]]) -> tuple[float, float]:
        low, high, seen = values[0][0], values[-1][0], 0
        for value, count in values:
            if seen <= weight / 40:
                low = value
            if seen <= weight - weight / 40:
                high = value
            seen += count
        return low, high

    west, east = edges(sorted((s.longitude, s.claims) for s in found))
    south, north = edges(sorted((s.latitude, s.claims) for s in found))
    return around((south + north) / 2, (west + east) / 2, east - west, north - south)


def around(latitude: float, longitude: float, wide: float, high: float) -> View:
    """A view of these degrees and a margin, in the drawing's proportions."""
    shrink = max(math.cos(math.radians(latitude)), 0.2)
    width = max(wide * (1 + 2 * _MARGIN), high * (1 + 2 * _MARGIN) / _ASPECT / shrink, _CLOSEST)
    if width >= _FARTHEST * 0.7:
        return world()
    height = width * _ASPECT * shrink
    south = min(max(latitude - height / 2, -89.0), 89.0 - height)
    west = min(max(longitude - width / 2, -180.0), 180.0 - width)
    return View(west=round(west, 2), south=round(south, 2), east=round(west + width, 2), north=round(south + height, 2))


def world() -> View:
    return View(west=-170.0, south=-55.0, east=180.0, north=75.0)


def places(ledger: Ledger, request: Request) -> dict[str, Any]:
    """What the page shows. Raises UsageError."""
    told = request.query_params
    check_names(told, (*CLAIM_NAMES, "view"))
    which = told.get("view", "fit")
    if which not in {"fit", "world"}:
        raise UsageError(f"view is {which!r}.", hint="fit or world.")
    wanted = to_claim_filter(told)
    memory: Memory = request.app.state.memory
    made = (
        memory.get("spots", state_of(ledger.connection), lambda: spots(ledger.connection, ClaimFilter()))
        if wanted.is_empty()
        else spots(ledger.connection, wanted)
    )
    view = world() if which == "world" else fitted(made)
    given = {name: told.getlist(name) for name in told if name != "view"}
    return {
        "spots": made,
        "dots": dots(made, view, given),
        "land": drawn(view),
        "lines": graticule(view),
        "height": round(view.height, 1),
        "which": which,
        "views": [(name, words, url("/map", **given, view=name)) for name, words in _VIEWS],
        "told": {name: told.get(name, "") for name in ("q", "source", "published")},
    }


def dots(found: Sequence[Spot], view: View, given: dict[str, list[str]]) -> list[Dot]:
    """The places inside the view, large ones first so that small ones can be pointed at; names where there is room."""
    most = max((s.claims for s in found), default=1)
    out: list[Dot] = []
    taken: list[tuple[float, float, float, float]] = []
    for spot in found:
        x, y = view.at(spot.latitude, spot.longitude)
        if not (0 <= x <= WIDTH and 0 <= y <= view.height):
            continue
        r = round(3.5 + 19 * math.sqrt(spot.claims / most), 1)
        wide = 6.4 * len(spot.name)
        before = x + r + wide > WIDTH - 4
        box = (x - r - wide if before else x - r, y - 8, x + r if before else x + r + wide + 4, y + 8)
        named = len(taken) < _NAMED and not any(
            box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken
        )
        if named:
            taken.append(box)
        link = url("/search", **(given | {"place": [spot.name]}))
        out.append(
            Dot(
                spot=spot,
                x=x,
                y=y,
                r=r,
                named=named,
                before=before,
                whole=spot.name in countries(),
                far=len(taken) > _NAMED_ANYWHERE,
                url=link,
            )
        )
    return out
