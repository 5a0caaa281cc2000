"""A question: who says so, who denies it, since when, how surely, in which words, and from where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from sayso.ledger.outcomes.ask import in_force
from sayso.ledger.outcomes.records import Resolution
from sayso.ledger.pages.asked import Member, Question, list_questions, load_question
from sayso.ledger.queries import Ledger
from sayso.ledger.questions import ask
from sayso.serve.offers import offers_of
from sayso.serve.pages.lanes import timeline, voice_of
from sayso.serve.show import url
from sayso.serve.wanted import check_names, to_page

_MOST_SETTLED = 60  # claims that are asked for what came of them
_SHOWN = 3  # claims of a speaker before the rest is folded away


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A speaker on one side with the claims, in time. also: whether the speaker stands on another side as well."""

    name: str
    is_source: bool
    record: str | None
    shown: tuple[Member, ...]
    folded: tuple[Member, ...]
    also: bool


def question(ledger: Ledger, request: Request, key: str) -> dict[str, Any]:
    """What the page shows. Raises UsageError for a key that is none."""
    check_names(request.query_params, ("done", "what"))
    found = load_question(ledger.connection, key)
    sides = {side: [m for m in found.members if m.side == side] for side in ("yes", "no", "unclear")}
    names = {side: {voice_of(m) for m in those} for side, those in sides.items()}
    return {
        "question": found,
        "timeline": timeline(found.members),
        "sides": {side: _voices(those, names, side) for side, those in sides.items()},
        "names": {side: len(those) for side, those in names.items()},
        "days": _days(found),
        "articles": _articles(found),
        "done": request.query_params.get("done", ""),
        "history": ask.load(ledger.connection, found.key).decisions,
        "outcomes": outcomes(ledger, found),
        "others": _others(ledger, found),
        "offers": offers_of("question", found.key, {"question": found.key}, len(found.members)),
    }


def _voices(members: Sequence[Member], names: dict[str, set[str]], side: str) -> list[Voice]:
    """Speakers of one side, those with most claims first."""
    grouped: dict[str, list[Member]] = {}
    for member in members:
        grouped.setdefault(voice_of(member), []).append(member)
    other = {"yes": "no", "no": "yes"}.get(side)
    found = [
        Voice(
            name=name,
            is_source=those[0].speaker is not None,
            record=next((m.hit.record for m in those if m.hit.record), None),
            shown=tuple(those[:_SHOWN]),
            folded=tuple(those[_SHOWN:]),
            also=other is not None and name in names[other],
        )
        for name, those in grouped.items()
    ]
    return sorted(found, key=lambda v: (not v.is_source, -len(v.shown) - len(v.folded), v.name))


def outcomes(ledger: Ledger, found: Question) -> list[Resolution]:
    """What persons settled of the question as a whole, each once, the latest first."""
    told: dict[tuple[str, str], Resolution] = {}
    for member in found.members[:_MOST_SETTLED]:
        one = in_force(ledger.connection, member.hit.claim)
        if one is not None and one.question:
            told.setdefault((one.at, one.why), one)
    return sorted(told.values(), key=lambda one: one.at, reverse=True)


def _days(found: Question) -> tuple[str, str] | None:
    days = [m.day for m in found.members if m.day]
    return (days[0], days[-1]) if days else None


def _articles(found: Question) -> list[tuple[str, str, str | None, str | None, int]]:
    """Where the claims stand: key, title, outlet, day, how many."""
    counted: dict[str, list[Member]] = {}
    for member in found.members:
        counted.setdefault(member.hit.article, []).append(member)
    rows = [
        (key, those[0].hit.title or "Untitled article", those[0].hit.outlet, those[0].hit.published, len(those))
        for key, those in counted.items()
    ]
    return sorted(rows, key=lambda row: (-row[4], row[1]))


def _others(ledger: Ledger, found: Question) -> tuple[Any, ...]:
    """What to look at next: disputed questions in the same articles come first."""
    those = list_questions(ledger.connection, contested=True, limit=6)
    return tuple(one for one in those if one.key != found.key)[:4]


def questions(ledger: Ledger, request: Request) -> dict[str, Any]:
    """The list of questions. Raises UsageError."""
    told = request.query_params
    check_names(told, ("q", "contested", "limit", "after"))
    page = to_page(told, limit=20)
    start = int(page.after) if page.after and page.after.isdecimal() and len(page.after) < 9 else 0
    contested = told.get("contested", "") in {"true", "1"}
    rows = list_questions(
        ledger.connection, contested=contested, words=told.get("q"), limit=page.limit + 1, start=start
    )
    after = str(start + page.limit) if len(rows) > page.limit else None
    given = {"q": told.get("q", ""), "contested": "true" if contested else ""}
    return {
        "rows": rows[: page.limit],
        "unlinked": ask.unlinked(ledger.connection),
        "told": given,
        "contested": contested,
        "after": after,
        "next_url": url("/questions", **given, after=after),
        "all_url": url("/questions", q=given["q"]),
        "contested_url": url("/questions", q=given["q"], contested="true"),
    }
