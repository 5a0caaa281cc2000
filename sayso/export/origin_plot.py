"""A tree of origins over time as SVG: a row a node, articles on their day, lines from whom they have it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

from sayso.export.cards import safe
from sayso.export.origin_tree import KINDS, Row, Tree, clipped, details, headline
from sayso.export.visible import one_line

_WIDE = 1000.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 300.0, 210.0, 84.0, 40.0
_HIGH = 26.0  # of a row
_INDENT = 16.0
_LABEL, _OUTLET = 40, 28  # characters
_TICKS = 7
_MOST = 160  # rows that are drawn


def plot_style() -> str:
    """What the picture looks like, for a page that holds it."""
    return (files("sayso.export") / "static" / "origin_plot.css").read_text(encoding="utf-8")


def plot_svg(tree: Tree, *, own_style: bool = True) -> str:
    """The picture as one SVG element. own_style: for a file of its own; a page holds plot_style() itself."""
    rows = tree.rows[:_MOST]
    axis = _Axis.of(rows)
    high = _TOP + _HIGH * max(len(rows), 1) + _BOTTOM
    points = [_point(row, number, axis) for number, row in enumerate(rows)]
    parts = [
        f'<svg class="ot" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE:.0f} {high:.0f}" role="img"'
        f' width="{_WIDE:.0f}" height="{high:.0f}" aria-label="{safe(f"Tree of origins: {tree.count}")}">',
        f"<style>{plot_style()}</style>" if own_style else "",
        f'<rect class="paper" width="{_WIDE:.0f}" height="{high:.0f}"/>',
        f'<text class="head" x="20" y="30">{safe(clipped(tree.about, 92))}</text>',
        f'<text class="soft" x="20" y="54">{safe(tree.count)}{_more(tree)}</text>',
        *_bands(rows),
        *_grid(axis, high),
    ]
    parts += [_line(points, row, number) for number, row in enumerate(rows) if row.parent is not None]
    parts += [_node(row, *points[number]) for number, row in enumerate(rows)]
    return "".join(parts) + "</svg>\n"


def _more(tree: Tree) -> str:
    left = len(tree.rows) - _MOST
    return f"; {left} more rows are not drawn" if left > 0 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    first: date
    days: int

    @classmethod
    def of(cls, rows: Sequence[Row]) -> _Axis:
        days = [day for row in rows if row.kind == "article" and (day := _day(row.day))]
        first, last = min(days, default=date(2000, 1, 1)), max(days, default=date(2000, 1, 1))
        return cls(first=first, days=(last - first).days)

    def x(self, day: date | None) -> float:
        part = (min(max((day - self.first).days, 0), self.days) + 0.5) / (self.days + 1) if day else 0.0
        return _LEFT + part * (_WIDE - _LEFT - _RIGHT)

    def ticks(self) -> list[date]:
        step = max(1, math.ceil((self.days + 1) / _TICKS))
        return [self.first + timedelta(days=n) for n in range(0, self.days + 1, step)]


def _day(told: str | None) -> date | None:
    try:
        return date.fromisoformat((told or "")[:10])
    except ValueError:
        return None


def _point(row: Row, number: int, axis: _Axis) -> tuple[float, float]:
    y = _TOP + _HIGH * (number + 0.5)
    if row.kind == "article":
        return axis.x(_day(row.day)), y
    return 24.0 + _INDENT * row.depth, y


def _bands(rows: Sequence[Row]) -> list[str]:
    """Every other origin with all that hangs on it."""
    out, origin, start = [], -1, 0
    for number, row in enumerate([*rows, Row(depth=0, parent=None, kind="", label="")]):
        if row.depth == 0:
            if origin % 2 == 1:
                y, high = _TOP + _HIGH * start, _HIGH * (number - start)
                out.append(f'<rect class="band" x="0" y="{y:.1f}" width="{_WIDE:.0f}" height="{high:.1f}"/>')
            origin, start = origin + 1, number
    return out


def _grid(axis: _Axis, high: float) -> list[str]:
    bottom = high - _BOTTOM
    out = []
    for tick in axis.ticks():
        x = axis.x(tick)
        out.append(f'<path class="axis" d="M{x:.1f} {_TOP}V{bottom + 5:.1f}"/>')
        out.append(f'<text class="soft" x="{x:.1f}" y="{high - 18:.0f}" text-anchor="middle">{tick.isoformat()}</text>')
    return out


def _line(points: Sequence[tuple[float, float]], row: Row, number: int) -> str:
    """Down from the one that it hangs on, then across."""
    assert row.parent is not None
    (x, y), (to_x, to_y) = points[row.parent], points[number]
    side = 1 if to_x >= x else -1
    if abs(to_x - x) < 1:
        return f'<path class="edge" d="M{x:.1f} {y + 5:.1f}V{to_y - 5:.1f}"/>'
    return f'<path class="edge" d="M{x:.1f} {y + 5:.1f}V{to_y:.1f}H{to_x - side * 5:.1f}"/>'


def _node(row: Row, x: float, y: float) -> str:
    title = f"<title>{safe(headline(row))}{safe('. ' + details(row)) if details(row) else ''}</title>"
    if row.kind == "article":
        name = clipped(row.outlet or row.label, _OUTLET)
        again = " again" if row.again else ""
        return (
            f'<g><circle class="article{again}" cx="{x:.1f}" cy="{y:.1f}" r="5">{title}</circle>'
            f'<text x="{x + 11:.1f}" y="{y + 4.5:.1f}">{safe(name)}{title}</text></g>'
        )
    longest = _LABEL - 2 * row.depth
    what = f' <tspan class="soft">{KINDS[row.kind]}</tspan>' if row.kind in {"group", "document"} else ""
    name = clipped(row.label, longest - (len(KINDS[row.kind]) if what else 0))
    return (
        f'<g><rect class="{row.kind}" x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" rx="2">{title}</rect>'
        f'<text x="{x + 12:.1f}" y="{y + 4.5:.1f}">{safe(one_line(name))}{what}{title}</text></g>'
    )
