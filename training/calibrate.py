"""Fit what turns scores into confidence, choose cue bias and threshold on annotated articles; write the manifest.

`python -m training.calibrate MODEL_FOLDER GOLD.jsonl.gz`. The calibration error printed is cross-validated by article.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.score import ROLES, Count, Figures, Item, calibration, gold_items, nests, score_one
from sayso.reader.claims import span_of, trimmed
from sayso.reader.network import Network
from sayso.reader.readout import read_words
from sayso.reader.words import split_words
from training.data import load

BIASES = (-0.3, 0.0, 0.3)
INNER_BIASES = (0.0, 0.5, 1.0, 1.5)
THRESHOLDS = np.arange(0.0, 0.48, 0.03)
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
    """Everything found in each article at one pair of cue biases, with features and whether it is right."""

    def __init__(self, network: Network, gold: list[dict[str, object]], bias: float, inner_bias: float) -> None:
        network.manifest = replace(network.manifest, cue_bias=bias, inner_bias=inner_bias)
        self.gold, self.told = gold, [self._items(network, str(one["text"])) for one in gold]
        rows, right, article, self.places = [], [], [], []
        for number, (one, here) in enumerate(zip(gold, self.told, strict=True)):
            figures, kept = Figures(), [k for k, (x, _) in enumerate(here) if nests(one) or x.parent is None]
            score_one(str(one["text"]), gold_items(one), [here[k][0] for k in kept], figures, nests=nests(one))
            judged = [k for k in kept if here[k][0].parent is None] + [k for k in kept if here[k][0].parent is not None]
            for k, (_, ok) in zip(judged, figures.judged, strict=True):
                rows.append(here[k][1])
                right.append(ok)
                article.append(number)
                self.places.append((number, k))
        self.features, self.right, self.article = np.array(rows), np.array(right, float), np.array(article)

    @staticmethod
    def _items(network: Network, text: str) -> list[tuple[Item, tuple[float, ...]]]:
        words = split_words(text)
        out = []
        for found in (trimmed(words, a) for a in read_words(network, words).attributions):
            if not found.contents:
                continue
            parts = {"source": [found.source] if found.source else [], "cue": [found.cue]}
            parts["content"] = list(found.contents)
            spans = {r: [(s.start, s.end) for s in (span_of(words, p) for p in parts[r])] for r in ROLES}
            parent = None if found.parent is None else str(found.parent)
            out.append((Item(spans=spans, id=str(found.number), parent=parent), found.features()))
        return out

    def figures(self, sure: Floats, threshold: float, inner_threshold: float) -> Figures:
        figures = Figures()
        known = dict(zip(self.places, sure.tolist(), strict=True))
        for number, (one, here) in enumerate(zip(self.gold, self.told, strict=True)):
            out = {
                x.id
                for k, (x, _) in enumerate(here)
                if known.get((number, k), -1.0) < (inner_threshold if x.parent else threshold)
            }
            items = [replace(x, confidence=known[number, k]) for k, (x, _) in enumerate(here) if x.id not in out]
            above = {x.id: x.parent for x, _ in here}
            score_one(
                str(one["text"]), gold_items(one), [_raised(x, out, above) for x in items], figures, nests=nests(one)
            )
        return figures

    def out_of_fold(self) -> Floats:
        sure = np.zeros(len(self.right))
        for fold in range(FOLDS):
            held = self.article % FOLDS == fold
            sure[held] = 1 / (1 + np.exp(-self.features[held] @ fit(self.features[~held], self.right[~held])))
        return sure


def _raised(item: Item, out: set[str | None], above: dict[str | None, str | None]) -> Item:
    parent = item.parent
    while parent in out and parent is not None:
        parent = above[parent]
    return replace(item, parent=parent)


def mean_f1(figures: Figures) -> float:
    return sum(figures.counts[goal].f1 for goal in GOALS) / len(GOALS)


def choose(
    network: Network,
    outer: list[dict[str, object]],
    inner: list[dict[str, object]],
    inner_biases: Sequence[float] = INNER_BIASES,
    biases: Sequence[float] = BIASES,
) -> dict[str, object]:
    """outer: articles that decide cue bias and threshold; inner: articles with claims inside claims, for theirs.

    Articles that were trained on belong in neither: they make the confidence too sure.
    """
    best = (-1.0, 0.0, 0.0)
    for bias in biases:
        told = Predictions(network, outer, bias, 0.0)
        sure = told.out_of_fold()
        f1, threshold = max((mean_f1(told.figures(sure, t, 1.1)), t) for t in THRESHOLDS)
        error = calibration([(float(c), bool(ok)) for c, ok in zip(sure, told.right, strict=True)])[1]
        counts = told.figures(sure, threshold, 1.1).counts
        print(f"bias {bias} threshold {threshold:.2f} ECE {error:.3f}", _percents(counts), flush=True)
        best = max(best, (f1, bias, threshold))
    _, bias, threshold = best
    deep = (-1.0, 0.0, 0.0, np.zeros(1))
    for inner_bias in inner_biases:
        told = Predictions(network, [*outer, *inner], bias, inner_bias)
        sure = told.out_of_fold()
        nested = [(told.figures(sure, threshold, t).counts["nested"].f1, t) for t in THRESHOLDS]
        f1, inner_threshold = max(nested)
        counts = told.figures(sure, threshold, inner_threshold).counts
        print(f"inner bias {inner_bias} threshold {inner_threshold:.2f}", _percents(counts), flush=True)
        if f1 > deep[0]:
            deep = (f1, inner_bias, inner_threshold, fit(told.features, told.right))
    return {
        "cue_bias": bias,
        "threshold": round(float(threshold), 3),
        "inner_bias": deep[1],
        "inner_threshold": round(float(deep[2]), 3),
        "calibration": [round(float(w), 5) for w in deep[3]],
    }


def _percents(counts: dict[str, Count]) -> dict[str, float]:
    return {k: round(100 * c.f1, 1) for k, c in counts.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("gold", type=Path, help="articles that decide the threshold of outer claims")
    parser.add_argument(
        "--inner-bias", type=float, nargs="+", default=INNER_BIASES, help="to choose from; one where --nested is small"
    )
    parser.add_argument("--bias", type=float, nargs="+", default=BIASES, help="of outer cues, to choose from")
    parser.add_argument("--nested", type=Path, nargs="+", default=[], help="articles with claims inside claims")
    options = parser.parse_args()
    network = Network(options.folder, threads=2)
    inner = [a for file in options.nested for a in load(file)]
    chosen = choose(network, load(options.gold), inner, options.inner_bias, options.bias)
    path = options.folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | chosen, indent=1) + "\n", encoding="utf-8")
    print(chosen)


if __name__ == "__main__":
    main()
