"""Which names of countries, capitals and palaces act in their sentence, and so stand for governments, not places."""

from __future__ import annotations

from sayso.gazetteer.governments import government
from sayso.reader.lemmas import verb_lemma
from sayso.understand.place_names import Mention
from sayso.understand.place_words import PlaceWords, adverb, finite_verb, gerund, is_be, participle, place_words
from sayso.understand.scene import Scene

_SHORT = frozenset(("us", "u s", "uk", "u k", "eu"))
_PHRASE = 6  # words after a possessive in which its head noun is looked for
_CHAIN = 12  # words walked back over "Russia, Belarus and"
_ACTS = ("tion", "sion", "ment", "tions", "sions", "ments")  # endings of names of acts: "Russia's annexation"
_ASIDE = 20  # words of an aside between commas that a subject may be parted from its verb by
_APOSTROPHES = frozenset("'’")
_SPEAKS = frozenset("say tell warn claim announce insist".split())
_AUXILIARIES = frozenset("has have had will would could should may might must can".split())
_PALACE_IN = frozenset("in at to near outside inside around into from on".split())


def acts(scene: Scene, m: Mention, starts: frozenset[int]) -> bool:
    """Whether the mention stands for a government that acts, owns an act, or is spoken to.

    starts: the first words of all mentions, so that "Ukraine's Kherson region" is told from "Ukraine's Zelensky".
    """
    if m.end > m.core or not m.entries:
        return False
    kind = m.entries[0].kind
    text = scene.words.text[scene.words.start[m.start] : scene.words.end[m.core - 1]]
    body = government(text)
    if body is None:
        return False
    words = place_words()
    before = _before(scene, m.start, starts)
    if kind == "building" and before not in _PALACE_IN:
        return True
    owned = _owns(scene, words, m, starts, country=kind == "country")
    if owned is not None:
        return owned
    party = before in ("by", "without") or (before in ("with", "between") and _party(scene, words, m, before))
    given = kind != "country" and _given(scene, words, m, before)
    if party or given or _modifies(scene, words, m, text) or _spoken_to(scene, words, m, before):
        return True
    governed = before in words.locative or (before in words.weak and before not in ("and", "or"))
    return not governed and _subject(scene, words, m, starts)


def _party(scene: Scene, words: PlaceWords, m: Mention, preposition: str) -> bool:
    """For "talks with Moscow": whether the word before the preposition is done by two."""
    at = m.start - 1
    while at > 0 and at > m.start - _CHAIN and scene.lower[at] != preposition:
        at -= 1
    before = scene.lower[at - 1] if at > 0 else ""
    return before in words.parties or verb_lemma(before) in words.parties


def _before(scene: Scene, start: int, starts: frozenset[int]) -> str:
    """The word that governs the name: the one before it, before "the", and before the names it is listed with."""
    at = start - 1
    if at >= 0 and not scene.words.first[at + 1] and scene.lower[at] == "the":
        at -= 1
    steps = 0
    while at > 0 and steps < _CHAIN and scene.lower[at] in ("and", "or", ",") and _names_end(scene, at, starts):
        at -= 1
        while at > 0 and at not in starts and steps < _CHAIN:
            at -= 1
            steps += 1
        at -= 1
        if at >= 0 and scene.lower[at] == "the":
            at -= 1
        steps += 1
    return scene.lower[at] if at >= 0 and not scene.words.first[at + 1] else ""


def _names_end(scene: Scene, at: int, starts: frozenset[int]) -> bool:
    """Whether a name of a place ends just before this word (names are at most four words here)."""
    sentence = scene.words.sentence[at]
    near = any(i in starts and scene.words.sentence[i] == sentence for i in range(max(0, at - 4), at))
    return near and scene.tokens[at - 1][0].isupper()


def _owns(scene: Scene, words: PlaceWords, m: Mention, starts: frozenset[int], *, country: bool) -> bool | None:
    """For "X's …": whether what is owned is an act or a body of a government. None where nothing is owned."""
    at = m.core
    if at + 1 >= len(scene.tokens) or scene.tokens[at] not in _APOSTROPHES or scene.words.gap[at]:
        return None
    if scene.lower[at + 1] != "s":
        if not scene.lower[at - 1].endswith("s") or scene.words.gap[at + 1] == 0:
            return None
        at -= 1
    head, phrase = "", False
    for i in range(at + 2, min(at + 2 + _PHRASE, len(scene.tokens))):
        if i in starts:
            return phrase
        word, tag = scene.lower[i], scene.tags[i]
        if not word[0].isalpha():
            if word in "-'’\"“”":
                continue
            break
        if word in words.locative or word in words.weak or word in words.lead or word == "s":
            break
        if tag[:2] in ("VB", "MD", "WD", "WP") and tag not in ("VBN", "VBG"):
            break
        if scene.tokens[i][0].isupper():
            return True
        if not tag and word not in words.actors and finite_verb(scene, i):
            break
        if not tag or tag.startswith("N"):
            head = word
        phrase = phrase or word in words.actors or (word.endswith(_ACTS) and word not in words.grounds)
    return head not in words.grounds and (phrase or not country)


def _modifies(scene: Scene, words: PlaceWords, m: Mention, text: str) -> bool:
    """Whether the name stands as an adjective: "Kremlin officials", "US weapons"."""
    at = m.core
    if at >= len(scene.tokens) or scene.words.first[at] or not scene.tokens[at].islower():
        return False
    word, tag = scene.lower[at], scene.tags[at]
    if word in words.bodies:
        return not tag or tag.startswith(("N", "J"))
    if m.entries[0].kind == "building" and tag.startswith("N"):
        return True
    if text.replace(".", "").lower().strip() not in _SHORT or word in words.grounds:
        return False
    if tag:
        return tag.startswith(("NN", "JJ"))
    known = word in words.locative or word in words.weak or word in words.lead or finite_verb(scene, at)
    return not known and word not in words.ready and not adverb(scene, at)


def _given(scene: Scene, words: PlaceWords, m: Mention, before: str) -> bool:
    """For "aid to Kyiv", "pressure on Moscow", "armed Kyiv", "For Kyiv, this is …": a capital that gets or suffers."""
    if (verb_lemma(before) or before) in words.armed:
        return True
    at = m.start - 1
    if before not in ("to", "for", "on", "against", "of", "over") or scene.lower[at] != before:
        return False
    return (before == "for" and bool(scene.words.first[at])) or (at > 0 and scene.lower[at - 1] in words.given)


def _spoken_to(scene: Scene, words: PlaceWords, m: Mention, before: str) -> bool:
    """For "urged Kyiv to", "accused Moscow of", "for Ukraine to join"."""
    lemma = verb_lemma(before) or before
    if lemma in words.stirred or lemma in _SPEAKS:
        return True
    if before in ("on", "upon", "out") and m.start > 1 and verb_lemma(scene.lower[m.start - 2]) == "call":
        return True
    after = m.core
    if after + 1 >= len(scene.tokens) or scene.lower[after] != "to" or not scene.tokens[after + 1].islower():
        return False
    follows = scene.tags[after + 1] == "VB" or (
        not scene.tags[after + 1] and verb_lemma(scene.lower[after + 1]) is not None
    )
    return follows and (before == "for" or (verb_lemma(before) is not None and before not in words.locative))


def _subject(scene: Scene, words: PlaceWords, m: Mention, starts: frozenset[int]) -> bool:
    """Whether the name is the subject of what governments do; not of "is a country", "was shelled"."""
    at, count = m.core, len(scene.tokens)
    limit = at + _CHAIN
    # "Russia and Belarus agreed": the verb of a list belongs to each.
    while (
        at + 1 < min(count, limit)
        and scene.lower[at] in ("and", ",")
        and (at + 1 in starts or scene.lower[at + 1] == "the")
    ):
        at += 2 if at + 1 in starts else 3
    if at < count and scene.lower[at] == "and":
        at = _after_partners(scene, at)
    elif at < count and scene.tokens[at] == ",":
        at = _after_aside(scene, at)
    while at < count and not scene.words.first[at] and (adverb(scene, at) or scene.tokens[at] in '"“‘'):
        at += 1
    if at >= count or scene.words.first[at]:
        return False
    if gerund(scene, at) or _bare_past(scene, words, at) or _inverted(scene, m, at):
        return True
    short = at + 1 < count and scene.tokens[at] in _APOSTROPHES and scene.lower[at + 1] in ("s", "d", "ll", "re", "ve")
    if not short and not finite_verb(scene, at):
        return False
    if not is_be(scene.lower[at]) and not (scene.lower[at] in _AUXILIARIES and _passive_follows(scene, at)):
        return True
    return _does(scene, words, at)


def _after_partners(scene: Scene, at: int) -> int:
    """The index after "and its allies", else `at`."""
    for i in range(at + 1, min(at + 5, len(scene.tokens))):
        if finite_verb(scene, i):
            return i
        if not scene.tokens[i].islower():
            break
    return at


def _after_aside(scene: Scene, at: int) -> int:
    """The index after ", as a neighbor," where a finite verb follows it, else `at`."""
    for i in range(at + 2, min(at + _ASIDE, len(scene.tokens) - 1)):
        if scene.words.first[i]:
            break
        if scene.tokens[i] == ",":
            return i + 1 if finite_verb(scene, i + 1) else at
    return at


def _inverted(scene: Scene, m: Mention, at: int) -> bool:
    """For "should Russia choose", "did Kyiv agree"."""
    low = scene.lower[m.start - 1] if m.start else ""
    if low not in _AUXILIARIES and low not in ("do", "does", "did"):
        return False
    return scene.tags[at] in ("VB", "VBP") or (not scene.tags[at] and verb_lemma(scene.lower[at]) == scene.lower[at])


def _bare_past(scene: Scene, words: PlaceWords, at: int) -> bool:
    """For "Russia seized Crimea" whose verb may be tagged as a participle: one with an object."""
    if not scene.tokens[at].islower() or not participle(scene, at) or at + 1 >= len(scene.tokens):
        return False
    after = scene.lower[at + 1]
    return after[0].isalnum() and after != "by" and after not in words.locative and after not in words.weak


def _passive_follows(scene: Scene, at: int) -> bool:
    return any(is_be(scene.lower[i]) for i in range(at + 1, min(at + 4, len(scene.tokens))))


def _does(scene: Scene, words: PlaceWords, at: int) -> bool:
    """Whether after forms of "be" something is done by the subject, or it is of a mind."""
    count = len(scene.tokens)
    while at < count and (is_be(scene.lower[at]) or scene.lower[at] in _AUXILIARIES or adverb(scene, at)):
        at += 1
    if at >= count:
        return False
    word = scene.lower[at]
    if gerund(scene, at) or word == "to" or word in words.ready or word in words.told:
        return True
    return participle(scene, at) and verb_lemma(word) in words.stirred
