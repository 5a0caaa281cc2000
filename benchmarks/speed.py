"""Wall time and peak memory of whole commands, as a user would run them."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """seconds: wall time. megabytes: peak resident memory (10^6 bytes). first: seconds to the first line."""

    seconds: float
    megabytes: float
    first: float
    output: str


def run(command: Sequence[str], threads: int) -> Run:
    """Run a command to its end on `threads` cores. Raises RuntimeError with its last words when it fails."""
    cores = sorted(os.sched_getaffinity(0))[:threads]
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    environment = os.environ | {name: str(threads) for name in names}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, env=environment, encoding="utf-8",
            preexec_fn=lambda: os.sched_setaffinity(0, cores),  # noqa: PLW1509 - nothing here runs threads
        )  # fmt: skip
        assert process.stdout is not None
        head = process.stdout.readline()
        first = time.perf_counter() - begun
        output = head + process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - begun
        if process.returncode:
            errors.seek(0)
            raise RuntimeError(f"{command[0]} ended with {process.returncode}: {errors.read()[-500:]}")
    return Run(seconds, used.ru_maxrss * 1024 / 1e6, first, output)


def command_for(template: str | None, path: Path, threads: int) -> list[str]:
    """The reader's command line, or another extractor's with {input} and {threads} filled in."""
    if template is None:
        return ["sayso", "read", str(path), "--format", "jsonl", "--threads", str(threads), "--quiet"]
    return [part.format(input=path, threads=threads) for part in template.split()]
