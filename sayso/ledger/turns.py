"""Whose turn it is: speakers of a transcript ("President of Russia Vladimir Putin: Good afternoon. …"), and addresses.

A name before a colon at the beginning of a sentence opens a turn, which lasts until the next such name, a row of stars
or a cut ("<…>"). Names are taken only where something tells that they are names of people: an office before them, the
reading, or the same name before several colons. All that looks like the beginning of a turn ends the one before, so
that nobody is given another's words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sayso.ledger.lists import listed

_WINDOW = 260  # characters before a colon in which a name and its offices must begin
_COLON = re.compile(r":(?=\s|[A-Z“\"«<]|$)")
_CUT = re.compile(r"<\s*(?:…|\.\.\.)\s*>|\*\s?\*\s?\*|\[\s*(?:…|\.\.\.)\s*\]")
_GLUED = re.compile(r"(?<=[.!?…”\"»>*\])])(?=[A-Z])")  # "you.President of": the space was lost
_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿа-я][\w’'.-]*,?|[a-z]{1,3}[-’'][A-ZÀ-Þ][\w’'-]*")
_ENDS = (".", "!", "?", "…", "”", '"', "»", ">", "*", "]", ")")
_ASIDE = re.compile(r"\s*\([^()]{0,80}\)\s*$")
_LINKS = listed("link")
_PARTICLES = listed("particle")
_SHORTENED = listed("short")
_OFFICES = listed("office")
_NOBODY = listed("nobody")
_PARTICLE = re.compile(r"[a-zA-Z]{1,3}[-’']")
_FIRST = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Ww]e|[Oo]ur|us|[Mm]yself|[Oo]urselves)\b")
_QUOTED = re.compile(r"“[^”]{0,2000}”|\"[^\"]{0,2000}\"|«[^»]{0,2000}»")
_SENTENCE_END = re.compile(r"[.!?…]\s+(?=[A-Z])|\n+|(?<=[.!?…>*])(?=[A-Z])")
_WORD = re.compile(r"\w+")
_SELF = re.compile(r"\b(?:I|[Mm]y|me)\b")
_GREETING = re.compile(
    r"\b(?:Dear|Ladies and|Friends|Colleagues|Comrades|Good (?:morning|afternoon|evening|health)|Thank you|Glory to)\b"
)
_SPOKEN = re.compile(r"\s+[A-Z]")
_TITLES = re.compile(r"\bby (?:the )?(?P<by>[^:–—]+)|^(?P<first>[^:]{3,80}):|\s[-–—] (?:the )?(?P<last>[^:–—]+)$")
_SPEECH = re.compile(r"\b(?:address|speech|statement|remarks|appeal)\s+(?:by|of)\b|[’']s\s+(?:address|speech)\b", re.I)
_PLACED = frozenset("at on in to for from".split())  # what comes after tells where or to whom, not who
_OWNER = re.compile(r"[’']s$")
_LONGEST_TITLE = 500
_FIRST_SHARE = 0.02  # of the words of an address; a report by an office has under a fifth of that outside quotations
_FIRST_LEAST = 3
_SELF_LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """From start to end, code points of the text, somebody speaks. name: None where the text does not tell who.

    opened: where the words that name the speaker begin; start for what nobody opened.
    """

    opened: int
    start: int
    end: int
    name: str | None


@dataclass(frozen=True, slots=True)
class _Header:
    start: int
    end: int
    words: tuple[str, ...]  # "" for nobody's name


def turns(text: str, people: AbstractSet[str] = frozenset(), *, official: bool = False) -> tuple[Turn, ...]:
    """The turns of a transcript in order; () for any other text. people: names that the reading knows as people's.

    official: an office published it, which opens speeches with a name and a colon. In news a headline may begin so, and
    what follows it is told by the paper; there somebody must answer another and speak again.
    """
    headers = _headers(text, people)
    alone = people | {" ".join(h.words) for h in headers if 2 <= len(h.words) <= 4}
    names = [_name(h.words, alone) for h in headers]
    times = Counter(filter(None, names))
    told = [
        name if name and (_has_office(h.words) or name in people or times[name] > 1) else None
        for h, name in zip(headers, names, strict=True)
    ]
    proofs = [n for n, h in zip(told, headers, strict=True) if n and (_has_office(h.words) or n in people)]
    if not proofs:
        return ()
    again = [name for name, number in Counter(filter(None, told)).items() if number > 1]
    if not official and (not again or len(set(told)) < 2 or not _answers(told)):
        return ()
    cuts = [m.start() for m in _CUT.finditer(text)]
    found = []
    for number, (header, name) in enumerate(zip(headers, told, strict=True)):
        end = headers[number + 1].start if number + 1 < len(headers) else len(text)
        end = next((cut for cut in cuts if header.end <= cut < end), end) if cuts else end
        found.append(Turn(opened=header.start, start=header.end, end=end, name=name))
    return tuple(found)


def _answers(told: list[str | None]) -> bool:
    """Whether one who spoke speaks again after another did."""
    return any(name and name in told[: at - 1] and told[at - 1] != name for at, name in enumerate(told) if at > 1)


def address_of(text: str, *, titled: bool = False) -> int | None:
    """Where somebody who says "I" or "we" begins to speak, in an address, a message or a post; None for other texts.

    It is the sentence with the first such word: what an office tells of the occasion may stand before it. titled: its
    title says that it is a speech, so that few such words are enough.
    """
    bare = _QUOTED.sub(lambda found: " " * len(found.group()), text)
    found = [m.start() for m in _FIRST.finditer(bare)]
    share = _FIRST_SHARE / 2 if titled else _FIRST_SHARE
    if len(found) < _FIRST_LEAST or len(found) < share * sum(1 for _ in _WORD.finditer(bare)):
        return None
    if (
        not titled and len(_SELF.findall(bare)) < _SELF_LEAST and not _GREETING.search(bare)
    ):  # an office says "our country", too
        return None
    ends = [m.end() for m in _SENTENCE_END.finditer(bare, 0, found[0])]
    return ends[-1] if ends else 0


def _headers(text: str, people: AbstractSet[str]) -> list[_Header]:
    found: list[_Header] = []
    before = 0
    for colon in _COLON.finditer(text):
        start = max(before, colon.start() - _WINDOW)
        header = _header(text, start, colon.start(), colon.end(), whole=start == before)
        header = header or _after_heading(text, start, colon.start(), colon.end(), people)
        if header:
            found.append(header)
        before = colon.end()
    return found


def _header(text: str, start: int, end: int, after: int, *, whole: bool) -> _Header | None:
    """The name and offices that end at `end`, where they are a sentence's beginning. whole: the window is not cut."""
    window = _ASIDE.sub("", text[start:end])
    line = max(window.rfind("\n"), window.rfind("\r")) + 1
    glued = [m.end() for m in _GLUED.finditer(window)]
    line = max(line, glued[-1] if glued and not _shortened(window[: glued[-1]].split()[-1]) else 0)
    words: list[tuple[int, str]] = [(m.start() + line, m.group()) for m in re.finditer(r"\S+", window[line:])]
    first = len(words)
    while first and (_CAPITAL.fullmatch(words[first - 1][1]) or words[first - 1][1].strip(",") in _LINKS):
        if first < len(words) and _is_end(words[first - 1][1]):
            break
        first -= 1
    if first and not _is_end(words[first - 1][1]):
        return None  # in the middle of a sentence
    if not first and not line and not whole:
        return None  # longer than any name
    while first < len(words) and words[first][1] in _LINKS:
        first += 1
    told = tuple(word.strip(",") for _, word in words[first:])
    if not told:
        return None
    at = start + words[first][0]
    if len(told) == 1 and told[0].casefold() in _NOBODY:
        return _Header(at, after, ())
    capitals = sum(1 for word in told if word not in _LINKS)
    return _Header(at, after, told) if capitals > 1 else None


def _after_heading(text: str, start: int, end: int, after: int, people: AbstractSet[str]) -> _Header | None:
    """A header after a heading without a stop: "Remarks at the meeting President of Tarn Eva Holm: Friends, …"."""
    if not _SPOKEN.match(text, after):
        return None
    words = [(m.start(), m.group()) for m in re.finditer(r"\S+", text[start:end])]
    for number in range(len(words) - 1, -1, -1):
        word = words[number][1]
        if word.rstrip(".").casefold() in _OFFICES and word[0].isupper():
            told = tuple(one.strip(",") for _, one in words[number:])
            return _Header(start + words[number][0], after, told) if _name(told, people) in people else None
        if not (_CAPITAL.fullmatch(word) or word in _LINKS):
            return None
    return None


def is_speech(title: str) -> bool:
    """Whether a title says that the text is what somebody said: "… - address by the President"."""
    return _SPEECH.search(title[:_LONGEST_TITLE]) is not None


def named_in_title(title: str) -> str | None:
    """Whose words a title says the text is: "Speech by Eva Holm", "Eva Holm: …", "… - Eva Holm's address"."""
    for found in _TITLES.finditer(title[:_LONGEST_TITLE]):
        words: list[str] = []
        for word in (found.group("by") or found.group("first") or found.group("last")).split():
            if word in _PLACED or not (_CAPITAL.fullmatch(word) or word in _LINKS):
                break
            words.append(_OWNER.sub("", word.strip(",")))
        name = _name(tuple(words), frozenset())
        if name:
            return name
    return None


def _is_end(word: str) -> bool:
    return word.endswith(_ENDS) and not _shortened(word)


def _shortened(word: str) -> bool:
    bare = word.rstrip(".").casefold()
    return word.endswith(".") and (len(bare) == 1 or bare in _SHORTENED)


def _has_office(words: tuple[str, ...]) -> bool:
    return any(word.rstrip(".").casefold() in _OFFICES for word in words)


def _name(words: tuple[str, ...], alone: AbstractSet[str]) -> str | None:
    """The person's name at the end of a header, without offices and what they are of. alone: names seen without."""
    if not words:
        return None
    for number in range(len(words) - 4, -1, -1):  # "Serdar Orlov Orlov SerdarPresident of": two ways to write one
        a, b, c, d = words[number : number + 4]
        if b == c and (d == a or d.startswith(a)):
            return f"{a} {b}"
    start, is_of = 0, False
    for number, word in enumerate(words):
        if word.rstrip(".").casefold() in _OFFICES:
            start, is_of = number + 1, False
        elif word in _LINKS and word not in _PARTICLES and number + 1 < len(words):
            start, is_of = number + 1, True
    rest = words[start:]
    if is_of:
        rest = _after_of(rest, alone)
    return " ".join(rest) if 2 <= len(rest) <= 5 and rest[-1] not in _LINKS else None


def _after_of(words: tuple[str, ...], alone: AbstractSet[str]) -> tuple[str, ...]:
    """Of "South Harbor Anna Berg", what is the name: as it stands alone elsewhere, else the last words."""
    for number in range(len(words) - 2, 0, -1):
        if " ".join(words[number:]) in alone:
            return words[number:]
    size = 3 if words and _PARTICLE.match(words[-1]) else 2
    return words[-size:] if len(words) > size else ()
