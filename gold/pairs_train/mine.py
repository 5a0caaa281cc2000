"""Choose pairs of claims to be labelled, from readings of the articles that `collect` chose.

`python -m gold.pairs_train.mine ARTICLES.jsonl READINGS.jsonl … --out CANDIDATES.jsonl` writes one pair a line: its id,
event, kind (why it was chosen, which annotators do not see) and two sides, each with the article's digest, offsets and
what a reader needs. Patterns of sides.tsv, likeness of words and of meaning, negation, numbers and dates choose; none
labels. Beside the extra [train] it takes the packages sentence-transformers and scikit-learn.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sklearn.feature_extraction.text import TfidfVectorizer

from training.reader import base_model

HERE = Path(__file__).parent
SEED = 20221115
USES = 4  # pairs of one event that one proposition may stand in
SHORTEST, LONGEST = 4, 60  # words of a proposition
QUOTA = {"sides": 30, "negated": 12, "moved": 12, "near": 14, "numbers": 4, "middle": 8, "any": 4}
NO = re.compile(
    r"\b(no|not|never|none|nobody|neither|nor|without|den(y|ies|ied)|false|reject\w*|dismiss\w*|refus\w*|fail\w*"
    r"|rul(e|es|ed) out)\b|n.t\b",
    re.I,
)
NUMBER = re.compile(
    r"\d[\d,.]*|\b(two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?|million)\b", re.I
)

# What asserts nothing one could compare: questions, announcements of a program or a page.
EMPTY = re.compile(
    r"\?\W*$|continue reading|click here|read more|watch|listen|podcast|discuss|sounds? off|reacts? to|joins"
    r"|speaks? (to|with)|talks? to|cnn's|'s .{3,40} reports?\b"
    r"|what (we|you) (know|need)|live updates|newsletter|photos?:",
    re.I,
)
MOST = 330  # propositions of an event; the matrix of pairs grows by the square

Spans = list[list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One proposition: spans in code points of its article's text; `words` is what patterns and likeness see."""

    article: str
    event: str
    outlet: str
    published: str
    source: Spans
    cue: Spans
    content: Spans
    name: str | None
    force: str | None
    words: str
    context: str

    def key(self) -> str:
        return f"{self.article}:{self.content}:{self.cue}"


def spans(part: dict[str, list[dict[str, int]]] | None) -> Spans:
    return [[s["start"], s["end"]] for s in part["spans"]] if part else []


def told(text: str, where: Spans) -> str:
    return " … ".join(" ".join(text[a:b].split()) for a, b in where)


def sentence(text: str, where: Spans) -> str:
    """The line of text that the spans begin in, at most some 300 characters around them."""
    start, end = where[0][0], where[-1][1]
    left = max(text.rfind("\n", 0, start) + 1, start - 150)
    stop = text.find("\n", end)
    return " ".join(text[left : min(len(text) if stop < 0 else stop, end + 120)].split())


def sides(article: dict[str, str], reading: dict[str, list]) -> list[Side]:  # type: ignore[type-arg]
    text, found = article["text"], []
    title_end = text.find("\n\n")
    covered = 0

    def add(source: Spans, cue: Spans, content: Spans, name: str | None, force: str | None) -> None:
        body = told(text, content)
        if SHORTEST <= len(body.split()) <= LONGEST:
            words = f"{told(text, cue)} {body}"
            if EMPTY.search(body):
                return
            found.append(
                Side(
                    article=article["name"],
                    event=article["event"],
                    outlet=article["outlet"],
                    published=article["published"],
                    source=source,
                    cue=cue,
                    content=content,
                    name=name,
                    force=force,
                    words=words,
                    context=sentence(text, content),
                )
            )

    for claim in reading["claims"]:
        content = spans(claim["content"])
        if not content or (claim["voice"] == "attributed" and claim["confidence"] < 0.4):
            continue
        name = claim["source"]["name"] if claim["source"] else None
        add(spans(claim["source"]), spans(claim["cue"]), content, name, claim["force"])
        if claim["voice"] == "attributed" and claim["parent"] is None:
            covered += sum(max(0, min(b, title_end) - a) for a, b in content)
    if covered * 2 < title_end:
        add([], [], [[0, title_end]], None, None)
    return found


def days(a: Side, b: Side) -> int:
    return abs((date.fromisoformat(a.published) - date.fromisoformat(b.published)).days)


Pair = tuple[int, int]


def choose(
    rows: list[Side],
    meaning: NDArray[np.float32],
    questions: list[tuple[re.Pattern[str], re.Pattern[str]]],
    rng: random.Random,
    scale: float,
) -> list[tuple[str, Side, Side]]:
    """Pairs of one event by kind, each kind's quota times `scale`; a proposition stands in at most `USES` of them."""
    lexical = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, stop_words="english").fit_transform(
        [r.words for r in rows]
    )
    words = np.asarray((lexical @ lexical.T).todense())
    near = meaning @ meaning.T
    used: Counter[int] = Counter()
    taken: set[Pair] = set()
    chosen: list[tuple[str, Side, Side]] = []

    def overlapping(i: int, j: int) -> bool:
        a, b = rows[i], rows[j]
        return a.article == b.article and any(x < d and c < y for x, y in a.content for c, d in b.content)

    def take(kind: str, pool: list[tuple[float, int, int]], most: int) -> None:
        count = 0
        for _, i, j in sorted(pool, key=lambda p: (-p[0], rows[p[1]].key(), rows[p[2]].key())):
            if count >= most:
                return
            if (i, j) in taken or used[i] >= USES or used[j] >= USES or overlapping(i, j) or words[i, j] > 0.9:
                continue
            taken.add((i, j))
            used.update((i, j))
            chosen.append((kind, rows[i], rows[j]))
            count += 1

    pairs = [(i, j) for i in range(len(rows)) for j in range(i + 1, len(rows))]
    against: dict[Pair, bool] = {}
    for first, second in questions:
        one = [bool(first.search(r.words)) for r in rows]
        two = [bool(second.search(r.words)) for r in rows]
        for i, j in pairs:
            if (one[i] and two[j]) or (two[i] and one[j]):
                against[i, j] = True
    noise = {p: rng.random() * 0.25 for p in pairs}
    negated = [len(NO.findall(r.words)) % 2 == 1 or r.force == "denies" for r in rows]
    numbers = [{m.group().lower() for m in NUMBER.finditer(r.words)} for r in rows]
    closeness = {(i, j): float(near[i, j]) + 0.3 * float(words[i, j]) for i, j in pairs}

    def pool(test: object) -> list[tuple[float, int, int]]:
        return [(closeness[p] + noise[p], *p) for p in pairs if test(*p)]  # type: ignore[operator]

    def quota(kind: str) -> int:
        return round(QUOTA[kind] * scale)

    # Close dates bring contradictions, far ones shifts: half of the sides' quota each.
    take(
        "sides",
        pool(lambda i, j: (i, j) in against and days(rows[i], rows[j]) <= 2 and near[i, j] > 0.3),
        quota("sides") * 6 // 10,
    )
    take(
        "sides",
        pool(lambda i, j: (i, j) in against and days(rows[i], rows[j]) > 2 and near[i, j] > 0.3),
        quota("sides") * 4 // 10,
    )
    take("negated", pool(lambda i, j: negated[i] != negated[j] and near[i, j] > 0.35), quota("negated"))
    take("moved", pool(lambda i, j: days(rows[i], rows[j]) >= 2 and near[i, j] > 0.4), quota("moved"))
    take(
        "near",
        pool(
            lambda i, j: (
                days(rows[i], rows[j]) <= 1
                and rows[i].outlet != rows[j].outlet
                and near[i, j] > 0.4
                and words[i, j] < 0.6
            )
        ),
        quota("near"),
    )
    take(
        "numbers",
        pool(lambda i, j: bool(numbers[i] and numbers[j] and numbers[i] != numbers[j]) and near[i, j] > 0.35),
        quota("numbers"),
    )
    middle = [(rng.random(), i, j) for i, j in pairs if 0.25 < near[i, j] < 0.5 and rows[i].article != rows[j].article]
    take("middle", middle, quota("middle"))
    take(
        "any",
        [(rng.random(), i, j) for i, j in pairs if near[i, j] < 0.3 and rows[i].article != rows[j].article],
        quota("any"),
    )
    return chosen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("readings", type=Path, nargs="+")
    parser.add_argument("--scale", type=float, default=1.0, help="times the quota of pairs per event")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    known = {(r := json.loads(line))["name"]: r for line in options.articles.read_text(encoding="utf-8").splitlines()}
    by_event: dict[str, dict[str, Side]] = defaultdict(dict)
    articles_of, read = Counter(r["event"] for r in known.values()), Counter[str]()
    for file in options.readings:
        for line in file.read_text(encoding="utf-8").splitlines():
            reading = json.loads(line)
            read[known[reading["article"]["name"]]["event"]] += 1
            for side in sides(known[reading["article"]["name"]], reading):
                by_event[side.event][side.key()] = side
    encoder = SentenceTransformer(str(base_model()), device="cpu")
    questions: dict[str, list[tuple[re.Pattern[str], re.Pattern[str]]]] = defaultdict(list)
    for row in (HERE / "sides.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        event, _, one, two = row.split("\t")
        questions[event].append((re.compile(one, re.I), re.compile(two, re.I)))
    with options.out.open("w", encoding="utf-8") as out:
        for event in dict.fromkeys(r["event"] for r in known.values()):
            rows = sorted(by_event[event].values(), key=Side.key)
            if articles_of[event] - read[event]:
                print(f"{event}: {articles_of[event] - read[event]} articles not read, left out")
                continue
            if len(rows) > MOST:
                rows = sorted(random.Random(SEED).sample(rows, MOST), key=Side.key)
            meaning = encoder.encode([r.words for r in rows], normalize_embeddings=True, show_progress_bar=False)
            found = choose(rows, np.asarray(meaning), questions[event], random.Random(SEED), options.scale)
            random.Random(SEED).shuffle(found)
            for kind, x, y in found:
                late = (y.published, y.key()) < (x.published, x.key())
                a, b = (y, x) if late else (x, y)  # the earlier one first
                name = hashlib.sha256(f"{a.key()}|{b.key()}".encode()).hexdigest()[:10]
                pair: dict[str, Any] = {"pair": f"{event}/{name}", "event": event, "kind": kind}
                for mark, which in (("a", a), ("b", b)):
                    pair[mark] = {k: v for k, v in asdict(which).items() if k not in {"event", "words"}}
                out.write(json.dumps(pair, ensure_ascii=False) + "\n")
            print(
                f"{event}: {len(rows)} propositions, {len(found)} pairs {dict(Counter(k for k, _, _ in found))}",
                flush=True,
            )


if __name__ == "__main__":
    main()
