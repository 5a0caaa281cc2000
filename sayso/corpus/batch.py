"""What goes to a worker and what comes back: some articles at a time, each with its place in the inputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sayso.errors import InputError
from sayso.reader.reader import Reader
from sayso.records import Article

MakeReader = Callable[[], Reader]
"""Makes the reader of a worker, in that worker's process; to be pickled."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a record stands: the input's number, the record's number in it, and its number in all inputs, from 0."""

    input: int = 0
    record: int = 0
    ordinal: int = 0

    def next(self) -> Place:
        return Place(self.input, self.record + 1, self.ordinal + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article of the inputs, or what is wrong with it; then with its name and how often it was tried, if known."""

    place: Place
    given: Article | InputError
    name: str | None = None
    attempts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one worker reads at a time. number: from 0, in the order of the inputs. end: the place after all that was
    taken up to here, repetitions included."""

    number: int
    items: tuple[Item, ...]
    end: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A record that gave no reading, and why. name: the article's, where it has one. attempts: how often tried."""

    place: Place
    code: str
    message: str
    name: str | None = None
    attempts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An article that was read. id: as Article.id. words: of its text, parted by blanks."""

    place: Place
    id: str
    words: int
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Which process read a batch. peak: its largest resident memory so far, in bytes."""

    host: str
    pid: int
    peak: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a batch. articles, claims: Arrow streams of tables as schema.py tells them. reader: its digest.
    seconds: of work."""

    number: int
    end: Place
    reader: str
    outcomes: tuple[Read | Refused, ...]
    articles: bytes
    claims: bytes
    seconds: float
    worker: Worker


def digest_part(key: str) -> bytes:
    """An article's id without its tag, as short as it can be held: 16 bytes."""
    return bytes.fromhex(key.rpartition(":")[2])
