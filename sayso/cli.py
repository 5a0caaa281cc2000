"""The command line: parses, calls flow, prints."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import click
from click.shell_completion import get_completion_class

from sayso.errors import InputError, SaysoError, UnreadableError, UsageError
from sayso.export.facts import several
from sayso.export.jsons import json_chunks, to_line
from sayso.export.markdown import to_markdown
from sayso.export.page import to_page
from sayso.export.table import shown, to_table
from sayso.flow import read_all
from sayso.ingest.files import is_folder, kind_of
from sayso.ingest.inputs import STDIN, Defaults, check_date, count_inputs, read_inputs
from sayso.output import drop_output, is_written, line_file, skip_done, whole_file
from sayso.progress import Progress, is_terminal, progress
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


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Version and digests."
)
@click.pass_context
def sayso(context: click.Context) -> None:
    """On whose say-so? Reads news and tells who said what, where exactly the text says so, and how sure that is."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(2)


@sayso.command(epilog=_READ_EXAMPLES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--published", metavar="DATE", help="Publication date (2022-11-03). JSON objects that tell their own keep it."
)
@click.option("--outlet", metavar="NAME", help="Who published it. JSON objects that tell their own keep it.")
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
    if output is not None and str(output) == "-":
        output = None
    if resume and (form != "jsonl" or output is None):
        raise UsageError("--resume needs --format jsonl and --output.")
    settings = Settings.from_environment(threads=threads, confidence=confidence)
    if published is not None:
        published = check_date(published)
    defaults = Defaults(published=published, outlet=outlet or None, encoding=encoding)
    own = is_written(output)
    inputs = read_inputs(paths, defaults=defaults, settings=settings, stdin=_standard_input(paths), is_written=own)
    reader = Reader(settings)
    passed = kept = 0
    if resume and output is not None and output.exists():
        inputs, passed, kept, before = skip_done(inputs, output)
        if before - {reader.digest}:
            _say("the lines before were read by another model or version of sayso.")
    tally = Tally(passed, resumed=resume)
    total = count_inputs(paths, own) if _shows_progress(output, quiet) else 0
    with progress(total, passed) as bar:
        readings = tally.watch(read_all(inputs, reader), bar)
        _write(readings, form, output, kept, single=_is_single(paths))
    if not quiet and (tally.read + tally.failed > 1 or passed):
        _say(tally.summary())
    if tally.failed:
        sys.exit(1)


class NothingReadError(Exception):
    """Ends the writing where nothing could be read, so that an earlier output stays as it was."""


class Tally:
    """Counts what was read and tells errors as they come."""

    def __init__(self, passed: int = 0, *, resumed: bool = False) -> None:
        self.read = self.failed = self.claims = 0
        self.passed, self._resumed = passed, resumed

    def watch(self, results: Iterable[Reading | InputError], bar: Progress) -> Iterator[Reading]:
        """The readings. Raises NothingReadError at the end when all there was were errors."""
        for one in results:
            if isinstance(one, InputError):
                self.failed += 1
                bar.clear()
                report(one)
                bar.step()
            else:
                self.read += 1
                self.claims += len(one.claims)
                bar.step()
                yield one
        if self.failed and not self.read and not self._resumed:
            raise NothingReadError

    def summary(self) -> str:
        verb = "was" if self.passed == 1 else "were"
        before = f", {self.passed:,} {verb} there already" if self.passed else ""
        failed = f", {self.failed:,} could not be read" if self.failed else ""
        return f"{several(self.read, 'article')} read, {several(self.claims, 'claim')}{before}{failed}."


def _write(readings: Iterator[Reading], form: str, output: Path | None, kept: int, *, single: bool) -> None:
    with suppress(NothingReadError):
        if form == "jsonl":
            with line_file(output, kept) as write:
                for reading in readings:
                    write(to_line(reading) + "\n")
            return
        with whole_file(output, exact=form != "table") as write:
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
        wide = output is None and is_terminal(sys.stdout)
        width = shutil.get_terminal_size((PIPE_WIDTH, 24)).columns if wide else PIPE_WIDTH
        for number, reading in enumerate(readings):
            yield ("\n" if number else "") + to_table(reading, width=width, color=color)


def _is_single(paths: Sequence[str]) -> bool:
    """Whether the call names one input, which gives one object in JSON unless it turns out to hold several articles."""
    if len(paths) != 1:
        return False
    path = Path(paths[0])
    return not is_folder(path) and kind_of(path) != "lines"


def wants_color() -> bool:
    """Colors go to a terminal only, and never against NO_COLOR (https://no-color.org)."""
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _shows_progress(output: Path | None, quiet: bool) -> bool:
    """Where somebody looks, and no readings come to the same terminal."""
    apart = output is not None or not is_terminal(sys.stdout)
    return not quiet and apart and is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"


def _standard_input(paths: Sequence[str]) -> BinaryIO:
    if sys.stdin is not None:
        return sys.stdin.buffer
    if STDIN in paths:
        raise UnreadableError("Standard input is closed.")
    return BytesIO()


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


@sayso.command(short_help="List the settings and their values.")
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
        context = error.ctx if isinstance(error, click.UsageError) else None
        hint = f"{context.command_path} --help tells the call." if context else None
        report(UsageError(error.format_message(), hint=hint))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _say("interrupted. A file given with --output is whole: all lines of jsonl so far, else as it was before.")
        return 130
    except BrokenPipeError:  # the reader of the pipe has gone
        drop_output()
        return 1
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 1
    return code if isinstance(code, int) else 0


def run() -> None:
    """The console script. `kill` ends it as Ctrl-C does, so that no half-written file is left."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    sys.exit(main())
