"""How right `sayso.timex` is, against TIMEX3 gold and against dated example sentences; how fast it is.

python -m benchmarks.times [--half tune|held] [--errors] [--data ../shared/data]

MEANTIME (60 Wikinews articles, TIMEX3): the reference date is the document's creation time; only the annotated first
sentences of each article count. Relaxed: spans that overlap, one to one. Type and value: F1 over those matches with the
right type or value (TempEval-3's measure). The example sentences (those of a recognizer for dialogues: "9.30-4.30pm",
with ends that are not included) have
intervals in place of values: right when first and last day are those of one of the listed readings, or the value of a
duration or repetition is the same; their spans hold prepositions, so only relaxed ones are told. Every second file or
sentence is for tuning, the others are held out. Words a second are of processor time, on one core.
"""

from __future__ import annotations

import argparse
import json
import lzma
import tarfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.score import Count
from sayso.timex import Time, times

MEANTIME = "meantime-airbus-apple.tar.xz"
ANNOTATED = 5  # index of the last sentence of an article in which MEANTIME marks times
SENTENCES = "time-expressions-dev.json.xz"
_GLUED_LEFT = frozenset(", . ; : ) ? ! ' % ] ’ n't".split())
_GLUED_RIGHT = frozenset("( $ [".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One expression of the gold: span, TIMEX3 type, and the values or intervals that are right."""

    start: int
    end: int
    type: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """annotated: offset where the annotated part of the text ends."""

    name: str
    text: str
    published: str | None
    wanted: tuple[Wanted, ...]
    annotated: int


def detokenized(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The words as running text, and the offsets of each."""
    text, spans = "", []
    before = ""
    for word in words:
        glued = not text or word in _GLUED_LEFT or word[:1] in {"'", "’"} or before in _GLUED_RIGHT
        text += "" if glued or text.endswith("\n") else " "
        spans.append((len(text), len(text) + len(word)))
        text += word
        before = word
    return text, spans


def meantime(path: Path) -> Iterator[Sample]:
    """The articles of the archive in order of name; the first two sentences (headline, date) are paragraphs."""
    with tarfile.open(path) as archive:
        for member in sorted((m for m in archive if m.name.endswith(".xml")), key=lambda m: m.name):
            stream = archive.extractfile(member)
            assert stream is not None
            yield _document(member.name.rsplit("/", 1)[-1], ET.fromstring(stream.read()))  # noqa: S314 - our own data


def _document(name: str, root: ET.Element) -> Sample:
    tokens = root.findall("token")
    words = [(t.text or "") + ("\n\n" if _closes(tokens, i) else "") for i, t in enumerate(tokens)]
    text, spans = detokenized(words)
    at = {t.get("t_id"): span for t, span in zip(tokens, spans, strict=True)}
    wanted, published = [], None
    for timex in root.iter("TIMEX3"):
        anchors = [at[a.get("t_id")] for a in timex.findall("token_anchor")]
        if timex.get("functionInDocument") == "CREATION_TIME":
            published = timex.get("value")
        if anchors:
            end = anchors[-1][0] + len(text[anchors[-1][0] : anchors[-1][1]].rstrip())
            value = frozenset({timex.get("value") or ""})
            wanted.append(Wanted(start=anchors[0][0], end=end, type=timex.get("type") or "", values=value))
    if published is None:
        published = next(iter(wanted[-1].values)) if wanted else None
        headline = [w for w in wanted if w.start < 200 and len(next(iter(w.values))) == 10]
        published = next(iter(headline[0].values)) if headline else published
    head = [span for t, span in zip(tokens, at.values(), strict=True) if int(t.get("sentence") or 0) <= ANNOTATED]
    annotated = head[-1][1] if head else 0
    return Sample(
        name=name,
        text=text,
        published=published,
        wanted=tuple(sorted(wanted, key=lambda w: w.start)),
        annotated=annotated,
    )


def _closes(tokens: Sequence[ET.Element], i: int) -> bool:
    """Whether the headline or the dateline ends here."""
    after = tokens[i + 1].get("sentence") if i + 1 < len(tokens) else None
    return after in {"1", "2"} and after != tokens[i].get("sentence")


def sentences(path: Path) -> Iterator[Sample]:
    with lzma.open(path) as stream:
        rows: list[dict[str, Any]] = json.load(stream)
    for i, row in enumerate(rows):
        reference = (row.get("Context") or {}).get("ReferenceDateTime")
        wanted = []
        for result in row["Results"]:
            kind = result["TypeName"].removeprefix("datetimeV2.")
            if kind != "timezone":
                readings = result.get("Resolution", {}).get("values", [])
                values = frozenset(filter(None, (_value(kind, v) for v in readings)))
                wanted.append(Wanted(start=result["Start"], end=result["End"] + 1, type=kind, values=values))
        yield Sample(
            name=str(i),
            text=row["Input"],
            published=reference and reference[:10],
            wanted=tuple(wanted),
            annotated=len(row["Input"]),
        )


def _value(kind: str, value: dict[str, str]) -> str | None:
    """What a right answer is compared by: the interval of dates, the value of a duration or repetition."""
    if kind in {"duration", "set"}:
        return value["timex"]
    if kind in {"time", "timerange"}:
        return value["timex"].removesuffix(":00")
    first, last = value.get("start") or value.get("value"), value.get("end") or value.get("value")
    if not first or not last or "not" in first:
        return None
    end = date.fromisoformat(last[:10])
    if value.get("end") and (kind == "daterange" or last.endswith("00:00:00")):
        end -= timedelta(days=1)
    return f"{first[:10]}/{max(first[:10], end.isoformat())}"


def told(one: Time, kind: str) -> str:
    """What a Time is compared by, against gold of this kind."""
    if kind in {"date", "daterange", "datetime", "datetimerange"}:
        return f"{one.earliest}/{one.latest}"
    if kind in {"time", "timerange"}:
        return ("T" + one.value.partition("T")[2]).removesuffix(":00")
    return one.value


def measure(samples: Sequence[Sample], errors: bool) -> dict[str, Count]:
    counts = {name: Count() for name in ("strict", "relaxed", "type", "value")}
    for sample in samples:
        found = [t for t in times(sample.text, published=sample.published) if t.span.end <= sample.annotated]
        used: set[int] = set()
        hits = dict.fromkeys(counts, 0)
        for w in sample.wanted:
            over = [i for i, t in enumerate(found) if t.span.start < w.end and w.start < t.span.end and i not in used]
            over.sort(key=lambda i: (found[i].span.start, found[i].span.end) != (w.start, w.end))
            got = found[over[0]] if over else None
            right = got is not None and told(got, w.type) in w.values
            if errors and not right:
                around = sample.text[max(0, w.start - 50) : w.end + 40].replace("\n", "/")
                mine = f"{got.text!r} {got.type} {got.value} {got.earliest} {got.latest}" if got else "-"
                print(
                    f"{sample.name[:12]:12} {sample.published} want {sample.text[w.start : w.end]!r} {w.type} ", end=""
                )
                print(f"{sorted(w.values)} got {mine} | {around}")
            if got is None:
                continue
            used.add(over[0])
            hits["strict"] += (got.span.start, got.span.end) == (w.start, w.end)
            hits["relaxed"] += 1
            hits["type"] += got.type == w.type
            hits["value"] += right
        for i, t in enumerate(found):
            if errors and i not in used:
                around = sample.text[max(0, t.span.start - 50) : t.span.end + 40].replace("\n", "/")
                print(f"{sample.name[:12]:12} extra {t.text!r} {t.value} | {around}")
        for name, count in counts.items():
            count.add(hits[name], len(found), len(sample.wanted))
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.times")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--half", choices=("tune", "held", "both"), default="tune")
    parser.add_argument("--errors", action="store_true", help="print what is wrong; never on the held half")
    options = parser.parse_args()
    keep = {"tune": (0,), "held": (1,), "both": (0, 1)}[options.half]
    for name, load in ((MEANTIME, meantime), (SENTENCES, sentences)):
        if not (options.data / name).exists():
            print(f"{name}: not there")
            continue
        samples = [s for i, s in enumerate(load(options.data / name)) if i % 2 in keep]
        counts = measure(samples, options.errors and options.half == "tune")
        print(f"{name} ({options.half} half: {len(samples)} texts, {counts['relaxed'].wanted} expressions)")
        for what, count in counts.items():
            if name == MEANTIME or what in {"relaxed", "value"}:
                print(
                    f"  {what:8} P {100 * count.precision:5.1f}  R {100 * count.recall:5.1f}  F1 {100 * count.f1:5.1f}"
                )
        text = "\n\n".join(s.text for s in samples)
        begun = time.process_time()
        times(text, published="2022-11-03")
        print(f"  {len(text.split()) / (time.process_time() - begun):,.0f} words/s")


if __name__ == "__main__":
    main()
