"""Which addresses are fetched, and what is shown of them."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import AddressRefusedError, UsageError
from sayso.fetch.addresses import check_port, is_address, is_public, joined, shown_url, to_target

PRIVATE = [
    *("0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.0.9", "169.254.169.254"),
    *("172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.168.1.1", "198.18.0.1", "224.0.0.1"),
    *("239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16", "198.51.100.7", "203.0.113.9"),
    *(
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
    ),
    *("::ffff:169.254.169.254", "::ffff:a00:1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2001:db8::1", "::127.0.0.1"),
    *("2001:0:7f00:1::", "100::1", "fec0::1"),
]
PUBLIC = [
    "8.8.8.8",
    "93.184.216.34",
    "172.32.0.1",
    "100.128.0.1",
    "2606:2800:220:1::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_not_on_the_open_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_on_the_open_internet(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_in_another_dress_is_judged_by_itself(address: ipaddress.IPv4Address) -> None:
    wrapped = ipaddress.IPv6Address(b"\x00" * 10 + b"\xff\xff" + address.packed)
    through = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | int(address))
    assert is_public(str(wrapped)) == is_public(str(through)) == is_public(str(address))


@given(st.ip_addresses())
def test_what_python_knows_as_private_is_never_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        mapped = isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None
        assert mapped or not is_public(str(address))


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://host/x", "file:///etc/passwd", "gopher://host/", "data:text/html,hi", "http://", "https:///path"),
        *("http://ho st/", "http://host:99999/", "http://[::1/", "http://a\r\nHost: b/", "javascript:alert(1)"),
        "http://host/" + "x" * 5000,
    ],
)
def test_what_is_no_address_to_fetch(url: str) -> None:
    with pytest.raises(UsageError):
        to_target(url)


def test_an_address_taken_apart() -> None:
    target = to_target("HTTPS://user:pa%3Ass@Bücher.example:8443/ä b".replace(" ", "%20") + "?q=ü&token=abc#part")
    assert (target.scheme, target.host, target.port) == ("https", "xn--bcher-kva.example", 8443)
    assert target.path == "/%C3%A4%20b?q=%C3%BC&token=abc"
    assert target.authorization == "Basic dXNlcjpwYTpzcw=="
    assert target.shown == "https://xn--bcher-kva.example:8443/%C3%A4%20b?q=%C3%BC&token=***"
    assert to_target("feed://news.example/rss").url == "http://news.example/rss"
    assert to_target("feed:https://news.example/rss").url == "https://news.example/rss"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://u:p@h.example/a?b=c#d", "https://h.example/a?b=c"),
        ("https://h.example/?api_key=1&APIKEY=2&key=3&x=4", "https://h.example/?api_key=***&APIKEY=***&key=***&x=4"),
        (
            "https://h.example/?access_token=1&X-Amz-Signature=2",
            "https://h.example/?access_token=***&X-Amz-Signature=***",
        ),
        ("https://h.example/?keyword=grain&monkey=1&page=2", "https://h.example/?keyword=grain&monkey=1&page=2"),
        ("https://user:p@[broken/", "https://[broken/"),
    ],
)
def test_secrets_are_not_shown(url: str, shown: str) -> None:
    assert shown_url(url) == shown


def test_what_authorizes_stays_with_its_host() -> None:
    base = to_target("https://u:p@news.example/feed")
    assert joined(base, "/other").authorization == base.authorization
    assert joined(base, "https://evil.example/").authorization is None
    assert joined(base, "http://news.example/").authorization is None
    assert joined(base, "//news.example:8443/").authorization is None


def test_ports() -> None:
    for port in (22, 25, 6379, 9200, 11211):
        with pytest.raises(AddressRefusedError):
            check_port(to_target(f"http://news.example:{port}/"), allow_private=False)
        check_port(to_target(f"http://news.example:{port}/"), allow_private=True)
    for url in ("http://news.example/", "https://news.example/", "http://news.example:8080/"):
        check_port(to_target(url), allow_private=False)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [("https://a", True), ("FEED:https://a", True), ("file:///a", True), ("feed.xml", False), ("http.txt", False)],
)
def test_an_argument_that_is_meant_as_an_address(given_: str, expected: bool) -> None:
    assert is_address(given_) is expected
