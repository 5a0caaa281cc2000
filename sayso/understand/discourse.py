"""The mentions of an article in order, each with the voice it stands for, before any pronoun is read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from sayso.understand.antecedents import Wanted, suits
from sayso.understand.naming import is_possessive, plain, proper_names
from sayso.understand.people import Cast, Person, cast_of, fits
from sayso.understand.phrases import DETERMINERS, Phrase, Phrases
from sayso.understand.record import anonymity, calls_anonymous, is_work
from sayso.understand.scene import Range, Scene
from sayso.understand.states import state
from sayso.understand.titles import institution, is_document, is_people, role, singular
from sayso.understand.voices import Mention, Voice, Voices, kind_of_noun

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
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
_RELATIVE = 25  # words between a person and "who"
_WITHIN = frozenset("in of from at with on near inside".split())
_NEAR = 2  # sentences over which "the group" may look back for a body that the article gives no noun
_COUNTRIES = frozenset({"country", "nation", "republic", "kingdom"})
_MOST = 200  # persons of one post that are compared
_LEAST_FIT = 0.3  # below this a description is nobody of the named
_HUMAN = frozenset({"person", "one", "group", "compound"})


def built(scene: Scene, sources: Sequence[Range]) -> Discourse:
    """Read all names, nominals and source phrases of an article once, in text order. sources: word ranges."""
    return Discourse(scene, sources)


class Discourse:
    """cast: the named persons. phrases_of: each source range's phrase. Mentions grow as pronouns are read."""

    def __init__(self, scene: Scene, sources: Sequence[Range]) -> None:
        self.scene = scene
        names = proper_names(scene)
        self.cast: Cast = cast_of(scene, names)
        self._posts: dict[str, list[Person]] = {}
        for person in self.cast.persons:
            person.spans.sort()
            for term in person.roles | person.families:
                self._posts.setdefault(term, []).append(person)
        names = tuple(
            replace(n, kind="person") if n.start in self.cast.of or n.start in self.cast.unclear else n for n in names
        )
        self.phrases = Phrases(scene, names)
        self.voices = Voices(scene, names, self.cast, self.phrases)
        self.phrases_of: dict[Range, Phrase] = {r: self.phrases.parse(*r) for r in sources}
        self._proper: set[int] = set()
        self._by_head: dict[str, list[Voice]] = {}
        self._compounds: dict[str, Voice] = {}
        self._mentions: list[Mention] = []
        self._starts: list[int] = []
        self._heads: set[int] = set()  # heads of descriptions that are sources
        self._chunk_at: dict[int, Range] = {}  # by the word after its end
        self._last_body: list[tuple[int, Voice, bool]] = []  # with whether it was a subject or a source
        self._voice_of: dict[Range, tuple[Voice, bool]] = {}
        self._collect(sources)

    # -- the pass over the text ---------------------------------------------------------------------------------------

    def _collect(self, sources: Sequence[Range]) -> None:
        heads = self._heads
        for phrase in self.phrases_of.values():
            for part in phrase.members or (phrase,):
                if part.kind == "description":
                    heads.add(part.head)
        events: list[tuple[int, int, Phrase | None]] = [(a, b, None) for a, b in self.phrases.chunks()]
        events += [(r[0], r[1], self.phrases_of[r]) for r in sources]
        events.sort(key=lambda e: (e[0], -e[1]))
        for start, end, phrase in events:
            if phrase is None:
                self._chunk(start, end)
            else:
                for part in phrase.members or (phrase,):
                    if part.kind != "pronoun":
                        self._voice_of.setdefault((part.start, part.end), self._found(part))
        self._mentions.sort(key=lambda m: (m.start, m.end))
        self._starts = [m.start for m in self._mentions]

    def _chunk(self, start: int, end: int) -> None:
        """The names in a nominal, and the nominal itself where its head is no name."""
        self._chunk_at[end] = (start, end)
        i = start
        while i < end:
            number = self.phrases.cover[i]
            if number < 0:
                i += 1
                continue
            name = self.phrases.names[number]
            if i == name.start and name.start not in self.cast.unclear:
                person = self.cast.of.get(name.start)
                if person is not None:
                    self._note(name.start, name.end, self.voices.person(person))
                elif name.kind != "person" and not self._is_people_name(name.start, name.end):
                    begin, finish = self._body_extent(start, end, name.start, name.end)
                    self._proper_body(begin, finish)
            i = max(i + 1, name.end)
        head = end - 1
        while head > start and not (self.scene.tags[head] if self.scene.tags else "NN").startswith("NN"):
            head -= 1
        if self.phrases.cover[head] >= 0 or head in self._heads:
            return
        noun = self.scene.lower[head]
        if role(noun) or is_people(noun) or is_document(noun) or institution(noun):
            if is_possessive(self.scene, head) and head < end - 2:
                return
            if institution(noun) and head == end - 1 and singular(noun) == noun:
                named = self.phrases.parse(start, end)
                if named.kind == "name" and named.name:
                    self._proper_body(*named.name)
                    return
            stop = self._with_of(end)
            part = Phrase(start=start, end=stop, kind="description", head=head)
            voice, _ = self._describe(part)
            self._note(start, end, voice)

    def _is_people_name(self, start: int, end: int) -> bool:
        """Whether a name is an adjective or a people ("Russian", "the Russians"), which is no body."""
        known = state(plain(self.scene, start, end))
        return known is not None and known[1] == "people"

    def _with_of(self, end: int) -> int:
        if (
            end < len(self.scene.words)
            and self.scene.lower[end] in {"of", "by", "from"}
            and not self.scene.words.first[end]
        ):
            return self.phrases.base_end(end + 1, min(len(self.scene.words), end + 10, self._sentence_end(end)))
        return end

    def _sentence_end(self, word: int) -> int:
        number = int(self.scene.words.sentence[word])
        return self.scene.sentences[number][1]

    def _body_extent(self, start: int, end: int, first: int, last: int) -> Range:
        """A name with the modifiers that its nominal gives it ("Ukraine's | Ministry of Defense")."""
        if last == end and institution(self.scene.lower[last - 1]) and not state(plain(self.scene, first, last)):
            phrase = self.phrases.parse(start, end)
            if phrase.kind == "name" and phrase.name and phrase.name[1] == last:
                return phrase.name
        return first, last

    def _proper_body(self, start: int, end: int) -> Voice:
        voice = self.voices.body(start, end)
        self._proper.add(id(voice))
        self._note(start, end, voice)
        return voice

    def _note(self, start: int, end: int, voice: Voice) -> None:
        if voice.kind != "person":
            voice.mentions.append((start, end))
        if voice.kind in {"body", "state"}:
            self._last_body.append((start, voice, self._is_subject(start, end)))
            before = self.scene.lower[start - 1] if start else ""
            before = self.scene.lower[start - 2] if start > 1 and before in {'"', "“", "the"} else before
            if institution(before) == "class":
                voice.kinds.add(before)
        self._mentions.append(
            Mention(
                start=start,
                end=end,
                voice=voice,
                subject=self._is_subject(start, end),
                quoted=bool(self.scene.words.quote[start]),
            )
        )

    def _is_subject(self, start: int, end: int) -> bool:
        tags = self.scene.tags
        if not tags:
            return bool(self.scene.words.first[start])
        if start and tags[start - 1] in {"IN", "TO"}:
            return False
        if self.scene.words.first[start] and end < len(tags) and self.scene.lower[end] in {",", "–", "—", "("}:
            return True
        if 1 < start < len(tags) and self.scene.lower[start - 1] == "," and self.scene.words.first[start - 2]:
            return True
        for i in range(end, min(end + 3, len(tags))):
            if self.scene.words.first[i]:
                return False
            if tags[i] in _FINITE:
                return True
            if not tags[i].startswith("RB"):
                return False
        return False

    # -- what a phrase stands for -------------------------------------------------------------------------------------

    def voice_of(self, phrase: Phrase) -> tuple[Voice, bool]:
        """The phrase's voice, and whether a body among them has a proper name."""
        return self._voice_of.get((phrase.start, phrase.end)) or self._found(phrase)

    def _found(self, phrase: Phrase) -> tuple[Voice, bool]:
        if phrase.kind == "person" and phrase.name:
            person = self._person_at(phrase.name)
            if person is not None:
                return self.voices.person(person), True
            voice = self.voices.nameless(phrase.start, phrase.end, phrase.head, plain(self.scene, *phrase.name))
            voice.kind = "person"
            return voice, True
        if phrase.kind in {"name", "state"} and phrase.name:
            return self._named(phrase, phrase.name)
        voice, fresh = self._describe(phrase)
        if fresh:
            self._note(phrase.start, phrase.end, voice)
        return voice, id(voice) in self._proper

    def _person_at(self, name: Range) -> Person | None:
        return next((self.cast.of[i] for i in range(*name) if i in self.cast.of), None)

    def _named(self, phrase: Phrase, name: Range) -> tuple[Voice, bool]:
        start, end = name
        known = state(plain(self.scene, start, end))
        if known and known[1] == "people":
            voice = self.voices.country(known[0])
        else:
            if end - start == 1 and institution(self.scene.lower[start]):
                partial = self._body_with(self.scene.lower[start], phrase.start)
                if partial is not None:
                    return partial, True
            voice = self.voices.body(start, end)
            before = self.scene.lower[start - 1] if start > phrase.start else ""
            if is_work(self.scene.lower[end - 1]) or (before and is_document(before)):
                voice.kind = "document"
        self._proper.add(id(voice))
        voice.mentions.append((start, end))
        self._last_body.append((start, voice, True))
        return voice, True

    def _describe(self, phrase: Phrase) -> tuple[Voice, bool]:
        """The voice of a description, and whether it is itself a new mention of that voice."""
        low = self.scene.lower
        noun = low[phrase.head]
        definite = low[phrase.start] in _DEFINITE or (state(low[phrase.start]) is not None)
        titled = self.scene.tokens[phrase.head][0].isupper()
        apposed = None if phrase.head in self._heads else self._apposed_to(phrase)
        if apposed is not None:
            return apposed, False
        found: Voice | None = None
        kind = kind_of_noun(noun)
        if kind == "one" and singular(noun) == noun and (definite or titled or self._owned(phrase)):
            found = self._post(phrase)
        elif kind == "body" and low[phrase.start] in _DEFINITE:
            found = self._known_body(phrase, noun)
        if found is None and low[phrase.start] in _DEFINITE:
            found = self._described_before(phrase, noun)
        if found is not None:
            return found, True
        voice = self.voices.nameless(phrase.start, phrase.end, phrase.head, self.phrases.text(phrase))
        voice.anonymous = voice.anonymous or calls_anonymous(voice.words)
        kept = self._by_head.setdefault(noun, [])
        if not kept or kept[-1] is not voice:
            kept.append(voice)
        return voice, True

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
            body = self.voices.body(*self._body_extent(name.start, name.end, name.start, name.end))
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
        for term in (*sorted(roles), *sorted(families)):
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
        for i in range(phrase.start, phrase.end):
            word = low[i]
            found = role(word)
            pair = state(f"{word} {low[i + 1]}") if i + 1 < phrase.end else None
            known = state(word) or pair
            if known:
                states.add(known[0])
            elif found and found.use != "person":
                roles.add(word)
                if found.family:
                    families.add(found.family)
            elif word[0].isalpha() and word not in DETERMINERS | {
                "s",
                "of",
                "to",
                "for",
                "in",
                "and",
                "on",
                "at",
                "by",
            }:
                about.add(word)
        return roles, families, states, about

    def _known_body(self, phrase: Phrase, noun: str) -> Voice | None:
        """The body that "the agency" is: one whose name has the word, else the nearest of a kind that fits."""
        if phrase.head - phrase.start > 2:
            return None
        middle = self.scene.lower[phrase.start + 1 : phrase.head]
        found = self._body_with(noun, phrase.start, frozenset(middle))
        if found is not None or middle:
            return found
        here = int(self.scene.words.sentence[phrase.start])
        family = family_of(noun)
        for start, voice, _ in reversed(self._last_body[-60:]):
            far = here - int(self.scene.words.sentence[start])
            if far > _FAR:
                break
            if noun in _CLASSES:
                if voice.name.lower().removeprefix("the ") in _CLASSES[noun]:
                    return voice
            elif noun in _COUNTRIES:
                known = state(voice.name)
                if known and known[1] != "seat":
                    return voice
            elif family and any(family_of(kind) == family for kind in voice.kinds | {voice.head}):
                return voice
        if institution(noun) != "class":
            return None
        near = [
            m for m in self._mentions[-25:] if m.subject and here - int(self.scene.words.sentence[m.start]) <= _NEAR
        ]
        suited = [m.voice for m in near if m.voice.kind == "body" and id(m.voice) in self._proper and not m.voice.kinds]
        return suited[-1] if suited and not institution_of(suited[-1].name) else None

    def _body_with(self, noun: str, before: int, middle: frozenset[str] = frozenset()) -> Voice | None:
        """The nearest body whose name has a word: subjects and sources before others."""
        other: Voice | None = None
        for start, voice, prominent in reversed(self._last_body[-200:]):
            if start < before and noun in voice.words and len(voice.words) > 1 and middle <= voice.words:
                if prominent:
                    return voice
                other = other or voice
        return other

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

    # -- for pronouns -------------------------------------------------------------------------------------------------

    def before(self, word: int) -> list[Mention]:
        """The mentions that start before a word, in text order; enough for ranking."""
        at = bisect_left(self._starts, word)
        return self._mentions[max(0, at - 120) : at]

    def ahead(self, word: int, wanted: Wanted) -> Voice | None:
        """The one voice that suits in the rest of the pronoun's sentence ("As he announced, Putin …")."""
        number = int(self.scene.words.sentence[word])
        at = bisect_left(self._starts, word)
        found = []
        for mention in self._mentions[at : at + 20]:
            if int(self.scene.words.sentence[mention.start]) != number:
                break
            if mention.subject and suits(wanted, mention.voice) and mention.voice not in found:
                found.append(mention.voice)
        return found[0] if len(found) == 1 else None

    def head_before(self, word: int, *, human: bool) -> Voice | None:
        """The voice right before a relative pronoun, of a person where it is "who"."""
        sentence = int(self.scene.words.sentence[word])
        at = bisect_left(self._starts, word)
        chunk = self._chunk_at.get(word) or self._chunk_at.get(word - 1)
        if not human and chunk and self.within(chunk[0], chunk[1], None) is None:
            return self._describe(Phrase(start=chunk[0], end=chunk[1], kind="description", head=chunk[1] - 1))[0]
        body: Voice | None = None
        for mention in reversed(self._mentions[max(0, at - 12) : at]):
            if mention.end > word or int(self.scene.words.sentence[mention.start]) != sentence:
                continue
            if word - mention.end > (_RELATIVE if human else 3):
                break
            if not human or mention.voice.kind in _HUMAN:
                return self._restricted(mention, word)
            before = self.scene.tags[mention.start - 1] if mention.start and self.scene.tags else ""
            if mention.voice.kind == "body" and word - mention.end < 2 and before not in {"IN", "DT"}:
                body = body or mention.voice
        return body

    def _restricted(self, mention: Mention, word: int) -> Voice:
        """The voice of a nominal before "who", with the words that stand between in its description."""
        end = word - 1 if self.scene.lower[word - 1] == "," else word
        voice = mention.voice
        if voice.kind not in {"one", "group"} or mention.end >= end or len(voice.mentions) > 1:
            return voice
        between = self.scene.lower[mention.end : end]
        if between[0] in _WITHIN and "," not in between:
            voice.name = self.phrases.text(
                Phrase(start=mention.start, end=end, kind="description", head=mention.end - 1)
            )
        return voice

    def within(self, start: int, end: int, voice: Voice | None) -> Mention | None:
        """The mention of a voice (None: of any) that starts in words start … end."""
        at = bisect_left(self._starts, start)
        for mention in self._mentions[at : at + end - start + 3]:
            if mention.start >= end:
                break
            if voice is None or mention.voice is voice:
                return mention
        return None

    def add(self, start: int, end: int, voice: Voice) -> Mention:
        """A new mention, in its place."""
        quoted = bool(self.scene.words.quote[start])
        mention = Mention(start=start, end=end, voice=voice, subject=True, quoted=quoted)
        at = bisect_left(self._starts, start)
        self._mentions.insert(at, mention)
        self._starts.insert(at, start)
        return mention

    def compound(self, name: str, phrase: Phrase, members: tuple[Voice, ...]) -> Voice:
        """The voice of "A and B", one for each such name."""
        voice = self._compounds.get(name.lower())
        if voice is None:
            voice = Voice(
                kind="compound", name=name, plural=True, words=frozenset(self.scene.lower[phrase.start : phrase.end])
            )
            voice.lead = members[0] if members else None
            self._compounds[name.lower()] = voice
        return voice

    def is_proper(self, voice: Voice) -> bool:
        return id(voice) in self._proper

    def mark_anonymous(self) -> None:
        """Mark the nameless voice of each passage that tells of anonymity: the subject of its sentence, or nearest before."""
        for word in anonymity(self.scene):
            number = int(self.scene.words.sentence[word])
            at = bisect_left(self._starts, word)
            for mention in reversed(self._mentions[max(0, at - 25) : at]):
                if number - int(self.scene.words.sentence[mention.start]) > 1:
                    break
                if mention.voice.kind in {"one", "group"}:
                    mention.voice.anonymous = True
                    break


def low_is_definite(name: str) -> bool:
    return name.lower().startswith("the ")


def family_of(noun: str) -> str | None:
    """Which of the families of bodies a common noun belongs to: press, firm, research; None for the rest."""
    return next((family for family, nouns in _FAMILIES.items() if noun in nouns), None)


def institution_of(name: str) -> bool:
    """Whether a name's last word is that of a state's organ ("Ministry"), which other nouns do not stand for."""
    return institution(name.split()[-1]) == "organ" if name else False
