"""Decisions and edits of invented claims."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sayso.ledger.queries import Ledger
from sayso.ledger.review.records import Decision, Request, Verdict
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.records import Claim, Reading, Span
from tests.ledger.made import harbor


def kept(path: Path, *items: Reading) -> Path:
    with Store(path) as store:
        for one in items or (harbor(outlet="Post", title="Ferry", published="2026-03-04"),):
            store.put(one)
    return path


def keys(path: Path, **told: object) -> dict[str, str]:
    """Keys of shown claims by their content."""
    with Ledger(path) as ledger:
        return {hit.content: hit.claim for hit in ledger.claims(ClaimFilter(**told), limit=500).hits}  # type: ignore[arg-type]


def key_of(path: Path, words: str, **told: object) -> str:
    found = [key for content, key in keys(path, **told).items() if words in content]
    assert len(found) == 1, (words, found)
    return found[0]


def decide(
    path: Path,
    key: str,
    verdict: Verdict,
    *,
    to: Claim | None = None,
    why: str | None = None,
    reviewer: str = "ada",
    undoes: str | None = None,
) -> Decision:
    with Store(path) as store:
        request = Request(claim=key, verdict=verdict, reviewer=reviewer, why=why, to=to, undoes=undoes)
        return store.decide([request])[0]


def shown(path: Path) -> list[dict[str, object]]:
    """Everything that lists and searches say, apart from the rows' own numbers."""
    with Ledger(path) as ledger:
        hits = ledger.claims(ClaimFilter(rejected=True), limit=500, order="oldest").hits
        told = [reading.to_dict()["claims"] for reading in (ledger.reading(hit.article) for hit in hits)]
        plain = [replace(hit, id=0, reading_id=0) for hit in hits]
    return [{"hit": hit, "article": claims} for hit, claims in zip(plain, told, strict=True)]


def longer(text: str, claim: Claim, by: int) -> Claim:
    """The claim with content that ends later by some characters."""
    last = claim.content[-1]
    return replace(claim, content=(*claim.content[:-1], Span.of(text, last.start, last.end + by)))
