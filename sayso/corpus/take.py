"""The step `take`: the inputs as articles in their order, batch by batch, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice
from pathlib import Path

from sayso.corpus.batch import Batch, Item, Place, digest_part
from sayso.corpus.inputs import InputFile, as_local
from sayso.errors import InputError
from sayso.ingest.files import collection_of, shown
from sayso.ingest.given import Defaults
from sayso.ingest.inputs import read_inputs
from sayso.records import Article
from sayso.settings import Settings

BATCH = 16
"""Articles that go to a worker at a time: a few seconds of work, so that little is lost with a worker."""
_MOST_CHARACTERS = 1_000_000  # of a batch of long articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A stretch of the inputs to be read: from `start` to before `end`, to the last record where that is None."""

    start: Place
    end: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """All that decides which articles come, so that any process gets the same. limit: records of all inputs."""

    files: tuple[InputFile, ...]
    jobs: tuple[Job, ...]
    defaults: Defaults
    settings: Settings
    limit: int | None = None
    batch: int = BATCH

    def batches(self, is_known: Callable[[str], bool]) -> Iterator[Batch]:
        """The batches of all jobs; the last may hold nothing. is_known: tells of an id whether that article is written
        already; such are left out, as are repetitions among those taken here."""
        taken: set[bytes] = set()
        held: list[Item] = []
        number = characters = 0
        end = Place()
        for item in self._items():
            given, end = item.given, item.place.next()
            if isinstance(given, Article):
                key = given.id
                if digest_part(key) in taken or is_known(key):
                    continue
                taken.add(digest_part(key))
                characters += len(given.text)
            held.append(item)
            if len(held) >= self.batch or characters >= _MOST_CHARACTERS:
                yield Batch(number=number, items=tuple(held), end=end)
                held, characters, number = [], 0, number + 1
        yield Batch(number=number, items=tuple(held), end=end)

    def _items(self) -> Iterator[Item]:
        for job in self.jobs:
            place = job.start
            for number in range(job.start.input, len(self.files)):
                if number > place.input:
                    place = Place(number, 0, place.ordinal)
                for one in self._records(number, place.record):
                    if self._is_over(place, job):
                        break
                    yield Item(place=place, given=one)
                    place = place.next()
                if self._is_over(place, job):
                    break

    def _is_over(self, place: Place, job: Job) -> bool:
        return (self.limit is not None and place.ordinal >= self.limit) or (job.end is not None and place >= job.end)

    def _records(self, number: int, first: int) -> Iterator[Article | InputError]:
        """The records of a file from `first` on; none of one whose bytes came before."""
        one = self.files[number]
        if one.same is not None:
            return
        with as_local(one) as path:  # an error of a store ends the run: what comes tomorrow must not be told as refused
            for record in islice(self._of_file(path), first, None):
                yield record if path == Path(one.where) else _renamed(record, path, one.where)

    def _of_file(self, path: Path) -> Iterator[Article | InputError]:
        told = self.defaults
        if told.columns is None and told.form is None and collection_of(path) == "table":
            told = replace(told, columns={})  # a table's usual columns are found; without this it would be one text
        return read_inputs([str(path)], defaults=told, settings=self.settings, stdin=BytesIO())


def _renamed(record: Article | InputError, path: Path, where: str) -> Article | InputError:
    """An error that names the copy names the address instead."""
    if isinstance(record, InputError):
        message = record.message.replace(shown(path), shown(where))
        return type(record)(message, hint=record.hint)
    return record
