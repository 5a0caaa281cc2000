"""`sayso add --from-corpus`: a selection of a corpus into a ledger, without reading it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeGuard

import click

from sayso.commands.shared import say
from sayso.corpus.tables import Choice, Corpus
from sayso.errors import UsageError
from sayso.ledger.days import Days
from sayso.records import Reading

Command = Callable[..., Any]


def corpus_options(command: Command) -> Command:
    """--from-corpus and --id."""
    command = click.option(
        "--id", "keys", metavar="KEY", multiple=True,
        help="With --from-corpus: only the article of this key (a1:…) or beginning of it; may be given often.",
    )(command)  # fmt: skip
    return click.option(
        "--from-corpus", type=click.Path(path_type=Path), metavar="DIR",
        help="In place of PATH: articles with their claims from a corpus, as they were read there. --outlet, --from,"
        " --to and --id tell which.",
    )(command)  # fmt: skip


def corpus_is_meant(root: Path | None, keys: Sequence[str], paths: Sequence[str]) -> TypeGuard[Path]:
    """Whether a corpus is to be taken from. Raises UsageError where nothing or both are named."""
    if root is None and keys:
        raise UsageError("--id is for --from-corpus.")
    if root is None and not paths:
        raise UsageError("Missing argument 'PATH…'.", hint="Or take from a corpus: --from-corpus DIR.")
    if root is not None and paths:
        raise UsageError("Give either PATH or --from-corpus.")
    return root is not None


def corpus_readings(root: Path, *, outlet: str | None, days: Days | None, keys: Sequence[str]) -> Iterator[Reading]:
    """The readings of a corpus that are meant. Raises CorpusError at once where there is no corpus."""
    corpus = Corpus(root)
    for number, why in corpus.damaged:
        say(f"shard {number} is left out: {why}. sayso corpus read reads it again.")
    outlets = frozenset({outlet.casefold()} if outlet else ())
    return corpus.readings(Choice(outlets=outlets, days=days.holds if days else None, ids=tuple(keys)))
