"""Audits as a Markdown report (CommonMark with tables). What the article says is text there, never markup."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.audit.figures import Audit, Ids
from sayso.audit.rows import COLUMNS, GROUP_COLUMNS, Group, Row
from sayso.export.audit_facts import (
    METHOD,
    NO_TERM,
    RECORDS,
    UNSOURCED,
    about_of,
    cell_text,
    excerpt,
    paragraphs,
    part_of,
    percent,
    prediction_time,
    rest_text,
    source_text,
    speaker_of,
    title_of,
)
from sayso.export.facts import several
from sayso.export.markdown import escaped

_TEXTS = frozenset({"name", "outlet", "date", "top", "rests"})


def to_audit_markdown(audit: Audit) -> str:
    """One article: what it rests on, voices, sources, certainty, predictions; then every claim that a figure names."""
    parts = (
        f"# {escaped(title_of(audit))}",
        " · ".join(escaped(part) for part in about_of(audit)),
        "\n>\n".join(f"> **{escaped(rest_text(one, audit))}** {_ids(one.claims)}" for one in audit.rests),
        _voices(audit),
        _records(audit),
        _quoted(audit),
        _certainty(audit),
        _forces(audit),
        _predictions(audit),
        _passages(audit),
        _claims(audit),
        f"*{escaped(METHOD)}*",
        f"- Text: SHA-256 `{audit.article.sha256}`\n- Reader: {escaped(audit.reading.reader)}",
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def to_rows_markdown(rows: Sequence[Row]) -> str:
    """One row an article."""
    return _grid(rows, COLUMNS)


def to_groups_markdown(groups: Sequence[Group]) -> str:
    """One row an outlet."""
    return _grid(groups, GROUP_COLUMNS)


def _grid(rows: Sequence[Row | Group], titles: dict[str, str]) -> str:
    head = f"| {' | '.join(titles.values())} |\n|{'|'.join(':--' if c in _TEXTS else '--:' for c in titles)}|\n"
    return head + "".join(f"| {' | '.join(escaped(cell_text(one, c)) for c in titles)} |\n" for one in rows)


def _ids(ids: Ids) -> str:
    return " ".join(f"[{escaped(claim)}](#{_anchor(claim)})" for claim in ids)


def _anchor(claim: str) -> str:
    return "".join(character if character.isascii() and character.isalnum() else "-" for character in claim)


def _voices(audit: Audit) -> str:
    first = len(audit.attributed) + len(audit.outlet)
    words = audit.words
    rows = (
        ("Attributed", audit.attributed, words.attributed),
        ("Outlet’s own", audit.outlet, words.outlet),
        ("No source given", audit.unsourced, None),
    )
    out = [
        f"{several(words.all, 'word')}, {several(len(audit.lines), 'claim')}, {len(audit.nested):,} of them nested.\n",
        "| Voice | Claims | | Words | |\n|:--|--:|--:|--:|--:|",
    ]
    for name, ids, count in rows:
        told = f"{count:,} | {part_of(count, words.all)}" if count is not None else " | "
        out.append(f"| {name} | {len(ids):,} | {part_of(len(ids), first)} | {told} |")
    return "\n".join(out)


def _records(audit: Audit) -> str:
    return _list(
        "Sources",
        [f"{one.sources:,} {RECORDS[one.record][one.sources != 1]}: {_ids(one.claims)}" for one in audit.records],
    )


def _quoted(audit: Audit) -> str:
    if not audit.sources:
        return ""
    rows = [
        f"| {escaped(source_text(one.label, one.record))} | {percent(one.share)} | {_ids(one.claims)} |"
        for one in audit.sources
    ]
    return "## Most quoted\n\n| Source | Share | Claims |\n|:--|--:|:--|\n" + "\n".join(rows)


def _certainty(audit: Audit) -> str:
    certainty = audit.certainty
    items = [
        f"{escaped(one.term or NO_TERM)}"
        + (f", {one.band[0] * 100:.0f}–{one.band[1] * 100:.0f} %" if one.band else "")
        + f": {_ids(one.claims)}"
        for one in certainty.terms
    ]
    if certainty.boosted:
        items.append(f"boosted: {_ids(certainty.boosted)}")
    return _list(f"Certainty: {len(certainty.hedged):,} of {several(len(audit.lines), 'claim')} hedged", items)


def _forces(audit: Audit) -> str:
    known = [one for one in audit.forces if one.force]
    return _list("What the cues do", [f"{one.force} {len(one.claims):,}: {_ids(one.claims)}" for one in known])


def _predictions(audit: Audit) -> str:
    items = [
        f"{_ids((one.claim,))} {escaped(prediction_time(one))}: {escaped(one.label or UNSOURCED)}, "
        f"{escaped(excerpt(audit.line(one.claim)))}"
        for one in audit.predictions
    ]
    return _list("Predictions", items)


def _passages(audit: Audit) -> str:
    items = [
        f"{paragraphs(one.first, one.last)} {escaped(source_text(one.label, one.record))}: {_ids(one.claims)}"
        for one in audit.passages
    ]
    return _list("Passages on one source", items)


def _list(title: str, items: Sequence[str]) -> str:
    return f"## {title}\n\n" + "\n".join(f"- {item}" for item in items) if items else ""


def _claims(audit: Audit) -> str:
    """The words that the ids lead to."""
    if not audit.lines:
        return ""
    items = []
    for line in audit.lines:
        cue = f" *{escaped(line.cue)}*" if line.cue and escaped(line.cue).strip() else ""
        head = f'- <a id="{_anchor(line.id)}"></a>**{escaped(line.id)}** ¶{line.paragraph}'
        items.append(f"{head} {escaped(speaker_of(line))}{cue}: {escaped(excerpt(line, 400))}")
    return "## Claims\n\n" + "\n".join(items)
