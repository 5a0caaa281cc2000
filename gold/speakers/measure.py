"""Pairs of source names in different texts that are one speaker: precision, recall and F1.

    python -m gold.speakers.measure

A use is a source name in a text; counted are pairs of uses of different texts, all of them, those of different names
alone, and each pair of different names once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from sayso.link.speakers.judge import judge_all
from sayso.link.speakers.records import Seat, Use
from sayso.link.speakers.senses import sense

_HERE = Path(__file__).parent
_CORPUS = _HERE.parent / "corpus"
SPLITS = ("train", "dev")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A use with its text's name and its gold speaker."""

    use: Use
    text: str
    speaker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """gold, found: how many pairs; both: how many of them agree."""

    gold: int
    found: int
    both: int

    @property
    def precision(self) -> float:
        return self.both / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.both / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.both / (self.gold + self.found) if self.gold + self.found else 0.0


def load_groups(path: Path = _HERE / "groups.txt") -> dict[tuple[str, str], str]:
    """(name, text or "" for every text) → speaker."""
    out: dict[tuple[str, str], str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            speaker, names = line.split(": ", 1)
            for told in names.split("|"):
                name, _, text = told.partition("@")
                out[name, text] = speaker
    return out


def load_uses(splits: Sequence[str] = SPLITS) -> tuple[Labelled, ...]:
    """Every source name of the gold corpus with its speaker, once a text."""
    groups = load_groups()
    out: list[Labelled] = []
    for split in splits:
        for line in (_CORPUS / f"{split}.jsonl").read_text(encoding="utf-8").splitlines():
            out += _uses(json.loads(line), groups)
    return tuple(out)


def _uses(article: dict[str, object], groups: dict[tuple[str, str], str]) -> Iterable[Labelled]:
    text = str(article["text"])
    found: dict[str, tuple[str | None, list[str]]] = {}
    attributions = article["attributions"]
    assert isinstance(attributions, list)
    for one in attributions:
        if one["name"]:
            words = found.setdefault(one["name"], (one["record"], []))[1]
            words += [text[start:end] for start, end in one["source"]]
    for name, (record, words) in found.items():
        told = groups.get((name, str(article["name"]))) or groups.get((name, ""))
        named = record in {"named-person", "named-organisation"}
        yield Labelled(
            use=Use(
                wording=name, record=record, words=tuple(dict.fromkeys(words)), day=str(article["published"]),
                outlet=str(article["outlet"]), title=str(article["title"]), text=text,
            ),
            text=str(article["name"]),
            speaker=told or (name.casefold() if named else f"{name} in {article['name']}"),
        )  # fmt: skip


def judged(uses: Sequence[Labelled]) -> tuple[str, ...]:
    """The speaker that sayso gives each use."""
    seats = [
        Seat(id=i, sense=sense(one.use), wording=one.use.wording, article=one.text, day=one.use.day)
        for i, one in enumerate(uses)
    ]
    placed = judge_all(seats)
    return tuple(placed[i].speaker for i in range(len(uses)))


def score(uses: Sequence[Labelled], speakers: Sequence[str], *, distinct: bool = False, once: bool = False) -> Score:
    """speakers: one a use. distinct: pairs of different names only. once: each pair of different names once."""
    gold = _pairs(uses, [one.speaker for one in uses], distinct=distinct or once)
    found = _pairs(uses, speakers, distinct=distinct or once)
    if once:
        gold, found = _names(uses, gold), _names(uses, found)
        return Score(gold=len(gold), found=len(found), both=len(gold & found))
    return Score(gold=len(gold), found=len(found), both=len(gold & found))


def _pairs(uses: Sequence[Labelled], speakers: Sequence[str], *, distinct: bool) -> set[tuple[int, int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for i, speaker in enumerate(speakers):
        groups[speaker].append(i)
    return {
        (a, b)
        for group in groups.values()
        for a, b in combinations(group, 2)
        if uses[a].text != uses[b].text
        and not (distinct and uses[a].use.wording.casefold() == uses[b].use.wording.casefold())
    }


def _names(uses: Sequence[Labelled], pairs: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """One pair of uses for each pair of names."""
    first: dict[tuple[str, ...], tuple[int, int]] = {}
    numbers = {name: i for i, name in enumerate(sorted({one.use.wording.casefold() for one in uses}))}
    for a, b in sorted(pairs):
        key = tuple(sorted((uses[a].use.wording.casefold(), uses[b].use.wording.casefold())))
        first.setdefault(key, (numbers[key[0]], numbers[key[1]]))
    return set(first.values())


def main() -> None:
    """Prints the figures of the open gold."""
    uses = load_uses()
    speakers = judged(uses)
    print(f"{len(uses)} uses, {len({u.use.wording for u in uses})} names, {len({u.text for u in uses})} texts")
    for what, told in (
        ("all pairs", score(uses, speakers)),
        ("different names", score(uses, speakers, distinct=True)),
        ("each pair of names once", score(uses, speakers, once=True)),
    ):
        figures = f"P {told.precision:.3f} R {told.recall:.3f} F1 {told.f1:.3f}"
        print(f"{what}: {figures} (gold {told.gold}, found {told.found})")


if __name__ == "__main__":
    main()
