"""The words that tell how sure a claim's speaker or writer is, and the row of the scale (ICD 203) that they fall in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from sayso.reader.words import split_words
from sayso.records import BANDS, Certainty, Claim
from sayso.understand.clauses import content_words, cue_range, groups, kind_of
from sayso.understand.scene import Scene

HedgeKind = Literal["hedge", "booster"]
_BE = frozenset("is are am was were be been being s re m become becomes became seem seems remain remains".split())
_SAID_OF = (_BE - {"been", "s"}) | {"it", "quite", "also"}
_MAKE_CLEAR = frozenset("make makes made making it itself perfectly abundantly very quite crystal absolutely".split())
_OPENS_CLAUSE = frozenset("that to of about whether how why what who".split())
_SENSES = frozenset("sensation sense impression understanding".split())
# Past abilities: "could hear", "could not reach". They tell what happened, not how likely it is.
_ABILITIES = frozenset(
    """hear see monitor afford tell speak feel understand remember recall manage barely easily only hardly no not never
    n t finally ill""".split()
)
_ENABLING = frozenset("so if before until who whether which how".split())
_BELIEF = frozenset(
    "believe believes believed believing suspect suspects suspected convinced confident deny denied".split()
)
_SOFT = frozenset("as when where whenever wherever if".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One line of the lexicon: its words, and the ICD 203 term it stands for ("" where it has none)."""

    words: tuple[str, ...]
    kind: HedgeKind
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    start: int
    end: int
    phrase: Phrase


@cache
def phrases() -> dict[str, tuple[Phrase, ...]]:
    """First word → phrases, the longest first. Raises ValueError where a line is no phrase."""
    table: dict[str, list[Phrase]] = {}
    text = (files("sayso.understand") / "lexicon" / "certainty.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(("#", "phrase\t")):
            continue
        cells = line.split("\t")
        if len(cells) != 3 or cells[1] not in ("hedge", "booster") or (cells[2] and cells[2] not in BANDS):
            raise ValueError(f"certainty.tsv, line {number}: not phrase, kind, term: {line!r}")
        split = split_words(cells[0])
        words = tuple(cells[0][a:b] for a, b in zip(split.start.tolist(), split.end.tolist(), strict=True))
        table.setdefault(words[0], []).append(Phrase(words=words, kind=cast(HedgeKind, cells[1]), term=cells[2]))
    return {k: tuple(sorted(v, key=lambda p: -len(p.words))) for k, v in table.items()}


def certainty(scene: Scene, claim: Claim, nested: Sequence[Claim]) -> Certainty | None:
    """The hedges and boosters in the claim's cue and content, those of claims nested in it left out; None without any.

    nested: the claims whose parent this one is (others do no harm). The one nearest the main predicate gives term and
    band; "may", "could" and all others without a band leave both None.
    """
    own = _own_words(scene, claim, nested)
    found = [f for f in _search(scene, own) if _means_it(scene, f)]
    if not found:
        return None
    term = _nearest(scene, content_words(scene, claim, nested), found).phrase.term
    return Certainty(
        words=tuple(scene.span_of(f.start, f.end) for f in found),
        term=term or None,
        band=BANDS.get(term),
    )


def _own_words(scene: Scene, claim: Claim, nested: Sequence[Claim]) -> list[int]:
    """Cue and content in text order, without the spans of the claims nested in this one."""
    start, end = cue_range(scene, claim)
    own = set(range(start, end))
    for span in claim.content:
        own.update(range(*scene.range_of(span)))
    for inner in nested:
        if inner.parent != claim.id:
            continue
        own.difference_update(range(*cue_range(scene, inner)))
        for span in inner.content:
            own.difference_update(range(*scene.range_of(span)))
    return sorted(own)


def _search(scene: Scene, own: Sequence[int]) -> list[_Found]:
    known = phrases()
    out: list[_Found] = []
    k = 0
    while k < len(own):
        hit = next((p for p in known.get(scene.lower[own[k]], ()) if _stands(scene, own, k, p)), None)
        if hit:
            out.append(_Found(start=own[k], end=own[k] + len(hit.words), phrase=hit))
            k += len(hit.words)
        else:
            k += 1
    return out


def _stands(scene: Scene, own: Sequence[int], k: int, phrase: Phrase) -> bool:
    size = len(phrase.words)
    first = own[k]
    unbroken = k + size <= len(own) and own[k + size - 1] == first + size - 1
    return unbroken and scene.lower[first : first + size] == phrase.words


def _means_it(scene: Scene, found: _Found) -> bool:
    """Whether the phrase is a hedge or booster where it stands, and no month, ability, thing or set phrase."""
    test = _GUARDS.get(" ".join(found.phrase.words))
    return test is None or test(scene, found.start, found.end)


def _before(scene: Scene, i: int, back: int = 1) -> str:
    return scene.lower[i - back] if i >= back and not scene.words.first[i - back + 1] else ""


def _after(scene: Scene, end: int) -> str:
    return scene.lower[end] if end < len(scene.lower) and not scene.words.first[end] else ""


def _modal(scene: Scene, start: int, end: int) -> bool:
    """No month, no "military might"."""
    return kind_of(scene, start) == "modal" and _after(scene, end) not in ("of", "is", "and", "", ",", ".", "in", "on")


def _could(scene: Scene, start: int, end: int) -> bool:
    if _after(scene, end) == "have":
        return False  # "could have been used elsewhere": it was not
    lead = scene.lower[max(0, start - 4) : start]
    return _after(scene, end) not in _ABILITIES and not any(w in _ENABLING for w in lead)


def _predicate(scene: Scene, start: int, end: int) -> bool:
    """An adjective that is said of something and opens a clause: "is certain that", not "certain areas"."""
    after = _after(scene, end)
    before = _before(scene, start)
    return (before in _BE or before in _MAKE_CLEAR) and before not in ("make", "making") and after in _OPENS_CLAUSE


def _judging(scene: Scene, start: int, end: int) -> bool:
    """ "Clearly, …", "has clearly failed"; not the manner, "was clearly presented"."""
    manner = _before(scene, start) in _BE and end < len(scene.tags) and kind_of(scene, end) == "participle"
    return not manner


def _said_of(scene: Scene, start: int, _end: int) -> bool:
    return _before(scene, start) in _BE


def _clear(scene: Scene, start: int, end: int) -> bool:
    after = _after(scene, end)
    before = _before(scene, start)
    if after in _SENSES or ((before in _BE or before in _MAKE_CLEAR) and after in ("that", "how", "why", "what")):
        return True
    return (
        before in ("is", "s", "was")
        and "it" in scene.lower[max(0, start - 3) : start]
        and kind_of(scene, end) == "other"
    )


def _possible(scene: Scene, start: int, end: int) -> bool:
    """Said of something ("is possible", "possible that"), not "best possible", "as possible" or "not possible"."""
    before = _before(scene, start)
    if before == "s":
        return _before(scene, start, 3) == "it"
    return before in _SAID_OF or (_after(scene, end) == "that" and before not in ("as", "not"))


def _possibility(scene: Scene, start: int, end: int) -> bool:
    """That something may happen: "a possibility", "the possibility of"; no chance to do it ("every possibility")."""
    before = _before(scene, start)
    return before in ("a", "strong", "real", "distinct", "serious") or (before == "the" and _after(scene, end) == "of")


def _potential(scene: Scene, start: int, end: int) -> bool:
    """The adjective; "potential for" and "the potential" are things."""
    if _before(scene, start) in ("any", "no"):
        return False
    return _after(scene, end)[:1].isalpha() and _after(scene, end) not in ("for", "of", "to", "in", "and", "is", "that")


def _verb_of_seeming(scene: Scene, start: int, end: int) -> bool:
    """ "appears to", "seems likely", "it appears that"; not "appeared on television"."""
    after = _after(scene, end)
    return kind_of(scene, start) != "other" and (
        after in ("to", "that", "not", "as", "like", "likely", "unlikely", "set")
        or scene.tags[end : end + 1] == ("JJ",)
    )


def _degree(scene: Scene, start: int, end: int) -> bool:
    return _after(scene, end) in _BELIEF or _before(scene, start) in _BELIEF


def _supposed(scene: Scene, start: int, end: int) -> bool:
    return _after(scene, end) != "to" and _before(scene, start) not in _BE


def _named(scene: Scene, start: int, end: int) -> bool:
    return (
        kind_of(scene, start) != "past"
        and _after(scene, end) not in ("by", "that", "of", "to")
        and _before(scene, start) not in ("has", "have", "had")
    )


_GUARDS: dict[str, Callable[[Scene, int, int], bool]] = {
    "may": _modal,
    "might": _modal,
    "could": _could,
    "certain": _predicate,
    "sure": _predicate,
    "confident": _predicate,
    "clear": _clear,
    "clearly": _judging,
    "very clear": _clear,
    "absolutely clear": _clear,
    "possible": _possible,
    "guaranteed": _said_of,
    "inevitable": _said_of,
    "possibility": _possibility,
    "potential": _potential,
    "strongly": _degree,
    "firmly": _degree,
    "supposed": _supposed,
    "suspected": _named,
    "alleged": _named,
    **dict.fromkeys(("seem", "seems", "seemed", "appear", "appears", "appeared", "appearing"), _verb_of_seeming),
}


def _nearest(scene: Scene, content: Sequence[int], found: Sequence[_Found]) -> _Found:
    if len(found) == 1:
        return found[0]
    verbs = groups(scene, content)
    main = next((g for g in verbs if g.role == "main"), verbs[0] if verbs else None)
    if main is None:
        return found[0]
    return min(found, key=lambda f: (max(main.head - f.end + 1, f.start - main.tail, 0), f.start))
