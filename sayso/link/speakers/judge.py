"""Grouping the uses of one block into speakers, each with its reason; the order of the uses does not matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from sayso.link.speakers.bodies import Body, filled, parse_body
from sayso.link.speakers.persons import Person, is_common, parse_person, same_person
from sayso.link.speakers.records import Judged, Placed, Seat, Sense, Use
from sayso.link.speakers.senses import sense
from sayso.link.speakers.tables import Post, posts
from sayso.link.speakers.words import folded, key_of, plain, same_family
from sayso.understand.titles import is_given_name

_CLEAR = 0.8  # of the claims under full names: who has so many is meant by the family name
_WELL_KNOWN = 3  # articles that give the full name, from which on the family name alone is taken for that person
_NEAR = 60  # days within which a family name is taken for one person's
_TIES = 5  # claims that are looked at when a speaker's name is chosen
_OFTEN = 0.3  # of those claims, for one who held a post
_BY_MARRIAGE = frozenset({"lady", "gentleman"})
_LONG = 3  # letters of initials that are more than chance


@dataclass(slots=True, eq=False)
class _Bearer:
    """A person of a block: the name, its spellings, and how often articles give it in full."""

    person: Person
    name: str
    claims: int = 0
    articles: set[str] = field(default_factory=set)
    days: list[str] = field(default_factory=list)
    tenures: list[Post] = field(default_factory=list)
    apart: str = ""  # initials that tell it from another of the same given and family name

    @property
    def speaker(self) -> str:
        return f"person {self.person.key}{self.apart}"


def judge_block(seats: Sequence[Seat]) -> tuple[Placed, ...]:
    """Who each use of one block is, in the order given."""
    ordered = sorted(seats, key=lambda s: (s.day or "", s.article, s.wording, s.id))
    kind = ordered[0].sense.block[:2] if ordered else ""
    if kind == "p:":
        placed = _persons(ordered)
    elif kind in {"b:", "i:"}:
        placed = _bodies(ordered)
    elif kind == "s:":
        placed = {
            s.id: Placed(
                id=s.id, speaker=s.sense.block, kind="several", name=s.wording, why="the same names together"
            )
            for s in ordered
        }  # fmt: skip
    else:
        placed = _nameless(ordered)
    return tuple(placed[seat.id] for seat in seats)


# People


def _persons(seats: Sequence[Seat]) -> dict[int, Placed]:
    bearers = _bearers(seats)
    placed: dict[int, Placed] = {}
    for seat in seats:
        person = parse_person(seat.sense.wording)
        if person is None:
            placed[seat.id] = _own(seat, "no name")
        elif person.is_full or person.crowned:
            bearer = _bearer_of(person, bearers)
            assert bearer is not None
            why = seat.sense.why or _full_reason(person, seat, bearer)
            placed[seat.id] = Placed(id=seat.id, speaker=bearer.speaker, kind="person", name=bearer.name, why=why)
        else:
            placed[seat.id] = _surname(seat, person, bearers)
    return placed


def _full_reason(person: Person, seat: Seat, bearer: _Bearer) -> str:
    if plain(seat.wording) == plain(bearer.name):
        return "the same full name"
    told = same_person(person, bearer.person)[1]
    return f"{told} as {bearer.name}" if told.startswith("same") else f"{told}: {bearer.name}"


def _bearers(seats: Sequence[Seat]) -> list[_Bearer]:
    """The people of a block: those of the lists, then those whom articles name in full, the most frequent first."""
    block = seats[0].sense.block
    found: list[_Bearer] = []
    for post in _posts_by_block().get(block, ()):
        person = parse_person(post.name)
        assert person is not None
        bearer = _bearer_of(person, found)
        if bearer is None:
            bearer = _Bearer(person, post.name)
            found.append(bearer)
        bearer.tenures.append(post)
    counts: dict[str, list[Seat]] = defaultdict(list)
    for seat in seats:
        person = parse_person(seat.sense.wording)
        if person and (person.is_full or person.crowned):
            counts[seat.sense.wording].append(seat)
    for name, those in sorted(counts.items(), key=lambda p: (-sum(s.claims for s in p[1]), -len(p[0]), p[0])):
        person = parse_person(name)
        assert person is not None
        bearer = _bearer_of(person, found)
        if bearer is None:
            bearer = _Bearer(person, name)
            if any(b.person.key == person.key for b in found):
                bearer.apart = " " + "".join(middle[0] for middle in person.middle)
            found.append(bearer)
        bearer.claims += sum(s.claims for s in those)
        bearer.articles |= {s.article for s in those}
        bearer.days += [s.day for s in those if s.day]
    return found


@cache
def _posts_by_block() -> dict[str, tuple[Post, ...]]:
    out: dict[str, list[Post]] = defaultdict(list)
    for post in posts():
        person = parse_person(post.name)
        if person:
            out[person.block].append(post)
    return {block: tuple(found) for block, found in out.items()}


def _bearer_of(person: Person, bearers: Iterable[_Bearer]) -> _Bearer | None:
    """The bearer of a full name, an exact one first; None where two might be meant by an initial, or nobody is."""
    fits = [b for b in bearers if same_person(person, b.person)[0]]
    exact = [b for b in fits if b.person.given == person.given and b.person.family == person.family]
    return next(iter(exact or fits), None)


def _surname(seat: Seat, person: Person, bearers: Sequence[_Bearer]) -> Placed:  # noqa: PLR0911 - each a rule
    """Whose a lone family name is."""
    fits = [b for b in bearers if not b.person.crowned and same_family(b.person.family, person.family)]
    here = []
    for other in seat.sense.others:
        told = parse_person(other)
        bearer = _bearer_of(told, fits) if told else None
        here.append(bearer or _Bearer(told, other) if told else None)
    named = list({b.speaker: b for b in here if b}.values())
    if len(named) == 1:
        return _joined(seat, named[0], f"the article has no other of the name than {named[0].name}")
    known = [b for b in fits if any(p.held(seat.day) and not p.words & _BY_MARRIAGE for p in b.tenures)]
    if len(known) == 1 and (not named or known[0].speaker in {b.speaker for b in named}):
        return _joined(seat, known[0], f"{known[0].name} held a post then and is meant by the family name alone")
    fits = [b for b in fits if b.claims] or fits
    once = [b for b in fits if any(not p.words & _BY_MARRIAGE for p in b.tenures)]
    if len(once) == 1 and not named and once[0].claims >= _OFTEN * sum(b.claims for b in fits):
        return _joined(seat, once[0], f"{once[0].name} held a post and is meant by the family name alone")
    total = sum(b.claims for b in fits)
    best = max(fits, key=lambda b: (b.claims, b.name), default=None)
    if best is not None and not named and _is_clear(seat, best, fits, total):
        others = "nobody else of the name" if len(fits) == 1 else "hardly anybody else of the name"
        return _joined(seat, best, f"{best.name}: {others} stands in the ledger near that day")
    if fits or named:
        names = tuple(sorted({b.name for b in (*named, *fits)}))[:5]
        return _own(seat, "several may be meant", names)
    if is_common(person.family):
        return _own(seat, "so many bear the name that it alone tells nobody")
    return Placed(
        id=seat.id, speaker=f"name {person.family}", kind="person", name=seat.wording,
        why="the same family name, which nobody bears in full here",
    )  # fmt: skip


def _is_clear(seat: Seat, best: _Bearer, fits: Sequence[_Bearer], total: int) -> bool:
    if best.claims < _CLEAR * total:
        return False
    if len(fits) == 1 and best.tenures:
        return True
    if len(best.articles) >= _WELL_KNOWN:
        return not is_given_name(best.person.family) or len(fits) == 1
    return not is_common(best.person.family) and any(_days(seat.day, day) <= _NEAR for day in best.days)


def _days(one: str | None, other: str | None) -> int:
    try:
        return abs((date.fromisoformat((one or "")[:10]) - date.fromisoformat((other or "")[:10])).days)
    except ValueError:
        return 10**6


def _joined(seat: Seat, bearer: _Bearer, why: str) -> Placed:
    return Placed(id=seat.id, speaker=bearer.speaker, kind="person", name=bearer.name, why=why)


# Bodies


def _bodies(seats: Sequence[Seat]) -> dict[int, Placed]:
    placed: dict[int, Placed] = {}
    longs: dict[str, list[Seat]] = defaultdict(list)
    for seat in seats:
        body = _body_of(seat)
        if body and body.initials:
            longs[body.key].append(seat)
    for seat in seats:
        body = _body_of(seat)
        if body is None:
            placed[seat.id] = _own(seat, "no name")
            continue
        key, why = body.key, seat.sense.why or body.why
        if body.block.startswith("i:") and not body.initials:
            spelled = parse_body(seat.sense.long) if seat.sense.long else None
            if spelled and spelled.key in longs:
                key, why = spelled.key, f"the article spells it out: {seat.sense.long}"
            elif len(longs) == 1 and len(key) >= _LONG:
                key = next(iter(longs))
                why = f"the initials of {longs[key][0].wording}, and of no other body in the ledger"
            elif len(longs) > 1:
                names = tuple(sorted({those[0].wording for those in longs.values()}))[:5]
                placed[seat.id] = _own(seat, "the initials of several bodies", names)
                continue
        placed[seat.id] = Placed(id=seat.id, speaker=f"body {key}", kind="body", name=_shown(key, seat), why=why)
    return placed


def _body_of(seat: Seat) -> Body | None:
    if seat.sense.why and seat.sense.block.startswith("b:") and key_of(seat.sense.wording) != key_of(seat.wording):
        return filled(seat.sense.wording, "", seat.sense.why)
    if seat.sense.wording.startswith("government of "):
        return filled(seat.sense.wording, "", "one government of that time")
    return parse_body(seat.sense.wording)


def _shown(key: str, seat: Seat) -> str:
    """A body's name for people: "ministry defense Russia" is the Ministry of Defense, Russia."""
    if key.startswith("state "):
        return key.removeprefix("state ")
    if key.islower():
        return seat.wording
    kind, *rest = key.split()
    if not kind.islower():
        return key
    matter = [word for word in rest if word.islower()]
    where = " ".join(word for word in rest if not word.islower())
    told = " of ".join(part.capitalize() for part in (kind, " ".join(matter)) if part)
    return f"{told}, {where}" if where else told


# Without a name


def _nameless(seats: Sequence[Seat]) -> dict[int, Placed]:
    """Each alone, but for the same wording in two copies of one text, or with the same words said."""
    root = {seat.id: seat.id for seat in seats}
    rank = {seat.id: place for place, seat in enumerate(seats)}

    def top(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for seat in seats:
        for other in seat.twins:
            if other in root:
                a, b = sorted((top(seat.id), top(other)), key=rank.__getitem__)
                root[b] = a
    by_id = {seat.id: seat for seat in seats}
    sizes: dict[int, int] = defaultdict(int)
    for seat in seats:
        sizes[top(seat.id)] += 1
    placed = {}
    for seat in seats:
        first = by_id[top(seat.id)]
        one = _own(first, "in copies of one text, or with the very same words" if sizes[first.id] > 1 else "")
        why = one.why or seat.sense.why or "without a name: not joined across articles"
        placed[seat.id] = Placed(
            id=seat.id, speaker=one.speaker, kind="unnamed", name=seat.wording, why=why, unsure=seat.sense.near,
            verdict="unsure" if seat.sense.near else "positive",
        )  # fmt: skip
    return placed


def _own(seat: Seat, why: str, unsure: tuple[str, ...] = ()) -> Placed:
    return Placed(
        id=seat.id, speaker=f"only {seat.article} {plain(seat.wording)}", kind=seat.sense.kind, name=seat.wording,
        why=why, unsure=unsure, verdict="unsure" if unsure else "positive",
    )  # fmt: skip


def judge_all(seats: Sequence[Seat]) -> dict[int, Placed]:
    """Who each use is, block by block."""
    blocks: dict[str, list[Seat]] = defaultdict(list)
    for seat in seats:
        blocks[seat.sense.block].append(seat)
    return {one.id: one for those in blocks.values() for one in judge_block(those)}


def judge_pair(one: Use, other: Use) -> Judged:
    """Whether two uses in different articles are one speaker's, by what they and the lists tell."""
    seats = [
        Seat(id=i, sense=sense(use), wording=use.wording, article=str(i), day=use.day)
        for i, use in enumerate((one, other))
    ]
    if seats[0].sense.block != seats[1].sense.block:
        if any(seat.sense.near for seat in seats):
            return Judged(verdict="unsure", reasons=tuple(s.sense.why for s in seats if s.sense.near))
        return Judged(verdict="negative", reasons=(_apart(seats[0].sense, seats[1].sense),))
    placed = judge_block(seats)
    reasons = tuple(dict.fromkeys(p.why for p in placed if p.why))
    if placed[0].speaker == placed[1].speaker:
        return Judged(verdict="positive", reasons=reasons)
    unsure = any(p.unsure for p in placed) or any(s.sense.kind == "unnamed" for s in seats)
    return Judged(verdict="unsure" if unsure else "negative", reasons=_differences(seats) or reasons)


def _apart(one: Sense, other: Sense) -> str:
    kinds = {one.kind, other.kind}
    if kinds == {"person", "body"}:
        return "a person and a body; who speaks for a body is not the body"
    if "unnamed" in kinds:
        return "one has no name"
    return "other name"


def _differences(seats: Sequence[Seat]) -> tuple[str, ...]:
    people = [parse_person(seat.sense.wording) for seat in seats]
    if all(p and folded(p.family) and p.is_full for p in people) and people[0] and people[1]:
        same, why = same_person(people[0], people[1])
        return () if same else (why,)
    return ()
