"""What a judge of pairs reaches on the gold pairs: `python -m gold.pairs.measure JUDGED.jsonl [--split test]`.

JUDGED: a line `{"pair", "verdict", "scores": {label: probability}}` each. Gives macro F1 over the five labels, each
label's F1, and for *contradicts* the precision where half of them are found, by the score; intervals of 95 % from
resampling the events whole, since pairs of one event are not independent.

`b_cubed` compares groupings of claims (gold/pairs/questions.jsonl with what a ledger made of them).
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gold.pairs.agree import f1
from gold.pairs.read import HERE, LABELS, SPLITS, candidates, groups, verdicts

RESAMPLED = 1000
RECALL = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A pair with its gold label, the judge's verdict and the judge's score for *contradicts* (0 … 1)."""

    group: str
    gold: str
    verdict: str
    score: float


def macro_f1(pairs: Sequence[Judged]) -> float:
    """Mean of the labels' F1; a label that neither side uses is left out."""
    told = [(one.gold, one.verdict) for one in pairs]
    used = [label for label in LABELS if any(label in both for both in told)]
    return sum(f1(told, label) for label in used) / len(used) if used else 0.0


def precision_at(pairs: Sequence[Judged], recall: float = RECALL, label: str = "contradicts") -> float:
    """Precision of the best-scored pairs, as many as it takes to find this share of the label's; 0 without any.

    Pairs of equal score are taken together, so that their order does not matter.
    """
    wanted = recall * sum(one.gold == label for one in pairs)
    hits = taken = 0
    if not wanted:
        return 0.0
    for score in sorted({one.score for one in pairs}, reverse=True):
        level = [one for one in pairs if one.score == score]
        taken += len(level)
        hits += sum(one.gold == label for one in level)
        if hits >= wanted:
            break
    return hits / taken


def interval(pairs: Sequence[Judged], figure: Callable[[Sequence[Judged]], float]) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile of a figure over events drawn with replacement."""
    by_group: dict[str, list[Judged]] = {}
    for one in pairs:
        by_group.setdefault(one.group, []).append(one)
    names, draw = sorted(by_group), random.Random(0)  # noqa: S311  (draws for a measure)
    found = sorted(
        figure([one for name in draw.choices(names, k=len(names)) for one in by_group[name]]) for _ in range(RESAMPLED)
    )
    return found[int(0.025 * RESAMPLED)], found[int(0.975 * RESAMPLED) - 1]


def b_cubed(gold: Mapping[str, str], made: Mapping[str, str]) -> tuple[float, float, float]:
    """B³ precision, recall and F1 of groups, by item, over the items of gold; one that was put nowhere stands alone."""

    def sizes(place: Mapping[str, str], items: Iterable[str]) -> dict[str, set[str]]:
        out: dict[str, set[str]] = {}
        for item in items:
            out.setdefault(place.get(item, f"alone {item}"), set()).add(item)
        return out

    wanted, found = sizes(gold, gold), sizes(made, gold)
    precision = recall = 0.0
    for item in gold:
        a, b = wanted[gold[item]], found[made.get(item, f"alone {item}")]
        precision += len(a & b) / len(b)
        recall += len(a & b) / len(a)
    n = len(gold)
    if not n:
        return 0.0, 0.0, 0.0
    precision, recall = precision / n, recall / n
    return precision, recall, 2 * precision * recall / (precision + recall)


def joined(lines: Iterable[str], split: str) -> list[Judged]:
    """Judged pairs of a split. Raises ValueError when a pair of it was not judged, or a verdict is no label."""
    told = {row["pair"]: row for row in map(json.loads, lines)}
    place, settled, out = groups(), verdicts(HERE / "adjudicated.jsonl"), []
    for pair in candidates():
        if place[pair.group] != split:
            continue
        if pair.pair not in told or told[pair.pair]["verdict"] not in LABELS:
            raise ValueError(f"{pair.pair} was not judged")
        row = told[pair.pair]
        score = float(row["scores"]["contradicts"])
        out.append(Judged(group=pair.group, gold=settled[pair.pair].label, verdict=str(row["verdict"]), score=score))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("judged", type=Path)
    parser.add_argument("--split", choices=SPLITS, default="test")
    options = parser.parse_args()
    pairs = joined(options.judged.read_text(encoding="utf-8").splitlines(), options.split)
    figures: dict[str, Callable[[Sequence[Judged]], float]] = {
        "macro F1": macro_f1,
        f"contradicts, precision at recall {RECALL}": precision_at,
    }
    for name, figure in figures.items():
        low, high = interval(pairs, figure)
        print(f"{name:<42} {100 * figure(pairs):5.1f}   [{100 * low:.1f}, {100 * high:.1f}]   n={len(pairs)}")
    for label in LABELS:
        told = [(one.gold, one.verdict) for one in pairs]
        wanted = sum(one.gold == label for one in pairs)
        print(f"{label:<42} {100 * f1(told, label):5.1f}   n={wanted}")


if __name__ == "__main__":
    main()
