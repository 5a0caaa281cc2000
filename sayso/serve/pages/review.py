"""Review: one claim at a time in its words, a key for each decision."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup, escape
from starlette.requests import Request

from sayso.errors import UsageError
from sayso.export.visible import ON_PAGES, shown
from sayso.ledger.hits import Hit
from sayso.ledger.queries import Ledger
from sayso.ledger.review.desk import Item, disputes, item, items, left, queue
from sayso.ledger.review.edits import window
from sayso.ledger.search import ClaimFilter
from sayso.records import BANDS, FORCES, FORMS, HORIZONS, POLARITIES, RECORDS, Claim, Spans, When
from sayso.serve.show import url
from sayso.serve.wanted import CLAIM_NAMES, check_names, to_claim_filter

ORDERS = ("confidence", "newest", "oldest")
_MOST_SKIPPED = 500
_MOST_DISPUTES = 20
SPANS = ("source", "cue", "content", "certainty")
CHOICES: dict[str, tuple[str, ...]] = {
    "force": FORCES,
    "polarity": POLARITIES,
    "form": FORMS,
    "horizon": HORIZONS,
    "record": RECORDS,
    "term": tuple(BANDS),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A claim in its context. start: where the context begins in the text. html: the context with its marks."""

    start: int
    html: Markup
    before: bool
    after: bool


def review(ledger: Ledger, request: Request, key: str | None = None) -> dict[str, Any]:
    """What the page shows: the claim with this key, else the next of the queue. Raises UsageError."""
    told = request.query_params
    check_names(told, (*CLAIM_NAMES, "sort", "skip", "done", "what", "back"))
    sort = told.get("sort", "confidence")
    if sort not in ORDERS:
        raise UsageError(f"sort is {sort!r}.", hint=f"One of: {', '.join(ORDERS)}.")
    skip = told.get("skip", "0")
    if not (skip.isascii() and skip.isdecimal()) or int(skip) > _MOST_SKIPPED:
        raise UsageError(f"skip is {skip!r}.", hint=f"Give 0 to {_MOST_SKIPPED}.")
    given = {name: told.getlist(name) for name in CLAIM_NAMES if told.getlist(name)}
    wanted = to_claim_filter(told)
    hit, one = _one(ledger, wanted, sort, int(skip)) if key is None else (None, _of_key(ledger, key))
    return {
        "one": one,
        "hit": hit,
        "shown": _context(one) if one else None,
        "fields": _fields(one.claim) if one else [],
        "spans": json.dumps(_edges(one.claim)) if one else "{}",
        "history": one.thread.decisions if one and one.thread else (),
        "waiting": left(ledger.connection, wanted),
        "disputes": _some(ledger) if key is None else [],
        "sort": sort,
        "sorts": [(name, url("/review", **given, sort=name)) for name in ORDERS],
        "skip_url": url("/review", **given, sort=sort, skip=int(skip) + 1),
        "here": url(request.url.path, **given, sort=sort, skip=int(skip) or None, back=told.get("back")),
        "back": _back(told.get("back")),
        "told": {name: told.get(name, "") for name in ("q", "source", "outlet", "force", "voice")},
        "done": told.get("done", ""),
        "what": told.get("what", ""),
        "single": key is not None,
        "forces": FORCES,
    }


def _back(told: str | None) -> str | None:
    return f"/article/{told}" if told and told.startswith("a1:") and told[3:].isalnum() else None


def _one(ledger: Ledger, wanted: ClaimFilter, sort: str, skip: int) -> tuple[Hit | None, Item | None]:
    hits = queue(ledger.connection, wanted, order=sort, limit=skip + 1)  # type: ignore[arg-type]
    if len(hits) <= skip:
        return None, None
    found = list(items(ledger.connection, hits[skip : skip + 1]))
    return found[0] if found else (None, None)


def _of_key(ledger: Ledger, key: str) -> Item:
    found = item(ledger.connection, key)
    if found is None:
        raise UsageError(f"Nobody gives {key} any more.")
    return found


def _some(ledger: Ledger) -> list[Any]:
    out = []
    for one in disputes(ledger.connection):
        out.append(one)
        if len(out) == _MOST_DISPUTES:
            break
    return out


def _edges(claim: Claim) -> dict[str, list[list[int]]]:
    """Where the claim's parts stand, by name."""

    def of(spans: Spans) -> list[list[int]]:
        return [[s.start, s.end] for s in spans]

    return {
        "source": of(claim.source.spans) if claim.source else [],
        "cue": of((claim.cue.span,)) if claim.cue else [],
        "content": of(claim.content),
        "certainty": of(claim.certainty.words) if claim.certainty else [],
    }


def _context(one: Item) -> Shown:
    """The paragraphs around the claim, cut wherever a part begins or ends, each piece with the parts that it is of."""
    text = one.reading.article.text
    around = window(text, one.claim, around=400)
    parts = [(name, a, b) for name, edges in _edges(one.claim).items() for a, b in edges]
    cuts = {around.start, around.end, *(c for _, a, b in parts for c in (a, b) if around.start < c < around.end)}
    pieces = []
    for a, b in pairwise(sorted(cuts)):
        names = " ".join(sorted({f"m-{name}" for name, start, end in parts if start <= a and b <= end}))
        body = _marked(text[a:b])
        pieces.append(Markup('<span class="{}">{}</span>').format(names, body) if names else body)
    return Shown(
        start=around.start,
        html=Markup("").join(pieces),
        before=around.start > 0,
        after=around.end < len(text),
    )


def _marked(text: str) -> Markup:
    out, at = Markup(""), 0
    for found in ON_PAGES.finditer(text):
        out += escape(text[at : found.start()])
        out += Markup('<span class="hid">{}</span>').format(shown(found.group(), ON_PAGES))
        at = found.end()
    return out + escape(text[at:])


def _fields(claim: Claim) -> list[tuple[str, str, tuple[str, ...]]]:
    """Fields that may be changed: name, value, and the values to choose from; () for free text."""

    def when(one: When | None) -> str:
        if one is None:
            return ""
        days = one.earliest or "" if one.earliest == one.latest else f"{one.earliest or ''}..{one.latest or ''}"
        return f"{one.text} = {days}" if days.strip(".") else one.text

    values = {
        "force": claim.force,
        "polarity": claim.polarity,
        "form": claim.form,
        "horizon": claim.horizon,
        "record": claim.source.record if claim.source else None,
        "term": claim.certainty.term if claim.certainty else None,
    }
    told = [(name, values[name] or "", CHOICES[name]) for name in values]
    free = {
        "name": claim.source.name if claim.source else None,
        "said": when(claim.said),
        "about": when(claim.about),
        "due": claim.due,
    }
    return [*told, *((name, value or "", ()) for name, value in free.items())]
