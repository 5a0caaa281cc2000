"""GDELT's Global Quotation Graph: a line an article, with each quotation and some words before and after it.

The article itself is not in it, so the text is made of those snippets, a paragraph each. GDELT does not say who speaks:
each quotation is a claim without a source, for a person or a link to the article to tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from sayso.errors import BadRecordError, InputError
from sayso.ingest.exchange.written import UNKNOWN, Written, day, string
from sayso.records import Article, Claim, Reading, Span

READER = "import:gdelt-gqg:1"
_MOST = 1_000  # quotations of an article
_ENGLISH = {"english": "en", "eng": "en", "en": "en"}


def from_gdelt(lines: Iterable[bytes], where: str) -> Iterator[Reading | InputError]:
    """A reading a line, in order; a line that is none is told as the error it is."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{where}, line {number}"
        try:
            yield _reading(json.loads(line), place)
        except (ValueError, RecursionError):
            yield BadRecordError(f"{place} is not JSON.")
        except InputError as error:
            yield error


def _reading(value: object, where: str) -> Reading:
    quotes = value.get("quotes") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or not isinstance(quotes, list):
        raise BadRecordError(f"{where} is no line of the quotation graph.", hint='It has "url" and "quotes".')
    written = Written()
    places: list[tuple[int, int]] = []
    for one in quotes[:_MOST]:
        quote = string(one.get("quote")) if isinstance(one, Mapping) else None
        if quote is None:
            continue
        before, after = string(one.get("pre")), string(one.get("post"))
        if places:
            written.add("\n\n")
        if before:
            written.add(f"{before} ")
        places.append(written.add(f"“{quote}”"))
        if after:
            written.add(f" {after}")
    if not places:
        raise BadRecordError(f"{where} holds no quotation.")
    text = written.text
    claims = tuple(
        Claim(id=f"c{n}", content=(Span.of(text, *place),), confidence=UNKNOWN, form="direct")
        for n, place in enumerate(places, 1)
    )
    article = Article(
        text=text,
        url=string(value.get("url")),
        title=string(value.get("title")),
        published=day(value.get("date")),
        language=_ENGLISH.get((string(value.get("lang")) or "").casefold()),
        name=string(value.get("url")),
    )
    return Reading(reader=READER, article=article, claims=claims)
