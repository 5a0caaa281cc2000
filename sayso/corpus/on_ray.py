"""The Ray engine: the same steps as a Ray Data pipeline, on this machine or on a cluster.

`take` is a task that gives batches as they are asked for, `read` a pool of actors, each with a reader of its own. Ray
Data holds back what is ahead of the readers, keeps the order, and starts an actor that died again, with its batch. What
Ray does not know is that an article may end every actor it meets: a small actor beside the readers keeps count.
"""

from __future__ import annotations

import logging
import os
import pickle
import platform
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Any

from sayso.corpus.batch import Batch, MakeReader, Result
from sayso.corpus.events import Watch
from sayso.corpus.inputs import is_address
from sayso.corpus.parts import part
from sayso.corpus.poison import MOST_ATTEMPTS, without_poison, without_slow
from sayso.corpus.take import Take
from sayso.corpus.work import THREADS, read_batch
from sayso.errors import CorpusError, InputError, MissingExtraError, SaysoError, WorkerError

_TAKER = 0.5
"""Cores that `take` asks for. Another number than the readers' 1, or Ray Data would fuse the two steps into one."""
_STORE = 512 << 20  # bytes of a local Ray's object store, some hundred times what two workers have under way
_BLOCK = 1  # bytes after which Ray Data hands a block on: every batch by itself, or the readers would wait for 128 MB
_BODY = "body"
_HERE = "127.0.0.1"
_HOW = "Ray found it gone"
_BUSY = "Is the machine very busy? Give the same command again, or --engine local."
_WHERE = "Is the address right, and does the cluster run the same version of Ray?"


class RayEngine:
    """Reads batches on a Ray cluster and gives results in order. make: makes each worker's reader.

    workers: None for as many as there are cores. address: of a running cluster; None starts one on this machine that
    listens on 127.0.0.1 only. seconds: what an article may take; None for no limit.
    """

    name = "ray"

    def __init__(
        self,
        make: MakeReader,
        workers: int | None,
        address: str | None = None,
        *,
        dashboard: bool = False,
        seconds: float | None = None,
    ) -> None:
        self._make, self._address, self._dashboard, self._seconds = make, address, dashboard, seconds
        self._given = workers
        self.workers = workers or len(os.sched_getaffinity(0))

    def results(self, take: Take, is_known: Callable[[str], bool], watch: Watch) -> Iterator[Result]:
        """The results of all batches, in order. is_known is left to the driver, which asks it of every result.

        Raises WorkerError, and what making a reader raises.
        """
        del (
            is_known
        )  # a copy of all ids would have to travel; what is repeated across calls is dropped when it is written
        ray = part("ray", "The engine ray")
        started = self._start(ray, watch)
        try:
            yield from self._pipeline(ray, take, watch)
        except SaysoError:
            raise
        except ray.exceptions.RayError as error:
            raise _ours(error) from error
        finally:
            if started:
                ray.shutdown()

    def _start(self, ray: Any, watch: Watch) -> bool:
        """Joins or starts Ray; gives whether it is ours to end."""
        if ray.is_initialized():
            return False
        try:
            if self._address:
                join_ray(ray, self._address)
                self.workers = self._given or max(1, int(ray.cluster_resources().get("CPU", 1) - _TAKER))
            else:
                url = start_ray(ray, self.workers, dashboard=self._dashboard)
                if url:
                    watch.dashboard(url)
        except SaysoError:
            raise
        except (
            Exception
        ) as error:  # Ray raises it bare, for one where a busy machine takes longer than 30 s to start it
            hint = _BUSY if self._address is None else _WHERE
            lines = str(error).strip().splitlines() or [type(error).__name__]
            raise CorpusError(f"Ray did not start: {lines[0]}", hint=hint) from error
        return True

    def _pipeline(self, ray: Any, take: Take, watch: Watch) -> Iterator[Result]:
        data = part("ray.data", "The engine ray")
        context = data.DataContext.get_current()
        context.execution_options.preserve_order = True
        context.target_max_block_size, context.target_min_block_size = _BLOCK, _BLOCK
        context.enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        counts = ray.remote(num_cpus=0, max_restarts=-1)(Counts).remote(self._seconds)
        orders = data.from_items([{_BODY: pickle.dumps(everywhere(take))}])
        batches = orders.map_batches(take_batches, batch_size=1, batch_format="numpy", num_cpus=_TAKER)
        results = batches.map_batches(
            RayWorker,
            fn_constructor_args=(self._make, counts, self._seconds, tuple(f.where for f in take.files)),
            batch_size=1,
            batch_format="numpy",
            num_cpus=1,
            compute=data.ActorPoolStrategy(size=self.workers),  # which starts what died again, with its batch
        )
        results.set_name("sayso-corpus-read")  # what the dashboard calls the steps together
        for row in results.iter_rows():
            result: Result = pickle.loads(row[_BODY])  # noqa: S301 - of our own workers
            _tell(ray.get(counts.news.remote()), watch)
            yield result


def start_ray(ray: Any, workers: int, *, dashboard: bool = False) -> str | None:
    """Starts a Ray of this machine for so many workers, which nobody else can reach, and gives its dashboard's address.

    Its workers are as nice as the caller, like those of the local engine; Ray by itself would make them nicer by 15.
    Raises MissingExtraError for a dashboard whose libraries are not there.
    """
    if dashboard:
        check_dashboard()
    os.environ.setdefault("RAY_worker_niceness", "0")
    made = ray.init(
        address="local", num_cpus=workers + 1, object_store_memory=_STORE, include_dashboard=dashboard,
        dashboard_host=_HERE, _node_ip_address=_HERE, **_plain(),
    )  # fmt: skip
    return f"http://{made.dashboard_url}" if dashboard and made.dashboard_url else None


def check_dashboard() -> None:
    """Raises MissingExtraError where Ray's dashboard lacks a library; Ray would start without it, and say nothing."""
    try:
        import_module("ray.dashboard.optional_deps")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "ray":  # else another Ray, which keeps its list elsewhere
            raise MissingExtraError("Ray's dashboard", "dashboard") from None


def join_ray(ray: Any, address: str) -> None:
    """Joins a running cluster."""
    ray.init(address=address, **_plain())


def _plain() -> dict[str, Any]:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # nothing about a run is anybody's business
    return {"log_to_driver": False, "logging_level": logging.ERROR, "runtime_env": {"env_vars": THREADS}}


def _tell(news: list[tuple[str, Any]], watch: Watch) -> None:
    for kind, told in news:
        if kind == "ready":
            watch.ready(told)
        else:
            pid, item, attempts = told
            watch.lost(pid, _HOW, item, attempts)


def _ours(error: BaseException) -> SaysoError:
    """What went wrong on a worker: our own error where one is the cause."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, SaysoError):
            return cause
        cause = getattr(cause, "cause", None) or cause.__cause__
    lines = [line for line in str(error).strip().splitlines() if line.strip()]
    return WorkerError(f"Ray gave up: {lines[-1] if lines else type(error).__name__}")


def everywhere(take: Take) -> Take:
    """The same with whole paths: tasks may run in another folder than the driver."""
    files = (f if is_address(f.where) else replace(f, where=os.path.abspath(f.where)) for f in take.files)  # noqa: PTH100 - links stay
    return replace(take, files=tuple(files))


def take_batches(orders: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The step `take` as a task: one order in, its batches out, one by one."""
    for body in orders[_BODY]:
        take: Take = pickle.loads(body)  # noqa: S301 - of our own driver
        for batch in take.batches(lambda _: False):
            yield {_BODY: [pickle.dumps(batch)]}


class RayWorker:
    """The step `read` as an actor. counts: handle of a `Counts` actor. seconds: what an article may take. files: of the
    inputs, by number, for the worker's log."""

    def __init__(
        self, make: MakeReader, counts: Any, seconds: float | None = None, files: tuple[str, ...] = ()
    ) -> None:
        self._ray = part("ray")
        self._reader, self._counts, self._seconds, self._files = make(), counts, seconds, files
        self._me = (platform.node(), os.getpid())
        counts.ready.remote(*self._me)

    def __call__(self, batches: dict[str, Any]) -> dict[str, Any]:
        done = []
        for body in batches[_BODY]:
            batch: Batch = pickle.loads(body)  # noqa: S301 - of our own driver
            tries, slow = self._ray.get(self._counts.tries.remote(batch))
            for number, attempts in tries.items():
                if number in slow and self._seconds is not None:
                    batch = without_slow(batch, number, attempts, self._seconds)
                elif attempts >= MOST_ATTEMPTS:
                    batch = without_poison(batch, number, attempts, _HOW)
            begin = partial(self._begin, batch)
            result = read_batch(self._reader, batch, begin, seconds=self._seconds)
            self._counts.done.remote(batch.number)
            done.append(pickle.dumps(result))
        return {_BODY: done}

    def _begin(self, batch: Batch, number: int) -> None:
        item = batch.items[number]
        name = None if isinstance(item.given, InputError) else item.given.name
        where = f"{self._files[item.place.input]}, record {item.place.record + 1}"
        print(f"reads {where}: {name!r}", file=sys.stderr, flush=True)  # Ray's log, and the tab its page opens with
        self._ray.get(self._counts.begin.remote(batch.number, number, *self._me))  # known before it can end us


class Counts:
    """An actor that remembers, for each batch under way, which article was begun last, by whom, when, and how often.

    seconds: what an article may take. Ray does not tell what ended a worker, but one that is gone, and had begun its
    article as long ago, was ended by that limit.
    """

    def __init__(self, seconds: float | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._at: dict[int, tuple[int, int, float]] = {}
        self._tries: dict[int, Counter[int]] = {}
        self._slow: dict[int, set[int]] = {}
        self._news: list[tuple[str, Any]] = []

    def ready(self, _: str, pid: int) -> None:
        self._news.append(("ready", pid))

    def begin(self, batch: int, number: int, _: str, pid: int) -> None:
        self._at[batch] = (number, pid, self._clock())

    def tries(self, batch: Batch) -> tuple[dict[int, int], set[int]]:
        """How many workers each article of a batch has ended, and which of them took too long.

        Asked by who begins the batch: whoever had it is gone.
        """
        counter, slow = self._tries.setdefault(batch.number, Counter()), self._slow.setdefault(batch.number, set())
        if batch.number in self._at:
            number, pid, since = self._at.pop(batch.number)
            counter[number] += 1
            if self._seconds is not None and self._clock() - since >= self._seconds:
                slow.add(number)
            self._news.append(("lost", (pid, batch.items[number], counter[number])))
        return dict(counter), set(slow)

    def done(self, batch: int) -> None:
        self._at.pop(batch, None)
        self._tries.pop(batch, None)
        self._slow.pop(batch, None)

    def news(self) -> list[tuple[str, Any]]:
        """What happened since this was asked last."""
        told, self._news = self._news, []
        return told
