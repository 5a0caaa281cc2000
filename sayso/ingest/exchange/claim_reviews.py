"""ClaimReview of schema.org: what was claimed by whom, and what a fact-checker says of it.

In the forms in which it travels: one object, a list, a @graph, Google's DataFeed. The text is the review in words; the
claim that is reviewed and the rating are its two claims. A review is evidence, given by its reviewer: it settles
nothing here, but its address can be named as evidence when a person resolves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from sayso.errors import BadRecordError
from sayso.ingest.exchange.written import UNKNOWN, Written, day, string
from sayso.records import Article, Claim, Cue, Reading, Record, Source, When

READER = "import:claimreview:1"
_RATES = "rates it"
_DEEPEST = 12
_RECORDS: dict[str, Record] = {"person": "named-person", "organization": "named-organisation"}
_UNNAMED = frozenset({"various", "multiple", "multiple sources", "social media", "viral posts", "unknown", "n/a"})
Node = Mapping[str, object]


def from_claim_reviews(data: bytes, where: str) -> Iterator[Reading | BadRecordError]:
    """A reading a review, in order. Raises BadRecordError where there is none."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise BadRecordError(f"{where} is not JSON.") from None
    known: dict[str, Node] = {}
    found = list(_reviews(value, known, 0))
    if not found:
        raise BadRecordError(f"{where} holds no ClaimReview.")
    for number, review in enumerate(found, 1):
        try:
            yield _reading(review, known, f"{where}, review {number}")
        except BadRecordError as error:
            yield error


def _reviews(value: object, known: dict[str, Node], depth: int) -> Iterator[Node]:
    """All reviews within a value; known: objects by their @id."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _reviews(one, known, depth + 1)
    elif isinstance(value, Mapping):
        name = value.get("@id")
        if isinstance(name, str) and len(value) > 1:
            known.setdefault(name, value)
        kinds = value.get("@type")
        if "ClaimReview" in (kinds if isinstance(kinds, list) else [kinds]):
            yield value
            return
        for one in value.values():
            yield from _reviews(one, known, depth + 1)


def _node(value: object, known: Mapping[str, Node]) -> Node:
    """An object, or the one that is named by @id; of several the first."""
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, Mapping):
        return {}
    name = value.get("@id")
    return known.get(name, value) if isinstance(name, str) and len(value) == 1 else value


def _name(node: Node) -> tuple[str | None, Record | None]:
    name = string(node.get("name"))
    kind = string(node.get("@type"))
    if name is None or name.casefold() in _UNNAMED:
        return None, None
    return name, _RECORDS.get((kind or "").casefold())


def _reading(review: Node, known: Mapping[str, Node], where: str) -> Reading:
    item = _node(review.get("itemReviewed"), known)
    claimed = string(review.get("claimReviewed")) or string(item.get("text")) or string(item.get("name"))
    if claimed is None:
        raise BadRecordError(f"{where} does not tell what was claimed.", hint='It has "claimReviewed".')
    who, record = _name(_node(item.get("author"), known))
    said = day(item.get("dateCreated")) or day(item.get("datePublished"))
    reviewer, _ = _name(_node(review.get("author"), known) or _node(review.get("publisher"), known))
    rating = _node(review.get("reviewRating"), known)
    verdict = string(rating.get("alternateName")) or _value(rating)
    written = Written()
    source = written.add(who) if who else None
    if said:
        written.add(", " if source else "")
        when = written.add(said)
    if source or said:
        written.add(": ")
    content = written.add(claimed)
    rated = cue = rater = None
    if verdict:
        written.add("\n\n")
        rater = written.add(reviewer) if reviewer else None
        written.add(" " if rater else "")
        cue = written.add(_RATES if rater else "Rated")
        written.add(": ")
        rated = written.add(verdict)
    body = string(review.get("reviewBody"))
    if body:
        written.add("\n\n" + body)
    first = Claim(
        id="c1",
        content=(written.span(content),),
        confidence=UNKNOWN,
        source=Source(spans=(written.span(source),), name=who, record=record) if source else None,
        force="claims",
        said=When(text=written.span(when).text, earliest=said[:10], latest=said[:10]) if said else None,
    )
    claims = [first]
    if rated and cue:
        by = Source(spans=(written.span(rater),), name=reviewer, record="named-organisation") if rater else None
        word = Cue(span=written.span(cue), lemma="rate")
        claims.append(
            Claim(id="c2", content=(written.span(rated),), confidence=UNKNOWN, source=by, cue=word, force="says")
        )
    url = string(review.get("url"))
    article = Article(
        text=written.text, url=url, name=url or string(review.get("@id")), outlet=reviewer, title=claimed[:200],
        published=day(review.get("datePublished")) or day(review.get("dateCreated")), language="en",
    )  # fmt: skip
    return Reading(reader=READER, article=article, claims=tuple(claims))


def _value(rating: Node) -> str | None:
    """ "2 of 1–5", where a rating has numbers alone."""
    told = [rating.get(name) for name in ("ratingValue", "worstRating", "bestRating")]
    value, worst, best = (str(t) if isinstance(t, int | float | str) and str(t).strip() else None for t in told)
    if value is None:
        return None
    return f"{value} of {worst}–{best}" if worst and best else value
