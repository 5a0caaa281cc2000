"""Where a text names places: from the network's names where there are any, else capitalized words of the gazetteer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.gazetteer.gazetteer import Entry, Gazetteer
from sayso.gazetteer.keys import key_of, key_of_word
from sayso.reader.lemmas import verb_lemma
from sayso.understand.place_words import PlaceWords, place_words
from sayso.understand.scene import Range, Scene

_STRONG_SIZE = 300_000  # inhabitants from which a town's bare name is taken for the town
_GREAT_SIZE = 1_000_000  # the same for a town that shares its name with people
_AT_HOME = 0.3  # share of an article that a country needs for its small towns to be known without a preposition
# Countries whose small towns bear English family names: there a town needs more than an article about the country.
_NAMED_AFTER_PEOPLE = frozenset("US GB CA AU NZ IE ZA".split())
_ARTICLES = frozenset(("the", "a", "an"))
_HYPHENS = frozenset("-‐‑–")
_GLUE = frozenset("@#/._&")
_WIDE_KINDS = ("country", "area", "water", "island", "building")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place's name in the text: words start … end, the name itself up to `core`, then a word of its kind ("Oblast").

    entries: the gazetteer's places of that name, empty where it has none.
    """

    start: int
    core: int
    end: int
    entries: tuple[Entry, ...]


def mentions(scene: Scene) -> tuple[Mention, ...]:
    """Every name of a place, in text order, without overlap; those that act are among them."""
    if scene.names:
        return tuple(_given(scene))
    return tuple(_looked_up(scene))


def _given(scene: Scene) -> Iterator[Mention]:
    gazetteer, words = Gazetteer.shared(), place_words()
    done = 0
    for name in scene.names:
        if name.kind != "place" or name.start < done:
            continue
        start, end = name.start, name.end
        while start < end - 1 and scene.lower[start] in _ARTICLES:
            start += 1
        found = gazetteer.longest(scene.tokens, start)
        if found is None and end - start > 1 and scene.lower[start] in words.directions:
            start += 1
            found = gazetteer.longest(scene.tokens, start)
        core, entries = (found[0], found[1]) if found else (end, ())
        # A name longer than what the gazetteer knows is another place ("Kherson Shipyard"), unless kinds follow.
        if core < end and _kind_end(scene, words, core) < end:
            core, entries = end, gazetteer.find(scene.words.text[scene.words.start[start] : scene.words.end[end - 1]])
        done = max(end, core, _kind_end(scene, words, core))
        yield Mention(start=start, core=core, end=done, entries=entries)


def _looked_up(scene: Scene) -> Iterator[Mention]:
    words = place_words()
    found = _alone(scene, words)
    runs = _runs(scene, words, found)
    people = {key_of(scene.tokens[i]) for a, b in runs for i in range(a, b)}
    surnames = {key_of(scene.tokens[b - 1]) for _, b in runs} | _titled(scene, words)
    located = [_located(scene, words, m) for m in found]
    anchored = {_key(scene, m) for m, here in zip(found, located, strict=True) if here}
    share = shares(scene, [m for m in found if _strong(m)])
    for m, here in zip(found, located, strict=True):
        key, best = _key(scene, m), m.entries[0]
        if key in surnames and not _plainly_in(scene, words, m):
            continue
        if here:
            yield m
        elif (best.word and (best.population < _GREAT_SIZE or scene.words.first[m.start])) or (
            key in people and (best.personal or key not in anchored)
        ):
            continue
        elif key in anchored or _known_alone(m) or (not best.personal and _at_home(m, share)):
            yield m


def _titled(scene: Scene, words: PlaceWords) -> set[str]:
    """Keys of the words that stand after a short title ("Mr. Lincoln")."""
    tokens = scene.tokens
    stops = (i for i in range(1, len(tokens) - 1) if tokens[i] == "." and scene.lower[i - 1] in words.titles)
    return {key_of(tokens[i + 1]) for i in stops}


def _plainly_in(scene: Scene, words: PlaceWords, m: Mention) -> bool:
    """Whether the word just before is "in" or the like, or a word of kind follows: enough for a family name's town."""
    return m.end > m.core or (m.start > 0 and scene.lower[m.start - 1] in words.locative)


def _at_home(m: Mention, share: dict[str, float]) -> bool:
    """Whether the article is much about a country of the name's."""
    return any(share.get(e.country or "", 0.0) >= _AT_HOME and e.country not in _NAMED_AFTER_PEOPLE for e in m.entries)


def _known_alone(m: Mention) -> bool:
    """Whether the name stands for its place with no word around it that tells so."""
    best = m.entries[0]
    return _strong(m) and not (best.personal and best.kind == "city" and best.population < _GREAT_SIZE)


def _strong(m: Mention) -> bool:
    """Whether the name alone is enough: a country, a water, a large town, a name of several words."""
    best = m.entries[0]
    size = best.capital or best.population >= _STRONG_SIZE
    return best.kind in _WIDE_KINDS or size or m.end > m.core or m.core - m.start > 1


def shares(scene: Scene, found: Sequence[Mention]) -> dict[str, float]:
    """Each country's share of the article, 0 … 1: by its adjectives and by names that only it has."""
    weight: Counter[str] = Counter()
    for m in found:
        countries = {e.country for e in m.entries}
        if len(countries) == 1 and (country := next(iter(countries))):
            weight[country] += 1
    demonyms, tokens = place_words().demonyms, scene.tokens
    for i, token in enumerate(tokens):
        if token[0].isupper():
            word = key_of_word(token)
            after = key_of_word(tokens[i + 1]) if i + 1 < len(tokens) and tokens[i + 1][0].isupper() else ""
            pair = f"{word} {after}"
            country = demonyms.get(pair) or demonyms.get(pair[:-1]) or demonyms.get(word) or demonyms.get(word[:-1])
            if country:
                weight[country] += 1
    total = sum(weight.values())
    return {country: count / total for country, count in weight.items()}


def _alone(scene: Scene, words: PlaceWords) -> list[Mention]:
    """The hits that are no part of a longer name, nor listed with one that is ("the Bank of Fiji and Tonga")."""
    found: list[Mention] = []
    refused = -1
    for m in _hits(scene):
        listed = m.start - 1 == refused and scene.lower[m.start - 1] == "and"
        if not listed and _open_before(scene, words, m.start):
            if _open_after(scene, words, m):
                found.append(m)
        else:
            refused = m.end
    return found


def _key(scene: Scene, m: Mention) -> str:
    return " ".join(key_of(scene.tokens[i]) for i in range(m.start, m.core))


def _hits(scene: Scene) -> Iterator[Mention]:
    """Names of the gazetteer, longest first, left to right."""
    gazetteer, words, tokens = Gazetteer.shared(), place_words(), scene.tokens
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if not token[0].isupper() or (found := gazetteer.longest(tokens, at)) is None:
            at += 1
            continue
        core, entries = found
        # "Us", "Uk" and the like are no countries.
        if core - at == 1 and len(token) < 4 and not token.isupper() and entries[0].kind == "country":
            at += 1
            continue
        end = _kind_end(scene, words, core)
        yield Mention(start=at, core=core, end=end, entries=entries)
        at = end


def _kind_end(scene: Scene, words: PlaceWords, core: int) -> int:
    """The index after a word of kind that follows the name in the same sentence, else `core`."""
    if core < len(scene.tokens) and not scene.words.first[core]:
        word = scene.lower[core]
        if word in words.kinds or (word in words.capital_kinds and scene.tokens[core][0].isupper()):
            return core + 1
    return core


def _open_before(scene: Scene, words: PlaceWords, start: int) -> bool:
    """Whether what stands before is no part of the same name ("Perez Hilton", "Bank of England")."""
    if start == 0 or scene.words.first[start]:
        return True
    before, low = scene.tokens[start - 1], scene.lower[start - 1]
    if scene.words.gap[start] == 0:
        if low in _HYPHENS:
            partner = scene.tokens[start - 2] if start > 1 else ""
            return bool(Gazetteer.shared().find(partner)) or key_of(partner) in words.demonyms
        if before in _GLUE:
            return False
    if before == "." and start > 1 and scene.lower[start - 2] in words.titles:
        return False
    if not before[0].isupper():
        of = start - 1 - (low == "the" and start > 1)
        return scene.lower[of] not in ("of", "for") or _place_of(scene, words, of)
    known = low in words.directions or low in words.days or key_of(before) in words.demonyms
    return known or len(low) < 2 or _opens_freely(scene, words, start - 1)


def _place_of(scene: Scene, words: PlaceWords, of: int) -> bool:
    """Whether what stands before "of" makes no body or title with it: "Battle of", "the west of", not "Bank of"."""
    head = of - 1
    return (
        head < 0
        or not scene.tokens[head][0].isupper()
        or bool(scene.words.first[head] or scene.lower[head] in words.heads)
    )


def _opens_freely(scene: Scene, words: PlaceWords, at: int) -> bool:
    """Whether a word has its capital only because it opens the sentence."""
    if not scene.words.first[at]:
        return False
    tag, low = scene.tags[at], scene.lower[at]
    by_form = not tag.startswith("NNP") if tag else verb_lemma(low) is not None or low.endswith("ly")
    return low in words.lead or by_form


def _open_after(scene: Scene, words: PlaceWords, m: Mention) -> bool:
    """Whether what stands after is no part of the same name ("Paris Hilton", "Washington Post")."""
    if m.end >= len(scene.tokens) or scene.words.first[m.end]:
        return True
    after, low = scene.tokens[m.end], scene.lower[m.end]
    glued = scene.words.gap[m.end] == 0
    if low in _HYPHENS and glued:
        return _joined(scene, words, m.end + 1)
    if low in ("&", "fleet") or (glued and after in _GLUE and after != "."):
        return False
    if not after[0].isupper() or after == "I" or low in words.days or key_of(after) in words.demonyms:
        return True
    other = Gazetteer.shared().longest(scene.tokens, m.end)
    return other is not None and other[1][0].kind == "country" and not other[1][0].personal


def _joined(scene: Scene, words: PlaceWords, at: int) -> bool:
    """Whether the word after a hyphen leaves the name before it a place: "Kyiv-based", "Kherson-Dnipropetrovsk"."""
    if at >= len(scene.tokens) or scene.words.gap[at]:
        return True
    partner = scene.tokens[at]
    if not partner[0].isupper():
        return scene.lower[at] in words.attached
    return Gazetteer.shared().longest(scene.tokens, at) is not None or key_of(partner) in words.demonyms


def _runs(scene: Scene, words: PlaceWords, found: list[Mention]) -> list[Range]:
    """Runs of two or more capitalized words that are no places: mostly people and bodies."""
    taken = {i for m in found for i in range(m.start, m.end)}
    runs: list[Range] = []
    at, count = 0, len(scene.tokens)
    while at < count:
        start = at
        while at < count and scene.tokens[at][0].isupper() and scene.tokens[at].isalpha() and at not in taken:
            if at > start and (scene.words.first[at] or scene.words.gap[at] != 1):
                break
            at += 1
        first = start
        if first < at and (scene.lower[first] in words.lead or scene.lower[first] in words.directions):
            first += 1
        if at - first > 1 and not {scene.lower[at - 1]} & (words.kinds | words.capital_kinds):
            runs.append((first, at))
        at = max(at, start + 1)
    return runs


def _located(scene: Scene, words: PlaceWords, m: Mention) -> bool:
    """Whether words before the name tell that it is a place: "in", "near", "the city of"."""
    if m.end > m.core:
        return True
    if m.start == 0 or scene.words.first[m.start]:
        return False
    at = m.start - 1
    if at > 0 and scene.lower[at] in words.directions:
        at -= 1
    # A town takes no article: "in the Clinton years".
    if at > 0 and scene.lower[at] in _ARTICLES and (at < m.start - 1 or m.entries[0].kind != "city"):
        at -= 1
    low = scene.lower[at]
    if low == "of" and at > 0 and scene.lower[at - 1] in words.grounds | words.kinds | words.heads | words.directions:
        return True
    if low in words.locative:
        return True
    return not m.entries[0].personal and not m.entries[0].word and low in words.weak
