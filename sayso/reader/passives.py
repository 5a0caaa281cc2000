"""Passives that tell what is thought of somebody: "the general is believed to have left", "Lapin, thought to be ill".

The one of whom it is told is no source but a part of what is told; who thinks so is not said. A network that learns
from words near each other takes the subject of such a verb for its source all the same.
"""

from __future__ import annotations

from dataclasses import replace

from sayso.reader.attributions import Attribution
from sayso.reader.words import Words

_BE = frozenset("is are was were be been being 's 're s re".split())
_HAVE = frozenset("has have had having 've ve".split())
# Participles that are passive before "to" wherever a form of "be" goes with them …
_TOLD = frozenset(
    """thought believed expected said reported understood known alleged supposed presumed rumored rumoured suspected
    considered estimated assumed reputed feared projected forecast predicted scheduled set due""".split()
)
# … and those that are even without one, before "to be" and "to have".
_BARE = _TOLD - frozenset("expected said set due scheduled projected forecast predicted known".split())
_INFINITIVES = frozenset({"be", "have"})


def with_subject(words: Words, one: Attribution) -> Attribution:
    """The attribution, its source moved to the content where it is the subject of such a passive."""
    if one.source is None or not one.contents or not _is_passive(words, one):
        return one
    return replace(one, source=None, contents=(one.source, *one.contents))


def _is_passive(words: Words, one: Attribution) -> bool:
    a, b = one.cue
    source, content = one.source, one.contents[0]
    if source is None or source[1] > a or content[0] != b or b + 1 >= len(words):
        return False
    between = [_plain(words, i) for i in range(source[1], a)]
    cue = [_plain(words, i) for i in range(a, b)]
    if any(word != "," for word in between) or _plain(words, b) != "to" or cue[-1] not in _TOLD:
        return False
    if any(word in _BE for word in cue):
        return True
    active = any(word in _HAVE for word in cue)
    return not active and cue[-1] in _BARE and _plain(words, b + 1) in _INFINITIVES


def _plain(words: Words, i: int) -> str:
    return words.text[words.start[i] : words.end[i]].lower().replace("’", "'")
