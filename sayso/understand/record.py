"""What kind of source a voice is, and whether the article says that anonymity was given or asked for it."""

from __future__ import annotations

import re

from sayso.records import Record, Span
from sayso.understand.scene import Scene
from sayso.understand.titles import singular
from sayso.understand.voices import Voice, VoiceKind

# What articles say of sources who would not be named. Bounded gaps: no backtracking on hostile text.
_ANONYMITY = re.compile(
    r"(?:on|under) (?:the |a )?(?:strict )?(?:condition|terms?|promise|cover|guarantee) of (?:strict |full |complete |total )?anonymity"
    r"|(?:spoke|speaking|speaks|talked|talking|commented|interviewed|quoted|remain(?:ed|ing)?|stay(?:ed)?) (?:\w+ ){0,4}?(?:anonymously|anonymous)"
    r"|(?:grant|grants|granted|given|gave|promised|guaranteed|offered|ask(?:ed|ing|s)? for|request(?:ed|ing|s)?|insist(?:ed|ing|s)? on"
    r"|want(?:ed|ing|s)?|prefer(?:red|ring|s)?|demand(?:ed|ing|s)?|sought) (?:\w+ ){0,2}?anonymity"
    r"|(?:ask|wish|request|want|prefer|choose|chose|like|insist|opt)(?:ed|red|ing|s|es)? (?:that (?:\w+ ){1,4})?(?:to )?(?:not|n.t)(?: to)? (?:\w+ )?be "
    r"(?:\w+ )?(?:named|identified|quoted|disclosed|revealed|cited|published)"
    r"|(?:declin|refus)(?:ed|es|ing|e) to (?:be (?:\w+ )?(?:named|identified|quoted)|give (?:\w+ )?(?:full |last |sur)?names?"
    r"|reveal (?:\w+ )?(?:identity|names?))"
    r"|(?:did|do|does|would|could|can|will|must|should)(?: not|n.t|not) (?:want (?:to|\w+ \w+ to) |wish to |like to |agree to )?(?:be|have) "
    r"(?:\w+ ){0,3}?(?:named|identified|quoted by name)"
    r"|(?:was|were|is|are|being|been)(?: not|n.t) (?:publicly )?(?:authori[sz]ed|allowed|permitted|cleared|supposed|empowered) to "
    r"(?:\w+ )?(?:speak|talk|discuss|comment|brief|disclose|give|make|release|share|be (?:named|identified|quoted))"
    r"|without (?:being (?:\w+ )?(?:named|identified|quoted)|authori[sz]ation to (?:\w+ )?(?:speak|discuss|comment))"
    r"|(?:whose|his|her|their|the) (?:full |real |last )?(?:names?|identity|identities) (?:\w+ ){0,4}?(?:withheld|changed|not (?:be |been |being )?(?:disclosed|revealed|given|published))"
    r"|withh(?:old|olding|eld) (?:\w+ ){0,3}?(?:names?|identity|identities)"
    r"|on (?:deep )?background\b|speak(?:ing)? off the record|spoke off the record",
    re.IGNORECASE,
)
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


def anonymity(scene: Scene) -> tuple[int, ...]:
    """The first word of each passage that says that somebody would not be named, in order; linear in the text."""
    words = scene.words
    numbers = sorted({int(words.sentence[i]) for i, word in enumerate(scene.lower) if word in _TRIGGERS})
    out = []
    for number in numbers:
        start, end = scene.sentences[number]
        span = scene.span_of(start, min(end, start + _LONGEST))
        for match in _ANONYMITY.finditer(span.text.replace("’", "'").replace("\n", " ")):
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
