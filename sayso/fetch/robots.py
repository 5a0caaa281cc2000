"""robots.txt by RFC 9309: groups by product token, the longest rule wins, allow wins a tie, * and $ in paths.

Why not urllib.robotparser: it takes the first rule that fits, not the longest, and knows no * within a path. Why no
library: matching here is linear however many * a hostile file holds, and 100 lines are not worth a dependency.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_to_bytes

LARGEST = 512_000  # bytes that are read of a robots.txt; RFC 9309 asks for 500 KiB at least
_MOST_RULES = 10_000
_LONGEST_RULE = 2_000  # characters
_TOKEN = re.compile(r"[A-Za-z_-]+")


@dataclass(slots=True)
class _Group:
    rules: list[tuple[str, bool]] = field(default_factory=list)
    delay: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What a host asks of us. rules: path patterns, each with whether it allows. delay: seconds between requests."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float | None = None

    def allows(self, path: str) -> bool:
        """Whether a path with its query may be fetched; robots.txt itself always may."""
        path = _normal(path)
        if path == "/robots.txt":
            return True
        best, allowed = -1, True
        for pattern, allow in self.rules:
            size = len(pattern)
            if (size > best or (size == best and allow)) and _fits(pattern, path):
                best, allowed = size, allow
        return allowed


EVERYTHING = Robots()
NOTHING = Robots(rules=(("/", False),))


def parse_robots(data: bytes, product: str) -> Robots:
    """The rules of all groups for `product`, else those for *. Anything is a robots.txt; odd lines are passed over."""
    text = data[:LARGEST].decode("utf-8", "replace").removeprefix("\ufeff")
    groups: dict[str, _Group] = {}
    named: list[_Group] = []
    in_names = count = 0
    for line in re.split(r"\r\n|\r|\n", text):
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key in {"user-agent", "useragent"}:
            if not in_names:
                named = []
            in_names = 1
            found = _TOKEN.match(value)
            token = "*" if value.startswith("*") else found[0].lower() if found else ""
            named.append(groups.setdefault(token, _Group()))
        elif key in {"allow", "disallow"}:
            in_names = 0
            count += 1
            if value and value[0] in "/*" and len(value) <= _LONGEST_RULE and count <= _MOST_RULES:
                for group in named:
                    group.rules.append((_normal(value), key == "allow"))
        elif key == "crawl-delay":
            in_names = 0
            for group in named:
                group.delay = _seconds(value) if group.delay is None else group.delay
    found_group = groups.get(product.lower()) or groups.get("*")
    return Robots(rules=tuple(found_group.rules), delay=found_group.delay) if found_group else EVERYTHING


def _seconds(value: str) -> float | None:
    return float(value) if re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]{1,6})?", value) else None


def _normal(path: str) -> str:
    """One spelling for characters that may be written as they are or with %."""
    return quote(unquote_to_bytes(path.replace("%2F", "%252F").replace("%2f", "%252F")), safe="/%*$?&=:;,+@!'()~[]")


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern matches from the start; the parts between * are looked for one after the other, each once."""
    ends = pattern.endswith("$")
    first, *others = (pattern[:-1] if ends else pattern).split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    if not others:
        return not ends or place == len(path)
    last = others.pop()
    for part in others:
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    if ends:
        return len(path) - len(last) >= place and path.endswith(last)
    return path.find(last, place) >= 0
