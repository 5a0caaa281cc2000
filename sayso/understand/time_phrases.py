"""Times of an article as its sentences have them: with their preposition, and with those that only name an event."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.timex import Time
from sayso.understand.scene import Range, Scene

_PREPOSITIONS = frozenset(
    """on in at by since until till from during before after within around through throughout over between for
    following between towards toward about of ahead""".split()
)
_ADVERBS = frozenset("shortly just soon immediately late early only even up".split())
_JOINS = frozenset({"and", "to", "until", "till", "through", "-", "–", "or"})
_DETERMINERS = frozenset("a an his her its their the".split())
# Times that no calendar holds, next to a cue: "later announced", "initially stated".
_LOOSE = frozenset("later initially".split())
_EVENT_LEADS = frozenset("after following during throughout before prior since".split())
_FILLERS = frozenset(", and but then also meanwhile however so yet — – - : writing speaking".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time with its preposition, as character offsets, and its interval.

    words: half-open. time: None for "later" and for what names an event.
    """

    start: int
    end: int
    lead: str
    time: Time | None
    earliest: str | None
    latest: str | None
    words: Range


class Phrases:
    """Every phrase of time in an article, in order, and by sentence."""

    def __init__(self, scene: Scene, found: Sequence[Time]) -> None:
        self.scene = scene
        self.sentences = self._sentence_ranges()
        self.sentence_of = [n for n, (a, b) in enumerate(self.sentences) for _ in range(a, b)]
        self.all = self._phrases(found)
        self._starts = [p.start for p in self.all]
        self.by_sentence = self._by_sentence()
        self.heads = {n: self._heads(n, ps) for n, ps in self.by_sentence.items()}

    def between(self, first: int, last: int) -> list[Phrase]:
        """The phrases that touch the characters from `first` to before `last`."""
        begin = max(0, bisect_left(self._starts, first) - 1)
        return [p for p in self.all[begin : bisect_left(self._starts, last)] if first < p.end]

    def _sentence_ranges(self) -> list[tuple[int, int]]:
        """The scene's sentences; one that "5 a.m." seems to end goes on."""
        low = self.scene.lower
        out: list[tuple[int, int]] = []
        for first, stop in self.scene.sentences if low else ():
            clock = first >= 4 and low[first - 4 : first] in {("a", ".", "m", "."), ("p", ".", "m", ".")}
            if out and clock and self.scene.words.gap[first] != 2:
                out[-1] = (out[-1][0], stop)
            else:
                out.append((first, stop))
        return out

    def _by_sentence(self) -> dict[int, list[Phrase]]:
        table: dict[int, list[Phrase]] = {}
        for p in self.all:
            if p.words[0] < len(self.sentence_of):
                table.setdefault(self.sentence_of[p.words[0]], []).append(p)
        return table

    def _phrases(self, found: Sequence[Time]) -> list[Phrase]:
        """Times as phrases with their preposition; two that a word joins ("from 2006 to 2009") are one."""
        low = self.scene.lower
        out: list[Phrase] = []
        i = 0
        while i < len(found):
            time = found[i]
            first, stop = self.scene.range_of(time.span)
            i += 1
            if time.type == "SET" or first == stop:
                continue
            lead, begin = self._lead(first)
            earliest, latest, end = time.earliest, time.latest, time.span.end
            if i < len(found) and time.type == "DATE" and found[i].type == "DATE" and time.value[:1].isdigit():
                other = self.scene.range_of(found[i].span)
                between = low[stop : other[0]]
                paired = lead in {"from", "between"} or (between == ("and",) and lead in {"in", "on", "during"})
                if paired and between and between[0] in _JOINS and len(between) <= 3 and found[i].value[:1].isdigit():
                    latest, end, stop = found[i].latest, found[i].span.end, other[1]
                    i += 1
                    lead = "in"
            if time.type == "DATE":
                begin, end, stop, lead = self._occasion(begin, end, (first, stop), lead)
            start = self.scene.span_of(begin, begin + 1).start if begin < first else time.span.start
            out.append(Phrase(start, end, lead, time, earliest, latest, (begin, stop)))
        return out

    def _occasion(self, begin: int, end: int, words: tuple[int, int], lead: str) -> tuple[int, int, int, str]:
        """In a July 16 press conference: the words from "in" to the comma. Else as it was."""
        low, tokens = self.scene.lower, self.scene.tokens
        first, stop = words
        named = first >= 2 and low[first - 2] in {"in", "at", "during"} and low[first - 1] in _DETERMINERS
        after = next((k for k in range(stop, min(stop + 4, len(low))) if low[k] == ","), stop)
        if named and after > stop and all(t.isalpha() and t.islower() for t in tokens[stop:after]):
            return first - 2, self.scene.span_of(after - 1, after).end, after, "in"
        return begin, end, stop, lead

    def _lead(self, first: int) -> tuple[str, int]:
        """The preposition before a time and the word where the phrase begins."""
        low = self.scene.lower
        if first == 0 or low[first - 1] not in _PREPOSITIONS or self.scene.words.gap[first] == 2:
            return "", first
        lead, begin = low[first - 1], first - 1
        if lead == "of" and begin and low[begin - 1] == "as":
            return "as of", begin - 1
        if lead in {"of", "about"}:
            return "", first
        if begin and low[begin - 1] in _ADVERBS and lead in {"before", "after", "on", "in", "until"}:
            begin -= 1
        return lead, begin

    def _heads(self, sentence: int, phrases: list[Phrase]) -> list[Phrase]:
        """The phrases that open a sentence, one after the other ("On 24 February, before 5 a.m., …")."""
        low, out = self.scene.lower, list[Phrase]()
        at = first = self.sentences[sentence][0]
        for phrase in phrases:
            between = low[at : phrase.words[0]]
            if not (all(w in _FILLERS for w in between) or (at == first and len(between) <= 1)):
                break
            out.append(phrase)
            at = phrase.words[1]
        return out

    def loose(self, cue: tuple[int, int]) -> list[Phrase]:
        """Later, initially, in the cue or directly before it."""
        low = self.scene.lower
        out = []
        for k in range(max(0, cue[0] - 1), cue[1]):
            if low[k] in _LOOSE and not any(
                p.words[0] <= k < p.words[1] for p in self.by_sentence.get(self.sentence_of[k], ())
            ):
                span = self.scene.span_of(k, k + 1)
                out.append(Phrase(span.start, span.end, "", None, None, None, (k, k + 1)))
        return out

    def event_lead(self, sentence: int) -> list[Phrase]:
        """A head of the sentence that names a time by an event ("After the exchange of fire,"), or "Later,"."""
        low = self.scene.lower
        first, stop = self.sentences[sentence]
        head = low[first:stop]
        if not head:
            return []
        comma = next((k for k in range(first + 1, min(stop, first + 14)) if low[k] == ","), None)
        if head[0] in _LOOSE and comma == first + 1:
            end = first + 1
        elif head[0] in _EVENT_LEADS and comma is not None:
            end = comma
        else:
            return []
        if any(p.words[0] < end and first < p.words[1] for p in self.by_sentence.get(sentence, ())):
            return []
        span = self.scene.span_of(first, end)
        return [Phrase(span.start, span.end, "", None, None, None, (first, end))]
