"""The command line: gathers the commands, tells errors, gives exit codes."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from dataclasses import fields
from importlib import import_module
from keyword import iskeyword

import click
from click.shell_completion import get_completion_class

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


# Command → the module of sayso.commands that has it. A module is loaded when its command is asked for: `read` need not
# wait for what only the ledger or a corpus needs.
COMMANDS = {
    "read": "read", "audit": "audit", "compare": "compare", "add": "ledger_add", "claims": "ledger_ask",
    "sources": "ledger_ask", "source": "ledger_ask", "articles": "ledger_ask", "show": "ledger_show",
    "verify": "ledger_keep", "backup": "ledger_keep", "compact": "ledger_keep", "merge": "ledger_keep",
    "redact": "ledger_redact", "versions": "ledger_versions", "offices": "ledger_rules", "names": "ledger_rules",
    "corpus": "corpus", "serve": "desk", "demo": "desk", "mcp": "desk_mcp",
    "describe": "ledger_describe", "speakers": "ledger_speakers", "watch": "ledger_watch", "review": "ledger_review",
    "reread": "ledger_reread",
    "export": "exporting", "report": "reporting", "import": "importing",
    "due": "ledger_due", "resolve": "ledger_resolve", "unresolve": "ledger_resolve",
    "scores": "ledger_scores", "origins": "ledger_origins", "grade": "ledger_grade", "link": "ledger_link",
    "questions": "ledger_questions", "question": "ledger_questions",
    "contradictions": "ledger_moves", "shifts": "ledger_moves", "tones": "ledger_moves",
}  # fmt: skip


class Commands(click.Group):
    """The group of all commands, those of COMMANDS loaded when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return super().get_command(ctx, cmd_name)
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        found = getattr(import_module(f"sayso.commands.{module}"), name)
        assert isinstance(found, click.Command)
        return found


@click.group(
    cls=Commands,
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
