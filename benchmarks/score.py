"""How right a reading is: exact spans, shared characters, and whole attributions matched one to one.

Gold: {"name", "text", "attributions": [{"source", "cue", "content": [[start, end], …], "parent": id | null}]}. Figures
follow the definitions in docs/measuring.md. Only claims without a parent count, on both sides, but for "nested".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

ROLES = ("source", "cue", "content")
ALIKE = 0.8  # F1 of shared characters from which sources and contents count as the same
Range = tuple[int, int]


@dataclass(slots=True)
class Count:
    """hits among what was found and what was wanted."""

    hits: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, hits: int, found: int, wanted: int) -> None:
        self.hits += hits
        self.found += found
        self.wanted += wanted

    @property
    def precision(self) -> float:
        return self.hits / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        both = self.found + self.wanted
        return 2 * self.hits / both if both else 0.0


@dataclass(slots=True)
class Figures:
    """Counts by name ("exact.cue", "linked", …), and each predicted claim's confidence and whether it is linked."""

    counts: dict[str, Count] = field(default_factory=dict)
    judged: list[tuple[float, bool]] = field(default_factory=list)

    def count(self, name: str) -> Count:
        return self.counts.setdefault(name, Count())


def trimmed(text: str, span: Range) -> Range:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def characters(text: str, spans: Iterable[Range]) -> set[int]:
    return {i for a, b in spans for i in range(a, b) if not text[i].isspace()}


def alike(a: set[int], b: set[int]) -> float:
    if not a or not b:
        return float(not a and not b)
    return 2 * len(a & b) / (len(a) + len(b))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One attribution: spans by role, its name in its article, the name of the one it stands in, how sure it is."""

    spans: dict[str, list[Range]]
    id: str | None = None
    parent: str | None = None
    confidence: float = 0.0


def gold_items(article: dict[str, Any]) -> list[Item]:
    text = article["text"]
    return [
        Item(
            spans={r: [trimmed(text, tuple(s)) for s in a.get(r) or []] for r in ROLES},
            id=a.get("id"),
            parent=a.get("parent"),
        )
        for a in article["attributions"]
    ]


def read_items(reading: dict[str, Any]) -> list[Item]:
    """Attributed claims of a reading. Raises ValueError on a span that is wrong."""
    text = reading["article"]["text"]
    out = []
    for claim in reading["claims"]:
        if claim["voice"] != "attributed":
            continue
        found: dict[str, list[Range]] = {}
        for role in ROLES:
            spans = (claim[role] or {}).get("spans", [])
            if any(text[s["start"] : s["end"]] != s["text"] for s in spans):
                raise ValueError(f"{reading['article']['name']} {claim['id']}: a span is not what the text says there")
            found[role] = [trimmed(text, (s["start"], s["end"])) for s in spans]
        out.append(Item(spans=found, id=claim["id"], parent=claim["parent"], confidence=claim["confidence"]))
    return out


def score(gold: Sequence[dict[str, Any]], readings: Sequence[dict[str, Any]]) -> Figures:
    """Figures over all articles; gold and readings in the same order. Raises ValueError when the texts differ."""
    figures = Figures()
    for article, reading in zip(gold, readings, strict=True):
        if reading["article"]["text"] != article["text"]:
            raise ValueError(f"{article['name']}: the reading is of another text")
        score_one(article["text"], gold_items(article), read_items(reading), figures, nests=nests(article))
    return figures


def nests(article: dict[str, Any]) -> bool:
    """Whether the annotation tells attributions inside attributions at all; PolNeAR's does not."""
    return any("parent" in a for a in article["attributions"])


def score_one(
    text: str, all_gold: Sequence[Item], all_told: Sequence[Item], figures: Figures, *, nests: bool = False
) -> None:
    """Adds one article. nests: count claims inside claims as well, under "nested"."""
    gold, told = ([x for x in side if x.parent is None] for side in (all_gold, all_told))
    for role in ROLES:
        g = {s for a in gold for s in a.spans[role]}
        t = {s for a in told for s in a.spans[role]}
        figures.count(f"exact.{role}").add(len(g & t), len(t), len(g))
        gc, tc = characters(text, g), characters(text, t)
        figures.count(f"overlap.{role}").add(len(gc & tc), len(tc), len(gc))
    wanted, found = _characters(text, gold), _characters(text, told)
    pairs = match(wanted, found)
    linked = {j for i, j in pairs if _linked(wanted[i], found[j])}
    exact = sum(all(set(gold[i].spans[r]) == set(told[j].spans[r]) for r in ROLES) for i, j in pairs)
    figures.count("linked").add(len(linked), len(told), len(gold))
    figures.count("linked_exact").add(exact, len(told), len(gold))
    figures.judged += [(item.confidence, j in linked) for j, item in enumerate(told)]
    if nests:
        _score_nested(text, all_gold, all_told, figures)


def _score_nested(text: str, gold: Sequence[Item], told: Sequence[Item], figures: Figures) -> None:
    """Claims inside claims: linked, and inside the claim that matches the one which the gold names."""
    wanted, found = _characters(text, gold), _characters(text, told)
    pairs = dict(match(wanted, found))
    place = [{x.id: k for k, x in enumerate(side)} for side in (gold, told)]
    right = set()
    for i, j in pairs.items():
        above = place[0].get(gold[i].parent), place[1].get(told[j].parent)
        same = gold[i].parent and told[j].parent and pairs.get(-1 if above[0] is None else above[0]) == above[1]
        if same and _linked(wanted[i], found[j]):
            right.add(j)
    inner = [j for j, x in enumerate(told) if x.parent]
    figures.count("nested").add(len(right), len(inner), sum(x.parent is not None for x in gold))
    figures.judged += [(told[j].confidence, j in right) for j in inner]


def _characters(text: str, items: Sequence[Item]) -> list[dict[str, set[int]]]:
    return [{r: characters(text, x.spans[r]) for r in ROLES} for x in items]


def _linked(wanted: dict[str, set[int]], found: dict[str, set[int]]) -> bool:
    return all(alike(wanted[r], found[r]) >= ALIKE for r in ("source", "content"))


def match(wanted: list[dict[str, set[int]]], found: list[dict[str, set[int]]]) -> list[tuple[int, int]]:
    """Pairs whose cues share characters, best source and content first, each side once."""
    pairs = []
    for i, g in enumerate(wanted):
        for j, t in enumerate(found):
            if g["cue"] & t["cue"] or (not g["cue"] and not t["cue"]):
                pairs.append((alike(g["source"], t["source"]) + alike(g["content"], t["content"]), i, j))
    taken: Counter[tuple[str, int]] = Counter()
    out = []
    for _, i, j in sorted(pairs, reverse=True):
        if not taken["gold", i] and not taken["told", j]:
            taken["gold", i] = taken["told", j] = 1
            out.append((i, j))
    return out


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims whose confidence lies in [low, high): how many, their mean confidence, the share that is linked."""

    low: float
    high: float
    n: int
    confidence: float
    linked: float


def calibration(judged: Sequence[tuple[float, bool]], bins: int = 10) -> tuple[tuple[Bin, ...], float]:
    """Reliability by bins of equal width, and the expected calibration error (Naeini et al. 2015)."""
    rows = []
    for k in range(bins):
        low, high = k / bins, (k + 1) / bins
        here = [(c, ok) for c, ok in judged if low <= c < high or (k == bins - 1 and c == 1.0)]
        if here:
            mean = sum(c for c, _ in here) / len(here)
            rows.append(Bin(low, high, len(here), mean, sum(ok for _, ok in here) / len(here)))
    error = sum(r.n * abs(r.confidence - r.linked) for r in rows) / len(judged) if judged else 0.0
    return tuple(rows), error
