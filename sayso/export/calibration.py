"""How often came true what was called likely: a calibration curve as SVG, light and dark, asking for nothing else.

Words have bands, so there is no curve to draw but a box for each band: a mark inside its box is as was said. The
upright stroke is the 95 % interval of the share.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files

from sayso.export.visible import one_line
from sayso.records import BANDS
from sayso.weigh.scores import Band, Bin

_SIDE = 360.0  # of the square that is drawn in
_LEFT, _TOP, _BOTTOM, _RIGHT = 58.0, 54.0, 58.0, 18.0
_PANEL = 330.0  # beside it, for the numbers
_LINE = 19.0
_TICKS = (0.0, 0.05, 0.2, 0.45, 0.55, 0.8, 0.95, 1.0)  # the edges of ICD 203
_LABELLED = (0.0, 0.2, 0.45, 0.55, 0.8, 1.0)
_LOOKS = {
    "as said": "as said",
    "not told apart": "may be as said",
    "more often": "more often than said",
    "less often": "less often than said",
    "too few": "too few to tell",
}


def style() -> str:
    """What the picture looks like, for a page that holds several."""
    return (files("sayso.export") / "static" / "calibration.css").read_text(encoding="utf-8")


def calibration_svg(bins: Sequence[Bin], title: str, *, own_style: bool = True) -> str:
    """The picture as one SVG element. own_style: for a file of its own; a page holds style() once for all."""
    wide = _LEFT + _SIDE + _RIGHT + _PANEL
    high = max(_TOP + _SIDE + _BOTTOM, _TOP + _LINE * 2.6 * (len(bins) + 1))
    n = sum(one.n for one in bins)
    says = f"{title}: " + "; ".join(f"{_named(one)} {one.happened} of {one.n}" for one in bins)
    parts = [
        f'<svg class="cal" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}" role="img"'
        f' aria-label="{_safe(says)}" width="{wide:.0f}" height="{high:.0f}">',
        f"<style>{style()}</style>" if own_style else "",
        f'<rect class="paper" width="{wide:.0f}" height="{high:.0f}"/>',
        f'<text class="head" x="{_LEFT}" y="26">{_safe(title)}</text>',
        f'<text class="soft" x="{_LEFT}" y="43">{n} settled with a band; a mark in its box came true as often as said'
        "</text>",
        *_grid(),
        *(_box(band, "frame") for band in BANDS.values() if band not in {one.band for one in bins}),
        *(_box(one.band, "box") for one in bins),
        *(_mark(one) for one in bins),
        *_panel(bins),
        "</svg>\n",
    ]
    return "".join(parts)


def _safe(text: str) -> str:
    return escape(one_line(text), quote=True)


def _x(chance: float) -> float:
    return _LEFT + chance * _SIDE


def _y(share: float) -> float:
    return _TOP + (1 - share) * _SIDE


def _percent(value: float) -> str:
    return f"{100 * value:.0f}"


def _grid() -> list[str]:
    out = [f'<rect class="grid" x="{_LEFT}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}"/>']
    for tick in _TICKS:
        out.append(f'<path class="grid" d="M{_x(tick):.1f} {_TOP + _SIDE}v4M{_LEFT} {_y(tick):.1f}h-4"/>')
    for tick in _LABELLED:
        out.append(_label(_x(tick), _TOP + _SIDE + 18, _percent(tick)))
        out.append(_label(_LEFT - 8, _y(tick) + 4, _percent(tick), "end"))
    middle = _TOP + _SIDE / 2
    out += [
        f'<path class="even" d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}"/>',
        _label(_LEFT + _SIDE / 2, _TOP + _SIDE + 40, "chance as said, %"),
        f'<text class="soft" transform="translate(16 {middle}) rotate(-90)" text-anchor="middle">came true, %</text>',
    ]
    return out


def _label(x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f'<text class="soft" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'


def _box(band: Band, kind: str) -> str:
    low, high = band
    size = max((high - low) * _SIDE, 2.0)
    return f'<rect class="{kind}" x="{_x(low):.1f}" y="{_y(high):.1f}" width="{size:.1f}" height="{size:.1f}"/>'


def _mark(one: Bin) -> str:
    x, kind = _x(sum(one.band) / 2), _kind(one)
    return (
        f'<g class="{kind}"><title>{_safe(_told(one))}</title>'
        f'<path class="span" d="M{x:.1f} {_y(one.interval.low):.1f}V{_y(one.interval.high):.1f}"/>'
        f'<circle class="mark" cx="{x:.1f}" cy="{_y(one.share):.1f}" r="4.6"/></g>'
    )


def _kind(one: Bin) -> str:
    if one.reading == "too few":
        return "few"
    return "off" if one.reading in {"more often", "less often"} else "right"


def _named(one: Bin) -> str:
    return f"{one.term or 'other words'}, {_percent(one.band[0])}–{_percent(one.band[1])} %"


def _told(one: Bin) -> str:
    share = f"{one.happened} of {one.n} came true, {_percent(one.share)} %"
    return f"{_named(one)}: {share} ({_percent(one.interval.low)}–{_percent(one.interval.high)}), {_LOOKS[one.reading]}"


def _panel(bins: Sequence[Bin]) -> list[str]:
    """The numbers beside the picture, the most likely on top, as in the picture."""
    x, y = _LEFT + _SIDE + _RIGHT + 12, _TOP + 12
    out = []
    for one in reversed(bins):
        low, high = _percent(one.interval.low), _percent(one.interval.high)
        share = f"{one.happened} of {one.n} = {_percent(one.share)} % ({low}–{high}) · {_LOOKS[one.reading]}"
        out.append(
            f'<g class="{_kind(one)}"><circle class="mark" cx="{x:.1f}" cy="{y - 4:.1f}" r="4.6"/></g>'
            f'<text class="name" x="{x + 14:.1f}" y="{y:.1f}">{_safe(_named(one))}</text>'
            f'<text class="soft" x="{x + 14:.1f}" y="{y + _LINE * 0.95:.1f}">{_safe(share)}</text>'
        )
        y += _LINE * 2.5
    if not bins:
        out.append(f'<text class="soft" x="{x:.1f}" y="{y:.1f}">Nothing with a band was settled yet.</text>')
    return out
