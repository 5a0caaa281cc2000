"""The timeline as SVG that asks for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.export.cards import safe
from sayso.export.report.drawing import COLORS, Dot, Drawing, Label, Line, Piece


def to_svg(drawing: Drawing, title: str) -> str:
    """One element. title: what it shows, for those who do not see it."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="img"'
        f' aria-label="{safe(title)}">'
    )
    return head + "".join(_pieces(drawing.pieces)) + "</svg>"


def _pieces(pieces: tuple[Piece, ...]) -> Iterator[str]:
    for one in pieces:
        if isinstance(one, Line):
            dashes = ' stroke-dasharray="3 2"' if one.dashed else ""
            yield (
                f'<line x1="{one.x1:.1f}" y1="{one.y1:.1f}" x2="{one.x2:.1f}" y2="{one.y2:.1f}"'
                f' stroke="{COLORS[one.tone]}" stroke-width="{one.width:g}"{dashes}/>'
            )
        elif isinstance(one, Dot):
            yield _dot(one)
        else:
            yield _label(one)


def _dot(one: Dot) -> str:
    color = COLORS[one.tone]
    if one.shape == "square":
        side = 1.8 * one.size
        at = f'x="{one.x - side / 2:.1f}" y="{one.y - side / 2:.1f}" width="{side:.1f}" height="{side:.1f}"'
        return f'<rect {at} fill="{color}"/>'
    if one.shape == "ring":
        round_ = f'cx="{one.x:.1f}" cy="{one.y:.1f}" r="{one.size - 0.6:.1f}"'
        return f'<circle {round_} fill="#fff" stroke="{color}" stroke-width="1.2"/>'
    return f'<circle cx="{one.x:.1f}" cy="{one.y:.1f}" r="{one.size:.1f}" fill="{color}"/>'


def _label(one: Label) -> str:
    return (
        f'<text x="{one.x:.1f}" y="{one.y:.1f}" font-size="{one.size:g}" text-anchor="{one.anchor}"'
        f' fill="{COLORS[one.tone]}">{safe(one.text)}</text>'
    )
