"""A reading as a Markdown report (CommonMark with tables). What the article says is text there, never markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.export.facts import OUTLET, UNSOURCED, arrow, grouped, heading, notes, text_of, written
from sayso.export.summary import phrases, summary
from sayso.export.visible import one_line
from sayso.records import Claim, Reading, Refusal

_LONG = 280  # characters of a content that still read well in a table cell
_DEEPEST = 4  # levels of nesting that are indented

# Each of these can open emphasis, code, links, HTML, entities, cells, mathematics or strike-through.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&#$^]")
# What would be linked or replaced without brackets on GitHub: addresses, www., :emoji:.
_LINKED = re.compile(r":(?=//|\w)|(?<=www)\.|(?<=WWW)\.", re.IGNORECASE)
# What opens a list, a heading or a rule at the start of a line.
_OPENING = re.compile(r"^(?:(\d+)(?=[.)])|(?=[-+=]))")


def escaped(text: str) -> str:
    """The text so that Markdown shows it as it is, on one line; hidden characters as their escapes."""
    line = _MARKUP.sub(r"\\\g<0>", one_line(text))
    return _OPENING.sub(r"\g<1>\\", _LINKED.sub(r"\\\g<0>", line))


def to_markdown(reading: Reading) -> str:
    """Title, publication, a table of the claims, long contents in full, refusals."""
    parts = [f"# {escaped(heading(reading))}", _about(reading)]
    given, own = grouped(reading.claims)
    if given:
        parts += ["## Claims", _table(given)]
    if own:
        parts += [f"## {OUTLET}", _own(own)]
    long = [claim for claim in reading.claims if _is_long(claim)]
    if long:
        parts.append("## Long contents in full")
        parts += [f"**{escaped(claim.id)}**\n\n> {escaped(text_of(claim.content))}" for claim in long]
    if reading.refusals:
        parts += ["## Refusals", "\n".join(map(_refusal, reading.refusals))]
    return "\n\n".join(parts) + "\n"


def _about(reading: Reading) -> str:
    article = reading.article
    name = article.name if article.title else None
    lines = [
        f"- {word}: {escaped(value)}"
        for word, value in (
            ("Outlet", article.outlet),
            ("Published", article.published),
            ("Address", article.url),
            ("Input", name),
        )
        if value
    ]
    lines += [f"- {escaped(phrase)}" for phrase in phrases(summary(reading))]
    return "\n".join([*lines, f"- Text: SHA-256 `{article.sha256}`", f"- Reader: {escaped(reading.reader)}"])


def _indent(depth: int) -> str:
    return "&ensp;" * (min(depth, _DEEPEST) - 1) + "└ " if depth else ""


def _table(claims: Sequence[tuple[Claim, int]]) -> str:
    rows = [
        "| Claim | Source | Cue | Content | Read as | Confidence |",
        "|:--|:--|:--|:--|:--|--:|",
    ]
    for claim, depth in claims:
        cells = (
            _indent(depth) + escaped(claim.id),
            _source(claim),
            escaped(claim.cue.span.text) if claim.cue else "",
            _content(claim),
            escaped("; ".join(notes(claim))),
            f"{claim.confidence:.2f}",
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _own(claims: Sequence[tuple[Claim, int]]) -> str:
    """The outlet's own statements have neither source nor cue; an attribution nested in one names both in place."""
    rows = ["| Claim | Statement | Read as | Confidence |", "|:--|:--|:--|--:|"]
    for claim, depth in claims:
        cue = f" {escaped(claim.cue.span.text)}: " if claim.cue else ""
        who = f"{_source(claim)}{cue}" if claim.voice == "attributed" else ""
        mark = _indent(depth) + escaped(claim.id)
        cells = (mark, who + _content(claim), escaped("; ".join(notes(claim))), f"{claim.confidence:.2f}")
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _is_long(claim: Claim) -> bool:
    return len(text_of(claim.content)) > _LONG


def _content(claim: Claim) -> str:
    text = text_of(claim.content)
    if not _is_long(claim):
        return escaped(text)
    return escaped(text[:_LONG].rsplit(" ", 1)[0]) + " … *(in full below)*"


def _source(claim: Claim) -> str:
    if not claim.source:
        return f"*{OUTLET if claim.voice == 'outlet' else UNSOURCED}*"
    words, name, more = text_of(claim.source.spans), claim.source.name, written(claim)
    if not name:
        return escaped(words)
    if arrow(claim):
        return f"{escaped(words)} → **{escaped(name)}**"
    return f"**{escaped(name)}** (as “{escaped(more)}”)" if more else escaped(words)


def _refusal(refusal: Refusal) -> str:
    where = f" at {refusal.span.start}–{refusal.span.end}, “{escaped(refusal.span.text)}”" if refusal.span else ""
    return f"- **{escaped(refusal.code)}** ({escaped(refusal.stage)}): {escaped(refusal.detail)}{where}"
