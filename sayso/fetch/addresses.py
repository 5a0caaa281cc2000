"""Which addresses may be fetched, and how they are shown: without what should stay between two."""

from __future__ import annotations

import base64
import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from sayso.errors import AddressRefusedError, UsageError

LONGEST = 4000  # characters of an address
_SCHEMES = {"http": 80, "https": 443}
_PORTS = frozenset({80, 443, 8000, 8008, 8080, 8443, 8888})
"""Where the web is served; other ports belong to other services, which must not be talked to on somebody's behalf."""
_BAD = re.compile(r"[\x00-\x20\x7f]")
_SECRET = re.compile(
    r"(?:.*[_-])?(?:access|api|app|auth|authorization|client|session)?[_-]?"
    r"(?:token|key|apikey|secret|password|passwd|pwd|sig|signature|sid|credentials?|jwt|auth)",
    re.I,
)
_MASK = "***"
_REFUSED_4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "168.63.129.16/32",  # public by its number, yet the metadata service of Azure
        ),
    )
)  # fmt: skip
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_6 = tuple(
    map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
)  # Teredo, 6to4 and others that lead on to another address; examples
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_EMBEDDED_4 = 0xFFFFFFFF

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address taken apart. path: with its query, as it is sent. authorization: a header's value, from the address.

    shown: without user name, password, fragment, and with secrets in its query masked.
    """

    scheme: str
    host: str
    port: int
    path: str
    url: str
    shown: str
    authorization: str | None = None

    @property
    def origin(self) -> str:
        """Scheme, host and port, for which a robots.txt holds."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _SCHEMES[self.scheme] else f"{host}:{self.port}"


def is_address(given: str) -> bool:
    """Whether an argument is meant as an address on the web."""
    return re.match(r"(?:https?|feed|ftp|file|gopher|data):", given, re.I) is not None


def to_target(url: str) -> Target:
    """Takes an http or https address apart. Raises UsageError, without telling what in it may be secret."""
    url = re.sub(r"^feed:(?://)?(?=https?:)|^feed(?=://)", lambda m: "" if m[0] != "feed" else "http", url.strip())
    told = shown_url(url)
    if len(url) > LONGEST:
        raise UsageError(f"An address is longer than {LONGEST:,} characters: {told[:60]}…")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise UsageError(f"{told} is not a whole address.") from None
    scheme = parts.scheme.lower()
    if scheme not in _SCHEMES:
        raise UsageError(f"{told} is not an http or https address.", hint="Only those are fetched.")
    if not host or _BAD.search(url):
        raise UsageError(f"{told} is not a whole address.", hint="Give it as https://host/path.")
    try:
        name = host if ":" in host else host.encode("idna").decode("ascii").rstrip(".")
    except UnicodeError:
        raise UsageError(f"{told} names no host that can be.") from None
    if not name or re.search(r"[^A-Za-z0-9._:%-]", name):
        raise UsageError(f"{told} names no host that can be.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]") if parts.query else ""
    )
    target = Target(
        scheme=scheme, host=name.lower(), port=port or _SCHEMES[scheme], path=path, url="", shown="",
        authorization=_basic(parts.username, parts.password),
    )  # fmt: skip
    whole = f"{target.origin}{path}"
    return Target(
        scheme=scheme, host=target.host, port=target.port, path=path, url=whole, shown=shown_url(whole),
        authorization=target.authorization,
    )  # fmt: skip


def joined(base: Target, location: str) -> Target:
    """Where a redirect or link leads; what authorizes goes along to the same origin only. Raises UsageError."""
    location = quote(location.strip(), safe="/%:@!$&'()*+,;=~-._?#[]")
    try:
        there = to_target(urljoin(base.url, location))
    except ValueError:
        raise UsageError(f"{base.shown} leads to something that is no address.") from None
    if there.authorization is None and there.origin == base.origin and base.authorization:
        return Target(
            scheme=there.scheme, host=there.host, port=there.port, path=there.path, url=there.url, shown=there.shown,
            authorization=base.authorization,
        )  # fmt: skip
    return there


def _basic(user: str | None, password: str | None) -> str | None:
    if user is None and password is None:
        return None
    told = f"{unquote(user or '')}:{unquote(password or '')}".encode()
    return "Basic " + base64.b64encode(told).decode("ascii")


def shown_url(url: str) -> str:
    """An address for messages and for the ledger: no user, no password, no fragment, secrets of its query masked."""
    try:
        parts = urlsplit(url)
        netloc = parts.netloc.rpartition("@")[2]
    except ValueError:
        return re.sub(r"//[^/]*@", "//", url)
    pairs = [_masked(pair) for pair in parts.query.split("&")] if parts.query else []
    return urlunsplit((parts.scheme, netloc, parts.path, "&".join(pairs), ""))


def _masked(pair: str) -> str:
    name, equals, value = pair.partition("=")
    return f"{name}={_MASK}" if equals and value and _SECRET.fullmatch(unquote(name)) else pair


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: not private, local, shared, multicast, reserved or metadata.

    Address families that wrap an IPv4 address are judged by that, or refused.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip in _NAT64:
            ip = ipaddress.IPv4Address(int(ip) & _EMBEDDED_4)
        else:
            return ip in _PUBLIC_6 and ip.is_global and not any(ip in net for net in _REFUSED_6)
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _REFUSED_4)


def check_port(target: Target, *, allow_private: bool) -> None:
    """Raises AddressRefusedError for a port on which no web server is expected."""
    if not allow_private and target.port not in _PORTS:
        raise AddressRefusedError(
            f"{target.shown} has port {target.port}, where no web server is expected.",
            hint=f"Ports that are taken: {', '.join(map(str, sorted(_PORTS)))}; with --allow-private any.",
        )
