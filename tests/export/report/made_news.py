"""A dispute in invented news, read by hand, compared by a judge that knows one word: whether the ferry stops."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sayso.ledger.questions.run import link
from sayso.ledger.store import Store
from sayso.link.records import VERDICTS, Judgement, Pair, Side, Verdict
from sayso.records import Article, Certainty, Claim, Cue, Force, Reading, Record, Source, Span, When
from tests.ledger.made import READER

# What else the articles tell, each its own, so that none is a copy of another.
_REST = (
    "Four hundred islanders cross every day. Tickets cost nine crowns, and bicycles go free.",
    "He spoke at the opening of the new school, where children sang and the band played until dusk.",
    "The crossing dates from 1931. A second vessel was sold to a yard in the south two winters ago.",
    "Berg has been mayor for eleven years and does not stand again. His deputy declined to speak to us.",
    "Lindqvist took questions for an hour. Most were about bread, snow and the price of diesel.",
    "The paper runs to sixty pages and was sent to the council, to both schools and to the clinic.",
    "Its owner blames the good weather and a visiting choir from the next valley.",
)


class FerryJudge:
    """Same where both say that it stops, or both that it does not; related to all that has no ferry in it."""

    digest = "j1:" + "f" * 32

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = np.zeros((len(texts), 384), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[0 if "ferry" in text else 1] = 1.0
        return rows

    def judge(self, pairs: Sequence[Pair]) -> tuple[Judgement, ...]:
        return tuple(_judged(a, b) for a, b in pairs)


def _scores(*told: float) -> dict[Verdict, float]:
    return dict(zip(VERDICTS, told, strict=True))


def _judged(a: Side, b: Side) -> Judgement:
    if "ferry" not in a.text or "ferry" not in b.text:
        return Judgement(
            verdict="unrelated",
            scores=_scores(0.01, 0.01, 0.01, 0.07, 0.9),
            reasons=("other words",),
        )
    if _stops(a) == _stops(b):
        return Judgement(
            verdict="same",
            scores=_scores(0.92, 0.02, 0.03, 0.02, 0.01),
            reasons=("both speak of the ferry",),
        )
    return Judgement(
        verdict="contradicts",
        scores=_scores(0.02, 0.91, 0.04, 0.02, 0.01),
        reasons=("one denies the other",),
    )


def _stops(side: Side) -> bool:
    return ("not stop" in side.text) == (side.force == "denies")


def told(
    text: str,
    source: str | None,
    cue: str | None,
    content: str,
    day: str,
    outlet: str,
    *,
    name: str | None = None,
    record: Record | None = None,
    force: Force = "says",
    hedge: str | None = None,
    term: str | None = None,
    band: tuple[float, float] | None = None,
    due: str | None = None,
    said: str | None = None,
) -> Reading:
    """A reading with one claim and what tells it."""
    text += " " + _REST[int(day[-2:]) % len(_REST)]

    def at(words: str) -> Span:
        start = text.index(words)
        return Span.of(text, start, start + len(words))

    claim = Claim(
        id="c1",
        voice="attributed" if cue else "outlet",
        content=(at(content),),
        confidence=0.86,
        source=Source(spans=(at(source),), name=name or source, record=record) if source else None,
        cue=Cue(span=at(cue), lemma=cue) if cue else None,
        form="indirect",
        force=force if cue else None,
        polarity="affirmed",
        certainty=Certainty(words=(at(hedge),), term=term, band=band) if hedge else None,
        horizon="future" if due else "past",
        said=When(text=said, earliest=day, latest=day) if said else None,
        due=due,
    )
    article = Article(
        text=text, language="en", outlet=outlet, published=day, title=text.split(".")[0][:70],
        url=f"https://{outlet.lower().replace(' ', '')}.example/{day}",
    )  # fmt: skip
    return Reading(reader=READER, article=article, claims=(claim,))


MARTA, BERG = "Marta Lindqvist", "Olav Berg"


def news() -> tuple[Reading, ...]:
    stops, stays = "that the ferry will stop in April", "that the ferry will not stop in April"
    april = "2026-04-30"
    return (
        told(f"{MARTA}, head of the harbor board, said {stops}.", MARTA, "said", stops, "2026-03-02", "Norhaven Post",
             record="named-person", force="predicts", due=april),
        told(f"The mayor, {BERG}, denied that the ferry would stop.", BERG, "denied", "that the ferry would stop",
             "2026-03-04", "Tarn Gazette",
             record="named-person", force="denies"),
        told("Two port officials, who asked not to be named, said on Thursday that the ferry will probably stop in"
             " April.",
             "Two port officials", "said", "that the ferry will probably stop in April", "2026-03-05", "Coast Wire",
             record="anonymous", force="predicts", hedge="probably", term="likely", band=(0.55, 0.8), due=april,
             said="on Thursday"),
        told(f"{BERG} insisted {stays}.", BERG, "insisted", stays, "2026-03-09", "Norhaven Post",
             record="named-person", force="claims"),
        told(f"{MARTA} said that the ferry may stop in April.", MARTA, "said", "that the ferry may stop in April",
             "2026-03-20", "Herald of Tarn", record="named-person", force="predicts", hedge="may", due=april),
        told("A report of the harbor board shows that the ferry will stop in April.", "A report of the harbor board",
             "shows", stops, "2026-03-24", "Coast Wire", record="document", force="predicts", due=april),
        told("The bakery at the pier sold out before noon.", None, None, "The bakery at the pier sold out before noon",
             "2026-03-25", "Herald of Tarn"),
    )  # fmt: skip


def disputed(path: Path) -> Path:
    """A ledger of them, linked, with predictions frozen."""
    with Store(path) as store:
        for reading in news():
            store.put(reading)
    with Store(path, create=False) as store:
        link(store, FerryJudge())
    return path
