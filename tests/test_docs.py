"""What is not documented fails: commands, options and settings in docs/, the commands of the README."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from sayso.cli import COMMANDS, sayso
from sayso.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GROUP = click.Context(sayso)
NAMES = sayso.list_commands(GROUP)


def command_of(name: str) -> click.Command:
    command = sayso.get_command(GROUP, name)
    assert command is not None
    return command


def test_all_commands_are_there() -> None:
    assert {"read", "completion", "settings", *COMMANDS} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_and_option_is_documented(name: str) -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert f"## sayso {name}" in page
    for option in command_of(name).params:
        if isinstance(option, click.Option):
            assert all(o in page for o in option.opts if o.startswith("--")), option.opts


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = command_of(name)
    assert command.help
    assert name == "settings" or "sayso " in (command.epilog or "") + command.help


def test_every_setting_is_documented_with_its_default() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = {m[1]: m[0] for m in re.finditer(r"^\| `SAYSO_(\w+)`.*$", page, re.MULTILINE)}
    assert set(rows) == {f.name.upper() for f in fields(Settings)}
    for one in fields(Settings):
        assert f"| {one.default} | {one.metadata['unit']}," in rows[one.name.upper()]
        assert one.metadata["help"] in rows[one.name.upper()]


@pytest.mark.parametrize("marker", ["main-command", "test-command"])
def test_the_readme_holds_the_commands_that_ci_runs(marker: str) -> None:
    block = re.search(rf"<!-- {marker} -->\s*```sh\n(.+?)\n```", README, re.DOTALL)
    assert block
    assert "\n" not in block[1].strip()


def test_links_in_the_docs_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            assert target.startswith("https://") or (page.parent / target).exists(), f"{page.name}: {target}"
