"""Which claims are worth judging against which: the nearest by meaning, article and day, within a budget.

A judge reads some hundred pairs a second, a ledger of 100,000 claims has five thousand million. So each claim is held
against those before it, and only the nearest few are judged. Nearness is the dot product of vectors that hold the
claim's own words, its words with their source, and a share of the article they stand in, since contents often leave
out what they are about ("would withdraw"); to that a bonus is added for days that are near each other. On the gold
pairs' train and dev events (532 claims in questions among 1,072) the share of claims with one of their question among
the 10 nearest rises by that from 0.72 to 0.90.

Everything is exact and the same on every call: no index that guesses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.int8]

UNDATED = -1
"""The day of a claim that has none; others are proleptic ordinals (date.toordinal)."""
ARTICLE_SHARE = 0.4
"""Of the article's mean vector in a claim's; chosen on train and dev events, where 0.8 gains little more."""
DAY_BONUS = 0.1
"""Added where two claims are of one day; falls by half in ten days."""
_FADE = 14.0  # days in which the bonus falls to 1/e
LEAST = 0.63
"""Nearness below which a pair is not worth judging: nine in ten pairs of one question in the dev events are nearer.
Three days of news (3,199 claims) have some four such pairs a claim."""
NEAREST = 12
"""Earlier claims that one is held against, at most."""
_RANK_COST = 0.02  # a claim's second nearest gives way to another's nearest that is so much farther
_TILE = 1024  # rows multiplied at once
_COLUMNS = 16_384
_SCALE = 127.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Claims to choose pairs among, N of them, in the order in which later ones are held against earlier ones.

    vectors: (N, D) float32, rows of length 1. days: (N) ordinals or UNDATED. outer: (N) the place of the claim in whose
    content one stands, -1 for none; a claim is never held against what it stands in.
    """

    vectors: Floats
    days: Ints
    outer: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs worth judging, M of them, the most promising first. later, earlier: (M) places in the pool; near: (M)."""

    later: Ints
    earlier: Ints
    near: Floats


def unit(rows: Floats) -> Floats:
    """Rows of length 1; a row of zeros stays."""
    length = np.sqrt(np.einsum("nd,nd->n", rows, rows))[:, None]
    made: Floats = (rows / np.maximum(length, 1e-12)).astype(np.float32)
    return made


def blend(own: Floats, with_source: Floats, articles: Sequence[int]) -> Floats:
    """Vectors to compare claims by: (N, D) from those of their words, of source and words, and of their articles.

    articles: which article each row belongs to; all rows of one must be in the call.
    """
    names, place = np.unique(np.asarray(articles, dtype=np.int64), return_inverse=True)
    mean = np.zeros((len(names), own.shape[1]), dtype=np.float32)
    np.add.at(mean, place, own)
    return unit(unit(own + with_source) + ARTICLE_SHARE * unit(mean)[place])


def pack(rows: Floats) -> Bytes:
    """Rows of length 1 as int8, a quarter of the room; each row's own greatest value is 127. (N, D) → (N, D)."""
    most = np.maximum(np.abs(rows).max(axis=1, keepdims=True, initial=0.0), 1e-12)
    made: Bytes = np.rint(rows / most * _SCALE).astype(np.int8)
    return made


def unpack(rows: Bytes) -> Floats:
    """What `pack` packed, to within 1 % of each row's greatest value; rows of length 1."""
    found = rows.astype(np.float32)
    for start in range(0, len(found), _TILE):  # a ledger's vectors are a large part of the memory: none stands twice
        found[start : start + _TILE] = unit(found[start : start + _TILE])
    return found


def nearness(one: Floats, other: Floats, apart: Ints) -> Floats:
    """Of pairs of vectors (N, D), row by row, and the days between them (N, 0 and more, UNDATED where one has none)."""
    bonus = np.where(apart == UNDATED, 0.0, DAY_BONUS * np.exp(-np.abs(apart) / _FADE))
    told: Floats = (np.einsum("nd,nd->n", one, other) + bonus).astype(np.float32)
    return told


def nearest(pool: Pool, first: int, *, most: int, each: int = NEAREST, least: float = LEAST) -> Pairs:
    """Pairs of claims from place `first` on, each with claims before it in the pool.

    most: pairs in all. each: pairs that one claim is the later of. least: nearness that a pair must have. Takes time by
    the product of new and all claims: a second for some 2,000 against 100,000.
    """
    found = [_tile(pool, start, end, each, least) for start, end in _tiles(pool.days, first)]
    if not found:
        nothing = np.zeros(0, dtype=np.int64)
        return Pairs(later=nothing, earlier=nothing, near=np.zeros(0, dtype=np.float32))
    later, earlier, near, rank = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((earlier, later, -(near - _RANK_COST * rank)))[:most]
    return Pairs(later=later[order], earlier=earlier[order], near=near[order])


def _tiles(days: Ints, first: int) -> list[tuple[int, int]]:
    """Runs of one day, since a day's rows share the bonus of each column; none longer than _TILE."""
    found, start = [], first
    for place in range(first + 1, len(days) + 1):
        if place == len(days) or days[place] != days[start] or place - start == _TILE:
            found.append((start, place))
            start = place
    return found


def _tile(
    pool: Pool, start: int, end: int, each: int, least: float
) -> tuple[Ints, Ints, Floats, npt.NDArray[np.int64]]:
    """Rows start … end against all before them: later, earlier, nearness and rank of each row's nearest."""
    rows, columns, values = [], [], []
    bonus = _bonus(pool.days[:end], int(pool.days[start]))
    for left in range(0, end, _COLUMNS):
        right = min(left + _COLUMNS, end)
        block = pool.vectors[start:end] @ pool.vectors[left:right].T
        block += bonus[left:right]
        at, column = np.nonzero(block >= least)
        rows.append(at + start)
        columns.append(column + left)
        values.append(block[at, column])
    row, column, value = np.concatenate(rows), np.concatenate(columns), np.concatenate(values)
    wanted = (column < row) & ~_inside(pool.outer, row, column)
    row, column, value = row[wanted], column[wanted], value[wanted]
    order = np.lexsort((column, -value, row))
    row, column, value = row[order], column[order], value[order]
    begins = np.searchsorted(row, row)  # place of each row's first
    rank = np.arange(len(row)) - begins
    kept = rank < each
    return row[kept], column[kept], value[kept].astype(np.float32), rank[kept]


def _bonus(days: Ints, day: int) -> Floats:
    """For each claim what its day adds beside one of the day given: (N)."""
    if day == UNDATED:
        return np.zeros(len(days), dtype=np.float32)
    apart = np.abs(days - day).astype(np.float32)
    return np.where(days == UNDATED, 0.0, DAY_BONUS * np.exp(-apart / _FADE)).astype(np.float32)


def _inside(outer: Ints, row: Ints, column: Ints) -> npt.NDArray[np.bool_]:
    """Whether one of two claims stands in the other's content, however deep."""
    found = np.zeros(len(row), dtype=np.bool_)
    for low, high in ((row, column), (column, row)):
        at = outer[low]
        while (at >= 0).any():
            found |= at == high
            at = np.where(at >= 0, outer[at], -1)
    return found
