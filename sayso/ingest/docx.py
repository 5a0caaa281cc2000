"""Word documents (.docx): the paragraphs of the main text, as they would be printed.

A .docx is a zip with XML in it; expat reads it piece by piece, so that neither is ever in memory unpacked. A document
type is refused, since entities are declared there ("billion laughs", external entities); Word writes none.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import BinaryIO
from xml.parsers import expat

from sayso.errors import BadRecordError, InputError, TooLargeError, UnreadableError
from sayso.ingest.files import FAILURES, refusal
from sayso.settings import Settings

MAIN = "word/document.xml"
_CORE = "docProps/core.xml"
_WORD = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
_TITLE = "http://purl.org/dc/elements/1.1/ title"
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_LEFT_OUT = frozenset({"del", "moveFrom", "footnote", "endnote", "comment"})
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}", "ptab": "\t"}
_CHUNK = 1 << 16  # bytes
_DEEPEST = 500  # elements in each other
_TITLE_STYLES = frozenset({"title", "titel", "titre"})
_LARGEST_CORE = 1 << 20  # bytes


class _RefusedError(Exception):
    """Carries an error of ours through expat."""

    def __init__(self, error: InputError) -> None:
        super().__init__(error.message)
        self.error = error


class _Words:
    """Collects paragraphs while expat walks through the document. most: characters."""

    def __init__(self, where: str, most: int) -> None:
        self.paragraphs: list[str] = []
        self.title: str | None = None
        self._where, self._most, self._size = where, most, 0
        self._depth = self._skipped = 0
        self._open: list[tuple[list[str], set[str]]] = []  # paragraphs begun, the innermost last: words and styles
        self._is_text = self._is_hidden = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _RefusedError(BadRecordError(f"{self._where} has elements nested too deeply."))
        space, _, local = name.rpartition(" ")
        if self._skipped or name == _FALLBACK or (space in _WORD and local in _LEFT_OUT):
            self._skipped = self._skipped or self._depth
            return
        if space not in _WORD:
            return
        if local == "p":
            self._open.append(([], set()))
        elif local == "r":
            self._is_hidden = False
        elif local == "vanish":
            self._is_hidden = _value(attributes) not in {"0", "false", "off"}
        elif local == "pStyle" and self._open:
            self._open[-1][1].add(_value(attributes).lower())
        elif local == "t":
            self._is_text = True
        elif local in _MARKS and self._open and not self._is_hidden:
            self._add(_MARKS[local])

    def text(self, told: str) -> None:
        if self._is_text and self._open and not self._skipped and not self._is_hidden:
            self._add(told)

    def _add(self, told: str) -> None:
        self._size += len(told)
        if self._size > self._most:
            raise _RefusedError(
                TooLargeError(
                    f"{self._where} has more than {self._most:,} characters.", hint="Raise SAYSO_LARGEST_TEXT."
                )
            )
        self._open[-1][0].append(told)

    def end(self, name: str) -> None:
        if self._skipped:
            if self._skipped == self._depth:
                self._skipped = 0
        else:
            space, _, local = name.rpartition(" ")
            if space in _WORD and local == "t":
                self._is_text = False
            elif space in _WORD and local == "p" and self._open:
                self._close()
        self._depth -= 1

    def _close(self) -> None:
        words, styles = self._open.pop()
        told = "".join(words).strip()
        if not told:
            return
        if self.title is None and styles & _TITLE_STYLES:
            self.title = " ".join(told.split())
        self.paragraphs.append(told)


class _Title:
    """The title among the properties of a document."""

    def __init__(self) -> None:
        self.title = ""
        self._is_inside = False

    def start(self, name: str, _: dict[str, str]) -> None:
        self._is_inside = name == _TITLE

    def text(self, told: str) -> None:
        if self._is_inside:
            self.title += told

    def end(self, _: str) -> None:
        self._is_inside = False


def _value(attributes: dict[str, str]) -> str:
    return next((told for name, told in attributes.items() if name.rpartition(" ")[2] == "val"), "")


def docx_object(archive: zipfile.ZipFile, where: str, settings: Settings) -> dict[str, object]:
    """The document under our keys: text, and title where a paragraph is styled so or the properties tell it.

    Left out: headers, footers, notes, comments, deleted and hidden words. Raises InputError, naming `where`.
    """
    words = _Words(where, settings.largest_text)
    _parse(archive, MAIN, where, words, settings.largest_input)
    title = words.title
    if title is None and _CORE in archive.namelist():
        core = _Title()
        try:
            _parse(archive, _CORE, where, core, _LARGEST_CORE)
            title = " ".join(core.title.split()) or None
        except InputError:  # a document with broken properties is still a document
            title = None
    return {"text": "\n\n".join(words.paragraphs), "title": title}


def _parse(archive: zipfile.ZipFile, member: str, where: str, target: _Words | _Title, limit: int) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = target.start, target.end
    parser.CharacterDataHandler = target.text
    parser.StartDoctypeDeclHandler = _refusing(where)
    try:
        with archive.open(member) as stream:
            _feed(parser, stream, where, limit)  # type: ignore[arg-type]
    except _RefusedError as refused:
        raise refused.error from None
    except expat.ExpatError as error:
        reason = f"{expat.ErrorString(error.code)} at line {error.lineno}"
        raise BadRecordError(f"{where} is no whole Word document: {reason} of {member}.") from None
    except (KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        reason = str(error).strip("'\"").rstrip(".")
        raise UnreadableError(f"{where} is damaged: {reason}.") from None
    except FAILURES as error:
        raise refusal(where, error) from None


def _feed(parser: expat.XMLParserType, stream: BinaryIO, where: str, limit: int) -> None:
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise TooLargeError(
                f"{where} unpacks to more than {limit:,} bytes.",
                hint="Raise SAYSO_LARGEST_INPUT if it is to be trusted.",
            )
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refusing(where: str) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise _RefusedError(BadRecordError(f"{where} declares a document type, which no Word document needs."))

    return refuse
