"""Labels set by reading, as quotations of the text, and the exact spans they stand for.

A label file (gold/passes/PASS/NAME.json) holds {"name", "claims"}; docs/gold.md tells its fields. Annotators write
the words they mean, never offsets; this module finds them and refuses what is ambiguous or breaks the rules.

`python -m gold.labels a [NAME …]` checks pass a and prints every span as the text has it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.records import FORCES, FORMS, HORIZONS, POLARITIES, RECORDS

HERE = Path(__file__).parent
Range = tuple[int, int]
ROLES = ("source", "cue", "content", "certainty")
FIELDS = {
    "id",
    "parent",
    "at",
    *ROLES,
    "name",
    "record",
    "form",
    "force",
    "polarity",
    "horizon",
    "said",
    "about",
    "due",
}


class LabelError(Exception):
    """A label that does not hold, with the claim it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One claim as labelled: spans (code points, half-open) by role, and its attributes as given."""

    id: str
    parent: str | None
    spans: dict[str, tuple[Range, ...]]
    attributes: dict[str, Any]


def texts() -> dict[str, dict[str, Any]]:
    """The corpus's texts by name."""
    lines = (HERE / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["name"]: row for row in map(json.loads, lines)}


def _only(text: str, anchor: str) -> int:
    if text.count(anchor) != 1:
        raise LabelError(f"the anchor {anchor!r} stands {text.count(anchor)} times in the text")
    return text.index(anchor)


def _next(text: str, words: str, start: int) -> int:
    """Where the words stand next without cutting a word, -1 when nowhere."""
    while (start := text.find(words, start)) >= 0:
        left, right = text[max(0, start - 1) : start], text[start + len(words) : start + len(words) + 1]
        if not ((words[0].isalnum() and left.isalnum()) or (words[-1].isalnum() and right.isalnum())):
            return start
        start += 1
    return -1


def locate(text: str, quote: str | dict[str, Any], at: str | None) -> Range:
    """The span of a quote: from its own anchor ("after"), as the nth, from the claim's anchor, or unique."""
    told: dict[str, Any] = {"text": quote} if isinstance(quote, str) else quote
    words = str(told["text"])
    if not words.strip() or words != words.strip():
        raise LabelError(f"{words!r} is empty or has white space at an end")
    if "nth" in told:
        start = -1
        for _ in range(int(told["nth"])):
            start = _next(text, words, start + 1)
            if start < 0:
                break
    elif "after" in told or at:
        start = _next(text, words, _only(text, str(told.get("after", at))))
    else:
        start = _only(text, words)
    if start < 0:
        raise LabelError(f"{words!r} is not where it should be")
    return start, start + len(words)


def _quotes(told: Any) -> list[Any]:
    return told if isinstance(told, list) else [] if told in (None, "") else [told]


def resolve(text: str, claims: list[dict[str, Any]]) -> list[Label]:
    """All labels of one text. Raises LabelError, naming the claim, at the first that does not hold."""
    done: dict[str, Label] = {}
    for told in claims:
        try:
            if unknown := set(told) - FIELDS:
                raise LabelError(f"unknown fields {sorted(unknown)}")
            spans = {r: tuple(locate(text, q, told.get("at")) for q in _quotes(told.get(r))) for r in ROLES}
            attributes = {k: told.get(k) for k in FIELDS - {"id", "parent", "at", *ROLES}}
            label = Label(id=told["id"], parent=told.get("parent"), spans=spans, attributes=attributes)
            _check(text, label, done)
        except (LabelError, KeyError) as error:
            raise LabelError(f"{told.get('id')}: {error}") from error
        done[label.id] = label
    return list(done.values())


def _overlap(a: Range, b: Range) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _check(text: str, label: Label, done: dict[str, Label]) -> None:
    _check_attributes(label)
    content, outer = label.spans["content"], done.get(label.parent or "")
    if label.id in done:
        raise LabelError("the id is taken")
    if len(label.spans["cue"]) != 1 or not content:
        raise LabelError("a claim has exactly one cue and at least one content")
    if list(content) != sorted(content) or any("\n" in text[a:b] for a, b in content):
        raise LabelError("contents stand in text order, none across a line break")
    parts = [s for r in ("source", "cue", "content") for s in label.spans[r]]
    if any(_overlap(a, b) for i, a in enumerate(parts) for b in parts[i + 1 :]):
        raise LabelError("its own spans overlap")
    if any(not any(a <= s[0] and s[1] <= b for a, b in parts) for s in label.spans["certainty"]):
        raise LabelError("certainty words stand in the cue or the content")
    if label.parent and outer is None:
        raise LabelError(f"its parent {label.parent} does not stand before it")
    if outer and any(not any(a <= s[0] and s[1] <= b for a, b in outer.spans["content"]) for s in content):
        raise LabelError("its content is not within its parent's content")
    for other in done.values() if label.parent is None else ():
        if other.parent is None:
            for a in parts:
                for b in (s for r in ("source", "cue", "content") for s in other.spans[r]):
                    shared = a == b and a in label.spans["source"] and b in other.spans["source"]
                    if _overlap(a, b) and not shared:
                        raise LabelError(f"{text[a[0] : a[1]]!r} overlaps {other.id}")


def _check_attributes(label: Label) -> None:
    told = label.attributes
    allowed = {"form": FORMS, "force": FORCES, "polarity": POLARITIES, "horizon": HORIZONS}
    for name, values in allowed.items():
        if told[name] not in values:
            raise LabelError(f"{name} is {told[name]!r}")
    if told["record"] not in (*RECORDS, None) or (told["record"] is None) != (not label.spans["source"]):
        raise LabelError(f"record is {told['record']!r}")
    for name in ("said", "about"):
        if told[name] is not None and set(told[name]) != {"text", "earliest", "latest"}:
            raise LabelError(f"{name} needs text, earliest, latest")


def read_pass(name: str, only: list[str] | None = None) -> dict[str, list[Label]]:
    """Resolved labels of a pass by article."""
    return read_labels(HERE / "passes" / name, only)


def read_labels(folder: Path, only: list[str] | None = None) -> dict[str, list[Label]]:
    """Resolved labels of a folder's files by article. Raises LabelError, naming the article."""
    out = {}
    known = texts()
    for path in sorted(folder.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        if only and told["name"] not in only:
            continue
        try:
            out[told["name"]] = resolve(known[told["name"]]["text"], told["claims"])
        except LabelError as error:
            raise LabelError(f"{told['name']} {error}") from error
    return out


def main() -> None:
    known = texts()
    for name, labels in read_pass(sys.argv[1], sys.argv[2:]).items():
        text = known[name]["text"]
        print(f"== {name}: {len(labels)} claims, {sum(bool(x.parent) for x in labels)} nested")
        for one in labels:
            parts = [" / ".join(text[a:b] for a, b in one.spans[r]) for r in ROLES]
            print(one.id, one.parent or "-", *parts, *(str(v) for _, v in sorted(one.attributes.items())), sep=" | ")


if __name__ == "__main__":
    main()
