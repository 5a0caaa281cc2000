"""What a desk is told when it starts."""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass, field
from pathlib import Path

LARGEST_BODY = 4_000_000
"""Bytes of a request's body, files that are added aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One desk over one ledger.

    token: what writing over REST asks for, and at a host that others reach everything; None: REST only reads.
    names: host names besides localhost and plain addresses. secret: signs forms and sessions, new at each start.
    """

    ledger: Path
    host: str = "127.0.0.1"
    port: int = 8770
    token: str | None = field(default=None, repr=False)
    names: tuple[str, ...] = ()
    reviewer: str = "reviewer"
    read_only: bool = False
    most_requests: int = 60
    """A second and address, on average over ten."""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @property
    def is_local(self) -> bool:
        """Whether this machine alone can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return False

    def knows_host(self, told: str) -> bool:
        """Whether a Host header names this desk: a plain address, localhost or one of names.

        A page elsewhere that has its name resolve to this machine (DNS rebinding) brings its own name.
        """
        name = told.strip().lower()
        if name.startswith("["):
            name, _, port = name[1:].partition("]")
            if port and not port[1:].isdecimal():
                return False
        elif name.count(":") == 1:
            name = name.partition(":")[0]
        if name in {"localhost", *(n.lower() for n in self.names)}:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return not self.is_local or address.is_loopback
