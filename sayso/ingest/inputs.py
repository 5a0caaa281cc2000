"""What `sayso read` is given, as articles: one at a time, and an error in the place of each that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from sayso.errors import EncodingError, InputError, UnreadableError, UsageError
from sayso.ingest import files
from sayso.ingest.days import check_date
from sayso.ingest.decode import by_mark, check_encoding, decode, has_surrogates, refuse_binary
from sayso.ingest.feeds import feed_objects
from sayso.ingest.given import Defaults, check_length
from sayso.ingest.markdown import read_markdown
from sayso.ingest.page import read_page
from sayso.ingest.record import (
    articles_of_lines,
    articles_of_objects,
    articles_of_value,
    from_json,
    starts_records,
    whole_records,
)
from sayso.ingest.tables import table_objects
from sayso.records import Article
from sayso.settings import Settings

__all__ = ["Defaults", "check_date", "count_inputs", "read_inputs"]

STDIN = "-"
_ADDRESS = re.compile(r"(?:https?|feed|ftp)://|feed:", re.I)
_PAGE_START = re.compile(r"\s*(?:<!doctype\s+html|<html\b|<\?xml\b[^>]*>\s*<(?:!doctype\s+)?html\b)", re.I)
_TAG_START = re.compile(r"\s*<[a-zA-Z!]")
_PAGE_TAGS = re.compile(r"</(?:p|div)\s*>", re.I)
_Found = Iterator[Article | InputError]


def _nothing(_: Path) -> bool:
    return False


def read_inputs(
    paths: Sequence[str],
    *,
    defaults: Defaults,
    settings: Settings,
    stdin: BinaryIO,
    is_written: Callable[[Path], bool] = _nothing,
) -> _Found:
    """The articles of all paths ("-" is stdin) in the order given; folders in the order of their paths.

    What cannot be read is given as an InputError that names the path (and line), and the rest goes on. Memory is
    bounded by settings.largest_input (bytes of a file, unpacked, or of a line) and largest_text (characters).

    Who wins where both the command line and the input tell a date or an outlet: for files, the command line, since
    the user said it of these very files and pages err; for JSON objects, the object, since one call reads thousands
    and the command line can only mean those that do not say.

    is_written: tells of a file whether readings are being written to it; one in a folder is passed over.

    Raises UsageError at once, before anything is read: an address in the place of a path, "-" twice, a date or an
    encoding that does not exist, an outlet that is no text, a file that is the output as well.
    """
    for path in paths:
        if _ADDRESS.match(path):
            raise UsageError(
                f"{path} is an address. Reading from addresses comes with the ledger (sayso add), not available yet.",
                hint="Save the page and read the file.",
            )
        if path != STDIN and is_written(Path(path)):
            raise UsageError(f"{files.shown(path)} is an input and the output.", hint="Give another --output.")
    if list(paths).count(STDIN) > 1:
        raise UsageError("Standard input (-) can be read only once.")
    if defaults.published is not None:
        defaults = replace(defaults, published=check_date(defaults.published))
    if defaults.encoding is not None:
        check_encoding(defaults.encoding)
    if defaults.outlet is not None and has_surrogates(defaults.outlet):
        raise UsageError("The outlet holds bytes that are no text in this terminal's encoding.")
    return _Inputs(defaults, settings, is_written).all(paths, stdin)


def count_inputs(paths: Sequence[str], is_written: Callable[[Path], bool] = _nothing) -> int | None:
    """How many articles and errors read_inputs will give, for a progress bar; None where only reading would tell.

    Lines of JSON lines are counted by streaming; a .json file counts as one, though it may hold a list.
    """
    total = 0
    for given in paths:
        if given == STDIN:
            return None
        path = Path(given)
        if not given or not files.is_folder(path):
            if files.kind_of(path) == "lines" and path.exists() and not files.is_regular(path):
                return None  # a pipe: counting would use it up
            total += _count_file(path)
            continue
        found = (one for one in files.walk(path) if not (isinstance(one, Path) and is_written(one)))
        inside = sum(_count_file(one) if isinstance(one, Path) else 1 for one in found)
        total += inside or 1
    return total


def _count_file(path: Path) -> int:
    if files.kind_of(path) != "lines":
        return 1
    count = 0
    try:
        with files.open_bytes(path) as stream:
            for _ in files.lines(stream, "", files.SKIP):
                count += 1
    except InputError:
        count += 1
    return count


class _Inputs:
    """The way of each kind of input, with what the call says of all of them."""

    def __init__(self, defaults: Defaults, settings: Settings, is_written: Callable[[Path], bool]) -> None:
        self._defaults = defaults
        self._settings = settings
        self._is_written = is_written
        self._limit = settings.largest_input

    def all(self, paths: Sequence[str], stdin: BinaryIO) -> _Found:
        for given in paths:
            path = Path(given)
            if given == STDIN:
                yield from _go_on(self._stream(stdin, "Standard input", "stdin"))
            elif not given:
                yield UnreadableError("An empty path names no file.")
            elif files.is_folder(path):
                yield from self._folder(path)
            else:
                yield from _go_on(self._file(path))

    def _folder(self, root: Path) -> _Found:
        empty = True
        for found in files.walk(root):
            if isinstance(found, Path) and self._is_written(found):
                continue
            empty = False
            if isinstance(found, InputError):
                yield found
            else:
                yield from _go_on(self._file(found))
        if empty:
            yield UnreadableError(
                f"{files.shown(root)} holds no file to read.",
                hint=f"Files in a folder are read by suffix: {' '.join(files.KINDS)}, also with .gz or .xz.",
            )

    def _file(self, path: Path) -> _Found:
        kind, where, stem = files.kind_of(path), files.shown(path), files.stem(path)
        collection = files.collection_of(path) if self._defaults.columns is not None else None
        if collection:
            yield from self._collection(path, collection, where, stem.rpartition(".")[0] or stem)
            return
        if kind == "lines":
            yield from self._lines(path, where, stem)
            return
        if files.is_unnamed_pipe(path):
            with files.open_bytes(path) as stream:
                yield from self._stream(stream, where, stem)
            return
        data = files.read_file(path, self._limit)
        if kind == "json":
            value = from_json(self._decode(data, where).removeprefix("\ufeff"), where)
            del data
            yield from articles_of_value(value, where, stem, defaults=self._defaults, settings=self._settings)
        else:
            yield self._whole(data, kind, where, stem)

    def _collection(self, path: Path, collection: str, where: str, stem: str) -> _Found:
        with files.open_bytes(path) as stream:
            if collection == "feed":
                objects = feed_objects(stream, where, self._limit)
            else:
                objects = table_objects(stream, where, self._limit, self._defaults.encoding)
            yield from articles_of_objects(objects, where, stem, defaults=self._defaults, settings=self._settings)

    def _lines(self, path: Path, where: str, stem: str) -> _Found:
        with files.open_bytes(path) as stream:
            head = files.peek(stream, where)
            refuse_binary(head, where, wide=by_mark(head) is not None)
            self._check_lines(head, where)
            numbered = files.lines(stream, where, self._limit)
            yield from self._records(numbered, where, stem)

    def _records(self, numbered: Iterator[tuple[int, bytes | None]], where: str, stem: str) -> _Found:
        return articles_of_lines(numbered, where, stem, defaults=self._defaults, settings=self._settings)

    def _check_lines(self, head: bytes, where: str) -> None:
        """Raises EncodingError where lines cannot be told apart byte by byte."""
        name = by_mark(head) or self._defaults.encoding or "utf-8"
        if "\n".encode(name) != b"\n":
            raise EncodingError(f"{where} is JSON lines in {name.upper()}.", hint="Convert it: JSON lines are UTF-8.")

    def _decode(self, data: bytes, where: str, *, page: bool = False) -> str:
        return decode(data, where, encoding=self._defaults.encoding, page=page)

    def _whole(self, data: bytes, kind: files.Kind, where: str, name: str) -> Article:
        source = self._decode(data, where, page=kind == "html")
        told = self._defaults
        if kind == "html":
            page = read_page(source, where)
            about = page.about
            article = Article(
                text=page.text,
                name=name,
                url=about.url,
                outlet=told.outlet or about.outlet,
                title=about.title,
                published=told.published or about.published,
            )
        elif kind == "markdown":
            check_length(source, where, self._settings)  # before the parser, which is slow and takes much memory
            document = read_markdown(source)
            article = Article(
                text=document.text,
                name=name,
                title=document.title,
                outlet=told.outlet or document.outlet,
                published=told.published or document.published,
            )
        else:
            article = Article(text=source, name=name, outlet=told.outlet, published=told.published)
        check_length(article.text, where, self._settings)
        return article

    def _stream(self, stream: BinaryIO, where: str, name: str) -> _Found:
        """Takes no more from the stream than the first line with words before it knows what it is."""
        blank, line = bytearray(), b""  # bytes would be copied for each of a million blank lines
        for line in iter(lambda: files.take_line(stream, where, self._limit), b""):
            if line.strip():
                break
            blank += line
            if len(blank) > self._limit:
                raise files.too_large(where, self._limit)
        if starts_records(line, self._defaults):
            self._check_lines(line, where)
            before = blank.count(b"\n")
            rest = files.lines(stream, where, self._limit, before=before + 1)
            yield from self._records(chain([(before + 1, line)], rest), where, name)
            return
        ahead = bytes(blank) + (line if line.strip() else b"")
        data = files.read_bounded(stream, where, self._limit, ahead=ahead)
        head = self._decode_head(data)
        value = whole_records(self._decode(data, where), self._defaults) if head.lstrip()[:1] in {"{", "["} else None
        if value is not None:
            yield from articles_of_value(value, where, name, defaults=self._defaults, settings=self._settings)
            return
        yield self._whole(data, "html" if looks_like_page(head) else "text", where, name)

    def _decode_head(self, data: bytes) -> str:
        name = self._defaults.encoding or by_mark(data) or "utf-8"
        return data[: 1 << 20].decode(name, "ignore").removeprefix("\ufeff")


def looks_like_page(text: str) -> bool:
    """Whether a text is HTML: it says so at its start, or starts with a tag and ends a paragraph or div somewhere."""
    if _PAGE_START.match(text):
        return True
    return _TAG_START.match(text) is not None and _PAGE_TAGS.search(text) is not None


def _go_on(found: _Found) -> _Found:
    """What an input gives, its last error in the place of what it could not."""
    try:
        yield from found
    except InputError as error:
        yield error
