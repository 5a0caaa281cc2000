"""The time that one finite verb tells, with the back-shift after a past cue undone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from sayso.records import Horizon
from sayso.understand.clauses import Group, word_list
from sayso.understand.cues import base_forms, lexicon
from sayso.understand.scene import Scene

Shift = Literal["past", "present", "none"]

_WILL = frozenset("will ll wo won shall shan".split())
_WAS = frozenset("was were wasn weren".split())
_LATER = frozenset("set due about bound likely unlikely expected scheduled slated poised supposed".split())
_PURPOSES = frozenset(
    """aim aims purpose purposes goal goals objective objectives way idea task tasks mission strategy priority
    priorities point key job role intention plan plans desire wish hope""".split()
)
_BETWEEN = frozenset("not n t also now still all both very highly most more".split())
_TIMES_PAST = frozenset("yesterday ago earlier previously formerly overnight originally initially".split())
_TIMES_TO_COME = frozenset("tomorrow soon next upcoming forthcoming".split())
_PERIODS = frozenset(
    "week month year night summer spring winter autumn fall century decade day days weeks months years".split()
)
_DAYS_AND_MONTHS = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday""".split()
)
_CLAUSE_ENDS = frozenset(". ; ! ? and but that who which".split())
_REACH = 14  # words after a verb among which the time of its clause is looked for


def past_time(lower: Sequence[str], i: int) -> bool:
    """Whether the word at i ends an expression of a past time: "yesterday", "last week", "in 2014", "on Monday"."""
    word, before = lower[i], lower[i - 1]
    if word in _TIMES_PAST or (before == "last" and (word in _PERIODS or word in _DAYS_AND_MONTHS)):
        return True
    if word in _DAYS_AND_MONTHS:
        return before in ("on", "in")
    return (
        word.isdigit()
        and len(word) == 4
        and word[:2] in ("19", "20")
        and (before == "in" or before in _DAYS_AND_MONTHS)
    )


def soon(word: str) -> bool:
    """Whether the word alone tells of a time to come ("tomorrow")."""
    return word in _TIMES_TO_COME


def tense(scene: Scene, group: Group, shift: Shift, start: int, end: int) -> Horizon:
    """The time of a verb group: past, present, future, or conditional ("would" where nothing shifted it).

    start, end: the content's first word and the one after its last, between which a time is looked for.
    """
    first = group.words[0]
    if group.kind == "modal":
        return _modal(group, first, shift)
    if _is_going(scene, group):
        return "future"
    if group.kind == "present":
        return _present(scene, group, first, end)
    return _past(scene, group, first, shift, start, end)


def _is_going(scene: Scene, group: Group) -> bool:
    """ "is going to", "is due to", "are to meet", "was about to"."""
    if "be" not in base_forms(group.words[0]) and group.words[0] not in ("s", "re", "m"):
        return False
    if any(w in _PURPOSES for w in scene.lower[max(0, group.head - 14) : group.head]):
        return False  # "the aim was to protect"
    after = [w for w in scene.lower[group.head + 1 : group.head + 7] if w not in _BETWEEN and w != "'"][:2]
    if after[:1] == ["to"]:
        return True
    return after[1:] == ["to"] and (after[0] in _LATER or after[0] == "going")


def _present(scene: Scene, group: Group, first: str, end: int) -> Horizon:
    if first in ("has", "have", "hasn", "haven", "ve") and "participle" in group.kinds[1:]:
        lasting = group.kinds[-1] == "gerund" or group.words[-1] == "been"  # "has been calling", "have been underway"
        return "present" if lasting else "past"
    if group.kinds[-1] == "gerund" and _near(scene, group, _TIMES_TO_COME, end):
        return "future"
    return "present"


def _modal(group: Group, first: str, shift: Shift) -> Horizon:
    perfect = "have" in group.words[1:3] and group.kinds[-1] == "participle"
    if first in _WILL:
        return "future"
    if first in ("would", "wouldn", "d"):
        return "conditional" if perfect or shift == "present" else "future"
    if perfect:
        return "past"
    if first in ("can", "cannot", "ca"):
        return "present"
    if first in ("must", "should", "ought", "shouldn", "mustn"):
        prepared = group.kinds[-1] == "participle" and _stative(group)
        return "present" if prepared or group.words[-1] in ("be", "have") else "future"
    return "present" if _stative(group) else "future"


def _past(scene: Scene, group: Group, first: str, shift: Shift, start: int, end: int) -> Horizon:
    if shift != "past" and not (shift == "none" and scene.lower[group.head - 1] == "still"):
        return "past"
    if first in ("had", "hadn", "d") and "participle" in group.kinds[1:]:
        return "present" if group.kinds[-1] == "gerund" else "past"
    if any(w in ("still", "currently", "now") for w in scene.lower[group.head : group.tail + 1]):
        return "present"
    if _dated(scene, group, start, end):
        return "past"
    if first in _WAS and (group.kinds[-1] == "gerund" or "being" in group.words):
        return "future" if _near(scene, group, _TIMES_TO_COME, end) else "present"
    state = (first in _WAS and group.kinds[-1] != "participle") or _stative(group)
    return "present" if state else "past"


def _stative(group: Group) -> bool:
    last = group.words[-1]
    if group.kinds[-1] == "gerund" or base_forms(last) & word_list("stative.txt"):
        return True
    return group.kinds[-1] == "participle" and _of_mind(last)


@lru_cache(maxsize=1 << 12)
def _of_mind(participle: str) -> bool:
    """Whether the lexicon of cues has the word as a feeling or belief: "was surprised", "was convinced"."""
    found = (e for form in base_forms(participle) for e in lexicon().get(form, ()) if len(e.cue) == 1)
    return any(e.force in ("feels", "believes") for e in found)


def _near(scene: Scene, group: Group, wanted: frozenset[str], end: int) -> bool:
    for word in scene.lower[group.tail + 1 : min(end, group.tail + _REACH)]:
        if word in _CLAUSE_ENDS:
            return False
        if word in wanted:
            return True
    return False


def _dated(scene: Scene, group: Group, start: int, end: int) -> bool:
    """Whether the clause names a past time: "was in Kyiv last week", "in 2014", "on Monday"."""
    lower = scene.lower
    first = group.head
    while (
        first > max(start, group.head - _REACH)
        and not scene.words.first[first]
        and lower[first - 1] not in _CLAUSE_ENDS
    ):
        first -= 1
    for i in range(first, min(group.tail + _REACH, end)):
        word = lower[i]
        if i > group.tail and word in _CLAUSE_ENDS:
            return False
        if past_time(lower, i):
            return True
    return False
