"""What commands that fetch have in common: options, the fetcher, and addresses between files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import click

from sayso.commands.shared import say
from sayso.errors import InputError, UsageError
from sayso.fetch.addresses import is_address, to_target
from sayso.fetch.fetcher import Clock, Fetcher, Manners
from sayso.fetch.inputs import Web
from sayso.fetch.lists import kind_of
from sayso.fetch.record import Arrival, Known, Unchanged, Wish
from sayso.fetch.transport import Limits, Transport
from sayso.ingest import files
from sayso.ingest.decode import HEAD
from sayso.ingest.inputs import STDIN, Defaults, read_inputs
from sayso.ledger.days import Days, day_of
from sayso.records import Article
from sayso.settings import Settings

Command = Callable[..., Any]
Inputs = Iterator[Article | InputError | Arrival | Unchanged]
CONTACT = "SAYSO_CONTACT"
"""Environment variable with whom servers may write to: a mail address or that of a page."""
_FELT = 2.5  # seconds; a pause beyond is told


def web_options(command: Command) -> Command:
    """--follow and --allow-private."""
    command = click.option(
        "--allow-private", is_flag=True, help="Fetch also from private and local addresses, and from any port."
    )(command)
    return click.option(
        "--follow", is_flag=True, help="Fetch the page of each item of a feed, not only what the feed holds of it."
    )(command)


def _unknown(_: str) -> Known | None:
    return None


@dataclass(slots=True, kw_only=True)
class WebWish:
    """What the call wants of addresses. known: set when the ledger is open."""

    follow: bool
    allow_private: bool
    shows: bool
    days: Days | None = None
    known: Callable[[str], Known | None] = field(default=_unknown)

    def web(self, defaults: Defaults, settings: Settings, fetcher: Fetcher | None = None) -> Web:
        fetcher = fetcher or make_fetcher(settings, allow_private=self.allow_private, shows=self.shows)
        wish = Wish(follow=self.follow, most=settings.most_items, known=self._known, wants=self._wants)
        return Web(fetcher, defaults, settings, wish)

    def _known(self, url: str) -> Known | None:
        return self.known(url)

    def _wants(self, published: str | None) -> bool:
        return self.days is None or published is None or self.days.holds(day_of(published))


def make_transport(settings: Settings, *, allow_private: bool) -> Transport:
    """What sends requests, under the settings' limits."""
    limits = Limits(total=float(settings.fetch_seconds), size=settings.largest_download)
    return Transport(limits, allow_private=allow_private)


def make_fetcher(settings: Settings, *, allow_private: bool, shows: bool, clock: Clock | None = None) -> Fetcher:
    """A fetcher as the settings say. shows: long pauses are told on stderr."""
    manners = Manners(pause=settings.host_pause, contact=os.environ.get(CONTACT))
    transport = make_transport(settings, allow_private=allow_private)
    return Fetcher(transport, manners, clock, waits=_tell if shows else None)


def _tell(host: str, seconds: float) -> None:
    if seconds >= _FELT:
        say(f"waiting {seconds:,.0f} s before {host} is asked again.")


def mixed_inputs(
    paths: Sequence[str],
    defaults: Defaults,
    settings: Settings,
    stdin: BinaryIO,
    is_written: Callable[[Path], bool],
    web: WebWish,
) -> tuple[Inputs, bool]:
    """What files and addresses give, in the order of the call, and whether they can be counted beforehand.

    Raises UsageError at once, and UnreadableError where addresses are given and the extra for them is missing.
    """
    from_web = [is_address(path) or _is_list(path, defaults) for path in paths]
    if not any(from_web):
        return _local(paths, defaults, settings, stdin, is_written), True
    for path in paths:
        if is_address(path):
            to_target(path)
    local = [path for path, is_web in zip(paths, from_web, strict=True) if not is_web]
    if local.count(STDIN) > 1:
        raise UsageError("Standard input (-) can be read only once.")
    one_web = web.web(defaults, settings)
    parts: list[Inputs] = []
    for path, is_web in zip(paths, from_web, strict=True):
        if not is_web:
            parts.append(_local([path], defaults, settings, stdin, is_written))
        elif is_address(path):
            parts.append(one_web.all(path))
        else:
            parts.append(_of_list(Path(path), one_web, settings))
    return chain.from_iterable(parts), False


def _local(
    paths: Sequence[str], defaults: Defaults, settings: Settings, stdin: BinaryIO, is_written: Callable[[Path], bool]
) -> Inputs:
    return read_inputs(paths, defaults=defaults, settings=settings, stdin=stdin, is_written=is_written)


def _is_list(path: str, defaults: Defaults) -> bool:
    """Whether a local file lists addresses: OPML, or a sitemap."""
    if path == STDIN or not path or defaults.form is not None or not files.is_regular(Path(path)):
        return False
    try:
        with files.open_bytes(Path(path)) as stream:
            return kind_of(files.read_head(stream, path, HEAD)) is not None
    except InputError:
        return False


def _of_list(path: Path, web: Web, settings: Settings) -> Inputs:
    try:
        yield from web.file(files.read_file(path, settings.largest_input), files.shown(path))
    except InputError as error:
        yield error
