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
from gold.pairs.measure import Judged, macro_f1, precision_at
from sayso.link.judge import load as load_judge
from sayso.link.judge.judge import Manifest as JudgeManifest
from sayso.link.judge.sides import side
from sayso.reader.network import MODELS, Manifest
from sayso.reader.reader import Reader

GOLD = Path(__file__).parent.parent / "gold" / "corpus" / "test.jsonl"
GOLD_PAIRS = GOLD.parent.parent / "pairs" / "test.jsonl"
PINS = Path(__file__).parent / "gate.json"
SEED, PAIR_ROUNDS = 7, 200
LEAST = 2  # claims that may change without the gate closing
PAIRS = ("pairs macro F1", "contradicts, precision at recall 0.5")
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


def pairs() -> list[Judged]:
    """The judge's verdicts on the test split of the gold pairs."""
    rows = [json.loads(line) for line in GOLD_PAIRS.read_text(encoding="utf-8").splitlines()]
    told = load_judge().judge([(side(row["a"], "a"), side(row["b"], "b")) for row in rows])
    return [
        Judged(group=row["group"], gold=row["label"], verdict=one.verdict, score=one.scores["contradicts"])
        for row, one in zip(rows, told, strict=True)
    ]


def pair_figures(judged: list[Judged]) -> dict[str, float]:
    """In %."""
    return {name: round(100 * of(judged), 1) for name, of in zip(PAIRS, (macro_f1, precision_at), strict=True)}


def pair_noise(judged: list[Judged]) -> dict[str, float]:
    """Two standard deviations over pairs drawn anew, in points."""
    draw = np.random.default_rng(SEED)
    drawn = [pair_figures([judged[i] for i in draw.integers(0, len(judged), len(judged))]) for _ in range(PAIR_ROUNDS)]
    return {name: round(2 * float(np.std([one[name] for one in drawn])), 1) for name in PAIRS}


def digests() -> dict[str, str]:
    corpora = {"corpus": GOLD, "pairs": GOLD_PAIRS}
    told = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in corpora.items()}
    return told | Manifest.load(MODELS).digests | JudgeManifest.load(MODELS).digests


def test_no_figure_falls_by_more_than_its_noise() -> None:
    pinned = json.loads(PINS.read_text(encoding="utf-8"))
    assert digests() == pinned["digests"], "corpus or model changed: python -m tests.gate --pin WHY, in the same commit"
    rows = counts()
    told = {name: round(figure(rows, name), 1) for name in FIGURES} | pair_figures(pairs())
    fallen = {
        name: (told[name], pin["figure"])
        for name, pin in pinned["figures"].items()
        if told[name] < pin["figure"] - pin["noise"]
    }
    assert not fallen, f"(now, pinned): {fallen}"
    assert set(pinned["figures"]) == {*FIGURES, *PAIRS}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pin", metavar="WHY", required=True)
    options = parser.parse_args()
    rows = counts()
    figures = {n: {"figure": round(figure(rows, n), 1), "noise": round(noise(rows, n), 1)} for n in FIGURES}
    judged = pairs()
    noises = pair_noise(judged)
    figures |= {n: {"figure": f, "noise": noises[n]} for n, f in pair_figures(judged).items()}
    told = {"why": options.pin, "digests": digests(), "figures": figures}
    PINS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
