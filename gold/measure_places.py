"""Precision and recall of places, and the share of right countries, on the labels in gold/places.

`python -m gold.measure_places dev|train [TREEBANK.conllu …]`: contents are gold. With treebanks each word gets
the tag that it has most often there, as a poor stand-in for the network's tags; without, the stage goes by forms.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.reader.words import split_words
from sayso.records import Article, Claim, Place, Source, Span
from sayso.understand.places import places
from sayso.understand.scene import Scene

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    text: str
    name: str
    country: str | None


class Tagger:
    """Each word's most frequent tag in treebanks; unknown words by shape."""

    def __init__(self, paths: Sequence[Path]) -> None:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for path in paths:
            for line in path.read_text(encoding="utf-8").splitlines():
                columns = line.split("\t")
                if len(columns) == 10 and columns[0].isdigit():
                    counts[columns[1]][columns[4]] += 1
        self._best = {word: c.most_common(1)[0][0] for word, c in counts.items()}

    def tags(self, tokens: Sequence[str]) -> tuple[str, ...]:
        if not self._best:
            return ("",) * len(tokens)
        return tuple(
            self._best.get(t) or self._best.get(t.lower()) or ("NNP" if t[0].isupper() else "NN") for t in tokens
        )


def scene_of(text: str, tagger: Tagger) -> Scene:
    words = split_words(text)
    tokens = [text[a:b] for a, b in zip(words.start.tolist(), words.end.tolist(), strict=True)]
    return Scene(article=Article(text=text), words=words, tags=tagger.tags(tokens))


def claims_of(row: dict[str, Any]) -> list[Claim]:
    def spans(pairs: Any) -> tuple[Span, ...]:
        return tuple(Span.of(row["text"], a, b) for a, b in pairs or ())

    return [
        Claim(
            id=a["id"],
            content=spans(a["content"]),
            confidence=1.0,
            source=Source(spans=spans(a["source"])) if a["source"] else None,
        )
        for a in row["attributions"]
    ]


def pairs(labels: Sequence[Label], found: Sequence[Place]) -> list[tuple[Label | None, Place | None]]:
    """Labels with the places that have one of their words as a span; the rest of either alone."""
    left = list(found)
    out: list[tuple[Label | None, Place | None]] = []
    for label in labels:
        hit = next((p for p in left if any(s.text.rstrip(".") == label.text for s in p.spans)), None)
        if hit is not None:
            left.remove(hit)
        out.append((label, hit))
    return out + [(None, p) for p in left]


def main() -> None:
    split, *treebanks = sys.argv[1:]
    tagger = Tagger([Path(p) for p in treebanks])
    count: Counter[str] = Counter()
    for line in (FOLDER / "corpus" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        path = FOLDER / "places" / f"{row['name']}.json"
        if not path.exists():
            continue
        labels = {k: [Label(**x) for x in v] for k, v in json.loads(path.read_text(encoding="utf-8")).items()}
        claims = claims_of(row)
        for claim, found in zip(claims, places(scene_of(row["text"], tagger), claims), strict=True):
            count["claims"] += 1
            for label, place in pairs(labels.get(claim.id, ()), found):
                count["labels"] += label is not None
                count["found"] += place is not None
                if label and place:
                    count["both"] += 1
                    count["told"] += place.country is not None
                    count["country"] += place.country == label.country
                    count["wrong country"] += place.country is not None and place.country != label.country
                    count["name"] += place.name == label.name
                    count["point"] += place.latitude is not None
                ok = label and place and place.country == label.country and place.name == label.name
                if not ok:
                    print(row["name"], claim.id, label, "|", place and (place.name, place.country, place.spans[0].text))
    both = count["both"] or 1
    precision, recall = both / (count["found"] or 1), both / (count["labels"] or 1)
    print(f"{split}: {count['claims']} claims, {count['labels']} labels, {count['found']} found")
    print(f"precision {precision:.1%}, recall {recall:.1%}; of the {both} found rightly:")
    print(
        f"country right, or open as labelled, {count['country'] / both:.1%}; a wrong country {count['wrong country']}"
    )
    print(f"name {count['name'] / both:.1%}, with coordinates {count['point'] / both:.1%}")


if __name__ == "__main__":
    main()
