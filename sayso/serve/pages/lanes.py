"""The timeline of a question: a lane for each speaker, a mark for each claim, where it stands in time and on its side.

Places are told in percent of the width and pixels of the height, so that the page draws them without a script at any
width. In a lane a claim stands the higher the more it affirms; its mark is filled as far as it is sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sayso.ledger.pages.asked import POSITIONS, Member

LANE = 46
"""Pixels of a lane."""
_TOP, _STEP = 10.0, 6.5
_MOST_LANES = 24
_EDGE = 4.0  # percent that stay free on both sides
_NEAR = 1.1  # percent: marks that would cover each other are moved apart
OWN = "in its own voice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A claim in its lane. x: percent; y: pixels. shape: yes, no or unclear. sure: 0 to 1, None where no words tell."""

    key: str
    x: float
    y: float
    shape: str
    position: str
    sure: float | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one claim of a speaker to the next. turns: from one side to the other."""

    x1: float
    y1: float
    x2: float
    y2: float
    turns: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A speaker's claims. name: None for outlets' own texts. undated: claims without a day, which have no mark."""

    name: str
    is_source: bool
    marks: tuple[Mark, ...]
    steps: tuple[Step, ...]
    undated: int
    yes: int
    no: int

    @property
    def side(self) -> str:
        """Where most of its claims stand: yes, no, or both where it stands on either side."""
        if self.yes and self.no:
            return "both"
        return "yes" if self.yes else "no" if self.no else "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A day on the axis. x: percent."""

    x: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """lanes: those with most claims, affirming speakers first. left_out: further lanes."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    left_out: int


def voice_of(member: Member) -> str:
    """Who speaks, for people."""
    if member.speaker:
        return member.speaker
    if member.hit.voice == "outlet":
        return f"{member.hit.outlet or 'The outlet'}, {OWN}"
    return "No source given"


def timeline(members: Sequence[Member]) -> Timeline:
    """The timeline of a question's claims."""
    days = [date.fromisoformat(m.day[:10]) for m in members if m.day and _is_day(m.day)]
    first, last = (min(days), max(days)) if days else (None, None)
    by_voice: dict[str, list[Member]] = {}
    for member in members:
        by_voice.setdefault(voice_of(member), []).append(member)
    lanes = [_lane(name, those, first, last) for name, those in by_voice.items()]
    order = {"yes": 0, "both": 1, "no": 2, "unclear": 3}
    kept = sorted(lanes, key=lambda lane: -(len(lane.marks) + lane.undated))[:_MOST_LANES]
    kept.sort(key=lambda lane: (order[lane.side], -lane.yes - lane.no, lane.name))
    ticks = _ticks(first, last) if first and last else ()
    return Timeline(lanes=tuple(kept), ticks=ticks, left_out=len(lanes) - len(kept))


def _is_day(told: str | None) -> bool:
    try:
        return told is not None and bool(date.fromisoformat(told[:10]))
    except ValueError:
        return False


def _x(day: date, first: date, last: date) -> float:
    span = (last - first).days
    return round(_EDGE + ((day - first).days / span if span else 0.5) * (100 - 2 * _EDGE), 2)


def _lane(name: str, members: Sequence[Member], first: date | None, last: date | None) -> Lane:
    marks: list[Mark] = []
    for member in members:
        if first is None or last is None or member.day is None or not _is_day(member.day):
            continue
        x = _x(date.fromisoformat(member.day[:10]), first, last)
        y = _TOP + _STEP * POSITIONS.index(member.position)
        while any(abs(m.x - x) < _NEAR and abs(m.y - y) < _STEP for m in marks) and x < 100 - _NEAR:
            x = round(x + _NEAR, 2)
        marks.append(_mark(member, x, y))
    return Lane(
        name=name,
        is_source=members[0].speaker is not None,
        marks=tuple(marks),
        steps=tuple(
            Step(x1=a.x, y1=a.y, x2=b.x, y2=b.y, turns={a.shape, b.shape} == {"yes", "no"}) for a, b in pairwise(marks)
        ),
        undated=len(members) - len(marks),
        yes=sum(m.side == "yes" for m in members),
        no=sum(m.side == "no" for m in members),
    )


def _mark(member: Member, x: float, y: float) -> Mark:
    hit = member.hit
    sure = (hit.at_least + hit.at_most) / 2 if hit.at_least is not None and hit.at_most is not None else None
    words = " ".join(hit.content.split())
    return Mark(
        key=hit.claim,
        x=x,
        y=y,
        shape=member.side,
        position=member.position,
        sure=sure,
        title=f"{member.day}: {words[:160]}",
    )


def _ticks(first: date, last: date) -> tuple[Tick, ...]:
    """Days, months or years, as many as can be read, the same distance apart."""
    span = (last - first).days
    if span == 0:
        return (Tick(x=50.0, words=f"{first.day} {first:%b} {first.year}"),)
    if span <= 10:
        step = 1 if span <= 4 else 3
        return tuple(_tick(first + timedelta(days=n), first, last, "%-d %b") for n in range(0, span + 1, step))
    months = (last.year - first.year) * 12 + last.month - first.month
    if months <= 2:
        step = max(span // 4, 1)
        return tuple(_tick(first + timedelta(days=n), first, last, "%-d %b %Y") for n in range(0, span + 1, step))
    every = next(n for n in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if months / n <= 6)
    out = []
    start = first.year * 12 + first.month - 1
    for number in range(start - start % every, last.year * 12 + last.month, every):
        day = date(number // 12, number % 12 + 1, 1)
        if first <= day <= last:
            out.append(_tick(day, first, last, "%Y" if every >= 12 else "%b %Y"))
    return tuple(out)


def _tick(day: date, first: date, last: date, form: str) -> Tick:
    return Tick(x=_x(day, first, last), words=day.strftime(form))
