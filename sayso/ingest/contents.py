"""Content of every form as articles, wherever it comes from: a file, standard input, a file in an archive."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from sayso.errors import EncodingError, InputError, NotTextError, TooLargeError, UnreadableError
from sayso.ingest import docx, files, mail, packs
from sayso.ingest.columns import KNOWN
from sayso.ingest.decode import HEAD, by_mark, decode, refuse_binary
from sayso.ingest.extras import load
from sayso.ingest.feeds import feed_objects
from sayso.ingest.forms import NAMED, Form, looks_like_page, packed_as, recognize
from sayso.ingest.given import Defaults, check_length
from sayso.ingest.markdown import read_markdown
from sayso.ingest.packs import Total
from sayso.ingest.page import read_page
from sayso.ingest.pdf import pdf_object
from sayso.ingest.record import (
    KEYS,
    articles_of_lines,
    articles_of_objects,
    articles_of_value,
    from_json,
    starts_records,
    text_keys,
    to_article,
    whole_records,
)
from sayso.ingest.tables import table_objects
from sayso.records import Article
from sayso.settings import Settings

_Found = Iterator[Article | InputError]
_WHOLE = frozenset({"text", "markdown", "html", "json"})
_MOST_LAYERS = 3  # of .gz, .xz and .bz2 around each other


class Contents:
    """The way of each form, with what the call says of all inputs."""

    def __init__(self, defaults: Defaults, settings: Settings) -> None:
        self._defaults, self._settings = defaults, settings
        self._limit = settings.largest_input
        self._columns = defaults if defaults.columns is not None else replace(defaults, columns={})
        self._total = Total(settings.largest_archive)
        self._depth = 0

    def file(self, path: Path) -> _Found:
        """What a file holds. Raises InputError for what ends it."""
        where, stem, named = files.shown(path), files.stem(path), self._named(path)
        if named in {"table", "feed"}:
            stem = stem.rpartition(".")[0] or stem
        if files.is_unnamed_pipe(path):
            with files.open_bytes(path) as stream:
                yield from self.unnamed(stream, where, stem)
            return
        self._total = Total(self._settings.largest_archive)
        with files.open_bytes(path) as stream:
            yield from self.named(stream, where, stem, named, path)

    def _named(self, path: Path | PurePosixPath) -> str | None:
        """The form that a file's name tells."""
        collection = files.collection_of(path) if self._defaults.columns is not None else None
        return collection or files.named(path)

    def named(self, stream: BinaryIO, where: str, stem: str, named: str | None, path: Path | None = None) -> _Found:
        """What a stream holds of which a name tells something. path: where it lies as it is, for random access."""
        head = files.peek(stream, where)
        layers = 0
        while (packed := packed_as(head)) is not None:
            layers += 1
            if layers > _MOST_LAYERS:
                raise TooLargeError(f"{where} is packed more than {_MOST_LAYERS} times.")
            stream, path = files.unpack(stream, packed), None
            head = files.peek(stream, where)
        if path is not None and (files.split_name(path)[2] or not files.is_regular(path)):
            path = None
        form = NAMED[self._defaults.form] if self._defaults.form else recognize(head, named)
        if form is None:
            yield from self.unnamed(stream, where, stem)
        else:
            yield from self._of(form, stream, where, stem, path)

    def unnamed(self, stream: BinaryIO, where: str, stem: str) -> _Found:
        """What a stream holds of which nothing else is known.

        Takes no more from it than the first line with words before it knows whether these are JSON lines.
        """
        if self._defaults.form:
            yield from self.named(files.put_back(b"", stream), where, stem, None)
            return
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
            yield from self._records(chain([(before + 1, line)], rest), where, stem)
            return
        ahead = bytes(blank) + (line if line.strip() else b"")
        if len(ahead) < HEAD:
            ahead += files.read_head(stream, where, HEAD - len(ahead))
        if packed_as(ahead) or recognize(ahead, None):
            yield from self.named(files.put_back(ahead, stream), where, stem, None)
            return
        yield from self._text_of_any_kind(files.read_bounded(stream, where, self._limit, ahead=ahead), where, stem)

    def _text_of_any_kind(self, data: bytes, where: str, stem: str) -> _Found:
        name = self._defaults.encoding or by_mark(data) or "utf-8"
        head = data[: 1 << 20].decode(name, "ignore").removeprefix("\ufeff")
        value = whole_records(self._decode(data, where), self._defaults) if head.lstrip()[:1] in {"{", "["} else None
        if value is not None:
            yield from articles_of_value(value, where, stem, defaults=self._defaults, settings=self._settings)
            return
        yield self._whole(data, "html" if looks_like_page(head) else "text", where, stem)

    def _of(self, form: Form, stream: BinaryIO, where: str, stem: str, path: Path | None) -> _Found:
        """What a stream of a known form holds."""
        if form in _WHOLE:
            data = self._bytes(stream, where, path)
            if form == "json":
                value = from_json(self._decode(data, where).removeprefix("\ufeff"), where)
                del data
                yield from articles_of_value(value, where, stem, defaults=self._defaults, settings=self._settings)
            else:
                yield self._whole(data, form, where, stem)
        elif form == "lines":
            head = files.peek(stream, where)
            refuse_binary(head, where, wide=by_mark(head) is not None)
            self._check_lines(head, where)
            yield from self._records(files.lines(stream, where, self._limit), where, stem)
        elif form == "pdf":
            yield self._document(pdf_object(self._bytes(stream, where, path), where, self._settings), where, stem)
        elif form == "mail":
            told = mail.mail_object(self._bytes(stream, where, path), where)
            yield self._document(told | {"name": None}, where, stem)
        elif form in {"zip", "wacz", "docx"}:
            yield from self._zip(stream, where, stem, path)
        elif form == "tar":
            with self._deeper(where):
                yield from self._members(packs.tar_members(stream, where, self._settings, self._total), where)
        else:
            yield from self._rows(form, stream, where, stem, path)

    def _rows(self, form: Form, stream: BinaryIO, where: str, stem: str, path: Path | None) -> _Found:
        """What a stream of many articles under any keys holds, one after the other."""
        told, encoding = self._columns, self._defaults.encoding
        objects: Iterator[dict[str, object] | InputError]
        if form == "feed":
            objects = feed_objects(stream, where, self._limit)
        elif form == "table":
            objects = table_objects(stream, where, self._limit, encoding)
        elif form == "mbox":
            objects, told = mail.box_objects(stream, where, self._limit), self._defaults
        elif form == "warc":
            warc = load("sayso.ingest.warc", where, "Reading WARC")
            objects, told = warc.warc_objects(stream, where, self._limit, encoding), self._defaults
        else:
            parquet = load("sayso.ingest.parquet", where, "Reading Parquet")
            wanted = frozenset(chain(KEYS, ["id"], *KNOWN.values(), (told.columns or {}).values()))
            source = str(path) if path is not None else io.BytesIO(self._bytes(stream, where, None))
            objects = parquet.parquet_objects(
                source, where, wanted=wanted, text=text_keys(told), most=self._settings.largest_text
            )
        if form in {"mbox", "warc"}:
            told = replace(told, columns=None)
        yield from articles_of_objects(objects, where, stem, defaults=told, settings=self._settings)

    def _zip(self, stream: BinaryIO, where: str, stem: str, path: Path | None) -> _Found:
        file = path.open("rb") if path is not None else io.BytesIO(self._bytes(stream, where, None))
        with cast(BinaryIO, file), packs.open_zip(cast(BinaryIO, file), where, self._settings) as archive:
            names = frozenset(archive.namelist())
            if docx.MAIN in names:
                yield self._document(docx.docx_object(archive, where, self._settings), where, stem)
                return
            if {"[Content_Types].xml", "mimetype"} & names:
                raise NotTextError(
                    f"{where} is an Office document of another kind than .docx.", hint="Save it as .docx, HTML or PDF."
                )
            members = packs.zip_members(archive, where, self._settings, self._total)
            if "datapackage.json" in names and any(name.startswith("archive/") for name in names):
                members = _only_archives(members)
            with self._deeper(where):
                yield from self._members(members, where)

    def _members(self, members: Iterator[packs.Member | InputError], where: str) -> _Found:
        """The articles of an archive's files; what is wrong with one stands in its place."""
        empty = True
        for found in members:
            if isinstance(found, InputError):
                empty = False
                yield found
                continue
            name, stream = found
            path = PurePosixPath(name.replace("\\", "/"))
            named = self._named(path)
            if any(part.startswith((".", "__MACOSX")) for part in path.parts) or named in {None, "feed"}:
                continue
            empty = False
            stem = files.stem(path)
            if named == "table":
                stem = stem.rpartition(".")[0] or stem
            try:
                yield from self.named(stream, packs.member(where, name), stem, named)
            except InputError as error:
                yield error
        if empty:
            raise UnreadableError(
                f"{where} holds no file to read.",
                hint=f"Files in archives are read by suffix: {' '.join(files.KINDS)}, also with .gz or .xz.",
            )

    def _deeper(self, where: str) -> _Depth:
        return _Depth(self, where, self._settings.deepest_archive)

    def go(self, steps: int) -> int:
        """Counts archives in each other; gives how many."""
        self._depth += steps
        return self._depth

    def _document(self, told: dict[str, Any], where: str, stem: str) -> Article:
        """One document; what the call says of it counts more than what it says of itself."""
        for key in ("published", "outlet"):
            told[key] = getattr(self._defaults, key) or told.get(key)
        plain = replace(self._defaults, columns=None)
        return to_article(told, where, stem, defaults=plain, settings=self._settings)

    def _bytes(self, stream: BinaryIO, where: str, path: Path | None) -> bytes:
        if path is not None:
            return files.read_file(path, self._limit)
        return files.read_bounded(stream, where, self._limit)

    def _records(self, numbered: Iterator[tuple[int, bytes | None]], where: str, stem: str) -> _Found:
        return articles_of_lines(numbered, where, stem, defaults=self._defaults, settings=self._settings)

    def _check_lines(self, head: bytes, where: str) -> None:
        """Raises EncodingError where lines cannot be told apart byte by byte."""
        name = by_mark(head) or self._defaults.encoding or "utf-8"
        if "\n".encode(name) != b"\n":
            raise EncodingError(f"{where} is JSON lines in {name.upper()}.", hint="Convert it: JSON lines are UTF-8.")

    def _decode(self, data: bytes, where: str, *, page: bool = False) -> str:
        return decode(data, where, encoding=self._defaults.encoding, page=page)

    def _whole(self, data: bytes, form: str, where: str, name: str) -> Article:
        source = self._decode(data, where, page=form == "html")
        told = self._defaults
        if form == "html":
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
        elif form == "markdown":
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


class _Depth:
    """While it lasts, archives are one deeper in each other."""

    def __init__(self, contents: Contents, where: str, most: int) -> None:
        self._contents, self._where, self._most = contents, where, most

    def __enter__(self) -> None:
        if self._contents.go(1) > self._most:
            self._contents.go(-1)
            raise TooLargeError(
                f"{self._where} is more than {self._most} archives deep.", hint="Raise SAYSO_DEEPEST_ARCHIVE."
            )

    def __exit__(self, *_: object) -> None:
        self._contents.go(-1)


def _only_archives(members: Iterator[packs.Member | InputError]) -> Iterator[packs.Member | InputError]:
    """Those of a WACZ that hold what was archived; the rest are indexes and descriptions."""
    for found in members:
        if isinstance(found, InputError) or found[0].startswith("archive/"):
            yield found
