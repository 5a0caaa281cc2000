"""The addresses of REST and what answers them. What each takes and gives stands in openapi.py, by the same names."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any, cast, get_args

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sayso.audit.measure import audit
from sayso.errors import UsageError
from sayso.export.audit_json import to_object as audit_object
from sayso.flow import read
from sayso.ledger.queries import Ledger
from sayso.ledger.review.records import Request as Wish
from sayso.ledger.review.records import Verdict
from sayso.ledger.store import Store
from sayso.serve.api import asked, files
from sayso.serve.api.answers import Object, answer, claim_object, decision_object, page_of, row_object
from sayso.serve.api.openapi import document
from sayso.serve.desk import Desk
from sayso.serve.guard import has_token
from sayso.serve.readers import Readers
from sayso.serve.wanted import CLAIM_NAMES, check_names, to_article_filter, to_claim_filter, to_page
from sayso.settings import Settings

ROOT = "/api/v1"
Asked = Callable[[Ledger, Request], Object]
Handler = Callable[[Request], Awaitable[Response]]
_LISTS = ("limit", "after", "order")


def routes() -> list[Route]:
    return [
        Route(ROOT, asking(index)),
        Route(f"{ROOT}/openapi.json", description),
        Route(f"{ROOT}/claims", asking(claims)),
        Route(f"{ROOT}/claims/{{key:str}}", asking(one_claim)),
        Route(f"{ROOT}/articles", asking(articles)),
        Route(f"{ROOT}/articles/{{key:str}}", asking(one_article)),
        Route(f"{ROOT}/articles/{{key:str}}/audit", asking(article_audit)),
        Route(f"{ROOT}/articles/{{key:str}}/versions", asking(article_versions)),
        Route(f"{ROOT}/sources", asking(sources)),
        Route(f"{ROOT}/source", asking(one_source)),
        Route(f"{ROOT}/questions", asking(asked.questions)),
        Route(f"{ROOT}/questions/{{key:str}}", asking(asked.one_question)),
        Route(f"{ROOT}/predictions", asking(asked.predictions)),
        Route(f"{ROOT}/export/{{format:str}}", files.making(files.export)),
        Route(f"{ROOT}/report/{{kind:str}}/{{key:path}}", files.making(files.report)),
        Route(f"{ROOT}/read", read_text, methods=["POST"]),
        Route(f"{ROOT}/decisions", decide, methods=["POST"]),
    ]


def asking(view: Asked) -> Handler:
    """What answers a question to the ledger."""

    async def handler(request: Request) -> Response:
        readers: Readers = request.app.state.readers
        return await readers.ask(lambda ledger: answer(request, view(ledger, request)))

    return handler


async def description(request: Request) -> Response:
    return answer(request, document())


def index(_: Ledger, request: Request) -> Object:
    check_names(request.query_params, ())
    return {
        "contract": 1,
        "openapi": f"{ROOT}/openapi.json",
        "lists": [f"{ROOT}/{n}" for n in ("claims", "articles", "sources", "questions", "predictions")],
    }


def claims(ledger: Ledger, request: Request) -> Object:
    told = request.query_params
    check_names(told, (*CLAIM_NAMES, *_LISTS))
    page = to_page(told)
    found = ledger.claims(to_claim_filter(told), limit=page.limit, after=page.after, order=page.order)
    items = [claim_object(hit, reading, claim) for hit, reading, claim in ledger.detailed(found.hits)]
    return page_of(request, items, found.after)


def one_claim(ledger: Ledger, request: Request) -> Object:
    check_names(request.query_params, ())
    reading, claim, hit = ledger.claim(request.path_params["key"])
    return claim_object(hit, reading, claim)


def articles(ledger: Ledger, request: Request) -> Object:
    told = request.query_params
    check_names(told, ("q", "outlet", "published", "changed", *_LISTS))
    page = to_page(told)
    rows, after = ledger.articles(
        to_article_filter(told), limit=page.limit, after=page.after, newest=page.order != "oldest"
    )
    return page_of(request, [row_object(row) for row in rows], after)


def one_article(ledger: Ledger, request: Request) -> Object:
    check_names(request.query_params, ())
    return ledger.reading(request.path_params["key"]).to_dict()


def article_audit(ledger: Ledger, request: Request) -> Object:
    check_names(request.query_params, ())
    return audit_object(audit(ledger.reading(request.path_params["key"])))


def article_versions(ledger: Ledger, request: Request) -> Object:
    check_names(request.query_params, ())
    reading = ledger.reading(request.path_params["key"])
    return page_of(request, [row_object(row) for row in ledger.versions_of(reading.article.id)], None)


def sources(ledger: Ledger, request: Request) -> Object:
    told = request.query_params
    check_names(told, (*CLAIM_NAMES, "limit", "after"))
    page = to_page(told)
    rows, after = ledger.sources(to_claim_filter(told), limit=page.limit, after=page.after)
    return page_of(request, [asdict(row) for row in rows], after)


def one_source(ledger: Ledger, request: Request) -> Object:
    told = request.query_params
    check_names(told, CLAIM_NAMES)
    wanted = to_claim_filter(told)
    if wanted.source is None:
        raise UsageError("source is missing.", hint="For example /api/v1/source?source=Putin")
    return asdict(ledger.source(wanted))


async def read_text(request: Request) -> Response:
    """Reads a text without keeping it."""
    told = await body_of(request, {"text", "published", "outlet", "title", "url"})
    text = told.get("text")
    if not isinstance(text, str) or not text.strip():
        raise UsageError("text is missing.")
    most = min(Settings.from_environment().largest_text, 200_000)
    if len(text) > most:
        raise UsageError(f"text has more than {most:,} characters.")
    words = {name: value for name, value in told.items() if name != "text" and value is not None}
    if not all(isinstance(value, str) for value in words.values()):
        raise UsageError("published, outlet, title and url are texts.")
    readers: Readers = request.app.state.readers
    reading = await readers.run(lambda: read(text, **cast(dict[str, str], words)))
    return answer(request, reading.to_dict())


async def decide(request: Request) -> Response:
    """Enters decisions on claims. Needs the token."""
    desk: Desk = request.app.state.desk
    if not has_token(desk, request.headers):
        return needs_token(desk)
    told = await body_of(request, {"claim", "verdict", "reviewer", "why", "edits", "undoes"})
    wish = to_wish(told, desk.reviewer)
    readers: Readers = request.app.state.readers

    def enter() -> Object:
        with Store(desk.ledger, create=False) as store:
            return decision_object(store.decide((wish,))[0])

    return answer(request, await readers.run(enter), 201)


def needs_token(desk: Desk) -> JSONResponse:
    hint = "Send it: Authorization: Bearer TOKEN." if desk.token else "Start the desk with SAYSO_TOKEN set."
    return JSONResponse(
        {"code": "token", "message": "Writing needs the desk's token.", "hint": hint},
        status_code=401,
        headers={"WWW-Authenticate": "Bearer"},
    )


def to_wish(told: dict[str, Any], reviewer: str) -> Wish:
    """A decision from what a program sent. Raises UsageError."""
    verdict, key, edits = told.get("verdict"), told.get("claim"), told.get("edits")
    if verdict not in get_args(Verdict):
        raise UsageError(f"{verdict!r} is no verdict.", hint=f"One of: {', '.join(get_args(Verdict))}.")
    words = [told.get(name) for name in ("reviewer", "why", "undoes")]
    if not isinstance(key, str) or any(not isinstance(w, str | None) for w in words):
        raise UsageError("claim, reviewer, why and undoes are texts, and claim must be there.")
    if not isinstance(edits, dict | None):
        raise UsageError("edits is an object.")
    return Wish(
        claim=key,
        verdict=cast(Verdict, verdict),
        reviewer=words[0] or reviewer,
        why=words[1],
        undoes=words[2],
        edits=edits,
    )


async def body_of(request: Request, known: set[str]) -> dict[str, Any]:
    """The JSON object that a request brings. Raises UsageError."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise UsageError("The body must be JSON.", hint="Send Content-Type: application/json.")
    try:
        told = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise UsageError("The body is not JSON.") from None
    if not isinstance(told, dict):
        raise UsageError("The body must be a JSON object.")
    unknown = sorted(set(told) - known)
    if unknown:
        raise UsageError(f"{', '.join(unknown)[:100]}: not known here.", hint=f"Known: {', '.join(sorted(known))}.")
    return told
