"""Turning what somebody wants into a decision. Nothing is entered that contradicts text or contract."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sayso.errors import UsageError
from sayso.ledger.readings import load_article
from sayso.ledger.review.book import check_places, enter, knows, load_decisions, refresh
from sayso.ledger.review.carry import Carrier
from sayso.ledger.review.checks import check_claim, check_words
from sayso.ledger.review.decided import CERTAIN
from sayso.ledger.review.edits import NEW, PARENT, edited
from sayso.ledger.review.find import Found, find, lay
from sayso.ledger.review.inside import subject_of
from sayso.ledger.review.records import VERDICTS, Decision, Request, Thread, to_threads
from sayso.records import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A decision to be entered, and the text that it is about."""

    text_id: int
    decision: Decision


def to_entry(connection: sqlite3.Connection, request: Request, now: str) -> Entry:
    """The decision that a request comes to. Raises UsageError. now: UTC, to the second."""
    if request.verdict not in VERDICTS:
        raise UsageError(f"{request.verdict!r} is no verdict.", hint=f"One of: {', '.join(VERDICTS)}.")
    reviewer = check_words(request.reviewer, "a reviewer's name", 200)
    why = check_words(request.why, "a reason", 4000) if request.why else None
    found = _new(connection, request) if request.verdict == "add" else _there(connection, request)
    decisions = load_decisions(connection, found.text_id)
    thread = found.thread
    wanted, undoes = _wanted(request, found)
    before = thread.decisions if thread else ()
    decision = Decision(
        sha256=found.reading.article.sha256,
        subject=found.subject,
        claim="",
        verdict=request.verdict,
        reviewer=reviewer,
        at=max([now, *(d.at for d in decisions)]),  # a clock that was set back puts nothing before what stands
        why=why,
        undoes=undoes,
        previous=before[-1].key if before else None,
        day=found.day,
        given=replace(found.given, id="", parent=None) if found.given else None,
        decided=replace(wanted, id="", parent=None) if wanted else None,
        parent=_parent(request, found, wanted) if wanted else None,
    )
    return Entry(text_id=found.text_id, decision=replace(decision, claim=_claim_after(found, before, decision)))


def _there(connection: sqlite3.Connection, request: Request) -> Found:
    if request.undoes:
        rows = connection.execute(
            "SELECT text_id, subject FROM decision WHERE key >= ? AND key < ? LIMIT 2",
            (request.undoes, request.undoes + "g"),
        ).fetchall()
        if len(rows) != 1:
            raise UsageError(f"{request.undoes} is not the key of one decision.")
        return lay(connection, rows[0][0]).found(rows[0][1])
    found = find(connection, request.claim, decided_first=request.verdict in {"undo", "note"})
    if found.shown is None and found.given is None and found.thread is None:
        raise UsageError(f"{request.claim} is of a claim that nobody gives any more.")
    return found


def _new(connection: sqlite3.Connection, request: Request) -> Found:
    """Where a claim that a person adds belongs. request.claim: the key of an article, or its beginning."""
    rows = connection.execute(
        "SELECT DISTINCT id, text_id FROM publication WHERE key >= ? AND key < ? LIMIT 9",
        (request.claim, request.claim + "g"),
    ).fetchall()
    if not request.claim.startswith("a1:") or len({row[1] for row in rows}) != 1:
        raise UsageError(f"{request.claim!r} is not the key of one article.", hint="To add a claim, name its article.")
    article = load_article(connection, rows[0][0])
    claim = _told(article.text, request, NEW)
    found = lay(connection, rows[0][1]).found(Carrier(article).key(claim))
    if found.shown is not None:
        raise UsageError("This very claim is there already.", hint="Accept or correct it.")
    return found


def _wanted(request: Request, found: Found) -> tuple[Claim | None, str | None]:
    """The claim as it is to be, and the decision that is taken back."""
    ruling = found.thread.ruling if found.thread else None
    match request.verdict:
        case "accept":
            claim = found.shown or found.given
            if claim is None:
                raise UsageError(f"{request.claim} was rejected, and no reader gives it any more.", hint="Undo that.")
            return replace(claim, confidence=CERTAIN), None
        case "correct" | "add":
            before = NEW if request.verdict == "add" else found.shown or found.given or NEW
            return replace(_told(found.reading.article.text, request, before), confidence=CERTAIN), None
        case "unsure":
            return (found.shown if ruling and ruling.decided else None), None
        case "note":
            if not request.why:
                raise UsageError("A note needs its words.")
        case "undo":
            return None, _undone(request, found.thread)
        case _:
            pass
    return None, None


def _parent(request: Request, found: Found, wanted: Claim) -> str | None:
    """In whose content the claim stands: as told now, else as the decision in force tells it."""
    before = found.thread.ruling if found.thread else None
    standing = before.parent if before and before.decided else None
    claims, value = found.reading.claims, None
    if request.edits is not None and PARENT in request.edits:
        value = request.edits[PARENT]
    elif request.to is not None and found.shown is not None and request.to.id == found.shown.id:
        if request.to.parent == found.shown.parent:
            return standing
        value = request.to.parent
    else:
        return standing
    carrier = Carrier(found.reading.article)
    return subject_of(value, replace(wanted, id=found.shown.id if found.shown else ""), claims, found.subjects,
                      [carrier.key(one) for one in claims])  # fmt: skip


def _told(text: str, request: Request, before: Claim) -> Claim:
    """The claim as the request wants it, checked."""
    if request.to is not None:
        check_claim(text, request.to, None if before is NEW else before)
        return request.to
    if not request.edits:
        raise UsageError(
            f"To {request.verdict} a claim, tell what it must be.", hint="For example the edit force: claims."
        )
    return edited(text, before, {name: value for name, value in request.edits.items() if name != PARENT})


def _undone(request: Request, thread: Thread | None) -> str:
    if request.undoes is not None:
        known = [d.key for d in thread.decisions if d.key.startswith(request.undoes)] if thread else []
        if len(known) != 1:
            raise UsageError(f"{request.undoes} is not one decision on {request.claim}.")
        return known[0]
    if thread is None or thread.ruling is None:
        raise UsageError(f"Nothing was decided about {request.claim}.")
    return thread.ruling.key


def _claim_after(found: Found, before: tuple[Decision, ...], decision: Decision) -> str:
    """The claim's key once the decision stands."""
    after = to_threads((*before, decision))[0].ruling
    claim = (after.decided if after else None) or found.given or (after.given if after else None)
    if claim is None:
        return found.subject.partition("#")[0]
    return Carrier(found.reading.article).key(claim)


def enter_all(connection: sqlite3.Connection, requests: Sequence[Request], now: str) -> tuple[Decision, ...]:
    """Enters decisions in order, within the caller's transaction; each sees those before it. Raises UsageError."""
    entered = []
    stale: dict[int, None] = {}
    for number, request in enumerate(requests, 1):
        try:
            entry = to_entry(connection, request, now)
        except UsageError as error:
            if len(requests) > 1:
                message = f"Decision {number} of {len(requests)}: {error.message}"
                raise UsageError(message, hint=error.hint) from error
            raise
        enter(connection, entry.text_id, entry.decision, now)
        entered.append(entry.decision)
        if entry.decision.verdict != "note":
            stale[entry.text_id] = None
    for text_id in stale:
        refresh(connection, text_id, now)
    return tuple(entered)


def take_all(connection: sqlite3.Connection, decisions: Iterable[Decision], now: str) -> tuple[int, int]:
    """Enters another ledger's decisions that are not there yet; gives how many, and how many have no text here.

    Raises BadReadingError for one whose places are not in its text.
    """
    taken = lost = 0
    stale: dict[int, None] = {}
    for decision in decisions:
        row = connection.execute("SELECT id, text FROM text WHERE sha256 = ?", (decision.sha256,)).fetchone()
        if row is None:
            lost += 1
        elif not knows(connection, decision.key):
            check_places(decision, row[1])
            enter(connection, row[0], decision, now)
            stale[row[0]] = None
            taken += 1
    for text_id in stale:
        refresh(connection, text_id, now)
    return taken, lost
