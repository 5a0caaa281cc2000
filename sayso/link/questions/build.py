"""From claims and judgements to questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sayso.link.questions.group import group
from sayso.link.questions.naming import clearest, wording
from sayso.link.questions.records import Member, Question, Tie
from sayso.link.questions.sides import position, signs
from sayso.link.records import VERDICTS

_TELLING = (VERDICTS.index("same"), VERDICTS.index("contradicts"))
LEAST_CLAIMS = 2
"""Of a question: what one claim alone says has no second voice."""


def questions(
    members: Sequence[Member],
    ties: Iterable[Tie],
    *,
    together: Sequence[tuple[int, int]] = (),
    apart: Sequence[tuple[int, int]] = (),
) -> tuple[Question, ...]:
    """Questions of two claims and more, by the place of their first claim.

    members: in the order of time. together, apart: what a person wants (see group). Which side is *yes* is told by the
    wording: it is the clearest claim's, and its claim says yes.
    """
    ties = tuple(ties)
    leads = group(len(members), ties, together=together, apart=apart)
    places: dict[int, list[int]] = defaultdict(list)
    for place, lead in enumerate(leads):
        places[lead].append(place)
    within: dict[int, list[Tie]] = defaultdict(list)
    for tie in ties:
        if leads[tie.a] == leads[tie.b]:
            within[leads[tie.a]].append(tie)
    return tuple(
        question(members, tuple(of), within[lead]) for lead, of in sorted(places.items()) if len(of) >= LEAST_CLAIMS
    )


def question(
    members: Sequence[Member], places: tuple[int, ...], ties: Sequence[Tie], *, call: str | None = None
) -> Question:
    """One question of the claims at these places. ties: those among them. call: the wording that a person gave."""
    at = {place: n for n, place in enumerate(places)}
    own = tuple(members[place] for place in places)
    inner = tuple(Tie(a=at[tie.a], b=at[tie.b], scores=tie.scores) for tie in ties)
    side = signs(len(own), inner)
    central = [0.0] * len(own)
    for tie in inner:
        for one in (tie.a, tie.b):
            central[one] += sum(tie.scores[place] for place in _TELLING)
    most = max(central, default=0.0)
    named_by = clearest(own, [told / most if most else 0.0 for told in central])
    turn = -1.0 if side[named_by] < 0 else 1.0
    positions = tuple(position(m, s * turn) for m, s in zip(own, side, strict=True))
    return Question(
        members=places,
        positions=positions,
        wording=call or wording(own[named_by]),
        named_by=named_by,
    )
