"""Pieces of one proper name brought together, and what is glued to a name taken in."""

from __future__ import annotations

from dataclasses import replace

from sayso.understand.scene import Name, NameKind, Scene
from sayso.understand.states import state
from sayso.understand.titles import ends_body, institution, is_given_name, is_known_body, is_title

APOSTROPHES = frozenset("'’")
DASHES = frozenset("-‐‑")
LONGEST = 12  # words of a run of capitals that may be one name
DOMAINS = frozenset("com org net info ua ru by pl uk eu de fr tv".split())
_ABBREVIATED = frozenset({"Inc", "Corp", "Ltd", "Co"})


def is_surname(scene: Scene, i: int) -> bool:
    """Whether a capitalized word may follow a given name as the surname."""
    word = scene.tokens[i]
    return not is_title(word) and institution(word) is None and not state(word.lower()) and not is_known_body(word)


def joined(scene: Scene, names: list[Name]) -> list[Name]:
    """Pieces of one name brought together: "United | States", "Dmitry | Peskov", "Ministry | of Defense"."""
    out: list[Name] = []
    for name in names:
        if out and (one := _one_name(scene, out[-1], name)):
            out[-1] = one
            if len(out) > 1 and (whole := _one_name(scene, out[-2], out[-1])):
                out[-2:] = [whole]  # "New | York | Times": the last word tells
        else:
            out.append(name)
    return [
        _lengthened(scene, name, out[i + 1].start if i + 1 < len(out) else len(scene.words))
        for i, name in enumerate(out)
    ]


def _one_name(scene: Scene, a: Name, b: Name) -> Name | None:
    """The name that two neighbors make, None where they are two."""
    apart = scene.words.sentence[a.start] != scene.words.sentence[b.start]
    if apart or b.start - a.end > 2 or b.end - a.start > LONGEST:
        return None
    loud = [scene.tokens[i] for i in (a.start, b.start)]
    if a.kind == "person" and all(word.isupper() and len(word) > 2 for word in loud) and not is_given_name(loud[0]):
        return None  # a headline in capitals: "PUTIN | WARNS WEST"
    kind = _kind_side_by_side(scene, a, b) if a.end == b.start else _kind_parted(scene, a, b)
    return Name(start=a.start, end=b.end, kind=kind) if kind else None


def _kind_side_by_side(scene: Scene, a: Name, b: Name) -> NameKind | None:
    low = scene.lower
    if state(" ".join(low[a.start : b.end])):
        return "place"
    spaced = scene.words.gap[b.start] == 1
    last = scene.tokens[b.end - 1]
    goes_on = scene.lower[b.end - 1] == "affairs" and a.kind == "organisation"
    whole = ends_body(last) and not is_title(scene.tokens[a.end - 1]) and not state(" ".join(low[a.start : a.end]))
    if spaced and b.end - a.start <= 5 and (goes_on or whole):
        return "organisation"  # "New | York Times"
    alone, lone = a.end - a.start == 1 and spaced, b.end - b.start == 1
    own = spaced and not state(" ".join(low[a.start : a.end]))
    given = alone and is_given_name(low[a.start])
    person = (
        (given and own and (b.kind in {"person", "other"} or (lone and is_surname(scene, b.start))))
        or (given and a.kind == "person" and b.kind == "place" and lone)
        or (alone and a.kind == b.kind == "person" and b.end - b.start <= 2 and scene.tokens[b.start][0].isupper())
        or (alone and own and a.kind == "person" and b.kind == "other" and not state(low[b.start]))
    )
    if person:
        return "person"
    if own and a.kind == "other" and b.kind in {"person", "organisation"} and b.end - a.start <= 5:
        return b.kind
    bodies = {a.kind, b.kind} <= {"other", "organisation"} and institution(low[b.end - 1])
    return "organisation" if bodies else None


def _kind_parted(scene: Scene, a: Name, b: Name) -> NameKind | None:
    low = scene.lower
    between = low[a.end : b.start]
    if between == (".",) and a.end - a.start == b.end - b.start == 1 == len(low[a.start]) == len(low[b.start]):
        return "place" if state(f"{low[a.start]}.{low[b.start]}") else b.kind
    if (
        between == ("'",)
        and low[a.end - 1] in {"o", "d"}
        and not scene.words.gap[a.end]
        and not scene.words.gap[b.start]
    ):
        return "person"  # "Charles O | 'Reilly"
    if between == ("'", "s") and low[a.end - 1] == "people" and institution(low[b.end - 1]):
        return "organisation"  # "Donetsk People's Republic"
    body = any(institution(low[i]) and scene.tokens[i][0].isupper() for i in range(a.start, a.end))
    if body and between == ("of",) and not is_given_name(low[b.start]):
        return "organisation"  # "Ministry | of Internal Affairs"
    if "person" in {a.kind, b.kind}:
        glued = not scene.words.gap[a.end] and not scene.words.gap[b.start]
        return "person" if between == ("-",) and glued else None
    return "organisation" if body and between in {("of",), ("for",), ("of", "the"), ("for", "the")} else None


def _lengthened(scene: Scene, name: Name, limit: int) -> Name:
    """With what is glued to it: "Kim Jong | -un", "O | 'Brien", "Detik | .com", "Apple Inc | ."."""
    end, gap, words = name.end, scene.words.gap, scene.tokens
    count = min(limit, len(words))
    if words[end - 1] in DASHES and end - 1 > name.start:
        end -= 1
    while end + 2 <= count and not (gap[end] or gap[end + 1]):
        mark, after = words[end], words[end + 1]
        hyphened = mark in DASHES and name.kind == "person"
        if (
            hyphened
            or (mark in APOSTROPHES and after[0].isupper())
            or (mark == "." and after in DOMAINS)
            or (mark == "." and len(after) == len(words[end - 1]) == 1 and after.isupper())
        ):
            end += 2
        else:
            break
    initials = end - name.start > 2 and words[end - 2] == "."
    if end < count and words[end] == "." and not gap[end] and (words[end - 1] in _ABBREVIATED or initials):
        end += 1
    return replace(name, end=end)
