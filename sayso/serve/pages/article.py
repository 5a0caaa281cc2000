"""The article: text left, what it claims right; who else published it, what changed, a link to any stretch."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from sayso.audit.figures import Audit
from sayso.audit.measure import audit
from sayso.errors import UsageError
from sayso.export.audit_facts import is_grave, rest_text
from sayso.export.cards import safe
from sayso.export.facts import speakers
from sayso.export.filters import panel, toolbar
from sayso.export.lines import text_rows
from sayso.export.strip import strip
from sayso.export.summary import summary
from sayso.ledger.articles import ArticleRow
from sayso.ledger.pages.counts import Label, labels_of
from sayso.ledger.queries import Ledger
from sayso.records import Claim, Reading
from sayso.serve.links import Linked, linked_of
from sayso.serve.offers import offers_of
from sayso.serve.show import safe_link, url

_AT = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_HUES = (8, 16, 32, 64, 128, 256, 512, 1024)
_MOST_VERSIONS = 20
_MOST_QUESTIONS = 5
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def hue_count(voices: int) -> int:
    """Rules of the stylesheet with a color a voice, in few sizes, so that browsers keep it."""
    return next((size for size in _HUES if size >= voices), _HUES[-1])


def article(ledger: Ledger, request: Request, key: str) -> dict[str, Any]:
    """What the page shows. Raises UsageError for a key that is none."""
    reading = ledger.reading(key)
    key = reading.article.id
    at = _stretch(request.query_params.get("at"), reading)
    voices, spoken = speakers(reading)
    labels = {label.label: label for label in labels_of(ledger.connection, key)}
    linked = linked_of(ledger.connection, tuple(label.key for label in labels.values()))
    more = [_more(claim, labels.get(claim.id), linked, key) for claim in reading.claims]
    numbers = {claim.id: n for n, claim in reversed(list(enumerate(reading.claims)))}
    language = reading.article.language or ""
    versions = ledger.versions_of(key)[-_MOST_VERSIONS:]
    return {
        "reading": reading,
        "article": reading.article,
        "link": safe_link(reading.article.url),
        "lang": language if _LANGUAGE.fullmatch(language) else None,
        "hues": hue_count(len(voices)),
        # All made by sayso.export, which escapes whatever comes from the article.
        "strip": Markup(strip(summary(reading), numbers, 0)),  # noqa: S704
        "panel": Markup(panel(reading, voices, 0)),  # noqa: S704
        "toolbar": Markup(toolbar(reading, 0)),  # noqa: S704
        "rows": Markup(text_rows(reading, voices, spoken, 0, more=more, at=at)),  # noqa: S704
        "at": at,
        "publications": [row for row in ledger.publications_of(key) if row.article != key],
        "twins": ledger.near_duplicates_of(key),
        "versions": versions if len({row.article for row in versions}) > 1 else (),
        "questions": linked.questions[:_MOST_QUESTIONS],
        "rests": _rests(reading),
        "offers": offers_of("article", key, {"article": key}, len(reading.claims)),
    }


def _rests(reading: Reading) -> list[tuple[str, bool]]:
    """What the audit says first: claims that rest on one source, or on nobody, with whether that is grave."""
    found: Audit = audit(reading)
    return [(rest_text(one, found), is_grave(one.scope, one.record)) for one in found.rests]


def _stretch(told: str | None, reading: Reading) -> tuple[int, int] | None:
    """Offsets that a link names, None for none. Raises UsageError for what is no part of the text."""
    if not told:
        return None
    found = _AT.fullmatch(told)
    start, end = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 0 <= start < end <= len(reading.article.text):
        raise UsageError(f"{told[:30]!r} is no stretch of this text.", hint="at=START-END, in characters.")
    return start, end


def _more(claim: Claim, label: Label | None, linked: Linked, article_key: str) -> str:
    """The end of a card: where else it is said, and what can be done with it."""
    if label is None:
        return ""
    first = claim.content[0].start if claim.content else 0
    last = claim.content[-1].end if claim.content else 0
    asked = linked.by_claim.get(label.key)
    link = (
        f'<a href="{url(f"/question/{asked.id}")}" class="tag {asked.css}" title="{safe(asked.title)}">'
        f"{asked.words}</a>"
        if asked
        else ""
    )
    stands = f'<span class="tag v-{label.verdict}">{label.verdict}</span>' if label.verdict else ""
    tools = (
        f'<span class="tools"><a href="{url(f"/review/{label.key}", back=article_key)}">Review</a>'
        f'<a href="{url(f"/article/{article_key}", at=f"{first}-{last}")}#at">Link</a></span>'
    )
    return f'<p class="more-links">{stands}{link}{tools}</p>'


def versions(ledger: Ledger, _: Request, key: str) -> dict[str, Any]:
    """What changed from each version of a page to the next, the latest first."""
    reading = ledger.reading(key)
    rows = ledger.versions_of(reading.article.id)
    steps: list[tuple[ArticleRow, ArticleRow, Any]] = []
    for before, after in list(pairwise(rows))[-_MOST_VERSIONS:]:
        steps.append((before, after, ledger.changes(before.article, after.article)))
    return {"article": reading.article, "rows": rows, "steps": list(reversed(steps))}
