"""Answers as one HTML page: plots with their numbers beside them, light and dark, without script or network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from importlib.resources import files

from sayso.corpus.answers import METHOD, Answers, Cell, Speaker, Standing, Travel, Twins
from sayso.corpus.plots import Scale, interval_bar, years_plot
from sayso.export.cards import isolated, safe
from sayso.export.facts import several
from sayso.records import RECORDS

_MOST_PLOTS = 24
_SHOWN = 5  # outlets named of a list before the rest is counted
_KINDS = {
    "named-person": "People",
    "named-organisation": "Organisations",
    "unnamed": "Described, not named",
    "anonymous": "Anonymous",
    "document": "Documents",
}


def to_page(answers: Answers, title: str) -> str:
    """The whole page."""
    style = (files("sayso.corpus") / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    sections = (
        _ranking(answers), _years(answers), _numbers(answers), _speakers(answers), _travels(answers), _twins(answers)
    )  # fmt: skip
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{safe(title)} – corpus – sayso</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f"{_head(answers, title)}{''.join(sections)}"
        f"<footer><p>{safe(METHOD)}</p><p>Reader: {isolated(answers.reader)}</p></footer>\n</main>\n</body>\n</html>\n"
    )


def _head(answers: Answers, title: str) -> str:
    figures = [(answers.articles, "articles"), (answers.claims, "claims"), (answers.outlets, "outlets")]
    cells = "".join(f"<div><dd>{value:,}</dd><dt>{name}</dt></div>" for value, name in figures)
    if answers.years:
        cells += f"<div><dd>{answers.years[0]}–{answers.years[-1]}</dd><dt>years compared</dt></div>"
    left = [f"{count:,} {code}" for code, count in answers.refused]
    notes = [f"Left out: {', '.join(left)}."] if left else []
    notes += [] if answers.is_complete else ["The corpus is not read to its end: all figures are of what is there."]
    note = f'<p class="note">{safe(" ".join(notes))}</p>' if notes else ""
    return f'<header><h1>{isolated(title)}</h1><dl class="figures">{cells}</dl>{note}</header>\n'


def _section(heading: str, lead: str, body: str) -> str:
    return f"<section><h2>{heading}</h2><p class='lead'>{lead}</p>{body}</section>\n" if body else ""


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _ranking(answers: Answers) -> str:
    ranked, whole = answers.ranked(), answers.cell(None, None)
    if not ranked or whole is None:
        return ""
    top = max(cell.share.high for cell in ranked)
    rows = "".join(_ranked(cell, top, whole.share.value) for cell in ranked)
    head = (
        '<thead><tr><th scope="col">Outlet</th><th scope="col" class="n">Share</th>'
        f'<th scope="col" class="wide">95 % interval, from 0 to {_percent(top)}</th>'
        '<th scope="col" class="n">Anonymous</th>'
        '<th scope="col" class="n">Claims</th><th scope="col" class="n">Articles</th></tr></thead>'
    )
    lead = (
        f"Of claims with a source, how many rest on one without a name. All outlets together: "
        f"<b>{_percent(whole.share.value)}</b> (the upright line), n = {whole.share.n:,}."
    )
    table = f'<div class="scroll" tabindex="0"><table class="rank">{head}<tbody>{rows}</tbody></table></div>'
    return _section("Who rests most on sources without a name", lead, table)


def _ranked(cell: Cell, top: float, mark: float) -> str:
    share = cell.share
    return (
        f'<tr><th scope="row">{isolated(cell.outlet or "")}</th><td class="n"><b>{_percent(share.value)}</b></td>'
        f'<td class="wide">{interval_bar(cell, top, mark)}'
        f'<span class="sub">{100 * share.low:.0f}–{100 * share.high:.0f}</span></td>'
        f'<td class="n">{_percent(cell.anonymous)}</td><td class="n">{share.n:,}</td>'
        f'<td class="n">{share.articles:,}</td></tr>'
    )


def _years(answers: Answers) -> str:
    if len(answers.years) < 2:
        return ""
    outlets = _outlets_with_years(answers)
    whole = [cell for year in answers.years if (cell := answers.cell(None, year))]
    shown = [cell for outlet in outlets for cell in _of(answers, outlet)]
    scale = Scale.of([*shown, *whole], answers.years)
    plots = [_plot("All outlets", whole, (), scale)]
    plots += [_plot(outlet, _of(answers, outlet), whole, scale) for outlet in outlets]
    lead = (
        "Share of claims that rest on a source without a name, by year of publication; upright strokes are 95 %"
        " intervals, the thin gray line is all outlets together. Years with too few articles are left out."
    )
    if any(scale.cuts(cell) for cell in [*shown, *whole]):
        lead += " An arrow marks an interval that goes on above the plot; the numbers below tell how far."
    return _section("Over time", lead, f'<div class="plots">{"".join(plots)}</div>')


def _outlets_with_years(answers: Answers) -> list[str]:
    ranked = [cell.outlet for cell in answers.ranked() if cell.outlet is not None]
    return [outlet for outlet in ranked if len(_of(answers, outlet)) > 1][:_MOST_PLOTS]


def _of(answers: Answers, outlet: str | None) -> list[Cell]:
    return [cell for cell in answers.cells if cell.outlet == outlet and cell.year is not None]


def _plot(name: str, cells: Sequence[Cell], beside: Sequence[Cell], scale: Scale) -> str:
    n = sum(cell.share.n for cell in cells)
    label = f"{name}: share of sources without a name by year"
    caption = f'<figcaption>{isolated(name)} <span class="sub">n = {n:,}</span></figcaption>'
    return f"<figure>{caption}{years_plot(cells, beside, scale, label)}</figure>"


def _numbers(answers: Answers) -> str:
    """The numbers of the plots, an outlet a row, a year a column."""
    outlets: list[str | None] = [None, *_outlets_with_years(answers)]
    if len(answers.years) < 2:
        return ""
    head = "".join(f'<th scope="col" class="n">{year}</th>' for year in answers.years)
    rows = "".join(
        f'<tr><th scope="row">{isolated(outlet or "All outlets")}</th>'
        + "".join(_number(answers.cell(outlet, year)) for year in answers.years)
        + "</tr>"
        for outlet in outlets
    )
    table = (
        f'<table class="numbers"><thead><tr><th scope="col">Outlet</th>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )
    lead = "Each cell: share in percent, its 95 % interval, and the number of claims that it is a share of."
    return _section("The numbers", lead, f'<div class="scroll" tabindex="0">{table}</div>')


def _number(cell: Cell | None) -> str:
    if cell is None:
        return '<td class="n none">–</td>'
    share = cell.share
    return (
        f'<td class="n"><b>{100 * share.value:.1f}</b>'
        f'<span class="sub">{100 * share.low:.0f}–{100 * share.high:.0f}</span>'
        f'<span class="sub">n {share.n:,}</span></td>'
    )


def _speakers(answers: Answers) -> str:
    everywhere = [one for one in answers.speakers if one.outlet is None]
    columns = [(record, [one for one in everywhere if one.record == record]) for record in RECORDS]
    body = "".join(_heard(_KINDS[record], found) for record, found in columns if found)
    outlets = sorted({one.outlet for one in answers.speakers if one.outlet})
    ranked = [cell.outlet for cell in answers.ranked() if cell.outlet in outlets]
    folded = "".join(_of_outlet(answers, outlet) for outlet in ranked if outlet)
    more = f"<h3>By outlet</h3>{folded}" if folded else ""
    lead = "Sources by the name that the articles give them, with the claims given to them outside other claims."
    return _section("Who is heard most", lead, f'<div class="lists">{body}</div>{more}' if body else "")


def _heard(title: str, found: Iterable[Speaker]) -> str:
    rows = "".join(f"<li>{isolated(s.name)} <b>{s.claims:,}</b></li>" for s in found)
    return f"<div><h3>{safe(title)}</h3><ol>{rows}</ol></div>"


def _of_outlet(answers: Answers, outlet: str) -> str:
    own = [one for one in answers.speakers if one.outlet == outlet]
    body = "".join(
        _heard(_KINDS[record], found)
        for record in RECORDS
        if (found := [one for one in own if one.record == record][:_SHOWN])
    )
    return f"<details><summary>{isolated(outlet)}</summary><div class='lists'>{body}</div></details>"


def _travels(answers: Answers) -> str:
    body = "".join(_travel(one) for one in answers.travels)
    lead = (
        f"{several(answers.all_travels, 'quotation')} of eight words and more in two outlets or more; shown are those"
        " in most texts. Reprints of one text count as one text."
    )
    return _section("Quotations that travel", lead, body)


def _travel(one: Travel) -> str:
    names = ", ".join(f"{isolated(name)} {count:,}" for name, count in one.names[:_SHOWN])
    return (
        f'<article class="travel"><blockquote dir="auto">{safe(one.quotation)}</blockquote>'
        f"<p>Given to: {names or 'nobody named'} · {several(one.outlets, 'outlet')}, {several(one.texts, 'text')}</p>"
        f"<p><b>First:</b> {_standing(one.first)}</p><p><b>Then:</b> {_standing(one.others)}</p></article>"
    )


def _standing(articles: Sequence[Standing]) -> str:
    told = list(dict.fromkeys((a.outlet or "no outlet", a.day or "undated") for a in articles))
    shown = ", ".join(f"{isolated(outlet)} <time>{safe(day)}</time>" for outlet, day in told[:12])
    return (shown or "nobody else on a later day") + (f" and {len(told) - 12:,} more" if len(told) > 12 else "")


def _twins(answers: Answers) -> str:
    rows = "".join(_twin(one) for one in answers.twins)
    lead = (
        f"{several(answers.all_twins, 'group')} of {several(answers.twin_articles, 'article')} that share at least half"
        " of their runs of four words with another."
    )
    return _section("Near-duplicates", lead, f'<ul class="twins">{rows}</ul>' if rows else "")


def _twin(one: Twins) -> str:
    title = one.articles[0].title or one.articles[0].id
    alike = f'<span class="sub">likeness from {one.likeness:.2f}</span>'
    return f"<li><b>{isolated(title)}</b><br>{_standing(one.articles)} {alike}</li>"
