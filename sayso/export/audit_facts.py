"""How the readable formats word an audit. Nothing is escaped here: each format does it."""

from __future__ import annotations

from sayso.audit.figures import NAMELESS, Audit, Line, Prediction, Rest
from sayso.audit.rests import FEWEST, LEAD, MOST
from sayso.audit.rows import PERCENT, Group, Row, cell
from sayso.records import When

RECORDS: dict[str | None, tuple[str, str]] = {
    "named-person": ("named person", "named persons"),
    "named-organisation": ("named organization", "named organizations"),
    "unnamed": ("unnamed source", "unnamed sources"),
    "anonymous": ("anonymous source", "anonymous sources"),
    "document": ("document", "documents"),
    None: ("source of unknown kind", "sources of unknown kind"),
}
OUTLET = "Outlet’s own voice"
UNSOURCED = "No source given"
NO_TERM = "no term on the scale"
METHOD = (
    f"A story rests on a source that has {MOST:.0%} or more of at least {FEWEST} first-hand claims with a source; "
    f"its lead, where the first {LEAD} paragraphs with such claims have {FEWEST} or more, all of that source. "
    "First-hand claims are those that the outlet gives a source for; nested ones stand inside another’s claim. "
    "Unnamed: a role or group without a name; anonymous: the article says that anonymity was given or asked for."
)


def title_of(audit: Audit) -> str:
    """What to call the article."""
    return audit.article.title or audit.article.name or "Untitled article"


def about_of(audit: Audit) -> tuple[str, ...]:
    """Input's name (where the title is another), outlet, date."""
    article = audit.article
    parts = (article.name if article.title else None, article.outlet, article.published)
    return tuple(part for part in parts if part)


def percent(part: float | None) -> str:
    """ "38 %"; an en dash for none."""
    return "–" if part is None else f"{part * 100:.0f} %"


def part_of(count: int, whole: int) -> str:
    return percent(count / whole if whole else None)


def source_text(label: str | None, record: str | None) -> str:
    """ "Western officials (anonymous)"; a named or unknown record adds nothing."""
    mark = {"unnamed": " (unnamed)", "anonymous": " (anonymous)", "document": " (document)"}.get(record or "", "")
    return (label or UNSOURCED) + mark


def speaker_of(line: Line) -> str:
    return OUTLET if line.voice == "outlet" else source_text(line.source, line.record)


def rest_text(rest: Rest, audit: Audit) -> str:
    """One sentence, with what it is based on."""
    count = len(rest.claims)
    who = source_text(rest.label, rest.record)
    if rest.scope == "story":
        return f"The story rests on one source, {who}: {count} of {audit.sourced} first-hand claims with a source."
    if rest.scope == "lead":
        return f"The lead rests on one source, {who}: all {count} claims of its first {LEAD} sourced paragraphs."
    return f"No source is named: all {count} first-hand claims with a source are of unnamed or anonymous ones."


def is_grave(scope: str | None, record: str | None) -> bool:
    """Whether what the story rests on cannot be named: a reader cannot weigh it."""
    return scope == "nameless" or (scope is not None and record in NAMELESS)


def _rests(one: Row) -> str:
    if one.rests is None:
        return ""
    if one.rests == "nameless":
        return "none named"
    kind = one.record if one.record in NAMELESS else "source"
    return f"one {kind}" if one.rests == "story" else f"lead: one {kind}"


def excerpt(line: Line, most: int = 160) -> str:
    """The content's words, with " … " between its parts, cut at a space after `most` characters."""
    text = " ".join(" … ".join(span.text for span in line.spans).split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def prediction_time(prediction: Prediction) -> str:
    """ "due 2022-11-30 · about “by the end of this month”"; empty where neither is told."""
    parts = [f"due {prediction.due}"] if prediction.due else []
    if prediction.about:
        parts.append(f"about {_when(prediction.about)}")
    return " · ".join(parts) or "no date"


def _when(when: When) -> str:
    days = when.earliest
    if when.earliest != when.latest:
        days = f"{when.earliest or '…'} – {when.latest or '…'}"
    return f"“{when.text}”" + (f" ({days})" if days else "")


def paragraphs(first: int, last: int) -> str:
    return f"¶{first}" if first == last else f"¶{first}–{last}"


def cell_text(one: Row | Group, column: str) -> str:
    """A column's value for people; an en dash where it is not known."""
    if column == "rests" and isinstance(one, Row):
        return _rests(one)
    value = cell(one, column)
    if value is None:
        return "–"
    if column in PERCENT and isinstance(value, float):
        return percent(value)
    if isinstance(value, float):
        return f"{value:.1f}"
    return f"{value:,}" if isinstance(value, int) else value
