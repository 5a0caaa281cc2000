"""`sayso watch`: feeds are followed, and what is new is read, kept and told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import click

from sayso.commands.ledger_add import Adding
from sayso.commands.ledger_options import ledger_option
from sayso.commands.shared import say
from sayso.commands.watch_tell import SECRET, Telling
from sayso.commands.watching import Watching, to_seconds
from sayso.commands.web import WebWish, make_fetcher, make_transport, web_options
from sayso.errors import SaysoError, UsageError
from sayso.fetch.addresses import is_address, to_target
from sayso.fetch.fetcher import Clock, SystemClock
from sayso.fetch.hook import Hook
from sayso.ingest.extras import load
from sayso.ledger.fetching import FetchStore
from sayso.output import standard_output
from sayso.progress import Progress
from sayso.settings import Settings

_EXAMPLES = """
\b
Examples:
  sayso watch https://news.example/feed.xml --ledger war.db
  sayso watch feeds.opml --follow --every 30m --rss claims.rss
  sayso watch feeds.opml --once --format jsonl | jq -r '.claims[].content'
  SAYSO_WEBHOOK_SECRET=… sayso watch feeds.opml --webhook https://hooks.example/news
"""


@click.command(epilog=_EXAMPLES)
@click.argument("feeds", nargs=-1, required=True, metavar="FEEDS…")
@ledger_option
@click.option(
    "--every", default="10m", show_default=True, metavar="TIME", help="How often each feed is asked: 10m, 1h."
)
@click.option("--once", is_flag=True, help="Ask each feed once, and end.")
@click.option(
    "--format", "form", type=click.Choice(["lines", "jsonl"]), default="lines", show_default=True,
    help="How news is told on standard output: a line, or an object with its claims, an article.",
)  # fmt: skip
@click.option(
    "--rss",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep the newest claims there as a feed.",
)
@click.option("--webhook", metavar="URL", help="Post what is new there as JSON; signed with SAYSO_WEBHOOK_SECRET.")
@web_options
@click.option("--threads", type=int, metavar="N", help="Threads of the encoder (SAYSO_THREADS).  [default: 1]")
@click.option("--quiet", "-q", is_flag=True, help="No remarks, no summary; news and errors still show.")
def watch(
    feeds: tuple[str, ...],
    ledger: Path,
    every: str,
    once: bool,
    form: str,
    rss: Path | None,
    webhook: str | None,
    follow: bool,
    allow_private: bool,
    threads: int | None,
    quiet: bool,
) -> None:
    """Follow feeds: read what is new, keep it in the ledger, and tell it.

    FEEDS are addresses of RSS and Atom feeds, of sitemaps of news, of pages that name their feed, or OPML and feed
    files. Each item is taken in once. The ledger holds the place in every feed, so that a call that ended, in whatever
    way, is given again and goes on.
    """
    settings = replace(Settings.from_environment(threads=threads), confidence=0.0)
    run(
        feeds, ledger, settings, WebWish(follow=follow, allow_private=allow_private, shows=not quiet),
        every=to_seconds(every), once=once, form=form, rss=rss, webhook=webhook, quiet=quiet, clock=SystemClock(),
    )  # fmt: skip


def run(
    feeds: Sequence[str],
    ledger: Path,
    settings: Settings,
    wish: WebWish,
    *,
    every: float,
    once: bool,
    form: str,
    rss: Path | None,
    webhook: str | None,
    quiet: bool,
    clock: Clock,
    rounds: int | None = None,
) -> None:
    """Watches until it is ended. rounds: at most so many. Raises SaysoError, SystemExit(1) where a feed failed."""
    for one in feeds:
        _check(one)
    if any(is_address(one) for one in feeds):
        load("sayso.fetch.pages", "Addresses", "Fetching them")
    transport = make_transport(settings, allow_private=wish.allow_private)
    fetcher = make_fetcher(settings, allow_private=wish.allow_private, shows=wish.shows, clock=clock)
    hook = Hook(webhook, transport, clock, os.environ.get(SECRET)) if webhook else None
    remark: Callable[[str], None] = _silent if quiet else say
    with FetchStore(ledger) as store:
        wish.known = store.known
        adding = Adding(store, settings, None)
        telling = Telling(store, standard_output(exact=form == "jsonl"), form, rss, hook, clock)
        watching = Watching(
            feeds, store, adding, wish, fetcher, settings,
            every=every, sends=hook is not None, clock=clock, bar=Progress(), remark=remark,
        )  # fmt: skip
        done = 0
        try:
            telling.tell()  # what a call before added and could not tell any more
            while True:
                for _ in watching.round():
                    telling.tell()
                done += 1
                if once or (rounds is not None and done >= rounds):
                    break
                ready = min(watching.next_ready(), telling.ready())
                clock.sleep(max(1.0, ready - clock.monotonic()))
                telling.tell()
        except SaysoError:
            say(f"broken off. {adding.summary()} The same command goes on.")
            raise
        except (KeyboardInterrupt, SystemExit):
            adding.finish()
            telling.tell(posts=False)
            say(f"ended. {adding.summary()} The same command goes on.")
            raise
    remark(adding.summary())
    if once and adding.failed:
        sys.exit(1)


def _check(given: str) -> None:
    if is_address(given):
        to_target(given)
    elif given == "-" or not given:
        raise UsageError("Standard input cannot be watched.", hint="Give addresses or files of feeds.")


def _silent(_: str) -> None:
    """No remarks."""
