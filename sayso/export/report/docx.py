"""A brief as DOCX (ECMA-376), with footnotes that Word, LibreOffice and Pages show under the page.

Written plainly: python-docx has no footnotes, and zip files of libraries hold the clock. The same brief gives the same
bytes. The timeline is a picture (PNG), for which the extra "export" is needed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from sayso.export.formats.xml import attribute, text_of
from sayso.export.report.docx_parts import CONTENT_TYPES, FOOTER, FOOTNOTES_HEAD, NAMESPACES, OPEN, RELATIONS, STYLES
from sayso.export.report.png import to_png
from sayso.export.report.records import Block, Brief, Heading, Items, Note, Picture, Run, Runs, Table

_START = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can tell, so that no clock gets in
_EMU = 12_700  # of a point
_TWIPS = 9_070  # of a line of text: 16 cm
_FIRST_NOTE = 1  # footnotes −1 and 0 are the separators
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def to_docx(brief: Brief) -> bytes:
    """The whole file."""
    made = _Document(brief)
    body = made.body()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in (
            ("[Content_Types].xml", OPEN + CONTENT_TYPES),
            ("_rels/.rels", OPEN + RELATIONS),
            ("docProps/core.xml", OPEN + _core(brief)),
            ("word/document.xml", OPEN + body),
            ("word/styles.xml", OPEN + STYLES),
            ("word/footnotes.xml", OPEN + made.footnotes()),
            ("word/footer1.xml", OPEN + FOOTER.format(kicker=text_of(brief.kicker))),
            ("word/_rels/document.xml.rels", OPEN + made.links("document")),
            ("word/_rels/footnotes.xml.rels", OPEN + made.links("footnotes")),
        ):
            book.writestr(_entry(name), data)
        for number, picture in enumerate(made.pictures, 1):
            book.writestr(_entry(f"word/media/image{number}.png"), picture)
    return held.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=_START)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    return entry


def _core(brief: Brief) -> str:
    day = f"{brief.day or '1970-01-01'}T00:00:00Z"
    when = "".join(f'<dcterms:{n} xsi:type="dcterms:W3CDTF">{day}</dcterms:{n}>' for n in ("created", "modified"))
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{text_of(brief.title)}</dc:title><dc:creator>sayso</dc:creator>{when}</cp:coreProperties>"
    )


class _Document:
    """pictures: in the order of their numbers."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._links: dict[str, list[str]] = {"document": [], "footnotes": []}
        self._noted: set[int] = set()
        self.pictures: list[bytes] = []

    def body(self) -> str:
        brief = self._brief
        parts = [_paragraph("Kicker", _text(brief.kicker)), _paragraph("Title", _text(brief.title))]
        for block in brief.blocks:
            parts += self._block(block)
        section = (
            '<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1300" w:right="1418" w:bottom="1300" w:left="1418" w:header="600" w:footer="600"'
            ' w:gutter="0"/></w:sectPr>'
        )
        return f"<w:document {NAMESPACES}><w:body>{''.join(parts)}{section}</w:body></w:document>"

    def _block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Heading):
            yield _paragraph(f"Heading{block.level}", _text(block.text))
        elif isinstance(block, Items):
            for item in block.items:
                yield _paragraph("ListBullet", _text("–\t") + self._runs(item, "document"))
        elif isinstance(block, Table):
            yield _table(block)
        elif isinstance(block, Picture):
            yield self._picture(block)
            yield _paragraph("Caption", _text(block.caption))
        else:
            style = {"lede": "Lede", "small": "Small"}.get(block.kind, "Normal")
            yield _paragraph(style, self._runs(block.runs, "document"))

    def _runs(self, runs: Runs, part: str) -> str:
        return "".join(self._run(run, part) for run in runs)

    def _run(self, run: Run, part: str) -> str:
        style = "<w:b/>" if run.strong else "<w:i/>" if run.slanted else ""
        if run.link:
            self._links[part].append(run.link)
            told = f'<w:hyperlink r:id="link{len(self._links[part])}">{_text(run.text, _LINKED)}</w:hyperlink>'
        else:
            told = _text(run.text, style)
        return told + (self._note(run.note) if run.note else "")

    def _note(self, number: int) -> str:
        """The footnote at its first place; later ones point to its number."""
        if number in self._noted:
            mark = '<w:vertAlign w:val="superscript"/>'
            field = f'<w:instrText xml:space="preserve"> NOTEREF note{number} \\h </w:instrText>'
            return (
                f'<w:r><w:rPr>{mark}</w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r>{field}</w:r>'
                f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_text(str(number), mark)}'
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            )
        self._noted.add(number)
        here = number + _FIRST_NOTE - 1
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="note{number}"/><w:r><w:rPr><w:rStyle'
            f' w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{here}"/></w:r>'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def footnotes(self) -> str:
        return f"{FOOTNOTES_HEAD}{''.join(map(self._footnote, self._brief.notes))}</w:footnotes>"

    def _footnote(self, note: Note) -> str:
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        told = _paragraph("FootnoteText", mark + _text(" ") + self._runs(note.runs, "footnotes"))
        return f'<w:footnote w:id="{note.number + _FIRST_NOTE - 1}">{told}</w:footnote>'

    def links(self, part: str) -> str:
        own = ""
        if part == "document":
            own = "".join(
                f'<Relationship Id="{name}" Type="{_LINKS}/{name.rstrip("0123456789")}" Target="{target}"/>'
                for name, target in (
                    ("styles", "styles.xml"), ("footnotes", "footnotes.xml"), ("footer", "footer1.xml"),
                    *((f"image{n}", f"media/image{n}.png") for n in range(1, len(self.pictures) + 1)),
                )
            )  # fmt: skip
        web = "".join(
            f'<Relationship Id="link{n}" Type="{_LINKS}/hyperlink" Target="{attribute(url)}" TargetMode="External"/>'
            for n, url in enumerate(self._links[part], 1)
        )
        return (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{own}{web}</Relationships>"
        )

    def _picture(self, block: Picture) -> str:
        self.pictures.append(to_png(block.drawing))
        number = len(self.pictures)
        wide, high = round(block.drawing.width * _EMU * 0.94), round(block.drawing.height * _EMU * 0.94)
        name = f'id="{number}" name="Timeline {number}" descr="{attribute(block.caption)}"'
        return _paragraph(
            "Normal",
            f'<w:r><w:drawing><wp:inline><wp:extent cx="{wide}" cy="{high}"/><wp:docPr {name}/><a:graphic>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="image{number}"/>'
            '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
            f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
        )


_LINKED = '<w:color w:val="1F5FA8"/>'


def _paragraph(style: str, inner: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p>'


def _text(text: str, style: str = "") -> str:
    body = text_of(text).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{body}</w:t></w:r>'


def _table(table: Table) -> str:
    widths = [round(_TWIPS * share) for share in table.shares]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(table, row, widths, head=not n) for n, row in enumerate((table.heads, *table.rows)))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Lines"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout'
        f' w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{_paragraph("Small", "")}'
    )


def _row(table: Table, row: tuple[str, ...], widths: list[int], *, head: bool) -> str:
    cells = ""
    for number, (text, width) in enumerate(zip(row, widths, strict=True)):
        right = '<w:jc w:val="right"/>' if number in table.numbers else ""
        inner = _text(text, "<w:b/>" if head else "")
        cells += (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="Cell"/>{right}'
            f"</w:pPr>{inner}</w:p></w:tc>"
        )
    kind = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if head else "") + "</w:trPr>"
    return f"<w:tr>{kind}{cells}</w:tr>"
