"""What one article says of where it has things from: its strands, before articles are compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.link.origins.citations import Citation, citations
from sayso.link.origins.media import Outlet, media
from sayso.link.origins.names import (
    group_words,
    is_named,
    is_nobody,
    is_paper,
    lexicon,
    name_words,
    telling,
    title_source,
)
from sayso.link.origins.quotes import Quote, quotes
from sayso.link.origins.records import Account, NodeKind, Told, Why
from sayso.link.origins.tokens import fold

_REACH = 500  # characters around a claim in which its sentence begins and ends
_LEAD = 500  # characters at the beginning that tell what an article without claims is about
_STOPS = ".!?\n"
_SHOWN = 80  # characters of a quotation in its label
_PASSED = {"told", "reported"}
_FIRST_HAND = {"told", "seen"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """One way by which an article has what it tells. owner: the article's number; name: who or what stands behind it,
    as words that can be compared; via: the outlet through which it came; first_hand: told to the article's own outlet,
    or seen by its people."""

    owner: int
    kind: NodeKind
    name: tuple[str, ...]
    label: str
    why: Why
    reason: str
    words: str | None = None
    day: str | None = None
    through: int | None = None  # number of the other outlet's article from which it is
    via: Outlet | None = None
    via_words: str | None = None
    house: str | None = None  # of the article
    first_hand: bool = False
    person: bool = False
    about: frozenset[str] = frozenset()
    claims: tuple[str, ...] = ()
    quotes: tuple[int, ...] = ()  # numbers among all quotations of all articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An article with its strands and quotations. outlet: whose it is."""

    account: Account
    outlet: Outlet | None
    strands: tuple[Strand, ...]
    quotes: tuple[Quote, ...]


def taken(owner: int, account: Account, first_quote: int) -> Taken:
    """The strands of an article. first_quote: the number that its first quotation gets."""
    own = media().of(account.outlet, account.url)
    one = _One(owner, account, own, first_quote)
    return Taken(account=account, outlet=own, strands=tuple(one.strands()), quotes=tuple(one.held))


class _One:
    """One article while it is taken apart."""

    def __init__(self, owner: int, account: Account, own: Outlet | None, first_quote: int) -> None:
        self._owner, self._account, self._house = owner, account, own
        self.held = quotes(owner, account.text)
        self._first_quote = first_quote
        self._found = citations(account.text, own)
        self._claims = {c.key: c for c in account.claims}
        self._relays = {c.parent for c in account.claims if c.parent and not is_nobody(c.source)}
        self._day = (account.published or "")[:10] or None

    def strands(self) -> list[Strand]:
        account = self._account
        out = [s for claim in account.claims for s in self._of_claim(claim)]
        covered = {q for s in out for q in s.quotes}
        for number, quote in enumerate(self.held, self._first_quote):
            if number not in covered and (not account.claims or _near(quote, account.claims)):
                out.append(self._of_quote(quote, number))
        credit = next((c for c in self._found if c.role == "credit" and self._is_other(c.outlet)), None)
        if credit:
            out = [
                replace(s, via=s.via or credit.outlet, via_words=s.via_words or credit.words, first_hand=False)
                for s in out
            ]
        if len(out) > 1:  # "the report said" is of what is named beside it
            out = [s for s in out if not (s.kind == "document" and is_paper(s.name))] or out
        if all(s.kind == "words" for s in out):
            out += self._of_head(credit)
        if all(s.kind == "words" for s in out):
            out += self._of_title()
        witness = next((c for c in self._found if c.role == "witness" and self._is(c.outlet)), None)
        out.append(self._own(witness))
        return [replace(s, house=self._house.house) for s in out] if self._house else out

    def _of_claim(self, claim: Told) -> Iterator[Strand]:
        parent = self._claims.get(claim.parent or "")
        above = media().called(parent.source) if parent else None
        if parent is not None and above is None:
            return  # what somebody says that others said is his word
        first, last = sentence(self._account.text, claim.start, claim.end)
        own_voice = claim.voice == "outlet" or is_nobody(claim.source)
        within = () if own_voice else claim.inside  # what is named in a content is its speaker's to tell
        near = [c for c in self._found if first <= c.start < last and not any(a <= c.start < b for a, b in within)]
        told = next((c for c in near if c.role in _PASSED and self._is_other(c.outlet)), None)
        outlet = media().called(claim.source)
        if own_voice or (outlet and self._is(outlet)):
            if told:
                yield self._of_outlet(told.outlet, f"names {told.outlet.name}", told.words, claim)
            return
        assert claim.source is not None
        cue = " ".join(filter(None, (claim.source, claim.cue)))
        if outlet is not None:
            if claim.key not in self._relays:
                yield self._of_outlet(outlet, f"gives it to {outlet.name}", cue, claim)
            return
        kind, name = _who(claim)
        via = above if above and self._is_other(above) else told.outlet if told else None
        yield Strand(
            owner=self._owner,
            kind=kind,
            name=name,
            label=claim.source,
            why="attributed",
            reason=f"gives it to {claim.source}",
            words=cue,
            day=claim.said or self._day,
            via=via,
            via_words=told.words if told else None,
            first_hand=via is None and any(c.role in _FIRST_HAND and self._is(c.outlet) for c in near),
            person=claim.record == "named-person",
            about=telling(claim.content),
            claims=(claim.key,),
            quotes=tuple(
                number
                for number, quote in enumerate(self.held, self._first_quote)
                if first <= quote.start <= max(last, claim.end)
            ),
        )

    def _of_outlet(self, outlet: Outlet, reason: str, words: str | None, claim: Told) -> Strand:
        """The outlet's words that name another outlet."""
        return Strand(
            owner=self._owner,
            kind="outlet",
            name=(fold(outlet.house),),
            label=outlet.name,
            why="cited",
            reason=reason,
            words=words,
            day=claim.said or self._day,
            about=telling(claim.content),
            claims=(claim.key,),
        )

    def _of_quote(self, quote: Quote, number: int) -> Strand:
        words = " ".join(quote.text.split())[:_SHOWN]
        return Strand(
            owner=self._owner,
            kind="words",
            name=(str(number),),
            label=f"“{words}”",
            why="quoted",
            reason="quotes it",
            words=words,
            day=self._day,
            about=telling(quote.text),
            quotes=(number,),
        )

    def _of_head(self, credit: Citation | None) -> Iterator[Strand]:
        """What title and lead name where no claim names anything."""
        title = citations(self._account.title, self._house) if self._account.title else ()
        lead = [c for c in self._found if c.start < _LEAD] if not self._account.claims else []
        cited = next((c for c in (*title, *lead) if c.role in _PASSED and self._is_other(c.outlet)), credit)
        if cited:
            yield Strand(
                owner=self._owner,
                kind="outlet",
                name=(fold(cited.outlet.house),),
                label=cited.outlet.name,
                why="credited" if cited is credit else "cited",
                reason=f"{'credits' if cited is credit else 'names'} {cited.outlet.name}",
                words=cited.words,
                day=self._day,
                about=telling(self._account.text[:_LEAD]),
            )

    def _of_title(self) -> Iterator[Strand]:
        """Whom the title names where the text names nobody."""
        told = title_source(self._account.title or "")
        if told is None or is_nobody(told) or media().called(told):
            return
        nameless = fold(told.split()[-1]) in lexicon().role or not told[:1].isupper()
        yield Strand(
            owner=self._owner,
            kind="group" if nameless else "speaker",
            name=group_words(told) if nameless else name_words(told),
            label=told,
            why="attributed",
            reason=f"its title gives it to {told}",
            day=self._day,
            about=telling(f"{self._account.title} {self._account.text[:_LEAD]}"),
        )

    def _own(self, witness: Citation | None) -> Strand:
        house, key = self._house, self._account.key
        return Strand(
            owner=self._owner,
            kind="own",
            name=(fold(house.house if house else key),),
            label=f"{house.name}, in its own words" if house else "an article of an unknown outlet, in its own words",
            why="own",
            reason=f"tells of its own people: {witness.words}" if witness else "names no source",
            words=witness.words if witness else None,
            day=self._day,
            first_hand=witness is not None,
            about=telling(self._account.text[:_LEAD]),
            claims=tuple(c.key for c in self._account.claims if c.voice == "outlet"),
        )

    def _is(self, outlet: Outlet) -> bool:
        return self._house is not None and outlet.house == self._house.house

    def _is_other(self, outlet: Outlet) -> bool:
        return outlet.kind != "photos" and not self._is(outlet)


def _who(claim: Told) -> tuple[NodeKind, tuple[str, ...]]:
    source = claim.source or ""
    if claim.speaker:
        return "speaker", ("=", claim.speaker)
    if claim.record == "document":
        return "document", group_words(source)
    if is_named(claim.record, source):
        return "speaker", name_words(source)
    return "group", group_words(source)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or sentences in which a stretch stands; looks no further than a few hundred characters."""
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    first = max((text.rfind(stop, low, start) for stop in (". ", "! ", "? ", "\n")), default=-1) + 1
    ends = [at for stop in _STOPS if (at := text.find(stop, end, high)) >= 0]
    return max(first, low), min(ends, default=high)


def _near(quote: Quote, claims: Sequence[Told]) -> bool:
    return any(claim.start - _REACH <= quote.start <= claim.end + _REACH for claim in claims)
