"""What the readable formats show of a reading, worked out once. Nothing is escaped here: each format does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.records import Certainty, Claim, Place, Reading, Record, Source, Spans, When

SPLIT = " … "  # stands between the parts of a content or source that others interrupt
OUTLET = "Outlet’s own voice"
UNSOURCED = "No source given"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One voice of the article. kind: "none" gathers attributions without a source; claims: how many are its."""

    label: str
    kind: Literal["source", "none", "outlet"]
    claims: int
    record: Record | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The figures of a heading. sources: distinct wordings, case aside; words: as white space separates them."""

    claims: int
    outlet: int
    sources: int
    words: int
    refusals: int


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


def counts(reading: Reading) -> Counts:
    sourced = [claim.source for claim in reading.claims if claim.source]
    return Counts(
        claims=len(reading.claims),
        outlet=sum(claim.voice == "outlet" for claim in reading.claims),
        sources=len({folded(text_of(source.spans)) for source in sourced}),
        words=len(reading.article.text.split()),
        refusals=len(reading.refusals),
    )


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


def outline(claims: Sequence[Claim]) -> list[tuple[Claim, int]]:
    """Claims with their depth, each followed at once by those nested in it."""
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
        out.append((claims[number], depth))
        stack += [(child, depth + 1) for child in reversed(children.get(number, []))]
    return out


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
    """ "Kherson, UA"."""
    return ", ".join(filter(None, (place.name, place.country)))


def traits(claim: Claim) -> list[str]:
    """The one-word attributes that are filled and say something: "affirmed" and "unknown" are the ordinary case."""
    record = claim.source.record if claim.source else None
    polarity = "negated" if claim.polarity == "negated" else None
    horizon = claim.horizon if claim.horizon != "unknown" else None
    return [trait for trait in (claim.force, claim.form, record, polarity, horizon) if trait]


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
