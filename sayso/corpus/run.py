"""How a corpus is read, on one page: the same named steps for every engine, whose differences are one object each.

plan   which files, what is finished already, which stretches are left           driver
take   the inputs as articles, batch by batch, each once                         driver, or a task of the engine
read   each batch by a worker's own reader: sayso.flow.read_all                  workers
write  results in the order of the inputs into shards, whole or not there        driver
seal   manifest and the list of what was refused                                 driver
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from sayso.corpus.batch import MakeReader, Place, Refused, Result, digest_part
from sayso.corpus.events import Log, Watch
from sayso.corpus.folder import Folder, write_text
from sayso.corpus.inputs import find_inputs, is_inside
from sayso.corpus.manifest import Manifest, Run, options_of, refused_rows, write_manifest
from sayso.corpus.schema import schemas
from sayso.corpus.shards import Shard, Writer, finished, ids_of
from sayso.corpus.take import Job, Take
from sayso.errors import CorpusChangedError, SaysoError, UsageError
from sayso.export.tabular import json_lines
from sayso.ingest.given import Defaults
from sayso.reader.network import MODELS
from sayso.reader.network import Manifest as Models
from sayso.reader.reader import Reader, reader_digest
from sayso.settings import Settings

SHARD_SIZE = 500
"""Articles of a shard: a few minutes of one worker, which is what the loss of the driver costs."""


class Engine(Protocol):
    """What differs between engines: where the steps `take` and `read` happen."""

    name: str
    workers: int

    def results(self, take: Take, is_known: Callable[[str], bool], watch: Watch) -> Iterator[Result]:
        """The results of all batches of `take`, in their order, with bounded memory."""


class Looker(Protocol):
    """Who is told how it goes."""

    def begin(self, manifest: Manifest, shards: Sequence[Shard]) -> None:
        """Reading begins; these shards are there already."""

    def say(self, text: str) -> None:
        """A remark for people."""

    def result(self, result: Result, shard: int) -> None:
        """A batch was read, and goes to this shard or from it on."""

    def shard(self, shard: Shard) -> None:
        """A shard is finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A call: what to read, as what, where to. limit: of the inputs' records."""

    inputs: tuple[str, ...]
    out: Path
    defaults: Defaults
    settings: Settings
    shard_size: int = SHARD_SIZE
    limit: int | None = None
    anew: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is left to do. stretches: with the number of the shard that each fills; the last, open at its end, fills as
    many as it needs."""

    manifest: Manifest
    shards: tuple[Shard, ...]
    stretches: tuple[tuple[int, Job], ...]
    lost: tuple[tuple[int, str], ...]


def make_reader(settings: Settings) -> MakeReader:
    """What workers make their readers with."""
    return partial(Reader, settings)


def plan(order: Order, folder: Folder) -> Plan:
    """Compares the call with what stands in the folder. Raises UsageError, InputError, CorpusError."""
    for one in order.inputs:
        if is_inside(one, order.out):
            raise UsageError(f"{one} lies in {order.out}, which is written.", hint="Give another --out.")
    before = None if order.anew else Manifest.load(folder)
    files = find_inputs(order.inputs, before.inputs if before else ())
    now = Manifest(
        inputs=files,
        reader=reader_digest(Models.load(MODELS).digests),
        options=options_of(order.defaults, order.settings, order.shard_size, order.limit),
        runs=before.runs if before else (),
    )
    if before:
        before.check(now, order.out)
    good, bad = finished(folder) if before else ([], [])
    return Plan(manifest=now, shards=tuple(good), stretches=tuple(_stretches(good)), lost=tuple(bad))


def _stretches(good: Sequence[Shard]) -> Iterator[tuple[int, Job]]:
    """What lies between finished shards, each gap as one shard whatever number of them it was, and all after."""
    at, number = Place(), 0
    for shard in good:
        if shard.number > number:
            yield number, Job(start=at, end=shard.start)
        at, number = shard.end, shard.number + 1
    yield number, Job(start=at)


def run(order: Order, engine: Engine, look: Looker) -> Manifest:
    """Reads what is left of a corpus and gives its manifest, the last run in it. Finished shards stay in any case.

    Raises SaysoError; KeyboardInterrupt and SystemExit go through when what is finished is told.
    """
    schemas()  # whatever is missing is told before anything is made
    folder = Folder(order.out)
    folder.check()
    with folder.locked():
        planned = plan(order, folder)
        folder.begin(anew=order.anew, good=frozenset(shard.number for shard in planned.shards))
        job = _Job(order, folder, engine, look, planned)
        try:
            job.read()
        except BaseException as error:
            job.end(error)
            raise
        return job.end(None)


class _Job:
    """One run from its plan to its end."""

    def __init__(self, order: Order, folder: Folder, engine: Engine, look: Looker, planned: Plan) -> None:
        self._order, self._folder, self._engine, self._look = order, folder, engine, look
        self._manifest = planned.manifest
        self._shards = {shard.number: shard for shard in planned.shards}
        self._stretches = list(planned.stretches)
        self._log = Log(folder.log, planned.manifest.inputs, look.say)
        self._begun, self._clock = _now(), time.monotonic()
        self._articles = self._words = self._peak = 0
        self._known = {digest_part(key) for shard in planned.shards for key in ids_of(folder, shard)}
        self._writer = Writer(folder, order.shard_size, self._known)
        self._log.tell(
            "run-begun", engine=engine.name, workers=engine.workers, finished=len(self._shards),
            inputs=len(planned.manifest.inputs),
        )  # fmt: skip
        for number, why in planned.lost:
            look.say(f"shard {number} is read again: {why}.")
            self._log.tell("shard-damaged", shard=number, why=why)
        self._seal("reading", self._manifest)
        look.begin(self._manifest, planned.shards)

    def read(self) -> None:
        take = Take(
            files=self._manifest.inputs,
            jobs=tuple(job for _, job in self._stretches),
            defaults=self._order.defaults,
            settings=self._order.settings,
            limit=self._order.limit,
        )
        end = Place()
        self._next_stretch()
        for result in self._engine.results(take, self._writer.is_known, self._log):
            if result.reader != self._manifest.reader:
                host = result.worker.host
                raise CorpusChangedError(
                    f"A worker on {host} reads with {result.reader}, this run began with {self._manifest.reader}.",
                    hint="All machines need the same version of sayso, and none may change while they read.",
                )
            self._look.result(result, self._log.shard)
            self._peak = max(self._peak, result.worker.peak)
            self._tell_refused(result)
            self._write(result)
            end = result.end
        while self._end is not None:
            self._finish(self._end)
            self._next_stretch()
        if self._writer.has_begun(end):
            self._finish(max(end, self._start))
        else:
            self._writer.drop()

    def _next_stretch(self) -> None:
        number, job = self._stretches.pop(0)
        self._begin(number, job.start)
        self._end = job.end

    def _begin(self, number: int, start: Place) -> None:
        self._start, self._log.shard = start, number
        self._writer.begin(number, start)

    def _write(self, result: Result) -> None:
        at = 0
        while at < len(result.outcomes):
            while self._end is not None and result.outcomes[at].place >= self._end:
                self._finish(self._end)
                self._next_stretch()
            if self._end is None and self._writer.is_full():
                made = self._finish(None)
                self._begin(made.number + 1, made.end)
            at = self._writer.add(result, at, self._end)

    def _finish(self, end: Place | None) -> Shard:
        made = self._writer.close(end)
        self._shards[made.number] = made
        self._articles += made.articles
        self._words += made.words
        first = made.start  # by which a line of a worker's log, which knows no shards, finds its shard
        self._log.tell(
            "shard-done", shard=made.number, input=self._manifest.inputs[first.input].where, record=first.record + 1,
            articles=made.articles, claims=made.claims, refused=len(made.refused),
            repeated=made.repeated, worker_seconds=made.seconds,
        )  # fmt: skip
        self._look.shard(made)
        return made

    def _tell_refused(self, result: Result) -> None:
        for one in result.outcomes:
            if isinstance(one, Refused):
                where = self._manifest.inputs[one.place.input].where
                self._log.tell(
                    "refused", shard=self._log.shard, input=where, record=one.place.record + 1, name=one.name,
                    code=one.code, message=one.message,
                )  # fmt: skip
                if one.code in {"poisoned", "failed"}:
                    self._look.say(f"{one.code}: {one.message}")

    def end(self, error: BaseException | None) -> Manifest:
        """Says in manifest and log how the run went; on an error as far as that can still be written."""
        self._writer.drop()
        seconds = time.monotonic() - self._clock
        how = "complete" if error is None else error.code if isinstance(error, SaysoError) else type(error).__name__
        done = Run(
            engine=self._engine.name, workers=self._engine.workers, begun=self._begun, ended=_now(),
            articles=self._articles, words=self._words, seconds=round(seconds, 1),
            words_a_second=round(self._words / max(seconds, 1e-9), 1), worker_peak=self._peak,
            lost_workers=self._log.lost_workers, end=how,
        )  # fmt: skip
        self._log.tell("run-ended", how=how, articles=self._articles, seconds=done.seconds)
        manifest = replace(self._manifest, runs=(*self._manifest.runs, done))
        try:
            self._seal("complete" if error is None else "broken off", manifest)
        except SaysoError:
            if error is None:
                raise
        if error is None:
            self._folder.end()
        return manifest

    def _seal(self, state: str, manifest: Manifest) -> None:
        shards = [self._shards[number] for number in sorted(self._shards)]
        write_manifest(self._folder, manifest, shards, state)
        lines = "".join(json_lines(refused_rows(shards, manifest)))
        write_text(self._folder.refused, lines, self._folder.work)


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
