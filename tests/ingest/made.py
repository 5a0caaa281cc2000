"""Files of every form, made by hand, whole and hostile."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from sayso.errors import InputError
from sayso.ingest.inputs import Defaults, read_inputs
from sayso.records import Article
from sayso.settings import Settings

Found = list[Article | InputError]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STORY = "The ferry is safe, the harbor master said on Tuesday."
PAGE = f"<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1><p>{STORY}</p></article></body></html>"


def read(*paths: Path | str, stdin: bytes = b"", settings: Settings | None = None, **told: object) -> Found:
    defaults = Defaults(**told)  # type: ignore[arg-type]
    return list(
        read_inputs(
            [str(p) for p in paths], defaults=defaults, settings=settings or Settings(), stdin=io.BytesIO(stdin)
        )
    )


def texts(found: Found) -> list[str]:
    """Texts of articles, messages of errors."""
    return [one.text if isinstance(one, Article) else one.message for one in found]


def one_article(found: Found) -> Article:
    (one,) = found
    assert isinstance(one, Article), one
    return one


def one_error(found: Found) -> InputError:
    (one,) = found
    assert isinstance(one, InputError), one
    return one


def record(
    url: str = "https://post.example/1",
    body: bytes = PAGE.encode(),
    *,
    length: int | None = None,
    status: str = "200 OK",
    kind: str = "text/html; charset=utf-8",
    http: Sequence[str] = (),
    warc: Sequence[str] = (),
    of: str = "response",
) -> bytes:
    """A WARC record; length: what it tells of its own."""
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *http, "", ""]).encode()
    block = head + body
    told = [
        "WARC/1.0", f"WARC-Type: {of}", f"WARC-Target-URI: {url}", "WARC-Date: 2022-11-03T06:30:00Z",
        "WARC-Record-ID: <urn:uuid:1>", "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block) if length is None else length}", *warc, "", "",
    ]  # fmt: skip
    return "\r\n".join(told).encode() + block + b"\r\n\r\n"


def docx(body: str, *, core: str | None = None, head: str = "", document: str | None = None) -> bytes:
    """A Word document. body: XML inside w:body, its prefix w; document: the whole part in its place."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        xml = document or f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", xml)
        if core is not None:
            xml = f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{core}</dc:title></c>'
            archive.writestr("docProps/core.xml", xml)
    return out.getvalue()


def paragraph(text: str, style: str | None = None) -> str:
    told = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{told}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def pdf(
    pages: Iterable[Sequence[tuple[str, float, float, float]]],
    *,
    title: str | None = None,
    image: bool = False,
    tail: Sequence[str] = (),
) -> bytes:
    """A PDF whose pages show lines (text, x, y, size). image: each page shows a picture, too; tail: further objects."""
    objects: list[bytes] = [b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]
    kids = []
    objects.append(
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        b"stream\nA\nendstream"
    )
    for lines in pages:
        shown = b"".join(
            b"BT /F1 %g Tf 1 0 0 1 %g %g Tm (%b) Tj ET\n"
            % (size, x, y, text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)"))
            for text, x, y, size in lines
        )
        if image:
            shown += b"q 500 0 0 700 50 50 cm /I1 Do Q\n"
        body = zlib.compress(shown)
        objects.append(b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(body), body))
        resources = b"<</Font<</F1 3 0 R>>" + (b"/XObject<</I1 4 0 R>>" if image else b"") + b">>"
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources%b/Contents %d 0 R>>" % (resources, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), b" ".join(kids))
    info = b""
    if title is not None:
        objects.append(b"<</Title(%b)>>" % title.encode("cp1252"))
        info = b"/Info %d 0 R" % len(objects)
    objects += [one.encode() for one in tail]
    return whole_pdf(objects, info)


def whole_pdf(objects: Sequence[bytes], info: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1, the first of which is its catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, info, start)
    return bytes(out)


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, body in members:
            archive.writestr(zipfile.ZipInfo(name), body, method)
    return out.getvalue()


def overlapping(count: int, size: int) -> bytes:
    """A zip bomb whose files all lie over one another (Fifield 2019): count names for one packed body."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = body.compress(b"a" * size) + body.flush()
    crc = zlib.crc32(b"a" * size)
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(packed), size, 5, 0) + b"a.txt" + packed
    entries = b""
    for number in range(count):
        name = b"%d.txt" % number
        entries += struct.pack(
            "<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(packed), size, len(name), 0, 0, 0, 0, 0, 0
        ) + name  # fmt: skip
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(entries), len(local), 0)
    return local + entries + end
