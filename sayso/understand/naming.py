"""The proper names of an article without titles, articles and 's: the network's, mended, and those it missed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from importlib.resources import files

from sayso.understand.name_joins import APOSTROPHES, DASHES, DOMAINS, LONGEST, is_surname, joined
from sayso.understand.scene import Name, NameKind, Scene
from sayso.understand.states import state
from sayso.understand.titles import (
    NAME_PARTICLES,
    ends_body,
    institution,
    is_given_name,
    is_known_body,
    is_people,
    is_title,
    role,
)

_HEADS = frozenset("the a an of in for at on by and ' s . , -".split())
_TAILS = frozenset("' . , the of for and - –".split())
_ROMAN = re.compile(r"[IVX]{1,5}")
_NEVER = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december i mr mrs ms the a an he she it they we you but and in on at""".split()
)
_MATTERS = frozenset("affairs defense defence development policy security cooperation".split())
_DATED = frozenset("in on of by since until from last next this early late mid".split())
_KEPT_TITLES = frozenset({"monarch", "pope"})  # "Pope Francis", "King Charles": the title is part of the name


def plain(scene: Scene, start: int, end: int) -> str:
    """The words' text on one line, with single spaces."""
    return " ".join(scene.span_of(start, end).text.split())


def is_possessive(scene: Scene, word: int) -> bool:
    """Whether an 's or a bare apostrophe stands right after this word."""
    words = scene.lower
    after = word + 1
    if after >= len(words) or words[after] != "'" or scene.words.gap[after]:
        return False
    if after + 1 < len(words) and not scene.words.gap[after + 1]:
        return words[after + 1] == "s"
    return words[word].endswith("s")


def after_possessive(scene: Scene, word: int) -> int:
    """The word after the 's that follows this word."""
    return word + 3 if word + 2 < len(scene.lower) and scene.lower[word + 2] == "s" else word + 2


@cache
def variants() -> dict[str, int]:
    """Given name → number of the group of its spellings."""
    text = (files("sayso.understand") / "lexicon" / "given_variants.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {name: number for number, names in enumerate(lines) for name in names}


def proper_names(scene: Scene) -> tuple[Name, ...]:
    """All names in text order, none overlapping; linear in the article's words."""
    known = _capitals(scene)
    told = [part for name in scene.names for part in _mended(scene, name)]
    taken = bytearray(len(scene.words))
    for name in told:
        taken[name.start : name.end] = b"\x01" * (name.end - name.start)
    told += _missed(scene, taken, known)
    told.sort(key=lambda name: name.start)
    return _voted(scene, _surnames(scene, joined(scene, told)))


def _capitals(scene: Scene) -> frozenset[str]:
    """Words written with a capital within sentences and never small: capitals at a sentence's start are theirs too."""
    small, capital = set(), set()
    for i, word in enumerate(scene.tokens):
        if word[0].islower():
            small.add(word)
        elif word[0].isupper() and not scene.words.first[i] and scene.words.gap[i] and scene.tokens[i - 1][0].isalnum():
            capital.add(word)
    return frozenset(word for word in capital if word.lower() not in small)


def _mended(scene: Scene, name: Name) -> list[Name]:
    """Without titles, articles, 's and prepositions at its ends; its kind put right where the words tell it.

    A country before a person's given name, and a person after "Minister of Defense", are names of their own.
    """
    low = scene.lower
    start, end = name.start, min(name.end, len(scene.words), name.start + 2 * LONGEST)
    while end - 1 > start and (low[end - 1] in _TAILS or (low[end - 1] == "s" and low[end - 2] == "'")):
        end -= 1
    while start < end - 1 and low[start] in _HEADS:
        start += 1
    if start >= end or all(low[i] in _NEVER or low[i].isdigit() or not low[i][0].isalpha() for i in range(start, end)):
        return []
    if _is_matter(scene, start, end):
        return []
    if all(is_title(word) for word in scene.tokens[start:end]) or (
        end - start == 1
        and (role(scene.tokens[start]) or _is_crowd(scene.tokens[start]) or _ROMAN.fullmatch(scene.tokens[start]))
    ):
        return []
    if end - start >= 2:
        after = (
            end < len(low) and scene.tokens[end][0].isupper() and scene.words.gap[end] == 1 and is_surname(scene, end)
        )
        for i in range(start + 1, end):
            before = low[start:i]
            if not is_given_name(low[i]) or is_given_name(low[start]) or is_known_body(scene.tokens[start]):
                continue
            if state(" ".join(before)) or (
                (i < end - 1 or after)
                and (
                    i == end - 1
                    or (i == start + 1 and end - i == 2 and is_surname(scene, end - 1))
                    or "of" in before
                    or name.kind == "person"
                    or any(institution(w) for w in before)
                    or any(is_title(w) for w in scene.tokens[start:i])
                )
            ):
                person = Name(start=i, end=end, kind="person")
                rest = _untitled(scene, start, i)
                return [rest, person] if rest else [person]
    kind = _kind(scene, start, end, name.kind)
    colon = next((i for i in range(start + 1, end) if low[i] in {":", ";", "–", "—"}), end)
    end = colon
    if kind in {"organisation", "other"} and end - start > 1 and _is_post(scene, start, end):
        return []
    if kind == "person":
        of = next((i for i in range(start + 1, end) if low[i] in {"of", "for", "at"}), end)
        if of < end and not is_title(scene.tokens[of - 1]):
            end = of
        start = _without_titles(scene, start, end)
    return [replace(name, start=start, end=end, kind=kind)]


def _is_matter(scene: Scene, start: int, end: int) -> bool:
    """Whether a word is what a minister is for: "Secretary of | State", "Minister of Foreign | Affairs"."""
    if end - start > 2 or state(" ".join(scene.lower[start:end])):
        return False
    before = scene.lower[max(0, start - 3) : start]
    of = next((i for i in range(len(before) - 1, 0, -1) if before[i] == "of"), 0)
    found = role(before[of - 1]) if of else None
    near = of == len(before) - 1 or scene.lower[start] in _MATTERS
    return found is not None and found.family == "minister" and near


def _is_crowd(word: str) -> bool:
    """ "Republicans", but not "WHO"."""
    return not word.isupper() and is_people(word)


def _is_post(scene: Scene, start: int, end: int) -> bool:
    """Whether capitalized words are a post rather than a name: "Deputy Minister of Defense"."""
    for i in range(start, end):
        found = role(scene.tokens[i])
        if found and found.use == "office" and found.family not in _KEPT_TITLES:
            return i + 1 >= end or scene.lower[i + 1] in {"of", "for"} or not institution(scene.lower[end - 1])
    return False


def _untitled(scene: Scene, start: int, end: int) -> Name | None:
    """The body or country left over before a person's name, without titles."""
    last = max((i + 1 for i in range(start, end) if is_title(scene.tokens[i])), default=start)
    while last < end and scene.lower[last] in _HEADS:
        last += 1
    if last >= end:
        return None
    return Name(start=last, end=end, kind="place" if state(" ".join(scene.lower[last:end])) else "organisation")


def _voted(scene: Scene, names: list[Name]) -> tuple[Name, ...]:
    """One kind for each lone word: what most of its mentions are; capitals throughout are never a person."""
    votes: dict[str, Counter[NameKind]] = {}
    for name in names:
        if name.end - name.start == 1:
            votes.setdefault(scene.tokens[name.start], Counter())[name.kind] += 1
    out = []
    for name in names:
        word = scene.tokens[name.start]
        if name.end - name.start == 1 and word in votes:
            kind = votes[word].most_common(1)[0][0]
            if is_known_body(word):
                kind = "organisation"
            if kind == "person" and len(word) > 1 and word.isupper() and not is_given_name(word):
                kind = "organisation"
            out.append(replace(name, kind=kind))
        else:
            out.append(replace(name, kind=_kind(scene, name.start, name.end, name.kind)))
    return tuple(_titled(scene, name) for name in out)


def _surnames(scene: Scene, names: list[Name]) -> list[Name]:
    """With the lone surnames of persons named in full that nobody saw: "Theresa May … May said"."""
    last = {scene.tokens[n.end - 1] for n in names if n.kind == "person" and n.end - n.start > 1}
    taken = bytearray(len(scene.words))
    for name in names:
        taken[name.start : name.end] = b"\x01" * (name.end - name.start)
    found = []
    for i, word in enumerate(scene.tokens):
        if not taken[i] and word in last and word[0].isupper():
            dated = any(
                near.isdigit() or near.lower() in _DATED for near in scene.tokens[max(0, i - 1) : i + 2] if near != word
            )
            if not (dated and word.lower() in _NEVER):
                found.append(Name(start=i, end=i + 1, kind="person"))
    return sorted([*names, *found], key=lambda name: name.start) if found else names


def _titled(scene: Scene, name: Name) -> Name:
    """A name of no body straight after a title is a person's: "Manager | Dorit Nitzan"."""
    before = name.start - 1
    if before > 0 and scene.tokens[before] == "." and not scene.words.first[name.start]:
        before -= 1
    if name.kind not in {"place", "other"} or before < 0 or name.end - name.start > 3 or scene.words.first[name.start]:
        return name
    words = scene.lower[name.start : name.end]
    fine = (
        is_title(scene.tokens[before]) and not state(" ".join(words)) and not any(institution(word) for word in words)
    )
    return replace(name, kind="person") if fine and not scene.tokens[name.start].isupper() else name


def _without_titles(scene: Scene, start: int, end: int) -> int:
    """Where the name starts after "Ukrainian President", "Gen."; at least one word stays."""
    last = start
    for i in range(start, min(end - 1, start + 8)):
        found = role(scene.tokens[i])
        if found and is_title(scene.tokens[i]) and not is_given_name(scene.tokens[i]):
            if found.family in _KEPT_TITLES and end - i == 2:
                return i
            last = i + 2 if scene.tokens[i + 1] == "." else i + 1
    return last if last < end else start


def _kind(scene: Scene, start: int, end: int, kind: NameKind) -> NameKind:  # noqa: PLR0911 - each return is a rule of its own
    if start >= end:
        return kind
    whole = " ".join(scene.lower[start:end])
    if state(whole):
        return "place" if kind == "person" else kind
    bodies = any(institution(word) for word in scene.lower[start:end])
    several = end - start > 1
    if several and (
        ends_body(scene.tokens[end - 1]) or (scene.tokens[end - 2] == "." and scene.lower[end - 1] in DOMAINS)
    ):
        return "organisation"
    if kind == "person" and start and scene.lower[start - 1] == "the" and scene.words.gap[start] == 1:
        return "organisation" if not is_given_name(scene.lower[start]) else kind
    known = any(is_known_body(word) for word in scene.tokens[start:end])
    if end - start <= 3 and known and not is_given_name(scene.tokens[start]):
        return "organisation"
    if kind == "person":
        return "organisation" if bodies and not is_given_name(scene.lower[start]) else kind
    if (
        2 <= end - start <= 4
        and is_given_name(scene.lower[start])
        and not bodies
        and "of" not in scene.lower[start:end]
    ):
        return "person"
    return "organisation" if bodies and kind == "other" else kind


def _missed(scene: Scene, taken: bytearray, known: frozenset[str]) -> list[Name]:
    out: list[Name] = []
    count = len(scene.words)
    i = 0
    while i < count:
        if taken[i] or not _opens(scene, i, known):
            i += 1
            continue
        end = _run(scene, i, taken, known)
        out += _mended(scene, Name(start=i, end=end, kind=_guess(scene, i, end)))
        i = end
    return out


def _opens(scene: Scene, i: int, known: frozenset[str]) -> bool:
    """Whether a name that the network has not seen may start at this word."""
    word = scene.tokens[i]
    if not word[0].isupper() or scene.lower[i] in _NEVER or is_title(word) or _is_crowd(word):
        return False
    if (
        word in known
        or is_known_body(word)
        or (len(word) > 2 and word.isupper() and word.isalpha() and not _shouting(scene, i))
    ):
        return True
    tag = scene.tags[i] if i < len(scene.tags) else ""
    before = i - 2 if i > 1 and scene.tokens[i - 1] == "." and not scene.words.gap[i - 1] else i - 1
    if (
        before >= 0
        and is_title(scene.tokens[before])
        and scene.tokens[before][0].isupper()
        and not scene.words.first[i]
    ):
        return True
    if tag:
        return tag.startswith("NNP") or (len(word) > 1 and word.isupper() and tag.startswith("NN"))
    return not scene.words.first[i]


def _shouting(scene: Scene, i: int) -> bool:
    """Whether a neighbor is in capitals too, as in a headline."""
    return any(
        len(word) > 2 and word.isupper() for word in (*scene.tokens[max(0, i - 1) : i], *scene.tokens[i + 1 : i + 2])
    )


def _run(scene: Scene, start: int, taken: bytearray, known: frozenset[str]) -> int:
    """The end of the run of capitals: particles, hyphens, initials and an apostrophe between capitals go on."""
    words, gap = scene.tokens, scene.words.gap
    i = start + 1
    limit = min(len(words), start + LONGEST)
    while i < limit and not taken[i] and gap[i] != 2:
        word = words[i]
        after = i + 1 < limit and not taken[i + 1] and gap[i + 1] != 2
        glued = not gap[i] and after and not gap[i + 1]
        if (word in DASHES and glued) or (word in APOSTROPHES and glued and words[i + 1][0].isupper()):
            i += 2
        elif (word == "." and not gap[i] and len(words[i - 1]) == 1 and after and words[i + 1][0].isupper()) or (
            word[0].isupper() and gap[i] and _opens(scene, i, known) and not state(" ".join(scene.lower[start:i]))
        ):
            i += 1
        elif scene.lower[i] in NAME_PARTICLES and after and words[i + 1][0].isupper():
            i += 2
        else:
            break
    return i


def _guess(scene: Scene, start: int, end: int) -> NameKind:
    words = scene.lower[start:end]
    known = state(" ".join(words))
    if known:
        return "place"
    if any(institution(word) for word in words) or is_known_body(scene.tokens[start]):
        return "organisation"
    if is_given_name(words[0]) and end - start > 1:
        return "person"
    before = start - 2 if start and scene.tokens[start - 1] == "." else start - 1
    if before >= 0 and is_title(scene.tokens[before]) and end - start <= 4:
        return "person"
    if end - start == 1 and len(scene.tokens[start]) > 1 and scene.tokens[start].isupper():
        return "organisation"
    return "other"
