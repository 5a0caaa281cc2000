"""Manners: robots.txt, pauses, redirects, retries, conditional requests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler

import pytest

from sayso.errors import AddressRefusedError, FetchError, RobotsError
from sayso.fetch.fetcher import Deferred, Fetcher, Gone, Manners, retry_after, user_agent, validators
from sayso.fetch.record import Fetched, Validators
from sayso.fetch.transport import Limits, Transport
from tests.fetch.site import Reply, Site, running


class StillClock:
    """A clock that moves only when somebody sleeps, and tells how long they did. jump: of the clock on the wall."""

    def __init__(self) -> None:
        self.at, self.slept, self.jump = 0.0, list[float](), timedelta()

    def monotonic(self) -> float:
        return self.at

    def now(self) -> datetime:
        return datetime(2026, 3, 3, tzinfo=UTC) + timedelta(seconds=self.at) + self.jump

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as found:
        yield found


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


def fetcher(clock: StillClock, *, allow_private: bool = True, **manners: object) -> Fetcher:
    return Fetcher(Transport(Limits(), allow_private=allow_private), Manners(**manners), clock)  # type: ignore[arg-type]


def got(found: Fetched | None) -> Fetched:
    assert found is not None
    return found


def test_what_a_fetch_gives(site: Site, clock: StillClock) -> None:
    site.routes["/a?token=x"] = Reply(status=301, headers={"Location": "/b"})
    site.page("/b", 0, **{"ETag": '"1"', "Set-Cookie": "secret=1"})
    found = got(fetcher(clock).get(site.base.replace("://", "://user:word@") + "/a?token=x"))
    assert (found.asked, found.url) == (site.base + "/a?token=***", site.base + "/b")
    assert (found.status, found.size, found.at) == (200, len(found.body or b""), "2026-03-03T00:00:02Z")
    assert found.header("etag") == '"1"'
    assert "set-cookie" not in dict(found.headers)
    assert site.asked[-1][1]["authorization"].startswith("Basic ")
    assert site.asked[-1][1]["user-agent"].startswith("sayso/")


def test_robots_are_asked_first_and_once(site: Site, clock: StillClock) -> None:
    site.routes["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /no\nCrawl-delay: 7")
    site.page("/yes")
    one = fetcher(clock)
    one.get(site.base + "/yes")
    one.get(site.base + "/yes")
    with pytest.raises(RobotsError):
        one.get(site.base + "/no/1")
    assert [told for told, _ in site.asked] == ["GET /robots.txt", "GET /yes", "GET /yes"]
    assert clock.slept == [7.0, 7.0]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (401, True), (500, False), (503, False)])
def test_robots_that_cannot_be_had(site: Site, clock: StillClock, status: int, allowed: bool) -> None:
    site.routes["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /", status=status)
    site.page("/a")
    if allowed:
        assert fetcher(clock).get(site.base + "/a")
    else:
        with pytest.raises(Deferred, match=r"robots\.txt"):
            fetcher(clock).get(site.base + "/a")
        assert site.paths() == []


def test_a_redirect_is_not_a_way_round_robots(site: Site, clock: StillClock) -> None:
    site.routes["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /no")
    site.routes["/a"] = Reply(status=302, headers={"Location": "/no/1"})
    with pytest.raises(RobotsError):
        fetcher(clock).get(site.base + "/a")
    assert site.paths() == ["/a"]


@pytest.mark.parametrize(
    "location", ["http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data", "http://[::1]/", "http://localhost/"]
)
def test_redirects_inside_are_refused(site: Site, clock: StillClock, location: str) -> None:
    """The first address passes as a public one; only what it redirects to is looked up as it is."""
    site.routes["/robots.txt"] = Reply(status=404)
    site.routes["/a"] = Reply(status=302, headers={"Location": location})
    site.page("/")

    class Disguised(Transport):
        def _connect(self, target, until):  # type: ignore[no-untyped-def]
            if target.host == "news.example":
                self._allow_private = True
                self._resolver = lambda host, port: ["127.0.0.1"]
            else:
                self._allow_private = False
            try:
                return super()._connect(target, until)
            finally:
                self._allow_private = False
                self._resolver = lambda host, port: [host.strip("[]") if host != "localhost" else "127.0.0.1"]

    transport = Disguised(Limits(), allow_private=False)
    url = f"http://news.example:{site.port}/a"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sayso.fetch.transport.check_port", lambda target, allow_private: None)
        with pytest.raises(AddressRefusedError):
            Fetcher(transport, Manners(), clock).get(url)
    assert site.paths() == ["/a"]


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://h/x", "gopher://h/", "javascript:x", "http://[bad"])
def test_redirects_out_of_the_web_are_refused(site: Site, clock: StillClock, location: str) -> None:
    site.routes["/a"] = Reply(status=302, headers={"Location": location})
    with pytest.raises(FetchError):
        fetcher(clock).get(site.base + "/a")


def test_redirects_without_end(site: Site, clock: StillClock) -> None:
    site.routes["/a"] = Reply(status=302, headers={"Location": "/b"})
    site.routes["/b"] = Reply(status=302, headers={"Location": "/a"})
    with pytest.raises(FetchError, match="in a circle"):
        fetcher(clock).get(site.base + "/a")
    for n in range(20):
        site.routes[f"/n{n}"] = Reply(status=302, headers={"Location": f"/n{n + 1}"})
    site.asked.clear()
    with pytest.raises(FetchError, match="more than 8 times"):
        fetcher(clock).get(site.base + "/n0")
    assert len(site.paths()) == 9


def test_what_did_not_change_is_not_sent_again(site: Site, clock: StillClock) -> None:
    def conditional(handler: BaseHTTPRequestHandler) -> Reply:
        same = handler.headers.get("If-None-Match") == '"1"'
        return Reply(status=304) if same else Reply(b"<p>x</p>", headers={"ETag": '"1"', "Last-Modified": "long ago"})

    site.routes["/a"] = conditional
    first = got(fetcher(clock).get(site.base + "/a"))
    assert fetcher(clock).get(site.base + "/a", validators(first)) is None
    assert site.asked[-1][1]["if-modified-since"] == "long ago"
    hostile = Validators(etag='"1"\r\nX-Evil: 1', modified="x" * 9999)
    assert fetcher(clock).get(site.base + "/a", hostile)
    assert "x-evil" not in site.asked[-1][1]


def test_passing_failures_are_tried_again_with_patience(site: Site, clock: StillClock) -> None:
    answers = iter([Reply(status=503), Reply(status=502), Reply(b"<p>there</p>")])
    site.routes["/a"] = lambda handler: next(answers)
    assert got(fetcher(clock).get(site.base + "/a")).body == b"<p>there</p>"
    assert len(site.paths()) == 3
    assert sum(clock.slept) >= 1 + 4


def test_too_many_requests(site: Site, clock: StillClock) -> None:
    answers = iter([Reply(status=429, headers={"Retry-After": "20"}), Reply(b"<p>there</p>")])
    site.routes["/a"] = lambda handler: next(answers)
    assert fetcher(clock).get(site.base + "/a")
    assert max(clock.slept) == 20
    site.routes["/b"] = Reply(status=429, headers={"Retry-After": "900"})
    site.asked.clear()
    with pytest.raises(Deferred) as caught:
        fetcher(clock).get(site.base + "/b")
    assert caught.value.seconds == 900
    assert site.paths() == ["/b"]  # it said when to come back


def test_other_failures_are_not_tried_again(site: Site, clock: StillClock) -> None:
    site.routes["/gone"] = Reply(status=410)
    site.routes["/login"] = Reply(status=403)
    for path, kind in (("/gone", Gone), ("/login", FetchError), ("/missing", FetchError)):
        with pytest.raises(kind):
            fetcher(clock).get(site.base + path)
    assert site.paths() == ["/gone", "/login", "/missing"]


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("120", 120.0),
        ("Tue, 03 Mar 2026 00:10:00 GMT", 600.0),
        ("Mon, 02 Mar 2026 00:00:00 GMT", 0.0),
        ("Tue, 03 Mar 2099 00:00:00 GMT", 86_400.0),
        ("99999999999", 86_400.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_when_to_come_back(told: str | None, seconds: float | None) -> None:
    assert retry_after(told, datetime(2026, 3, 3, tzinfo=UTC)) == seconds


def test_who_asks() -> None:
    assert "me@news.example" in user_agent("me@news.example")
    assert "\n" not in user_agent("x\r\nEvil: 1")
