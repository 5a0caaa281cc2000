"""`sayso review` at a terminal: one claim after the other, one key a decision, each of them safe at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Literal

import click

from sayso.commands.review_card import card_lines, headline, numbered_lines, told
from sayso.commands.review_edit import MENU, PARTS, edit, edit_parent
from sayso.commands.review_keys import Keys
from sayso.errors import LedgerBusyError, UsageError
from sayso.export.facts import several
from sayso.export.visible import ON_PAGES, shown
from sayso.ledger.queries import Ledger
from sayso.ledger.review.desk import Item, Order, item, left, queue
from sayso.ledger.review.edits import SPANS, to_spans, window
from sayso.ledger.review.records import Decision, Request, Verdict
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.records import Claim

Then = Literal["next", "draw", "wait", "quit"]
"""What comes after a key: the next claim, this one again, another key, the end."""
_AT_ONCE = 50  # claims fetched together
_WIDEST = 110  # columns of a card: longer lines are hard to read
_KEYS = "a accept  r reject  u unsure  e edit  n note  s skip  z undo  + add  ? help  q quit"
_HELP = """
a  accept the claim as it stands, with your edits if you made some (marked *)
r  reject it: no such claim is made here; asks why, Enter for no reason
u  unsure: leave it open, with what makes you unsure
e  edit source, cue, content, certainty or a field; x throws your edits away
n  note: keep a remark, decide nothing
s  skip, also the space bar: the claim comes again in the next session
z  undo your last decision, or, where you have made none, the one on this claim
+  add a claim that the reader missed in this text
q  quit: all decisions are safe, and the next session goes on here
"""
_ADVANCES = {"accept", "correct", "reject", "unsure"}
_DONE = {
    "accept": "accepted", "correct": "corrected", "add": "added", "reject": "rejected", "unsure": "left open",
    "note": "noted", "undo": "taken back",
}  # fmt: skip


class Session:
    """One reviewer's way through the queue. keys: where keys and lines come from."""

    def __init__(
        self,
        ledger: Ledger,
        store: Store,
        wanted: ClaimFilter,
        order: Order,
        reviewer: str,
        *,
        color: bool,
        keys: Keys,
    ) -> None:
        self._ledger, self._store, self._wanted, self._order = ledger, store, wanted, order
        self._reviewer, self._color, self._keys = reviewer, color, keys
        self._ahead: list[str] = []
        self._seen: set[str] = set()
        self._mine: list[tuple[str, Decision]] = []
        self._shown = 0
        self._left = self._total = left(ledger.connection, wanted)
        self._found: Item
        self._draft: Claim
        self._actions: dict[str, Callable[[], Then]] = {
            "a": self._accept, "r": self._reject, "u": self._unsure, "n": self._note, "e": self._edit, "x": self._drop,
            "z": self._undo, "+": self._add, "?": self._help, "h": self._help, "s": lambda: "next", " ": lambda: "next",
            "q": lambda: "quit",
        }  # fmt: skip

    @property
    def decided(self) -> int:
        return len(self._mine)

    def run(self) -> str:
        """Goes through the queue until it is empty or the reviewer quits; gives what to say at the end."""
        while (key := self._next()) is not None:
            found = item(self._ledger.connection, key)
            if found is None or (not self._wanted.verdict and found.standing is not None):
                continue  # another reviewer was faster
            self._shown += 1
            if not self._one(found):
                break
        else:
            self._say("Nothing is left to review." if self._shown else "Nothing waits for review.")
        return f"{several(self.decided, 'decision')}, {several(self._left, 'claim')} left."

    def _next(self) -> str | None:
        if not self._ahead:
            hits = queue(self._ledger.connection, self._wanted, order=self._order, limit=len(self._seen) + _AT_ONCE)
            self._ahead = [hit.claim for hit in hits if hit.claim not in self._seen]
        if not self._ahead:
            return None
        self._seen.add(self._ahead[0])
        return self._ahead.pop(0)

    def _one(self, found: Item) -> bool:
        """Shows a claim and does what keys say until it is done with. Whether to go on."""
        self._found, self._draft = found, found.claim
        self._card()
        while True:
            key = self._keys.key()
            try:
                then = self._actions.get(key, self._tell_keys)()
            except (UsageError, LedgerBusyError) as error:
                self._say(f"{error.message}{' ' + error.hint if error.hint else ''}", bad=True)
                then = "wait"
            if then == "draw":
                self._card()
            elif then != "wait":
                return then == "next"

    def _accept(self) -> Then:
        if self._draft == self._found.claim:
            return self._decide("accept")
        return self._decide("correct", to=self._draft)

    def _reject(self) -> Then:
        why = self._keys.line("why")
        return "wait" if why is None else self._decide("reject", why=why)

    def _unsure(self) -> Then:
        why = self._keys.line("why")
        return "wait" if why is None else self._decide("unsure", why=why)

    def _note(self) -> Then:
        why = self._keys.line("note")
        if not why:
            return "wait"
        self._decide("note", why=why)
        self._found = item(self._ledger.connection, self._found.key) or self._found
        return "draw"

    def _drop(self) -> Then:
        self._draft = self._found.claim
        return "draw"

    def _help(self) -> Then:
        self._say(_HELP)
        return "wait"

    def _tell_keys(self) -> Then:
        self._say(_KEYS)
        return "wait"

    def _card(self) -> None:
        found, draft = self._found, self._draft
        width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
        head = headline(self._shown, max(self._total, self._shown), self._left, found)
        click.echo()
        for line in card_lines(found, draft, head, width=width, color=self._color):
            click.echo(line, color=self._color)
        click.echo(f"\n{_KEYS if draft == found.claim else 'a accept your edits  x throw them away  e edit  ? help'}")

    def _decide(self, verdict: Verdict, *, to: Claim | None = None, why: str | None = None) -> Then:
        key = self._found.key
        request = Request(claim=key, verdict=verdict, reviewer=self._reviewer, to=to, why=why or None)
        (decision,) = self._store.decide([request])
        self._seen.add(decision.claim)
        self._mine.append((key, decision))
        self._left -= verdict in _ADVANCES
        self._say(_DONE[verdict])
        return "next"

    def _undo(self) -> Then:
        """Takes back the last decision of this session, else the one on this claim; its claim comes next."""
        found = self._found
        last = next((n for n in range(len(self._mine) - 1, -1, -1) if self._mine[n][1].verdict != "undo"), None)
        key, undoes = (found.key, None) if last is None else (self._mine[last][0], self._mine[last][1].key)
        request = Request(claim=key, verdict="undo", reviewer=self._reviewer, undoes=undoes)
        if last is not None and self._mine[last][1].verdict == "add":
            request = Request(claim=self._mine[last][1].claim, verdict="undo", reviewer=self._reviewer, undoes=undoes)
        (decision,) = self._store.decide([request])
        undone = self._mine.pop(last)[1] if last is not None else None
        verdict = undone.verdict if undone else "accept"
        self._left += verdict in _ADVANCES
        self._shown -= 1 if last is None else 2
        self._ahead[:0] = [found.key] if last is None or key == found.key else [key, found.key]
        self._say(f"taken back: {told(undone or decision)}")
        return "next"

    def _edit(self) -> Then:
        for line in MENU:
            click.echo(line)
        part = PARTS.get(self._keys.key())
        if part is None:
            return "draw"
        text = self._found.reading.article.text
        if part in SPANS:
            self._numbers(text, self._draft)
        if part == "parent":
            self._draft = edit_parent(self._draft, self._found.reading.claims, self._keys.line)
        else:
            self._draft = edit(text, self._draft, part, self._keys.line)
        return "draw"

    def _add(self) -> Then:
        """Asks for the words of a claim that nobody found yet."""
        found = self._found
        text = found.reading.article.text
        self._numbers(text, found.claim)
        told_words: dict[str, object] = {}
        part = window(text, found.claim)
        for name in ("source", "cue", "content"):
            words = self._keys.line(f"{name} of the new claim; numbers or words, Enter for none")
            if words is None:
                return "draw"
            if words.strip():
                told_words[name] = [[s.start, s.end] for s in to_spans(text, words, part)]
        request = Request(claim=found.reading.article.id, verdict="add", reviewer=self._reviewer, edits=told_words)
        (decision,) = self._store.decide([request])
        self._mine.append((decision.claim, decision))
        self._seen.add(decision.claim)
        self._say(f"added as {decision.claim[:13]}; its fields can be edited with sayso review --verdict own")
        return "draw"

    def _numbers(self, text: str, claim: Claim) -> None:
        width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
        for line in numbered_lines(text, claim, width=width, color=self._color):
            click.echo(line, color=self._color)

    def _say(self, words: str, *, bad: bool = False) -> None:
        words = shown(words, ON_PAGES)
        click.echo(click.style(words, fg="red" if bad else None, dim=not bad or None) if self._color else words)
