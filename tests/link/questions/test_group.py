from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.link.questions.group import group, weight
from sayso.link.questions.records import Tie

SAME = (0.96, 0.01, 0.01, 0.01, 0.01)
OTHER = (0.01, 0.01, 0.01, 0.48, 0.49)


def tie(a: int, b: int, scores: tuple[float, ...] = SAME, near: float | None = 0.95) -> Tie:
    return Tie(a=a, b=b, scores=scores, near=near)


def test_pairs_of_one_question_make_a_group_and_others_stay_alone() -> None:
    ties = [tie(0, 1), tie(1, 2), tie(0, 2), tie(3, 4), tie(2, 3, OTHER, 0.7)]
    assert group(6, ties) == (0, 0, 0, 3, 3, 5)


def test_contradicting_claims_are_on_one_question() -> None:
    assert group(2, [tie(0, 1, (0.02, 0.9, 0.03, 0.03, 0.02))]) == (0, 0)


def test_a_chain_does_not_run_from_one_matter_to_the_next() -> None:
    """Two matters of five claims each, all of each judged the same; one pair across was judged the same by mistake."""
    first, second = range(5), range(5, 10)
    ties = [tie(a, b) for some in (first, second) for a, b in itertools.combinations(some, 2)]
    ties += [tie(4, 5), *(tie(a, b, OTHER, 0.66) for a in (2, 3) for b in (6, 7))]
    assert len(set(group(10, ties))) == 2


def test_near_claims_need_less_of_the_judge() -> None:
    doubtful = (0.3, 0.1, 0.1, 0.3, 0.2)
    assert weight(tie(0, 1, doubtful, 0.98)) > 0 > weight(tie(0, 1, doubtful, 0.7))
    assert weight(tie(0, 1, doubtful, None)) > 0


def test_a_person_s_word_wins_whatever_was_judged() -> None:
    ties = [tie(0, 1), tie(1, 2), tie(0, 2), tie(0, 3, OTHER, 0.6)]
    assert group(4, ties, together=[(0, 3)])[3] == 0
    parted = group(4, ties, apart=[(2, 0), (2, 1)])
    assert parted[0] == parted[1] != parted[2]
    assert group(2, [tie(0, 1)], together=[(0, 1)], apart=[(0, 1)]) == (0, 1)


_SCORES = st.lists(st.floats(0.01, 1), min_size=5, max_size=5).map(lambda told: tuple(x / sum(told) for x in told))


@st.composite
def _graphs(draw: st.DrawFn) -> tuple[int, list[Tie]]:
    count = draw(st.integers(0, 12))
    pairs = list(itertools.combinations(range(count), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return count, [tie(a, b, draw(_SCORES), draw(st.floats(0.4, 1.1))) for a, b in chosen]


@settings(max_examples=60, deadline=None)
@given(_graphs())
def test_groups_are_named_by_their_least_and_do_not_depend_on_the_order_of_ties(told: tuple[int, list[Tie]]) -> None:
    count, ties = told
    found = group(count, ties)
    assert found == group(count, reversed(ties))
    assert all(found[lead] == lead <= place for place, lead in enumerate(found))
    joined = {frozenset((t.a, t.b)) for t in ties}
    for lead in set(found):  # each member is judged against some other of its group
        members = [n for n, one in enumerate(found) if one == lead]
        if len(members) > 1:
            assert all(any(frozenset((a, b)) in joined for b in members) for a in members)
