"""XML walked through element by element, in bounded memory: what feeds and lists of addresses have in common.

A document type is refused, since entities are declared there (CVE-2003-1564, "billion laughs"); neither needs one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Protocol, TypeVar
from xml.parsers import expat

from sayso.errors import BadRecordError, InputError
from sayso.ingest.files import FAILURES, refusal

_CHUNK = 1 << 16  # bytes
_Found = TypeVar("_Found")


class RefusedError(Exception):
    """Carries an error of ours through expat."""

    def __init__(self, error: InputError) -> None:
        super().__init__(error.message)
        self.error = error


class Walker(Protocol[_Found]):
    """Who collects. found: what is complete; taken out after each chunk. Names come as "namespace local"."""

    found: list[_Found]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins. May raise RefusedError."""

    def text(self, told: str) -> None:
        """Characters of the innermost open element. May raise RefusedError."""

    def end(self, name: str) -> None:
        """The element ends."""


def walked(stream: BinaryIO, where: str, walker: Walker[_Found], *, cure: str) -> Iterator[_Found | InputError]:
    """What the walker finds; the last is an error where the document breaks off or is refused. cure: the hint for a
    document type."""

    def document_type(*_: object) -> None:
        raise RefusedError(BadRecordError(f"{where} declares a document type.", hint=cure))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = walker.start, walker.end
    parser.CharacterDataHandler = walker.text
    parser.StartDoctypeDeclHandler = document_type
    error: InputError | None = None
    while error is None:
        try:
            chunk = stream.read(_CHUNK)
            parser.Parse(chunk, not chunk)
        except RefusedError as refused:
            error = refused.error
        except expat.ExpatError as broken:
            reason = expat.ErrorString(broken.code)
            error = BadRecordError(f"{where} is not XML: {reason} at line {broken.lineno}, column {broken.offset + 1}.")
        except FAILURES as failure:
            error = refusal(where, failure)
        yield from walker.found
        walker.found.clear()
        if error is None and not chunk:
            return
    yield error
