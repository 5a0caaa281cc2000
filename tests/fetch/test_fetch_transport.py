"""One request: where it goes, how long it may take, how large the answer may be."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from sayso.errors import AddressRefusedError, FetchError, TooLargeError
from sayso.fetch.addresses import to_target
from sayso.fetch.transport import Answer, Limits, Transport
from tests.fetch.site import Reply, Site, running

SHORT = Limits(connect=2, silence=0.3, total=0.8, size=100_000)


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as found:
        yield found


def get(url: str, limits: Limits = SHORT, **options: object) -> Answer:
    return Transport(limits, allow_private=True, **options).request(to_target(url), {})  # type: ignore[arg-type]


def refused(url: str, *told: str) -> AddressRefusedError:
    transport = Transport(SHORT, allow_private=False, resolver=lambda host, port: told)
    with pytest.raises(AddressRefusedError) as caught:
        transport.request(to_target(url), {})
    return caught.value


def test_an_answer(site: Site) -> None:
    site.routes["/a"] = Reply("grün".encode(), headers={"X-One": "1", "ETag": '"e"'})
    answer = get(site.base + "/a")
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, "grün".encode(), '"e"')


def test_names_that_lead_inside_are_refused_before_a_connection_is_made(site: Site) -> None:
    error = refused("http://news.example/", "127.0.0.1")
    assert "127.0.0.1" in error.message
    assert "--allow-private" in (error.hint or "")
    for told in ("10.0.0.1", "::ffff:10.0.0.1", "169.254.169.254", "fd00::1", "0.0.0.0"):
        refused("http://news.example/", told)
    refused("http://2130706433/", *[one[4][0] for one in socket.getaddrinfo("2130706433", 80)][:1])  # type: ignore[arg-type]
    assert site.asked == []


def test_of_a_mixed_answer_only_the_open_addresses_are_tried() -> None:
    tried: list[tuple[str, int]] = []

    class Watched(socket.socket):
        def connect(self, address: tuple[str, int]) -> None:  # type: ignore[override]
            tried.append(address)
            raise ConnectionRefusedError("closed")

    transport = Transport(SHORT, allow_private=False, resolver=lambda host, port: ["10.0.0.1", "8.8.8.8", "127.0.0.1"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", Watched)
        with pytest.raises(FetchError):
            transport.request(to_target("http://news.example/"), {})
    assert tried == [("8.8.8.8", 80)]


def test_a_name_that_changes_between_two_looks_is_looked_up_once() -> None:
    """DNS rebinding: the second answer would be private, and is never asked for."""
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    asked, tried = [], []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    class Watched(socket.socket):
        def connect(self, address: tuple[str, int]) -> None:  # type: ignore[override]
            tried.append(address[0])
            raise ConnectionRefusedError("closed")

    transport = Transport(SHORT, allow_private=False, resolver=resolver)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", Watched)
        with pytest.raises(FetchError):
            transport.request(to_target("http://rebind.example/"), {})
    assert (asked, tried) == (["rebind.example"], ["8.8.8.8"])
    with pytest.raises(AddressRefusedError):  # and the next request looks again
        transport.request(to_target("http://rebind.example/"), {})


def test_no_proxy_of_the_environment(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.routes["/a"] = Reply(b"direct")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert get(site.base + "/a").body == b"direct"


def test_content_encodings_are_taken_off(site: Site) -> None:
    body = b"ferry " * 1000
    raw = zlib.compressobj(wbits=-15)
    packed = {"gzip": gzip.compress(body), "deflate": zlib.compress(body), "x-gzip": gzip.compress(body)}
    for name, data in packed.items():
        site.routes["/a"] = Reply(data, headers={"Content-Encoding": name})
        assert get(site.base + "/a").body == body
    site.routes["/a"] = Reply(raw.compress(body) + raw.flush(), headers={"Content-Encoding": "deflate"})
    assert get(site.base + "/a").body == body


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "zstd"])
def test_packing_that_was_not_asked_for_is_refused(site: Site, encoding: str) -> None:
    site.routes["/a"] = Reply(b"x", headers={"Content-Encoding": encoding})
    with pytest.raises(FetchError, match="was not asked for"):
        get(site.base + "/a")


def _chunks(body: bytes, size: int) -> bytes:
    """The body in chunks, with an extension on each and a trailer."""
    parts = [body[n : n + size] for n in range(0, len(body), size)]
    return b"".join(b"%x;sig=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\nX-Sum: 1\r\n\r\n"


def test_a_packed_body_that_comes_in_chunks(site: Site) -> None:
    body = b"ferry " * 5000
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
    for size in (1, 7, 4096):
        told = head + _chunks(gzip.compress(body), size)
        site.routes["/a"] = Reply(write=lambda h, told=told: _write(h, told))  # type: ignore[misc]
        assert get(site.base + "/a").body == body


def test_chunks_without_end_end_at_the_limit(site: Site) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    site.routes["/a"] = Reply(write=lambda h: _write(h, head + _chunks(b"x" * 400_000, 1000)))
    with pytest.raises(TooLargeError):
        get(site.base + "/a")


def test_a_gzip_bomb_ends_at_the_limit(site: Site) -> None:
    bomb = gzip.compress(b"\x00" * 50_000_000)
    site.routes["/a"] = Reply(bomb, headers={"Content-Encoding": "gzip"})
    assert len(bomb) < SHORT.size
    with pytest.raises(TooLargeError):
        get(site.base + "/a", Limits(size=100_000))


def test_sizes(site: Site) -> None:
    site.routes["/told"] = Reply(b"", headers={"Content-Length": "200000"})
    site.routes["/untold"] = Reply(write=lambda h: _write(h, b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200_000))
    for path in ("/told", "/untold"):
        with pytest.raises(TooLargeError):
            get(site.base + path)


def test_broken_answers(site: Site) -> None:
    broken = {
        "/short": b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        "/chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "/status": b"HTTP/1.1 huh\r\n\r\n",
        "/nothing": b"",
        "/other": b"SSH-2.0-x\r\n",
        "/half": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 9000)[:20],
        "/damaged": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot gzip at all",
        "/line": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        "/many": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        "/endless": b"HTTP/1.1 100 Continue\r\n\r\n" * 20_000,
    }
    for path, data in broken.items():
        site.routes[path] = Reply(write=lambda h, told=data: _write(h, told))  # type: ignore[misc]
        with pytest.raises(FetchError):
            get(site.base + path)


def test_a_server_that_dribbles_is_left_at_the_end_of_the_time(site: Site) -> None:
    """Slow loris: each byte comes before the silence is too long, yet all together may not take longer than told."""

    def dribble(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n")
        for _ in range(100):
            handler.wfile.write(b"X: y\r\n")
            handler.wfile.flush()
            time.sleep(0.05)

    site.routes["/a"] = Reply(write=dribble)
    began = time.monotonic()
    with pytest.raises(FetchError, match="in time"):
        get(site.base + "/a")
    assert time.monotonic() - began < 3


def test_silence(site: Site) -> None:
    site.routes["/a"] = Reply(write=lambda handler: time.sleep(1))
    with pytest.raises(FetchError, match="in time"):
        get(site.base + "/a")


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError):
        get(f"http://127.0.0.1:{port}/")


def test_a_name_that_cannot_be_resolved() -> None:
    def resolver(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(FetchError, match="cannot be resolved"):
        get("http://nowhere.example/", resolver=resolver)


def test_a_plain_server_where_tls_is_meant(site: Site) -> None:
    with pytest.raises(FetchError):
        get(site.base.replace("http:", "https:") + "/a")


def _write(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    handler.wfile.write(data)
    handler.wfile.flush()
