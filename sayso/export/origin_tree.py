"""A tree of origins as rows, as text, Markdown and HTML. What it is made of comes from sayso.link.origins."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from sayso.export.cards import isolated, safe
from sayso.export.cells import wrapped
from sayso.export.facts import several
from sayso.export.visible import one_line

_LEAST = 40  # columns of a line, however deep it stands
_LONGEST = 110  # characters of a label
KINDS = {
    "speaker": "speaker", "group": "nobody by name", "document": "document", "outlet": "outlet", "words": "quotation",
    "own": "no source named", "article": "article",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A node of the tree, after the one that it hangs on. depth: 0 for an origin. parent: number of a row, None for an
    origin. reason: why it hangs there. words: as the article has them. again: it stands elsewhere in the tree too."""

    depth: int
    parent: int | None
    kind: str
    label: str
    key: str | None = None
    day: str | None = None
    outlet: str | None = None
    reason: str | None = None
    words: str | None = None
    again: bool = False
    articles: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """about: what it is on. apart: why pairs of origins are certainly independent. notes: what a reader must know."""

    key: str
    about: str
    articles: int
    at_least: int
    at_most: int
    rows: tuple[Row, ...]
    apart: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def count(self) -> str:
        """3 articles, 1 to 2 origins."""
        return f"{several(self.articles, 'article')}, {self.origins}"

    @property
    def origins(self) -> str:
        if self.at_least == self.at_most:
            return several(self.at_least, "origin")
        return f"{self.at_least} to {self.at_most} origins"


def clipped(told: str, longest: int = _LONGEST) -> str:
    """One line of at most so many characters."""
    told = one_line(told)
    return told if len(told) <= longest else told[: longest - 1].rstrip() + "…"


def headline(row: Row) -> str:
    """An article's day, outlet and title, or another node's label with what it is."""
    if row.kind == "article":
        return " · ".join(clipped(part) for part in (row.day or "no date", row.outlet, row.label) if part)
    what = KINDS.get(row.kind, row.kind)
    return clipped(row.label) if what in row.label or row.kind == "own" else f"{clipped(row.label)} ({what})"


def details(row: Row) -> str:
    """Why a node hangs where it does, with the words that say so."""
    words = f": “{clipped(row.words)}”" if row.words else ""
    return f"{one_line(row.reason)}{words}" if row.reason and row.depth else ""


def tree_lines(tree: Tree, width: int) -> Iterator[str]:
    """The tree for people, each line with its end."""
    yield from (f"{line}\n" for line in wrapped(one_line(tree.about), width))
    yield from (f"{line}\n" for line in wrapped(f"{tree.count}. {_meaning(tree)}", width))
    last = _last_children(tree.rows)
    for number, row in enumerate(tree.rows):
        stem, hang = _stems(tree.rows, number, last)
        if row.depth == 0:
            yield "\n"
        room = max(_LEAST, width - len(hang))
        told = headline(row) + (f" · {row.key[:13]}" if row.key and not row.again else "")
        if row.depth == 0:
            told += f" — {several(row.articles, 'article')}"
        for place, line in enumerate([*wrapped(told, room), *(wrapped(details(row), room) if details(row) else ())]):
            yield f"{stem if place == 0 else hang}{line}\n"
    if tree.apart:
        yield "\nCertainly independent\n"
        yield from (f"  {line}\n" for told in tree.apart for line in wrapped(told, max(_LEAST, width - 2)))
    for note in tree.notes:
        yield from ("\n", *(f"{line}\n" for line in wrapped(note, width)))


def _meaning(tree: Tree) -> str:
    if tree.at_least == tree.at_most:
        return "Each article's ground stands below it."
    return "Of the rest nothing tells whether they are one or several; each article's ground stands below it."


def _last_children(rows: Sequence[Row]) -> set[int]:
    return set({row.parent: number for number, row in enumerate(rows) if row.parent is not None}.values())


def _stems(rows: Sequence[Row], number: int, last: set[int]) -> tuple[str, str]:
    """What stands before a row's first line, and before its others."""
    before, row = "", rows[number]
    place = row.parent
    while place is not None and rows[place].depth:
        before = ("   " if place in last else "│  ") + before
        place = rows[place].parent
    if row.depth == 0:
        return "", ""
    return (before + ("└─ " if number in last else "├─ "), before + ("   " if number in last else "│  "))


def tree_markdown(tree: Tree) -> Iterator[str]:
    """The tree as nested lists."""
    yield f"# {_plain(tree.about)}\n\n{tree.count}. {_meaning(tree)}\n\n"
    for row in tree.rows:
        told = _plain(headline(row)) + (f" `{row.key}`" if row.key else "")
        told = f"**{told}** — {several(row.articles, 'article')}" if row.depth == 0 else told
        more = f"  \n{'  ' * (row.depth + 1)}*{_plain(details(row))}*" if details(row) else ""
        yield f"{'  ' * row.depth}- {told}{more}\n"
    if tree.apart:
        yield "\n## Certainly independent\n\n" + "".join(f"- {_plain(told)}\n" for told in tree.apart)
    yield from (f"\n{_plain(note)}\n" for note in tree.notes)


def _plain(told: str) -> str:
    told = one_line(told)
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in told)


def tree_page(tree: Tree, picture: str, style: str) -> str:
    """One HTML page with the picture; it asks nothing of any network."""
    css = (files("sayso.export") / "static" / "question_page.css").read_text(encoding="utf-8") + style
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    apart = "".join(f"<li>{isolated(told)}</li>" for told in tree.apart)
    notes = "".join(f"<p>{safe(note)}</p>" for note in tree.notes)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{safe(one_line(tree.about))} – origins</title>\n<style>{css}</style>\n</head>\n<body>\n<main>\n"
        f'<h1 dir="auto">{safe(one_line(tree.about))}</h1>\n<p class="meta">{safe(tree.count)} · {safe(tree.key)}</p>\n'
        f'<div class="picture" tabindex="0">{picture}</div>\n<section><h2>Who has it from whom</h2>'
        f"<p>{safe(_meaning(tree))}</p>{_list(tree.rows)}</section>\n"
        + (f"<section><h2>Certainly independent</h2><ul>{apart}</ul></section>\n" if apart else "")
        + f'<footer class="meta">{notes}</footer>\n</main>\n</body>\n</html>\n'
    )


def _list(rows: Sequence[Row]) -> str:
    out, depth = [], -1
    for row in rows:
        if row.depth > depth:
            out.append("<ul>")
        else:
            out.append("</li>" + "</ul></li>" * (depth - row.depth))
        depth = row.depth
        key = f' <span class="meta">{safe(row.key)}</span>' if row.key else ""
        told = isolated(headline(row))
        told = f"<b>{told}</b> <span class='meta'>{several(row.articles, 'article')}</span>" if row.depth == 0 else told
        more = f'<br><span class="meta">{isolated(details(row))}</span>' if details(row) else ""
        out.append(f"<li>{told}{key}{more}")
    return "".join(out) + "</li></ul>" * (depth + 1) if rows else ""
