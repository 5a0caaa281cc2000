"""Takes a PDF apart in a process of its own, under limits of memory and time that the system keeps.

Run by its path, never imported: standard input is the PDF, arguments are seconds, bytes of memory and most characters.
Standard output gets a line of JSON a page ({"width", "height", "lines": [[text, x, y, size], …]}, points from the lower
left) and at the end {"title", "pages", "pictures"} or {"refused": reason}. It knows pypdf and nothing of sayso: what a
hostile file does here ends with this process.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, TextStringObject

_MOST_PAGES = 20_000
_WRITTEN = {"separators": (",", ":")}


class _Lines:
    """Gathers what a page shows, line by line, in the order in which the page draws it."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, float, float, float]] = []
        self._parts: list[str] = []
        self._at = (0.0, 0.0)
        self._soft: list[bool] = []  # marked contents begun, whether each stands for a soft hyphen
        self._sizes: list[tuple[int, float]] = []  # letters of each piece and their size

    def add(self, text: str, user: list[float], matrix: list[float], _: Any, size: float) -> None:
        """pypdf's visitor: user is the transformation in force, matrix that of the text."""
        for number, part in enumerate(text.split("\n")):
            if number:
                self.flush()
            if not part.strip():
                if self._parts:
                    self._parts.append(part)
                continue
            if not self._parts:
                x = matrix[4] * user[0] + matrix[5] * user[2] + user[4]
                y = matrix[4] * user[1] + matrix[5] * user[3] + user[5]
                self._at = (x, y)
            scale = (abs(matrix[3]) or abs(matrix[1])) * (abs(user[3]) or abs(user[1]))
            self._sizes.append((len(part), size * scale))
            self._parts.append(part)

    def before(self, operator: bytes, operands: Any, *_: Any) -> None:
        """pypdf's visitor of operators: takes the blank away that browsers draw, without width, for a soft hyphen."""
        if operator in {b"BDC", b"BMC"}:
            told = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
            self._soft.append(str(told.get("/ActualText", "")) == "\u00ad")
        elif operator == b"EMC" and self._soft:
            self._soft.pop()
        elif operator in {b"Tj", b"TJ"} and any(self._soft) and isinstance(operands, list):
            operands[:] = [ArrayObject() if operator == b"TJ" else TextStringObject("")]

    def flush(self) -> None:
        text = "".join(self._parts).strip()
        if text:
            x, y = self._at
            self.lines.append((text, round(x, 2), round(y, 2), round(max(self._sizes)[1], 2)))
        self._parts, self._sizes = [], []


def _write(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told, **_WRITTEN) + "\n")  # type: ignore[arg-type]


def _has_picture(page: Any) -> bool:
    try:
        found = page["/Resources"]["/XObject"].get_object()
        return any(found[name].get_object().get("/Subtype") in {"/Image", "/Form"} for name in found)
    except (KeyError, AttributeError, TypeError, PyPdfError):
        return False


def _title(reader: PdfReader) -> str | None:
    try:
        told = reader.metadata.title if reader.metadata else None
        return str(told) if told else None
    except (PyPdfError, ValueError, TypeError, AttributeError, KeyError):
        return None


def main(seconds: int, memory: int, most: int) -> None:
    """Reads the PDF on standard input."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    if reader.is_encrypted and not reader.decrypt(""):
        _write({"refused": "encrypted"})
        return
    characters = pictures = pages = broken = 0
    for page in reader.pages:
        pages += 1
        if pages > _MOST_PAGES:
            _write({"refused": "pages"})
            return
        lines = _Lines()
        try:
            page.extract_text(visitor_text=lines.add, visitor_operand_before=lines.before)
        except (PyPdfError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
            broken += 1  # the other pages may be whole
        lines.flush()
        characters += sum(len(line[0]) for line in lines.lines)
        if characters > most:
            _write({"refused": "characters"})
            return
        pictures += not lines.lines and _has_picture(page)
        _, _, width, height = (float(n) for n in page.mediabox)
        _write({"width": width, "height": height, "lines": lines.lines})
    _write({"title": _title(reader), "pages": pages, "pictures": pictures, "broken": broken})


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
