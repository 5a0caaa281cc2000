"""Web archives (WARC) by fastwarc: the HTML pages that were answered with, with the address and time of the record.

A record that tells a wrong length takes what follows out of step. So each page waits until the next record was found
where it should begin; where none is, the page is refused, and reading goes on at the next line that begins a record.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from fastwarc.stream_io import BrotliReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from sayso.errors import BadRecordError, InputError, UnreadableError
from sayso.ingest.days import iso_date
from sayso.ingest.decode import decode
from sayso.ingest.files import FAILURES, read_some, refusal, too_large
from sayso.ingest.page import read_page

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_KINDS = WarcRecordType.response | WarcRecordType.resource
_MARK = b"WARC/1."
_KEPT = 1 << 18  # bytes passed on that are still held: more than fastwarc reads ahead
_LONGEST_HEADER = 1 << 15
_OK = 200
_LONGEST_CHUNK_LINE = 4096
_MOST_BROKEN = 1000  # records in a row; what goes on like this is no archive


class _Stream:
    """What fastwarc reads from: keeps the last bytes, and an error of the stream for later (fastwarc would lose it)."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._again = b""
        self._tail = bytearray()
        self.position = 0
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        if self._again:
            told, self._again = self._again[:size], self._again[size:]
        else:
            try:
                told = read_some(self._stream, size)
            except FAILURES as error:
                self.error, told = error, b""
        self._tail += told
        del self._tail[:-_KEPT]
        self.position += len(told)
        return told

    def tell(self) -> int:
        return self.position

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002 - as fastwarc calls it
        raise OSError("not seekable")

    def close(self) -> None:
        pass

    def to_next(self, after: int) -> bool:
        """Goes to the first place beyond `after` at which a record may begin."""
        start = self.position - len(self._tail)
        at = self._tail.find(_MARK, max(0, after - start))
        while at < 0:
            told = self.read(1 << 16)
            if not told:
                return False
            at = self._tail.find(_MARK, max(0, len(self._tail) - len(told) - len(_MARK)))
        self._again = bytes(self._tail[at:]) + self._again
        self.position -= len(self._tail) - at
        del self._tail[at:]
        return True


def warc_objects(
    stream: BinaryIO, where: str, limit: int, encoding: str | None
) -> Iterator[dict[str, object] | InputError]:
    """An object, or what is wrong, for each HTML response. limit: bytes of one, unpacked. stream: unpacked already.

    url, date: the record's (the date where the page tells none of its own). name: the payload's digest as the record
    gives it, else the record's id.
    """
    source, start, found, broken = _Stream(stream), 0, 0, 0
    while True:
        begun = start
        pages = ArchiveIterator(
            source, record_types=WarcRecordType.any_type, parse_http=False, stream_detect=False,
            max_header_len=_LONGEST_HEADER,
        )  # fmt: skip
        held: dict[str, object] | InputError | None = None
        last = -1
        try:
            for record in pages:
                if held is not None:
                    found, broken = found + 1, 0
                    yield held
                held, last = None, begun + record.stream_pos
                held = _taken(record, f"{where}, record at byte {last:,}", limit, encoding)
        except OSError as error:
            yield _out_of_step(where, last, held, error)
            found, broken = found + 1, broken + 1
            if broken >= _MOST_BROKEN:
                yield BadRecordError(f"{where} has {_MOST_BROKEN:,} broken records in a row: the rest is passed over.")
                break
            if not source.to_next(max(last, begun) + 1):
                break
            start = source.position
            continue
        if held is not None:
            found += 1
            yield held
        break
    if source.error is not None:
        yield refusal(f"{where}, after {source.position:,} unpacked bytes,", source.error)
    elif not found:
        yield UnreadableError(f"{where} holds no HTML page.", hint="Only HTML pages answered with status 200 are read.")


def _out_of_step(where: str, last: int, held: object, error: OSError) -> BadRecordError:
    if last < 0:
        return BadRecordError(f"{where} does not go on with a WARC record: {str(error).rstrip('.')}.")
    what = "tells a wrong length" if held is not None else "is followed by what is no record"
    return BadRecordError(f"{where}, record at byte {last:,} {what}; reading goes on at the next record.")


def _taken(  # noqa: PLR0911 - each kind of record that is passed over leaves at once
    record: WarcRecord, place: str, limit: int, encoding: str | None
) -> dict[str, object] | InputError | None:
    """The page of a record, what is wrong with it, or None for records of other things."""
    if not record.record_type & _KINDS:
        return _cut(record, place)
    length = record.content_length
    if record.record_type == WarcRecordType.response:
        if not record.is_http:
            return _cut(record, place)
        record.parse_http(auto_decode="none", max_header_len=_LONGEST_HEADER, strict_mode=False)
        told, headers = (record.http_content_type or "").lower(), record.http_headers
        if headers.status_code != _OK or told not in _PAGES:
            return _cut(record, place)
        codings, charset = headers.get("Content-Encoding", ""), record.http_charset
        chunked = "chunked" in (headers.get("Transfer-Encoding", "") or "").lower()
    else:
        kind = (record.headers.get("Content-Type", "") or "").lower()
        if kind.partition(";")[0].strip() not in _PAGES:
            return _cut(record, place)
        codings, charset, chunked = "", kind.partition("charset=")[2].strip("\"' ") or None, False
    length = record.content_length  # what is left of it after the headers
    if length > limit:
        return _cut(record, place) or too_large(place, limit)
    body = record.reader.read(length)
    if len(body) < length:
        return UnreadableError(f"{place} breaks off after {len(body):,} of {length:,} bytes.")
    try:
        return _page(record, _decoded(body, codings or "", place, limit, chunked=chunked), charset, place, encoding)
    except InputError as error:
        return error


def _cut(record: WarcRecord, place: str) -> UnreadableError | None:
    """What is wrong with a record that is passed over: nothing, unless the file ends in it."""
    length = record.content_length
    passed = record.consume()
    return UnreadableError(f"{place} breaks off after {passed:,} of {length:,} bytes.") if passed < length else None


def _page(record: WarcRecord, body: bytes, charset: str | None, place: str, encoding: str | None) -> dict[str, object]:
    page = read_page(decode(body, place, encoding=encoding, page=True, declared=charset), place)
    headers = record.headers
    digest = headers.get("WARC-Payload-Digest") or (headers.get("WARC-Record-ID") or "").strip("<>")
    return {
        "text": page.text,
        "title": page.about.title,
        "outlet": page.about.outlet,
        "published": page.about.published or iso_date(headers.get("WARC-Date") or ""),
        "url": (headers.get("WARC-Target-URI") or "").strip("<>") or page.about.url,
        "name": digest or None,
    }


def _decoded(body: bytes, codings: str, place: str, limit: int, *, chunked: bool) -> bytes:
    """The payload without the codings of its transfer. Raises BadRecordError, TooLargeError."""
    if chunked:
        body = _unchunked(body)
    for coding in reversed([one.strip().lower() for one in codings.split(",")]):
        if coding in {"", "identity"}:
            continue
        try:
            body = _unpacked(body, coding, limit)
        except (zlib.error, OSError, ValueError) as error:
            if body.lstrip()[:1] == b"<":  # archives often keep the header though the body is unpacked
                continue
            raise BadRecordError(f"{place} is not {coding[:20]} data: {str(error).rstrip('.')}.") from None
        if len(body) > limit:
            raise too_large(place, limit)
    return body


def _unpacked(body: bytes, coding: str, limit: int) -> bytes:
    """At most limit + 1 bytes of what body unpacks to."""
    if coding in {"gzip", "x-gzip"}:
        return zlib.decompressobj(31).decompress(body, limit + 1)
    if coding == "deflate":
        raw = body[:1] != b"\x78"
        return zlib.decompressobj(-15 if raw else 15).decompress(body, limit + 1)
    if coding == "br":
        reader, out = BrotliReader(BytesIO(body)), bytearray()
        while len(out) <= limit and (chunk := reader.read(1 << 16)):
            out += chunk
        if body and not out:
            raise ValueError("it cannot be unpacked")
        return bytes(out)
    raise ValueError("nobody here knows how to unpack it")


def _unchunked(body: bytes) -> bytes:
    """The chunks joined (RFC 9112, 7.1); the body as it is where they are none, since archives often join them."""
    out, at = bytearray(), 0
    while True:
        end = body.find(b"\r\n", at, at + _LONGEST_CHUNK_LINE)
        if end < 0:
            return bytes(out) if out else body
        try:
            size = int(body[at:end].partition(b";")[0].strip(), 16)
        except ValueError:
            return bytes(out) if out else body
        if size <= 0:
            return bytes(out)
        out += body[end + 2 : end + 2 + size]
        at = end + 2 + size + 2
