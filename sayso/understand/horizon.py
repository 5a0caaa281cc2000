"""When the content of a claim lies, seen from when it was said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from sayso.records import Claim, Horizon
from sayso.understand.clauses import Group, content_words, cue_range, groups, kind_of, opening, word_list
from sayso.understand.cues import base_forms
from sayso.understand.scene import Scene
from sayso.understand.tense import Shift, soon, tense

_WOULD = frozenset("will ll wo won shall would wouldn d".split())
_IF = frozenset({"if", "unless"})
_NO_CONDITION = frozenset("as what any ever so".split())
_WHETHER = frozenset("ask wonder know see say determine unclear doubt sure question clear decide inquire".split())
_INVERTED = frozenset({"had", "should", "were"})
_PERSONS = frozenset("he she they we it i you".split())
_ASKING = frozenset("what why how when where who whom which so nor".split())
_PRONOUNS = frozenset("this that these those which it what".split())
_PREPOSITIONS = frozenset("of in on for by to with from at about that who as into against".split())

_ARTICLES = frozenset("a an the his her its their our this that these those".split())

_FUTURE_FORCES = frozenset({"plans", "asks", "declines", "predicts"})
_HOPES = frozenset(
    "want wish hope fear desire prefer long yearn aspire dream eager keen afraid anxious like need seek".split()
)
_WORRIES = frozenset("worry concern concerned alarm nervous wary".split())
_TO_COME = frozenset("potential possible future likely imminent impending looming planned proposed threatened".split())
# Cues whose thing is still to come: "announced the withdrawal", "warned of shelling", "speculation of an offensive".
_FORETELLS = frozenset("announce announcement warn warning threaten promise propose offer signal speculation".split())
# Cues that give somebody an act: "accused them of bombing", "credited it with stopping", "criticized him for leaving".
_CHARGES = frozenset(
    "accuse charge blame credit attribute suspect praise commend criticize criticise thank sue".split()
)
_SHOWS = frozenset("show picture depict portray describe call dub characterize characterise name label".split())
_ATTITUDES = frozenset("support supportive back oppose opposition opposed favor favour promote endorse defend".split())
_REGRETS = frozenset("regret sorry apologize apologise rue ashamed proud welcome lament shock surprise".split())
_INTENTS = frozenset("intention intentions plan plans willingness readiness decision offer desire".split())
_UNDER_WAY = frozenset("being having planning preparing trying seeking supporting intending holding wanting".split())
# Nouns that only lead to the thing meant: "the importance of the retreat", "claims of attacks", "news of the strike".
_LEADING = frozenset(
    """importance news report reports claim claims allegation allegations fact evidence account accounts mention reality
    significance legality denial role""".split()
)


def horizon(scene: Scene, claim: Claim, nested: Sequence[Claim]) -> Horizon | None:
    """past, present, future, conditional or unknown. nested: the claims whose parent this one is (others do no harm).

    The main predicate of the content without the nested contents tells; the back-shift after a past cue is undone ("said
    it was sending" is present, "said it would" future). A content without a finite verb goes by the claim's force, which
    is to be set before. None where the content has no words.
    """
    words = content_words(scene, claim, nested)
    if not any(scene.tokens[i][0].isalnum() for i in words):
        return None
    found = groups(scene, words)
    if _conditional(scene, claim, words):
        return "conditional"
    mains = [g for g in found if g.role != "subordinate"]
    if claim.form in ("direct", "mixed") and _commands(scene, words):
        return "future"
    if not mains or _infinitive_first(scene, words, mains[0].head, claim):
        return _without_verb(scene, claim, words, found)
    shift = back_shift(scene, claim)
    told: list[Horizon] = [_told(scene, claim, g, shift, words) for g in mains]
    if told[0] == "conditional" or told[0] == "future":
        return told[0]
    if any(t == "future" and (g.words[0] in _WOULD or g.kind != "modal") for t, g in zip(told, mains, strict=True)):
        return "future"
    if shift == "past" and told[0] == "present" and _amid_events(told, mains):
        return "past"  # a state in the midst of events: "there was a child among them, and houses were damaged"
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
    for k, i in enumerate(words):
        word = scene.lower[i]
        if word in _IF:
            before = scene.lower[words[k - 1]] if k else ""
            after = scene.lower[words[k + 1]] if k + 1 < len(words) else ""
            asked = cue if k <= start and before != "that" and scene.tokens[i].islower() else base_forms(before)
            if not (before in _NO_CONDITION or after in _NO_CONDITION or asked & _WHETHER):
                return True
        elif word in _INVERTED and _inverted(scene, words, k, start):
            return True
    return claim.force == "feels" and "would" in cue and "like" not in cue


def _commands(scene: Scene, words: list[int]) -> bool:
    """ "Stop issuing visas." """
    start = opening(scene, words)
    if start >= len(words) or scene.words.quote[words[start]] not in (1, 2):
        return False
    i = words[start]
    return scene.tags[i] == "VB" and scene.tokens[i][0].isupper() and scene.lower[i] != "thank"


def _inverted(scene: Scene, words: list[int], k: int, start: int) -> bool:
    """ "Had it happened earlier, it would …", "… should he invade"."""
    if k + 1 >= len(words) or kind_of(scene, words[k + 1]) != "other":
        return False
    opens = k <= start or scene.tokens[words[k]][0].isupper()
    asked = k > 0 and scene.lower[words[k - 1]] in _ASKING
    return (opens or (scene.lower[words[k + 1]] in _PERSONS and not asked)) and any(
        scene.lower[j] in ("would", "will", "wouldn", "won") for j in words
    )


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


def _without_verb(scene: Scene, claim: Claim, words: list[int], found: Sequence[Group]) -> Horizon:
    """Infinitives, participles and things, by what the cue does with them."""
    start = min(opening(scene, words), len(words) - 1)
    lower = [scene.lower[i] for i in words]
    kinds = [kind_of(scene, i) for i in words]
    cue = _cue_forms(scene, claim)
    if claim.force not in _FUTURE_FORCES and _perfect(lower, kinds, start, "be" in cue):
        return "past"
    topic = claim.force == "asks" and bool(cue & {"about", "question"})
    if (claim.force in _FUTURE_FORCES and not topic) or cue & _FORETELLS or any(soon(w) for w in lower):
        return "future"
    if any(w in _TO_COME for w in lower[start : start + 3]) and claim.force in ("says", "feels", "claims"):
        return "future"
    if claim.force == "says" and any(a in _INTENTS and b == "to" for a, b in pairwise(lower[start:])):
        return "future"
    if claim.force == "says" and not {"be", "show"} & cue and _to_be_done(lower, kinds):
        return "future"
    if claim.force == "feels" and (cue & _HOPES or lower[start] == "to"):
        return "future"
    if claim.force == "feels" and cue & _WORRIES and _happened(lower, through=True):
        return "future"
    if kinds[start] == "base" and claim.form == "direct":
        return "future"
    return _of_a_thing(claim, cue, lower, kinds, start, found)


def _perfect(lower: list[str], kinds: Sequence[str], start: int, passive: bool) -> bool:
    """ "to have left", "having left"; passive: after "is thought", "is reported" also "to be cleared" of one event."""
    if lower[start] == "having" and "participle" in kinds[start : start + 3]:
        return True
    for k in range(start, len(lower) - 2):
        if lower[k] == "to" and kinds[k + 2] in ("participle", "past"):
            return lower[k + 1] == "have" or (passive and lower[k + 1] == "be" and not _lasts(lower[k + 2]))
    return False


def _to_be_done(lower: list[str], kinds: Sequence[str]) -> bool:
    """ "Another battery to be sent", as headlines have it."""
    return any(lower[k : k + 2] == ["to", "be"] and kinds[k + 2] == "participle" for k in range(len(lower) - 2))


def _of_a_thing(
    claim: Claim, cue: frozenset[str], lower: list[str], kinds: Sequence[str], start: int, found: Sequence[Group]
) -> Horizon:
    if lower[start] in _PRONOUNS and len(lower) <= 2:
        return "past" if claim.force in ("says", "claims", "confirms", "denies") else "present"
    if cue & _CHARGES:
        doing = next((w for w, k in zip(lower, kinds, strict=True) if k == "gerund"), None)
        if doing:
            return "present" if doing in _UNDER_WAY else "past"
        return "past" if _happened(lower, through=True) or cue & {"blame", "credit"} else "present"
    if cue & _SHOWS and claim.force == "says" or (claim.force == "believes" and "as" in lower):
        return "present"
    if cue & _ATTITUDES:
        return "present"
    if kinds[start] == "gerund" and claim.force == "feels" and not cue & _REGRETS:
        return "future"
    if kinds[start] == "gerund" and claim.force in ("claims", "denies", "confirms", "feels"):
        return "present" if lower[start] == "being" or _lasts(lower[start]) else "past"
    if "deny" in cue or (lower[start] == "what" and found and found[-1].kind == "past"):
        return "past"
    if claim.force in ("says", "claims", "confirms", "believes") and _finished(lower, kinds, start):
        return "past"
    return "past" if _happened(lower[start:], through=False) else "present"


def _finished(lower: Sequence[str], kinds: Sequence[str], start: int) -> bool:
    """Whether a participle tells of something done ("towns reported as *taken*"); also a past verb that was mistagged."""
    for k in range(start, len(lower)):
        if lower[k] in _PREPOSITIONS - {"as"}:
            return False
        if kinds[k] == "participle" and (k == 0 or lower[k - 1] not in _ARTICLES):
            return not _lasts(lower[k])
    return False


def _happened(lower: Sequence[str], through: bool) -> bool:
    """Whether the thing is an event by its head noun, the last before a preposition; through: or any noun after."""
    events = word_list("events.txt")
    led = through
    for word in lower:
        if word in _PREPOSITIONS and not led:
            return False
        if base_forms(word) & events:
            return True
        led = led or word in _LEADING
    return False


def _lasts(word: str) -> bool:
    return bool(base_forms(word) & word_list("stative.txt"))


def _cue_forms(scene: Scene, claim: Claim) -> frozenset[str]:
    start, end = cue_range(scene, claim)
    out: frozenset[str] = frozenset()
    for i in range(start, min(end, start + 12)):
        out |= base_forms(scene.lower[i])
    return out
