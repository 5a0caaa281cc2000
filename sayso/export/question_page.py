"""A question as one HTML page: timeline, both sides in their words, what moved. It asks nothing of any network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from urllib.parse import urlsplit

from sayso.export.cards import isolated, safe
from sayso.export.facts import several
from sayso.export.timeline import Mark, Page, Step, style, timeline_svg

_SIDES = (("yes", "Yes", "yes"), ("no", "No", "no"), ("open", "Unclear", "unclear"))


def to_question_page(page: Page) -> str:
    """The whole page."""
    css = (files("sayso.export") / "static" / "question_page.css").read_text(encoding="utf-8") + style()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    sides = "".join(_side(page.marks, *names) for names in _SIDES)
    days = [mark.day for mark in page.marks if mark.day]
    span = f" · {min(days)} – {max(days)}" if days else ""
    outlets = len({mark.outlet for mark in page.marks if mark.outlet})
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{safe(page.wording)} – sayso</title>\n<style>{css}</style>\n</head>\n<body>\n<main>\n"
        f'<h1 dir="auto">{safe(page.wording)}</h1>\n<p class="meta">{several(len(page.marks), "claim")} from '
        f"{several(outlets, 'outlet')}{span} · {safe(page.key)}</p>\n"
        f'<div class="picture" tabindex="0">{timeline_svg(page, own_style=False)}</div>\n'
        f'<div class="sides">{sides}</div>\n{_moves(page.steps)}'
        '<footer class="meta"><p>Positions are as against the wording above, each on the day it was taken. Claims were '
        "grouped and placed by sayso link; every claim stands in the words of its article.</p></footer>\n"
        "</main>\n</body>\n</html>\n"
    )


def _side(marks: Sequence[Mark], css: str, name: str, ending: str) -> str:
    those = [mark for mark in marks if mark.position in {ending, f"hedged {ending}"}]
    if not those:
        return ""
    items = "".join(map(_claim, those))
    head = f'<h2>{name} <span class="meta">{several(len(those), "claim")}</span></h2>'
    return f'<section class="{css}">{head}{items}</section>'


def _claim(mark: Mark) -> str:
    hedged = " hedged" if mark.position.startswith("hedged") else ""
    cue = f" {isolated(mark.cue)}" if mark.cue else ""
    new = "".join(f'<span class="new">{safe(one)}</span>' for one in mark.new)
    sure = f'<span class="meta"> · {isolated(mark.sure)}</span>' if mark.sure else ""
    where = " · ".join(isolated(part) for part in (mark.outlet, mark.published) if part)
    title = _link(mark.url, mark.title)
    foot = " · ".join(filter(None, (where, title, safe(mark.claim))))
    return (
        f'<article class="claim{hedged}"><p><time>{safe(mark.day or "no date")}</time> '
        f'<span class="who">{isolated(mark.lane)}</span>{cue}{sure}</p><p dir="auto">{safe(mark.content)}</p>'
        f'<p class="meta">{new}{foot}</p></article>\n'
    )


def _link(url: str | None, title: str | None) -> str:
    told = isolated(title or url or "")
    if not url:
        return told
    try:
        parts = urlsplit(url)
        good = parts.scheme.lower() in {"http", "https"} and bool(parts.netloc) and url.isprintable() and " " not in url
    except ValueError:
        good = False
    return f'<a href="{escape(url, quote=True)}" rel="noopener noreferrer nofollow">{told}</a>' if good else told


def _moves(steps: Sequence[Step]) -> str:
    if not steps:
        return ""
    items = "".join(
        f"<li><b>{safe(step.kind)}</b>{' · ' + isolated(step.speaker) if step.speaker else ''}<br>"
        f'<span class="meta">{safe(step.before[0] or "no date")}</span> {isolated(step.before[1])}<br>'
        f'<span class="meta">{safe(step.after[0] or "no date")}</span> {isolated(step.after[1])}</li>'
        for step in steps
    )
    return f'<section><h2>Moved</h2><ul class="moves">{items}</ul></section>\n'
