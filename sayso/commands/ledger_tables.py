"""Claims, sources and articles of the ledger for people: blocks that read from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import click

from sayso.export.cells import padded, wrapped
from sayso.export.facts import percent, several
from sayso.export.visible import one_line
from sayso.ledger.hits import Hit
from sayso.ledger.people import Namesake
from sayso.ledger.summary import Count, SourceSummary

SHORT_KEY = 13  # characters of a key that are shown; any beginning that is the only one will do
_DATE = 12  # cells of the first column
_NARROWEST = 40
_BARS = 30  # cells of the longest bar
UNDATED = "no date"
_SPOKEN = {
    "turn": "speaking in the transcript",
    "address": "in the first person, published by the speaker’s office",
    "message": "in a message published by the sender’s office",
    "office": "told by the office of {}",
}
_ORIGINS = {
    None: "named as source in the text",
    "turn": "speaking in a transcript",
    "address": "in the first person, published by the speaker’s office",
    "message": "in a message published by the sender’s office",
    "office": "told by the office",
}
_HEDGES = 12  # that the summary lists


def short(key: str) -> str:
    return key[:SHORT_KEY]


def hit_lines(hits: Iterable[Hit], *, width: int, color: bool) -> Iterator[str]:
    """A block a claim: day, who and how surely; the content; where it stands."""
    room = max(width, _NARROWEST) - _DATE
    for number, hit in enumerate(hits):
        if number:
            yield "\n"
        day = one_line(hit.said_from or hit.published or UNDATED)
        head = wrapped(_head(hit), room)
        yield padded(day, _DATE) + _styled(head[0], color, bold=True) + "\n"
        yield from (" " * _DATE + _styled(line, color, bold=True) + "\n" for line in head[1:])
        yield from (" " * _DATE + line + "\n" for line in wrapped(one_line(hit.content), room))
        yield from (" " * _DATE + _styled(line, color, dim=True) + "\n" for line in wrapped(_foot(hit), room))


def _head(hit: Hit) -> str:
    if hit.spoken_by and hit.spoken_in != "office":
        who = one_line(hit.spoken_by) + (f" (“{one_line(hit.source)}”)" if hit.source else "")
    elif hit.source:
        who = one_line(hit.source)
    else:
        who = one_line(hit.outlet or "The outlet") + ", in its own voice" if hit.voice == "outlet" else "No source"
    cue = f" {one_line(hit.cue)}" if hit.cue else ""
    record = hit.record if hit.record in {"anonymous", "unnamed", "document"} else None
    told = [hit.force if hit.force != "says" else None, hit.polarity if hit.polarity == "negated" else None, record]
    return " · ".join([who + cue, *filter(None, told), *filter(None, [how_surely(hit)])])


def how_surely(hit: Hit) -> str | None:
    """The hedges as written with the scale's term and band: “probably” = likely, 55–80 %. None without any."""
    if hit.hedges is None and hit.certainty is None:
        return None
    band = percent((hit.at_least, hit.at_most)) if hit.at_least is not None and hit.at_most is not None else None
    read = ", ".join(filter(None, (hit.certainty, band)))
    words = f"“{one_line(hit.hedges)}”" if hit.hedges else ""
    return " = ".join(filter(None, (words, read)))


def _foot(hit: Hit) -> str:
    parts = []
    if hit.spoken_by and hit.spoken_in:
        parts.append(_SPOKEN[hit.spoken_in].format(one_line(hit.spoken_by)))
    if hit.said:
        parts.append(f"said “{one_line(hit.said)}”{_days(hit.said_from, hit.said_to)}")
    if hit.about:
        parts.append(f"about “{one_line(hit.about)}”{_days(hit.about_from, hit.about_to)}")
    if hit.due:
        parts.append(f"due {one_line(hit.due)}")
    if hit.places:
        parts.append(one_line(hit.places).replace(" | ", ", "))
    where = [one_line(part) for part in (hit.outlet, hit.published or UNDATED) if part]
    if hit.publications > 1:
        where.append(f"and {several(hit.publications - 1, 'more publication')}")
    parts += [", ".join(where), short(hit.claim)]
    if hit.within:
        parts.append(f"inside {short(hit.within)}")
    if hit.verdict:
        parts.append(f"{hit.verdict} by {one_line(hit.decided_by or '')}")
    return " · ".join(parts)


def _days(first: str | None, last: str | None) -> str:
    if not first and not last:
        return ""
    told = first if first == last else f"{first or '…'} – {last or '…'}"
    return f" ({one_line(str(told))})"


def summary_lines(summary: SourceSummary, *, width: int, color: bool) -> Iterator[str]:
    """A source's claims in figures: its wordings, what it did, how surely, and when."""
    yield f"{several(summary.claims, 'claim')}\n"
    told = [("known as", _listed(summary.wordings, 8))]
    if any(c.value for c in summary.forces):
        told.append(("forces", _listed(summary.forces, 12)))
    if summary.spoken:
        told.append(("how known", "; ".join(f"{_ORIGINS[c.value]} ({c.claims:,})" for c in summary.spoken)))
    told.append(("how surely", _surely(summary)))
    if summary.sureness:
        dated = summary.sureness.dated_in_words
        told.append(("dated", f"by the text’s words ({dated:,}); by publication ({summary.claims - dated:,})"))
    for name, words in told:
        lines = wrapped(words, max(width, _NARROWEST) - _DATE)
        yield padded(name, _DATE) + lines[0] + "\n"
        yield from (" " * _DATE + line + "\n" for line in lines[1:])
    months = [c for c in summary.months if c.value]
    most = max((c.claims for c in months), default=0)
    for one in months if len(months) > 1 else []:
        bar = "▇" * max(1, round(_BARS * one.claims / most))
        yield f"{padded(one_line(one.value or ''), _DATE)}{_styled(bar, color, fg='cyan')} {one.claims:,}\n"


def _surely(summary: SourceSummary) -> str:
    """How many claims have no words of certainty, and which words the others have, with term and band."""
    sure = summary.sureness
    if sure is None:
        terms = [c for c in summary.certainties if c.value]
        rest = summary.claims - sum(c.claims for c in terms)
        return "; ".join(filter(None, (_listed(terms, 12) if terms else "", f"without a term of the scale ({rest:,})")))
    told = [f"stated without a hedge ({sure.plain:,})"]
    for hedge in sure.hedges[:_HEDGES]:
        words = f"“{one_line(hedge.words)}”" if hedge.words else "without words"
        read = ", ".join(filter(None, (hedge.term, percent(hedge.band) if hedge.band else None)))
        told.append(f"{words}{' = ' if read else ''}{read} ({hedge.claims:,})")
    rest = sum(h.claims for h in sure.hedges[_HEDGES:])
    told += [f"other words ({rest:,})"] if rest else []
    told += [f"of these under a condition ({sure.conditional:,})"] if sure.conditional else []
    told += [f"the act itself denied ({sure.negated:,})"] if sure.negated else []
    return "; ".join(told)


def namesake_lines(taken: Sequence[Namesake], left_out: Sequence[Namesake]) -> Iterator[str]:
    """What must be known where several people bear the name that was asked for."""
    if len(taken) > 1:
        yield f"several people bear this name: {_people(taken)}. Give a full name to tell them apart."
    if left_out:
        yield f"left out, others of this name: {_people(left_out)}. Give the full name for one of them."


def _people(people: Sequence[Namesake]) -> str:
    told = [f"{one_line(p.name)} ({p.claims:,})" for p in people[:6]]
    return "; ".join(told + ([f"{len(people) - 6:,} more"] if len(people) > 6 else []))


def _listed(counts: Sequence[Count], most: int) -> str:
    told = [f"{one_line(c.value or 'not told')} ({c.claims:,})" for c in counts[:most]]
    more = [f"{len(counts) - most:,} more"] if len(counts) > most else []
    return "; ".join(told + more)


def _styled(text: str, color: bool, *, bold: bool = False, dim: bool = False, fg: str | None = None) -> str:
    return click.style(text, bold=bold or None, dim=dim or None, fg=fg) if color and text else text
