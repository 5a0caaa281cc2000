"""What a cue does: say, deny, predict, ask … by the table of docs/gold.md and the lexicon of cues."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from sayso.reader.lemmas import verb_lemma
from sayso.records import Claim, Force
from sayso.understand.clauses import Group, content_words, groups, kind_of, opening
from sayso.understand.cues import CueWords, Entry, Match, cue_words, matches
from sayso.understand.horizon import horizon
from sayso.understand.scene import Scene

_BE = frozenset("is are am was were been being be s re m".split())
_WH = frozenset("who whom what which where when why how whether if whose".split())
_ASSERTIONS = frozenset(
    """claim claims allegation allegations accusation accusations suggestion suggestions assertion assertions report
    reports charge charges rumor rumors rumour rumours notion speculation statement statements criticism narrative
    insinuations""".split()
)
_DETERMINERS = frozenset("a an the his her its their our my your this that these those no any some s".split())
_LEAD = 5  # words of a content among which its head noun is looked for


@dataclass(frozen=True, kw_only=True)
class _Facts:
    """What the conditions of the lexicon ask about one claim, each worked out when first asked."""

    scene: Scene
    claim: Claim
    cue: CueWords

    @cached_property
    def words(self) -> list[int]:
        return content_words(self.scene, self.claim)

    @cached_property
    def first(self) -> str:
        k = opening(self.scene, self.words)
        return self.scene.lower[self.words[k]] if k < len(self.words) else ""

    @cached_property
    def groups(self) -> list[Group]:
        return groups(self.scene, self.words)

    @cached_property
    def horizon(self) -> str | None:
        return horizon(self.scene, self.claim, ())

    def to(self) -> bool:
        """Whether the content is an infinitive, with or without the one who is to act ("troops to leave")."""
        words = self.words
        if not words:
            return False
        if self.cue.words[self.cue.own - 1] == "to" and not self.groups and self._is_base(words[0]):
            return True
        if self.first != "to" and any(g.role == "main" for g in self.groups):
            return False
        limit = self.groups[0].head if self.groups else words[-1] + 1
        return any(
            self.scene.lower[a] == "to" and b == a + 1 and self._is_base(b) for a, b in pairwise(words) if a < limit
        )

    def _is_base(self, i: int) -> bool:
        tag = self.scene.tags[i]
        return tag == "VB" or (
            tag in ("", "VBP", "RB", "NN") and verb_lemma(self.scene.lower[i]) == self.scene.lower[i]
        )

    def tobe(self) -> bool:
        """Whether the infinitive is of a state ("to be 70 %", "to have room")."""
        pairs = pairwise(self.scene.lower[i] for i in self.words)
        return next((b in ("be", "have") for a, b in pairs if a == "to"), False)

    def that(self) -> bool:
        return any(g.role == "main" for g in self.groups) and not self.ing()

    def base(self) -> bool:
        if self.groups and self.groups[0].words[0] == "should":
            return True
        start = self.words[0] if self.words else 0
        if self.scene.lower[start : start + 1] != ("that",):
            return False
        limit = self.groups[0].head if self.groups else self.words[-1] + 1
        return any(i < limit and self.scene.tags[i] == "VB" and self.scene.lower[i - 1] != "to" for i in self.words)

    def ing(self) -> bool:
        k = opening(self.scene, self.words)
        return k < len(self.words) and kind_of(self.scene, self.words[k]) == "gerund"

    def np(self) -> bool:
        return not (self.to() or self.that() or self.ing() or self.wh())

    def wh(self) -> bool:
        return self.first in _WH

    def as_(self) -> bool:
        return self.first == "as" or (any(self.scene.lower[i] == "as" for i in self.words[:12]) and not self.that())

    def quote(self) -> bool:
        return bool(self.claim.content) and self.claim.content[0].text[:1] in "\"“'‘«„"

    def passive(self) -> bool:
        return self._be_then("participle")

    def prog(self) -> bool:
        return self._be_then("gerund")

    def _be_then(self, kind: str) -> bool:
        seen = False
        for word, i in zip(self.cue.words[: self.cue.own], self.cue.at, strict=False):
            if seen and (kind_of(self.scene, i) == kind or (kind == "participle" and word == "told")):
                return True
            seen = seen or word in _BE
        return False

    def claimnoun(self) -> bool:
        return any(self.scene.lower[i] in _ASSERTIONS for i in self.words[:_LEAD])

    def cuepast(self) -> bool:
        return any(kind_of(self.scene, i) == "past" for i in self.cue.at[: self.cue.own])

    def not_(self) -> bool:
        return any(w in ("not", "never", "no") for w in self.cue.words[: self.cue.own])

    def noun(self, at: int) -> bool:
        i = self.cue.at[at]
        tag = self.scene.tags[i]
        before = self.scene.lower[i - 1] if i else ""
        return tag.startswith("NN") or (tag[:2] != "VB" and before in _DETERMINERS)


_TESTS: dict[str, Callable[[_Facts], bool]] = {
    "to": _Facts.to, "tobe": _Facts.tobe, "that": _Facts.that, "base": _Facts.base, "ing": _Facts.ing,
    "np": _Facts.np, "wh": _Facts.wh, "as": _Facts.as_, "quote": _Facts.quote, "passive": _Facts.passive,
    "prog": _Facts.prog, "claimnoun": _Facts.claimnoun, "cuepast": _Facts.cuepast, "not": _Facts.not_,
    "future": lambda f: f.horizon == "future", "past": lambda f: f.horizon == "past",
}  # fmt: skip


# Every word that may stand in the lexicon's last column; "weak": only where no entry without it is found.
CONDITIONS = frozenset(_TESTS) | {"weak", "noun", "verb"}


def _holds(facts: _Facts, entry: Entry, at: int) -> bool:
    for condition in entry.when:
        name = condition.removeprefix("!")
        if name == "weak":
            continue
        holds = facts.noun(at) == (name == "noun") if name in ("noun", "verb") else _TESTS[name](facts)
        if holds == condition.startswith("!"):
            return False
    return True


def cue_match(scene: Scene, claim: Claim) -> Match | None:
    """The lexicon's entry that tells what the cue does; None where it knows none of the cue's words.

    The first entry counts ("refused to say"), save that verbs which only carry another cue give way to it ("issued a
    statement", "voiced doubt") and that a noun gives way to the verb that follows it ("a report accusing").
    """
    if claim.cue is None:
        return None
    cue = cue_words(scene, *scene.range_of(claim.cue.span))
    if not cue.words:
        return None
    facts = _Facts(scene=scene, claim=claim, cue=cue)
    best: dict[int, Match] = {}
    for start, match in matches(cue):
        if start not in best and _holds(facts, match.entry, start):
            best[start] = match
    strong = _whole([best[k] for k in sorted(best) if "weak" not in best[k].entry.when])
    if not strong:
        return best[min(best)] if best else None
    if facts.noun(strong[0].start):
        for match in strong[1:]:
            if kind_of(scene, cue.at[match.start]) in ("gerund", "past", "present"):
                return match
    return strong[0]


def _whole(found: list[Match]) -> list[Match]:
    """Without the matches whose words a longer one, begun before or after, takes in ("clear" in "make clear")."""
    return [
        m
        for m in found
        if not any(
            n is not m and n.start <= m.start and m.end <= n.end and len(n.entry.cue) > len(m.entry.cue) for n in found
        )
    ]


def force(scene: Scene, claim: Claim) -> Force | None:
    """The force of an attributed claim; None for the outlet's own voice and where nothing is known of the cue."""
    if claim.cue is None:
        return None
    match = cue_match(scene, claim)
    if match:
        return match.entry.force
    return _by_shape(scene, claim)


def _by_shape(scene: Scene, claim: Claim) -> Force | None:
    """For a cue that the lexicon lacks: a colon or a quotation says; an infinitive is a plan; a clause is said."""
    assert claim.cue is not None
    start, end = scene.range_of(claim.cue.span)
    if ":" in claim.cue.span.text:
        return "says"
    facts = _Facts(scene=scene, claim=claim, cue=cue_words(scene, start, end))
    if facts.quote():
        return "says"
    verbs = [i for i in range(start, end) if kind_of(scene, i) not in ("other", "to", "adverb")]
    if not verbs and start == end:
        return None
    if facts.to() and verbs:
        return "plans"
    if facts.that():
        return "says"
    return "other" if verbs else None
