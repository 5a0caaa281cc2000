"""Search tokens: what a claim can be filtered by, as words of the search index.

A filter beside a word then is one more word to meet, which the index does by walking both lists at once, however
frequent either is. Each token ends in a digit, which no rule of the Porter stemmer touches.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from sayso.ledger.days import Days
from sayso.records import Claim

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_MONTHS = 24
_MOST_YEARS = 40


@lru_cache(maxsize=4096)
def token(kind: str, value: str) -> str:
    """The token of a value: letters and digits as they are, others by their code point."""
    return kind + "".join(c if c.isascii() and c.isalnum() else f"x{ord(c):x}" for c in value.lower()) + "0"


def outlet_token(outlet_id: int) -> str:
    return f"outlet{outlet_id}"


def claim_facets(claim: Claim) -> str:
    """Tokens of a claim, apart by spaces."""
    found = [token("voice", claim.voice), "nested1" if claim.parent else "nested0"]
    record = claim.source.record if claim.source else None
    told = (("record", record), ("force", claim.force), ("form", claim.form), ("horizon", claim.horizon))
    found += [token(kind, value) for kind, value in told if value]
    if claim.polarity == "negated":  # nearly all others are affirmed
        found.append("negated1")
    if claim.certainty:
        found.append("hedged1")
        if claim.certainty.term:
            found.append(token("term", claim.certainty.term))
    found += sorted({token("country", p.country) for p in claim.places if p.country})
    if claim.said:
        found += span_tokens("said", claim.said.earliest, claim.said.latest)
    if claim.about:
        found += span_tokens("about", claim.about.earliest, claim.about.latest)
    return " ".join(found)


def text_facets(first_day: str | None, publications: Iterable[tuple[int | None, str | None]]) -> str:
    """Tokens of a text by its publications, each an outlet's id and a day."""
    found: set[str] = set()
    for outlet, day in publications:
        if outlet is not None:
            found.add(outlet_token(outlet))
        found.update(span_tokens("pub", day, day))
    found.update(span_tokens("first", first_day, first_day))
    return " ".join(sorted(found))


def span_tokens(kind: str, first: str | None, last: str | None) -> list[str]:
    """Months and years that an interval touches; "long" where it is open or longer than two years; none for none."""
    if first is None and last is None:
        return []
    if first is None or last is None or first > last or not (_DAY.fullmatch(first) and _DAY.fullmatch(last)):
        return [f"{kind}long0"]
    months, years = _months(first, last), _years(first, last)
    if len(months) <= _MOST_MONTHS:
        return [f"{kind}{m}" for m in months] + [f"{kind}{y}" for y in years]
    return [f"{kind}long0", *(f"{kind}{y}" for y in years if len(years) <= _MOST_YEARS)]


def range_tokens(kind: str, days: Days) -> tuple[str, ...]:
    """Tokens one of which every interval that meets the range has; () where the range is too wide to be of use."""
    if days.first is None or days.last is None:
        return ()
    months, years = _months(days.first, days.last), _years(days.first, days.last)
    if len(months) <= _MOST_MONTHS:
        return (*(f"{kind}{m}" for m in months), f"{kind}long0")
    if len(years) <= _MOST_YEARS:
        return (*(f"{kind}{y}" for y in years), f"{kind}long0")
    return ()


def _years(first: str, last: str) -> Sequence[str]:
    return _Names(range(int(first[:4]), int(last[:4]) + 1), "{:04d}".format)


def _months(first: str, last: str) -> Sequence[str]:
    start, end = (int(day[:4]) * 12 + int(day[5:7]) - 1 for day in (first, last))
    return _Names(range(start, end + 1), lambda month: f"{month // 12:04d}{month % 12 + 1:02d}")


class _Names(Sequence[str]):
    """Names of the members of a range, made when asked for: an interval may be of thousands of years."""

    def __init__(self, members: range, name: Callable[[int], str]) -> None:
        self._members, self._name = members, name

    def __len__(self) -> int:
        return len(self._members)

    def __getitem__(self, place: Any) -> Any:
        return self._name(self._members[place])


def any_of(tokens: Sequence[str]) -> str:
    """An FTS5 expression that meets claims with one of the tokens."""
    return "facets : (" + " OR ".join(f'"{t}"' for t in tokens) + ")"
