"""What changed between two versions of a page: sentences that came, went, or say the same less surely."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.records import Claim, Reading

_SENTENCE = re.compile(r"\S(?:[^\n.!?]|[.!?](?![\s”\"’')]))*[.!?]*[”\"’')]*")
_MOST_CLAIMS = 300  # that changed, of each version, and are compared with each other
_SAME = 0.6  # share of common words from which a sentence that went and one that came are two forms of one
FIRM = frozenset({"says", "confirms", "believes", "plans", "predicts"})
SOFT = frozenset({"claims"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Softened:
    """A passage that says the same less surely. why: the words that came or went, or the change of force."""

    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """added and removed: sentences, those of changed pairs included."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    softened: tuple[Softened, ...]


def changes(before: Reading, after: Reading) -> Changes:
    """What the later version of a page added, removed and softened, sentence by sentence.

    Spaces do not count, nor does a sentence that only moved.
    """
    old, new = sentences(before.article.text), sentences(after.article.text)
    return Changes(
        added=_beyond(new, old), removed=_beyond(old, new), softened=tuple(_softened(before.claims, after.claims))
    )


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


def _softened(before: Sequence[Claim], after: Sequence[Claim]) -> list[Softened]:
    """Changed claims of the later version that stand for one of the earlier with a hedge more or a weaker act."""
    old, new = {_told(c): c for c in before}, {_told(c): c for c in after}
    gone = [(claim, _words(claim)) for told, claim in old.items() if told not in new][:_MOST_CLAIMS]
    found = []
    for claim in [claim for told, claim in new.items() if told not in old][:_MOST_CLAIMS]:
        words = _words(claim)
        best = max(gone, key=lambda k: _alike(words, k[1]), default=None)
        if best and _alike(words, best[1]) >= _SAME and (why := _why(best[0], claim)):
            found.append(Softened(before=_content(best[0]), after=_content(claim), why=why))
    return found


def _told(claim: Claim) -> tuple[str, str, str | None]:
    return _content(claim), _hedges(claim), claim.force


def _why(before: Claim, after: Claim) -> str | None:
    if before.force in FIRM and after.force in SOFT:
        return f"{before.force} → {after.force}"
    low, high = _band(before), _band(after)
    if low is not None and high is not None:
        return f"“{_hedges(before)}” → “{_hedges(after)}”" if high < low else None
    if after.certainty and after.certainty.words and not (before.certainty and before.certainty.words):
        return f"“{_hedges(after)}” came"
    return None


def _band(claim: Claim) -> float | None:
    return sum(claim.certainty.band) / 2 if claim.certainty and claim.certainty.band else None


def _hedges(claim: Claim) -> str:
    return ", ".join(s.text for s in claim.certainty.words) if claim.certainty else ""


def _content(claim: Claim) -> str:
    return " … ".join(" ".join(s.text.split()) for s in claim.content)


def _words(claim: Claim) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", _content(claim).lower()))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
