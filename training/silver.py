"""Silver for attributions inside contents, which PolNeAR leaves out: a reader reads each content as a text of its own.

`python -m training.silver ARTICLES.jsonl[.gz] --out FILE.jsonl.gz`. Every article comes back with nested attributions
added ({"id", "parent", "source", "cue", "content", "sure"}), to any depth. A content read alone is a text of the kind
that the reader was trained on: quotation marks are left out, a leading "that" too, and it begins with a capital.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from typing import Any

from sayso.reader.network import MODELS
from sayso.reader.reader import Reader
from sayso.records import Article, Claim
from training.data import load

MARKS = str.maketrans(dict.fromkeys('"“”‘«»', " "))
OPENERS = ("that ", "which ", "to ")
DEEPEST = 4
SHORTEST = 4  # words of a content worth reading

Ranges = list[tuple[int, int]]


def alone(text: str, spans: list[list[int]]) -> tuple[str, list[int]]:
    """The content as a text, and for each of its characters the place it has in the article (-1: it has none)."""
    out: list[str] = []
    place: list[int] = []
    for a, b in sorted(spans):
        part = text[a:b].translate(MARKS)
        skip = len(part) - len(part.lstrip(" ,;:.–—-…"))
        if not out and part[skip:].lower().startswith("that "):
            skip += 5
        if out:
            out.append(" ")
            place.append(-1)
        out += part[skip:].replace("\n", " ")
        place += range(a + skip, b)
    for i, c in enumerate(out):
        if c.isalpha():
            out[i] = c.upper() if len(c.upper()) == 1 else c
            break
    while out and out[-1] in " ,;:–—-.":
        out.pop()
        place.pop()
    return "".join(out) + ".", [*place, -1]


def back(place: list[int], start: int, end: int) -> Ranges:
    """A range of the content's text as ranges of the article: cut where the content was."""
    out: Ranges = []
    for i in range(start, end):
        if place[i] < 0:
            continue
        if out and 0 <= place[i] - out[-1][1] <= 0:
            out[-1] = (out[-1][0], place[i] + 1)
        else:
            out.append((place[i], place[i] + 1))
    return out


def nested(reader: Reader, text: str, outer: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Attributions inside the contents of `outer`, one level deeper."""
    parts = [(o, *alone(text, o["content"])) for o in outer]
    parts = [p for p in parts if len(p[1].split()) >= SHORTEST]
    whole, owners, where = "", [], []
    for o, part, place in parts:
        whole += part + "\n"
        where += [*place, -1]
        owners += [o] * (len(part) + 1)
    if not whole:
        return []
    found = []
    for claim in reader.read(Article(text=whole, language="en")).claims:
        one = _placed(claim, where, owners)
        if one:
            found.append(one)
    return found


def _placed(claim: Claim, where: list[int], owners: list[dict[str, Any]]) -> dict[str, Any] | None:
    assert claim.cue
    owner = owners[claim.cue.span.start]
    if any(owners[s.start] is not owner or owners[s.end - 1] is not owner for s in claim.spans()):
        return None
    roles = {"cue": (claim.cue.span,), "source": claim.source.spans if claim.source else (), "content": claim.content}
    spans = {role: [list(r) for s in given for r in back(where, s.start, s.end)] for role, given in roles.items()}
    if len(spans["cue"]) != 1 or len(spans["source"]) > 1 or not spans["content"]:
        return None
    return {"parent": owner["id"], **spans, "sure": claim.confidence}


def with_nested(reader: Reader, article: dict[str, Any]) -> dict[str, Any]:
    everything = [dict(a) for a in article["attributions"] if not a.get("parent")]
    level = everything
    for _ in range(DEEPEST):
        level = [a | {"id": f"{a['parent']}.{n}"} for n, a in enumerate(nested(reader, article["text"], level))]
        everything = everything + level
    return article | {"attributions": everything}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS, help="folder of the reader")
    options = parser.parse_args()
    reader = Reader(folder=options.models)
    with gzip.open(options.out, "wt", encoding="utf-8") as out:
        for number, article in enumerate(load(options.articles)):
            out.write(json.dumps(with_nested(reader, article), ensure_ascii=False) + "\n")
            if number % 50 == 0:
                print(number, flush=True)


if __name__ == "__main__":
    main()
