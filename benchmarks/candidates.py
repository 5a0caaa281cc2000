"""Whether embeddings put tellings of one event near each other: `python -m benchmarks.candidates ECB+`.

ECB+ is the folder of the unpacked corpus with its list of selected sentences. Of every selected sentence that holds a
mention of an event which another document of its topic tells too, the 20 nearest sentences of all topics are looked at:
found is the share of those whose own tellings in other documents are among them (of 20 at most), and hit the share of
sentences with at least one.
"""

from __future__ import annotations

import argparse
import csv
import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sayso.link.judge import OnnxJudge
from sayso.reader.network import MODELS

NEAREST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A selected sentence and the instances of events that it mentions."""

    topic: str
    document: str
    text: str
    events: frozenset[str]


def sentences(folder: Path, topics: frozenset[str]) -> list[Sentence]:
    """The selected sentences of the topics."""
    chosen = defaultdict(set)
    with (folder / "ECBplus_coreference_sentences.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            chosen[f"{row['Topic']}_{row['File']}"].add(row["Sentence Number"])
    out = []
    for path in sorted((folder / "ECB+").glob("*/*.xml")):
        topic, document = path.parent.name, path.stem
        if topic not in topics or document not in chosen:
            continue
        root = ET.parse(path).getroot()  # noqa: S314  (a corpus of one's own choice)
        words: dict[str, list[str]] = defaultdict(list)
        place = {}
        for token in root.iter("token"):
            words[token.get("sentence", "")].append(token.text or "")
            place[token.get("t_id")] = token.get("sentence", "")
        where = {}
        for mention in root.find("Markables") or ():
            if mention.tag.startswith(("ACTION", "NEG")):
                anchors = [place[a.get("t_id")] for a in mention.iter("token_anchor")]
                where[mention.get("m_id")] = anchors[0] if anchors else None
        events: dict[str, set[str]] = defaultdict(set)
        for link in root.iter("CROSS_DOC_COREF"):
            for source in link.iter("source"):
                sentence = where.get(source.get("m_id"))
                if sentence is not None:
                    events[sentence].add(link.get("note", ""))
        for number in sorted(chosen[document], key=int):
            if number in words:
                text, told = " ".join(words[number]), frozenset(events[number])
                out.append(Sentence(topic=topic, document=document, text=text, events=told))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--model", type=Path, default=MODELS, help="folder of judge.onnx and its manifest")
    parser.add_argument("--topics", default="", help="first and last, as in 25-35; all where not told")
    options = parser.parse_args()
    first, _, last = options.topics.partition("-")
    topics = frozenset(str(n) for n in range(int(first or 1), int(last or 99) + 1))
    told = sentences(options.corpus, topics)
    rows = OnnxJudge(options.model).embed([s.text for s in told])
    near = rows @ rows.T
    found, hit = [], []
    for i, one in enumerate(told):
        near[i, i] = -1
        wanted = {j for j, other in enumerate(told) if other.document != one.document and other.events & one.events}
        if wanted:
            nearest = set(np.argsort(-near[i], kind="stable")[:NEAREST].tolist())
            found.append(len(nearest & wanted) / min(NEAREST, len(wanted)))
            hit.append(bool(nearest & wanted))
    print(f"{len(told)} sentences, {len(hit)} told elsewhere too: found {np.mean(found):.3f}, hit {np.mean(hit):.3f}")


if __name__ == "__main__":
    main()
