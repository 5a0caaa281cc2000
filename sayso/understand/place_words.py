"""The readable word classes that the stage of places goes by, and which words of a scene are verbs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sayso.gazetteer.keys import key_of
from sayso.reader.lemmas import verb_lemma
from sayso.understand.scene import Scene

Words = frozenset[str]

_FINITE = frozenset(
    """am is are was were has had have does do did will would shall should can could may might must said says went came
    took made got gave began knew became ran wrote grew drew fell rose led held kept spoke fought sought brought
    thought met lost sent spent left told felt found won hit set put cut wants""".split()
)
_BE = frozenset("am is are was were be been being".split())
_ADVERBS = frozenset(
    "not also now still already never then always often probably reportedly allegedly only just n't".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """The classes of lexicon/places.tsv, whose comments say what each is for, and the demonyms of the gazetteer."""

    kinds: Words
    capital_kinds: Words
    regional: Words
    titles: Words
    heads: Words
    directions: Words
    locative: Words
    weak: Words
    actors: Words
    bodies: Words
    given: Words
    armed: Words
    grounds: Words
    parties: Words
    stirred: Words
    told: Words
    ready: Words
    days: Words
    lead: Words
    attached: Words
    demonyms: dict[str, str]


@cache
def place_words() -> PlaceWords:
    """The shipped tables, read once. demonyms: key of the word → ISO 3166-1 alpha-2."""
    classes: dict[str, Words] = {}
    for name, words in _rows("sayso.understand", "lexicon/places.tsv"):
        classes[name] = frozenset(words.split())
    demonyms: dict[str, str] = {}
    for country, words in _rows("sayso.gazetteer", "demonyms.tsv"):
        demonyms |= {key_of(word): country for word in words.split("|")}
    return PlaceWords(**classes, demonyms=demonyms)


def _rows(package: str, path: str) -> list[tuple[str, str]]:
    lines = (files(package) / path).read_text(encoding="utf-8").splitlines()
    rows = [line.partition("\t") for line in lines if line and not line.startswith("#")]
    return [(first, rest) for first, _, rest in rows]


def finite_verb(scene: Scene, at: int) -> bool:
    """Whether the word there is a finite verb or a modal, by its tag, or by its form where no tag is known."""
    tag, word = scene.tags[at], scene.lower[at]
    if tag:
        return tag in ("VBD", "VBZ", "VBP", "MD")
    return word in _FINITE or (scene.tokens[at].islower() and word[-2:] == "ed" and verb_lemma(word) is not None)


def participle(scene: Scene, at: int) -> bool:
    """Whether the word there may be a past participle."""
    tag, word = scene.tags[at], scene.lower[at]
    return tag in ("VBN", "VBD") or (not tag and word[-2:] in ("ed", "en", "wn") and verb_lemma(word) is not None)


def gerund(scene: Scene, at: int) -> bool:
    """Whether the word there is a verb in -ing."""
    tag, word = scene.tags[at], scene.lower[at]
    return tag == "VBG" or (not tag and word.endswith("ing") and verb_lemma(word) is not None)


def is_be(word: str) -> bool:
    return word in _BE


def adverb(scene: Scene, at: int) -> bool:
    tag, word = scene.tags[at], scene.lower[at]
    return tag in ("RB", "RBR") or word in _ADVERBS or (not tag and word.endswith("ly"))
