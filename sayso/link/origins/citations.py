"""Where a text says from which outlet it has something: "told the BBC", "Reuters reported", "(AFP) –".

Linear in the text's length: each outlet that is named is looked at with a few words on both sides, never across the
end of a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from sayso.link.origins.media import Media, Mention, Outlet, media
from sayso.link.origins.tokens import Token, fold, rows, tokens

Role = Literal["told", "reported", "seen", "witness", "credit", "poll"]
ROLES: tuple[Role, ...] = get_args(Role)
_GAP = 6  # words between cue and name
_HEAD = 300  # characters at a text's beginning in which a dateline or byline stands
_BYLINE = 8  # words of a line that is nothing but a byline
_SPACE = frozenset(" \t\u00a0,’'\"“”‘()-–—/|")
_DASHES = "-–—"
_BETWEEN = frozenset(
    "the a an news agency agencies website site newspaper paper daily weekly magazine broadcaster channel outlet"
    " network station state local radio television tv programme program show podcast host hosts anchor presenter of on"
    " from at in its and his her tabloid public national business today exclusive recent separate also have has had"
    " independent".split()
)
_ITSELF = ("in", "a", "statement")
_NOUNS = frozenset(
    "outlet newspaper paper tabloid website site broadcaster agency daily weekly magazine channel".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today tonight".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An outlet named as where something comes from. start, end: cue and name, code points; words: as they stand."""

    outlet: Outlet
    role: Role
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class _Cues:
    before: dict[tuple[str, ...], Role]
    after: dict[tuple[str, ...], Role]
    ends: dict[str, int]  # last word of what stands before a name: words of the longest that ends so
    begins: dict[str, int]  # first word of what stands after


class _Folded:
    """Words in lower case, made when they are asked for: few stand near an outlet."""

    def __init__(self, words: Sequence[Token]) -> None:
        self._words = words

    def one(self, at: int) -> str:
        return fold(self._words[at].text)

    def some(self, first: int, end: int) -> tuple[str, ...]:
        return tuple(fold(word.text) for word in self._words[first:end])


@cache
def _cues() -> _Cues:
    before: dict[tuple[str, ...], Role] = {}
    after: dict[tuple[str, ...], Role] = {}
    for role, side, words in rows("cues.tsv"):
        assert role in ROLES
        (before if side == "before" else after)[tuple(words.split())] = role
    ends: dict[str, int] = {}
    begins: dict[str, int] = {}
    for told in before:
        ends[told[-1]] = max(len(told), ends.get(told[-1], 0))
    for told in after:
        begins[told[0]] = max(len(told), begins.get(told[0], 0))
    return _Cues(before, after, ends, begins)


def citations(text: str, own: Outlet | None = None, table: Media | None = None) -> tuple[Citation, ...]:
    """Every outlet that the text names as where something comes from, in text order. own: whose text it is."""
    words = tokens(text)
    folded = _Folded(words)
    characters = len(text.strip())
    found: list[Citation] = []
    for mention in (table or media()).mentions(words, own):
        told = _credit(text, characters, words, mention) or _after(text, words, folded, mention, polls=True)
        told = told or _before(text, words, folded, mention) or _after(text, words, folded, mention)
        if told is not None and mention.outlet.kind != "photos":
            role, start, end = told
            found.append(
                Citation(
                    outlet=mention.outlet, role=role, start=start, end=end, words=" ".join(text[start:end].split())
                )
            )
    return tuple(found)


def _joined(text: str, one: Token, other: Token) -> bool:
    """Whether nothing but spaces, commas, quotation marks and the like stands between two words."""
    return other.start - one.end <= 4 and all(c in _SPACE for c in text[one.end : other.start])


def _before(text: str, words: Sequence[Token], folded: _Folded, mention: Mention) -> tuple[Role, int, int] | None:
    cues = _cues()
    at, described = mention.first, False
    for _ in range(_GAP + 1):
        if at == 0 or not _joined(text, words[at - 1], words[at]):
            return None
        for length in range(cues.ends.get(folded.one(at - 1), 0), 0, -1):
            role = cues.before.get(folded.some(at - length, at)) if at >= length else None
            if role and all(_joined(text, words[i], words[i + 1]) for i in range(at - length, at - 1)):
                return role, words[at - length].start, words[mention.last].end
        word = words[at - 1]
        described = described or folded.one(at - 1) in _NOUNS  # "the conservative outlet", whatever the adjective
        if not described and folded.one(at - 1) not in _BETWEEN and not word.text[:1].isupper():
            return None
        at -= 1
    return None


def _after(
    text: str, words: Sequence[Token], folded: _Folded, mention: Mention, *, polls: bool = False
) -> tuple[Role, int, int] | None:
    cues = _cues()
    at = mention.last
    for _ in range(_GAP + 1):
        if at + 1 >= len(words) or not _joined(text, words[at], words[at + 1]):
            return None
        for length in range(cues.begins.get(folded.one(at + 1), 0), 0, -1):
            role = cues.after.get(folded.some(at + 1, at + 1 + length))
            if role and at + length < len(words) and (role == "poll") >= polls:
                if folded.some(at + length + 1, at + length + 4) == _ITSELF:
                    return None  # the outlet speaks of itself
                return role, words[mention.first].start, words[at + length].end
        if folded.one(at + 1) not in _BETWEEN | _DAYS and not words[at + 1].text[:1].isupper():
            return None
        at += 1
    return None


def _credit(text: str, characters: int, words: Sequence[Token], mention: Mention) -> tuple[Role, int, int] | None:
    """A dateline "KYIV (Reuters) –", or a line at the top or the very end that is nothing but a byline."""
    start, end = words[mention.first].start, words[mention.last].end
    in_parentheses = start and text[start - 1] == "(" and text[end : end + 1] == ")"
    if start <= _HEAD and in_parentheses and text[end + 1 : end + 4].lstrip()[:1] in set(_DASHES):
        return "credit", start - 1, end + 1
    if start > _HEAD and end < len(text) - _HEAD:
        return None
    first = max(text.rfind("\n", max(0, start - _HEAD), start) + 1, 0)
    last = text.find("\n", end, end + _HEAD)
    line = text[first : last if last >= 0 else len(text)]
    if len(line) < characters and len(line.split()) <= _BYLINE:
        before = fold(line[: start - first]).split()
        after = line[end - first :].strip(" .,)|")
        if not after and (not before or before[0] in {"by", "with", "from", "source", "via"}):
            return ("credit", start, end) if mention.outlet.kind == "agency" else None
    return None
