"""Where a source is two or more, "A and B", and where its "and" stands in a title, a name or an apposition."""

from __future__ import annotations

from itertools import pairwise

from sayso.understand.phrase_words import DETERMINERS, EDGES, NOUNS, PREPOSITIONS, VERBS
from sayso.understand.scene import Name, Range, Scene
from sayso.understand.states import is_adjective, state
from sayso.understand.titles import is_title, role, singular

_SHARED = frozenset({"between", "among"})


class Compounds:
    """Of one article. cover: each word's name as index into names, −1 without. tags: one a word, "" where unknown."""

    def __init__(self, scene: Scene, names: tuple[Name, ...], cover: list[int], tags: tuple[str, ...]) -> None:
        self.scene, self.names, self.cover, self.tags = scene, names, cover, tags

    def is_noun(self, i: int) -> bool:
        """Whether a word is of a name or tagged a noun; without tags, any word."""
        tag = self.tags[i]
        return self.cover[i] >= 0 or tag.startswith(NOUNS) or (not tag and self.scene.tokens[i].isalpha())

    def members(self, start: int, end: int) -> list[Range]:
        """The word ranges of the members; none where words start … end are one source."""
        joint = next((i for i in range(start + 1, end - 1) if self._joins(i, start, end)), None)
        if joint is None:
            return []
        right = joint + (3 if self.scene.lower[joint : joint + 3] == ("as", "well", "as") else 1)
        left_end = joint - 1 if self.scene.lower[joint - 1] == "," else joint
        out = self._listed(start, left_end)
        return [*out, (right, end)] if right < end else []

    def _joins(self, i: int, start: int, end: int) -> bool:  # noqa: PLR0911 - each return is a rule of its own
        """Whether this "and" stands between two whole sources, not inside a title, an apposition or a name."""
        low = self.scene.lower
        if low[i] not in {"and", "&"} and low[i : i + 3] != ("as", "well", "as"):
            return False
        if self.cover[i] >= 0 and self.cover[i] == self.cover[i - 1]:
            return False
        left = [j for j in range(start, i) if low[j] not in EDGES]
        right = [j for j in range(i + 1, end) if low[j] not in EDGES]
        if not left or not right or not self.is_noun(left[-1]) or set(low[start:i]) & _SHARED:
            return False
        if any(self.tags[j] in VERBS for j in left):
            return False  # "and" of a relative clause
        if self._are_adjectives(start, i) and self._qualifies(right):
            return False  # "Polish, Lithuanian and Latvian politicians"
        a_comma = next((j for j in range(start, i) if low[j] in {",", "(", "–", "—"} and self.cover[j] < 0), None)
        closed = low[i - 1] in {",", ")", "–", "—"}
        if (
            a_comma is not None
            and not self._holds_person(right)
            and self._holds_person(left)
            and is_title(self.scene.tokens[right[0]])
        ):
            return False  # "X, director of A, and chairman of B"
        if a_comma is not None and not closed:
            return self._is_list(start, i)
        if state(" ".join(low[start:i])) and self._qualifies(right):
            return False  # "UK and Ukrainian officials"
        known = state(low[left[-1]])
        if known and known[1] == "people" and not low[left[-1]].endswith("s"):
            return all(self.cover[j] >= 0 or state(low[j]) for j in right)  # "Russian and DPR (claims)"
        return self._apart(start, i, left, right)

    def _holds_person(self, words: list[int]) -> bool:
        return any(self.cover[j] >= 0 and self.names[self.cover[j]].kind == "person" for j in words)

    def _are_adjectives(self, start: int, end: int) -> bool:
        """Whether all words are of peoples, with commas between."""
        words = [word for word in self.scene.lower[start:end] if word != ","]
        return all(map(is_adjective, words))

    def _qualifies(self, right: list[int]) -> bool:
        """Whether a country and a common noun follow ("Ukrainian officials"), which may share the noun."""
        first = self.scene.lower[right[0]]
        pair = " ".join(self.scene.lower[right[0] : right[0] + 2])
        return len(right) > 1 and bool(state(first) or state(pair)) and self.scene.tokens[right[-1]][0].islower()

    def _apart(self, start: int, i: int, left: list[int], right: list[int]) -> bool:
        low = self.scene.lower
        determined = low[right[0]] in DETERMINERS
        left_name = any(self.cover[j] >= 0 for j in left)
        left_person = self._holds_person(left)
        of = next((j for j in range(start, i) if low[j] in PREPOSITIONS and self.cover[j] < 0), None)
        head = (of or i) - 1
        one = role(low[head]) is not None and singular(low[head]) == low[head]
        right_person = self._holds_person(right)
        if one and not left_person and right_person and low[right[0]] not in {"the", "his", "her", "their"}:
            return False  # "academic and professor Hill", "minister of defense and trade Hill"
        if of is not None and not determined and not left_person:
            return False  # "leaders of Ukraine and Russia"
        if one and not left_person and not determined and not any(self.cover[j] >= 0 for j in right):
            return False  # "writer and critic"
        return bool(left_name or determined or self.is_noun(right[-1]) or any(self.is_noun(j) for j in right))

    def _is_list(self, start: int, joint: int) -> bool:
        """Whether the words before "and" are names or nominals with commas between: "Kyiv, Moscow (and Berlin)"."""
        pieces = self._listed(start, joint)
        if len(pieces) < 2:
            return False
        named = [any(self.cover[j] >= 0 for j in range(a, b)) for a, b in pieces]
        short = all(b - a <= 4 for a, b in pieces)
        kinds = {self.names[self.cover[b - 1]].kind if self.cover[b - 1] >= 0 else "" for _, b in pieces}
        return short and (all(named) or not any(named)) and len(kinds) == 1 and "" not in kinds

    def _listed(self, start: int, end: int) -> list[Range]:
        """Pieces between top-level commas, if they are all of one sort; else the whole."""
        cuts = [i for i in range(start, end) if self.scene.lower[i] == "," and self.cover[i] < 0]
        edges = [start - 1, *cuts, end]
        pieces = [(a + 1, b) for a, b in pairwise(edges) if b > a + 1]
        whole = len(pieces) > 1 and all(
            self.cover[b - 1] >= 0 and self.scene.lower[a] not in {"a", "an"} and b - a <= 6 for a, b in pieces
        )
        return pieces if whole and not any(self._is_apposed(a, b) for a, b in pieces[1:]) else [(start, end)]

    def _is_apposed(self, start: int, end: int) -> bool:
        return any(self.scene.lower[j] in PREPOSITIONS and self.cover[j] < 0 for j in range(start, end))
