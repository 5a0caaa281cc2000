"""Who a pronoun stands for: candidates before it, ranked by a table of weights."""

from __future__ import annotations

import math
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Literal

from sayso.understand.scene import Links, Scene
from sayso.understand.voices import Mention, Voice

Wanted = Literal["he", "she", "it", "they"]

# Each weight with its reason; set by hand on gold train and dev and on a development set of war news.
WEIGHTS: dict[str, float] = {
    "sentence": -0.75,  # for each sentence between, up to six: readers expect the nearest
    "paragraph": -0.25,  # for each paragraph between, up to four: a new paragraph may open a new subject
    "same sentence": -0.1,  # a name of the pronoun's own sentence is often another person there
    "subject": 0.9,  # subjects stay what the text is about
    "opens": 0.35,  # the first in its sentence is its topic
    "source": 1.3,  # who spoke speaks on: news goes from speech to "he added"
    "last source": 1.5,  # above all who spoke last before
    "speaker": 0.4,  # for each doubling of the claims that are its: who speaks much
    "parent": 2.6,  # "X said he believes": within indirect speech the speaker
    "named": 0.5,  # persons with a name are spoken of again, nameless ones seldom
    "gender": 0.7,  # a title or given name says it
    "often": 0.25,  # for each doubling of its mentions: the article is about it
    "quoted": -1.2,  # named within a quotation, and the pronoun outside of it
    "owner": -0.5,  # only the owner of something ("Putin's spokesman")
    "link": 0.25,  # the network's score against "none", squeezed into -2 … 2
    "body": 0.3,  # "it", "they" of a source: an organisation rather than a country
    "no name": -1.0,  # "its parent company", "their country": bodies without a name are seldom spoken of again
    "plural": 0.9,  # "they": people rather than a body
}
LEAST = -1.2  # below this the best candidate is not believed
_WINDOW = 90  # mentions before the pronoun that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a pronoun stands. parent: the voice of the claim around it; direct: whether within its quotation marks."""

    word: int
    wanted: Wanted
    parent: Voice | None
    direct: bool
    last_source: Voice | None
    quoted: bool


def suits(wanted: Wanted, voice: Voice) -> bool:
    """Whether a pronoun may stand for a voice at all."""
    if wanted in {"he", "she"}:
        gender = "m" if wanted == "he" else "f"
        return voice.kind in {"person", "one"} and not voice.plural and voice.gender in {None, gender}
    if wanted == "they":
        return voice.kind in {"group", "compound", "body"} or (voice.plural and voice.kind != "document")
    return voice.kind in {"body", "state", "document"} and not voice.plural


def ranked(scene: Scene, place: Place, mentions: list[Mention], sources: Set[int]) -> list[tuple[float, Voice]]:
    """Each voice that suits with its best score, the best first. mentions: those before the pronoun, in text order.

    sources: first words of the mentions that are a claim's source.
    """
    best: dict[int, tuple[float, Voice]] = {}
    counts: dict[int, int] = {}
    spoken: dict[int, int] = {}
    window = mentions[-_WINDOW:]
    for mention in window:
        counts[id(mention.voice)] = counts.get(id(mention.voice), 0) + 1
        spoken[id(mention.voice)] = spoken.get(id(mention.voice), 0) + (mention.start in sources)
    for mention in window:
        voice = mention.voice
        if not suits(place.wanted, voice) or (place.direct and voice is place.parent):
            continue
        score = _score(scene, place, mention, mention.start in sources, counts[id(voice)], spoken[id(voice)])
        if id(voice) not in best or best[id(voice)][0] < score:
            best[id(voice)] = (score, voice)
    if place.parent and not place.direct and suits(place.wanted, place.parent):
        base = best.get(id(place.parent), (0.0, place.parent))[0]
        best[id(place.parent)] = (base + WEIGHTS["parent"], place.parent)
    return sorted(best.values(), key=lambda pair: -pair[0])


def _score(scene: Scene, place: Place, mention: Mention, is_source: bool, count: int, spoken: int) -> float:
    words = scene.words
    sentences = int(words.sentence[place.word] - words.sentence[mention.start])
    paragraphs = int(words.paragraph[place.word] - words.paragraph[mention.start])
    voice = mention.voice
    flags: Iterable[tuple[str, float]] = (
        ("sentence", min(sentences, 6)),
        ("paragraph", min(paragraphs, 4)),
        ("same sentence", sentences == 0),
        ("subject", mention.subject),
        ("opens", bool(words.first[mention.start]) or (mention.start > 0 and bool(words.first[mention.start - 1]))),
        ("source", is_source),
        ("speaker", math.log2(1 + spoken)),
        ("last source", voice is place.last_source),
        ("named", voice.kind == "person"),
        ("gender", place.wanted in {"he", "she"} and voice.gender is not None),
        ("often", math.log2(count)),
        ("quoted", mention.quoted and not place.quoted),
        ("owner", scene.lower[mention.end : mention.end + 1] == ("'",)),
        ("body", voice.kind == "body" and place.wanted == "it"),
        ("no name", voice.kind == "body" and voice.name[:1].islower()),
        ("plural", place.wanted == "they" and voice.kind in {"group", "compound"}),
        ("link", _link(scene.links, place.word, mention.end - 1)),
    )
    return sum(WEIGHTS[name] * float(value) for name, value in flags)


def _link(links: Links | None, word: int, head: int) -> float:
    if links is None or head >= word:
        return 0.0
    width = links.back.shape[1]
    score = float(links.back[word] @ links.front[head]) / math.sqrt(width) - float(links.none[word])
    return max(-2.0, min(2.0, score))
