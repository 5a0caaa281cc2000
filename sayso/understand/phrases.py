"""What a source's words name: their head, the proper name in them, the text of a description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sayso.understand.compounds import Compounds
from sayso.understand.naming import after_possessive, is_possessive, plain
from sayso.understand.phrase_words import DAYS, DETERMINERS, EDGES, PREPOSITIONS, PRONOUNS, VERBS
from sayso.understand.scene import Name, Range, Scene
from sayso.understand.states import is_adjective, state
from sayso.understand.titles import institution, is_document, is_honorific, is_people, is_title, role, singular

PhraseKind = Literal["pronoun", "person", "name", "state", "description", "compound"]

_AFTER_PRONOUN = frozenset("all both themselves himself herself itself each".split())
_LEADING = frozenset("only even just by also either from for of at but as per".split())
_CUTS = frozenset({",", "–", "—", "(", "[", ";", ":"})
_CLOSERS = {"(": ")", "[": "]"}
_PHRASE_TAGS = frozenset("DT PRP$ JJ JJR JJS NN NNS NNP NNPS CD POS HYPH VBN VBG RBS PDT AFX FW ADD $ NFP".split())
_LONGEST = 80  # words of a phrase that may be "A and B"
_CAPITAL = frozenset(
    """western european african asian arab muslim christian jewish islamic orthodox catholic soviet nordic baltic balkan
    crimean chechen latin""".split()
)  # adjectives that keep their capital within a sentence
_LED = frozenset({"administration", "government", "campaign", "cabinet", "regime"})  # named by who leads them
_GROUPED = frozenset({"services", "headquarters"})  # plural in form, one body
_BRACKETS = re.compile(r"\s?[(\[][^()\[\]]{0,80}[)\]]")  # "(FSB)", "(false flags)": no part of a description


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """start, end: words without outer punctuation. name: words of the proper name that is the head; head: head word."""

    start: int
    end: int
    kind: PhraseKind
    head: int
    name: Range | None = None
    members: tuple[Phrase, ...] = ()


class Phrases:
    """Reads the phrases of one article; each in time linear in its length."""

    def __init__(self, scene: Scene, names: tuple[Name, ...]) -> None:
        self.scene = scene
        self.names = names
        self.cover = [-1] * len(scene.words)
        for number, name in enumerate(names):
            self.cover[name.start : name.end] = [number] * (name.end - name.start)
        self._tags = scene.tags or ("",) * len(scene.words)
        self._compounds = Compounds(scene, names, self.cover, self._tags)

    def parse(self, start: int, end: int, *, depth: int = 0) -> Phrase:
        """The phrase of words start … end, at least one."""
        start, end = self._trimmed(start, end)
        if self._is_pronoun(start, end):
            return Phrase(start=start, end=end, kind="pronoun", head=start)
        members = self._compounds.members(start, end) if depth < 2 and end - start <= _LONGEST else []
        if len(members) > 1:
            read = tuple(self.parse(a, b, depth=depth + 1) for a, b in members)
            return Phrase(start=start, end=end, kind="compound", head=read[0].head, members=read)
        return self._single(start, end)

    def _is_pronoun(self, start: int, end: int) -> bool:
        """One word, or "they all", "he himself"; "WHO" and "US" are names."""
        word = self.scene.tokens[start]
        loud = len(word) > 1 and word.isupper()
        if loud and end < len(self.scene.words) and self.scene.lower[start] in {"he", "she", "it", "they"}:
            loud = not self.scene.tokens[end].isupper()  # a headline in capitals
        if self.scene.lower[start] not in PRONOUNS or loud:
            return False
        return end - start == 1 or (end - start == 2 and self.scene.lower[start + 1] in _AFTER_PRONOUN)

    def chunks(self) -> Iterator[Range]:
        """The base nominals of the article, in order: determiner, adjectives, nouns, possessives before them."""
        scene, count = self.scene, len(self.scene.words)
        i = 0
        while i < count:
            if not self._in_phrase(i):
                i += 1
                continue
            start = i
            i += 1
            while i < count and not scene.words.first[i] and self._continues(i):
                i += 1
            end = i
            if any(self._is_noun(j) for j in range(max(start, end - 3), end)):
                yield start, end

    def _in_phrase(self, i: int) -> bool:
        return self.cover[i] >= 0 or self._tags[i] in _PHRASE_TAGS

    def _continues(self, i: int) -> bool:  # noqa: PLR0911 - each return is a rule of its own
        if self.cover[i] >= 0:
            return True
        word = self.scene.lower[i]
        if word in {"-", "‐"} and not self.scene.words.gap[i]:
            return True
        if word == "'" or (word == "s" and self.scene.lower[i - 1] == "'"):
            return not self.scene.words.gap[i]
        if word == "." and (is_honorific(self.scene.tokens[i - 1]) or len(self.scene.tokens[i - 1]) == 1):
            return True
        tag = self._tags[i]
        if tag in {"DT", "PRP$", "PDT"}:
            return False
        if tag in {"VBN", "VBG"}:
            return not self._is_noun(i - 1)
        return tag in _PHRASE_TAGS

    def _is_noun(self, i: int) -> bool:
        return self._compounds.is_noun(i)

    def _trimmed(self, start: int, end: int) -> Range:
        low = self.scene.lower
        first, last = start, end
        while end - start > 1 and (low[start] in EDGES or (low[start] in _LEADING and end - start > 1)):
            start += 1
        if low[start] in {"both", "either", "neither"} and {"and", "or", "nor"} & set(low[start:end]):
            start += 1
        while end - start > 1 and low[end - 1] in EDGES and not self._is_initial(end - 1):
            end -= 1
        if end - 2 > start and low[end - 1] == "s" and low[end - 2] == "'":
            end -= 2
        return (start, end) if start < end else (first, last)

    def _is_initial(self, i: int) -> bool:
        """Whether the full stop at this word belongs to an initial ("U.S.", "D.C.") or closes a bracket of a name."""
        return self.scene.lower[i] == "." and i > 0 and len(self.scene.tokens[i - 1]) == 1

    # -- single phrases -----------------------------------------------------------------------------------------------

    def _single(self, start: int, end: int) -> Phrase:
        pieces = self._pieces(start, end)
        low, high = pieces[0]
        base = self.base_end(low, high)
        person = self._person(low, high, base)
        if person is None:
            for a, b in pieces[1:2]:
                found = self._whole_person(a, b)
                if found is not None and (self.scene.lower[high] == "(" or self._takes_name(low, base)):
                    person = found
        if person is not None:
            return Phrase(start=start, end=end, kind="person", head=person[1] - 1, name=person)
        head = self._head(low, base)
        named = self._name(low, high, base, head)
        if named is not None:
            known = state(plain(self.scene, *named).replace("’", "'"))
            kind: PhraseKind = "state" if known else "name"
            return Phrase(start=start, end=end, kind=kind, head=named[1] - 1, name=named)
        noun = self.scene.lower[head]
        if len(pieces) > 1 and institution(noun) and singular(noun) == noun:
            a, b = pieces[1]
            a += self.scene.lower[a] in {"the", "a"}
            if a < b and self.cover[a] >= 0 and self.names[self.cover[a]].end == b:
                return Phrase(start=start, end=end, kind="name", head=b - 1, name=(a, b))
        return Phrase(start=start, end=end, kind="description", head=head)

    def _pieces(self, start: int, end: int) -> list[Range]:
        """The phrase cut at commas, dashes and brackets that are in no name; brackets' insides are no piece."""
        out: list[Range] = []
        low = self.scene.lower
        i = begin = start
        while i < end:
            if low[i] in _CUTS and (self.cover[i] < 0 or low[i] in {"(", "["}) and self._is_cut(i):
                if i > begin:
                    out.append((begin, i))
                closer = _CLOSERS.get(low[i])
                if closer:
                    while i < end and low[i] != closer:
                        i += 1
                begin = i + 1
            i += 1
        if begin < end:
            out.append((begin, end))
        return out or [(start, end)]

    def _is_cut(self, i: int) -> bool:
        """A comma between adjectives or numbers ("a big, slow report", "1,000") cuts nothing."""
        if self.scene.lower[i] != ",":
            return True
        if i + 1 < len(self.cover) and not self.scene.words.gap[i + 1]:
            return not (self.scene.tokens[i - 1].isdigit() and self.scene.tokens[i + 1].isdigit())
        near = self._tags[i - 1].startswith("JJ") and self._tags[i + 1][:2] in {"JJ", "NN"}
        return not near and not (is_adjective(self.scene.lower[i - 1]) and is_adjective(self.scene.lower[i + 1]))

    def base_end(self, start: int, end: int) -> int:
        """Where the base nominal ends: before a preposition, a relative pronoun or a verb."""
        i = start
        while i < end:
            if self.cover[i] >= 0:
                i = min(end, self.names[self.cover[i]].end)
                continue
            tag = self._tags[i]
            glued = i > start and i + 2 < end and not self.scene.words.gap[i]
            if glued and self.scene.tokens[i - 1] in {"-", "‐"} and role(self.scene.lower[i + 2]):
                i += 1  # "Commander-in-Chief"
                continue
            if i > start and (self.scene.lower[i] in PREPOSITIONS or tag in VERBS or tag in {"IN", "TO"}):
                return i
            if i > start and tag in {"VBN", "VBG"} and self._is_noun(i - 1):
                return i
            i += 1
        return end

    def _head(self, start: int, base: int) -> int:
        """The last noun of the base nominal, before an 's that ends it."""
        i = base - 1
        while i > start and (
            self.scene.lower[i] in EDGES or self.scene.tokens[i] in {"s", "himself", "herself", "itself"}
        ):
            i -= 1
        noun = next((j for j in range(i, start - 1, -1) if self._is_noun(j)), i)
        word = self.scene.lower[i]
        known = institution(word) or role(word) or is_document(word)
        return noun if self._tags[i].startswith(("JJ", "RB", "VB", "IN", "TO")) and not known else i

    def _person(self, low: int, high: int, base: int) -> Range | None:
        """The person whom words low … high name: at the end of the base nominal, or put beside its head."""
        for number in sorted({self.cover[i] for i in range(low, high) if self.cover[i] >= 0}):
            name = self.names[number]
            if name.kind != "person" or (name.end > high and state(self.scene.lower[high - 1])):
                continue
            start, end = max(name.start, low), min(name.end, high)
            if is_possessive(self.scene, end - 1) and after_possessive(self.scene, end - 1) < high:
                continue
            if end <= base:
                if end >= base or self.scene.lower[end] in EDGES | {"himself", "herself"}:
                    return start, end
            elif (
                self._takes_apposed(low, base)
                and self._apposed(low, start)
                and (end == high or self.scene.lower[end] in PREPOSITIONS | DAYS or self._tags[end][:2] == "RB")
            ):
                return start, end
        return None

    def _takes_apposed(self, low: int, base: int) -> bool:
        head = self.scene.lower[self._head(low, base)]
        return not is_people(head) and not is_document(head)

    def _apposed(self, low: int, start: int) -> bool:
        """Whether a name directly follows a noun, titles between aside: "head of the region | Volodymyr Saldo"."""
        i = start - 1
        while i > low and (is_title(self.scene.tokens[i]) or self.scene.lower[i] == "."):
            i -= 1
        if i <= low:
            return False
        known = state(self.scene.lower[i])
        adjective = known is not None and known[1] == "people"
        return self._is_noun(i) and not adjective and self.scene.lower[i] != "s"

    def _whole_person(self, start: int, end: int) -> Range | None:
        """The person's name, if words start … end are that with titles."""
        while end > start and self.scene.lower[end - 1] in EDGES | {"s"}:
            end -= 1
        if end <= start or self.cover[end - 1] < 0:
            return None
        name = self.names[self.cover[end - 1]]
        before = range(start, max(start, name.start))
        words = [self.scene.lower[i] for i in before if not self._tags[i].startswith(("JJ", "NN"))]
        fine = all(is_title(word) or word in {*".-", "the"} for word in words)
        return (max(start, name.start), end) if name.kind == "person" and fine else None

    def _takes_name(self, low: int, base: int) -> bool:
        """Whether a name after a comma may tell who the nominal is: a single person."""
        head = self.scene.lower[self._head(low, base)]
        return not is_people(head) and not is_document(head) and institution(head) is None

    def _name(self, low: int, high: int, base: int, head: int) -> Range | None:  # noqa: PLR0911 - each return is a rule of its own
        """The proper name of a body, country or work that heads the phrase, with its own modifiers, no article."""
        words = self.scene.lower
        start = low
        while start < head and words[start] in DETERMINERS | {"s", "'"}:
            start += 1
        known = state(words[head])
        if known and known[1] == "people" and words[head].endswith("s"):
            return None
        if words[low] in {"a", "an"} and self.cover[head] < 0:
            return None
        if known and head == low and base == high:
            return head, head + 1
        if self.cover[head] >= 0 and self.names[self.cover[head]].kind != "person":
            name = self.names[self.cover[head]]
            begin = self._modifiers_start(start, max(start, name.start))
            if institution_in(words, name):
                return begin, self._goes_on(head + 1, high)
            dotted = head + 1 < min(high, name.end) and words[head + 1] == "."  # "U.S."
            return begin, head + 1 + dotted
        if known and head == start and low == head and (known[1] != "people" or not words[head].endswith("s")):
            return head, head + 1
        word = words[head]
        paired = institution(f"{words[head - 1]}-{word}") if head > start else None  # "air force"
        use = paired or institution(word)
        if use and (paired or singular(word) == word or word in _GROUPED) and self._has_owner(start, head, use):
            return self._modifiers_start(start, start), self._goes_on(head + 1, high)
        if use == "organ" and singular(word) == word and base < high and words[base] == "of" and head >= start:
            end = self._goes_on(base, high)
            if any(self.cover[i] >= 0 or self.scene.tokens[i][0].isupper() for i in range(base, end)):
                return start, end
        if use and self.scene.tokens[head][0].isupper() and head > start and self.scene.tokens[start][0].isupper():
            return start, self._goes_on(head + 1, high)
        return None

    def _has_owner(self, start: int, head: int, use: str) -> bool:
        """Whether a name, or of a state's organ a country's adjective, stands before the head ("Ukrainian police")."""
        for i in range(start, head):
            known = state(self.scene.lower[i])
            if known and (use == "organ" or known[1] != "people"):
                return True
            person = self.cover[i] >= 0 and self.names[self.cover[i]].kind == "person"
            if person and i + 1 == head and self.scene.lower[head] in _LED:
                return True  # "the Biden administration"
            if self.cover[i] >= 0 and not person and not known:
                return self.scene.lower[head] not in {
                    "country",
                    "nation",
                    "region",
                    "city",
                    "town",
                    "village",
                    "team",
                    "delegation",
                }
        return False

    def _modifiers_start(self, start: int, name: int) -> int:
        """Where a name begins: after a common noun before it ("newspaper | The Mirror") and small adjectives."""
        begin = start
        for i in range(start, name):
            word = self.scene.tokens[i]
            common = word[0].islower() and not state(word)
            if common and (self._tags[i].startswith(("NN", "JJ", "VB", "RB", "POS")) or word in {"s", "well"}):
                owner = (
                    word == "s" and i >= 2 and (self.cover[i - 2] >= 0 or state(self.scene.lower[i - 2]) is not None)
                )
                begin = begin if owner else i + 1
        while begin < name and self.scene.lower[begin] in EDGES | {"s"}:
            begin += 1
        if name < len(self.cover) and begin < name and self.scene.lower[name] == "the":
            begin = name
        if begin == name and name > start and self.scene.tokens[name - 1] == "The":
            begin = name - 1
        return begin

    def _goes_on(self, end: int, high: int) -> int:
        """Take in "of …", "for …" after the name of a body."""
        if end + 1 < high and self.scene.lower[end] in {"on", "against"} and self.scene.tokens[end + 1][0].isupper():
            end = self.base_end(end + 1, high)
        embassy = self.scene.lower[end - 1] in {"embassy", "delegation", "mission", "ambassador"}
        while end < high and (
            self.scene.lower[end] in {"of", "for"} or (embassy and self.scene.lower[end] in {"to", "in"})
        ):
            more = self.base_end(end + 1, high)
            if more <= end + 1:
                break
            end = more
        return end

    def text(self, phrase: Phrase) -> str:
        """A description as the text has it: first letter small unless proper, incidental clauses left out."""
        start, end = phrase.start, phrase.end
        pieces = self._pieces(start, end)
        if len(pieces) > 1 and self.scene.lower[pieces[0][1]] not in {":", ";"} and not self._enumerates(pieces[1]):
            end = pieces[0][1]
        wording = " ".join(_BRACKETS.sub("", plain(self.scene, start, end) + ")").rstrip(")").split()).strip(
            "\"'“”‘’ ,("
        )
        if not wording:
            return plain(self.scene, start, end)
        first = self.scene.tokens[start]
        proper = (
            self.cover[start] >= 0
            or state(first) is not None
            or first.lower() in _CAPITAL
            or self._tags[start].startswith("NNP")
            or not first[1:].islower()
        )
        if first in {"A", "I"}:
            proper = first == "I"
        return wording if proper else wording[0].lower() + wording[1:]

    def _enumerates(self, piece: Range) -> bool:
        """Whether the words after a comma go on a list or a restriction rather than tell more of the same."""
        start = piece[0]
        word = self.scene.lower[start]
        if word in {"who", "which", "whose", "where", "a", "an", "the", "one", "including", "speaking", "such"}:
            return False
        return "and" in self.scene.lower[start : piece[1]] and self._tags[start][:2] not in {"VB", "WP", "WD"}


def institution_in(words: tuple[str, ...], name: Name) -> bool:
    """Whether one of the name's words is that of a body ("Ministry")."""
    return any(institution(word) for word in words[name.start : name.end])
