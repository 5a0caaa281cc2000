"""The map: outlines, views that fit what is shown, and dots where places are."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sayso.ledger.pages.places import Spot, spots
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.serve.pages.maps import WIDTH, View, around, dots, drawn, fitted, outlines, world


def spot(name: str, latitude: float, longitude: float, claims: int = 1) -> Spot:
    return Spot(name=name, country=None, latitude=latitude, longitude=longitude, claims=claims, disputed=0)


def test_outlines_are_of_the_whole_world() -> None:
    found = outlines()
    assert len(found) > 500
    assert all(-3600 <= w <= e <= 3600 and -1800 <= s <= n <= 1800 for _, (w, s, e, n) in found)
    assert not any(abs(a[0] - b[0]) > 3600 for ring, _ in found for a, b in pairwise(ring))


def test_places_come_with_their_claims_and_those_in_dispute(ledger: Path) -> None:
    with Ledger(ledger) as asked:
        (tarn,) = spots(asked.connection, ClaimFilter())
        assert (tarn.name, tarn.claims, tarn.disputed) == ("Tarn", 1, 0)
        assert not spots(asked.connection, ClaimFilter(words="cracks"))
        assert not spots(asked.connection, ClaimFilter(source="Nobody"))


def test_a_view_fits_where_most_of_it_is_and_leaves_out_the_far() -> None:
    kherson = [spot(f"p{n}", 46 + n / 10, 32 + n / 10, 20) for n in range(10)]
    view = fitted([*kherson, spot("Wellington", -41.3, 174.8), spot("Ukraine", 49, 32, 40)])
    assert view.south < 46 < 46.9 < view.north
    assert view.east < 60
    assert fitted([]) == world()


@given(st.floats(-80, 80), st.floats(-179, 179), st.floats(0, 200), st.floats(0, 100))
def test_any_view_lies_on_the_earth_and_keeps_its_shape(lat: float, lon: float, wide: float, high: float) -> None:
    view = around(lat, lon, wide, high)
    assert -180 <= view.west < view.east <= 180.01
    assert -90 <= view.south < view.north <= 90.01
    assert 0 < view.height < 2 * WIDTH


def test_a_path_has_whole_numbers_alone() -> None:
    path = drawn(View(west=20, south=44, east=42, north=53))
    assert re.fullmatch(r"[Mlz0-9 -]+", path)
    assert path.count("M") == path.count("z") > 3
    assert len(path) < 120_000


def test_dots_stand_inside_and_the_largest_are_named() -> None:
    view = View(west=0, south=0, east=10, north=5)
    found = dots([spot("Big", 2, 5, 100), spot("Near", 2.01, 5.01, 1), spot("Out", 40, 40, 9)], view, {})
    assert [dot.spot.name for dot in found] == ["Big", "Near"]
    assert [dot.named for dot in found] == [True, False]
    assert found[0].r > found[1].r
