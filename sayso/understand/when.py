"""When a claim was said, what time it is about, and by when a prediction has to come true."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sayso.records import Claim, Refusal, Span, When
from sayso.timex import Time, Times
from sayso.understand.due import days_later, end_of, foretells
from sayso.understand.scene import Range, Scene
from sayso.understand.time_phrases import Phrase, Phrases

STAGE = "times"
_PRONOUNS = frozenset("he she they it".split())
_DURING = re.compile(
    r"\b[Dd]uring (?:the|its|his|her|their|an?|this|that) (?:[\w-]{1,30} ){0,3}?[\w-]{1,30}(?=[\s.,;:\"”’]|$)"
    r"(?! (?:and|of|for|in|on|at|to|was|were|is|are|by)\b| ?[a-z])"
    r"|\b[Dd]uring [A-Z][\w-]{1,30}(?: [A-Z][\w-]{0,30}){0,3}"
)
_AT_END = re.compile(r"\b((?:after|before) the (?:[\w-]{1,30} ){0,2}[\w-]{1,30})[.\"”’]*$")
_MENTION = 6  # words before a time within which "since" makes it that of a thing mentioned
_LOOK_BACK = 30  # claims before one among which its speaker's last one is sought
_INHERIT = 2  # sentences over which a time holds for a speaker who goes on
_AFTER_CUE = 7  # words between a cue and a time that still dates it: "told reporters in Kyiv on Monday"
_BEFORE_SOURCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What the article's words tell of one claim. due: ISO date, the last day of a prediction's time."""

    said: When | None = None
    about: When | None = None
    due: str | None = None


def when(scene: Scene, claims: Sequence[Claim]) -> tuple[tuple[Timing, ...], tuple[Refusal, ...]]:
    """One Timing a claim, in their order. Claims need source, cue, content and parent; force and horizon help.

    Relative times count from the publication; inside quotation marks from the day when it was said, where that is told.
    Refused: "no-date", once, when relative times stay open because the article has no date of publication;
    "impossible-date", with its span, for a date that no calendar has (30 February).
    """
    article = scene.article
    told = re.search(r"\b(?:19|20)\d\d\b", article.title or "")
    reader = Times(article.text, article.published, year=int(told[0]) if told else None)
    found = reader.read()
    work = _Work(scene, claims, reader, found)
    timings = tuple(work.timing(i) for i in range(len(claims)))
    return work.shared(timings), _refusals(article.published, found, reader.impossible)


def _refusals(published: str | None, found: Iterable[Time], impossible: Sequence[Span]) -> tuple[Refusal, ...]:
    out = []
    open_times = [t for t in found if t.earliest is None and t.latest is None and _relative(t)]
    if published is None and open_times:
        detail = f"{len(open_times)} relative time{'s' * (len(open_times) > 1)} not resolved: no date of publication"
        out.append(Refusal(stage=STAGE, code="no-date", detail=detail, span=open_times[0].span))
    out += [Refusal(stage=STAGE, code="impossible-date", detail=f"no such day: {s.text}", span=s) for s in impossible]
    return tuple(out)


def _relative(time: Time) -> bool:
    return time.type in {"DATE", "TIME"} and not time.value.endswith("_REF")


class _Work:
    """One article's claims with its times at hand."""

    def __init__(self, scene: Scene, claims: Sequence[Claim], reader: Times, found: tuple[Time, ...]) -> None:
        self.scene = scene
        self.claims = claims
        self.reader = reader
        self.text = scene.article.text
        self.published = (scene.article.published or "")[:10] or None
        self.by_id = {c.id: i for i, c in enumerate(claims)}
        self.times = Phrases(scene, found)
        self.sentence_of = self.times.sentence_of
        self.tops_in = self._tops_by_sentence()
        self.said: dict[int, Phrase | None] = {}

    def _tops_by_sentence(self) -> dict[int, list[Claim]]:
        """The claims that are nested in none, by the sentences that their contents touch."""
        table: dict[int, list[Claim]] = {}
        for claim in self.claims:
            touched = set()
            for span in claim.content if not claim.parent else ():
                first, stop = self.scene.range_of(span)
                touched |= set(self.sentence_of[first:stop])
            for sentence in touched:
                table.setdefault(sentence, []).append(claim)
        return table

    def timing(self, i: int) -> Timing:
        claim = self.claims[i]
        said = self._said(i)
        if said and said.time is None and self.text[said.start : said.end].lower() == "later":
            said = self._later(i, said)
        self.said[i] = said
        about = self._about(i, said)
        due = None
        if about and about.latest and foretells(claim, self._content(claim), about):
            base = said.earliest if said else None if self.reader.narrative else self.published
            due = about.latest if base is None or about.latest >= base else None
        return Timing(said=self._when_said(said) if said else None, about=about, due=due)

    def _later(self, i: int, said: Phrase) -> Phrase:
        """Later than the time of the claim before in the paragraph, where that is one day."""
        words = self.scene.words
        for j in range(i - 1, max(-1, i - 1 - _LOOK_BACK), -1):
            before = self.said.get(j)
            if before is None or before.time is None or before.earliest != before.latest:
                continue
            if words.paragraph[before.words[0]] != words.paragraph[said.words[0]]:
                break
            return replace(said, earliest=before.earliest)
        return said

    def _content(self, claim: Claim) -> str:
        return " ".join(s.text for s in claim.content)

    def _when_said(self, phrase: Phrase) -> When:
        earliest, latest = phrase.earliest, phrase.latest
        if phrase.lead == "by":
            earliest = None
        elif phrase.lead == "before":
            earliest, latest = None, days_later(phrase.earliest, -1)
        elif phrase.lead in {"after", "since", "following"} and phrase.time:
            latest = self.published
        if latest and self.published and latest > self.published and (earliest or "") <= self.published:
            latest = self.published
        return When(text=self.text[phrase.start : phrase.end], earliest=earliest, latest=latest)

    def _said(self, i: int) -> Phrase | None:
        """The time that dates the act: in the cue, next to it, or at the head of its sentence."""
        claim = self.claims[i]
        if claim.cue is None:
            return None
        cue = self.scene.range_of(claim.cue.span)
        if cue[0] >= len(self.sentence_of) or cue[0] == cue[1]:
            return None
        sentence = self.sentence_of[cue[0]]
        best: tuple[float, Phrase] | None = None
        for phrase in (
            *self.times.by_sentence.get(sentence, ()),
            *self.times.loose(cue),
            *self.times.event_lead(sentence),
        ):
            score = self._dates(phrase, claim, cue, sentence)
            if score is not None and (best is None or score < best[0]):
                best = (score, phrase)
        return best[1] if best else self._inherited(i, cue, sentence)

    def _dates(self, phrase: Phrase, claim: Claim, cue: Range, sentence: int) -> float | None:
        """How far a phrase is from dating this claim; None where it does not."""
        time = phrase.time
        if not self._can_date(phrase) or _inside(phrase, claim.content):
            return None
        if claim.source and _inside(phrase, claim.source.spans):
            return 4 if claim.source.record == "document" and time else None
        heads = self.times.heads.get(sentence, [])
        head = phrase in heads or (time is None and phrase.words[0] == self.times.sentences[sentence][0])
        adverb = head and claim.source is None and _adverbial(claim.cue.span.text if claim.cue else "")
        if adverb or ((claim.parent or not head) and self._elsewhere(phrase, claim)):
            return None
        source = [self.scene.range_of(s) for s in claim.source.spans] if claim.source else []
        begins = min([cue[0], *(s[0] for s in source if self._same_sentence(s, sentence))])
        if not head or phrase.words[1] > begins or cue[0] <= phrase.words[0]:
            return self._beside(phrase.words, cue, begins)
        if "according to" in self.scene.span_of(*cue).text.lower() and self._follows(cue, claim):
            return None
        return 1 + (0.9 if time is None else 0.5 * (time.type == "TIME") - 0.01 * heads.index(phrase))

    def _can_date(self, phrase: Phrase) -> bool:
        """Whether a time is one at which somebody can have said something: no mere length, not after publication."""
        time = phrase.time
        if time is None:
            return True
        if time.value in {"PRESENT_REF", "FUTURE_REF"} or (time.type == "DURATION" and not time.latest):
            return False
        late = self.published and phrase.earliest and phrase.earliest > self.published
        return not late and phrase.lead not in {"until", "till", "for", "from", "since"}

    def _beside(self, words: Range, cue: Range, begins: int) -> float | None:
        """How far a time is from the cue that it stands in or next to; None where other clauses lie between."""
        (a, b), low = words, self.scene.lower
        if cue[0] <= a and b <= cue[1]:
            return 0
        if a >= cue[1] and a - cue[1] <= _AFTER_CUE and not any(w in {",", ";", ":", "that"} for w in low[cue[1] : a]):
            return 2 + 0.1 * (a - cue[1])
        if begins <= a and b <= cue[0]:
            return 2 + 0.1 * (cue[0] - b)
        if b <= begins <= b + _BEFORE_SOURCE and not any(w in {",", "and", "but", "while"} for w in low[b:begins]):
            return 3
        return None

    def _follows(self, cue: Range, claim: Claim) -> bool:
        return any(self.scene.range_of(s)[1] <= cue[0] for s in claim.content)

    def _same_sentence(self, words: Range, sentence: int) -> bool:
        return words[0] < len(self.sentence_of) and self.sentence_of[words[0]] == sentence

    def _elsewhere(self, phrase: Phrase, claim: Claim) -> bool:
        """Whether the phrase lies in the content of a claim that this one is not nested in, or outside its parent's."""
        above = set()
        parent = claim.parent
        while parent is not None and parent in self.by_id and parent not in above:
            above.add(parent)
            outer = self.claims[self.by_id[parent]]
            if not _inside(phrase, outer.content):
                return True
            parent = outer.parent
        others = self.tops_in.get(self.sentence_of[phrase.words[0]], ())
        return any(_inside(phrase, c.content) for c in others if c.id not in above and c.id != claim.id)

    def _inherited(self, i: int, cue: Range, sentence: int) -> Phrase | None:
        """The time of the claim before, where the same speaker goes on: "He added …"."""
        claim = self.claims[i]
        if claim.parent or claim.cue is None:
            return None
        if not claim.source and "also" not in self.scene.lower[cue[0] : cue[1]]:
            return None
        pronoun = bool(claim.source and claim.source.spans[0].text.lower() in _PRONOUNS)
        for j in range(i - 1, max(-1, i - 1 - _LOOK_BACK), -1):
            before = self.claims[j]
            if before.parent or before.cue is None:
                continue
            other = self.scene.range_of(before.cue.span)
            if other[0] >= cue[0] or not self._near(other, cue, sentence):
                return None
            if claim.source and not _same_source(claim, before, pronoun):
                return None
            return self._held(self.said.get(j), sentence)
        return None

    def _held(self, told: Phrase | None, sentence: int) -> Phrase | None:
        """A time that still holds in a later sentence: no "initially" of another cue, and not from far above."""
        if told is None:
            return None
        opens = self.times.sentences[self.sentence_of[told.words[0]]][0] == told.words[0]
        near = sentence - self.sentence_of[told.words[0]] <= _INHERIT
        return told if near and (told.time or opens) else None

    def _near(self, other: Range, cue: Range, sentence: int) -> bool:
        words = self.scene.words
        return bool(sentence - self.sentence_of[other[0]] <= 1 and words.paragraph[other[0]] == words.paragraph[cue[0]])

    def _about(self, i: int, said: Phrase | None) -> When | None:
        claim = self.claims[i]
        phrases = [p for p in self._quoted(claim, said) if _inside(p, claim.content) and not self._aside(p, claim)]
        strong = [p for p in phrases if _weakness(p) == 0]
        if len(strong) > 1 and claim.force != "predicts":
            return None
        ranked = sorted(phrases, key=lambda p: (_weakness(p), p.start))
        if ranked and _weakness(ranked[0]) <= 1:
            return self._when_about(claim, ranked[0], said)
        return self._opening(claim, said) or self._event(claim)

    def _aside(self, phrase: Phrase, claim: Claim) -> bool:
        """Whether the time is of something the content only mentions ("since its launch in 2003")."""
        before = self.scene.lower[max(0, phrase.words[0] - _MENTION) : phrase.words[0]]
        own = bool(claim.content) and phrase.start == claim.content[0].start
        return "since" in before or (self.text[phrase.end : phrase.end + 2] in {"'s", "’s"} and not own)

    def _opening(self, claim: Claim, said: Phrase | None) -> When | None:
        """The time at the head of a sentence that "according to" or "reportedly" gives to a source."""
        if said or claim.cue is None or not claim.content:
            return None
        cue = self.scene.range_of(claim.cue.span)
        text = claim.cue.span.text.lower()
        if not (("according to" in text and self._follows(cue, claim)) or text.endswith("reportedly")):
            return None
        first = self.scene.range_of(claim.content[0])[0]
        heads = self.times.heads.get(self.sentence_of[first], []) if first < len(self.sentence_of) else []
        near = [p for p in heads if p.words[1] <= first <= p.words[1] + 2 and _weakness(p) == 0]
        return self._when_about(claim, near[-1], said) if near else None

    def _event(self, claim: Claim) -> When | None:
        """A time named by an event ("during the siege"): its words, without days."""
        for span in claim.content:
            found = _DURING.search(span.text)
            if found:
                return When(text=found[0], earliest=None, latest=None)
        found = _AT_END.search(claim.content[-1].text) if claim.content else None
        return When(text=found[1], earliest=None, latest=None) if found else None

    def _quoted(self, claim: Claim, said: Phrase | None) -> list[Phrase]:
        """The phrases near a claim's content; those in quotation marks counted from the day it was said."""
        first = min((s.start for s in claim.content), default=0)
        last = max((s.end for s in claim.content), default=0)
        near = self.times.between(first, last)
        day = said.earliest if said and said.earliest and said.earliest == said.latest else None
        if day is None or day == self.published or not near:
            return near
        out = []
        for p in near:
            if self.scene.words.quote[p.words[0]] in {1, 2, 3} and p.time:
                again = self.reader.read(p.time.span.start, p.time.span.end, said=day)
                if len(again) == 1:
                    new = again[0]
                    p = Phrase(p.start, p.end, p.lead, new, new.earliest, new.latest, p.words)  # noqa: PLW2901
            out.append(p)
        return out

    def _when_about(self, claim: Claim, phrase: Phrase, said: Phrase | None) -> When:
        earliest, latest = phrase.earliest, phrase.latest
        now = (said.latest if said else None) or self.published
        since = (said.earliest if said else None) or self.published
        time = phrase.time
        if phrase.lead == "since":
            latest = now
        elif phrase.lead in {"by", "until", "till"}:
            ahead = since and latest and since <= latest and claim.horizon != "past"
            earliest = since if ahead else None
        elif phrase.lead == "before":
            earliest, latest = None, days_later(phrase.earliest, -1)
        elif phrase.lead == "after":
            earliest, latest = days_later(phrase.latest, 1), None
        elif phrase.lead == "within" and time and time.type == "DURATION":
            earliest, latest = since, end_of(since, time.value)
        return When(text=self.text[phrase.start : phrase.end], earliest=earliest, latest=latest)

    def shared(self, timings: tuple[Timing, ...]) -> tuple[Timing, ...]:
        """A prediction without a time of its own has that of the same speaker's other prediction in its sentence."""
        places = [self._place(claim) for claim in self.claims]
        dues = {place: timing.due for place, timing in zip(places, timings, strict=True) if place and timing.due}
        out = list(timings)
        for i, claim in enumerate(self.claims):
            place = places[i]
            if place is None or place not in dues or timings[i].due or timings[i].about:
                continue
            if foretells(claim, self._content(claim)):
                out[i] = replace(timings[i], due=dues[place])
        return tuple(out)

    def _place(self, claim: Claim) -> tuple[int, str] | None:
        """Sentence of the cue and the speaker."""
        if claim.cue is None or claim.source is None or not claim.source.spans:
            return None
        word = self.scene.range_of(claim.cue.span)[0]
        if word >= len(self.sentence_of):
            return None
        return self.sentence_of[word], claim.source.name or claim.source.spans[0].text


def _adverbial(cue: str) -> bool:
    """Reportedly, (with) reports that: cues that no time of their sentence dates."""
    words = cue.lower().split()
    return bool(words) and (words[-1].endswith("ly") or words[-1] in {"reports", "report"})


def _same_source(claim: Claim, before: Claim, pronoun: bool) -> bool:
    if not claim.source or not before.source:
        return False
    if claim.source.name and before.source.name:
        return claim.source.name == before.source.name
    return pronoun


def _inside(phrase: Phrase, spans: Sequence[Span]) -> bool:
    """Whether the time itself lies in one of the spans."""
    start = phrase.time.span.start if phrase.time else phrase.start
    return any(s.start <= start and phrase.end <= s.end for s in spans)


def _weakness(phrase: Phrase) -> int:
    """0 for dates, 1 for lengths of time that say when, 2 for what says how long or nothing."""
    time = phrase.time
    if time is None or time.value.endswith("_REF"):
        return 2
    if time.type == "DURATION":
        if phrase.lead == "for":
            return 2
        return 1 if phrase.earliest or phrase.latest or phrase.lead == "within" or _coming(time) else 2
    return 0


def _coming(time: Time) -> bool:
    return bool(re.match(r"(?:the )?(?:coming|upcoming|next|past|last|recent)\b", time.text, re.IGNORECASE))
