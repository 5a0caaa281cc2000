"""REST: questions with their claims, and predictions with what came of them."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request

from sayso.ledger.outcomes.ask import Prediction, due
from sayso.ledger.pages.asked import Asked, list_questions, load_question
from sayso.ledger.queries import Ledger
from sayso.serve.api.answers import Object, claim_object, page_of
from sayso.serve.wanted import check_names, start_of, to_claim_filter, to_page

_FAR = "9999-12-31"


def question_object(one: Asked) -> Object:
    """A question of a list. yes, no, unclear: speakers on each side."""
    told = asdict(one)
    told["speakers"] = list(one.speakers)
    return {**told, "contested": one.is_contested, "page": f"/question/{one.key}"}


def questions(ledger: Ledger, request: Request) -> Object:
    told = request.query_params
    check_names(told, ("q", "contested", "limit", "after"))
    page, start = to_page(told), start_of(told)
    contested = told.get("contested", "") in {"true", "1"}
    found = list_questions(
        ledger.connection, contested=contested, words=told.get("q"), limit=page.limit + 1, start=start
    )
    after = str(start + page.limit) if len(found) > page.limit else None
    return page_of(request, [question_object(one) for one in found[: page.limit]], after)


def one_question(ledger: Ledger, request: Request) -> Object:
    """A question with its claims by day, each with its position, and what moved."""
    check_names(request.query_params, ())
    found = load_question(ledger.connection, request.path_params["key"])
    detailed = list(ledger.detailed(m.hit for m in found.members))
    return {
        "key": found.key,
        "wording": found.wording,
        "whole": found.whole,
        "claims": [
            {"position": m.position, "day": m.day, "speaker": m.speaker, **claim_object(*one)}
            for m, one in zip(found.members, detailed, strict=True)
        ],
        "moves": [asdict(one) for one in found.moves],
        "page": f"/question/{found.key}",
    }


def predictions(ledger: Ledger, request: Request) -> Object:
    """Predictions whose time ends by a day (by), the latest first; settled: those with an outcome as well."""
    told = request.query_params
    check_names(told, ("q", "source", "by", "settled", "limit", "after"))
    page = to_page(told)
    start_of(told)
    rows, after = due(
        ledger.connection,
        to_claim_filter(told),
        by=told.get("by") or _FAR,
        settled=told.get("settled", "") in {"true", "1"},
        limit=page.limit,
        after=page.after,
    )
    return page_of(request, [prediction_object(one) for one in rows], after)


def prediction_object(one: Prediction) -> Object:
    """A prediction as it was frozen, with its outcome."""
    done = one.outcome
    return {
        "key": one.key,
        "source": one.frozen.source,
        "said": one.frozen.day,
        "due": one.due,
        "content": one.content,
        "certainty": {"words": one.hedges, "term": one.term, "band": list(one.band) if one.band else None},
        "denied": one.denied,
        "outcome": {"outcome": done.outcome, "by": done.resolver, "at": done.at, "why": done.why} if done else None,
        "article": one.article,
        "page": f"/claim/{one.key}",
    }
