"""The parts of a DOCX that are the same in every report: styles, footer, content types."""

from __future__ import annotations

OPEN = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = (
    f'xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}" xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main"'
    f' xmlns:pic="{_DRAWING}/picture"'
)
CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
    ' ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override'
    f' PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/><Override PartName="/word/styles.xml"'
    f' ContentType="{_TYPE}.styles+xml"/><Override PartName="/word/footnotes.xml" ContentType="{_TYPE}.footnotes+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_TYPE}.footer+xml"/><Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument"'
    f' Target="word/document.xml"/><Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
FOOTNOTES_HEAD = (
    f'<w:footnotes {NAMESPACES}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
    '</w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
    "</w:footnote>"
)
FOOTER = (
    f'<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">{{kicker}}</w:t>'
    '</w:r><w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText'
    ' xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>'
)


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}" w:eastAsia="{name}"/>'


_SERIF, _SANS, _SOFT = _fonts("Georgia"), _fonts("Arial"), '<w:color w:val="5F6368"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _style(name: str, told: str, layout: str, look: str, *, based: str = "Normal", default: bool = False) -> str:
    on = "" if default else f'<w:basedOn w:val="{based}"/>'
    first = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="paragraph"{first} w:styleId="{name}"><w:name w:val="{told}"/>{on}<w:qFormat/>'
        f"<w:pPr>{layout}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


def _space(before: int, after: int, line: int = 290) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


_RULE = '<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="D5D7DA"/></w:pBdr>'
STYLES = (
    f'<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{_SERIF}{_size(20)}<w:lang w:val="en-US"/></w:rPr>'
    "</w:rPrDefault></w:docDefaults>"
    + _style("Normal", "Normal", _space(0, 100), _SERIF + _size(20), default=True)
    + _style("Kicker", "Kicker", _space(0, 40), _SANS + _SOFT + _size(17))
    + _style("Title", "Title", "<w:keepNext/>" + _space(0, 160, 260), _SERIF + "<w:b/>" + _size(38))
    + _style("Lede", "Lede", _space(0, 120, 300), _size(24))
    + _style("Small", "Small", _space(0, 60, 260), _SOFT + _size(16))
    + _style("Heading1", "heading 1", "<w:keepNext/>" + _RULE + _space(280, 80) + '<w:outlineLvl w:val="0"/>',
             _SANS + "<w:b/>" + _size(22))
    + _style("Heading2", "heading 2", "<w:keepNext/>" + _space(140, 60) + '<w:outlineLvl w:val="1"/>',
             _SANS + "<w:b/>" + _size(19))
    + _style("ListBullet", "List Bullet", '<w:tabs><w:tab w:val="left" w:pos="284"/></w:tabs>' + _space(0, 60)
             + '<w:ind w:left="284" w:hanging="284"/>', "")
    + _style("Caption", "caption", _space(20, 120), _SANS + _SOFT + _size(16))
    + _style("Cell", "Cell", _space(30, 30, 250), _SANS + _size(16))
    + _style("FootnoteText", "footnote text", _space(0, 30, 240), _size(16))
    + _style("Footer", "footer", '<w:tabs><w:tab w:val="right" w:pos="9070"/></w:tabs>', _SANS + _SOFT + _size(15))
    + '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr>'
    '<w:vertAlign w:val="superscript"/></w:rPr></w:style><w:style w:type="table" w:styleId="Lines">'
    '<w:name w:val="Lines"/><w:tblPr>'
    '<w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="D5D7DA"/><w:insideH w:val="single" w:sz="4"'
    ' w:space="0" w:color="D5D7DA"/></w:tblBorders><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="110"'
    ' w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>'
)  # fmt: skip
