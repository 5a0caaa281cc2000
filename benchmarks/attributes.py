"""The attributes of claims, each stage measured alone on gold spans. `python -m benchmarks.attributes --help`.

Source, cue and content are the gold's, so that a figure tells of its stage and of nothing before it. An attribute is
one entry of ATTRIBUTES: what the gold says, what the stage says, how the two are compared.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.tags import file_tags, gum_tags
from sayso.reader.claims import form_of
from sayso.reader.lemmas import cue_lemma
from sayso.reader.words import split_words
from sayso.records import Article, Claim, Cue, Source, Span
from sayso.understand.certainty import certainty
from sayso.understand.force import force
from sayso.understand.horizon import horizon
from sayso.understand.polarity import polarity
from sayso.understand.scene import Scene

CORPUS = Path(__file__).parent.parent / "gold" / "corpus"
Row = Mapping[str, Any]
Offsets = frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One gold claim: the scene of its text, the claim made of its spans, the claims nested in it, the gold row."""

    scene: Scene
    claim: Claim
    nested: tuple[Claim, ...]
    gold: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """An attribute of one value a claim."""

    name: str
    told: Callable[[Case], str | None]
    wanted: Callable[[Row], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """An attribute that is a set of spans a claim."""

    name: str
    told: Callable[[Case], Offsets]
    wanted: Callable[[Row], Offsets]


@dataclass(slots=True, kw_only=True)
class Labels:
    """Counts of (gold, told) pairs, and the cases that differ."""

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    @property
    def n(self) -> int:
        return self.pairs.total()

    @property
    def accuracy(self) -> float:
        return sum(c for (g, t), c in self.pairs.items() if g == t) / self.n if self.n else 0.0


@dataclass(slots=True, kw_only=True)
class Spans:
    """exact: spans right, told, wanted. overlap: the same in characters. claims: with any, in the gold or told."""

    exact: list[int] = field(default_factory=lambda: [0, 0, 0])
    overlap: list[int] = field(default_factory=lambda: [0, 0, 0])
    alike: float = 0.0
    claims: int = 0
    errors: list[str] = field(default_factory=list)


def f1(right: int, told: int, wanted: int) -> float:
    return 2 * right / (told + wanted) if told + wanted else 0.0


def _spans(rows: Sequence[Sequence[int]]) -> Offsets:
    return frozenset((int(a), int(b)) for a, b in rows)


def _told_form(case: Case) -> str | None:
    ranges = [case.scene.range_of(s) for s in case.claim.content]
    return form_of(case.scene.words, ranges)


def _told_certainty(case: Case) -> Offsets:
    found = certainty(case.scene, case.claim, case.nested)
    return frozenset((s.start, s.end) for s in found.words) if found else frozenset()


ATTRIBUTES: tuple[Label | Parts, ...] = (
    Label(name="force", told=lambda c: force(c.scene, c.claim), wanted=lambda g: g["force"]),
    Label(name="polarity", told=lambda c: polarity(c.scene, c.claim), wanted=lambda g: g["polarity"]),
    Label(name="form", told=_told_form, wanted=lambda g: g["form"]),
    Label(name="horizon", told=lambda c: horizon(c.scene, c.claim, c.nested), wanted=lambda g: g["horizon"]),
    Parts(name="certainty", told=_told_certainty, wanted=lambda g: _spans(g["certainty"] or [])),
)


def cases(row: Row, tags: Mapping[str, tuple[str, ...]]) -> list[Case]:
    """The gold claims of one text. Force and form are told by the stages, as a reading would have them."""
    text = row["text"]
    words = split_words(text)
    tagged = tags.get(row["name"]) or gum_tags(row["name"], words) or ("",) * len(words)
    article = Article(text=text, name=row["name"], published=row.get("published"), outlet=row.get("outlet"))
    scene = Scene(article=article, words=words, tags=tagged)
    claims = [_claim(scene, one) for one in row["attributions"]]
    return [
        Case(
            scene=scene,
            claim=claim,
            nested=tuple(c for c in claims if c.parent == claim.id),
            gold=gold,
        )
        for claim, gold in zip(claims, row["attributions"], strict=True)
    ]


def _claim(scene: Scene, gold: Row) -> Claim:
    text = scene.words.text
    cue = Span.of(text, *gold["cue"][0])
    source = tuple(Span.of(text, a, b) for a, b in gold["source"] or [])
    claim = Claim(
        id=gold["id"],
        parent=gold["parent"],
        source=Source(spans=source) if source else None,
        cue=Cue(span=cue, lemma=cue_lemma(cue.text)),
        content=tuple(Span.of(text, a, b) for a, b in gold["content"]),
        confidence=1.0,
    )
    claim = replace(claim, form=form_of(scene.words, [scene.range_of(s) for s in claim.content]))
    return replace(claim, force=force(scene, claim))


def measure(attribute: Label | Parts, found: Sequence[Case]) -> Labels | Spans:
    if isinstance(attribute, Label):
        labels = Labels()
        for case in found:
            pair = str(attribute.wanted(case.gold)), str(attribute.told(case))
            labels.pairs[pair] += 1
            if pair[0] != pair[1]:
                labels.errors.append(f"{pair[0]} → {pair[1]}\t{_shown(case)}")
        return labels
    spans = Spans()
    for case in found:
        wanted, told = attribute.wanted(case.gold), attribute.told(case)
        if not wanted and not told:
            continue
        w, t = ({i for a, b in side for i in range(a, b)} for side in (wanted, told))
        for counts, here in ((spans.exact, (wanted & told, told, wanted)), (spans.overlap, (w & t, t, w))):
            for k in range(3):
                counts[k] += len(here[k])
        spans.claims += 1
        spans.alike += f1(len(wanted & told), len(told), len(wanted))
        if wanted != told:
            text = case.scene.words.text
            sides = (" | ".join(text[a:b] for a, b in sorted(side)) for side in (wanted, told))
            spans.errors.append(" → ".join(f"[{side}]" for side in sides) + f"\t{_shown(case)}")
    return spans


def _shown(case: Case) -> str:
    cue = case.claim.cue.span.text if case.claim.cue else ""
    content = " ‖ ".join(s.text for s in case.claim.content).replace("\n", " ")
    return f"{case.scene.article.name} {case.claim.id}\t{{{cue}}} {content[:200]}"


def table(name: str, result: Labels | Spans) -> list[str]:
    if isinstance(result, Spans):
        exact, over = (100 * f1(*(c[0], c[1], c[2])) for c in (result.exact, result.overlap))
        mean = 100 * result.alike / result.claims if result.claims else 0.0
        return [
            f"{name}: exact spans F1 {exact:.1f}, characters F1 {over:.1f}, mean F1 over the {result.claims} claims "
            f"with any {mean:.1f} (spans: {result.exact[0]} right, {result.exact[1]} told, {result.exact[2]} in gold)"
        ]
    lines = [f"{name}: {100 * result.accuracy:.1f} % of n={result.n}"]
    keys = sorted({k for pair in result.pairs for k in pair})
    lines.append(f"{'gold / told':>18}" + "".join(f"{k[:9]:>10}" for k in keys))
    for g in keys:
        if any(result.pairs[g, t] for t in keys):
            lines.append(f"{g:>18}" + "".join(f"{result.pairs[g, t] or '·':>10}" for t in keys))
    return lines


def as_json(result: Labels | Spans) -> dict[str, Any]:
    if isinstance(result, Spans):
        mean = result.alike / result.claims if result.claims else None
        counts = {"right": result.exact[0], "told": result.exact[1], "gold": result.exact[2]}
        scores = {"exact_f1": f1(*result.exact), "overlap_f1": f1(*result.overlap), "claims_f1": mean}
        return scores | counts | {"claims": result.claims}
    confusion = {f"{g} → {t}": n for (g, t), n in sorted(result.pairs.items())}
    return {"accuracy": result.accuracy, "n": result.n, "confusion": confusion}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attributes", description=__doc__)
    parser.add_argument("--splits", nargs="*", default=["train", "dev"], help="of the gold corpus; test only once")
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="further files in the corpus's form")
    parser.add_argument("--tags", type=Path, help='JSON lines of {"name", "tags"} that go before GUM\'s tags')
    parser.add_argument("--only", nargs="+", metavar="NAME", help="texts to keep, by name")
    parser.add_argument("--errors", nargs="*", metavar="ATTRIBUTE", default=[], help="list the claims that differ")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    options = parser.parse_args()
    tags = file_tags(options.tags) if options.tags else {}
    report: dict[str, Any] = {}
    for path in [CORPUS / f"{s}.jsonl" for s in options.splits] + options.gold:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        found = [c for row in rows if not options.only or row["name"] in options.only for c in cases(row, tags)]
        print(f"\n== {path.stem}: {len(rows)} texts, {len(found)} claims")
        for attribute in ATTRIBUTES:
            result = measure(attribute, found)
            print("\n".join(table(attribute.name, result)))
            if attribute.name in options.errors:
                print("\n".join(f"    {e}" for e in result.errors))
            report.setdefault(path.stem, {})[attribute.name] = as_json(result)
    if options.json:
        options.json.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
