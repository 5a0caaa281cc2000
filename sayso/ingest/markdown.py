"""Markdown to plain text: what a reader of the page would read aloud."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sayso.ingest.days import iso_date

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_FRONT = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_KEY = re.compile(r"([A-Za-z_][\w-]*):(?:[ \t]+(.*))?")
_LINE_BREAK_TAG = re.compile(r"<br\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of a Markdown file, and what its front matter (or, for the title, a first heading) says of it."""

    text: str
    title: str | None
    published: str | None
    outlet: str | None


def read_markdown(source: str) -> Document:
    """Headings, paragraphs, items and quotations, a blank line between; images, code blocks and HTML are left out."""
    source = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front, body = _split_front(source)
    tokens = _PARSER.parse(body)
    blocks = [text for token in tokens if token.type == "inline" and (text := _inline(token.children or ()))]
    heading = _inline(tokens[1].children or ()) if tokens and tokens[0].tag == "h1" else None
    return Document(
        text="\n\n".join(blocks),
        title=front.get("title") or heading or None,
        published=iso_date(front.get("date", "")),
        outlet=front.get("outlet") or None,
    )


def _inline(children: Sequence[Token]) -> str:
    """The words of a block: soft breaks are blanks, hard ones stay."""
    parts = []
    for token in children:
        if token.type in {"text", "code_inline", "text_special"}:
            parts.append(token.content)
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak" or (token.type == "html_inline" and _LINE_BREAK_TAG.match(token.content)):
            parts.append("\n")
    return re.sub(r" ?\n ?", "\n", re.sub(r"[ \t]+", " ", "".join(parts))).strip()


def _split_front(source: str) -> tuple[dict[str, str], str]:
    """The simple strings of a YAML block at the very start, and what follows it.

    A block whose first line is no `key:` is two thematic breaks, and stays.
    """
    found = _FRONT.match(source)
    if not found:
        return {}, source
    rows = [row for row in (found[1] or "").split("\n") if row.strip() and not row.startswith("#")]
    if rows and not _KEY.fullmatch(rows[0].rstrip()):
        return {}, source
    pairs = (_KEY.fullmatch(row.rstrip()) for row in rows)
    return {pair[1].lower(): _scalar(pair[2] or "") for pair in pairs if pair}, source[found.end() :]


def _scalar(written: str) -> str:
    """A YAML scalar when it is a string on one line, else ""."""
    value = written.strip()
    if value[:1] in {'"', "'"}:
        quote = value[0]
        end = value.rfind(quote)
        inner = value[1:end] if end > 0 else ""
        return inner.replace("''", "'") if quote == "'" else inner.replace('\\"', '"').replace("\\\\", "\\")
    if value[:1] in {"[", "{", "|", ">", "&", "*", "!"} or value in {"null", "~", "true", "false"}:
        return ""
    return re.split(r"\s#", value, maxsplit=1)[0].rstrip()
