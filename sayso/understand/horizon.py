"""When the content of a claim lies, seen from when it was said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from sayso.records import Claim, Horizon
from sayso.understand.clauses import Group, content_words, cue_range, groups, kind_of, opening
from sayso.understand.cues import base_forms
from sayso.understand.scene import Scene
from sayso.understand.tense import Shift, tense
from sayso.understand.verbless import Thing, thing_horizon

_WOULD = frozenset("will ll wo won shall would wouldn d".split())
_IF = frozenset({"if", "unless"})
_NO_CONDITION = frozenset("as what any ever so".split())
_WHETHER = frozenset("ask wonder know see say determine unclear doubt sure question clear decide inquire".split())
_INVERTED = frozenset({"had", "should", "were"})
_PERSONS = frozenset("he she they we it i you".split())
_ASKING = frozenset("what why how when where who whom which so nor".split())


def horizon(scene: Scene, claim: Claim, nested: Sequence[Claim]) -> Horizon | None:
    """past, present, future, conditional or unknown. nested: the claims whose parent this one is (others do no harm).

    The main predicate of the content without the nested contents tells; the back-shift after a past cue is undone
    ("said it was sending" is present, "said it would" future). A content without a finite verb goes by the claim's
    force, which is to be set before. None where the content has no words.
    """
    words = content_words(scene, claim, nested)
    if not any(scene.tokens[i][0].isalnum() for i in words):
        return None
    if _conditional(scene, claim, words):
        return "conditional"
    found = groups(scene, words)
    mains = [g for g in found if g.role != "subordinate"]
    if claim.form in ("direct", "mixed") and _commands(scene, words):
        return "future"
    if not mains or _infinitive_first(scene, words, mains[0].head, claim):
        return thing_horizon(_thing(scene, claim, words, found))
    return _of_clauses(scene, claim, words, mains)


def _of_clauses(scene: Scene, claim: Claim, words: list[int], mains: Sequence[Group]) -> Horizon:
    """The first main clause tells; a later one that lies ahead goes before it, and events go before a state."""
    shift = back_shift(scene, claim)
    told = [_told(scene, claim, g, shift, words) for g in mains]
    if "conditional" in told or told[0] == "future":
        return "conditional" if "conditional" in told else "future"
    if any(t == "future" and (g.words[0] in _WOULD or g.kind != "modal") for t, g in zip(told, mains, strict=True)):
        return "future"
    if shift == "past" and told[0] == "present" and _amid_events(told, mains):
        return "past"  # "there was a child among them, and houses were damaged"
    return told[0]


def back_shift(scene: Scene, claim: Claim) -> Shift:
    """What the cue does to the tenses of its content: "past" shifts them back, "present" does not, "none" may."""
    start, end = cue_range(scene, claim)
    kinds = {kind_of(scene, i) for i in range(start, end)}
    if scene.lower[start:end] in (("according", "to"), (":",)) or start == end:
        return "none"
    if "past" in kinds or ("present" not in kinds and "modal" not in kinds):
        return "past"
    return "past" if "participle" in kinds else "present"


def _amid_events(told: Sequence[Horizon], mains: Sequence[Group]) -> bool:
    done = (g.words[0] not in ("had", "have", "has") for g, t in zip(mains, told, strict=True) if t == "past")
    return mains[0].kind == "past" and any(done)


def _told(scene: Scene, claim: Claim, group: Group, shift: Shift, words: list[int]) -> Horizon:
    quoted = scene.words.quote[group.head] in (1, 2)
    if claim.force in ("asks", "plans") and group.kind == "present" and shift == "past" and not quoted:
        return "future"  # a subjunctive: "ordered that troops deploy"
    if claim.force in ("feels", "believes") and group.kind == "modal":
        quoted, shift = False, "past"  # "fear that they would leave": what is feared lies ahead
    told = tense(scene, group, "present" if quoted else shift, words[0], words[-1] + 1)
    hoped = claim.force == "feels" and (group.words[0] == "can" or _cue_forms(scene, claim) & {"hope", "wish", "pray"})
    return "future" if told == "present" and hoped else told


def _conditional(scene: Scene, claim: Claim, words: list[int]) -> bool:
    start = opening(scene, words)
    cue = _cue_forms(scene, claim)
    ahead = any(scene.lower[j] in _WOULD for j in words)
    for k, i in enumerate(words):
        word = scene.lower[i]
        if word in _IF:
            before = scene.lower[words[k - 1]] if k else ""
            after = scene.lower[words[k + 1]] if k + 1 < len(words) else ""
            asked = cue if k <= start and before != "that" and scene.tokens[i].islower() else base_forms(before)
            if not (before in _NO_CONDITION or after in _NO_CONDITION or asked & _WHETHER):
                return True
        elif word in _INVERTED and _inverted(scene, words, k, start, ahead):
            return True
    return claim.force == "feels" and "would" in cue and "like" not in cue


def _commands(scene: Scene, words: list[int]) -> bool:
    """ "Stop issuing visas." """
    start = opening(scene, words)
    if start >= len(words) or scene.words.quote[words[start]] not in (1, 2):
        return False
    i = words[start]
    return scene.tags[i] == "VB" and scene.tokens[i][0].isupper() and scene.lower[i] != "thank"


def _inverted(scene: Scene, words: list[int], k: int, start: int, ahead: bool) -> bool:
    """ "Had it happened earlier, it would …", "… should he invade", no question "what should we do".

    ahead: whether the content has a "will" or "would".
    """
    if k + 1 >= len(words) or (k and scene.lower[words[k - 1]] in _ASKING):
        return False
    after = scene.tokens[words[k + 1]]
    noun = kind_of(scene, words[k + 1]) == "other" and after[0].isalpha()
    if k <= start or scene.tokens[words[k]][0].isupper():
        return noun and ahead
    subject = after.lower() in _PERSONS or (noun and after[0].isupper())
    return subject and (ahead or scene.lower[words[k]] == "should")


def _infinitive_first(scene: Scene, words: list[int], limit: int, claim: Claim) -> bool:
    """Whether the content is an infinitive whose finite verbs stand deeper ("to leave when the war ends")."""
    start = opening(scene, words)
    if start >= len(words) or words[start] >= limit:
        return False
    if scene.lower[words[start]] in ("to", "as", "not"):
        return True
    if claim.force in (None, "says", "other"):
        return False
    if kind_of(scene, words[start]) == "gerund":
        return claim.force in ("plans", "asks", "denies", "confirms", "feels") and scene.lower[words[0]] != "that"
    return any(scene.lower[a] == "to" and kind_of(scene, b) == "base" for a, b in pairwise(words) if b < limit) and (
        claim.force in ("plans", "asks", "feels", "predicts")
    )


def _thing(scene: Scene, claim: Claim, words: list[int], found: Sequence[Group]) -> Thing:
    own = words[min(opening(scene, words), len(words) - 1) :]
    return Thing(
        force=claim.force,
        form=claim.form,
        cue=_cue_forms(scene, claim),
        lower=tuple(scene.lower[i] for i in own),
        kinds=tuple(kind_of(scene, i) for i in own),
        past=bool(found) and found[-1].kind == "past",
    )


def _cue_forms(scene: Scene, claim: Claim) -> frozenset[str]:
    start, end = cue_range(scene, claim)
    out: frozenset[str] = frozenset()
    for i in range(start, min(end, start + 12)):
        out |= base_forms(scene.lower[i])
    return out
