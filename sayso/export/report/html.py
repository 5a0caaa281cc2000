"""A brief as one HTML page for screen and print: no script, nothing from any network, its one style named by digest."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from importlib.resources import files

from sayso.export.cards import safe
from sayso.export.report.records import Block, Brief, Heading, Items, Note, Paragraph, Picture, Run, Runs, Table
from sayso.export.report.svg import to_svg


def to_html(brief: Brief) -> str:
    """The page. Notes stand at its end, each with a way back."""
    style = (files("sayso.export") / "static" / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    seen: set[int] = set()
    body = "".join(_block(block, seen) for block in brief.blocks)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{safe(brief.title)} – {safe(brief.kicker)} – sayso</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<main>\n<p class="kicker">{safe(brief.kicker)}</p>\n<h1 dir="auto">{safe(brief.title)}</h1>\n{body}'
        f"{_notes(brief.notes, seen)}</main>\n</body>\n</html>\n"
    )


def _block(block: Block, seen: set[int]) -> str:
    if isinstance(block, Heading):
        name = f"h{block.level + 1}"
        return f"<{name}>{safe(block.text)}</{name}>\n"
    if isinstance(block, Items):
        items = "".join(f'<li dir="auto">{_runs(item, seen)}</li>\n' for item in block.items)
        return f"<ul>\n{items}</ul>\n"
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Picture):
        return (
            f"<figure>{to_svg(block.drawing, block.caption)}<figcaption>{safe(block.caption)}</figcaption>"
            f"<details><summary>The same in words</summary>{_table(block.told)}</details></figure>\n"
        )
    return _paragraph(block, seen)


def _paragraph(block: Paragraph, seen: set[int]) -> str:
    css = "" if block.kind == "body" else f' class="{block.kind}"'
    return f'<p{css} dir="auto">{_runs(block.runs, seen)}</p>\n'


def _table(table: Table) -> str:
    def cells(row: tuple[str, ...], name: str) -> Iterator[str]:
        for number, text in enumerate(row):
            css = ' class="number"' if number in table.numbers else ""
            yield f"<{name}{css}>{safe(text)}</{name}>"

    heads = "".join(cells(table.heads, "th"))
    rows = "".join(f"<tr>{''.join(cells(row, 'td'))}</tr>\n" for row in table.rows)
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"


def _runs(runs: Runs, seen: set[int]) -> str:
    return "".join(_run(run, seen) for run in runs).strip()


def _run(run: Run, seen: set[int]) -> str:
    told = safe(run.text)
    if run.link:
        told = f'<a href="{escape(run.link, quote=True)}" rel="noopener noreferrer nofollow">{told}</a>'
    if run.strong:
        told = f"<b>{told}</b>"
    elif run.slanted:
        told = f"<i>{told}</i>"
    if run.note:
        own = "" if run.note in seen else f' id="r{run.note}"'
        seen.add(run.note)
        told += f'<sup><a{own} href="#n{run.note}">{run.note}</a></sup>'
    return told


def _notes(notes: tuple[Note, ...], seen: set[int]) -> str:
    if not notes:
        return ""
    items = "".join(
        f'<li id="n{note.number}" value="{note.number}">{_runs(note.runs, seen)}'
        f' <a href="#r{note.number}" aria-label="Back">↩</a></li>\n'
        for note in notes
    )
    return f'<h2>Notes</h2>\n<ol class="notes">\n{items}</ol>\n'
