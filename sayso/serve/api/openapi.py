"""The description of REST, as OpenAPI 3.1: every address with its parameters, answers and an example of each."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sayso.ledger.review.records import STANDINGS
from sayso.records import BANDS, FORCES, FORMS, HORIZONS, RECORDS, VOICES
from sayso.serve.api.examples import ARTICLE_ROW, CLAIM, DECISION, PREDICTION, QUESTION, READING, SOURCE
from sayso.serve.api.openapi_files import file_paths
from sayso.serve.api.schemas import OPEN as _OPEN
from sayso.serve.api.schemas import Schema, schemas
from sayso.serve.api.schemas import ref as _ref
from sayso.version import __version__

_TEXT: Schema = {"type": "string", "maxLength": 300}
_DAYS: Schema = {"type": "string", "maxLength": 30, "examples": ["2022-06", "2022-06-14..2022-08"]}
_FLAG: Schema = {"type": "string", "enum": ["true", "false"]}
_PARAMETERS: dict[str, tuple[str, Schema]] = {
    "q": ('Words in content and source: all must be there; OR, NOT, "phrases" and begin* work.', _TEXT),
    "like": ("A text: claims that share telling words with it, best with order=relevance.", _TEXT),
    "source": ("Given to somebody of this name, whole words.", _TEXT),
    "named": ("Only where the article's own words name that source.", _FLAG),
    "office": ("Also what the source's office tells in its own words.", _FLAG),
    "outlet": ("Published by an outlet of this name.", _TEXT),
    "place": ("About a place of this name.", _TEXT),
    "country": ("About a place in this country, ISO 3166-1 alpha-2.", {"type": "string", "pattern": "^[A-Za-z]{2}$"}),
    "voice": ("Given to a source, or in the outlet's own voice.", {"type": "string", "enum": list(VOICES)}),
    "record": ("What is known of the source.", {"type": "string", "enum": list(RECORDS)}),
    "force": ("What the cue does.", {"type": "string", "enum": list(FORCES)}),
    "form": ("Quoted, paraphrased or both.", {"type": "string", "enum": list(FORMS)}),
    "horizon": ("Seen from when it was said.", {"type": "string", "enum": list(HORIZONS)}),
    "certainty": ("Term of the scale ICD 203.", {"type": "string", "enum": list(BANDS)}),
    "verdict": ("What a person decided.", {"type": "string", "enum": ["undecided", *STANDINGS]}),
    "hedged": ("With words that tell how sure, or without.", _FLAG),
    "negated": ("Whether the act itself is denied.", _FLAG),
    "nested": ("Inside another claim's content, or not.", _FLAG),
    "rejected": ("Also claims that a person rejected.", _FLAG),
    "said_in_words": ("Only where the article's words tell when it was said.", _FLAG),
    "said": ("Said in these days; the day of publication where no words tell.", _DAYS),
    "about": ("About a time that meets these days.", _DAYS),
    "published": ("Published in these days.", _DAYS),
    "confidence": ("Of at least this confidence.", {"type": "number", "minimum": 0, "maximum": 1}),
    "contested": ("Only those on which speakers contradict each other.", _FLAG),
    "by": ("Whose time ends by this day.", {"type": "string", "format": "date"}),
    "settled": ("Also those with an outcome.", _FLAG),
    "changed": ("Only pages of which there are several versions.", _FLAG),
    "limit": ("Items of a page.", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}),
    "after": ("The cursor that the page before gave.", {"type": "string", "maxLength": 100}),
    "order": (
        "Order of the items.",
        {"type": "string", "enum": ["newest", "oldest", "relevance"], "default": "newest"},
    ),
    "key": ("The key, or its beginning where no other begins so.", {"type": "string", "maxLength": 100}),
}
_CLAIM_FILTERS = tuple(
    n for n in _PARAMETERS if n not in {"contested", "by", "settled", "changed", "limit", "after", "order", "key"}
)


def _parameter(name: str, *, required: bool = False) -> Schema:
    says, schema = _PARAMETERS[name]
    place = "path" if name == "key" else "query"
    return {"name": name, "in": place, "required": required or name == "key", "description": says, "schema": schema}


def _answers(says: str, schema: Schema, example: Any, *wrong: str, status: str = "200") -> Schema:
    found = {
        status: {
            "description": says,
            "headers": {"ETag": {"schema": {"type": "string"}}} if status == "200" else {},
            "content": {"application/json": {"schema": schema, "example": example}},
        }
    }
    problems = {"400": "Not understood.", "404": "Nothing has this key.", "401": "The token is missing."}
    problems |= {
        "413": "Too large.",
        "422": "It cannot be done.",
        "403": "The desk is read-only, or another site asks.",
    }
    for one in ("400", "429", *wrong):
        found[one] = {
            "description": problems.get(one, "Too many requests; Retry-After tells when."),
            "content": {"application/json": {"schema": _ref("error"), "example": _ERROR}},
        }
    return found


_ERROR = {"code": "usage", "message": "'k2:1' is no key.", "hint": "Keys begin with k1: (claims) or a1: (articles)."}


def _page(item: Schema) -> Schema:
    return {
        "type": "object",
        "required": ["items", "after", "next"],
        "properties": {
            "items": {"type": "array", "items": item},
            "after": {"type": ["string", "null"], "description": "The cursor of what follows; null at the end."},
            "next": {"type": ["string", "null"], "description": "The address of what follows."},
        },
    }


def _list(name: str, says: str, item: Schema, example: Any, parameters: tuple[str, ...]) -> Schema:
    shown = {"items": [example], "after": None, "next": None}
    return {
        "get": {
            "operationId": name,
            "summary": says,
            "parameters": [_parameter(one) for one in parameters],
            "responses": _answers("A page of the list.", _page(item), shown),
        }
    }


def _one(name: str, says: str, schema: Schema, example: Any) -> Schema:
    return {
        "get": {
            "operationId": name,
            "summary": says,
            "parameters": [_parameter("key")],
            "responses": _answers(says, schema, example, "404"),
        }
    }


def _posted(name: str, says: str, body: Schema, sent: Any, given: Schema, example: Any, *, token: bool) -> Schema:
    told: Schema = {
        "operationId": name,
        "summary": says,
        "requestBody": {"required": True, "content": {"application/json": {"schema": body, "example": sent}}},
        "responses": _answers(
            says, given, example, "401", "403", "404", "413", "422", status="201" if token else "200"
        ),
    }
    if token:
        told["security"] = [{"token": []}]
    return {"post": told}


@lru_cache(maxsize=1)
def document() -> Schema:
    """The whole description."""
    paths = {
        "/claims": _list("claims", "Claims that meet words and filters.", _ref("found"), CLAIM,
                         (*_CLAIM_FILTERS, "limit", "after", "order")),
        "/claims/{key}": _one("claim", "One claim.", _ref("found"), CLAIM),
        "/articles": _list("articles", "Articles by day.", _OPEN, ARTICLE_ROW,
                           ("q", "outlet", "published", "changed", "limit", "after", "order")),
        "/articles/{key}": _one("article", "An article: the contract's reading.", _ref("reading"), READING),
        "/articles/{key}/audit": _one("audit", "How an article is sourced.", _OPEN, {"audit": 1}),
        "/articles/{key}/versions": _one("versions", "What stood at the article's address.", _page(_OPEN),
                                         {"items": [ARTICLE_ROW], "after": None, "next": None}),
        "/sources": _list("sources", "Sources by the number of their claims.", _ref("source_row"), SOURCE,
                          (*_CLAIM_FILTERS, "limit", "after")),
        "/source": {"get": {
            "operationId": "source",
            "summary": "What one source's claims come to.",
            "parameters": [_parameter(n, required=n == "source") for n in _CLAIM_FILTERS],
            "responses": _answers("Wordings, forces, certainty and months.", _OPEN, {"claims": 3}),
        }},
        "/questions": _list("questions", "Questions, the disputed first.", _OPEN, QUESTION,
                            ("q", "contested", "limit", "after")),
        "/questions/{key}": _one("question", "A question with its claims and their positions.", _OPEN,
                                 {"key": QUESTION["key"], "wording": QUESTION["wording"], "claims": [], "moves": []}),
        "/predictions": _list("predictions", "Predictions by the end of their time.", _OPEN, PREDICTION,
                              ("q", "source", "by", "settled", "limit", "after")),
        **file_paths([_parameter(one) for one in _CLAIM_FILTERS],
                     {k: v for k, v in _answers("", _OPEN, {}, "404", "422").items() if k != "200"}),
        "/read": _posted("read", "Reads a text without keeping it: the contract's reading.", _ref("text"),
                         {"text": "The mayor said on Monday that the bridge would reopen.", "published": "2023-02-08"},
                         _ref("reading"), READING, token=False),
        "/decisions": _posted("decide", "Enters what a person decided about a claim.", _ref("wish"),
                              {"claim": "k1:4bc6a76f4d", "verdict": "accept", "reviewer": "ada"}, _ref("decision"),
                              DECISION, token=True),
    }  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "sayso",
            "version": __version__,
            "description": "Attributed claims of news articles: who said what, how surely, and where the text says so.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": paths,
        "components": {"schemas": schemas(), "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }
