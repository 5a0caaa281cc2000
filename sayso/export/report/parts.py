"""Sections that several kinds of report have: the timeline, origins, grades with their sums, what is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from sayso.export.facts import several
from sayso.export.report.drawing import Mark, Rule, timeline
from sayso.export.report.facts import Graded, Method, Moved, Origins, Stated
from sayso.export.report.records import Block, Heading, Items, Paragraph, Picture, Run, Runs, Table, plain, strong
from sayso.export.report.words import Notes, day_of, listed, method_words
from sayso.export.visible import one_line

_KINDS = {
    "own": "the outlet’s own words", "speaker": "speaker", "group": "group", "document": "document",
    "words": "words that nobody is named for", "outlet": "outlet", "article": "article",
}  # fmt: skip
_MOVES = {
    "reversal": "turned round", "new fact": "said otherwise once the facts had moved",
    "hedge added": "became less sure", "hedge dropped": "became surer",
}  # fmt: skip
_SIGN = re.compile(r"(?<= )-(?=\d)")
_NEAR = 62  # days before and after the claims that always have room
_FEWEST = 2  # different days below which a timeline shows nothing


def is_day(told: str | None) -> bool:
    try:
        date.fromisoformat(told or "")
    except ValueError:
        return False
    return True


def picture(stated: Sequence[Stated], rules: Sequence[Rule], *, sides: bool, caption: str) -> list[Block]:
    """The timeline under its heading; nothing where all have one day."""
    marks = [
        Mark(day=day, lane=one_line(s.who), position=s.position or "unclear")
        for s in stated
        if (day := s.claim.day) and is_day(day)
    ]
    if len({m.day for m in marks}) < _FEWEST:
        return []
    heads = ("Day", "Who", "Position") if sides else ("Day", "Who")
    rows = sorted((m.day, m.lane, m.position) for m in marks)
    told = Table(
        heads=heads,
        rows=tuple(row[: len(heads)] for row in dict.fromkeys(rows)),
        shares=(0.2, 0.5, 0.3) if sides else (0.25, 0.75),
    )
    good = [rule for rule in rules if is_day(rule.day) and _is_near(rule.day, marks)]
    far = "".join(f" Not in the picture: {_dated(r)}." for r in rules if r not in good)
    drawing = timeline(marks, good, sides=sides)
    return [Heading(text="Timeline"), Picture(drawing=drawing, caption=caption + far, told=told)]


def _dated(rule: Rule) -> str:
    day = day_of(rule.day)
    return rule.text if day in rule.text else f"{rule.text}, {day}"


def _is_near(day: str, marks: Sequence[Mark]) -> bool:
    """Whether a day can be drawn without pressing the claims together."""
    days = [date.fromisoformat(mark.day).toordinal() for mark in marks]
    room = max(max(days) - min(days), _NEAR)
    return min(days) - room <= date.fromisoformat(day).toordinal() <= max(days) + room


def movements(moved: Sequence[Moved], stated: Sequence[Stated], notes: Notes) -> list[Block]:
    """Who moved, from what to what."""
    by_key = {s.claim.key: s for s in stated}
    items: list[Runs] = []
    for one in moved:
        before, after = by_key.get(one.before), by_key.get(one.after)
        if before is None or after is None:
            continue
        who = one_line(one.who or after.who)
        told = _MOVES.get(one.kind, one.kind)
        first = Run(text=f" {told}, between {day_of(before.claim.day)}", note=notes.of(before.claim))
        items.append(
            (strong(who), first, Run(text=f" and {day_of(after.claim.day)}", note=notes.of(after.claim)),
             Run(text=f": {one_line(one.why)}."))
        )  # fmt: skip
    return [Heading(text="What moved"), Items(items=tuple(items))] if items else []


def independence(origins: Origins | None) -> list[Block]:
    """How many sources really stand behind the articles, and why."""
    head = Heading(text="Independence")
    if origins is None:
        return [head, Paragraph(runs=plain("Where the articles have it from was not worked out."))]
    if origins.at_least == origins.at_most:
        count = f"{several(origins.at_most, 'origin')}"
    else:
        count = f"at least {origins.at_least}, at most {origins.at_most} origins"
    told = f" behind {several(origins.articles, 'article')}: repeating is not confirming."
    items = []
    for one in origins.origins:
        why = f": {'; '.join(map(one_line, one.reasons))}" if one.reasons else ""
        kind = _KINDS.get(one.kind, one.kind)
        items.append(
            (strong(one_line(one.label)), Run(text=f" ({kind}), behind {several(one.articles, 'article')}{why}."))
        )
    return [head, Paragraph(runs=(strong(count[:1].upper() + count[1:]), Run(text=told))), Items(items=tuple(items))]


def grading(graded: Sequence[Graded], notes: Notes, stated: Sequence[Stated]) -> list[Block]:
    """A table of grades, then the sum behind each that is more than "nothing is known"."""
    if not graded:
        return []
    by_key = {s.claim.key: s for s in stated}

    def name(one: Graded) -> str:
        if one.claim is None:
            return one_line(one.of)
        known = by_key.get(one.claim)
        return f"Claim of note {notes.of(known.claim)} ({one_line(one.of)})" if known else one_line(one.of)

    known = [g for g in graded if g.grade not in {"F", "6"} or any(s.count for s in g.sums)]
    if not known:
        none = "None of these sources and claims can be graded: too little of the sources was settled (F), and of the"
        silent = f"{none} claims nobody else speaks (6)."
        return [Heading(text="Grades"), Paragraph(runs=plain(silent))]
    in_order = sorted(graded, key=lambda g: notes.of(by_key[g.claim].claim) if g.claim in by_key and g.claim else 0)
    rows = tuple((name(g), g.grade, g.means + (f", set by {one_line(g.by)}" if g.by else "")) for g in in_order)
    blocks: list[Block] = [
        Heading(text="Grades"),
        Table(heads=("Of", "Grade", "Meaning"), rows=rows, shares=(0.5, 0.1, 0.4)),
        Paragraph(runs=plain("How each came about, line by line:")),
    ]
    lines: list[tuple[str, ...]] = []
    for one in in_order:
        if one in known:
            sums = [(s.what, _minus(f"{s.count} × {s.weight:+g} = {s.points:+g}")) for s in one.sums if s.count]
            told = [*sums, (" ".join(map(_sentence, one.rests)), one.grade)]
            lines += [(name(one) if not n else "", *line) for n, line in enumerate(told)]
    blocks.append(
        Table(
            heads=("Of", "What counts", "Points"), rows=tuple(lines), shares=(0.28, 0.5, 0.22), numbers=frozenset({2})
        )
    )
    if len(known) < len(graded):
        silent = listed([name(g) for g in in_order if g not in known], 4)
        blocks.append(Paragraph(runs=plain(f"Nothing is known that would grade {silent}."), kind="small"))
    return blocks


def _minus(told: str) -> str:
    return told.replace("-", "−")


def _sentence(told: str) -> str:
    told = _SIGN.sub("−", one_line(told))
    return told[:1].upper() + told[1:] + ("" if told.endswith((".", ":")) else ".")


def unknowns(sentences: Sequence[str]) -> list[Block]:
    if not sentences:
        return []
    return [Heading(text="What is not known"), Items(items=tuple(plain(one) for one in sentences))]


def methods(method: Method, *, linked: bool) -> list[Block]:
    told = method_words(method, linked=linked)
    return [Heading(text="Method"), *(Paragraph(runs=plain(one), kind="small") for one in told)]
