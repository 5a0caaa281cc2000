"""The gold pairs as records: texts, propositions with exact spans, candidates, passes, and what was adjudicated.

`gold/pairs/groups.json` says which split each event belongs to; docs/gold-pairs.md how pairs are labelled.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gold.labels import texts as gold_texts

HERE = Path(__file__).parent
LABELS = ("same", "contradicts", "shift", "related", "unrelated")
CONFIDENCES = ("high", "medium", "low")
SPLITS = ("train", "dev", "test")
ANNOTATORS = ("both", "a", "b", "neither", "single")  # single: labelled in pass a alone
POSITIONS = ("yes", "hedged yes", "unclear", "hedged no", "no")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LEAST = 4  # letters of a word that counts when it is no name and no number
_COMMON = frozenset(
    "about after against also among been before being between could does during every from have having into just made "
    "many more most much only other over said same some such than that their them then there these they this those "
    "through under until were what when where which while whom with within without would your".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """What one claim, or the text itself, asserts. Spans are code points of `text`'s article, half-open."""

    id: str  # article / claim of the gold corpus (g…), of the pairs (c…), or the text's own words (o…)
    group: str
    text: str
    claim: str | None
    voice: str
    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    name: str | None
    said: str  # ISO day, month or year, or two of them with "/" between
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A pair before it is labelled: two propositions of one event."""

    pair: str
    group: str
    a: str
    b: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One annotator's label of a pair, or (`origin` filled) the adjudicated one. `tone`: a hedge added or dropped."""

    pair: str
    label: str
    reason: str | None
    confidence: str | None = None
    origin: str | None = None
    tone: bool = False


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def pair_texts() -> dict[str, str]:
    """Articles by name: the gold texts and those that stand here for pairs alone."""
    here = {str(row["name"]): str(row["text"]) for row in _rows(HERE / "texts.jsonl")}
    return here | {name: str(row["text"]) for name, row in gold_texts().items()}


def groups() -> dict[str, str]:
    """Split by event group."""
    told: dict[str, str] = json.loads((HERE / "groups.json").read_text(encoding="utf-8"))
    return told


def _spans(told: list[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in told)


def propositions() -> dict[str, Proposition]:
    """Propositions by id, in file order."""
    out = {}
    for row in _rows(HERE / "propositions.jsonl"):
        spans = {role: _spans(row[role]) for role in ("source", "cue", "content")}
        out[str(row["id"])] = Proposition(**(row | spans))
    return out


def candidates() -> tuple[Candidate, ...]:
    """Pairs in the order in which they were put before the annotators."""
    return tuple(Candidate(**row) for row in _rows(HERE / "candidates.jsonl"))


def verdicts(path: Path) -> dict[str, Verdict]:
    """Labels by pair, of a pass or adjudicated. Raises ValueError on an unknown label or a pair labelled twice."""
    out: dict[str, Verdict] = {}
    for row in _rows(path):
        origin = row.pop("from", None)
        one = Verdict(reason=row.pop("reason", None), origin=origin, **row)
        if one.label not in LABELS or one.confidence not in (*CONFIDENCES, None) or origin not in (*ANNOTATORS, None):
            raise ValueError(f"{one.pair}: {one.label}, {one.confidence}, {origin}")
        if one.pair in out:
            raise ValueError(f"{one.pair} stands twice")
        out[one.pair] = one
    return out


def words(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """The words of spans, fragments joined by a space."""
    return " ".join(text[start:end] for start, end in spans)


def hard(a: str, b: str, sources: tuple[str | None, str | None]) -> bool:
    """Whether two contents share a name, a number or a word, or the speaker, so that words alone may mislead."""

    def telling(text: str) -> set[str]:
        found = _WORD.findall(text)
        kept = {w for i, w in enumerate(found) if w.isdigit() or (i and w[0].isupper()) or len(w) >= _LEAST}
        return {w.casefold() for w in kept} - _COMMON

    return bool(telling(a) & telling(b)) or (sources[0] is not None and sources[0] == sources[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The claims that stand behind one question, each with its position on the proposition."""

    question: str
    group: str
    text: str
    proposition: str
    positions: tuple[tuple[str, str], ...]  # proposition's id, one of POSITIONS


def questions() -> tuple[Question, ...]:
    """Gold groups of claims; a proposition in none of them stands alone."""
    out = []
    for row in _rows(HERE / "questions.jsonl"):
        told = tuple((str(one["id"]), str(one["position"])) for one in row.pop("claims"))
        out.append(Question(positions=told, **row))
    return tuple(out)
