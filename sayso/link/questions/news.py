"""What was new when: which claims of a question told something that nobody, or not this speaker, had told before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sayso.link.questions.moves import side_of
from sayso.link.questions.records import Moved, Position

_FIRST = {"yes": "first to affirm", "no": "first to deny", "unclear": "first on the matter"}


def news(
    positions: Sequence[Position], speakers: Sequence[str | None], moves: Sequence[Moved]
) -> tuple[tuple[str, ...], ...]:
    """For each claim, in the order of time, what was new with it; mostly nothing."""
    told: dict[int, list[str]] = defaultdict(list)
    sides: set[str] = set()
    heard: set[str] = set()
    for place, (position, speaker) in enumerate(zip(positions, speakers, strict=True)):
        side = side_of(position)
        if side not in sides and (side != "unclear" or not sides):
            told[place].append(_FIRST[side])
        sides.add(side)
        if speaker is not None and speaker not in heard and not told[place]:
            told[place].append("a new voice")
        if speaker is not None:
            heard.add(speaker)
    for move in moves:
        told[move.after].append(move.kind)
    return tuple(tuple(told.get(place, ())) for place in range(len(positions)))
