"""Every figure by genre, with its interval: `python -m benchmarks.genres GOLD.jsonl… [--json FILE]`.

A genre is the outlet of the gold texts (Wikinews: news; Wikipedia: sections of an encyclopedia), else the file's name.
An interval is that of 95 % over articles drawn with replacement: claims of one article are not independent.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.__main__ import load
from benchmarks.fields import KEYS, Tally, linked_pairs
from benchmarks.score import score
from sayso.reader.reader import Reader
from sayso.records import Article

GENRES = {"Wikinews": "news", "Wikipedia": "encyclopedia"}
SPANS = ("exact.source", "exact.cue", "exact.content", "linked", "nested")
FIELDS = ("form", "force", "polarity", "horizon", "name", "record")
FIGURES = (*SPANS, *FIELDS)
ROUNDS, SEED = 1000, 7
Row = dict[str, tuple[int, int]]  # of one article, by figure: twice the hits, and found and wanted together


def counts(gold: dict[str, Any], reader: Reader) -> Row:
    """What one article adds to each figure: a sum of ratios of these is an F1."""
    reading = reader.read(Article(text=gold["text"], **{k: gold.get(k) for k in KEYS})).to_dict()
    told = score([gold], [reading]).counts
    out = {k: (2 * told[k].hits, told[k].found + told[k].wanted) for k in SPANS if k in told}
    tally = Tally()
    if all("force" in a for a in gold["attributions"]):  # else spans alone are annotated
        for wanted, claim in linked_pairs(gold, reading):
            tally.claim(gold["text"], wanted, claim)
    return out | {k: (2 * tally.hits[k], 2 * tally.all[k]) for k in FIELDS}


def figure(rows: Sequence[Row], name: str) -> float:
    """In %."""
    total = Counter[str]()
    for row in rows:
        hits, over = row.get(name, (0, 0))
        total["hits"] += hits
        total["over"] += over
    return 100 * total["hits"] / max(1, total["over"])


def drawn(rows: Sequence[Row], name: str) -> list[float]:
    """The figure over articles drawn anew, ROUNDS times, sorted."""
    draw = np.random.default_rng(SEED)
    return sorted(figure([rows[i] for i in draw.integers(0, len(rows), len(rows))], name) for _ in range(ROUNDS))


def wanted(rows: Sequence[Row], name: str) -> int:
    """Found and wanted together, halved: about how many the figure rests on."""
    return round(sum(row.get(name, (0, 0))[1] for row in rows) / 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    reader = Reader()
    genres: dict[str, list[Row]] = {}
    for path in options.gold:
        for article in load(path):
            name = GENRES.get(article.get("outlet") or "", path.name.split(".")[0])
            genres.setdefault(name, []).append(counts(article, reader))
    if len(genres) > 1:
        genres["all"] = [row for rows in genres.values() for row in rows]
    print("| | " + " | ".join(f"{name} ({len(rows)} texts)" for name, rows in genres.items()) + " |")
    print("|---" * (len(genres) + 1) + "|")
    told: dict[str, dict[str, Any]] = {}
    for name in FIGURES:
        cells = []
        for genre, rows in genres.items():
            n = wanted(rows, name)
            if not n:
                cells.append("–")
                continue
            all_drawn = drawn(rows, name)
            low, high = all_drawn[int(0.025 * ROUNDS)], all_drawn[int(0.975 * ROUNDS) - 1]
            cells.append(f"{figure(rows, name):.1f} [{low:.1f}, {high:.1f}] n={n}")
            told.setdefault(genre, {})[name] = {"figure": figure(rows, name), "low": low, "high": high, "n": n}
        print(f"| {name} | " + " | ".join(cells) + " |")
    if options.json:
        options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
