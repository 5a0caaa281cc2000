"""The gate: no change lowers what the gold corpus's test split measures by more than its noise.

`python -m tests.gate --pin "why"` writes tests/gate.json anew: each figure, its noise (twice the standard deviation
over bootstrapped articles, at least two claims), and the digests of corpus and model that they belong to. A changed
corpus or model is pinned again, with the reason, in the commit that changes it. Figures are counted; no text is shown.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np

from benchmarks import genres
from benchmarks.__main__ import load
from benchmarks.genres import Row, figure
from sayso.reader.network import MODELS, Manifest
from sayso.reader.reader import Reader

GOLD = Path(__file__).parent.parent / "gold" / "corpus" / "test.jsonl"
PINS = Path(__file__).parent / "gate.json"
LEAST = 2  # claims that may change without the gate closing
FIGURES = ("linked", "nested", "form", "force", "polarity", "horizon", "name", "record")


def counts() -> list[Row]:
    """What each text adds to each figure."""
    reader = Reader()
    return [genres.counts(gold, reader) for gold in load(GOLD)]


def noise(rows: list[Row], name: str) -> float:
    """Two standard deviations of a figure over articles drawn anew, in points."""
    drawn = genres.drawn(rows, name)
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
