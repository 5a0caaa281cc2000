"""The mentions of an article in order, each with the voice it stands for, before any pronoun is read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from sayso.understand.antecedents import Wanted, suits
from sayso.understand.descriptions import Descriptions
from sayso.understand.naming import is_possessive, plain, proper_names
from sayso.understand.officeholders import learn_posts, year_of
from sayso.understand.people import Cast, Person, cast_of, posts_before
from sayso.understand.phrases import Phrase, Phrases
from sayso.understand.record import is_work
from sayso.understand.scene import Range, Scene
from sayso.understand.states import state
from sayso.understand.titles import institution, is_document, is_people, role, singular
from sayso.understand.voices import Mention, Voice, Voices

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_RELATIVE = 25  # words between a person and "who"
_WITHIN = frozenset("in of from at with on near inside".split())
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
        for person in self.cast.persons:
            person.spans.sort()
        learn_posts(self.cast.persons, year_of(scene.article.published))
        names = tuple(
            replace(n, kind="person") if n.start in self.cast.of or n.start in self.cast.unclear else n for n in names
        )
        self.phrases = Phrases(scene, names)
        self.voices = Voices(scene, names, self.cast, self.phrases)
        self.phrases_of: dict[Range, Phrase] = {r: self.phrases.parse(*r) for r in sources}
        self._compounds: dict[str, Voice] = {}
        self._mentions: list[Mention] = []
        self._posts = posts_before(scene, self.cast)
        self.descriptions = Descriptions(scene, self.phrases, self.voices, self.cast, self._mentions)
        self._starts: list[int] = []
        self._chunk_at: dict[int, Range] = {}  # by the word after its end
        self._voice_of: dict[Range, tuple[Voice, bool]] = {}
        self._collect(sources)

    # -- the pass over the text ---------------------------------------------------------------------------------------

    def _collect(self, sources: Sequence[Range]) -> None:
        heads = self.descriptions.heads
        for read in self.phrases_of.values():
            for part in read.members or (read,):
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
        if self.phrases.cover[head] >= 0 or head in self.descriptions.heads:
            return
        noun = self.scene.lower[head]
        if head in self._posts:
            return
        if role(noun) or is_people(noun) or is_document(noun) or institution(noun):
            if is_possessive(self.scene, head) and head < end - 2:
                return
            if institution(noun) and head == end - 1 and singular(noun) == noun:
                named = self.phrases.parse(start, end)
                if named.kind == "name" and named.name:
                    voice = self._body_named(named, named.name)
                    self.descriptions.proper.add(id(voice))
                    self._note(*named.name, voice)
                    return
            stop = self._with_of(end)
            part = Phrase(start=start, end=stop, kind="description", head=head)
            voice, _ = self.descriptions.voice_of(part)
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
        self.descriptions.proper.add(id(voice))
        self._note(start, end, voice)
        return voice

    def _note(self, start: int, end: int, voice: Voice) -> None:
        if voice.kind != "person":
            voice.mentions.append((start, end))
        if voice.kind in {"body", "state"}:
            self.descriptions.bodies.append((start, voice, self._is_subject(start, end)))
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

    def _is_subject(self, start: int, end: int) -> bool:  # noqa: PLR0911 - each return is a rule of its own
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
        voice, fresh = self.descriptions.voice_of(phrase)
        if fresh:
            self._note(phrase.start, phrase.end, voice)
        return voice, id(voice) in self.descriptions.proper

    def _person_at(self, name: Range) -> Person | None:
        number = self.phrases.cover[name[1] - 1]
        start = self.phrases.names[number].start if number >= 0 else name[0]
        return self.cast.of.get(start) or self.cast.of.get(name[0])

    def _named(self, phrase: Phrase, name: Range) -> tuple[Voice, bool]:
        voice = self._body_named(phrase, name)
        self.descriptions.proper.add(id(voice))
        voice.mentions.append(name)
        self.descriptions.bodies.append((name[0], voice, True))
        return voice, True

    def _body_named(self, phrase: Phrase, name: Range) -> Voice:
        """The body whose name stands in a phrase: of "the (Russian) ministry" the one that was named in full."""
        start, end = name
        known = state(plain(self.scene, start, end))
        if known and known[1] == "people":
            return self.voices.country(known[0])
        noun = self.scene.lower[end - 1]
        partial: Voice | None = None
        if institution(noun) and end - start == 1:
            partial = self.descriptions.body_with(noun, phrase.start)
        elif institution(noun) and self.scene.tokens[end - 1][0].islower() and phrase.start < start:
            partial = self.descriptions.body_of(noun, plain(self.scene, start, end - 1), phrase.start)
        if partial is not None:
            return partial
        voice = self.voices.body(start, end)
        before = self.scene.lower[start - 1] if start > phrase.start else ""
        if is_work(noun) or (before and is_document(before)):
            voice.kind = "document"
        return voice

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
            return self.descriptions.voice_of(
                Phrase(start=chunk[0], end=chunk[1], kind="description", head=chunk[1] - 1)
            )[0]
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
        if body is None and human and chunk and self.phrases.cover[chunk[1] - 1] < 0:
            part = Phrase(start=chunk[0], end=chunk[1], kind="description", head=chunk[1] - 1)
            voice, _ = self.descriptions.voice_of(part)
            if voice.kind == "thing":
                voice.kind = "group" if voice.plural else "one"
            return voice if voice.kind in _HUMAN else None
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

    def owner(self, start: int, end: int) -> Voice | None:
        """The person whose possessive opens words start … end."""
        for i in range(start, end):
            if i in self.cast.of:
                person = self.cast.of[i]
                last = next((b for a, b in person.spans if a == i), i + 1)
                return self.voices.person(person) if is_possessive(self.scene, last - 1) else None
        return None

    def country(self, name: str) -> Voice:
        """The voice of a country under its name."""
        voice = self.voices.country(name)
        self.descriptions.proper.add(id(voice))
        return voice

    def is_proper(self, voice: Voice) -> bool:
        return id(voice) in self.descriptions.proper
