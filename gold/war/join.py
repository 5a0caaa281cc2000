"""Labels of 12 war reports as offsets, without their text, which is their publishers': joined to it here.

`python -m gold.war.join NEWS.jsonl.xz [ARTICLE.txt …] --out FILE` looks each text up by its SHA-256 among the articles
given and writes rows in the form of gold/corpus, for `python -m benchmarks.fields`. One pass by language models; not
adjudicated.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections.abc import Iterator
from pathlib import Path

from sayso.identity import text_digest

LABELS = Path(__file__).parent / "labels.jsonl"


def texts(path: Path) -> Iterator[str]:
    """The texts of a .jsonl.xz file, or the one of a plain file."""
    if path.suffix != ".xz":
        yield path.read_bytes().decode("utf-8")  # line ends stay as they are
        return
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield str(json.loads(line)["text"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    known = {text_digest(text): text for path in options.sources for text in texts(path)}
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    found = [row | {"text": known[row["sha256"]]} for row in rows if row["sha256"] in known]
    options.out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in found), encoding="utf-8")
    print(f"{len(found)} of {len(rows)} texts found")


if __name__ == "__main__":
    main()
