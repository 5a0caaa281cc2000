"""robots.txt by RFC 9309."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.fetch.robots import parse_robots


def allows(text: str, path: str) -> bool:
    return parse_robots(text.encode(), "sayso").allows(path)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("", "/x", True),
        ("User-agent: *\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow:", "/x", True),
        ("User-agent: *\nDisallow: /\nAllow: /news", "/news/1", True),  # the longest rule, not the first
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),  # a tie allows
        ("User-agent: sayso\nAllow: /\n\nUser-agent: *\nDisallow: /", "/x", True),
        ("User-agent: SaySo/2.0\nDisallow: /p", "/p", False),  # case and version do not count
        ("User-agent: saysomething\nDisallow: /", "/x", True),
        ("User-agent: a\nUser-agent: sayso\nDisallow: /p", "/p", False),
        (
            "User-agent: sayso\nDisallow: /a\n\nUser-agent: b\nDisallow: /c\n\nUser-agent: sayso\nDisallow: /d",
            "/d",
            False,
        ),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        ("User-agent: *\nDisallow: /a*z", "/abcz/more", False),
        ("User-agent: *\nDisallow: /a*b*b$", "/ab", True),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        ("User-agent: *\nDisallow: /café", "/caf%c3%a9", False),
        ("User-agent: *\nDisallow: /x # why", "/x", False),
        ("\ufeffUser-agent: *\r\nDisallow: /x\r\n", "/x", False),
        ("Disallow: /x", "/x", True),  # belongs to no group
        ("User-agent: *\nSitemap: https://x/\nDisallow: /x", "/x", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("<html>not found</html>", "/x", True),
    ],
)
def test_rules(text: str, path: str, expected: bool) -> None:
    assert allows(text, path) is expected


def test_the_pause_that_a_host_asks_for() -> None:
    assert parse_robots(b"User-agent: *\nCrawl-delay: 2.5\nDisallow: /x", "sayso").delay == 2.5
    assert parse_robots(b"User-agent: sayso\nDisallow:\nUser-agent: *\nCrawl-delay: 5", "sayso").delay is None
    assert parse_robots(b"User-agent: *\nCrawl-delay: -1", "sayso").delay is None


def test_a_hostile_file_takes_no_time() -> None:
    rules = "".join(f"Disallow: /{'*a' * 400}{n}$\n" for n in range(200))
    began = time.process_time()
    assert allows("User-agent: *\n" + rules, "/" + "a" * 3000)
    assert time.process_time() - began < 5


@given(st.binary(max_size=300), st.text(max_size=50))
def test_anything_is_a_robots_file(data: bytes, path: str) -> None:
    assert parse_robots(data, "sayso").allows("/" + path) in {True, False}
