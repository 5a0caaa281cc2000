"""`sayso watch` with a plain reader in the model's place, as a program to be killed. Run as a module."""

from __future__ import annotations

import sys
from dataclasses import replace

from sayso.cli import main
from sayso.commands import ledger_add
from sayso.records import Article, Reading
from sayso.settings import Settings
from tests.ledger.made import READER


class PlainReader:
    """Finds no claims, at once."""

    digest = READER

    def __init__(self, _: Settings) -> None:
        """Takes the settings, as the reader does."""

    def read(self, article: Article) -> Reading:
        return Reading(reader=READER, article=replace(article, language="en"), claims=())


if __name__ == "__main__":
    ledger_add.Reader = PlainReader  # type: ignore[assignment,attr-defined]
    sys.exit(main(sys.argv[1:]))
