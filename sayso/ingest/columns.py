"""Objects whose keys are not ours: which of their columns is the text, the title, the date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

from sayso.errors import UsageError
from sayso.ingest.days import iso_date

KNOWN: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "maintext", "article", "summary", "description"),
    "title": ("title", "headline"),
    "url": ("url", "link", "permalink", "uri"),
    "published": ("published", "date", "date_published", "published_at", "datePublished", "pubDate", "date_publish"),
    "outlet": ("outlet", "publisher", "office", "site", "source"),
    "name": ("name", "id", "guid"),
}
"""Where a column is looked for that the call does not name: the keys of feeds, JSON Feed and common collections."""


def parse_columns(told: tuple[str, ...]) -> dict[str, str]:
    """The mapping that --field OURS=THEIRS says. Raises UsageError."""
    found: dict[str, str] = {}
    for one in told:
        ours, equals, theirs = one.partition("=")
        if not equals or not theirs or ours not in KNOWN:
            raise UsageError(
                f"--field is {one!r}.", hint=f"Give OURS=THEIRS, for example text=body. Ours are: {', '.join(KNOWN)}."
            )
        found[ours] = theirs
    return found


def renamed(value: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, object]:
    """The object under our keys: from the columns named, else from the first known one that holds a text.

    Dates in the form of mail and RSS ("Tue, 14 Jun 2022 10:00:00 GMT") become ISO dates; what is none stays, to be
    told as an error where it was named and left out where it was only found.
    """
    found: dict[str, object] = {}
    for ours, keys in KNOWN.items():
        if ours in columns:
            found[ours] = value.get(columns[ours])
            continue
        for key in keys:
            told = value.get(key)
            if isinstance(told, str) and told.strip() and (ours != "published" or to_date(told)):
                found[ours] = told
                break
        else:
            if ours in value:  # under our own name, yet no text: to be told as the error that it is
                found[ours] = value[ours]
    published = found.get("published")
    if isinstance(published, str):
        found["published"] = to_date(published) or published
    return found


def to_date(told: str) -> str | None:
    """The ISO date of a date in ISO form or in that of mail and RSS, None for what is neither."""
    date = iso_date(told)
    if date:
        return date
    try:
        return parsedate_to_datetime(told).astimezone(UTC).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
