"""What the readable formats show of a reading, worked out once. Nothing is escaped here: each format does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.records import Certainty, Claim, Place, Reading, Record, Source, Spans, When

SPLIT = " … "  # stands between the parts of a content or source that others interrupt
OUTLET = "Outlet’s own voice"
UNSOURCED = "No source given"

_RECORDS = {
    "named-person": "named person",
    "named-organisation": "named organization",
    "unnamed": "unnamed source",
    "anonymous": "anonymous source",
}
_COUNTED = {
    "named-person": ("named person", "named people"),
    "named-organisation": ("named organization", "named organizations"),
    "unnamed": ("unnamed", "unnamed"),
    "anonymous": ("anonymous", "anonymous"),
    "document": ("document", "documents"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One voice of the article. kind: "none" gathers attributions without a source; claims: how many are its."""

    label: str
    kind: Literal["source", "none", "outlet"]
    claims: int
    record: Record | None = None


def text_of(spans: Spans) -> str:
    """The spans' texts in one line of thought, with " … " where they are apart."""
    return SPLIT.join(span.text for span in spans)


def folded(text: str) -> str:
    """For comparing wordings: case and white space aside."""
    return " ".join(text.split()).casefold()


def label(source: Source) -> str:
    """The source's fullest name, else its words."""
    return source.name or text_of(source.spans)


def heading(reading: Reading) -> str:
    """What to call the article: its title, else the input's name."""
    return reading.article.title or reading.article.name or "Untitled article"


def several(number: int, one: str, many: str | None = None) -> str:
    """ "1 claim", "2 claims", "1,024 words"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _key(claim: Claim) -> tuple[str, str]:
    if claim.source:
        return "source", folded(label(claim.source))
    return ("outlet" if claim.voice == "outlet" else "none"), ""


def speakers(reading: Reading) -> tuple[tuple[Speaker, ...], tuple[int, ...]]:
    """All voices, the most quoted first (then the first to speak; unsourced and outlet last), and each claim's voice.

    Sources with one name are one voice; those without a name are told apart by their words, case aside.
    """
    members: dict[tuple[str, str], list[Claim]] = {}
    for claim in reading.claims:
        members.setdefault(_key(claim), []).append(claim)
    rank = {"source": 0, "none": 1, "outlet": 2}
    keys = sorted(members, key=lambda key: (rank[key[0]], -len(members[key])))
    place = {key: number for number, key in enumerate(keys)}
    return tuple(_speaker(members[key]) for key in keys), tuple(place[_key(claim)] for claim in reading.claims)


def _speaker(claims: Sequence[Claim]) -> Speaker:
    sources = [claim.source for claim in claims if claim.source]
    if not sources:
        outlet = claims[0].voice == "outlet"
        return Speaker(
            label=OUTLET if outlet else UNSOURCED, kind="outlet" if outlet else "none", claims=len(claims), record=None
        )
    record = next((source.record for source in sources if source.record), None)
    return Speaker(label=label(sources[0]), kind="source", claims=len(claims), record=record)


def depths(claims: Sequence[Claim]) -> list[int]:
    """How many claims each stands inside. A parent that does not come earlier in the list is not followed."""
    known: dict[str, int] = {}
    out = []
    for claim in claims:
        depth = known[claim.parent] + 1 if claim.parent in known else 0
        known.setdefault(claim.id, depth)
        out.append(depth)
    return out


def ordered(claims: Sequence[Claim]) -> list[tuple[int, int]]:
    """Numbers of the claims with their depth, each followed at once by those nested in it."""
    first: dict[str, int] = {}
    children: dict[int, list[int]] = {}
    roots = []
    for number, claim in enumerate(claims):
        if claim.parent in first:
            children.setdefault(first[claim.parent], []).append(number)
        else:
            roots.append(number)
        first.setdefault(claim.id, number)
    out = []
    stack = [(number, 0) for number in reversed(roots)]
    while stack:
        number, depth = stack.pop()
        out.append((number, depth))
        stack += [(child, depth + 1) for child in reversed(children.get(number, []))]
    return out


def outline(claims: Sequence[Claim]) -> list[tuple[Claim, int]]:
    """The claims in that order."""
    return [(claims[number], depth) for number, depth in ordered(claims)]


def grouped(claims: Sequence[Claim]) -> tuple[list[tuple[Claim, int]], list[tuple[Claim, int]]]:
    """The outline in two: attributed claims, then the outlet's own, each with what is nested in it."""
    given: list[tuple[Claim, int]] = []
    own: list[tuple[Claim, int]] = []
    into = given
    for claim, depth in outline(claims):
        if depth == 0:
            into = own if claim.voice == "outlet" else given
        into.append((claim, depth))
    return given, own


def percent(band: tuple[float, float]) -> str:
    """ "55–80 %"."""
    return f"{band[0] * 100:.0f}–{band[1] * 100:.0f} %"


def certainty_text(certainty: Certainty) -> str:
    """The hedges as written, then the scale's term and band: “probably” → likely, 55–80 %."""
    words = ", ".join(f"“{span.text}”" for span in certainty.words)
    read = ", ".join(filter(None, (certainty.term, percent(certainty.band) if certainty.band else None)))
    return " → ".join(filter(None, (words, read)))


def when_text(when: When) -> str:
    """The words, then the days they were read as: “last week” (2022-10-24 – 2022-10-30)."""
    days = when.earliest
    if when.earliest != when.latest:
        days = f"{when.earliest or '…'} – {when.latest or '…'}"
    return f"“{when.text}”" + (f" ({days})" if days else "")


def place_text(place: Place) -> str:
    """ "Kherson, UA (46.64° N, 32.62° E)"."""
    name = ", ".join(filter(None, (place.name, place.country)))
    if place.latitude is None or place.longitude is None:
        return name
    north, east = "NS"[place.latitude < 0], "EW"[place.longitude < 0]
    return f"{name} ({abs(place.latitude):.2f}° {north}, {abs(place.longitude):.2f}° {east})"


def record_text(record: str | None) -> str:
    """The record in plain words."""
    return _RECORDS.get(record or "", record or "record not told")


def records_text(record: str | None, count: int) -> str:
    """ "1 named person", "3 unnamed", "2 documents"."""
    one, many = _COUNTED.get(record or "", ("of record not told",) * 2)
    return f"{count:,} {one if count == 1 else many}"


def arrow(claim: Claim) -> str | None:
    """The words as written where they do not hold the name that they stand for ("He" → "Kyrylo Budanov"), else None."""
    if not claim.source or not claim.source.name:
        return None
    words = text_of(claim.source.spans)
    return None if folded(claim.source.name) in folded(words) else words


def written(claim: Claim) -> str | None:
    """The words as written where they hold the name and say more: who that is, or why we should listen."""
    if not claim.source or not claim.source.name or arrow(claim):
        return None
    words = text_of(claim.source.spans)
    plain, name = (folded(text).strip(" ,").removeprefix("the ") for text in (words, claim.source.name))
    return None if plain == name else words


def traits(claim: Claim) -> list[tuple[str, str]]:
    """The one-word attributes that are filled and say something, as (name, value).

    "affirmed" and "unknown" are the ordinary case and left out; a record stands in plain words.
    """
    record = claim.source.record if claim.source else None
    found = (
        ("force", claim.force),
        ("polarity", "negated" if claim.polarity == "negated" else None),
        ("record", record_text(record) if record else None),
        ("form", claim.form),
        ("horizon", claim.horizon if claim.horizon != "unknown" else None),
    )
    return [(name, value) for name, value in found if value]


def details(claim: Claim) -> list[tuple[str, str]]:
    """The attributes that need a label, as (label, value), where filled."""
    out = []
    if claim.certainty:
        out.append(("certainty", certainty_text(claim.certainty)))
    out += [(name, when_text(when)) for name, when in (("said", claim.said), ("about", claim.about)) if when]
    if claim.due:
        out.append(("due", claim.due))
    if claim.places:
        out.append(("places" if len(claim.places) > 1 else "place", "; ".join(map(place_text, claim.places))))
    return out


def notes(claim: Claim) -> list[str]:
    """All of the above as short phrases, for formats of plain text."""
    return [value for _, value in traits(claim)] + [f"{name} {value}" for name, value in details(claim)]
