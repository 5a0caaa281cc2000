"""A brief as PDF (A4), with fpdf2. Needs the extra "export". The same brief gives the same bytes.

Notes stand at the end, each reached from its number and leading back to it. Letters that the fonts lack (they have
Latin, Greek and Cyrillic) show as boxes.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from sayso.export.report import fonts
from sayso.export.report.drawing import COLORS, Dot, Drawing, Label, Line
from sayso.export.report.records import Block, Brief, Heading, Items, Note, Paragraph, Picture, Run, Runs, Table

_MARGIN, _BOTTOM = 25.0, 24.0  # millimeters
_TEXT, _LINE, _SMALL, _SMALL_LINE, _LEDE, _LEDE_LINE = 10.2, 5.1, 8.4, 4.1, 12.2, 5.9  # points; millimeters
_POINT = 25.4 / 72
_INK, _SOFT, _LINK, _RULE = 26, 95, (31, 95, 168), 213
_INDENT = 4.0
logging.getLogger("fontTools").setLevel(logging.ERROR)
logging.getLogger("fpdf").setLevel(logging.ERROR)  # letters that the fonts lack


def to_pdf(brief: Brief) -> bytes:
    """The whole file."""
    page = _Page(brief)
    page.head()
    for block in brief.blocks:
        page.block(block)
    page.notes(brief.notes)
    return bytes(page.output())


class _Page(FPDF):
    def __init__(self, brief: Brief) -> None:
        super().__init__(format="A4")
        self._brief = brief
        self._links: dict[int, int] = {}
        self._back: dict[int, int] = {}
        for family, style, path in (
            ("serif", "", fonts.SERIF), ("serif", "B", fonts.SERIF_BOLD), ("serif", "I", fonts.SERIF_ITALIC),
            ("sans", "", fonts.SANS), ("sans", "B", fonts.SANS_BOLD),
        ):  # fmt: skip
            self.add_font(family, style, path)
        self.set_fallback_fonts(["sans"], exact_match=False)
        self.set_margins(_MARGIN, 22, _MARGIN)
        self.set_auto_page_break(True, _BOTTOM)
        self.set_title(brief.title)
        self.set_author("sayso")
        self.set_lang("en")
        day = datetime.fromisoformat(brief.day) if brief.day else datetime(1970, 1, 1)
        self.set_creation_date(day.replace(tzinfo=UTC))  # of the data: no clock gets in
        self.add_page()

    def footer(self) -> None:
        self.set_xy(_MARGIN, -14)
        self.set_font("sans", "", 7.5)
        self.set_text_color(_SOFT)
        width = (self.w - 2 * _MARGIN) / 2
        self.cell(width, 4, self._brief.kicker, align=Align.L)
        self.cell(width, 4, f"{self.page_no()}", align=Align.R)

    def head(self) -> None:
        self.set_font("sans", "", 9)
        self.set_text_color(_SOFT)
        self._lines(self._brief.kicker, 4.5)
        self.ln(1)
        self.set_font("serif", "B", 19)
        self.set_text_color(_INK)
        self._lines(self._brief.title, 8)
        self.ln(2.5)

    def _lines(self, text: str, height: float) -> None:
        self.multi_cell(0, height, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Items):
            for item in block.items:
                self._item(item)
            self.ln(1)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Picture):
            self._picture(block)
        else:
            self._paragraph(block)

    def _heading(self, block: Heading) -> None:
        first = block.level == 1
        if self.get_y() > self.h - _BOTTOM - (26 if first else 18):
            self.add_page()
        elif first:
            self.ln(3.5)
            self.set_draw_color(_RULE)
            self.set_line_width(0.2)
            self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
            self.ln(2.2)
        else:
            self.ln(1.6)
        self.set_font("sans", "B", 11.5 if first else 10)
        self.set_text_color(_INK)
        self._lines(block.text, 5.4 if first else 5)
        self.ln(0.8)

    def _paragraph(self, block: Paragraph) -> None:
        size, line = {"lede": (_LEDE, _LEDE_LINE), "small": (_SMALL, _SMALL_LINE)}.get(block.kind, (_TEXT, _LINE))
        self._runs(block.runs, size, line, _SOFT if block.kind == "small" else _INK)
        self.ln(line + 1.6)

    def _item(self, item: Runs) -> None:
        if self.get_y() > self.h - _BOTTOM - 2 * _LINE:
            self.add_page()
        self.set_font("serif", "", _TEXT)
        self.set_text_color(_SOFT)
        self.cell(_INDENT, _LINE, "–")
        self.set_left_margin(_MARGIN + _INDENT)
        self._runs(item, _TEXT, _LINE, _INK)
        self.set_left_margin(_MARGIN)
        self.ln(_LINE + 1)

    def _runs(self, runs: Runs, size: float, line: float, tone: int) -> None:
        for run in runs:
            self._run(run, size, line, tone)

    def _run(self, run: Run, size: float, line: float, tone: int) -> None:
        self.set_font("serif", "B" if run.strong else "I" if run.slanted else "", size)
        self.set_text_color(*(_LINK if run.link else (tone, tone, tone)))
        self.write(line, run.text, run.link or "")
        if run.note:
            self.set_font("sans", "", size)
            self.set_text_color(*_LINK)
            self.char_vpos = "SUP"
            if run.note not in self._back:
                self._back[run.note] = self.add_link(self.get_y(), 0, self.page)
            self.write(line, f"{run.note}", self._links.setdefault(run.note, self.add_link()))
            self.char_vpos = "LINE"

    def _table(self, table: Table) -> None:
        self.set_font("sans", "", _SMALL)
        self.set_text_color(_INK)
        self.set_draw_color(_RULE)
        self.set_fill_color(255)
        aligned = tuple(Align.R if n in table.numbers else Align.L for n in range(len(table.heads)))
        with self.table(
            col_widths=tuple(100 * share for share in table.shares),
            text_align=aligned,
            line_height=_SMALL_LINE,
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(emphasis="BOLD"),
            padding=(0.7, 1.2),
        ) as told:
            for row in (table.heads, *table.rows):
                told.row(row)
        self.ln(2.5)

    def _picture(self, block: Picture) -> None:
        scale = min(_POINT, self.epw / block.drawing.width)
        high = block.drawing.height * scale
        if self.get_y() + high + 8 > self.h - _BOTTOM:
            self.add_page()
        self._draw(block.drawing, self.l_margin, self.get_y(), scale)
        self.set_xy(self.l_margin, self.get_y() + high + 1)
        self.set_font("sans", "", _SMALL)
        self.set_text_color(_SOFT)
        self._lines(block.caption, _SMALL_LINE)
        self.ln(1)

    def _draw(self, drawing: Drawing, left: float, top: float, scale: float) -> None:
        at = self.get_y()
        for one in drawing.pieces:
            color = _rgb(COLORS[one.tone])
            self.set_draw_color(*color)
            self.set_fill_color(*color)
            if isinstance(one, Line):
                self.set_line_width(one.width * scale)
                if one.dashed:
                    self.set_dash_pattern(dash=1, gap=0.7)
                self.line(left + one.x1 * scale, top + one.y1 * scale, left + one.x2 * scale, top + one.y2 * scale)
                self.set_dash_pattern()
            elif isinstance(one, Dot):
                self._dot(one, left, top, scale)
            else:
                self._label(one, left, top, scale, color)
        self.set_y(at)

    def _dot(self, one: Dot, left: float, top: float, scale: float) -> None:
        x, y, size = left + one.x * scale, top + one.y * scale, one.size * scale
        if one.shape == "square":
            self.rect(x - 0.9 * size, y - 0.9 * size, 1.8 * size, 1.8 * size, style="F")
            return
        if one.shape == "ring":
            self.set_fill_color(255)
            self.set_line_width(1.2 * scale)
            size -= 0.6 * scale
        self.ellipse(x - size, y - size, 2 * size, 2 * size, style="FD" if one.shape == "ring" else "F")

    def _label(self, one: Label, left: float, top: float, scale: float, color: tuple[int, int, int]) -> None:
        self.set_font("sans", "", one.size)
        self.set_text_color(*color)
        wide = self.get_string_width(one.text)
        shift = {"start": 0.0, "middle": wide / 2, "end": wide}[one.anchor]
        self.text(left + one.x * scale - shift, top + one.y * scale, one.text)

    def notes(self, notes: tuple[Note, ...]) -> None:
        if not notes:
            return
        self._heading(Heading(text="Notes"))
        for note in notes:
            if self.get_y() > self.h - _BOTTOM - 2 * _SMALL_LINE:
                self.add_page()
            self.set_link(self._links.setdefault(note.number, self.add_link()), y=self.get_y(), page=self.page)
            self.set_font("sans", "", _SMALL)
            self.set_text_color(*_LINK)
            self.cell(7, _SMALL_LINE, f"{note.number}", align=Align.R, link=self._back.get(note.number, ""))
            self.set_x(_MARGIN + 9)
            self.set_left_margin(_MARGIN + 9)
            self._runs(note.runs, _SMALL, _SMALL_LINE, _INK)
            self.set_left_margin(_MARGIN)
            self.ln(_SMALL_LINE + 0.8)


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
