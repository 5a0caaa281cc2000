"""Characters that act instead of showing, made visible.

An article is hostile until shown otherwise: an escape byte can rewrite a terminal, a bidi override can turn a sentence
around (Trojan Source, CVE-2021-42574), a zero-width character can hide a word from a search. None is dropped, since
offsets count them: they are shown as ⟨U+202E⟩.
"""

from __future__ import annotations

import re

# Cc without tab, line feed and carriage return, which each format lays out itself; lone surrogates; separators.
_ALWAYS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u115f\u1160\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e00ff"
# Soft hyphen, zero-width non-joiner and joiner: a browser needs them to set German, Persian, Hindi and emoji.
_JOINERS = "\xad\u200c\u200d"

ON_PAGES = re.compile(f"[{_ALWAYS}{_BIDI}{_INVISIBLE}]")
# A line end in a file name could forge a whole line of output, so those act too.
ON_TERMINALS = re.compile(f"[\n\r{_ALWAYS}{_BIDI}{_INVISIBLE}{_JOINERS}]")
_NEWLINES = re.compile(r"(?:\r\n|\n|\r)[ \t\r\n]*")
_SPACES = re.compile(r"[ \t]+")


def escape(character: str) -> str:
    """⟨U+202E⟩ for one character."""
    return f"⟨U+{ord(character):04X}⟩"


def shown(text: str, hidden: re.Pattern[str] = ON_TERMINALS) -> str:
    """The text with every character that `hidden` matches as its escape (for terminals, line ends too)."""
    return hidden.sub(lambda found: escape(found.group()), text)


def one_line(text: str, newline: str = " ") -> str:
    """The text on one line and harmless: line ends become `newline`, hidden characters their escapes."""
    return _SPACES.sub(" ", shown(_NEWLINES.sub(newline, text.strip(" \t\r\n"))))
