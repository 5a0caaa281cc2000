"""A corpus as it is asked: its tables shard by shard, so that no question holds more than one shard's rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sayso.corpus.folder import Folder, read_json
from sayso.corpus.manifest import Manifest
from sayso.corpus.parts import part
from sayso.corpus.schema import ARTICLES, CLAIMS, to_reading
from sayso.corpus.shards import Shard, finished
from sayso.errors import CorpusError
from sayso.records import Reading

_ROWS = 2000  # rows as Python values at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which articles are meant; None and empty: all. days: tells of an ISO day, or None, whether it is wanted."""

    outlets: frozenset[str] = frozenset()
    days: Callable[[str | None], bool] | None = None
    ids: tuple[str, ...] = ()

    def holds(self, key: str, outlet: str | None, published: str | None) -> bool:
        if self.outlets and (outlet is None or outlet.casefold() not in self.outlets):
            return False
        if self.ids and not key.startswith(self.ids):
            return False
        return self.days is None or self.days(published[:10] if published else None)


class Corpus:
    """A folder that `sayso corpus read` wrote. Raises CorpusError where it is none, or holds nothing whole."""

    def __init__(self, root: Path) -> None:
        self.folder = Folder(root)
        manifest = Manifest.load(self.folder)
        if manifest is None:
            raise CorpusError(f"{root} is no corpus.", hint="Make one: sayso corpus read INPUT… --out DIR")
        self.manifest = manifest
        self.shards, self.damaged = self._shards()
        if not self.shards:
            raise CorpusError(f"{root} holds no finished shard yet.", hint="The same sayso corpus read goes on.")

    def _shards(self) -> tuple[tuple[Shard, ...], tuple[tuple[int, str], ...]]:
        good, bad = finished(self.folder)
        return tuple(good), tuple(bad)

    @property
    def is_complete(self) -> bool:
        """Whether the inputs were read to their end."""
        told = read_json(self.folder.manifest)
        return bool(told) and told.get("state") == "complete" and not self.damaged

    def rows(self, shard: Shard, table: str, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
        """Rows of a shard's table as Python values. columns: those wanted, also parts of nested ones (source.name)."""
        wanted = list(columns) if columns is not None else None
        with part("pyarrow.parquet").ParquetFile(self.folder.part(table, shard.number)) as file:
            for rows in file.iter_batches(batch_size=_ROWS, columns=wanted):
                yield from rows.to_pylist()

    def articles(self, shard: Shard, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
        return self.rows(shard, ARTICLES, columns)

    def claims(self, shard: Shard, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
        return self.rows(shard, CLAIMS, columns)

    def readings(self, choice: Choice) -> Iterator[Reading]:
        """The readings of the articles meant, as they were written, in the order of the inputs."""
        for shard in self.shards:
            keys = [
                row["id"]
                for row in self.articles(shard, ("id", "outlet", "published"))
                if choice.holds(row["id"], row["outlet"], row["published"])
            ]
            if not keys:
                continue
            wanted, claims = set(keys), self.claims(shard)
            for row in self.articles(shard):
                own = list(islice(claims, row["claims"]))  # both tables have the articles in one order
                if row["id"] in wanted:
                    yield to_reading(row, own)
