"""Ledgers of invented predictions, and persons who settle them."""

from __future__ import annotations

from pathlib import Path

from sayso.ledger.outcomes.ask import Prediction, all_predictions, find_prediction
from sayso.ledger.outcomes.book import settle, unsettle
from sayso.ledger.outcomes.records import Resolution, Settle
from sayso.ledger.queries import Ledger
from sayso.ledger.schema import utc_now
from sayso.ledger.store import Store
from sayso.records import Article, Certainty, Claim, Cue, Force, Horizon, Polarity, Reading, Source, When
from sayso.weigh.scores import Outcome
from tests.ledger.made import READER, at

URL = "https://news.example/1"


def told(
    text: str,
    source: str,
    cue: str,
    content: str,
    *,
    force: Force = "says",
    horizon: Horizon = "future",
    polarity: Polarity = "affirmed",
    hedge: str | None = None,
    term: str | None = None,
    band: tuple[float, float] | None = None,
    due: str | None = None,
    reader: str = READER,
    **article: str | None,
) -> Reading:
    """A reading with one claim about what is to come, or was."""
    claim = Claim(
        id="c1",
        content=(at(text, content),),
        confidence=0.8,
        source=Source(spans=(at(text, source),), name=source, record="named-person"),
        cue=Cue(span=at(text, cue), lemma=cue),
        force=force,
        polarity=polarity,
        horizon=horizon,
        certainty=Certainty(words=(at(text, hedge),), term=term, band=band) if hedge else None,
        about=When(text="then", earliest=None, latest=due) if due else None,
        due=due,
    )
    return Reading(reader=reader, article=Article(text=text, language="en", **article), claims=(claim,))


def resolve(
    path: Path,
    key: str,
    outcome: Outcome = "yes",
    *,
    why: str = "All saw it.",
    evidence: tuple[str, ...] = (URL,),
    who: str = "ada",
) -> Resolution:
    with Store(path, create=False) as store, store.writing():
        wanted = Settle(claim=key, outcome=outcome, resolver=who, why=why, evidence=evidence)
        return settle(store.connection, [wanted], utc_now())[0]


def unresolve(path: Path, key: str, *, who: str = "bob") -> tuple[Resolution, ...]:
    with Store(path, create=False) as store, store.writing():
        return unsettle(store.connection, key, who, "The report was withdrawn.", utc_now())


def predictions(path: Path) -> tuple[Prediction, ...]:
    with Ledger(path) as ledger:
        return tuple(all_predictions(ledger.connection))


def prediction(path: Path, key: str) -> Prediction | None:
    with Ledger(path) as ledger:
        return find_prediction(ledger.connection, key)
