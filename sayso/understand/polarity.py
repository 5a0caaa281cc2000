"""Whether the act of a claim happened or is told not to have."""

from __future__ import annotations

from sayso.records import Claim, Polarity
from sayso.understand.clauses import kind_of
from sayso.understand.cues import cue_words
from sayso.understand.force import cue_match
from sayso.understand.scene import Scene

_NOT = frozenset("not never neither nor without nobody none hardly".split())
_NOTHING = frozenset("no nobody none neither nothing".split())
_UNKNOWN = frozenset("unknown unclear unaware unconvinced undecided unsure unreported".split())
_TOO = ("too soon to", "too early to")
_NOT_YET = ("not only", "not just", "not simply", "not merely")


def polarity(scene: Scene, claim: Claim) -> Polarity | None:
    """negated where the act itself is ("did not say", "no one said"); a negation that makes the force ("would not say",
    "denied") is part of the force, and the act affirmed. None for the outlet's own voice.
    """
    if claim.cue is None:
        return None
    start, end = scene.range_of(claim.cue.span)
    cue = cue_words(scene, start, end)
    own = cue.words[: cue.own]
    plain = " ".join(own)
    match = cue_match(scene, claim)
    if match and match.entry.negates:
        return "affirmed"
    if any(w in _UNKNOWN for w in own) or any(p in plain for p in _TOO):
        return "negated"
    if any(p in plain for p in _NOT_YET):
        return "affirmed"
    if any(w in _NOT for w in own) or ("no" in own and not _set_phrase(own)):
        return "negated"
    return "negated" if _denied_from_outside(scene, claim, start) else "affirmed"


def _set_phrase(own: tuple[str, ...]) -> bool:
    after = own[own.index("no") + 1 : own.index("no") + 2]
    return bool(after) and after[0] in ("doubt", "longer", "secret", "sign")


def _denied_from_outside(scene: Scene, claim: Claim, start: int) -> bool:
    """A negative subject ("No one said", "No deaths were reported") or a negation right before ("without saying")."""
    if claim.source and claim.source.spans:
        first, last = scene.range_of(claim.source.spans[0])
        if first < last <= start and scene.lower[first] in _NOTHING:
            return True
    before = scene.lower[start - 1] if start else ""
    if before in ("without", "not", "never", "neither", "nor") and not scene.words.first[start]:
        return True
    if before == "t" and start > 1 and scene.lower[start - 2] == "'":
        return True
    if claim.source is not None:
        return False
    for span in claim.content:
        first, last = scene.range_of(span)
        if first < last <= start and scene.lower[first] in ("no", "neither") and start - last < 3:
            return kind_of(scene, start) in ("past", "present", "participle")
    return False
