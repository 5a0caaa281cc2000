"""Following feeds: which is asked when, what is new in it, and where that stands in the ledger."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

from sayso.commands.ledger_add import Adding
from sayso.commands.web import WebWish
from sayso.errors import BadRecordError, InputError, UnreadableError, UsageError
from sayso.fetch.addresses import is_address, to_target
from sayso.fetch.discover import feed_of
from sayso.fetch.fetcher import LONGEST_WAIT, Clock, Deferred, Fetcher, Gone, validators
from sayso.fetch.inputs import FeedItem, Web
from sayso.fetch.lists import kind_of, listed
from sayso.fetch.record import Arrival, Fetched, Unchanged, Validators
from sayso.identity import text_digest
from sayso.ingest import files
from sayso.ingest.decode import HEAD
from sayso.ingest.inputs import Defaults
from sayso.ledger.archive import Origin
from sayso.ledger.feeds import FeedState
from sayso.ledger.fetching import FetchStore
from sayso.progress import Progress
from sayso.records import Article
from sayso.settings import Settings

_DEEPEST = 3  # lists of feeds in each other
_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
SHORTEST = 60.0
"""Seconds; no feed is asked more often."""


def to_seconds(told: str) -> float:
    """The seconds of "10m", "1h", "90s", "1d". Raises UsageError."""
    found = re.fullmatch(r"\s*([0-9]{1,7})\s*([smhd])\s*", told)
    if not found:
        raise UsageError(f"--every is {told!r}.", hint="Give a time such as 10m, 1h or 1d.")
    seconds = float(found[1]) * _UNITS[found[2]]
    if not SHORTEST <= seconds <= LONGEST_WAIT * 31:
        raise UsageError(f"--every is {told!r}.", hint="Give 1m to 31d: no server likes to be asked more often.")
    return seconds


@dataclass(slots=True)
class _Place:
    """A feed as this run sees it. ready: when it is next asked, on the clock that never jumps."""

    given: str
    mark: str
    ready: float


class Watching:
    """One run. given: addresses, OPML files and feed files. Failures are told and never end it."""

    def __init__(
        self,
        given: Sequence[str],
        store: FetchStore,
        adding: Adding,
        wish: WebWish,
        fetcher: Fetcher,
        settings: Settings,
        *,
        every: float,
        sends: bool,
        clock: Clock,
        bar: Progress,
        remark: Callable[[str], None],
    ) -> None:
        self._given, self._store, self._adding = given, store, adding
        self._wish, self._fetcher, self._settings = wish, fetcher, settings
        self._every, self._sends, self._clock, self._bar, self._remark = every, sends, clock, bar, remark
        self._places: dict[str, _Place] = {}
        self._lists: dict[str, list[str]] = {}

    def round(self) -> Iterator[None]:
        """Asks each feed whose time has come; gives the word back after each."""
        for given in self._given:
            yield from self._go(given, 0, set())

    def next_ready(self) -> float:
        """When the next feed is to be asked, on the clock that never jumps."""
        return min((place.ready for place in self._places.values()), default=self._clock.monotonic() + self._every)

    def _go(self, given: str, depth: int, seen: set[str]) -> Iterator[None]:
        place = self._place(given)
        if depth >= _DEEPEST or place.mark in seen:
            return
        seen.add(place.mark)
        if place.ready <= self._clock.monotonic():
            self._poll(place)
            yield
        for inner in self._lists.get(place.mark, ()):
            yield from self._go(inner, depth + 1, seen)

    def _place(self, given: str) -> _Place:
        name = to_target(given).url if is_address(given) else str(Path(given).absolute())
        mark = self._store.mark_of("feed", name)
        if mark not in self._places:
            state = self._store.feed(mark)
            left = self._waits(state) if state else 0.0
            if state and left > 0:
                until = "again: it is gone" if state.gone else f"for another {left:,.0f} s"
                self._remark(f"{state.address} is not asked {until}.")
            self._places[mark] = _Place(given, mark, self._clock.monotonic() + left)
        return self._places[mark]

    def _waits(self, state: FeedState) -> float:
        """Seconds before a feed may be asked: whatever the wall clock did meanwhile, never more than its wait."""
        if state.gone:
            return float("inf")
        if state.wait <= 0 or not state.checked:
            return 0.0
        passed = (self._clock.now() - datetime.fromisoformat(state.checked)).total_seconds()
        return state.wait if passed < 0 else max(state.wait - passed, 0.0)

    def _poll(self, place: _Place) -> None:
        """Asks one feed, takes in what is new, and notes where it stands."""
        is_web = is_address(place.given)
        address = to_target(place.given).shown if is_web else files.shown(place.given)
        state = self._store.feed(place.mark) or FeedState(address=address)
        now = self._clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        state = replace(state, address=address, checked=now)
        try:
            fetched = self._content(place, state)
            if fetched is None:
                new, whole = 0, True
            else:
                new, whole = self._take(place, fetched)
        except Gone as error:
            self._tell(error)
            state, wait = replace(state, gone=True, error=error.message), float("inf")
        except (InputError, UsageError) as error:
            told = error if isinstance(error, InputError) else BadRecordError(error.message, hint=error.hint)
            self._tell(told)
            failures = state.failures + 1
            asked = told.seconds if isinstance(told, Deferred) else None
            wait = min(max(asked or 0.0, self._every * 2 ** min(failures - 1, 20)), LONGEST_WAIT)
            state = replace(state, failures=failures, error=told.message, wait=wait)
        else:
            wait = self._every
            state = replace(state, failures=0, error=None, wait=0.0, changed=now if new else state.changed)
            if fetched is not None and whole:
                told_by = validators(fetched)
                state = replace(state, etag=told_by.etag, modified=told_by.modified)
        self._adding.finish()
        self._store.save_feed(place.mark, state)
        place.ready = self._clock.monotonic() + max(wait, self._every)

    def _content(self, place: _Place, state: FeedState) -> Fetched | None:
        """What a feed holds now, None where that is what it was. Raises InputError."""
        if is_address(place.given):
            return self._fetcher.get(place.given, Validators(etag=state.etag, modified=state.modified))
        path = Path(place.given)
        if files.is_folder(path):
            raise UnreadableError(f"{files.shown(path)} is a folder.", hint="Give the files of feeds.")
        data = files.read_file(path, self._settings.largest_input)
        fetched = _of_file(data, files.shown(path), state.checked or "")
        return None if state.etag == fetched.header("etag") else fetched

    def _take(self, place: _Place, fetched: Fetched) -> tuple[int, bool]:
        """Takes in what is new. How many articles that brought, and whether nothing is to be tried again."""
        web = self._wish.web(Defaults(), self._settings, self._fetcher)
        data = web.unpacked(fetched)
        base = fetched.url if is_address(place.given) else ""
        kind = kind_of(data[:HEAD])
        if kind == "sitemap":
            return self._items(place, web, _pages(data, fetched.asked), fetched, base, follows=True)
        if kind is not None:
            return self._note_list(place, [urljoin(base, one) for one in _addresses(data, fetched.asked)])
        if web.is_page(data, fetched):
            found = feed_of(web.decoded(data, fetched), fetched.asked)
            if found is None:
                raise BadRecordError(f"{fetched.asked} is a page that names no feed.", hint="Give its feed's address.")
            return self._note_list(place, [urljoin(base, found)])
        items = web.items(data, fetched.asked, base)
        return self._items(place, web, items, fetched, base, follows=self._wish.follow)

    def _note_list(self, place: _Place, inner: list[str]) -> tuple[int, bool]:
        """Keeps what a list holds for this run. It never counts as whole: the ledger does not hold it for the next."""
        self._lists[place.mark] = inner[: self._settings.most_items]
        return 0, False

    def _items(
        self, place: _Place, web: Web, items: Iterator[FeedItem], fetched: Fetched, base: str, *, follows: bool
    ) -> tuple[int, bool]:
        seen: set[str] = set()
        before, whole, error = self._adding.added, True, None
        for item in items:
            if item.identity[0] == "error" and isinstance(item.own, InputError):
                error = item.own
                continue
            mark = self._store.mark_of("item", place.mark, *item.identity)
            if mark in seen or self._store.is_settled(mark):
                continue
            if len(seen) >= self._settings.most_items:
                self._remark(f"{fetched.asked}: {len(seen):,} new items are taken at once; the rest next time.")
                whole = False
                break
            seen.add(mark)
            whole &= self._item(web, item, mark, fetched.of_several(), base, follows=follows)
        self._adding.finish()
        if error is not None:
            raise error
        return self._adding.added - before, whole

    def _item(self, web: Web, item: FeedItem, mark: str, feed: Fetched, base: str, *, follows: bool) -> bool:
        """Takes one item in. False where it failed and is to be tried again."""
        failed = self._adding.failed
        if not (follows and item.link):
            if isinstance(item.own, InputError):
                self._tell(item.own)
                self._store.settle(mark)  # it will be the same the next time
                return True
            self._take_in([Arrival(article=item.own, fetched=feed if base else None)], mark)
        else:
            url = urljoin(base, item.link)
            try:
                found = list(web.page_of(url, self._wish.known(to_target(url).shown), item=item))
            except (InputError, UsageError) as error:
                self._tell(error if isinstance(error, InputError) else BadRecordError(error.message))
                found = []
            arrivals = [one for one in found if isinstance(one, Arrival)]
            for one in found:
                if isinstance(one, InputError):
                    self._tell(one)
            if any(isinstance(one, Unchanged) for one in found):
                self._store.settle(mark)
            self._take_in(arrivals, mark)
        if self._adding.failed > failed:
            self._adding.finish()
            self._store.fail(mark)
            return False
        return True

    def _take_in(self, arrivals: Sequence[Arrival], mark: str) -> None:
        """The mark goes with the last, so that it stands in the ledger when all do."""
        for number, one in enumerate(arrivals, 1):
            told = mark if number == len(arrivals) else None
            self._adding.take(one.article, self._bar, Origin(fetched=one.fetched, mark=told, sends=self._sends))

    def _tell(self, error: InputError) -> None:
        self._adding.fail(error, self._bar)


def _of_file(data: bytes, where: str, at: str) -> Fetched:
    digest = text_digest(data.decode("latin-1"))
    return Fetched(
        asked=where, url="", at=at, status=200, headers=(("etag", digest),), digest=digest, size=len(data), body=data
    )


def _addresses(data: bytes, where: str) -> Iterator[str]:
    """The feeds of a list. Raises InputError where it breaks off."""
    for one in listed(BytesIO(data), where):
        if isinstance(one, InputError):
            raise one
        yield one.url


def _pages(data: bytes, where: str) -> Iterator[FeedItem]:
    """The pages of a sitemap as items, each anew when its date changes."""
    for one in listed(BytesIO(data), where):
        if isinstance(one, InputError):
            yield FeedItem(own=one, link=None, identity=("error", one.message))
        else:
            own = Article(text="", title=one.title, published=one.published)
            yield FeedItem(own=own, link=one.url, identity=(one.url, one.modified or one.published or ""))
