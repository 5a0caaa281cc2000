"""Invented articles whose claims say plainly who said what."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.records import Article, Certainty, Claim, Cue, Reading, Source, Span

READER = "r1:" + "0" * 32


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence "SOURCE CUE CONTENT."; hedge: a word of it."""

    source: str
    cue: str
    content: str
    hedge: str | None = None


def story(outlet: str, day: str | None, *sayings: Saying, reader: str = READER) -> Reading:
    """One article of these sentences."""
    text, claims = "", []
    for number, one in enumerate(sayings, 1):
        start = len(text)
        text += f"{one.source} {one.cue} {one.content}.\n"
        claims.append((number, start, one))
    made = []
    for number, start, one in claims:
        spans = []
        at = start
        for words in (one.source, one.cue, one.content):
            spans.append(Span.of(text, at, at + len(words)))
            at += len(words) + 1
        hedged = None
        if one.hedge:
            place = text.index(one.hedge, start)
            hedged = Certainty(words=(Span.of(text, place, place + len(one.hedge)),), term=None, band=None)
        made.append(
            Claim(
                id=f"c{number}",
                content=(spans[2],),
                confidence=0.9,
                source=Source(spans=(spans[0],), name=one.source, mentions=(spans[0],), record="named-person"),
                cue=Cue(span=spans[1], lemma="deny" if "den" in one.cue else "say"),
                force="denies" if "den" in one.cue else "says",
                polarity="affirmed",
                certainty=hedged,
                horizon="past",
            )
        )
    url = f"https://{outlet.lower()}.example/{day}/{len(text)}"
    article = Article(text=text, outlet=outlet, published=day, url=url, title=sayings[0].content)
    return Reading(reader=reader, article=article, claims=tuple(made))


SUNK = "the ferry Aurora sank off Norhaven harbor"


def sinking() -> tuple[Reading, ...]:
    """Three articles: Holm and the board say that a ferry sank, its owner denies it and then says so too."""
    return (
        story(
            "Post",
            "2026-03-02",
            Saying("Eva Holm", "said", SUNK),
            Saying("Jan Berg", "denied", f"that {SUNK}"),
            Saying("Eva Holm", "said", "bread prices rose by half in Westmark"),
        ),
        story("Herald", "2026-03-03", Saying("Port Board", "said", f"that perhaps {SUNK}", "perhaps")),
        story(
            "Herald",
            "2026-03-05",
            Saying("Jan Berg", "said", f"that {SUNK} on Monday"),
            Saying("Port Board", "said", f"that {SUNK} at night"),
        ),
    )
