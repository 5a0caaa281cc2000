"""Windows cover every word once, with context on both sides."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.windows import cut_windows


@given(st.lists(st.integers(1, 9), max_size=600), st.integers(40, 120))
def test_own_ranges_cover_the_text_without_overlap(lengths: list[int], room: int) -> None:
    windows = cut_windows(lengths, room=room, margin=10)
    owned = [i for w in windows for i in range(w.own_start, w.own_end)]
    assert owned == list(range(len(lengths)))
    for w in windows:
        assert w.start <= w.own_start < w.own_end <= w.end
        assert sum(lengths[w.start : w.end]) <= room or w.own_end - w.own_start == w.end - w.start


@given(st.lists(st.integers(1, 3), min_size=300, max_size=600))
def test_inner_edges_have_context(lengths: list[int]) -> None:
    for w in cut_windows(lengths, room=100, margin=20):
        for inner, context in (
            (w.own_start > 0, lengths[w.start : w.own_start]),
            (w.own_end < len(lengths), lengths[w.own_end : w.end]),
        ):
            assert not inner or sum(context) >= 16


def test_a_word_longer_than_the_room_stands_alone() -> None:
    windows = cut_windows([1, 500, 1], room=100, margin=10)
    assert [(w.start, w.own_start, w.own_end, w.end) for w in windows] == [(0, 0, 1, 1), (1, 1, 2, 2), (2, 2, 3, 3)]


def test_nothing_gives_no_window() -> None:
    assert cut_windows([]) == ()
