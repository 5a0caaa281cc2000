"""`sayso corpus`: the same reading over a million articles, and questions about all of them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from sayso.commands.corpus_progress import Progress, duration
from sayso.commands.corpus_report import report
from sayso.commands.shared import say
from sayso.corpus.local import LocalEngine
from sayso.corpus.manifest import Manifest
from sayso.corpus.on_ray import RayEngine
from sayso.corpus.run import SHARD_SIZE, Engine, Order, make_reader, run
from sayso.errors import SaysoError, UsageError
from sayso.export.facts import several
from sayso.ingest.columns import parse_columns
from sayso.ingest.forms import NAMED
from sayso.ingest.given import Defaults
from sayso.ingest.inputs import check_date
from sayso.settings import Settings

_EXAMPLES = """
\b
Examples:
  sayso corpus read 'news/*.jsonl.xz' --out corpus/ --workers 8
  sayso corpus read crawl.warc.gz export.parquet --out corpus/
  sayso corpus read 's3://bucket/2022/*.parquet' --field text=maintext --out corpus/
  sayso corpus read articles/ --out corpus/ --engine ray --address auto --workers 200
"""
_GROUP_EXAMPLES = """
\b
Examples:
  sayso corpus read news.jsonl.xz --out corpus/
  sayso corpus report corpus/ --format html --output report.html
  duckdb -c "SELECT outlet, count(*) FROM 'corpus/claims/*.parquet' GROUP BY ALL"
"""


@click.group(epilog=_GROUP_EXAMPLES, short_help="Read a corpus of any size, and ask it.")
def corpus() -> None:
    """Read a corpus of any size into Parquet tables, on this machine or on a Ray cluster, and ask it.

    Needs: pip install 'sayso[corpus]'.
    """


corpus.add_command(report)


@corpus.command(epilog=_EXAMPLES)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder of the corpus.")
@click.option(
    "--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="What runs the workers."
)
@click.option(
    "--address", metavar="ADDRESS", help="Of the Ray cluster to join (auto, HOST:6379); without, a local one."
)
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Readers at work.  [default: one a core]")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the first N records of all inputs.")
@click.option(
    "--field", "columns", metavar="OURS=THEIRS", multiple=True,
    help="Which key or column holds text, title, published, outlet, url or name. Of tables usual ones are found"
    " without; JSON lines are read as sayso read does unless one is given.",
)  # fmt: skip
@click.option(
    "--as", "given_as", type=click.Choice(list(NAMED)), help="What every INPUT is, whatever its name and content."
)
@click.option("--published", metavar="DATE", help="Publication date, where an object tells none of its own.")
@click.option("--outlet", metavar="NAME", help="Who published it, where an object does not tell.")
@click.option("--encoding", metavar="NAME", help="Encoding of the files, where it is not UTF-8.")
@click.option(
    "--shard-size", type=click.IntRange(1), default=SHARD_SIZE, show_default=True, metavar="N",
    help="Articles of a shard, the unit that is kept.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Drop what an earlier call read there and begin anew.")
@click.option("--dashboard", is_flag=True, help="With a local Ray: its dashboard on 127.0.0.1:8265.")
@click.option("--quiet", "-q", is_flag=True, help="No progress, no summary; errors still show.")
def read(
    inputs: tuple[str, ...],
    out: Path,
    engine: str,
    address: str | None,
    workers: int | None,
    limit: int | None,
    columns: tuple[str, ...],
    given_as: str | None,
    published: str | None,
    outlet: str | None,
    encoding: str | None,
    shard_size: int,
    force: bool,
    dashboard: bool,
    quiet: bool,
) -> None:
    """Read a corpus into two Parquet tables, articles and claims, in DIR.

    INPUT is a file, a folder, a pattern ('news/*.jsonl.xz') or an address that fsspec knows (s3://bucket/*.parquet):
    all that `sayso read` reads, JSON lines, CSV, Parquet, web archives (.warc, .warc.gz). Each claim is what `sayso
    read` gives. A run that was broken off goes on when the same command is given again: finished shards are kept, each
    article is in the tables once. Articles that cannot be read are listed in DIR/refused.jsonl, with why.
    """
    if engine == "local" and (address or dashboard):
        raise UsageError("--address and --dashboard are for --engine ray.")
    settings = replace(Settings.from_environment(), threads=1)
    order = Order(
        inputs=inputs,
        out=out,
        defaults=Defaults(
            published=check_date(published) if published is not None else None,
            outlet=outlet or None,
            encoding=encoding,
            columns=parse_columns(columns) if columns else None,
            form=given_as,
        ),
        settings=settings,
        shard_size=shard_size,
        limit=limit,
        anew=force,
    )
    progress = Progress(quiet=quiet, limit=limit)
    try:
        manifest = run(order, _engine(engine, settings, workers, address, dashboard=dashboard), progress)
    except (SaysoError, KeyboardInterrupt, SystemExit):
        progress.close()
        say(f"broken off. Finished shards are kept in {out}; the same command goes on.")
        raise
    progress.close()
    if not quiet:
        say(_summary(manifest, out))


def _engine(name: str, settings: Settings, workers: int | None, address: str | None, *, dashboard: bool) -> Engine:
    make, seconds = make_reader(settings), settings.read_seconds
    if name == "local":
        return LocalEngine(make, workers or len(os.sched_getaffinity(0)), seconds=seconds)
    return RayEngine(make, workers, address, dashboard=dashboard, seconds=seconds)


def _summary(manifest: Manifest, out: Path) -> str:
    done = manifest.runs[-1]
    if not done.articles:
        return f"nothing was left to read in {out}."
    rate = f"{done.words_a_second:,.0f} words/s, {done.worker_peak / 1e6:,.0f} MB a worker at most"
    return f"{several(done.articles, 'article')} read in {duration(done.seconds)} ({rate}). Tables are in {out}."
