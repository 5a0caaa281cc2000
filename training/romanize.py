"""Ukrainian (national system of 2010) and Russian (as English news has it) in Latin letters, for names of places."""

from __future__ import annotations

import re

_COMMON = dict(
    zip(
        "абдеклмнопрстуфц",
        ("a", "b", "d", "e", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "ts"),
        strict=True,
    )
)
_COMMON |= {"в": "v", "ж": "zh", "з": "z", "х": "kh", "ч": "ch", "ш": "sh", "щ": "shch", "ь": ""}
_UKRAINIAN = _COMMON | {
    "г": "h",
    "ґ": "g",
    "є": "ie",
    "и": "y",
    "і": "i",
    "ї": "i",
    "й": "i",
    "ю": "iu",
    "я": "ia",
    "'": "",
    "’": "",
    "ʼ": "",
}
_UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RUSSIAN = _COMMON | {"г": "g", "и": "i", "й": "y", "ы": "y", "э": "e", "ю": "yu", "я": "ya", "ё": "yo", "ъ": ""}
_UKRAINIAN_ONLY = re.compile(r"[а-яґєії'’ʼ -]+")
_RUSSIAN_ONLY = re.compile(r"[а-яё -]+")


def ukrainian(name: str) -> str | None:
    """ "Запоріжжя" → "Zaporizhzhia"; None where the letters are not Ukrainian."""
    small = name.lower()
    if not _UKRAINIAN_ONLY.fullmatch(small) or re.search("[ыэё]", small):
        return None
    return _title(small.replace("зг", "zgh"), _UKRAINIAN, _UKRAINIAN_FIRST)


def russian(name: str) -> str | None:
    """ "Артёмовск" → "Artyomovsk", "Николаев" → "Nikolaev"; None where the letters are not Russian."""
    small = name.lower()
    if not _RUSSIAN_ONLY.fullmatch(small):
        return None
    return _title(re.sub("(ый|ий)\\b", "y", small), _RUSSIAN, {"е": "ye"})


def _title(small: str, letters: dict[str, str], first: dict[str, str]) -> str:
    words = re.split("([ -])", small)
    out = ["".join((first if i == 0 else letters).get(c, letters.get(c, c)) for i, c in enumerate(w)) for w in words]
    return "".join(w[:1].upper() + w[1:] for w in out)
