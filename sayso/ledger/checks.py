"""What a reading must hold to be kept: nothing is repaired, nothing of a wrong one goes in."""

from __future__ import annotations

import math
from collections.abc import Iterable

from sayso.errors import BadReadingError
from sayso.records import Article, Claim, Reading, Span


def check_reading(reading: Reading) -> None:
    """Raises BadReadingError where a span, a parent or a number contradicts text or contract."""
    article = reading.article
    check_characters(article)
    text = article.text
    known: set[str] = set()
    seen: set[int] = set()
    for claim in reading.claims:
        _check_spans(text, _own_spans(claim), article)
        mentions = claim.source.mentions if claim.source else ()
        if id(mentions) not in seen:  # claims of one source share its mentions, which may be thousands
            seen.add(id(mentions))
            _check_spans(text, mentions, article)
        if claim.id in known:
            raise _bad(article, f"two claims are called {claim.id}")
        if claim.parent is not None and claim.parent not in known:
            raise _bad(article, f"{claim.id} has the parent {claim.parent}, which does not come before it")
        _check_numbers(claim, article)
        _check_names(claim, article)
        known.add(claim.id)
    _check_spans(text, (r.span for r in reading.refusals if r.span), article)


def _own_spans(claim: Claim) -> Iterable[Span]:
    yield from claim.content
    if claim.source:
        yield from claim.source.spans
    if claim.cue:
        yield claim.cue.span
    if claim.certainty:
        yield from claim.certainty.words
    for place in claim.places:
        yield from place.spans


def _check_spans(text: str, spans: Iterable[Span], article: Article) -> None:
    for s in spans:
        if not 0 <= s.start <= s.end <= len(text) or text[s.start : s.end] != s.text:
            raise _bad(article, f"a span {s.start}–{s.end} is not what the text says there")


def _check_numbers(claim: Claim, article: Article) -> None:
    if not 0 <= claim.confidence <= 1:  # NaN as well
        raise _bad(article, f"{claim.id} has the confidence {claim.confidence}")
    band = claim.certainty.band if claim.certainty and claim.certainty.band else ()
    degrees = (d for place in claim.places for d in (place.latitude, place.longitude) if d is not None)
    if not all(math.isfinite(x) for x in (*band, *degrees)):
        raise _bad(article, f"{claim.id} has a band or a place that is no number")


def check_characters(article: Article) -> None:
    """Raises BadReadingError for halves of surrogate pairs, which are no characters and cannot be kept."""
    told = (article.text, article.name, article.url, article.outlet, article.title, article.published, article.language)
    _encode(article, told)


def _check_names(claim: Claim, article: Article) -> None:
    told = [claim.id, claim.form, claim.force, claim.polarity, claim.horizon, claim.due]
    told += [claim.source.name, claim.source.record] if claim.source else []
    told += [claim.cue.lemma] if claim.cue else []
    told += [claim.certainty.term] if claim.certainty else []
    for when in (claim.said, claim.about):
        told += [when.text, when.earliest, when.latest] if when else []
    for place in claim.places:
        told += [place.name, place.country]
    _encode(article, told)


def _encode(article: Article, told: Iterable[str | None]) -> None:
    try:
        "\n".join(filter(None, told)).encode("utf-8")
    except UnicodeEncodeError:
        why = "it holds half of a surrogate pair, which is no character"
        raise BadReadingError(f"{article.id} was not kept: {why}.", hint="Mend the encoding of the input.") from None


def _bad(article: Article, why: str) -> BadReadingError:
    return BadReadingError(
        f"The reading of {article.name or article.id} was not kept: {why}.", hint="This is an error of the reader."
    )
