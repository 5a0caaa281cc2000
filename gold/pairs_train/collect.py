"""Choose the articles of the contested events in events.tsv from the two news archives, ready for `sayso read`.

`python -m gold.pairs_train.collect FEEDS.jsonl.xz US.jsonl.xz --out ARTICLES.jsonl` writes one article a line: name
(the digest of its text), event, text (title, blank line, summary or the first paragraphs), published, outlet.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sayso.identity import text_digest

EVENTS = Path(__file__).parent / "events.tsv"
LEAD = 2600  # characters of a long article that are read: its news, without its background
SUMMARY = 500  # characters of a feed item, after its title, in which an event's patterns are looked for
SEED = 20221115


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text as labels count in it; name is its SHA-256 in hexadecimal, published a day as YYYY-MM-DD."""

    name: str
    text: str
    published: str
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What belongs to an event: articles of one archive, first to last day, in which every pattern is found."""

    name: str
    split: str
    archive: str
    first: str
    last: str
    most: int
    patterns: tuple[re.Pattern[str], ...]

    def takes(self, article: Article, archive: str) -> bool:
        """Whether the article belongs here: by title alone in the archive of long articles."""
        title, _, body = article.text.partition("\n\n")
        looked = title if archive == "us" else f"{title} {body[:SUMMARY]}"
        inside = self.archive == archive and self.first <= article.published <= self.last
        return inside and all(p.search(looked) for p in self.patterns)


def events(table: Path = EVENTS) -> tuple[Event, ...]:
    rows = [r.split("\t") for r in table.read_text(encoding="utf-8").splitlines() if not r.startswith("#")]
    return tuple(
        Event(
            name=name,
            split=split,
            archive=archive,
            first=first,
            last=last,
            most=int(most),
            patterns=tuple(re.compile(p, re.I) for p in patterns.split(" && ")),
        )
        for name, split, archive, first, last, most, patterns in rows
    )


def iso(day: str) -> str | None:
    """The day as YYYY-MM-DD; None where it is written in no form known here."""
    if re.match(r"\d{4}-\d\d-\d\d", day):
        return day[:10]
    if found := re.fullmatch(r"(\d+)/(\d+)/(\d\d)", day):
        return f"20{found[3]}-{int(found[1]):02d}-{int(found[2]):02d}"
    return None


def joined(title: str, text: str) -> str:
    """Title and text as the one text that labels' offsets count in, cut at a paragraph's end after `LEAD`."""
    cut = text.find("\n\n", LEAD)
    return f"{title}\n\n{text if cut < 0 else text[:cut]}"


def articles(archive: Path) -> Iterator[Article]:
    """Every dated article of a .jsonl.xz archive that has a title and a text."""
    with lzma.open(archive, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["text"] and row["title"] and (day := iso(row["published"])):
                text = joined(row["title"], row["text"])
                yield Article(name=text_digest(text), text=text, published=day, outlet=row["outlet"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("feeds", type=Path)
    parser.add_argument("us", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    chosen: dict[str, list[Article]] = {}
    table = events()
    for archive, path in (("feeds", options.feeds), ("us", options.us)):
        seen: set[str] = set()  # titles: feeds repeat an item
        for article in articles(path):
            title = article.text.partition("\n\n")[0]
            event = None if title in seen else next((e for e in table if e.takes(article, archive)), None)
            seen.add(title)
            if event:
                chosen.setdefault(event.name, []).append(article)
    with options.out.open("w", encoding="utf-8") as file:
        for event in table:
            rows = sorted(chosen.get(event.name, []), key=lambda a: (a.published, a.name))
            print(f"{event.name}: {min(len(rows), event.most)} of {len(rows)} articles")
            if len(rows) > event.most:
                rows = random.Random(SEED).sample(rows, event.most)
                rows.sort(key=lambda a: (a.published, a.name))
            file.writelines(json.dumps(asdict(a) | {"event": event.name}, ensure_ascii=False) + "\n" for a in rows)


if __name__ == "__main__":
    main()
