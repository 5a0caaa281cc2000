"""`python -m gold.pairs.build` writes gold/pairs/{train,dev,test}.jsonl and the digests from what was adjudicated.

A row: `{"pair", "group", "label", "tone", "hard", "a": {"id", "text", "cue", "source", "said", "about"}, "b": {…}}`.
`text` is the words of the content, `cue` those that say what the source does with it (a denial turns the content
round); `hard` tells whether the two share a name, a number or a word of four letters, or the speaker.
"""

from __future__ import annotations

import argparse
import hashlib
import json

from gold.pairs.read import (
    HERE,
    SPLITS,
    Candidate,
    Proposition,
    Verdict,
    candidates,
    groups,
    hard,
    pair_texts,
    propositions,
    verdicts,
    words,
)

DIGESTED = ("texts.jsonl", "propositions.jsonl", "candidates.jsonl", "adjudicated.jsonl", "questions.jsonl")


def side(one: Proposition, text: str) -> dict[str, str | None]:
    """One proposition of a row, in words."""
    cue = words(text, one.cue) or None
    return {
        "id": one.id,
        "text": words(text, one.content),
        "cue": cue,
        "source": one.name,
        "said": one.said,
        "about": one.about,
    }


def row(pair: Candidate, verdict: Verdict, known: dict[str, Proposition], texts: dict[str, str]) -> dict[str, object]:
    """One labelled pair."""
    a, b = known[pair.a], known[pair.b]
    left, right = side(a, texts[a.text]), side(b, texts[b.text])
    return {
        "pair": pair.pair,
        "group": pair.group,
        "label": verdict.label,
        "tone": verdict.tone,
        "hard": hard(left["text"] or "", right["text"] or "", (a.name, b.name)),
        "a": left,
        "b": right,
    }


def splits() -> dict[str, str]:
    """The three files' text, by split."""
    known, texts, place = propositions(), pair_texts(), groups()
    settled = verdicts(HERE / "adjudicated.jsonl")
    lines: dict[str, list[str]] = {split: [] for split in SPLITS}
    for pair in candidates():
        told = row(pair, settled[pair.pair], known, texts)
        lines[place[pair.group]].append(json.dumps(told, ensure_ascii=False) + "\n")
    return {split: "".join(found) for split, found in lines.items()}


def digests() -> dict[str, str]:
    """SHA-256 of every file of the pairs as it stands."""
    names = (*DIGESTED, *(f"{split}.jsonl" for split in SPLITS))
    return {name: hashlib.sha256((HERE / name).read_bytes()).hexdigest() for name in names if (HERE / name).exists()}


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    for split, text in splits().items():
        (HERE / f"{split}.jsonl").write_text(text, encoding="utf-8")
        print(split, text.count("\n"))
    (HERE / "digests.json").write_text(json.dumps(digests(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
