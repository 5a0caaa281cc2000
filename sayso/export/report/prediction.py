"""The brief of a prediction: what was foretold, how surely, by when, what came of it and who says so."""

from __future__ import annotations

from sayso.export.formats.names import said
from sayso.export.report.drawing import Rule
from sayso.export.report.facts import PredictionFacts
from sayso.export.report.parts import grading, is_day, methods, picture, unknowns
from sayso.export.report.records import Block, Brief, Heading, Items, Paragraph, Run, Runs, plain, strong
from sayso.export.report.words import Notes, day_of, outcome_words, says, short, surely, unknown_of, wording_of
from sayso.export.visible import one_line

_STANDING = {
    "corrected": "A person corrected the reading since it was frozen.",
    "confirmed": "A person confirmed the reading.",
    "rejected": "A person rejected the reading: it counts no more.",
    "gone": "No reading that is shown gives it any more.",
}


def prediction_brief(facts: PredictionFacts) -> Brief:
    """The first line tells what was foretold and how it stands."""
    notes = Notes()
    one = facts.stated.claim
    blocks: list[Block] = [_lede(facts, notes)]
    blocks.append(Heading(text="The words"))
    blocks.append(Paragraph(runs=says(facts.stated, notes)))
    told = f"Frozen on {day_of(facts.frozen)} as it was first read; later readings change nothing of it."
    more = _STANDING.get(facts.standing)
    blocks.append(Paragraph(runs=plain(f"{told} {more}" if more else told)))
    blocks.append(Heading(text="What came of it"))
    blocks.append(Paragraph(runs=outcome_words(facts.outcome)))
    earlier = [o for o in facts.settled if o != facts.outcome]
    if earlier:
        items: list[Runs] = [
            (Run(text=f"{o.outcome}, by {one_line(o.by)}, {day_of(o.at)}: {one_line(o.why or '')}"),) for o in earlier
        ]
        blocks += [Paragraph(runs=plain("What persons said of it, the earliest first:")), Items(items=tuple(items))]
    if facts.later:
        blocks.append(Heading(text="Later claims that may tell"))
        blocks.append(
            Items(
                items=tuple((*says(s, notes), Run(text=f" {one_line(why)}.", slanted=True)) for s, why in facts.later)
            )
        )
    rules = [Rule(day=facts.due, text=f"due {day_of(facts.due)}")] if facts.due and is_day(facts.due) else []
    stated = [facts.stated, *(s for s, _ in facts.later)]
    blocks += picture(stated, rules, sides=False, caption="The prediction and later claims that may tell.")
    blocks += grading(facts.graded, notes, stated)
    blocks += unknowns(_unknown(facts))
    blocks += methods(facts.method, linked=bool(facts.later))
    title = wording_of(said(one))
    return Brief(
        kicker=f"Prediction {short(one.key)}",
        title=title if len(title) <= 140 else title[:140].rsplit(" ", 1)[0] + " …",
        blocks=tuple(blocks),
        notes=notes.all(),
        day=max(filter(None, (s.claim.day for s in stated)), default=None),
    )


def _lede(facts: PredictionFacts, notes: Notes) -> Paragraph:
    one = facts.stated.claim
    sure = surely(one)
    due = f"by {day_of(facts.due)}" if facts.due else "without a date"
    verb = "that it would not come true" if facts.denied else "it"
    runs = [
        strong(one_line(facts.stated.who)),
        Run(text=f" foretold {verb} on {day_of(one.day)}, {due}" if one.day else f" foretold {verb}, {due}",
            note=notes.of(one)),
        Run(text=f", how sure: {sure}. " if sure else ", without a word of how sure. "),
        *outcome_words(facts.outcome),
    ]  # fmt: skip
    return Paragraph(runs=tuple(runs), kind="lede")


def _unknown(facts: PredictionFacts) -> list[str]:
    told = []
    if facts.outcome is None:
        told.append("How it turned out.")
    if facts.due is None:
        told.append("By when it should come true: no words tell.")
    if facts.stated.claim.hedges and facts.stated.claim.term is None:
        told.append("How sure the words are, as a number: no scale has them.")
    return told + unknown_of([facts.stated])
