"""Fetching with manners: robots.txt, pauses by host, conditional requests, redirects, retries that wait as told."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

from sayso.errors import AddressRefusedError, FetchError, InputError, RobotsError, TooLargeError, UsageError
from sayso.fetch import robots
from sayso.fetch.addresses import Target, joined, to_target
from sayso.fetch.record import Fetched, Validators
from sayso.fetch.robots import Robots
from sayso.fetch.transport import Answer, Transport
from sayso.version import __version__

PRODUCT = "sayso"
KEPT = ("content-type", "content-language", "date", "etag", "last-modified", "expires", "cache-control", "retry-after")
"""Headers that are kept of an answer."""
LONGEST_WAIT = 86_400.0
"""Seconds; a server that asks to be left alone for longer is asked again after a day."""
_LONGEST_HEADER = 500  # characters of one that is kept or sent back
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_ROBOTS_HOLD = 86_400.0  # seconds; RFC 9309, section 2.4
_ACCEPT = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,"
    "application/json;q=0.8,*/*;q=0.5"
)


class Clock(Protocol):
    """Two clocks: one for durations, which never jumps, and one for what is written down, which may."""

    def monotonic(self) -> float: ...
    def now(self) -> datetime: ...
    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's clocks."""

    monotonic = staticmethod(time.monotonic)
    sleep = staticmethod(time.sleep)

    def now(self) -> datetime:
        return datetime.now(UTC)


class Deferred(FetchError):  # noqa: N818 - not an error of the call, but one that passes
    """A server asks to come back later, or fails in a way that passes. seconds: until then, None where it told none."""

    def __init__(self, message: str, seconds: float | None, *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.seconds = seconds


class Gone(FetchError):  # noqa: N818
    """A server says that there is nothing any more and never will be (410)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """pause: seconds between two requests to a host. longest_pause: of a Crawl-delay that is followed, more is cut.
    redirects: followed at most. tries: of one request. patience: seconds that a retry may wait, else Deferred."""

    pause: float = 1.0
    longest_pause: float = 300.0
    redirects: int = 8
    tries: int = 3
    patience: float = 30.0
    contact: str | None = None
    obey_robots: bool = True


@dataclass(slots=True)
class _Host:
    robots: Robots | None = None
    asked_at: float = 0.0
    ready: float = field(default=float("-inf"))


def user_agent(contact: str | None) -> str:
    """Who asks: the program, and whoever runs it where they say so."""
    told = re.sub(r"[^\x20-\x7e]|[()\\]", "", contact or "")[:200]
    return f"{PRODUCT}/{__version__} (reads news for a person{'; ' + told if told else ''})"


class Fetcher:
    """Fetches addresses, one at a time. waits: called with the host and seconds before a pause that is felt."""

    def __init__(
        self,
        transport: Transport,
        manners: Manners,
        clock: Clock | None = None,
        waits: Callable[[str, float], object] | None = None,
    ) -> None:
        self._transport, self._manners = transport, manners
        self._clock = clock or SystemClock()
        self._waits = waits
        self._hosts: dict[str, _Host] = {}
        self._agent = user_agent(manners.contact)

    def get(self, url: str, known: Validators | None = None) -> Fetched | None:
        """The answer at an address, after redirects; None where it is what it was (304).

        Raises FetchError: AddressRefusedError, RobotsError, Deferred (429, 503 …), Gone (410); TooLargeError.
        """
        target = asked = to_target(url)
        seen = {target.url}
        for _ in range(self._manners.redirects + 1):
            headers = self._headers(known if target is asked else None)
            self._check_robots(target)
            answer = self._tried(target, headers)
            if answer.status == 304 and known is not None:
                return None
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return self._fetched(asked, target, answer)
            target = self._next(target, answer.headers["location"])
            if target.url in seen:
                raise FetchError(f"{asked.shown} redirects in a circle.")
            seen.add(target.url)
        raise FetchError(f"{asked.shown} redirects more than {self._manners.redirects} times.")

    def _next(self, target: Target, location: str) -> Target:
        try:
            there = joined(target, location)
        except UsageError as error:
            raise AddressRefusedError(f"{target.shown} redirects to what is not fetched: {error.message}") from None
        if target.scheme == "https" and there.scheme == "http":
            raise AddressRefusedError(
                f"{target.shown} redirects from https to http, where anybody may listen or write."
            )
        return there

    def _headers(self, known: Validators | None) -> dict[str, str]:
        headers = {"User-Agent": self._agent, "Accept": _ACCEPT, "Accept-Language": "en, *;q=0.5"}
        if known and known.etag and _is_sendable(known.etag):
            headers["If-None-Match"] = known.etag
        if known and known.modified and _is_sendable(known.modified):
            headers["If-Modified-Since"] = known.modified
        return headers

    def _fetched(self, asked: Target, target: Target, answer: Answer) -> Fetched:
        if answer.status == 410:
            raise Gone(f"{asked.shown} is gone (410).")
        if answer.status in _PASSING:
            wait = retry_after(answer.headers.get("retry-after"), self._clock.now())
            raise Deferred(f"{asked.shown} answers {answer.status}.", wait, hint="Ask again later.")
        if answer.status != 200:
            hint = "It wants a login." if answer.status in {401, 402, 403, 407} else None
            raise FetchError(f"{asked.shown} answers {answer.status}.", hint=hint)
        kept = tuple((n, answer.headers[n][:_LONGEST_HEADER]) for n in KEPT if n in answer.headers)
        at = self._clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Fetched(
            asked=asked.shown, url=target.shown, at=at, status=answer.status, headers=kept, digest=answer.digest,
            size=len(answer.body), body=answer.body,
        )  # fmt: skip

    def _tried(self, target: Target, headers: Mapping[str, str], *, size: int | None = None) -> Answer:
        """An answer after as many tries as manners allow; the last one where it stays a passing failure."""
        wait = self._manners.pause
        for attempt in range(1, self._manners.tries + 1):
            self._pause(target)
            try:
                answer = self._transport.request(target, headers, size=size)
            except (AddressRefusedError, TooLargeError):
                raise
            except FetchError as error:
                if attempt == self._manners.tries:
                    raise Deferred(error.message, None, hint=error.hint) from None
                answer = None
            finally:
                self._rest(target)
            if answer is not None:
                told = retry_after(answer.headers.get("retry-after"), self._clock.now())
                if answer.status not in _PASSING or attempt == self._manners.tries:
                    return answer
                if told is not None and told > self._manners.patience:
                    return answer
                wait = max(wait, told or 0.0)
            self._sleep(target.host, min(wait, self._manners.patience))
            wait *= 4
        raise AssertionError("the last try returns or raises")

    def _pause(self, target: Target) -> None:
        seconds = self._host(target).ready - self._clock.monotonic()
        if seconds > 0:
            self._sleep(target.host, seconds)

    def _sleep(self, host: str, seconds: float) -> None:
        if self._waits is not None:
            self._waits(host, seconds)
        self._clock.sleep(seconds)

    def _rest(self, target: Target) -> None:
        host = self._host(target)
        asked = host.robots.delay if host.robots and host.robots.delay is not None else 0.0
        pause = max(self._manners.pause, min(asked, self._manners.longest_pause))
        host.ready = self._clock.monotonic() + pause

    def _host(self, target: Target) -> _Host:
        return self._hosts.setdefault(target.origin, _Host())

    def _check_robots(self, target: Target) -> None:
        if not self._manners.obey_robots:
            return
        host = self._host(target)
        if host.robots is None or self._clock.monotonic() - host.asked_at > _ROBOTS_HOLD:
            host.robots = self._robots(target)
            host.asked_at = self._clock.monotonic()
            self._rest(target)
        if host.robots is robots.NOTHING:
            host.asked_at = float("-inf")  # asked anew next time
            raise Deferred(f"{target.shown}: its robots.txt cannot be had now, which means: stay away.", None)
        if not host.robots.allows(target.path):
            raise RobotsError(
                f"{target.shown} may not be fetched by programs: robots.txt of {target.netloc} says so.",
                hint="Save the page by hand and add the file, if you may.",
            )

    def _robots(self, target: Target) -> Robots:
        """RFC 9309, section 2.3.1: redirects are followed, 4xx allows everything, 5xx and silence nothing."""
        at = to_target(f"{target.origin}/robots.txt")
        headers = {"User-Agent": self._agent, "Accept": "text/plain,*/*;q=0.5"}
        try:
            for _ in range(6):
                answer = self._tried(at, headers)
                if answer.status not in _REDIRECTS or "location" not in answer.headers:
                    break
                at = self._next(at, answer.headers["location"])
            else:
                return robots.EVERYTHING
        except TooLargeError:
            return robots.EVERYTHING
        except AddressRefusedError as error:
            if at.origin == target.origin:
                raise AddressRefusedError(error.message.replace(at.shown, target.shown), hint=error.hint) from None
            return robots.EVERYTHING
        except InputError:
            return robots.NOTHING
        if answer.status == 200:
            return robots.parse_robots(answer.body, PRODUCT)
        return robots.NOTHING if answer.status == 429 or answer.status >= 500 else robots.EVERYTHING


def _is_sendable(value: str) -> bool:
    return len(value) <= _LONGEST_HEADER and re.fullmatch(r"[\x20-\x7e]+", value) is not None


def retry_after(told: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, at most a day; None for none or one that is no time."""
    if not told:
        return None
    if re.fullmatch(r"[0-9]{1,12}", told):
        return min(float(told), LONGEST_WAIT)
    try:
        then = parsedate_to_datetime(told)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return min(max((then - now).total_seconds(), 0.0), LONGEST_WAIT)


def validators(fetched: Fetched) -> Validators:
    """What to send along when the same address is asked again."""
    return Validators(etag=fetched.header("etag"), modified=fetched.header("last-modified"))
