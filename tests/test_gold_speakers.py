"""The open gold for speakers across texts: well formed, and sayso does not fall behind on it."""

from __future__ import annotations

from gold.speakers.measure import judged, load_groups, load_uses, score

FLOOR = 0.97
"""F1 over all pairs of uses in different texts, 0.996 when it was pinned (503 gold pairs, 616 uses, 65 texts)."""
FLOOR_NAMES = 0.88
"""The same for each pair of different names once, 0.943 then (28 gold pairs)."""


def test_each_line_names_sources_of_the_corpus() -> None:
    names = {one.use.wording for one in load_uses()}
    assert {name for name, _ in load_groups()} <= names
    assert all(sum(1 for s in load_groups().values() if s == speaker) > 1 for speaker in load_groups().values())


def test_pairs_are_counted_once_and_across_texts() -> None:
    uses = load_uses()
    own = [one.speaker for one in uses]
    perfect = score(uses, own)
    assert (perfect.precision, perfect.recall, perfect.f1) == (1.0, 1.0, 1.0)
    apart = score(uses, [str(i) for i in range(len(uses))])
    assert (apart.found, apart.recall, apart.f1) == (0, 0.0, 0.0)
    together = score(uses, ["one"] * len(uses))
    assert together.recall == 1.0
    assert together.precision < 0.02


def test_speakers_of_the_gold_are_found() -> None:
    uses = load_uses()
    speakers = judged(uses)
    assert score(uses, speakers).f1 >= FLOOR
    assert score(uses, speakers, once=True).f1 >= FLOOR_NAMES
