"""Fields of claims as the whole reader tells them, on the claims that it found: `python -m benchmarks.fields GOLD…`.

Gold claims and read ones are matched as in `benchmarks.score`; only linked pairs count, nested ones too. Names are
compared without case and leading article. benchmarks.attributes and benchmarks.speakers measure the stages alone.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.__main__ import load
from benchmarks.score import ALIKE, alike, characters, gold_items, match, read_items, score
from sayso.reader.reader import Reader
from sayso.records import Article

FIELDS = ("form", "force", "polarity", "horizon")
PRONOUNS = frozenset("he she they it who which i we his her their its that".split())
KEYS = ("name", "published", "outlet", "title")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+")


def plain(name: str | None) -> str | None:
    return None if name is None else _ARTICLE.sub("", name.strip().lower().replace("’", "'")).strip(" .,")


def linked_pairs(article: dict[str, Any], reading: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Gold claims with the read claims that are linked to them."""
    text = article["text"]
    told = [c for c in reading["claims"] if c["voice"] == "attributed"]
    sides = [
        [{role: characters(text, spans) for role, spans in item.spans.items()} for item in items]
        for items in (gold_items(article), read_items(reading))
    ]
    for i, j in match(*sides):
        if all(alike(sides[0][i][r], sides[1][j][r]) >= ALIKE for r in ("source", "content")):
            yield article["attributions"][i], told[j]


class Tally:
    """Hits by field, confusions, and certainty words."""

    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.all: Counter[str] = Counter()
        self.confused: dict[str, Counter[tuple[str, str]]] = {"record": Counter(), "force": Counter()}
        self.confused["horizon"] = Counter()
        self.certainty: list[float] = []  # of claims that have any words in gold or reading: F1 of their spans

    def add(self, field: str, wanted: object, told: object) -> None:
        self.hits[field] += wanted == told
        self.all[field] += 1
        if field in self.confused:
            self.confused[field][str(wanted), str(told)] += 1

    def claim(self, text: str, gold: dict[str, Any], claim: dict[str, Any]) -> None:
        for field in FIELDS:
            self.add(field, gold[field], claim[field])
        if gold["source"] and claim["source"]:
            wanted, told = plain(gold["name"]), plain(claim["source"]["name"])
            self.add("name", wanted, told)
            if " ".join(text[a:b] for a, b in gold["source"]).lower() in PRONOUNS:
                self.add("name of pronouns", wanted, told)
            self.add("record", gold["record"], claim["source"]["record"])
        words = {tuple(s) for s in gold["certainty"]}
        found = {(s["start"], s["end"]) for s in (claim["certainty"] or {"words": []})["words"]}
        if words or found:
            self.certainty.append(2 * len(words & found) / (len(words) + len(found)))


def table(counts: Counter[tuple[str, str]]) -> list[str]:
    """Markdown, gold down, told across."""
    rows = sorted({g for g, _ in counts} | {t for _, t in counts})
    lines = ["| | " + " | ".join(rows) + " |", "|---" * (len(rows) + 1) + "|"]
    lines += ["| " + " | ".join([g, *(str(counts[g, t] or "") for t in rows)]) + " |" for g in rows]
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fields", description=__doc__)
    parser.add_argument("gold", type=Path, nargs="+", help="annotated articles with attributes (gold/corpus/*.jsonl)")
    options = parser.parse_args()
    gold = [row for path in options.gold for row in load(path)]
    reader = Reader()
    readings = [reader.read(Article(text=g["text"], **{k: g.get(k) for k in KEYS})).to_dict() for g in gold]
    tally = Tally()
    for article, reading in zip(gold, readings, strict=True):
        for wanted, told in linked_pairs(article, reading):
            tally.claim(article["text"], wanted, told)
    nested = score(gold, readings).counts.get("nested")
    if nested:
        parts = f"P {100 * nested.precision:.1f} R {100 * nested.recall:.1f} F1 {100 * nested.f1:.1f}"
        print(f"{'nested':<18}{parts}  n={nested.wanted}")
    for field in tally.all:
        print(f"{field:<18}{100 * tally.hits[field] / tally.all[field]:.1f}  n={tally.all[field]}")
    if tally.certainty:
        mean = 100 * sum(tally.certainty) / len(tally.certainty)
        print(f"{'certainty words':<18}{mean:.1f} mean F1 over claims that have any  n={len(tally.certainty)}")
    for field, counts in tally.confused.items():
        print(f"\n{field}", *table(counts), sep="\n")


if __name__ == "__main__":
    main()
