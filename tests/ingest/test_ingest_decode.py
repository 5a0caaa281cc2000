from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import EncodingError, NotTextError, UsageError
from sayso.ingest.decode import check_encoding, decode


def read(data: bytes, *, encoding: str | None = None, page: bool = False) -> str:
    return decode(data, "x.txt", encoding=encoding, page=page)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\r\n\t")))
def test_every_text_comes_back_unchanged(text: str) -> None:
    kept = text if text[:4] not in {"%PDF", "{\\rt", "GIF8", "Rar!"} else ""
    assert read(kept.encode()) == kept
    assert read(b"\xef\xbb\xbf" + kept.encode()) == "\ufeff" + kept
    assert read(kept.encode("utf-16")) == kept
    assert read(kept.encode("utf-32")) == kept


def test_line_ends_blanks_and_byte_order_mark_stay() -> None:
    assert read(b"\xef\xbb\xbf a\r\nb\rc\n\n ") == "\ufeff a\r\nb\rc\n\n "


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "windows-1252", "koi8-r"])
def test_the_encoding_given_is_used(encoding: str) -> None:
    text = "Киев" if encoding == "koi8-r" else "Café said"
    assert read(text.encode(encoding), encoding=encoding) == text


def test_bytes_that_are_not_utf_8_are_refused_with_place_and_cure() -> None:
    with pytest.raises(EncodingError) as caught:
        read("café".encode("windows-1252"))
    assert caught.value.message == "x.txt is not UTF-8 (byte 3)."
    assert caught.value.hint == "Give its encoding, for example --encoding windows-1252."


def test_an_encoding_that_gives_surrogates_is_refused() -> None:
    with pytest.raises(EncodingError):
        read(b"\\ud800", encoding="unicode_escape")


@pytest.mark.parametrize("name", ["windows-1252", "utf-16", "UTF-8"])
def test_known_encodings_pass(name: str) -> None:
    assert check_encoding(name) == name


@pytest.mark.parametrize("name", ["", "utf-9", "hex", "rot13", "a\x00b"])
def test_unknown_encodings_are_a_wrong_call(name: str) -> None:
    with pytest.raises(UsageError):
        check_encoding(name)


@pytest.mark.parametrize(
    ("data", "what", "hint"),
    [
        (b"%PDF-1.7\n", "a PDF document", "--as"),
        (b"PK\x03\x04....[Content_Types].xml", "an Office document", "--as"),
        (b"PK\x03\x04....photos/a", "a ZIP archive", "--as"),
        (b"{\\rtf1\\ansi", "an RTF document", "Save it"),
        (b"\x7fELF\x02", "a program", ""),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture", ""),
        (b"\xff\xd8\xff\xe0", "a JPEG picture", ""),
        (b"\x1f\x8b\x08", "gzip data", "--as"),
        (b"a\x00b", "zero bytes", "utf-16-le"),
        (b"\x01\x02\x03 text", "control characters", ""),
    ],
)
def test_binary_content_is_refused_by_its_name(data: bytes, what: str, hint: str) -> None:
    with pytest.raises(NotTextError) as caught:
        read(data)
    assert what in caught.value.message
    assert hint in (caught.value.hint or "")


def test_controls_in_wide_encodings_are_refused_too() -> None:
    with pytest.raises(NotTextError):
        read("\x01\x02\x03 text".encode("utf-16"))


def test_a_few_control_characters_are_still_text() -> None:
    text = "A line of a terminal log, with a bell in it and \x1b[1mred\x1b[0m: \x07"
    assert read(text.encode()) == text


def test_zero_bytes_after_the_head_are_kept() -> None:
    text = "a" * 8192 + "\x00"
    assert read(text.encode()) == text


@pytest.mark.parametrize("declared", [b'<meta charset="windows-1252">', b'<?xml version="1.0" encoding="iso-8859-1"?>'])
def test_a_page_is_read_by_what_it_declares(declared: bytes) -> None:
    assert read(declared + b"\x93caf\xe9\x94", page=True).endswith("“café”")


def test_a_page_in_old_form_declares_its_encoding_as_well() -> None:
    head = b'<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=koi8-r">'
    assert read(head + "Киев".encode("koi8-r"), page=True).endswith("Киев")


def test_a_seven_bit_encoding_is_not_taken_for_utf_8() -> None:
    assert read(b"<meta charset=iso-2022-jp>" + "東京".encode("iso-2022-jp"), page=True).endswith("東京")


@pytest.mark.parametrize("declared", ["iso-8859-1", "utf-16", "unicode_escape", "idna", "nonsense", "hex"])
def test_bytes_that_are_utf_8_are_read_so_whatever_the_page_says(declared: str) -> None:
    source = f'<meta charset="{declared}">Zürich \\u0041'
    assert read(source.encode(), page=True) == source


def test_the_encoding_given_wins_over_the_page() -> None:
    assert read(b"<meta charset=koi8-r>\xe9", encoding="windows-1252", page=True).endswith("é")


def test_a_declaration_counts_for_pages_only() -> None:
    with pytest.raises(EncodingError):
        read(b"<meta charset=windows-1252>\xe9")
