"""Grades after the Admiralty system (NATO AJP-2.1): a source's reliability and a claim's credibility, always apart.

Both are computed by plain addition that is shown line by line. Neither knows the other: who says a thing does not make
it credible, and a credible claim does not make its source reliable. F and 6 mean that nothing is known; they stand for
no number, least of all 50 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal["1", "2", "3", "4", "5", "6"]
RELIABILITIES: tuple[Reliability, ...] = get_args(Reliability)
CREDIBILITIES: tuple[Credibility, ...] = get_args(Credibility)
MEANS: dict[str, str] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
SETTLED = 1.0
"""What a claim counts that a person settled."""
OPEN = 0.25
"""What a claim counts that others confirm or contradict while nobody settled who is right."""
LEAST_SETTLED = 3
"""Settled claims below which a source stays F, whatever others say of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter, and what it takes: the least share of right, and the least count of right and wrong together."""

    grade: Reliability
    share: float
    count: float


# From the top; the first whose two conditions hold is given. With few cases neither the best nor the worst can be told.
LETTERS: tuple[Letter, ...] = (
    Letter(grade="A", share=0.95, count=20),
    Letter(grade="B", share=0.80, count=10),
    Letter(grade="C", share=0.60, count=3),
    Letter(grade="D", share=0.40, count=3),
    Letter(grade="E", share=0.00, count=10),
    Letter(grade="D", share=0.00, count=3),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the sum. points: count × weight, its sign included. claims: keys of what was counted."""

    what: str
    count: int
    weight: float
    claims: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        return self.count * self.weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade with how it was found. rests: in words, what the sum gives and why that is this grade."""

    grade: Reliability | Credibility
    lines: tuple[Line, ...]
    rests: tuple[str, ...]

    @property
    def means(self) -> str:
        return MEANS[self.grade]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What became of a source's claims, by key.

    right, wrong: settled, and it had it right or wrong; of claims with a band, whether the band lies on the right side
    of even. even: settled, but its band lies on both sides. confirmed, contradicted: open, and an origin that is
    certainly independent says the same, or the contrary.
    """

    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    even: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()


def reliability(known: History) -> Grade:
    """A source's grade. Share of right = (right + 1) ÷ (right + wrong + 2), Laplace's rule of succession.

    A source of which fewer than LEAST_SETTLED claims were settled is F.
    """
    lines = (
        Line(what="settled, and it had it right", count=len(known.right), weight=SETTLED, claims=known.right),
        Line(what="settled, and it had it wrong", count=len(known.wrong), weight=-SETTLED, claims=known.wrong),
        Line(what="open, confirmed by an independent origin", count=len(known.confirmed), weight=OPEN,
             claims=known.confirmed),
        Line(what="open, contradicted by an independent origin", count=len(known.contradicted), weight=-OPEN,
             claims=known.contradicted),
        Line(what="settled, but it called it even", count=len(known.even), weight=0.0, claims=known.even),
        Line(what="found ambiguous or annulled", count=len(known.unclear), weight=0.0, claims=known.unclear),
    )  # fmt: skip
    settled = len(known.right) + len(known.wrong)
    if settled < LEAST_SETTLED:
        told = f"{settled} settled, fewer than {LEAST_SETTLED}: nothing can be said of this source yet."
        return Grade(grade="F", lines=lines, rests=(told,))
    right = sum(line.points for line in lines if line.points > 0)
    wrong = -sum(line.points for line in lines if line.points < 0)
    share = (right + 1) / (right + wrong + 2)
    grade = next(one.grade for one in LETTERS if share >= one.share and right + wrong >= one.count)
    sums = (
        f"right {right:g}, wrong {wrong:g}: share of right = ({right:g} + 1) ÷ ({right + wrong:g} + 2) = {share:.2f}",
        _why_letter(grade, share, right + wrong),
    )
    return Grade(grade=grade, lines=lines, rests=sums)


def _why_letter(grade: str, share: float, count: float) -> str:
    asked = next(one for one in LETTERS if one.grade == grade and share >= one.share and count >= one.count)
    held = [one for one in LETTERS if share >= one.share and count < one.count and one.grade != grade]
    told = f"{grade} takes a share of {asked.share:.2f} or more and a count of {asked.count:g} or more"
    first = held[0] if held else None
    if first is not None and LETTERS.index(first) < LETTERS.index(asked):
        told += f"; {first.grade} would take a count of {first.count:g}, here it is {count:g}"
    return told + "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What others say of a claim, by keys of claims, one for each origin.

    confirmed, contradicted: from origins that are certainly independent of the claim's and of each other, stated
    without a hedge. maybe_confirmed, maybe_contradicted: from origins not known to be independent, or hedged. settled:
    a person's outcome of it, turned so that "yes" means that what was claimed is so.
    """

    confirmed: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    maybe_confirmed: tuple[str, ...] = ()
    maybe_contradicted: tuple[str, ...] = ()
    settled: Literal["yes", "no"] | None = None


def credibility(known: Standing) -> Grade:
    """A claim's grade, from 1 to 6; 6 where nobody else speaks of it and nobody settled it.

    An origin that is certainly independent counts 2 points, all others together 1, however many they are: twenty copies
    are one voice. 1 needs 2 points, an origin that certainly is independent, and nobody who contradicts.
    """
    lines = (
        Line(what="independent origins that say the same", count=len(known.confirmed), weight=2.0,
             claims=known.confirmed),
        Line(what="independent origins that say the contrary", count=len(known.contradicted), weight=-2.0,
             claims=known.contradicted),
        _together("say the same", known.maybe_confirmed, 1.0),
        _together("say the contrary", known.maybe_contradicted, -1.0),
        Line(what="settled by a person as so", count=int(known.settled == "yes"), weight=0.0),
        Line(what="settled by a person as not so", count=int(known.settled == "no"), weight=0.0),
    )  # fmt: skip
    if not any(line.count for line in lines):
        return Grade(grade="6", lines=lines, rests=("Nobody else speaks of it and nobody settled it.",))
    points = sum(line.points for line in lines)
    told = [f"sum {points:+g}"]
    if known.settled == "no":
        grade: Credibility = "5"
        told.append("Settled as not so, which goes before the sum: 5.")
    elif known.settled == "yes":
        sure = bool(known.confirmed) and not known.contradicted
        grade = "1" if sure else "2"
        told.append("Settled as so, which goes before the sum: 2.")
        told.append("1 takes an independent origin that says the same, and none that says the contrary.")
    else:
        grade = _of_points(points, known, told)
    return Grade(grade=grade, lines=lines, rests=tuple(told))


def _together(does: str, claims: tuple[str, ...], weight: float) -> Line:
    many = f" ({len(claims)}, which count once)" if len(claims) > 1 else ""
    what = f"others that {does}, not known to be independent or hedged{many}"
    return Line(what=what, count=int(bool(claims)), weight=weight, claims=claims)


def _of_points(points: float, known: Standing, told: list[str]) -> Credibility:
    against = bool(known.contradicted or known.maybe_contradicted)
    if points >= 2 and known.confirmed and not against:
        told.append("2 points or more, an origin that is certainly independent, and nobody against: 1.")
        return "1"
    if points >= 1:
        kept = "somebody says the contrary" if against else "no origin is certainly independent"
        told.append("1 point or more: 2" + (f" (not 1: {kept})." if points >= 2 or not against else "."))
        return "2"
    if points > -1:
        told.append("Between −1 and 1: 3.")
        return "3"
    told.append("−1 and less: 4; −2 and less: 5.")
    return "5" if points <= -2 else "4"
