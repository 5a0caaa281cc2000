"""What the desk's own forms enter: decisions on claims, outcomes of predictions. Each carries the desk's token."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, cast
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.errors import UsageError
from sayso.ledger.outcomes.book import settle as enter_outcomes
from sayso.ledger.outcomes.book import unsettle
from sayso.ledger.outcomes.questions import unsettle_question, wanted_of
from sayso.ledger.outcomes.records import Settle
from sayso.ledger.questions import decide as decide_question
from sayso.ledger.review.records import Decision, Verdict
from sayso.ledger.review.records import Request as Wish
from sayso.ledger.schema import utc_now
from sayso.ledger.speakers.decide import apply
from sayso.ledger.speakers.decide import decide as decide_speaker
from sayso.ledger.store import Store
from sayso.serve.desk import Desk
from sayso.serve.guard import form_token, is_same
from sayso.serve.pages.review import CHOICES, SPANS
from sayso.serve.readers import Readers
from sayso.serve.show import url

_FREE = ("name", "said", "about", "due")
_RULES = ("rename", "merge", "split", "undo", "settle")
_OUTCOMES = ("yes", "no", "ambiguous", "annulled", "undo")
Form = Mapping[str, str]


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a plain form, the last value of each."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        told = parse_qs(body, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        raise UsageError("The form has too many fields.") from None
    return {name: values[-1] for name, values in told.items()}


async def own_form(request: Request) -> dict[str, str]:
    """The fields of a form of this desk. Raises UsageError for one that another site made."""
    form = await form_of(request)
    if not is_same(form.pop("form_token", None), form_token(request.app.state.desk)):
        raise UsageError("This form is not of this desk, or the desk was started anew.", hint="Go back and try again.")
    return form


def local(told: str | None, otherwise: str) -> str:
    """A path of the desk to go on with; never another site."""
    good = told and told.startswith("/") and not told.startswith(("//", "/\\")) and told.isprintable()
    return told if good and told else otherwise


async def stored(request: Request, work: Callable[[Store], Any]) -> Any:
    """What work gives, with the ledger open to write."""
    desk: Desk = request.app.state.desk
    readers: Readers = request.app.state.readers

    def run() -> Any:
        with Store(desk.ledger, create=False) as store:
            return work(store)

    return await readers.run(run)


async def decide(request: Request) -> Response:
    """A decision on one claim, then the next claim."""
    form = await own_form(request)
    desk: Desk = request.app.state.desk
    wish = to_wish(request.path_params["key"], form, form.get("reviewer", "").strip() or desk.reviewer)
    made: tuple[Decision, ...] = await stored(request, lambda store: store.decide((wish,)))
    back = local(form.get("next"), "/review")
    joint = "&" if "?" in back else "?"
    told = url("", done=made[0].key if wish.verdict != "undo" else None, what=wish.verdict).removeprefix("?")
    return RedirectResponse(f"{back}{joint}{told}", 303)


def to_wish(key: str, form: Form, reviewer: str) -> Wish:
    """The decision that a form says. Raises UsageError."""
    verdict = form.get("verdict", "")
    if verdict not in {"accept", "reject", "unsure", "correct", "note", "undo"}:
        raise UsageError("What is decided is not told.")
    edits = _edits(form) if verdict == "correct" else None
    if verdict == "correct" and not edits:
        raise UsageError("Nothing was changed.", hint="Select words, or choose another value, then enter.")
    return Wish(
        claim=key,
        verdict=cast(Verdict, verdict),
        reviewer=reviewer,
        why=form.get("why", "").strip() or None,
        undoes=form.get("undoes") or None,
        edits=edits,
    )


def _edits(form: Form) -> dict[str, object]:
    """What the form changes: spans as places, fields as they were told; those that are as before stay out."""
    found: dict[str, object] = {}
    try:
        before, after = json.loads(form.get("spans_before", "{}")), json.loads(form.get("spans", "{}"))
    except (ValueError, RecursionError):
        raise UsageError("The places of the words were not understood.") from None
    if not isinstance(before, dict) or not isinstance(after, dict):
        raise UsageError("The places of the words were not understood.")
    for name in SPANS:
        if name in after and after[name] != before.get(name):
            found[name] = after[name] or None
    for name in (*CHOICES, *_FREE):
        if name in form and form[name].strip() != form.get(f"{name}_before", "").strip():
            found[name] = form[name].strip() or None
    return found


async def rule(request: Request) -> Response:
    """A person's word about a question: its wording, what it is one with, what does not belong, what came of it."""
    form = await own_form(request)
    desk: Desk = request.app.state.desk
    key, what = request.path_params["key"], form.get("what", "")
    who, why = desk.reviewer, form.get("why", "").strip()
    if what not in _RULES:
        raise UsageError("What is decided is not told.")

    def work(store: Store) -> str:
        if what == "rename":
            return decide_question.rename(store, key, form.get("wording", ""), who, why or None)
        if what == "merge":
            return decide_question.merge(store, key, (form.get("other", "").strip(),), who, why or None)[-1]
        if what == "split":
            claims = tuple(name for name in form if name.startswith("k1:"))
            if not claims:
                raise UsageError("Nothing was chosen.", hint="Tick the claims that do not belong here.")
            return decide_question.split(store, key, claims, who, why or None)
        if what == "undo":
            return decide_question.undo(store, form.get("undoes", ""), who, why or None)
        return _settled_question(store, key, form, who, why)

    await stored(request, work)
    return RedirectResponse(local(form.get("next"), f"/question/{key}"), 303)


def _settled_question(store: Store, key: str, form: Form, who: str, why: str) -> str:
    outcome = form.get("outcome", "")
    if outcome not in _OUTCOMES:
        raise UsageError("What came of it is not told.")
    with store.writing():
        if outcome == "undo":
            unsettle_question(store.connection, key, who, why, utc_now())
            return ""
        told = Settle(
            claim=key,
            outcome=cast(Any, outcome),
            resolver=who,
            why=why,
            evidence=tuple(form.get("evidence", "").split()),
        )
        enter_outcomes(store.connection, wanted_of(store.connection, told), utc_now())
    return ""


async def who_is_who(request: Request) -> Response:
    """A person's word on two names: whether they are one speaker. The machine follows it."""
    form = await own_form(request)
    desk: Desk = request.app.state.desk
    name, other, verdict = form.get("name", "").strip(), form.get("other", "").strip(), form.get("verdict", "")
    if verdict not in {"same", "other", "undo"}:
        raise UsageError("What is decided is not told.")

    def work(store: Store) -> None:
        with store.writing():
            decide_speaker(
                store.connection, cast(Any, verdict), name, other, reviewer=desk.reviewer,
                why=form.get("why", "").strip() or None, now=utc_now(),
            )  # fmt: skip
            apply(store.connection)

    await stored(request, work)
    return RedirectResponse(url("/source", name=name), 303)


async def settle(request: Request) -> Response:
    """What came of a prediction."""
    form = await own_form(request)
    desk: Desk = request.app.state.desk
    key, outcome, why = request.path_params["key"], form.get("outcome", ""), form.get("why", "").strip()
    if outcome not in _OUTCOMES:
        raise UsageError("What came of it is not told.")
    if outcome == "undo":
        await stored(request, lambda store: _taken_back(store, key, desk.reviewer, why))
    else:
        wish = Settle(
            claim=key,
            outcome=cast(Any, outcome),
            resolver=desk.reviewer,
            why=why,
            evidence=tuple(form.get("evidence", "").split()),
        )
        await stored(request, lambda store: _settled(store, wish))
    return RedirectResponse(local(form.get("back"), "/predictions?view=settled"), 303)


def _settled(store: Store, wish: Settle) -> None:
    with store.writing():
        enter_outcomes(store.connection, (wish,), utc_now())


def _taken_back(store: Store, key: str, resolver: str, why: str) -> None:
    with store.writing():
        unsettle(store.connection, key, resolver, why, utc_now())
