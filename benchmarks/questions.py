"""Questions against the gold groups: `python -m benchmarks.questions --split dev`.

The propositions of a split's events (gold/pairs) go the way of a ledger's claims: vectors, candidates, judge, groups.
Told are B³ of the groups, over claims that stand in a question and over all, how often two claims of a question are
put on the right sides of each other, and how many pairs were judged. --fit prints the numbers for link/questions/
group.py (logistic regression on this split's candidate pairs; not for test).
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from gold.pairs.measure import b_cubed
from gold.pairs.read import SPLITS, Proposition, groups, pair_texts, propositions, words
from gold.pairs.read import questions as gold_questions
from sayso.link.candidates import NEAREST, Pool, blend, nearest, pack, unpack
from sayso.link.judge import load
from sayso.link.questions.build import questions
from sayso.link.questions.records import Member, Tie
from sayso.link.records import VERDICTS, Judge, Side
from sayso.link.worth import texts

_STEPS = 50
_SIGNS = {"yes": 1, "hedged yes": 1, "unclear": 0, "hedged no": -1, "no": -1}
_DAY = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A split's claims in the order of time, and the ties among them."""

    members: tuple[Member, ...]
    ties: tuple[Tie, ...]


def _first_day(told: str) -> str:
    day = told.split("/", maxsplit=1)[0]
    return (day + "-01-01")[:_DAY] if len(day) < _DAY else day[:_DAY]


def _side(one: Proposition, text: str) -> Side:
    cue = words(text, one.cue) or None
    return Side(text=" ".join(words(text, one.content).split()), said=one.said.split("/")[0], source=one.name, cue=cue)


def judged(judge: Judge, split: str) -> Judged:
    """A split's propositions through vectors, candidates and judge."""
    place, known = groups(), pair_texts()
    those = sorted(
        (p for p in propositions().values() if place[p.group] == split), key=lambda p: (_first_day(p.said), p.id)
    )
    sides = [_side(one, known[one.text]) for one in those]
    told = [texts(side) for side in sides]
    names = {name: n for n, name in enumerate(sorted({one.text for one in those}))}
    vectors = blend(
        judge.embed([t.alone for t in told]), judge.embed([t.whole for t in told]), [names[one.text] for one in those]
    )
    days = np.array([date.fromisoformat(_first_day(one.said)).toordinal() for one in those], dtype=np.int64)
    pool = Pool(vectors=unpack(pack(vectors)), days=days, outer=np.full(len(those), -1, dtype=np.int64))
    found = nearest(pool, 0, most=10**9, each=NEAREST)
    pairs = list(zip(found.later.tolist(), found.earlier.tolist(), strict=True))
    answers = judge.judge([(sides[a], sides[b]) for a, b in pairs])
    ties = tuple(
        Tie(a=a, b=b, scores=tuple(answer.scores[v] for v in VERDICTS), near=float(near))
        for (a, b), answer, near in zip(pairs, answers, found.near, strict=True)
    )
    members = tuple(
        Member(key=one.id, content=side.text, day=_first_day(one.said), speaker=one.name, cue=side.cue)
        for one, side in zip(those, sides, strict=True)
    )
    return Judged(members=members, ties=ties)


def _fit(told: Judged, place: dict[str, str]) -> NDArray[np.float64]:
    """Weights of the judge's odds and of nearness, and the base, by Newton's method."""
    odds = [np.log(t.one_question / (1 - t.one_question)) for t in told.ties]
    x = np.column_stack([odds, [t.near or 0.0 for t in told.ties], np.ones(len(told.ties))])
    keys = [member.key for member in told.members]
    y = np.array([place.get(keys[t.a], keys[t.a]) == place.get(keys[t.b], keys[t.b]) for t in told.ties], dtype=float)
    w = np.zeros(3)
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ w))
        w += np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + 1e-3 * np.eye(3), x.T @ (y - p) - 1e-3 * w)
    return w


def _sides(made: Sequence[tuple[str, str, str]], place: dict[str, str], gold: dict[str, str]) -> tuple[int, int]:
    """Of pairs of claims in one question, gold and made, with a side in gold: those with the right sides, and all."""
    right = every = 0
    for (key, name, position), (other, other_name, other_position) in itertools.combinations(made, 2):
        wanted = _SIGNS[gold[key]] * _SIGNS[gold[other]] if key in gold and other in gold else 0
        if name == other_name and place.get(key) == place.get(other, "") and wanted:
            every += 1
            right += _SIGNS[position] * _SIGNS[other_position] == wanted
    return right, every


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    told = judged(load(), options.split)
    event = groups()
    those = [one for one in gold_questions() if event[one.group] == options.split]
    place = {key: one.question for one in those for key, _ in one.positions}
    gold = {key: position for one in those for key, position in one.positions}
    found = questions(told.members, told.ties)
    made = [
        (told.members[m].key, f"q{n}", p)
        for n, one in enumerate(found)
        for m, p in zip(one.members, one.positions, strict=True)
    ]
    groups_made = {key: name for key, name, _ in made}
    every = {member.key: place.get(member.key, member.key) for member in told.members}
    print(f"{options.split}: {len(told.members)} claims, {len(told.ties)} pairs judged, {len(found)} questions")
    for name, wanted in (("claims in questions", place), ("all claims", every)):
        p, r, f = b_cubed(wanted, groups_made)
        print(f"B³ over {name:<20} precision {100 * p:.1f}  recall {100 * r:.1f}  F1 {100 * f:.1f}  n={len(wanted)}")
    right, pairs = _sides(made, place, gold)
    print(f"sides of two claims of one question right {100 * right / max(pairs, 1):.1f} %  n={pairs}")
    if options.fit and options.split != "test":
        print("evidence:", ", ".join(f"{x:.2f}" for x in _fit(told, place)))


if __name__ == "__main__":
    main()
