"""Mail: one message (.eml) or a box of them (mbox), newsletters by their HTML part.

Only the standard library. Its parser keeps what it cannot make sense of and has no bound of its own, so a message is
bounded before (bytes, header length, parts) and what it still trips over is told as a broken record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import BinaryIO

from sayso.errors import BadRecordError, InputError, NotTextError, TooLargeError
from sayso.ingest.days import iso_date
from sayso.ingest.decode import decode
from sayso.ingest.files import FAILURES, lines, refusal, too_large
from sayso.ingest.fragments import words_of

_START = re.compile(rb"From [^\r\n]{0,500}[0-9]{4}\r?\n")
_ESCAPED = re.compile(rb"^>(>*From )", re.M)
_LONGEST_HEADER = 20_000  # bytes; decoding takes more than linear time
_MOST_PARTS = 1000
_MOST_LINES = 1_000_000  # objects of 60 bytes while the library works; 64 MB of attachment have 900,000
_MOST_NESTED = 50  # parts of parts; the library compares each line with the marks of all that are open
_NAMES = re.compile(
    rb"(?im)^(from|to|subject|date|message-id|mime-version|received|return-path|delivered-to|content-type|reply-to"
    rb"|list-id|dkim-signature|x-[\w-]+):"
)
_HEADER = re.compile(rb"(?:[!-9;-~]{1,100}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+")
_SIGNS = (frozenset({b"from", b"subject"}), frozenset({b"from", b"date"}), frozenset({b"received", b"from"}))
_FEWEST_SIGNS = 3


def starts_mbox(head: bytes) -> bool:
    """Whether bytes begin with the line of a box and a header."""
    found = _START.match(head)
    return found is not None and _HEADER.match(head, found.end()) is not None


def starts_mail(head: bytes) -> bool:
    """Whether bytes begin as a message: three header lines of mail, sender and subject or date among them."""
    found = _HEADER.match(head)
    if not found:
        return False
    names = {m[1].lower() for m in _NAMES.finditer(found[0])}
    return len(names) >= _FEWEST_SIGNS and any(sign <= names for sign in _SIGNS)


def mail_object(data: bytes, where: str) -> dict[str, object]:
    """One message under our keys. Raises BadRecordError, NotTextError, EncodingError, TooLargeError, naming `where`.

    title: its subject; published: its date; outlet: the sender's name; name: its id; url: Archived-At (RFC 5064).
    """
    if data.lower().count(b"multipart/") > _MOST_NESTED:
        raise BadRecordError(f"{where} has more than {_MOST_NESTED:,} parts of parts.")
    if data.count(b"\n") > _MOST_LINES:
        raise TooLargeError(f"{where} is a mail of more than {_MOST_LINES:,} lines.")
    try:
        message: Message = message_from_bytes(data)  # the old policy, which never parses a header by itself
        text = _text(message, where)
        senders = getaddresses([_header(message, "From") or ""])
        outlet = next((name or address for name, address in senders), None)
        return {
            "text": text,
            "title": _header(message, "Subject"),
            "published": _date(message),
            "outlet": outlet or None,
            "url": _address(_header(message, "Archived-At")),
            "name": (_header(message, "Message-ID") or "").strip("<> ") or None,
        }
    except InputError:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        reason = "its parts are nested too deeply" if isinstance(error, RecursionError) else type(error).__name__
        raise BadRecordError(f"{where} is no mail that can be taken apart ({reason}).") from None


def _header(message: Message, name: str) -> str | None:
    """A header decoded, on one line; None for none and for one that is far too long."""
    raw = message.get(name)
    if raw is None:
        return None
    told = str(raw)
    if len(told) > _LONGEST_HEADER:
        return told if name == "Subject" else None  # too long a title is to be told, not to be left out
    with suppress(ValueError, LookupError):
        told = str(make_header(decode_header(told)))
    return " ".join(told.encode("utf-8", "replace").decode().split()) or None


def _address(told: str | None) -> str | None:
    told = (told or "").strip("<> ")
    return told if re.match(r"https?://", told, re.I) else None


def _date(message: Message) -> str | None:
    """With the sender's own offset, since "today" in a newsletter is its day there."""
    told = _header(message, "Date")
    if not told:
        return None
    try:
        return parsedate_to_datetime(told).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return iso_date(told)


def _text(message: Message, where: str) -> str:
    """The HTML part where there is one with words, else the plain one."""
    found: dict[str, str] = {}
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            raise BadRecordError(f"{where} has more than {_MOST_PARTS:,} parts.")
        kind = part.get_content_type()
        if kind not in {"text/html", "text/plain"} or kind in found or part.get_content_disposition() == "attachment":
            continue
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes) or not body.strip():
            continue
        told = _decoded(body, part, where, page=kind == "text/html")
        if kind == "text/html":
            told = words_of(told, where, mail=True)
        else:
            told = told.replace("\r\n", "\n")
            if str(part.get_param("format", "")).lower() == "flowed":
                told = _reflowed(told, delete=str(part.get_param("delsp", "")).lower() == "yes")
        if told.strip():
            found[kind] = told
    if not found:
        raise NotTextError(f"{where} is a mail without text.", hint="Its attachments are not read.")
    return found.get("text/html") or found["text/plain"]


def _decoded(body: bytes, part: Message, where: str, *, page: bool) -> str:
    charset = part.get_content_charset() or "utf-8"
    try:
        return body.decode(charset if charset != "us-ascii" else "utf-8")
    except (UnicodeError, LookupError):
        pass
    try:
        return decode(body, where, encoding=None, page=page)
    except InputError:
        return body.decode("cp1252", "replace")  # what mail programs do with letters that no header tells of


def _reflowed(text: str, *, delete: bool) -> str:
    """Soft line ends joined (RFC 3676)."""
    out: list[str] = []
    soft = False
    for line in text.split("\n"):
        line = line[1:] if line.startswith(" ") else line  # noqa: PLW2901 - space-stuffing is undone
        if soft and out and not line.startswith(">"):
            out[-1] += line
        else:
            out.append(line)
        soft = line.endswith(" ") and line != "-- "
        if soft and delete:
            out[-1] = out[-1][:-1]
    return "\n".join(out)


def box_objects(stream: BinaryIO, where: str, limit: int) -> Iterator[dict[str, object] | InputError]:
    """An object, or what is wrong, for each message of a box, one at a time in memory. limit: bytes of one."""
    number = 0
    for message in _messages(stream, where, limit):
        if isinstance(message, InputError):
            yield message
            continue
        number += 1
        place = f"{where}, item {number}"
        if message is None:
            yield too_large(place, limit)
            continue
        try:
            yield mail_object(_ESCAPED.sub(rb"\1", message), place)
        except InputError as error:
            yield error


def _messages(stream: BinaryIO, where: str, limit: int) -> Iterator[bytes | InputError | None]:
    """The bytes of each message without its "From " line; None for one over the limit; an error at a break."""
    held, size, blank, begun = bytearray(), 0, True, False
    try:
        for _, line in _all_lines(stream, where, limit):
            if blank and line is not None and _START.fullmatch(line if line.endswith(b"\n") else line + b"\n"):
                if begun:
                    yield bytes(held) if size <= limit else None
                held, size, begun, blank = bytearray(), 0, True, False
                continue
            blank = line is not None and not line.strip()
            size += limit + 1 if line is None else len(line)
            if size <= limit and line is not None:
                held += line
            else:
                held.clear()
    except InputError as error:
        if held:
            yield bytes(held)
        yield error
        return
    except FAILURES as error:
        yield refusal(where, error)
        return
    if begun or held.strip():
        yield bytes(held) if size <= limit else None
    elif not begun:
        yield BadRecordError(f"{where} holds no message.")


def _all_lines(stream: BinaryIO, where: str, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Lines with blank ones, which files.lines leaves out, standing as what they are between messages."""
    last = 0
    for number, line in lines(stream, where, limit):
        if number > last + 1:
            yield number - 1, b"\n" * (number - last - 1)
        last = number
        yield number, line
