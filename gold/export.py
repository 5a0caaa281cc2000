"""The gold corpus as W3C Web Annotations: `python -m gold.export --out FOLDER [--split test]`.

Writes FOLDER/{train,dev,test}.jsonld.jsonl, one AnnotationPage a text (sayso/export/web_annotation.py) on each line.
The positions count in the texts of gold/texts.jsonl; a claim's confidence is 1.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from gold.labels import HERE
from sayso.export.web_annotation import to_annotation_page
from sayso.records import Article, Certainty, Claim, Cue, Reading, Source, Span, When

SPLITS = ("train", "dev", "test")
READER = "gold"


def reading(row: dict[str, Any]) -> Reading:
    """A row of gold/corpus as the records of a reading; cues have no lemma."""
    article = Article(**{key: row[key] for key in ("text", "name", "url", "outlet", "title", "published")})
    claims = tuple(_claim(article.text, told) for told in row["attributions"])
    return Reading(reader=READER, article=article, claims=claims)


def _claim(text: str, told: dict[str, Any]) -> Claim:
    def spans(role: str) -> tuple[Span, ...]:
        return tuple(Span.of(text, start, end) for start, end in told[role])

    source, hedges = spans("source"), spans("certainty")
    (cue,) = spans("cue")
    return Claim(
        id=told["id"],
        parent=told["parent"],
        source=Source(spans=source, name=told["name"], record=told["record"]) if source else None,
        cue=Cue(span=cue, lemma=""),
        content=spans("content"),
        form=told["form"],
        force=told["force"],
        polarity=told["polarity"],
        certainty=Certainty(words=hedges) if hedges else None,
        horizon=told["horizon"],
        said=When(**told["said"]) if told["said"] else None,
        about=When(**told["about"]) if told["about"] else None,
        due=told["due"],
        confidence=1.0,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder to write into; made where it is missing")
    parser.add_argument("--split", choices=SPLITS, help="one split alone")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for split in [options.split] if options.split else SPLITS:
        rows = (HERE / "corpus" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
        pages = [to_annotation_page(reading(json.loads(line))) for line in rows]
        (options.out / f"{split}.jsonld.jsonl").write_text("".join(f"{page}\n" for page in pages), encoding="utf-8")
        print(f"{split}: {len(pages)} texts")


if __name__ == "__main__":
    main()
