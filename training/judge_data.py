"""What the judge learns from: labelled pairs of news, and general inference sets for a start."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.candidates import Sentence, sentences
from sayso.link.judge.encoding import Encoded, encode, ordered
from sayso.link.records import VERDICTS, Pair, Side
from sayso.reader.pieces import Pieces

INFERENCE = ("entailment", "neutral", "contradiction")
FEVER = {"SUPPORTS": "entailment", "REFUTES": "contradiction", "NOT ENOUGH INFO": "neutral"}
HELD_TOPICS = 25  # of ECB+: from here on they are for measuring
WHOLE = 0.2  # how often source and cue are written into the text
NO_CUE, NO_SOURCE, NO_SAID = 0.35, 0.15, 0.1  # how often what is known beside the text is kept from the model


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A pair and its label's place in VERDICTS (or INFERENCE); group: the event, which is never split."""

    pair: Pair
    label: int
    group: str
    name: str = ""
    weight: float = 1.0


def side(row: dict[str, Any]) -> Side:
    return Side(text=row["text"], said=row["said"], source=row["source"], cue=row.get("cue"))


def load_pairs(paths: Iterable[Path], split: str | None = None) -> list[Example]:
    """Pairs as gold.pairs.build and gold.pairs_train.join write them; those of one split alone where it is named."""
    out = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if split is None or row.get("split", split) == split:
                group = row.get("group") or row["event"]
                label = VERDICTS.index(row["label"])
                pair = (side(row["a"]), side(row["b"]))
                out.append(Example(pair=pair, label=label, group=group, name=row["pair"]))
    return out


def load_inference(folder: Path) -> list[Example]:
    """nli-triples, negation-nli and fever-symmetric, unpacked under the folder."""
    told: list[tuple[str, str, str]] = []
    for name in ("oie-train.csv", "oie-devin.csv"):
        with (folder / "nli_triples" / name).open(encoding="utf-8", newline="") as file:
            told += [(r["Premise"], r["Hypothesis"], r["GoldLabel"]) for r in csv.DictReader(file)]
    for name in ("MNLI.txt", "SNLI.txt"):
        with (folder / "negation_nli" / name).open(encoding="cp1252", errors="replace", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            told += [(r["Text"], r["Hypothesis"], r["gold_label"]) for r in rows]
    for path in sorted((folder / "fever_symmetric").rglob("fever_symmetric_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            told.append(
                (
                    row.get("evidence_sentence") or row["evidence"],
                    row["claim"],
                    FEVER[row.get("label") or row["gold_label"]],
                )
            )
    return [
        Example(pair=(Side(text=a), Side(text=b)), label=INFERENCE.index(label), group="inference")
        for a, b, label in told
        if label in INFERENCE
    ]


class Tellings:
    """Sentences of ECB+ that tell events which another document of their topic tells too."""

    def __init__(self, folder: Path) -> None:
        told = sentences(folder, frozenset(str(n) for n in range(1, HELD_TOPICS)))
        self._pairs: dict[str, list[tuple[Sentence, Sentence]]] = {}
        for one, other in combinations(told, 2):
            if one.document != other.document and one.events & other.events:
                self._pairs.setdefault(one.topic, []).append((one, other))

    def draw(self, rng: random.Random, size: int) -> list[tuple[Sentence, Sentence]]:
        """Pairs that tell one event, several of a topic, so that some of the others are near."""
        topics = rng.sample(sorted(self._pairs), max(1, size // 4))
        return [rng.choice(self._pairs[topics[i % len(topics)]]) for i in range(size)]


def hidden(one: Side, rng: random.Random) -> Side:
    """A side with some of what stands beside its text kept from the model, as `compare` may not be told it either, or
    with all of it in the text, as one sentence."""
    if one.source and one.cue and rng.random() < WHOLE:
        return replace(one, text=f"{one.source} {one.cue} {one.text}", source=None, cue=None)
    if rng.random() < NO_CUE:
        one = replace(one, cue=None)
    if rng.random() < NO_SOURCE:
        one = replace(one, source=None, cue=None)
    return one


def encoded(example: Example, pieces: Pieces, rng: random.Random | None) -> Encoded:
    """One example for the network; with rng a little different each time."""
    pair = example.pair
    if rng:
        pair = (hidden(pair[0], rng), hidden(pair[1], rng))
        if rng.random() < NO_SAID and VERDICTS[example.label] != "shift":
            pair = (replace(pair[0], said=None), replace(pair[1], said=None))
    return encode(ordered(pair), pieces)


def batches(examples: Sequence[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Batches of like length in random order."""
    keyed = sorted(examples, key=lambda e: len(e.pair[0].text) + len(e.pair[1].text) + rng.random() * 80)
    out = [list(keyed[i : i + size]) for i in range(0, len(keyed), size)]
    rng.shuffle(out)
    return out
