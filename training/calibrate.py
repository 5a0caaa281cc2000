"""Fit what turns scores into confidence, choose cue bias and threshold on annotated articles; write the manifest.

`python -m training.calibrate MODEL_FOLDER GOLD.jsonl.gz`. The calibration error printed is cross-validated by article.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.score import ROLES, Attribution, Figures, calibration, gold_attributions, score_one
from sayso.reader.attributions import find_attributions
from sayso.reader.claims import span_of, trimmed
from sayso.reader.network import Network
from sayso.reader.words import split_words
from sayso.settings import Settings
from training.data import load

BIASES = (-0.3, 0.0, 0.3)
THRESHOLDS = np.arange(0.0, 0.42, 0.03)
GOALS = ("exact.source", "exact.cue", "exact.content", "linked", "linked_exact")  # their mean F1 decides
FOLDS = 5
Floats = NDArray[np.float64]


def fit(features: Floats, right: Floats, strength: float = 1.0) -> Floats:
    """Logistic regression by Newton's method. features (N, F), right (N) of 0 and 1 → weights (F)."""
    weights = np.zeros(features.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-features @ weights))
        gradient = features.T @ (p - right) + strength * weights
        curve = (features * (p * (1 - p))[:, None]).T @ features + strength * np.eye(len(weights))
        step = np.linalg.solve(curve, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


class Predictions:
    """Everything found in each article at one cue bias, with features and whether it is linked."""

    def __init__(self, network: Network, gold: list[dict[str, object]], bias: float) -> None:
        network.manifest = replace(network.manifest, cue_bias=bias)
        self.gold, self.told, rows, right, article = gold, [], [], [], []
        for number, one in enumerate(gold):
            words = split_words(str(one["text"]))
            here: list[tuple[Attribution, float]] = []
            for found in (trimmed(words, a) for a in find_attributions(network, words, Settings().batch)):
                if not found.contents:
                    continue
                parts = {"source": [found.source] if found.source else [], "cue": [found.cue]}
                parts["content"] = list(found.contents)
                spans = {r: [span_of(words, p) for p in parts[r]] for r in ROLES}
                here.append(({r: [(s.start, s.end) for s in spans[r]] for r in ROLES}, 0.0))
                rows.append(found.features())
                article.append(number)
            figures = Figures()
            score_one(words.text, gold_attributions(one), here, figures)
            right += [ok for _, ok in figures.judged]
            self.told.append(here)
        self.features, self.right, self.article = np.array(rows), np.array(right, float), np.array(article)

    def figures(self, sure: Floats, threshold: float) -> Figures:
        figures, k = Figures(), 0
        for one, here in zip(self.gold, self.told, strict=True):
            kept = [(a, float(sure[k + i])) for i, (a, _) in enumerate(here) if sure[k + i] >= threshold]
            k += len(here)
            score_one(str(one["text"]), gold_attributions(one), kept, figures)
        return figures

    def out_of_fold(self) -> Floats:
        sure = np.zeros(len(self.right))
        for fold in range(FOLDS):
            held = self.article % FOLDS == fold
            sure[held] = 1 / (1 + np.exp(-self.features[held] @ fit(self.features[~held], self.right[~held])))
        return sure


def mean_f1(figures: Figures) -> float:
    return sum(figures.counts[goal].f1 for goal in GOALS) / len(GOALS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("gold", type=Path)
    options = parser.parse_args()
    network, gold = Network(options.folder, threads=2), load(options.gold)
    best = (-1.0, 0.0, 0.0, np.zeros(1))
    for bias in BIASES:
        told = Predictions(network, gold, bias)
        sure = told.out_of_fold()
        scores = [(mean_f1(told.figures(sure, t)), t) for t in THRESHOLDS]
        f1, threshold = max(scores)
        error = calibration([(float(c), bool(ok)) for c, ok in zip(sure, told.right, strict=True)])[1]
        counts = told.figures(sure, threshold).counts
        print(
            f"bias {bias} threshold {threshold:.2f} ECE {error:.3f}",
            {k: round(100 * c.f1, 1) for k, c in counts.items()},
        )
        if f1 > best[0]:
            best = (f1, bias, threshold, fit(told.features, told.right))
    path = options.folder / "manifest.json"
    chosen = {
        "cue_bias": best[1],
        "threshold": round(float(best[2]), 3),
        "calibration": [round(float(w), 5) for w in best[3]],
    }
    path.write_text(json.dumps(json.loads(path.read_text()) | chosen, indent=1) + "\n", encoding="utf-8")
    print(chosen)


if __name__ == "__main__":
    main()
