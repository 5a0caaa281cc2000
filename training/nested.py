"""Attributions inside contents of PolNeAR, labelled by reading: ids and offsets here, the text stays where it is.

`python -m training.nested prepare ARTICLES.jsonl.gz FOLDER` writes what an annotator reads: every content of some
articles. `… check ARTICLES LABELS.jsonl…` finds the quotations that they wrote and tells what does not hold. `… join
ARTICLES LABELS… --out FILE` writes offsets, a line for every article that was read: {"name", "nested": [{"id",
"parent", "source", "cue", "content"}]}; `merged` puts them into articles.

A label is one JSON line: {"in": id of the content, "id": "x1", "cue": "…", "source": "…" or null, "content": ["…"]};
"in" may name an earlier label, for an attribution inside it. Quotations stand in the content; of several places the
first after the words "after". {"read": N} tells that article N has been read to its end.

`mend ARTICLES LABELS… --out FILE` is for articles that a reader has read: what it found stands unless {"drop": "N:a3"}
says that it is wrong, and {"in": "N"} adds an attribution that is in no other. It writes offsets of all attributions of
the articles that were read to their end: {"name", "sha256", "attributions"}; `texts ROWS NEWS.jsonl.xz --out FILE`
joins them to the texts.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gold.war.join import texts
from sayso.identity import text_digest
from training.data import load

SEED = 5
Spans = list[list[int]]


def prepare(articles: list[dict[str, Any]], folder: Path, parts: int, count: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    chosen = sorted(random.Random(SEED).sample(range(len(articles)), count))
    for part in range(parts):
        lines = []
        for n in chosen[part::parts]:
            text = articles[n]["text"]
            lines.append(f"# article {n}")
            for a in articles[n]["attributions"]:
                content = " / ".join(text[x:y].replace("\n", " ") for x, y in sorted(a["content"]))
                if len(content.split()) < 3:
                    continue
                source = " ".join(text[x:y] for x, y in a["source"]) or "-"
                cue = " ".join(text[x:y] for x, y in a["cue"])
                lines.append(f"[{n}:{a['id']}] ({source} | {cue}) {content}")
        (folder / f"part-{part + 1}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def find(text: str, spans: Spans, words: str, after: int = -1) -> list[int]:
    """The span of a quotation inside given spans, the first from `after` on. Raises ValueError where there is none."""
    for low, high in sorted(spans):
        at = max(low, after)
        while (at := text.find(words, at, high)) >= 0:
            left, right = text[max(0, at - 1) : at], text[at + len(words) : at + len(words) + 1]
            if not ((words[0].isalnum() and left.isalnum()) or (words[-1].isalnum() and right.isalnum())):
                return [at, at + len(words)]
            at += 1
    raise ValueError(f"{words!r} is not there")


def resolve(articles: list[dict[str, Any]], told: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """Labels with offsets, and what is wrong with the others."""
    known: dict[str, tuple[int, Spans]] = {}
    for n, article in enumerate(articles):
        known |= {f"{n}:{a['id']}": (n, a["content"]) for a in article["attributions"]}
        known[str(n)] = (n, [[0, len(article["text"])]])
    out, wrong = [], []
    for one in told:
        if "read" in one or "drop" in one:
            continue
        try:
            n, spans = known[one["in"]]
            text = articles[n]["text"]
            after = find(text, spans, one["after"])[0] if one.get("after") else -1
            cue = find(text, spans, one["cue"], after)
            quotes = one["content"] if isinstance(one["content"], list) else [one["content"]]
            content = []
            for words in quotes:
                try:
                    content.append(find(text, spans, words, cue[1] if not one.get("before") else after))
                except ValueError:
                    content.append(find(text, spans, words, after))
            source = []
            if one.get("source"):
                try:
                    source = [find(text, [[a, b] for a, b in spans], one["source"], after)]
                except ValueError:
                    source = [find(text, spans, one["source"])]
            parts = [cue, *source, *content]
            if any(a[0] < b[1] and b[0] < a[1] for i, a in enumerate(parts) for b in parts[i + 1 :]):
                raise ValueError(f"its parts overlap: {[text[a:b] for a, b in parts]}")
        except (KeyError, ValueError, TypeError) as error:
            wrong.append(f"{one.get('in')} {one.get('id')}: {error}")
            continue
        name = f"{one['in']}.{one['id']}"
        known[name] = known[one["id"]] = (n, content)
        out.append(
            {"article": n, "id": name, "parent": one["in"], "source": source, "cue": [cue], "content": sorted(content)}
        )
    return out, wrong


def mend(articles: list[dict[str, Any]], told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All attributions of the articles that were read: what the reader found, less what is dropped, and the labels."""
    labels, _ = resolve(articles, told)
    dropped = {one["drop"] for one in told if "drop" in one}
    rows = []
    for n in sorted({int(row["read"]) for row in told if "read" in row}):
        article = articles[n]
        found = [a for a in article["attributions"] if f"{n}:{a['id']}" not in dropped]
        added = [{k: v for k, v in x.items() if k != "article"} for x in labels if x["article"] == n]
        for x in added:
            x["id"] = x["id"].rpartition(".")[2]
            x["parent"] = None if x["parent"] == str(n) else x["parent"].removeprefix(f"{n}:").rpartition(".")[2]
        ids = {x["id"] for x in (*found, *added)}
        whole = [x for x in (*found, *added) if x["parent"] is None or x["parent"] in ids]
        rows.append({"name": article["name"], "sha256": text_digest(article["text"]), "attributions": whole})
    return rows


def with_text(rows: list[dict[str, Any]], texts: Iterable[str]) -> list[dict[str, Any]]:
    """Rows of `mend` with their texts, which are found by digest; a row whose text is not there is left out."""
    known = {text_digest(text): text for text in texts}
    return [row | {"text": known[row["sha256"]]} for row in rows if row["sha256"] in known]


def load_labels(path: Path) -> dict[str, dict[str, Any]]:
    """What `join` wrote, by article."""
    return {row["name"]: row for row in load(path)}


def merged(article: dict[str, Any], rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The article with its labels instead of silver, where it was read. rows: what `join` wrote, by name."""
    row = rows.get(article["name"])
    if row is None:
        return article
    outer = [a | {"parent": None} for a in article["attributions"] if not a.get("parent")]
    return article | {"attributions": [*outer, *row["nested"]]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["prepare", "check", "join", "mend", "texts"])
    parser.add_argument("articles", type=Path)
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--parts", type=int, default=4)
    parser.add_argument("--count", type=int, default=160)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    articles = load(options.articles)
    if options.what == "texts":
        joined = with_text(articles, (text for path in options.paths for text in texts(path)))
        options.out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in joined), encoding="utf-8")
        print(f"{len(joined)} of {len(articles)} texts found")
        return
    if options.what == "prepare":
        prepare(articles, options.paths[0], options.parts, options.count)
        return
    told = [row for path in options.paths for row in load(path)]
    labels, wrong = resolve(articles, told)
    print(f"{len(labels)} labels hold, {len(wrong)} do not")
    print("\n".join(wrong))
    if options.what == "mend":
        mended = mend(articles, told)
        options.out.write_text("".join(json.dumps(r) + "\n" for r in mended), encoding="utf-8")
    if options.what == "join":
        read = sorted({int(row["read"]) for row in told if "read" in row} | {x["article"] for x in labels})
        rows = []
        for n in read:
            mine = [{k: v for k, v in x.items() if k != "article"} for x in labels if x["article"] == n]
            for x in mine:
                for key in ("id", "parent"):
                    x[key] = x[key].removeprefix(f"{n}:")
            rows.append({"name": articles[n]["name"], "nested": mine})
        options.out.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
