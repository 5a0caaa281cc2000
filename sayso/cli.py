"""The command line: parses, calls flow, prints."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from itertools import chain, islice
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from sayso.errors import InputError, SaysoError, UsageError
from sayso.export.jsons import json_chunks, to_line
from sayso.export.markdown import to_markdown
from sayso.export.page import to_page
from sayso.export.table import shown, to_table
from sayso.flow import read_all
from sayso.ingest.inputs import Defaults, check_date, count_inputs, read_inputs
from sayso.output import line_file, skip_done, whole_file
from sayso.reader.network import MODELS, Manifest
from sayso.reader.reader import Reader, reader_digest
from sayso.records import Reading
from sayso.settings import Settings
from sayso.version import __version__

PIPE_WIDTH = 100  # columns of a table that goes to no terminal

_READ_EXAMPLES = """
\b
Examples:
  sayso read article.txt
  sayso read page.html --published 2022-11-03 --outlet "Daily News"
  sayso read articles/ --format jsonl --output readings.jsonl
  sayso read articles.jsonl --format jsonl --output readings.jsonl --resume
  sayso read article.md --format html --output article.html
  xzcat news.jsonl.xz | sayso read - --format jsonl | jq '.claims | length'
"""


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        manifest = Manifest.load(MODELS)
        click.echo(f"sayso {__version__}")
        click.echo(f"reader {reader_digest(manifest.digests)}")
        for name, digest in sorted(manifest.digests.items()):
            click.echo(f"{name} sha256 {digest}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Version and digests."
)
def sayso() -> None:
    """On whose say-so? Reads news and tells who said what, where exactly the text says so, and how sure that is."""


@sayso.command(epilog=_READ_EXAMPLES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--published", metavar="DATE", help="Publication date (2022-11-03) of inputs that tell none.")
@click.option("--outlet", metavar="NAME", help="Outlet of inputs that tell none.")
@click.option("--encoding", metavar="NAME", help="Encoding of the files, where it is not UTF-8.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "jsonl", "html", "markdown"]), default="table",
    show_default=True, help="What to write.",
)  # fmt: skip
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File to write to, instead of standard output.")
@click.option("--resume", is_flag=True, help="Go on after the last whole line of a jsonl output.")
@click.option("--threads", type=int, metavar="N", help="Threads of the encoder (SAYSO_THREADS).  [default: 1]")
@click.option("--confidence", type=float, metavar="P", help="Leave out claims below this confidence, 0 to 1.")
@click.option("--quiet", "-q", is_flag=True, help="No progress, no summary; errors still show.")
def read(
    paths: tuple[str, ...],
    published: str | None,
    outlet: str | None,
    encoding: str | None,
    form: str,
    output: Path | None,
    resume: bool,
    threads: int | None,
    confidence: float | None,
    quiet: bool,
) -> None:
    """Read articles and tell every attributed claim in them.

    PATH is a text, Markdown, HTML or JSON lines file, a directory of them, or - for standard input. Compressed files
    (.gz, .xz) are opened as they are.
    """
    if resume and (form != "jsonl" or output is None):
        raise UsageError("--resume needs --format jsonl and --output.")
    if output is not None and str(output) == "-":
        output = None
    settings = Settings.from_environment(threads=threads, confidence=confidence)
    defaults = Defaults(published=check_date(published) if published else None, outlet=outlet, encoding=encoding)
    inputs = read_inputs(paths, defaults=defaults, settings=settings, stdin=sys.stdin.buffer)
    reader = Reader(settings)
    passed = kept = 0
    if resume and output is not None and output.exists():
        inputs, passed, kept, before = skip_done(inputs, output)
        if before not in (None, reader.digest):
            _say("the lines before were read by another model or version of sayso.")
    tally = Tally()
    with _progress(paths, passed, quiet) as step:
        readings = tally.watch(read_all(inputs, reader), step)
        _write(readings, form, output, kept, single=_is_single(paths))
    if not quiet and (tally.read + tally.failed > 1 or tally.failed or passed):
        _say(tally.summary(passed))
    if tally.failed:
        sys.exit(1)


class Tally:
    """Counts what was read and tells errors as they come."""

    def __init__(self) -> None:
        self.read = self.failed = self.claims = 0

    def watch(self, results: Iterable[Reading | InputError], step: Callable[[], None]) -> Iterator[Reading]:
        for one in results:
            step()
            if isinstance(one, InputError):
                self.failed += 1
                report(one)
            else:
                self.read += 1
                self.claims += len(one.claims)
                yield one

    def summary(self, passed: int) -> str:
        before = f", {passed:,} were there already" if passed else ""
        failed = f", {self.failed:,} could not be read" if self.failed else ""
        return f"{self.read:,} articles read, {self.claims:,} claims{before}{failed}."


def _write(readings: Iterator[Reading], form: str, output: Path | None, kept: int, *, single: bool) -> None:
    if form == "jsonl":
        with line_file(output, kept) as write:
            for reading in readings:
                write(to_line(reading) + "\n")
        return
    with whole_file(output) as write:
        for chunk in _chunks(readings, form, output, single=single):
            write(chunk)


def _chunks(readings: Iterator[Reading], form: str, output: Path | None, *, single: bool) -> Iterator[str]:
    if form == "json":
        head = list(islice(readings, 2)) if single else []
        yield from json_chunks(chain(head, readings), single and len(head) < 2)
    elif form == "html":
        yield to_page(tuple(readings))
    elif form == "markdown":
        for number, reading in enumerate(readings):
            yield ("\n" if number else "") + to_markdown(reading)
    else:
        color = output is None and wants_color()
        width = (
            shutil.get_terminal_size((PIPE_WIDTH, 24)).columns if output is None and sys.stdout.isatty() else PIPE_WIDTH
        )
        for number, reading in enumerate(readings):
            yield ("\n" if number else "") + to_table(reading, width=width, color=color)


def _is_single(paths: Sequence[str]) -> bool:
    """Whether the call names one input, which gives one object in JSON unless it turns out to hold several articles."""
    if len(paths) != 1 or Path(paths[0]).is_dir():
        return False
    name = paths[0].removesuffix(".gz").removesuffix(".xz")
    return not name.endswith((".jsonl", ".ndjson"))


def wants_color() -> bool:
    """Colors go to a terminal only, and never against NO_COLOR (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def _progress(paths: Sequence[str], passed: int, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar on stderr for more than one article, when somebody looks. Gives the function that counts one on."""
    count = None if quiet or not sys.stderr.isatty() else count_inputs(paths)
    if count is None or count - passed < 2:
        yield lambda: None
        return
    with click.progressbar(length=count, file=sys.stderr, label="reading", show_pos=True) as bar:
        if passed:
            bar.update(passed)
        yield lambda: bar.update(1)


@sayso.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    \b
    Examples:
      sayso completion bash >> ~/.bashrc
      sayso completion fish > ~/.config/fish/completions/sayso.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(sayso, {}, "sayso", "_SAYSO_COMPLETE").source())


@sayso.command()
def settings() -> None:
    """List the settings: environment variable, value in force, unit and meaning."""
    now = Settings.from_environment()
    for one in fields(Settings):
        value = getattr(now, one.name)
        origin = "default" if value == one.default else f"default {one.default}"
        click.echo(f"SAYSO_{one.name.upper()}={value} {one.metadata['unit']} ({origin})\n    {one.metadata['help']}")


def report(error: SaysoError) -> None:
    """One error for people, on stderr; hostile file names cannot move the cursor."""
    click.echo(f"sayso: {error.code}: {shown(error.message)}", err=True)
    if error.hint:
        click.echo(f"  hint: {shown(error.hint)}", err=True)


def _say(text: str) -> None:
    click.echo(f"sayso: {shown(text)}", err=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit code: 0 done, 1 input or output failed, 2 wrong usage, 130 interrupted."""
    try:
        code = sayso.main(
            args=list(arguments) if arguments is not None else None, prog_name="sayso", standalone_mode=False
        )
    except SaysoError as error:
        report(error)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _say("interrupted; what was written is whole.")
        return 130
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - the reader of the pipe has gone
        return 1
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 1
    return code if isinstance(code, int) else 0


def run() -> None:
    """The console script."""
    sys.exit(main())
