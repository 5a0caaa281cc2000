"""A brief as Markdown with footnotes (CommonMark, tables and notes as GitHub and Pandoc have them)."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.export.markdown import escaped
from sayso.export.report.records import Block, Brief, Heading, Items, Paragraph, Picture, Run, Runs, Table


def to_markdown(brief: Brief) -> str:
    """Nothing in it that an article says is markup."""
    return "\n".join(_lines(brief)).rstrip("\n") + "\n"


def _lines(brief: Brief) -> Iterator[str]:
    yield f"*{escaped(brief.kicker)}*\n"
    yield f"# {escaped(brief.title)}\n"
    for block in brief.blocks:
        yield from _block(block)
    if brief.notes:
        yield "## Notes\n"
    for note in brief.notes:
        yield f"[^{note.number}]: {_runs(note.runs)}"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * (block.level + 1)} {escaped(block.text)}\n"
    elif isinstance(block, Items):
        yield from (f"- {_runs(item)}" for item in block.items)
        yield ""
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Picture):
        yield f"{escaped(block.caption)}\n"
        yield from _table(block.told)
    else:
        yield _paragraph(block) + "\n"


def _paragraph(block: Paragraph) -> str:
    return _runs(block.runs)


def _table(table: Table) -> Iterator[str]:
    yield "| " + " | ".join(map(escaped, table.heads)) + " |"
    yield "|" + "|".join(" --: " if n in table.numbers else " --- " for n in range(len(table.heads))) + "|"
    yield from ("| " + " | ".join(map(escaped, row)) + " |" for row in table.rows)
    yield ""


def _runs(runs: Runs) -> str:
    return "".join(map(_run, runs)).strip()


def _run(run: Run) -> str:
    """Markers stand close to the words, or they would not be read as such."""
    words = run.text.strip(" ")
    before = " " if run.text.startswith(" ") else ""
    after = " " if run.text.endswith(" ") and words else ""
    told = escaped(words)
    if run.link and words:
        told = f"<{run.link}>" if _is_plain(run.link) else told
    mark = "**" if run.strong else "*" if run.slanted else ""
    note = f"[^{run.note}]" if run.note else ""
    return f"{before}{mark if words else ''}{told}{mark if words else ''}{note}{after}"


def _is_plain(link: str) -> bool:
    return link.isprintable() and not any(c in link for c in " <>\\")
