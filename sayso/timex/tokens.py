"""Text as tokens, each with a class of words.tsv that one character stands for: rules are expressions over these."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# `symbol` classes; every class, these and those of words.tsv, gets one character of its own.
_SHAPES = (
    "OTHER BREAK ISO SLASH CLOCK DECADE DAY NUM YEAR ORDNUM QNUM HALFNUM AMPM POSS DOT COMMA DASH LPAR HOLIDAY".split()
)
_TOKEN = re.compile(
    r"""(?P<AMPM>[aApP]\.\s?[mM]\b\.?|(?<=\d)[aApP][mM]\b|(?<=\d\s)[aApP][mM]\b)
    |(?P<OCLOCK>[oO]['’]clock\b)
    |(?P<QNUM>[Qq][1-4]\b)|(?P<HALFNUM>H[12]\b)
    |(?P<WORD>[^\W\d_]+)
    |(?P<BREAK>\n[^\S\n]*\n|\u2029)
    |(?P<ISO>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?(?![\w-]))
    |(?P<SLASH>(?:\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}/\d\d/\d\d)(?![\w/]))
    |(?P<CLOCK>(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:])|(?:1[0-2]|0?[1-9])\.[0-5]\d(?=\s?[aApP]\.?\s?[mM]\b))
    |(?P<DECADE>(?:1\d|20)\d0['’]?s\b|['’‘]\d0s\b)
    |(?P<ORDNUM>\d{1,2}(?:st|nd|rd|th)\b)
    |(?P<NUMBER>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)
    |(?P<POSS>['’]s\b)
    |(?P<SYMBOL>[^\w\s])""",
    re.VERBOSE,
)
_SYMBOLS = {".": "DOT", ",": "COMMA", "-": "DASH", "–": "DASH", "‑": "DASH", "(": "LPAR"}
_MONEY = frozenset("$£€¥₴₽#№+=*")
# Written with a capital inside a sentence, these are parts of names: "Fashion Week", "Daily Mail".
_LOWER_ONLY = frozenset("UNIT UNITS QUARTER WEEKEND CENTURY FREQ SECOND NOON PART DAWN HALF FUTURE MOMENT LONG".split())
Value = int | float | str


@cache
def _lexicon() -> dict[str, tuple[str, Value]]:
    table: dict[str, tuple[str, Value]] = {}
    for line in _lines("words.tsv"):
        word, kind, value = line.split("\t")
        table[word] = (kind, int(value) if value.lstrip("-").isdigit() else value)
    table["half"] = ("HALF", 0.5)
    return table


@cache
def _holidays() -> dict[str, tuple[tuple[str, str], ...]]:
    """First word → (name, rule), longer names first."""
    table: dict[str, list[tuple[str, str]]] = {}
    for line in _lines("holidays.tsv"):
        name, rule = line.split("\t")
        table.setdefault(re.split(r"\W", name)[0], []).append((name, rule))
    return {word: tuple(sorted(rows, key=lambda r: -len(r[0]))) for word, rows in table.items()}


def _lines(name: str) -> list[str]:
    lines = (files("sayso.timex") / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def codes() -> dict[str, str]:
    """The character that stands for each class; OTHER is "."."""
    names = [*_SHAPES, *sorted({kind for kind, _ in _lexicon().values()} - set(_SHAPES))]
    return {name: chr(0x100 + i) if i else "." for i, name in enumerate(names)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of one text as parallel lists: offsets in code points, lower case, class, value.

    code: the characters of the classes, one a token.
    """

    text: str
    start: list[int]
    end: list[int]
    lower: list[str]
    kind: list[str]
    value: list[Value]
    code: str


def tokenize(text: str) -> Tokens:
    """Split a text of any length; linear in its length."""
    words, starters = _lexicon(), _holidays()
    start: list[int] = []
    end: list[int] = []
    lower: list[str] = []
    kind: list[str] = []
    value: list[Value] = []
    skip = 0
    for m in _TOKEN.finditer(text):
        a, b = m.span()
        if a < skip:
            continue
        shape = m.lastgroup
        word = m.group()
        low = word.lower()
        worth: Value = 0
        if shape == "WORD":
            found = words.get(word) or words.get(low)
            if found is None and len(word) > 2 and word.isupper():
                found = words.get(word.title())
            shape, worth = found or ("OTHER", 0)
            if word[0].isupper():
                if low in starters and (whole := _holiday(text, a, starters[low])):
                    b, worth = whole
                    skip, low, shape = b, text[a:b].lower(), "HOLIDAY"
                elif shape in _LOWER_ONLY and not word.isupper() and kind and kind[-1] not in {"DOT", "BREAK"}:
                    shape = "OTHER" if lower[-1] not in "\"“”‘'’" else shape
            elif low in {"a", "an"}:
                worth = 1
        elif shape == "SYMBOL":
            shape = _SYMBOLS.get(word, "OTHER")
        elif shape == "NUMBER":
            shape, worth = _number(text, word, a, b)
        elif shape == "ORDNUM":
            worth = int(word[:-2])
        elif shape in {"QNUM", "HALFNUM"}:
            worth = int(word[1])
        start.append(a)
        end.append(b)
        lower.append(low)
        kind.append(shape or "OTHER")
        value.append(worth)
    table = codes()
    return Tokens(
        text=text, start=start, end=end, lower=lower, kind=kind, value=value, code="".join([table[k] for k in kind])
    )


def _holiday(text: str, at: int, names: tuple[tuple[str, str], ...]) -> tuple[int, str] | None:
    """End and rule of the holiday that begins here, if one does."""
    for name, rule in names:
        end = at + len(name)
        if text[at:end].lower().replace("’", "'") == name and not text[end : end + 1].isalnum():
            return end, rule
    return None


def _number(text: str, word: str, a: int, b: int) -> tuple[str, Value]:
    """Class and value of a number; OTHER where it is money, a share, or part of a name ("T0403", "5km")."""
    before, after = text[a - 1 : a], text[b : b + 1]
    if (before in _MONEY and before) or after in {"%", "°"} or before.isalpha() or before == "_":
        return "OTHER", 0
    if after.isalpha() and not re.match(r"[aApP]\.?[mM]\b", text[b : b + 4]):
        return "OTHER", 0
    plain = word.replace(",", "")
    if len(plain) > 9:
        return "OTHER", 0
    if "." in plain:
        return "NUM", float(plain)
    number = int(plain)
    if "," not in word and len(plain) == 4 and 1000 <= number <= 2199:
        return "YEAR", number
    return ("DAY" if len(plain) <= 2 and 1 <= number <= 31 else "NUM"), number
