"""Who moved within a question: a speaker who turned round, the world that did, a hedge that came or went."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.link.questions.records import Member, Move, Moved, Position, Tie
from sayso.link.questions.sides import is_hedged
from sayso.link.records import VERDICTS

LEAST_SHIFT = 0.65
"""Probability of *shift* from which a pair tells that the world moved: below, few that were read were right."""
LEAST_TURN = 0.6
"""Probability of *contradicts* or *shift* of a speaker's two claims themselves, from which they tell of a reversal."""
_SAME = VERDICTS.index("same")
_SHIFT = VERDICTS.index("shift")
_CONTRADICTS = VERDICTS.index("contradicts")
_SURELY_SAME = 0.5


def moves(members: Sequence[Member], positions: Sequence[Position], ties: Sequence[Tie]) -> tuple[Moved, ...]:
    """What moved, in the order of time. members: in the order of time, as are the places of ties and of what is given.

    A reversal is one speaker's, from one clear side to the other, on a later day, by two claims that were compared. A
    new fact is a pair judged *shift* between claims of two days, of one speaker or of several, where it is no reversal;
    of those that one claim brings, the surest, and of claims that bring the same the first. A hedge added or dropped is
    one speaker's, on one side.
    """
    told = {(min(tie.a, tie.b), max(tie.a, tie.b)): tie for tie in ties}
    found = [*_of_speakers(members, positions, told), *_of_the_world(members, ties)]
    turned = {(m.before, m.after) for m in found if m.kind == "reversal"}
    kept = [m for m in found if m.kind != "new fact" or (m.before, m.after) not in turned]
    return tuple(sorted(kept, key=lambda m: (m.after, m.before, m.kind)))


def _of_speakers(
    members: Sequence[Member], positions: Sequence[Position], told: dict[tuple[int, int], Tie]
) -> list[Moved]:
    last: dict[str, int] = {}
    found = []
    for now, member in enumerate(members):
        if member.speaker is None or positions[now] == "unclear":
            continue
        before = last.get(member.speaker)
        last[member.speaker] = now
        if before is None or members[before].day is None or member.day is None or members[before].day == member.day:
            continue
        kind = _kind(members, positions, before, now, told.get((before, now)))
        if kind is not None:
            why = f"{positions[before]} on {members[before].day}, {positions[now]} on {member.day}"
            found.append(Moved(kind=kind, before=before, after=now, why=why))
    return found


def _kind(
    members: Sequence[Member], positions: Sequence[Position], before: int, now: int, tie: Tie | None
) -> Move | None:
    if side_of(positions[before]) != side_of(positions[now]):
        # Sides come of many judgements; that somebody turned round must stand in the two claims themselves.
        turned = tie is not None and max(tie.scores[_CONTRADICTS], tie.scores[_SHIFT]) >= LEAST_TURN
        return "reversal" if turned else None
    if tie is not None and tie.scores[_SAME] < _SURELY_SAME:
        return None  # on one side, yet of something else
    was, is_now = is_hedged(members[before]), is_hedged(members[now])
    if was == is_now:
        return None
    return "hedge added" if is_now else "hedge dropped"


def _of_the_world(members: Sequence[Member], ties: Sequence[Tie]) -> list[Moved]:
    best: dict[int, Tie] = {}
    for tie in ties:
        days = members[tie.a].day, members[tie.b].day
        if tie.scores[_SHIFT] < LEAST_SHIFT or None in days or days[0] == days[1]:
            continue
        after = max(tie.a, tie.b)
        if after not in best or tie.scores[_SHIFT] > best[after].scores[_SHIFT]:
            best[after] = tie
    found, seen = [], set()
    for after in sorted(best):
        before = min(best[after].a, best[after].b)
        if before in seen:  # an earlier claim has told that this one is out of date
            continue
        seen.add(before)
        why = f"{members[before].day} and {members[after].day}: judged a shift with {best[after].scores[_SHIFT]:.2f}"
        found.append(Moved(kind="new fact", before=before, after=after, why=why))
    return found


def side_of(position: Position) -> str:
    """yes, no or unclear: the side without the hedge."""
    return position.removeprefix("hedged ")
