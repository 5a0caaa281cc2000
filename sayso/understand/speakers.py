"""Who each claim's source is: its fullest name, where else the article speaks of it, and what kind of source it is."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sayso.records import Claim, Record, Refusal, Source, Span, Spans
from sayso.understand.antecedents import LEAST, Place, Wanted, ranked
from sayso.understand.discourse import Discourse, built
from sayso.understand.naming import plain
from sayso.understand.phrases import Phrase
from sayso.understand.record import record_of
from sayso.understand.scene import Range, Scene
from sayso.understand.veiled import mark_anonymous
from sayso.understand.voices import Mention, Voice

STAGE = "speakers"
_FIRST = frozenset("i me my mine myself".split())
_GENERIC = frozenset("we us our ours you your yours ourselves yourself".split())
_WANTED: dict[str, Wanted] = {
    "he": "he", "him": "he", "his": "he", "himself": "he",
    "she": "she", "her": "she", "hers": "she", "herself": "she",
    "it": "it", "its": "it", "itself": "it",
    "they": "they", "them": "they", "their": "they", "theirs": "they", "themselves": "they",
}  # fmt: skip
_RELATIVE = frozenset("who whom whose which that".split())
_OWNERS = frozenset({"my", "his", "her", "their"})
_COUNTRIES = frozenset({"country", "nation", "homeland"})
_TIE = 0.05  # two candidates nearer than this are equally good, and neither is taken

Code = Literal["ambiguous-name", "no-antecedent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What a source was read as. voice None: nobody known; then name is None, or the words as written."""

    voice: Voice | None
    name: str | None
    record: Record | None
    problem: Code | None = None


def speakers(scene: Scene, claims: Sequence[Claim]) -> tuple[tuple[Source | None, ...], tuple[Refusal, ...]]:
    """Each claim's source again with name, mentions and record; one entry a claim, None where it has no source.

    Refused are a surname of two people ("ambiguous-name": the name stays as written) and a pronoun without antecedent
    ("no-antecedent": name and record None).
    """
    return _Speakers(scene, claims).all()


# Mentions that a source is given with: each of its claims carries them all, so that without a limit an article of a
# million words would grow by their square.
MOST_MENTIONS = 100


class _Speakers:
    def __init__(self, scene: Scene, claims: Sequence[Claim]) -> None:
        self.scene, self.claims = scene, claims
        self.by_id = {claim.id: claim for claim in claims}
        self.ranges = {claim.id: r for claim in claims if claim.source and (r := _range(scene, claim.source))}
        self.discourse: Discourse = built(scene, sorted(set(self.ranges.values())))
        self.read: dict[str, _Read] = {}
        self.busy: set[str] = set()
        self.spoke: list[
            tuple[int, str]
        ] = []  # first word and claim of each source read so far that is nobody's speech
        self.sources: set[int] = set()
        self.own_of: dict[int, list[Span]] = {}  # by voice: the spans of its sources
        self.kept: dict[int, Spans] = {}  # by voice: its mentions

    def all(self) -> tuple[tuple[Source | None, ...], tuple[Refusal, ...]]:
        order = sorted((c for c in self.claims if c.id in self.ranges), key=lambda c: self.ranges[c.id])
        for claim in order:  # whom words name themselves first: pronouns may look back on all of them
            if not self._looks_back(claim):
                self._keep(claim, self._plain(claim))
        for claim in order:
            self._of(claim)
        voices = [(self.ranges[c.id][0], v) for c in order if (v := self.read[c.id].voice) is not None]
        mark_anonymous(self.discourse, voices)
        for claim in order:
            voice = self.read[claim.id].voice
            if voice is not None and claim.source:
                self.own_of.setdefault(id(voice), []).extend(claim.source.spans)
        out = tuple(self._source(claim) for claim in self.claims)
        return out, self._refusals()

    def _of(self, claim: Claim) -> _Read:
        """The claim's source, read when first asked for."""
        known = self.read.get(claim.id)
        if known is not None:
            return known
        if claim.id in self.busy or claim.id not in self.ranges:
            return _Read(voice=None, name=None, record=None)
        self.busy.add(claim.id)
        phrase = self.discourse.phrases_of[self.ranges[claim.id]]
        read = self._pronoun(claim) if phrase.kind == "pronoun" else self._country(claim)
        self._keep(claim, read)
        return read

    def _looks_back(self, claim: Claim) -> bool:
        """Whether the source is read only when all names are known: a pronoun, or "her country"."""
        phrase = self.discourse.phrases_of[self.ranges[claim.id]]
        owned = self.scene.lower[phrase.start] in _OWNERS and phrase.end - phrase.start == 2
        return phrase.kind == "pronoun" or (owned and self.scene.lower[phrase.head] in _COUNTRIES)

    def _keep(self, claim: Claim, read: _Read) -> None:
        self.read[claim.id] = read
        if read.voice is None:
            return
        start, end = self.ranges[claim.id]
        if claim.parent not in self.by_id:
            insort(self.spoke, (start, claim.id))
        within = self.discourse.within(start, end, read.voice)
        if within is None:
            within = self.discourse.add(start, end, read.voice)
        self.sources.add(within.start)

    # -- sources that name somebody -----------------------------------------------------------------------------------

    def _plain(self, claim: Claim) -> _Read:
        return self._phrase(self.discourse.phrases_of[self.ranges[claim.id]], claim)

    def _phrase(self, phrase: Phrase, claim: Claim) -> _Read:
        if phrase.kind == "compound":
            return self._compound(phrase, claim)
        lemma = claim.cue.lemma if claim.cue else ""
        if phrase.name and phrase.name[0] in self.discourse.cast.unclear:
            return _Read(
                voice=None, name=plain(self.scene, *phrase.name), record="named-person", problem="ambiguous-name"
            )
        voice, proper = self.discourse.voice_of(phrase)
        return _Read(voice=voice, name=voice.name, record=record_of(voice, lemma, proper=proper))

    def _compound(self, phrase: Phrase, claim: Claim) -> _Read:
        """One name for "A and B": the members' names if one of them has a fuller one, else the words."""
        reads = [self._phrase(member, claim) for member in phrase.members]
        problem = next((read.problem for read in reads if read.problem), None)
        if any(member.kind in {"person", "name", "state"} for member in phrase.members):
            names = []
            for number, (member, read) in enumerate(zip(phrase.members, reads, strict=True)):
                article = ""
                if number and member.kind in {"name", "state"} and self.scene.lower[member.start] == "the":
                    article = "the "
                names.append(article + (read.name or plain(self.scene, member.start, member.end)))
            name = ", ".join(names[:-1]) + " and " + names[-1]
        else:
            name = self.discourse.phrases.text(phrase)
        voice = self.discourse.compound(name, phrase, tuple(r.voice for r in reads if r.voice))
        return _Read(voice=voice, name=name, record=reads[0].record, problem=problem)

    # -- pronouns -----------------------------------------------------------------------------------------------------

    def _pronoun(self, claim: Claim) -> _Read:  # noqa: PLR0911 - each return is a rule of its own
        word = self.discourse.phrases_of[self.ranges[claim.id]].start
        low = self.scene.lower[word]
        if low in _GENERIC:
            return _Read(voice=None, name=None, record="unnamed")
        parent = self.by_id.get(claim.parent or "")
        around = self._of(parent) if parent and parent.id in self.ranges else None
        if low in _FIRST:
            speaker = self._first_person(around.voice) if around and around.voice else None
            return self._named(speaker, claim) if speaker else self._lost()
        if low in _RELATIVE:
            voice = self.discourse.head_before(word, human=low in {"who", "whom"})
            return self._named(voice, claim) if voice else self._lost()
        if low not in _WANTED:
            return self._lost()
        direct = bool(parent) and self._in_quotes(word)
        place = Place(
            word=word,
            wanted=_WANTED[low],
            parent=around.voice if around else None,
            direct=direct,
            last_source=self._last(word),
            quoted=self._in_quotes(word),
        )
        theirs = [self.scene.range_of(span) for span in claim.content]
        # Whom somebody speaks of is seldom who speaks: mentions in the claim's own content are passed over.
        before = [m for m in self.discourse.before(word) if not any(a <= m.start < b for a, b in theirs)]
        found = ranked(self.scene, place, before, self.sources)
        if not found:
            ahead = self.discourse.ahead(word, place.wanted)
            return self._named(ahead, claim) if ahead else self._lost()
        if found[0][0] < LEAST or (len(found) > 1 and found[0][0] - found[1][0] < _TIE):
            return self._lost()
        return self._named(found[0][1], claim)

    def _country(self, claim: Claim) -> _Read:
        """The one country of the person whom "her country" looks back on, else the words as they stand."""
        owner = self._pronoun(claim).voice
        states = owner.person.states if owner and owner.person else set()
        if len(states) != 1:
            return self._plain(claim)
        return self._named(self.discourse.country(next(iter(states))), claim)

    def _first_person(self, around: Voice) -> Voice | None:
        """Who says "I" in a voice's speech: itself, of a paper the person whose it is ("Jobs's email")."""
        if around.kind != "document":
            return around
        return next((v for r in around.mentions if (v := self.discourse.owner(*r)) is not None), None)

    @staticmethod
    def _lost() -> _Read:
        return _Read(voice=None, name=None, record=None, problem="no-antecedent")

    def _named(self, voice: Voice, claim: Claim) -> _Read:
        lemma = claim.cue.lemma if claim.cue else ""
        lead = voice.lead or voice
        record = record_of(lead, lemma, proper=self.discourse.is_proper(lead))
        return _Read(voice=voice, name=voice.name, record=record)

    def _in_quotes(self, word: int) -> bool:
        return bool(self.scene.words.quote[word])

    def _last(self, word: int) -> Voice | None:
        """Who spoke last before this word, sources within others' speech aside."""
        i = bisect_left(self.spoke, (word, ""))
        return self.read[self.spoke[i - 1][1]].voice if i else None

    # -- results ------------------------------------------------------------------------------------------------------

    def _source(self, claim: Claim) -> Source | None:
        read = self.read.get(claim.id)
        if claim.source is None or read is None:
            return claim.source
        record = read.record
        if read.voice and read.voice.anonymous and record == "unnamed":
            record = "anonymous"
        own = claim.source.spans
        mentions = self._mentions(read.voice, own) if read.voice else own
        name = read.voice.name if read.voice and read.problem is None else read.name
        return replace(claim.source, name=name, mentions=mentions, record=record)

    def _mentions(self, voice: Voice, own: Spans) -> Spans:
        """All spans of a voice in text order; of two that overlap a source's, else the longer."""
        kept = self.kept.get(id(voice))
        if kept is None:
            sources = self.own_of.get(id(voice), [])
            kept = _apart(sources[:MOST_MENTIONS], [self.scene.span_of(*r) for r in voice.mentions[:MOST_MENTIONS]])
            kept = kept[:MOST_MENTIONS]
            self.kept[id(voice)] = kept
        whole = all(_holds(kept, span) for span in own)
        return kept if whole else _apart(list(own), list(kept[: MOST_MENTIONS - len(own)]))

    def _refusals(self) -> tuple[Refusal, ...]:
        details: dict[Code, str] = {
            "ambiguous-name": "Several persons of the article have this name.",
            "no-antecedent": "Nothing in the article could be taken for what this word stands for.",
        }
        out: dict[Span, Refusal] = {}
        for claim in self.claims:
            read = self.read.get(claim.id)
            if read and read.problem and claim.source:
                span = claim.source.spans[0]
                out.setdefault(span, Refusal(stage=STAGE, code=read.problem, detail=details[read.problem], span=span))
        return tuple(out.values())


def _apart(first: Sequence[Span], then: Sequence[Span]) -> Spans:
    """Spans that do not overlap, in text order: those of `first` go before, longer ones before shorter."""
    order = sorted(set(first), key=lambda s: (s.start - s.end, s.start))
    mine = set(first)
    order += sorted(set(then) - mine, key=lambda s: (s.start - s.end, s.start))
    starts: list[int] = []
    keep: list[Span] = []
    for span in order:
        i = bisect_left(starts, span.start)
        if (i == len(keep) or keep[i].start >= span.end) and (i == 0 or keep[i - 1].end <= span.start):
            keep.insert(i, span)
            starts.insert(i, span.start)
    return tuple(keep)


def _holds(spans: Spans, span: Span) -> bool:
    """Whether a span is among spans in text order."""
    i = bisect_left(spans, span.start, key=lambda s: s.start)
    return i < len(spans) and spans[i] == span


def _range(scene: Scene, source: Source) -> Range | None:
    """The words of a source's first span; None where it touches none."""
    start, end = scene.range_of(source.spans[0])
    return (start, end) if start < end else None


__all__ = ["STAGE", "Mention", "speakers"]
