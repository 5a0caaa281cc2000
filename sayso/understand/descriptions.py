"""Whom a description stands for: "the French president", "the agency", "the officials"; else it is its own voice."""

from __future__ import annotations

from bisect import bisect_left

from sayso.understand.naming import is_possessive
from sayso.understand.people import Cast, Person, fits, wider
from sayso.understand.phrase_words import DETERMINERS
from sayso.understand.phrases import Phrase, Phrases
from sayso.understand.record import calls_anonymous
from sayso.understand.scene import Scene
from sayso.understand.states import state
from sayso.understand.titles import institution, is_people, role, singular
from sayso.understand.voices import Mention, Voice, Voices, kind_of_noun

_DEFINITE = frozenset("the this that these those".split())
_FAR = 8  # sentences over which "the agency" may look back for a body of another word
_FAR_POST = 60  # sentences over which "the minister" may look back
_CLASSES: dict[str, frozenset[str]] = {
    "alliance": frozenset({"nato", "north atlantic treaty organization"}),
    "bloc": frozenset({"eu", "european union", "brics", "g7"}),
}
_FAMILIES: dict[str, frozenset[str]] = {
    "press": frozenset(
        """newspaper paper daily weekly tabloid magazine journal publication outlet portal website broadcaster channel
        station television radio network agency times post news herald gazette""".split()
    ),
    "firm": frozenset("company firm corporation manufacturer producer giant airline inc corp ltd group".split()),
    "research": frozenset("institute tank thinktank center centre foundation organization organisation group".split()),
}
_LINKS = frozenset("of 's ' s for".split())
_NEAR = 2  # sentences over which "the group" may look back for a body that the article gives no noun
_COUNTRIES = frozenset({"country", "nation", "republic", "kingdom"})
_MOST = 200  # persons of one post that are compared
_LEAST_FIT = 0.3  # below this a description is nobody of the named

_POLITIES = frozenset("republic federation kingdom people federal country nation state".split())
# Whom "the head of German diplomacy" means.
_LEADS = {"government": "leader", "state": "leader", "diplomacy": "minister", "ministry": "minister"}
_EMPTY = DETERMINERS | frozenset("s of to for in and on at by".split())


class Descriptions:
    """Of one article, filled in text order.

    heads: of descriptions that are sources. bodies: first word, voice, and whether it was a subject or a source.
    """

    def __init__(self, scene: Scene, phrases: Phrases, voices: Voices, cast: Cast, mentions: list[Mention]) -> None:
        self.scene, self.phrases, self.voices, self.cast = scene, phrases, voices, cast
        self.mentions = mentions
        self.heads: set[int] = set()
        self.proper: set[int] = set()  # ids of the voices that have a proper name
        self.bodies: list[tuple[int, Voice, bool]] = []
        self._by_head: dict[str, list[Voice]] = {}
        self._posts: dict[str, list[Person]] = {}
        for person in cast.persons:
            for term in person.roles | person.families:
                self._posts.setdefault(term, []).append(person)

    def voice_of(self, phrase: Phrase) -> tuple[Voice, bool]:
        """The voice of a description, and whether it is itself a new mention of that voice."""
        low = self.scene.lower
        noun = low[phrase.head]
        definite = low[phrase.start] in _DEFINITE or (state(low[phrase.start]) is not None)
        titled = self.scene.tokens[phrase.head][0].isupper()
        apposed = None if phrase.head in self.heads else self._apposed_to(phrase)
        if apposed is not None:
            return apposed, False
        found: Voice | None = None
        kind = kind_of_noun(noun)
        if kind == "one" and singular(noun) == noun and (definite or titled or self._owned(phrase)):
            found = self._post(phrase)
        elif (kind == "body" or noun == "paper" or institution(f"{low[phrase.head - 1]}-{noun}")) and low[
            phrase.start
        ] in _DEFINITE:
            found = self._known_body(phrase, noun)
        if found is None and low[phrase.start] in _DEFINITE:
            found = self._described_before(phrase, noun)
        if found is None and phrase.end - phrase.start == 1 and singular(noun) != noun:
            found = self._only_one_before(noun)
        if found is not None:
            return found, True
        voice = self.voices.nameless(phrase.start, phrase.end, phrase.head, self.phrases.text(phrase))
        voice.anonymous = voice.anonymous or calls_anonymous(voice.words)
        kept = self._by_head.setdefault(noun, [])
        if not kept or kept[-1] is not voice:
            kept.append(voice)
        return voice, True

    def _only_one_before(self, noun: str) -> Voice | None:
        """Whom a bare plural takes up ("officials"): the one group before it of whom the word was said."""
        kept = self._by_head.get(noun, [])
        return kept[0] if len({id(voice) for voice in kept}) == 1 else None

    def _owned(self, phrase: Phrase) -> bool:
        """Whether the description starts with an owner ("Ukraine's president")."""
        return is_possessive(self.scene, phrase.start)

    def _apposed_to(self, phrase: Phrase) -> Voice | None:
        """The voice of the name before ", a Kherson official,"."""
        at = phrase.start - 1
        if at < 1 or self.scene.lower[at] != "," or self.scene.lower[phrase.start] not in {"a", "an", "the"}:
            return None
        number = self.phrases.cover[at - 1]
        noun = self.scene.lower[phrase.head]
        if number < 0 or not (role(noun) or institution(noun)):
            return None
        name = self.phrases.names[number]
        if name.start not in self.cast.of:
            if name.kind == "person" or not institution(noun) or singular(noun) != noun:
                return None
            body = self.voices.body(name.start, name.end)
            body.kinds.add(noun)
            return body
        after = phrase.end if phrase.end < len(self.scene.words) else phrase.end - 1
        closes = self.scene.lower[after] in {",", ".", "who", "–", "—", "of", "at", "for", "in", "with", "from"}
        person = self.cast.of[name.start]
        return self.voices.person(person) if closes and role(noun) and not is_people(noun) else None

    def _post(self, phrase: Phrase) -> Voice | None:
        """The named person whose post a definite description gives ("the French president"), the nearest that fits."""
        roles, families, states, about = self._terms(phrase)
        best: tuple[float, Person] | None = None
        here = int(self.scene.words.sentence[phrase.start])
        near: dict[int, Person] = {}
        led = {_LEADS[word] for word in self.scene.lower[phrase.head : phrase.end] if word in _LEADS}
        if led and "head" in families:
            roles, families, about = set(), families | led, about - _LEADS.keys()
        for term in sorted(roles | families | wider(roles)):
            near |= {id(person): person for person in self._posts.get(term, [])[:_MOST]}
        for person in near.values():
            score = fits(person, roles, families, states, about)
            if score is None:
                continue
            at = bisect_left(person.spans, (phrase.start, 0))
            if at:
                last = person.spans[at - 1][0]
                score -= 0.05 * min(_FAR_POST, here - int(self.scene.words.sentence[last]))
            else:
                score -= 0.6
            if best is None or score > best[0]:
                best = (score, person)
        return self.voices.person(best[1]) if best and best[0] >= _LEAST_FIT else None

    def _terms(self, phrase: Phrase) -> tuple[set[str], set[str], set[str], set[str]]:
        roles, families, states, about = set(), set(), set(), set()
        low = self.scene.lower
        begin = max(
            (i + 1 for i in range(phrase.start, phrase.head) if low[i] == "s" and low[i - 1] == "'"),
            default=phrase.start,
        )
        for i in range(phrase.start, phrase.end):
            word = low[i]
            found = role(word) if begin <= i <= phrase.head else None
            pair = state(f"{word} {low[i + 1]}") if i + 1 < phrase.end else None
            known = state(word) or pair
            if known:
                states.add(known[0])
            elif found and found.use != "person":
                roles.add(word)
                if found.family:
                    families.add(found.family)
            elif word[0].isalpha() and word not in _EMPTY:
                about.add(word)
        if states:
            about -= _POLITIES
        return roles, families, states, about

    def _known_body(self, phrase: Phrase, noun: str) -> Voice | None:  # noqa: PLR0911 - each return is a rule of its own
        """The body that "the agency" is: one whose name has the word, else the nearest of a kind that fits."""
        if phrase.head - phrase.start > 2:
            return None
        middle = self.scene.lower[phrase.start + 1 : phrase.head]
        found = self.body_with(noun, phrase.start, frozenset(middle))
        if found is not None or middle:
            return found
        here = int(self.scene.words.sentence[phrase.start])
        family = family_of(noun)
        for start, voice, prominent in reversed(self.bodies[-60:]):
            far = here - int(self.scene.words.sentence[start])
            if far > _FAR:
                break
            if noun in _CLASSES:
                if voice.name.lower().removeprefix("the ") in _CLASSES[noun]:
                    return voice
            elif noun in _COUNTRIES:
                known = state(voice.name)
                if known and known[1] != "seat" and prominent:
                    return voice
            elif family and any(family_of(kind) == family for kind in voice.kinds | {voice.head}):
                return voice
        if institution(noun) != "class":
            return None
        near = [m for m in self.mentions[-25:] if m.subject and here - int(self.scene.words.sentence[m.start]) <= _NEAR]
        suited = [m.voice for m in near if m.voice.kind == "body" and id(m.voice) in self.proper and not m.voice.kinds]
        return suited[-1] if suited and not institution_of(suited[-1].name) else None

    def body_with(self, noun: str, before: int, middle: frozenset[str] = frozenset()) -> Voice | None:
        """The nearest body whose name has a word: subjects and sources before others."""
        other: Voice | None = None
        for start, voice, prominent in reversed(self.bodies[-200:]):
            if start < before and noun in voice.words and len(voice.words) > 1 and middle <= voice.words:
                if prominent:
                    return voice
                other = other or voice
        return other

    def body_of(self, noun: str, owner: str, before: int) -> Voice | None:
        """The nearest body of a country that a noun and the country's adjective mean: "the Russian ministry"."""
        known = state(owner)
        if known is None:
            return None
        for start, voice, _ in reversed(self.bodies[-100:]):
            if start < before and noun in voice.words and len(voice.words) > 2:
                owners = {found[0] for word in voice.words if (found := state(word))}
                if owners == {known[0]}:
                    return voice
        return None

    def _described_before(self, phrase: Phrase, noun: str) -> Voice | None:
        """An earlier description of the same noun that says at least as much."""
        own = frozenset(self.scene.lower[phrase.start : phrase.end]) - DETERMINERS
        states = {known[0] for word in own if (known := state(word))}
        rest = {word for word in own if not state(word)} - _LINKS
        for voice in reversed(self._by_head.get(noun, [])[-12:]):
            if own <= voice.words:
                return voice
            if voice.kind == "one" and low_is_definite(voice.name) and voice.words < own and not voice.plural:
                voice.name, voice.words = self.phrases.text(phrase), own
                return voice
            theirs = {known[0] for word in voice.words if (known := state(word))}
            if states and states == theirs and rest <= voice.words:
                return voice  # "the president of Ukraine", "the Ukrainian president"
        return None


def low_is_definite(name: str) -> bool:
    return name.lower().startswith("the ")


def family_of(noun: str) -> str | None:
    """Which of the families of bodies a common noun belongs to: press, firm, research; None for the rest."""
    return next((family for family, nouns in _FAMILIES.items() if noun in nouns), None)


def institution_of(name: str) -> bool:
    """Whether a name's last word is that of a state's organ ("Ministry"), which other nouns do not stand for."""
    return institution(name.rsplit(maxsplit=1)[-1]) == "organ" if name else False
