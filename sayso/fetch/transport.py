"""One request over one connection, to an address that was looked at before it was connected to.

The name is resolved once, each IP address is checked, and the connection goes to the very address that was checked: a
name that tells something else the next moment (DNS rebinding) changes nothing. No proxy is taken from the environment.
"""

from __future__ import annotations

import hashlib
import io
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse
from typing import Any, cast

from sayso.errors import AddressRefusedError, FetchError, TooLargeError
from sayso.fetch.addresses import Target, check_port, is_public

Resolver = Callable[[str, int], Iterable[str]]
_LARGEST_HEAD = 128 << 10  # bytes of status line and headers
_CHUNK = 1 << 16
_MOST_ADDRESSES = 6  # of one name that are tried
_NO_BODY = frozenset({204, 304})


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host, as the system tells them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds to connect, of silence, and for all of an answer; bytes of its content, packed or not."""

    connect: float = 10.0
    silence: float = 20.0
    total: float = 60.0
    size: int = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said. headers: names in lower case, the first value of each. body: content encoding taken off."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


class Transport:
    """Sends requests. allow_private: also to private and local addresses and to any port."""

    def __init__(
        self, limits: Limits, *, allow_private: bool, resolver: Resolver = resolve, tls: ssl.SSLContext | None = None
    ) -> None:
        self._limits, self._allow_private, self._resolver = limits, allow_private, resolver
        self._tls = tls

    def request(
        self,
        target: Target,
        headers: Mapping[str, str],
        *,
        method: str = "GET",
        body: bytes | None = None,
        size: int | None = None,
    ) -> Answer:
        """One answer, whatever its status. size: bytes of its content at most, else those of the limits.

        Raises AddressRefusedError, TooLargeError, FetchError.
        """
        check_port(target, allow_private=self._allow_private)
        until = time.monotonic() + self._limits.total
        try:
            plain = self._connect(target, until)
            with plain:
                sock = self._secured(plain, target, until)
                with sock:
                    return self._exchange(sock, target, headers, method, body, size or self._limits.size, until)
        except ssl.SSLCertVerificationError as error:
            raise FetchError(
                f"{target.shown}: its certificate is not to be trusted: {error.verify_message.rstrip(chr(46))}."
            ) from None
        except TimeoutError:
            raise FetchError(f"{target.shown} did not answer in time.") from None
        except (OSError, HTTPException, ValueError) as error:
            raise FetchError(f"{target.shown} gave no whole answer: {_reason(error)}.") from None

    def _connect(self, target: Target, until: float) -> socket.socket:
        try:
            found = list(dict.fromkeys(self._resolver(target.host, target.port)))
        except (OSError, UnicodeError) as error:
            raise FetchError(f"{target.shown}: the name of its host cannot be resolved: {_reason(error)}.") from None
        wanted = [one for one in found if self._allow_private or is_public(one)]
        if not wanted:
            raise AddressRefusedError(
                f"{target.shown} leads to {', '.join(found[:3]) or 'no address'}, which is not on the open internet.",
                hint="Private, local and reserved addresses are fetched only with --allow-private.",
            )
        last: OSError | None = None
        for one in wanted[:_MOST_ADDRESSES]:
            seconds = min(self._limits.connect, until - time.monotonic())
            if seconds <= 0:
                break
            sock = socket.socket(socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM)
            try:
                sock.settimeout(seconds)
                sock.connect((one, target.port))
            except OSError as error:
                sock.close()
                last = error
                continue
            return sock
        raise last or TimeoutError

    def _secured(self, plain: socket.socket, target: Target, until: float) -> socket.socket:
        if target.scheme != "https":
            return plain
        if self._tls is None:
            self._tls = ssl.create_default_context()
        plain.settimeout(_left(until, self._limits.connect))
        return self._tls.wrap_socket(plain, server_hostname=target.host)

    def _exchange(
        self,
        sock: socket.socket,
        target: Target,
        headers: Mapping[str, str],
        method: str,
        body: bytes | None,
        size: int,
        until: float,
    ) -> Answer:
        connection = HTTPConnection(target.host, target.port)
        timed = _Timed(sock, until, self._limits.silence)
        connection.sock = cast(Any, timed)
        told = {"Host": target.netloc, **headers, "Accept-Encoding": "gzip, deflate", "Connection": "close"}
        if target.authorization:
            told["Authorization"] = target.authorization
        if body is not None:
            told["Content-Length"] = str(len(body))
        connection.putrequest(method, target.path, skip_host=True, skip_accept_encoding=True)
        for name, value in told.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        response = connection.getresponse()
        timed.head_is_read()
        names = _first_values(response.msg)
        status = response.status
        if status in _NO_BODY or method == "HEAD":
            return Answer(status=status, headers=names, body=b"")
        return Answer(status=status, headers=names, body=_content(response, names, target, size))


def _first_values(message: HTTPMessage) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in message.items():
        text = value.encode("latin-1", "replace").decode("utf-8", "replace")
        found.setdefault(name.lower(), " ".join(text.split()))
    return found


def _content(response: HTTPResponse, headers: Mapping[str, str], target: Target, size: int) -> bytes:
    """The content, its encoding taken off, both under the limit. Raises TooLargeError, FetchError."""
    encodings = [one.strip().lower() for one in headers.get("content-encoding", "").split(",") if one.strip()]
    encodings = [one for one in encodings if one != "identity"]
    if len(encodings) > 1 or not set(encodings) <= {"gzip", "x-gzip", "deflate"}:
        raise FetchError(f"{target.shown} is packed in a way that was not asked for: {', '.join(encodings)[:40]}.")
    length = response.length
    if length is not None and length > size:
        raise _too_large(target, size)
    unpack = _Unpack(encodings[0] if encodings else None, size)
    parts, wire = bytearray(), 0
    while chunk := response.read(_CHUNK):
        wire += len(chunk)
        parts += unpack.more(chunk)
        if max(wire, len(parts)) > size:
            raise _too_large(target, size)
    if length is not None and wire < length:
        raise FetchError(f"{target.shown} broke off after {wire:,} of {length:,} bytes.")
    if not unpack.is_whole():
        raise FetchError(f"{target.shown} broke off: what it is packed in has no end.")
    return bytes(parts)


class _Unpack:
    """Takes gzip or deflate off, piece by piece, never making more than a limit at once."""

    def __init__(self, encoding: str | None, size: int) -> None:
        self._encoding, self._size = encoding, size
        self._unpack: Any = None
        self._ended = encoding is None

    def more(self, data: bytes) -> bytes:
        if self._encoding is None:
            return data
        if self._ended:
            return b""  # padding after the end
        if self._unpack is None:
            is_raw = self._encoding == "deflate" and data[0] & 0x0F != 8  # some servers leave the zlib wrapper away
            self._unpack = zlib.decompressobj(-zlib.MAX_WBITS if is_raw else zlib.MAX_WBITS | 32)
        try:
            found: bytes = self._unpack.decompress(data, self._size + 1)
        except zlib.error as error:
            raise ValueError(f"damaged {self._encoding} data ({error})") from None
        self._ended = self._unpack.eof
        return found

    def is_whole(self) -> bool:
        return self._ended or self._unpack is None


class _Timed:
    """A socket for http.client under two clocks: that of silence, and that of the whole answer, which a server cannot
    wind up again by sending a byte now and then."""

    def __init__(self, sock: socket.socket, until: float, silence: float) -> None:
        self._sock, self._until, self._silence = sock, until, silence
        self._stream = _Stream(self)
        self._left: int | None = _LARGEST_HEAD

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(_left(self._until, self._silence))
        self._sock.sendall(data)

    def receive(self, buffer: memoryview) -> int:
        if self._left is not None:
            if self._left <= 0:
                raise HTTPException(f"its headers are larger than {_LARGEST_HEAD:,} bytes")
            buffer = buffer[: self._left]
        self._sock.settimeout(_left(self._until, self._silence))
        count = self._sock.recv_into(buffer)
        if self._left is not None:
            self._left -= count
        return count

    def head_is_read(self) -> None:
        self._left = None

    def makefile(self, *_: object) -> io.BufferedReader:
        return io.BufferedReader(self._stream, _CHUNK)

    def close(self) -> None:
        """The caller closes the socket, when all is read."""


class _Stream(io.RawIOBase):
    def __init__(self, timed: _Timed) -> None:
        self._timed = timed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        return self._timed.receive(memoryview(buffer))


def _left(until: float, most: float) -> float:
    seconds = min(most, until - time.monotonic())
    if seconds <= 0:
        raise TimeoutError
    return seconds


def _too_large(target: Target, size: int) -> TooLargeError:
    return TooLargeError(f"{target.shown} is larger than {size:,} bytes.", hint="Raise SAYSO_LARGEST_DOWNLOAD.")


def _reason(error: BaseException) -> str:
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__
    return " ".join(told.split())[:200].rstrip(".")
