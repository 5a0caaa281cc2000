"""Decisions as training data, in the shape of gold/corpus (docs/gold.md): a text with its labels and exact spans."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sayso.ledger.bodies import edges
from sayso.ledger.readings import load_reading
from sayso.ledger.review.book import bases, load_decisions
from sayso.ledger.review.decided import decided
from sayso.ledger.review.desk import decided_texts
from sayso.ledger.review.records import to_threads
from sayso.records import Claim, Reading, When

_SETTLED = frozenset({"accepted", "corrected", "own"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text with the attributed claims that persons settled.

    open: how many attributed claims are undecided or unsure; 0 where the text is complete. rejected: spans of claims
    that were rejected, which a reader must not find.
    """

    reading: Reading
    claims: tuple[Claim, ...]
    open: int
    rejected: tuple[Claim, ...]
    reviewers: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        article = self.reading.article
        kept = {claim.id for claim in self.claims}
        return {
            "name": article.name or article.id,
            "title": article.title,
            "outlet": article.outlet,
            "published": article.published,
            "url": article.url,
            "license": None,
            "text": article.text,
            "complete": self.open == 0,
            "open": self.open,
            "reviewers": list(self.reviewers),
            "attributions": [_label(claim, kept) for claim in self.claims],
            "rejected": [_spans(claim) for claim in self.rejected],
        }


def labelled(connection: sqlite3.Connection, *, partial: bool = False) -> Iterator[Labelled]:
    """Texts whose attributed claims were all decided; partial: also those of which some were.

    What stands in the outlet's own voice is no attribution, and waits for nobody.
    """
    for text_id in decided_texts(connection):
        reading_id, publication, day = bases(connection, text_id)[0]
        threads = to_threads(load_decisions(connection, text_id))
        base = load_reading(connection, publication, reading_id)
        told = decided(base, threads, day)
        standing = {mark.place: mark.standing for mark in told.marks}
        settled = tuple(
            claim
            for place, claim in enumerate(told.reading.claims)
            if claim.voice == "attributed" and standing.get(place) in _SETTLED
        )
        attributed = sum(claim.voice == "attributed" for claim in told.reading.claims)
        rejected = tuple(base.claims[m.place] for m in told.rejected if base.claims[m.place].voice == "attributed")
        found = Labelled(
            reading=told.reading,
            claims=settled,
            open=attributed - len(settled),
            rejected=rejected,
            reviewers=tuple(sorted({d.reviewer for t in threads for d in t.decisions})),
        )
        if found.open == 0 or (partial and (settled or rejected)):
            yield found


def _spans(claim: Claim) -> dict[str, Any]:
    return {
        "source": edges(claim.source.spans) if claim.source else [],
        "cue": edges((claim.cue.span,)) if claim.cue else [],
        "content": edges(claim.content),
        "certainty": edges(claim.certainty.words) if claim.certainty else [],
    }


def _label(claim: Claim, kept: set[str]) -> dict[str, Any]:
    source = claim.source
    return {
        "id": claim.id,
        "parent": claim.parent if claim.parent in kept else None,
        **_spans(claim),
        "about": _when(claim.about),
        "due": claim.due,
        "force": claim.force,
        "form": claim.form,
        "horizon": claim.horizon,
        "name": source.name if source else None,
        "polarity": claim.polarity,
        "record": source.record if source else None,
        "said": _when(claim.said),
    }


def _when(when: When | None) -> dict[str, str | None] | None:
    return when.to_dict() if when else None
