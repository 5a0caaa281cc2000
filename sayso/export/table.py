"""A reading on a terminal: columns where there is room, blocks where there is not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal

import click

from sayso.export.cells import cells, padded, wrapped
from sayso.export.facts import OUTLET, UNSOURCED, counts, details, heading, outline, several, text_of, traits
from sayso.export.visible import one_line, shown
from sayso.records import Claim, Reading, Refusal

__all__ = ["shown", "to_table"]

WIDE = 100  # cells from which three columns leave the content more than half the line
NARROWEST = 24  # cells below which nothing can be laid out; a narrower terminal wraps by itself
_DEEPEST = 4  # levels that are indented; deeper ones keep this indent, their mark says the rest
_GAP = 2
_CONFIDENCE = 4  # cells of "0.87" and of its title

Tone = Literal["plain", "dim", "bold", "source", "cue", "warning"]
_STYLES: dict[Tone, dict[str, Any]] = {
    "plain": {},
    "dim": {"dim": True},
    "bold": {"bold": True},
    "source": {"fg": "cyan", "bold": True},
    "cue": {"fg": "yellow"},
    "warning": {"fg": "red"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pen:
    color: bool

    def __call__(self, text: str, tone: Tone) -> str:
        style = _STYLES[tone] if self.color and text.strip() else None
        return click.style(text, **style) if style else text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A claim in harmless one-line strings. voice_only: the outlet's own statement, shown dim."""

    mark: str
    source: str
    cue: str
    content: str
    confidence: str
    notes: str
    voice_only: bool


def to_table(reading: Reading, *, width: int, color: bool) -> str:
    """The reading for people. width: of the terminal, in cells; color: whether escape codes are wanted."""
    width = max(width, NARROWEST)
    pen = _Pen(color=color)
    lines = _heading(reading, width, pen)
    rows = [_row(claim, depth) for claim, depth in outline(reading.claims)]
    if rows:
        lines += ["", *(_columns(rows, width, pen) if width >= WIDE else _stacked(rows, width, pen))]
    if reading.refusals:
        lines += ["", pen("Refusals", "bold")]
        lines += [line for refusal in reading.refusals for line in _refusal(refusal, width, pen)]
    return "\n".join(lines) + "\n"


def _heading(reading: Reading, width: int, pen: _Pen) -> list[str]:
    article, count = reading.article, counts(reading)
    title = one_line(heading(reading))
    name = article.name if article.title else None
    about = " · ".join(one_line(part) for part in (name, article.outlet, article.published) if part)
    claims = several(count.claims, "claim")
    if count.outlet:
        claims += f" ({count.outlet:,} in the outlet’s own voice)"
    figures = [claims, f"{several(count.sources, 'source')} as written", several(count.words, "word")]
    if count.refusals:
        figures.append(several(count.refusals, "refusal"))
    out = [pen(line, "bold") for line in wrapped(title, width)]
    out += wrapped(about, width) if about else []
    return out + [pen(line, "dim") for line in wrapped(" · ".join(figures), width)]


def _row(claim: Claim, depth: int) -> _Row:
    outlet = claim.voice == "outlet"
    source = text_of(claim.source.spans) if claim.source else OUTLET if outlet else UNSOURCED
    if claim.source and claim.source.name and claim.source.name.casefold() not in source.casefold():
        source = f"{source} = {claim.source.name}"
    notes = traits(claim) + [f"{name} {value}" for name, value in details(claim)]
    mark = "  " * (min(depth, _DEEPEST) - 1) + "└ " if depth else ""
    return _Row(
        mark=mark + one_line(claim.id),
        source=one_line(source),
        cue=one_line(claim.cue.span.text) if claim.cue else "",
        content=one_line(text_of(claim.content), newline=" ⏎ "),
        confidence=f"{claim.confidence:.2f}",
        notes=one_line(" · ".join(notes)),
        voice_only=outlet,
    )


def _columns(rows: list[_Row], width: int, pen: _Pen) -> list[str]:
    """Hanging columns: id, source, cue, content with its notes below, confidence."""
    first = min(max(cells(row.mark) for row in rows), width // 6)
    second, third = width * 22 // 100, width * 16 // 100
    fourth = width - first - second - third - _CONFIDENCE - 4 * _GAP
    sizes = (first, second, third, fourth)
    titles = zip(("", "Source", "Cue", "Content"), sizes, strict=True)
    out = [pen((" " * _GAP).join([*(padded(text, size) for text, size in titles), "Conf"]), "dim")]
    for row in rows:
        out += _column_lines(row, sizes, pen)
    return out


def _column_lines(row: _Row, sizes: tuple[int, int, int, int], pen: _Pen) -> list[str]:
    tones: tuple[Tone, ...] = ("dim",) * 4 if row.voice_only else ("dim", "source", "cue", "plain")
    columns = [
        wrapped(text, size) for text, size in zip((row.mark, row.source, row.cue, row.content), sizes, strict=True)
    ]
    plain = len(columns[3])
    columns[3] += wrapped(row.notes, sizes[3]) if row.notes else []
    out = []
    for number, texts in enumerate(zip_longest(*columns, fillvalue="")):
        shades = tones if number < plain else (*tones[:3], "dim")
        parts = [pen(padded(text, size), tone) for text, size, tone in zip(texts, sizes, shades, strict=True)]
        parts.append(pen(row.confidence, "dim") if number == 0 else "")
        out.append((" " * _GAP).join(parts).rstrip(" "))
    return out


def _stacked(rows: list[_Row], width: int, pen: _Pen) -> list[str]:
    """Blocks for narrow terminals: who and how, then the content and the notes below, indented."""
    out: list[str] = []
    for row in rows:
        name = row.mark.lstrip(" ")
        level = len(row.mark) - len(name)
        indent = level + (4 if name.startswith("└") else 2)
        cue = f" · {row.cue}" if row.cue else ""
        head = wrapped(f"{name} {row.confidence} {row.source}{cue}", width - indent)
        out += [""] if out else []
        out.append(" " * level + pen(head[0], "dim" if row.voice_only else "bold"))
        out += _indented(head[1:], indent, pen, "dim" if row.voice_only else "bold")
        out += _indented(wrapped(row.content, width - indent), indent, pen, "dim" if row.voice_only else "plain")
        out += _indented(wrapped(row.notes, width - indent) if row.notes else [], indent, pen, "dim")
    return out


def _indented(lines: list[str], indent: int, pen: _Pen, tone: Tone) -> list[str]:
    return [" " * indent + pen(line, tone) for line in lines]


def _refusal(refusal: Refusal, width: int, pen: _Pen) -> list[str]:
    where = f" at {refusal.span.start}–{refusal.span.end}: “{refusal.span.text}”" if refusal.span else ""
    text = one_line(f"{refusal.code} ({refusal.stage}) {refusal.detail}{where}")
    lines = wrapped(text, width - 2)
    return [pen(lines[0], "warning"), *_indented(lines[1:], 2, pen, "warning")]
