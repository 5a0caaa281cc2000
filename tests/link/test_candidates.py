from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.link import candidates
from sayso.link.candidates import UNDATED, Pool, blend, nearest, nearness, pack, unit, unpack


def _pool(count: int, *, seed: int = 0, days: int = 5, width: int = 6) -> Pool:
    draw = np.random.default_rng(seed)
    at = draw.integers(0, days + 1, count)
    return Pool(
        vectors=unit(draw.normal(size=(count, width)).astype(np.float32)),
        days=np.where(at == days, UNDATED, 738_000 + at).astype(np.int64),
        outer=np.array([n - 1 if n % 4 == 3 else -1 for n in range(count)], dtype=np.int64),
    )


def _plainly(pool: Pool, first: int, each: int, least: float) -> set[tuple[int, int]]:
    """Every pair looked at, one by one."""
    found = set()
    for later in range(first, len(pool.days)):
        told = []
        for earlier in range(later):
            if pool.outer[later] == earlier:
                continue
            one, other = pool.days[later], pool.days[earlier]
            apart = UNDATED if UNDATED in {one, other} else abs(one - other)
            near = nearness(pool.vectors[[later]], pool.vectors[[earlier]], np.array([apart]))[0]
            if near >= least:
                told.append((-near, earlier))
        found |= {(later, earlier) for _, earlier in sorted(told)[:each]}
    return found


@settings(max_examples=40, deadline=None)
@given(count=st.integers(0, 40), seed=st.integers(0, 50), share=st.floats(0, 1), each=st.integers(1, 5))
def test_the_nearest_are_those_that_looking_at_all_finds(count: int, seed: int, share: float, each: int) -> None:
    pool, first = _pool(count, seed=seed), int(count * share)
    found = nearest(pool, first, most=10_000, each=each, least=0.3)
    assert set(zip(found.later.tolist(), found.earlier.tolist(), strict=True)) == _plainly(pool, first, each, 0.3)
    assert (found.near >= 0.3 - 1e-6).all()


def test_tiles_and_columns_change_nothing(monkeypatch: object) -> None:
    pool = _pool(90, seed=3)
    whole = nearest(pool, 0, most=10_000, each=4, least=0.2)
    for name, value in (("_TILE", 7), ("_COLUMNS", 11)):
        before = getattr(candidates, name)
        try:
            setattr(candidates, name, value)
            part = nearest(pool, 0, most=10_000, each=4, least=0.2)
        finally:
            setattr(candidates, name, before)
        pairs = [set(zip(p.later.tolist(), p.earlier.tolist(), strict=True)) for p in (whole, part)]
        assert pairs[0] == pairs[1]


def test_a_budget_takes_each_claim_s_nearest_before_others_fifth() -> None:
    pool = _pool(60, seed=5, width=3)
    every = nearest(pool, 0, most=10_000, each=8, least=0.0)
    some = nearest(pool, 0, most=len(every.later) // 3, each=8, least=0.0)
    assert len(some.later) == len(every.later) // 3
    assert some.later.tolist() == every.later.tolist()[: len(some.later)]


def test_what_stands_in_a_claim_is_never_held_against_it_however_deep() -> None:
    vectors = np.tile(unit(np.ones((1, 4), dtype=np.float32)), (4, 1))
    pool = Pool(vectors=vectors, days=np.full(4, 738_000), outer=np.array([-1, 0, 1, -1]))
    found = nearest(pool, 0, most=100)
    assert set(zip(found.later.tolist(), found.earlier.tolist(), strict=True)) == {(3, 0), (3, 1), (3, 2)}


def test_days_near_each_other_count_and_none_counts_nothing() -> None:
    same = unit(np.ones((1, 4), dtype=np.float32))
    told = [float(nearness(same, same, np.array([apart]))[0]) for apart in (0, 14, 400, UNDATED)]
    assert told[0] == np.float32(1.1)
    assert told[0] > told[1] > told[2] >= told[3] == 1.0


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1000))
def test_packing_keeps_directions(seed: int) -> None:
    rows = unit(np.random.default_rng(seed).normal(size=(5, 384)).astype(np.float32))
    assert np.abs((unpack(pack(rows)) * rows).sum(axis=1) - 1).max() < 1e-3


def test_claims_of_one_article_come_nearer() -> None:
    draw = np.random.default_rng(1)
    own = unit(draw.normal(size=(6, 32)).astype(np.float32))
    together, apart = blend(own, own, [1, 1, 1, 2, 2, 2]), blend(own, own, [1, 2, 3, 4, 5, 6])
    assert together[0] @ together[1] > apart[0] @ apart[1]
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
