"""Words, sentences, paragraphs and quotation marks of any Unicode text, with exact offsets.

A word is a run of letters and digits with the combining marks that follow them, or one symbol with its marks.
Offsets are code points, half-open, into the text as given; nothing is normalized, so every slice reproduces the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]

# Combining marks, joiners, variation selectors and skin tones stay with the character before them.
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0900-\u0903\u093a-\u094f\u1ab0-\u1aff\u1dc0-\u1dff"
_MARKS += "\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff"
# Controls, BOM, zero-width and bidirectional characters are part of no word.
_INVISIBLE = "\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*|[^\w\s{_INVISIBLE}{_MARKS}][{_MARKS}]*|_")

_CLOSERS = frozenset("\"'”’»)]}›")
_OPENERS = frozenset("\"'“‘«([{‹„‚")
_STOPS = frozenset(".!?…")
_ABBREVIATIONS = frozenset(
    """adm al amb ave blvd brig capt cf cmdr co col corp cpl dem dept det dist dr ed eg est etc ex fr ft gen
    gov hon ie inc jan feb mar apr jun jul aug sep sept oct nov dec jr lt ltd maj messrs mr mrs ms mt no op
    pres prof pvt rep reps rev sen sens sgt spc sr st supt univ vol vs""".split()
)

# Kinds of a word for the encoder's feature embeddings. Their order is part of the trained model.
CASES = ("lower", "title", "upper", "initial", "mixed", "number", "symbol", "other")
QUOTES = ("outside", "double", "single", "opens", "closes")
GAPS = ("glued", "space", "paragraph")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one text, as parallel arrays of one entry a word.

    start, end: code-point offsets. sentence, paragraph: running numbers from 0. case, quote, gap: indexes into CASES,
    QUOTES and GAPS. first: whether the word opens a sentence (1) or not (0).
    """

    text: str
    start: Ints
    end: Ints
    sentence: Ints
    paragraph: Ints
    case: Ints
    quote: Ints
    gap: Ints
    first: Ints

    def __len__(self) -> int:
        return len(self.start)

    def features(self) -> Ints:
        """(words, 4) int32: case, quote, gap, first."""
        return np.stack([self.case, self.quote, self.gap, self.first], axis=1)


def split_words(text: str) -> Words:
    """Split a text of any length; linear in its length."""
    spans = [m.span() for m in _WORD.finditer(text)]
    count = len(spans)
    surfaces = [text[a:b] for a, b in spans]
    gap = np.zeros(count, np.int32)
    paragraph = np.zeros(count, np.int32)
    number = 0
    before = 0
    for i, (a, b) in enumerate(spans):
        if a > before or i == 0:
            between = text[before:a]
            if i == 0 or "\n" in between or "\r" in between or "\u2029" in between:
                gap[i] = 2
                number += i > 0
            elif between:
                gap[i] = 1
        paragraph[i] = number
        before = b
    _restore_spaces(surfaces, gap)
    first = _sentence_starts(surfaces, gap)
    return Words(
        text=text,
        start=np.array([a for a, _ in spans], np.int32),
        end=np.array([b for _, b in spans], np.int32),
        sentence=np.cumsum(first, dtype=np.int32) - 1 if count else first,
        paragraph=paragraph,
        case=np.array([_case(s) for s in surfaces], np.int32),
        quote=_quotes(surfaces, gap),
        gap=gap,
        first=first,
    )


def _case(word: str) -> int:
    if word.islower():
        return 0
    if word.isupper():
        return 3 if len(word) == 1 else 2
    if word.istitle():
        return 1
    if word[0].isdigit():
        return 5
    if not word[0].isalnum():
        return 6
    return 4 if word != word.lower() else 7


def _restore_spaces(words: list[str], gap: Ints) -> None:
    """Count a space where scraping lost the one between two sentences: "so far.Then", "said so."Later".

    A stop between a word, a number or a closing mark and a capital; "Node.js", "p.m.Then" and "U.S." are none.
    """
    open_mark = False
    for i, word in enumerate(words):
        if gap[i] == 2:
            open_mark = False
        if word == '"':
            open_mark = not open_mark
        if i < 2 or gap[i]:
            continue
        j = i - 1
        if word in '"“«' and (word != '"' or open_mark):  # a quotation opens the sentence
            goes_on = i + 1 < len(words) and not gap[i + 1] and words[i + 1][0].isupper()
        else:
            goes_on = word[0].isupper()
            while j > 1 and words[j] in '"”»' and not gap[j] and not (words[j] == '"' and open_mark):
                j -= 1
        if not goes_on or words[j] not in _STOPS or gap[j]:
            continue
        before = words[j - 1]
        whole = before.isalpha() and len(before) > 1 and before.lower() not in _ABBREVIATIONS
        if before in _CLOSERS or ((whole or before.isdigit()) and (before.islower() or not word.isupper())):
            gap[i] = 1


def _sentence_starts(words: list[str], gap: Ints) -> Ints:
    """1 where a sentence opens: at a paragraph, or after a stop, its closing marks and a space before a capital."""
    starts = np.zeros(len(words), np.int32)
    for i in range(len(words)):
        if gap[i] == 2:
            starts[i] = 1
        elif gap[i] == 1 and not words[i].islower():
            j = i - 1
            while j > 0 and words[j] in _CLOSERS and gap[j] == 0:
                j -= 1
            if words[j] in _STOPS and (words[j] != "." or not _is_abbreviation(words, gap, j)):
                starts[i] = 1
    return starts


def _is_abbreviation(words: list[str], gap: Ints, stop: int) -> bool:
    """Whether the full stop at this index belongs to the word before it ("Gen.", "J.", "U.S.")."""
    if stop == 0 or gap[stop]:
        return stop > 0
    word = words[stop - 1]
    if len(word) == 1 and word.isalpha() and word.isupper():
        return not (stop >= 3 and words[stop - 2] == "." and gap[stop - 1] == 0) or _title_follows(words, stop)
    return word.lower() in _ABBREVIATIONS and not (word.islower() and word in {"no", "ed", "al", "mar", "sat"})


def _title_follows(words: list[str], stop: int) -> bool:
    # "U.S. President" goes on; "in the U.S. The" ends.
    following = words[stop + 1] if stop + 1 < len(words) else ""
    return following not in {
        "The",
        "A",
        "An",
        "He",
        "She",
        "It",
        "They",
        "We",
        "In",
        "On",
        "But",
        "And",
        "This",
        "That",
        "“",
    }


def _quotes(words: list[str], gap: Ints) -> Ints:
    """State of each word: outside, in double or single quotation, or the mark that opens or closes one."""
    state = np.zeros(len(words), np.int32)
    double = single = False
    for i, word in enumerate(words):
        if gap[i] == 2:
            double = single = False
        inside = 1 if double else 2 if single else 0
        if word not in "\"'“”‘’«»„`‹›":
            state[i] = inside
            continue
        after = i + 1 < len(words) and gap[i + 1] == 0
        letters = after and words[i + 1][0].isalnum()
        apart = gap[i] > 0 or ((i > 0 and words[i - 1] in _OPENERS) or (i > 0 and words[i - 1] in "—–-"))
        if word in "“«„" or (word == '"' and ((not double and (apart or not i)) or (apart and after and not double))):
            double, state[i] = True, 3
        elif word in "”»" or (word == '"' and double):
            double, single, state[i] = False, False, 4 if inside else 0
        elif word in "‘‹`" or (word == "'" and apart and after and not single):
            single, state[i] = True, 3
        elif word in "’'›" and single and not (letters and gap[i] == 0 and words[i - 1][-1].isalnum()):
            single, state[i] = False, 4
        else:
            state[i] = inside
    return state
