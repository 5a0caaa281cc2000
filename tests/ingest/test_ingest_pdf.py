"""PDF: paragraphs from lines; scans, locks, loops and bombs refused within the limits."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import NotTextError, TooLargeError, UnreadableError
from sayso.ingest import pdf as pdf_module
from sayso.ingest.layout import Line, PageLines, read_pages
from sayso.records import Article
from sayso.settings import Settings
from tests.ingest.made import one_article, one_error, pdf, read, whole_pdf

BODY = [
    "The ferry that has crossed the strait for ninety years is safe to use, the harbor mas-",
    "ter said on Tuesday, and no well-known engineer has found a reason to doubt that since",
    "the inspection of March, though two port officials called it not worth saving at all.",
    "Short end.",
]


def page(number: int, *, top: float = 700, lines: list[str] | None = None) -> list[tuple[str, float, float, float]]:
    """A page with a running head, text and its number."""
    shown = [(line, 72.0, top - 14 * n, 11.0) for n, line in enumerate(lines or BODY)]
    return [("The Harbor Post, November 2022", 72, 810, 9), *shown, (f"{number}", 290, 30, 9)]


def written(tmp_path: Path, data: bytes, name: str = "a.pdf") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


WHOLE = " ".join(BODY).replace("mas- ter", "master")


def test_lines_become_paragraphs_without_heads_and_numbers(tmp_path: Path) -> None:
    data = pdf([page(1), page(2), page(3)], title="Microsoft Word - draft.doc")
    found = one_article(read(written(tmp_path, data), outlet="Post"))
    assert found == Article(text="\n\n".join([WHOLE] * 3), name="a", outlet="Post")


def test_titles(tmp_path: Path) -> None:
    assert one_article(read(written(tmp_path, pdf([page(1)], title="The Ferry")))).title == "The Ferry"
    large = [("A ferry on its", 72.0, 780.0, 22.0), ("last crossing", 72.0, 755.0, 22.0)]
    found = one_article(read(written(tmp_path, pdf([[*large, *page(1)]]))))
    assert found.title == "A ferry on its last crossing"
    assert found.text.startswith("A ferry on its last crossing\n\n")


def test_known_by_content_under_any_name_and_on_standard_input(tmp_path: Path) -> None:
    data = pdf([page(1)])
    for name in ("a.txt", "noname", "a.html"):
        assert WHOLE in one_article(read(written(tmp_path, data, name))).text
    assert WHOLE in one_article(read("-", stdin=data)).text
    html = written(tmp_path, b"<!doctype html><p>An error page that was saved as PDF, she said.</p>", "b.pdf")
    assert one_article(read(html)).text == "An error page that was saved as PDF, she said."


def test_a_scan_is_refused_with_a_reason(tmp_path: Path) -> None:
    error = one_error(read(written(tmp_path, pdf([[], []], image=True))))
    assert isinstance(error, NotTextError)
    assert "scan" in error.message
    assert error.hint
    assert isinstance(one_error(read(written(tmp_path, pdf([[("7", 290, 30, 9)], []], image=True)))), NotTextError)
    assert "without text" in one_error(read(written(tmp_path, pdf([[]])))).message


@pytest.mark.parametrize(
    "objects",
    [
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>"],
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[3 0 R]>>", b"<</Type/Pages/Kids[2 0 R]>>"],
        [b"2 0 R", b"1 0 R"],
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1000000000/Kids[]>>"],
        [
            b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</F 4 0 R>>>>>>",
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>/Length 5>>"
            b"stream\n/F Do\nendstream",
        ],
        [b"[" * 100_000],
    ],
)  # fmt: skip
def test_loops_end_in_an_error(tmp_path: Path, objects: list[bytes]) -> None:
    error = one_error(read(written(tmp_path, whole_pdf(objects)), settings=Settings(parse_seconds=10)))
    assert "a.pdf" in error.message


def bomb(size: int) -> bytes:
    """A page whose content unpacks to `size` bytes of letters, one text each."""
    body = zlib.compress(b"BT /F1 9 Tf (a) Tj ET\n" * (size // 22), 9)
    return whole_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
            b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
            b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(body), body),
        ]
    )  # fmt: skip


def test_what_takes_too_long_is_given_up(tmp_path: Path) -> None:
    error = one_error(read(written(tmp_path, bomb(60_000_000)), settings=Settings(parse_seconds=2)))
    assert isinstance(error, TooLargeError)
    assert "2 seconds" in error.message


def test_what_takes_too_much_memory_is_given_up(tmp_path: Path) -> None:
    error = one_error(read(written(tmp_path, bomb(60_000_000)), settings=Settings(parse_memory=130_000_000)))
    assert isinstance(error, TooLargeError)
    assert "memory" in error.message


def test_too_many_characters_are_refused(tmp_path: Path) -> None:
    data = pdf([page(n) for n in range(9)])
    assert isinstance(one_error(read(written(tmp_path, data), settings=Settings(largest_text=1000))), TooLargeError)


def test_broken_documents_are_told_and_the_next_is_read(tmp_path: Path) -> None:
    whole = pdf([page(1)])
    for broken in (b"%PDF-1.7", b"%PDF-1.7\n" + b"\x00" * 5000):
        error, one = read(written(tmp_path, broken), written(tmp_path, whole, "b.pdf"))
        assert isinstance(error, UnreadableError)
        assert isinstance(one, Article)


def test_without_pypdf_the_cure_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "find_spec", lambda _: None)
    error = one_error(read(written(tmp_path, pdf([page(1)]))))
    assert error.hint == "pip install 'sayso[ingest]'"


def laid(*lines: tuple[str, float, float]) -> str:
    shown = tuple(Line(text=text, x=x, y=y, size=11.0) for text, x, y in lines)
    return read_pages([PageLines(width=595, height=842, lines=shown)]).text


LONG = "words that go on to the end of a line as long as all the others "


def test_hyphens_at_line_ends() -> None:
    told = laid(
        (LONG + "of self-", 72, 700),
        ("government and of well-", 72, 686),
        ("known parts, the Anglo-", 72, 672),
        ("American one among the inter-", 72, 658),
        ("national \ufb01rst, as the well-known one said", 72, 644),
    )
    assert told == (
        f"{LONG}of self-government and of well-known parts, the Anglo-American one among the international first, "
        "as the well-known one said"
    )


def test_columns_and_indents() -> None:
    told = laid(
        (LONG + "and here", 72, 700), (LONG + "and there.", 72, 686), ("  " + LONG + "anew", 90, 672),
        (LONG + "to the foot", 72, 100), (LONG + "and on.", 320, 700),
    )  # fmt: skip
    first, second = told.split("\n\n")
    assert (first.endswith("there."), second.endswith("and on.")) == (True, True)
    told = laid((LONG + "and here", 72, 700), ("Below a picture, " + LONG, 72, 300))
    assert told.count("\n\n") == 1


def test_hyphens_where_the_document_parts_words_by_another_sign() -> None:
    told = laid(
        (LONG + "and Lung-", 72, 700), ("bin said so of the pro\u2010", 72, 686), ("minent one, the 20-", 72, 672),
        ("minute walk", 72, 658),
    )  # fmt: skip
    assert told == f"{LONG}and Lung-bin said so of the prominent one, the 20-minute walk"


def test_labels_and_indented_beginnings_stand_alone() -> None:
    lines = [("Displays of charity", 72.0, 700.0)]
    for n in range(8):
        lines.append((("The " if n % 4 == 0 else "") + LONG + "on", 84.0 if n % 4 == 0 else 72.0, 686.0 - 14 * n))
    assert [part[:8] for part in laid(*lines).split("\n\n")] == ["Displays", "The word"]
    lines[4] = (LONG + "on.", 72.0, lines[4][2])
    assert len(laid(*lines).split("\n\n")) == 3


def test_a_soft_hyphen_that_a_browser_drew_is_no_blank(tmp_path: Path) -> None:
    body = (
        b"BT /F1 11 Tf 1 0 0 1 72 700 Tm (The tra) Tj /Span<</ActualText <FEFF00AD>>> BDC 34.85 0 Td ( ) Tj EMC 0 0 Td "
        b"(nsport minister said that the ferry is safe.) Tj ET"
    )
    data = whole_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
            b"<</Length %d>>stream\n%b\nendstream" % (len(body), body),
        ]
    )  # fmt: skip
    assert one_article(read(written(tmp_path, data))).text == "The transport minister said that the ferry is safe."


@pytest.mark.parametrize("far", [1e300, float("inf"), float("nan")])
def test_places_beyond_any_page(far: float) -> None:
    page_lines = pdf_module._page({"width": far, "height": 842, "lines": [["The ferry", far, -far, far]]})
    assert read_pages([page_lines]).text == "The ferry"


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8"), max_size=30),
            st.floats(-10, 900, width=16),
            st.floats(-10, 900, width=16),
            st.floats(0, 40, width=16),
        ),
        max_size=30,
    )
)
def test_any_lines_give_a_document_with_all_their_words(lines: list[tuple[str, float, float, float]]) -> None:
    shown = tuple(Line(text=text, x=x, y=y, size=size) for text, x, y, size in lines)
    told = read_pages([PageLines(width=595, height=842, lines=shown)]).text
    letters = sorted(c for line in shown if 110 < line.y < 730 for c in line.text if c.isalpha() and c < "\ufb00")
    left = sorted(c for c in told if c.isalpha())
    for letter in set(letters):
        assert left.count(letter) >= letters.count(letter)
