"""Word documents: paragraphs as printed; bombs and entities refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import BadRecordError, NotTextError, TooLargeError, UnreadableError
from sayso.records import Article
from sayso.settings import Settings
from tests.ingest.made import STORY, WORD, docx, one_article, one_error, paragraph, read, zipped

XML_TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=80)


def written(tmp_path: Path, data: bytes, name: str = "a.docx") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_paragraphs_title_and_name(tmp_path: Path) -> None:
    body = paragraph("The Ferry", "Title") + paragraph(STORY) + "<w:p/>" + paragraph("Müller & Söhne said < no >.")
    assert read(written(tmp_path, docx(body, core="Another title")), outlet="Post") == [
        Article(text=f"The Ferry\n\n{STORY}\n\nMüller & Söhne said < no >.", name="a", title="The Ferry", outlet="Post")
    ]


def test_the_title_of_the_properties_where_no_paragraph_is_one(tmp_path: Path) -> None:
    assert one_article(read(written(tmp_path, docx(paragraph(STORY), core=" A\n title ")))).title == "A title"


def test_runs_tabs_breaks_tables_and_boxes(tmp_path: Path) -> None:
    cell = f"<w:tc>{paragraph('A cell.')}</w:tc>"
    box = f"<w:p><w:r><w:t>Around </w:t></w:r><w:r><w:txbxContent>{paragraph('In a box.')}</w:txbxContent></w:r></w:p>"
    body = (
        "<w:p><w:r><w:t>The fer</w:t></w:r><w:r><w:t>ry</w:t><w:tab/><w:t>is</w:t><w:br/><w:t>safe.</w:t></w:r></w:p>"
        f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>{box}"
    )
    told = one_article(read(written(tmp_path, docx(body)))).text
    assert told == "The ferry\tis\nsafe.\n\nA cell.\n\nA cell.\n\nIn a box.\n\nAround"


def test_what_is_not_printed_is_left_out(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Kept</w:t></w:r><w:del><w:r><w:t>gone</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t> in</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        '<w:r><w:rPr><w:vanish w:val="false"/></w:rPr><w:t>, shown.</w:t></w:r></w:p>'
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
        f"{paragraph('Once.')}</mc:Choice><mc:Fallback>{paragraph('Once.')}</mc:Fallback></mc:AlternateContent>"
    )
    assert one_article(read(written(tmp_path, docx(body)))).text == "Kept in, shown.\n\nOnce."


@given(st.lists(XML_TEXT.filter(str.strip), min_size=1, max_size=8))
def test_any_paragraphs_come_back(tmp_path_factory: pytest.TempPathFactory, told: list[str]) -> None:
    path = written(tmp_path_factory.mktemp("docx"), docx("".join(map(paragraph, told))))
    assert one_article(read(path)).text == "\n\n".join(one.strip() for one in told)


def test_known_by_content_under_any_name_and_on_standard_input(tmp_path: Path) -> None:
    data = docx(paragraph(STORY))
    for name in ("a.zip", "a.txt", "noname"):
        assert one_article(read(written(tmp_path, data, name))).text == STORY
    assert one_article(read("-", stdin=data)).text == STORY


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>', BadRecordError),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd">', BadRecordError),
        ("<broken", BadRecordError),
    ],
)
def test_entities_and_broken_xml_are_refused(tmp_path: Path, head: str, kind: type[Exception]) -> None:
    error = one_error(read(written(tmp_path, docx(paragraph("&b;" if "ENTITY" in head else "x"), head=head))))
    assert isinstance(error, kind)
    assert "a.docx" in error.message


def test_bombs_are_cut_at_the_limits(tmp_path: Path) -> None:
    path = written(tmp_path, docx("<w:p/>" * 2_000_000))
    assert path.stat().st_size < 200_000
    assert isinstance(one_error(read(path, settings=Settings(largest_input=1_000_000))), TooLargeError)
    path = written(tmp_path, docx(paragraph("a" * 100_000) * 10))
    assert isinstance(one_error(read(path, settings=Settings(largest_text=500_000))), TooLargeError)
    path = written(tmp_path, docx("<w:p>" * 1000 + "</w:p>" * 1000))
    assert "too deeply" in one_error(read(path)).message


def test_other_office_documents_and_damaged_ones(tmp_path: Path) -> None:
    sheet = zipped(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>"))
    assert isinstance(one_error(read(written(tmp_path, sheet, "a.xlsx"))), NotTextError)
    whole = docx(paragraph(STORY * 50))
    assert isinstance(one_error(read(written(tmp_path, whole[:-30]))), UnreadableError)
    place = whole.index(b"word/document.xml") + 40
    broken = whole[:place] + b"\xff" * 20 + whole[place + 20 :]
    assert isinstance(one_error(read(written(tmp_path, broken))), UnreadableError | BadRecordError)
    empty = docx("", document=f'<w:document xmlns:w="{WORD}"/>')
    assert one_article(read(written(tmp_path, empty))).text == ""
