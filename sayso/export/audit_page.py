"""Audits as one HTML page without any script: figures that open to the claims behind them, and the text they stand in.

Its look (static/audit.css) is that of the reading's page. It asks nothing of any network, and its policy allows nothing
but its own style.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from importlib.resources import files

from sayso.audit.figures import Audit, Ids, Line, SourceFigures
from sayso.audit.rows import COLUMNS, GROUP_COLUMNS, Group, Row, cell, row
from sayso.export.audit_facts import (
    METHOD,
    NO_TERM,
    OUTLET,
    RECORDS,
    UNSOURCED,
    about_of,
    cell_text,
    excerpt,
    is_grave,
    paragraphs,
    part_of,
    percent,
    prediction_time,
    rest_text,
    source_text,
    title_of,
)
from sayso.export.audit_text import kind_of, text_of
from sayso.export.cards import isolated, safe
from sayso.export.facts import several

_TEXTS = frozenset({"name", "outlet", "date", "top", "rests"})  # columns that begin at the left
_WRAPPED = frozenset({"outlet", "top"})
_BARRED = frozenset({"named", "voice"})  # shares that compare articles at a glance
_QUOTED = 8  # sources shown before the rest is folded away


def to_audit_page(audits: Sequence[Audit], groups: Sequence[Group] = ()) -> str:
    """All audits on one page, under a table of them where there are several; groups: by outlet, above that."""
    style = _static("audit.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    many = len(audits) != 1
    title = several(len(audits), "article") if many else title_of(audits[0])
    sections = "".join(_section(one, number, many) for number, one in enumerate(audits))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{safe(title)} – sourcing – sayso</title>\n<style>{style}</style>\n</head>\n"
        f'<body class="audit">\n{_overview(audits, groups) if many else ""}'
        f"<main>\n{sections}</main>\n</body>\n</html>\n"
    )


def _static(name: str) -> str:
    return (files("sayso.export") / "static" / name).read_text(encoding="utf-8")


def _overview(audits: Sequence[Audit], groups: Sequence[Group]) -> str:
    out = f"<h1>{several(len(audits), 'article')}</h1>"
    if groups:
        out += "<h2>By outlet</h2>" + _grid(groups, GROUP_COLUMNS, links=False)
    out += ("<h2>By article</h2>" if groups else "") + _grid([row(one) for one in audits], COLUMNS, links=True)
    return f'<header class="a-overview">{out}<p class="a-method">{safe(METHOD)}</p></header>\n'


def _grid(rows: Sequence[Row | Group], titles: dict[str, str], *, links: bool) -> str:
    kept = [c for c in titles if any(cell_text(one, c) not in {"", "–"} for one in rows)]
    head = "".join(f'<th scope="col"{_align(c)}>{safe(titles[c])}</th>' for c in kept)
    body = "".join(f"<tr>{_cells(one, kept, f'r{number}' if links else None)}</tr>" for number, one in enumerate(rows))
    table = f'<table class="a-grid"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="a-scroll" tabindex="0">{table}</div>'


def _align(column: str) -> str:
    if column in _TEXTS:
        return ' class="w"' if column in _WRAPPED else ""
    return ' class="n"'


def _cells(one: Row | Group, columns: Sequence[str], anchor: str | None) -> str:
    out = []
    for column in columns:
        value = cell(one, column)
        text = isolated(cell_text(one, column))
        if anchor and column == "name":
            text = f'<a href="#{anchor}">{text}</a>'
        if column in _BARRED and isinstance(value, float):
            text = _bar([(value, "all")]) + text
        css = _align(column)
        if column == "rests" and isinstance(one, Row):
            css = f' class="a-flag{" a-grave" if is_grave(one.rests, one.record) else ""}"'
        out.append(f'<th scope="row">{text}</th>' if column == columns[0] else f"<td{css}>{text}</td>")
    return "".join(out)


def _bar(parts: Iterable[tuple[float, str]]) -> str:
    """A bar of width 1 with parts of so much each, one after another."""
    out, left = "", 0.0
    for size, css in parts:
        out += f'<rect class="f-{css}" x="{left * 100:.2f}" width="{max(size, 0) * 100:.2f}" height="6"/>'
        left += size
    return (
        '<svg class="bar a-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="6"/>{out}</svg>'
    )


def audit_section(audit: Audit) -> str:
    """One audit as it stands on a page of its own, for the pages of others; its look is static/audit.css."""
    return _section(audit, 0, many=False)


def _section(audit: Audit, number: int, many: bool) -> str:
    level = "h2" if many else "h1"
    panels = (
        _sources(audit, number),
        _quoted(audit, number),
        _certainty(audit, number),
        _forces(audit, number),
        _predictions(audit, number),
        _unsourced(audit, number),
        _passages(audit, number),
    )
    method = "" if many else f'<p class="a-method">{safe(METHOD)}</p>'
    return (
        f'<section class="reading" id="r{number}" aria-label="{safe(title_of(audit))}">\n'
        f'<header class="head"><{level} dir="auto">{safe(title_of(audit))}</{level}>'
        f'<p class="about">{" · ".join(map(isolated, about_of(audit)))}</p></header>\n'
        f"{_rests(audit, number)}{_voices(audit)}"
        f'<div class="a-panels">{"".join(panels)}</div>\n'
        f"{text_of(audit, number)}{method}"
        f'<footer class="made"><p>Text: SHA-256 {safe(audit.article.sha256)}</p>'
        f"<p>Reader: {isolated(audit.reading.reader)}</p></footer>\n</section>\n"
    )


def _evidence(audit: Audit, ids: Ids, number: int, *, who: bool = True) -> str:
    """The claims behind a figure, each with the way to its words."""
    return f'<ol class="a-ev">{"".join(_claim(audit.line(claim), number, who=who) for claim in ids)}</ol>'


def _claim(line: Line, number: int, *, who: bool) -> str:
    speaker = OUTLET if line.voice == "outlet" else line.source or UNSOURCED
    said = f"<b>{isolated(speaker)}</b> " if who else ""
    said += f"<i>{isolated(line.cue)}</i> " if line.cue else ""
    anchor = safe(f"#r{number}-{line.id}")
    return f'<li><a href="{anchor}">{safe(line.id)}</a> {said}<q>{isolated(excerpt(line))}</q></li>'


def _figure(head: str, count: str, bar: str, body: str) -> str:
    return f"<details><summary><span>{head}</span><b>{count}</b>{bar}</summary>{body}</details>"


def _panel(title: str, body: str, note: str = "") -> str:
    return f'<section class="a-panel"><h3>{title}</h3>{note}{body}</section>' if body else ""


def _rests(audit: Audit, number: int) -> str:
    out = ""
    for one in audit.rests:
        css = "a-rest a-grave" if is_grave(one.scope, one.record) else "a-rest"
        out += f'<details class="{css}"><summary>{isolated(rest_text(one, audit))}</summary>'
        out += f"{_evidence(audit, one.claims, number)}</details>\n"
    return out


def _voices(audit: Audit) -> str:
    """Attributed by kind of source, unsourced, outlet: the same colors as in the text."""
    first = len(audit.attributed) + len(audit.outlet)
    if not first:
        return '<p class="key">No claims were found.</p>'
    kinds: dict[str, list[str]] = {name: [] for name in ("named", "nameless", "document", "unknown", "none", "outlet")}
    for claim in (*audit.attributed, *audit.outlet):
        kinds[kind_of(audit.line(claim))].append(claim)
    titles = {
        "named": "named sources", "nameless": "unnamed or anonymous", "document": "documents",
        "unknown": "sources of unknown kind", "none": "no source given", "outlet": "outlet’s own voice",
    }  # fmt: skip
    shown = {kind: tuple(ids) for kind, ids in kinds.items() if ids}
    key = "".join(
        f'<div class="a-voice"><dt><i class="s-{kind}"></i>{safe(titles[kind])}</dt>'
        f"<dd><b>{part_of(len(ids), first)}</b> {several(len(ids), 'claim')}</dd></div>"
        for kind, ids in shown.items()
    )
    words = audit.words
    figures = [(words.all, "words"), (len(audit.lines), "claims"), (len(audit.nested), "of them nested")]
    figures += [(len(audit.sources), "sources")]
    cells = "".join(f"<div><dd>{value:,}</dd><dt>{name}</dt></div>" for value, name in figures)
    return (
        f'<dl class="a-figures">{cells}'
        f"<div><dd>{part_of(words.attributed, words.all)}</dd><dt>of words attributed</dt></div>"
        f"<div><dd>{part_of(words.outlet, words.all)}</dd><dt>in the outlet’s voice</dt></div></dl>"
        f'<div class="a-voices">{_bar((len(ids) / first, kind) for kind, ids in shown.items())}'
        f"<dl>{key}</dl></div>\n"
    )


def _sources(audit: Audit, number: int) -> str:
    whole = len(audit.attributed)
    rows = [
        _figure(
            f"{one.sources:,} {RECORDS[one.record][one.sources != 1]}", several(len(one.claims), "claim"),
            _bar([(len(one.claims) / whole, kind_of(audit.line(one.claims[0])))]), _evidence(audit, one.claims, number),
        )
        for one in audit.records
    ]  # fmt: skip
    return _panel("Sources", "".join(rows))


def _quoted(audit: Audit, number: int) -> str:
    rows = [_speaker(audit, one, number) for one in audit.sources]
    body = "".join(rows[:_QUOTED])
    if len(rows) > _QUOTED:
        rest = several(len(rows) - _QUOTED, "more source")
        body += f'<details class="a-more"><summary>{rest}</summary>{"".join(rows[_QUOTED:])}</details>'
    if audit.secondhand:
        names = ", ".join(isolated(source_text(one.label, one.record)) for one in audit.secondhand)
        ids = tuple(claim for one in audit.secondhand for claim in one.nested)
        body += (
            f'<details class="a-more"><summary>{len(audit.secondhand):,} more heard only through others'
            f"</summary><p>{names}</p>{_evidence(audit, ids, number)}</details>"
        )
    return _panel("Most quoted", body, '<p class="meta">Share of first-hand claims with a source.</p>')


def _speaker(audit: Audit, one: SourceFigures, number: int) -> str:
    bar = _bar([(one.share or 0.0, kind_of(audit.line(one.claims[0])))])
    claims = _evidence(audit, one.claims, number, who=False)
    return _figure(isolated(source_text(one.label, one.record)), percent(one.share), bar, claims)


def _certainty(audit: Audit, number: int) -> str:
    certainty = audit.certainty
    rows = ""
    for one in certainty.terms:
        band = f" {one.band[0] * 100:.0f}–{one.band[1] * 100:.0f} %" if one.band else ""
        low, high = one.band or (0.0, 0.0)
        bar = _bar([(low, "gap"), (high - low, "all")]) if one.band else ""
        head = isolated(one.term or NO_TERM) + f'<span class="meta">{band}</span>'
        rows += _figure(head, several(len(one.claims), "claim"), bar, _evidence(audit, one.claims, number))
    if certainty.boosted:
        count = several(len(certainty.boosted), "claim")
        rows += _figure("boosted", count, "", _evidence(audit, certainty.boosted, number))
    total = f"{len(certainty.hedged):,} of {several(len(audit.lines), 'claim')} hedged; bands of ICD 203."
    return _panel("Certainty", rows, f'<p class="meta">{total}</p>')


def _forces(audit: Audit, number: int) -> str:
    whole = max((len(one.claims) for one in audit.forces), default=1)
    rows = [
        _figure(one.force or "not known", f"{len(one.claims):,}", _bar([(len(one.claims) / whole, "all")]),
                _evidence(audit, one.claims, number))
        for one in audit.forces
    ]  # fmt: skip
    return _panel("What the cues do", "".join(rows) if any(one.force for one in audit.forces) else "")


def _predictions(audit: Audit, number: int) -> str:
    items = [
        f"<li><time>{isolated(prediction_time(one))}</time>{_claim(audit.line(one.claim), number, who=True)[4:]}"
        for one in audit.predictions
    ]
    return _panel("Predictions", f'<ol class="a-ev">{"".join(items)}</ol>' if items else "")


def _unsourced(audit: Audit, number: int) -> str:
    return _panel("No source given", _evidence(audit, audit.unsourced, number, who=False) if audit.unsourced else "")


def _passages(audit: Audit, number: int) -> str:
    rows = [
        _figure(f"{paragraphs(one.first, one.last)} {isolated(source_text(one.label, one.record))}",
                several(len(one.claims), "claim"), "", _evidence(audit, one.claims, number, who=False))
        for one in audit.passages
    ]  # fmt: skip
    return _panel("Passages on one source", "".join(rows))
