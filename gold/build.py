"""Texts and adjudicated labels become gold/corpus/{train,dev,test}.jsonl with exact spans. `python -m gold.build`.

Splits go by event: no event stands in two of them. No reader is trained on the test part.
"""

from __future__ import annotations

import json
from typing import Any

from gold.labels import HERE, Label, read_labels, texts

SPLITS = {
    "test": (
        *("asylum", "hackers", "homeopathic", "ie9", "makiivka", "novofedorivka", "questionnaire", "warming"),
        *("glitch", "okhtyrka", "settlement", "trademark", "vasylkiv", "verdict"),
    ),
    "dev": (
        *("clock", "crane", "enerhodar", "flag", "stampede"),
        *("antonov", "avdiivka", "cisco", "medical-leave", "pisky", "resignation"),
    ),
}
KEPT = ("name", "title", "outlet", "published", "url", "license", "text")


def split_of(name: str) -> str:
    return next((split for split, names in SPLITS.items() if name in names), "train")


def row(text: dict[str, Any], labels: list[Label]) -> dict[str, Any]:
    """One article in the scorer's form, with the attributes of the contract beside the spans."""
    attributions = [
        {"id": x.id, "parent": x.parent}
        | {role: [list(s) for s in spans] for role, spans in x.spans.items()}
        | {k: x.attributes[k] for k in sorted(x.attributes)}
        for x in labels
    ]
    return {k: text[k] for k in KEPT} | {"attributions": attributions}


def main() -> None:
    known, labels = texts(), read_labels(HERE / "adjudicated")
    folder = HERE / "corpus"
    folder.mkdir(exist_ok=True)
    for split in ("train", "dev", "test"):
        rows = [row(known[n], labels[n]) for n in sorted(labels) if split_of(n) == split]
        body = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
        (folder / f"{split}.jsonl").write_text(body, encoding="utf-8")
        claims = [a for r in rows for a in r["attributions"]]
        print(f"{split}: {len(rows)} texts, {len(claims)} claims, {sum(bool(a['parent']) for a in claims)} nested")


if __name__ == "__main__":
    main()
