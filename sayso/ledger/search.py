"""Filters on claims as one search: what the index can meet goes there, what is left is checked row by row."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass, fields

from sayso.ledger.alike import like_expression
from sayso.ledger.days import Days, id_range
from sayso.ledger.facets import any_of, outlet_token, range_tokens, token
from sayso.ledger.people import meant_by
from sayso.ledger.review.records import STANDINGS
from sayso.ledger.speakers.grouped import NOBODY, OURS
from sayso.ledger.words import parse_words, phrase_of

_UNDER = "claim.source_id IN (SELECT value FROM json_each(:sources))"
_ALL = 'facets : ("voiceattributed0" OR "voiceoutlet0")'


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFilter:
    """Which claims; all that is given must hold, of a tuple's values one. Empty: every claim.

    words: as words.parse_words takes them, in content and source. like: a text of which claims share telling words, to
    be sorted by relevance. source: somebody's name, as people.meant_by takes it.
    this_name: only under that name, without the speaker's other wordings across articles.
    named: only where the article's words name that source; else also what it speaks in a transcript, an address or a
    message (see speech.py). office: also what its office tells. place, outlet: words of a name, in order.
    certainty: terms of the scale. said: days that the time of saying meets; where no words tell it, the day of first
    publication stands for it unless said_in_words. published: days of any of the text's publications, at the outlet
    where one is given. confidence: the least. verdict: how persons decided (STANDINGS), "undecided" where nobody did.
    rejected: also claims that a person rejected, which are left out else. nested: inside another claim's content.
    country: ISO 3166-1 alpha-2.
    """

    words: str | None = None
    like: str | None = None
    source: str | None = None
    this_name: bool = False
    named: bool = False
    office: bool = False
    record: tuple[str, ...] = ()
    force: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    horizon: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    hedged: bool | None = None
    negated: bool | None = None
    nested: bool | None = None
    voice: str | None = None
    outlet: str | None = None
    place: str | None = None
    country: tuple[str, ...] = ()
    said: Days | None = None
    said_in_words: bool = False
    about: Days | None = None
    published: Days | None = None
    confidence: float | None = None
    verdict: tuple[str, ...] = ()
    rejected: bool = False

    def is_empty(self, *, but: tuple[str, ...] = ()) -> bool:
        """Whether it lets every claim through, fields in `but` aside."""
        return all(getattr(self, f.name) == f.default for f in fields(self) if f.name not in but)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """match: of table claim_words. where: further conditions on claim, with their values by name."""

    match: str
    where: tuple[str, ...]
    values: dict[str, object]

    def conditions(self) -> str:
        return " AND ".join(("claim_words MATCH :match", *self.where))


def to_search(connection: sqlite3.Connection, wanted: ClaimFilter) -> Search | None:
    """The search for a filter, None where a name in it is unknown, so that nothing can be found. Raises UsageError."""
    meet: list[str] = []
    avoid: list[str] = []
    where: list[str] = []
    values: dict[str, object] = {}
    if wanted.words is not None:
        plus, minus = parse_words(wanted.words, "content source")
        meet += [plus] if plus else []
        avoid += [minus] if minus else []
    if wanted.like is not None:
        meet.append(like_expression(connection, wanted.like))
    if wanted.source is not None:
        meant = meant_by(connection, wanted.source)
        if not meant.ids:
            return None
        group = NOBODY if wanted.this_name else meant.group
        meet.append(f"({' OR '.join((*meant.phrases, *group.phrases))})")
        where.append(_said_by(wanted, OURS if group.speakers else _UNDER))
        values |= {"sources": json.dumps(meant.ids), "speakers": json.dumps(group.speakers)}
    if wanted.place is not None:
        meet.append(phrase_of(wanted.place, "place"))
    outlets: tuple[int, ...] = ()
    if wanted.outlet is not None:
        outlets = outlet_ids(connection, wanted.outlet)
        if not outlets:
            return None
        meet.append(any_of([outlet_token(o) for o in outlets]))
    _facets(wanted, meet, avoid)
    _times(wanted, meet, where, values)
    _publications(wanted, outlets, meet, where, values)
    if wanted.confidence is not None:
        where.append("claim.confidence >= :confidence")
        values["confidence"] = wanted.confidence
    _verdicts(wanted, meet, avoid, where, values)
    match = " AND ".join(meet) or _ALL
    if avoid:
        match = f"({match}) NOT ({' OR '.join(avoid)})"
    return Search(match=match, where=tuple(where), values=values | {"match": match})


def _said_by(wanted: ClaimFilter, told: str) -> str:
    if wanted.named:
        return told
    office = "" if wanted.office else " AND speech.basis <> 'office'"
    return (
        f"({told} OR EXISTS (SELECT 1 FROM speech WHERE speech.claim_id = claim.id{office}"  # noqa: S608 - parts of our own
        " AND speech.source_id IN (SELECT value FROM json_each(:sources))))"
    )


def _facets(wanted: ClaimFilter, meet: list[str], avoid: list[str]) -> None:
    told = {
        "record": wanted.record,
        "force": wanted.force,
        "form": wanted.form,
        "horizon": wanted.horizon,
        "term": wanted.certainty,
        "country": wanted.country,
        "voice": (wanted.voice,) if wanted.voice else (),
    }
    meet += [any_of([token(kind, v) for v in values]) for kind, values in told.items() if values]
    if wanted.nested is not None:
        meet.append(any_of(["nested1" if wanted.nested else "nested0"]))
    for name, flag in (("hedged1", wanted.hedged), ("negated1", wanted.negated)):
        if flag is not None:
            (meet if flag else avoid).append(any_of([name]))


def _verdicts(
    wanted: ClaimFilter, meet: list[str], avoid: list[str], where: list[str], values: dict[str, object]
) -> None:
    if not wanted.rejected and "rejected" not in wanted.verdict:
        where.append("claim.current")
    if not wanted.verdict:
        return
    if "undecided" not in wanted.verdict:
        meet.append(any_of([token("verdict", v) for v in wanted.verdict]))
    elif wanted.verdict == ("undecided",):
        avoid.append(any_of([token("verdict", v) for v in STANDINGS]))
    where.append("coalesce(claim.verdict, 'undecided') IN (SELECT value FROM json_each(:verdicts))")
    values["verdicts"] = json.dumps(wanted.verdict)


def _times(wanted: ClaimFilter, meet: list[str], where: list[str], values: dict[str, object]) -> None:
    if wanted.said is not None:
        tokens = range_tokens("said", wanted.said)
        inside = _overlap("said", wanted.said, values)
        if not wanted.said_in_words:
            tokens += range_tokens("first", wanted.said)
            low, high = id_range(wanted.said)
            values |= {"said_low": low, "said_high": high}
            told = "coalesce(claim.said_from, claim.said_to)"
            inside = f"({inside} OR {told} IS NULL AND claim.id >= :said_low AND claim.id < :said_high)"
        meet += [any_of(tokens)] if tokens else []
        where.append(inside)
    elif wanted.said_in_words:
        where.append("claim.said IS NOT NULL")
    if wanted.about is not None:
        tokens = range_tokens("about", wanted.about)
        meet += [any_of(tokens)] if tokens else []
        where.append(_overlap("about", wanted.about, values))


def _overlap(name: str, days: Days, values: dict[str, object]) -> str:
    """Whether an interval meets the days; one that is open at one end reaches as far as anyone asks."""
    parts = [f"coalesce(claim.{name}_from, claim.{name}_to) IS NOT NULL"]
    if days.last:
        parts.append(f"(claim.{name}_from IS NULL OR claim.{name}_from <= :{name}_last)")
        values[f"{name}_last"] = days.last
    if days.first:
        parts.append(f"(claim.{name}_to IS NULL OR claim.{name}_to >= :{name}_first)")
        values[f"{name}_first"] = days.first
    return f"({' AND '.join(parts)})"


def _publications(
    wanted: ClaimFilter, outlets: tuple[int, ...], meet: list[str], where: list[str], values: dict[str, object]
) -> None:
    days = wanted.published
    if days is None:
        return
    tokens = range_tokens("pub", days)
    meet += [any_of(tokens)] if tokens else []
    if days.last:  # the day in a claim's id is that of the first publication
        where.append("claim_words.rowid < :published_high")  # which the index itself goes by
        values["published_high"] = id_range(days)[1]
    parts = ["publication.text_id = claim.text_id", "publication.day IS NOT NULL"]
    if days.first:
        parts.append("publication.day >= :published_first")
        values["published_first"] = days.first
    if days.last:
        parts.append("publication.day <= :published_last")
        values["published_last"] = days.last
    if outlets:
        parts.append("publication.outlet_id IN (SELECT value FROM json_each(:outlets))")
        values["outlets"] = json.dumps(outlets)
    where.append(f"EXISTS (SELECT 1 FROM publication WHERE {' AND '.join(parts)})")  # noqa: S608 - names of our own


def outlet_ids(connection: sqlite3.Connection, name: str) -> tuple[int, ...]:
    """Outlets that hold the words of a name in this order, one of exactly this name alone where there is one."""
    known = connection.execute("SELECT id, name FROM outlet").fetchall()
    exact = tuple(i for i, told in known if told.casefold() == name.strip().casefold())
    words = re.compile(r"(?<!\w)" + r"\W+".join(re.escape(w) for w in re.findall(r"\w+", name)) + r"(?!\w)", re.I)
    return exact or tuple(i for i, told in known if words.search(told))
