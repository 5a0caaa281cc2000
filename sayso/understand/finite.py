"""Whether words hold a finite verb: by their tags, or by forms where no tags are known."""

from __future__ import annotations

from sayso.reader.lemmas import verb_lemma
from sayso.understand.scene import Scene

_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
_ALWAYS = frozenset(
    """am is are was were isn aren wasn weren re ll ve m has had hasn haven hadn have do does did don doesn didn
    will would shall should can could may might must won couldn wouldn shouldn cannot said says went goes came
    comes took made got gave began knew became ran wrote grew drew fell rose led held kept spoke fought sought
    brought thought met lost sent spent left told felt found wore tore bore swore drove rode froze chose broke
    stole woke flew threw blew shook stood understood sat fed fled slept swept dealt built bought caught taught
    paid sold struck stuck swung hung sang sank shot ate hid slid forgot forbade withdrew overtook undertook
    foresaw saw heard meant""".split()
)
_SUBJECTS = frozenset("i we you they who that which people".split())
# Words after which a form in -s or a base form is a noun.
_BEFORE_NOUNS = frozenset(
    """the a an this that these those his her its their my your our of in on at by for from with to and or as no any
    some all many most more several few other new old two three four five six seven eight nine ten s""".split()
)
_PRONOUNS = frozenset("this that these those her all some many most more several few".split())
_ADVERBS = frozenset("now still also often never always then here only even already not both again just".split())
_CONTRACTED = frozenset("it that he she there who what here this where".split())  # "that's"
_SHORT = 12  # words: of a longer sentence the forms alone do not tell that it has no verb
_ADJECTIVES = ("an", "ish", "ese", "al", "ic", "ive", "ous", "ern")


def has_finite(scene: Scene, start: int, end: int) -> bool | None:
    """Of words start … end. None where tags are missing and a form could be either verb or noun."""
    tags = scene.tags[start:end]
    if any(tags):
        return any(tag in _TAGS for tag in tags)
    doubtful = False
    for i in range(start, end):
        word = scene.lower[i]
        if word in _ALWAYS or (word == "s" and i - 2 >= start and scene.lower[i - 2] in _CONTRACTED):
            return True
        if len(word) < 2 or not scene.tokens[i].islower() or i == start:
            continue
        lemma = verb_lemma(word)
        if lemma is None or word.endswith("ing"):
            continue
        at = i - 1
        while at > start and scene.lower[at] in _ADVERBS:
            at -= 1
        before = scene.lower[at]
        noun = before in _BEFORE_NOUNS or before.endswith(_ADJECTIVES)
        if word == lemma:
            doubtful = doubtful or before in _SUBJECTS or (before.endswith("s") and not noun)
        elif word.endswith("s"):
            doubtful = doubtful or not noun
        elif before not in _BEFORE_NOUNS or before in _PRONOUNS:
            return True
    return None if doubtful or end - start > _SHORT else False
