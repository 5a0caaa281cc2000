"""The rules of rules.tsv as regular expressions over the classes of tokens.

Patterns know "?", "|" and brackets only: without repetition a match has a bounded length, and reading takes time in
proportion to the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sayso.timex.tokens import codes

# Names that stand for several classes.
MACROS = {
    "MON": "(MONTH|AMONTH|ABBR)",
    "DAYNUM": "(DAY|ORD|ORDNUM|SECOND)",
    "ORDINAL": "(ORD|ORDNUM|SECOND)",
    "QTY": "(AN? VAGUE OF? VAGUE?|AN|(CARD|DAY|NUM|YEAR|AN CARD) MORECARDS MORECARDS MORECARDS MORECARDS)",
    "MORECARDS": "((DASH|AND)? CARD)?",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """builder: the function that reads a match. matcher: over Tokens.code."""

    order: int
    builder: str
    matcher: re.Pattern[str]


class PatternError(ValueError):
    """A pattern of rules.tsv that does not parse."""


def _parse(source: str) -> tuple[str, set[str]]:
    """The regular expression of a pattern, and the characters it can begin with."""
    items = re.findall(r"[A-Z]+|[()|?]|\S", source)
    position = 0

    def alternatives() -> tuple[str, set[str], bool]:
        nonlocal position
        branches = [sequence()]
        while position < len(items) and items[position] == "|":
            position += 1
            branches.append(sequence())
        firsts = set().union(*(b[1] for b in branches))
        return "(?:" + "|".join(b[0] for b in branches) + ")", firsts, any(b[2] for b in branches)

    def sequence() -> tuple[str, set[str], bool]:
        nonlocal position
        out, firsts, empty = "", set[str](), True
        while position < len(items) and items[position] not in {"|", ")"}:
            expression, first, optional = atom()
            if position < len(items) and items[position] == "?":
                expression, optional = expression + "?", True
                position += 1
            if empty:
                firsts |= first
            empty = empty and optional
            out += expression
        return out, firsts, empty

    def atom() -> tuple[str, set[str], bool]:
        nonlocal position
        item = items[position]
        position += 1
        if item == "(":
            inner = alternatives()
            position += 1
            return inner
        if item not in codes():
            raise PatternError(f"{item}: no class, in {source}")
        return codes()[item], {codes()[item]}, False

    expression, firsts, empty = alternatives()
    if empty or position != len(items):
        raise PatternError(source)
    return expression, firsts


@cache
def rules() -> dict[str, tuple[Rule, ...]]:
    """Character of a token → the rules that can begin with it, in the order of the file."""
    table: dict[str, list[Rule]] = {}
    lines = (files("sayso.timex") / "rules.tsv").read_text(encoding="utf-8").splitlines()
    for order, line in enumerate(row for row in lines if row and not row.startswith("#")):
        builder, source = line.split("\t")
        for _ in range(2):
            for name, meaning in MACROS.items():
                source = re.sub(rf"\b{name}\b", meaning, source)
        expression, firsts = _parse(source)
        rule = Rule(order, builder, re.compile(expression))
        for first in firsts:
            table.setdefault(first, []).append(rule)
    return {first: tuple(found) for first, found in table.items()}


@cache
def starts() -> re.Pattern[str]:
    """Matches any character that a rule can begin with."""
    return re.compile("[" + re.escape("".join(sorted(rules()))) + "]")
