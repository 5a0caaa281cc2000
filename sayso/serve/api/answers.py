"""JSON answers, and the objects that they hold: the contract's, with keys that lead on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from sayso.export.jsons import harmless
from sayso.ledger.articles import ArticleRow
from sayso.ledger.hits import Hit
from sayso.ledger.review.records import Decision
from sayso.records import Claim, Reading
from sayso.serve.show import url, with_tag

Object = dict[str, Any]


def answer(request: Request, told: Object, status: int = 200) -> Response:
    """A JSON answer with its ETag."""
    body = harmless(json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":")))
    made = Response(body.encode("utf-8", "replace"), status_code=status, media_type="application/json")
    return with_tag(request, made) if request.method in {"GET", "HEAD"} else made


def page_of(request: Request, items: list[Object], after: str | None) -> Object:
    """A list: items, the cursor of those that follow, and the address that asks for them."""
    told: Mapping[str, list[str]] = {n: request.query_params.getlist(n) for n in request.query_params if n != "after"}
    return {"items": items, "after": after, "next": url(request.url.path, **told, after=after) if after else None}


def article_object(reading: Reading) -> Object:
    """The contract's article without its text."""
    found = reading.article.to_dict()
    del found["text"]
    return found


def claim_object(hit: Hit, reading: Reading, claim: Claim) -> Object:
    """The contract's claim, with its key, its article, and where it is shown."""
    return {
        "key": hit.claim,
        "within": hit.within,
        "reader": reading.reader,
        "article": article_object(reading),
        "publications": hit.publications,
        "spoken_by": hit.spoken_by,
        "spoken_in": hit.spoken_in,
        "decision": {"verdict": hit.verdict, "by": hit.decided_by, "at": hit.decided_at} if hit.verdict else None,
        "claim": claim.to_dict(),
        "page": f"/claim/{hit.claim}",
    }


def row_object(row: ArticleRow) -> Object:
    """One publication of a list."""
    found = asdict(row)
    del found["id"]
    return {"key": found.pop("article"), **found, "page": f"/article/{row.article}"}


def decision_object(one: Decision) -> Object:
    return {
        "decision": one.key,
        "claim": one.claim,
        "verdict": one.verdict,
        "reviewer": one.reviewer,
        "at": one.at,
        "why": one.why,
        "undoes": one.undoes,
    }
