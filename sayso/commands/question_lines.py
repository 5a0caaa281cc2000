"""A question for people, for programs and for pages, from what the ledger gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import click

from sayso.commands.ledger_tables import UNDATED, how_surely, short
from sayso.export.cells import padded, wrapped
from sayso.export.facts import several
from sayso.export.tabular import Row
from sayso.export.timeline import Mark, Page, Step
from sayso.export.visible import one_line
from sayso.ledger.hits import Hit
from sayso.ledger.questions.ask import Asked, MoveRow, Placed, QuestionRow

_DATE, _SIDE = 12, 13
_NARROWEST = 40
_SIDES = (("yes", ("yes", "hedged yes")), ("no", ("no", "hedged no")), ("unclear", ("unclear",)))
_COLORS = {"yes": "green", "hedged yes": "green", "no": "red", "hedged no": "red", "unclear": "yellow"}
COLUMNS = (
    "position", "day", "speaker", "outlet", "source", "cue", "content", "hedges", "certainty", "at_least", "at_most",
    "new", "claim", "article", "title", "url",
)  # fmt: skip


def voice_of(placed: Placed) -> str:
    """Who says it: the speaker, the outlet in its own voice, or nobody that the text names."""
    if placed.speaker:
        return placed.speaker
    if placed.hit.voice == "outlet":
        return f"{placed.hit.outlet or 'The outlet'}, in its own voice"
    return "No source"


def position_rows(told: Asked) -> list[Row]:
    """A row a claim, in the order of time, in the order of COLUMNS."""
    return [[_value(one, name) for name in COLUMNS] for one in told.placed]


def _value(placed: Placed, name: str) -> Any:
    if name == "new":
        return "; ".join(placed.new) or None
    return getattr(placed if name in {"position", "day", "speaker"} else placed.hit, name)


def question_object(told: Asked) -> dict[str, Any]:
    """What JSON tells of a question."""
    row = told.row
    return {
        "question": row.question,
        "wording": row.wording,
        "decision": row.decision,
        "claims": row.claims,
        "yes": row.yes,
        "no": row.no,
        "unclear": row.unclear,
        "speakers": row.speakers,
        "outlets": row.outlets,
        "first_day": row.first_day,
        "last_day": row.last_day,
        "positions": [
            {name: _value(one, name) for name in COLUMNS if name != "new"} | {"new": list(one.new)}
            for one in told.placed
        ],
        "moves": [move_object(move) for move in told.moves],
        "decisions": [
            {
                "decision": one.key,
                "verdict": one.verdict,
                "wording": one.wording,
                "reviewer": one.reviewer,
                "at": one.at,
                "why": one.why,
                "undoes": one.undoes,
            }
            for one in told.decisions
        ],
    }


def move_object(move: MoveRow) -> dict[str, Any]:
    """What JSON tells of a move."""
    return {
        "question": move.question,
        "wording": move.wording,
        "kind": move.kind,
        "speaker": move.speaker,
        "day_before": move.day_before,
        "day_after": move.day_after,
        "before": move.before.content,
        "after": move.after.content,
        "claim_before": move.before.claim,
        "claim_after": move.after.claim,
        "outlet_before": move.before.outlet,
        "outlet_after": move.after.outlet,
        "why": move.why,
    }


def question_lines(told: Asked, *, width: int, color: bool) -> Iterator[str]:
    """The wording, both sides, the timeline of each speaker who spoke more than once, what moved, what was decided."""
    row, room = told.row, max(width, _NARROWEST)
    for line in wrapped(one_line(row.wording), room):
        yield _styled(line, color, bold=True) + "\n"
    counts = f"{several(row.claims, 'claim')}: {row.yes:,} yes, {row.no:,} no, {row.unclear:,} unclear"
    days = f"{row.first_day or '…'} – {row.last_day or '…'}"
    yield f"{counts} · {several(row.outlets, 'outlet')} · {days} · {short(row.question)}\n"
    for name, positions in _SIDES:
        those = [one for one in told.placed if one.position in positions]
        if those:
            yield "\n" + _styled(name.upper(), color, bold=True, fg=_COLORS[name]) + "\n"
        for one in those:
            yield from _claim_lines(one, room, color)
    yield from _lanes(told.placed, room, color)
    if told.moves:
        yield "\n" + _styled("MOVED", color, bold=True) + "\n"
    for move in told.moves:
        yield from move_lines(move, room, color=color, with_question=False)
    if told.decisions:
        yield "\n" + _styled("DECIDED", color, bold=True) + "\n"
    for decision in told.decisions:
        words = f" “{one_line(decision.wording)}”" if decision.wording else ""
        back = f" {decision.undoes[:12]}" if decision.undoes else ""
        why = f": {one_line(decision.why)}" if decision.why else ""
        what = f"{decision.verdict}{back}{words} by {one_line(decision.reviewer)}{why} · {decision.key[:12]}"
        yield f"{padded(decision.at[:10], _DATE)}{what}\n"


def _claim_lines(one: Placed, room: int, color: bool) -> Iterator[str]:
    hit = one.hit
    cue = f" {one_line(hit.cue)}" if hit.cue else ""
    sure = how_surely(hit)
    head = " · ".join(
        filter(None, [one_line(voice_of(one)) + cue, "hedged" if one.position.startswith("hedged") else "", sure or ""])
    )
    indent = " " * _DATE
    lines = wrapped(head, room - _DATE)
    yield padded(one_line(one.day or UNDATED), _DATE) + _styled(lines[0], color, bold=True) + "\n"
    yield from (indent + _styled(line, color, bold=True) + "\n" for line in lines[1:])
    yield from (indent + line + "\n" for line in wrapped(one_line(hit.content), room - _DATE))
    foot = " · ".join([*([", ".join(one.new)] if one.new else []), _where(hit), short(hit.claim)])
    yield from (indent + _styled(line, color, dim=True) + "\n" for line in wrapped(foot, room - _DATE))


def _where(hit: Hit) -> str:
    where = [one_line(part) for part in (hit.outlet, hit.published or UNDATED) if part]
    if hit.publications > 1:
        where.append(f"and {several(hit.publications - 1, 'more publication')}")
    return ", ".join(where)


def _lanes(placed: Sequence[Placed], room: int, color: bool) -> Iterator[str]:
    """A line a speaker who spoke on several days: his positions in their order."""
    lanes: dict[str, list[Placed]] = defaultdict(list)
    for one in placed:
        lanes[voice_of(one)].append(one)
    several_days = {name: those for name, those in lanes.items() if len({one.day for one in those}) > 1}
    several_days.pop("No source", None)
    if several_days:
        yield "\n" + _styled("WHO SAID WHAT WHEN", color, bold=True) + "\n"
    for name, those in several_days.items():
        steps: list[tuple[str, str]] = []
        for one in those:
            if not steps or steps[-1][1] != one.position:
                steps.append((one.day or UNDATED, one.position))
        yield from (
            line + "\n"
            for line in wrapped(f"{one_line(name)}: " + " → ".join(f"{p} ({day})" for day, p in steps), room)
        )


def move_lines(move: MoveRow, room: int, *, color: bool, with_question: bool = True) -> Iterator[str]:
    """Two claims, the earlier one first, under what moved between them."""
    who = f" · {one_line(move.speaker)}" if move.speaker else ""
    where = f" · {one_line(move.wording)} · {short(move.question)}" if with_question else ""
    for line in wrapped(f"{move.kind}{who}{where}", room):
        yield _styled(line, color, bold=True) + "\n"
    for day, hit in ((move.day_before, move.before), (move.day_after, move.after)):
        source = one_line(hit.spoken_by or hit.source or hit.outlet or "No source")
        lines = wrapped(f"{source}: {one_line(hit.content)}", room - _DATE)
        yield padded(one_line(day or UNDATED), _DATE) + lines[0] + "\n"
        yield from (" " * _DATE + line + "\n" for line in lines[1:])
        yield " " * _DATE + _styled(f"{_where(hit)} · {short(hit.claim)}", color, dim=True) + "\n"


def _styled(text: str, color: bool, *, bold: bool = False, dim: bool = False, fg: str | None = None) -> str:
    return click.style(text, bold=bold or None, dim=dim or None, fg=fg) if color and text else text


def page_of(told: Asked) -> Page:
    """What the page and the picture show."""
    marks = tuple(
        Mark(
            day=one.day,
            lane=voice_of(one),
            position=one.position,
            cue=one.hit.cue,
            content=one.hit.content,
            sure=how_surely(one.hit),
            outlet=one.hit.outlet,
            published=one.hit.published,
            title=one.hit.title,
            url=one.hit.url,
            claim=one.hit.claim,
            new=one.new,
        )
        for one in told.placed
    )
    steps = tuple(
        Step(
            kind=move.kind,
            speaker=move.speaker,
            before=(move.day_before, move.before.content),
            after=(move.day_after, move.after.content),
        )
        for move in told.moves
    )
    return Page(key=told.row.question, wording=told.row.wording, marks=marks, steps=steps)


def list_lines(rows: Sequence[QuestionRow], *, width: int, color: bool) -> Iterator[str]:
    """A block a question: what is asked; how many say what, since when, and the key."""
    room = max(width, _NARROWEST)
    for number, row in enumerate(rows):
        if number:
            yield "\n"
        yield from (_styled(line, color, bold=True) + "\n" for line in wrapped(one_line(row.wording), room))
        days = " – ".join(dict.fromkeys(one_line(day or "…") for day in (row.first_day, row.last_day)))
        told = [
            f"{several(row.claims, 'claim')}: {row.yes:,} yes, {row.no:,} no, {row.unclear:,} unclear",
            several(row.outlets, "outlet"),
            days,
            *([several(row.shifts, "shift")] if row.shifts else []),
            short(row.question),
        ]
        yield from (_styled(line, color, dim=True) + "\n" for line in wrapped(" · ".join(told), room))
