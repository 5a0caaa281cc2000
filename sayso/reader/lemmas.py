"""The base form of a cue's main word: "have repeatedly called for" → "call"."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_AUXILIARIES = frozenset(
    """be am is are was were been being 's 're 'm have has had having 've 'd do does did doing will would shall
    should can could may might must 'll wo ca don doesn didn isn aren wasn weren hasn haven hadn won wouldn
    couldn shouldn not never to need""".split()
)
# Verbs that only carry another one or a noun: "went on to say", "issued a statement saying".
_LIGHT = frozenset(
    "be have do get go come begin continue keep start issue release make give take put seem appear".split()
)
_FIXED = ("according to", "as per", "in the eyes of", "in the words of")
_SUFFIXES = (
    ("ies", "y"), ("ied", "y"), ("ying", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"),
    ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", "e"), ("es", ""), ("s", ""),
)  # fmt: skip


@cache
def _forms() -> dict[str, str]:
    """Form → lemma, of the verbs in lexicon/verbs.txt; a form of two verbs goes to the more regular one."""
    table: dict[str, str] = {}
    bases = set()
    for line in (files("sayso.reader") / "lexicon" / "verbs.txt").read_text(encoding="utf-8").splitlines():
        lemma, *forms = line.split()
        bases.add(lemma)
        for form in forms:
            table.setdefault(form, lemma)
    return table | {base: base for base in bases if base not in _CROSSED}


# Past forms that are verbs of their own too, but seldom in a cue.
_CROSSED = frozenset({"found", "saw", "felt", "left", "lay", "fell", "wound", "ground"})


def verb_lemma(word: str) -> str | None:
    """The base form of a verb form, None when the word looks like no verb. Known verbs first, then regular endings."""
    known = _forms()
    if word in known:
        return known[word]
    for ending, base in _SUFFIXES:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 2:
            continue
        if stem + base in known:
            return known[stem + base]
        if base == "" and len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in known:
            return known[stem[:-1]]
    if word.endswith("ed") and len(word) > 4:
        return word[:-1] if word[-3] in "cgsuvz" or (word[-3] == "k" and word[-4] in "aeiou") else word[:-2]
    return None


def cue_lemma(cue: str) -> str:
    """The base form of the word that makes the cue a cue; the cue itself, in lower case, where it has no verb."""
    plain = " ".join(cue.lower().replace("’", "'").split())
    for phrase in _FIXED:
        if phrase in plain:
            return phrase
    words = [w for part in plain.split() for w in part.strip(".,:;\"'“”‘()[]—–-").split("'")[:1] if w]
    lemmas = [lemma for w in words if w not in _AUXILIARIES and (lemma := verb_lemma(w))]
    strong = [lemma for lemma in lemmas if lemma not in _LIGHT]
    if strong or lemmas:
        return (strong or lemmas)[0]
    return next((w for w in words if w not in _AUXILIARIES), plain)
