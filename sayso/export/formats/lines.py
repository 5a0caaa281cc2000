"""JSON lines: the contract's claim with its key, its article (without the text) and what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sayso.export.formats.records import Export, ExportArticle, ExportClaim
from sayso.export.tabular import json_lines


def write(export: Export) -> Iterator[bytes]:
    """A line a claim."""
    for line in json_lines(map(to_object, export.claims)):
        yield line.encode()


def to_object(one: ExportClaim) -> dict[str, Any]:
    """As `sayso claims --format jsonl` gives it, with grade and outcome beside the decision."""
    speaker = one.speaker if one.speaker and one.speaker.basis else None
    return {
        "key": one.key,
        "within": one.within,
        "reader": one.reader,
        "article": article_object(one.article),
        "publications": one.article.publications,
        "spoken_by": speaker.name if speaker else None,
        "spoken_in": speaker.basis if speaker else None,
        "day": one.day,
        "day_from": _day_from(one),
        "decision": asdict(one.decision) if one.decision else None,
        "grade": asdict(one.grade) if one.grade else None,
        "outcome": asdict(one.outcome) if one.outcome else None,
        "claim": one.to_contract(),
    }


def article_object(article: ExportArticle) -> dict[str, Any]:
    """The contract's article without its text."""
    return {
        "id": article.key,
        "name": article.name,
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "published": article.published,
        "language": article.language,
        "sha256": article.sha256,
    }


def _day_from(one: ExportClaim) -> str | None:
    if one.said and (one.said.earliest or one.said.latest):
        return "words"
    return "publication" if one.article.published else None
