"""The step `write`: results become shards, each written whole or not at all, in the order of the inputs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sayso.corpus.batch import Place, Read, Refused, Result, digest_part
from sayso.corpus.folder import Folder, put, read_json, told_as_output, write_json
from sayso.corpus.inputs import digest_of
from sayso.corpus.parts import part
from sayso.corpus.schema import ARTICLES, CLAIMS, schemas, unpacked
from sayso.errors import InputError, OutputError

TABLES = (ARTICLES, CLAIMS)
_MOST_BYTES = 64 << 20  # of rows that wait for a row group of their own
_COMPRESSION = "zstd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """What a finished shard holds. start, end: the stretch of the inputs that it covers, end not included.

    seconds: of the workers, of all its batches. digests: of its files, by table.
    """

    number: int
    start: Place
    end: Place
    articles: int
    claims: int
    words: int
    seconds: float
    refused: tuple[Refused, ...]
    digests: dict[str, str]
    sizes: dict[str, int]

    @property
    def repeated(self) -> int:
        """Articles of the stretch that stand elsewhere in the corpus already."""
        return self.end.ordinal - self.start.ordinal - self.articles - len(self.refused)

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> Shard:
        refused = tuple(Refused(**one | {"place": Place(**one["place"])}) for one in told["refused"])
        places = {key: Place(**told[key]) for key in ("start", "end")}
        return cls(**told | places | {"refused": refused})


def finished(folder: Folder) -> tuple[list[Shard], list[tuple[int, str]]]:
    """The shards that are whole, by number, and those that are not, with why."""
    good: list[Shard] = []
    bad: list[tuple[int, str]] = []
    for path in sorted(folder.shards.glob("*.json")):
        try:
            shard = Shard.from_dict(read_json(path))
        except (TypeError, KeyError, ValueError):
            bad.append((int(path.stem) if path.stem.isdecimal() else -1, f"{path.name} is damaged"))
            continue
        why = _damage(folder, shard)
        if why:
            bad.append((shard.number, why))
        else:
            good.append(shard)
    return sorted(good, key=lambda s: s.number), bad


def _damage(folder: Folder, shard: Shard) -> str | None:
    for table in TABLES:
        path = folder.part(table, shard.number)
        try:
            size = path.stat().st_size
            if size != shard.sizes[table]:
                return f"{table}/{path.name} has {size:,} of {shard.sizes[table]:,} bytes"
            if digest_of(path) != shard.digests[table]:
                return f"{table}/{path.name} is not what was written"
        except (OSError, InputError, KeyError):
            return f"{table}/{path.name} is missing"
    return None


def ids_of(folder: Folder, shard: Shard) -> Iterator[str]:
    """The ids of the articles in a shard."""
    table = part("pyarrow.parquet").read_table(folder.part(ARTICLES, shard.number), columns=["id"])
    yield from table.column("id").to_pylist()


@dataclass(slots=True)
class _Open:
    """A shard that is being filled. records: how many it holds of which it may hold `room`."""

    number: int
    start: Place
    end: Place
    articles: int = 0
    claims: int = 0
    words: int = 0
    seconds: float = 0.0
    refused: list[Refused] = field(default_factory=list)
    waiting: dict[str, list[Any]] = field(default_factory=lambda: {table: [] for table in TABLES})
    bytes: int = 0

    @property
    def records(self) -> int:
        return self.articles + len(self.refused)


class Writer:
    """Fills shards, one after another. known: ids of articles that stand in finished shards; grows."""

    def __init__(self, folder: Folder, size: int, known: set[bytes]) -> None:
        self._folder, self._size, self._known = folder, size, known
        self._files: dict[str, Any] = {}
        self._open: _Open | None = None

    def is_known(self, key: str) -> bool:
        return digest_part(key) in self._known

    @property
    def number(self) -> int:
        """Of the shard that is being filled."""
        assert self._open is not None
        return self._open.number

    def begin(self, number: int, start: Place) -> None:
        self._open = _Open(number, start, start)

    def add(self, result: Result, first: int, end: Place | None) -> int:
        """Takes in outcomes of a batch from number `first` on: those before `end`, or where that is None as many as the
        shard has room for. Gives the number of the first that it did not take."""
        assert self._open is not None
        shard, keep = self._open, []
        row = sum(isinstance(o, Read) for o in result.outcomes[:first])
        at = first
        for outcome in result.outcomes[first:]:
            if self.is_full() if end is None else outcome.place >= end:
                break
            at += 1
            shard.end = outcome.place.next()
            if isinstance(outcome, Refused):
                shard.refused.append(outcome)
                continue
            if digest_part(outcome.id) not in self._known:
                self._known.add(digest_part(outcome.id))
                keep.append((row, outcome.id))
                shard.articles += 1
                shard.claims += outcome.claims
                shard.words += outcome.words
            row += 1
        if keep:
            self._take_rows(result, keep)
        shard.seconds += result.seconds * (at - first) / max(len(result.outcomes), 1)
        return at

    def is_full(self) -> bool:
        return self._open is not None and self._open.records >= self._size

    def has_begun(self, end: Place) -> bool:
        """Whether the open shard holds something, or covers at least repetitions up to `end`."""
        return self._open is not None and max(self._open.end, end) > self._open.start

    def _take_rows(self, result: Result, keep: list[tuple[int, str]]) -> None:
        assert self._open is not None
        compute, pa = part("pyarrow.compute"), part("pyarrow")
        articles, claims = unpacked(result.articles), unpacked(result.claims)
        if len(keep) < articles.num_rows:
            articles = articles.take([row for row, _ in keep])
            claims = claims.filter(compute.is_in(claims["article"], value_set=pa.array([key for _, key in keep])))
        for table, rows in zip(TABLES, (articles, claims), strict=True):
            self._open.waiting[table].append(rows)
            self._open.bytes += rows.nbytes
        if self._open.bytes > _MOST_BYTES:
            self._write_rows()

    def _write_rows(self) -> None:
        assert self._open is not None
        pa, parquet = part("pyarrow"), part("pyarrow.parquet")
        for table in TABLES:
            path = self._part(table)
            with told_as_output(path):
                if table not in self._files:
                    self._files[table] = parquet.ParquetWriter(path, schemas()[table], compression=_COMPRESSION)
                rows = self._open.waiting[table]
                if rows:
                    self._files[table].write_table(pa.concat_tables(rows).combine_chunks())
            self._open.waiting[table] = []
        self._open.bytes = 0

    def _part(self, table: str) -> Path:
        return self._folder.work / f"{table}-{self.number:05}.part"

    def close(self, end: Place | None = None) -> Shard:
        """Finishes the shard: files in place first, then what tells of them. end: where it is known beforehand.

        Raises OutputError, leaving nothing of the shard.
        """
        assert self._open is not None
        shard = self._open
        try:
            self._write_rows()
            digests, sizes = {}, {}
            for table in TABLES:
                path = self._part(table)
                with told_as_output(self._folder.part(table, shard.number)):
                    self._files.pop(table).close()
                    _sync(path)
                    digests[table], sizes[table] = digest_of(path), path.stat().st_size
            for table in TABLES:
                place = self._folder.part(table, shard.number)
                with told_as_output(place):
                    put(self._part(table), place)
        except InputError as error:
            raise OutputError(error.message) from error
        finally:
            self.drop()
        made = Shard(
            number=shard.number, start=shard.start, end=end or shard.end, articles=shard.articles, claims=shard.claims,
            words=shard.words, seconds=round(shard.seconds, 3), refused=tuple(shard.refused),
            digests=digests, sizes=sizes,
        )  # fmt: skip
        write_json(self._folder.sidecar(shard.number), asdict(made), self._folder.work)
        self._open = None
        return made

    def drop(self) -> None:
        """Lets what is half written go."""
        for file in self._files.values():
            try:
                file.close()
            except OSError:  # the disk is as full as before
                continue
        self._files = {}
        if self._open is not None:
            for table in TABLES:
                self._part(table).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
