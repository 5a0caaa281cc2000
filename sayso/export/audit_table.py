"""An audit on a terminal: one article on one screen, or many as rows. Figures are followed by their claims' ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import click

from sayso.audit.figures import NAMELESS, Audit, Ids, SourceFigures
from sayso.audit.rows import COLUMNS, GROUP_COLUMNS, Group, Row
from sayso.export.audit_facts import (
    NO_TERM,
    RECORDS,
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
from sayso.export.cells import cells, padded, wrapped
from sayso.export.facts import several
from sayso.export.visible import one_line

NARROWEST = 32  # cells below which nothing can be laid out; a narrower terminal wraps by itself
_MOST_QUOTED = 5  # speakers that get a line
_SHOWN = 6  # unsourced claims, predictions and passages that get a line; the rest stands in html and json
_LEAST_IDS = 9  # cells that are worth beginning a list of ids in
_VOICE = 13  # cells of "outlet’s own" and the space behind it
_BAR = 12  # cells of a full bar
_WIDEST = 40  # cells of a text column in the table of many articles
_NARROW = 10  # cells under which no text column is made
_ELASTIC = ("name", "top", "outlet")
_EMPTY = frozenset({"", "–"})
_TIED = "\xa0"  # stands for a space at which a line is not cut
_LEFT = frozenset({"name", "outlet", "date", "top", "rests"})

Tone = Literal["plain", "dim", "bold", "warning", "name", "own"]
_STYLES: dict[Tone, dict[str, Any]] = {
    "plain": {},
    "dim": {"dim": True},
    "bold": {"bold": True},
    "warning": {"fg": "red", "bold": True},
    "name": {"fg": "cyan", "bold": True},
    "own": {"fg": "yellow"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """What is written on: so many cells wide, in color or not."""

    width: int
    color: bool

    def pen(self, text: str, tone: Tone) -> str:
        style = _STYLES[tone] if self.color and text.strip() else None
        return click.style(text, **style) if style else text

    def text(self, text: str, tone: Tone = "plain", indent: int = 0, hanging: int = 0) -> list[str]:
        """Wrapped lines; all but the first are indented by `hanging` more."""
        lines = wrapped(one_line(text), max(self.width - indent - hanging, NARROWEST // 2))
        return [" " * (indent + (hanging if n else 0)) + self.pen(line, tone) for n, line in enumerate(lines)]

    def title(self, title: str, note: str) -> list[str]:
        """A block's title with a note, behind it or, where there is no room, below."""
        if cells(title) + 2 + cells(note) <= self.width:
            return [self.pen(title, "bold") + "  " + self.pen(note, "dim")]
        return [self.pen(title, "bold"), *self.text(note, "dim", 2)]

    def figure(self, head: str, ids: Ids, tone: Tone = "plain") -> list[str]:
        """A harmless line with a figure and, dim behind it as far as they fit, the ids of its claims."""
        room = self.width - cells(head) - 4
        if room >= min(_LEAST_IDS, sum(cells(claim) + 1 for claim in ids)):
            return ["  " + self.pen(head, tone) + "  " + self.pen(_fitted(ids, room), "dim")]
        return [*self.text(" ".join(head.split()), tone, 2, 2), "    " + self.pen(_fitted(ids, self.width - 4), "dim")]


def _fitted(ids: Ids, room: int) -> str:
    """As many ids as fit into so many cells, then how many more."""
    line = ""
    for number, claim in enumerate(ids):
        shown = one_line(claim)
        rest = len(ids) - number - 1
        longer = f"{line} {shown}".strip()
        if cells(longer) + (len(f" +{rest}") if rest else 0) > room:
            return f"{line} +{rest + 1}".strip()
        line = longer
    return line


def to_audit_table(audit: Audit, *, width: int, color: bool) -> str:
    """One article for people. width: of the terminal, in cells; color: whether escape codes are wanted."""
    sheet = _Sheet(width=max(width, NARROWEST), color=color)
    blocks = [
        _heading(audit, sheet),
        _rests(audit, sheet),
        _voices(audit, sheet),
        _records(audit, sheet),
        _quoted(audit, sheet),
        _certainty(audit, sheet),
        _forces(audit, sheet),
        _predictions(audit, sheet),
        _unsourced(audit, sheet),
        _passages(audit, sheet),
    ]
    return "\n".join("\n".join(block) for block in blocks if block) + "\n"


def _heading(audit: Audit, sheet: _Sheet) -> list[str]:
    claims = several(len(audit.lines), "claim") + (f" ({len(audit.nested):,} nested)" if audit.nested else "")
    figures = [several(audit.words.all, "word"), claims, several(len(audit.sources), "source")]
    about = " · ".join(about_of(audit))
    return [
        *sheet.text(title_of(audit), "bold"),
        *(sheet.text(about) if about else []),
        *sheet.text(" · ".join(figures), "dim"),
        "",
    ]


def _rests(audit: Audit, sheet: _Sheet) -> list[str]:
    out = []
    for one in audit.rests:
        tone: Tone = "warning" if is_grave(one.scope, one.record) else "bold"
        out += sheet.text("! " + rest_text(one, audit), tone, 0, 2)
        out += [f"  {sheet.pen(_fitted(one.claims, sheet.width - 2), 'dim')}"]
    return [*out, ""] if out else []


def _bar(part: float) -> str:
    full = round(part * _BAR)
    return "█" * full + "░" * (_BAR - full)


def _voices(audit: Audit, sheet: _Sheet) -> list[str]:
    if not audit.attributed and not audit.outlet:
        return []
    words = audit.words
    out = [sheet.pen("Whose voice", "bold")]
    out += _voice("attributed", audit.attributed, words.attributed, audit, sheet, "name")
    out += _voice("outlet’s own", audit.outlet, words.outlet, audit, sheet, "own")
    if words.rest:
        out += sheet.text(f"{words.rest:,} words stand outside: headlines, captions, what is beside a claim.", "dim", 2)
    return out


def _voice(name: str, ids: Ids, count: int, audit: Audit, sheet: _Sheet, tone: Tone) -> list[str]:
    """A row with a bar where there is room for it, else a line of text."""
    first = len(audit.attributed) + len(audit.outlet)
    claims, words = part_of(len(ids), first), part_of(count, audit.words.all)
    row = f"{len(ids):>4,} claims {claims:>5}  {count:>6,} words {words:>5}"
    room = sheet.width - 2 - _VOICE - _BAR - 1 - cells(row) - 2
    if room < 0:
        return sheet.text(
            f"{name}: {several(len(ids), 'claim')} {claims}, {several(count, 'word')} {words}", tone, 2, 2
        )
    bar = sheet.pen(_bar(len(ids) / first), tone)
    shown = sheet.pen(_fitted(ids, room), "dim") if room >= _LEAST_IDS else ""
    return [f"  {padded(name, _VOICE)}{bar} {row}  {shown}".rstrip()]


def _records(audit: Audit, sheet: _Sheet) -> list[str]:
    out = []
    for one in audit.records:
        tone: Tone = "warning" if one.record in NAMELESS and audit.rests else "plain"
        name = RECORDS[one.record][one.sources != 1]
        out += sheet.figure(f"{one.sources:>3,} {padded(name, 23)} {_claims(one.claims)}", one.claims, tone)
    if audit.unsourced:
        out += sheet.figure(f"    {padded('no source given', 23)} {_claims(audit.unsourced)}", audit.unsourced)
    return [sheet.pen("Sources", "bold"), *out] if out else []


def _claims(ids: Ids) -> str:
    return f"{len(ids):>3,} {padded('claim' if len(ids) == 1 else 'claims', 6)}"


def _quoted(audit: Audit, sheet: _Sheet) -> list[str]:
    if not audit.sources:
        return []
    out = sheet.title("Most quoted", "share of first-hand claims with a source")
    for one in audit.sources[:_MOST_QUOTED]:
        out += _speaker(one, sheet)
    rest = len(audit.sources) - _MOST_QUOTED
    if rest > 0:
        others = tuple(claim for one in audit.sources[_MOST_QUOTED:] for claim in one.claims)
        out += sheet.figure(f"{'':>5} {several(rest, 'more source')}", others, "dim")
    if audit.secondhand:
        names = ", ".join(source_text(one.label, one.record) for one in audit.secondhand[:_SHOWN])
        more = f" and {len(audit.secondhand) - _SHOWN} more" if len(audit.secondhand) > _SHOWN else ""
        out += sheet.text(f"Heard only through others: {names}{more}", "dim", 2, 2)
    return out


def _speaker(one: SourceFigures, sheet: _Sheet) -> list[str]:
    name = one_line(source_text(one.label, one.record))
    room = max(sheet.width // 2, NARROWEST - 8)
    first = wrapped(name, room)
    if len(first) > 1:
        name = first[0] + " …"
    return sheet.figure(f"{percent(one.share):>5} {name}", one.claims, "name")


def _certainty(audit: Audit, sheet: _Sheet) -> list[str]:
    certainty = audit.certainty
    if not certainty.hedged and not certainty.boosted:
        return []
    counts = f"{len(certainty.hedged):,} of {len(audit.lines):,} claims hedged"
    if certainty.boosted:
        counts += f", {len(certainty.boosted):,} boosted"
    out = sheet.title("Certainty", counts)
    for one in certainty.terms:
        band = f" {one.band[0] * 100:.0f}–{one.band[1] * 100:.0f} %" if one.band else ""
        out += sheet.figure(f"{len(one.claims):>3,} {one_line(one.term or NO_TERM)}{band}", one.claims)
    if certainty.boosted:
        out += sheet.figure(f"{len(certainty.boosted):>3,} boosted", certainty.boosted)
    return out


def _forces(audit: Audit, sheet: _Sheet) -> list[str]:
    known = [one for one in audit.forces if one.force]
    if not known:
        return []
    text = " · ".join(f"{one.force} {len(one.claims)}" for one in known)
    return [sheet.pen("Forces", "bold"), *sheet.text(text, "plain", 2)]


def _predictions(audit: Audit, sheet: _Sheet) -> list[str]:
    out = []
    for one in audit.predictions[:_SHOWN]:
        line = audit.line(one.claim)
        head = f"{one.claim} {prediction_time(one)}, {one.label or 'no source'}: {excerpt(line, 90)}"
        out += sheet.text(head, "plain", 2, 2)
    return _titled("Predictions", len(audit.predictions), out, sheet)


def _unsourced(audit: Audit, sheet: _Sheet) -> list[str]:
    out = []
    for claim in audit.unsourced[:_SHOWN]:
        line = audit.line(claim)
        out += sheet.text(f"{claim} “{line.cue or ''}” {excerpt(line, 90)}", "plain", 2, 2)
    return _titled("No source given", len(audit.unsourced), out, sheet)


def _passages(audit: Audit, sheet: _Sheet) -> list[str]:
    out = []
    for one in audit.passages[:_SHOWN]:
        out += sheet.figure(
            f"{paragraphs(one.first, one.last)} {one_line(source_text(one.label, one.record))}", one.claims
        )
    return _titled("Passages on one source", len(audit.passages), out, sheet)


def _titled(title: str, count: int, lines: list[str], sheet: _Sheet) -> list[str]:
    if not lines:
        return []
    more = sheet.text(f"… and {count - _SHOWN:,} more", "dim", 2) if count > _SHOWN else []
    return [*sheet.title(title, f"{count:,}"), *lines, *more]


def to_rows_table(rows: Sequence[Row], *, width: int, color: bool) -> str:
    """One row an article."""
    return _grid(rows, COLUMNS, _Sheet(width=max(width, NARROWEST), color=color))


def to_groups_table(groups: Sequence[Group], *, width: int, color: bool) -> str:
    """One row an outlet."""
    return _grid(groups, GROUP_COLUMNS, _Sheet(width=max(width, NARROWEST), color=color))


def _grid(rows: Sequence[Row | Group], titles: dict[str, str], sheet: _Sheet) -> str:
    """Columns as wide as they must be; text columns share what is left; blocks where that is too little."""
    if not rows:
        return "No articles.\n"
    table = [{column: one_line(cell_text(one, column)) for column in titles} for one in rows]
    sizes = _sizes(table, titles, sheet.width)
    if sizes is None:
        return _stacked(table, titles, sheet)
    out = [sheet.pen("  ".join(_aligned(titles[c], c, size) for c, size in sizes.items()).rstrip(), "dim")]
    for one, line in zip(rows, table, strict=True):
        parts = [_toned(_aligned(_cut(line[c], size), c, size), c, one, sheet) for c, size in sizes.items()]
        out.append("  ".join(parts).rstrip())
    return "\n".join(out) + "\n"


def _sizes(table: Sequence[dict[str, str]], titles: dict[str, str], width: int) -> dict[str, int] | None:
    """Cells of each column that holds something, or None where they do not fit."""
    sizes = {
        column: min(max(cells(title), *(cells(line[column]) for line in table)), _WIDEST)
        for column, title in titles.items()
        if any(line[column] not in _EMPTY for line in table)
    }
    elastic = [column for column in _ELASTIC if column in sizes]
    for _ in range(sum(sizes.values()) + 2 * (len(sizes) - 1) - width):
        widest = max(elastic, key=lambda column: sizes[column], default=None)
        if widest is None or sizes[widest] <= _NARROW:
            return None
        sizes[widest] -= 1
    return sizes


def _toned(text: str, column: str, one: Row | Group, sheet: _Sheet) -> str:
    if column == "rests" and isinstance(one, Row):
        return sheet.pen(text, "warning" if is_grave(one.rests, one.record) else "bold")
    return sheet.pen(text, "bold") if column == ("name" if isinstance(one, Row) else "outlet") else text


def _aligned(text: str, column: str, size: int) -> str:
    left = column in _LEFT and not text.isdigit()
    return padded(text, size) if left else " " * max(0, size - cells(text)) + text


def _cut(text: str, size: int) -> str:
    """The text in so many cells, with an ellipsis where it is longer."""
    if cells(text) <= size:
        return text
    return _whole(wrapped(text.replace(" ", _TIED), size - 1)[0]).rstrip() + "…"


def _whole(text: str) -> str:
    return text.replace(_TIED, " ")


def _stacked(table: Sequence[dict[str, str]], titles: dict[str, str], sheet: _Sheet) -> str:
    """For narrow terminals: the first column as a heading, the others below it, no figure apart from its title."""
    first, *others = titles
    out: list[str] = []
    for line in table:
        figures = [f"{titles[c]} {line[c]}".replace(" ", _TIED) for c in others if line[c] not in _EMPTY]
        out += sheet.text(line[first], "bold")
        out += [_whole(part) for part in sheet.text(" · ".join(figures), "plain", 2)]
    return "\n".join(out) + "\n"
