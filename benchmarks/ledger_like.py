"""Readings that are like those of a ledger, as many as are wanted: its claims put together anew under other names.

Words keep the frequencies that they have in that ledger, hedges, forces, forms and lengths stay as they were found;
names, places and numbers are others in each article, some words give way to others, some to new ones, so that the
number of different words grows with the texts as it does in news. One article in twenty is a transcript.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sayso.ledger.days import Days
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.records import FORCES, RECORDS, Article, Certainty, Claim, Cue, Place, Reading, Source, Span, When

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]+")
_OTHER, _NEW = 0.2, 0.02  # shares of words that give way to others of the ledger, and to new ones
_TRANSCRIPTS = 0.05
_SYLLABLES = ("ka", "ro", "ven", "li", "mo", "tas", "dre", "shi", "pol", "un", "ber", "ga", "nor", "eth", "sy", "qua")


@dataclass(frozen=True, slots=True)
class _Mould:
    """One claim of the ledger. words: of its content. fixed: those that must stay, being hedges."""

    claim: Claim
    words: tuple[str, ...]
    fixed: frozenset[str]


class Likeness:
    """What new readings are made of. claims: in an article. Draws repeat with the seed."""

    def __init__(self, path: Path, *, seed: int, claims: int, first: date, days: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - invents news
        self._draw = np.random.default_rng(seed)
        self._claims, self._first, self._days = claims, first, days
        self._moulds: list[_Mould] = []
        words: list[str] = []
        with Ledger(path) as ledger:
            for reading in ledger.readings():
                for claim in reading.claims:
                    told = tuple(_TOKEN.findall(" ".join(span.text for span in claim.content)))
                    hedges = _TOKEN.findall(" ".join(w.text for w in claim.certainty.words)) if claim.certainty else []
                    if 2 < len(told) < 120:
                        self._moulds.append(_Mould(claim, told, frozenset(hedges)))
                        words += [word for word in told if word.isalpha() and word.islower()]
        self._words = words
        self._names = [f"{self._word().title()} {self._word().title()}" for _ in range(20_000)]
        self._places = [self._word().title() for _ in range(2_000)]
        self._outlets = [f"{self._word().title()} News" for _ in range(120)]
        self._shares: dict[int, NDArray[np.float64]] = {}

    def _word(self) -> str:
        return "".join(self._random.choices(_SYLLABLES, k=self._random.randint(2, 4)))

    def _pick(self, names: list[str]) -> str:
        """By Zipf's law with the exponent 1."""
        if len(names) not in self._shares:
            self._shares[len(names)] = np.cumsum(1 / np.arange(1, len(names) + 1))
        shares = self._shares[len(names)]
        return names[int(np.searchsorted(shares, self._draw.random() * shares[-1]))]

    def readings(self, count: int) -> Iterator[Reading]:
        """Articles in the order of their days, as feeds bring them."""
        for number in range(count):
            yield self._reading(number, self._first + timedelta(days=number * self._days // count))

    def _reading(self, article: int, day: date) -> Reading:
        speakers = [self._pick(self._names) for _ in range(6)]
        moulds = self._random.choices(self._moulds, k=self._claims)
        is_talk = self._random.random() < _TRANSCRIPTS
        parts: list[str] = []
        length = 0
        claims: list[Claim] = []
        for mould in moulds:
            speaker = self._random.choice(speakers)
            lead = f"President {speaker}: " if is_talk and self._random.random() < 0.3 else ""
            is_own = mould.claim.source is None or is_talk
            cue = mould.claim.cue.span.text if mould.claim.cue and not is_own else ""
            content, place = self._content(mould)
            before = lead + ("" if is_own else f"{speaker} {cue} " if cue else f"{speaker}: ")
            sentence = f"{before}{content}. "
            claims.append(
                self._claim(mould.claim, len(claims) + 1, length, before, lead, speaker, cue, content, place, day)
            )
            parts.append(sentence)
            length += len(sentence)
        text = "".join(parts)
        told = Article(
            text=text,
            name=f"n{article}",
            url=f"https://news.example/{article}",
            outlet=self._pick(self._outlets),
            title=" ".join(text.split()[:9]),
            published=day.isoformat(),
            language="en",
        )
        return Reading(reader="r1:" + "0" * 32, article=told, claims=tuple(claims))

    def _content(self, mould: _Mould) -> tuple[str, str | None]:
        pick = self._random
        told: list[str] = []
        for number, word in enumerate(mould.words):
            chance = pick.random()
            if word in mould.fixed:
                told.append(word)
            elif word[0].isdigit():
                told.append(str(pick.randrange(10 ** min(len(word), 9))))
            elif word[0].isupper() and number:
                told.append(self._pick(self._names).split()[1])
            elif chance < _NEW and word.isalpha():
                told.append(self._word())
            elif chance < _OTHER and word.isalpha():
                told.append(pick.choice(self._words))
            else:
                told.append(word)
        place = self._pick(self._places) if mould.claim.places else None
        return " ".join([*told, *([place] if place else [])]), place

    def _claim(
        self, mould: Claim, number: int, start: int, before: str, lead: str, speaker: str, cue: str, content: str,
        place: str | None, day: date,
    ) -> Claim:  # fmt: skip
        pick = self._random
        at = start + len(before)
        inside = Span(at, at + len(content), content)
        source = said = about = None
        if len(before) > len(lead):
            named = Span(start + len(lead), start + len(lead) + len(speaker), speaker)
            record = mould.source.record if mould.source else None
            source = Source(spans=(named,), name=speaker, mentions=(named,), record=record)
        hedge = mould.certainty
        found = [_inside(inside, word.text) for word in hedge.words] if hedge else []
        words = tuple(span for span in found if span)
        when = (day + timedelta(days=pick.randint(-60, 60))).isoformat()
        if mould.said:
            said = When(text="on Tuesday", earliest=day.isoformat(), latest=day.isoformat())
        if mould.about:
            about = When(text="that week", earliest=when, latest=when)
        placed = _inside(inside, place) if place else None
        return Claim(
            id=f"c{number}",
            parent=f"c{number - 1}" if number > 1 and mould.parent else None,
            voice="attributed" if source else "outlet",
            content=(inside,),
            confidence=mould.confidence,
            source=source,
            cue=Cue(span=Span(at - len(cue) - 1, at - 1, cue), lemma=cue) if source and cue else None,
            form=mould.form,
            force=mould.force,
            polarity=mould.polarity,
            certainty=Certainty(words=words, term=hedge.term, band=hedge.band) if hedge and words else None,
            horizon=mould.horizon,
            said=said,
            about=about,
            due=mould.due,
            places=(Place(spans=(placed,), name=place, country="UA", latitude=46.6, longitude=32.6),)
            if place and placed
            else (),
        )

    def filters(self, count: int) -> Iterator[ClaimFilter]:
        """Searches as people make them: a word or two of some claim, with one to three filters; some without words."""
        pick = self._random
        for _ in range(count):
            mould = pick.choice(self._moulds)
            long = [word for word in mould.words if word.isalpha() and len(word) > 3] or ["grain"]
            told: dict[str, object] = {"words": " ".join(pick.sample(long, min(len(long), pick.randint(1, 2))))}
            first = self._first + timedelta(days=pick.randrange(self._days))
            days = Days(first=first.isoformat(), last=(first + timedelta(days=pick.choice((0, 30, 365)))).isoformat())
            options: dict[str, object] = {
                "source": self._pick(self._names),
                "record": (pick.choice(RECORDS),),
                "force": (pick.choice(FORCES),),
                "certainty": ("likely",),
                "outlet": self._pick(self._outlets),
                "place": self._pick(self._places),
                "said": days,
                "about": days,
                "published": days,
                "hedged": pick.random() < 0.5,
                "nested": pick.random() < 0.5,
            }
            for name in pick.sample(sorted(options), pick.randint(1, 3)):
                told[name] = options[name]
            if pick.random() < 0.25:
                del told["words"]
            yield ClaimFilter(**told)  # type: ignore[arg-type]

    def sources(self, count: int) -> list[str]:
        """Names of sources, the frequent ones oftener."""
        return [self._pick(self._names) for _ in range(count)]


def _inside(span: Span, words: str) -> Span | None:
    start = span.text.find(words)
    return Span(span.start + start, span.start + start + len(words), words) if start >= 0 else None
