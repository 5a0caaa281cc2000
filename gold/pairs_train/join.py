"""Training pairs of claims as ids, offsets and labels, without their text, which is their publishers': joined here.

`python -m gold.pairs_train.join FEEDS.jsonl.xz US.jsonl.xz --out PAIRS.jsonl` looks the articles of labels.tsv up by
digest in the archives given and writes one pair a line: pair, event, split (train or dev, by whole events), label, by
(which pass labelled it), and two sides a and b, the earlier one first. A side has what `sayso compare` takes (text: the
proposition; said: the day of publication; source, null for the outlet's own statement) and besides cue, force, whole
(source, cue and content as they stand), context (the line of the article they stand in), title, outlet and article
(its digest's first 16 digits).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from gold.pairs_train.collect import Article, articles, events

LABELS = Path(__file__).parent / "labels.tsv"
VERDICTS = ("same", "contradicts", "shift", "related", "unrelated")
DIGITS = 16  # of an article's digest: enough to tell the articles of both archives apart
AROUND = 400  # characters of context on either side of a proposition, at most

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one side stands: spans in code points of the article's text; no source and cue for the outlet's words."""

    article: str
    source: Spans
    cue: Spans
    content: Spans
    force: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One row of labels.tsv."""

    pair: str
    label: str
    by: str
    a: Place
    b: Place

    @property
    def event(self) -> str:
        return self.pair.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One proposition with its words."""

    text: str
    said: str
    source: str | None
    cue: str | None
    force: str | None
    whole: str
    context: str
    title: str
    outlet: str
    article: str


def write_spans(spans: Iterable[Iterable[int]]) -> str:
    return ",".join("-".join(map(str, s)) for s in spans)


def read_spans(field: str) -> Spans:
    """`12-30,44-60` as pairs of offsets, half-open; an empty field as none."""
    pairs = [part.split("-") for part in field.split(",")] if field else []
    return tuple((int(start), int(end)) for start, end in pairs)


def labels(table: Path = LABELS) -> tuple[Label, ...]:
    """The rows of labels.tsv. Raises ValueError at a label out of vocabulary and at a pair told twice."""
    found: dict[str, Label] = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        pair, label, by, *places = line.split("\t")
        if label not in VERDICTS or pair in found:
            raise ValueError(f"{pair}: {label} is no verdict or the pair is told twice")
        sides = [
            Place(
                article=article,
                source=read_spans(source),
                cue=read_spans(cue),
                content=read_spans(content),
                force=force or None,
            )
            for article, source, cue, content, force in (places[:5], places[5:])
        ]
        found[pair] = Label(pair=pair, label=label, by=by, a=sides[0], b=sides[1])
    return tuple(found.values())


def words(text: str, spans: Spans) -> str:
    """The spans' words, white space as single spaces, fragments joined by a space."""
    return " ".join(" ".join(text[start:end].split()) for start, end in spans)


def side(place: Place, article: Article) -> Side:
    """A side's words. Raises ValueError where a span ends beyond the text."""
    text = article.text
    everything = sorted((*place.source, *place.cue, *place.content))
    start, end = everything[0][0], max(e for _, e in everything)
    if end > len(text):
        raise ValueError(f"{article.name}: a span ends at {end}, the text at {len(text)}")
    first = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    last = text.find("\n", end)
    last = min(len(text) if last < 0 else last, end + AROUND)
    return Side(
        text=words(text, place.content),
        said=article.published,
        source=words(text, place.source) or None,
        cue=words(text, place.cue) or None,
        force=place.force,
        whole=words(text, ((start, end),)),
        context=words(text, ((first, last),)),
        title=words(text, ((0, text.find("\n\n")),)),
        outlet=article.outlet,
        article=place.article,
    )


def join(rows: Iterable[Label], texts: Iterable[Article], split: dict[str, str]) -> Iterator[dict[str, object]]:
    """Each row whose two articles are among the texts, with its words; split tells an event's half."""
    rows = tuple(rows)
    wanted = {p.article for r in rows for p in (r.a, r.b)}
    known = {a.name[:DIGITS]: a for a in texts if a.name[:DIGITS] in wanted}
    for row in rows:
        if row.a.article in known and row.b.article in known:
            yield {
                "pair": row.pair,
                "event": row.event,
                "split": split[row.event],
                "label": row.label,
                "by": row.by,
                "a": asdict(side(row.a, known[row.a.article])),
                "b": asdict(side(row.b, known[row.b.article])),
            }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archives", type=Path, nargs="+", help="the .jsonl.xz archives of news")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    rows = labels()
    texts = (a for path in options.archives for a in articles(path))
    counts: Counter[tuple[str, str]] = Counter()
    with options.out.open("w", encoding="utf-8") as file:
        for pair in join(rows, texts, {e.name: e.split for e in events()}):
            counts[str(pair["split"]), str(pair["label"])] += 1
            file.write(json.dumps(pair, ensure_ascii=False) + "\n")
    print(f"{sum(counts.values())} of {len(rows)} pairs joined")
    for half in ("train", "dev"):
        print(f"{half}:", ", ".join(f"{counts[half, v]} {v}" for v in VERDICTS))


if __name__ == "__main__":
    main()
