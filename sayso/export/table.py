"""A reading on a terminal: columns where there is room, blocks where there is not.

Attributed claims come first, each nested one under the claim that it stands in; the outlet's own statements follow by
themselves, since between the others they would double the way from one source to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal

import click

from sayso.export.cells import cells, padded, wrapped
from sayso.export.facts import OUTLET, UNSOURCED, arrow, grouped, heading, label, notes, text_of
from sayso.export.summary import phrases, summary
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
    depth: int
    source: str
    cue: str
    content: str
    confidence: str
    notes: tuple[str, ...]
    voice_only: bool


def to_table(reading: Reading, *, width: int, color: bool) -> str:
    """The reading for people. width: of the terminal, in cells; color: whether escape codes are wanted."""
    width = max(width, NARROWEST)
    pen = _Pen(color=color)
    lines = _heading(reading, width, pen)
    given, own = ([_row(claim, depth) for claim, depth in part] for part in grouped(reading.claims))
    if given:
        lines += ["", *(_columns(given, width, pen) if width >= WIDE else _stacked(given, width, pen))]
    if own:
        lines += ["", pen(OUTLET, "bold"), *(line for row in own for line in _own(row, width, pen))]
    if reading.refusals:
        lines += ["", pen("Refusals", "bold")]
        lines += [line for refusal in reading.refusals for line in _refusal(refusal, width, pen)]
    return "\n".join(lines) + "\n"


def _heading(reading: Reading, width: int, pen: _Pen) -> list[str]:
    article = reading.article
    title = one_line(heading(reading))
    name = article.name if article.title else None
    about = " · ".join(one_line(part) for part in (name, article.outlet, article.published) if part)
    found = summary(reading)
    out = [pen(line, "bold") for line in wrapped(title, width)]
    out += wrapped(about, width) if about else []
    out += [pen(line, "dim") for line in _flowed([one_line(phrase) for phrase in phrases(found)], width)]
    for claim in found.dated:
        who = label(claim.source) if claim.source else OUTLET if claim.voice == "outlet" else UNSOURCED
        text = one_line(f"due {claim.due}: {claim.id} {who}")
        out += [pen(line, "dim") for line in wrapped(text, width)]
    return out


def _flowed(phrases: list[str], width: int) -> list[str]:
    """Phrases between dots, a line broken between them where one fits whole."""
    lines: list[str] = []
    for phrase in phrases:
        if lines and cells(lines[-1]) + 3 + cells(phrase) <= width:
            lines[-1] += f" · {phrase}"
        else:
            lines += wrapped(phrase, width)
    return lines


def _row(claim: Claim, depth: int) -> _Row:
    outlet = claim.voice == "outlet"
    source = text_of(claim.source.spans) if claim.source else OUTLET if outlet else UNSOURCED
    if claim.source and arrow(claim):
        source = f"{source} → {claim.source.name}"
    mark = "  " * (min(depth, _DEEPEST) - 1) + "└ " if depth else ""
    return _Row(
        mark=mark + one_line(claim.id),
        depth=depth,
        source=one_line(source),
        cue=one_line(claim.cue.span.text) if claim.cue else "",
        content=one_line(text_of(claim.content), newline=" ⏎ "),
        confidence=f"{claim.confidence:.2f}",
        notes=tuple(one_line(note) for note in notes(claim)),
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
    inner = min(row.depth, _DEEPEST) * 2
    columns = [
        wrapped(row.mark, sizes[0]),
        _inset(wrapped(row.source, sizes[1] - inner), inner),
        wrapped(row.cue, sizes[2]),
        _inset(wrapped(row.content, sizes[3] - inner), inner),
    ]
    plain = len(columns[3])
    columns[3] += _inset(_flowed(list(row.notes), sizes[3] - inner), inner)
    out = []
    for number, texts in enumerate(zip_longest(*columns, fillvalue="")):
        shades = tones if number < plain else (*tones[:3], "dim")
        parts = [pen(padded(text, size), tone) for text, size, tone in zip(texts, sizes, shades, strict=True)]
        parts.append(pen(row.confidence, "dim") if number == 0 else "")
        out.append((" " * _GAP).join(parts).rstrip(" "))
    return out


def _inset(lines: list[str], by: int) -> list[str]:
    return [" " * by + line for line in lines]


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
        out += _indented(_flowed(list(row.notes), width - indent), indent, pen, "dim")
    return out


def _own(row: _Row, width: int, pen: _Pen) -> list[str]:
    """A statement of the outlet's own: no source and no cue to show, so its text takes the line."""
    if not row.voice_only:
        return _stacked([row], width, pen)
    indent = min(max(cells(row.mark) + 1, 5), width // 4)
    body = wrapped(row.content, width - indent)
    notes = " · ".join([*row.notes, row.confidence])
    if cells(body[-1]) + 2 + cells(notes) <= width - indent:
        body[-1] += f"  {notes}"
    else:
        body += _flowed([*row.notes, row.confidence], width - indent)
    first = wrapped(row.mark, indent - 1)
    return [pen(line, "dim") for line in _beside(first, body, indent)]


def _beside(first: list[str], second: list[str], at: int) -> list[str]:
    return [(padded(a, at) + b).rstrip(" ") for a, b in zip_longest(first, second, fillvalue="")]


def _indented(lines: list[str], indent: int, pen: _Pen, tone: Tone) -> list[str]:
    return [" " * indent + pen(line, tone) for line in lines]


def _refusal(refusal: Refusal, width: int, pen: _Pen) -> list[str]:
    where = f" at {refusal.span.start}–{refusal.span.end}: “{refusal.span.text}”" if refusal.span else ""
    text = one_line(f"{refusal.code} ({refusal.stage}) {refusal.detail}{where}")
    lines = wrapped(text, width - 2)
    return [pen(lines[0], "warning"), *_indented(lines[1:], 2, pen, "warning")]
