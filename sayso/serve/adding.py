"""Articles that come in through the page: one thread reads them, and tells how far it is."""

from __future__ import annotations

import io
import os
import queue
import shutil
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sayso.errors import InputError, SaysoError
from sayso.fetch.fetcher import Fetcher, Manners
from sayso.fetch.inputs import Web
from sayso.fetch.record import Arrival, Unchanged, Wish
from sayso.fetch.transport import Limits, Transport
from sayso.flow import read_all
from sayso.ingest.inputs import Defaults, read_inputs
from sayso.ledger.archive import Origin
from sayso.ledger.fetching import FetchStore
from sayso.ledger.questions.run import link as link_claims
from sayso.ledger.speakers.linking import link as link_speakers
from sayso.link.judge import load
from sayso.reader.reader import Reader
from sayso.records import Article, Reading
from sayso.serve.desk import Desk
from sayso.settings import Settings

_KEPT = 40  # jobs that are remembered
_MOST_WAITING = 200
_MOST_LINES = 60  # articles that are told of a job
_LONGEST_NAME = 200  # bytes
_MOST_WORDS = 6  # claims that are shown of an article
Input = Article | InputError | Arrival | Unchanged
Source = Callable[[FetchStore], Iterable[Input]]


@dataclass(slots=True, kw_only=True)
class Line:
    """One article of a job: what became of it, and the first of its claims."""

    state: str  # added, known, removed, failed
    title: str
    key: str | None = None
    claims: int = 0
    words: list[tuple[str, str]] = field(default_factory=list)
    problem: str | None = None


@dataclass(slots=True, kw_only=True)
class Job:
    """Something that was given to be added."""

    number: int
    what: str
    state: str = "waits"  # waits, reads, done, failed
    lines: list[Line] = field(default_factory=list)
    more: int = 0
    claims: int = 0
    problem: str | None = None

    def add(self, line: Line) -> None:
        self.claims += line.claims
        if len(self.lines) < _MOST_LINES:
            self.lines.append(line)
        else:
            self.more += 1


class Adding:
    """The thread that adds. give: may be called from any thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._jobs: deque[Job] = deque(maxlen=_KEPT)
        self._waiting: queue.Queue[tuple[Job, Callable[[FetchStore], Iterable[Input]]] | None] = queue.Queue(
            _MOST_WAITING
        )
        self._numbers = count(1)
        self._settings = Settings.from_environment(confidence=0.0)
        self._reader: Reader | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def jobs(self) -> tuple[Job, ...]:
        """The latest first."""
        return tuple(reversed(self._jobs))

    def text(self, article: Article) -> Job:
        """Adds a pasted text."""
        return self._give(article.title or f"Text of {len(article.text):,} characters", lambda _: (article,))

    def address(self, url: str, *, follow: bool = False) -> Job:
        """Adds what an address leads to."""
        return self._give(url, lambda store: self._web(store, follow).all(url))

    def file(self, name: str, data: bytes, published: str | None = None, outlet: str | None = None) -> Job:
        """Adds the articles of a file."""
        folder = Path(tempfile.mkdtemp(prefix="sayso-"))
        path = folder / _file_name(name)
        path.write_bytes(data)

        def found(_: FetchStore) -> Iterable[Input]:
            try:
                defaults = Defaults(published=published, outlet=outlet)
                for one in read_inputs([str(path)], defaults=defaults, settings=self._settings, stdin=io.BytesIO()):
                    if isinstance(one, InputError):  # where it lay here is nobody's business
                        one.message = one.message.replace(f"{folder}{os.sep}", "")
                    yield one
            finally:
                shutil.rmtree(folder, ignore_errors=True)

        job = self._give(path.name, found)
        if job.state == "failed":
            shutil.rmtree(folder, ignore_errors=True)
        return job

    def link(self) -> Job:
        """Compares what came in with all the rest, and groups it into questions."""

        def compared(store: FetchStore) -> Iterable[Input]:
            link_speakers(store.connection)
            link_claims(store, load())
            return ()

        return self._give("Comparing claims", compared)

    def close(self) -> None:
        """Ends the thread after what it is at."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(30)

    def _web(self, store: FetchStore, follow: bool) -> Web:
        limits = Limits(total=float(self._settings.fetch_seconds), size=self._settings.largest_download)
        fetcher = Fetcher(Transport(limits, allow_private=False), Manners(pause=self._settings.host_pause))
        wish = Wish(follow=follow, most=self._settings.most_items, known=store.known, wants=lambda _: True)
        return Web(fetcher, Defaults(), self._settings, wish)

    def _give(self, what: str, inputs: Callable[[FetchStore], Iterable[Input]]) -> Job:
        with self._lock:
            job = Job(number=next(self._numbers), what=what)
            self._jobs.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="adding", daemon=True)
                self._thread.start()
        try:
            self._waiting.put_nowait((job, inputs))
        except queue.Full:
            job.state, job.problem = "failed", "Too much waits already."
        return job

    def _run(self) -> None:
        while (given := self._waiting.get()) is not None:
            job, inputs = given
            job.state = "reads"
            try:
                with FetchStore(self._desk.ledger) as store:
                    for one in inputs(store):
                        self._one(store, job, one)
                    store.flush()
                job.state = "done"
            except SaysoError as error:
                job.state, job.problem = "failed", error.message
            except Exception:
                job.state, job.problem = "failed", "Something went wrong here."

    def _one(self, store: FetchStore, job: Job, one: Input) -> None:
        if isinstance(one, InputError):
            job.add(Line(state="failed", title="", problem=one.message))
            return
        if isinstance(one, Unchanged):
            job.add(Line(state="known", title=one.url))
            return
        origin = Origin(fetched=one.fetched) if isinstance(one, Arrival) else None
        article = one.article if isinstance(one, Arrival) else one
        title = article.title or article.name or "Untitled article"
        if store.has(article) or store.is_removed(article):
            state = "known" if store.has(article) else "removed"
            job.add(Line(state=state, title=title, key=article.id if state == "known" else None))
            return
        if self._reader is None:
            self._reader = Reader(self._settings)
        for read in read_all([article], self._reader):
            if isinstance(read, Reading):
                store.put(read, origin)
                store.flush()
                job.add(_line(read, title))
            else:
                job.add(Line(state="failed", title=title, problem=read.message))


def _file_name(told: str) -> str:
    """What a file of this name is called here: its last part, its end where it is longer than a disk takes."""
    name = Path(told.replace("\\", "/").replace("\x00", "")).name
    if name in {"", ".", ".."}:
        return "file"
    return name.encode("utf-8", "replace")[-_LONGEST_NAME:].decode("utf-8", "ignore")


def _line(reading: Reading, title: str) -> Line:
    told = [claim for claim in reading.claims if claim.source and claim.parent is None][:_MOST_WORDS]
    words = [
        (claim.source.name or claim.source.spans[0].text, " … ".join(span.text for span in claim.content)[:300])
        for claim in told
        if claim.source
    ]
    return Line(state="added", title=title, key=reading.article.id, claims=len(reading.claims), words=words)
