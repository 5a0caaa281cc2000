"""Part-of-speech tags for the texts of the gold corpus: GUM's own where the text is from GUM, else from a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from sayso.reader.words import Words

GUM = Path("build/data/gum/dep")
_LOOK_AHEAD = 60  # characters: what the two texts may differ in at one place


def gum_tags(name: str, words: Words, folder: Path = GUM) -> tuple[str, ...] | None:
    """The tag of the GUM token that covers each word's first character, "" where none does; None without the text."""
    path = folder / f"GUM_news_{name}.conllu"
    if not path.exists():
        return None
    cover = _cover(path, words.text)
    return tuple(cover[a] for a in words.start.tolist())


def _cover(path: Path, text: str) -> list[str]:
    cover = [""] * len(text)
    at = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) < 5 or not cells[0].isdigit():
            continue
        found = text.find(cells[1], at, at + _LOOK_AHEAD + len(cells[1]))
        if found >= 0:
            at = found + len(cells[1])
            cover[found:at] = [cells[4]] * len(cells[1])
    return cover


def file_tags(path: Path) -> Mapping[str, tuple[str, ...]]:
    """Tags by the text's name, from JSON lines of {"name", "tags"}, one tag a word."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {row["name"]: tuple(row["tags"]) for row in rows}
