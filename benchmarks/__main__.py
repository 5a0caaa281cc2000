"""Quality, calibration, speed and memory in one run, as a table and as JSON. `python -m benchmarks --help`."""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.score import Figures, calibration, score
from benchmarks.speed import Run, command_for, run
from sayso.reader.network import MODELS, Manifest
from sayso.reader.pieces import Pieces
from sayso.reader.words import split_words

HERE = Path(__file__).parent
BUNDLED = HERE.parent / "gold" / "corpus"
SHARED = HERE.parent.parent / "shared" / "data" / "polnear-dev.jsonl.gz"
SPEED_ARTICLES = 200


def load(path: Path) -> list[dict[str, Any]]:
    """Articles of a JSON lines file, or of all in a folder."""
    if path.is_dir():
        return [row for part in sorted(path.glob("*.jsonl")) for row in load(part)]
    body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in body.splitlines()]


def write_inputs(articles: list[dict[str, Any]], path: Path) -> None:
    keys = ("name", "text", "published", "outlet", "title")
    with path.open("w", encoding="utf-8") as file:
        for article in articles:
            file.write(json.dumps({k: article[k] for k in keys if article.get(k)}, ensure_ascii=False) + "\n")


def measure_quality(gold: list[dict[str, Any]], template: str | None, threads: int, folder: Path) -> Figures:
    path = folder / "gold.jsonl"
    write_inputs(gold, path)
    done = run(command_for(template, path, threads), threads)
    return score(gold, [json.loads(line) for line in done.output.splitlines()])


def measure_speed(articles: list[dict[str, Any]], template: str | None, threads: int, folder: Path) -> dict[str, float]:
    """Rates of a whole run over the articles, start-up included; start: seconds to the first reading of one article."""
    many, one = folder / "many.jsonl", folder / "one.jsonl"
    write_inputs(articles, many)
    write_inputs(articles[:1], one)
    run(command_for(template, one, threads), threads)  # the files are in memory from here on
    whole: Run = run(command_for(template, many, threads), threads)
    start: Run = min((run(command_for(template, one, threads), threads) for _ in range(3)), key=lambda r: r.first)
    pieces = Pieces((MODELS / "vocabulary.txt").read_text(encoding="utf-8"))
    words = sum(len(a["text"].split()) for a in articles)
    tokens = 0
    for article in articles:
        split = split_words(article["text"])
        edges = zip(split.start.tolist(), split.end.tolist(), strict=True)
        tokens += sum(len(pieces.of(article["text"][a:b])) for a, b in edges)
    return {
        "articles": len(articles),
        "articles_per_second": len(articles) / whole.seconds,
        "words_per_second": words / whole.seconds,
        "tokens_per_second": tokens / whole.seconds,
        "seconds_to_first_reading": start.first,
        "peak_megabytes": whole.megabytes,
    }


def repeat_to(articles: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    return [articles[i % len(articles)] | {"name": f"a{i}"} for i in range(count)]


def quality_table(name: str, told: dict[str, Figures]) -> list[str]:
    """One line a figure, one column an extractor."""
    head = f"{name:<16}" + "".join(f"{who + ' P / R / F1':>26}" for who in told)
    lines = [head]
    for key in next(iter(told.values())).counts:
        cells = [f.counts[key] for f in told.values()]
        row = "".join(f"{100 * c.precision:>14.1f}{100 * c.recall:>6.1f}{100 * c.f1:>6.1f}" for c in cells)
        lines.append(f"{key:<16}{row}   n={cells[0].wanted}")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--gold", type=Path, help="annotated articles; default: PolNeAR dev beside the project, else gold/corpus"
    )
    parser.add_argument("--beside", metavar="COMMAND", help="another extractor, with {input} for a JSON lines file")
    parser.add_argument("--articles", type=int, default=SPEED_ARTICLES, help="articles of the speed run")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    options = parser.parse_args()
    path = options.gold or (SHARED if SHARED.exists() else BUNDLED)
    gold = load(path)
    extractors = {"sayso": None} | ({"beside": options.beside} if options.beside else {})
    report: dict[str, Any] = {"gold": path.name, "machine": platform.machine(), "python": platform.python_version()}
    report["models"] = Manifest.load(MODELS).digests
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        told = {who: measure_quality(gold, t, max(options.threads), folder) for who, t in extractors.items()}
        print("\n".join(quality_table(path.name.split(".")[0], told)))
        rows, error = calibration(told["sayso"].judged)
        print(f"\nconfidence of {len(told['sayso'].judged)} claims, expected calibration error {error:.3f}")
        for b in rows:
            print(f"  {b.low:.1f}–{b.high:.1f}  n={b.n:<5} said {b.confidence:.2f}  linked {b.linked:.2f}")
        figures = {
            w: {k: {"p": c.precision, "r": c.recall, "f1": c.f1, "n": c.wanted} for k, c in f.counts.items()}
            for w, f in told.items()
        }
        report |= {"quality": figures, "calibration_error": error, "speed": {}}
        articles = repeat_to(gold, options.articles)
        print(f"\n{'speed':<26}" + "".join(f"{who} on {t}".rjust(16) for who in extractors for t in options.threads))
        speeds = {
            f"{w} on {t}": measure_speed(articles, c, t, folder) for w, c in extractors.items() for t in options.threads
        }
        for key in next(iter(speeds.values())):
            print(f"{key:<26}" + "".join(f"{s[key]:>16,.2f}" for s in speeds.values()))
        report["speed"] = speeds
        if options.beside:
            ratio = (
                speeds[f"sayso on {options.threads[0]}"]["words_per_second"]
                / speeds[f"beside on {options.threads[0]}"]["words_per_second"]
            )
            print(f"\nsayso reads {ratio:.2f} times as many words a second as the other")
            report["ratio_words_per_second"] = ratio
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
