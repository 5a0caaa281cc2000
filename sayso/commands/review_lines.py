"""Claims and decisions as JSON, for `sayso review` over a pipe and the pages that do the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, cast, get_args

from sayso.errors import UsageError
from sayso.ledger.hits import Hit
from sayso.ledger.review.desk import Dispute, Item
from sayso.ledger.review.edits import window
from sayso.ledger.review.records import Decision, Request, Verdict

_KEYS = frozenset({"claim", "article", "key", "verdict", "reviewer", "why", "edits", "undoes"})


def item_object(hit: Hit, item: Item) -> dict[str, object]:
    """A claim of the queue with its context, and what was decided about it so far."""
    article = item.reading.article.to_dict()
    del article["text"]
    shown = window(item.reading.article.text, item.claim)
    return {
        "key": hit.claim,
        "standing": item.standing,
        "reader": item.reading.reader,
        "article": article,
        "context": {"start": shown.start, "end": shown.end, "text": item.reading.article.text[shown.start : shown.end]},
        "claim": item.claim.to_dict(),
        "given": item.given.to_dict() if item.given else None,
        "decisions": [decision_object(d) for d in (item.thread.decisions if item.thread else ())],
    }


def decision_of(hit: Hit) -> dict[str, str | None] | None:
    """What a person decided about a claim, as it stands now; None for nothing."""
    return {"verdict": hit.verdict, "by": hit.decided_by, "at": hit.decided_at} if hit.verdict else None


def decision_object(one: Decision) -> dict[str, object]:
    return {
        "decision": one.key,
        "claim": one.claim,
        "verdict": one.verdict,
        "reviewer": one.reviewer,
        "at": one.at,
        "why": one.why,
        "undoes": one.undoes,
    }


def dispute_object(one: Dispute) -> dict[str, object]:
    return {
        "claim": one.claim,
        "article": one.article,
        "title": one.title,
        "in_force": one.ruling.key,
        "opinions": [decision_object(d) | {"wants": d.decided.to_dict() if d.decided else None} for d in one.opinions],
    }


def to_requests(lines: Iterable[str], reviewer: str) -> Iterator[Request]:
    """Decisions from JSON lines. Raises UsageError, which tells the line.

    An object has claim (a key; article for "add"), verdict and, as the verdict needs, edits, why, undoes, reviewer.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _request(json.loads(line), reviewer)
            except (ValueError, RecursionError):
                raise UsageError(f"Line {number} is not JSON.", hint="One object a line.") from None
            except UsageError as error:
                raise UsageError(f"Line {number}: {error.message}", hint=error.hint) from error


def _request(told: object, reviewer: str) -> Request:
    if not isinstance(told, dict):
        raise UsageError("not an object.")
    unknown = sorted(set(told) - _KEYS)
    if unknown:
        raise UsageError(f"{', '.join(unknown)}: no part of a decision.", hint=f"Parts: {', '.join(sorted(_KEYS))}.")
    verdict = told.get("verdict")
    if verdict not in get_args(Verdict):
        raise UsageError(f"{verdict!r} is no verdict.", hint=f"One of: {', '.join(get_args(Verdict))}.")
    key = told.get("article" if verdict == "add" else "claim", told.get("key"))
    if not isinstance(key, str):
        raise UsageError("The key of the claim is missing." if verdict != "add" else "The article's key is missing.")
    words: dict[str, Any] = {name: told.get(name) for name in ("reviewer", "why", "undoes")}
    wrong = [name for name, value in words.items() if value is not None and not isinstance(value, str)]
    edits = told.get("edits")
    if wrong or not (edits is None or isinstance(edits, dict)):
        raise UsageError(f"{', '.join(wrong) or 'edits'} has the wrong type.")
    return Request(
        claim=key,
        verdict=cast(Verdict, verdict),
        reviewer=words["reviewer"] or reviewer,
        why=words["why"],
        undoes=words["undoes"],
        edits=edits,
    )
