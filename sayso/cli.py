"""The command line: gathers the commands, tells errors, gives exit codes."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from dataclasses import fields

import click
from click.shell_completion import get_completion_class

from sayso.commands.audit import audit
from sayso.commands.corpus import corpus
from sayso.commands.ledger_add import add
from sayso.commands.ledger_ask import articles, claims, source, sources
from sayso.commands.ledger_describe import describe
from sayso.commands.ledger_keep import backup, compact, merge, verify
from sayso.commands.ledger_redact import redact
from sayso.commands.ledger_reread import reread
from sayso.commands.ledger_review import review
from sayso.commands.ledger_rules import names, offices
from sayso.commands.ledger_show import show
from sayso.commands.ledger_versions import versions
from sayso.commands.ledger_watch import watch
from sayso.commands.read import read
from sayso.commands.shared import report, say
from sayso.errors import SaysoError, UsageError
from sayso.output import drop_output
from sayso.reader.network import MODELS, Manifest
from sayso.reader.reader import reader_digest
from sayso.settings import Settings
from sayso.version import __version__


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


for one in (read, audit, add, claims, sources, source, articles, show, versions, offices, names, corpus, describe):
    sayso.add_command(one)
for one in (watch, review, reread, verify, backup, compact, merge, redact):
    sayso.add_command(one)


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
        say("interrupted. A file given with --output is whole: all lines of jsonl so far, else as it was before.")
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
