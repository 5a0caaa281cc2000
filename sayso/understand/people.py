"""The persons whom an article names: all names of one person together, with what it tells of their posts and gender."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sayso.understand.naming import is_possessive, plain, variants
from sayso.understand.scene import Name, Range, Scene
from sayso.understand.states import state
from sayso.understand.titles import (
    NAME_PARTICLES,
    Gender,
    alike,
    folded_name,
    given_gender,
    is_given_name,
    is_honorific,
    is_title,
    role,
    surname_gender,
)

_MOST = 200  # persons of one surname that are compared
_NEAR = 50  # persons of one first letter that are compared for misspelled names
_APPOSED = 14  # words of an apposition that are looked at
_HONORIFIC_GENDER: dict[str, Gender] = {
    "mr": "m",
    "sir": "m",
    "lord": "m",
    "mrs": "f",
    "ms": "f",
    "miss": "f",
    "dame": "f",
}
_HYPERNYMS: dict[str, frozenset[str]] = {
    "politician": frozenset("leader minister lawmaker governor candidate deputy speaker head".split()),
    "head": frozenset({"leader", "commissioner"}),
    "chief": frozenset({"leader", "head", "commissioner"}),
    "diplomat": frozenset({"minister", "spokesman"}),
    "lawmaker": frozenset({"deputy"}),
    "dictator": frozenset({"leader"}),
    "official": frozenset("minister governor adviser spokesman head deputy commander diplomat commissioner".split()),
    "expert": frozenset("scholar head".split()),
    "scholar": frozenset({"expert"}),
}
_QUALIFIERS = frozenset({"former", "ex", "deputy", "vice", "acting", "late", "then"})
_OF = frozenset({"of", "for"})
_LONGEST_TITLE = 16  # words before a name that may be its title
_SMALL = frozenset("the a an of to for in on at and his her its their 's ' s by with from".split())


@dataclass(slots=True, eq=False)
class Person:
    """All that an article says of one person. about: words beside the posts ("defense"); states: their countries."""

    parts: tuple[str, ...]  # folded words of the fullest name so far
    names: Counter[str] = field(default_factory=Counter)
    spans: list[Range] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    about: set[str] = field(default_factory=set)
    genders: Counter[Gender] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """The fullest wording: most words, the first of several."""
        return max(self.names, key=_fullness)

    @property
    def gender(self) -> Gender | None:
        """What titles, given name and endings say, if they agree for the most part."""
        ranked = self.genders.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]


def _fullness(name: str) -> int:
    return len([part for part in name.replace("-", " ").split() if len(part) > 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """persons in order of first mention; of: the person of each name's first word; unclear: names that fit several."""

    persons: tuple[Person, ...]
    of: dict[int, Person]
    unclear: dict[int, tuple[Person, ...]]


def cast_of(scene: Scene, names: Sequence[Name]) -> Cast:
    """Bring the names of persons together: full names first, then surnames, then misspelled ones."""
    persons: list[Person] = []
    of: dict[int, Person] = {}
    unclear: dict[int, tuple[Person, ...]] = {}
    by_last: dict[str, list[Person]] = {}
    by_part: dict[str, list[Person]] = {}
    by_initial: dict[str, list[Person]] = {}
    people = [name for name in names if name.kind == "person"]
    known_parts: set[str] = set()
    for name in people:
        parts = _parts(scene, name)
        if len(parts) > 1:
            known_parts.update(parts)
    # A name of unknown kind that is a part of some person's full name, or of one with a title, is that person's.
    titled = {parts[-1] for name in people if (parts := _parts(scene, name))}
    people += [
        name
        for name in names
        if name.kind != "person"
        and name.end - name.start == 1
        and len(scene.tokens[name.start]) > 3
        and folded_name(scene.tokens[name.start]) in known_parts | titled
    ]
    full = [name for name in people if len(_parts(scene, name)) > 1]
    for name in sorted(full, key=lambda n: n.start):
        parts = _parts(scene, name)
        person = next((p for p in by_last.get(parts[-1], [])[:_MOST] if _same_full(p.parts, parts)), None)
        initial = by_initial.setdefault(parts[-1][:1], [])
        person = person or next((p for p in initial[:_NEAR] if _misspelled(p.parts, parts)), None)
        if person is None:
            person = Person(parts)
            persons.append(person)
            initial.append(person)
            by_last.setdefault(parts[-1], []).append(person)
            for part in parts:
                by_part.setdefault(part, []).append(person)
        elif len(parts) > len(person.parts):
            person.parts = parts
        _add(scene, person, name, of)
    for name in sorted((n for n in people if len(_parts(scene, n)) == 1), key=lambda n: n.start):
        part = _parts(scene, name)[0]
        found = _surnamed(scene, name, (by_last.get(part) or by_part.get(part) or [])[:_MOST])
        if not found and not is_given_name(part):
            found = [p for p in by_initial.get(part[:1], [])[:_NEAR] if alike(p.parts[-1], part)][:2]
        if len(found) > 1:
            unclear[name.start] = tuple(found)
            continue
        if not found:
            found = [Person((part,))]
            persons.append(found[0])
            by_initial.setdefault(part[:1], []).append(found[0])
            by_last.setdefault(part, []).append(found[0])
        _add(scene, found[0], name, of)
    persons.sort(key=lambda p: p.spans[0][0])
    return Cast(persons=tuple(persons), of=of, unclear=unclear)


def _parts(scene: Scene, name: Name) -> tuple[str, ...]:
    """The folded words of a name; hyphens and apostrophes join, initials and particles do not count."""
    out: list[str] = []
    joined = False
    for i in range(name.start, name.end):
        word = scene.tokens[i]
        if word in "-‐‑'’":
            joined = bool(out)
        elif word[0].isalnum():
            if joined and not scene.words.gap[i]:
                out[-1] += word.lower()
            elif (len(word) > 1 or name.end - name.start == 1) and word.lower() not in NAME_PARTICLES | {"jr", "sr"}:
                out.append(word)
            joined = False
    return tuple(folded_name(part) for part in out)


def same_given(a: str, b: str) -> bool:
    """Whether two folded given names may be one: initials, usual variants, misspellings."""
    if a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b)):
        return True
    table = variants()
    return (a in table and table.get(a) == table.get(b)) or alike(a, b)


def _same_full(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if len(a) == 1 or len(b) == 1:
        return False
    return same_given(a[0], b[0]) or set(a) <= set(b) or set(b) <= set(a)


def _misspelled(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return len(a) == len(b) > 1 and same_given(a[0], b[0]) and alike(a[-1], b[-1])


def _surnamed(scene: Scene, name: Name, persons: Iterable[Person]) -> list[Person]:
    """Which of these persons a lone name means: by title, gender and post, else who alone was introduced before."""
    found = list(dict.fromkeys(persons))
    if len(found) < 2:
        return found
    trial = Person(())
    _learn(scene, trial, name)
    gender = trial.gender
    found = [p for p in found if not (gender and p.gender and p.gender != gender)] or found
    by_post = [p for p in found if trial.roles & p.roles] if trial.roles else []
    if len(by_post) == 1:
        return by_post
    before = [p for p in found if p.spans[0][0] < name.start]
    return before if len(before) == 1 else found


def _add(scene: Scene, person: Person, name: Name, of: dict[int, Person]) -> None:
    person.names[plain(scene, name.start, name.end)] += 1
    person.spans.append((name.start, name.end))
    of[name.start] = person
    _learn(scene, person, name)
    given = given_gender(scene.lower[name.start]) if len(person.parts) > 1 else None
    if name.end - name.start > 1:
        if given:
            person.genders[given] += 3
        else:
            gender = surname_gender(scene.lower[name.end - 1])
            if gender:
                person.genders[gender] += 1


def _learn(scene: Scene, person: Person, name: Name) -> None:
    """Posts and gender from the words before and the apposition before or after the name."""
    start = before_title(scene, name.start)
    _note(scene, person, start, name.start)
    if name.end - name.start > 1 and is_title(scene.tokens[name.start]):
        _note(scene, person, name.start, name.start + 1)  # "Pope Francis"
    low = scene.lower
    if start >= 1 and low[start - 1] in {",", "–", "—"} and start == name.start:
        opens = _back_to_the(scene, start - 1)
        if opens is not None:
            _note(scene, person, opens, start - 1)
    if name.end < len(low) and low[name.end] in {",", "–", "—", "("} and not is_possessive(scene, name.end - 1):
        end = name.end + 1
        while (
            end < len(low) and end - name.end < _APPOSED and low[end] not in ',.;–—)"”' and not scene.words.first[end]
        ):
            if scene.tags[end : end + 1] and scene.tags[end] in {"VBD", "VBZ", "VBP", "MD", "WP", "WDT"}:
                break
            end += 1
        if end < len(low) and low[end] in ",–—).":
            _note(scene, person, name.end + 1, end)


def before_title(scene: Scene, start: int) -> int:
    """Where the title before a name begins: "(the) Ukrainian President | Zelensky", back to an article or a verb."""
    i = start
    if start and scene.lower[start - 1] in {"of", "for", "and"}:
        return start
    titled = near = passed = False  # near: a post stands straight before the name, no "of" between
    while i > 0 and start - i < _LONGEST_TITLE and not scene.words.first[i]:
        word, tag = scene.lower[i - 1], scene.tags[i - 1] if scene.tags else ""
        abbreviated = word == "." and i >= 2 and (is_honorific(scene.lower[i - 2]) or len(scene.lower[i - 2]) == 1)
        before = scene.lower[i - 2] if i >= 2 else ""
        if (
            abbreviated
            or tag in {"NN", "NNP", "NNPS", "NNS", "JJ", "HYPH", "POS"}
            or word in {"-", "'", "s"}
            or (word in {"of", "for", "and"} and tag in {"IN", "CC"} and not near and _post_before(scene, i - 1))
            or (word == "the" and before in _OF and not near and _post_before(scene, i - 2))
        ):
            i -= 1
            passed = passed or word in {"of", "for"}
            titled = titled or is_title(scene.tokens[i])
            near = near or (titled and not passed)
        else:
            break
    return i if titled else start


def posts_before(scene: Scene, cast: Cast) -> frozenset[int]:
    """The words of posts that stand before their holder's name: "Minister | of Justice Ann Lee"."""
    titles = (range(before_title(scene, start), start) for start in cast.of)
    return frozenset(word for title in titles for word in title if role(scene.tokens[word]))


def _post_before(scene: Scene, preposition: int) -> bool:
    """Whether a post stands before "of", words of its title between: "Minister of Foreign Affairs | of Belarus"."""
    for i in range(preposition - 1, max(-1, preposition - _LONGEST_TITLE), -1):
        if is_title(scene.tokens[i]):
            return True
        tag = scene.tags[i] if scene.tags else ""
        linked = scene.lower[i] in {"of", "for", "and", "the", "'", "s"}
        if scene.words.first[i] or not (linked or tag[:2] in {"NN", "JJ"} or tag in {"HYPH", "POS"}):
            return False
    return False


def _back_to_the(scene: Scene, comma: int) -> int | None:
    """Where the nominal that ends at a comma begins ("the mayor of Enerhodar, Dmytro Orlov"), if it is a post."""
    for i in range(comma - 1, max(-1, comma - _APPOSED), -1):
        if scene.lower[i] in {"the", "his", "her", "their", "its", "a", "an"}:
            if scene.lower[i - 1] in _OF and not any(role(word) for word in scene.tokens[i:comma]):
                continue  # "the president of | the European Commission, …"
            if any((found := role(word)) and found.use != "person" for word in scene.tokens[i:comma]):
                return i
            return None
        if scene.words.first[i] or scene.lower[i] in {",", ".", ";", '"', "”"}:
            return i if scene.words.first[i] and any(is_title(word) for word in scene.tokens[i:comma]) else None
    return None


def _note(scene: Scene, person: Person, start: int, end: int) -> None:
    for i in range(start, end):
        word = scene.lower[i]
        found = role(word)
        if word in _HONORIFIC_GENDER:
            person.genders[_HONORIFIC_GENDER[word]] += 4
        if found and word not in _SMALL:
            if found.use != "honorific":
                person.roles.add(word)
            if found.family:
                person.families.add(found.family)
            if found.gender and found.use != "honorific":
                person.genders[found.gender] += 2
        known = state(word) or (state(f"{word} {scene.lower[i + 1]}") if i + 1 < end else None)
        if known:
            person.states.add(known[0])
        elif word[0].isalpha() and word not in _SMALL:
            person.about.add(word)


def wider(roles: set[str]) -> set[str]:
    """The families of posts that general words take in: "the politician" may be a minister."""
    return {family for word in roles for family in _HYPERNYMS.get(word, ())}


def fits(person: Person, roles: set[str], families: set[str], states: set[str], about: set[str]) -> float | None:
    """How well a description ("the Ukrainian defence minister") suits a person; None where it cannot be."""
    exact = bool(roles & person.roles)
    if not exact and not (families | wider(roles)) & person.families:
        return None
    if states and person.states and not states & person.states:
        return None
    score = 2.0 if exact else 0.8
    score += 1.0 if states & person.states else -0.4 if states else 0.0
    if (about | roles) & _QUALIFIERS != (person.about | person.roles) & _QUALIFIERS:
        score -= 1.5
    matter = {word for word in about if word not in roles and word not in _QUALIFIERS}
    stems = {word[:5] for word in person.about}
    shared = sum(word[:5] in stems for word in matter)
    return score + 0.6 * shared - 0.9 * (len(matter) - shared)
