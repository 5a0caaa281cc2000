"""Bytes to characters: what is text, in which encoding, and what is refused with which advice."""

from __future__ import annotations

import codecs
import re

from sayso.errors import EncodingError, NotTextError, UsageError

HEAD = 8192
"""Bytes that are looked at to tell text from other content."""
CONTROL_SHARE = 0.05
"""More control characters than this in the head, and it is no text."""

_SAVE = "Save it as .docx, PDF, HTML or text and read that."
_UNPACK = "Unpack it first. Opened are .gz, .xz, .bz2, zip and tar."
_AS = "Leave out --as: it is known by its content."
_MAGIC: tuple[tuple[bytes, str, str | None], ...] = (
    (b"%PDF-", "a PDF document", _AS),
    (b"{\\rtf", "an RTF document", _SAVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", _SAVE),
    (b"PK\x03\x04", "a ZIP archive", _AS),
    (b"\x1f\x8b", "gzip data", _AS),
    (b"\xfd7zXZ\x00", "xz data", _AS),
    (b"\x28\xb5\x2f\xfd", "zstd data", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"\x7fELF", "a program", None),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", None),
    (b"\xff\xd8\xff", "a JPEG picture", None),
    (b"GIF87a", "a GIF picture", None),
    (b"GIF89a", "a GIF picture", None),
    (b"SQLite format 3\x00", "an SQLite database", None),
)
_OFFICE = re.compile(rb"\[Content_Types\]\.xml|word/|application/vnd\.oasis|application/epub")
_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"  # not ESC: colours of logs, ISO-2022-JP
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

_DECLARED = re.compile(rb"""<meta\b[^>]{0,300}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:-]{2,40})""", re.I)
_XML_DECLARED = re.compile(rb"""<\?xml\b[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_.:-]{2,40})""", re.I)
_SAME_AS_1252 = {"ascii", "iso8859-1"}
"""Codecs that pages name and browsers read as windows-1252 (WHATWG Encoding Standard, section 4.2)."""
_NOT_FOR_PAGES = re.compile(r"utf-?(7|16|32)|idna|punycode|undefined|mbcs|oem|.*escape")
"""Codecs that no page may choose: some take quadratic time, and a page read as ASCII so far is not UTF-16."""


def check_encoding(name: str) -> str:
    """The name, when Python has such a text encoding. Raises UsageError otherwise."""
    try:
        b"a".decode(name)
    except UnicodeError:  # an encoding of two or four bytes
        pass
    except (LookupError, ValueError):
        raise UsageError(
            f"There is no text encoding {name!r}.", hint="Give a name such as utf-8, windows-1252 or koi8-r."
        ) from None
    return name


def has_surrogates(text: str) -> bool:
    """Whether text holds half of a surrogate pair, which UTF-8 cannot write."""
    return _SURROGATE.search(text) is not None


def by_mark(data: bytes) -> str | None:
    """The encoding that a byte order mark of UTF-16 or UTF-32 tells, or None."""
    return next((name for mark, name in _BOMS if data.startswith(mark)), None)


def refuse_binary(data: bytes, where: str, *, wide: bool = False) -> None:
    """Raises NotTextError when the head of data is no text. wide: an encoding in which zero bytes are normal."""
    head = data[:HEAD]
    for magic, what, hint in _MAGIC:
        if head.startswith(magic):
            if magic.startswith(b"PK") and _OFFICE.search(head):
                raise NotTextError(f"{where} is an Office document, not text.", hint=_AS)
            raise NotTextError(f"{where} is {what}, not text.", hint=hint)
    if wide:
        return
    if b"\x00" in head:
        raise NotTextError(
            f"{where} holds zero bytes: it is no text.",
            hint="If it is UTF-16 without a byte order mark, give --encoding utf-16-le or utf-16-be.",
        )
    if len(head) - len(head.translate(None, _CONTROLS)) > CONTROL_SHARE * len(head):
        raise NotTextError(f"{where} is full of control characters: it is no text.")


def decode(data: bytes, where: str, *, encoding: str | None, page: bool = False, declared: str | None = None) -> str:
    """The characters of data, unchanged: no line end, blank or U+FEFF is translated or dropped.

    The encoding is the one given, else that of a UTF-16 or UTF-32 byte order mark (a sign of those encodings, not a
    character: it alone is not kept), else UTF-8; for a page also the one that it declares. declared: what a server
    said of a page, which counts before the page's own word.
    Raises NotTextError and EncodingError, naming `where`.
    """
    name = encoding or by_mark(data)
    wide = name is not None and "a".encode(name) != b"a"
    refuse_binary(data, where, wide=wide)
    name = name or (_page_encoding(data, declared) if page else "utf-8")
    try:
        text = data.decode(name)
    except UnicodeError as error:
        at = f" (byte {error.start})" if isinstance(error, UnicodeDecodeError) else ""
        raise EncodingError(
            f"{where} is not {name.upper()}{at}.",
            hint="Give its encoding, for example --encoding windows-1252.",
        ) from None
    if has_surrogates(text):
        raise EncodingError(f"{where} read as {name} gives characters that cannot be written.")
    if wide and len(_CONTROL.findall(text[:HEAD])) > CONTROL_SHARE * min(len(text), HEAD):
        raise NotTextError(f"{where} is full of control characters: it is no text.")
    return text


def _page_encoding(data: bytes, declared: str | None) -> str:
    """UTF-8 where the bytes are that, whatever anybody says; else what the server or the page declares."""
    found = _DECLARED.search(data[:HEAD]) or _XML_DECLARED.match(data)
    if not found and not declared:
        return "utf-8"
    told = (declared or (found[1].decode("ascii") if found else "")).lower()
    if _NOT_FOR_PAGES.fullmatch(told):
        return "utf-8"
    try:
        name = codecs.lookup(check_encoding(told)).name
    except UsageError:
        return "utf-8"
    if _NOT_FOR_PAGES.fullmatch(name):
        return "utf-8"
    if not name.startswith(("iso2022", "hz")):  # those are seven-bit: always valid UTF-8, and never meant as such
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return "utf-8"
    return "cp1252" if name in _SAME_AS_1252 else name
