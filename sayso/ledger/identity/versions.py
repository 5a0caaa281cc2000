"""What changed between two versions of a page: sentences that came or went, claims that came, went, or are told less or
more surely."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sayso.records import Claim, Reading

_SENTENCE = re.compile(r"\S(?:[^\n.!?]|[.!?](?![\s”\"’')]))*[.!?]*[”\"’')]*")
_MOST_CLAIMS = 300  # that changed, of each version, and are compared with each other
_SAME = 0.6  # share of common words from which a claim that went and one that came are two forms of one
FIRM = frozenset({"says", "confirms", "believes", "plans", "predicts"})
SOFT = frozenset({"claims"})
_CERTAINTY = Path(__file__).parents[2] / "understand" / "lexicon" / "certainty.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """A claim that says the same less, or more, surely. why: for people; came, went: words of certainty."""

    before: str
    after: str
    why: str
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """added and removed: sentences, those of changed pairs included. claims_added and claims_removed: attributed claims
    of which the other version has none that is alike."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    softened: tuple[Reworded, ...]
    firmed: tuple[Reworded, ...]
    claims_added: tuple[Claim, ...]
    claims_removed: tuple[Claim, ...]


def changes(before: Reading, after: Reading) -> Changes:
    """What the later version of a page changed, sentence by sentence and claim by claim.

    Spaces do not count, nor does what only moved. Of more changed claims than _MOST_CLAIMS the rest is left out.
    """
    old, new = sentences(before.article.text), sentences(after.article.text)
    gone, come = _beyond_claims(before.claims, after.claims), _beyond_claims(after.claims, before.claims)
    pairs = _pairs(gone, come)
    shifts = [(way, told) for one, other in pairs if (found := _shift(one, other)) for way, told in [found]]
    return Changes(
        added=_beyond(new, old),
        removed=_beyond(old, new),
        softened=tuple(told for way, told in shifts if way < 0),
        firmed=tuple(told for way, told in shifts if way > 0),
        claims_added=_unpaired(come, [id(other) for _, other in pairs]),
        claims_removed=_unpaired(gone, [id(one) for one, _ in pairs]),
    )


def _beyond_claims(these: Sequence[Claim], those: Sequence[Claim]) -> list[Claim]:
    there = {_told(claim) for claim in those}
    return [claim for claim in these if _told(claim) not in there][:_MOST_CLAIMS]


def _pairs(gone: Sequence[Claim], come: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """Claims that went, each with the one that came in its place: the likest first, each once."""
    old, new = [_words(claim) for claim in gone], [_words(claim) for claim in come]
    ranked = sorted(
        (
            (alike, i, j)
            for j, words in enumerate(new)
            for i, o in enumerate(old)
            if (alike := _alike(words, o)) >= _SAME
        ),
        key=lambda one: (-one[0], one[2], one[1]),
    )
    left, right, found = set(range(len(old))), set(range(len(new))), []
    for _, i, j in ranked:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            found.append((j, i))
    return [(gone[i], come[j]) for j, i in sorted(found)]


def _unpaired(claims: Sequence[Claim], paired: Sequence[int]) -> tuple[Claim, ...]:
    return tuple(claim for claim in claims if claim.voice == "attributed" and id(claim) not in set(paired))


def _beyond(these: Sequence[str], those: Sequence[str]) -> tuple[str, ...]:
    """Sentences of these that those do not have, or have less often."""
    left = Counter(those)
    found = []
    for one in these:
        if left[one]:
            left[one] -= 1
        else:
            found.append(one)
    return tuple(found)


def sentences(text: str) -> list[str]:
    """Sentences by their stops and line ends, each in one line; good enough to compare two versions of one text."""
    return [" ".join(m.group().split()) for m in _SENTENCE.finditer(text)]


def _told(claim: Claim) -> tuple[str, str, str | None]:
    return _content(claim), _hedges(claim), claim.force


def _shift(before: Claim, after: Claim) -> tuple[int, Reworded] | None:
    """-1 for a claim that came out less sure, 1 for one more sure, with the reason; None for neither."""
    came, went = _difference(after, before), _difference(before, after)
    way, why = 0, ""
    low, high = _band(before), _band(after)
    if before.force in FIRM and after.force in SOFT:
        way, why = -1, f"{before.force} → {after.force}"
    elif before.force in SOFT and after.force in FIRM:
        way, why = 1, f"{before.force} → {after.force}"
    elif low is not None and high is not None:
        way, why = (high > low) - (high < low), f"“{_hedges(before)}” → “{_hedges(after)}”"
    elif came or went:
        # A hedge weighs more than a booster: "could certainly" is no surer than "is".
        way = _sign(went, came, boosters=False) or _sign(came, went, boosters=True)
        why = ", ".join([*(f"“{word}” came" for word in came), *(f"“{word}” went" for word in went)])
    if not way:
        return None
    return way, Reworded(before=_content(before), after=_content(after), why=why, came=came, went=went)


def _sign(more: Sequence[str], less: Sequence[str], *, boosters: bool) -> int:
    """Whether more of one kind of words stand on the left side (1) or on the right (-1)."""
    left, right = (sum((word.lower() in _boosters()) == boosters for word in words) for words in (more, less))
    return (left > right) - (left < right)


@lru_cache(maxsize=1)
def _boosters() -> frozenset[str]:
    rows = (line.split("\t") for line in _CERTAINTY.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    return frozenset(row[0] for row in rows if len(row) > 1 and row[1] == "booster")


def _difference(these: Claim, those: Claim) -> tuple[str, ...]:
    """Words of certainty that one claim has and the other has not, case aside."""
    there = {word.lower() for word in _surely(those)}
    return tuple(word for word in _surely(these) if word.lower() not in there)


def _surely(claim: Claim) -> list[str]:
    return [" ".join(s.text.split()) for s in claim.certainty.words] if claim.certainty else []


def _band(claim: Claim) -> float | None:
    return sum(claim.certainty.band) / 2 if claim.certainty and claim.certainty.band else None


def _hedges(claim: Claim) -> str:
    return ", ".join(_surely(claim))


def _content(claim: Claim) -> str:
    return " … ".join(" ".join(s.text.split()) for s in claim.content)


def _words(claim: Claim) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", _content(claim).lower()))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
