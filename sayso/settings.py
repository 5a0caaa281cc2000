"""Every number that a user may change: its default, unit and help, in one table.

A setting is taken from the command line where an option exists, else from the environment (SAYSO_ and the name in
capitals), else its default. docs/settings.md names each; a test compares.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from sayso.errors import UsageError


def _setting(default: float, unit: str, low: float, high: float, text: str) -> Any:
    return field(default=default, metadata={"unit": unit, "low": low, "high": high, "help": text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, with their defaults."""

    threads: int = _setting(1, "threads", 1, 64, "Threads of the encoder. More help a single long article most.")
    confidence: float = _setting(0.0, "probability", 0.0, 1.0, "Claims below this confidence are left out.")
    largest_input: int = _setting(
        64_000_000,
        "bytes",
        1_000,
        4_000_000_000,
        "A single file (or line of JSON lines) larger than this is not opened.",
    )
    largest_text: int = _setting(
        2_000_000, "characters", 1_000, 1_000_000_000, "An article longer than this is not read."
    )
    largest_title: int = _setting(
        10_000, "characters", 100, 1_000_000, "An article whose title, address, outlet or name is longer is not read."
    )
    largest_archive: int = _setting(
        16_000_000_000,
        "bytes",
        1_000,
        10_000_000_000_000,
        "Of a zip or tar no more than this is unpacked in all; of each file in it SAYSO_LARGEST_INPUT.",
    )
    most_members: int = _setting(200_000, "files", 1, 10_000_000, "A zip or tar of more files than this is not opened.")
    deepest_archive: int = _setting(3, "archives", 1, 10, "Archives in archives are opened down to this depth.")
    read_seconds: int = _setting(
        900, "seconds", 1, 86_400, "In a corpus, an article that takes longer than this to be read is given up."
    )
    parse_seconds: int = _setting(
        60, "seconds", 1, 86_400, "A PDF that takes longer than this to be taken apart is given up."
    )
    parse_memory: int = _setting(
        1_500_000_000,
        "bytes",
        100_000_000,
        1_000_000_000_000,
        "A PDF that takes more memory than this to be taken apart is given up.",
    )
    largest_download: int = _setting(
        20_000_000, "bytes", 1_000, 4_000_000_000, "Of an address no more than this is fetched, packed or unpacked."
    )
    fetch_seconds: int = _setting(60, "seconds", 1, 86_400, "An address that takes longer than this is given up.")
    host_pause: float = _setting(1.0, "seconds", 0.0, 3_600.0, "Pause between two requests to one host, at least.")
    most_items: int = _setting(
        5_000, "articles", 1, 10_000_000, "Of a feed, sitemap or list of feeds no more than this is taken at once."
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, **given: float | None) -> Settings:
        """Settings from SAYSO_… variables; `given` values that are not None win. Raises UsageError on a bad value."""
        known = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for one in fields(cls):
            name = f"SAYSO_{one.name.upper()}"
            told = given.get(one.name)
            if told is None and known.get(name):
                told = _number(name, known[name], integer=isinstance(one.default, int))
            if told is None:
                continue
            low, high = one.metadata["low"], one.metadata["high"]
            if not low <= told <= high:
                raise UsageError(f"{one.name} is {told}.", hint=f"Give {low} to {high} {one.metadata['unit']}.")
            values[one.name] = told
        return cls(**values)


def _number(name: str, told: str, *, integer: bool) -> float:
    try:
        return int(told) if integer else float(told)
    except ValueError:
        raise UsageError(f"{name} is {told!r}, not a number.") from None
