"""The gate: no change lowers what the gold corpus's test split measures by more than its noise.

`python -m tests.gate --pin "why"` writes tests/gate.json anew: each figure, its noise (twice the standard deviation
over bootstrapped articles, at least two claims), and the digests of corpus and model that they belong to. A changed
corpus or model is pinned again, with the reason, in the commit that changes it. Figures are counted; no text is shown.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path

import numpy as np

from benchmarks.__main__ import load
from benchmarks.fields import KEYS, Tally, linked_pairs
from benchmarks.score import score
from sayso.reader.network import MODELS, Manifest
from sayso.reader.reader import Reader
from sayso.records import Article

GOLD = Path(__file__).parent.parent / "gold" / "corpus" / "test.jsonl"
PINS = Path(__file__).parent / "gate.json"
ROUNDS, SEED = 1000, 7
LEAST = 2  # claims that may change without the gate closing
FIGURES = ("linked", "nested", "form", "force", "polarity", "horizon", "name", "record")


def counts() -> list[dict[str, tuple[int, int]]]:
    """For each article, each figure as (twice the hits, found and wanted together): its sum of ratios is an F1."""
    reader, out = Reader(), []
    for gold in load(GOLD):
        reading = reader.read(Article(text=gold["text"], **{k: gold.get(k) for k in KEYS})).to_dict()
        told = score([gold], [reading]).counts
        here = {k: (2 * told[k].hits, told[k].found + told[k].wanted) for k in ("linked", "nested") if k in told}
        tally = Tally()
        for wanted, claim in linked_pairs(gold, reading):
            tally.claim(gold["text"], wanted, claim)
        out.append(here | {k: (2 * tally.hits[k], 2 * tally.all[k]) for k in FIGURES if k not in here})
    return out


def figure(rows: list[dict[str, tuple[int, int]]], name: str) -> float:
    """In %."""
    total = Counter[str]()
    for row in rows:
        hits, over = row.get(name, (0, 0))
        total["hits"] += hits
        total["over"] += over
    return 100 * total["hits"] / max(1, total["over"])


def noise(rows: list[dict[str, tuple[int, int]]], name: str) -> float:
    """Two standard deviations of a figure over articles drawn anew, in points."""
    draw = np.random.default_rng(SEED)
    drawn = [figure([rows[i] for i in draw.integers(0, len(rows), len(rows))], name) for _ in range(ROUNDS)]
    over = sum(row.get(name, (0, 0))[1] for row in rows)
    return max(2 * float(np.std(drawn)), 100 * 2 * LEAST / max(1, over))


def digests() -> dict[str, str]:
    return {"corpus": hashlib.sha256(GOLD.read_bytes()).hexdigest()} | Manifest.load(MODELS).digests


def test_no_figure_falls_by_more_than_its_noise() -> None:
    pinned = json.loads(PINS.read_text(encoding="utf-8"))
    assert digests() == pinned["digests"], "corpus or model changed: python -m tests.gate --pin WHY, in the same commit"
    rows = counts()
    told = {name: round(figure(rows, name), 1) for name in FIGURES}
    fallen = {
        name: (told[name], pin["figure"])
        for name, pin in pinned["figures"].items()
        if told[name] < pin["figure"] - pin["noise"]
    }
    assert not fallen, f"(now, pinned): {fallen}"
    assert set(pinned["figures"]) == set(FIGURES)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pin", metavar="WHY", required=True)
    options = parser.parse_args()
    rows = counts()
    figures = {n: {"figure": round(figure(rows, n), 1), "noise": round(noise(rows, n), 1)} for n in FIGURES}
    told = {"why": options.pin, "digests": digests(), "figures": figures}
    PINS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
