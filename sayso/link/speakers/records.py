"""What is judged of speakers, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["person", "body", "several", "unnamed"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Verdict = Literal["positive", "negative", "unsure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A wording of a source in one article.

    wording: the source's name as the reading gives it, else its words. record: as in the contract. words: the source as
    it stands in the text, each way once. day: ISO, of publication.
    """

    wording: str
    record: str | None = None
    words: tuple[str, ...] = ()
    day: str | None = None
    outlet: str | None = None
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """A use as it is compared with others of its block; small enough to be kept in place of the article.

    block: uses of other blocks are other speakers. wording: what is taken for the name, the use's own but for posts
    that lists resolve ("the US president" → "Joe Biden"). why: what tells so, "" for the use's own name. others: names
    in full of that family name in the article. near: who it may be where that stays open. long: the initials' full
    form in the article.
    """

    kind: Kind
    block: str
    wording: str
    why: str = ""
    others: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    long: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A use that is to be judged: `id` for the caller, who gets it back. claims: how many stand under it there.

    twins: ids of seats of the same wording in nearly the same text, or with the same words said.
    """

    id: int
    sense: Sense
    wording: str
    article: str
    claims: int = 1
    day: str | None = None
    twins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Who a use is. speaker: equal for uses of one speaker, made of words ("person joe biden").

    name: the speaker's, where lists or the name tell one in full. why: the reason, for a person to check. unsure: names
    of those who it may be; such a use stands alone, or with others that are unsure in the same way.
    """

    id: int
    speaker: str
    kind: Kind
    name: str
    why: str
    verdict: Verdict = "positive"
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Whether two wordings are one speaker's, and why."""

    verdict: Verdict
    reasons: tuple[str, ...]
