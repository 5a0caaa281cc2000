"""What stands before every page and answer: whose host, who may, how much, and what a browser may do with it."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import OrderedDict
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.serve.desk import LARGEST_BODY, Desk

SESSION = "sayso_session"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with none, a browser tells no origin of the desk's own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_OPEN = ("/login", "/static/")  # what a browser needs to give the token
_BURST = 10  # seconds over which the rate is counted
_MOST_KNOWN = 4096  # addresses whose rate is remembered
UPLOADS = "/add/file"
"""Where files come in, which may be larger than other bodies."""


def session_of(desk: Desk) -> str:
    """What a browser keeps instead of the token."""
    return hmac.new(desk.secret, b"session:" + (desk.token or "").encode(), hashlib.sha256).hexdigest()


def form_token(desk: Desk) -> str:
    """What the desk's own forms carry and no other site can know."""
    return hmac.new(desk.secret, b"form", hashlib.sha256).hexdigest()


def is_same(told: str | None, known: str) -> bool:
    return told is not None and hmac.compare_digest(told.encode("utf-8", "replace"), known.encode())


def error(code: str, message: str, status: int, hint: str | None = None) -> JSONResponse:
    """The one shape of errors."""
    return JSONResponse({"code": code, "message": message, "hint": hint}, status_code=status)


class Guard:
    """Middleware around the desk."""

    def __init__(self, app: ASGIApp, desk: Desk, largest_file: int) -> None:
        self._app, self._desk, self._largest_file = app, desk, largest_file
        self._rates: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    out.setdefault(name, value)
                out.setdefault("Cache-Control", "no-cache")
            await send(message)

        if refused is not None:
            await refused(scope, receive, with_headers)
            return
        largest = self._largest_file if scope["path"] == UPLOADS else LARGEST_BODY
        await self._app(scope, _limited(receive, largest), with_headers)

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        desk, path = self._desk, scope["path"]
        if not desk.knows_host(headers.get("host", "")):
            return error("host", "This desk is not called so.", 421, "Start it with --name HOST.")
        wrong = self._too_much(scope, headers)
        if wrong is None and scope["method"] not in {"GET", "HEAD"}:
            wrong = self._foreign(scope, headers)
        if wrong is not None:
            return wrong
        if desk.is_local or path.startswith(_OPEN) or is_allowed(desk, headers):
            return None
        if path.startswith("/api/"):
            return error("token", "This desk asks for a token.", 401, "Send it: Authorization: Bearer TOKEN.")
        return RedirectResponse("/login", 303)

    def _too_much(self, scope: Scope, headers: Headers) -> Response | None:
        client = scope.get("client") or ("", 0)
        if not self._has_room(client[0]):
            answer = error("too-many", "Too many requests.", 429, "Wait a few seconds.")
            answer.headers["Retry-After"] = "2"
            return answer
        size = headers.get("content-length", "0")
        largest = self._largest_file if scope["path"] == UPLOADS else LARGEST_BODY
        if not size.isdecimal() or int(size) > largest:
            return error("too-large", f"A request of this kind may have {largest:,} bytes.", 413)
        return None

    def _foreign(self, scope: Scope, headers: Headers) -> Response | None:
        """A request that another site made a browser send."""
        if self._desk.read_only and scope["path"] not in {"/login", "/api/v1/read"}:
            return error("read-only", "This desk is read-only.", 403)
        origin, host = headers.get("origin"), headers.get("host", "")
        told = origin.partition("://")[2] if origin and origin != "null" else origin
        if (told is not None and told != host) or headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
            return error("origin", "This comes from another site.", 403)
        return None

    def _has_room(self, client: str) -> bool:
        """A bucket an address, filled at the rate and as large as _BURST seconds of it."""
        rate, now = float(self._desk.most_requests), time.monotonic()
        left, since = self._rates.pop(client, (rate * _BURST, now))
        left = min(rate * _BURST, left + (now - since) * rate)
        self._rates[client] = (max(left - 1, 0.0), now)
        while len(self._rates) > _MOST_KNOWN:
            self._rates.popitem(last=False)
        return left >= 1


def is_allowed(desk: Desk, headers: Headers) -> bool:
    """Whether a request brings the token, or the session that a browser got for it."""
    if not desk.token:
        return False
    return has_token(desk, headers) or is_same(_cookie(headers, SESSION), session_of(desk))


def has_token(desk: Desk, headers: Headers) -> bool:
    """Whether a program brings the token itself."""
    kind, _, told = headers.get("authorization", "").partition(" ")
    return bool(desk.token) and kind.lower() == "bearer" and is_same(told.strip(), desk.token or "")


def _cookie(headers: Headers, name: str) -> str | None:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return None
    return found.value if found else None


class TooLarge(Exception):  # noqa: N818 - ends the reading of a body
    """A body that came without its length and goes on."""


def _limited(receive: Receive, largest: int) -> Receive:
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > largest:
            raise TooLarge
        return message

    return receiving
