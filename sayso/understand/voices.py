"""All that may be a source in an article: persons, bodies, countries, papers, people without a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from sayso.understand.naming import plain
from sayso.understand.people import Cast, Person
from sayso.understand.phrase_words import DETERMINERS
from sayso.understand.phrases import Phrases
from sayso.understand.scene import Name, Range, Scene
from sayso.understand.states import state
from sayso.understand.titles import Gender, ends_body, folded_name, institution, is_document, is_people, role, singular

VoiceKind = Literal["person", "body", "state", "document", "one", "group", "thing", "compound"]

_SKIPPED = frozenset({"the", "of", "for", "and", "in", "on", "a", "an", "&"})
_CORPORATE = frozenset(
    """inc ltd llc plc corp co corporation company limited group holding holdings ag sa gmbh se nv technologies . ,
    computer agency news party movement""".split()
)
_SHORT_STATES = frozenset({"us", "u.s", "u.s.", "uk", "u.k.", "u.k", "eu", "e.u.", "uae", "usa"})


@dataclass(slots=True, eq=False)
class Voice:
    """kind: body = an organisation; one, group = persons without a name. name: the fullest so far; head: its noun."""

    kind: VoiceKind
    name: str
    head: str = ""
    gender: Gender | None = None
    plural: bool = False
    person: Person | None = None
    anonymous: bool = False
    mentions: list[Range] = field(default_factory=list)
    words: frozenset[str] = frozenset()  # lower-case words of its descriptions
    kinds: set[str] = field(default_factory=set)  # of a body: the common nouns that the article gives it ("newspaper")
    lead: Voice | None = None  # the first member of a compound


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words start … end stand for a voice. subject: before a finite verb, or first in its sentence."""

    start: int
    end: int
    voice: Voice
    subject: bool
    quoted: bool


class Voices:
    """The voices of one article, found by name, acronym or country."""

    def __init__(self, scene: Scene, names: Sequence[Name], cast: Cast, phrases: Phrases) -> None:
        self.scene, self.phrases, self.cast = scene, phrases, cast
        self.of_person: dict[int, Voice] = {}
        self._bodies: dict[str, Voice] = {}
        self._by_parts: dict[frozenset[str], Voice] = {}
        self._with_country: dict[str, Voice | None] = {}  # "ministry of defense" of one country; None: of several
        self._short: dict[str, str] = {}  # folded name without its "Inc." → with it
        self._acronyms = self._find_acronyms(names)
        self.unnamed: dict[str, Voice] = {}
        for person in cast.persons:
            self.of_person[id(person)] = Voice(
                kind="person", name=person.name, gender=person.gender, person=person, mentions=list(person.spans)
            )

    def person(self, person: Person) -> Voice:
        return self.of_person[id(person)]

    def body(self, start: int, end: int) -> Voice:
        """The organisation, country or work whose name stands in words start … end, without article."""
        name = plain(self.scene, start, end)
        key = self._key(name)
        parts = _body_parts(key)
        voice = self._bodies.get(key) or self._with_country.get(key) or (self._by_parts.get(parts) if parts else None)
        if voice is None:
            known = state(name)
            voice = Voice(kind="state" if known else "body", name=name, head=self.scene.lower[end - 1])
            voice.words = frozenset(self.scene.lower[start:end])
            voice.plural = False
            self._bodies[key] = voice
            if parts:
                self._by_parts[parts] = voice
            rest = key.partition("'s ")[2] or key.partition(" ")[2]
            owner = state(key.partition("'s ")[0]) or state(key.partition(" ")[0])
            if owner and institution(rest.split(" ")[0]) and " " in rest:
                twice = rest in self._with_country
                self._with_country[rest] = None if twice else voice
        elif _fuller(name, voice.name):
            voice.name = name
            voice.words |= frozenset(self.scene.lower[start:end])
        return voice

    def country(self, name: str) -> Voice:
        """The country that an adjective stands for, as a voice under its name."""
        key = self._key(name)
        return self._bodies.setdefault(key, Voice(kind="state", name=name))

    def _key(self, name: str) -> str:
        folded = folded_body(name)
        folded = self._acronyms.get(folded.replace(".", "").replace(" ", ""), folded)
        folded = self._short.get(folded, folded)
        known = state(folded)
        if known and known[1] in {"name", "people"}:
            return known[0].lower()
        return folded

    def _find_acronyms(self, names: Sequence[Name]) -> dict[str, str]:
        """Acronym → folded full name: in brackets after it, or its initials somewhere in the article."""
        scene = self.scene
        full: dict[str, str] = {}
        for name in names:
            if name.kind == "person" or name.end - name.start < 2:
                continue
            folded = folded_body(plain(scene, name.start, name.end))
            last = name.end
            while last - 1 > name.start and scene.lower[last - 1] in _CORPORATE:
                last -= 1
            if last < name.end and not institution(scene.lower[last - 1]):
                self._short.setdefault(folded_body(plain(scene, name.start, last)), folded)
            if ends_body(scene.tokens[name.end - 1]) and not institution(scene.lower[name.end - 1]):
                self._short.setdefault(scene.lower[name.end - 1], folded)  # "the Times"
            words = [w for w in scene.tokens[name.start : name.end] if w.lower() not in _SKIPPED and w[0].isalnum()]
            initials = "".join(w[0] for w in words).lower()
            if len(initials) >= (2 if name.kind == "organisation" else 3) and all(w[0].isupper() for w in words):
                full.setdefault(initials, folded)
            after = name.end
            while after < min(name.end + 3, len(scene.words)) and scene.lower[after] != "(":
                after += 1
            inside = scene.tokens[after + 1 : after + 3]
            fits = inside[1:2] == (")",) and len(inside[0]) > 1 and inside[0][:2].isupper()
            if after == name.end and fits and inside[0][0] in {w[0].upper() for w in words}:
                full[inside[0].lower()] = folded
        return full

    def _counted(self, head: int, end: int) -> str:
        """The noun that tells what a description is of: "a number of | bloggers"."""
        low = self.scene.lower
        if low[head] in {"year", "old"} and "old" in low[head : end + 2]:
            return "person"  # "the 44-year-old"
        if low[head] in _AMOUNTS and head + 2 < end and low[head + 1] == "of":
            last = self.phrases.base_end(head + 2, end) - 1
            if kind_of_noun(low[last]) != "thing":
                return low[last]
        return low[head]

    def nameless(self, start: int, end: int, head: int, wording: str) -> Voice:
        """The person, people or paper that a description without a name stands for; one voice for one wording."""
        noun = self.scene.lower[head]
        key = wording.lower()
        for article in ("the ", "a ", "an "):
            key = key.removeprefix(article)
        voice = self.unnamed.get(key)
        if voice is None:
            noun = self._counted(head, end)
            kind = kind_of_noun(noun)
            found = role(noun)
            many = kind == "group" or is_plural(self.scene, head)
            voice = Voice(
                kind=kind,
                name=wording,
                head=noun,
                plural=many,
                gender=found.gender if found and kind == "one" else None,
            )
            voice.words = frozenset(self.scene.lower[start:end]) - DETERMINERS
            self.unnamed[key] = voice
        return voice


_AMOUNTS = frozenset(
    """number group series majority minority half third quarter part percent cent lot couple handful range member
    members some most many none few all one two three several dozens hundreds thousands millions pair kind sort
    type""".split()
)


def folded_body(name: str) -> str:
    """The name of a body for comparing: case, article and British spelling aside."""
    folded = " ".join(name.lower().replace("’", "'").split()).removeprefix("the ")
    return folded.replace("defence", "defense").replace("organisation", "organization").replace("centre", "center")


def _body_parts(key: str) -> frozenset[str] | None:
    """What "russian defense ministry" and "russia's ministry of defense" share; None without a country and a matter."""
    words = [word for word in key.replace("'s", "").replace("'", "").split() if word not in _SKIPPED]
    known = [state(word) for word in words]
    owners = {found[0] for found in known if found}
    rest = {word.removesuffix("s") for word, found in zip(words, known, strict=True) if not found}
    whole = len(owners) == 1 and len(rest) > 1 and any(institution(word) == "organ" for word in rest)
    return frozenset(owners | rest) if whole else None


def _fuller(name: str, than: str) -> bool:
    """Whether a wording is fuller: spelled out against an acronym."""
    if state(name) and state(than):
        return than.lower() in _SHORT_STATES | {"america"} and " " in name and name.lower() not in _SHORT_STATES
    return " " in name and len(name) > len(than) and (" " not in than or name.lower().startswith(than.lower() + " "))


def is_plural(scene: Scene, head: int) -> bool:
    tag = scene.tags[head] if scene.tags else ""
    noun = scene.lower[head]
    return tag in {"NNS", "NNPS"} or is_people(noun) or (not tag and singular(noun) != noun)


def kind_of_noun(noun: str) -> VoiceKind:
    """What sort of voice a common noun is, by the tables."""
    if is_people(noun):
        return "group"
    if role(noun):
        return "one"
    if is_document(noun):
        return "document"
    if institution(noun):
        return "body" if singular(noun) == noun else "group"
    return "group" if folded_name(noun) in {"officials"} else "thing"
