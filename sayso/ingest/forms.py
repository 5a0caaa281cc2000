"""Which form content has: by its first bytes where these tell, else by its name."""

from __future__ import annotations

import re
from typing import Literal, cast

from sayso.ingest.mail import starts_mail, starts_mbox

Form = Literal[
    "text", "markdown", "html", "json", "lines", "table", "feed", "parquet", "warc", "wacz", "mail", "mbox", "docx",
    "pdf", "zip", "tar",
]  # fmt: skip
NAMED: dict[str, Form] = {
    "text": "text",
    "markdown": "markdown",
    "html": "html",
    "json": "json",
    "jsonl": "lines",
    "ninjs": "json",
    "csv": "table",
    "feed": "feed",
    "parquet": "parquet",
    "warc": "warc",
    "wacz": "zip",
    "eml": "mail",
    "mbox": "mbox",
    "docx": "zip",
    "pdf": "pdf",
    "zip": "zip",
    "tar": "tar",
}
"""What --as may say."""
CONTAINERS = frozenset({"parquet", "warc", "wacz", "mbox", "zip", "tar"})
"""Forms that hold nobody knows how many articles."""
_BINARY = frozenset({"parquet", "warc", "wacz", "docx", "pdf", "zip", "tar"})
_PDF_WITHIN = 1024  # bytes before the mark that readers of PDF pass over
_TAR_AT = 257
_PACKED: tuple[tuple[bytes, str], ...] = ((b"\x1f\x8b", "gz"), (b"\xfd7zXZ\x00", "xz"), (b"BZh", "bz2"))
_PAGE_START = re.compile(r"\s*(?:<!doctype\s+html|<html\b|<\?xml\b[^>]*>\s*<(?:!doctype\s+)?html\b)", re.I)
_TAG_START = re.compile(r"\s*<[a-zA-Z!]")
_PAGE_TAGS = re.compile(r"</(?:p|div)\s*>", re.I)
_FEED_START = re.compile(rb"\s*(?:<\?xml[^>]{0,300}>\s*)?<(?:rss|feed|rdf:RDF)[\s>]")


def packed_as(head: bytes) -> str | None:
    """ "gz", "xz" or "bz2" for bytes that begin so, else None."""
    return next((name for mark, name in _PACKED if head.startswith(mark)), None)


def recognize(head: bytes, named: str | None) -> Form | None:  # noqa: PLR0911 - a table of signs reads best so
    """The form of what begins with head, and by its name is `named`; None for a text that only reading it all tells.

    A sign that no text has wins over any name; among texts the name wins.
    """
    if head.startswith(b"%PDF-") or (named in {None, "pdf"} and b"%PDF-" in head[:_PDF_WITHIN]):
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((b"WARC/1.", b"WARC/0.")):
        return "warc"
    if head[_TAR_AT : _TAR_AT + 5] == b"ustar":
        return "tar"
    if named in {"mail", "mbox"}:
        return "mbox" if head.startswith(b"From ") else cast(Form, named)
    if named is not None and named not in _BINARY:
        return cast(Form, named)
    if starts_mbox(head):
        return "mbox"
    if starts_mail(head):
        return "mail"
    if _FEED_START.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "feed"
    if named is not None and _PAGE_START.match(head.decode("utf-8", "replace").removeprefix("\ufeff")):
        return "html"
    return cast(Form | None, {"wacz": "zip", "docx": "zip"}.get(named or "", named))


def looks_like_page(text: str) -> bool:
    """Whether a text is HTML: it says so at its start, or starts with a tag and ends a paragraph or div somewhere."""
    if _PAGE_START.match(text):
        return True
    return _TAG_START.match(text) is not None and _PAGE_TAGS.search(text) is not None
