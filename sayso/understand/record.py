"""What kind of source a voice is, and whether the article says that anonymity was given or asked for it."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from sayso.records import Record, Span
from sayso.understand.scene import Scene
from sayso.understand.titles import singular
from sayso.understand.voices import Voice, VoiceKind

_TRIGGERS = frozenset(
    """anonymity anonymous anonymously named identified quoted disclosed revealed cited published name names surname
    surnames authorized authorised allowed permitted cleared supposed empowered authorization authorisation identity
    identities withheld withhold withholding background record""".split()
)
_LONGEST = 400  # words of a sentence that are looked at
_ANONYMOUS = frozenset({"anonymous", "anonymously"})
_RECORDS: dict[VoiceKind, Record] = {
    "person": "named-person",
    "body": "named-organisation",
    "state": "named-organisation",
    "document": "document",
    "one": "unnamed",
    "group": "unnamed",
    "thing": "unnamed",
}
_WORKS = frozenset(
    """constitution treaty act law agreement accord convention charter study report resolution declaration memorandum
    survey index bill code protocol doctrine pact decree""".split()
)
_SHOWING = frozenset("show indicate suggest reveal contain detail depict document read state".split())


@cache
def _anonymity() -> re.Pattern[str]:
    text = (files("sayso.understand") / "lexicon" / "anonymity.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE)


def anonymity(scene: Scene) -> tuple[int, ...]:
    """The first word of each passage that says that somebody would not be named, in order; linear in the text."""
    words = scene.words
    numbers = sorted({int(words.sentence[i]) for i, word in enumerate(scene.lower) if word in _TRIGGERS})
    out = []
    for number in numbers:
        start, end = scene.sentences[number]
        span = scene.span_of(start, min(end, start + _LONGEST))
        for match in _anonymity().finditer(span.text.replace("’", "'").replace("\n", " ")):
            out.append(scene.range_of(Span(span.start + match.start(), span.start + match.end(), ""))[0])
    return tuple(word for word in out if word < len(words))


def calls_anonymous(words: frozenset[str]) -> bool:
    """Whether a description itself says "anonymous"."""
    return bool(words & _ANONYMOUS)


def is_work(last_word: str) -> bool:
    """Whether a proper name that ends in this word is a document's ("Constitution")."""
    return singular(last_word.lower()) in _WORKS


def record_of(voice: Voice, lemma: str, *, proper: bool) -> Record:
    """proper: whether a body has a name. lemma: the cue's, which tells a thing that shows from a group that says."""
    if voice.kind == "body" and not proper:
        return "anonymous" if voice.anonymous else "unnamed"
    if voice.kind == "thing" and lemma in _SHOWING:
        return "document"
    if voice.anonymous and voice.kind in {"one", "group", "thing"}:
        return "anonymous"
    return _RECORDS.get(voice.kind, "unnamed")
