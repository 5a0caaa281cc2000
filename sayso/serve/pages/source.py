"""One source: what it said on what, when, how surely, and what came of what it foretold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from starlette.requests import Request

from sayso.errors import UsageError
from sayso.ledger.outcomes.ask import Prediction, all_predictions
from sayso.ledger.pages.asked import moves_of, spoken_questions
from sayso.ledger.pages.counts import facets
from sayso.ledger.queries import Ledger
from sayso.ledger.speakers.decide import load as speaker_decisions
from sayso.ledger.speakers.decide import standing
from sayso.ledger.summary import Count, SourceSummary
from sayso.records import BANDS
from sayso.serve.offers import offers_of
from sayso.serve.pages.search import namesakes
from sayso.serve.show import url
from sayso.serve.wanted import CLAIM_NAMES, check_names, to_claim_filter, to_page

_MOST_PREDICTIONS = 200
_MONTHS_SHOWN = 60
_WIDTH, _HEIGHT = 720.0, 72.0  # of the drawing of months


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One month of the drawing: where its bar stands, and what it says."""

    x: float
    width: float
    y: float
    height: float
    month: str
    claims: int
    url: str


def source(ledger: Ledger, request: Request) -> dict[str, Any]:
    """What the page shows. Raises UsageError."""
    told = request.query_params
    check_names(told, (*CLAIM_NAMES, "name", "limit", "after", "order"))
    name = told.get("name", "").strip()
    if not name:
        raise UsageError("Whose page? The name is missing.", hint="For example /source?name=Putin")
    wanted = replace(to_claim_filter(told), source=name)
    page = to_page(told, usual="newest")
    found = ledger.claims(wanted, limit=page.limit, after=page.after, order=page.order)
    summary = ledger.source(wanted)
    counted = facets(ledger.connection, wanted)
    asked = {n: told.getlist(n) for n in CLAIM_NAMES if n in told} | {"source": [name], "order": [page.order]}
    given = {"name": name, "q": told.get("q", ""), "published": told.get("published", "")}
    wordings = tuple(c.value for c in summary.wordings if c.value)
    predictions = tuple(_first(all_predictions(ledger.connection, wanted)))
    return {
        "name": name,
        "summary": summary,
        "shown_name": _best_name(name, summary),
        "decided": [
            one
            for one in standing(speaker_decisions(ledger.connection))
            if {one.one.casefold(), one.other.casefold()} & {name.casefold(), *(w.casefold() for w in wordings)}
        ],
        "people": namesakes(ledger.meant_by(name)),
        "page": found,
        "order": page.order,
        "order_urls": {one: url("/source", **given, order=one) for one in ("newest", "oldest")},
        "next_url": url("/source", **given, order=page.order, after=found.after),
        "q": given["q"],
        "published": given["published"],
        "bars": bars(summary.months, given),
        "span": _span(summary.months),
        "forces": _shares(summary.forces),
        "terms": _terms(summary),
        "records": counted.of("record"),
        "predictions": predictions,
        "offers": offers_of("source", name, asked, summary.claims),
        "settled": [one for one in predictions if one.outcome is not None],
        "questions": spoken_questions(ledger.connection, wordings, 8),
        "shifts": moves_of(ledger.connection, wordings, 6),
    }


def _first(found: Any) -> list[Prediction]:
    out = []
    for one in found:
        out.append(one)
        if len(out) >= _MOST_PREDICTIONS:
            break
    return out


def _best_name(name: str, summary: SourceSummary) -> str:
    """The fullest of the frequent wordings of the person who is meant; the name itself where more claims stand so."""
    own = next((one for one in summary.wordings if (one.value or "").casefold() == name.casefold()), None)
    if own is not None and own.value and own.claims > sum(one.claims for one in summary.people[:1]):
        return own.value
    if summary.people:
        return summary.people[0].name
    return (summary.wordings[0].value if summary.wordings else None) or name


def _span(months: tuple[Count, ...]) -> tuple[str, str] | None:
    known = [one.value for one in months if one.value]
    return (known[0], known[-1]) if known else None


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def bars(months: tuple[Count, ...], given: dict[str, str]) -> list[Bar]:
    """The last months in which something was published, gaps included."""
    known = {_number(one.value): one.claims for one in months if one.value}
    if len(known) < 2:
        return []
    last = max(known)
    first = max(min(known), last - _MONTHS_SHOWN + 1)
    most, step = max(known.values()), _WIDTH / (last - first + 1)
    out = []
    for number in range(first, last + 1):
        claims = known.get(number, 0)
        height = claims / most * (_HEIGHT - 4)
        month = date(number // 12, number % 12 + 1, 1).isoformat()[:7]
        out.append(
            Bar(
                x=round((number - first) * step, 2),
                width=round(max(min(step - 1.5, 26.0), 1.0), 2),
                y=round(_HEIGHT - height, 2),
                height=round(height, 2),
                month=month,
                claims=claims,
                url=url("/source", **(given | {"published": month})),
            )
        )
    return out


def _shares(counts: tuple[Count, ...]) -> list[tuple[str, int, float]]:
    most = max((one.claims for one in counts if one.value), default=1)
    return [(one.value, one.claims, one.claims / most * 100) for one in counts if one.value]


def _terms(summary: SourceSummary) -> list[tuple[str, int, float, float]]:
    """Terms of the scale by their bands, the surest first: term, claims, where the band begins, how wide it is."""
    counted = {one.value: one.claims for one in summary.certainties}
    return [
        (term, counted[term], low * 100, (high - low) * 100)
        for term, (low, high) in reversed(BANDS.items())
        if term in counted
    ]
