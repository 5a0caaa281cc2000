"""Which nameless sources a passage on anonymity is about ("on condition of anonymity")."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from sayso.understand.descriptions import low_is_definite
from sayso.understand.discourse import Discourse
from sayso.understand.record import anonymity
from sayso.understand.voices import Voice

_ANONYMOUS_FAR = 2  # sentences after a source in which its anonymity may be told
_TAKEN_UP = 4  # nameless sources to either side that may be the same
_VEILED = frozenset("source sources official officials insider insiders person people individual man woman".split())
_PART_OF = ("one of the ", "some of the ", "another of the ", "both of the ", "two of the ")


def mark_anonymous(discourse: Discourse, sources: Sequence[tuple[int, Voice]]) -> None:
    """Mark the nameless voice that each passage on anonymity is about. sources: first words and voices in order.

    The nearest source before it in its sentence, else people named there before it, else the next source there,
    else the last of the two sentences before.
    """
    nameless = [(start, voice) for start, voice in sources if voice.kind in {"one", "group", "thing"}]
    starts = [start for start, _ in nameless]
    for word in anonymity(discourse.scene):
        number = int(discourse.scene.words.sentence[word])
        at = bisect_left(starts, word + 1)
        around = [i for i in (at - 1, at) if 0 <= i < len(starts)]
        near = [(i, number - int(discourse.scene.words.sentence[starts[i]])) for i in around]
        found = next((i for i, far in near if far == 0), None)
        if found is None or starts[found] > word:
            voice = _people_before(discourse, word)
            if voice is not None:
                voice.anonymous = True
                continue
        if found is None:
            found = next((i for i, far in near if 0 < far <= _ANONYMOUS_FAR), None)
        if found is None:  # "They would not be named. One said …"
            found = next((i for i, far in near if far == -1), None)
        if found is not None:
            _veil(nameless, found)


def _people_before(discourse: Discourse, word: int) -> Voice | None:
    """The nameless people whom the sentence tells of last before a word."""
    number = discourse.scene.words.sentence[word]
    for mention in reversed(discourse.before(word)):
        if discourse.scene.words.sentence[mention.start] != number:
            return None
        if mention.voice.kind in {"one", "group"}:
            return mention.voice
    return None


def _veil(nameless: Sequence[tuple[int, Voice]], at: int) -> None:
    """Mark a voice anonymous, and those that take it up or that it takes up ("someone close … the insider")."""
    voice = nameless[at][1]
    voice.anonymous = True
    around = range(max(0, at - _TAKEN_UP), min(len(nameless), at + _TAKEN_UP))
    for i in around:
        other = nameless[i][1]
        if voice.head in other.words and other.name.lower().startswith(_PART_OF):
            other.anonymous = True
        if other is voice or other.plural != voice.plural:
            continue
        first, then = (other, voice) if i < at else (voice, other)
        if then.head in _VEILED and low_is_definite(then.name) and not low_is_definite(first.name):
            other.anonymous = True
            then.name = first.name
