"""The lattices against every path, counted one by one."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.decode import Lattice, runs
from sayso.reader.lattice import NEVER, ROLE_STATES, STATE_LABELS, distance_buckets, neighbor_buckets


def scores(seed: int, words: int, states: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.random.default_rng(seed).normal(size=(1, words, states)).astype(np.float32) * 2


def every_path(
    lattice: Lattice, emissions: np.ndarray[tuple[int, ...], np.dtype[np.float32]]
) -> dict[tuple[int, ...], float]:
    words, states = emissions.shape[1:]
    out = {}
    for path in itertools.product(range(states), repeat=words):
        total = lattice.start[path[0]] + lattice.end[path[-1]] + sum(emissions[0, t, s] for t, s in enumerate(path))
        total += sum(lattice.moves[a, b] for a, b in itertools.pairwise(path))
        if total > NEVER / 2:
            out[path] = float(total)
    return out


@pytest.mark.parametrize("seed", range(6))
def test_best_path_and_weight_of_roles(seed: int) -> None:
    moves = np.random.default_rng(99 + seed).normal(size=(5, 5)).astype(np.float32)
    lattice = Lattice.of_roles(moves)
    emissions = scores(seed, 4, 5)[:, :, STATE_LABELS]
    paths = every_path(lattice, emissions)
    wanted = max(paths, key=lambda p: paths[p])
    states, total = lattice.best(emissions, np.array([4]))
    assert tuple(states[0]) == wanted
    assert total[0] == pytest.approx(paths[wanted], abs=1e-4)
    summed = np.log(np.sum(np.exp(list(paths.values()))))
    assert lattice.weight(emissions, np.array([4]))[0] == pytest.approx(summed, abs=1e-3)


@given(st.integers(0, 10_000), st.integers(1, 12))
def test_a_role_path_keeps_its_promises(seed: int, words: int) -> None:
    lattice = Lattice.of_roles(np.zeros((5, 5), np.float32))
    states, _ = lattice.best(scores(seed, words, 5)[:, :, STATE_LABELS], np.array([words]))
    labels = STATE_LABELS[states[0]]
    assert len(runs(labels, 1, 2)) <= 1
    assert len(runs(labels, 3, 4)) >= 1
    assert all(b != 2 or a in (1, 2) for a, b in itertools.pairwise([0, *labels.tolist()]))
    assert all(b != 4 or a in (3, 4) for a, b in itertools.pairwise([0, *labels.tolist()]))


@given(st.integers(0, 10_000), st.integers(1, 12))
def test_inside_a_cue_only_after_its_beginning(seed: int, words: int) -> None:
    lattice = Lattice.of_cues(np.zeros((4, 3), np.float32))
    tags, _ = lattice.best(scores(seed, words, 3), np.array([words]))
    assert all(b != 2 or a in (1, 2) for a, b in itertools.pairwise([0, *tags[0].tolist()]))


def test_a_short_row_is_decoded_as_if_alone() -> None:
    lattice = Lattice.of_roles(np.zeros((5, 5), np.float32))
    emissions = scores(3, 9, 5)[:, :, STATE_LABELS]
    both = np.concatenate([emissions, emissions])
    states, total = lattice.best(both, np.array([9, 5]))
    alone, score = lattice.best(emissions[:, :5], np.array([5]))
    assert states[1, :5].tolist() == alone[0].tolist()
    assert states[1, 5:].tolist() == [0] * 4
    assert total[1] == pytest.approx(score[0])
    weight = lattice.weight(both, np.array([9, 5]))
    assert weight[1] == pytest.approx(lattice.weight(emissions[:, :5], np.array([5]))[0], abs=1e-4)


def test_states_name_their_labels() -> None:
    assert [label for label, _, _ in ROLE_STATES] == STATE_LABELS.tolist()
    assert len(set(ROLE_STATES)) == 12


def test_buckets() -> None:
    told = distance_buckets(np.array([-500, -128, 0, 1, 128, 500], np.int32)).tolist()
    assert told == sorted(told)
    assert len(set(told)) == 5
    assert neighbor_buckets(np.array([-9, 0, 2, 9], np.int32)).tolist() == [0, 3, 5, 6]
