"""What the call itself says about its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sayso.errors import TooLargeError
from sayso.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What the command line says for inputs that do not say it themselves.

    published: ISO date or date-time. encoding: a name that Python knows. columns: for JSON objects, keys to take in
    place of ours, others being found by their names (columns.KNOWN); None: only our keys are read. form: what all
    inputs are, whatever their name and content (a key of forms.NAMED).
    """

    published: str | None = None
    outlet: str | None = None
    encoding: str | None = None
    columns: Mapping[str, str] | None = None
    form: str | None = None


def check_length(text: str, where: str, settings: Settings) -> None:
    """Raises TooLargeError for a text of more than settings.largest_text characters."""
    if len(text) > settings.largest_text:
        raise TooLargeError(
            f"{where} has {len(text):,} characters, more than {settings.largest_text:,}.",
            hint="Raise SAYSO_LARGEST_TEXT.",
        )
