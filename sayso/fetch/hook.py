"""A webhook: news posted as JSON, guarded as fetching is, signed where a secret is given."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC

from sayso.errors import AddressRefusedError, FetchError, InputError
from sayso.fetch.addresses import to_target
from sayso.fetch.fetcher import LONGEST_WAIT, Clock, Deferred, retry_after, user_agent
from sayso.fetch.transport import Transport

_FIRST_WAIT = 30.0  # seconds after the first failure; twice as long after each further one
_LONGEST_WAIT = 3_600.0
_ANSWER = 1 << 20  # bytes of an answer that are looked at


class Hook:
    """Posts to one address. Nothing is sent on where it redirects to: a secret is not for strangers."""

    def __init__(self, url: str, transport: Transport, clock: Clock, secret: str | None) -> None:
        """Raises UsageError for what is no address."""
        self._target = to_target(url)
        self._transport, self._clock, self._secret = transport, clock, secret
        self._failures = 0
        self.ready = float("-inf")

    @property
    def shown(self) -> str:
        """The address without what is secret in it."""
        return self._target.shown

    def is_ready(self) -> bool:
        """Whether the wait after a failure is over. ready: when it is, on the clock that never jumps."""
        return self._clock.monotonic() >= self.ready

    def post(self, body: bytes, delivery: str) -> None:
        """Sends a JSON document. delivery: the same for the same content, so that one sent twice is known.

        Raises FetchError, after which `ready` tells when to try again.
        """
        told = self._clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        headers = {
            "User-Agent": user_agent(None),
            "Content-Type": "application/json",
            "Content-Digest": f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:",
            "X-Sayso-Delivery": delivery,
            "X-Sayso-Timestamp": told,
        }
        if self._secret:
            headers["X-Sayso-Signature"] = signature(self._secret, told, body)
        wait: float | None = None
        try:
            answer = self._transport.request(self._target, headers, method="POST", body=body, size=_ANSWER)
            if 200 <= answer.status < 300:
                self._failures, self.ready = 0, float("-inf")
                return
            wait = retry_after(answer.headers.get("retry-after"), self._clock.now())
            raise FetchError(f"The webhook {self.shown} answers {answer.status}.")
        except InputError as error:
            self._failures += 1
            wait = min(max(wait or 0.0, min(_FIRST_WAIT * 2 ** (self._failures - 1), _LONGEST_WAIT)), LONGEST_WAIT)
            self.ready = self._clock.monotonic() + wait
            if isinstance(error, AddressRefusedError):
                raise
            raise Deferred(error.message, wait, hint=error.hint or f"Tried again in {wait:,.0f} s.") from None


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """ "sha256=" and HMAC-SHA256 of timestamp, a full stop and the body, as hexadecimal digits."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
