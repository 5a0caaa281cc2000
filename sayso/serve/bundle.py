"""The demo's articles, which come with the package."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

from sayso.flow import read_all
from sayso.ledger.store import Store
from sayso.reader.reader import Reader
from sayso.records import Article, Reading
from sayso.settings import Settings

_FILE = "articles.jsonl"
_FIELDS = ("text", "name", "title", "outlet", "published", "url")


def articles() -> Iterator[Article]:
    """The bundled articles. Their licenses stand in the file and in NOTICE."""
    lines = (files("sayso.serve") / "demo" / _FILE).read_text(encoding="utf-8").splitlines()
    for line in lines:
        told = json.loads(line)
        yield Article(**{name: told[name] for name in _FIELDS})


def fill(ledger: Path, tell: Callable[[str], None]) -> None:
    """Reads those of the articles that the ledger lacks. tell: a line for people."""
    with Store(ledger) as store:
        missing = [one for one in articles() if not store.has(one) and not store.is_removed(one)]
        if not missing:
            return
        tell(f"reading {len(missing)} articles, which takes about a minute, once.")
        for one in read_all(missing, Reader(Settings.from_environment())):
            if isinstance(one, Reading):
                store.put(one)
