"""Choose the articles of the contested events in events.tsv from the two news archives, ready for `sayso read`.

`python -m gold.pairs_train.collect FEEDS.jsonl.xz US.jsonl.xz --out ARTICLES.jsonl` writes one article a line: name (the
digest of its text), event, text (title, blank line, summary or the first paragraphs), published, outlet.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
from collections.abc import Iterator
from pathlib import Path

from sayso.identity import text_digest

HERE = Path(__file__).parent
LEAD = 2600  # characters of a long article that are read: its news, without its background
SEED = 20221115


def iso(day: str) -> str | None:
    """The day as YYYY-MM-DD; None where it is written in no form known here."""
    if re.match(r"\d{4}-\d\d-\d\d", day):
        return day[:10]
    if found := re.fullmatch(r"(\d+)/(\d+)/(\d\d)", day):
        return f"20{found[3]}-{int(found[1]):02d}-{int(found[2]):02d}"
    return None


def joined(title: str, text: str) -> str:
    """Title and text as the one text that labels' offsets count in, cut at a paragraph's end after `LEAD` characters."""
    cut = text.find("\n\n", LEAD)
    return f"{title}\n\n{text if cut < 0 else text[:cut]}"


def articles(archive: Path) -> Iterator[dict[str, str]]:
    with lzma.open(archive, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["text"] and row["title"] and (day := iso(row["published"])):
                text = joined(row["title"], row["text"])
                yield {"name": text_digest(text), "text": text, "published": day, "outlet": row["outlet"]}


def events() -> list[tuple[str, str, str, str, int, tuple[re.Pattern[str], ...]]]:
    rows = [r.split("\t") for r in (HERE / "events.tsv").read_text(encoding="utf-8").splitlines() if r[0] != "#"]
    return [
        (name, archive, first, last, int(most), tuple(re.compile(p, re.I) for p in patterns.split(" && ")))
        for name, archive, first, last, most, patterns in rows
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("feeds", type=Path)
    parser.add_argument("us", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    chosen: dict[str, list[dict[str, str]]] = {}
    table = events()
    for archive, path in (("feeds", options.feeds), ("us", options.us)):
        seen: set[str] = set()
        for row in articles(path):
            title, _, body = row["text"].partition("\n\n")
            looked = title if archive == "us" else f"{title} {body[:500]}"
            if title in seen:
                continue
            seen.add(title)
            for name, where, first, last, _, patterns in table:
                if where == archive and first <= row["published"] <= last and all(p.search(looked) for p in patterns):
                    chosen.setdefault(name, []).append(row | {"event": name})
                    break
    with options.out.open("w", encoding="utf-8") as file:
        for name, _, _, _, most, _ in table:
            rows = sorted(chosen.get(name, []), key=lambda r: (r["published"], r["name"]))
            if len(rows) > most:
                rows = sorted(random.Random(SEED).sample(rows, most), key=lambda r: (r["published"], r["name"]))
            print(f"{name}: {len(rows)} of {len(chosen.get(name, []))} articles")
            file.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)


if __name__ == "__main__":
    main()
