"""Plots as SVG without any script or style of their own: shares with intervals, by year and by outlet.

Colors come from the page's style by class; positions are attributes, which the page's policy allows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.corpus.answers import Cell
from sayso.export.cards import safe

_WIDTH, _HEIGHT = 240.0, 120.0  # of one small plot, in units of its own
_LEFT, _RIGHT, _TOP, _BOTTOM = 30.0, 15.0, 10.0, 20.0
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25)
_MOST_TICKS = 4
_ROOM = 1.06  # of the scale above the highest value


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What all plots of a page share, so that they compare: years from first to last, shares from 0 to `top`."""

    first: int
    last: int
    top: float
    step: float

    @classmethod
    def of(cls, cells: Sequence[Cell], years: Sequence[int]) -> Scale:
        """The scale that holds every share of `cells` and every interval but the highest twentieth, which end in an
        arrow at the top."""
        highs = sorted(cell.share.high for cell in cells)
        top = highs[min(len(highs) - 1, int(0.95 * len(highs)))] if highs else 1.0
        top = max(top, *(cell.share.value for cell in cells)) if cells else top
        step = next((s for s in _STEPS if top * _ROOM / s <= _MOST_TICKS), _STEPS[-1])
        return cls(
            first=min(years, default=0),
            last=max(years, default=0),
            top=min(1.0, math.ceil(top / step) * step),
            step=step,
        )

    def x(self, year: float) -> float:
        span = max(self.last - self.first, 1)
        return _LEFT + (year - self.first) / span * (_WIDTH - _LEFT - _RIGHT)

    def y(self, share: float) -> float:
        return _HEIGHT - _BOTTOM - min(share, self.top) / self.top * (_HEIGHT - _TOP - _BOTTOM)

    def cuts(self, cell: Cell) -> bool:
        """Whether an interval goes on above the top."""
        return cell.share.high > self.top

    def ticks(self) -> Iterator[float]:
        for number in range(round(self.top / self.step) + 1):
            yield number * self.step


def years_plot(cells: Sequence[Cell], beside: Sequence[Cell], scale: Scale, label: str) -> str:
    """Shares by year as dots on a line, each with its interval; `beside` as a line to compare with."""
    parts = [_grid(scale)]
    if beside:
        parts.append(f'<polyline class="p-beside" points="{_points(beside, scale)}"/>')
    for run in _runs(cells):
        parts.append(f'<polyline class="p-line" points="{_points(run, scale)}"/>')
    parts += [_dot(cell, scale) for cell in cells]
    return (
        f'<svg class="p-years" viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" role="img" aria-label="{safe(label)}">'
        f"{''.join(parts)}</svg>"
    )


def _grid(scale: Scale) -> str:
    out = []
    for tick in scale.ticks():
        y = scale.y(tick)
        out.append(f'<path class="p-grid" d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}"/>')
        out.append(f'<text class="p-tick" x="{_LEFT - 5}" y="{y + 3:.1f}" text-anchor="end">{100 * tick:.0f} %</text>')
    every = max(1, math.ceil((scale.last - scale.first) / 4))
    for year in range(scale.first, scale.last + 1, every):
        told = f"{year}"
        x, y = scale.x(year), _HEIGHT - 5
        out.append(f'<text class="p-tick" x="{x:.1f}" y="{y}" text-anchor="middle">{told}</text>')
    return "".join(out)


def _runs(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Cells of years that follow each other: a line across a year of which nothing is known would say too much."""
    out: list[list[Cell]] = []
    for cell in cells:
        if out and cell.year == (out[-1][-1].year or 0) + 1:
            out[-1].append(cell)
        else:
            out.append([cell])
    return out


def _points(cells: Sequence[Cell], scale: Scale) -> str:
    return " ".join(f"{scale.x(c.year or 0):.1f},{scale.y(c.share.value):.1f}" for c in cells)


def _dot(cell: Cell, scale: Scale) -> str:
    x, share = scale.x(cell.year or 0), cell.share
    head = f"m-2.5 1L{x:.1f} {_TOP - 4:.1f}L{x + 2.5:.1f} {_TOP + 1:.1f}" if scale.cuts(cell) else ""
    return (
        f"<g><title>{safe(told(cell))}</title>"
        f'<path class="p-span" d="M{x:.1f} {scale.y(share.low):.1f}V{scale.y(share.high):.1f}{head}"/>'
        f'<circle class="p-dot" cx="{x:.1f}" cy="{scale.y(share.value):.1f}" r="2.6"/></g>'
    )


def told(cell: Cell) -> str:
    """A cell in words: 2016: 24.1 % (19–30), 512 claims in 61 articles."""
    share = cell.share
    interval = f"{100 * share.value:.1f} % ({100 * share.low:.0f}–{100 * share.high:.0f})"
    return f"{cell.year or cell.outlet or 'all'}: {interval}, {share.n:,} claims in {share.articles:,} articles"


def interval_bar(cell: Cell, top: float, mark: float | None) -> str:
    """A row of a ranking: the interval as a bar, the share as a dot; mark: a line at the share of all."""
    low, high, value = (min(v / top, 1.0) * 100 for v in (cell.share.low, cell.share.high, cell.share.value))
    line = f'<path class="p-mark" d="M{min(mark / top, 1.0) * 100:.2f} 0V10"/>' if mark is not None else ""
    return (
        '<svg class="p-rank" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="p-grid" d="M0 5H100"/>{line}'
        f'<rect class="p-bar" x="{low:.2f}" y="3" width="{max(high - low, 0.3):.2f}" height="4"/>'
        f'<rect class="p-dot" x="{max(value - 0.5, 0):.2f}" y="1" width="1" height="8"/></svg>'
    )
