"""The brief of a source: what it said, how surely, what moved, what others say against it, what came of it."""

from __future__ import annotations

from sayso.export.facts import several
from sayso.export.report.drawing import Rule
from sayso.export.report.facts import Counted, SourceFacts
from sayso.export.report.parts import grading, methods, movements, picture, unknowns
from sayso.export.report.records import Block, Brief, Heading, Items, Paragraph, Run, Table, plain, strong
from sayso.export.report.words import Notes, against, days_of, listed, outcome_words, says, unknown_of
from sayso.export.visible import one_line

_MOST_WORDINGS = 6


def source_brief(facts: SourceFacts) -> Brief:
    """The first line tells how much there is of it, and what is disputed."""
    notes = Notes()
    stated = facts.stated
    blocks: list[Block] = [_lede(facts)]
    if facts.wordings:
        told = listed((f"{one_line(c.value)} ({c.claims:,})" for c in facts.wordings), _MOST_WORDINGS)
        blocks.append(Paragraph(runs=plain(f"Known as {told}.")))
    if facts.others:
        blocks.append(Paragraph(runs=plain(f"Others of this name, left out: {listed(facts.others, 5)}.")))
    disputed = [s for s in stated if s.disputed]
    if disputed:
        blocks.append(Heading(text="Disputed"))
        items = [(*says(s, notes, named=False), against(s)) for s in disputed]
        blocks.append(Items(items=tuple(items)))
    settled = [s for s in stated if s.claim.outcome]
    if settled:
        blocks.append(Heading(text="What came of it"))
        items = [(*says(s, notes, named=False), Run(text=" "), *outcome_words(s.claim.outcome)) for s in settled]
        blocks.append(Items(items=tuple(items)))
    blocks += movements(facts.moved, stated, notes)
    blocks += _surely(facts)
    rules: list[Rule] = []
    blocks += picture(stated, rules, sides=False, caption="Claims by the day on which they were made.")
    rest = [s for s in stated if s not in disputed and s not in settled]
    if rest:
        blocks.append(Heading(text="What it said" if len(rest) == len(stated) else "What else it said"))
        if facts.total > len(stated):
            blocks.append(Paragraph(runs=plain(f"The latest {len(stated):,} of {several(facts.total, 'claim')}.")))
        blocks.append(Items(items=tuple(says(s, notes, named=False) for s in rest)))
    blocks += grading(facts.graded, notes, stated)
    blocks += unknowns(_unknown(facts))
    blocks += methods(facts.method, linked=bool(disputed or facts.moved))
    return Brief(
        kicker="Source",
        title=one_line(facts.name),
        blocks=tuple(blocks),
        notes=notes.all(),
        day=max((s.claim.day or "" for s in stated), default="") or None,
    )


def _lede(facts: SourceFacts) -> Paragraph:
    days = [day for s in facts.stated if (day := s.claim.day)]
    outlets = {s.claim.article.outlet for s in facts.stated if s.claim.article.outlet}
    disputed = sum(bool(s.disputed) for s in facts.stated)
    runs = [
        strong(f"{one_line(facts.name)}"),
        Run(text=f" is given {several(facts.total, 'claim')} in {several(len(outlets), 'outlet')},"
            f" {days_of(min(days, default=None), max(days, default=None))}; "),
    ]  # fmt: skip
    if disputed:
        runs.append(Run(text=f"others contradict {disputed:,} of them."))
    else:
        runs.append(Run(text="nothing in this ledger is known to contradict them."))
    return Paragraph(runs=tuple(runs), kind="lede")


def _surely(facts: SourceFacts) -> list[Block]:
    rows: list[tuple[str, str]] = [(f"“{one_line(c.value)}”", f"{c.claims:,}") for c in facts.hedges]
    if facts.plain is not None:
        rows.insert(0, ("without a hedge", f"{facts.plain:,}"))
    blocks: list[Block] = []
    if rows:
        table = Table(heads=("How surely", "Claims"), rows=tuple(rows), shares=(0.8, 0.2), numbers=frozenset({1}))
        blocks += [Heading(text="How surely"), table]
    forces = _counted(facts.forces)
    if forces:
        blocks.append(Paragraph(runs=plain(f"By what the words do: {forces}.")))
    return blocks


def _counted(counts: tuple[Counted, ...]) -> str:
    return listed((f"{c.value} ({c.claims:,})" for c in counts), 8)


def _unknown(facts: SourceFacts) -> list[str]:
    told = unknown_of(facts.stated)
    open_ = [s for s in facts.stated if s.claim.due and s.claim.outcome is None]
    if open_:
        told.insert(0, f"What came of {several(len(open_), 'prediction')} with a date: nobody has resolved them.")
    return told
