"""`sayso grade`: how reliable a source is, or how credible a claim, with the sum that gives the grade."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from sayso.commands.ledger_due import freeze_first
from sayso.commands.ledger_options import ledger_option, write_lines
from sayso.commands.ledger_resolve import reviewer_option
from sayso.commands.ledger_tables import namesake_lines, short
from sayso.commands.reviewer import login
from sayso.commands.shared import say, table_width, wants_color
from sayso.errors import UsageError
from sayso.export.cells import cells, padded, wrapped
from sayso.export.facts import several
from sayso.export.jsons import harmless
from sayso.export.markdown import escaped
from sayso.export.visible import one_line
from sayso.ledger.outcomes.graded import Graded, graded, regrade
from sayso.ledger.outcomes.records import Setting
from sayso.ledger.queries import Ledger
from sayso.ledger.schema import utc_now
from sayso.ledger.store import Store
from sayso.weigh.grades import MEANS, Line

_KEYS = 5  # keys that stand beside a line

_EXAMPLES = """
\b
Examples:
  sayso grade "Western officials" --ledger war.db
  sayso grade k1:4bc6a76f4d
  sayso grade kremlin --set D --because "Four of its five denials were settled as wrong."
  sayso grade kremlin --undo --because "Two of them were annulled since."
  sayso grade k1:4bc6a76f4d --format json | jq .computed.lines
"""


@click.command(epilog=_EXAMPLES)
@click.argument("what", metavar="CLAIM|SOURCE")
@click.option("--set", "grade_", metavar="GRADE", help="Set it: A to F for a source, 1 to 6 for a claim.")
@click.option("--undo", is_flag=True, help="Take back what a person set last.")
@click.option("--because", metavar="WORDS", help="Why, with --set and --undo.")
@reviewer_option
@ledger_option
@click.option("--format", "form", type=click.Choice(["table", "json", "markdown"]), default="table", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write there.")
def grade(
    what: str,
    grade_: str | None,
    undo: bool,
    because: str | None,
    reviewer: str | None,
    ledger: Path,
    form: str,
    output: Path | None,
) -> None:
    """Grade a source (A to F) or a claim (1 to 6), and show the sum line by line.

    The two are apart: who says a thing does not make it credible, nor a credible claim its source reliable. A source of
    which little was settled is F; a claim of which nobody else speaks is 6: both mean that nothing is known. A person
    can set another grade, with a reason, and take it back; it counts from then on, with the sum beside it.
    """
    if (grade_ is not None or undo) and not because:
        raise UsageError("Tell why.", hint='--because "…"')
    if grade_ is not None and undo:
        raise UsageError("--set and --undo are calls of their own.")
    if because and grade_ is None and not undo:
        raise UsageError("--because is for --set and --undo.")
    if what.startswith("q1:"):
        raise UsageError("A question has no grade.", hint="Its claims do (k1:…), and its sources.")
    freeze_first(ledger)
    if grade_ is not None or undo:
        _set(ledger, what, grade_.strip().upper() if grade_ is not None else None, reviewer or login(), because or "")
        return
    with Ledger(ledger) as asked:
        one = graded(asked.connection, what)
    if one.meant is not None:
        for line in namesake_lines(one.meant.people, one.meant.left_out):
            say(line)
    if form == "json":
        told = harmless(json.dumps(to_object(one), ensure_ascii=False, indent=1)) + "\n"
        write_lines([told], form, output)
    elif form == "markdown":
        write_lines(_markdown(one), form, output)
    else:
        lines = _lines(one, width=table_width(output), color=output is None and wants_color())
        write_lines(lines, form, output)


def _set(ledger: Path, what: str, wanted: str | None, reviewer: str, why: str) -> None:
    with Store(ledger, create=False) as store:
        with store.writing():
            before = graded(store.connection, what)
            made = regrade(store.connection, before, wanted, reviewer=reviewer, why=why, now=utc_now())
        after = graded(store.connection, what)
        beside = graded(store.connection, after.source) if after.kind == "claim" and after.source else None
    name = one_line(after.label) if after.kind == "source" else short(after.label)
    if made.grade is None:
        say(f"{name}: {before.grade} is taken back, {after.grade} ({MEANS[after.grade]}) counts.")
    else:
        say(f"{name}: {after.grade}, {MEANS[after.grade]}; the sum gives {after.computed.grade}.")
    if beside is not None:  # shown beside, so that nobody gives the one grade for the other
        say(f"graded apart: the reliability of {one_line(beside.label)}, {beside.grade} ({MEANS[beside.grade]}).")


def _setting_text(one: Setting) -> str:
    did = f"set {one.grade}" if one.grade is not None else "took it back"
    return f"{one.at[:10]} {one_line(one.reviewer)} {did}: {one_line(one.why)}"


def _heading(one: Graded) -> tuple[str, str]:
    """What is graded, and its grade in words."""
    kind = "reliability" if one.kind == "source" else "credibility"
    name = one_line(one.label) if one.kind == "source" else f"{short(one.label)} {one_line(one.content or '')}"
    by = one.ruling
    told = f"{kind} {one.grade}: {MEANS[one.grade]}"
    return name, told + (f" (set by {one_line(by.reviewer)}; the sum gives {one.computed.grade})" if by else "")


def _remarks(one: Graded) -> list[str]:
    out = list(one.computed.rests)
    if one.kind == "claim":
        if one.hedges:
            out.append(
                f"“{one_line(one.hedges)}” tells how sure its source is; that counts neither for nor against it."
            )
        if one.source:
            out.append(f"Its source is graded apart: sayso grade “{one_line(one.source)}”.")
    else:
        out.append(
            f"{several(one.claims, 'claim')} in this ledger. It tells what came of them, not why they were made."
        )
    return out


def _lines(one: Graded, *, width: int, color: bool) -> Iterator[str]:
    def styled(text: str, **style: Any) -> str:
        return click.style(text, **style) if color else text

    name, told = _heading(one)
    yield from (styled(line, bold=True) + "\n" for line in wrapped(name, width))
    yield styled(told, bold=True) + "\n\n"
    wide = max(cells(line.what) for line in one.computed.lines)
    for line in one.computed.lines:
        first = f"  {padded(line.what, wide)} {line.count:>4} × {points(line.weight):<5} = {points(line.points)}"
        yield first + styled(f"  {_keys(line)}" if line.claims else "", dim=True) + "\n"
    yield "\n"
    for text in _remarks(one):
        yield from (f"{part}\n" for part in wrapped(text, width))
    if one.settings:
        yield "\n"
        yield from (f"{_setting_text(setting)}\n" for setting in one.settings)


def points(value: float) -> str:
    """With its sign, 0 without."""
    return f"{value:+g}".replace("-", "−") if value else "0"


def _keys(line: Line) -> str:
    told = " ".join(short(key) for key in line.claims[:_KEYS])
    return told + (f" and {len(line.claims) - _KEYS:,} more" if len(line.claims) > _KEYS else "")


def _markdown(one: Graded) -> Iterator[str]:
    name, told = _heading(one)
    yield f"**{escaped(name)}** — {escaped(told)}\n\n| line | count | weight | points |\n| --- | --- | --- | --- |\n"
    for line in one.computed.lines:
        yield f"| {escaped(line.what)} | {line.count} | {points(line.weight)} | {points(line.points)} |\n"
    yield "\n"
    yield from (f"- {escaped(text)}\n" for text in _remarks(one))
    yield from (f"- {escaped(_setting_text(setting))}\n" for setting in one.settings)


def to_object(one: Graded) -> dict[str, object]:
    """For JSON: the grade in force, what the sum gives with all its lines, and what persons set."""
    return {
        "kind": one.kind,
        "subject": one.label,
        "grade": one.grade,
        "means": MEANS[one.grade],
        "set_by": one.ruling.reviewer if one.ruling else None,
        "computed": {
            "grade": one.computed.grade,
            "lines": [
                {"what": line.what, "count": line.count, "weight": line.weight, "points": line.points + 0.0,
                 "claims": list(line.claims)}
                for line in one.computed.lines
            ],
            "rests": list(one.computed.rests),
        },
        "settings": [
            {"setting": s.key, "at": s.at, "reviewer": s.reviewer, "grade": s.grade, "why": s.why, "undoes": s.undoes}
            for s in one.settings
        ],
        "claims": one.claims,
        "content": one.content,
        "source": one.source,
    }  # fmt: skip
