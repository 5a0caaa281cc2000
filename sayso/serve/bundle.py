"""The demo's articles, which come with the package."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

from sayso.flow import read_all
from sayso.ledger.questions.ask import unlinked
from sayso.ledger.questions.run import link as link_claims
from sayso.ledger.speakers.linking import link as link_speakers
from sayso.ledger.store import Store
from sayso.link.judge import load
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
    """Reads those of the articles that the ledger lacks, and links all. tell: a line for people."""
    with Store(ledger) as store:
        missing = [one for one in articles() if not store.has(one) and not store.is_removed(one)]
        if missing:
            tell(f"reading {len(missing)} articles, once; it takes about a minute.")
            for one in read_all(missing, Reader(Settings.from_environment())):
                if isinstance(one, Reading):
                    store.put(one)
            store.flush()
        if unlinked(store.connection):
            tell("comparing their claims with each other; it takes a few minutes, once.")
            linked(store)


def linked(store: Store) -> None:
    """Finds out who speaks across articles, and what the questions are, of what came in since the last time."""
    link_speakers(store.connection)
    link_claims(store, load())
