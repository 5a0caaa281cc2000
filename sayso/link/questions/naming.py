"""What a question is called: the clearest wording among its claims, made fit to stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sayso.link.questions.records import Member
from sayso.link.questions.sides import is_hedged

LONGEST = 160
"""Characters of a wording."""
_BEST_WORDS = (6, 18)
_LEAD = re.compile(r"^(?:that|how|whether|if|as|and|but|so|because)\s+(?=\S)", re.IGNORECASE)
_QUOTES = "\"“”„«»‘’'"
_DENIED = re.compile(
    r"\b(?:not|no|never|nobody|nothing|none|neither|nor|without|den(?:y|ied|ies))\b|n['’]t\b", re.IGNORECASE
)
_NAME = re.compile(r"(?<=\S )[A-Z0-9][\w’'-]*")
_GERUND = re.compile(r"[a-z]{3,}ing")
_RELATION = re.compile(r"\b(?:for|on|of|in|about|from|with|against|into|over)\W*$", re.IGNORECASE)
_SAYS = re.compile(r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|wr(?:ites?|ote|iting))\b", re.IGNORECASE)
_CLAUSE = re.compile(r"\W*that\s", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[a-z0-9)\]”\"’][.!?])[\"”’)]*\s+(?=[A-Z“\"])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One thing that makes a wording clearer (above 0) or less clear."""

    name: str
    worth: float


_WORTH = {
    "central": 1.5,  # times how much it is affirmed or contradicted, of the most in its question, 0 … 1
    "denied": -1.2,
    "hedged": -0.8,
    "no whole clause": -1.0,
    "opens with a pronoun": -0.9,
    "quoted": -0.3,
    "names": 0.25,  # times names and numbers, up to three
    "short": -0.15,  # times words below or above the best length
    "long": -0.05,
    "asked or not said": -1.0,
}


@cache
def _openers() -> dict[str, str]:
    text = (files("sayso.link") / "lexicon" / "openers.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {word: kind for kind, words in rows for word in words.split()}


@cache
def _object_cues() -> re.Pattern[str]:
    text = (files("sayso.link") / "lexicon" / "object_cues.txt").read_text(encoding="utf-8")
    stems = (line for line in text.splitlines() if line and not line.startswith("#"))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, stems))})", re.IGNORECASE)


def wording(member: Member) -> str:
    """A claim's content as a sentence without its stop; with source and cue where the content is no whole clause."""
    text = _plain(member.content)
    if member.cue and (_opens(text) == "part" or (member.speaker and _is_object(member))):
        text = " ".join(filter(None, (member.speaker, member.cue, text)))
    text = _balanced(text[:1].upper() + text[1:])
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def _balanced(text: str) -> str:
    """Without quotation marks where one has lost its partner."""
    whole = text.count("“") == text.count("”") and text.count('"') % 2 == 0
    return text if whole else text.translate(dict.fromkeys(map(ord, '“”"')))


def _plain(content: str) -> str:
    """The content's first sentence, without what only ties it to its cue."""
    text = " ".join(content.split())
    if len(text) > LONGEST:
        text = text.split(" … ", maxsplit=1)[0]
    text = _SENTENCE.split(text, maxsplit=1)[0]
    text = text.strip(_QUOTES + " ,;:")
    text = _LEAD.sub("", text, count=1)
    return text.strip(_QUOTES + " ,;:").rstrip(".!…")


def _opens(text: str) -> str:
    first, *_ = text.split(maxsplit=1) or [""]
    found = _openers().get(first.casefold().strip(_QUOTES + ",;:"), "")
    if found == "part" and text[0].isupper():  # "On Monday the bank …"
        return ""
    return found or ("part" if not first or _GERUND.fullmatch(first) else "")


def _is_object(member: Member) -> bool:
    """Whether the cue takes the content as a thing or as somebody doing something, so that it is no sentence alone."""
    if member.cue is None or member.form == "direct" or _CLAUSE.match(member.content) or _SAYS.search(member.cue):
        return False
    return _RELATION.search(member.cue) is not None or _object_cues().search(member.cue) is not None


def clearness(member: Member, central: float) -> tuple[Feature, ...]:
    """What speaks for and against naming a question by a claim. central: as for `clearest`, 0 … 1."""
    text = _plain(member.content)
    words = len(text.split())
    opens = _opens(text)
    low, high = _BEST_WORDS
    told = {
        "central": central,
        "denied": bool(_DENIED.search(text)) or member.force == "denies",
        "hedged": is_hedged(member),
        "no whole clause": opens == "part" or _is_object(member),
        "opens with a pronoun": opens == "pronoun",
        "quoted": any(mark in member.content for mark in '"“„«'),
        "names": min(len(_NAME.findall(text)), 3),
        "short": max(low - words, 0),
        "long": max(words - high, 0),
        "asked or not said": member.force in {"asks", "declines"} or member.polarity == "negated",
    }
    return tuple(Feature(name=name, worth=_WORTH[name] * value) for name, value in told.items() if value)


def clearest(members: Sequence[Member], central: Sequence[float]) -> int:
    """The place of the member with the clearest wording; of equal ones the first."""
    worth = [sum(f.worth for f in clearness(m, c)) for m, c in zip(members, central, strict=True)]
    return max(range(len(members)), key=lambda n: (worth[n], -n))
