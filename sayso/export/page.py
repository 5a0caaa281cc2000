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

from sayso.export.cards import card, isolated, safe
from sayso.export.facts import Counts, Speaker, counts, heading, several, speakers
from sayso.export.pieces import Mark, Piece, pieces, row_of, rows
from sayso.export.visible import ON_PAGES
from sayso.export.visible import escape as visible
from sayso.records import Reading, Refusal

_TURN = 137.508  # degrees, the golden angle: however many speakers, neighbours in the legend are far apart in hue
_FIRST_HUE = 250.0  # degrees: the most quoted is blue
_LEGEND = 8  # sources shown before the rest is folded away
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def to_page(readings: Sequence[Reading]) -> str:
    """All readings on one page, with a table of contents where there are several."""
    most = max((len(speakers(reading)[0]) for reading in readings), default=0)
    style = _static("page.css") + _hues(most)
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


def _hues(number: int) -> str:
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
        f"{_header(reading, voices, many)}"
        f'<div class="text"{lang}>\n{_rows(reading, voices, spoken, number)}</div>\n'
        f"{_refusals(reading.refusals)}"
        f'<footer class="made"><p>Text: SHA-256 {safe(article.sha256)}</p><p>Reader: {isolated(reading.reader)}; '
        f"contract {reading.contract}</p></footer>\n</section>\n"
    )


def _header(reading: Reading, voices: Sequence[Speaker], many: bool) -> str:
    article = reading.article
    about = [isolated(part) for part in (article.outlet, article.published) if part]
    if article.url:
        about.append(_link(article.url))
    if article.name and article.title:
        about.append(isolated(article.name))
    level = "h2" if many else "h1"
    return (
        f'<header class="head"><{level} dir="auto">{safe(heading(reading))}</{level}>'
        f'<p class="about">{" · ".join(about)}</p>'
        f"{_figures(counts(reading), voices)}{_legend(voices)}</header>\n"
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


def _figures(count: Counts, voices: Sequence[Speaker]) -> str:
    sources = [voice for voice in voices if voice.kind == "source"]
    named = sum(voice.record in {"named-person", "named-organisation"} for voice in sources)
    unsourced = sum(voice.claims for voice in voices if voice.kind == "none")
    figures = [
        (count.words, "words" if count.words != 1 else "word"),
        (count.claims, "claims" if count.claims != 1 else "claim"),
        (len(sources), "sources" if len(sources) != 1 else "source"),
    ]
    if any(voice.record for voice in sources):
        figures.append((named, "of them named"))
    figures += [
        (value, name)
        for value, name in (
            (unsourced, "with no source"),
            (count.outlet, "in outlet’s voice"),
            (count.refusals, "refused"),
        )
        if value
    ]
    cells = "".join(f"<div><dd>{value:,}</dd><dt>{name}</dt></div>" for value, name in figures)
    return f'<dl class="figures">{cells}</dl>'


def _legend(voices: Sequence[Speaker]) -> str:
    if not voices:
        return '<p class="key">No claims were found.</p>'
    items = [
        f'<li><button type="button" class="voice is-{voice.kind} u{number}" data-s="{number}" aria-pressed="false">'
        f'<i aria-hidden="true"></i>{isolated(voice.label)} <span class="count">{voice.claims:,}</span></button></li>'
        for number, voice in enumerate(voices)
    ]
    sources = sum(voice.kind == "source" for voice in voices)
    folded = items[_LEGEND:sources] if sources > _LEGEND + 1 else []
    seen = items[: sources - len(folded)] + items[sources:]
    out = f'<ul class="voices">{"".join(seen)}</ul>'
    if folded:
        rest = f'<ul class="voices">{"".join(folded)}</ul>'
        out += f"<details><summary>{several(len(folded), 'more source')}</summary>{rest}</details>"
    return (
        f'<div class="legend" role="group" aria-label="Show only">{out}</div>'
        '<p class="key">How to read it: <span class="k-source">source</span> '
        '<span class="k-cue">cue</span> <span class="k-content">content</span> '
        '<span class="k-hedge">hedge</span></p>'
    )


def _rows(reading: Reading, voices: Sequence[Speaker], spoken: Sequence[int], number: int) -> str:
    text = reading.article.text
    cuts = rows(text)
    starts = [start for start, _ in cuts]
    places = {claim.id: at for at, claim in reversed(list(enumerate(reading.claims)))}
    cards: list[list[str]] = [[] for _ in cuts]
    for at, claim in enumerate(reading.claims):
        where = row_of(starts, claim)
        if cards:
            cards[where].append(card(claim, number=at, speaker=spoken[at], reading=number, places=places))
    lines: list[list[str]] = [[] for _ in cuts]
    handled: set[int] = set()
    row = 0
    ends = [start + len(text[start:end].rstrip()) for start, end in cuts]
    for piece in pieces(reading, spoken, [*starts, *ends]):
        while cuts and piece.start >= cuts[row][1]:
            row += 1
        body = _piece(text, piece, voices, handled, number)
        lines[row].append(f'<span class="end">{body}</span>' if piece.start >= ends[row] else body)
    return "".join(
        f'<div class="row{_joins(text, start)}"><p class="line" dir="auto">{"".join(line)}</p>'
        f'<div class="cards">{"".join(beside)}</div></div>\n'
        for (start, _), line, beside in zip(cuts, lines, cards, strict=True)
    )


def _joins(text: str, start: int) -> str:
    """A row that goes on within a paragraph stands close to the one before."""
    return " on" if start and text[start - 1] != "\n" else ""


def _marked(text: str) -> str:
    """The article's own characters as HTML; a carriage return by reference, or a parser would drop it."""
    out, at = [], 0
    for found in ON_PAGES.finditer(text):
        out.append(escape(text[at : found.start()], quote=False))
        out.append(f'<span class="hid" data-char="{ord(found.group()):X}">{visible(found.group())}</span>')
        at = found.end()
    out.append(escape(text[at:], quote=False))
    return "".join(out).replace("\r", "&#13;")


def _piece(text: str, piece: Piece, voices: Sequence[Speaker], handled: set[int], reading: int) -> str:
    body = _marked(text[piece.start : piece.end])
    if not piece.marks:
        return body
    claims = list(dict.fromkeys(mark.claim for mark in piece.marks if mark.claim >= 0))
    data = f' data-c="{" ".join(map(str, claims))}"' if claims else ""
    css = " ".join(_classes(piece.marks, voices))
    return f'<span class="{css}"{data}{_handle(piece, voices, handled, reading)}>{body}</span>'


def _classes(marks: Sequence[Mark], voices: Sequence[Speaker]) -> list[str]:
    """Roles, then whose background (innermost content), whose edge (the content around it) and whose underline."""
    roles = sorted({mark.role for mark in marks})
    contents = [mark for mark in marks if mark.role == "content"]
    named = [mark for mark in marks if mark.role in {"source", "cue", "mention"}]
    out: list[str] = [*roles]
    if contents:
        out += [f"b{contents[0].speaker}", f"v-{voices[contents[0].speaker].kind}"]
    if len(contents) > 1:
        out += ["within", f"o{contents[1].speaker}"]
    if named:
        out += [f"u{named[0].speaker}", f"w-{voices[named[0].speaker].kind}"]
    return out


def _handle(piece: Piece, voices: Sequence[Speaker], handled: set[int], reading: int) -> str:
    """The first piece of each claim's cue (of an outlet's statement itself) is its keyboard stop and names its card."""
    for mark in piece.marks:
        alone = mark.role == "content" and voices[mark.speaker].kind == "outlet"
        if (alone or mark.role == "cue") and mark.claim not in handled:
            handled.add(mark.claim)
            return f' tabindex="0" role="button" aria-controls="r{reading}-k{mark.claim}"'
    return ""


def _refusals(refusals: Sequence[Refusal]) -> str:
    if not refusals:
        return ""
    items = "".join(map(_refusal, refusals))
    return f'<section class="refusals" aria-label="Refusals"><h3>Refused</h3><ul>{items}</ul></section>\n'


def _refusal(refusal: Refusal) -> str:
    where = ""
    if refusal.span:
        offsets = f"at {refusal.span.start}–{refusal.span.end}"
        where = f' <q>{isolated(refusal.span.text)}</q> <span class="meta">{offsets}</span>'
    stage = f'<span class="meta">({isolated(refusal.stage)})</span>'
    return f"<li><b>{isolated(refusal.code)}</b> {stage} {isolated(refusal.detail)}{where}</li>"
