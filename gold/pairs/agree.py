"""How far the two passes over the pairs agree. `python -m gold.pairs.agree`; `--list` prints every disagreement.

Agreement is the share of pairs labelled alike and Cohen's kappa; a label's F1 is that of one pass against the other,
its kappa that of "this label or another". `--split` takes the events of one split alone.
"""

from __future__ import annotations

import argparse
from collections import Counter

from gold.agree import kappa
from gold.pairs.read import HERE, LABELS, SPLITS, Candidate, Verdict, candidates, groups, verdicts

Both = tuple[str, str]


def f1(pairs: list[Both], label: str) -> float:
    """F1 of one pass's uses of a label against the other's."""
    hits = sum(a == b == label for a, b in pairs)
    used = sum((a == label) + (b == label) for a, b in pairs)
    return 2 * hits / used if used else 0.0


def table(pairs: list[Both]) -> list[str]:
    """Lines of the report: whole, then label by label, then who said what."""
    n = len(pairs)
    alike = sum(a == b for a, b in pairs) / n
    lines = [f"n {n}   agree {100 * alike:.1f}   kappa {kappa(list(pairs)):.2f}"]
    for label in LABELS:
        both = kappa([(a == label, b == label) for a, b in pairs])
        counts = [sum(x[i] == label for x in pairs) for i in (0, 1)]
        lines.append(f"{label:<12} F1 {100 * f1(pairs, label):5.1f}   kappa {both:.2f}   a {counts[0]}, b {counts[1]}")
    lines.append(" ".join(f"{x:>11}" for x in ("a, then b", *LABELS)))
    seen = Counter(pairs)
    for a in LABELS:
        lines.append(f"{a:>11} " + " ".join(f"{seen[a, b]:>11}" for b in LABELS))
    return lines


def both_passes(split: str | None) -> list[tuple[Candidate, Verdict, Verdict]]:
    """Pairs that both passes labelled, of one split or of all."""
    first, second = (verdicts(HERE / "passes" / f"{name}.jsonl") for name in ("a", "b"))
    place = groups()
    chosen = [c for c in candidates() if split in (None, place[c.group])]
    return [(c, first[c.pair], second[c.pair]) for c in chosen if c.pair in first and c.pair in second]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=SPLITS)
    parser.add_argument("--list", action="store_true", help="print every disagreement with both reasons")
    options = parser.parse_args()
    rows = both_passes(options.split)
    print("\n".join(table([(a.label, b.label) for _, a, b in rows])))
    for pair, a, b in rows if options.list else ():
        if a.label != b.label:
            print(f"{pair.pair} {pair.a} | {pair.b}: a {a.label} ({a.reason}), b {b.label} ({b.reason})")


if __name__ == "__main__":
    main()
