"""XLSX (ECMA-376) for Excel, LibreOffice and the like: one sheet, a row a claim, headings that stay and filter.

Written plainly: a workbook of texts and numbers needs no library, and the same claims give the same bytes, which zip
files made by libraries do not. Texts stand as texts, whatever they begin with: nothing in the file is a formula.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterator

from sayso.errors import UsageError
from sayso.export.formats.flat import COLUMNS, row
from sayso.export.formats.records import Export
from sayso.export.formats.xml import attribute, text_of
from sayso.export.tabular import Value

MOST_ROWS = 1_048_575  # that a sheet can hold below its headings
MOST_CHARACTERS = 32_767  # that a cell can hold, counted in UTF-16
_WIDTHS = {"title": 40, "content": 80, "source": 28, "cue": 18, "outlet": 20, "url": 30, "hedges": 18}
_WIDTH = 12  # characters
_OPEN = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_START = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can tell, so that no clock gets in
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill'
    ' patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border>'
    '<left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf applyAlignment="1"><alignment vertical="top"'
    ' wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_HEADING, _PLAIN, _WRAPPED = 1, 0, 2
_WRAPS = frozenset({"content", "title"})


def write(export: Export) -> Iterator[bytes]:
    """The workbook. Raises UsageError where there are more claims than a sheet can hold."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as book:
        for name, body in _PARTS.items():
            book.writestr(_entry(name), _OPEN + body)
        with book.open(_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            for piece in _sheet(export):
                sheet.write(piece.encode())
    yield held.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=_START)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    return entry


_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
        f' ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="Claims" sheetId="1" r:id="rId1"/></sheets>'
        "</workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet"'
        f' Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>"
    ),
    "xl/styles.xml": _STYLES,
}


def _sheet(export: Export) -> Iterator[str]:
    yield (
        f'{_OPEN}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
        ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>'
    )
    for number, name in enumerate(COLUMNS, 1):
        yield f'<col min="{number}" max="{number}" width="{_WIDTHS.get(name, _WIDTH)}" customWidth="1"/>'
    yield "</cols><sheetData>" + _row(1, COLUMNS, (_HEADING,) * len(COLUMNS))
    styles = tuple(_WRAPPED if name in _WRAPS else _PLAIN for name in COLUMNS)
    last = 1
    for last, one in enumerate(export.claims, 2):
        if last > MOST_ROWS + 1:
            raise UsageError(f"A sheet holds {MOST_ROWS:,} claims at most.", hint="Narrow them, or export csv.")
        yield _row(last, row(one), styles)
    yield f'</sheetData><autoFilter ref="A1:{_letters(len(COLUMNS))}{last}"/></worksheet>'


def _row(number: int, values: tuple[Value, ...] | list[str], styles: tuple[int, ...]) -> str:
    cells = (
        _cell(f"{_letters(place)}{number}", value, style)
        for place, (value, style) in enumerate(zip(values, styles, strict=True), 1)
        if value is not None
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: Value, style: int) -> str:
    if isinstance(value, int | float) and math.isfinite(value):
        return f'<c r="{place}" s="{style}"><v>{value!r}</v></c>'
    told = text_of(_ESCAPE.sub(lambda found: f"_x005F{found[0]}", _short(str(value))))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{told}</t></is></c>'


def _short(text: str) -> str:
    """The text as far as a cell can hold it, the cut marked."""
    if len(text) * 2 <= MOST_CHARACTERS or len(text.encode("utf-16-le", "replace")) // 2 <= MOST_CHARACTERS:
        return text
    return text.encode("utf-16-le", "replace")[: 2 * (MOST_CHARACTERS - 1)].decode("utf-16-le", "ignore") + "…"


def _letters(number: int) -> str:
    """1 → A, 27 → AA."""
    told = ""
    while number:
        number, rest = divmod(number - 1, 26)
        told = chr(ord("A") + rest) + told
    return attribute(told)
