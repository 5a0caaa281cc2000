"""How far two passes agree, and where they do not. `python -m gold.agree [NAME …]`, `--list` prints every difference.

Claims of both passes are matched one to one, nested ones too: cues share a character, best shared source and content
first. Agreement on spans is the F1 of one pass against the other; on attributes the share of linked claims that agree,
and Cohen's kappa.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from typing import Any

from benchmarks.score import Count, alike, characters
from gold.labels import Label, read_pass, texts

ATTRIBUTES = ("record", "form", "force", "polarity", "horizon")
ALIKE = 0.8
Pair = tuple[Label, Label]


def match(text: str, a: list[Label], b: list[Label]) -> list[Pair]:
    """Claims of both passes that speak of the same attribution."""
    chars = [[{r: characters(text, x.spans[r]) for r in ("source", "cue", "content")} for x in side] for side in (a, b)]
    close = []
    for i, x in enumerate(chars[0]):
        for j, y in enumerate(chars[1]):
            if x["cue"] & y["cue"]:
                close.append((alike(x["source"], y["source"]) + alike(x["content"], y["content"]), i, j))
    left, right = set(range(len(a))), set(range(len(b)))
    out = []
    for _, i, j in sorted(close, reverse=True):
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            out.append((a[i], b[j]))
    return sorted(out, key=lambda p: p[0].spans["cue"])


def kappa(pairs: list[tuple[Any, Any]]) -> float:
    """Cohen's kappa of two annotators' values."""
    n = len(pairs)
    agree = sum(x == y for x, y in pairs) / n
    first, second = Counter(x for x, _ in pairs), Counter(y for _, y in pairs)
    chance = sum(first[v] * second[v] for v in first) / n**2
    return 1.0 if chance == 1 else (agree - chance) / (1 - chance)


def same_parent(pair: Pair, pairs: list[Pair]) -> bool:
    to_b = {x.id: y.id for x, y in pairs}
    x, y = pair
    return (x.parent is None) == (y.parent is None) and (x.parent is None or to_b.get(x.parent) == y.parent)


def differences(text: str, a: list[Label], b: list[Label], pairs: list[Pair]) -> Iterator[str]:
    """A line for each claim that one pass lacks and each field in which a pair differs."""
    paired = {x.id for p in pairs for x in p}
    for side in (a, b):
        for x in side:
            if x.id not in paired:
                yield f"only {x.id}: " + " | ".join(" / ".join(text[s:e] for s, e in x.spans[r]) for r in x.spans)
    for x, y in pairs:
        for role, spans in x.spans.items():
            if set(spans) != set(y.spans[role]):
                told = [" / ".join(text[s:e] for s, e in z.spans[role]) for z in (x, y)]
                yield f"{x.id} {y.id} {role}: {told[0]!r} ~ {told[1]!r}"
        if not same_parent((x, y), pairs):
            yield f"{x.id} {y.id} parent: {x.parent} ~ {y.parent}"
        for key in (*ATTRIBUTES, "name", "said", "about", "due"):
            if x.attributes[key] != y.attributes[key]:
                yield f"{x.id} {y.id} {key}: {x.attributes[key]!r} ~ {y.attributes[key]!r}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--list", action="store_true", help="print every difference")
    options = parser.parse_args()
    known = texts()
    first, second = (read_pass(p, options.names or None) for p in ("a", "b"))
    counts: dict[str, Count] = {}
    values: dict[str, list[tuple[Any, Any]]] = {k: [] for k in (*ATTRIBUTES, "name")}
    for name in sorted(first.keys() & second.keys()):
        text, a, b = known[name]["text"], first[name], second[name]
        pairs = match(text, a, b)
        counts.setdefault("claims", Count()).add(len(pairs), len(b), len(a))
        linked = [
            (x, y)
            for x, y in pairs
            if all(
                alike(characters(text, x.spans[r]), characters(text, y.spans[r])) >= ALIKE
                for r in ("source", "content")
            )
        ]
        counts.setdefault("linked", Count()).add(len(linked), len(b), len(a))
        nested = [[x for x in side if x.parent] for side in (a, b)]
        hits = sum(bool(x.parent) and same_parent((x, y), pairs) for x, y in linked)
        counts.setdefault("nested, linked, same parent", Count()).add(hits, len(nested[1]), len(nested[0]))
        for role in ("source", "cue", "content", "certainty"):
            sides = [{(s, x.parent is None) for x in side for s in x.spans[role]} for side in (a, b)]
            counts.setdefault(f"exact {role}", Count()).add(len(sides[0] & sides[1]), len(sides[1]), len(sides[0]))
        for x, y in linked:
            for key, rows in values.items():
                rows.append((x.attributes[key], y.attributes[key]))
        if options.list:
            print(f"== {name}")
            print("\n".join(differences(text, a, b, pairs)))
    for key, count in counts.items():
        print(f"{key:<30} F1 {100 * count.f1:5.1f}   a {count.wanted}, b {count.found}")
    for key, rows in values.items():
        agree = sum(x == y for x, y in rows) / len(rows)
        print(f"{key:<30} agree {100 * agree:5.1f}   kappa {kappa(rows):.2f}   n={len(rows)}")


if __name__ == "__main__":
    main()
