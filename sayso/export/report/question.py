"""The brief of a question: what is disputed, who says what, what moved, how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.export.facts import several
from sayso.export.report.drawing import Rule
from sayso.export.report.facts import QuestionFacts, Stated
from sayso.export.report.parts import grading, independence, methods, movements, picture, unknowns
from sayso.export.report.records import Block, Brief, Heading, Items, Paragraph, Run, Runs, strong
from sayso.export.report.words import (
    Notes,
    days_of,
    inside,
    listed,
    outcome_words,
    quoted,
    says,
    short,
    unknown_of,
    wording_of,
)

_YES = frozenset({"yes", "hedged yes"})
_NO = frozenset({"no", "hedged no"})


def question_brief(facts: QuestionFacts) -> Brief:
    """The first line tells what is disputed, and by whom."""
    notes = Notes()
    stated = facts.stated
    blocks: list[Block] = [_lede(facts), Paragraph(runs=outcome_words(facts.outcome))]
    blocks.append(Heading(text="Who says what"))
    sides = (
        ("Say that it is so", _YES), ("Say that it is not so", _NO), ("Take no side that can be told", None),
    )  # fmt: skip
    for name, positions in sides:
        those = _of(stated, positions)
        if those:
            blocks += [
                Heading(text=f"{name} ({several(len(those), 'claim')})", level=2),
                Items(items=tuple(says(one, notes) for one in those)),
            ]
    blocks += movements(facts.moved, stated, notes)
    rules = [Rule(day=facts.outcome.at[:10], text=f"resolved: {facts.outcome.outcome}")] if facts.outcome else []
    blocks += picture(stated, rules, sides=True, caption="Claims by the day on which they were made.")
    blocks += independence(facts.origins)
    blocks += grading(facts.graded, notes, stated)
    blocks += unknowns(_unknown(facts))
    blocks += methods(facts.method, linked=True)
    last = max((s.claim.day or "" for s in stated), default="")
    return Brief(
        kicker=f"Question {short(facts.key)}",
        title=wording_of(facts.wording),
        blocks=tuple(blocks),
        notes=notes.all(),
        day=last or None,
    )


def _of(stated: Sequence[Stated], positions: frozenset[str] | None) -> list[Stated]:
    if positions is None:
        return [s for s in stated if s.position not in _YES | _NO]
    return [s for s in stated if s.position in positions]


def _lede(facts: QuestionFacts) -> Paragraph:
    stated = facts.stated
    yes, no, rest = _of(stated, _YES), _of(stated, _NO), _of(stated, None)
    days = [day for s in stated if (day := s.claim.day)]
    when = days_of(min(days, default=None), max(days, default=None))
    outlets = {s.claim.article.outlet for s in stated if s.claim.article.outlet}
    wording = quoted(facts.wording)
    count = f" {several(len(stated), 'claim')} in {several(len(outlets), 'outlet')}, {when}."
    told: Runs
    if yes and no:
        told = (
            strong("Disputed: "),
            Run(text=f"whether it is so that {wording}. "),
            Run(text=f"{_who(yes)} {'says' if _one(yes) else 'say'} so;"),
            Run(text=f" {_who(no)} {'denies' if _one(no) else 'deny'} it."),
        )
    elif yes or no:
        side, verb = (yes, "so") if yes else (no, "that it is not so")
        told = (
            strong("Nobody here says otherwise: "),
            Run(text=f"of {wording}, {_who(side)} {'says' if _one(side) else 'say'} {verb}."),
        )
    else:
        told = (strong("No side can be told: "), Run(text=f"on {wording}, {_who(rest)} spoke."))
    return Paragraph(runs=(*told, Run(text=count)), kind="lede")


def _who(stated: Sequence[Stated]) -> str:
    """Speakers by their claims, the most first."""
    names = [inside(s.who) for s in stated]
    return listed(sorted(dict.fromkeys(names), key=lambda name: (-names.count(name), names.index(name))))


def _one(stated: Sequence[Stated]) -> bool:
    return len({s.who for s in stated}) == 1


def _unknown(facts: QuestionFacts) -> list[str]:
    told = []
    if facts.outcome is None:
        told.append("How it turned out: nobody has resolved it.")
    elif facts.outcome.outcome == "ambiguous":
        told.append("How it turned out: it was resolved as ambiguous.")
    if facts.origins and facts.origins.at_least < facts.origins.at_most:
        sure = facts.origins.at_least
        told.append(
            f"Whether {facts.origins.at_most} origins are as many: {sure} {'is' if sure == 1 else 'are'} certainly"
            " independent of each other."
            if sure > 1
            else f"Whether {facts.origins.at_most} origins are more than one: of none it is certain."
        )
    told += unknown_of(facts.stated)
    if facts.method.unlinked:
        told.append(f"What {several(facts.method.unlinked, 'text')} say that the ledger has not compared yet.")
    return told
