"""The times of an article's text, for formats that have a place for them."""

from __future__ import annotations

from sayso.export.formats.names import instant
from sayso.export.formats.records import ExportArticle, ExportTimex
from sayso.timex.engine import times


def times_of(article: ExportArticle) -> tuple[ExportTimex, ...]:
    """The times of an article's text, as sayso.times finds them; none where the text is withheld."""
    day = instant(article.published)
    found = times(article.text or "", published=day.date().isoformat() if day else None)
    return tuple(ExportTimex(start=t.span.start, end=t.span.end, type=t.type, value=t.value, mod=t.mod) for t in found)
