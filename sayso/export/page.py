"""Readings as one HTML page that carries all it needs: it asks nothing of any network, runs nothing but its own script.

The page's policy names its one style and its one script by digest, so nothing that an article smuggled in could run
even if escaping failed. Pieces of text hold the article's characters unchanged, but for those that act instead of
showing: each stands as <span class="hid" data-char="202E">⟨U+202E⟩</span>.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from urllib.parse import urlsplit

from sayso.export.cards import isolated, safe
from sayso.export.facts import Speaker, heading, several, speakers
from sayso.export.filters import panel, toolbar
from sayso.export.lines import text_rows
from sayso.export.strip import strip
from sayso.export.summary import summary
from sayso.records import Reading, Refusal

_TURN = 137.508  # degrees, the golden angle: however many speakers, neighbours in the legend are far apart in hue
_FIRST_HUE = 250.0  # degrees: the most quoted is blue
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def to_page(readings: Sequence[Reading]) -> str:
    """All readings on one page, with a table of contents where there are several."""
    most = max((len(speakers(reading)[0]) for reading in readings), default=0)
    style = _static("page.css") + hues(most)
    script = _static("page.js")
    title = heading(readings[0]) if len(readings) == 1 else several(len(readings), "article")
    sections = [_section(reading, number, len(readings) > 1) for number, reading in enumerate(readings)]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{safe(title)} – sayso</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"{_contents(readings)}<main>\n{''.join(sections)}</main>\n<script>{script}</script>\n</body>\n</html>\n"
    )


def _static(name: str) -> str:
    return (files("sayso.export") / "static" / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    style_digest, script_digest = (
        base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in (style, script)
    )
    return (
        f"default-src 'none'; style-src 'sha256-{style_digest}'; script-src 'sha256-{script_digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


def hues(number: int) -> str:
    """A rule for each speaker: .b as background, .o as the claim around, .u as the underline and the card's edge."""
    hues = [(_FIRST_HUE + turn * _TURN) % 360 for turn in range(number)]
    return "".join(f".b{n}{{--b:{h:.0f}}}.o{n}{{--o:{h:.0f}}}.u{n}{{--u:{h:.0f}}}\n" for n, h in enumerate(hues))


def _contents(readings: Sequence[Reading]) -> str:
    if not readings:
        return "<p>No readings.</p>\n"
    if len(readings) == 1:
        return ""
    items = "".join(
        f'<li><a href="#r{number}">{isolated(heading(reading))}</a>'
        f'<span class="meta">{_published(reading)} · {several(len(reading.claims), "claim")}</span></li>'
        for number, reading in enumerate(readings)
    )
    title = several(len(readings), "article")
    return f'<nav class="contents" aria-label="Articles"><h1>{title}</h1><ol>{items}</ol></nav>\n'


def _published(reading: Reading) -> str:
    parts = (reading.article.outlet, reading.article.published)
    return "".join(f" · {isolated(part)}" for part in parts if part)


def _section(reading: Reading, number: int, many: bool) -> str:
    voices, spoken = speakers(reading)
    article = reading.article
    language = article.language if article.language and _LANGUAGE.fullmatch(article.language) else None
    lang = f' lang="{language}"' if language else ""
    return (
        f'<section class="reading" id="r{number}" aria-label="{safe(heading(reading))}">\n'
        f"{_header(reading, voices, number, many)}"
        f'<div class="text"{lang}>\n{text_rows(reading, voices, spoken, number)}</div>\n'
        f"{_refusals(reading.refusals, number)}"
        f'<footer class="made"><p>Text: SHA-256 {safe(article.sha256)}</p><p>Reader: {isolated(reading.reader)}; '
        f"contract {reading.contract}</p></footer>\n</section>\n"
    )


def _header(reading: Reading, voices: Sequence[Speaker], number: int, many: bool) -> str:
    article = reading.article
    about = [isolated(part) for part in (article.outlet, article.published) if part]
    if article.url:
        about.append(_link(article.url))
    if article.name and article.title:
        about.append(isolated(article.name))
    level = "h2" if many else "h1"
    numbers = {claim.id: at for at, claim in reversed(list(enumerate(reading.claims)))}
    return (
        f'<header class="head"><{level} dir="auto">{safe(heading(reading))}</{level}>'
        f'<p class="about">{" · ".join(about)}</p>'
        f"{strip(summary(reading), numbers, number)}{panel(reading, voices, number)}</header>\n"
        f"{toolbar(reading, number)}"
    )


def _link(url: str) -> str:
    try:
        parts = urlsplit(url)
        good = parts.scheme.lower() in {"http", "https"} and bool(parts.netloc) and url.isprintable() and " " not in url
    except ValueError:
        good = False
    if not good:
        return isolated(url)
    return f'<a href="{escape(url, quote=True)}" rel="noopener noreferrer nofollow">{isolated(url)}</a>'


def _refusals(refusals: Sequence[Refusal], number: int) -> str:
    if not refusals:
        return ""
    items = "".join(map(_refusal, refusals))
    return (
        f'<section class="refusals" id="r{number}-refusals" aria-label="Refusals"><h3>Refused</h3><ul>{items}</ul>'
        "</section>\n"
    )


def _refusal(refusal: Refusal) -> str:
    where = ""
    if refusal.span:
        offsets = f"at {refusal.span.start}–{refusal.span.end}"
        where = f' <q>{isolated(refusal.span.text)}</q> <span class="meta">{offsets}</span>'
    stage = f'<span class="meta">({isolated(refusal.stage)})</span>'
    return f"<li><b>{isolated(refusal.code)}</b> {stage} {isolated(refusal.detail)}{where}</li>"
