"""A corpus on this machine: words a second with 1 and 2 workers, beside plain `sayso read`, and memory a worker.

`python -m benchmarks.corpus --help`. All figures come from one run in which the commands take turns, each with few and
with many articles: the difference is the rate without start-up. The best of several rounds counts, since other work on
the machine only ever adds time. Where cores are not free, wall time tells nothing; processor seconds hardly change.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.__main__ import BUNDLED, load
from sayso.corpus.work import THREADS

FEW = 4  # articles of the run that tells the start-up


@dataclass(frozen=True, slots=True)
class Took:
    """seconds: wall time. busy: processor seconds of the command and what it started itself (Ray's are not its own)."""

    seconds: float
    busy: float


def run(command: Sequence[str]) -> Took:
    """Raises RuntimeError with the command's last words where it fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as words:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=words, stderr=words, env=os.environ | THREADS)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - began
        if process.returncode:
            words.seek(0)
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {words.read()[-500:]}")
    return Took(seconds, used.ru_utime + used.ru_stime)


def write_inputs(path: Path, articles: Sequence[dict[str, Any]], count: int) -> int:
    """Articles, each another text, and how many words they have."""
    words = 0
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            text = f"{articles[number % len(articles)]['text']}\n\n{number}"
            words += len(text.split())
            file.write(json.dumps({"name": f"a{number}", "text": text}) + "\n")
    return words


def commands(inputs: Path, folder: Path, engines: Sequence[str], workers: Sequence[int]) -> dict[str, list[str]]:
    program = [sys.executable, "-m", "sayso"]
    found = {"read": [*program, "read", str(inputs), "--format", "jsonl", "-q", "-o", str(folder / "out.jsonl")]}
    for engine in engines:
        for count in workers:
            out = str(folder / f"{engine}-{count}")
            call = [*program, "corpus", "read", str(inputs), "--out", out, "--engine", engine, "--force", "-q"]
            found[f"{engine} {count}"] = [*call, "--workers", str(count)]
    return found


def peak_of(folder: Path, name: str) -> float:
    """The largest memory of a worker, in megabytes, as the corpus's manifest tells it."""
    manifest = folder / name.replace(" ", "-") / "manifest.json"
    if not manifest.exists():
        return 0.0
    told = json.loads(manifest.read_text(encoding="utf-8"))
    return float(told["runs"][-1]["worker_peak"]) / 1e6


def measure(folder: Path, options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Of each command: words a second of wall time and of processor time, start-up in seconds, memory a worker."""
    articles = load(options.gold)
    few, many = folder / "few.jsonl", folder / "many.jsonl"
    little, much = write_inputs(few, articles, FEW), write_inputs(many, articles, options.articles)
    took: dict[tuple[str, Path], list[Took]] = {}
    for _ in range(options.rounds):
        for inputs in (few, many):
            for name, command in commands(inputs, folder, options.engines, options.workers).items():
                took.setdefault((name, inputs), []).append(run(command))
                print(f"  {name:<10}{inputs.stem:<6}{took[name, inputs][-1].seconds:8.1f} s", file=sys.stderr)
    report: dict[str, dict[str, float]] = {}
    for name in commands(many, folder, options.engines, options.workers):
        wall = [min(one.seconds for one in took[name, inputs]) for inputs in (few, many)]
        busy = [min(one.busy for one in took[name, inputs]) for inputs in (few, many)]
        report[name] = {
            "words_a_second": (much - little) / (wall[1] - wall[0]),
            # What Ray starts is not the command's own, and is not counted with it.
            "words_a_processor_second": 0.0 if name.startswith("ray") else (much - little) / (busy[1] - busy[0]),
            "seconds_with_few": wall[0],
            "seconds_with_many": wall[1],
            "worker_megabytes": peak_of(folder, name),
        }
    return report


def ratios(report: dict[str, dict[str, float]]) -> dict[str, float]:
    """What matters: overhead of one worker against plain read, and how near more workers come to linear."""
    found = {}
    for name, figures in report.items():
        engine, _, workers = name.partition(" ")
        if not workers:
            continue
        found[f"{name}: wall time a word against read, times workers"] = (
            int(workers) * report["read"]["words_a_second"] / figures["words_a_second"]
        )
        if engine == "local":
            found[f"{name}: processor time a word against read"] = (
                report["read"]["words_a_processor_second"] / figures["words_a_processor_second"]
            )
        if int(workers) > 1 and f"{engine} 1" in report:
            one = report[f"{engine} 1"]["words_a_second"]
            if engine == "local":
                alone = report[f"{engine} 1"]["words_a_processor_second"]
                found[f"{name}: share of linear, by processor time"] = figures["words_a_processor_second"] / alone
            found[f"{name}: share of linear"] = figures["words_a_second"] / one / int(workers)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("--gold", type=Path, default=BUNDLED / "train.jsonl", help="texts to read")
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engines", nargs="+", default=["local", "ray"])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        report = measure(Path(name), options)
    head = list(next(iter(report.values())))
    print(f"{'':<28}" + "".join(f"{name:>12}" for name in report))
    for key in head:
        print(f"{key:<28}" + "".join(f"{figures[key]:>12,.1f}" for figures in report.values()))
    found = ratios(report)
    print()
    for key, value in found.items():
        print(f"{key:<58}{value:6.2f}")
    if options.json:
        told = {"machine": platform.machine(), "cores": len(os.sched_getaffinity(0)), "load": os.getloadavg()}
        body = told | {"articles": options.articles, "runs": report, "ratios": found}
        options.json.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
