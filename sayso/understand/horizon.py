"""When the content of a claim lies, seen from when it was said."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.reader.lemmas import verb_lemma
from sayso.records import Claim, Horizon
from sayso.understand.clauses import Group, content_words, cue_range, groups, kind_of, opening, word_list
from sayso.understand.cues import base_forms
from sayso.understand.scene import Scene

_WILL = frozenset("will ll wo won shall shan".split())
_LATER_ADJECTIVES = frozenset("set due about bound likely unlikely expected scheduled slated poised supposed".split())
_TIMES_PAST = frozenset(
    """yesterday ago earlier previously formerly then last overnight recently originally initially once""".split()
)
_TIMES_TO_COME = frozenset("tomorrow soon next upcoming forthcoming later".split())
_MONTHS = frozenset(
    """january february march april june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday""".split()
)
_FUTURE_FORCES = frozenset({"plans", "asks", "declines", "predicts"})
_HOPES = frozenset(
    "want wish hope fear worry desire prefer long yearn aspire dream eager keen concern concerned afraid anxious like need".split()
)
_PERCEIVES = frozenset("see hear watch witness spot overhear".split())
_ANNOUNCES = frozenset("announce announcement warn warning threaten promise propose offer signal".split())
_IF = frozenset({"if", "unless"})
_NO_IF = frozenset("as even what only any ever".split())


def horizon(scene: Scene, claim: Claim, nested: Sequence[Claim]) -> Horizon | None:
    """past, present, future, conditional or unknown. nested: the claims whose parent this one is (others do no harm).

    The main predicate of the content without the nested contents tells; the back-shift after a past cue is undone ("said it
    was sending" is present, "said it would" future). A content without a finite verb goes by the claim's force, which is to
    be set before. None where the content has no words.
    """
    return content_horizon(scene, claim, nested)


def content_horizon(scene: Scene, claim: Claim, nested: Sequence[Claim]) -> Horizon | None:
    """As `horizon`; the force may still be missing."""
    words = content_words(scene, claim, nested)
    if not any(scene.tokens[i][0].isalnum() for i in words):
        return None
    found = groups(scene, words)
    shifted = _back_shifts(scene, claim)
    if _conditional(scene, words, found, shifted):
        return "conditional"
    mains = [g for g in found if g.role != "subordinate"] or found
    if not mains or _infinitive_first(scene, words, mains[0].head, claim):
        return _verbless(scene, claim, words)
    told = [_tense(scene, g, shifted and not scene.words.quote[g.head] in (1, 2)) for g in mains]
    if "conditional" in told[:1]:
        return "conditional"
    if told[0] == "future" or "future" in told:
        return "future"
    return told[0]


def _back_shifts(scene: Scene, claim: Claim) -> bool:
    """Whether the cue stands in the past, so that a present in its content became a past."""
    if claim.cue is None:
        return False
    start, end = cue_range(scene, claim)
    if scene.lower[start:end] in (("according", "to"), (":",)):
        return False
    kinds = {kind_of(scene, i) for i in range(start, end)}
    return bool(kinds & {"past", "participle", "gerund"}) and not ("present" in kinds and "participle" not in kinds)


def _conditional(scene: Scene, words: list[int], found: list[Group], shifted: bool) -> bool:
    start = opening(scene, words)
    for k, i in enumerate(words):
        if scene.lower[i] in _IF and k > start:
            before = scene.lower[words[k - 1]]
            after = scene.lower[words[k + 1]] if k + 1 < len(words) else ""
            if before not in _NO_IF and after not in _NO_IF | {"not", ","} and not _asks_whether(before):
                return True
        elif scene.lower[i] in _IF and k == start and scene.tokens[i][0].isupper():
            return True
    return (
        any(
            scene.lower[i] in ("had", "should", "were") and scene.words.first[i] and scene.tags[i] != "NN"
            for i in words[:2]
        )
        and len(found) > 1
        and shifted in (True, False)
    )


def _asks_whether(before: str) -> bool:
    return bool(base_forms(before) & {"ask", "wonder", "know", "see", "say", "determine", "unclear", "doubt", "sure"})


def _infinitive_first(scene: Scene, words: list[int], limit: int, claim: Claim) -> bool:
    """Whether the content is an infinitive whose finite verbs stand deeper ("to leave when the war ends")."""
    start = opening(scene, words)
    if start >= len(words) or words[start] >= limit:
        return False
    if scene.lower[words[start]] in ("to", "as", "not"):
        return True
    if kind_of(scene, words[start]) == "gerund" and claim.force in (
        None,
        "plans",
        "asks",
        "denies",
        "confirms",
        "claims",
    ):
        return True
    if claim.force in ("plans", "asks", "feels", "believes", "predicts"):
        return any(
            scene.lower[a] == "to" and kind_of(scene, b) == "base"
            for a, b in zip(words, words[1:], strict=False)
            if b < limit
        )
    return False


def _tense(scene: Scene, group: Group, shifted: bool) -> Horizon:
    first = group.words[0]
    if group.kind == "modal":
        return _modal(scene, group, first, shifted)
    if _goes_on(scene, group):
        return "future"
    if group.kind == "present":
        if "participle" in group.kinds[1:] and verb_lemma(first) == "have" or first in ("ve",):
            return "present" if group.kinds[-1] == "gerund" else "past"
        if group.kinds[-1] == "gerund" and _soon(scene, group):
            return "future"
        return "present"
    return _past(scene, group, shifted)


def _goes_on(scene: Scene, group: Group) -> bool:
    """ "is going to", "is due to", "are to meet", "was about to"."""
    words = group.words
    if verb_lemma(words[0]) != "be" and words[0] not in ("is", "are", "was", "were", "am", "s", "re", "m"):
        return False
    if len(words) > 2 and words[1] == "to":
        return words[2] != "be" or True
    if len(words) > 3 and words[1] == "going" and words[2] == "to":
        return True
    after = [scene.lower[i] for i in range(group.head + 1, min(group.tail + 4, len(scene.lower)))]
    return any(a in _LATER_ADJECTIVES and b == "to" for a, b in zip(after, after[1:], strict=False))


def _soon(scene: Scene, group: Group) -> bool:
    after = scene.lower[group.tail + 1 : group.tail + 12]
    for k, word in enumerate(after):
        if word in (".", ";"):
            return False
        if word in _TIMES_TO_COME and word != "later":
            return k < 10
    return False


def _modal(scene: Scene, group: Group, first: str, shifted: bool) -> Horizon:
    perfect = "have" in group.words[1:3] and group.kinds[-1] == "participle"
    if first in _WILL:
        return "future"
    if first in ("would", "wouldn", "d"):
        if perfect or not shifted:
            return "conditional"
        return "future"
    if perfect:
        return "past"
    if first in ("can", "cannot", "ca"):
        return "present"
    return "present" if _stative(group) else "future"


def _past(scene: Scene, group: Group, shifted: bool) -> Horizon:
    first = group.words[0]
    if not shifted:
        return "past"
    if first in ("had", "hadn", "d") and "participle" in group.kinds[1:]:
        return "past"
    if _dated(scene, group):
        return "past"
    if first in ("was", "were", "wasn", "weren"):
        if "gerund" in group.kinds[1:]:
            return "future" if _soon(scene, group) else "present"
        if group.kinds[-1] == "participle" and group.words[-1] != first:
            return "present" if _lasting(group.words[-1]) else "past"
        return "present"
    if first in ("did", "didn"):
        return "present" if _stative(group) else "past"
    return "present" if _stative(group) else "past"


def _stative(group: Group) -> bool:
    last = group.words[-1]
    return bool(base_forms(last) & word_list("stative.txt")) or (group.kinds[-1] == "gerund")


def _lasting(participle: str) -> bool:
    return bool(base_forms(participle) & word_list("stative.txt")) or participle in ("located", "based", "aimed")


def _dated(scene: Scene, group: Group) -> bool:
    """Whether the clause names a past time, within its next words: "was in Kyiv last week", "in 2014"."""
    for i in range(group.head, min(group.tail + 14, len(scene.lower))):
        word = scene.lower[i]
        if word in (".", ";", "!", "?") or (i > group.tail and word in ("and", "but", "that", "who", "which")):
            return False
        if word in _TIMES_PAST:
            return True
        if (
            word.isdigit()
            and len(word) == 4
            and word[:2] in ("19", "20")
            and scene.lower[i - 1] in ("in", "since", *_MONTHS)
        ):
            return scene.lower[i - 1] != "since"
        if word in _MONTHS and scene.lower[i - 1] == "on":
            return True
    return False


def _verbless(scene: Scene, claim: Claim, words: list[int]) -> Horizon:
    """Infinitives, participles and things, by what the cue does with them."""
    start = min(opening(scene, words), len(words) - 1)
    lower = [scene.lower[i] for i in words]
    kinds = [kind_of(scene, i) for i in words[start : start + 12]]
    for k in range(start, len(words) - 1):
        if lower[k] == "to" and lower[k + 1] == "have" and k + 2 < len(words):
            if kind_of(scene, words[k + 2]) in ("participle", "past"):
                return "past"
    if kinds[0] == "gerund" and lower[start] == "having":
        return "past"
    cue = _cue_forms(scene, claim)
    if (
        claim.force in _FUTURE_FORCES
        or cue & _ANNOUNCES
        and not (claim.force == "says" and cue & {"announce"} and False)
    ):
        return "future"
    if any(w in _TIMES_TO_COME for w in lower):
        return "future"
    if claim.force == "feels" and (cue & _HOPES or lower[start] == "to"):
        return "future"
    if kinds[0] == "base" and claim.form == "direct":
        return "future"
    happened = _happened(scene, words, start)
    if claim.force in ("claims", "denies", "confirms"):
        if kinds[0] == "gerund":
            return "present" if lower[start] == "being" or _is_stative(lower[start]) else "past"
        return "past" if happened or claim.force == "denies" else "present"
    return "past" if happened else "present"


def _cue_forms(scene: Scene, claim: Claim) -> frozenset[str]:
    start, end = cue_range(scene, claim)
    out: frozenset[str] = frozenset()
    for i in range(start, min(end, start + 12)):
        out |= base_forms(scene.lower[i])
    return out


def _is_stative(word: str) -> bool:
    return bool(base_forms(word) & word_list("stative.txt"))


def _happened(scene: Scene, words: list[int], start: int) -> bool:
    """Whether the thing is an event, by its head noun (the last before a preposition), or a finished participle."""
    events = word_list("events.txt")
    for i in words[start : start + 10]:
        word = scene.lower[i]
        if word in ("of", "in", "on", "for", "by", "to", "with", "from", "at", "about", ",", "that", "who", "as"):
            break
        if base_forms(word) & events:
            return True
    return False
