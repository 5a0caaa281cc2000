"""The time of a content without a finite verb ("to leave", "bombing a bridge", "the withdrawal"), by its cue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.records import Force, Form, Horizon
from sayso.understand.clauses import Kind, word_list
from sayso.understand.cues import base_forms
from sayso.understand.tense import past_time, soon

_PRONOUNS = frozenset("this that these those which it what".split())
_PREPOSITIONS = frozenset("of in on for by to with from at about that who into against".split())
_ARTICLES = frozenset("a an the his her its their our my this that these those".split())
_HOPES = frozenset(
    """want wish hope fear desire prefer long yearn aspire dream eager keen afraid anxious like need seek""".split()
)
_WORRIES = frozenset("worry concern concerned alarm nervous wary".split())
_REGRETS = frozenset("regret sorry apologize apologise rue ashamed proud welcome lament shock surprise".split())
_ATTITUDES = frozenset("support supportive back oppose opposition opposed favor favour promote endorse defend".split())
_TO_COME = frozenset("potential possible future likely imminent impending looming planned proposed threatened".split())
_INTENTS = frozenset(
    "intention intentions plan plans willingness readiness decision offer desire determination commitment".split()
)
# Cues whose thing is still to come: "announced the withdrawal", "warned of shelling", "speculation of an offensive".
_FORETELLS = frozenset("announce announcement warn warning threaten promise propose offer signal speculation".split())
# Cues that give somebody an act: "accused them of bombing", "credited it with stopping", "criticized him for leaving".
_CHARGES = frozenset(
    "accuse charge blame credit attribute suspect praise commend criticize criticise thank sue".split()
)
_UNDER_WAY = frozenset("being having planning preparing trying seeking supporting intending holding wanting".split())
_SHOWS = frozenset("show picture depict portray describe call dub characterize characterise name label".split())
# Nouns that only lead to the thing meant: "the importance of the retreat", "claims of attacks", "news of the strike".
_LEADING = frozenset(
    """importance news report reports claim claims allegation allegations fact evidence account accounts mention reality
    significance legality denial role""".split()
)
_AHEAD = ("plans", "asks", "declines", "predicts")
_TOLD = ("says", "claims", "confirms", "believes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A content without a finite main verb. lower, kinds: its words from the first that is no mark on.

    cue: every base form of the cue's words. past: whether a past verb stands deeper in it.
    """

    force: Force | None
    form: Form | None
    cue: frozenset[str]
    lower: tuple[str, ...]
    kinds: tuple[Kind, ...]
    past: bool

    @property
    def gerund(self) -> bool:
        return self.kinds[0] == "gerund"

    def near(self, words: frozenset[str], reach: int) -> bool:
        return any(w in words for w in self.lower[:reach])


def thing_horizon(thing: Thing) -> Horizon:
    """By the first rule that holds; present where none does, as persons, pictures and things are."""
    return next((told for test, told in _RULES if test(thing)), "present")


def _perfect(t: Thing) -> bool:
    """ "to have left", "having left"; after "is thought" or "is reported" also "to be cleared", of one event."""
    if t.force in _AHEAD:
        return False
    if t.lower[0] == "having":
        return "participle" in t.kinds[:3]
    for k in range(len(t.lower) - 2):
        if t.lower[k] == "to" and t.lower[k + 1] in ("have", "be"):
            after = k + 3 if t.kinds[k + 2] == "adverb" else k + 2
            if after < len(t.lower) and t.kinds[after] in ("participle", "past"):
                return t.lower[k + 1] == "have" or ("be" in t.cue and not lasts(t.lower[after]))
    return False


def _ahead(t: Thing) -> bool:
    """What is asked, planned, refused or foretold; not the topic that somebody asks about."""
    topic = t.force == "asks" and bool(t.cue & {"about", "question"})
    return (t.force in _AHEAD and not topic) or bool(t.cue & _FORETELLS) or any(soon(w) for w in t.lower)


def _expected(t: Thing) -> bool:
    """ "the potential outbreak", "its intention to join", "another battery to be sent", as headlines have it."""
    if t.force in ("says", "feels", "claims") and t.near(_TO_COME, 3):
        return True
    if t.force not in ("says", "confirms"):
        return False
    if any(a in _INTENTS and b in ("to", "that") for a, b in pairwise(t.lower)):
        return True
    to_be = (k for k in range(len(t.lower) - 2) if t.lower[k : k + 2] == ("to", "be"))
    return not {"be", "show"} & t.cue and any(t.kinds[k + 2] == "participle" for k in to_be)


def _wished(t: Thing) -> bool:
    if t.force != "feels":
        return False
    if t.cue & _HOPES or t.lower[0] == "to":
        return True
    return (t.gerund and not t.cue & _REGRETS) or (bool(t.cue & _WORRIES) and _happened(t.lower, through=True))


def _commanded(t: Thing) -> bool:
    return t.kinds[0] == "base" and t.form == "direct"


def _pointed_at(t: Thing) -> bool:
    """A pronoun that stands for something said before: "denied *this*"."""
    return t.lower[0] in _PRONOUNS and len(t.lower) <= 2


def _charged(t: Thing) -> bool:
    """The act that somebody is accused of or thanked for, unless it is under way."""
    if not t.cue & _CHARGES:
        return False
    doing = next((w for w, k in zip(t.lower, t.kinds, strict=True) if k == "gerund"), None)
    if doing:
        return doing not in _UNDER_WAY
    return _happened(t.lower, through=True) or bool(t.cue & {"blame", "credit"})


def _dated(t: Thing) -> bool:
    """A thing with a past time of its own ("the attack of last week"), not one that is only named so."""
    return t.force in _TOLD and any(past_time(t.lower, k) for k in range(1, len(t.lower)))


def _pictured(t: Thing) -> bool:
    """What something is called, taken for or shown as, and attitudes."""
    as_ = t.force == "believes" and "as" in t.lower
    return bool(t.cue & _CHARGES) or (t.force == "says" and bool(t.cue & _SHOWS)) or as_ or bool(t.cue & _ATTITUDES)


def _state_told(t: Thing) -> bool:
    return t.gerund and t.force in ("claims", "denies", "confirms") and (t.lower[0] == "being" or lasts(t.lower[0]))


def _done(t: Thing) -> bool:
    """Deeds admitted or denied, what happened by its noun, what is finished by its participle."""
    if t.gerund and t.force in ("claims", "denies", "confirms", "feels"):
        return True
    if "deny" in t.cue or (t.lower[0] == "what" and t.past):
        return True
    return (t.force in _TOLD and _finished(t)) or _happened(t.lower, through=False)


_RULES: tuple[tuple[Callable[[Thing], bool], Horizon], ...] = (
    (_perfect, "past"),
    (_ahead, "future"),
    (_expected, "future"),
    (_wished, "future"),
    (_commanded, "future"),
    (lambda t: _pointed_at(t) and t.force in ("says", "claims", "confirms", "denies"), "past"),
    (_pointed_at, "present"),
    (_charged, "past"),
    (_dated, "past"),
    (_pictured, "present"),
    (_state_told, "present"),
    (_done, "past"),
)


def lasts(word: str) -> bool:
    """Whether the verb is one of states (lexicon/stative.txt)."""
    return bool(base_forms(word) & word_list("stative.txt"))


def _finished(t: Thing) -> bool:
    """Whether a participle tells of something done ("reported as *taken*"); so does a past verb that was mistagged."""
    for k, word in enumerate(t.lower):
        if word in _PREPOSITIONS:
            return False
        if t.kinds[k] == "participle" and (k == 0 or t.lower[k - 1] not in _ARTICLES):
            return not lasts(word)
    return False


def _happened(lower: Sequence[str], through: bool) -> bool:
    """Whether the thing is an event by its head noun, the last before a preposition; through: or any noun after."""
    events = word_list("events.txt")
    led = through
    for word in lower:
        if word in _PREPOSITIONS | {"as"} and not led:
            return False
        if base_forms(word) & events:
            return True
        led = led or word in _LEADING
    return False
