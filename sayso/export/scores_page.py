"""Scores as one HTML page, with calibration curves and with how each number is made; it asks nothing of any network."""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Mapping, Sequence
from importlib.resources import files

from sayso.export.calibration import calibration_svg, style
from sayso.export.cards import isolated, safe
from sayso.weigh.intervals import Interval
from sayso.weigh.scores import LEAST_RANKED, Bin, Score

_MOST_PLOTS = 12


def to_scores_page(
    whole: Score,
    groups: Sequence[Score],
    bins: Sequence[Bin],
    by_group: Mapping[str, Sequence[Bin]],
    *,
    title: str,
    notes: Sequence[str],
) -> str:
    """The whole page. by_group: the bins of ranked groups."""
    css = (files("sayso.export") / "static" / "scores.css").read_text(encoding="utf-8") + style()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    plots = "".join(
        f"<figure>{calibration_svg(told, name, own_style=False)}</figure>"
        for name, told in list(by_group.items())[:_MOST_PLOTS]
    )
    more = f"<section><h2>One by one</h2>{plots}</section>" if plots else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{safe(title)} – sayso</title>\n<style>{css}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{safe(title)}</h1>\n<section>{_table([whole, *groups])}</section>\n"
        f"<section><h2>Calibration</h2><figure>{calibration_svg(bins, 'All together', own_style=False)}</figure>"
        f"</section>\n{more}<footer>{''.join(f'<p>{safe(note)}</p>' for note in notes)}</footer>\n"
        "</main>\n</body>\n</html>\n"
    )


def _table(scores: Sequence[Score]) -> str:
    heads = (
        '<tr><th rowspan="2" scope="col"></th><th rowspan="2" class="n" scope="col">n</th>'
        '<th colspan="4" scope="colgroup">Brier score (0 is perfect)</th>'
        '<th colspan="3" scope="colgroup">Log score (0 is perfect)</th>'
        '<th rowspan="2" class="n" scope="col">flat: true</th><th rowspan="2" class="n" scope="col">ambiguous</th>'
        '<th rowspan="2" class="n" scope="col">annulled</th></tr><tr>'
        + "".join(
            f'<th class="n" scope="col">{name}</th>'
            for name in ("best", "middle", "worst", "95 % of middle", "best", "middle", "worst")
        )
        + "</tr>"
    )
    rows = "".join(_row(one, number) for number, one in enumerate(scores))
    return f'<div class="scroll" tabindex="0"><table><thead>{heads}</thead><tbody>{rows}</tbody></table></div>'


def _row(one: Score, number: int) -> str:
    name = "All together" if one.group is None else one.group
    few = one.group is not None and not one.is_ranked
    rank = f'<span class="rank">{number}</span> ' if one.group is not None and one.is_ranked else ""
    kind = ' class="few"' if few else ' class="whole"' if one.group is None else ""
    numbers = (
        [one.brier.best, one.brier.middle, one.brier.worst] if one.brier else [None] * 3,
        [one.log.best, one.log.middle, one.log.worst] if one.log else [None] * 3,
    )
    flat = f"{one.flat_true} of {one.flat}" if one.flat else "–"
    cells = [
        f"{one.n}", *map(figure, numbers[0]), interval_text(one.interval), *map(figure, numbers[1]), flat,
        f"{one.ambiguous}", f"{one.annulled}",
    ]  # fmt: skip
    note = f' <span class="sub">fewer than {LEAST_RANKED}, not ranked</span>' if few else ""
    return (
        f'<tr{kind}><th scope="row">{rank}{isolated(name)}{note}</th>'
        + "".join(f'<td class="n">{cell}</td>' for cell in cells)
        + "</tr>"
    )


def figure(value: float | None) -> str:
    """Three places; "–" for none, "∞" for a chance of 0 given to what happened."""
    if value is None:
        return "–"
    return f"{value:.3f}" if math.isfinite(value) else "∞"


def interval_text(interval: Interval | None) -> str:
    return f"{interval.low:.3f}–{interval.high:.3f}" if interval else "–"
