"""Kinds of words and verb groups, with and without tags. Sentences are invented."""

from __future__ import annotations

import pytest

from sayso.understand.clauses import content_words, groups, kind_of
from tests.understand.marked import read


def kinds(marked: str) -> dict[str, str]:
    scene, _ = read(marked)
    return {scene.lower[i]: kind_of(scene, i) for i in range(len(scene.words))}


@pytest.mark.parametrize(
    ("marked", "word", "kind"),
    [
        ("<The ship has left>", "left", "participle"),
        ("<The ship has left/VBD>", "left", "participle"),
        ("<They wrote/VBP it>", "wrote", "past"),
        ("<She believed/VBN it>", "believed", "past"),
        ("<She wants to have it>", "have", "base"),
        ("<It may rain>", "may", "modal"),
        ("<In May it rains>", "may", "other"),
        ("<It happened in 2 May>", "may", "other"),
        ("<Will/NNP rains>", "will", "other"),
        ("<It’s raining>", "s", "present"),
        ("<The ship’s/POS crew>", "s", "other"),
        ("<They’ve left>", "ve", "present"),
        ("<They’ll leave>", "ll", "modal"),
    ],
)
def test_kind_of_a_word(marked: str, word: str, kind: str) -> None:
    assert kinds(marked)[word] == kind


@pytest.mark.parametrize(
    ("marked", "roles"),
    [
        ("<the ship was old>", ["main"]),
        ("<that the ship that sank/VBD was old>", ["subordinate", "main"]),
        ("<the men who fled/VBD were tired/JJ>", ["subordinate", "main"]),
        ("<after the storm, the ship was lost/VBN>", ["main"]),
        ("<the battle for the port was over>", ["main"]),
        ("<after it rained/VBD the ship was lost/VBN>", ["subordinate", "main"]),
        ("<it rained/VBD and the ship was lost/VBN>", ["main", "coordinate"]),
        ("<it rained/VBD because the wind turned/VBD>", ["main", "subordinate"]),
        ("<while neutral, the state is large>", ["main"]),
        ("<It rained/VBD. It is late>", ["main", "main"]),
    ],
)
def test_roles(marked: str, roles: list[str]) -> None:
    scene, claim = read(marked)
    assert [g.role for g in groups(scene, content_words(scene, claim))] == roles


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("<it has not yet been seen/VBN>", ("has", "been", "seen")),
        ("<it is now going to rain/VB>", ("is", "going", "to", "rain")),
        ("<they wanted/VBD to leave/VB>", ("wanted",)),
        ("<they surrendered/VBD, saying/VBG no>", ("surrendered",)),
        ("<it had either sunk/VBN or fled>", ("had", "sunk")),
        ("<it has so/RB far/RB “failed/JJ”>", ("has", "failed")),
    ],
)
def test_a_group_holds_what_belongs_to_its_verb(marked: str, words: tuple[str, ...]) -> None:
    scene, claim = read(marked)
    assert groups(scene, content_words(scene, claim))[0].words == words
