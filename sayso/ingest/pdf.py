"""PDF: taken apart by pypdf in a process of its own (pdf_worker.py), put together to paragraphs by layout.py."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sayso.errors import MissingExtraError, NotTextError, TooLargeError, UnreadableError
from sayso.ingest.layout import Line, PageLines, read_pages
from sayso.settings import Settings

_WORKER = Path(__file__).with_name("pdf_worker.py")
_FEWEST_LETTERS = 25
"""Letters a page, on average, under which pages with pictures are a scan: a stamp or a page number is no text."""
_NO_TITLE = re.compile(
    r"microsoft word\b.*|untitled.*|.*\.(?:docx?|pdf|indd|odt|rtf|qxd|pages|html?)|\W*|\d+", re.I | re.S
)
_BEYOND = 1e6  # points
_KILLED_BY_SYSTEM = (-9, -24, 137, 152)  # SIGKILL and SIGXCPU, as the system or a shell tells them


def pdf_object(data: bytes, where: str, settings: Settings) -> dict[str, object]:
    """The document under our keys: text and, where it has one, title.

    Raises UnreadableError for one that is damaged, locked or takes too much, NotTextError for a scan.
    """
    pages, told = _taken_apart(data, where, settings)
    letters = sum(sum(c.isalpha() for c in line.text) for page in pages for line in page.lines)
    if letters < _FEWEST_LETTERS * max(1, len(pages)) and told["pictures"]:
        raise NotTextError(
            f"{where} is a scan: its pages are pictures, without letters.",
            hint="Let a program for character recognition add the text, for example: ocrmypdf scan.pdf read.pdf",
        )
    document = read_pages(pages)
    if not document.text:
        raise NotTextError(f"{where} is a PDF document without text.")
    return {"text": document.text, "title": _title(told.get("title")) or document.title}


def _title(told: object) -> str | None:
    if not isinstance(told, str):
        return None
    told = " ".join(told.encode("utf-8", "replace").decode().split())
    return None if _NO_TITLE.fullmatch(told) else told


def _taken_apart(data: bytes, where: str, settings: Settings) -> tuple[list[PageLines], dict[str, Any]]:
    if find_spec("pypdf") is None:
        missing = MissingExtraError("Reading PDF", "ingest")
        raise UnreadableError(f"{where}: {missing.message}", hint=missing.hint)
    limits = [str(n) for n in (settings.parse_seconds, settings.parse_memory, settings.largest_text)]
    try:
        done = subprocess.run(  # noqa: S603 - our own file, numbers as arguments
            [sys.executable, "-P", str(_WORKER), *limits],
            input=data,
            capture_output=True,
            timeout=settings.parse_seconds * 2,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_slow(where, settings) from None
    except OSError as error:
        raise UnreadableError(f"{where} cannot be taken apart: {error.strerror or error}.") from None
    lines = done.stdout.splitlines()
    last = _object(lines[-1]) if done.returncode == 0 and lines else None
    if last is None:
        raise _failed(done, where, settings)
    if "refused" in last:
        raise _refused(str(last["refused"]), where, settings)
    return [_page(one) for line in lines[:-1] if (one := _object(line))], last


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _page(told: dict[str, Any]) -> PageLines:
    lines = tuple(
        Line(text=_mended(text), x=_sane(x), y=_sane(y), size=abs(_sane(size))) for text, x, y, size in told["lines"]
    )
    return PageLines(width=_sane(told["width"]), height=_sane(told["height"]), lines=lines)


def _sane(number: float) -> float:
    """A place on a page; 0 for what lies beyond any page, infinities and what is no number among them."""
    return number if abs(number) < _BEYOND else 0.0


def _mended(text: str) -> str:
    """Half surrogates, which broken fonts give, as U+FFFD."""
    return text.encode("utf-8", "replace").decode()


def _failed(
    done: subprocess.CompletedProcess[bytes], where: str, settings: Settings
) -> UnreadableError | TooLargeError:
    reason = done.stderr.strip().splitlines()[-1:] or [b""]
    if b"MemoryError" in reason[0]:
        return TooLargeError(
            f"{where} takes more than {settings.parse_memory:,} bytes of memory to be taken apart.",
            hint="Raise SAYSO_PARSE_MEMORY if it is to be trusted.",
        )
    if done.returncode in _KILLED_BY_SYSTEM:
        return _too_slow(where, settings)
    kind, _, text = reason[0].decode("utf-8", "replace").rpartition("Error: ")
    told = text.strip()[:200].rstrip(".") if kind else "it cannot be taken apart"
    return UnreadableError(f"{where} is no whole PDF document: {told}.")


def _too_slow(where: str, settings: Settings) -> TooLargeError:
    return TooLargeError(
        f"{where} takes more than {settings.parse_seconds:,} seconds to be taken apart.",
        hint="Raise SAYSO_PARSE_SECONDS if it is to be trusted.",
    )


def _refused(reason: str, where: str, settings: Settings) -> UnreadableError | TooLargeError:
    if reason == "encrypted":
        return UnreadableError(f"{where} is locked by a password.", hint="Save it without one.")
    if reason == "pages":
        return TooLargeError(f"{where} has more pages than any article.")
    return TooLargeError(
        f"{where} has more than {settings.largest_text:,} characters.", hint="Raise SAYSO_LARGEST_TEXT."
    )
