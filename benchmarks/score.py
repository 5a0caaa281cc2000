"""How right a reading is: exact spans, shared characters, and whole attributions matched one to one.

Gold: {"name", "text", "attributions": [{"source", "cue", "content": [[start, end], …], "parent": id | null}]}. Figures
follow the definitions in docs/measuring.md. Only claims without a parent count, on both sides.
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


Attribution = dict[str, list[Range]]


def gold_attributions(article: dict[str, Any]) -> list[Attribution]:
    text = article["text"]
    tops = [a for a in article["attributions"] if not a.get("parent")]
    return [{r: [trimmed(text, tuple(s)) for s in a.get(r) or []] for r in ROLES} for a in tops]


def read_attributions(reading: dict[str, Any]) -> list[tuple[Attribution, float]]:
    """Attributed claims without a parent, with their confidence. Raises ValueError on a span that is wrong."""
    text = reading["article"]["text"]
    out = []
    for claim in reading["claims"]:
        if claim["voice"] != "attributed" or claim["parent"]:
            continue
        found: Attribution = {}
        for role in ROLES:
            spans = (claim[role] or {}).get("spans", [])
            if any(text[s["start"] : s["end"]] != s["text"] for s in spans):
                raise ValueError(f"{reading['article']['name']} {claim['id']}: a span is not what the text says there")
            found[role] = [trimmed(text, (s["start"], s["end"])) for s in spans]
        out.append((found, claim["confidence"]))
    return out


def score(gold: Sequence[dict[str, Any]], readings: Sequence[dict[str, Any]]) -> Figures:
    """Figures over all articles; gold and readings in the same order. Raises ValueError when the texts differ."""
    figures = Figures()
    for article, reading in zip(gold, readings, strict=True):
        if reading["article"]["text"] != article["text"]:
            raise ValueError(f"{article['name']}: the reading is of another text")
        score_one(article["text"], gold_attributions(article), read_attributions(reading), figures)
    return figures


def score_one(text: str, gold: list[Attribution], told: list[tuple[Attribution, float]], figures: Figures) -> None:
    for role in ROLES:
        g = {s for a in gold for s in a[role]}
        t = {s for a, _ in told for s in a[role]}
        figures.count(f"exact.{role}").add(len(g & t), len(t), len(g))
        gc, tc = characters(text, g), characters(text, t)
        figures.count(f"overlap.{role}").add(len(gc & tc), len(tc), len(gc))
    wanted = [{r: characters(text, a[r]) for r in ROLES} for a in gold]
    found = [{r: characters(text, a[r]) for r in ROLES} for a, _ in told]
    match = _match(wanted, found)
    linked = {j for i, j in match if all(alike(wanted[i][r], found[j][r]) >= ALIKE for r in ("source", "content"))}
    exact = sum(all(set(gold[i][r]) == set(told[j][0][r]) for r in ROLES) for i, j in match)
    figures.count("linked").add(len(linked), len(told), len(gold))
    figures.count("linked_exact").add(exact, len(told), len(gold))
    figures.judged += [(confidence, j in linked) for j, (_, confidence) in enumerate(told)]


def _match(wanted: list[dict[str, set[int]]], found: list[dict[str, set[int]]]) -> list[tuple[int, int]]:
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
