"""Fit the weights of the outlet's confidence: how often a sentence that is read as the outlet's own is its own.

`python -m training.outlet GOLD.jsonl[.gz] …` prints sayso/understand/lexicon/outlet.tsv. In articles that gold/outlet
labels, right is what is labelled so there; in others, what is mostly in no annotated attribution. The calibration error
printed on standard error is cross-validated by article.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.score import ROLES, gold_items
from sayso.reader.reader import Reader
from sayso.reader.words import split_words
from sayso.records import Article
from sayso.understand.outlet import LEAST_ATTRIBUTED, OwnSentence, features, own_sentences
from sayso.understand.scene import Scene
from training.calibrate import FOLDS, Floats, fit
from training.data import load

LABELS = Path(__file__).parent.parent / "gold" / "outlet"
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """values: (sentences, features). right: (sentences) of 0 and 1. article: (sentences) numbers."""

    names: tuple[str, ...]
    values: Floats
    right: Floats
    article: Floats


def scene_of(article: Article) -> Scene:
    words = split_words(article.text)
    return Scene(article=article, words=words, tags=("",) * len(words))


def labels(name: str) -> list[str] | None:
    """The label of each sentence of a text, None where gold/outlet does not have it."""
    path = LABELS / f"{name}.json"
    if not path.exists():
        return None
    return [one["label"] for one in json.loads(path.read_text(encoding="utf-8"))["sentences"]]


def attributed(gold: dict[str, object]) -> Floats:
    """For each character of the text, 1 where an annotated attribution holds it."""
    held = np.zeros(len(str(gold["text"])))
    for one in gold_items(gold):
        for role in ROLES:
            for start, end in one.spans[role]:
                held[start:end] = 1
    return held


def is_own(scene: Scene, one: OwnSentence, held: Floats, known: list[str] | None) -> bool:
    if known is not None:
        opens = {start: number for number, (start, _) in enumerate(scene.sentences)}
        return known[opens[one.region.start]] == "outlet"
    start, end = int(scene.words.start[one.region.start]), int(scene.words.end[one.region.end - 1])
    return float(held[start:end].mean()) < LEAST_ATTRIBUTED


def gather(golds: list[dict[str, object]]) -> Rows:
    reader = Reader()
    values, right, article = [], [], []
    names: tuple[str, ...] = ()
    for number, gold in enumerate(golds):
        reading = reader.read(Article(text=str(gold["text"]), title=str(gold.get("title") or "") or None))
        scene, held, known = scene_of(reading.article), attributed(gold), labels(str(gold["name"]))
        for one in own_sentences(scene, reading.claims):
            found = features(scene, one)
            names = tuple(found)
            values.append(list(found.values()))
            right.append(float(is_own(scene, one, held, known)))
            article.append(number)
    return Rows(names=names, values=np.array(values), right=np.array(right), article=np.array(article))


def probability(values: Floats, weights: Floats) -> Floats:
    out: Floats = 1 / (1 + np.exp(-values @ weights))
    return out


def calibration_error(p: Floats, right: Floats) -> float:
    """Expected calibration error over bins of equal size, 0 to 1."""
    order = np.argsort(p, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    return float(sum(len(part) * abs(p[part].mean() - right[part].mean()) for part in parts) / len(p))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("gold", nargs="+", type=Path)
    rows = gather([one for path in options.parse_args().gold for one in load(path)])
    told = np.zeros(len(rows.right))
    for fold in range(FOLDS):
        out = rows.article % FOLDS == fold
        told[out] = probability(rows.values[out], fit(rows.values[~out], rows.right[~out]))
    weights = fit(rows.values, rows.right)
    brier = float(((told - rows.right) ** 2).mean())
    base = float(rows.right.mean())
    articles = len(set(rows.article.tolist()))
    print("# outlet 1 · weight of each sign in the log-odds that a sentence is the outlet's own (training/outlet.py)")
    print(f"# n = {len(told)} sentences read as the outlet's own in {articles} articles, {base:.1%} of them rightly")
    for name, weight in zip(rows.names, weights, strict=True):
        print(f"{name}\t{weight:.3f}")
    error = calibration_error(told, rows.right)
    print(
        f"n {len(told)}, right {base:.3f}; cross-validated: calibration error {error:.3f}, "
        f"Brier {brier:.3f} (of the constant {base * (1 - base):.3f})",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
