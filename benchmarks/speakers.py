"""Who the sources are, measured alone on gold spans: names and kinds. `python -m benchmarks.speakers --help`.

Spans and parents are the gold's. Tags and names come from a file (`--scenes`, JSON lines of {"name", "tags": one a
word, "names": [[first word, word after the last, kind], …]}), since the gold has none. Names are compared without
case, outer punctuation and a leading article.
"""

from __future__ import annotations

import argparse
import json
import string
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sayso.reader.lemmas import cue_lemma
from sayso.reader.words import split_words
from sayso.records import Article, Claim, Cue, Source, Span
from sayso.understand.phrase_words import PRONOUNS
from sayso.understand.scene import Name, Scene
from sayso.understand.speakers import speakers

CORPUS = Path(__file__).parent.parent / "gold" / "corpus"
Row = Mapping[str, Any]
_PROPER = frozenset({"named-person", "named-organisation"})


@dataclass(slots=True, kw_only=True)
class Figures:
    """right and all: sources by kind of wording (name, description, pronoun). records: (gold, told) pairs."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    records: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0
    words: int = 0


def folded(name: str | None) -> str | None:
    """A name for comparing."""
    if name is None:
        return None
    words = name.lower().replace("’", "'").strip(string.punctuation + string.whitespace + "“”‘").split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words)


def scene_of(row: Row, told: Row | None) -> Scene:
    """The scene of a gold text with what the file tells of its words; without it the stage has capitals alone."""
    words = split_words(row["text"])
    article = Article(text=row["text"], name=row["name"], published=row.get("published"), outlet=row.get("outlet"))
    if told is None:
        return Scene(article=article, words=words, tags=("",) * len(words))
    names = tuple(Name(start=a, end=b, kind=kind) for a, b, kind in told["names"])
    return Scene(article=article, words=words, tags=tuple(told["tags"]), names=names)


def claims_of(row: Row) -> list[Claim]:
    """The gold's claims as the reader would give them."""
    text = row["text"]
    out = []
    for gold in row["attributions"]:
        spans = tuple(Span.of(text, a, b) for a, b in gold["source"] or ())
        cue = Span.of(text, *gold["cue"][0]) if gold["cue"] else None
        out.append(
            Claim(
                id=gold["id"],
                parent=gold["parent"],
                source=Source(spans=spans) if spans else None,
                cue=Cue(span=cue, lemma=cue_lemma(cue.text)) if cue else None,
                content=tuple(Span.of(text, a, b) for a, b in gold["content"]),
                confidence=1.0,
            )
        )
    return out


def measure(rows: Sequence[Row], told: Mapping[str, Row]) -> Figures:
    out = Figures()
    for row in rows:
        scene, claims = scene_of(row, told.get(row["name"])), claims_of(row)
        start = time.process_time()
        found, _ = speakers(scene, claims)
        out.seconds += time.process_time() - start
        out.words += len(scene.words)
        for gold, source in zip(row["attributions"], found, strict=True):
            if source is not None:
                _count(out, row, gold, source)
    return out


def _count(out: Figures, row: Row, gold: Row, source: Source) -> None:
    wording = " … ".join(span.text for span in source.spans)
    kind = "pronoun" if wording.lower() in PRONOUNS else "name" if gold["record"] in _PROPER else "description"
    right = folded(source.name) == folded(gold["name"])
    out.all[kind] += 1
    out.right[kind] += right
    out.records[str(gold["record"]), str(source.record)] += 1
    if not right or gold["record"] != source.record:
        pair = f"{gold['name']} ({gold['record']}) → {source.name} ({source.record})"
        out.errors.append(f"{row['name']} {gold['id']}\t{wording}\t{pair}")


def report(name: str, figures: Figures) -> list[str]:
    n, right = figures.all.total(), figures.right.total()
    lines = [f"{name}: name right {100 * right / max(n, 1):.1f} % of n={n}"]
    for kind in ("name", "description", "pronoun"):
        count = figures.all[kind]
        lines.append(f"  {kind + 's':14}{100 * figures.right[kind] / max(count, 1):5.1f} % of n={count}")
    same = sum(c for (g, t), c in figures.records.items() if g == t)
    lines.append(f"  record right {100 * same / max(n, 1):.1f} % of n={n}; gold / told:")
    keys = sorted({key for pair in figures.records for key in pair})
    lines.append(f"{'':22}" + "".join(f"{key[:13]:>14}" for key in keys))
    for g in keys:
        if any(figures.records[g, t] for t in keys):
            lines.append(f"{g:>22}" + "".join(f"{figures.records[g, t] or '·':>14}" for t in keys))
    lines.append(f"  {1e6 * figures.seconds / max(figures.words, 1):.1f} µs a word of {figures.words} words")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speakers", description=__doc__)
    parser.add_argument("splits", nargs="*", default=["train", "dev"], help="of gold/corpus; default: train dev")
    parser.add_argument("--scenes", type=Path, help="tags and names of the texts, JSON lines")
    parser.add_argument("--errors", action="store_true", help="print each source that is not as in the gold")
    options = parser.parse_args()
    told: dict[str, Row] = {}
    if options.scenes:
        lines = options.scenes.read_text(encoding="utf-8").splitlines()
        told = {row["name"]: row for row in map(json.loads, lines)}
    for split in options.splits:
        rows = [json.loads(line) for line in (CORPUS / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()]
        figures = measure(rows, told)
        print("\n".join(report(split, figures)))
        if options.errors:
            print("\n".join(figures.errors))


if __name__ == "__main__":
    main()
